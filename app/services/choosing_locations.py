"""Moves promises of work that is about to be released to the locations that shorten its walk.

Stock is promised order by order when it comes in; which orders share a cart is known only when they
are released. Then the same units may lie nearer to the cart's other stops. What expires first, pick
faces before reserve and, where the house wants it, small rests before full places stay in force:
`app.planning.sourcing` chooses among locations between which the rules are indifferent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert

from app.db.ledger import change_promise
from app.db.queries.floor import planner_setting
from app.db.queries.places import equipped_locations
from app.db.queries.stock import free_supplies, lot_tracked_items
from app.db.schema import Allocation
from app.db.unit_of_work import UnitOfWork
from app.domain.allocation import AllocationReason, AllocationWhy, Supply
from app.domain.locations import LocationKind
from app.domain.pick_planning import PlannedTask, Promise
from app.planning.floor_plan import FloorPlan
from app.planning.sourcing import SourcingRules, StockAt, Want, choose_locations
from app.services.allocating import why_as_facts
from app.services.task_planning import stops_metres
from app.services.walking import shortest_round

STOP_METRES = 12.0
"""What another stop costs, as metres that could be walked meanwhile: to find it and scan it."""

LOOKS = 600
"""Tours that are looked at in one release; a large one looks less closely at each of its carts."""

FEWEST_LOOKS = 8

Key = tuple[int, int, int]
"""Item, location and lot: a stock row."""


@dataclass(frozen=True)
class _Shift:
    """Units of a promise that go to other rows."""

    promise: Promise
    kept: int
    to: tuple[tuple[Key, int], ...]


def choose_anew(work: UnitOfWork, plan: FloorPlan, tasks: Sequence[PlannedTask]) -> bool:
    """Move promises of planned tasks where that shortens their walks; True if any was moved.

    Args:
        work: the transaction; the orders are locked.
        plan: the floor; it has all places of the tasks.
        tasks: the work; tasks that stay in a zone or need equipment are left as they are, and none
            comes to need some.
    """
    tasks = [task for task in tasks if not task.zone and not task.equipment]
    items = {one.item_id for task in tasks for one in task.promises}
    if not items:
        return False
    work.session.flush()
    stock = _Stock(free_supplies(work.session, items, least=0), work, plan)
    choosing = [task for task in tasks if stock.has_choice(task)]
    if not choosing:
        return False
    looks = max(FEWEST_LOOKS, LOOKS // len(choosing))
    moved = False
    for task in choosing:
        shifts = list(stock.chosen(task, looks))
        for shift in shifts:
            _write(work, stock, shift)
        moved = moved or bool(shifts)
    work.session.flush()
    return moved


class _Stock:
    """The stock rows of some items, with what is free on each while tasks choose one by one."""

    def __init__(
        self,
        supplies: Sequence[Supply],
        work: UnitOfWork,
        plan: FloorPlan,
    ) -> None:
        today = work.now.date()
        out_of_reach = equipped_locations(work.session)
        self._plan = plan
        self.rows: dict[Key, Supply] = {
            (row.item_id, row.location_id, row.lot_id): row
            for row in supplies
            if row.location_id in plan.by_location
            and row.location_id not in out_of_reach
            and (row.expiry is None or row.expiry >= today)
        }
        self.free: dict[Key, int] = {key: row.free for key, row in self.rows.items()}
        self._keys: dict[int, list[Key]] = defaultdict(list)
        for key in self.rows:
            self._keys[key[0]].append(key)
        setting = planner_setting(work.session)
        self._rules = SourcingRules(
            frozenset(lot_tracked_items(work.session)), setting.small_first, STOP_METRES
        )

    def has_choice(self, task: PlannedTask) -> bool:
        """Whether some of a task's units may be taken elsewhere just as well by the rules."""
        return any(self._is_open(one) for one in task.promises)

    def _is_open(self, one: Promise) -> bool:
        """Whether another row of the item is as good as the promised one: same kind, same date."""
        here = self.rows.get(_key(one))
        by_expiry = one.item_id in self._rules.by_expiry
        return here is not None and any(
            key != _key(one)
            and self.free[key] > 0
            and self.rows[key].kind is here.kind
            and (not by_expiry or self.rows[key].expiry == here.expiry)
            for key in self._keys[one.item_id]
        )

    def chosen(self, task: PlannedTask, looks: int) -> Iterator[_Shift]:
        """What is better taken elsewhere; nothing where that does not shorten the walk."""
        held: dict[Key, int] = defaultdict(int)
        for one in task.promises:
            held[_key(one)] += one.quantity
        open_items = {one.item_id for one in task.promises if self._is_open(one)}
        open_items -= {one.item_id for one in task.promises if _key(one) not in self.rows}
        if not open_items:
            return
        wants: dict[int, int] = defaultdict(int)
        for (item_id, _, _), units in held.items():
            wants[item_id] += units if item_id in open_items else 0
        sourcing = choose_locations(
            self._plan,
            [Want(item_id, units) for item_id, units in sorted(wants.items()) if units],
            [self._at(key, held) for item_id in sorted(open_items) for key in self._keys[item_id]],
            self._rules,
            fixed_stops={one.location_id for one in task.promises if one.item_id not in open_items},
            looks=looks,
        )
        present = {one.location_id for one in task.promises}
        before = stops_metres(self._plan, shortest_round(self._plan, sorted(present)))
        now = sourcing.metres + STOP_METRES * len(sourcing.stops)
        if now >= before + STOP_METRES * len(present) - 0.5 and not self._rules.small_first:
            return
        taken = {
            (each.item_id, each.location_id, each.lot_id): each.units for each in sourcing.taken
        }
        yield from self._shifts(task.promises, open_items, taken)

    def _at(self, key: Key, held: Mapping[Key, int]) -> StockAt:
        row = self.rows[key]
        return StockAt(
            row.item_id,
            row.location_id,
            self.free[key] + held.get(key, 0),
            row.lot_id,
            row.expiry,
            row.kind is LocationKind.RESERVE,
        )

    def _shifts(
        self, promises: Sequence[Promise], items: set[int], taken: dict[Key, int]
    ) -> Iterator[_Shift]:
        """Each promise keeps what is still taken where it is; the rest goes to other rows."""
        short: list[tuple[Promise, int]] = []
        for one in promises:
            if one.item_id not in items:
                continue
            kept = min(one.quantity, taken.get(_key(one), 0))
            taken[_key(one)] = taken.get(_key(one), 0) - kept
            if kept < one.quantity:
                short.append((one, kept))
        for one, kept in short:
            missing, to = one.quantity - kept, []
            for key in self._keys[one.item_id]:
                units = min(missing, taken.get(key, 0))
                if units > 0:
                    taken[key] -= units
                    missing -= units
                    to.append((key, units))
            yield _Shift(one, kept, tuple(to))


