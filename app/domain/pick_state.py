"""The picker's position in a task: everything the next prompt depends on, as one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from app.domain.code_book import CodeBook
from app.domain.confirmation import ConfirmationPolicy
from app.domain.orders import OrderState
from app.domain.pick_boxing import Boxing
from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_lines import PickedPart, PickedStep, PickLine, Put, Stop, units_in
from app.domain.refusals import Refusal
from app.domain.scanned import ScannedItem
from app.domain.zone_way import Onward


class PickMethod(StrEnum):
    """How orders are turned into work; see the glossary. MIXED: by each order's own; no task is."""

    SINGLE = "single"
    BATCH = "batch"
    CLUSTER = "cluster"
    ZONE_PASS = "zone_pass"  # noqa: S105 - a way of picking
    ZONE_PARALLEL = "zone_parallel"
    MIXED = "mixed"


class PickPrompt(StrEnum):
    """The questions the pick dialogue asks."""

    SCAN_TOTE = "scan_tote"
    OPEN_CARTON = "open_carton"
    SCAN_LOCATION = "scan_location"
    SCAN_ITEM = "scan_item"
    SCAN_SERIAL = "scan_serial"
    CONFIRM_QUANTITY = "confirm_quantity"
    PUT_IN_TOTE = "put_in_tote"
    NEXT_TOTE = "next_tote"
    TAKE_OUT = "take_out"
    SET_TOTE_ASIDE = "set_tote_aside"
    SHORT_QUANTITY = "short_quantity"
    SHORT_REASON = "short_reason"
    SKIP_REASON = "skip_reason"
    REFILL_COMING = "refill_coming"
    DAMAGED_QUANTITY = "damaged_quantity"
    DAMAGED_PLACE = "damaged_place"
    SUBSTITUTE = "substitute"
    CHECK_EMPTY = "check_empty"
    TAKE_TOTE_OFF = "take_tote_off"
    UNDO_TOTE = "undo_tote"
    UNDO = "undo"
    SCAN_LANE = "scan_lane"
    TASK_DONE = "task_done"
    PAUSED = "paused"


