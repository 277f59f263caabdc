"""Waves are split, merged and undone, at the desk and on the floor: nothing is lost by it."""

from __future__ import annotations

from functools import partial

from app.domain.order_release import WhyNot
from app.domain.wave_acts import WaveAct, WayBack
from app.domain.wave_refusals import (
    CannotUndo,
    NoDeskActToUndo,
    NothingToSplit,
    NotWithItself,
    UndoTooLate,
    UnknownWave,
    WaveBegun,
    WaveNotInState,
)
from app.domain.wave_splitting import SplitBy
from app.domain.waves import WaveState
from app.services import picking, waves
from app.services.wave_board import waves_now
from app.services.wave_release import abort_wave, hold_wave, release_wave
from app.services.wave_sharing import merge_waves, split_wave, split_ways
from app.services.wave_undo import undo_last
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.desk import refusal_of
from tests.services.stock_work import a_lead
from tests.services.wave_desk import a_released_wave, a_wave, an_order, ids, now, wave_of, why

S = WaveState
OPEN_TASKS = "select count(*) from pick_task where state not in ('done', 'cancelled')"


def some_orders(floor: Workplace, count: int) -> list[str]:
    mug, _ = builders.some_stock(floor)
    return [an_order(floor, mug) for _ in range(count)]


def test_a_wave_at_the_desk_is_split_by_carrier_and_merged_again_by_undo(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    express = [an_order(floor, mug, shipping_method="Express") for _ in range(2)]
    post = an_order(floor, mug, shipping_method="Post")
    code = a_wave(floor, *express, post).code
    hold_wave(floor, code)
    ways = split_ways(floor, code)
    assert [group.name for group in ways.groups[SplitBy.CARRIER]] == ["Express", "Post"]
    assert SplitBy.ZONE not in ways.groups
    deed = split_wave(floor, code, SplitBy.CARRIER)
    (part,) = deed.others
    assert (deed.orders, deed.refused, deed.way_back) == ((post,), (), WayBack.MERGE_BACK)
    assert (wave_of(floor, post), wave_of(floor, express[0])) == (part, code)
    assert (now(floor, part).state, now(floor, part).carrier) == (S.HELD, "Post")
    undone = undo_last(floor)
    assert (undone.act, undone.orders, wave_of(floor, post)) == (WaveAct.SPLIT, (post,), code)
    assert [view.code for view in waves_now(floor)] == [code]


def test_half_of_a_wave_on_the_floor_leaves_and_what_was_begun_stays(floor: Workplace) -> None:
    numbers = some_orders(floor, 4)
    code = a_released_wave(floor, *numbers)
    ana = builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    assert state.order_number == numbers[0]
    shift.pick_to_end(floor, ana, state, builders.a_tote(floor))
    deed = split_wave(floor, code, SplitBy.HALF)
    (part,) = deed.others
    assert deed.orders == (numbers[3],)
    assert [wave_of(floor, number) for number in numbers] == [code, code, code, part]
    assert now(floor, part).state is S.RELEASED
    assert books.value(floor, OPEN_TASKS) == 3
    undo_last(floor)
    assert now(floor, code).figures.orders == 4
    assert books.value(floor, OPEN_TASKS) == 3
    books.audit(floor.database)


def test_named_orders_leave_and_the_last_one_does_not(floor: Workplace) -> None:
    numbers = some_orders(floor, 2)
    code = a_wave(floor, *numbers).code
    named = partial(split_wave, floor, code, SplitBy.ORDERS)
    assert refusal_of(lambda: named(order_ids=ids(floor, *numbers))) == NothingToSplit(code, 0)
    assert refusal_of(lambda: split_wave(floor, code, SplitBy.ZONE)) == NothingToSplit(code, 0)
    assert named(order_ids=ids(floor, numbers[0])).orders == (numbers[0],)


def test_waves_are_merged_and_what_is_empty_then_is_over(floor: Workplace) -> None:
    numbers = some_orders(floor, 3)
    first, second, third = (a_wave(floor, number).code for number in numbers)
    assert refusal_of(lambda: merge_waves(floor, first, [first])) == NotWithItself(first)
    assert refusal_of(lambda: merge_waves(floor, first, ["W-0"])) == UnknownWave("W-0")
    deed = merge_waves(floor, first, [second, third])
    assert (deed.others, deed.orders) == ((second, third), tuple(numbers[1:]))
    assert now(floor, second).state is S.CANCELLED
    back = undo_last(floor)
    assert set(back.orders) == set(numbers[1:])
    assert wave_of(floor, numbers[1]) == back.others[0]
    assert wave_of(floor, numbers[2]) == back.others[1]
    assert now(floor, back.others[0]).state is S.CREATED


def test_a_wave_at_the_desk_merged_into_one_on_the_floor_is_work_and_comes_back(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    out, waiting = an_order(floor, mug), an_order(floor, mug)
    bad = builders.an_order(floor, (builders.an_item(floor), 1))
    first, second = a_released_wave(floor, out), a_wave(floor, waiting, bad).code
    deed = merge_waves(floor, first, [second])
    assert (deed.orders, list(why(deed.refused))) == ((waiting,), [bad])
    assert (wave_of(floor, bad), now(floor, second).state) == (second, S.CREATED)
    assert books.value(floor, OPEN_TASKS) == 2
    assert undo_last(floor).orders == (waiting,)
    assert (wave_of(floor, waiting), books.order_state(floor, waiting)) == (second, "allocated")
    assert books.value(floor, OPEN_TASKS) == 1
    books.audit(floor.database)


def test_a_release_is_undone_until_somebody_picks(floor: Workplace) -> None:
    good, other = some_orders(floor, 2)
    bad = builders.an_order(floor, (builders.an_item(floor), 1))
    code = a_wave(floor, good, other, bad).code
    release_wave(floor, code, leave_out_bad=True)
    assert undo_last(floor).orders == (bad,)
    assert (now(floor, code).state, wave_of(floor, bad)) == (S.PLANNED, code)
    assert books.value(floor, OPEN_TASKS) == 0
    release_wave(floor, code, leave_out_bad=True)
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    assert refusal_of(lambda: undo_last(floor)) == WaveBegun(code, 1)
    books.audit(floor.database)


def test_a_hold_is_undone_where_the_wave_was(floor: Workplace) -> None:
    first, second = some_orders(floor, 2)
    desk, out = a_wave(floor, first).code, a_released_wave(floor, second)
    hold_wave(floor, out)
    hold_wave(floor, desk)
    undo_last(floor)
    assert (now(floor, desk).state, now(floor, out).state) == (S.PLANNED, S.HELD)
    undo_last(floor)
    assert now(floor, out).state is S.RELEASED
    assert books.value(floor, OPEN_TASKS) == 1


def test_moved_orders_go_back_into_their_wave_or_none(floor: Workplace) -> None:
    mine, loose = some_orders(floor, 2)
    first, second = a_wave(floor, mine).code, a_wave(floor).code
    waves.move_to_wave(floor, second, ids(floor, mine, loose))
    assert set(undo_last(floor).orders) == {mine, loose}
    assert (wave_of(floor, mine), wave_of(floor, loose)) == (first, None)
    assert refusal_of(lambda: undo_last(floor)) == NoDeskActToUndo()


def test_a_cancelled_wave_of_the_desk_is_made_again_and_one_of_the_floor_is_not(
    floor: Workplace,
) -> None:
    first, second = some_orders(floor, 2)
    desk, out = a_wave(floor, first).code, a_released_wave(floor, second)
    abort_wave(floor, desk)
    (again,) = undo_last(floor).others
    assert (wave_of(floor, first), now(floor, again).state) == (again, S.CREATED)
    abort_wave(floor, out)
    assert refusal_of(lambda: undo_last(floor)) == CannotUndo(out, "cancel")


def test_what_others_went_on_with_is_not_undone(floor: Workplace) -> None:
    first, second = some_orders(floor, 2)
    code = a_wave(floor, first, second).code
    (part,) = split_wave(floor, code, SplitBy.HALF).others
    waves.remove_from_wave(floor, part, ids(floor, second))
    assert refusal_of(lambda: undo_last(floor)) == UndoTooLate(code, "split")
    hold_wave(floor, code)
    release = refusal_of(lambda: release_wave(floor, code))
    assert release == WaveNotInState(code, "held")


def test_each_lead_undoes_only_what_they_did(floor: Workplace) -> None:
    (number,) = some_orders(floor, 1)
    code = a_wave(floor, number).code
    hold_wave(floor, code)
    lead = a_lead(floor)
    assert refusal_of(lambda: undo_last(floor, operator_id=lead)) == NoDeskActToUndo()


def test_begun_orders_stay_with_what_is_left_when_their_wave_is_merged_at_the_desk(
    floor: Workplace,
) -> None:
    begun, free, other = some_orders(floor, 3)
    out, desk = a_released_wave(floor, begun, free), a_wave(floor, other).code
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    deed = merge_waves(floor, desk, [out])
    assert (deed.orders, why(deed.refused)) == ((free,), {begun: [WhyNot.BEGUN]})
    assert (wave_of(floor, begun), now(floor, out).state) == (out, S.COMPLETE)
    books.audit(floor.database)
