"""The put-away dialogue: from a tote, a cubby or quarantine back into storage, or written off.

`answer` reads no clock and no database; what has to be written comes back as effects, which
`app.services.putting_away` applies. Until the location is scanned, the books keep the units where
they came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.domain.dialogues import (
    Outcome,
    at_the_door,
    choice_of,
    not_for_this,
    proceed,
    stop,
)
from app.domain.goods_in_hand import Goods, take
from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.put_away import (
    TO_GRADE,
    ElsewhereReason,
    ProposalReason,
    PutAwayReason,
    WriteOffReason,
)
from app.domain.readings import Command
from app.domain.refilling import Place
from app.domain.refusals import NoSuchChoice, Refusal, WrongLocation
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedOrder,
    ScannedQuantity,
    ScannedTote,
)
from app.domain.stock_refusals import NotAStorage, ScanItemFirst
from app.domain.tally import Tally

ELSEWHERE_REASONS = tuple(ElsewhereReason)
WRITE_OFF_REASONS = tuple(WriteOffReason)


class PutAwayPrompt(StrEnum):
    """The questions the put-away dialogue asks."""

    SCAN_PLACE = "scan_place"
    TAKE = "take"
    SHORT_QUANTITY = "short_quantity"
    GRADE = "grade"
    WRITE_OFF = "write_off"
    SCAN_LOCATION = "scan_location"
    WHY_ELSEWHERE = "why_elsewhere"
    DONE = "done"


@dataclass(frozen=True)
class PuttingAway:
    """A put-away as whoever carries it sees it. What was done of it is kept with the task.

    Attributes:
        task_id: the task.
        goods: what is carried.
        source: the tote or place it lies in.
        kind: what kind of place that is.
        order_number: the order that does not want it any more, if there is one.
        sscc: the number of the parcel it lies in, where it is one that has a number.
        proposal: where it should go; None where no location is fit.
        proposed_because: the rule that chose it.
        fits: how many of them fit there, where not all do.
        wanted: units that wait there.
        reason: why they do.
        tally: units in hand.
        is_good: somebody looked at the goods, and they can be sold.
        others: by item, other put-aways that wait in the same tote or place.
        elsewhere: another location that was scanned, whose reason is asked for.
        placed: units that were put away last.
    """

    task_id: int
    goods: Goods
    source: Place
    proposal: Place | None
    proposed_because: ProposalReason | None
    wanted: int
    reason: PutAwayReason
    kind: LocationKind = LocationKind.TOTE
    order_number: str | None = None
    sscc: str | None = None
    tally: Tally = field(default_factory=Tally)
    is_good: bool = False
    others: Mapping[int, int] = field(default_factory=dict)
    elsewhere: Place | None = None
    placed: int = 0
    fits: int | None = None
    prompt: PutAwayPrompt = PutAwayPrompt.SCAN_PLACE
    refusal: Refusal | None = None
    same_refusals: int = 0

    @property
    def in_hand(self) -> int:
        """Units taken; one scan proves the item, and then all that wait are meant."""
        return self.wanted if self.tally.is_proof_only else self.tally.units


@dataclass(frozen=True)
class PutAwayNoted:
    """The put-away went on by a step, which is to be kept."""


@dataclass(frozen=True)
class PutAwayPutOff:
    """Whoever carries could not: it goes to the end of the list."""


@dataclass(frozen=True)
class GoOnWith:
    """Other goods of the same place were scanned: they are put away now, so many units in hand."""

    task_id: int
    units: int


@dataclass(frozen=True)
class NotFoundThere:
    """Fewer units lie in the tote or place than wait there; `found` of them do."""

    found: int


@dataclass(frozen=True)
class UnitsPutAway:
    """Units went into storage; `why` they went elsewhere than proposed, if they did."""

    quantity: int
    location_id: int
    location: str
    why: ElsewhereReason | None = None


@dataclass(frozen=True)
class UnitsWrittenOff:
    """Units that nobody can sell leave the books."""

    quantity: int
    reason: WriteOffReason


PutAwayEffect = (
    PutAwayNoted | PutAwayPutOff | GoOnWith | NotFoundThere | UnitsPutAway | UnitsWrittenOff
)
PutAwayOutcome = Outcome[PuttingAway, PutAwayEffect]


def answer(state: PuttingAway, scanned: Scanned, *, today: date) -> PutAwayOutcome:
    """Answer one scan, key or button of whoever puts goods away.

    Transitions: each prompt documents its own below. Common to all: an unreadable or unknown code
    is refused and changes nothing; SKIP -> done, the put-away waits at the end of the list.
    """
    del today  # what is past its date is carried all the same; grading decides about it
    if (answered := at_the_door(state, scanned)) is not None:
        return answered
    may_skip = state.prompt is not PutAwayPrompt.DONE
    if scanned == ScannedCommand(Command.SKIP) and may_skip:
        return proceed(replace(state, prompt=PutAwayPrompt.DONE), PutAwayPutOff())
    return _PROMPTS[state.prompt](state, scanned)


def _at_place(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Ask for the tote or place the goods lie in.

    Transitions: it -> take; another one -> refused. A parcel goes by its number, or by the slip of
    its order while it has none.
    """
    if _is_source(state, scanned):
        return proceed(replace(state, prompt=PutAwayPrompt.TAKE), PutAwayNoted())
    match scanned:
        case ScannedCarton(sscc=sscc):
            return stop(state, WrongLocation(sscc, state.source.code))
        case ScannedLocation(code=code) | ScannedTote(code=code):
            return stop(state, WrongLocation(code, state.source.code))
    return not_for_this(state, scanned)


