"""The shelf dialogue: parts picked side by side are brought to the slot where their order meets.

`answer` reads no clock and no database; what has to be written comes back as effects, which
`app.services.shelving` applies. The first part of an order opens a slot, later ones are sent to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.dialogues import Outcome, at_the_door, not_for_this, proceed, stop
from app.domain.locations import LocationKind
from app.domain.readings import Command
from app.domain.refusals import NothingToUndo, Refusal
from app.domain.scanned import Scanned, ScannedCommand, ScannedLocation, ScannedTote
from app.domain.shelf_refusals import (
    NoPlaceForPart,
    NotAPart,
    PartNotPicked,
    PartThere,
    SlotNotFree,
    WrongPart,
    WrongSlot,
)

PARKING = frozenset({LocationKind.LANE, LocationKind.STAGING})
"""Where a part waits that goes into no slot."""


class ShelfPrompt(StrEnum):
    """The questions the shelf dialogue asks."""

    SCAN_TOTE = "scan_tote"
    SCAN_SLOT = "scan_slot"
    SCAN_LANE = "scan_lane"
    TAKE_OUT = "take_out"
    DONE = "done"


class Detour(StrEnum):
    """Why a part goes to a lane and not into a slot.

    STOPPED: its order is held or cancelled. ALONE: it is all of its order. NO_SLOT: all are taken.
    """

    STOPPED = "stopped"
    ALONE = "alone"
    NO_SLOT = "no_slot"


@dataclass(frozen=True)
class ShelfPart:
    """A tote with the goods of one zone.

    Attributes:
        tote: its code.
        order_id: the order.
        order_number: what the customer calls it.
        zone: where it was picked.
        slot: where it goes: its order's slot, else a free one; empty where there is none.
        is_opened: whether the slot is its order's already.
        missing: the other zones of which something is still to come.
        stopped: why its order may not go on, by the value of a hold's reason or of a state.
        is_alone: whether no other zone picks for the order.
        stands_in: the slot it stands in already.
        open_lines: lines of its zone that are still to be picked.
        picker: who picks them.
    """

    tote: str
    order_id: int
    order_number: str
    zone: str
    slot: str = ""
    is_opened: bool = False
    missing: tuple[str, ...] = ()
    stopped: str = ""
    is_alone: bool = False
    stands_in: str = ""
    open_lines: int = 0
    picker: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether it can be put down."""
        return not self.open_lines and not self.stands_in


@dataclass(frozen=True)
class Placed:
    """A part that was put down, and the zones its order still waited for; `slot` may be a lane."""

    tote: str
    slot: str
    order_number: str
    missing: tuple[str, ...] = ()
    is_parked: bool = False


@dataclass(frozen=True)
class Shelving:
    """The parts in somebody's hands, and the shelf they go to.

    Attributes:
        parts: that are to be brought, and one that was scanned; the present one is `tote`.
        free: codes of free slots.
        pack_lane: where a part goes that is all of its order; empty where no lane is set up.
        tote: the part that is put down now.
        placed: what was put down, the last one last.
        prompt: the question.
    """

    parts: tuple[ShelfPart, ...] = ()
    free: frozenset[str] = frozenset()
    pack_lane: str = ""
    tote: str = ""
    placed: tuple[Placed, ...] = ()
    prompt: ShelfPrompt = ShelfPrompt.SCAN_TOTE
    refusal: Refusal | None = None
    same_refusals: int = 0

    @property
    def part(self) -> ShelfPart | None:
        """The part that is put down now."""
        return next((one for one in self.parts if one.tote == self.tote), None)

    @property
    def to_bring(self) -> tuple[ShelfPart, ...]:
        """The parts that can be put down."""
        return tuple(one for one in self.parts if one.is_ready)

    def detour_of(self, part: ShelfPart) -> Detour | None:
        """Why a part goes to a lane; None where it goes into a slot."""
        if part.stopped:
            return Detour.STOPPED
        if part.is_alone and self.pack_lane:
            return Detour.ALONE
        return None if part.slot else Detour.NO_SLOT


@dataclass(frozen=True)
class PutOnShelf:
    """A part stands in a slot from now on."""

    tote: str
    slot: str


@dataclass(frozen=True)
class ParkPart:
    """A part that goes into no slot was put down on a lane."""

    tote: str
    place: str


@dataclass(frozen=True)
class TakeOffShelf:
    """A part was taken out of its place again."""

    tote: str
    place: str


ShelfEffect = PutOnShelf | ParkPart | TakeOffShelf
ShelfOutcome = Outcome[Shelving, ShelfEffect]


def turned_to(state: Shelving, tote: str = "") -> Shelving:
    """The state with the next part in hand: the one asked for, else the first that can be put."""
    ready = state.to_bring
    present = next((one for one in ready if one.tote == tote), None) or next(iter(ready), None)
    if present is None:
        prompt = ShelfPrompt.DONE if state.placed else ShelfPrompt.SCAN_TOTE
        return replace(state, tote="", prompt=prompt)
    is_slot = state.detour_of(present) is None
    prompt = ShelfPrompt.SCAN_SLOT if is_slot else ShelfPrompt.SCAN_LANE
    return replace(state, tote=present.tote, prompt=prompt)


