"""A whole floor at random: imports, promises, picks, packing and mistakes, audited at each step.

The same floor runs on the embedded database, on PostgreSQL by statements, and on PostgreSQL by its
own functions: whatever people do, the three keep the same books.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Table

from app.db.queries.orders import lock_orders, order_facts
from app.db.schema import Order, OrderHold, PickTask
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.locations import LocationKind
from app.domain.orders import HoldReason, compute_state
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import OrderStopped, Refused, TaskTakenOver
from app.exchange.model import ImportedOrder
from app.services import packing, picking
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.identifying import Entry
from app.services.leases import ReapReport, reap
from app.services.order_states import refresh_states
from app.services.releasing import release_ready_orders
from app.services.spool_ledger import DatabaseSpool
from printing.jobs import JobState
from printing.spooler import LeaseLost, Step
from tests import builders
from tests.services import books, shift
from tests.services.conftest import OpenDatabase
from tests.services.ways import ByStatements, Way, embedded_way, shared_way

PEOPLE = st.integers(0, 1)
COMMANDS = st.sampled_from([command.value for command in Command])

AFTER = st.integers(1, 4)
OK, UNDO = Command.OK, Command.UNDO
DEVIATIONS = [
    (Command.SHORT, OK, OK),
    (Command.DAMAGED, OK),
    (Command.WRONG_LOCATION,),
    (Command.SKIP,),
    (Command.SKIP, Command.SKIP, OK),
    (UNDO, OK),
    (UNDO, OK, UNDO, OK),
    (Command.PAUSE,),
]
BENCH_DEVIATIONS = [
    (UNDO, OK),
    (UNDO, OK, UNDO, OK),
    (Command.REPRINT, OK),
    (Command.SHORT, OK),
    (Command.PAUSE,),
]


@dataclass(frozen=True)
class Handed:
    """A scan as it was handed in, to hand it in again."""

    person: int
    state: PickState | PackState
    entry: Entry


class FloorMachine(RuleBasedStateMachine):
    """Two people, three items at five places, and whatever they do."""

    way: Way

    @initialize()
    def open_the_doors(self) -> None:
        self.way.make_new()
        self.database = self.way.database
        self.floor = replace(builders.a_workplace(self.database), sender=self.way.sender)
        builders.a_site(self.floor)
        builders.a_printer(self.floor)
        self.goods = [builders.an_item(self.floor, case_of=3) for _ in range(3)]
        kinds = [LocationKind.PICK_FACE] * 4 + [LocationKind.RESERVE]
        self.places = [builders.a_location(self.floor, kind=kind) for kind in kinds]
        self.people = [builders.an_operator(self.floor) for _ in range(2)]
        self.totes = [builders.a_tote(self.floor) for _ in range(8)]
        self.orders: list[ImportedOrder] = []
        self.tasks: dict[int, PickState] = {}
        self.benches: dict[int, PackState] = {}
        self.handed: list[Handed] = []
        for number, goods in enumerate(self.goods):
            builders.stock(self.floor, goods, self.places[number], 6)
        for quantity in (1, 3):
            self.an_order_comes_in([(0, quantity), (1, 1)], note="")
        self.allocate_and_release()

    # The desk -----------------------------------------------------------------------------

    @rule(
        lines=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=3),
        note=st.sampled_from(["", "Ring twice"]),
        delivered=st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(0, 4))),
    )
    def orders_and_goods_come_in(
        self, lines: list[tuple[int, int]], note: str, delivered: tuple[int, int] | None
    ) -> None:
        if delivered is not None:
            item, place = delivered
            builders.stock(self.floor, self.goods[item], self.places[place], 4)
        self.an_order_comes_in(lines, note)
        self.allocate_and_release()

    def an_order_comes_in(self, lines: list[tuple[int, int]], note: str) -> None:
        wanted = [(self.goods[item], quantity) for item, quantity in lines]
        order = replace(builders.an_imported_order(wanted), note=note)
        self.orders.append(order)
        assert builders.bring_in(self.floor, order).new == 1

    def allocate_and_release(self) -> None:
        allocate_waiting_orders(self.floor)
        release_ready_orders(self.floor)

    @rule(data=st.data(), act=st.sampled_from(["again", "changed", "hold", "let go", "let go"]))
    def the_desk_changes_its_mind(self, data: st.DataObject, act: str) -> None:
        number = data.draw(st.integers(0, len(self.orders) - 1))
        if act == "hold":
            self.hold(self.orders[number].number)
        elif act == "let go":
            self.let_all_go()
        else:
            if act == "changed":
                self.orders[number] = replace(self.orders[number], tags=("seen again",))
            tally = builders.bring_in(self.floor, self.orders[number])
            assert (tally.new, tally.changed) == (0, 0) or act == "changed"

    def hold(self, number: str) -> None:
        def verb(work: UnitOfWork) -> None:
            order = work.session.query(Order).filter_by(number=number).one()
            if order.state.value not in ("shipped", "cancelled"):
                hold = OrderHold(order_id=order.id, reason=HoldReason.OPERATOR, held_at=work.now)
                work.session.add(hold)
                refresh_states(work, [order.id])

        self.database.run(verb)

    def let_all_go(self) -> None:
        def verb(work: UnitOfWork) -> None:
            holds = work.session.query(OrderHold).filter_by(lifted_at=None).all()
            for hold in holds:
                hold.lifted_at = work.now
            refresh_states(work, [hold.order_id for hold in holds])

        self.database.run(verb)

    # Pickers ------------------------------------------------------------------------------

    @rule(person=PEOPLE, scans=st.integers(1, 9))
    def a_picker_works(self, person: int, scans: int) -> None:
        self.pick_what_is_asked_for(person, scans)

    def pick_what_is_asked_for(self, person: int, scans: int) -> None:
        for _ in range(scans):
            if person not in self.tasks and not self.claim(person):
                return
            self.scan_at_shelf(person, shift.asked_for(self.tasks[person], self.a_free_tote()))

    def claim(self, person: int) -> bool:
        try:
            self.tasks[person] = self.way.claim(self.floor, self.people[person])
        except Refused:
            return False
        return True

    def a_free_tote(self) -> str:
        sql = "select min(code) from location join tote on location_id = id where order_id is null"
        return str(books.value(self.floor, sql))

    @precondition(lambda self: self.tasks)
    @rule(data=st.data())
    def pick_something_else(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.tasks)))
        for scan in data.draw(st.lists(self.any_scan(), min_size=1, max_size=3)):
            if person in self.tasks:
                self.scan_at_shelf(person, scan)

    @rule(person=PEOPLE, scans=st.sampled_from(DEVIATIONS), found=st.integers(0, 2), after=AFTER)
    def a_line_does_not_go_as_planned(
        self, person: int, scans: tuple[Command, ...], found: int, after: int
    ) -> None:
        self.pick_what_is_asked_for(person, after)
        for command in scans:
            if person in self.tasks:
                is_count = self.tasks[person].prompt is PickPrompt.SHORT_QUANTITY
                self.scan_at_shelf(person, found if is_count else command.value)

    def any_scan(self) -> st.SearchStrategy[str | int]:
        codes = [*self.totes, *(f"L-{place}" for place in self.places), "garbage", "T-99999"]
        codes += [code for goods in self.goods for code in (goods.barcode, goods.case_barcode)]
        return st.one_of(COMMANDS, COMMANDS, st.integers(0, 4), st.sampled_from(codes))

    def scan_at_shelf(self, person: int, scan: str | int) -> None:
        state = self.tasks[person]
        entry = builders.typed(scan) if isinstance(scan, int) else builders.entry(scan)
        self.handed.append(Handed(person, state, entry))
        answer = picking.scan(self.floor, self.people[person], state, entry)
        self.tasks[person] = answer.state
        gone = isinstance(answer.refusal, TaskTakenOver | OrderStopped)
        is_next = state.prompt is PickPrompt.TASK_DONE and scan == Command.OK.value
        if gone or is_next or answer.state.prompt is PickPrompt.PAUSED:
            del self.tasks[person]

    # Packers ------------------------------------------------------------------------------

    @rule(person=PEOPLE, scans=st.integers(1, 9))
    def a_packer_works(self, person: int, scans: int) -> None:
        self.pack_what_is_asked_for(person, scans)

    def pack_what_is_asked_for(self, person: int, scans: int) -> None:
        for _ in range(scans):
            if person not in self.benches and not self.open_bench(person):
                return
            self.scan_at_bench(person, shift.asked_at_bench(self.benches[person]))

    def open_bench(self, person: int) -> bool:
        sql = "select number from orders where state in ('picked', 'packing', 'packed') order by id"
        found = books.rows(self.floor, sql)
        if not found:
            return False
        entry = builders.entry(f"O-{found[-1][0]}")
        answer = packing.open_order(self.floor, self.people[person], entry)
        assert answer.state is not None, answer.refusal
        self.benches[person] = answer.state
        return True

    @precondition(lambda self: self.benches)
    @rule(data=st.data())
    def pack_something_else(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.benches)))
        for scan in data.draw(st.lists(self.any_scan(), min_size=1, max_size=3)):
            if person in self.benches:
                self.scan_at_bench(person, scan)

    @rule(person=PEOPLE, scans=st.sampled_from(BENCH_DEVIATIONS), after=AFTER)
    def a_parcel_does_not_go_as_planned(
        self, person: int, scans: tuple[Command, ...], after: int
    ) -> None:
        self.pack_what_is_asked_for(person, after)
        for command in scans:
            if person in self.benches:
                self.scan_at_bench(person, command.value)

    def scan_at_bench(self, person: int, scan: str | int) -> None:
        state = self.benches[person]
        entry = builders.typed(scan) if isinstance(scan, int) else builders.entry(scan)
        self.handed.append(Handed(person, state, entry))
        answer = packing.scan(self.floor, self.people[person], state, entry)
        assert answer.state is not None
        self.benches[person] = answer.state
        ended = answer.state.prompt in (PackPrompt.DONE, PackPrompt.PARKED)
        if ended or isinstance(answer.refusal, OrderStopped):
            del self.benches[person]

    # Faults -------------------------------------------------------------------------------

    @rule(which=st.integers(0, 1))
    def a_lease_runs_out(self, which: int) -> None:
        """Its holder's next scan takes the work up again, unless somebody else has claimed it."""
        held = books.rows(self.floor, "select id from pick_task where state = 'in_progress'")
        if which < len(held):
            with self.database.begin() as work:
                task = work.session.get_one(PickTask, held[which][0])
                task.lease_until = work.now - timedelta(hours=1)
            assert reap(self.floor) != ReapReport()

    @precondition(lambda self: self.handed)
    @rule(back=st.integers(1, 6))
    def a_scan_is_handed_in_again(self, back: int) -> None:
        again = self.handed[-min(back, len(self.handed))]
        before = books.everything(self.floor)
        person = self.people[again.person]
        if isinstance(again.state, PickState):
            picking.scan(self.floor, person, again.state, again.entry)
        else:
            packing.scan(self.floor, person, again.state, again.entry)
        assert books.everything(self.floor) == before

    @precondition(lambda self: self.handed)
    @rule(back=st.integers(2, 6))
    def a_station_falls_behind(self, back: int) -> None:
        old = self.handed[-min(back, len(self.handed))]
        if isinstance(old.state, PickState):
            self.tasks[old.person] = old.state
        else:
            self.benches[old.person] = old.state

    @rule(data=st.data(), worker=st.sampled_from(["w1", "w2"]))
    def a_printer_works(self, data: st.DataObject, worker: str) -> None:
        spool = DatabaseSpool(self.database)
        job = spool.lease_next(worker, 60, only=None, avoid=frozenset())
        path = [JobState.RENDERING, JobState.READY, JobState.SENDING]
        end = data.draw(st.sampled_from([JobState.SENT, JobState.CONFIRMED, JobState.UNCERTAIN]))
        if job is None or job.state not in (JobState.QUEUED, *path):
            return
        rest = path[path.index(job.state) + 1 :] if job.state in path else path
        for state in [*rest, end][: data.draw(st.integers(0, 4))]:
            try:
                spool.record(job.id, worker, Step(state, payload=b"x"))
            except LeaseLost:
                return

    # What always holds --------------------------------------------------------------------

    @invariant()
    def the_books_balance(self) -> None:
        books.audit(self.database)

    @invariant()
    def each_order_s_state_is_what_its_lines_say(self) -> None:
        with self.database.begin() as work:
            orders = lock_orders(work.session, [row.id for row in work.session.query(Order)])
            facts = order_facts(work.session, orders)
            told = {order.number: order.state for order in orders}
            assert told == {order.number: compute_state(facts[order.id]) for order in orders}

    def teardown(self) -> None:
        report = check_database(self.floor)
        broken = [checked for checked in report.invariants if not checked.holds]
        assert not broken, broken


@pytest.fixture
def embedded() -> Iterator[Way]:
    with embedded_way() as way:
        yield way


@pytest.fixture
def shared(
    postgresql_databases: tuple[OpenDatabase, dict[str, Database]],
    rows_of_a_new_database: dict[Table, list[dict[str, Any]]],
) -> Iterator[Way]:
    with shared_way(postgresql_databases[0]("desk"), rows_of_a_new_database) as way:
        yield way


def run(way: Way, examples: int) -> None:
    run_state_machine_as_test(
        type("Floor", (FloorMachine,), {"way": way}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_people_do_the_books_balance(embedded: Way) -> None:
    run(embedded, 8)


@pytest.mark.postgresql
def test_the_books_balance_on_a_shared_database_by_statements(shared: Way) -> None:
    by_statements = ByStatements(shared.database)
    run(replace(shared, claim=by_statements.claim, sender=by_statements), 2)


@pytest.mark.postgresql
def test_the_books_balance_on_a_shared_database_in_one_round_trip(shared: Way) -> None:
    run(shared, 4)
