"""What the world changed while a station was off line becomes a person's task, never silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.db.journal import EntryState
from app.db.schema import Discrepancy, EventLog, Operator, Order, PickTask, Stock
from app.domain.discrepancies import (
    AlreadySettled,
    CannotBeWritten,
    Deed,
    DiscrepancyKind,
    Resolution,
)
from app.domain.operators import OperatorRole
from app.domain.refusals import NotAllowed, Refused
from app.domain.tasks import PickTaskState
from app.services.discrepancies import open_discrepancies, settle
from app.services.picking import claim_work
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services.offline_floor import OfflineFloor, Picker, offline_floor

pytestmark = pytest.mark.postgresql


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


class OneOrder:
    """An order of two mugs and a lamp, claimed by Ana, its tote bound."""

    def __init__(self, net: OfflineFloor, picker: Picker) -> None:
        self.mug, self.mug_place = builders.some_stock(net.desk)
        self.lamp, self.lamp_place = builders.some_stock(net.desk)
        self.tote = builders.a_tote(net.desk)
        self.operator = builders.an_operator(net.desk)
        self.number = builders.a_released_order(net.desk, (self.mug, 2), (self.lamp, 1))
        picker.wait_online()
        picker.sign_in(self.operator)
        picker.claim()
        picker.scan(self.tote)


@pytest.fixture
def picker(net: OfflineFloor) -> Iterator[Picker]:
    with net.station() as picker:
        yield picker


@pytest.fixture
def order(net: OfflineFloor, picker: Picker) -> OneOrder:
    return OneOrder(net, picker)


def back(net: OfflineFloor, picker: Picker) -> None:
    """The network is there again, and the journal sent."""
    net.heal()
    picker.wait_online()


def cancel(net: OfflineFloor, number: str) -> None:
    """The shop cancels an order; what is picked of it stays where it is."""
    with net.desk.database.begin() as work:
        row = work.session.scalars(select(Order).where(Order.number == number)).one()
        row.cancelled_at = work.now


def test_units_of_an_order_cancelled_meanwhile_are_told_and_not_written(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    net.cut()
    picker.scan(order.mug.barcode, "XCK")
    cancel(net, order.number)
    back(net, picker)

    told = picker.line.sender.take_return()
    assert told is not None
    (view,) = told.raised
    assert view.kind is DiscrepancyKind.ORDER_STOPPED
    assert (view.facts.deed, view.facts.quantity) == (Deed.PUT, 2)
    assert (view.facts.place, view.facts.tote) == (order.mug_place, order.tote)
    assert view.facts.order_number == order.number
    assert net.picked() == [0, 0]
    assert picker.entry_states()[-1] is EntryState.DISCREPANCY
    with net.desk.database.begin() as work:
        kinds = list(work.session.scalars(select(EventLog.kind)))
    assert kinds.count("DiscrepancyRaised") == 1


def test_work_taken_over_meanwhile_raises_one_discrepancy_for_each_put(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    net.cut()
    picker.scan(order.mug.barcode, "XCK", order.lamp.barcode)
    claim_work(net.desk, order.operator)  # the same operator, at another station
    back(net, picker)

    views = open_discrepancies(net.desk, order.operator)
    assert [(view.kind, view.facts.quantity) for view in views] == [
        (DiscrepancyKind.TASK_TAKEN_OVER, 2),
        (DiscrepancyKind.TASK_TAKEN_OVER, 1),
    ]
    assert net.picked() == [0, 0]
    assert net.moves() == 0


def test_later_entries_that_nothing_stands_against_are_written(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    net.cut()
    picker.scan(order.mug.barcode, "XCK", order.lamp.barcode)
    with net.desk.database.begin() as work:  # the books lose the mugs
        work.session.execute(
            update(Stock).where(Stock.item_id == order.mug.item_id).values(on_hand=0, allocated=0)
        )
    back(net, picker)

    (view,) = open_discrepancies(net.desk, order.operator)
    assert view.kind is DiscrepancyKind.STOCK_MISSING
    assert view.facts.sku == order.mug.sku
    assert net.picked() == [0, 1]


def test_put_that_was_undone_off_line_settles_itself(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    net.cut()
    picker.scan(order.mug.barcode, "XCK", "XCUND", "XCK")
    cancel(net, order.number)
    back(net, picker)

    assert open_discrepancies(net.desk, order.operator) == ()
    with net.desk.database.begin() as work:
        (row,) = work.session.scalars(select(Discrepancy))
        assert row.resolution == Resolution.PUT_BACK.value
    assert net.moves() == 0


def test_work_of_somebody_switched_off_meanwhile_is_a_lead_s_to_settle(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    net.cut()
    picker.scan(order.mug.barcode, "XCK")
    with net.desk.database.begin() as work:
        work.session.get_one(Operator, order.operator).active = False
    back(net, picker)

    (view,) = open_discrepancies(net.desk, a_lead(net))
    assert view.kind is DiscrepancyKind.NOT_ALLOWED
    assert view.operator_name == "Ana Kovac"


def test_sending_a_journal_twice_raises_no_second_discrepancy(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    net.cut()
    picker.scan(order.mug.barcode, "XCK")
    cancel(net, order.number)
    back(net, picker)
    picker.line.close()
    forget_answers(net)

    with net.station() as again:
        again.wait_online()
        told = again.line.sender.take_return()
        assert told is not None
        assert len(told.raised) == 1
    with net.desk.database.begin() as work:
        assert len(work.session.scalars(select(Discrepancy)).all()) == 1


def forget_answers(net: OfflineFloor) -> None:
    """Let a closed journal believe that nothing of it was ever answered."""
    import sqlite3

    connection = sqlite3.connect(net.folder / "journal-P-01.sqlite3")
    connection.execute("update entry set state = 'stored'")
    connection.commit()
    connection.close()


def test_line_that_another_one_shorted_is_told_apart_from_a_changed_tote(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    other = builders.a_tote(net.desk)
    net.cut()
    picker.scan(order.mug.barcode, "XCK")
    rebind(net, order.tote, other)
    back(net, picker)
    (view,) = open_discrepancies(net.desk, order.operator)
    assert view.kind is DiscrepancyKind.TOTE_CHANGED


def rebind(net: OfflineFloor, old: str, new: str) -> None:
    """A lead moves the order into another tote."""
    from app.db.queries.discrepancies import location_id_of
    from app.db.schema import PickTaskTote

    with net.desk.database.begin() as work:
        ids = [location_id_of(work.session, code) for code in (old, new)]
        work.session.execute(
            update(PickTaskTote).where(PickTaskTote.tote_id == ids[0]).values(tote_id=ids[1])
        )


# Settling -----------------------------------------------------------------------------------


def a_lead(net: OfflineFloor) -> int:
    """Somebody who may settle other people's discrepancies."""
    lead = builders.an_operator(net.desk, "Mira Lind")
    with net.desk.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    return lead


