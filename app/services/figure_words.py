"""Words of figures: names of methods, stages and reasons, times and spans, in whoever's language.

Plots are read on screens and on paper. Whoever asks for them says how a text is put into the
reader's language (`Translate`); the texts themselves stand beside the numbers they explain.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.metrics import Stage
from app.domain.pick_state import ShortReason

Translate = Callable[[str, str], str]
"""A text of a context in the reader's language; called by this name, so that texts are found."""


def in_english(_context: str, text: str) -> str:
    """The text as it is: for commands."""
    return text


def clock(moment: datetime) -> str:
    """The time on the wall."""
    return f"{moment.astimezone():%H:%M}"


def day_and_clock(moment: datetime) -> str:
    """Day and time on the wall."""
    return f"{moment.astimezone():%d.%m. %H:%M}"


def span_words(begins: datetime, ends: datetime) -> str:
    """A time span in words: the day once where it is the same."""
    first, last = begins.astimezone(), ends.astimezone()
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%d.%m. %H:%M}"
    return f"{first:%d.%m. %H:%M} - {end}"


def minutes(span: timedelta) -> float:
    """A time span in minutes."""
    return span / timedelta(minutes=1)


def method_word(method: str, translate: Translate) -> str:
    """What a pick method is called."""
    words = {
        "single": translate("figures", "single orders"),
        "batch": translate("figures", "batch, sorted later"),
        "cluster": translate("figures", "cart of orders"),
        "zone_pass": translate("figures", "zone to zone"),
        "zone_parallel": translate("figures", "zones side by side"),
    }
    return words.get(method, method)


def stage_word(stage: Stage, translate: Translate) -> str:
    """A part of an order's way."""
    words = {
        Stage.RELEASE: translate("figures", "until released"),
        Stage.PICK: translate("figures", "picking"),
        Stage.PACK: translate("figures", "packing"),
        Stage.SHIP: translate("figures", "until handed over"),
    }
    return words[stage]


def work_word(kind: str, translate: Translate) -> str:
    """A kind of work in the scan log."""
    words = {
        "pick": translate("figures", "pick"),
        "sort": translate("figures", "wall"),
        "pack": translate("figures", "pack"),
        "ship": translate("figures", "ship"),
        "inspect": translate("figures", "QC"),
        "inspection": translate("figures", "QC"),
        "count": translate("figures", "count"),
        "wall": translate("figures", "wall"),
        "refill": translate("figures", "refill"),
        "put_away": translate("figures", "put away"),
    }
    return words.get(kind, kind)


def reason_word(reason: str, translate: Translate) -> str:
    """Why a line lacked units."""
    words = {
        "": translate("figures", "no reason given"),
        ShortReason.EMPTY.value: translate("figures", "place empty"),
        ShortReason.DAMAGED.value: translate("figures", "damaged"),
        ShortReason.OTHER_ITEM.value: translate("figures", "another item there"),
        ShortReason.UNREACHABLE.value: translate("figures", "not to be reached"),
        ShortReason.EXPIRED.value: translate("figures", "expired"),
    }
    return words.get(reason, reason.replace("_", " "))
