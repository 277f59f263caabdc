"""Half of a task: what lies furthest ahead, untouched, and never all of it."""

from __future__ import annotations

import pytest

from app.domain.pick_state import PickMethod
from app.domain.sharing_work import OpenLine, can_be_shared, half_of

SINGLE, CLUSTER, BATCH = PickMethod.SINGLE, PickMethod.CLUSTER, PickMethod.BATCH


def walk(*lines: tuple[int, int]) -> list[OpenLine]:
    """Open lines numbered from 1: each one's order, and the place it lies at."""
    return [
        OpenLine(number, order, (place, place, 0))
        for number, (order, place) in enumerate(lines, start=1)
    ]


@pytest.mark.parametrize(
    ("method", "lines", "given"),
    [
        pytest.param(SINGLE, walk((1, 1), (1, 2), (1, 3), (1, 4)), (3, 4), id="the later lines"),
        pytest.param(SINGLE, walk((1, 1), (1, 2), (1, 3)), (3,), id="of three stops one"),
        pytest.param(
            SINGLE, walk((1, 1), (1, 1), (1, 2)), (3,), id="lines of a stop stay together"
        ),
        pytest.param(SINGLE, walk((1, 1)), (), id="one stop cannot be shared"),
        pytest.param(CLUSTER, walk((1, 1), (2, 2), (3, 3), (4, 4)), (3, 4), id="whole orders"),
        pytest.param(
            CLUSTER, walk((1, 1), (2, 2), (1, 3), (2, 4)), (2, 4), id="with all their lines"
        ),
        pytest.param(CLUSTER, walk((1, 1), (1, 2), (1, 3)), (), id="the only order stays"),
        pytest.param(BATCH, walk((1, 1), (2, 1), (3, 2), (4, 2)), (3, 4), id="stops are counted"),
    ],
)
def test_half_of_the_stops_changes_hands(
    method: PickMethod, lines: list[OpenLine], given: tuple[int, ...]
) -> None:
    assert half_of(method, lines) == given


def test_what_was_begun_stays_with_whoever_began_it() -> None:
    begun = [
        OpenLine(line.line_id, 1, line.stop, is_touched=line.line_id == 4)
        for line in walk((1, 1), (1, 2), (1, 3), (1, 4))
    ]
    assert half_of(SINGLE, begun) == (3,)
    orders = walk((1, 1), (2, 2), (3, 3), (4, 4))
    assert half_of(CLUSTER, orders, frozenset({4})) == (2, 3)
    assert half_of(CLUSTER, orders, frozenset({2, 3, 4})) == (1,)
    assert half_of(CLUSTER, orders, frozenset({1, 2, 3, 4})) == ()


@pytest.mark.parametrize(
    ("method", "into_carton", "can"),
    [
        (SINGLE, False, True),
        (SINGLE, True, False),
        (CLUSTER, False, True),
        (BATCH, False, True),
        (PickMethod.ZONE_PARALLEL, False, True),
        (PickMethod.ZONE_PASS, False, False),
    ],
)
def test_a_carton_and_a_passing_tote_have_one_picker(
    method: PickMethod, into_carton: bool, can: bool
) -> None:
    assert can_be_shared(method, into_carton=into_carton) is can
