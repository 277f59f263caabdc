"""How long work stays somebody's without a sign of life from them, and what becomes of it then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.tasks import PickTaskState

LEASE = timedelta(seconds=90)
"""How long a claim lasts without a scan or a heartbeat; the database's clock decides.

Six heartbeats: a station that reboots a switch, or misses some beats on bad Wi-Fi, keeps its work;
work of a station that is gone is free again before anybody has carried its tote to the bench.
"""

HEARTBEAT = timedelta(seconds=15)
"""How often a station says that it lives: rare enough to cost nothing at two hundred stations."""

REAPING = timedelta(seconds=30)
"""How often each station looks for work whose lease ran out; any station finds all of it."""

OFFLINE_GRACE = timedelta(minutes=10)
"""How long a station may go on alone with the work it holds.

As long as that, lapsed work may be in the hands of somebody whose scans will come later, and is
not advertised to others. Whoever has its tote in their own hands may take it over before.
"""


class Speaker(StrEnum):
    """Whose program run a station's row names."""

    NOBODY = "nobody"
    THIS_RUN = "this_run"
    EARLIER_RUN = "earlier_run"
    ANOTHER_COMPUTER = "another_computer"


def is_alive(last_seen_at: datetime | None, now: datetime) -> bool:
    """Whether a station gave a sign of life within a lease.

    A time that lies further ahead than a lease tells nothing: a clock was set back since.
    """
    return last_seen_at is not None and abs(now - last_seen_at) <= LEASE


def is_due(lease_until: datetime | None, now: datetime) -> bool:
    """Whether a lease ran out; one that ends later than any given now can is no lease."""
    return lease_until is None or not now <= lease_until <= now + 2 * LEASE


def speaker(
    mine: UUID, named: UUID | None, last_seen_at: datetime | None, now: datetime
) -> Speaker:
    """Whose run a station's row names, as far as it gave a sign of life within a lease.

    Args:
        mine: this program run. Ids of runs are UUIDs of version 1, whose node is the computer: a
            program that was killed and is started again at the same computer follows itself.
        named: the run that the station's row names.
        last_seen_at: when it was last heard, by the database's clock.
        now: by the database's clock.
    """
    if named == mine:
        return Speaker.THIS_RUN
    if named is None or not is_alive(last_seen_at, now):
        return Speaker.NOBODY
    return Speaker.EARLIER_RUN if named.node == mine.node else Speaker.ANOTHER_COMPUTER


def state_after_lapse(*, units_picked: int, totes_bound: int) -> PickTaskState:
    """What a task becomes whose lease ran out, or that is put aside.

    Work that touched nothing is for everybody again. Where a tote was chosen, goods are somewhere
    on the floor: such work waits for its holder, or for whoever has the tote in their hands.
    """
    return PickTaskState.PAUSED if units_picked or totes_bound else PickTaskState.READY


def is_left_behind(lapsed_at: datetime | None, now: datetime) -> bool:
    """Whether lapsed work is to be shown to everybody: its holder had all the time there is."""
    return lapsed_at is not None and now - lapsed_at >= OFFLINE_GRACE


class Claim(StrEnum):
    """How somebody stands to unfinished work whose tote they scanned."""

    OWN = "own"
    FREE = "free"
    TAKEN_AWAY = "taken_away"
    IN_HANDS = "in_hands"


@dataclass(frozen=True)
class Holding:
    """Who works, or worked, on an unfinished task."""

    state: PickTaskState
    operator_id: int | None
    lease_until: datetime | None


def claim_on(holding: Holding, operator_id: int, now: datetime, *, may_reassign: bool) -> Claim:
    """How an operator stands to unfinished work: may they take it over, and from a live station?

    Args:
        holding: whose it is: the operator who holds it, or who held it last.
        operator_id: who scanned its tote.
        now: by the database's clock.
        may_reassign: whether their role lets them take work out of others' hands.
    """
    if holding.operator_id == operator_id:
        return Claim.OWN
    if holding.state is not PickTaskState.IN_PROGRESS or is_due(holding.lease_until, now):
        return Claim.FREE
    return Claim.TAKEN_AWAY if may_reassign else Claim.IN_HANDS
