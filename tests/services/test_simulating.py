"""What waits is read as it is, and the pace of the house comes from its own scans."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from app.db.schema import Location, PickLine, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.tasks import PickTaskState
from app.planning.floor_document import parse_floor_document
from app.planning.forecast import USUAL_PACE
from app.planning.layout_entries import UnusableFloor
from app.planning.shift import Crew, Method, Way
from app.planning.shift_choice import ShiftComparison
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.pace_check import TooLittleRecord, check_record
from app.services.simulating import waiting_shift
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.worked_record import BEGINS, a_worked_record, some_goods


def test_orders_that_wait_are_told_with_their_stops_units_lines_and_cut_offs(
    floor: Workplace,
) -> None:
    mug, lamp, *_ = some_goods(floor)
    builders.an_order(floor, (mug, 2), (lamp, 3), (mug, 1), ship_by=BEGINS + timedelta(hours=5))
    builders.an_order(floor, (lamp, 1))
    builders.an_order(floor, ("no such thing", 1))
    allocate_waiting_orders(floor)
    told = waiting_shift(floor, BEGINS)
    first, second = told.orders
    assert sorted(units for _, units in first.picks) == [3, 3]
    assert (first.lines, first.units, first.due) == (3, 6, 5 * 3600.0)
    assert (second.lines, second.units, second.due) == (1, 1, math.inf)
    assert told.overdue == 0
    assert told.floor.grid is not None
    assert told.pace.pace == USUAL_PACE
    assert told.trial is None
    assert told.cubbies == 0


def test_an_order_due_before_the_shift_is_counted_and_has_no_cut_off(floor: Workplace) -> None:
    mug, *_ = some_goods(floor)
    builders.an_order(floor, (mug, 2), ship_by=BEGINS - timedelta(hours=1))
    allocate_waiting_orders(floor)
    told = waiting_shift(floor, BEGINS)
    assert (told.overdue, told.orders[0].due) == (1, math.inf)


def test_released_and_half_picked_orders_wait_for_what_is_left_of_them(floor: Workplace) -> None:
    mug, lamp, *_ = some_goods(floor)
    builders.a_released_order(floor, (mug, 2), (lamp, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    shift.pick(floor, ana, state, tote)
    told = waiting_shift(floor, BEGINS)
    assert told.orders[0].units == 5
    shift.pick_to_end(floor, ana, picking.claim_work(floor, ana), tote)
    assert waiting_shift(floor, BEGINS).orders == ()


def test_asking_changes_nothing(floor: Workplace) -> None:
    mug, *_ = some_goods(floor)
    builders.a_released_order(floor, (mug, 2))
    before = books.everything(floor)
    waiting_shift(floor, BEGINS)
    assert books.everything(floor) == before


def test_the_pace_is_learned_from_the_times_between_scans(floor: Workplace) -> None:
    goods = some_goods(floor)
    ana = builders.an_operator(floor)
    for _ in range(26):
        builders.a_released_order(floor, *((each, 2) for each in goods))
        shift.pick_order(floor, ana, builders.a_tote(floor))
    set_scan_times(floor)
    told = waiting_shift(floor, BEGINS)
    assert told.pace.samples == 26 * 5
    assert told.pace.pace.walking == pytest.approx(0.8, rel=0.1)
    assert told.pace.pace.allowance == pytest.approx(1.0, abs=0.05)
    assert told.trial is not None
    assert told.trial.told == pytest.approx(told.trial.real, rel=0.05)


def set_scan_times(floor: Workplace) -> None:
    """Let every stop have taken 9 s, every unit 2 s, and every metre as at 0.8 m/s."""

    def verb(work: UnitOfWork) -> None:
        at = {row.id: (row.x_m, row.y_m) for row in work.session.query(Location)}
        tasks = work.session.query(PickTask).filter_by(state=PickTaskState.DONE)
        for number, task in enumerate(tasks.order_by(PickTask.id)):
            now, here = BEGINS + timedelta(hours=number), None
            lines = work.session.query(PickLine).filter_by(task_id=task.id)
            for line in lines.order_by(PickLine.sequence):
                there = at[line.location_id]
                metres = 0.0 if here is None else way(here, there)
                now += timedelta(seconds=9 + 2 * line.picked + metres / 0.8)
                line.picked_at, here = now, there

    floor.database.run(verb)


def way(here: tuple[float | None, ...], there: tuple[float | None, ...]) -> float:
    """Metres on this floor: along the aisle, or round by the nearer end; they lie at 1 and 5 m."""
    (x1, y1), (x2, y2) = here, there
    assert x1 is not None
    assert y1 is not None
    assert x2 is not None
    assert y2 is not None
    if x1 == x2:
        return abs(y1 - y2)
    return abs(x1 - x2) + min(y1 + y2 - 2, 10 - y1 - y2)


def test_a_day_that_waits_can_be_played(floor: Workplace) -> None:
    goods = some_goods(floor)
    for each in goods:
        builders.an_order(floor, (each, 1))
    allocate_waiting_orders(floor)
    told = waiting_shift(floor, BEGINS)
    result = ShiftComparison(told.floor, told.orders).result(Way(Method.CLUSTER, 3, 6), Crew(1, 1))
    assert (result.orders, result.tours) == (6, 2)


def test_locations_without_coordinates_are_named(floor: Workplace) -> None:
    builders.some_stock(floor)
    with pytest.raises(UnusableFloor, match="nobody knows where it is"):
        waiting_shift(floor, BEGINS)


def test_a_layout_file_says_what_locations_do_not(floor: Workplace) -> None:
    some_goods(floor)
    builders.a_location(floor, "S-1", kind=LocationKind.STAGING)
    document = parse_floor_document('[[depot]]\nname = "bench"\nx = 2.0\ny = 0.0')
    assert waiting_shift(floor, BEGINS, document).floor.first_depot == "bench"


def test_the_later_half_of_the_record_is_told_from_the_earlier_one(floor: Workplace) -> None:
    a_worked_record(floor, 32, seconds_a_metre=1.6)
    check = check_record(floor)
    assert (len(check.tasks), check.people) == (16, 1)
    assert check.told == pytest.approx(check.real, rel=0.06)
    assert check.usual_miss < 0.12
    assert check.told_span <= check.real_span
    assert check.pace.pace.walking == pytest.approx(1 / 1.6, rel=0.35)
    ready = check.pace.pace.per_tour + check.pace.pace.per_tote
    assert ready * check.pace.pace.allowance == pytest.approx(25, rel=0.3)


def test_a_record_too_short_to_learn_from_says_how_much_is_missing(floor: Workplace) -> None:
    a_worked_record(floor, 4)
    with pytest.raises(TooLittleRecord, match="has 8 ways from stop to stop; 60 are needed"):
        check_record(floor)
