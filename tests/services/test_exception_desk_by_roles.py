"""Under its own login a lead's desk sees and decides exceptions; a picking station only looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.domain.floor_exceptions import ExceptionKind, FloorException
from app.domain.permissions import Group, Verb
from app.domain.readings import Command
from app.domain.refusals import NotAllowed
from app.domain.short_ways import WayOut
from app.domain.why import WhyReason
from app.services import exception_desk, picking
from app.services.asking_why import why
from app.services.checking import check_database
from app.services.exception_board import exception_case, floor_exceptions
from app.services.exception_desk import Choice, decide
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.servers.station_logins import a_login, give_roles, take_roles_away
from tests.services import books, shift, stock_work
from tests.services.desk import refusal_of

pytestmark = pytest.mark.postgresql

STATIONS = {"P-01": (Group.PICKER,), "D-01": (Group.LEAD,)}


@dataclass(frozen=True)
class House:
    """The owner of the tables, a lead's desk and a picking station, each with its own login."""

    owner: Workplace
    desk: Workplace
    picking: Workplace


@pytest.fixture
def house(postgresql_server: PostgresqlServer) -> Iterator[House]:
    url = postgresql_server.new_database()
    owner = builders.a_workplace(builders.a_database(url), "O-01")
    give_roles(url)
    stations = {}
    for code, groups in STATIONS.items():
        database = Database(make_engine(a_login(url, code, groups), station=code))
        stations[code] = builders.a_workplace(database, code)
    yield House(owner, stations["D-01"], stations["P-01"])
    for workplace in (owner, *stations.values()):
        workplace.database.close()
    take_roles_away(url, STATIONS)
    postgresql_server.drop_database(url)


def a_short_order(house: House, **fields: object) -> str:
    """An order of tea that lacks two mugs of four, which a less urgent order has in its tote."""
    (mug, _), (tea, _) = builders.some_stock(house.owner, 4), builders.some_stock(house.owner)
    builders.a_released_order(house.owner, (mug, 2))
    ana = builders.an_operator(house.owner)
    shift.pick_order(house.picking, ana, builders.a_tote(house.owner))
    number = builders.a_released_order(house.owner, (mug, 2), (tea, 1), **fields)
    tote = builders.a_tote(house.owner)
    state = shift.pick(house.picking, ana, picking.claim_work(house.picking, ana), tote).state
    scans = (Command.SHORT.value, builders.typed(0), Command.OK.value)
    answer = shift.pick(house.picking, ana, state, *scans)
    shift.pick_to_end(house.picking, ana, answer.state, tote)
    return number


def the_shortage(floor: Workplace, number: str) -> FloorException:
    return next(
        one
        for one in floor_exceptions(floor)
        if one.kind is ExceptionKind.SHORT and one.order_number == number
    )


def test_a_leads_desk_calls_back_splits_and_tells_why(house: House) -> None:
    lead = stock_work.a_lead(house.owner)
    number = a_short_order(house, shipping_method="Express")
    one = the_shortage(house.desk, number)
    case = exception_case(house.desk, one.key, lead)
    assert case is not None
    assert WayOut.TAKE_FROM_TOTE in case.ways
    exception_desk.begin_deciding(house.desk, lead, one.key)
    decide(house.desk, lead, Choice(one, WayOut.TAKE_FROM_TOTE))
    told = why(house.desk, lead, builders.entry(number))
    assert told.reasons[0].reason is WhyReason.HELD
    decide(house.desk, lead, Choice(the_shortage(house.desk, number), WayOut.PART_SHIP))
    assert books.order_state(house.owner, f"{number}-2") == "paid"
    assert check_database(house.owner).is_sound


def test_a_picking_station_sees_exceptions_and_decides_none(house: House) -> None:
    number = a_short_order(house)
    one = the_shortage(house.picking, number)
    ana = builders.an_operator(house.owner, "Bo Lund")
    refusal = refusal_of(lambda: decide(house.picking, ana, Choice(one, WayOut.WAIT)))
    assert isinstance(refusal, NotAllowed)
    assert refusal.verb == Verb.CHANGE_ORDERS
    assert why(house.picking, ana, builders.entry(number)).reasons
