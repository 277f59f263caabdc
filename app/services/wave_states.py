"""Keeps the row of a wave what its orders say, and tells the floor of it.

No scan touches a wave. Its row is brought up to date by whoever works on the wave, and every few
seconds by any station (`settle_waves`), so that it is right soon after the last pick.
"""

from __future__ import annotations

from datetime import timedelta

from app.db.queries.waves import figures_of, lock_waves_on_the_floor, stays_open
from app.db.schema import Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.wave_events import WaveStateChanged
from app.domain.waves import WaveState, next_wave_state, present_state
from app.services.workplace import Workplace

MAY_BEGIN_AGAIN = timedelta(hours=24)
"""How long a complete wave is looked at: a packer may miss a unit, which is picked again."""


def settle_waves(workplace: Workplace) -> int:
    """Bring the waves on the floor up to date; returns how many changed."""

    def verb(work: UnitOfWork) -> int:
        waves = lock_waves_on_the_floor(work.session, work.now - MAY_BEGIN_AGAIN)
        return sum(settle(work, wave) for wave in waves)

    return workplace.database.run(verb, workplace.actor(verb=Verb.PICK))


def settle(work: UnitOfWork, wave: Wave) -> bool:
    """Give a locked wave the state that its rows say; says whether it changed."""
    work.session.flush()
    figures = figures_of(work.session, [wave.id])[wave.id]
    is_open = stays_open(work.session, wave)
    return change_state(work, wave, present_state(wave.state, figures.counts, stays_open=is_open))


def change_state(work: UnitOfWork, wave: Wave, new: WaveState) -> bool:
    """Change a locked wave's state, where it may; says whether it changed.

    Raises:
        IllegalWaveTransition: the new state can't follow the present one.
    """
    old = wave.state
    if old is new:
        return False
    wave.state = next_wave_state(wave.code, old, new)
    match new:
        case WaveState.PLANNED:
            wave.planned_at = work.now
            wave.released_at = None
        case WaveState.RELEASED:
            wave.released_at = work.now
        case WaveState.IN_PROGRESS:
            wave.started_at = wave.started_at or work.now
            wave.ended_at = None
        case WaveState.COMPLETE | WaveState.CANCELLED:
            wave.ended_at = work.now
    work.record(WaveStateChanged(wave.id, wave.code, old.value, new.value))
    work.session.flush()
    return True