def _key(one: Promise) -> Key:
    return one.item_id, one.location_id, one.lot_id


def _write(work: UnitOfWork, stock: _Stock, shift: _Shift) -> None:
    """Take units off a promise and promise them at other rows, for the same order line."""
    one = shift.promise
    row = work.session.get_one(Allocation, one.allocation_id)
    row.quantity = shift.kept
    work.session.flush()
    if not shift.kept:
        work.session.expunge(row)
        work.session.execute(delete(Allocation).where(Allocation.id == one.allocation_id))
    _change(work, stock, _key(one), shift.kept - one.quantity)
    for key, units in shift.to:
        _change(work, stock, key, units)
        supply = stock.rows[key]
        why = AllocationWhy(
            AllocationReason.SHORTEST_WALK,
            supply.location_code,
            supply.kind,
            supply.expiry,
            len([each for each in stock.rows if each[0] == key[0]]) - 1,
        )
        work.session.execute(
            insert(Allocation).values(
                order_line_id=one.order_line_id,
                item_id=key[0],
                location_id=key[1],
                lot_id=key[2],
                quantity=units,
                reason=why.reason.value,
                facts=why_as_facts(why),
                made_at=work.now,
            )
        )


def _change(work: UnitOfWork, stock: _Stock, key: Key, units: int) -> None:
    change_promise(work.session, item_id=key[0], location_id=key[1], lot_id=key[2], by=units)
    stock.free[key] -= units
