from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid1

import pytest

from app.domain.leases import (
    HEARTBEAT,
    LEASE,
    OFFLINE_GRACE,
    REAPING,
    Claim,
    Holding,
    Speaker,
    claim_on,
    is_alive,
    is_due,
    is_left_behind,
    speaker,
    state_after_lapse,
)
from app.domain.tasks import PICK_TASK_TRANSITIONS, PickTaskState

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HERE, THERE = 0x02_42_AC_11_00_02, 0x02_42_AC_11_00_03
ANA, BO = 7, 8


def a_run(computer: int) -> UUID:
    return uuid1(node=computer)


def test_a_station_may_miss_heartbeats_and_keep_its_work() -> None:
    assert LEASE >= 4 * HEARTBEAT
    assert REAPING < LEASE < OFFLINE_GRACE


@pytest.mark.parametrize(
    ("ago", "alive"),
    [
        (timedelta(0), True),
        (LEASE, True),
        (LEASE + SECOND, False),
        (timedelta(days=-400), False),
        (-SECOND, True),
    ],
)
def test_a_station_lives_that_was_heard_within_a_lease(ago: timedelta, alive: bool) -> None:
    assert is_alive(NOW - ago, NOW) is alive


def test_a_station_that_was_never_heard_does_not_live() -> None:
    assert not is_alive(None, NOW)


@pytest.mark.parametrize(
    ("left", "due"),
    [
        (LEASE, False),
        (timedelta(0), False),
        (-SECOND, True),
        (LEASE + HEARTBEAT, False),
        (timedelta(days=400), True),
    ],
)
def test_a_lease_ends_in_the_past_or_further_off_than_any_lease_can(
    left: timedelta, due: bool
) -> None:
    assert is_due(NOW + left, NOW) is due
    assert is_due(None, NOW)


def test_a_program_started_anew_at_the_same_computer_follows_itself() -> None:
    mine, earlier, elsewhere = a_run(HERE), a_run(HERE), a_run(THERE)
    assert speaker(mine, mine, NOW, NOW) is Speaker.THIS_RUN
    assert speaker(mine, None, None, NOW) is Speaker.NOBODY
    assert speaker(mine, earlier, NOW - SECOND, NOW) is Speaker.EARLIER_RUN
    assert speaker(mine, elsewhere, NOW - SECOND, NOW) is Speaker.ANOTHER_COMPUTER
    assert speaker(mine, elsewhere, NOW - LEASE - SECOND, NOW) is Speaker.NOBODY


@pytest.mark.parametrize(
    ("picked", "totes", "state"),
    [
        (0, 0, PickTaskState.READY),
        (0, 1, PickTaskState.PAUSED),
        (2, 1, PickTaskState.PAUSED),
    ],
)
def test_only_untouched_work_is_for_everybody_again(
    picked: int, totes: int, state: PickTaskState
) -> None:
    assert state_after_lapse(units_picked=picked, totes_bound=totes) is state
    assert (PickTaskState.IN_PROGRESS, state) in PICK_TASK_TRANSITIONS


def test_lapsed_work_is_shown_to_everybody_once_no_station_can_still_be_at_it() -> None:
    assert not is_left_behind(None, NOW)
    assert not is_left_behind(NOW - OFFLINE_GRACE + SECOND, NOW)
    assert is_left_behind(NOW - OFFLINE_GRACE, NOW)


LIVE = Holding(PickTaskState.IN_PROGRESS, ANA, NOW + LEASE)
SILENT = Holding(PickTaskState.IN_PROGRESS, ANA, NOW - SECOND)
PAUSED = Holding(PickTaskState.PAUSED, ANA, None)


@pytest.mark.parametrize("may_reassign", [True, False])
@pytest.mark.parametrize("holding", [LIVE, SILENT, PAUSED])
def test_ones_own_work_is_ones_own(holding: Holding, may_reassign: bool) -> None:
    assert claim_on(holding, ANA, NOW, may_reassign=may_reassign) is Claim.OWN


@pytest.mark.parametrize("may_reassign", [True, False])
@pytest.mark.parametrize("holding", [SILENT, PAUSED])
def test_work_nobody_is_at_is_free(holding: Holding, may_reassign: bool) -> None:
    assert claim_on(holding, BO, NOW, may_reassign=may_reassign) is Claim.FREE


def test_only_a_lead_takes_work_out_of_hands() -> None:
    assert claim_on(LIVE, BO, NOW, may_reassign=False) is Claim.IN_HANDS
    assert claim_on(LIVE, BO, NOW, may_reassign=True) is Claim.TAKEN_AWAY
