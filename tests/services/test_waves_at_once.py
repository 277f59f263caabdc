"""Leads and pickers at the same waves in the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from app.domain.channels import ChannelState
from app.domain.pick_state import PickMethod, PickState
from app.domain.refusals import NoWork, Refused
from app.domain.wave_refusals import WaveNotInState
from app.services import channels, picking, waves
from app.services.allocating import allocate_waiting_orders
from app.services.channels import ChannelSettings
from app.services.checking import check_database
from app.services.order_changes import cancel_order
from app.services.releasing import release_chosen_orders
from app.services.wave_board import wave_detail
from app.services.wave_release import abort_wave, plan_wave, release_wave
from app.services.wave_states import settle_waves
from app.services.wave_templates import TemplateSettings, run_templates, save_template
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

OpenStation = Callable[[str], Workplace]
ROUNDS = 4


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do several things in the same moment; each result in its place, or the refusal it met."""
    barrier = Barrier(len(acts))

    def wait_and(act: Callable[[], Any]) -> Any:
        barrier.wait(90)
        try:
            return act()
        except Refused as refused:
            return refused.refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(wait_and, acts))


def some_orders(floor: Workplace, count: int) -> list[str]:
    mug, _ = builders.some_stock(floor, 100)
    numbers = [builders.an_order(floor, (mug, 1)) for _ in range(count)]
    allocate_waiting_orders(floor)
    return numbers


def ids(floor: Workplace, numbers: list[str]) -> list[int]:
    return [books.order_id(floor, number) for number in numbers]


def all_is_sound(floor: Workplace, *stations: Workplace) -> None:
    books.audit(floor.database)
    settle_waves(floor)
    report = check_database(floor)
    assert report.is_sound, [one for one in report.invariants if not one.holds]
    assert sum(station.database.counters.deadlocks for station in (floor, *stations)) == 0


def test_two_leads_release_the_same_orders_and_each_is_released_once(
    floor: Workplace, open_station: OpenStation
) -> None:
    other = open_station("P-02")
    for _ in range(ROUNDS):
        wanted = ids(floor, some_orders(floor, 6))
        reports = at_once(
            partial(release_chosen_orders, floor, wanted, method=PickMethod.CLUSTER),
            partial(release_chosen_orders, other, wanted[::-1]),
        )
        released = Counter(number for report in reports for number in report.released)
        assert set(released.values()) == {1}
        assert len(released) == 6
    sql = "select order_id from pick_task_tote group by order_id having count(*) > 1"
    assert books.rows(floor, sql) == []
    all_is_sound(floor, other)


def test_two_leads_release_the_same_wave_and_one_of_them_does(
    floor: Workplace, open_station: OpenStation
) -> None:
    other = open_station("P-02")
    for _ in range(ROUNDS):
        code = waves.create_wave(floor, waves.NewWave(), ids(floor, some_orders(floor, 4))).code
        answers = at_once(partial(release_wave, floor, code), partial(release_wave, other, code))
        kinds = {type(answer).__name__ for answer in answers}
        assert kinds == {"WaveRelease", WaveNotInState.__name__}
    all_is_sound(floor, other)


def test_pickers_claim_while_their_wave_is_aborted(
    floor: Workplace, open_station: OpenStation
) -> None:
    stations = [open_station(f"P-0{number}") for number in range(2, 5)]
    people = [builders.an_operator(floor) for _ in stations]
    for _ in range(ROUNDS):
        numbers = some_orders(floor, 6)
        code = waves.create_wave(floor, waves.NewWave(), ids(floor, numbers)).code
        release_wave(floor, code)
        claims = [
            partial(picking.claim_work, station, person)
            for station, person in zip(stations, people, strict=True)
        ]
        abort, *claimed = at_once(partial(abort_wave, floor, code), *claims)
        assert len(abort.withdrawn) == 6
        for station, person, state in zip(stations, people, claimed, strict=True):
            if isinstance(state, PickState):
                assert shift.refused(station, person, state, builders.a_tote(floor)) is not None
            else:
                assert isinstance(state, NoWork)
        assert wave_detail(floor, code).orders == ()
    all_is_sound(floor, *stations)


