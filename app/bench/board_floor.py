"""A busy floor as plain rows, in seconds: 10,000 open orders, 100 waves, 50 people.

For benchmarks that only read; the rows fit each other as far as a board or a map looks at them.
A fifth of the waves is picked and waits for benches, three fifths are on the floor, the others
are planned and promised.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, insert

from app.bench.wave_orders import AISLES, CELLS, wave
from app.db.schema import (
    Allocation,
    Item,
    Location,
    Operator,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    Row,
    Wave,
    Zone,
)
from app.domain.locations import LocationKind
from app.domain.operators import OperatorRole
from app.domain.orders import OrderState
from app.domain.payment import PaymentState, RiskLevel
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState
from app.domain.waves import WaveState

ORDERS, WAVES, PEOPLE = 10_000, 100, 50
ORDERS_A_CART = 8
ZONES = ("A", "B", "C", "D")
PICKED_UP_TO, RELEASED_UP_TO = 20, 80
"""Waves by number: the first so many are picked, up to the second number they are on the floor."""

ROWS_AT_A_TIME = 2000


@dataclass(frozen=True)
class BusyFloor:
    """How many rows of each table a busy floor has, by the table's name."""

    rows: dict[str, int]


@dataclass(frozen=True)
class _Pick:
    """A unit of an order at a place."""

    order_id: int
    line_id: int
    place_id: int
    units: int


def fill_busy_floor(connection: Connection, *, now: datetime | None = None) -> BusyFloor:
    """Write the floor into a migrated database that has no orders; inside a transaction.

    Args:
        connection: to the database.
        now: the moment around which cut-offs lie.
    """
    return _Maker(connection, datetime.now(UTC) if now is None else now).fill()


