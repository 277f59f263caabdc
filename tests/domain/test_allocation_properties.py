"""What must hold for any demand and any stock."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.allocation import AllocationPlan, Demand, Supply, allocate
from app.domain.locations import LocationKind

TODAY = date(2026, 11, 20)
NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
TRACKED = frozenset({1, 2})
ITEMS = st.integers(1, 4)


@st.composite
def demands(draw: st.DrawFn) -> list[Demand]:
    rows = draw(
        st.lists(
            st.tuples(st.integers(1, 5), ITEMS, st.integers(0, 9), st.integers(0, 2)), max_size=12
        )
    )
    return [
        Demand(line, order, item, quantity, order % 2, NINE + timedelta(minutes=age))
        for line, (order, item, quantity, age) in enumerate(rows)
    ]


@st.composite
def supplies(draw: st.DrawFn) -> list[Supply]:
    rows = draw(
        st.lists(st.tuples(ITEMS, st.integers(1, 6), st.integers(0, 2)), max_size=16, unique=True)
    )
    kinds = st.sampled_from([LocationKind.PICK_FACE, LocationKind.RESERVE])
    expiries = st.none() | st.integers(-2, 4).map(lambda days: TODAY + timedelta(days=days))
    return [
        Supply(
            item, place, f"A{place}", draw(kinds), place // 2, lot, draw(expiries),
            draw(st.integers(0, 8)),
        )
        for item, place, lot in rows
    ]  # fmt: skip


def plan_for(wanted: list[Demand], stock: list[Supply]) -> AllocationPlan:
    return allocate(wanted, stock, lot_tracked=TRACKED, today=TODAY)


@settings(deadline=None)
@given(demands(), supplies())
def test_no_unit_is_promised_twice(wanted: list[Demand], stock: list[Supply]) -> None:
    free = {(row.item_id, row.location_id, row.lot_id): row.free for row in stock}
    used: Counter[tuple[int, int, int]] = Counter()
    for one in plan_for(wanted, stock).allocations:
        assert one.quantity > 0
        used[one.item_id, one.location_id, one.lot_id] += one.quantity
    assert all(quantity <= free[row] for row, quantity in used.items())


@settings(deadline=None)
@given(demands(), supplies())
def test_promised_and_missing_add_up_to_each_demand(
    wanted: list[Demand], stock: list[Supply]
) -> None:
    plan = plan_for(wanted, stock)
    served: Counter[int] = Counter()
    for one in plan.allocations:
        served[one.line_id] += one.quantity
    for gap in plan.shortages:
        assert gap.missing > 0
        served[gap.line_id] += gap.missing
    assert served == Counter({row.line_id: row.quantity for row in wanted if row.quantity})


@settings(deadline=None)
@given(demands(), supplies())
def test_nothing_is_missing_while_usable_stock_is_left(
    wanted: list[Demand], stock: list[Supply]
) -> None:
    plan = plan_for(wanted, stock)
    left: Counter[int] = Counter()
    for row in stock:
        if row.expiry is None or row.expiry >= TODAY:
            left[row.item_id] += row.free
    for one in plan.allocations:
        left[one.item_id] -= one.quantity
    assert all(not left[gap.item_id] for gap in plan.shortages)


@settings(deadline=None)
@given(demands(), supplies())
def test_lots_of_a_tracked_item_are_used_up_in_the_order_they_expire(
    wanted: list[Demand], stock: list[Supply]
) -> None:
    dates: dict[int, list[date]] = defaultdict(list)
    for one in plan_for(wanted, stock).allocations:
        assert one.why.expiry is None or one.why.expiry >= TODAY
        dates[one.item_id].append(one.why.expiry or date.max)
    assert all(dates[item] == sorted(dates[item]) for item in TRACKED)


@settings(deadline=None)
@given(demands(), supplies())
def test_reserve_of_other_items_is_touched_only_when_their_pick_faces_are_empty(
    wanted: list[Demand], stock: list[Supply]
) -> None:
    kinds: dict[int, list[bool]] = defaultdict(list)
    for one in plan_for(wanted, stock).allocations:
        if one.item_id not in TRACKED:
            kinds[one.item_id].append(one.why.kind is LocationKind.RESERVE)
    assert all(seen == sorted(seen) for seen in kinds.values())


@settings(deadline=None)
@given(demands(), supplies(), st.randoms(use_true_random=False))
def test_plan_does_not_depend_on_the_order_of_rows(
    wanted: list[Demand], stock: list[Supply], random: Random
) -> None:
    plan = plan_for(wanted, stock)
    random.shuffle(wanted)
    random.shuffle(stock)
    assert plan_for(wanted, stock) == plan
