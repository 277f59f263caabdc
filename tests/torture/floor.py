"""The warehouse that a run tortures: people, places, goods and totes."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.engine import Patience, make_engine
from app.db.schema import Operator
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.operators import OperatorRole
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods

PLACES_EACH = 2
"""At how many places an item lies."""


@dataclass(frozen=True)
class Floor:
    """What every process of a run knows of the warehouse.

    Attributes:
        url: The database as stations reach it, which may be through a proxy.
        direct_url: The database past every proxy.
        stations: The stations' codes; each has the operator at the same place in `operators`.
        operators: The people, by the numbers of their rows.
        goods: What is sold.
        places: Where it lies.
        lead: Who settles what stations did off line.
    """

    url: str
    direct_url: str
    stations: tuple[str, ...]
    operators: tuple[int, ...]
    goods: tuple[Goods, ...]
    places: tuple[str, ...]
    lead: int


def build(url: str, direct_url: str, stations: int, *, items: int = 12) -> Floor:
    """Migrate the database at `direct_url` and fill the warehouse."""
    database = builders.a_database(direct_url)
    try:
        desk = builders.a_workplace(database, "DESK")
        builders.a_site(desk)
        codes = tuple(f"S-{number:02d}" for number in range(1, stations + 1))
        for number, code in enumerate(codes):
            station = builders.a_workplace(database, code)
            builders.a_printer(station, "prints", f"F{number}")
        goods = tuple(builders.an_item(desk, case_of=3) for _ in range(items))
        places = tuple(builders.a_location(desk) for _ in range(items * PLACES_EACH))
        for number, place in enumerate(places):
            builders.stock(desk, goods[number % items], place, 40)
        lead = builders.an_operator(desk, "Lead")
        desk.database.run(lambda work: _promote(work, lead))
        operators = tuple(builders.an_operator(desk, f"Picker {code}") for code in codes)
        for _ in range(stations * 6 + 10):
            builders.a_tote(desk)
    finally:
        database.close()
    return Floor(url, direct_url, codes, operators, goods, places, lead)


def _promote(work: UnitOfWork, operator: int) -> None:
    work.session.get_one(Operator, operator).role = OperatorRole.LEAD


def open_workplace(floor: Floor, station: str, *, direct: bool = False) -> Workplace:
    """Open the warehouse's database for one process."""
    patience = Patience.DESK if direct else Patience.FLOOR
    url = floor.direct_url if direct else floor.url
    engine = make_engine(url, station=station, patience=patience)
    return Workplace(Database(engine, patience), station)