@pytest.fixture
def held_back(net: OfflineFloor, picker: Picker, order: OneOrder) -> OneOrder:
    """Two mugs that lie in the tote and, by the books, at their place."""
    net.cut()
    picker.scan(order.mug.barcode, "XCK")
    cancel(net, order.number)
    back(net, picker)
    return order


def test_goods_put_back_by_the_operator_are_settled_once(
    net: OfflineFloor, held_back: OneOrder
) -> None:
    (view,) = open_discrepancies(net.desk, held_back.operator)
    settle(net.desk, held_back.operator, view.id, Resolution.PUT_BACK)
    assert open_discrepancies(net.desk, held_back.operator) == ()
    with pytest.raises(Refused) as refused:
        settle(net.desk, held_back.operator, view.id, Resolution.NOTHING_MOVED)
    assert refused.value.refusal == AlreadySettled()
    assert net.moves() == 0


def test_writing_what_was_done_is_refused_while_the_order_is_cancelled(
    net: OfflineFloor, held_back: OneOrder
) -> None:
    (view,) = open_discrepancies(net.desk, held_back.operator)
    with pytest.raises(Refused) as refused:
        settle(net.desk, held_back.operator, view.id, Resolution.WRITTEN)
    assert isinstance(refused.value.refusal, CannotBeWritten)
    assert len(open_discrepancies(net.desk, held_back.operator)) == 1


def allow_again(net: OfflineFloor, number: str) -> None:
    """The shop takes the cancellation back."""
    with net.desk.database.begin() as work:
        row = work.session.scalars(select(Order).where(Order.number == number)).one()
        row.cancelled_at = None


def test_what_was_done_is_written_by_its_operator_once_the_books_allow_it(
    net: OfflineFloor, held_back: OneOrder
) -> None:
    (view,) = open_discrepancies(net.desk, held_back.operator)
    allow_again(net, held_back.number)
    with pytest.raises(Refused) as refused:
        settle(net.desk, a_lead(net), view.id, Resolution.WRITTEN)
    assert isinstance(refused.value.refusal, CannotBeWritten), "the operator works on it"
    settle(net.desk, held_back.operator, view.id, Resolution.WRITTEN)
    assert net.picked() == [2, 0]
    assert net.units_at(held_back.tote) == 2
    assert net.violations() == []


def test_what_was_done_is_written_by_a_lead_while_nobody_works_on_it(
    net: OfflineFloor, held_back: OneOrder
) -> None:
    (view,) = open_discrepancies(net.desk, held_back.operator)
    with pytest.raises(Refused):
        claim_work(net.desk, held_back.operator)  # sets the cancelled work aside; there is no other
    allow_again(net, held_back.number)
    settle(net.desk, a_lead(net), view.id, Resolution.WRITTEN)
    assert net.picked() == [2, 0]
    assert net.violations() == []


def test_writing_the_last_line_of_work_that_was_put_aside_ends_it(
    net: OfflineFloor, picker: Picker, order: OneOrder
) -> None:
    net.cut()
    picker.scan(order.mug.barcode, "XCK", order.lamp.barcode)
    cancel(net, order.number)
    back(net, picker)
    with pytest.raises(Refused):
        claim_work(net.desk, order.operator)
    allow_again(net, order.number)
    lead = a_lead(net)
    for view in open_discrepancies(net.desk, lead):
        settle(net.desk, lead, view.id, Resolution.WRITTEN)
    with net.desk.database.begin() as work:
        task = work.session.scalars(select(PickTask)).one()
        assert task.state is PickTaskState.DONE, "nobody would come to it any more"
    assert net.violations() == []


def test_colleague_may_not_settle_what_is_not_theirs(
    net: OfflineFloor, held_back: OneOrder
) -> None:
    colleague = builders.an_operator(net.desk, "Ed Brandt")
    assert open_discrepancies(net.desk, colleague) == ()
    (view,) = open_discrepancies(net.desk, held_back.operator)
    with pytest.raises(Refused) as refused:
        settle(net.desk, colleague, view.id, Resolution.PUT_BACK)
    assert isinstance(refused.value.refusal, NotAllowed)
