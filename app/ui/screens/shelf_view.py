"""What the consolidation shelf looks like on the screen, made from the state alone."""

from __future__ import annotations

from app.domain.shelving import Detour, Placed, ShelfPart, ShelfPrompt, Shelving
from app.ui.floor_words import order_state_words
from app.ui.message import Asked, Thing, translate
from app.ui.tokens import State
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.progress_bar import ProgressView
from app.ui.widgets.tote_map import ToteMapView, TotePosition
from app.ui.widgets.tote_queue import QueueRow

A_ROW = 4
"""Totes side by side on a cart."""


def progress(state: Shelving) -> ProgressView:
    """How many parts were brought."""
    done = len(state.placed)
    return ProgressView(done, done + len(state.to_bring), translate("shelf", "parts brought"))


def location(state: Shelving) -> LocationView:
    """The slot or lane to go to."""
    part = state.part
    if state.prompt is ShelfPrompt.TAKE_OUT:
        last = state.placed[-1]
        label = translate("shelf", "TAKE OUT OF")
        return LocationView(last.slot, (_order(last.order_number),), label=label)
    if part is None:
        return _all_brought(state)
    match state.detour_of(part):
        case None:
            words = [translate("shelf", "new slot"), _order(part.order_number)]
            if part.is_opened:
                words[0] = translate("shelf", "other parts are there")
            if part.missing:
                words.insert(0, translate("shelf", "waits for {0}").format(_zones(part.missing)))
            label = translate("shelf", "PUT INTO SLOT")
            return LocationView(part.slot, tuple(words), label=label)
        case Detour.ALONE:
            label = translate("shelf", "PUT ON LANE")
            return LocationView(state.pack_lane, (_order(part.order_number),), label=label)
    label = translate("shelf", "PARK IT")
    return LocationView(translate("shelf", "a lane"), (_why(state, part),), label=label)


def _all_brought(state: Shelving) -> LocationView:
    if not state.placed:
        return LocationView(translate("shelf", "a tote"), label=translate("shelf", "TAKE"))
    words = translate("shelf", "parts put down: {0}").format(len(state.placed))
    return LocationView("NEXT", (words,), label=translate("shelf", "ALL BROUGHT"))


def _order(number: str) -> str:
    return translate("shelf", "order {0}").format(number)


def _why(state: Shelving, part: ShelfPart) -> str:
    """Why a part goes to a lane."""
    match state.detour_of(part):
        case Detour.STOPPED:
            words = translate("shelf", "order {0}: {1}")
            return words.format(part.order_number, order_state_words(part.stopped))
        case Detour.ALONE:
            return translate("shelf", "order {0} is complete").format(part.order_number)
    return translate("shelf", "no slot is free for order {0}").format(part.order_number)


def tote_map(state: Shelving) -> ToteMapView:
    """The totes that are to be brought, the present one marked."""
    totes = [part.tote for part in state.to_bring]
    target = state.tote
    title = translate("shelf", "TAKE") if totes else translate("shelf", "NOTHING IN HAND")
    if state.prompt is ShelfPrompt.TAKE_OUT:
        totes = [state.placed[-1].tote]
        target, title = totes[0], translate("shelf", "TAKE OUT")
    columns = min(A_ROW, max(1, len(totes)))
    positions = tuple(
        TotePosition(tote, row=at // columns, column=at % columns) for at, tote in enumerate(totes)
    )
    return ToteMapView(positions, target, title)


def rows(state: Shelving) -> tuple[QueueRow, ...]:
    """What was put down, the last one first, with what its order still waits for."""
    return tuple(_row(placed) for placed in reversed(state.placed))


def _row(placed: Placed) -> QueueRow:
    words, mark = translate("shelf", "complete: to be packed"), State.OK
    if placed.is_parked:
        words, mark = translate("shelf", "put down"), State.IDLE
    elif placed.missing:
        words = translate("shelf", "waits for {0}").format(_zones(placed.missing))
        mark = State.IDLE
    return QueueRow(
        name=f"{placed.tote} > {placed.slot}",
        words=f"{_order(placed.order_number)}, {words}",
        due="",
        age="",
        state=mark,
    )


def _zones(zones: tuple[str, ...]) -> str:
    if len(zones) == 1:
        return translate("shelf", "zone {0}").format(zones[0])
    return translate("shelf", "zones {0}").format(", ".join(zones))


def rows_heading(state: Shelving) -> str:
    """What the present part's order waits for, above what was put down."""
    part = state.part
    if part is None or state.detour_of(part) is not None:
        return translate("shelf", "PUT DOWN")
    if part.missing:
        words = translate("shelf", "ORDER {0} ALSO WAITS FOR {1}")
        return words.format(part.order_number, _zones(part.missing).upper())
    return translate("shelf", "ORDER {0}: THIS IS THE LAST PART").format(part.order_number)


def nothing_words() -> str:
    """That nothing was put down yet."""
    return translate("shelf", "Nothing put down yet.")


def instruction(state: Shelving) -> Instruction:
    """The one line that says what to do."""
    part = state.part
    match state.prompt:
        case ShelfPrompt.SCAN_SLOT if part is not None:
            words = translate("shelf", "PUT {0} INTO SLOT, SCAN SLOT")
            return Instruction(words.format(part.tote), part.slot)
        case ShelfPrompt.SCAN_LANE if part is not None:
            words = translate("shelf", "PUT {0} ON A LANE, SCAN LANE")
            lane = state.pack_lane if state.detour_of(part) is Detour.ALONE else ""
            return Instruction(words.format(part.tote), lane)
        case ShelfPrompt.TAKE_OUT:
            last = state.placed[-1]
            return Instruction(translate("shelf", "TAKE THE TOTE OUT, SCAN IT"), last.tote)
        case ShelfPrompt.DONE:
            return Instruction(translate("shelf", "ALL BROUGHT: SCAN NEXT"))
    return Instruction(translate("shelf", "SCAN A TOTE WITH A PART"))


def asked(state: Shelving) -> Asked:
    """What would be right now, for the words of a refusal."""
    nothing = translate("shelf", "Nothing was put down.")
    part = state.part
    match state.prompt:
        case ShelfPrompt.SCAN_SLOT if part is not None:
            action = translate("shelf", "Put {0} into {1}, scan {1}.")
            return Asked(Thing(part.slot), action.format(part.tote, part.slot), nothing)
        case ShelfPrompt.SCAN_LANE if part is not None:
            action = translate("shelf", "Put {0} on a lane, scan the lane.").format(part.tote)
            return Asked(Thing(translate("shelf", "a lane")), action, nothing)
        case ShelfPrompt.TAKE_OUT:
            last = state.placed[-1]
            action = translate("shelf", "Take {0} out of {1}, scan {0}.")
            return Asked(Thing(last.tote, place=last.slot), action.format(last.tote, last.slot))
        case ShelfPrompt.DONE:
            return Asked(Thing("NEXT"), translate("shelf", "Scan NEXT for other work."), nothing)
    action = translate("shelf", "Scan a tote with a part of an order.")
    return Asked(Thing(translate("shelf", "a tote with a part")), action, nothing)