class ShortReason(StrEnum):
    """Why fewer units were found, as numbered choices; EXPIRED is none: the goods' date says it."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    OTHER_ITEM = "other_item"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"


class SkipReason(StrEnum):
    """Why a line is postponed a second time; the order is that of the numbered choices."""

    AISLE_BLOCKED = "aisle_blocked"
    WAITING_FOR_REPLENISHMENT = "waiting_for_replenishment"
    NEEDS_EQUIPMENT = "needs_equipment"


@dataclass(frozen=True)
class PickState:
    """A pick task as its picker sees it. `counted` units are in hand and not yet in a tote.

    `epoch` names the claim and `revision` the state of the rows that this is a copy of. `book` says
    what the task's codes mean, so that a scan is answered where it is made.

    Attributes:
        positions: of the cart; one where there is only one tote to put things into.
        lines: in walking order.
        putting: how many units the next put is of, where the picker typed fewer than are asked.
        serials: the numbers of the units in hand; those beyond `counted` are gone from it.
        unit: the unit in hand whose number is asked for.
        found: what a panel has been told of units found.
        chosen: the position that a panel is about.
        damaged: units that go into quarantine, as a panel was told.
        emptied: the line whose location should be empty now, while that is asked.
        zone: the part of the floor that the task stays in; empty for all of it.
        quarantine: where damaged units go; empty where the house has no such place.
        checks_empty: whoever takes the last unit of a location is asked whether it is empty.
        onward: where its totes go after it, where they pass from zone to zone.
        boxing: what is known of shipping cartons, where units go straight into them.
    """

    task_id: int
    epoch: int
    method: PickMethod
    positions: tuple[Position, ...]
    lines: tuple[PickLine, ...]
    prompt: PickPrompt = PickPrompt.SCAN_TOTE
    counted: int = 0
    location_confirmed: bool = False
    putting: int = 0
    serials: tuple[str, ...] = ()
    unit: ScannedItem | None = None
    found: int = 0
    short_reason: ShortReason | None = None
    chosen: int = 0
    damaged: int = 0
    emptied: int = 0
    history: tuple[PickedStep, ...] = ()
    refusal: Refusal | None = None
    same_refusals: int = 0
    revision: int = 0
    zone: str = ""
    quarantine: str = ""
    checks_empty: bool = False
    onward: Onward | None = None
    boxing: Boxing | None = None
    book: CodeBook = field(default_factory=CodeBook, compare=False, repr=False)

    # Orders and positions -----------------------------------------------------------------

    @property
    def orders(self) -> tuple[CarriedOrder, ...]:
        """The orders of the task, the most urgent first."""
        return tuple(order for position in self.positions for order in position.orders)

    @property
    def order_number(self) -> str:
        """The number of the order; of the first where there are several."""
        return self.positions[0].orders[0].number

    @property
    def has_one_target(self) -> bool:
        """Whether all goods go to one position, so that nobody can choose a wrong one."""
        return len(self.positions) == 1

    @property
    def tote(self) -> str | None:
        """What the next unit goes into; None where nothing stands there yet."""
        stop = self.stop
        position = self.positions[0] if stop is None else stop.puts[0].position
        return position.tote

    @property
    def to_fill(self) -> Position | None:
        """The first position that needs a tote: none stands there, or it was not scanned here."""
        wanting = {self.position_of(line).number for line in self.open_lines}
        return next(
            (
                position
                for position in self.positions
                if position.number in wanting and (position.tote is None or not position.is_here)
            ),
            None,
        )

    def position_of(self, line: PickLine) -> Position:
        """The position that a line's goods go to."""
        for position in self.positions:
            if any(order.order_id == line.order_id for order in position.orders):
                return position
        return self.positions[0]

    def position_at(self, number: int) -> Position:
        """The position with a number."""
        return next(position for position in self.positions if position.number == number)

    def position_with(self, tote: str) -> Position | None:
        """The position that a tote stands at, full or not."""
        return next((one for one in self.positions if tote in one.totes), None)

    def with_position(self, changed: Position) -> PickState:
        """The same state with one position replaced."""
        positions = tuple(
            changed if one.number == changed.number else one for one in self.positions
        )
        return replace(self, positions=positions)

    # Orders that were changed or stopped --------------------------------------------------

    @property
    def orders_off(self) -> tuple[CarriedOrder, ...]:
        """The stopped orders that a cart goes on without; a held order alone stops its task."""
        is_only = len(self.orders) == 1
        return tuple(
            order
            for order in self.orders
            if order.stopped and (not is_only or order.stopped == OrderState.CANCELLED)
        )

    @property
    def to_take_out(self) -> PickedStep | None:
        """The units in one tote that nobody wants any more; None where there are none.

        Goods of a batch are not told apart before they are sorted: nothing is taken out of them.
        """
        if self.method is PickMethod.BATCH:
            return None
        left = {line.pick_line_id: line.unwanted for line in self.lines if line.unwanted}
        for tote in dict.fromkeys(step.tote for step in self.history):
            held = units_in(self.history, tote)
            parts = tuple(
                PickedPart(line_id, min(units, held[line_id]))
                for line_id, units in left.items()
                if line_id in held
            )
            if parts:
                return PickedStep(tote, parts)
        return None

    @property
    def to_leave(self) -> CarriedOrder | None:
        """The first stopped order that is on the cart still, among others."""
        if len(self.orders) == 1:
            return None
        walking = {line.order_id for line in self.lines if line.open > 0}
        for order in self.orders_off:
            own = self.method is not PickMethod.BATCH and self.totes_of(order)
            if own or order.order_id in walking:
                return order
        return None

    @property
    def to_take_off(self) -> Position | None:
        """The first position whose tote stays empty, since its orders were stopped or have left.

        Where there is one order only, its task is stopped or called off as a whole.
        """
        if self.method is PickMethod.BATCH or self.has_one_target:
            return None
        off, held = set(self.orders_off), {step.tote for step in self.history}
        stay = (
            one for one in self.positions if one.tote is not None and held.isdisjoint(one.totes)
        )
        return next((one for one in stay if off.issuperset(one.orders)), None)

    def totes_of(self, order: CarriedOrder) -> tuple[str, ...]:
        """The totes on the cart that stand at an order's position."""
        return next(one.totes for one in self.positions if order in one.orders)

    def holds_goods_of(self, order: CarriedOrder) -> bool:
        """Whether an order's own totes on the cart have something in them."""
        if self.method is PickMethod.BATCH:
            return False
        totes = self.totes_of(order)
        return any(step.tote in totes for step in self.history)

    # Lines and stops ----------------------------------------------------------------------

    @property
    def stop(self) -> Stop | None:
        """The first open stop in walking order; lines skipped once come after all others."""
        ordered = self.open_lines
        if not ordered:
            return None
        return self._stop([line for line in ordered if line.goods == ordered[0].goods])

    @property
    def upcoming_stops(self) -> tuple[Stop, ...]:
        """The stops after the present one, in the order they will be asked for."""
        return tuple(
            self._stop(list(lines))
            for _, lines in groupby(self.upcoming, key=lambda line: line.goods)
        )

    @property
    def line(self) -> PickLine | None:
        """The line of the present stop that is served first."""
        stop = self.stop
        return None if stop is None else stop.line

    @property
    def open_lines(self) -> tuple[PickLine, ...]:
        """The open lines of orders that go on, in the order they will be asked for."""
        off = {order.order_id for order in self.orders_off}
        going_on = (line for line in self.lines if line.open > 0 and line.order_id not in off)
        return tuple(sorted(going_on, key=lambda line: line.skips))

    @property
    def upcoming(self) -> tuple[PickLine, ...]:
        """The open lines after the present stop, in the order they will be asked for."""
        ordered = self.open_lines
        return tuple(line for line in ordered if line.goods != ordered[0].goods)

    @property
    def lines_done(self) -> int:
        """How many lines have nothing open."""
        return sum(1 for line in self.lines if line.open == 0)

    def line_with(self, pick_line_id: int) -> PickLine:
        """The line with a number."""
        return next(line for line in self.lines if line.pick_line_id == pick_line_id)

    def with_line(self, changed: PickLine) -> PickState:
        """The same state with one line replaced."""
        lines = tuple(
            changed if line.pick_line_id == changed.pick_line_id else line for line in self.lines
        )
        return replace(self, lines=lines)

    def _stop(self, lines: Iterable[PickLine]) -> Stop:
        """A stop's lines by position, those of the most urgent order first."""
        rank = {order.order_id: place for place, order in enumerate(self.orders)}
        ordered = sorted(lines, key=lambda line: rank.get(line.order_id, 0))
        return Stop(
            tuple(
                Put(self.position_at(number), tuple(some))
                for number, some in groupby(ordered, lambda line: self.position_of(line).number)
            )
        )


