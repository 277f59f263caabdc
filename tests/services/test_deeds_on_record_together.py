"""A scan the books do not take is logged together with the question to a person, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event, select, update

from app.db.schema import Discrepancy, Operator, Order, ScanLog, Stock
from app.db.unit_of_work import Database
from app.domain.pick_request import PickRequest
from app.services import leases, picking, replaying
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift


class PowerCut(BaseException):
    """The station and its journal are gone."""


@contextmanager
def power_for(database: Database, transactions: int) -> Iterator[None]:
    """Let a database begin so many transactions, and no more."""
    left = transactions

    def begin(_connection: Connection) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise PowerCut

    event.listen(database.engine, "begin", begin)
    try:
        yield
    except PowerCut:
        pass
    finally:
        event.remove(database.engine, "begin", begin)


@pytest.fixture
def put(floor: Workplace) -> PickRequest:
    """A put of two mugs that a station has in its journal."""
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    entry = builders.entry("XCK")
    outcome = picking.judge(floor, ana, state, entry)
    request = picking.request_of(floor, ana, state, entry, outcome)
    assert request.effects
    return request


def stop_order(floor: Workplace, _put: PickRequest) -> None:
    with floor.database.begin() as work:
        work.session.execute(update(Order).values(cancelled_at=work.now))


def claim_again(floor: Workplace, put: PickRequest) -> None:
    picking.claim_work(floor, put.operator_id)


def lose_stock(floor: Workplace, _put: PickRequest) -> None:
    with floor.database.begin() as work:
        work.session.execute(update(Stock).values(on_hand=0, allocated=0))


def put_aside(floor: Workplace, put: PickRequest) -> None:
    leases.lay_down(floor, put.operator_id)


def switch_off(floor: Workplace, put: PickRequest) -> None:
    with floor.database.begin() as work:
        work.session.get_one(Operator, put.operator_id).active = False


@pytest.mark.parametrize("change", [stop_order, claim_again, lose_stock, put_aside, switch_off])
def test_a_refused_deed_and_its_discrepancy_are_on_record_together(
    floor: Workplace, put: PickRequest, change: Callable[[Workplace, PickRequest], None]
) -> None:
    change(floor, put)
    seen = []
    for transactions in range(4):
        with power_for(floor.database, transactions):
            replaying.replay_pick(floor, put)
        with floor.database.begin() as work:
            logged = work.session.get(ScanLog, put.scan_id)
            asked = work.session.scalars(
                select(Discrepancy).where(Discrepancy.scan_id == put.scan_id)
            ).all()
        seen.append((logged is not None and logged.refusal is not None, len(asked)))
    assert set(seen) == {(False, 0), (True, 1)}
    assert seen == sorted(seen)
