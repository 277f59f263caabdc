"""The live map tells what is open where and who scanned where last, now and some time ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.db.schema import Operator, Order, ScanLog
from app.domain.floor_heat import IDLE_AFTER, HeatLayer
from app.domain.operators import OperatorRole
from app.domain.pick_state import PickState
from app.domain.readings import Command
from app.domain.refusals import NotAllowed, Refused
from app.services import floor_setup, picking
from app.services.allocating import allocate_waiting_orders
from app.services.floor_map import NO_FLOOR
from app.services.live_map import AisleHeat, LiveMap, PersonOnMap, live_map
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift
from tests.services.floor_plan import on_a_grid


def a_lead(floor: Workplace) -> int:
    """Somebody who may look at the map."""
    lead = builders.an_operator(floor, name="Mira Lind")
    with floor.database.begin() as work:
        work.session.execute(
            update(Operator).where(Operator.id == lead).values(role=OperatorRole.LEAD)
        )
    return lead


def a_grid_with_orders(floor: Workplace, *orders: tuple[int, ...]) -> list[str]:
    """Two aisles of three places, and orders of two units from each of the places named."""
    goods, places = on_a_grid(floor, aisles=2, bays=3)
    for wanted in orders:
        builders.an_order(floor, *((goods[place], 2) for place in wanted))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    return places


def begun(floor: Workplace, picker: int) -> PickState:
    """A picker's task with its tote on the cart."""
    tote = builders.a_tote(floor)
    return shift.pick(floor, picker, picking.claim_work(floor, picker), tote).state


def at_next_place(floor: Workplace, picker: int, state: PickState) -> PickState:
    """The picker scans the next place."""
    assert state.line is not None
    return shift.pick(floor, picker, state, f"L-{state.line.location}").state


def aisle(told: LiveMap, name: str) -> AisleHeat:
    return next(each for each in told.aisles if each.aisle == name)


def person(told: LiveMap, short: str) -> PersonOnMap:
    return next(each for each in told.people if each.short == short)


def lines(told: LiveMap) -> dict[str, int]:
    return {each.aisle: each.values[HeatLayer.LINES] for each in told.aisles}


def test_open_and_late_lines_are_counted_by_aisle_and_zone(floor: Workplace) -> None:
    a_grid_with_orders(floor, (0, 1, 2, 3), (0,))
    with floor.database.begin() as work:
        first = work.session.query(Order).order_by(Order.id).limit(1).one()
        first.ship_by = work.now - timedelta(minutes=1)
        second = work.session.query(Order).order_by(Order.id.desc()).limit(1).one()
        second.ship_by = work.now + timedelta(hours=1)
    told = live_map(floor, a_lead(floor))
    assert lines(told) == {"1": 4, "2": 1}
    assert aisle(told, "1").values[HeatLayer.LATE] == 3
    assert aisle(told, "2").values[HeatLayer.LATE] == 1
    assert aisle(told, "1").values[HeatLayer.MINUTES] > aisle(told, "2").values[HeatLayer.MINUTES]
    (zone,) = told.zones
    assert (str(zone), zone.values[HeatLayer.LINES]) == ("A", 5)
    assert not told.is_past


def test_somebodys_place_is_that_of_their_last_scan(floor: Workplace) -> None:
    places = a_grid_with_orders(floor, (0, 5))
    lead, ana = a_lead(floor), builders.an_operator(floor, name="Ana Kovac")
    state = begun(floor, ana)
    told = person(live_map(floor, lead), "Ana")
    assert (told.place, told.at, told.stops_left) == ("", None, 2)
    state = at_next_place(floor, ana, state)
    told = person(live_map(floor, lead), "Ana")
    assert told.place == places[0]
    assert (told.aisle, told.at, told.is_idle) == (("A", "1"), ("", (0.0, 1.0)), False)
    assert aisle(live_map(floor, lead), "1").values[HeatLayer.PEOPLE] == 1
    refused = shift.pick(floor, ana, state, f"L-{places[5]}")
    assert refused.refusal is not None
    assert person(live_map(floor, lead), "Ana").place == places[0], "a refused scan is no place"


