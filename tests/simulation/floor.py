"""The floor that every simulated day begins with: made once by the services, then copied."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import StaticPool

from app.db.engine import BUSY_TIMEOUT_MS, _set_up_sqlite
from app.db.schema import Operator
from app.db.sqlite_turns import Turns
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.locations import LocationKind
from app.domain.operators import OperatorRole
from app.exchange.model import ImportedOrder
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_ready_orders
from tests import builders
from tests.builders import Goods

STATIONS, PICKERS, TOTES, ORDERS = 6, 7, 48, 8
UNITS = 30


@dataclass(frozen=True)
class Template:
    """A database's content, and the names of what is in it."""

    content: bytes
    goods: tuple[Goods, ...]
    places: tuple[str, ...]
    totes: tuple[str, ...]
    pickers: tuple[int, ...]
    lead: int
    stations: tuple[str, ...]
    stock: tuple[tuple[str, int, int], ...]
    orders: tuple[ImportedOrder, ...]


@cache
def engine() -> Engine:
    """The one database of this process: an engine remembers the statements it has compiled."""
    made = create_engine(
        "sqlite://",
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )
    event.listen(made, "connect", _set_up_sqlite)
    event.listen(made, "begin", Turns(":memory:", BUSY_TIMEOUT_MS / 1000).begin)
    return made


@cache
def driver() -> sqlite3.Connection:
    """The connection under the engine."""
    borrowed = engine().raw_connection()
    connection = borrowed.driver_connection
    borrowed.close()
    assert isinstance(connection, sqlite3.Connection)
    return connection


def load(content: bytes) -> None:
    """Let the database be as it was when its content was taken."""
    driver().deserialize(content)


_made: list[Template] = []


def template() -> Template:
    """The floor; made under simulated clocks, at the first use."""
    if not _made:
        with counting_from(1):
            _made.append(_make())
    return _made[0]


@contextmanager
def counting_from(first: int) -> Iterator[None]:
    """Let the builders give the same numbers every time, whatever was built before."""
    numbers, builders._numbers = builders._numbers, itertools.count(first)
    try:
        yield
    finally:
        builders._numbers = numbers


def _make() -> Template:
    load(builders._migrated_sqlite())
    desk = builders.a_workplace(Database(engine()), "DESK")
    builders.a_site(desk)
    builders.a_printer(desk)
    stations = tuple(f"P-{number:02d}" for number in range(1, STATIONS + 1))
    for station in stations:
        builders.a_workplace(desk.database, station)
    goods = tuple(builders.an_item(desk, case_of=3 if n == 0 else None) for n in range(4))
    kinds = [LocationKind.PICK_FACE] * 5 + [LocationKind.RESERVE]
    places = tuple(builders.a_location(desk, kind=kind) for kind in kinds)
    # The first item lies in two places, so that its location is asked for.
    lies = [(places[n], goods[n], UNITS) for n in range(4)]
    lies += [(places[4], goods[0], UNITS), (places[5], goods[1], UNITS)]
    for place, item, units in lies:
        builders.stock(desk, item, place, units)
    totes = tuple(builders.a_tote(desk) for _ in range(TOTES))
    pickers = tuple(builders.an_operator(desk, f"Picker {n}") for n in range(PICKERS))
    lead = builders.an_operator(desk, "Lead")

    def settle(work: UnitOfWork) -> None:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
        # The one thing that is made by chance in an empty database.
        mark = {"mark": "0" * 31 + "1"}
        work.session.execute(text("update database_mark set mark = :mark, at = '2026-11-20'"), mark)

    desk.database.run(settle)
    orders = tuple(
        builders.an_imported_order(
            [(goods[(number + n) % 4], 1 + (number + n) % 3) for n in range(1 + number % 3)],
            number=f"#S{number}",
        )
        for number in range(ORDERS)
    )
    builders.bring_in(desk, *orders)
    allocate_waiting_orders(desk)
    release_ready_orders(desk)
    stock = tuple((place, item.item_id, units) for place, item, units in lies)
    content = driver().serialize()
    return Template(content, goods, places, totes, pickers, lead, stations, stock, orders)
