from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.allocation import (
    Allocation,
    AllocationReason,
    AllocationWhy,
    Demand,
    Shortage,
    ShortageReason,
    Supply,
    allocate,
)
from app.domain.locations import LocationKind

TODAY = date(2026, 11, 20)
SOON = TODAY + timedelta(days=30)
LATER = TODAY + timedelta(days=300)
NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
FACE, RESERVE = LocationKind.PICK_FACE, LocationKind.RESERVE
ITEM, OTHER = 7, 8


def want(quantity: int, line: int = 1, order: int = 1, item: int = ITEM, **changes: int) -> Demand:
    minutes = changes.get("minutes", 0)
    return Demand(
        line, order, item, quantity, changes.get("priority", 0), NINE + timedelta(minutes=minutes)
    )


def have(
    free: int,
    place: int,
    kind: LocationKind = FACE,
    expiry: date | None = None,
    lot: int = 0,
    item: int = ITEM,
) -> Supply:
    """Stock at the place-th location of the walk."""
    return Supply(item, place, f"A{place:02d}", kind, place, lot, expiry, free)


def chosen(*supplies: Supply, wanted: int, tracked: bool = False) -> list[tuple[int, int, str]]:
    """Location, quantity and reason of each allocation for one line."""
    lots = frozenset({ITEM}) if tracked else frozenset[int]()
    plan = allocate([want(wanted)], supplies, lot_tracked=lots, today=TODAY)
    return [(one.location_id, one.quantity, one.why.reason.value) for one in plan.allocations]


def test_only_location_is_taken_and_says_so() -> None:
    assert chosen(have(9, 1), wanted=4) == [(1, 4, "only_location")]


def test_nearest_pick_face_that_holds_everything_wins() -> None:
    picks = chosen(have(2, 1), have(5, 2), have(9, 3), wanted=4)
    assert picks == [(2, 4, "nearest_with_all")]


def test_pick_faces_are_combined_along_the_walk_when_none_holds_everything() -> None:
    picks = chosen(have(3, 2), have(2, 1), have(3, 3), wanted=8)
    assert picks == [
        (1, 2, "next_on_the_walk"),
        (2, 3, "next_on_the_walk"),
        (3, 3, "only_location"),
    ]


def test_rest_after_the_first_location_looks_for_one_that_holds_it_whole() -> None:
    picks = chosen(have(6, 1), have(2, 2), have(5, 3), wanted=10)
    assert picks == [(1, 6, "next_on_the_walk"), (3, 4, "nearest_with_all")]


def test_pick_faces_go_before_a_reserve_that_holds_everything() -> None:
    picks = chosen(have(50, 1, RESERVE), have(50, 9, RESERVE), have(3, 5), wanted=10)
    assert picks == [(5, 3, "next_on_the_walk"), (1, 7, "from_reserve")]


def test_lot_that_expires_first_wins_over_pick_face_and_distance() -> None:
    picks = chosen(have(9, 1, FACE, LATER, 1), have(3, 8, RESERVE, SOON, 2), wanted=5, tracked=True)
    assert picks == [(8, 3, "earliest_expiry"), (1, 2, "only_location")]


def test_same_expiry_is_decided_by_pick_face_then_walk() -> None:
    picks = chosen(
        have(9, 1, RESERVE, SOON, 1),
        have(9, 5, FACE, SOON, 2),
        have(9, 4, FACE, SOON, 1),
        wanted=5,
        tracked=True,
    )
    assert picks == [(4, 5, "nearest_with_all")]


def test_lot_without_a_date_goes_last() -> None:
    picks = chosen(have(9, 1), have(4, 2, FACE, LATER, 1), wanted=5, tracked=True)
    assert picks == [(2, 4, "earliest_expiry"), (1, 1, "only_location")]


def test_expiry_does_not_decide_for_items_that_are_not_lot_tracked() -> None:
    picks = chosen(have(9, 1, FACE, LATER, 1), have(9, 2, FACE, SOON, 2), wanted=5)
    assert picks == [(1, 5, "nearest_with_all")]


