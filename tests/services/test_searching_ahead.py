"""Waves that release themselves get better carts first, and never wait for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.domain.pick_state import PickMethod
from app.domain.why import WhyReason
from app.planning.plan_progress import Budget
from app.services.asking_why import why
from app.services.searching_ahead import SearchingAhead, run_with_search
from app.services.wave_release import release_wave
from app.services.wave_templates import (
    TemplateSettings,
    run_templates,
    save_template,
    wait_no_longer,
)
from app.services.workplace import Workplace
from tests import builders
from tests.services import books
from tests.services.floor_plan import on_a_grid
from tests.services.test_planned_work import carts

SHORT = Budget(steps=10_000)
LATER = timedelta(minutes=5)


@pytest.fixture
def searching() -> Iterator[SearchingAhead]:
    made = SearchingAhead(SHORT)
    yield made
    made.stop()


def a_template(
    floor: Workplace, *, orders: int = 9, method: PickMethod = PickMethod.CLUSTER
) -> list[str]:
    """Orders all over six aisles, and a template whose wave is full with them; their numbers."""
    goods, _ = on_a_grid(floor, aisles=6, bays=4)
    numbers = [
        builders.an_order(floor, (goods[7 * n % 24], 1), (goods[(11 * n + 5) % 24], 1))
        for n in range(orders)
    ]
    save_template(
        floor,
        TemplateSettings(
            "ALL", method=method, positions=3, orders_per_wave=orders, auto_release=True
        ),
    )
    return numbers


def released(floor: Workplace) -> set[str]:
    sql = "select number from orders where released_at is not null"
    return {number for (number,) in books.rows(floor, sql)}


def test_a_full_wave_waits_for_its_carts_and_goes_with_them(
    floor: Workplace, searching: SearchingAhead
) -> None:
    numbers = a_template(floor, orders=21)
    first = searching.go_on(floor)
    assert (first.released, released(floor)) == ([], set())
    (code,) = first.waiting
    (search,) = searching.searches
    assert search.wait(600)
    after = searching.go_on(floor)
    assert (after.waiting, after.released) == ([], [code])
    assert released(floor) == set(numbers)
    kept = books.value(floor, "select carts from wave")
    assert kept, "the search put no carts together"
    assert sum(map(len, carts(floor))) == len(numbers)
    books.audit(floor.database)


def test_meanwhile_other_stations_leave_the_wave_alone(floor: Workplace) -> None:
    a_template(floor)
    assert len(run_templates(floor, left_alone=LATER).waiting) == 1
    code = str(books.value(floor, "select code from wave"))
    first, *_ = why(floor, None, builders.entry(code)).reasons
    assert (first.reason, first.name) == (WhyReason.WAVE_SEARCHED, code)
    for _ in range(2):
        other = run_templates(floor, left_alone=LATER)
        assert (other.waiting, other.released) == ([], [])
    assert run_templates(floor).released == []


def test_orders_that_come_meanwhile_are_for_the_next_wave(floor: Workplace) -> None:
    first = set(a_template(floor))
    run_templates(floor, left_alone=LATER)
    builders.an_order(floor, (builders.some_stock(floor)[0], 1))
    run_templates(floor, left_alone=LATER)
    let_time_pass(floor)
    assert len(run_templates(floor, left_alone=LATER).released) == 1
    assert released(floor) == first


def let_time_pass(floor: Workplace) -> None:
    """Whoever looked for carts is gone, and the time for it is over."""
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "update wave set search_until = created_at where search_until is not null"
        )


def test_a_station_that_ends_in_the_middle_delays_the_release_only_for_a_while(
    floor: Workplace, searching: SearchingAhead
) -> None:
    numbers = a_template(floor)
    searching.go_on(floor)
    searching.stop()
    let_time_pass(floor)
    assert len(SearchingAhead(SHORT).go_on(floor).released) == 1
    assert released(floor) == set(numbers)


def test_a_wave_released_by_a_lead_meanwhile_is_let_be(
    floor: Workplace, searching: SearchingAhead
) -> None:
    numbers = a_template(floor)
    (code,) = searching.go_on(floor).waiting
    (search,) = searching.searches
    release_wave(floor, code)
    search.stop()
    assert search.wait(600)
    assert searching.go_on(floor).released == []
    assert released(floor) == set(numbers)


@pytest.mark.parametrize(
    ("method", "orders"), [(PickMethod.SINGLE, 9), (PickMethod.ZONE_PASS, 9), (PickMethod.BATCH, 3)]
)
def test_where_there_is_nothing_to_choose_a_wave_goes_at_once(
    floor: Workplace, searching: SearchingAhead, method: PickMethod, orders: int
) -> None:
    numbers = a_template(floor, orders=orders, method=method)
    assert len(searching.go_on(floor).released) == 1
    assert released(floor) == set(numbers)


def test_without_a_floor_plan_a_wave_goes_at_the_next_turn(
    floor: Workplace, searching: SearchingAhead
) -> None:
    mug, _ = builders.some_stock(floor, 50)
    numbers = [builders.an_order(floor, (mug, 1)) for _ in range(9)]
    save_template(
        floor,
        TemplateSettings(
            "ALL", method=PickMethod.CLUSTER, positions=3, orders_per_wave=9, auto_release=True
        ),
    )
    assert searching.go_on(floor).released == []
    assert searching.searches == ()
    assert len(searching.go_on(floor).released) == 1
    assert released(floor) == set(numbers)


def test_the_shell_waits_for_the_search_and_releases_in_one_go(floor: Workplace) -> None:
    numbers = a_template(floor)
    run = run_with_search(floor, 0.5)
    assert (len(run.released), run.orders) == (1, len(numbers))
    assert released(floor) == set(numbers)


def test_the_shell_releases_at_once_if_it_is_told_not_to_look(floor: Workplace) -> None:
    a_template(floor)
    run = run_with_search(floor, 0)
    assert (len(run.released), run.waiting) == (1, [])


def test_a_wave_whose_search_was_given_up_goes_at_the_next_turn(floor: Workplace) -> None:
    a_template(floor)
    (code,) = run_templates(floor, left_alone=LATER).waiting
    wait_no_longer(floor, code)
    assert run_templates(floor, left_alone=LATER).released == [code]
