"""The floor of the twins: goods of all kinds, and orders that are picked in all manners."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.schema import ItemSubstitute, Order, Site
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.pick_state import PickMethod
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import Manner, release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services.floor_plan import move_into

LOTS = 3
"""The place in the twins' goods of the item that comes in lots; the next one has serial numbers."""

MANNERS = (
    Manner(into_carton=True),
    Manner(PickMethod.CLUSTER, positions=3),
    Manner(PickMethod.BATCH, positions=4),
    Manner(PickMethod.ZONE_PASS),
    Manner(),
)
"""How the twins' orders are picked, some in turn by each."""

ROUNDS, AT_ONCE = 3, 3

ZONES = "CABACB"
"""The zone of each place, in walking order."""


@dataclass(frozen=True)
class TwinFloor:
    """What is on the floor, by the codes that scans name."""

    goods: list[Goods]
    places: list[str]
    people: list[int]
    totes: list[str]
    quarantine: str


def furnish(url: str) -> TwinFloor:
    """Fill an empty database: stock, people, totes, and released orders."""
    database = builders.a_database(url)
    floor = builders.a_workplace(database)
    builders.a_site(floor)
    goods = [
        *(builders.an_item(floor, case_of=3) for _ in range(3)),
        builders.an_item(floor, lot_tracked=True),
        builders.an_item(floor, serial_tracked=True),
    ]
    places = [builders.a_location(floor) for _ in range(len(goods) + 1)]
    for number, item in enumerate(goods):
        lot = "A" if number == LOTS else None
        builders.stock(floor, item, places[number], 400, lot=lot)
    builders.stock(floor, goods[LOTS], places[LOTS], 60, lot="B")
    builders.stock(floor, goods[0], places[-1], 50)
    people = [builders.an_operator(floor) for _ in range(2)]
    totes = [builders.a_tote(floor) for _ in range(60)]
    for place, zone in zip(places, ZONES, strict=True):
        move_into(floor, place, zone)
    for turn, manner in enumerate(MANNERS * ROUNDS):
        _release(floor, goods, manner, first=turn * AT_ONCE)
    quarantine = builders.a_location(floor, kind=LocationKind.QUARANTINE)
    _allow_exceptions(floor, goods)
    database.close()
    return TwinFloor(goods, places, people, totes, quarantine)


def _allow_exceptions(floor: Workplace, goods: list[Goods]) -> None:
    """Some customers take another item, and empty places are looked into."""

    def verb(work: UnitOfWork) -> None:
        work.session.query(Site).one().checks_empty = True
        work.session.add(ItemSubstitute(item_id=goods[0].item_id, substitute_id=goods[1].item_id))
        for order in work.session.query(Order):
            order.allows_substitutes = order.id % 2 == 0

    floor.database.run(verb)


def _release(floor: Workplace, goods: list[Goods], manner: Manner, first: int) -> None:
    """Orders of one line or more, picked in one manner."""
    for number in range(first, first + AT_ONCE):
        lines = [
            (goods[(number + step) % len(goods)], 1 + (number + step) % 4)
            for step in range(1 + number % 3)
        ]
        builders.an_order(floor, *lines)
    allocate_waiting_orders(floor)
    release_ready_orders(
        floor,
        method=manner.method,
        positions=manner.positions,
        into_carton=manner.into_carton,
    )
