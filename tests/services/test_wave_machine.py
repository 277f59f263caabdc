"""Waves at random: whatever the desk and the floor do, their counts are those of their orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Table

from app.db.unit_of_work import Database
from app.domain.locations import LocationKind
from app.domain.pack_state import PackPrompt
from app.domain.pick_state import PickPrompt, PickState
from app.domain.refusals import Refused
from app.domain.wave_splitting import SplitBy
from app.domain.waves import WaveState
from app.services import packing, picking, short_desk, waves
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.order_changes import cancel_order, edit_order
from app.services.order_holding import hold_order, lift_holds
from app.services.wave_board import wave_detail, waves_now
from app.services.wave_release import abort_wave, hold_wave, plan_wave, release_wave
from app.services.wave_sharing import merge_waves, split_wave
from app.services.wave_states import settle_waves
from app.services.wave_undo import undo_last
from tests import builders
from tests.services import books, shift
from tests.services.conftest import OpenDatabase
from tests.services.desk import take_all_out
from tests.services.ways import Way, embedded_way, shared_way

WAVE_VERBS: tuple[Callable[..., object], ...] = (
    plan_wave,
    release_wave,
    release_wave,
    hold_wave,
    abort_wave,
)
MOVES = (waves.add_to_wave, waves.move_to_wave, waves.remove_from_wave)
WHICH = st.integers(0, 5)
SHARING_ACTS = ("split", "merge", "undo")

MEMBERS = """
select wave.code, orders.id, orders.state, orders.released_at is not null,
       order_line.quantity - order_line.cancelled - order_line.short, order_line.picked,
       order_line.short, order_line.packed, order_line.shipped
