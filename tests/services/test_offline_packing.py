"""A packer finishes the order on the bench while the database is away; one slip comes out of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.bootstrap.print_room import work_off
from app.db.journal import EntryState
from app.db.schema import Discrepancy, Operator, Order, OrderHold
from app.domain.discrepancies import CannotBeWritten, Deed, DiscrepancyKind, Resolution
from app.domain.offline import Activity, NeedsDatabase
from app.domain.orders import HoldReason
from app.domain.pack_state import PackPrompt
from app.domain.refusals import AlreadyPacked, ItemNotInOrder, OrderStopped, Refused, UnknownCode
from app.services import bench_work
from app.services.discrepancies import open_discrepancies, settle
from app.services.order_states import refresh_states
from printing.jobs import JobState
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services import shift
from tests.services.offline_bench import (
    OneOrder,
    a_bench,
    an_order_at_the_bench,
    carton,
    jobs,
    pack_all,
)
from tests.services.offline_floor import OfflineFloor, offline_floor, until

pytestmark = pytest.mark.postgresql

P = PackPrompt


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


@pytest.fixture
def order(net: OfflineFloor, tmp_path: Path) -> OneOrder:
    return an_order_at_the_bench(net, tmp_path)


def test_order_is_packed_and_closed_off_line_and_one_slip_comes_out(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        bench.scan(order.mug.barcode)
        net.cut()
        assert bench.scan(order.lamp.barcode).is_stored
        answer = bench.scan("XCUND", order.lamp.barcode, order.lamp.barcode, order.mug.barcode)
        assert answer.state is not None
        assert answer.state.prompt is P.CHOOSE_PACKAGING
        answer = bench.scan("XCK")
        assert answer.state is not None
        assert answer.state.prompt is P.LABEL_WAITS
        until(lambda: bench.papers() == [JobState.CONFIRMED], "the slip")
        assert len(order.slips) == 1
        assert carton(net).revision == 1, "nothing of it can be on record"
        assert bench.back().raised == ()
        assert set(bench.entry_states()) == {EntryState.CONFIRMED}
        assert net.violations() == []
        closed = carton(net)
        assert closed.sscc is not None
        assert closed.revision == bench.state.revision if bench.state else 0
        assert jobs(net) == [(JobState.CONFIRMED, 1)]
        work_off(bench.line.workplace, printer="F")
        assert len(order.slips) == 1, "the slip is out already; only the label is printed"
        assert jobs(net, "shipping_label") == [(JobState.CONFIRMED, 1)]

        # The parcel goes on by its slip.
        opened = bench.open(f"O-{order.number}")
        assert opened.state is not None
        assert opened.state.prompt is P.SCAN_LABEL
        done = bench.scan(f"]C100{closed.sscc}").state
        assert done is not None
        assert done.prompt is P.DONE
    assert net.violations() == []


def test_codes_are_judged_at_the_bench_and_refusals_are_on_record(
    net: OfflineFloor, order: OneOrder
) -> None:
    foreign = builders.an_item(net.desk)
    with a_bench(net, order) as bench:
        net.cut()
        bench.scan(order.lamp.barcode)
        assert isinstance(bench.scan(order.lamp.barcode).refusal, AlreadyPacked)
        refusal = bench.scan(foreign.barcode).refusal
        assert isinstance(refusal, UnknownCode | ItemNotInOrder)
        bench.back()
        assert bench.entry_states() == [EntryState.CONFIRMED] * 3
    logged = [name for name in net.scans().values() if name is not None]
    assert sorted(logged) == ["AlreadyPacked", "UnknownCode"]


def test_what_only_the_database_can_do_waits_in_its_own_words(
    net: OfflineFloor, order: OneOrder
) -> None:
    other = builders.a_released_order(net.desk, (order.mug, 1))
    with a_bench(net, order) as bench:
        net.cut()
        bench.scan(order.mug.barcode)
        for codes in (("XCSHRT", "XCK"),):
            with pytest.raises(Refused) as refused:
                bench.scan(*codes)
            assert refused.value.refusal == NeedsDatabase(Activity.REPORT_MISSING)
        bench.scan("XCUND", order.mug.barcode, order.lamp.barcode)
        assert bench.open(f"O-{other}").refusal == NeedsDatabase(Activity.PACK)
        bench.scan("XCK")
        assert bench.scan(f"O-{order.number}").refusal == NeedsDatabase(Activity.LABEL)
        assert bench.open(f"O-{order.number}").state == bench.state


def test_bench_that_is_killed_off_line_goes_on_with_the_same_order(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        net.cut()
        bench.scan(order.mug.barcode, order.lamp.barcode)
    with a_bench(net, order, is_away=True) as bench:  # the database is still away
        kept = bench_work.kept_order(bench.line.workplace, order.operator)
        assert kept is not None
        assert kept.verified == 2
        assert bench.open(order.tote).state == kept
        bench.scan(order.mug.barcode, "XCK")
        until(lambda: bench.papers() == [JobState.CONFIRMED], "the slip")
        bench.back()
    assert carton(net).sscc is not None
    assert len(order.slips) == 1
    assert net.violations() == []


# What the world changed ---------------------------------------------------------------------


def change_order(net: OfflineFloor, order: OneOrder, what: str) -> None:
    """What may happen to an order meanwhile."""
    with net.desk.database.begin() as work:
        row = work.session.scalars(select(Order).where(Order.number == order.number)).one()
        if what == "cancelled":
            row.cancelled_at = work.now
            refresh_states(work, [row.id])
        elif what == "held":
            reason = HoldReason.CUSTOMER_REQUEST
            hold = OrderHold(order_id=row.id, reason=reason, detail="", held_at=work.now)
            work.session.add(hold)
            refresh_states(work, [row.id])
        else:
            work.session.get_one(Operator, order.operator).active = False


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("cancelled", DiscrepancyKind.ORDER_STOPPED),
        ("held", DiscrepancyKind.ORDER_STOPPED),
        ("switched off", DiscrepancyKind.NOT_ALLOWED),
    ],
)
def test_units_of_an_order_that_was_stopped_become_tasks_for_a_person(
    net: OfflineFloor, order: OneOrder, what: str, kind: DiscrepancyKind
) -> None:
    lead = builders.an_operator(net.desk, "Mira Lind")
    with a_bench(net, order) as bench:
        net.cut()
        pack_all(bench, order)
        bench.scan("XCK")
        change_order(net, order, what)
        told = bench.back()
    assert {view.kind for view in told.raised} == {kind}
    with net.desk.database.begin() as work:
        rows = work.session.scalars(select(Discrepancy).order_by(Discrepancy.id)).all()
        deeds = [(str(row.facts["deed"]), row.facts["sku"]) for row in rows]
    mug, lamp = order.mug.sku, order.lamp.sku
    assert deeds == [("pack", mug), ("pack", lamp), ("pack", mug), ("close", "")]
    assert rows[0].facts["place"] == order.tote
    assert carton(net).sscc is None
    assert net.units_at(order.tote) == 3
    assert net.violations() == []
    assert lead


def test_carton_that_another_bench_worked_on_is_not_written_over(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        net.cut()
        bench.scan(order.mug.barcode)
        elsewhere = shift.open_bench(net.desk, order.operator, order.tote)
        shift.pack(net.desk, order.operator, elsewhere, order.mug.barcode)
        told = bench.back()
        (view,) = told.raised
        assert view.kind is DiscrepancyKind.CARTON_CHANGED
        assert (view.facts.deed, view.facts.quantity) == (Deed.PACK, 1)
        fresh = bench_work.present_order(bench.line.workplace, order.operator, bench.state.order_id)  # type: ignore[union-attr]
        assert fresh is not None
        assert fresh.verified == 1
    assert net.units_at(order.tote) == 2


def test_unit_that_is_in_the_parcel_is_written_once_the_books_allow_it(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        net.cut()
        bench.scan(order.mug.barcode)
        change_order(net, order, "held")
        bench.back()
    (view,) = open_discrepancies(net.desk, order.operator)
    with pytest.raises(Refused) as refused:
        settle(net.desk, order.operator, view.id, Resolution.WRITTEN)
    assert isinstance(refused.value.refusal, CannotBeWritten)
    with net.desk.database.begin() as work:
        work.session.scalars(select(OrderHold)).one().lifted_at = work.now
    settle(net.desk, order.operator, view.id, Resolution.WRITTEN)
    assert open_discrepancies(net.desk, order.operator) == ()
    assert net.units_at(order.tote) == 2
    assert net.violations() == []


def test_bench_that_is_online_again_without_having_done_anything_just_goes_on(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        bench.scan(order.mug.barcode)
        change_order(net, order, "held")
        assert isinstance(bench.scan(order.lamp.barcode).refusal, OrderStopped)
        assert bench.entry_states() == [], "on line nothing goes by way of the journal"


def test_journal_that_is_sent_twice_writes_and_prints_nothing_twice(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        net.cut()
        pack_all(bench, order)
        bench.scan("XCK")
        until(lambda: bench.papers() == [JobState.CONFIRMED], "the slip")
        bench.back()
        before = (net.moves(), jobs(net), carton(net).revision)
    connection = sqlite3.connect(net.folder / "journal-P-01.sqlite3")
    connection.execute("update entry set state = 'stored'")
    connection.commit()
    connection.close()
    with a_bench(net, order, prints=False) as bench:
        bench.back()
    assert (net.moves(), jobs(net), carton(net).revision) == before
