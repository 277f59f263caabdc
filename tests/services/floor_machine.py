"""The rules by which a floor is played at random: what people, the desk and faults do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from app.db.queries.orders import lock_orders, order_facts
from app.db.schema import Order, PickTask
from app.domain.inspection_rules import WHOLE, RuleKind
from app.domain.orders import compute_state
from app.domain.pick_state import PickMethod, PickPrompt
from app.domain.readings import Command
from app.services import short_desk
from app.services.checking import check_database
from app.services.leases import ReapReport, reap
from app.services.order_address import NewAddress, change_address
from app.services.order_changes import cancel_order, edit_order
from app.services.order_holding import hold_order, lift_holds
from app.services.raising_inspections import demand_inspection, let_pass, set_rules
from app.services.spool_ledger import DatabaseSpool
from printing.jobs import JobState
from printing.spooler import LeaseLost, Step
from tests import builders
from tests.services import books, line_books
from tests.services.desk import take_all_out
from tests.services.floor_stand_rules import MORE, PEOPLE, StandRules

AFTER = st.integers(1, 4)
A_KIND = st.sampled_from([None, 0, 1, 2])
"""One of the items, or none."""
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
WALL_DEVIATIONS = [(UNDO, OK), (Command.SHORT, OK), (Command.DAMAGED,), (Command.PAUSE,)]
CARE = ("out", "demand", "demand", "pass")
FILES = ("same file", "changed file")
HOME = NewAddress("Lena Beispiel", ("Hauptstr. 2",), "Kiel", "DE", "24103")
RULES_A_READING = 4
"""The books are read after so many rules, and at the end of each play."""


class FloorMachine(StandRules, RuleBasedStateMachine):
    """What happens on the floor, in any order."""

    rules_played = 0

    @initialize(
        methods=st.lists(st.sampled_from(PickMethod), min_size=2, max_size=2),
        positions=st.integers(2, 3),
        numbered=A_KIND,
        of_lots=A_KIND,
        share=st.sampled_from([0, 0, WHOLE // 2, WHOLE]),
    )
    def open_the_doors(
        self,
        methods: list[PickMethod],
        positions: int,
        numbered: int | None,
        of_lots: int | None,
        share: int,
    ) -> None:
        self.open(numbered, None if of_lots == numbered else of_lots)
        set_rules(self.floor, {RuleKind.SHARE: share})
        for method in methods:
            for quantity in (1, 3):
                self.an_order_comes_in([(0, quantity), (1, 1), (2, 4 - quantity)])
            self.an_order_comes_in([(2, 2)])
            self.release(method, positions)

    # The desk -----------------------------------------------------------------------------

    @rule(
        orders=st.lists(
            st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=3),
            min_size=1,
            max_size=3,
        ),
        note=st.sampled_from(["", "", "Ring twice"]),
        delivered=st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(0, 4))),
        method=st.sampled_from(PickMethod),
        positions=st.integers(1, 3),
        into_carton=st.booleans(),
    )
    def orders_and_goods_come_in(
        self,
        orders: list[list[tuple[int, int]]],
        note: str,
        delivered: tuple[int, int] | None,
        method: PickMethod,
        positions: int,
        into_carton: bool,
    ) -> None:
        self.did("orders come in")
        if delivered is not None:
            item, place = delivered
            self.goods_come_in(item, place, 4)
        for lines in orders:
            self.an_order_comes_in(lines, note)
        self.release(method, positions, into_carton=into_carton)

    @rule(
        which=st.integers(0, 99),
        act=st.sampled_from(
            ["cancel", "edit", "edit", "hold", "lift", "lift", "address", "wait", *FILES, *CARE]
        ),
        units=st.integers(0, 4),
    )
    def the_desk_changes_an_order(self, which: int, act: str, units: int) -> None:
        number = self.orders[which % len(self.orders)].number
        acts: dict[str, Callable[[], object]] = {
            "cancel": lambda: cancel_order(self.floor, number),
            "edit": lambda: edit_order(self.floor, number, {1: units}),
            "hold": lambda: hold_order(self.floor, number),
            "lift": lambda: lift_holds(self.floor, number),
            "address": lambda: change_address(self.floor, number, HOME),
            "wait": lambda: short_desk.wait_for_stock(self.floor, number),
            "out": lambda: take_all_out(self.floor, number, self.aside),
            "demand": lambda: demand_inspection(self.floor, number),
            "pass": lambda: let_pass(self.floor, number),
            **{file: lambda: self.a_file_comes_again(which, act) for file in FILES},
        }
        self.tried(act, acts[act])

    def a_file_comes_again(self, which: int, act: str) -> None:
        number = which % len(self.orders)
        if act == "changed file":
            self.orders[number] = replace(self.orders[number], tags=("seen again",))
        tally = builders.bring_in(self.floor, self.orders[number])
        assert (tally.new, tally.changed) == (0, 0) or act == "changed file"

    # Pickers ------------------------------------------------------------------------------

    @rule(person=PEOPLE, scans=MORE)
    def a_picker_works(self, person: int, scans: int) -> None:
        for _ in range(scans):
            if person not in self.tasks and not self.claim(person):
                return
            self.scan_at_shelf(person, self.asked_at_shelf(self.tasks[person]))

    @rule(person=PEOPLE)
    def a_picker_goes_on_to_the_end(self, person: int) -> None:
        self.a_picker_works(person, 25)

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
        self.a_picker_works(person, after)
        for command in scans:
            if person in self.tasks:
                state = self.tasks[person]
                if state.prompt is PickPrompt.UNDO_TOTE:
                    self.scan_at_shelf(person, state.history[-1].tote)
                    state = self.tasks.get(person, state)
                is_count = state.prompt is PickPrompt.SHORT_QUANTITY
                if person in self.tasks:
                    self.scan_at_shelf(person, found if is_count else command.value)

    @rule(person=PEOPLE, after=AFTER, unloads=st.booleans())
    def a_tote_or_the_cart_is_full(self, person: int, after: int, unloads: bool) -> None:
        self.a_picker_works(person, after)
        for scan in (Command.FULL.value, f"L-{self.lane}" if unloads else self.a_free_tote()):
            if person in self.tasks:
                self.scan_at_shelf(person, scan)

    @rule(person=PEOPLE, tote=st.integers(0, 7), zone=st.integers(0, 2), scans=MORE)
    def a_tote_is_scanned_to_go_on_with_it(
        self, person: int, tote: int, zone: int, scans: int
    ) -> None:
        if zone:
            self.work_in_zone(person, zone)
            self.bring_into_zone(person, self.totes[tote])
        else:
            self.take_over(person, self.totes[tote])
        self.a_picker_works(person, scans)
        self.work_in_zone(person, 0)

    # Sorters ------------------------------------------------------------------------------

    @rule(person=PEOPLE, scans=MORE)
    def a_sorter_works(self, person: int, scans: int) -> None:
        for _ in range(scans):
            if person not in self.walls:
                self.open_wall(person)
            asked = self.asked_at_wall(self.walls[person])
            if asked is None or not self.scan_at_wall(person, asked):
                return

    @rule(person=PEOPLE)
    def a_sorter_goes_on_to_the_end(self, person: int) -> None:
        self.a_sorter_works(person, 25)

    @rule(person=PEOPLE, after=AFTER, deviation=st.sampled_from(WALL_DEVIATIONS), data=st.data())
    def sorting_does_not_go_as_planned(
        self, person: int, after: int, deviation: tuple[Command, ...], data: st.DataObject
    ) -> None:
        self.a_sorter_works(person, after)
        others = data.draw(st.lists(self.any_scan(), max_size=2))
        for scan in (*(command.value for command in deviation), *others):
            if person in self.walls:
                self.scan_at_wall(person, scan)

    # Packers ------------------------------------------------------------------------------

    @rule(person=PEOPLE, scans=MORE, bulk=st.integers(0, 3))
    def a_packer_works(self, person: int, scans: int, bulk: int) -> None:
        for _ in range(scans):
            if person in self.benches:
                self.scan_at_bench(person, self.asked_at_bench(self.benches[person]))
                continue
            code = self.what_to_pack(person, bulk)
            if code is None:
                return
            if not self.open_bench(person, code):
                return

    @rule(person=PEOPLE)
    def a_packer_goes_on_for_long(self, person: int) -> None:
        self.a_packer_works(person, 25, 0)

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
        self.a_packer_works(person, after, 0)
        for command in scans:
            if person in self.benches:
                self.scan_at_bench(person, command.value)

    # Faults -------------------------------------------------------------------------------

    @rule(
        kind=st.sampled_from(["kill", "kill", "lease", "again", "again", "behind", "print"]),
        person=PEOPLE,
        back=st.integers(1, 6),
        data=st.data(),
    )
    def something_fails(self, kind: str, person: int, back: int, data: st.DataObject) -> None:
        again = self.handed[-min(back, len(self.handed))] if self.handed else None
        if kind == "kill":
            self.station_dies(person)
        elif kind == "lease":
            self.a_lease_runs_out(person)
        elif kind == "print":
            self.a_printer_works(data)
        elif again is not None and kind == "behind":
            self.fall_behind(again)
        elif again is not None:
            before = books.everything(self.floor)
            self.hand_in_again(again)
            assert books.everything(self.floor) == before

    def a_lease_runs_out(self, which: int) -> None:
        """Its holder's next scan takes the work up again, unless somebody else has claimed it."""
        held = books.rows(self.floor, "select id from pick_task where state = 'in_progress'")
        if which < len(held):
            with self.database.begin() as work:
                task = work.session.get_one(PickTask, held[which][0])
                task.lease_until = work.now - timedelta(hours=1)
            assert reap(self.floor) != ReapReport()
            self.did("lease out")

    def a_printer_works(self, data: st.DataObject) -> None:
        self.did("print")
        worker = data.draw(st.sampled_from(["w1", "w2"]))
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
    def now_and_then_the_books_are_read(self) -> None:
        self.rules_played += 1
        if self.rules_played % RULES_A_READING == 0:
            self.read_the_books()

    def read_the_books(self) -> None:
        books.audit(self.database)
        line_books.audit(self.database)
        self.each_order_s_state_is_what_its_lines_say()

    def each_order_s_state_is_what_its_lines_say(self) -> None:
        with self.database.begin() as work:
            orders = lock_orders(work.session, [row.id for row in work.session.query(Order)])
            facts = order_facts(work.session, orders)
            told = {order.number: order.state for order in orders}
            assert told == {order.number: compute_state(facts[order.id]) for order in orders}

    def teardown(self) -> None:
        self.finish_the_day()
        self.read_the_books()
        report = check_database(self.floor)
        broken = [checked for checked in report.invariants if not checked.holds]
        assert not broken, broken
