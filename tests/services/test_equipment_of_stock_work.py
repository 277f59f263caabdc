"""Counts, refills and put-aways at places that need equipment wait for who may operate it."""

from __future__ import annotations

from app.db.queries.stock import location_ids_by_code
from app.db.schema import NO_LOT
from app.domain.count_refusals import NothingToCount
from app.domain.equipment_refusals import WorkNeedsEquipment
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.stock_refusals import NothingToPutAway, NothingToRefill
from app.services import counting, putting_away, refilling
from app.services.put_away_rows import proposal_for
from app.services.refill_planning import set_bounds
from app.services.waiting_work import waiting_work
from app.services.workplace import Workplace
from tests import builders
from tests.services import stock_work
from tests.services.desk import refusal_of
from tests.services.test_equipment import able

WAITS = WorkNeedsEquipment(("forklift",), ("Bo",))


def waiting(floor: Workplace, operator: int, kind: FloorWork) -> int:
    """How much of a kind of work is offered to somebody."""
    return waiting_work(floor, operator)[kind]


def test_a_place_out_of_reach_is_counted_by_somebody_who_gets_there(floor: Workplace) -> None:
    mug, place = builders.an_item(floor), builders.a_location(floor, equipment="forklift")
    builders.stock(floor, mug, place, 4)
    ana, bo = builders.an_operator(floor), able(floor, "Bo")
    assert refusal_of(lambda: counting.begin_count(floor, ana)) == NothingToCount()
    stock_work.doubt(floor, mug, place)
    kind = FloorWork.COUNT
    assert (waiting(floor, ana, kind), waiting(floor, bo, kind)) == (0, 1)
    assert refusal_of(lambda: counting.begin_count(floor, ana)) == WAITS
    scanned = builders.entry(f"L-{place}")
    assert refusal_of(lambda: counting.begin_count(floor, ana, scanned)) == WAITS
    assert counting.begin_count(floor, bo).location == place
    cup, near = builders.some_stock(floor)
    stock_work.doubt(floor, cup, near)
    assert counting.begin_count(floor, ana).location == near


def test_a_refill_out_of_a_high_reserve_waits_for_who_may_lift_it_down(floor: Workplace) -> None:
    mug, face = builders.an_item(floor), builders.a_location(floor)
    high = builders.a_location(floor, kind=LocationKind.RESERVE, equipment="forklift")
    builders.stock(floor, mug, high, 40)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    ana, bo = builders.an_operator(floor), able(floor, "Bo")
    assert refusal_of(lambda: refilling.begin_refill(floor, ana)) == WAITS
    kind = FloorWork.REPLENISH
    assert (waiting(floor, ana, kind), waiting(floor, bo, kind)) == (0, 1)
    state = refilling.begin_refill(floor, bo)
    assert (state.source.code, state.target.code) == (high, face)
    assert refusal_of(lambda: refilling.begin_refill(floor, ana)) == NothingToRefill()


def test_goods_are_taken_only_from_where_their_carrier_gets_to(floor: Workplace) -> None:
    mug = builders.an_item(floor)
    aside = builders.a_location(floor, kind=LocationKind.STAGING, equipment="forklift")
    builders.a_location(floor)
    stock_work.move_in(floor, mug.sku, aside, 3)
    ana, bo = builders.an_operator(floor), able(floor, "Bo")
    assert refusal_of(lambda: putting_away.begin_put_away(floor, ana)) == WAITS
    kind = FloorWork.PUT_AWAY
    assert (waiting(floor, ana, kind), waiting(floor, bo, kind)) == (0, 1)
    assert putting_away.begin_put_away(floor, bo).source.code == aside
    assert refusal_of(lambda: putting_away.begin_put_away(floor, ana)) == NothingToPutAway()


def test_goods_are_sent_where_their_carrier_gets_to_as_long_as_there_is_room(
    floor: Workplace,
) -> None:
    mug = builders.an_item(floor)
    high = builders.a_location(floor, kind=LocationKind.RESERVE, equipment="forklift")
    builders.stock(floor, mug, high, 5)
    aside = builders.a_location(floor, kind=LocationKind.STAGING)
    stock_work.move_in(floor, mug.sku, aside, 3)
    ana, bo = builders.an_operator(floor), able(floor, "Bo")
    assert proposed(floor, ana, mug.item_id, aside) == high, "there is no other place"
    near = builders.a_location(floor, kind=LocationKind.RESERVE)
    assert proposed(floor, ana, mug.item_id, aside) == near
    assert proposed(floor, bo, mug.item_id, aside) == high


def proposed(floor: Workplace, operator: int, item_id: int, source: str) -> str:
    """Where somebody is sent with units that lie at a place."""
    with floor.database.begin(floor.actor(operator)) as work:
        place = location_ids_by_code(work.session)[source]
        found = proposal_for(work, item_id=item_id, lot_id=NO_LOT, source_id=place, units=3)
    assert found is not None
    return found.code
