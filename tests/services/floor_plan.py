"""Goods in zones and on a grid of aisles: where a test about methods and walks wants them."""

from __future__ import annotations

from app.db.schema import Location, Zone
from app.db.unit_of_work import UnitOfWork
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods


def in_zone(floor: Workplace, zone: str, quantity: int = 20) -> tuple[Goods, str]:
    """An item that lies in a zone only, and its place."""
    goods, place = builders.some_stock(floor, quantity)
    move_into(floor, place, zone)
    return goods, place


def move_into(floor: Workplace, place: str, zone: str) -> None:
    """Let a location lie in a zone."""

    def verb(work: UnitOfWork) -> None:
        row = work.session.query(Location).filter_by(code=place).one()
        row.zone = zone
        if work.session.get(Zone, zone) is None:
            work.session.add(Zone(code=zone, sequence="CAB".index(zone)))

    floor.database.run(verb)


def on_a_grid(
    floor: Workplace,
    aisles: int,
    bays: int,
    *,
    zone: str = "A",
    x: float = 0.0,
    quantity: int = 50,
    by_name: bool = True,
) -> tuple[list[Goods], list[str]]:
    """Items that lie along parallel aisles, 4 m apart and 1 m from bay to bay, aisle by aisle.

    Args:
        floor: the warehouse.
        aisles: how many.
        bays: locations an aisle.
        zone: the zone of all of them.
        x: where the first aisle is.
        quantity: units at each.
        by_name: whether the walk by numbers is that of the names; turned round if not.

    Returns:
        The items, and their places.
    """
    goods, places = [], []
    for aisle in range(1, aisles + 1):
        for bay in range(1, bays + 1):
            code = f"{zone}{aisle:02d}-{bay:02d}"
            goods.append(builders.an_item(floor))
            places.append(builders.a_location(floor, code))
            builders.stock(floor, goods[-1], code, quantity)

    def verb(work: UnitOfWork) -> None:
        for number, code in enumerate(places):
            row = work.session.query(Location).filter_by(code=code).one()
            row.zone, row.aisle = zone, str(number // bays + 1)
            row.x_m, row.y_m = x + 4.0 * (number // bays), 1.0 + number % bays
            row.pick_sequence = number + 1 if by_name else aisles * bays - number

    floor.database.run(verb)
    floor.floor.forget()
    return goods, places
