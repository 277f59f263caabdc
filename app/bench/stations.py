"""Stations that put one unit after the other, and what that takes: alone, in a row, at a pace."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Barrier

from sqlalchemy import select, update
from uuid_utils.compat import uuid7

from app.bench.raw_commit import Durations
from app.db.ledger import Move, move_units
from app.db.schema import NO_LOT, Item, Location, Operator, Order, PickTask, PickTaskTote
from app.db.schema.locations import SUPPLIER_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind, MoveReason
from app.domain.operators import OperatorRole
from app.domain.payment import PaymentState, RiskLevel
from app.domain.pick_effects import PutInTote
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.exchange.model import ImportedAddress, ImportedLine, ImportedOrder, Source
from app.services import picking, station_setup
from app.services.allocating import allocate_waiting_orders
from app.services.identifying import Entry
from app.services.import_orders import store_orders
from app.services.import_tally import Tally
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace

Apply = Callable[[Workplace, PickRequest], Applied]

FIRST_TOTE = 77_001
"""Totes of the benchmark's own, beside those of the demo warehouse."""

UNITS_PER_STATION = 100_000


@dataclass(frozen=True)
class Loop:
    """What a number of stations did: how long each scan took, and how many there were a second."""

    durations: Durations
    per_second: float


class BenchStation:
    """One station with a task of its own, large enough for every measurement."""

    def __init__(self, workplace: Workplace, operator_id: int, tote: str) -> None:
        """Claim a task and bind its tote."""
        self.workplace = workplace
        self.operator_id = operator_id
        state = picking.claim_work(workplace, operator_id)
        state = picking.scan(workplace, operator_id, state, Entry(tote, uuid7())).state
        if state.line is None or state.tote is None:
            raise RuntimeError("the benchmark's own task has no line or no tote")
        self._state, self._line, self._tote = state, state.line, state.tote
        self._revision = state.revision

    def put(self, apply: Apply, through: Workplace | None = None) -> None:
        """Put one unit, and have it committed.

        Args:
            apply: how it is written.
            through: by way of which connections; the station's own by default.
        """
        effect = PutInTote(self._line.pick_line_id, 1, self._tote)
        request = PickRequest(
            scan_id=uuid7(),
            raw=self._line.item.sku,
            payload_hash="0" * 64,
            task_id=self._state.task_id,
            epoch=self._state.epoch,
            revision=self._revision,
            operator_id=self.operator_id,
            station=self.workplace.station,
            effects=(effect,),
        )
        said = apply(through or self.workplace, request)
        if said.verdict is not Verdict.APPLIED or said.revision is None:
            raise RuntimeError(f"a put of the benchmark was not written: {said}")
        self._revision = said.revision


def bench_stations(workplace: Workplace, count: int) -> list[BenchStation]:
    """So many stations, each with goods, an order, a task, a picker and a tote of its own."""
    mark = uuid7().hex.upper()
    orders = [_an_order(f"{mark}-{number}") for number in range(count)]

    def furnish(work: UnitOfWork) -> list[int]:
        people = [_a_person_and_goods(work, order.number) for order in orders]
        store_orders(work, orders, Tally(file="bench", source=Source.SHOPIFY))
        return people

    def put_first(work: UnitOfWork) -> None:
        """Whatever else waits on this floor is not for the benchmark."""
        own = select(Order.id).where(Order.number.in_([order.number for order in orders]))
        tasks = select(PickTaskTote.task_id).where(PickTaskTote.order_id.in_(own))
        work.session.execute(update(PickTask).where(PickTask.id.in_(tasks)).values(priority=10**6))

    people = workplace.database.run(furnish)
    station_setup.add_totes(workplace, range(FIRST_TOTE, FIRST_TOTE + count))
    allocate_waiting_orders(workplace)
    release_ready_orders(workplace)
    workplace.database.run(put_first)
    return [
        BenchStation(replace(workplace, station=f"B-{number}"), person, f"T-{FIRST_TOTE + number}")
        for number, person in enumerate(people)
    ]


def _a_person_and_goods(work: UnitOfWork, sku: str) -> int:
    """A picker, and an item at a location of its own, both called after their order."""
    person = Operator(staff_number=sku[-16:], name="Bench", role=OperatorRole.PICKER)
    item = Item(sku=sku, name="Bench", length_mm=50, width_mm=40, height_mm=30, weight_g=100)
    place = Location(code=f"BENCH-{sku[-20:]}", kind=LocationKind.PICK_FACE, zone="BENCH")
    place.check_digits, place.pick_sequence = "19", 1
    work.session.add_all([person, item, place])
    work.session.flush()
    move_units(
        work,
        Move(
            item_id=item.id,
            lot_id=NO_LOT,
            source=SUPPLIER_ID,
            target=place.id,
            quantity=UNITS_PER_STATION,
            reason=MoveReason.RECEIVED,
        ),
    )
    return person.id


def _an_order(number: str) -> ImportedOrder:
    now = datetime.now(UTC)
    home = ImportedAddress("Bench", "", ("Quay 1",), "Bristol", "", "BS1 4TR", "GB", "", "")
    return ImportedOrder(
        source=Source.SHOPIFY,
        external_id=number,
        number=number,
        placed_at=now,
        paid_at=now,
        payment=PaymentState.PAID,
        payment_waived=False,
        cancelled_at=None,
        risk=RiskLevel.LOW,
        currency="EUR",
        language="en",
        ship_to=home,
        bill_to=None,
        shipping_method="",
        ship_by=None,
        note="",
        gift_message="",
        tags=(),
        lines=(ImportedLine("1", number, "Bench", UNITS_PER_STATION, 100, True, False),),
        row=1,
    )


def alone(act: Callable[[], None], rounds: int) -> Loop:
    """One station, each scan as soon as the one before is done."""
    return in_a_row([act], rounds)


def in_a_row(acts: Sequence[Callable[[], None]], rounds: int) -> Loop:
    """Stations at once, each scan as soon as the station's one before is done."""
    return _all_at_once(acts, lambda act, start: _in_a_row(act, rounds, start))


def at_a_pace(acts: Sequence[Callable[[], None]], rounds: int, pause: float) -> Loop:
    """Stations at once, each with a scan every `pause` seconds, whatever the one before took.

    A scan's time runs from when it was due, so that a queue shows.
    """

    def one(act: Callable[[], None], start: float) -> list[float]:
        first = start + pause * (id(act) % 97) / 97
        return _paced(act, [first + pause * number for number in range(rounds)])

    return _all_at_once(acts, one)


def _in_a_row(act: Callable[[], None], rounds: int, _start: float) -> list[float]:
    seconds: list[float] = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    return seconds


def _paced(act: Callable[[], None], due_times: Sequence[float]) -> list[float]:
    seconds: list[float] = []
    for due in due_times:
        time.sleep(max(0.0, due - time.perf_counter()))
        act()
        seconds.append(time.perf_counter() - due)
    return seconds


def _all_at_once(
    acts: Sequence[Callable[[], None]], one: Callable[[Callable[[], None], float], list[float]]
) -> Loop:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], None]) -> list[float]:
        act()  # connects, and lets both sides remember the statements
        barrier.wait(60)
        return one(act, time.perf_counter())

    with ThreadPoolExecutor(len(acts)) as threads:
        started = time.perf_counter()
        found = [seconds for some in threads.map(run, acts) for seconds in some]
        elapsed = time.perf_counter() - started
    return Loop(Durations.of(found), len(found) / elapsed)
