"""Orders are packed out of cubbies, out of several totes, and straight out of a batch's totes."""

from __future__ import annotations

import pytest

from app.db.schema import ConfirmationRule, Item
from app.domain.confirmation import ConfirmationPolicy
from app.domain.orders import OrderState
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import Command
from app.domain.refusals import AlreadyPacked, NothingToPack, TooMany
from app.domain.sort_refusals import (
    GoesToPacking,
    NoOrderWants,
    StillAtWall,
    StillBeingPicked,
    ToBeSorted,
    WhichTote,
)
from app.domain.wall_state import WallPrompt
from app.services import packing, sorting
from app.services.checking import check_database
from app.services.packing import PackAnswer
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift
from tests.services.wall_floor import (
    OK,
    SHORT,
    UNDO,
    Batch,
    a_batch,
    a_wall,
    cubby_of,
    refused,
    sort_all,
    sorted_by,
)

MOVES = (
    "select reason, source.code, quantity from stock_move "
    "join location as source on source.id = from_location_id "
    "where reason in ('packed', 'unpacked') order by stock_move.id"
)


@pytest.fixture
def goods(floor: Workplace) -> dict[str, Goods]:
    return {name: builders.some_stock(floor, 20, name=name)[0] for name in ("mug", "lamp", "tea")}


@pytest.fixture
def ana(floor: Workplace) -> int:
    return builders.an_operator(floor, "Ana Kovac")


def sound(floor: Workplace) -> None:
    report = check_database(floor)
    broken = [checked for checked in report.invariants if not checked.holds]
    assert not broken, broken


def opened(floor: Workplace, operator: int, code: str, tote: str = "") -> PackAnswer:
    return packing.open_order(floor, operator, builders.entry(code), tote=tote)


def a_sorted_batch(floor: Workplace, goods: dict[str, Goods], ana: int) -> tuple[Batch, str, str]:
    """Two orders in their cubbies; their labels."""
    a_wall(floor)
    orders = {
        "A": [(goods["mug"], 2), (goods["lamp"], 1)],
        "B": [(goods["mug"], 1), (goods["tea"], 1)],
    }
    batch = a_batch(floor, ana, orders)
    state = sorted_by(floor, ana, sorting.open_wall(floor, ana), *batch.totes)
    done = sort_all(floor, ana, state)
    return batch, cubby_of(done, batch.numbers["A"]), cubby_of(done, batch.numbers["B"])


