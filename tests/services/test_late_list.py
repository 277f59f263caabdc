"""The lead sees which orders will miss their truck, and one key makes the move that helps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.late_orders import LateMove, LateReason
from app.domain.people_refusals import BegunMeanwhile
from app.domain.refusals import Refused
from app.domain.wave_refusals import WaveNotInState
from app.services import picking
from app.services.late_list import LateOrder, do_suggested, late_list
from app.services.lead_board import lead_board
from app.services.order_changes import cancel_order
from app.services.order_holding import hold_order
from app.services.reassigning import give_back
from app.services.signing_in import sign_in_by_badge
from app.services.wave_release import release_wave
from app.services.waves import NewWave, create_wave
from app.services.workplace import Workplace
from tests import builders
from tests.services import wave_desk
from tests.services.desk import refusal_of
from tests.services.test_reassigning import Crew

M, R = LateMove, LateReason


def a_late_wave(
    floor: Workplace, orders: int, minutes: float, *, is_released: bool = True
) -> tuple[str, list[str]]:
    """A wave whose truck leaves in so many minutes, and its orders."""
    mug, _ = builders.some_stock(floor, 100)
    numbers = [wave_desk.an_order(floor, mug) for _ in range(orders)]
    due = datetime.now(UTC) + timedelta(minutes=minutes)
    code = create_wave(floor, NewWave(cut_off_at=due), wave_desk.ids(floor, *numbers)).code
    if is_released:
        release_wave(floor, code)
    return code, numbers


def told(floor: Workplace, crew: Crew) -> dict[str, LateOrder]:
    return {order.number: order for order in late_list(floor, crew.lea).orders}


def test_free_people_are_sent_and_the_next_orders_are_rushed(floor: Workplace) -> None:
    crew = Crew(floor)
    for person in (crew.ana, crew.bo, crew.lea):
        sign_in_by_badge(floor, builders.badge_of(person))
    code, numbers = a_late_wave(floor, 12, minutes=4)
    picking.claim_work(floor, crew.ana)
    late = told(floor, crew)
    assert list(late) == numbers
    first, second, last = (late[number] for number in (numbers[0], numbers[1], numbers[-1]))
    assert (first.move, first.reason, first.holder) == (M.NONE, R.IN_HANDS, "Ana Kovac")
    assert (second.move, second.person, second.wave) == (M.SEND, "Bo Lund", code)
    assert (last.move, last.reason, last.is_doable) == (M.RUSH, R.OTHERS_FIRST, True)
    for order in (second, last):
        assert order.before is not None
        assert order.after is not None
        assert order.after < order.before
    do_suggested(floor, crew.lea, last)
    assert told(floor, crew)[last.number].reason is not R.OTHERS_FIRST
    given = do_suggested(floor, crew.lea, second).given
    assert given is not None
    assert told(floor, crew)[second.number].reason is R.IN_HANDS
    give_back(floor, crew.lea, given)
    assert told(floor, crew)[second.number].move is not M.NONE
    assert picking.claim_work(floor, crew.bo).task_id == last.task_id
    assert isinstance(refusal_of(lambda: do_suggested(floor, crew.lea, last)), BegunMeanwhile)


def test_a_wave_that_waits_at_the_desk_is_released(floor: Workplace) -> None:
    crew = Crew(floor)
    _, numbers = a_late_wave(floor, 12, minutes=3, is_released=False)
    order = told(floor, crew)[numbers[0]]
    assert (order.move, order.reason) == (M.RELEASE, R.WAVE_AT_DESK)
    do_suggested(floor, crew.lea, order)
    assert told(floor, crew)[numbers[0]].reason is not R.WAVE_AT_DESK
    assert isinstance(refusal_of(lambda: do_suggested(floor, crew.lea, order)), WaveNotInState)


def test_an_order_whose_truck_is_gone_takes_the_next_one(floor: Workplace) -> None:
    crew = Crew(floor)
    _, (number,) = a_late_wave(floor, 1, minutes=-5)
    order = told(floor, crew)[number]
    assert (order.move, order.is_doable) == (M.NEXT_TRUCK, False)
    later, _ = a_late_wave(floor, 1, minutes=300)
    order = told(floor, crew)[number]
    assert (order.reason, order.to_wave) == (R.TRUCK_GONE, later)
    do_suggested(floor, crew.lea, order)
    assert wave_desk.wave_of(floor, number) == later
    assert told(floor, crew) == {}


def test_what_is_stopped_goes_to_the_exception_desk_and_only_a_lead_sees_the_list(
    floor: Workplace,
) -> None:
    crew = Crew(floor)
    _, (number, _) = a_late_wave(floor, 2, minutes=0.2)
    hold_order(floor, number, operator_id=crew.lea)
    order = told(floor, crew)[number]
    assert (order.move, order.reason, order.is_doable) == (M.SETTLE, R.STOPPED, False)
    with pytest.raises(ValueError, match="settle"):
        do_suggested(floor, crew.lea, order)
    with pytest.raises(Refused):
        late_list(floor, crew.ana)


def test_late_orders_in_no_wave_are_at_risk_as_well(floor: Workplace) -> None:
    crew = Crew(floor)
    mug, _ = builders.some_stock(floor, 20)
    now = datetime.now(UTC)
    builders.an_order(floor, (mug, 1), ship_by=now - timedelta(minutes=5))
    soon = builders.an_order(floor, (mug, 1), ship_by=now + timedelta(minutes=20))
    builders.an_order(floor, (mug, 1), ship_by=now + timedelta(hours=9))
    assert lead_board(floor, crew.lea).strip.at_risk == 2
    assert len(told(floor, crew)) == 2
    cancel_order(floor, soon)
    assert lead_board(floor, crew.lea).strip.at_risk == 1