def answer(state: Shelving, scanned: Scanned) -> ShelfOutcome:
    """Answer one scan of whoever brings parts.

    Transitions: each prompt documents its own below. Common to all: a tote of a part -> that part
    is put down now; UNDO -> the last one is taken out again; what nobody knows is refused.
    """
    told = at_the_door(state, scanned)
    if told is not None:
        return told
    if scanned == ScannedCommand(Command.UNDO):
        return _undo(state)
    return _PROMPTS[state.prompt](state, scanned)


def _at_tote(state: Shelving, scanned: Scanned) -> ShelfOutcome:
    """Ask for a part. Transitions: a tote with a part -> scan_slot or scan_lane."""
    match scanned:
        case ScannedTote():
            return _turn(state, scanned)
    return not_for_this(state, scanned)


def _at_slot(state: Shelving, scanned: Scanned) -> ShelfOutcome:
    """Ask that the part be put into its slot.

    Transitions: the slot, or any free one where the order has none -> the next part, or done;
    another slot or place -> refused.
    """
    part = _present(state)
    match scanned:
        case ScannedTote():
            return _turn(state, scanned)
        case ScannedLocation(code=code) if code == part.slot:
            return _put(state, part, code)
        case ScannedLocation(code=code, kind=LocationKind.CONSOLIDATION) if not part.is_opened:
            if code in state.free:
                return _put(state, part, code)
            return stop(state, SlotNotFree(code, part.slot, part.tote))
        case ScannedLocation(code=code):
            return stop(state, WrongSlot(code, part.slot, part.tote, part.order_number))
    return not_for_this(state, scanned)


def _at_lane(state: Shelving, scanned: Scanned) -> ShelfOutcome:
    """Ask that a part which goes into no slot be put on a lane.

    Transitions: a lane or staging place -> the next part, or done; another place -> refused.
    """
    part = _present(state)
    match scanned:
        case ScannedTote():
            return _turn(state, scanned)
        case ScannedLocation(code=code, kind=kind) if kind in PARKING:
            placed = Placed(part.tote, code, part.order_number, is_parked=True)
            return _onward(state, part, placed, ParkPart(part.tote, code))
        case ScannedLocation(code=code):
            return stop(state, NoPlaceForPart(code, part.tote))
    return not_for_this(state, scanned)


def _at_take_out(state: Shelving, scanned: Scanned) -> ShelfOutcome:
    """Ask that the last part be taken out again, proven by its tote.

    Transitions: its tote -> it is in hand again; UNDO -> back, no change.
    """
    last = state.placed[-1]
    match scanned:
        case ScannedTote(code=code) if code == last.tote:
            left = replace(state, placed=state.placed[:-1])
            return proceed(left, TakeOffShelf(last.tote, last.slot))
        case ScannedTote(code=code):
            return stop(state, WrongPart(code, last.tote, last.slot))
    return not_for_this(state, scanned)


def _at_done(state: Shelving, scanned: Scanned) -> ShelfOutcome:
    """Transitions: a tote with a part -> scan_slot; NEXT and OK are the screen's."""
    return _at_tote(state, scanned)


def _turn(state: Shelving, scanned: ScannedTote) -> ShelfOutcome:
    part = next((one for one in state.parts if one.tote == scanned.code), None)
    if part is None:
        return stop(state, NotAPart(scanned.code, scanned.order_number or ""))
    if part.open_lines:
        return stop(state, PartNotPicked(part.tote, part.zone, part.open_lines, part.picker))
    if part.stands_in:
        return stop(state, PartThere(part.tote, part.stands_in, ", ".join(part.missing)))
    return proceed(turned_to(state, part.tote))


def _put(state: Shelving, part: ShelfPart, slot: str) -> ShelfOutcome:
    placed = Placed(part.tote, slot, part.order_number, part.missing)
    return _onward(state, part, placed, PutOnShelf(part.tote, slot))


def _onward(
    state: Shelving, part: ShelfPart, placed: Placed, effect: PutOnShelf | ParkPart
) -> ShelfOutcome:
    rest = tuple(one for one in state.parts if one.tote != part.tote)
    after = replace(state, parts=rest, placed=(*state.placed, placed))
    return proceed(turned_to(after), effect)


def _undo(state: Shelving) -> ShelfOutcome:
    if state.prompt is ShelfPrompt.TAKE_OUT:
        return proceed(turned_to(state, state.tote))
    if not state.placed:
        return stop(state, NothingToUndo())
    return proceed(replace(state, prompt=ShelfPrompt.TAKE_OUT))


def _present(state: Shelving) -> ShelfPart:
    part = state.part
    if part is None:
        raise ValueError(f"prompt {state.prompt} needs a part")
    return part


_PROMPTS: dict[ShelfPrompt, Callable[[Shelving, Scanned], ShelfOutcome]] = {
    ShelfPrompt.SCAN_TOTE: _at_tote,
    ShelfPrompt.SCAN_SLOT: _at_slot,
    ShelfPrompt.SCAN_LANE: _at_lane,
    ShelfPrompt.TAKE_OUT: _at_take_out,
    ShelfPrompt.DONE: _at_done,
}
