"""Inspections: chosen by rule, kept from the bench, counted blind, and what comes of findings."""

from __future__ import annotations

import pytest

from app.domain.inspection_events import ErrorFound, InspectionEnded
from app.domain.inspection_refusals import (
    InspectedAlready,
    InspectFirst,
    NothingToInspect,
    NotYetPicked,
    PackedMeanwhile,
)
from app.domain.inspection_rules import InspectionReason, RuleKind
from app.domain.inspection_state import InspectPrompt
from app.domain.locations import LocationKind
from app.domain.readings import Command
from app.domain.refusals import OrderStopped, Refused, UnknownCode
from app.services import packing, picking, sorting
from app.services.checking import check_database
from app.services.count_desk import open_counts
from app.services.inspecting import begin_inspection, lay_down_inspection
from app.services.order_changes import cancel_order, edit_order
from app.services.raising_inspections import (
    demand_inspection,
    inspections_waiting,
    let_pass,
    raise_inspections,
    set_place,
    set_rules,
)
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, inspection_desk, shift, stock_work, wall_floor
from tests.services.inspection_desk import OK, a_picked_order, inspect, inspect_all, inspect_order

REASON = InspectionReason
LINES = "select finding, units, way from inspection_line order by id"


def waiting(floor: Workplace, operator: int) -> int:
    with floor.database.begin(floor.actor(operator)) as work:
        return inspections_waiting(work, operator)


def bench_refusal(floor: Workplace, operator: int, code: str) -> object:
    return packing.open_order(floor, operator, builders.entry(code)).refusal


def test_a_bench_says_where_an_order_is_inspected_and_packs_it_after(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    place = builders.a_location(floor, kind=LocationKind.STAGING)
    set_place(floor, place)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 2))
    assert waiting(floor, quinn) == 1
    refusal = InspectFirst(number, REASON.SHARE, place)
    assert bench_refusal(floor, ana, tote) == refusal  # before anybody wrote a row for it
    assert (raise_inspections(floor), raise_inspections(floor)) == (1, 0)
    assert waiting(floor, quinn) == 1
    assert bench_refusal(floor, ana, f"O-{number}") == refusal
    answer = inspect_order(floor, quinn, tote, mug.barcode, mug.barcode, OK)
    assert answer.state.prompt is InspectPrompt.DONE
    assert isinstance(answer.events[-1], InspectionEnded)
    assert books.rows(floor, LINES) == [("right", 2, "")]
    assert waiting(floor, quinn) == 0
    shift.pack_order(floor, ana, tote)
    assert books.order_state(floor, number) == "shipped"
    books.audit(floor.database)


def test_orders_are_chosen_by_value_by_new_pickers_and_by_past_shorts(floor: Workplace) -> None:
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    mug, _ = builders.some_stock(floor, 20)
    set_rules(floor, {RuleKind.NEW_ORDERS: 1})
    set_rules(floor, {RuleKind.PAST_SHORT: 1})
    first, _ = a_picked_order(floor, ana, (mug, 1))
    a_picked_order(floor, ana, (mug, 1))
    assert raise_inspections(floor) == 1
    shelf = builders.a_location(floor)
    builders.stock(floor, mug, shelf, 5)
    third = builders.a_released_order(floor, (mug, 2))
    state = picking.claim_work(floor, ana)
    tote = builders.a_tote(floor)
    short = shift.pick(floor, ana, state, tote, Command.SHORT.value)
    state = shift.pick(floor, ana, short.state, "XCNC", "XCNC").state
    shift.pick_to_end(floor, ana, state, tote)
    assert raise_inspections(floor) == 1
    found = books.rows(
        floor,
        "select number, reason from inspection join orders on orders.id = order_id order by 1",
    )
    assert found == [(first, "new_operator"), (third, "past_short")]
    assert waiting(floor, quinn) == 2


def test_a_lead_demands_an_inspection_or_lets_an_order_pass(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    number = builders.a_released_order(floor, (mug, 1))
    assert demand_inspection(floor, number)
    assert not demand_inspection(floor, number)
    with pytest.raises(Refused) as refused:
        begin_inspection(floor, quinn, builders.entry(f"O-{number}"))
    assert refused.value.refusal == NotYetPicked(number, "released")
    tote = builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    assert bench_refusal(floor, ana, tote) == InspectFirst(number, REASON.DEMAND)
    inspect_all(floor)
    assert let_pass(floor, number)
    assert not let_pass(floor, number)
    shift.open_bench(floor, ana, tote)
    with pytest.raises(Refused) as refused:
        demand_inspection(floor, number)
    assert refused.value.refusal == PackedMeanwhile(number, "packing")


def test_a_missing_unit_is_picked_again_and_the_order_packed(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 3), (lamp, 1))
    answer = inspect_order(floor, quinn, tote, mug.barcode, mug.barcode, lamp.barcode, OK, 2)
    assert answer.state.prompt is InspectPrompt.DONE
    assert books.order_state(floor, number) == "picking"
    assert (books.on_hand(floor, tote), books.on_hand(floor, face)) == (3, 6)
    assert books.rows(floor, LINES) == [
        ("missing", 1, "back_to_picker"),
        ("right", 2, ""),
        ("right", 1, ""),
    ]
    blamed = books.rows(floor, "select distinct picked_by from inspection_line")
    assert blamed == [(ana,)]
    assert books.rows(floor, "select reason, is_doubt from count_task") in (
        [("inspection", False)],
        [("inspection", 0)],
    )
    assert books.order_state(floor, number) == "picking"
    shift.pick_order(floor, ana, builders.a_tote(floor))
    assert books.order_state(floor, number) == "picked"
    assert bench_refusal(floor, ana, tote) is None
    books.audit(floor.database)


