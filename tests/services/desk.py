"""What the desk does in tests: refusals it gets, and goods brought where nobody wants them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.db.queries.unwanted_goods import unwanted_goods
from app.db.unit_of_work import UnitOfWork
from app.domain.refusals import Refusal, Refused
from app.services.taking_out import GoodsOut, take_out
from app.services.withdrawing import lock_floor_work
from app.services.workplace import Workplace
from tests.services import books


def refusal_of(attempt: Callable[[], object]) -> Refusal:
    """The refusal that a verb of the desk gets."""
    with pytest.raises(Refused) as caught:
        attempt()
    return caught.value.refusal


def take_all_out(floor: Workplace, number: str, target: str) -> None:
    """Bring all goods of an order that nobody wants to a place, as put-away work does."""
    place = books.value(floor, "select id from location where code = :c", c=target)
    order_id = books.order_id(floor, number)

    def verb(work: UnitOfWork) -> None:
        held = lock_floor_work(work, [order_id])
        for goods in unwanted_goods(work.session, [order_id]):
            lies, units = goods.location_id, goods.units
            take_out(work, held, GoodsOut(goods.order_line_id, goods.lot_id, lies, place, units))

    floor.database.run(verb)
