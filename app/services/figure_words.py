"""Words of figures: names of methods, stages and reasons, times and spans, in whoever's language.

Plots are read on screens and on paper. Whoever asks for them says how a text is put into the
reader's language (`Say`); the texts themselves stand beside the numbers they explain.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.metrics import Stage
from app.domain.pick_state import ShortReason

Say = Callable[[str], str]
"""A text in the reader's language."""


def in_english(text: str) -> str:
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


def method_word(method: str, say: Say) -> str:
    """What a pick method is called."""
    words = {
        "single": say("single orders"),
        "batch": say("batch, sorted later"),
        "cluster": say("cart of orders"),
        "zone_pass": say("zone to zone"),
        "zone_parallel": say("zones side by side"),
    }
    return words.get(method, method)


def stage_word(stage: Stage, say: Say) -> str:
    """A part of an order's way."""
    words = {
        Stage.RELEASE: say("until released"),
        Stage.PICK: say("picking"),
        Stage.PACK: say("packing"),
        Stage.SHIP: say("until handed over"),
    }
    return words[stage]


def work_word(kind: str, say: Say) -> str:
    """A kind of work in the scan log."""
    words = {
        "pick": say("pick"),
        "sort": say("wall"),
        "pack": say("pack"),
        "ship": say("ship"),
        "inspect": say("QC"),
        "inspection": say("QC"),
        "count": say("count"),
        "wall": say("wall"),
        "refill": say("refill"),
        "put_away": say("put away"),
    }
    return words.get(kind, kind)


def reason_word(reason: str, say: Say) -> str:
    """Why a line lacked units."""
    words = {
        "": say("no reason given"),
        ShortReason.EMPTY.value: say("place empty"),
        ShortReason.DAMAGED.value: say("damaged"),
        ShortReason.OTHER_ITEM.value: say("another item there"),
        ShortReason.UNREACHABLE.value: say("not to be reached"),
        ShortReason.EXPIRED.value: say("expired"),
    }
    return words.get(reason, reason.replace("_", " "))