@pytest.mark.parametrize("tracked", [False, True])
def test_lot_past_its_last_day_is_never_promised(tracked: bool) -> None:
    yesterday = TODAY - timedelta(days=1)
    picks = chosen(
        have(9, 1, FACE, yesterday, 1), have(9, 2, FACE, TODAY, 2), wanted=5, tracked=tracked
    )
    assert picks == [(2, 5, "only_location")]


def test_higher_priority_then_older_order_goes_first() -> None:
    demands = [
        want(2, line=1, order=1, minutes=5),
        want(2, line=2, order=2, minutes=0),
        want(2, line=3, order=3, minutes=9, priority=1),
    ]
    plan = allocate(demands, [have(4, 1)], lot_tracked=frozenset(), today=TODAY)
    assert [one.line_id for one in plan.allocations] == [3, 2]
    assert plan.shortages == (
        Shortage(1, ITEM, 2, ShortageReason.TAKEN_BY_LINES_AHEAD, taken_ahead=4, expired=0),
    )


@pytest.mark.parametrize(
    ("supplies", "why", "expired"),
    [
        ([], ShortageReason.NO_STOCK, 0),
        ([have(0, 1)], ShortageReason.NO_STOCK, 0),
        ([have(6, 1, FACE, TODAY - timedelta(days=1), 1)], ShortageReason.ONLY_EXPIRED, 6),
        ([have(1, 1)], ShortageReason.NOT_ENOUGH, 0),
        ([have(9, 1, item=OTHER)], ShortageReason.NO_STOCK, 0),
    ],
)
def test_shortage_says_why(supplies: list[Supply], why: ShortageReason, expired: int) -> None:
    plan = allocate([want(5)], supplies, lot_tracked=frozenset({ITEM}), today=TODAY)
    (shortage,) = plan.shortages
    assert (shortage.why, shortage.expired, shortage.taken_ahead) == (why, expired, 0)


def test_two_lines_of_one_order_do_not_get_the_same_units() -> None:
    plan = allocate(
        [want(3, line=1), want(3, line=2)], [have(5, 1)], lot_tracked=frozenset(), today=TODAY
    )
    assert [(one.line_id, one.quantity) for one in plan.allocations] == [(1, 3), (2, 2)]


def test_explanation_names_location_kind_expiry_and_alternatives() -> None:
    supplies = [have(9, 1, RESERVE, SOON, 1), have(9, 2, FACE, LATER, 2), have(9, 3)]
    plan = allocate([want(2)], supplies, lot_tracked=frozenset({ITEM}), today=TODAY)
    (allocation,) = plan.allocations
    assert allocation.why == AllocationWhy(
        AllocationReason.EARLIEST_EXPIRY,
        location_code="A01",
        kind=RESERVE,
        expiry=SOON,
        alternatives=2,
    )


def test_one_item_in_very_many_places_is_no_harder_than_many_items() -> None:
    supplies = [have(1, place) for place in range(1, 20_001)]
    demands = [want(4, line=line, order=line) for line in range(1, 5_001)]
    plan = allocate(demands, supplies, lot_tracked=frozenset(), today=TODAY)
    assert not plan.shortages
    last: Allocation = plan.allocations[-1]
    assert (last.line_id, last.location_id) == (5_000, 20_000)


@pytest.mark.parametrize(
    ("demands", "supplies", "words"),
    [
        ([want(-1)], [], "demand's quantity is negative"),
        ([want(1)], [have(-1, 1)], "free units are negative"),
        ([want(1), want(2)], [], "order line is passed twice"),
        ([want(1)], [have(1, 1), have(2, 1)], "stock row is passed twice"),
        ([want(1)], [have(1, 1, LocationKind.TOTE)], "neither in a pick face nor in reserve"),
    ],
)
def test_rows_that_would_promise_wrongly_are_refused(
    demands: list[Demand], supplies: list[Supply], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        allocate(demands, supplies, lot_tracked=frozenset(), today=TODAY)