def test_goods_taken_tell_the_place_where_its_label_is_not_scanned(floor: Workplace) -> None:
    places = a_grid_with_orders(floor, (0, 5))
    lead, ana = a_lead(floor), builders.an_operator(floor, name="Ana Kovac")
    state = at_next_place(floor, ana, begun(floor, ana))
    shift.pick_to_end(floor, ana, state)
    with floor.database.begin() as work:
        work.session.execute(
            update(ScanLog).where(ScanLog.raw.like("L-%")).values(refusal="Forgotten")
        )
    told = person(live_map(floor, lead), "Ana")
    assert (told.place, told.task_id) == (places[5], state.task_id)
    assert told.stops_left is None, "their hands are empty"


def test_whoever_has_not_scanned_for_long_stays_where_they_were_but_fills_no_aisle(
    floor: Workplace,
) -> None:
    places = a_grid_with_orders(floor, (0,))
    lead, ana = a_lead(floor), builders.an_operator(floor, name="Ana Kovac")
    at_next_place(floor, ana, begun(floor, ana))
    with floor.database.begin() as work:
        earlier = work.now - IDLE_AFTER - timedelta(seconds=1)
        work.session.execute(update(ScanLog).values(at=earlier))
    told = live_map(floor, lead)
    assert (person(told, "Ana").place, person(told, "Ana").is_idle) == (places[0], True)
    assert aisle(told, "1").values[HeatLayer.PEOPLE] == 0


def test_an_earlier_moment_is_told_as_it_was(floor: Workplace) -> None:
    places = a_grid_with_orders(floor, (0, 5))
    lead, ana = a_lead(floor), builders.an_operator(floor, name="Ana Kovac")
    state = at_next_place(floor, ana, begun(floor, ana))
    floor_setup.close_aisle(floor, "2", "spill")
    before = live_map(floor, lead)
    floor_setup.open_aisle(floor, "2")
    shift.pick_to_end(floor, ana, state)
    after = live_map(floor, lead)
    assert lines(after) == {"1": 0, "2": 0}
    assert (person(after, "Ana").place, aisle(after, "2").closed) == (places[5], None)
    told = live_map(floor, lead, before.moment)
    assert told.is_past
    assert lines(told) == lines(before) == {"1": 1, "2": 1}
    assert person(told, "Ana").place == places[0]
    closure = aisle(told, "2").closed
    assert closure is not None
    assert (closure.reason, told.floor.closed) == ("spill", ("A 2",))
    assert person(told, "Ana").task_id == state.task_id


def test_what_is_to_come_is_now_and_the_past_ends_after_hours(floor: Workplace) -> None:
    lead = a_lead(floor)
    now = live_map(floor, lead).moment
    assert not live_map(floor, lead, now + timedelta(hours=1)).is_past
    assert live_map(floor, lead, now - timedelta(days=1)).moment >= now - timedelta(hours=4)


def test_shorts_refills_and_counts_are_told_where_they_are(floor: Workplace) -> None:
    a_grid_with_orders(floor, (0,), (5,))
    lead, ana = a_lead(floor), builders.an_operator(floor, name="Ana Kovac")
    state = at_next_place(floor, ana, begun(floor, ana))
    shift.pick(floor, ana, state, Command.SHORT.value, builders.typed(0), builders.typed(1))
    told = live_map(floor, lead)
    assert aisle(told, "1").values[HeatLayer.SHORTS] == 1
    assert aisle(told, "1").values[HeatLayer.COUNTS] == 1
    assert aisle(told, "2").values[HeatLayer.COUNTS] == 0
    assert aisle(told, "2").values[HeatLayer.REFILLS] == 0


def test_only_a_lead_sees_the_map_and_a_wall_asks_for_nobody(floor: Workplace) -> None:
    picker = builders.an_operator(floor, name="Ana Kovac")
    with pytest.raises(Refused) as refused:
        live_map(floor, picker)
    assert isinstance(refused.value.refusal, NotAllowed)
    told = live_map(floor, None)
    assert told.people == ()
    assert told.floor != NO_FLOOR
    assert told.floor.why_none, "an empty house has no plan, and says why"