def _is_source(state: PuttingAway, scanned: Scanned) -> bool:
    match scanned:
        case ScannedLocation(code=code) | ScannedTote(code=code):
            return code == state.source.code
        case ScannedCarton(sscc=sscc):
            return state.sscc is not None and sscc == state.sscc
        case ScannedOrder(number=number):
            return state.kind is LocationKind.CARTON and number == state.order_number
    return False


def _at_take(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Ask for the item, and how many are taken.

    Transitions: the item once -> all that wait are meant; again, or a case -> counted; a number ->
    so many of the code scanned last; OK, or all of them -> grade or scan_location; a location ->
    they are in; SHORT -> short_quantity; UNDO -> the last step is taken back. Another item that
    waits in the same place, with nothing in hand -> that one's turn.
    """
    if isinstance(scanned, ScannedItem) and not state.tally.steps:
        other = state.others.get(scanned.item_id)
        if other is not None and scanned.item_id != state.goods.item.item_id:
            return proceed(state, GoOnWith(other, scanned.quantity))
    taken = take(state.tally, scanned, state.goods, state.wanted, today=None)
    if isinstance(taken, Tally):
        carried = replace(state, tally=taken)
        return proceed(_next(carried) if taken.units == state.wanted else carried, PutAwayNoted())
    if taken is not None:
        return stop(state, taken)
    is_ready = bool(state.tally.steps)
    if _is_source(state, scanned):
        return proceed(state)
    match scanned:
        case ScannedCommand(command=Command.SHORT):
            return proceed(replace(state, prompt=PutAwayPrompt.SHORT_QUANTITY))
        case ScannedCommand(command=Command.OK) | ScannedLocation() if not is_ready:
            return stop(state, ScanItemFirst(state.goods.item.name, state.source.code))
        case ScannedCommand(command=Command.OK):
            return proceed(_next(state), PutAwayNoted())
        case ScannedLocation() if state.reason not in TO_GRADE:
            return _to(state, scanned)
    return not_for_this(state, scanned)


def _next(state: PuttingAway) -> PuttingAway:
    needs_grade = state.reason in TO_GRADE and not state.is_good
    prompt = PutAwayPrompt.GRADE if needs_grade else PutAwayPrompt.SCAN_LOCATION
    return replace(state, prompt=prompt)


def _at_short(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Ask how many there are.

    Transitions: a number below what waits -> the place will be counted, so many go on, or none;
    UNDO -> back to taking.
    """
    match scanned:
        case ScannedQuantity(quantity=0):
            return proceed(replace(state, prompt=PutAwayPrompt.DONE), NotFoundThere(0))
        case ScannedQuantity(quantity=found) if found < state.wanted:
            fewer = replace(state, wanted=found, tally=Tally.of(found))
            return proceed(_next(fewer), NotFoundThere(found))
        case ScannedQuantity(quantity=found):
            return stop(state, NoSuchChoice(found, state.wanted - 1))
        case ScannedCommand(command=Command.UNDO):
            return proceed(replace(state, prompt=PutAwayPrompt.TAKE))
    return not_for_this(state, scanned)


def _at_grade(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Ask whether the goods can be sold.

    Transitions: 1 or OK, as new -> scan_location; 2, not -> write_off; UNDO -> back to taking.
    """
    match choice_of(scanned):
        case 1:
            good = replace(state, is_good=True, prompt=PutAwayPrompt.SCAN_LOCATION)
            return proceed(good, PutAwayNoted())
        case 2:
            return proceed(replace(state, prompt=PutAwayPrompt.WRITE_OFF), PutAwayNoted())
        case int(number):
            return stop(state, NoSuchChoice(number, 2))
    return _back(state, scanned)


def _at_write_off(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Ask why the goods cannot be sold.

    Transitions: 1 to 4 -> they leave the books, done; UNDO -> back to taking. OK is no answer:
    nothing is thrown away by a default.
    """
    match scanned:
        case ScannedQuantity(quantity=number) if 1 <= number <= len(WRITE_OFF_REASONS):
            gone = replace(state, placed=state.in_hand, prompt=PutAwayPrompt.DONE)
            return proceed(gone, UnitsWrittenOff(state.in_hand, WRITE_OFF_REASONS[number - 1]))
        case ScannedQuantity(quantity=number):
            return stop(state, NoSuchChoice(number, len(WRITE_OFF_REASONS)))
    return _back(state, scanned)


def _at_location(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Ask for the location.

    Transitions: the proposed one -> they are in, done; another storage location -> why_elsewhere,
    or they are in where none was proposed; a number -> only so many go there; UNDO -> back.
    """
    match scanned:
        case ScannedLocation():
            return _to(state, scanned)
        case ScannedQuantity(quantity=number) if 0 < number < state.in_hand:
            return proceed(replace(state, tally=Tally.of(number)), PutAwayNoted())
        case ScannedQuantity(quantity=number):
            return stop(state, NoSuchChoice(number, state.in_hand - 1))
    return _back(state, scanned)


def _to(state: PuttingAway, location: ScannedLocation) -> PutAwayOutcome:
    if location.kind not in STORAGE_KINDS:
        return stop(state, NotAStorage(location.code, location.kind))
    if location.code == state.source.code:
        return stop(state, NotAStorage(location.code, location.kind))
    place = Place(location.location_id, location.code)
    if state.proposal is None or location.code == state.proposal.code:
        return _put(state, place, None)
    asked = replace(state, elsewhere=place, prompt=PutAwayPrompt.WHY_ELSEWHERE)
    return proceed(asked, PutAwayNoted())


def _at_why_elsewhere(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Ask why the goods go elsewhere than proposed.

    Transitions: 1 to 3, or OK for the first -> they are in there, done; the proposed location after
    all -> they are in, done; UNDO -> back to the location.
    """
    number = choice_of(scanned)
    if number is not None and state.elsewhere is not None:
        if not 1 <= number <= len(ELSEWHERE_REASONS):
            return stop(state, NoSuchChoice(number, len(ELSEWHERE_REASONS)))
        return _put(state, state.elsewhere, ELSEWHERE_REASONS[number - 1])
    match scanned:
        case ScannedLocation():
            return _to(state, scanned)
        case ScannedCommand(command=Command.UNDO):
            back = replace(state, elsewhere=None, prompt=PutAwayPrompt.SCAN_LOCATION)
            return proceed(back, PutAwayNoted())
    return not_for_this(state, scanned)


def _put(state: PuttingAway, place: Place, why: ElsewhereReason | None) -> PutAwayOutcome:
    put = replace(state, placed=state.in_hand, elsewhere=None, prompt=PutAwayPrompt.DONE)
    return proceed(put, UnitsPutAway(state.in_hand, place.location_id, place.code, why))


def _back(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    if scanned == ScannedCommand(Command.UNDO):
        again = replace(state, prompt=PutAwayPrompt.TAKE, tally=Tally(), is_good=False)
        return proceed(again, PutAwayNoted())
    return not_for_this(state, scanned)


def _at_done(state: PuttingAway, scanned: Scanned) -> PutAwayOutcome:
    """Transitions: none; NEXT and OK are the screen's, which asks for the next one."""
    return not_for_this(state, scanned)


_PROMPTS: dict[PutAwayPrompt, Callable[[PuttingAway, Scanned], PutAwayOutcome]] = {
    PutAwayPrompt.SCAN_PLACE: _at_place,
    PutAwayPrompt.TAKE: _at_take,
    PutAwayPrompt.SHORT_QUANTITY: _at_short,
    PutAwayPrompt.GRADE: _at_grade,
    PutAwayPrompt.WRITE_OFF: _at_write_off,
    PutAwayPrompt.SCAN_LOCATION: _at_location,
    PutAwayPrompt.WHY_ELSEWHERE: _at_why_elsewhere,
    PutAwayPrompt.DONE: _at_done,
}