class _Maker:
    """Writes the rows, wave by wave."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now
        self._chance = random.Random("busy floor")  # noqa: S311 - a benchmark, no secret
        self._waiting: dict[Table, list[dict[str, object]]] = {}
        self._counts: dict[str, int] = {}
        self._task_id = 0
        self._idle = iter(range(1, PEOPLE + 1))

    def fill(self) -> BusyFloor:
        self._write(
            Zone, ({"code": zone, "name": zone, "sequence": n} for n, zone in enumerate(ZONES))
        )
        self._write(Location, self._places())
        self._write(Item, self._items())
        self._write(Operator, self._people())
        made = wave(ORDERS, 1)["orders"]
        size = ORDERS // WAVES
        line_id = 0
        for number in range(1, WAVES + 1):
            picks: list[_Pick] = []
            for order_id in range((number - 1) * size + 1, number * size + 1):
                for aisle, cell in made[order_id - 1]["picks"]:
                    line_id += 1
                    units = self._chance.choice((1, 1, 1, 2, 3))
                    picks.append(_Pick(order_id, line_id, aisle * CELLS + cell + 1, units))
            self._wave(number, range((number - 1) * size + 1, number * size + 1), picks)
        self._flush()
        return BusyFloor(self._counts)

    def _places(self) -> Iterator[dict[str, object]]:
        for aisle in range(AISLES):
            for cell in range(CELLS):
                yield {
                    "id": aisle * CELLS + cell + 1,
                    "code": f"{aisle + 1:02d}-{cell + 1:02d}",
                    "kind": LocationKind.PICK_FACE,
                    "zone": ZONES[aisle * len(ZONES) // AISLES],
                    "aisle": f"{aisle + 1:02d}",
                    "x_m": 5.0 * aisle,
                    "y_m": 1.5 + cell,
                    "check_digits": "19",
                    "pick_sequence": aisle * CELLS + cell,
                }

    def _items(self) -> Iterator[dict[str, object]]:
        for number in range(1, AISLES * CELLS + 1):
            yield {"id": number, "sku": f"SKU-{number}", "name": f"Mug {number}", "weight_g": 100}

    def _people(self) -> Iterator[dict[str, object]]:
        for number in range(1, PEOPLE + 1):
            yield {
                "id": number,
                "staff_number": str(1000 + number),
                "name": f"Picker {number:02d}",
                "role": OperatorRole.PICKER,
            }

    def _wave(self, number: int, orders: range, picks: list[_Pick]) -> None:
        is_picked, is_released = number <= PICKED_UP_TO, number <= RELEASED_UP_TO
        cut_off = self._now + timedelta(minutes=5 * number)
        self._add(
            Wave,
            id=number,
            code=f"W-{number}",
            state=WaveState.IN_PROGRESS if is_released else WaveState.PLANNED,
            method=PickMethod.CLUSTER,
            cut_off_at=cut_off,
            created_at=self._now,
            version=1,
        )
        state = OrderState.PICKED if is_picked else OrderState.RELEASED
        for order_id in orders:
            self._order(order_id, number, cut_off, state if is_released else OrderState.ALLOCATED)
        for pick in picks:
            self._line(pick, is_picked)
        if is_released:
            for at in range(0, len(orders), ORDERS_A_CART):
                cart = orders[at : at + ORDERS_A_CART]
                members = [pick for pick in picks if pick.order_id in cart]
                self._task(number, cart, members, cut_off, is_done=is_picked)

    def _order(self, order_id: int, wave_id: int, due: datetime, state: OrderState) -> None:
        self._add(
            Order,
            id=order_id,
            source="bench",
            external_id=str(order_id),
            number=f"#{order_id}",
            state=state,
            payment=PaymentState.PAID,
            risk=RiskLevel.LOW,
            placed_at=self._now - timedelta(hours=6),
            paid_at=self._now - timedelta(hours=6),
            ship_by=due,
            released_at=None if state is OrderState.ALLOCATED else self._now,
            wave_id=wave_id,
            content_hash="",
            version=1,
        )

    def _line(self, pick: _Pick, is_picked: bool) -> None:
        self._add(
            OrderLine,
            id=pick.line_id,
            order_id=pick.order_id,
            number=pick.line_id,
            item_id=pick.place_id,
            sku=f"SKU-{pick.place_id}",
            name=f"Mug {pick.place_id}",
            quantity=pick.units,
            allocated=pick.units,
            picked=pick.units if is_picked else 0,
        )
        self._add(
            Allocation,
            id=pick.line_id,
            order_line_id=pick.line_id,
            item_id=pick.place_id,
            location_id=pick.place_id,
            lot_id=0,
            quantity=0 if is_picked else pick.units,
            reason="nearest",
            facts={},
            made_at=self._now,
        )

    def _task(
        self, wave_id: int, cart: range, picks: list[_Pick], due: datetime, *, is_done: bool
    ) -> None:
        self._task_id += 1
        holder = None if is_done else next(self._idle, None)
        state = PickTaskState.READY if holder is None else PickTaskState.IN_PROGRESS
        begun = self._now - timedelta(hours=4) + timedelta(seconds=30 * self._task_id)
        self._add(
            PickTask,
            id=self._task_id,
            method=PickMethod.CLUSTER,
            state=PickTaskState.DONE if is_done else state,
            operator_id=holder,
            station="" if holder is None else f"P-{holder:02d}",
            wave_id=wave_id,
            due_at=due,
            released_at=self._now,
            started_at=begun if is_done or holder is not None else None,
            finished_at=self._now if is_done else None,
        )
        for position, order_id in enumerate(cart, start=1):
            self._add(PickTaskTote, task_id=self._task_id, position=position, order_id=order_id)
        for sequence, pick in enumerate(sorted(picks, key=lambda each: each.place_id), start=1):
            self._add(
                PickLine,
                task_id=self._task_id,
                order_line_id=pick.line_id,
                allocation_id=pick.line_id,
                item_id=pick.place_id,
                location_id=pick.place_id,
                lot_id=0,
                sequence=sequence,
                quantity=pick.units,
                picked=pick.units if is_done else 0,
                state=PickLineState.PICKED if is_done else PickLineState.OPEN,
                picked_at=self._picked_at(begun, sequence) if is_done else None,
            )

    def _picked_at(self, begun: datetime, sequence: int) -> datetime:
        return begun + timedelta(seconds=20 * sequence + self._chance.uniform(0, 8))

    def _write(self, of: type[Row], rows: Iterable[dict[str, object]]) -> None:
        for row in rows:
            self._add(of, **row)
        self._flush()

    def _add(self, of: type[Row], /, **values: object) -> None:
        table = Row.metadata.tables[of.__tablename__]
        self._waiting.setdefault(table, []).append(values)

    def _flush(self) -> None:
        """Write what waits, each table after those it names."""
        for table in Row.metadata.sorted_tables:
            rows = self._waiting.pop(table, [])
            self._counts[table.name] = self._counts.get(table.name, 0) + len(rows)
            for at in range(0, len(rows), ROWS_AT_A_TIME):
                self._connection.execute(insert(table), rows[at : at + ROWS_AT_A_TIME])
