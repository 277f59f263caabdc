"""What a zone's inbox says: the totes that wait, which one comes next, and the choice of a zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.zone_way import Age, WaitingTote
from app.services.zone_work import ZoneInbox
from app.ui.floor_words import lines_words
from app.ui.message import Asked, Thing, translate
from app.ui.screens.heading import cut_off
from app.ui.tokens import State
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.tote_queue import QueueRow

ZONES = "zones"
"""Name of the group in which a zone is chosen."""

MOST_ZONES = 9
"""Zones that have a tile; any zone is chosen by its sign."""


def queue_rows(inbox: ZoneInbox, now: datetime) -> tuple[QueueRow, ...]:
    """The totes that wait, then the orders that begin here."""
    first = next((one for one in inbox.waiting if one.is_on_the_way), None)
    return tuple(_row(one, now, is_next=one is first) for one in inbox.waiting)


def _row(waiting: WaitingTote, now: datetime, *, is_next: bool) -> QueueRow:
    sign = cut_off(waiting.due_at, now)
    is_late, age = waiting.is_late_risk(now), waiting.ageing(now)
    warning = ""
    if is_late:
        warning = translate("zone", "LATE RISK")
    elif age is Age.STALE:
        warning = translate("zone", "WHERE IS IT? {0}").format(_age(waiting.age(now)))
    elif age is Age.SLOW:
        warning = translate("zone", "WAITS {0}").format(_age(waiting.age(now)))
    state = State.NEXT if is_next else State.IDLE
    return QueueRow(
        name=waiting.tote or translate("zone", "EMPTY TOTE"),
        words=_words(waiting),
        due="" if sign is None else sign.name,
        age=_age(waiting.age(now)),
        state=State.LOOK if warning else state,
        warning=warning,
    )


def _words(waiting: WaitingTote) -> str:
    lines = lines_words(waiting.lines)
    if waiting.orders > 1:
        return translate("zone", "{0}, {1} orders").format(lines, waiting.orders)
    words = translate("zone", "{0}, order {1}").format(lines, waiting.order_number)
    if waiting.zones_after:
        after = translate("zone", "then {0} zones more")
        if waiting.zones_after == 1:
            after = translate("zone", "then one zone more")
        words = f"{words}, {after.format(waiting.zones_after)}"
    return words


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 120:
        return translate("zone", "{0} min").format(minutes)
    return translate("zone", "{0} h").format(minutes // 60)


def queue_heading(inbox: ZoneInbox, now: datetime) -> str:
    """How much waits, and for how long."""
    there = [one for one in inbox.waiting if one.is_on_the_way]
    lines = lines_words(sum(one.lines for one in inbox.waiting))
    if not there:
        words = translate("zone", "NO TOTE WAITS, {0} orders begin here, {1}")
        return words.format(sum(one.orders for one in inbox.waiting), lines)
    oldest = max(one.age(now) for one in there)
    words = translate("zone", "{0} TOTES WAIT, {1}, oldest {2}")
    if len(there) == 1:
        words = translate("zone", "{0} TOTE WAITS, {1}, oldest {2}")
    return words.format(len(there), lines, _age(oldest))


def nothing_words() -> str:
    """That nothing waits."""
    return translate("zone", "Nothing waits for this zone. It shows here as it comes.")


def instruction(inbox: ZoneInbox | None, *, is_choosing: bool) -> Instruction:
    """The one line that says what to do."""
    if inbox is None:
        return Instruction("")
    if is_choosing:
        detail = translate("zone", "or choose")
        return Instruction(translate("zone", "SCAN THE SIGN OF YOUR ZONE"), detail=detail)
    there = next((one for one in inbox.waiting if one.is_on_the_way), None)
    if there is not None:
        return Instruction(translate("zone", "SCAN A TOTE"), there.tote)
    if inbox.waiting:
        return Instruction(translate("zone", "TAKE AN EMPTY TOTE, SCAN IT"))
    return Instruction(translate("zone", "WAIT, OR SCAN A TOTE THAT COMES"))


def zone_choices(inbox: ZoneInbox) -> tuple[ChoiceGroup, ...]:
    """The zones to choose from; 0 is the whole floor."""
    choices = [
        Choice(str(number), number, zone.code, zone.name)
        for number, zone in enumerate(inbox.zones[:MOST_ZONES], start=1)
    ]
    choices.append(Choice("0", 0, translate("zone", "All zones")))
    default = next((one.name for one in choices if one.text == inbox.zone), "")
    return (ChoiceGroup(ZONES, translate("zone", "ZONE"), tuple(choices), default),)


def asked(inbox: ZoneInbox | None, *, is_choosing: bool) -> Asked:
    """What would be right now, for the words of a refusal."""
    nothing = translate("zone", "Nothing was counted.")
    if is_choosing or inbox is None:
        return Asked(
            Thing(translate("zone", "the sign of a zone")),
            translate("zone", "Scan the sign of your zone, or choose its number."),
            nothing,
        )
    there = next((one for one in inbox.waiting if one.is_on_the_way), None)
    tote = translate("zone", "an empty tote") if there is None else there.tote
    return Asked(Thing(tote), translate("zone", "Scan a tote that waits here."), nothing)
