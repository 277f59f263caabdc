"""The life of a wave: orders released together against a cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WaveState(StrEnum):
    """A wave from its first order to its last.

    PLANNED: its work is computed and can be looked at. HELD: planned, and somebody stops its
    release. RELEASED: its work waits for pickers. IN_PROGRESS: somebody has begun.
    """

    CREATED = "created"
    PLANNED = "planned"
    HELD = "held"
    RELEASED = "released"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class IllegalWaveTransition(Exception):
    """A wave was about to change into a state that can't follow its present one."""

    def __init__(self, wave: str, old: WaveState, new: WaveState) -> None:
        super().__init__(f"wave {wave}: {old} can't become {new}")
        self.wave = wave
        self.old = old
        self.new = new


WAVE_TRANSITIONS = frozenset(
    {
        (WaveState.CREATED, WaveState.PLANNED),
        (WaveState.CREATED, WaveState.CANCELLED),
        (WaveState.PLANNED, WaveState.CREATED),
        (WaveState.PLANNED, WaveState.HELD),
        (WaveState.PLANNED, WaveState.RELEASED),
        (WaveState.PLANNED, WaveState.CANCELLED),
        (WaveState.HELD, WaveState.PLANNED),
        (WaveState.HELD, WaveState.CANCELLED),
        (WaveState.RELEASED, WaveState.PLANNED),
        (WaveState.RELEASED, WaveState.IN_PROGRESS),
        (WaveState.RELEASED, WaveState.COMPLETE),
        (WaveState.RELEASED, WaveState.CANCELLED),
        (WaveState.IN_PROGRESS, WaveState.PLANNED),
        (WaveState.IN_PROGRESS, WaveState.COMPLETE),
        (WaveState.IN_PROGRESS, WaveState.CANCELLED),
        (WaveState.COMPLETE, WaveState.IN_PROGRESS),
    }
)


def next_wave_state(wave: str, old: WaveState, new: WaveState) -> WaveState:
    """`new`, where a wave may change into it; staying in a state is always legal.

    Raises:
        IllegalWaveTransition: If `new` can't follow `old`.
    """
    if old is not new and (old, new) not in WAVE_TRANSITIONS:
        raise IllegalWaveTransition(wave, old, new)
    return new


UNRELEASED = frozenset({WaveState.CREATED, WaveState.PLANNED, WaveState.HELD})
"""States in which a wave's orders are still at the desk."""

ON_THE_FLOOR = frozenset({WaveState.RELEASED, WaveState.IN_PROGRESS, WaveState.COMPLETE})
"""States in which its orders are work, or were."""


@dataclass(frozen=True, slots=True)
class WaveCounts:
    """What the rows say of a wave.

    Attributes:
        orders: its orders, cancelled ones included.
        done: of these, those past picking, or ended.
        unresolved: those not done for which no task has anything left to do.
        begun: somebody has claimed a task of it or picked a unit.
    """

    orders: int = 0
    done: int = 0
    unresolved: int = 0
    begun: bool = False


def present_state(stored: WaveState, counts: WaveCounts, *, stays_open: bool = False) -> WaveState:
    """The state a wave is in by its rows.

    What people decide (created, planned, held, released, cancelled) is stored. How far the floor
    has come is read off the orders, so no scan has to touch the wave: it is in progress once
    somebody has begun, and complete when all its orders are past picking, for as long as they are.

    Args:
        stored: the state on record.
        counts: what the rows say.
        stays_open: more orders may come, as with a channel; such a wave is never complete.
    """
    if stored not in ON_THE_FLOOR:
        return stored
    if counts.done == counts.orders and not stays_open:
        return WaveState.COMPLETE
    if counts.begun or stored is not WaveState.RELEASED:
        return WaveState.IN_PROGRESS
    return WaveState.RELEASED
