"""What the home screen says of the work on offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.code_book import SHOWN_CHARACTERS, printable
from app.domain.readings import CommandCode, GarbledCode, GarbledWhy, PlainCode, Reading
from app.domain.refusals import (
    CodesRunTogether,
    CommandNotPossible,
    NotAskedForHere,
    Refusal,
    UnknownCode,
    UnreadableCode,
)
from app.services.identifying import Entry
from app.services.leases import LeftWork
from app.services.picking import OfferedWork
from app.ui.floor_words import lines_words, units_words
from app.ui.message import Asked, Thing, translate
from app.ui.screens.heading import cut_off
from app.ui.theme import Theme, ThemeName
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.touch_button import ButtonFace, tile_size
from app.ui.widgets.work_card import WorkView

SETUP_KEY = 10

MOST_FACTS_WITH_HINT = 2
"""More would run into the hint below them; on a low screen any would."""

MOST_LEFT_SHOWN = 3
"""More lines would push the work on offer off a low screen."""


def work_cards(
    offered: OfferedWork | None, now: datetime, *, is_offline: bool = False
) -> tuple[WorkView, WorkView]:
    """The work to take now, and what waits behind it; off line nobody knows what waits."""
    if offered is None:
        return WorkView(translate("home", "WORK"), "…"), WorkView("", "")
    waiting = str(offered.waiting)
    key = translate("home", "scan NEXT, press Enter or tap here")
    main = offered.resume or offered.next
    if main is None and is_offline:
        label = translate("home", "GET NEXT WORK")
        wait = (translate("home", "New work needs the database, which does not answer."),)
        return WorkView(label, translate("home", "Wait"), wait, "", "offline"), WorkView(
            translate("home", "ORDERS WAITING"), "?"
        )
    if main is None:
        nothing = (_why_nothing(offered.out_of_reach),)
        label = translate("home", "GET NEXT WORK")
        empty = WorkView(label, translate("home", "No work now"), nothing, key, "clock")
        return empty, WorkView(translate("home", "ORDERS WAITING"), waiting)
    title = translate("home", "Order {0}").format(main.order_number)
    lines = f"{lines_words(main.lines)}, {units_words(main.units)}"
    label = translate("home", "GET NEXT WORK")
    facts = [lines]
    if offered.resume is not None:
        label = translate("home", "GO ON WITH YOUR WORK")
        at = translate("home", "line {0}/{1}, {2}")
        here = min(main.lines_done + 1, main.lines)
        facts = [at.format(here, main.lines, units_words(main.units))]
        facts += _standing(main.tote, main.parked_at)
    if main.equipment:
        needs = translate("home", "{0} · NEEDS: {1}")
        label = needs.format(label, main.equipment.upper())
    due = _due(main.due_at, now)
    facts = [" · ".join((*due, *facts))] if Theme.current().is_low else [*facts, *due]
    most = 0 if Theme.current().is_low else MOST_FACTS_WITH_HINT
    hint = key if len(facts) <= most else ""  # the instruction says so too
    card = WorkView(label, title, tuple(facts), hint, "next", is_default=True)
    if is_offline:
        return card, WorkView(translate("home", "ORDERS WAITING"), "?")
    return card, _then(offered, waiting, now)


def _why_nothing(out_of_reach: Sequence[str]) -> str:
    """Why there is no work for somebody: none is released, or none that they may do."""
    if not out_of_reach:
        return translate("home", "Nothing is released for picking.")
    words = translate("home", "Work waits for: {0}. Ask who may.")
    return words.format(", ".join(out_of_reach))


def _standing(tote: str | None, place: str) -> tuple[str, ...]:
    """The tote of put-aside work, and where it was parked."""
    if tote and place:
        return (translate("home", "tote {0}, stands at {1}").format(tote, place),)
    if place:
        return (translate("home", "stands at {0}").format(place),)
    return (translate("home", "tote {0}").format(tote),) if tote else ()


def _then(offered: OfferedWork, waiting: str, now: datetime) -> WorkView:
    label = translate("home", "ORDERS WAITING")
    if offered.resume is None or offered.next is None:
        return WorkView(label, waiting)
    after = translate("home", "then order {0}").format(offered.next.order_number)
    return WorkView(label, waiting, (after, *_due(offered.next.due_at, now)))


def _due(due_at: datetime | None, now: datetime) -> tuple[str, ...]:
    sign = cut_off(due_at, now)
    return () if sign is None else (f"{sign.name}, {sign.remaining}",)


def left_words(left: Sequence[LeftWork]) -> tuple[str, tuple[str, ...]]:
    """What others left behind, as far as it fits: the longest ago first."""
    label = translate("home", "LEFT BEHIND: SCAN ITS TOTE TO TAKE IT OVER")
    line = translate("home", "{0} of {1}, left {2}")
    return label, tuple(
        line.format(work.tote, work.operator, _ago(work.minutes)) for work in left[:MOST_LEFT_SHOWN]
    )


def _ago(minutes: int) -> str:
    if minutes < 120:
        return translate("home", "{0} min ago").format(minutes)
    return translate("home", "{0} h ago").format(minutes // 60)


def instruction(offered: OfferedWork | None, *, is_offline: bool = False) -> Instruction:
    """The one line that says what to do."""
    if is_offline and offered is not None:
        if offered.resume is None:
            return Instruction(translate("home", "WAIT: NEW WORK NEEDS THE DATABASE"))
        return Instruction(translate("home", "SCAN NEXT TO GO ON WITH YOUR WORK"))
    if offered is not None and offered.resume is None and offered.next is None:
        return Instruction(translate("home", "SCAN A TOTE TO PACK IT, OR WAIT FOR WORK"))
    detail = translate("home", "to pack: scan a tote")
    return Instruction(translate("home", "SCAN NEXT OR PRESS ENTER"), detail=detail)


def default_words(offered: OfferedWork | None) -> tuple[str, str]:
    """Text and note of the default key."""
    if offered is not None and offered.resume is not None:
        note = translate("home", "order {0}").format(offered.resume.order_number)
        return translate("home", "Go on"), note
    if offered is not None and offered.next is not None:
        note = translate("home", "order {0}").format(offered.next.order_number)
        return translate("home", "Next"), note
    return translate("home", "Next"), translate("home", "look again")


def setup_face() -> ButtonFace:
    """The way to the set-up."""
    text = translate("home", "Set-up")
    return ButtonFace(text, key=f"F{SETUP_KEY}", icon="settings", size=tile_size())


def look_face(name: ThemeName) -> ButtonFace:
    """The switch to the other look."""
    if name is ThemeName.LIGHT:
        return ButtonFace(translate("home", "Dark"), icon="dark", size=tile_size())
    return ButtonFace(translate("home", "Light"), icon="light", size=tile_size())


def asked() -> Asked:
    """What can be scanned at home."""
    return Asked(
        Thing(translate("home", "NEXT, or a tote to pack")),
        translate("home", "Scan NEXT for pick work, or a tote to pack it."),
        translate("home", "Nothing was counted."),
    )


def not_here(entry: Entry, reading: Reading) -> Refusal:
    """Why an entry leads nowhere from a screen that works on nothing."""
    shown = printable(entry.raw)[:SHOWN_CHARACTERS]
    match reading:
        case GarbledCode(why=GarbledWhy.RUN_TOGETHER):
            return CodesRunTogether(shown)
        case GarbledCode(why=why):
            return UnreadableCode(shown, why)
        case CommandCode(command=command):
            return CommandNotPossible(command)
        case PlainCode():
            return UnknownCode(shown)
    return NotAskedForHere(shown)
