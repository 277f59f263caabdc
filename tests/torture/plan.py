"""The fault plan: what goes wrong, when and for how long, made from a seed before the run."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What the nemesis does."""

    KILL_STATION = "station killed"
    KILL_IN_TRANSACTION = "station killed in a transaction"
    KILL_BEFORE_ACK = "station killed between commit and ack"
    FREEZE_STATION = "station frozen past its lease"
    FREEZE_BRIEFLY = "station frozen for a moment"
    TWIN_STATION = "two stations with one code and operator"
    SHIFT_CLOCK = "station clock shifted"
    KILL_BACKEND = "database session killed"
    CRASH_SERVER = "database server killed"
    RESTART_SERVER = "database server restarted"
    TERMINATE_ALL = "all sessions terminated"
    HOLD_LOCK = "rows locked for seconds"
    CUT = "connections cut"
    STALL = "connections stalled"
    STALL_REPLIES = "replies stalled"
    DELAY = "network slow"
    LOSE_REPLY = "reply of a commit lost"
    HALVE_REQUEST = "half a request sent"
    REFUSE = "new connections refused"
    FILL_DISK = "disk full"
    TEAR_JOURNAL = "end of a station's journal torn off"


ON_STATIONS = (
    Fault.KILL_STATION,
    Fault.KILL_IN_TRANSACTION,
    Fault.KILL_BEFORE_ACK,
    Fault.FREEZE_STATION,
    Fault.FREEZE_BRIEFLY,
    Fault.TWIN_STATION,
    Fault.SHIFT_CLOCK,
    Fault.FILL_DISK,
    Fault.TEAR_JOURNAL,
)
ON_THE_NETWORK = (
    Fault.CUT,
    Fault.STALL,
    Fault.STALL_REPLIES,
    Fault.DELAY,
    Fault.LOSE_REPLY,
    Fault.LOSE_REPLY,  # rare otherwise, since it needs a commit just then
    Fault.HALVE_REQUEST,
    Fault.REFUSE,
)
ON_THE_SERVER = (
    Fault.TERMINATE_ALL,
    Fault.HOLD_LOCK,
    Fault.KILL_BACKEND,
    Fault.CRASH_SERVER,
    Fault.RESTART_SERVER,
)
ON_SQLITE = (
    Fault.KILL_STATION,
    Fault.KILL_IN_TRANSACTION,
    Fault.KILL_BEFORE_ACK,
    Fault.FREEZE_BRIEFLY,
    Fault.FREEZE_STATION,
    Fault.TWIN_STATION,
    Fault.FILL_DISK,
)


@dataclass(frozen=True)
class Planned:
    """One fault: when it begins and ends, in seconds from the start, and whom it hits."""

    at: float
    fault: Fault
    station: int
    seconds: float

    def __str__(self) -> str:
        """A line of the plan."""
        return (
            f"{self.at:7.2f} s  {self.fault.value:44} station {self.station}, {self.seconds:.2f} s"
        )


def make_plan(
    seed: str, seconds: float, stations: int, kinds: tuple[Fault, ...], *, every: float
) -> list[Planned]:
    """A plan in which each kind comes about as often, at random times; the last tenth is quiet.

    Args:
        seed: The same one makes the same plan.
        seconds: How long the run works.
        stations: How many stations there are to be hit.
        kinds: Which faults.
        every: Seconds between two faults on the average.
    """
    dice = random.Random(f"plan {seed}")  # noqa: S311 - no secret
    wanted = max(len(kinds), int(seconds * 0.85 / every)) if kinds else 0
    deck: list[Fault] = []
    while len(deck) < wanted:
        deck += dice.sample(kinds, len(kinds))
    first, last = seconds * 0.05, seconds * 0.9
    times = sorted(dice.uniform(first, last) for _ in range(wanted))
    return [
        Planned(at, fault, dice.randrange(stations), _seconds(dice, fault))
        for at, fault in zip(times, deck, strict=False)
    ]


def _seconds(dice: random.Random, fault: Fault) -> float:
    match fault:
        case Fault.STALL | Fault.STALL_REPLIES | Fault.REFUSE:
            return dice.uniform(0.5, 3.0)
        case Fault.DELAY | Fault.SHIFT_CLOCK:
            return dice.uniform(1.0, 4.0)
        case Fault.FREEZE_STATION | Fault.HOLD_LOCK:
            return dice.uniform(2.5, 4.0)
        case Fault.FILL_DISK:
            return dice.uniform(2.5, 5.0)
        case Fault.TWIN_STATION:
            return dice.uniform(2.0, 5.0)
    return dice.uniform(0.1, 0.8)
