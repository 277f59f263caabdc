"""Undoes the last thing a lead did to waves, as long as nobody has gone on with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.db.queries.wave_parts import acts_of
from app.db.queries.waves import lock_waves, order_ids_of_wave, wave_id_of
from app.db.schema import Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.wave_acts import DoneAct, WayBack, last_act
from app.domain.wave_events import WaveActUndone
from app.domain.wave_refusals import CannotUndo, NoDeskActToUndo, UndoTooLate, WaveNotInState
from app.domain.waves import WaveState
from app.services.wave_release import call_back, planned, release
from app.services.wave_sharing import SHARED, WaveDeed, end_if_empty, make_in_state, settings_of
from app.services.wave_states import change_state, settle
from app.services.waves import TAKES_ORDERS, Refusals, join, make_wave, move, take_out
from app.services.workplace import Workplace

SHIFT = timedelta(hours=12)
"""Older acts are not undone."""


@dataclass(frozen=True)
class _Back:
    """The orders that came back, those that could not, and the waves they came into."""

    orders: tuple[str, ...] = ()
    refused: Refusals = ()
    others: tuple[str, ...] = ()


def undo_last(workplace: Workplace, *, operator_id: int | None = None) -> WaveDeed:
    """Undo the last thing that this lead did to a wave in this shift.

    Returns:
        What was undone; `others` are the waves that orders came back into.

    Raises:
        Refused: there is nothing, it cannot be undone, or others have gone on with it.
    """

    def verb(work: UnitOfWork) -> WaveDeed:
        act = _last(work)
        if act is None:
            raise Refused(NoDeskActToUndo())
        if act.way_back is None:
            raise Refused(CannotUndo(act.code, act.act.value))
        locked = _lock_all(work, [act.code, *(part.code for part in act.parts if part.code)])
        if _last(work) != act:
            raise Refused(UndoTooLate(act.code, act.act.value))
        wave = locked[act.code]
        back = _take_back(work, act, wave, locked)
        work.record(WaveActUndone(act.number, act.act.value, act.code))
        return WaveDeed(act.act, wave.code, wave.state, back.others, back.orders, back.refused)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def last_undoable(work: UnitOfWork, operator_id: int | None) -> DoneAct | None:
    """What UNDO means for somebody now; None if they did nothing."""
    done, undone = acts_of(work.session, operator_id, work.now - SHIFT)
    return last_act(done, undone)


def _last(work: UnitOfWork) -> DoneAct | None:
    return last_undoable(work, work.actor.operator_id)


def _lock_all(work: UnitOfWork, codes: Iterable[str]) -> dict[str, Wave]:
    """Waves by their codes, locked in the order of their numbers."""
    ids = {wave_id_of(work.session, code) for code in codes} - {None}
    locked = lock_waves(work.session, {key for key in ids if key is not None})
    return {wave.code: wave for wave in locked.values()}


def _take_back(work: UnitOfWork, act: DoneAct, wave: Wave, waves: dict[str, Wave]) -> _Back:
    match act.way_back:
        case WayBack.CALL_BACK:
            return _call_back(work, act, wave)
        case WayBack.GO_ON | WayBack.RELEASE_AGAIN:
            return _let_go_on(work, act, wave)
        case WayBack.MERGE_BACK:
            return _merge_back(work, act, wave, waves)
        case WayBack.MAKE_AGAIN:
            return _make_again(work, act, wave)
        case _:
            return _bring_back(work, act, wave, waves)


def _call_back(work: UnitOfWork, act: DoneAct, wave: Wave) -> _Back:
    """Bring a released wave to the desk, with the orders its release left out."""
    _check(wave, {WaveState.RELEASED, WaveState.IN_PROGRESS})
    call_back(work, wave)
    left_out = [key for part in act.parts for key in part.order_ids]
    joined = join(work, wave, left_out)
    return _Back(joined.orders, joined.refused)


def _let_go_on(work: UnitOfWork, act: DoneAct, wave: Wave) -> _Back:
    """Take a hold away; a wave that was on the floor goes back there."""
    _check(wave, {WaveState.HELD})
    change_state(work, wave, WaveState.PLANNED)
    if act.way_back is WayBack.GO_ON:
        return _Back()
    made = release(work, wave, leave_out_bad=True)
    return _Back(made.released, made.refused)


def _merge_back(work: UnitOfWork, act: DoneAct, wave: Wave, waves: dict[str, Wave]) -> _Back:
    """Let the parts that were split off join the wave again."""
    _check(wave, TAKES_ORDERS)
    parts = [waves[part.code] for part in act.parts]
    ids = [
        key
        for part in act.parts
        for key in _still_in(work, waves[part.code], part.order_ids)
        if waves[part.code].state in SHARED
    ]
    moved = move(work, wave, parts, ids).change
    if not moved.orders:
        raise Refused(UndoTooLate(act.code, act.act.value))
    for part in parts:
        end_if_empty(work, part)
    return _Back(moved.orders, moved.refused)


def _bring_back(work: UnitOfWork, act: DoneAct, wave: Wave, waves: dict[str, Wave]) -> _Back:
    """Bring orders out of a wave back where they were: into theirs, one like it, or none."""
    backs = []
    for part in act.parts:
        ids = _still_in(work, wave, part.order_ids)
        if not part.code:
            out = take_out(work, wave, ids)
            backs.append(_Back(out.orders, out.refused))
            continue
        origin = waves[part.code]
        if origin.state not in TAKES_ORDERS:
            if part.order_ids and not ids:
                continue
            origin = make_in_state(work, settings_of(origin), WaveState(part.was))
        change = move(work, origin, [wave], ids).change
        settle(work, origin)
        backs.append(_Back(change.orders, change.refused, (origin.code,)))
    orders = tuple(number for back in backs for number in back.orders)
    if not orders and any(part.order_ids for part in act.parts):
        raise Refused(UndoTooLate(act.code, act.act.value))
    return _Back(
        orders,
        tuple(reasons for back in backs for reasons in back.refused),
        tuple(code for back in backs for code in back.others),
    )


def _make_again(work: UnitOfWork, act: DoneAct, wave: Wave) -> _Back:
    """Make a wave like the cancelled one, with those of its orders that nobody else took."""
    new = make_wave(work, settings_of(wave))
    joined = join(work, new, [key for part in act.parts for key in part.order_ids])
    if not joined.orders:
        raise Refused(UndoTooLate(act.code, act.act.value))
    if act.was is not WaveState.CREATED:
        planned(work, new)
        change_state(work, new, WaveState.PLANNED)
        change_state(work, new, act.was)
    return _Back(joined.orders, joined.refused, (new.code,))


def _still_in(work: UnitOfWork, wave: Wave, order_ids: Iterable[int]) -> list[int]:
    members = set(order_ids_of_wave(work.session, wave.id))
    return [key for key in order_ids if key in members]


def _check(wave: Wave, states: Iterable[WaveState]) -> None:
    """Refuse what the wave's state does not allow.

    Raises:
        Refused: it is in none of the states.
    """
    if wave.state not in set(states):
        raise Refused(WaveNotInState(wave.code, wave.state.value))