def test_what_else_was_found_is_seen_to_after_a_line_is_open_again(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    pen = stock_work.a_quarantine(floor)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 2))
    found = inspect_order(floor, quinn, tote, mug.barcode, lamp.barcode, OK, 2).state
    assert (found.prompt, books.order_state(floor, number)) == (InspectPrompt.FINDING, "picking")
    lay_down_inspection(floor, quinn, found.inspection_id)
    assert waiting(floor, quinn) == 1
    again = begin_inspection(floor, quinn, builders.entry(tote))
    counting = inspect(floor, quinn, again, 1, lamp.barcode, OK)
    answer = inspect(floor, quinn, counting.state, 3, f"L-{pen}")
    assert (answer.refusal, answer.state.prompt) == (None, InspectPrompt.DONE)
    books.audit(floor.database)


def test_where_nothing_is_left_the_order_is_held_as_short(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 2))
    inspect_order(floor, quinn, tote, mug.barcode, OK, 2)
    assert books.order_state(floor, number) == "held"
    books.audit(floor.database)


def test_a_missing_unit_that_lay_on_the_shelf_is_brought(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 3))
    found = inspect_order(floor, quinn, tote, mug.barcode, mug.barcode, OK)
    assert found.state.expected[0].picked_at == (face,)
    answer = inspect(floor, quinn, found.state, 3, mug.barcode)
    assert ErrorFound(answer.state.inspection_id, number, mug.sku, "missing", 1, "fix_here") in (
        answer.events
    )
    assert (answer.state.prompt, books.on_hand(floor, tote)) == (InspectPrompt.DONE, 3)
    assert [row.location for row in open_counts(floor)] == [face]
    shift.pack_order(floor, ana, tote)
    books.audit(floor.database)


def test_surplus_and_wrong_units_go_to_quarantine_and_on_the_put_away_list(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 9)
    lamp = builders.an_item(floor)  # nobody knows where it comes from
    pen = stock_work.a_quarantine(floor)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    _, tote = a_picked_order(floor, ana, (mug, 1))
    state = begin_inspection(floor, quinn, builders.entry(tote))
    answer = inspect(floor, quinn, state, mug.barcode, mug.barcode, lamp.barcode, OK, 3, f"L-{pen}")
    assert answer.state.prompt is InspectPrompt.FINDING
    answer = inspect(floor, quinn, answer.state, 3, f"L-{pen}")
    assert answer.state.prompt is InspectPrompt.DONE
    assert (books.on_hand(floor, face), books.on_hand(floor, pen)) == (7, 2)
    assert books.rows(floor, "select reason, quantity from put_away_task order by id") == [
        ("surplus", 1),
        ("surplus", 1),
    ]
    shift.pack_order(floor, ana, tote)
    books.audit(floor.database)


def test_damaged_units_are_replaced(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    pen = stock_work.a_quarantine(floor)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 2))
    answer = inspect_order(
        floor, quinn, tote, mug.barcode, Command.DAMAGED.value, mug.barcode, 1, OK, 2, f"L-{pen}"
    )
    assert answer.state.prompt is InspectPrompt.DONE
    assert (books.on_hand(floor, pen), books.on_hand(floor, tote)) == (1, 1)
    assert books.rows(floor, "select reason from put_away_task") == [("damaged",)]
    assert books.order_state(floor, number) == "picking"
    books.audit(floor.database)


def test_an_order_that_is_cancelled_while_it_is_inspected_stops_the_next_scan(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 2))
    state = inspect_order(floor, quinn, tote, mug.barcode).state
    cancel_order(floor, number)
    told = inspect(floor, quinn, state, mug.barcode)
    assert told.refusal == OrderStopped(number, "cancelled")
    assert books.rows(floor, "select state from inspection") == [("cancelled",)]
    assert waiting(floor, quinn) == 0
    books.audit(floor.database)


