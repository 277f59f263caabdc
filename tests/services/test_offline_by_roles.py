"""Off-line work comes back through a station's own login, with the rights of its people only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.bootstrap.offline import open_line
from app.db.engine import make_engine
from app.db.schema import Operator, Order
from app.db.unit_of_work import Database
from app.domain.discrepancies import DiscrepancyKind, Resolution
from app.domain.operators import OperatorRole
from app.domain.permissions import Group, Verb
from app.domain.refusals import NotAllowed, NotAtThisStation, Refused
from app.services.discrepancies import open_discrepancies, settle
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.servers.station_logins import a_login, give_roles, take_roles_away
from tests.services.offline_floor import OfflineFloor, Picker, offline_floor

pytestmark = pytest.mark.postgresql

STATIONS = {"P-01": (Group.PICKER,), "P-02": (Group.PACKER,), "D-01": (Group.LEAD,)}


@dataclass
class House:
    """A floor whose picking station and lead's desk have logins of their own."""

    net: OfflineFloor
    logins: dict[str, str]
    desk: Workplace
    ana: int
    ed: int
    lead: int

    @contextmanager
    def station(self) -> Iterator[Picker]:
        """The picking station, with its journal."""
        settings = self.net.settings("P-01")
        database = settings.database_url.replace("pickstation@", f"{self.logins['P-01']}@")
        line = open_line(replace(settings, database=database), folder=self.net.folder)
        try:
            yield Picker(self.net, line)
        finally:
            line.close()

    def cancel(self, number: str, *, at_all: bool = True) -> None:
        """The shop cancels an order, or takes that back."""
        with self.net.desk.database.begin() as work:
            row = work.session.scalars(select(Order).where(Order.number == number)).one()
            row.cancelled_at = work.now if at_all else None


@pytest.fixture
def house(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[House]:
    with offline_floor(postgresql_server, tmp_path) as net:
        give_roles(net.url)
        urls = {code: a_login(net.url, code, groups) for code, groups in STATIONS.items()}
        logins = {code: str(url.username) for code, url in urls.items()}
        desk = builders.a_workplace(Database(make_engine(urls["D-01"], station="D-01")), "D-01")
        lead = builders.an_operator(net.desk, "Mira Lind")
        with net.desk.database.begin() as work:
            work.session.get_one(Operator, lead).role = OperatorRole.LEAD
        ana, ed = builders.an_operator(net.desk), builders.an_operator(net.desk, "Ed Brandt")
        yield House(net, logins, desk, ana, ed, lead)
        desk.database.close()
        take_roles_away(net.url, STATIONS)


def test_work_done_off_line_is_written_by_the_rights_of_a_picking_station(house: House) -> None:
    net = house.net
    mug, _ = builders.some_stock(net.desk)
    lamp, _ = builders.some_stock(net.desk)
    tote = builders.a_tote(net.desk)
    builders.a_released_order(net.desk, (mug, 2), (lamp, 2))
    with house.station() as picker:
        picker.wait_online()
        picker.sign_in(house.ana)
        picker.claim()
        picker.scan(tote)
        net.cut()
        picker.scan(mug.barcode, "XCK", "XCUND", "XCK", mug.barcode, "XCK", lamp.barcode)
        picker.enter(builders.typed(1))
        picker.scan("XCSHRT")
        picker.enter(builders.typed(0))
        picker.scan("XCK")
        net.heal()
        picker.wait_online()
    assert open_discrepancies(net.desk, house.lead) == ()
    assert net.picked() == [2, 1]
    assert net.violations() == []


def test_what_the_books_do_not_take_is_asked_and_settled_by_whom_it_concerns(house: House) -> None:
    net = house.net
    mug, _ = builders.some_stock(net.desk)
    lamp, _ = builders.some_stock(net.desk)
    tote = builders.a_tote(net.desk)
    number = builders.a_released_order(net.desk, (mug, 2), (lamp, 1))
    with house.station() as picker:
        here = picker.line.workplace
        picker.wait_online()
        picker.sign_in(house.ana)
        picker.claim()
        picker.scan(tote)
        net.cut()
        picker.scan(mug.barcode, "XCK", lamp.barcode)
        house.cancel(number)
        net.heal()
        picker.wait_online()

        mugs, lamps = open_discrepancies(here, house.ana)
        assert mugs.kind is DiscrepancyKind.ORDER_STOPPED
        assert set(filter(None, net.scans().values())) == {"OrderStopped"}
        assert open_discrepancies(here, house.ed) == ()
        with pytest.raises(Refused) as refused:
            settle(here, house.ed, mugs.id, Resolution.PUT_BACK)
        assert isinstance(refused.value.refusal, NotAllowed)
        with pytest.raises(Refused) as refused:
            settle(here, house.lead, mugs.id, Resolution.PUT_BACK)
        assert refused.value.refusal == NotAtThisStation(Verb.SETTLE)

        house.cancel(number, at_all=False)
        settle(here, house.ana, mugs.id, Resolution.WRITTEN)
        settle(house.desk, house.lead, lamps.id, Resolution.PUT_BACK)
    assert open_discrepancies(house.desk, house.lead) == ()
    assert net.picked() == [2, 0]
    assert net.violations() == []


def test_what_a_lead_finds_is_written_by_the_rights_of_the_desk(house: House) -> None:
    net = house.net
    mug, _ = builders.some_stock(net.desk)
    tote = builders.a_tote(net.desk)
    number = builders.a_released_order(net.desk, (mug, 2))
    with house.station() as picker:
        picker.wait_online()
        picker.sign_in(house.ana)
        picker.claim()
        picker.scan(tote)
        net.cut()
        picker.scan(mug.barcode, "XCK")
        with net.desk.database.begin() as work:
            work.session.get_one(Operator, house.ana).active = False
        net.heal()
        picker.wait_online()
    (view,) = open_discrepancies(house.desk, house.lead)
    assert (view.kind, view.facts.order_number) == (DiscrepancyKind.NOT_ALLOWED, number)
    settle(house.desk, house.lead, view.id, Resolution.NOTHING_MOVED)
    assert net.picked() == [0]
    assert net.violations() == []
