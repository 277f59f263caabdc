"""All waves are told at once: what is left, who works on it, when it is done, what a move does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.pick_state import PickMethod
from app.domain.refusals import Refused
from app.planning.board_outlook import Move
from app.services import picking, wave_release, waves
from app.services.allocating import allocate_waiting_orders
from app.services.board_forecast import BoardWave, PaceMemory, board_now, moved
from app.services.forecasting import Verdict, wave_forecast
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift
from tests.services.floor_plan import on_a_grid


def three_waves(floor: Workplace) -> list[str]:
    """W-1 and W-2 of two carts each on the floor, W-3 of one cart planned; their codes."""
    goods, _ = on_a_grid(floor, aisles=4, bays=4)
    now = floor.clock.now()
    codes = []
    for number, places in enumerate(((0, 3, 5, 6), (8, 9, 14, 15), (1, 2))):
        orders = [builders.an_order(floor, (goods[place], 1)) for place in places]
        allocate_waiting_orders(floor)
        cut_off = now + timedelta(hours=number + 1)
        new = waves.NewWave(method=PickMethod.CLUSTER, positions=2, cut_off_at=cut_off)
        codes.append(waves.create_wave(floor, new, waves.orders_named(floor, orders).ids).code)
    for code in codes[:2]:
        wave_release.release_wave(floor, code)
    wave_release.plan_wave(floor, codes[2])
    return codes


def by_code(waves_told: tuple[BoardWave, ...]) -> dict[str, BoardWave]:
    return {wave.view.code: wave for wave in waves_told}


def test_all_waves_are_told_as_each_one_alone(floor: Workplace) -> None:
    first, second, planned = three_waves(floor)
    board = board_now(floor)
    told = by_code(board.waves)
    assert list(told) == [first, second, planned]
    assert not board.is_anybody_picking
    for code in (first, second, planned):
        alone = wave_forecast(floor, code)
        assert told[code].finish.seconds == pytest.approx(alone.seconds, rel=0.02)
        picked_at = board.now + timedelta(seconds=told[code].finish.picked_after or 0)
        assert abs(picked_at - alone.done_at) < timedelta(seconds=5)
    assert told[first].load.metres == pytest.approx(wave_forecast(floor, first).metres)
    assert sum(told[first].load.stops.values()) == 4
    assert told[first].verdict is Verdict.IN_TIME
    assert (told[first].slack or timedelta()) > timedelta(minutes=30)


def test_a_wave_is_ahead_of_the_benches_until_its_last_order_is_packed(floor: Workplace) -> None:
    first, second, _ = three_waves(floor)
    ana = builders.an_operator(floor, "Ana Kovac")
    before = by_code(board_now(floor).waves)[second]
    for _ in range(2):
        totes = [builders.a_tote(floor) for _ in range(2)]
        shift.pick_to_end(floor, ana, picking.claim_work(floor, ana), *totes)
    board = board_now(floor)
    told = by_code(board.waves)[first]
    assert (told.finish.seconds, told.people) == (0, ())
    assert told.finish.bench_seconds > 0
    assert board.bench.orders == 4
    assert board.bench.packers == 0
    assert told.done_at is not None
    assert told.done_at > board.now
    after = by_code(board.waves)[second]
    assert (after.finish.picked_after or 0) < (before.finish.picked_after or 0)


def test_a_move_is_tried_without_being_made(floor: Workplace) -> None:
    first, second, _ = three_waves(floor)
    ana = builders.an_operator(floor, "Ana Kovac")
    picking.claim_work(floor, ana)
    memory = PaceMemory()
    board = board_now(floor, memory=memory)
    told = by_code(board.waves)
    board = replace(board, work=replace(board.work, packers=20))
    assert told[first].people == (ana,)
    assert board.pickers == {ana: "Ana Kovac"}
    cy = builders.an_operator(floor, "Cy Ng")
    first_effect, *_ = moved(board, [Move(cy, wave=told[second].wave_id)])
    assert first_effect.code == second
    assert first_effect.after is not None
    assert first_effect.before is not None
    assert first_effect.after < first_effect.before
    again = board_now(floor, memory=memory)
    assert by_code(again.waves)[second].finish == told[second].finish


def test_who_leads_nothing_is_not_told(floor: Workplace) -> None:
    with pytest.raises(Refused):
        board_now(floor, builders.an_operator(floor))
