"""The life of a wave: orders released together against a cut-off."""

from __future__ import annotations

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
