from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from app.domain.order_filter import ANY_ORDER, OrderFilter, OrderTraits, takes
from app.domain.wave_templates import (
    OpenWave,
    Release,
    TemplateRules,
    WaitingOrder,
    WaveFill,
    fill_waves,
    is_due,
    next_cut_off,
    release_of,
    share_out,
)

PARCEL = OrderTraits("DHL Paket Standard", "DE", 0, frozenset({"Gift", "vip "}), 3)


@pytest.mark.parametrize(
    ("wanted", "is_taken"),
    [
        (ANY_ORDER, True),
        (OrderFilter(carrier="dhl"), True),
        (OrderFilter(carrier="Paket standard"), True),
        (OrderFilter(carrier="DHL Standard"), False),
        (OrderFilter(carrier="DH"), False),
        (OrderFilter(countries=frozenset({"DE", "AT"})), True),
        (OrderFilter(countries=frozenset({"GB"})), False),
        (OrderFilter(min_priority=0), True),
        (OrderFilter(min_priority=10), False),
        (OrderFilter(tags=frozenset({"VIP"})), True),
        (OrderFilter(tags=frozenset({"bulk"})), False),
        (OrderFilter(lines_at_most=3), True),
        (OrderFilter(lines_at_most=1), False),
        (OrderFilter(carrier="dhl", countries=frozenset({"GB"})), False),
    ],
)
def test_a_filter_takes_orders_for_which_all_its_conditions_hold(
    wanted: OrderFilter, *, is_taken: bool
) -> None:
    assert takes(wanted, PARCEL) is is_taken


NOON = TemplateRules("NOON", cut_off=time(12), lead_minutes=90)


@pytest.mark.parametrize(
    ("now", "cut_off"),
    [
        ("2026-11-20 08:00", "2026-11-20 12:00"),
        ("2026-11-20 10:29", "2026-11-20 12:00"),
        ("2026-11-20 10:30", "2026-11-21 12:00"),
        ("2026-11-20 23:59", "2026-11-21 12:00"),
        ("2026-12-31 18:00", "2027-01-01 12:00"),
    ],
)
def test_within_the_lead_time_an_order_is_for_the_next_truck(now: str, cut_off: str) -> None:
    moment, truck = datetime.fromisoformat(now), datetime.fromisoformat(cut_off)
    assert next_cut_off(moment, NOON) == truck
    assert not is_due(moment, truck, NOON)


def test_a_wave_is_due_its_lead_time_before_the_truck() -> None:
    truck = datetime.fromisoformat("2026-11-20 12:00")
    assert is_due(datetime.fromisoformat("2026-11-20 10:30"), truck, NOON)
    assert not is_due(datetime.fromisoformat("2026-11-20 10:29"), truck, NOON)


def test_without_a_cut_off_nothing_is_ever_due() -> None:
    anytime = TemplateRules("ANY")
    now = datetime.fromisoformat("2026-11-20 12:00")
    assert next_cut_off(now, anytime) is None
    assert not is_due(now, None, anytime)


def waiting(order_id: int, country: str = "DE", lines: int = 1) -> WaitingOrder:
    return WaitingOrder(order_id, OrderTraits("DHL", country, lines=lines))


NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_ripe", "orders", "a_cart", "search_until", "becomes"),
    [
        (False, 40, 8, None, Release.NOT_YET),
        (True, 40, 8, None, Release.SEARCH_FIRST),
        (True, 8, 8, None, Release.NOW),
        (True, 40, 0, None, Release.NOW),
        (True, 40, 8, NOW + timedelta(seconds=1), Release.NOT_YET),
        (False, 40, 8, NOW + timedelta(seconds=1), Release.NOT_YET),
        (True, 40, 8, NOW, Release.NOW),
        (False, 40, 8, NOW - timedelta(seconds=1), Release.NOW),
        (False, 40, 0, NOW - timedelta(seconds=1), Release.NOW),
    ],
)
def test_a_ripe_wave_with_something_to_choose_is_searched_once_and_then_goes(
    is_ripe: bool, orders: int, a_cart: int, search_until: datetime | None, becomes: Release
) -> None:
    assert becomes is release_of(
        is_ripe=is_ripe, orders=orders, a_cart=a_cart, search_until=search_until, now=NOW
    )


def test_each_order_goes_to_the_first_template_that_takes_it() -> None:
    german = OrderFilter(countries=frozenset({"DE"}))
    templates = [
        TemplateRules("REST"),
        TemplateRules("DE", wanted=german),
        TemplateRules("DE-SINGLE", wanted=OrderFilter(countries=german.countries, lines_at_most=1)),
        TemplateRules("FIRST", sequence=-1, wanted=OrderFilter(countries=frozenset({"FR"}))),
    ]
    orders = [waiting(1), waiting(2, lines=3), waiting(3, "GB"), waiting(4, "FR")]
    shares = share_out(orders, templates)
    assert {code: [one.order_id for one in share] for code, share in shares.items()} == {
        "DE-SINGLE": [1],
        "DE": [2],
        "REST": [3],
        "FIRST": [4],
    }


def test_an_order_that_no_template_takes_is_left_at_the_desk() -> None:
    french = TemplateRules("FR", wanted=OrderFilter(countries=frozenset({"FR"})))
    assert share_out([waiting(1)], [french]) == {}


def test_a_full_wave_is_followed_by_a_new_one() -> None:
    template = TemplateRules("T", orders_per_wave=2)
    fills = fill_waves([waiting(1), waiting(2), waiting(3)], template, OpenWave(7, 1, 4))
    assert fills == (WaveFill(7, (1,), is_full=True), WaveFill(None, (2, 3), is_full=True))
    (last,) = fill_waves([waiting(4)], template, None)
    assert last == WaveFill(None, (4,), is_full=False)


def test_lines_fill_a_wave_as_well_and_a_large_order_has_one_of_its_own() -> None:
    template = TemplateRules("T", lines_per_wave=5)
    orders = [waiting(1, lines=3), waiting(2, lines=9), waiting(3, lines=2), waiting(4, lines=2)]
    fills = fill_waves(orders, template, None)
    assert [fill.orders for fill in fills] == [(1,), (2,), (3, 4)]
