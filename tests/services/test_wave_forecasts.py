"""What a wave will come to is told before its release and while it is worked; better carts kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.pick_state import PickMethod
from app.domain.refusals import Refusal, Refused
from app.domain.wave_refusals import NobodyPicks, NoFloorPlan, NothingToChoose, WaveEmpty
from app.planning.forecast import USUAL_PACE
from app.planning.plan_progress import Budget
from app.services import picking, wave_release, waves
from app.services.allocating import allocate_waiting_orders
from app.services.forecasting import Verdict, wave_forecast
from app.services.releasing import release_chosen_orders
from app.services.wave_search import search_carts
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.floor_plan import on_a_grid
from tests.services.test_planned_work import carts


def a_wave(
    floor: Workplace,
    *places: tuple[int, ...],
    method: PickMethod = PickMethod.CLUSTER,
    positions: int | None = 2,
    cut_off_at: datetime | None = None,
) -> list[str]:
    """W-1 with an order for each group of places on a floor of six aisles; the orders' numbers."""
    goods, _ = on_a_grid(floor, aisles=6, bays=4)
    numbers = [
        builders.an_order(floor, *((goods[place], 1) for place in order)) for order in places
    ]
    allocate_waiting_orders(floor)
    asked = waves.orders_named(floor, numbers)
    new = waves.NewWave(method=method, positions=positions, cut_off_at=cut_off_at)
    waves.create_wave(floor, new, asked.ids)
    return numbers


def code(floor: Workplace) -> str:
    """The code of the newest wave."""
    return str(books.value(floor, "select code from wave order by id desc limit 1"))


def refusal_of(act: object, *args: object, **more: object) -> Refusal:
    """The refusal that a service gives."""
    with pytest.raises(Refused) as refused:
        act(*args, **more)  # type: ignore[operator]  # a service
    return refused.value.refusal


def test_a_wave_is_told_before_its_release_and_while_it_is_picked(floor: Workplace) -> None:
    a_wave(floor, (0, 3), (1,), (20, 23), (22,))
    wave = code(floor)
    before = wave_forecast(floor, wave, people=2)
    assert (before.tasks, before.people, before.ahead, before.samples) == (2, 2, 0, 0)
    assert before.verdict is Verdict.NO_CUT_OFF
    assert before.earliest < before.done_at < before.latest
    alone = wave_forecast(floor, wave)
    assert (alone.people, alone.metres) == (1, before.metres)
    assert alone.done_at > before.done_at
    plan = wave_release.plan_wave(floor, wave)
    assert plan.metres == round(before.metres)
    wave_release.release_wave(floor, wave)
    released = wave_forecast(floor, wave, people=2)
    assert released.metres == pytest.approx(before.metres)
    assert released.seconds == pytest.approx(before.seconds)
    ana = builders.an_operator(floor)
    totes = [builders.a_tote(floor) for _ in range(2)]
    shift.pick_to_end(floor, ana, picking.claim_work(floor, ana), *totes)
    half = wave_forecast(floor, wave)
    assert half.tasks == 1
    assert half.seconds < released.seconds


def test_the_verdict_follows_the_range_and_what_goes_before_counts(floor: Workplace) -> None:
    now = floor.clock.now()
    a_wave(floor, (0,), (20,), (22,), cut_off_at=now + timedelta(hours=5))
    wave = code(floor)
    assert wave_forecast(floor, wave).verdict is Verdict.IN_TIME
    told = wave_forecast(floor, wave)
    for cut_off, verdict in (
        (told.done_at, Verdict.CLOSE),
        (now + timedelta(seconds=5), Verdict.LATE),
    ):
        with floor.database.begin() as work:
            waves.the_wave(work, wave, set(waves.TAKES_ORDERS)).cut_off_at = cut_off
        assert wave_forecast(floor, wave).verdict is verdict
    goods, _ = builders.some_stock(floor)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "update location set aisle = '1', x_m = 0.0, y_m = 2.0 where aisle = ''"
            " and kind = 'pick_face'"
        )
    floor.floor.forget()
    urgent = builders.an_order(floor, (goods, 3))
    allocate_waiting_orders(floor)
    release_chosen_orders(floor, waves.orders_named(floor, [urgent]).ids)
    later = wave_forecast(floor, wave)
    assert later.ahead == 1
    assert later.metres == pytest.approx(told.metres)
    assert later.done_at - told.done_at > timedelta(seconds=USUAL_PACE.per_stop)


def test_a_search_keeps_better_carts_and_the_release_takes_them(floor: Workplace) -> None:
    numbers = a_wave(floor, *((place % 24,) for place in range(0, 60, 7)), positions=3)
    wave = code(floor)
    before = wave_release.plan_wave(floor, wave)
    with search_carts(floor, wave, Budget(steps=2_000)) as search:
        assert search.metres <= search.metres_before == pytest.approx(before.metres, abs=1)
        assert search.wait(600)
        assert not search.failure
        kept = search.keep()
    assert kept.metres <= kept.metres_before
    after = wave_release.plan_wave(floor, wave)
    assert after.metres == pytest.approx(kept.metres, abs=1)
    released = wave_release.release_wave(floor, wave)
    assert set(released.released) == set(numbers)
    assert len(carts(floor)) == kept.carts
    books.audit(floor.database)


def test_orders_that_come_or_go_after_a_search_do_not_hinder_the_release(floor: Workplace) -> None:
    numbers = a_wave(floor, (0,), (1,), (22,), (23,))
    wave = code(floor)
    ids = [row[0] for row in books.rows(floor, "select id from orders order by id")]
    with floor.database.begin() as work:  # as a search put them: crosswise
        waves.the_wave(work, wave, set(waves.TAKES_ORDERS)).carts = [
            [ids[0], ids[2]],
            [ids[1], ids[3], 999],
        ]
    waves.remove_from_wave(floor, wave, [ids[3]])
    wave_release.release_wave(floor, wave)
    assert carts(floor) == [{numbers[0], numbers[2]}, {numbers[1]}]


def test_what_cannot_be_told_or_searched_is_refused_by_name(floor: Workplace) -> None:
    a_wave(floor, (0,), (20,), method=PickMethod.SINGLE, positions=None)
    single = code(floor)
    budget = Budget(seconds=1)
    assert refusal_of(search_carts, floor, single, budget) == NothingToChoose(single, "single", 2)
    assert refusal_of(wave_forecast, floor, single, people=0) == NobodyPicks(0)
    waves.create_wave(floor, waves.NewWave(method=PickMethod.CLUSTER))
    empty = code(floor)
    assert refusal_of(search_carts, floor, empty, budget) == WaveEmpty(empty)
    assert wave_forecast(floor, empty).tasks == 0
    builders.some_stock(floor)  # a location without coordinates
    floor.floor.forget()
    told = refusal_of(wave_forecast, floor, single)
    assert isinstance(told, NoFloorPlan)
    assert "nobody knows where it is. Give its x_m and y_m in the locations file" in told.why
