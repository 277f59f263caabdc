"""The stops ahead, where the picker stands, and the order a planner gave them."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_lines import PickedPart, PickedStep, PickItem, PickLine
from app.domain.pick_state import PickMethod, PickPrompt, PickState, begin
from app.domain.pick_walk import is_there, rounds_ahead, standing_at, walked


def line(number: int, at: int, *, item: int = 0, picked: int = 0, skips: int = 0) -> PickLine:
    goods = PickItem(item or number, f"SKU-{item or number}", "Mug", "1234567890128")
    return PickLine(
        number, number, goods, at, f"A{at:02d}", "A", "11", 1, picked=picked, skips=skips
    )


def a_task(*lines: PickLine) -> PickState:
    cart = (Position(1, (CarriedOrder(0, "#1"),), "T-0001"),)
    return PickState(7, 1, PickMethod.SINGLE, cart, lines)


def numbers(state: PickState) -> list[int]:
    return [line.pick_line_id for line in state.lines]


def test_rounds_are_open_places_once_each_and_skipped_ones_later() -> None:
    task = a_task(
        line(1, 5, picked=1), line(2, 3), line(3, 3, item=2), line(4, 9, skips=1), line(5, 4)
    )
    assert rounds_ahead(task) == ((3, 4), (9,))
    assert rounds_ahead(a_task(line(1, 5, picked=1))) == ()


def test_a_picker_stands_where_the_present_stop_or_the_last_units_are() -> None:
    task = a_task(line(1, 5, picked=1), line(2, 3), line(3, 8))
    assert (standing_at(task), is_there(task)) == (None, False)
    picked = replace(task, history=(PickedStep("T-0001", (PickedPart(1, 1),)),))
    assert (standing_at(picked), is_there(picked)) == (5, False)
    for there in (
        replace(picked, location_confirmed=True),
        replace(picked, counted=1),
        replace(picked, putting=1),
    ):
        assert (standing_at(there), is_there(there)) == (3, True)
        assert rounds_ahead(there) == ((8,),), "the present stop is finished first"


def test_lines_take_the_order_of_the_rounds_and_goods_at_a_place_stay_together() -> None:
    task = a_task(
        line(1, 3),
        line(2, 8, item=20),
        line(3, 8, item=30),
        line(4, 8, item=20),
        line(5, 5, picked=1),
        line(6, 2, skips=1),
    )
    ordered = walked(task, ((8, 3), (2,)))
    assert numbers(ordered) == [5, 2, 4, 3, 1, 6]
    assert [stop.line.location_id for stop in ordered.upcoming_stops] == [8, 3, 2]
    assert ordered.line is not None
    assert ordered.line.pick_line_id == 2
    assert sorted(numbers(ordered)) == sorted(numbers(task))


def test_a_stop_before_which_the_picker_stands_stays_the_present_one() -> None:
    task = replace(a_task(line(1, 3), line(2, 8), line(3, 5)), location_confirmed=True)
    assert numbers(walked(task, ((5, 8),))) == [1, 3, 2]


def test_another_present_stop_asks_its_own_prompt_and_a_panel_keeps_its_stop() -> None:
    plain, in_two_places = line(1, 3), replace(line(2, 8), confirm_location=True)
    task = begin(a_task(plain, in_two_places))
    assert task.prompt is PickPrompt.SCAN_ITEM
    assert walked(task, ((8, 3),)).prompt is PickPrompt.SCAN_LOCATION
    assert walked(task, ((3, 8),)) == task
    panel = replace(task, prompt=PickPrompt.SHORT_REASON)
    assert rounds_ahead(panel) == ((8,),)
    assert walked(panel, ((8,),)) == panel