def test_orders_are_picked_while_their_wave_is_aborted(
    floor: Workplace, open_station: OpenStation
) -> None:
    station = open_station("P-02")
    ana = builders.an_operator(floor)
    for _ in range(ROUNDS):
        numbers = some_orders(floor, 3)
        code = waves.create_wave(floor, waves.NewWave(), ids(floor, numbers)).code
        release_wave(floor, code)
        tote = builders.a_tote(floor)
        state = shift.pick(station, ana, picking.claim_work(station, ana), tote).state
        item = state.line.item.barcode if state.line else ""
        abort, _ = at_once(
            partial(abort_wave, floor, code),
            partial(picking.scan, station, ana, state, builders.entry(item or "")),
        )
        assert len(abort.withdrawn) + len(abort.finished) == 3
        assert len(abort.finished) <= 1
    all_is_sound(floor, station)


def test_an_order_joins_while_its_wave_is_planned_and_released(
    floor: Workplace, open_station: OpenStation
) -> None:
    stations = [open_station(f"P-0{number}") for number in range(2, 4)]
    for _ in range(ROUNDS):
        *first, late = some_orders(floor, 4)
        code = waves.create_wave(floor, waves.NewWave(), ids(floor, first)).code
        plan, change, release = at_once(
            partial(plan_wave, floor, code),
            partial(waves.add_to_wave, stations[0], code, ids(floor, [late]), urgent=True),
            partial(release_wave, stations[1], code),
        )
        assert change.orders == (late,)
        assert len(release.released) in (3, 4)
        assert isinstance(plan, WaveNotInState) or plan.orders in (3, 4)
        states = {order.state for order in wave_detail(floor, code).orders}
        assert states == {"released"}
    all_is_sound(floor, *stations)


def test_orders_move_between_two_waves_both_ways_at_once(
    floor: Workplace, open_station: OpenStation
) -> None:
    other = open_station("P-02")
    for _ in range(ROUNDS):
        here, there = some_orders(floor, 3), some_orders(floor, 3)
        first, second = (
            waves.create_wave(floor, waves.NewWave(), ids(floor, numbers)).code
            for numbers in (here, there)
        )
        release_wave(floor, first)
        release_wave(floor, second)
        at_once(
            partial(waves.move_to_wave, floor, second, ids(floor, here)),
            partial(waves.move_to_wave, other, first, ids(floor, there)),
        )
        moved = {order.number for order in wave_detail(floor, first).orders}
        assert moved == set(there)
    all_is_sound(floor, other)


def test_an_order_is_cancelled_while_its_wave_is_released(
    floor: Workplace, open_station: OpenStation
) -> None:
    other = open_station("P-02")
    for _ in range(ROUNDS):
        numbers = some_orders(floor, 3)
        code = waves.create_wave(floor, waves.NewWave(), ids(floor, numbers)).code
        at_once(
            partial(release_wave, floor, code, leave_out_bad=True),
            partial(cancel_order, other, numbers[1]),
        )
        assert books.order_state(floor, numbers[1]) == "cancelled"
        sql = (
            "select count(*) from pick_task_tote join orders on orders.id = order_id "
            "where orders.state = 'cancelled'"
        )
        assert books.value(floor, sql) == 0
    all_is_sound(floor, other)


def test_desks_that_feed_the_floor_at_once_feed_it_once(
    floor: Workplace, open_station: OpenStation
) -> None:
    other = open_station("P-02")
    save_template(
        floor, TemplateSettings("T", lines_at_most=1, orders_per_wave=2, auto_release=True)
    )
    channels.save_channel(floor, ChannelSettings("C", room=3))
    channels.set_channel(floor, "C", ChannelState.OPEN)
    for _ in range(ROUNDS):
        some_orders(floor, 5)
        at_once(
            partial(run_templates, floor),
            partial(run_templates, other),
            partial(channels.run_channels, floor),
            partial(channels.run_channels, other),
        )
    sql = "select order_id from pick_task_tote group by order_id having count(*) > 1"
    assert books.rows(floor, sql) == []
    (view,) = channels.channels_now(floor)
    assert view.on_floor <= 3
    all_is_sound(floor, other)
