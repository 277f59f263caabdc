"""Units picked after the backup that a database was brought back from are never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from app.db.engine import make_engine, parse_url
from app.db.journal import EntryState, Journal
from app.db.marks import RESTORED, mark_restored
from app.db.queries.replaying import database_marks
from app.db.schema import DatabaseMark, Discrepancy
from app.db.unit_of_work import Database
from app.domain.discrepancies import CannotBeWritten, Deed, DiscrepancyKind, Resolution
from app.domain.refusals import Refused
from app.services import leases
from app.services.discrepancies import open_discrepancies, settle
from app.services.journal_home import DATABASE_FACT
from app.services.restoring import restore
from app.services.safekeeping import back_up
from app.services.sending import Return
from app.services.workplace import Workplace
from app.ui.messages_offline import what_happened, what_to_do
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services.offline_floor import OfflineFloor, Picker, offline_floor, until

pytestmark = pytest.mark.postgresql


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor
        floor.desk.database.close()


def go_back(net: OfflineFloor, backup: Path) -> None:
    """Somebody restores a backup while nobody is connected; what was there is given up."""
    net.desk.database.close()
    url = parse_url(net.url)
    restored = restore(backup, url, replace=True)
    net.desk = Workplace(Database(make_engine(url)), "DESK")
    assert restored.kept is not None
    name = restored.kept.split()[2]
    with net.desk.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql(f'DROP DATABASE "{name}"')


def another_life(net: OfflineFloor) -> None:
    """What a restore of the first backup does to the marks, where nothing else was lost."""
    with net.desk.database.begin() as work:
        connection = work.session.connection()
        connection.execute(delete(DatabaseMark).where(DatabaseMark.reason == RESTORED))
        mark_restored(connection, "floor.backup.zip")


def first_return(picker: Picker) -> Return:
    """The station's next sign of life finds its connections dead; what it tells then."""
    leases.heartbeat(picker.line.workplace, uuid4())
    told: list[Return | None] = [None]

    def has_told() -> bool:
        told[0] = picker.line.sender.take_return()
        return told[0] is not None

    until(has_told, "what a station says after a restore")
    assert told[0] is not None
    return told[0]


def begin_order(net: OfflineFloor, picker: Picker, ana: int) -> tuple[str, builders.Goods]:
    """Two mugs asked for, the tote bound."""
    mug, _ = builders.some_stock(net.desk)
    tote = builders.a_tote(net.desk)
    builders.a_released_order(net.desk, (mug, 2))
    picker.wait_online()
    picker.sign_in(ana)
    picker.claim()
    picker.scan(tote)
    return tote, mug


def test_units_picked_after_the_backup_are_named_once_and_can_be_written(
    net: OfflineFloor, tmp_path: Path
) -> None:
    mug, mug_place = builders.some_stock(net.desk)
    lamp, lamp_place = builders.some_stock(net.desk)
    tote, ana = builders.a_tote(net.desk), builders.an_operator(net.desk)
    number = builders.a_released_order(net.desk, (mug, 3), (lamp, 1))
    with net.station() as picker:
        picker.wait_online()
        picker.sign_in(ana)
        picker.claim()
        picker.scan(tote, mug.barcode)
        picker.enter(builders.typed(1))
        backup = back_up(parse_url(net.url), tmp_path / "floor.backup.zip").file
        picker.scan(mug.barcode, "XCK", lamp.barcode, "XCUND", f"L-{lamp_place}", lamp.barcode)
        picked = net.picked()
        net.cut()
        go_back(net, backup)
        net.heal()
        told = first_return(picker)

    views = open_discrepancies(net.desk, ana)
    assert {view.id for view in told.raised} >= {view.id for view in views}
    assert [(view.facts.deed, view.facts.sku, view.facts.quantity) for view in views] == [
        (Deed.PUT, mug.sku, picked[0] - net.picked()[0]),
        (Deed.PUT, lamp.sku, 1),
    ]
    assert {view.kind for view in views} == {DiscrepancyKind.LOST_IN_RESTORE}
    assert [view.facts.place for view in views] == [mug_place, lamp_place]
    assert number in what_happened(views[0])
    assert mug_place in what_to_do(views[0].facts)

    with net.station() as again:
        again.wait_online()
        assert again.line.sender.take_return() is None
    for view in views:
        settle(net.desk, ana, view.id, Resolution.WRITTEN)
    assert net.picked() == picked == [3, 1]
    assert net.units_at(tote) == 4
    assert net.violations() == []


def test_goods_of_an_order_younger_than_the_backup_are_named_by_the_journal(
    net: OfflineFloor, tmp_path: Path
) -> None:
    ana = builders.an_operator(net.desk)
    backup = back_up(parse_url(net.url), tmp_path / "floor.backup.zip").file
    with net.station() as picker:
        tote, mug = begin_order(net, picker, ana)
        picker.scan(mug.barcode, "XCK")
        assert picker.entry_states()[-1] is EntryState.CONFIRMED
    go_back(net, backup)
    other, _ = builders.some_stock(net.desk)
    builders.a_released_order(net.desk, (other, 5))  # gets the numbers of what is gone

    with net.station() as picker:
        picker.wait_online()

    (view,) = open_discrepancies(net.desk, ana)
    assert (view.facts.sku, view.facts.quantity, view.facts.tote) == (mug.sku, 2, tote)
    with net.desk.database.begin() as work:
        (row,) = work.session.scalars(select(Discrepancy))
        assert (row.item_id, row.order_line_id) == (None, None)
    with pytest.raises(Refused) as refused:
        settle(net.desk, ana, view.id, Resolution.WRITTEN)
    assert isinstance(refused.value.refusal, CannotBeWritten)
    settle(net.desk, ana, view.id, Resolution.PUT_BACK)
    assert net.picked() == [0]


def test_a_station_that_died_before_it_knew_the_new_mark_raises_nothing_twice(
    net: OfflineFloor,
) -> None:
    ana = builders.an_operator(net.desk)
    with net.station() as picker:
        _, mug = begin_order(net, picker, ana)
        picker.scan(mug.barcode, "XCK")
        first = picker.line.journal.fact(DATABASE_FACT)
        file = picker.line.journal.path
        before = picker.line.journal.entries()[-1].note.scan_id
    with net.desk.database.begin() as work:  # as if the backup were older than the put
        connection = work.session.connection()
        connection.exec_driver_sql("set local session_replication_role = replica")
        connection.exec_driver_sql("delete from scan_log where scan_id = %s", (before,))
    another_life(net)
    for _ in range(2):
        with net.station() as picker:
            picker.wait_online()
        assert len(open_discrepancies(net.desk, ana)) == 1
        journal = Journal.open(file)
        assert journal.fact(DATABASE_FACT) != first
        journal.remember(DATABASE_FACT, first)
        journal.close()


def test_a_second_restore_of_one_backup_does_not_lock_a_station_out(net: OfflineFloor) -> None:
    ana = builders.an_operator(net.desk)
    with net.station() as picker:
        _, mug = begin_order(net, picker, ana)
        another_life(net)
        net.cut()
        picker.scan(mug.barcode)
        net.heal()
        picker.wait_online()
        known = picker.line.journal.fact(DATABASE_FACT).split()
        net.cut()
        picker.scan("XCK")
        assert picker.line.journal.unsent()
    another_life(net)
    net.heal()
    with net.station() as picker:
        picker.wait_online()
        marks = picker.line.journal.fact(DATABASE_FACT).split()
    with net.desk.database.begin() as work:
        assert known[-1] not in database_marks(work.session)
    assert set(known) < set(marks)
    assert net.picked() == [2]
