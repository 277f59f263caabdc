"""The refill dialogue: from a reserve location to the pick face, proven at both ends.

`answer` reads no clock and no database; what has to be written comes back as effects, which
`app.services.refilling` applies. The books change once, when the face is scanned: until then the
units are in somebody's hands and belong to the reserve location.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from app.domain.dialogues import Outcome, at_the_door, not_for_this, proceed, stop
from app.domain.goods_in_hand import Goods, take
from app.domain.readings import Command
from app.domain.refusals import (
    NoSuchChoice,
    Refusal,
    WrongCheckDigits,
    WrongLocation,
)
from app.domain.replenishment import ReplenishReason
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedLocation,
    ScannedQuantity,
)
from app.domain.stock_refusals import ScanItemFirst
from app.domain.tally import Tally


class RefillPrompt(StrEnum):
    """The questions the refill dialogue asks."""

    SCAN_SOURCE = "scan_source"
    TAKE = "take"
    SHORT_QUANTITY = "short_quantity"
    SCAN_TARGET = "scan_target"
    BRING_BACK = "bring_back"
    DONE = "done"


@dataclass(frozen=True)
class Place:
    """A location as its worker finds it."""

    location_id: int
    code: str
    zone: str = ""
    check_digits: str = ""


@dataclass(frozen=True)
class Refilling:
    """A refill as whoever carries it sees it. What was done of it is kept with the task.

    Attributes:
        task_id: the task.
        goods: what is carried.
        source: the reserve location.
        target: the pick face.
        wanted: units that the face is to get.
        most: units that may be taken at the most: what lies there and is not promised to others.
        reason: why.
        due_at: the first cut-off that needs them.
        tally: units in hand.
        is_short: fewer were there than wanted.
        to_bring_back: units that did not fit.
        placed: units that went into the face.
    """

    task_id: int
    goods: Goods
    source: Place
    target: Place
    wanted: int
    most: int
    reason: ReplenishReason
    due_at: datetime | None = None
    tally: Tally = field(default_factory=Tally)
    is_short: bool = False
    to_bring_back: int = 0
    placed: int = 0
    prompt: RefillPrompt = RefillPrompt.SCAN_SOURCE
    refusal: Refusal | None = None
    same_refusals: int = 0

    @property
    def in_hand(self) -> int:
        """Units taken; one scan proves the item, and then all that are wanted are meant."""
        return self.wanted if self.tally.is_proof_only else self.tally.units


@dataclass(frozen=True)
class RefillNoted:
    """The refill went on by a step, which is to be kept."""


@dataclass(frozen=True)
class RefillPutOff:
    """Whoever carries could not: the refill goes to the end of the list."""


@dataclass(frozen=True)
class SourceShort:
    """Nothing was found in the reserve location."""


@dataclass(frozen=True)
class FaceRefilled:
    """Units went into the pick face; `is_short`: fewer were found than wanted."""

    quantity: int
    is_short: bool


RefillEffect = RefillNoted | RefillPutOff | SourceShort | FaceRefilled
RefillOutcome = Outcome[Refilling, RefillEffect]


def answer(state: Refilling, scanned: Scanned, *, today: date) -> RefillOutcome:
    """Answer one scan, key or button of whoever refills a face.

    Transitions: each prompt documents its own below. Common to all: an unreadable or unknown code
    is refused and changes nothing; SKIP -> done, the refill waits at the end of the list.
    """
    if (answered := at_the_door(state, scanned)) is not None:
        return answered
    may_skip = state.prompt in (RefillPrompt.SCAN_SOURCE, RefillPrompt.TAKE)
    if scanned == ScannedCommand(Command.SKIP) and may_skip:
        return proceed(replace(state, prompt=RefillPrompt.DONE), RefillPutOff())
    return _PROMPTS[state.prompt](state, scanned, today)


def _at_source(state: Refilling, scanned: Scanned, _today: date) -> RefillOutcome:
    """Ask for the reserve location.

    Transitions: its label or check digits -> take; another place -> refused.
    """
    there = replace(state, prompt=RefillPrompt.TAKE)
    return _at_place(state, scanned, state.source, there)


def _at_place(state: Refilling, scanned: Scanned, place: Place, there: Refilling) -> RefillOutcome:
    match scanned:
        case ScannedLocation(code=code) if code == place.code:
            return proceed(there, RefillNoted())
        case ScannedLocation(code=code):
            return stop(state, WrongLocation(code, place.code))
        case ScannedQuantity(quantity=digits) if digits == int(place.check_digits or -1):
            return proceed(there, RefillNoted())
        case ScannedQuantity(quantity=digits) if place.check_digits:
            return stop(state, WrongCheckDigits(digits, place.code))
    return not_for_this(state, scanned)


def _at_take(state: Refilling, scanned: Scanned, today: date) -> RefillOutcome:
    """Ask for the item, and how many are taken.

    Transitions: the item once -> all that are wanted are meant; again, or a case -> counted; a
    number -> so many of the code scanned last; OK -> scan_target; the face -> they are in; SHORT ->
    short_quantity; UNDO -> the last step is taken back.
    """
    taken = take(state.tally, scanned, state.goods, state.most, today=today)
    if isinstance(taken, Tally):
        return _taken(state, taken)
    if taken is not None:
        return stop(state, taken)
    match scanned:
        case ScannedCommand(command=Command.SHORT):
            return proceed(replace(state, prompt=RefillPrompt.SHORT_QUANTITY))
        case ScannedLocation(code=code) if code == state.source.code:
            return proceed(state)
        case ScannedCommand(command=Command.OK) | ScannedLocation() if not state.tally.steps:
            return stop(state, ScanItemFirst(state.goods.item.name, state.source.code))
        case ScannedCommand(command=Command.OK):
            return proceed(replace(state, prompt=RefillPrompt.SCAN_TARGET), RefillNoted())
        case ScannedLocation(code=code) if code == state.target.code:
            return _place(state)
        case ScannedLocation(code=code):
            return stop(state, WrongLocation(code, state.target.code))
    return not_for_this(state, scanned)


def _taken(state: Refilling, tally: Tally) -> RefillOutcome:
    is_all = tally.units == state.wanted
    prompt = RefillPrompt.SCAN_TARGET if is_all else RefillPrompt.TAKE
    return proceed(replace(state, tally=tally, prompt=prompt), RefillNoted())


def _at_short(state: Refilling, scanned: Scanned, _today: date) -> RefillOutcome:
    """Ask how many there are.

    Transitions: a number below what is wanted -> scan_target with so many, or done where it is 0;
    UNDO -> back to taking.
    """
    match scanned:
        case ScannedQuantity(quantity=0):
            return proceed(replace(state, prompt=RefillPrompt.DONE, is_short=True), SourceShort())
        case ScannedQuantity(quantity=found) if found < state.wanted:
            tally = Tally.of(found)
            found_few = replace(state, tally=tally, is_short=True, prompt=RefillPrompt.SCAN_TARGET)
            return proceed(found_few, RefillNoted())
        case ScannedQuantity(quantity=found):
            return stop(state, NoSuchChoice(found, state.wanted - 1))
        case ScannedCommand(command=Command.UNDO):
            return proceed(replace(state, prompt=RefillPrompt.TAKE))
    return not_for_this(state, scanned)


def _at_target(state: Refilling, scanned: Scanned, _today: date) -> RefillOutcome:
    """Ask for the pick face.

    Transitions: the face or its check digits -> all in hand are in; a number below that -> only so
    many fit, the face then takes them and the rest goes back; another place -> refused; UNDO ->
    back to taking.
    """
    match scanned:
        case ScannedLocation(code=code) if code == state.target.code:
            return _place(state)
        case ScannedLocation(code=code):
            return stop(state, WrongLocation(code, state.target.code))
        case ScannedQuantity(quantity=number) if 0 < number < state.in_hand:
            back = state.to_bring_back + state.in_hand - number
            fits = replace(state, tally=Tally.of(number), to_bring_back=back)
            return proceed(fits, RefillNoted())
        case ScannedQuantity(quantity=number) if number == int(state.target.check_digits or -1):
            return _place(state)
        case ScannedQuantity(quantity=number):
            return stop(state, NoSuchChoice(number, state.in_hand - 1))
        case ScannedCommand(command=Command.UNDO):
            again = replace(
                state, prompt=RefillPrompt.TAKE, tally=Tally(), is_short=False, to_bring_back=0
            )
            return proceed(again, RefillNoted())
    return not_for_this(state, scanned)


def _place(state: Refilling) -> RefillOutcome:
    prompt = RefillPrompt.BRING_BACK if state.to_bring_back else RefillPrompt.DONE
    placed = replace(state, placed=state.in_hand, prompt=prompt)
    return proceed(placed, FaceRefilled(state.in_hand, state.is_short))


def _at_bring_back(state: Refilling, scanned: Scanned, _today: date) -> RefillOutcome:
    """Ask that the rest be brought back; the books never took it away.

    Transitions: the reserve location or its check digits -> done; another place -> refused.
    """
    return _at_place(state, scanned, state.source, replace(state, prompt=RefillPrompt.DONE))


def _at_done(state: Refilling, scanned: Scanned, _today: date) -> RefillOutcome:
    """Transitions: none; NEXT and OK are the screen's, which asks for the next refill."""
    return not_for_this(state, scanned)


_PROMPTS: dict[RefillPrompt, Callable[[Refilling, Scanned, date], RefillOutcome]] = {
    RefillPrompt.SCAN_SOURCE: _at_source,
    RefillPrompt.TAKE: _at_take,
    RefillPrompt.SHORT_QUANTITY: _at_short,
    RefillPrompt.SCAN_TARGET: _at_target,
    RefillPrompt.BRING_BACK: _at_bring_back,
    RefillPrompt.DONE: _at_done,
}
