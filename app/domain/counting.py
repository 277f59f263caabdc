"""The count dialogue: state and scan in, next prompt and effects or a refusal out.

Nobody who counts is told how many units should be there. `answer` reads no clock and no database;
what has to be written comes back as effects, which `app.services.counting` applies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.domain.count_refusals import (
    AnotherItemHere,
    CountFirst,
    MoreThanBooks,
    MovedMeanwhile,
    NotForDamaged,
)
from app.domain.count_rules import CountReason, CountRule, CountVerdict, verdict
from app.domain.dialogues import Outcome, at_the_door, not_for_this, proceed, stop
from app.domain.locations import LocationKind
from app.domain.pick_lines import PickItem
from app.domain.readings import Command
from app.domain.refusals import (
    NothingToUndo,
    Refusal,
    WrongCheckDigits,
    WrongLocation,
    WrongLot,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
)
from app.domain.tally import Tally


class CountPrompt(StrEnum):
    """The questions the count dialogue asks."""

    SCAN_LOCATION = "scan_location"
    COUNT = "count"
    DAMAGED = "damaged"
    DAMAGED_PLACE = "damaged_place"
    DONE = "done"


@dataclass(frozen=True)
class Counting:
    """A count as whoever counts sees it. What was done of it is kept with the task.

    Attributes:
        count_id: the task.
        item: what is counted.
        location: where.
        kind: what kind of place that is.
        check_digits: printed beside its label.
        zone: where to walk.
        reason: why.
        expected: units by the books; never shown.
        mark: the last ledger row of this item and place that the station knew of.
        is_disturbed: units moved there while they were counted, so that counting began anew.
        rule: the tolerance.
        price_cents: of a unit, where it is known.
        lot: the lot that is counted, as its label names it.
        lot_code: the same as the books name it.
        rounds: what earlier rounds found.
        tally: units counted in this round.
        damaged: damaged units that are taken out.
        result: what the finished count meant.
    """

    count_id: int
    item: PickItem
    location: str
    kind: LocationKind
    reason: CountReason
    expected: int
    mark: int
    rule: CountRule
    check_digits: str = ""
    zone: str = ""
    price_cents: int | None = None
    lot: str | None = None
    expiry: date | None = None
    is_disturbed: bool = False
    rounds: tuple[int, ...] = ()
    tally: Tally = field(default_factory=Tally)
    damaged: int = 0
    prompt: CountPrompt = CountPrompt.SCAN_LOCATION
    result: CountVerdict | None = None
    refusal: Refusal | None = None
    same_refusals: int = 0

    @property
    def has_counted(self) -> bool:
        """Whether this round has a number, be it 0."""
        return bool(self.tally.steps)


@dataclass(frozen=True)
class Noted:
    """The count went on by a step, which is to be kept."""


@dataclass(frozen=True)
class CountSettled:
    """The count is over: right, within the tolerance, or for a lead to decide."""

    counted: int
    verdict: CountVerdict


@dataclass(frozen=True)
class DamagedTakenOut:
    """Damaged units were taken from the location to a place for them."""

    quantity: int
    place_id: int
    place: str


@dataclass(frozen=True)
class ItemFoundHere:
    """Another item lies at the location; it is to be counted as well."""

    item_id: int
    name: str


@dataclass(frozen=True)
class CountPutOff:
    """Whoever counts could not: the count goes to the end of the walk."""


CountEffect = Noted | CountPutOff | CountSettled | DamagedTakenOut | ItemFoundHere
CountOutcome = Outcome[Counting, CountEffect]


def answer(state: Counting, scanned: Scanned, *, today: date) -> CountOutcome:
    """Answer one scan, key or button of whoever counts.

    Transitions: each prompt documents its own below. Common to all: an unreadable or unknown code
    is refused and changes nothing; where units moved meanwhile, counting begins anew; SKIP -> done,
    the count waits at the end of the walk.
    """
    del today  # what is past its date is counted all the same
    if state.is_disturbed:
        calm = replace(state, is_disturbed=False)
        return stop(calm, MovedMeanwhile(state.location, state.item.name))
    if scanned == ScannedCommand(Command.SKIP) and state.prompt is not CountPrompt.DONE:
        return proceed(replace(state, prompt=CountPrompt.DONE), CountPutOff())
    return at_the_door(state, scanned) or _PROMPTS[state.prompt](state, scanned)


def _at_location(state: Counting, scanned: Scanned) -> CountOutcome:
    """Ask for the location.

    Transitions: its label or check digits -> count; another place -> refused.
    """
    match scanned:
        case ScannedLocation(code=code) | ScannedTote(code=code) if code == state.location:
            return proceed(begin_round(state), Noted())
        case ScannedLocation(code=code) | ScannedTote(code=code):
            return stop(state, WrongLocation(code, state.location))
        case ScannedQuantity(quantity=digits) if digits == int(state.check_digits or -1):
            return proceed(begin_round(state), Noted())
        case ScannedQuantity(quantity=digits) if state.check_digits:
            return stop(state, WrongCheckDigits(digits, state.location))
    return not_for_this(state, scanned)


def _at_count(state: Counting, scanned: Scanned) -> CountOutcome:
    """Count, blind.

    Transitions: the item or a case of it -> counted; a number -> so many of the code scanned last;
    UNDO -> the last step is taken back; DAMAGED -> damaged; OK or the location again -> the round
    is over; another item twice -> that one will be counted too.
    """
    match scanned:
        case ScannedItem():
            return _count(state, scanned)
        case ScannedQuantity(quantity=number):
            return _tallied(state, state.tally.number(number))
        case ScannedCommand(command=Command.UNDO) if state.tally.steps:
            return _tallied(state, state.tally.undone())
        case ScannedCommand(command=Command.UNDO):
            return stop(state, NothingToUndo())
        case ScannedCommand(command=Command.DAMAGED):
            return proceed(replace(state, prompt=CountPrompt.DAMAGED, damaged=0))
        case ScannedCommand(command=Command.OK):
            return _finish_round(state)
        case ScannedLocation(code=code) | ScannedTote(code=code) if code == state.location:
            return _finish_round(state) if state.has_counted else proceed(state)
        case ScannedLocation(code=code) | ScannedTote(code=code):
            return stop(state, WrongLocation(code, state.location))
    return not_for_this(state, scanned)


def _count(state: Counting, item: ScannedItem) -> CountOutcome:
    if item.item_id != state.item.item_id:
        refusal = AnotherItemHere(item.name, state.location)
        if state.refusal == refusal:
            return proceed(state, ItemFoundHere(item.item_id, item.name))
        return stop(state, refusal)
    if (other := _other_lot(state, item)) is not None:
        return stop(state, other)
    return _tallied(state, state.tally.add(item.quantity))


def _tallied(state: Counting, tally: Tally) -> CountOutcome:
    return proceed(replace(state, tally=tally), Noted())


def _other_lot(state: Counting, item: ScannedItem) -> WrongLot | None:
    """That a label names another lot than the one counted; a label without a lot is believed."""
    if state.lot is not None and item.lot is not None and item.lot != state.lot:
        return WrongLot(item.lot, state.lot, item.name)
    differs = None not in (state.expiry, item.expiry) and item.expiry != state.expiry
    if state.lot is None and differs:
        return WrongLot(f"{item.expiry}", f"{state.expiry}", item.name)
    return None


def _finish_round(state: Counting) -> CountOutcome:
    if not state.has_counted:
        return stop(state, CountFirst(state.location))
    counted = state.tally.units
    rounds = (*state.rounds, counted)
    meaning = verdict(state.expected, rounds, rule=state.rule, price_cents=state.price_cents)
    if meaning is CountVerdict.COUNT_AGAIN:
        return proceed(begin_round(replace(state, rounds=rounds)), Noted())
    done = replace(state, rounds=rounds, prompt=CountPrompt.DONE, result=meaning)
    return proceed(done, CountSettled(counted, meaning))


def _at_damaged(state: Counting, scanned: Scanned) -> CountOutcome:
    """Ask how many units are damaged.

    Transitions: the item -> one more; a number -> so many; OK -> damaged_place, or back where it is
    none; UNDO -> back to counting.
    """
    match scanned:
        case ScannedItem(item_id=item_id, quantity=units) if item_id == state.item.item_id:
            return _damaged(state, state.damaged + units)
        case ScannedQuantity(quantity=number):
            return _damaged(state, number)
        case ScannedCommand(command=Command.OK) if state.damaged:
            return proceed(replace(state, prompt=CountPrompt.DAMAGED_PLACE))
        case ScannedCommand(command=Command.OK | Command.UNDO):
            return proceed(replace(state, prompt=CountPrompt.COUNT, damaged=0))
        case ScannedLocation(kind=LocationKind.QUARANTINE) if state.damaged:
            return _take_out(state, scanned)
    return not_for_this(state, scanned)


def _damaged(state: Counting, units: int) -> CountOutcome:
    """The books must hold them: what they do not know cannot be taken out of them."""
    if units > state.expected:
        return stop(state, MoreThanBooks(units, state.item.name, state.location))
    return proceed(replace(state, damaged=units))


def _at_damaged_place(state: Counting, scanned: Scanned) -> CountOutcome:
    """Ask where the damaged units were put.

    Transitions: a place for damaged goods -> they are taken out, counting goes on; another place ->
    refused; UNDO -> back to counting.
    """
    match scanned:
        case ScannedLocation(kind=LocationKind.QUARANTINE):
            return _take_out(state, scanned)
        case ScannedLocation(code=code) | ScannedTote(code=code):
            return stop(state, NotForDamaged(code))
        case ScannedCommand(command=Command.UNDO):
            return proceed(replace(state, prompt=CountPrompt.COUNT, damaged=0))
    return not_for_this(state, scanned)


def _take_out(state: Counting, place: ScannedLocation) -> CountOutcome:
    effect = DamagedTakenOut(state.damaged, place.location_id, place.code)
    after = replace(state, prompt=CountPrompt.COUNT, damaged=0)
    return proceed(replace(after, expected=state.expected - state.damaged), effect)


def _at_done(state: Counting, scanned: Scanned) -> CountOutcome:
    """Transitions: none; NEXT and OK are the screen's, which asks for the next count."""
    return not_for_this(state, scanned)


def begin_round(state: Counting) -> Counting:
    """The same count before its next round: nothing is counted yet."""
    return replace(state, prompt=CountPrompt.COUNT, tally=Tally(), damaged=0)


_PROMPTS: dict[CountPrompt, Callable[[Counting, Scanned], CountOutcome]] = {
    CountPrompt.SCAN_LOCATION: _at_location,
    CountPrompt.COUNT: _at_count,
    CountPrompt.DAMAGED: _at_damaged,
    CountPrompt.DAMAGED_PLACE: _at_damaged_place,
    CountPrompt.DONE: _at_done,
}