def test_another_station_goes_on_where_the_count_stands(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    ana, quinn, bo = (builders.an_operator(floor) for _ in range(3))
    inspect_all(floor)
    _, tote = a_picked_order(floor, ana, (mug, 2))
    state = inspect_order(floor, quinn, tote, mug.barcode).state
    with pytest.raises(Refused):
        begin_inspection(floor, bo, builders.entry(tote))
    assert waiting(floor, bo) == 0
    lay_down_inspection(floor, quinn, state.inspection_id)
    there = begin_inspection(floor, bo)
    assert there.counted == 1
    scan = builders.entry(mug.barcode)
    inspect(floor, bo, there, scan, OK)
    again = inspect(floor, bo, there, scan)
    assert (again.refusal, again.state.prompt) == (None, InspectPrompt.DONE)
    late = inspect(floor, quinn, state, mug.barcode)
    assert late.refusal == InspectedAlready(state.order_number)


def test_units_no_longer_wanted_are_counted_where_they_lie(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number, tote = a_picked_order(floor, ana, (mug, 3))
    edit_order(floor, number, {1: 2})
    answer = inspect_order(floor, quinn, tote, *[mug.barcode] * 2, OK, 2)
    assert answer.state.prompt is InspectPrompt.DONE
    assert (books.order_state(floor, number), books.on_hand(floor, tote)) == ("picked", 2)
    books.audit(floor.database)


def test_goods_at_a_wall_are_inspected_when_they_are_sorted(floor: Workplace) -> None:
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    mug, _ = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    name = wall_floor.a_wall(floor)
    inspect_all(floor)
    batch = wall_floor.a_batch(floor, ana, {"a": [(mug, 2), (lamp, 1)], "b": [(lamp, 1)]})
    assert raise_inspections(floor) == 1  # the single line is ready, the other is to be sorted
    single = inspect_order(floor, quinn, batch.totes[0], lamp.barcode, OK).state
    assert single.order_number == batch.numbers["b"]
    opened = wall_floor.sorted_by(floor, ana, sorting.open_wall(floor, ana), *batch.totes)
    wall = wall_floor.sort_all(floor, ana, opened)
    cubby = wall_floor.cubby_of(wall, batch.numbers["a"])
    code = f"L-{name}-{cubby}"
    refusal = bench_refusal(floor, ana, code)
    assert refusal == InspectFirst(batch.numbers["a"], REASON.SHARE)
    answer = inspect_order(floor, quinn, code, mug.barcode, lamp.barcode, OK, 2)
    assert answer.state.prompt is InspectPrompt.DONE
    assert books.order_state(floor, batch.numbers["a"]) == "picking"
    books.audit(floor.database)


def test_a_unit_out_of_a_bulk_tote_opens_an_order_that_needs_no_inspection(
    floor: Workplace,
) -> None:
    ana = builders.an_operator(floor)
    mug, _ = builders.some_stock(floor, 9)
    batch = wall_floor.a_batch(floor, ana, {"a": [(mug, 1)], "b": [(mug, 1)]}, urgent=["a"])
    demand_inspection(floor, batch.numbers["a"])
    opened = packing.open_order(floor, ana, builders.entry(batch.totes[0]))
    assert opened.refusal is None
    packed = packing.open_order(floor, ana, builders.entry(mug.barcode), tote=batch.totes[0])
    assert packed.state is not None
    assert packed.state.order_number == batch.numbers["b"]
    told = packing.open_order(floor, ana, builders.entry(mug.barcode), tote=batch.totes[0])
    assert told.refusal == InspectFirst(batch.numbers["a"], REASON.DEMAND)


def test_an_order_picked_into_its_carton_is_inspected_before_that_is_closed(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor), builders.an_operator(floor)
    inspect_all(floor)
    number = builders.a_released_order(floor, (mug, 2), into_carton=True)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), "K-S").state
    shift.pick(floor, ana, state, mug.barcode, mug.barcode)
    assert books.order_state(floor, number) == "packed"
    slip = f"O-{number}"
    assert bench_refusal(floor, ana, slip) == InspectFirst(number, REASON.SHARE)
    assert (raise_inspections(floor), waiting(floor, quinn)) == (1, 1)
    answer = inspect_order(floor, quinn, slip, mug.barcode, OK, 2)
    assert answer.state.prompt is InspectPrompt.DONE
    assert books.rows(floor, "select picked, packed from order_line") == [(1, 1)]
    assert check_database(floor).is_sound
    tote = builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    shift.pack_order(floor, ana, slip)
    assert books.order_state(floor, number) == "shipped"
    assert check_database(floor).is_sound


def test_nothing_to_inspect_is_said_of_what_was_scanned(floor: Workplace) -> None:
    quinn = builders.an_operator(floor)
    mug, _ = builders.some_stock(floor, 9)
    _, tote = a_picked_order(floor, quinn, (mug, 1))
    for scan, refusal in (
        (None, NothingToInspect()),
        (tote, NothingToInspect(tote)),
        ("zz-unknown", UnknownCode("zz-unknown")),
    ):
        with pytest.raises(Refused) as refused:
            begin_inspection(floor, quinn, None if scan is None else builders.entry(scan))
        assert refused.value.refusal == refusal
    assert inspection_desk.OK == OK
