"""Which orders leave a wave that is split, and which acts of a lead can be undone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.wave_acts import DoneAct, WaveAct, WayBack, last_act, way_back
from app.domain.wave_splitting import SplitBy, SplitOrder, groups_of, leaving
from app.domain.waves import WaveState

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

ORDERS = (
    SplitOrder(1, 4, "DHL", "DE", 5, NOON, frozenset({"A"})),
    SplitOrder(2, 1, "UPS", "DE", 0, NOON, frozenset({"B", "A"})),
    SplitOrder(3, 2, "DHL", "FR", 0, None, frozenset({"A"})),
    SplitOrder(4, 1, "", "FR", 0, None, frozenset({"B"})),
)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (SplitBy.CARRIER, {"DHL": (1, 3), "": (4,), "UPS": (2,)}),
        (SplitBy.DESTINATION, {"DE": (1, 2), "FR": (3, 4)}),
        (SplitBy.PRIORITY, {"0": (2, 3, 4), "5": (1,)}),
        (SplitBy.CUT_OFF, {NOON.isoformat(): (1, 2), "": (3, 4)}),
        (SplitBy.ZONE, {"A": (1, 3), "A+B": (2,), "B": (4,)}),
        (SplitBy.HALF, {"": (1,), "half": (2, 3, 4)}),
        (SplitBy.ORDERS, {}),
    ],
)
def test_a_wave_falls_into_groups_by_what_its_orders_have_in_common(
    by: SplitBy, groups: dict[str, tuple[int, ...]]
) -> None:
    found = groups_of(ORDERS, by)
    assert {group.name: group.order_ids for group in found} == groups
    assert sum(group.lines for group in found) == (8 if groups else 0)
    if by is not SplitBy.HALF:
        assert [group.lines for group in found] == sorted((g.lines for g in found), reverse=True)


@pytest.mark.parametrize(
    ("lines", "staying"),
    [
        ((3, 1), 1),
        ((1, 1, 1, 1), 2),
        ((1, 9), 1),
        ((9, 1, 1), 1),
        ((5,), 0),
        ((), 0),
        ((1, 1, 8), 2),
    ],
)
def test_half_of_the_lines_stays_with_the_most_urgent_orders_and_some_order_leaves(
    lines: tuple[int, ...], staying: int
) -> None:
    orders = [SplitOrder(place, count) for place, count in enumerate(lines)]
    groups = {group.name: group.order_ids for group in groups_of(orders, SplitBy.HALF)}
    assert groups.get("", ()) == tuple(range(staying))
    assert groups.get("half", ()) == tuple(range(staying, len(lines)))


def test_all_groups_but_the_largest_leave_or_those_that_are_named() -> None:
    groups = groups_of(ORDERS, SplitBy.CARRIER)
    assert [group.name for group in leaving(groups)] == ["", "UPS"]
    assert [group.name for group in leaving(groups, ["ups"])] == ["UPS"]
    assert leaving(groups, ["GLS"]) == ()


def test_a_split_leaves_something_behind() -> None:
    groups = groups_of(ORDERS, SplitBy.DESTINATION)
    assert leaving(groups, ["DE", "FR"]) == ()
    assert leaving(groups[:1]) == ()


@pytest.mark.parametrize(
    ("act", "was", "back"),
    [
        (WaveAct.RELEASE, WaveState.CREATED, WayBack.CALL_BACK),
        (WaveAct.RELEASE, WaveState.PLANNED, WayBack.CALL_BACK),
        (WaveAct.HOLD, WaveState.PLANNED, WayBack.GO_ON),
        (WaveAct.HOLD, WaveState.RELEASED, WayBack.RELEASE_AGAIN),
        (WaveAct.HOLD, WaveState.IN_PROGRESS, WayBack.RELEASE_AGAIN),
        (WaveAct.SPLIT, WaveState.IN_PROGRESS, WayBack.MERGE_BACK),
        (WaveAct.MERGE, WaveState.CREATED, WayBack.SPLIT_AGAIN),
        (WaveAct.MOVE, WaveState.RELEASED, WayBack.MOVE_BACK),
        (WaveAct.CANCEL, WaveState.HELD, WayBack.MAKE_AGAIN),
        (WaveAct.CANCEL, WaveState.RELEASED, None),
        (WaveAct.CANCEL, WaveState.IN_PROGRESS, None),
    ],
)
def test_each_act_has_its_way_back_but_a_cancelled_wave_of_the_floor(
    act: WaveAct, was: WaveState, back: WayBack | None
) -> None:
    assert way_back(act, was) is back


def test_undo_means_the_newest_act_that_was_not_undone() -> None:
    acts = [DoneAct(number, WaveAct.HOLD, "W-1", WaveState.PLANNED) for number in (3, 9, 5)]
    assert last_act(acts, frozenset()) == acts[1]
    assert last_act(acts, frozenset({9})) == acts[2]
    assert last_act(acts, frozenset({3, 5, 9})) is None
