"""Goods in zones: where a test about methods and zones wants them."""

from __future__ import annotations

from app.db.schema import Location, Zone
from app.db.unit_of_work import UnitOfWork
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods


def in_zone(floor: Workplace, zone: str, quantity: int = 20) -> tuple[Goods, str]:
    """An item that lies in a zone only, and its place."""
    goods, place = builders.some_stock(floor, quantity)

    def verb(work: UnitOfWork) -> None:
        row = work.session.query(Location).filter_by(code=place).one()
        row.zone = zone
        if work.session.get(Zone, zone) is None:
            work.session.add(Zone(code=zone, sequence="CAB".index(zone)))

    floor.database.run(verb)
    return goods, place
