"""What the wall tells: cut-offs with their orders, and what waits beside the aisles."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, update

from app.db.schema import Location, Order, Printer, Row, Tote
from app.domain.orders import OrderState
from app.services.hall_board import hall_board
from app.services.wall_setup import add_wall
from app.services.workplace import Workplace
from tests import builders
from tests.services.test_live_map import a_grid_with_orders


def test_an_empty_house_has_nothing_to_tell(floor: Workplace) -> None:
    told = hall_board(floor)
    assert (told.cut_offs, told.next_cut_off, told.strip.at_risk) == ((), None, 0)
    assert (told.queues.pack_totes, told.queues.pack_minutes, told.queues.walls) == (0, 0, ())
    assert told.live.people == ()


def test_orders_are_counted_by_cut_off_until_all_have_left(floor: Workplace) -> None:
    a_grid_with_orders(floor, (0,), (1,), (2,), (3,))
    with floor.database.begin() as work:
        ids = [row.id for row in work.session.query(Order).order_by(Order.id)]
        soon, later = work.now + timedelta(minutes=20), work.now + timedelta(hours=2)
        gone = work.now - timedelta(hours=1)
        states = (OrderState.PACKED, OrderState.PICKING, OrderState.RELEASED, OrderState.SHIPPED)
        for order_id, due, state in zip(ids, (soon, soon, later, gone), states, strict=True):
            work.session.execute(
                update(Order).where(Order.id == order_id).values(ship_by=due, state=state)
            )
    told = hall_board(floor)
    assert [(load.orders, load.packed) for load in told.cut_offs] == [(2, 1), (1, 0)]
    assert told.next_cut_off == told.cut_offs[0]


def test_walls_benches_and_printers_are_told(floor: Workplace) -> None:
    a_grid_with_orders(floor, (0, 1), (2,))
    add_wall(floor, "W1", rows=2, columns=2)
    code = builders.a_tote(floor)
    with floor.database.begin() as work:
        first = work.session.query(Order).order_by(Order.id).limit(1).one()
        first.state = OrderState.PICKED
        place = work.session.query(Location).filter_by(code=code).one()
        work.session.get_one(Tote, place.id).order_id = first.id
    told = hall_board(floor).queues
    assert [(wall.wall, wall.share) for wall in told.walls] == [("W1", 0.0)]
    assert (told.pack_totes, told.packers) == (1, 0)
    assert told.pack_minutes >= 1
    assert told.printers_down == ()
    with floor.database.begin() as work:
        printer = Row.metadata.tables[Printer.__tablename__]
        work.session.execute(
            insert(printer).values(
                name="ZD-9", kind="folder", address="x", format="zpl", dpi=203, lamp="offline",
                words="",
            )
        )  # fmt: skip
    assert hall_board(floor).queues.printers_down == ("ZD-9",)
