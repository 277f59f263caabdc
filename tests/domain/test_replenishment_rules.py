"""When a pick face is refilled, with what, and which promises follow the goods down to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.replenishment import (
    FaceNeed,
    PickFace,
    Refill,
    ReplenishReason,
    ReservePromise,
    ReserveStock,
    WaitingDemand,
    need_of,
    plan_refills,
    promises_that_follow,
)

TODAY = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
ITEM, FACE, NEAR, FAR = 7, 20, 40, 41
DEMAND, MINIMUM = ReplenishReason.DEMAND, ReplenishReason.MINIMUM


def due(hours: int | None) -> datetime | None:
    return None if hours is None else NOW + timedelta(hours=hours)


def face(on_hand: int, allocated: int = 0, **fields: int | None) -> PickFace:
    return PickFace(ITEM, FACE, on_hand, allocated, **fields)  # type: ignore[arg-type]  # by name


def demand(units: int, hours: int | None = None, at: int = NEAR) -> WaitingDemand:
    return WaitingDemand(ITEM, at, 0, units, due(hours))


def reserve(
    available: int, at: int = NEAR, expiry: date | None = None, sequence: int = 0
) -> ReserveStock:
    return ReserveStock(ITEM, at, 0, available, expiry, sequence)


def refill(
    quantity: int, reason: ReplenishReason, source: int = NEAR, hours: int | None = None
) -> Refill:
    return Refill(ITEM, 0, source, FACE, quantity, reason, due(hours))


@pytest.mark.parametrize(
    ("faces", "demands", "reserves", "refills"),
    [
        ([face(10)], [], [reserve(50)], []),
        ([face(0)], [demand(4, 2)], [reserve(50)], [refill(4, DEMAND, hours=2)]),
        ([face(0)], [demand(4, 5), demand(3, 1)], [reserve(50)], [refill(7, DEMAND, hours=1)]),
        ([face(0, on_its_way=4)], [demand(4, 2)], [reserve(50)], []),
        (
            [face(0, on_its_way=4)],
            [demand(4, 2), demand(2, 3)],
            [reserve(50)],
            [refill(2, DEMAND, hours=3)],
        ),
        ([face(0, case_quantity=6)], [demand(4)], [reserve(50)], [refill(6, DEMAND)]),
        (
            [face(0, maximum=5, case_quantity=6)],
            [demand(4)],
            [reserve(50)],
            [refill(4, DEMAND)],
        ),
        ([face(3, maximum=5)], [demand(4)], [reserve(50)], [refill(2, DEMAND)]),
        ([face(5, minimum=5, maximum=20)], [], [reserve(50)], []),
        ([face(4, minimum=5, maximum=20)], [], [reserve(50)], [refill(16, MINIMUM)]),
        ([face(9, 5, minimum=5, maximum=20)], [], [reserve(50)], [refill(11, MINIMUM)]),
        ([face(4, minimum=5, maximum=20)], [], [reserve(7)], [refill(7, MINIMUM)]),
        ([face(4, minimum=5, maximum=20, on_its_way=9)], [], [reserve(50)], []),
        (
            [face(0)],
            [demand(9, at=FAR)],
            [reserve(3, NEAR), reserve(50, FAR)],
            [refill(9, DEMAND, FAR)],
        ),
        (
            [face(0, minimum=1, maximum=9)],
            [],
            [reserve(50, NEAR), reserve(3, FAR)],
            [refill(3, MINIMUM, FAR), refill(6, MINIMUM, NEAR)],
        ),
        (
            [face(0, minimum=1, maximum=9)],
            [],
            [reserve(50, NEAR, date(2027, 5, 1)), reserve(50, FAR, date(2027, 4, 1))],
            [refill(9, MINIMUM, FAR)],
        ),
        ([face(0)], [demand(4)], [reserve(50, NEAR, date(2026, 5, 3))], []),
        ([face(0)], [demand(4)], [], []),
        ([], [demand(4)], [reserve(50)], []),
    ],
)
def test_faces_are_refilled_before_they_run_dry(
    faces: list[PickFace],
    demands: list[WaitingDemand],
    reserves: list[ReserveStock],
    refills: list[Refill],
) -> None:
    found = plan_refills(faces, demands, reserves, today=TODAY)
    assert sorted(found, key=repr) == sorted(refills, key=repr)


def test_the_first_cut_off_comes_first_and_a_minimum_last() -> None:
    found = plan_refills(
        [PickFace(1, 21, 0, 0, minimum=1, maximum=5), PickFace(2, 22, 0, 0), PickFace(3, 23, 0, 0)],
        [WaitingDemand(2, NEAR, 0, 1, due(5)), WaitingDemand(3, NEAR, 0, 1, due(1))],
        [ReserveStock(item, NEAR, 0, 9) for item in (1, 2, 3)],
        today=TODAY,
    )
    assert [one.item_id for one in found] == [3, 2, 1]


COUNTS = st.integers(0, 30)


@given(
    on_hand=COUNTS,
    allocated=COUNTS,
    on_its_way=COUNTS,
    bounds=st.one_of(st.none(), st.tuples(COUNTS, COUNTS)),
    case=st.one_of(st.none(), st.integers(2, 12)),
    demands=st.lists(st.tuples(st.integers(1, 20), st.sampled_from([NEAR, FAR])), max_size=4),
    reserves=st.tuples(COUNTS, COUNTS),
)
def test_no_refill_takes_more_than_there_is_or_fits(
    on_hand: int,
    allocated: int,
    on_its_way: int,
    bounds: tuple[int, int] | None,
    case: int | None,
    demands: list[tuple[int, int]],
    reserves: tuple[int, int],
) -> None:
    minimum, maximum = bounds or (None, None)
    one = PickFace(ITEM, FACE, on_hand, min(allocated, on_hand), on_its_way, minimum, maximum, case)
    wanted = [demand(units, at=at) for units, at in demands]
    stock = [reserve(units, at) for units, at in zip(reserves, (NEAR, FAR), strict=True)]
    found = plan_refills([one], wanted, stock, today=TODAY)
    taken = sum(refill.quantity for refill in found)
    for source, units in zip((NEAR, FAR), reserves, strict=True):
        assert sum(r.quantity for r in found if r.from_location_id == source) <= units
    assert all(refill.quantity > 0 for refill in found)
    if one.room is not None:
        assert taken <= one.room
    needed = max(0, sum(units for units, _ in demands) - on_its_way)
    if one.room is None:
        assert taken >= min(needed, sum(reserves))


@pytest.mark.parametrize(
    ("promises", "moved", "following"),
    [
        ([(1, 4, 5), (2, 3, 1)], 10, ((2, 3), (1, 4))),
        ([(1, 4, 5), (2, 3, 1)], 5, ((2, 3), (1, 2))),
        ([(1, 4, None), (2, 3, 1)], 3, ((2, 3),)),
        ([(1, 4, 5)], 0, ()),
        ([], 5, ()),
    ],
)
def test_promises_follow_the_goods_the_earliest_cut_off_first(
    promises: list[tuple[int, int, int | None]], moved: int, following: tuple[tuple[int, int], ...]
) -> None:
    rows = [ReservePromise(number, units, due(hours)) for number, units, hours in promises]
    assert promises_that_follow(rows, moved) == following


@pytest.mark.parametrize(
    ("on_hand", "on_its_way", "in_reserve", "need"),
    [
        (5, 0, 9, FaceNeed.FULL_ENOUGH),
        (4, 0, 9, FaceNeed.DUE),
        (4, 1, 9, FaceNeed.COMING),
        (4, 0, 0, FaceNeed.NOTHING_IN_RESERVE),
    ],
)
def test_a_face_with_bounds_tells_how_it_stands(
    on_hand: int, on_its_way: int, in_reserve: int, need: FaceNeed
) -> None:
    face = PickFace(1, 2, on_hand, 0, on_its_way, minimum=5, maximum=20)
    assert need_of(face, in_reserve) is need