def begin(state: PickState) -> PickState:
    """The state at the first prompt its rows lead to: after a claim, a restart, a changed line.

    Units in hand are forgotten, since only what was scanned into a tote is on record.
    """
    fresh = replace(
        state,
        counted=0,
        putting=0,
        serials=(),
        unit=None,
        found=0,
        short_reason=None,
        chosen=0,
        damaged=0,
        emptied=0,
        location_confirmed=False,
        refusal=None,
        same_refusals=0,
    )
    stop = fresh.stop
    interruption = interruption_of(fresh)
    if interruption is not None:
        prompt = interruption
    elif stop is None:
        is_lane_asked = fresh.onward is not None and fresh.onward.is_asked
        prompt = PickPrompt.SCAN_LANE if is_lane_asked else PickPrompt.TASK_DONE
    elif fresh.to_fill is not None:
        prompt = PickPrompt.SCAN_TOTE if fresh.boxing is None else PickPrompt.OPEN_CARTON
    elif stop.line.asks_place:
        prompt = PickPrompt.SCAN_LOCATION
    else:
        prompt = at_the_place(fresh)
    return replace(fresh, prompt=prompt)


def interruption_of(state: PickState) -> PickPrompt | None:
    """What comes before the next line: goods and totes that are not wanted, stopped orders."""
    if state.to_take_out is not None:
        return PickPrompt.TAKE_OUT
    if state.to_take_off is not None:
        return PickPrompt.TAKE_TOTE_OFF
    return None if state.to_leave is None else PickPrompt.SET_TOTE_ASIDE


def at_the_place(state: PickState) -> PickPrompt:
    """What is asked once the picker stands where the stop is, by what is in hand already."""
    stop = state.stop
    if stop is None:
        raise ValueError("there is nothing to pick")
    needed = 0 if stop.policy is ConfirmationPolicy.FAST or stop.line.item.barcode is None else 1
    if stop.policy is ConfirmationPolicy.STRICT:
        needed = stop.quantity if state.has_one_target else stop.puts[0].quantity
    if state.counted < needed:
        return PickPrompt.SCAN_ITEM
    if state.has_one_target and stop.policy is not ConfirmationPolicy.FAST:
        return PickPrompt.CONFIRM_QUANTITY
    return PickPrompt.PUT_IN_TOTE


def back_to_line(state: PickState) -> PickState:
    """The line as it was before a panel was opened: what is in hand stays counted."""
    fresh = begin(state)
    stop = fresh.stop
    if stop is None or fresh.to_fill is not None or interruption_of(fresh) is not None:
        return fresh
    held = replace(
        fresh,
        counted=state.counted,
        putting=state.putting,
        serials=state.serials,
        location_confirmed=state.location_confirmed,
    )
    if stop.line.asks_place and not state.location_confirmed:
        return replace(held, prompt=PickPrompt.SCAN_LOCATION)
    return replace(held, prompt=at_the_place(held))