from orders join wave on wave.id = orders.wave_id
join order_line on order_line.order_id = orders.id
"""


class WaveMachine(RuleBasedStateMachine):
    """A desk with a few orders and waves, two pickers and a packer, and little stock."""

    way: Way

    @initialize()
    def open_the_doors(self) -> None:
        self.way.make_new()
        self.floor = builders.a_workplace(self.way.database)
        builders.a_site(self.floor)
        builders.a_printer(self.floor)
        self.goods = [builders.an_item(self.floor) for _ in range(2)]
        self.places = [builders.a_location(self.floor) for _ in range(2)]
        self.aside = builders.a_location(self.floor, kind=LocationKind.QUARANTINE)
        for goods, place in zip(self.goods, self.places, strict=True):
            builders.stock(self.floor, goods, place, 12)
        self.people = [builders.an_operator(self.floor) for _ in range(2)]
        self.tasks: dict[int, PickState] = {}
        self.numbers: list[str] = []
        for _ in range(3):
            self.an_order_comes_in([(0, 2), (1, 1)])

    # The desk -----------------------------------------------------------------------------

    @rule(lines=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3)), min_size=1, max_size=2))
    def an_order_comes_in(self, lines: list[tuple[int, int]]) -> None:
        wanted = [(self.goods[item], units) for item, units in lines]
        self.numbers.append(builders.an_order(self.floor, *wanted))
        allocate_waiting_orders(self.floor)

    @rule(chosen=st.lists(st.integers(0, 9), max_size=3))
    def a_wave_is_made(self, chosen: list[int]) -> None:
        waves.create_wave(self.floor, waves.NewWave(), self.some_orders(chosen))

    @rule(which=WHICH, verb=st.sampled_from(WAVE_VERBS))
    def a_lead_decides_about_a_wave(self, which: int, verb: Callable[..., object]) -> None:
        self.tried(lambda: verb(self.floor, self.a_wave(which)))

    @rule(which=WHICH, chosen=st.lists(st.integers(0, 9), min_size=1, max_size=3), move=WHICH)
    def orders_join_leave_and_move(self, which: int, chosen: list[int], move: int) -> None:
        verb = MOVES[move % len(MOVES)]
        self.tried(lambda: verb(self.floor, self.a_wave(which), self.some_orders(chosen)))

    @rule(which=WHICH, other=WHICH, by=st.sampled_from(SplitBy), act=st.sampled_from(SHARING_ACTS))
    def a_lead_splits_merges_and_undoes(
        self, which: int, other: int, by: SplitBy, act: str
    ) -> None:
        code, source = self.a_wave(which), self.a_wave(other)
        acts: dict[str, Callable[[], object]] = {
            "split": lambda: split_wave(
                self.floor, code, by, order_ids=self.some_orders([which, other])
            ),
            "merge": lambda: merge_waves(self.floor, code, [source]),
            "undo": lambda: undo_last(self.floor),
        }
        self.tried(acts[act])

    @rule(which=st.integers(0, 9), act=st.sampled_from(["cancel", "edit", "hold", "lift", "short"]))
    def an_order_changes(self, which: int, act: str) -> None:
        number = self.numbers[which % len(self.numbers)]
        acts: dict[str, Callable[[], object]] = {
            "cancel": lambda: cancel_order(self.floor, number),
            "edit": lambda: edit_order(self.floor, number, {1: which % 4}),
            "hold": lambda: hold_order(self.floor, number),
            "lift": lambda: lift_holds(self.floor, number),
            "short": lambda: short_desk.wait_for_stock(self.floor, number),
        }
        self.tried(acts[act])

    @rule(which=st.integers(0, 9))
    def what_nobody_wants_is_taken_out(self, which: int) -> None:
        take_all_out(self.floor, self.numbers[which % len(self.numbers)], self.aside)

    @rule()
    def the_rows_of_waves_are_brought_up_to_date(self) -> None:
        settle_waves(self.floor)

    def some_orders(self, chosen: list[int]) -> list[int]:
        wanted = {self.numbers[place % len(self.numbers)] for place in chosen}
        return [books.order_id(self.floor, number) for number in sorted(wanted)]

    def a_wave(self, which: int) -> str:
        codes = [row[0] for row in books.rows(self.floor, "select code from wave order by id")]
        return str(codes[which % len(codes)]) if codes else "W-0"

    @staticmethod
    def tried(verb: Callable[[], object]) -> None:
        try:
            verb()
        except Refused:
            return

    # The floor ----------------------------------------------------------------------------

    @rule(person=st.integers(0, 1), scans=st.integers(1, 6))
    def a_picker_works(self, person: int, scans: int) -> None:
        for _ in range(scans):
            if person not in self.tasks:
                try:
                    self.tasks[person] = picking.claim_work(self.floor, self.people[person])
                except Refused:
                    return
            self.scan(person, shift.asked_for(self.tasks[person], self.a_free_tote()))

    @rule(person=st.integers(0, 1))
    def a_picker_undoes_or_pauses(self, person: int) -> None:
        for code in ("XCUND", "XCK", "XCPSE"):
            if person in self.tasks:
                self.scan(person, code)

    def scan(self, person: int, code: str) -> None:
        answer = picking.scan(
            self.floor, self.people[person], self.tasks[person], builders.entry(code)
        )
        self.tasks[person] = answer.state
        ended = answer.state.prompt in (PickPrompt.TASK_DONE, PickPrompt.PAUSED)
        if ended or answer.refusal is not None:
            del self.tasks[person]

    def a_free_tote(self) -> str:
        return builders.a_tote(self.floor)

    @rule()
    def a_packer_packs_an_order(self) -> None:
        sql = "select number from orders where state in ('picked', 'packing') order by id"
        for (number,) in books.rows(self.floor, sql)[:1]:
            answer = packing.open_order(self.floor, self.people[0], builders.entry(f"O-{number}"))
            if answer.state is not None and answer.state.lines:
                shift.pack_until(self.floor, self.people[0], answer.state, PackPrompt.DONE)

    # What always holds --------------------------------------------------------------------

    @invariant()
    def the_books_balance(self) -> None:
        books.audit(self.way.database)

    @invariant()
    def a_wave_counts_what_its_orders_say(self) -> None:
        recount = _recount(books.rows(self.floor, MEMBERS))
        for view in waves_now(self.floor, set(WaveState)):
            figures = view.figures
            found = recount.get(view.code, {})
            for name in ("orders", "done", "lines", "lines_done", "units", "picked", "short"):
                assert getattr(figures, name) == found.get(name, 0), (view.code, name)
            told = {order.number for order in wave_detail(self.floor, view.code).orders}
            assert len(told) == figures.orders
            if view.state is WaveState.COMPLETE:
                assert figures.done == figures.orders

    def teardown(self) -> None:
        settle_waves(self.floor)
        report = check_database(self.floor)
        broken = [checked for checked in report.invariants if not checked.holds]
        assert not broken, broken


def _recount(members: list[tuple[Any, ...]]) -> dict[str, dict[str, int]]:
    """The figures of each wave, added up line by line."""
    found: dict[str, dict[str, int]] = {}
    orders: dict[tuple[str, int], bool] = {}
    for code, order_id, state, released, wanted, picked, short, _packed, _shipped in members:
        counts = found.setdefault(code, dict.fromkeys(("lines", "lines_done", "units"), 0))
        counts["lines"] += wanted > 0
        counts["lines_done"] += wanted > 0 and picked >= wanted
        for name, units in (("units", wanted), ("picked", picked), ("short", short)):
            counts[name] = counts.get(name, 0) + units
        over = state in ("shipped", "cancelled", "closed")
        is_past = over or (bool(released) and picked >= wanted)
        orders[code, order_id] = orders.get((code, order_id), True) and is_past
    for (code, _), is_past in orders.items():
        found[code]["orders"] = found[code].get("orders", 0) + 1
        found[code]["done"] = found[code].get("done", 0) + is_past
    return found


def run(way: Way, examples: int, steps: int = 30) -> None:
    run_state_machine_as_test(
        type("Waves", (WaveMachine,), {"way": way}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


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


def test_whatever_happens_to_waves_their_counts_are_right(embedded: Way) -> None:
    run(embedded, 10)


@pytest.mark.postgresql
def test_the_counts_of_waves_are_right_on_a_shared_database(shared: Way) -> None:
    run(shared, 3)
