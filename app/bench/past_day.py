"""A worked day as plain rows beside the busy floor: 10,000 orders picked, packed and handed over.

For benchmarks of figures, which read what was done: orders, pick lines, scans, ledger and cartons.
One scan in a hundred was stopped, one line in a hundred ended short.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from app.bench.board_floor import ORDERS_A_CART, PEOPLE, ROWS_AT_A_TIME
from app.bench.wave_orders import AISLES, CELLS, wave
from app.db.schema import (
    Allocation,
    Carton,
    CartonLine,
    Location,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    Row,
    ScanLog,
    Shipment,
    StockMove,
)
from app.db.schema.locations import SUPPLIER_ID
from app.domain.locations import LocationKind, MoveReason
from app.domain.orders import OrderState
from app.domain.payment import PaymentState, RiskLevel
from app.domain.pick_state import PickMethod, ShortReason
from app.domain.refusals import WrongItem
from app.domain.tasks import CartonState, PickLineState, PickTaskState

HOURS = 8.0
STOPS_IN, SHORTS_IN = 100, 100
"""One scan, and one line, in so many."""

METHODS = (PickMethod.CLUSTER, PickMethod.BATCH, PickMethod.SINGLE)


def fill_past_day(connection: Connection, ends: datetime, *, orders: int, seed: int = 1) -> None:
    """Write a day's work that ended at a moment; `fill_busy_floor` made goods, shelves and people.

    Args:
        connection: to the database.
        ends: when the last order was handed over.
        orders: how many were worked.
        seed: tells days apart.
    """
    _PastDay(connection, ends, orders, seed).fill()


class _PastDay:
    """Writes the rows, cart by cart."""

    def __init__(self, connection: Connection, ends: datetime, orders: int, seed: int) -> None:
        self._connection, self._ends, self._orders = connection, ends, orders
        self._chance = random.Random(f"past day {seed}")  # noqa: S311 - a benchmark, no secret
        self._rows: dict[str, list[dict[str, object]]] = {}
        numbered: tuple[type[Row], ...] = (Order, OrderLine, PickTask, Shipment)
        self._next = {of: self._first_free(of) for of in numbered}
        self._location = self._first_free(Location)

    def _first_free(self, of: type[Row]) -> int:
        table = Row.metadata.tables[of.__tablename__]
        return int(self._connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1

    def fill(self) -> None:
        begins = self._ends - timedelta(hours=HOURS)
        made = wave(self._orders, self._next[Order] % 7 + 1)["orders"]
        carts = [made[at : at + ORDERS_A_CART] for at in range(0, len(made), ORDERS_A_CART)]
        step = timedelta(hours=HOURS - 1) / max(1, len(carts) / PEOPLE)
        for number, cart in enumerate(carts):
            person = number % PEOPLE + 1
            start = begins + (number // PEOPLE) * step
            self._cart(cart, person, start + timedelta(seconds=self._chance.uniform(0, 60)))
        self._flush()

    def _cart(self, cart: list[dict[str, object]], person: int, start: datetime) -> None:
        task = self._take(PickTask)
        picks = [(order, pick) for order in cart for pick in _picks(order)]
        ids = {id(order): self._take(Order) for order in cart}
        at = start
        method = self._chance.choice(METHODS)
        lines: dict[int, list[tuple[int, int, int]]] = {}
        for sequence, (order, (aisle, cell)) in enumerate(picks, start=1):
            at += timedelta(seconds=self._chance.uniform(15, 40))
            place = aisle * CELLS + cell + 1
            line = self._line(task, ids[id(order)], place, sequence, person, at)
            lines.setdefault(ids[id(order)], []).append((line, place, 1))
        self._add(
            PickTask, id=task, method=method, state=PickTaskState.DONE, released_at=start,
            started_at=start, finished_at=at, zone=self._chance.choice("ABCD"),
        )  # fmt: skip
        for order_id, packed in lines.items():
            self._order(order_id, start, at, person, packed)

    def _line(
        self, task: int, order: int, place: int, sequence: int, person: int, at: datetime
    ) -> int:
        number = self._take(OrderLine)
        is_short = self._chance.randrange(SHORTS_IN) == 0
        self._add(
            OrderLine, id=number, order_id=order, number=number, item_id=place,
            sku=f"SKU-{place}", name=f"Mug {place}", quantity=2, allocated=2,
            picked=1 + (not is_short),
        )  # fmt: skip
        self._add(
            Allocation, id=number, order_line_id=number, item_id=place, location_id=place,
            lot_id=0, quantity=0, reason="nearest", facts={}, made_at=at,
        )  # fmt: skip
        self._add(
            PickLine, id=number, task_id=task, order_line_id=number, allocation_id=number,
            item_id=place, location_id=place, lot_id=0, sequence=sequence, quantity=2,
            picked=1 + (not is_short), short=int(is_short), picked_at=at,
            state=PickLineState.SHORT if is_short else PickLineState.PICKED,
            short_reason=self._chance.choice(list(ShortReason)).value if is_short else "",
        )  # fmt: skip
        if self._chance.randrange(STOPS_IN) == 0:
            self._scan("pick", task, person, at - timedelta(seconds=4), WrongItem.__name__)
        scan = self._scan("pick", task, person, at)
        self._scan("pick", task, person, at + timedelta(seconds=3))
        self._add(
            StockMove, item_id=place, lot_id=0, from_location_id=place,
            to_location_id=SUPPLIER_ID, quantity=1 + (not is_short), reason=MoveReason.PICKED,
            order_line_id=number, pick_line_id=number, scan_id=scan, leg=0,
            operator_id=person, at=at,
        )  # fmt: skip
        return number

    def _order(
        self,
        order: int,
        released: datetime,
        picked: datetime,
        person: int,
        lines: list[tuple[int, int, int]],
    ) -> None:
        packed = picked + timedelta(minutes=self._chance.uniform(3, 40))
        shipped = packed + timedelta(minutes=self._chance.uniform(2, 50))
        due = self._ends - timedelta(hours=self._chance.choice((0, 2, 4)))
        self._add(
            Order, id=order, source="past", external_id=str(order), number=f"#{order}",
            state=OrderState.SHIPPED, payment=PaymentState.PAID, risk=RiskLevel.LOW,
            placed_at=released - timedelta(hours=self._chance.uniform(1, 12)), ship_by=due,
            released_at=released, shipped_at=shipped, content_hash="", version=1,
        )  # fmt: skip
        shipment, place = self._take(Shipment), self._location
        self._location += 1
        self._add(Location, id=place, code=f"P-{place}", kind=LocationKind.CARTON)
        self._add(
            Shipment, id=shipment, order_id=order, number=1, carrier="house", service="",
            made_at=packed,
        )  # fmt: skip
        self._add(
            Carton, id=shipment, shipment_id=shipment, location_id=place, number=1,
            state=CartonState.SHIPPED, opened_at=packed, closed_at=packed,
        )  # fmt: skip
        for line, _, units in lines:
            self._add(
                CartonLine, carton_id=shipment, order_line_id=line, lot_id=0,
                quantity=units,
            )  # fmt: skip
            self._scan("pack", order, person, packed)

    def _scan(
        self, work: str, about: int, person: int, at: datetime, refusal: str | None = None
    ) -> uuid.UUID:
        number = uuid.UUID(int=self._chance.getrandbits(128))
        self._add(
            ScanLog, scan_id=number, raw="x", payload_hash="x", work=work, work_id=about,
            refusal=refusal, station=f"P-{person:02d}", operator_id=person, at=at,
        )  # fmt: skip
        return number

    def _take(self, of: type[Row]) -> int:
        number = self._next[of]
        self._next[of] += 1
        return number

    def _add(self, of: type[Row], /, **values: object) -> None:
        self._rows.setdefault(of.__tablename__, []).append(values)

    def _flush(self) -> None:
        for table in Row.metadata.sorted_tables:
            rows = self._rows.pop(table.name, [])
            for at in range(0, len(rows), ROWS_AT_A_TIME):
                self._connection.execute(insert(table), rows[at : at + ROWS_AT_A_TIME])


def _picks(order: dict[str, object]) -> Iterator[tuple[int, int]]:
    found = order["picks"]
    assert isinstance(found, list)  # noqa: S101 - as `wave` makes it
    for aisle, cell in found:
        if aisle < AISLES:
            yield int(aisle), int(cell)