def test_an_order_is_packed_out_of_its_cubby_which_is_free_then(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    batch, cubby, _ = a_sorted_batch(floor, goods, ana)
    done = shift.pack_order(floor, ana, f"L-W1-{cubby}")
    assert done.prompt is PackPrompt.DONE
    assert books.order_state(floor, batch.numbers["A"]) == OrderState.SHIPPED.value
    wall = sorting.open_wall(floor, ana)
    assert cubby in {one.label for one in wall.free_cubbies}
    assert books.value(floor, "select count(*) from event_log where kind = 'CubbyFreed'") == 1
    sound(floor)


def test_a_unit_taken_out_of_the_carton_goes_back_into_the_cubby(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    _, cubby, _ = a_sorted_batch(floor, goods, ana)
    state = shift.open_bench(floor, ana, f"L-W1-{cubby}")
    shift.pack(floor, ana, state, UNDO, OK)
    assert [(reason, units) for reason, _, units in books.rows(floor, MOVES)] == [
        ("packed", 2),
        ("packed", 1),
        ("unpacked", 1),
    ]
    assert books.on_hand(floor, f"W1-{cubby}") == 1
    sound(floor)


def test_what_the_wall_proved_unit_by_unit_is_in_with_the_scan_of_its_cubby(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    batch, cubby, _ = a_sorted_batch(floor, goods, ana)
    scan = builders.entry(f"L-W1-{cubby}")
    state = told(packing.open_order(floor, ana, scan))
    assert (state.prompt, state.verified) == (PackPrompt.CHOOSE_PACKAGING, 3)
    assert books.on_hand(floor, f"W1-{cubby}") == 0
    before = books.everything(floor)
    again = told(packing.open_order(floor, ana, scan))
    assert (again.prompt, again.verified) == (PackPrompt.CHOOSE_PACKAGING, 3)
    assert books.everything(floor) == before
    more = shift.pack(floor, ana, state, goods["mug"].barcode).refusal
    assert more == AlreadyPacked("mug", 2, batch.numbers["A"])
    done = shift.pack_until(floor, ana, state, PackPrompt.DONE)
    assert done.units == 3
    sound(floor)


def test_a_note_is_read_before_what_the_wall_proved_is_in(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    _, cubby, _ = a_sorted_batch(floor, goods, ana)
    with floor.database.begin() as work:
        work.session.connection().exec_driver_sql("update orders set note = 'Ring twice'")
    state = shift.open_bench(floor, ana, f"L-W1-{cubby}")
    assert (state.prompt, state.verified) == (PackPrompt.ACKNOWLEDGE, 0)
    read = told(shift.pack(floor, ana, state, OK))
    assert (read.prompt, read.verified) == (PackPrompt.CHOOSE_PACKAGING, 3)
    sound(floor)


@pytest.mark.parametrize("is_strict", [True, False])
def test_what_needs_each_scan_or_went_in_by_the_run_is_scanned_at_the_bench(
    floor: Workplace, goods: dict[str, Goods], ana: int, is_strict: bool
) -> None:
    a_wall(floor)
    orders = {
        "A": [(goods["mug"], 2), (goods["lamp"], 1)],
        "B": [(goods["mug"], 1), (goods["tea"], 1)],
    }
    batch = a_batch(floor, ana, orders, tote_an_item=not is_strict)
    wall = sorted_by(floor, ana, sorting.open_wall(floor, ana), batch.totes[0])
    done = sort_all(floor, ana, wall)
    if is_strict:
        with floor.database.begin() as work:
            work.session.get_one(Item, goods["mug"].item_id).item_class = "gold"
            work.session.add(ConfirmationRule(item_class="gold", policy=ConfirmationPolicy.STRICT))
    cubby = cubby_of(done, batch.numbers["A"])
    state = shift.open_bench(floor, ana, f"L-W1-{cubby}")
    assert state.prompt is PackPrompt.SCAN_UNIT
    assert {line.name: line.open for line in state.lines} == {"mug": 2, "lamp": 0}
    shift.pack_until(floor, ana, state, PackPrompt.DONE)
    sound(floor)


def test_while_its_order_is_at_the_bench_a_cubby_is_kept_for_it(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    _, cubby, _ = a_sorted_batch(floor, goods, ana)
    state = shift.open_bench(floor, ana, f"L-W1-{cubby}")
    shift.pack_until(floor, ana, state, PackPrompt.CHOOSE_PACKAGING)
    wall = sorting.open_wall(floor, ana)
    assert cubby not in {one.label for one in wall.free_cubbies}
    assert cubby not in {one.label for one in wall.ready_cubbies}


def test_an_order_that_is_not_all_sorted_is_left_at_the_wall(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    a_wall(floor)
    lines = [(goods["mug"], 1), (goods["tea"], 1)]
    batch = a_batch(floor, ana, {"A": lines, "B": lines})
    state = sorted_by(floor, ana, sorting.open_wall(floor, ana), *batch.totes)
    sorted_by(floor, ana, state, goods["mug"].barcode, "L-W1-1A")
    number = batch.numbers["A"]
    assert opened(floor, ana, "L-W1-1A").refusal == StillAtWall(number, "W1-1A", 1)
    other = batch.numbers["B"]
    assert opened(floor, ana, f"O-{other}").refusal == StillAtWall(other, "", 2)
    assert opened(floor, ana, "L-W1-2A").refusal == NothingToPack("W1-2A", None, None)
    assert opened(floor, ana, *batch.totes).refusal == ToBeSorted(batch.totes[0])
    assert opened(floor, ana, goods["mug"].barcode).refusal == ToBeSorted("mug")


# Several totes --------------------------------------------------------------------------------


def with_two_totes(floor: Workplace, goods: dict[str, Goods], ana: int) -> tuple[str, str, str]:
    """An order of which the sorter found a unit missing: picked anew, it lies in two places."""
    builders.stock(floor, goods["tea"], builders.a_location(floor), 5)
    a_wall(floor)
    lines = [(goods["mug"], 1), (goods["tea"], 1)]
    batch = a_batch(floor, ana, {"A": lines, "B": [(goods["mug"], 1), (goods["lamp"], 1)]})
    state = sorted_by(floor, ana, sorting.open_wall(floor, ana), *batch.totes)
    for name in ("mug", "mug", "lamp"):
        state = sorted_by(floor, ana, state, goods[name].barcode)
        assert state.in_hand is not None
        state = sorted_by(floor, ana, state, f"L-{state.cubby(state.in_hand.cubby_id).code}")
    done = sorted_by(floor, ana, state, SHORT, OK)
    tote = builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    number = batch.numbers["A"]
    return number, f"W1-{cubby_of(done, number)}", tote


def test_the_tote_that_is_still_missing_is_named(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    number, cubby, tote = with_two_totes(floor, goods, ana)
    state = shift.open_bench(floor, ana, f"L-{cubby}")
    assert state.order_number == number
    assert [place.code for place in state.to_fetch] == [tote]
    assert state.waits_for is None
    state = told(shift.pack(floor, ana, state, goods["mug"].barcode))
    assert state.waits_for is not None
    assert state.waits_for.code == tote
    state = told(shift.pack(floor, ana, state, tote))
    assert state.to_fetch == ()
    shift.pack_until(floor, ana, state, PackPrompt.DONE)
    free = "select count(*) from tote join location on id = location_id where code = :t"
    assert books.value(floor, f"{free} and order_id is null", t=tote) == 1
    sound(floor)


def told(answer: PackAnswer) -> PackState:
    assert answer.refusal is None
    assert answer.state is not None
    return answer.state


def test_opened_by_its_slip_all_its_places_are_to_be_fetched(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    number, cubby, tote = with_two_totes(floor, goods, ana)
    state = shift.open_bench(floor, ana, f"O-{number}")
    assert {place.code for place in state.to_fetch} == {cubby, tote}
    assert state.waits_for is not None


# Orders of one line ---------------------------------------------------------------------------


def singles(floor: Workplace, goods: dict[str, Goods], ana: int, **fields: object) -> Batch:
    orders = {
        "A": [(goods["mug"], 1)],
        "B": [(goods["mug"], 2)],
        "C": [(goods["tea"], 1)],
    }
    return a_batch(floor, ana, orders, **fields)  # type: ignore[arg-type]  # named by the test


def test_a_unit_out_of_a_bulk_tote_opens_the_order_it_is_for_and_is_packed(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    batch = singles(floor, goods, ana, urgent=["B"])
    (tote,) = batch.totes
    first = opened(floor, ana, tote)
    assert (first.state, first.refusal, first.tote) == (None, None, tote)
    answer = opened(floor, ana, goods["mug"].barcode, tote)
    state = told(answer)
    assert state.order_number == batch.numbers["B"]
    assert (state.verified, state.units) == (1, 2)
    assert (answer.tote, [place.code for place in state.to_fetch]) == (tote, [])
    shift.pack_until(floor, ana, state, PackPrompt.DONE)
    sound(floor)
    second = told(opened(floor, ana, goods["mug"].barcode, tote))
    assert second.order_number == batch.numbers["A"]
    assert second.prompt is PackPrompt.CHOOSE_PACKAGING
    shift.pack_until(floor, ana, second, PackPrompt.DONE)
    third = told(opened(floor, ana, goods["tea"].barcode, tote))
    shift.pack_until(floor, ana, third, PackPrompt.DONE)
    assert opened(floor, ana, tote).refusal == NothingToPack(tote, None, None)
    assert {books.order_state(floor, number) for number in batch.numbers.values()} == {"shipped"}
    sound(floor)


def test_the_unit_that_opened_an_order_is_in_once_however_often_it_is_handed_in(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    (tote,) = singles(floor, goods, ana).totes
    opened(floor, ana, tote)
    entry = builders.entry(goods["mug"].barcode)
    first = told(packing.open_order(floor, ana, entry, tote=tote))
    before = books.everything(floor)
    again = told(packing.open_order(floor, ana, entry, tote=tote))
    assert books.everything(floor) == before
    assert (again.order_id, again.verified) == (first.order_id, first.verified)


def test_a_note_is_read_before_the_first_unit_counts(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    (tote,) = singles(floor, goods, ana).totes
    with floor.database.begin() as work:
        work.session.connection().exec_driver_sql("update orders set note = 'Ring twice'")
    state = told(opened(floor, ana, goods["tea"].barcode, tote))
    assert (state.prompt, state.verified) == (PackPrompt.ACKNOWLEDGE, 0)


def test_a_unit_can_be_put_back_into_the_bulk_tote(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    (tote,) = singles(floor, goods, ana).totes
    opened(floor, ana, tote)
    state = told(opened(floor, ana, goods["mug"].barcode, tote))
    shift.pack(floor, ana, state, Command.UNDO.value, OK)
    assert books.on_hand(floor, tote) == 4
    sound(floor)


def test_a_unit_without_its_tote_is_enough_where_one_batch_has_such_units(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    batch = singles(floor, goods, ana)
    assert told(opened(floor, ana, goods["tea"].barcode)).order_number == batch.numbers["C"]
    singles(floor, goods, ana)
    assert opened(floor, ana, goods["mug"].barcode).refusal == WhichTote("mug")


def test_what_no_order_of_a_bulk_tote_wants_stays_in_it(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    (tote,) = singles(floor, goods, ana).totes
    assert opened(floor, ana, goods["lamp"].barcode, tote).refusal == NoOrderWants("lamp", tote)
    case = builders.some_stock(floor, 20, name="tin", case_of=6)[0]
    (other,) = a_batch(floor, ana, {"D": [(case, 2)]}).totes
    assert opened(floor, ana, case.case_barcode, other).refusal == TooMany(6, 2, "tin")


def test_a_bulk_tote_that_is_still_picked_into_is_left_to_its_picker(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    (tote,) = singles(floor, goods, ana).totes
    with floor.database.begin() as work:
        work.session.connection().exec_driver_sql(
            "update pick_task set state = 'paused', finished_at = null"
        )
    assert opened(floor, ana, tote).refusal == StillBeingPicked(tote, "Ana Kovac")


def test_what_a_bulk_tote_of_one_line_orders_lacks_is_reported_at_the_wall(
    floor: Workplace, goods: dict[str, Goods], ana: int
) -> None:
    a_wall(floor)
    batch = singles(floor, goods, ana)
    (tote,) = batch.totes
    state = told(opened(floor, ana, goods["mug"].barcode, tote))
    shift.pack_until(floor, ana, state, PackPrompt.DONE)
    wall = sorting.open_wall(floor, ana)
    first = sorting.scan(floor, ana, wall, builders.entry(tote))
    assert first.refusal == GoesToPacking(tote)
    meant = sorted_by(floor, ana, first.state, tote)
    assert meant.prompt is WallPrompt.SCAN_ITEM
    done = sorted_by(floor, ana, meant, SHORT, OK)
    assert done.prompt is WallPrompt.SCAN_TOTE
    assert books.on_hand(floor, tote) == 0
    assert refused(floor, ana, done, tote) is not None
    sound(floor)
