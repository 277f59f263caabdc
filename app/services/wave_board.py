"""Waves as a shift lead sees them: how far each has come, by its orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db.queries.waves import (
    WaveFigures,
    figures_of,
    order_rows_of_wave,
    people_at_work,
    staying_open,
    waves_in,
)
from app.db.schema import Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.orders import OrderState
from app.domain.pick_state import PickMethod
from app.domain.refusals import Refused
from app.domain.wave_refusals import UnknownWave
from app.domain.waves import WaveState, present_state
from app.services.workplace import Workplace


@dataclass(frozen=True)
class WaveView:
    """A wave in one line.

    Attributes:
        code: its name.
        state: by its rows now.
        method: how its orders are picked.
        carrier: which orders it is for, as its maker said.
        cut_off_at: when its truck leaves.
        figures: how far it has come.
        people: who works on it now.
        planned: the figures of its plan, by name; empty before it was planned.
        channel: it is fed by a channel.
    """

    code: str
    state: WaveState
    method: PickMethod
    carrier: str
    destination: str
    priority: int
    cut_off_at: datetime | None
    released_at: datetime | None
    ended_at: datetime | None
    figures: WaveFigures
    people: tuple[str, ...]
    planned: dict[str, object]
    channel: bool


@dataclass(frozen=True)
class WaveOrderView:
    """An order of a wave."""

    number: str
    state: OrderState
    priority: int
    ship_by: datetime | None
    units: int
    picked: int
    short: int
    order_id: int


@dataclass(frozen=True)
class WaveDetail:
    """A wave with its orders, the most urgent first."""

    wave: WaveView
    orders: tuple[WaveOrderView, ...]


def waves_now(
    workplace: Workplace, states: Collection[WaveState] | None = None
) -> tuple[WaveView, ...]:
    """All waves, by cut-off and age.

    Args:
        workplace: the station.
        states: only those in one of these states now; those that are not over if None.
    """
    wanted = set(WaveState) - {WaveState.COMPLETE, WaveState.CANCELLED}
    wanted = wanted if states is None else set(states)
    with workplace.database.begin(workplace.actor()) as work:
        rows = waves_in(work.session, wanted | {WaveState.RELEASED, WaveState.IN_PROGRESS})
        views = views_of(work, rows)
        return tuple(view for view in views if view.state in wanted)


def wave_detail(workplace: Workplace, code: str) -> WaveDetail:
    """One wave with its orders.

    Raises:
        Refused: there is no such wave.
    """
    with workplace.database.begin(workplace.actor()) as work:
        found = waves_in(work.session, set(WaveState), code=code)
        if not found:
            raise Refused(UnknownWave(code))
        orders = order_rows_of_wave(work.session, found[0].id)
        return WaveDetail(
            views_of(work, found)[0], tuple(WaveOrderView(*order) for order in orders)
        )


def views_of(work: UnitOfWork, waves: Sequence[Wave]) -> list[WaveView]:
    """Waves as their rows say now, in the order given, inside the caller's transaction."""
    ids = [wave.id for wave in waves]
    figures = figures_of(work.session, ids)
    people = people_at_work(work.session, ids)
    staying = staying_open(work.session, waves)
    return [
        WaveView(
            code=wave.code,
            state=present_state(wave.state, figures[wave.id].counts, stays_open=wave.id in staying),
            method=wave.method,
            carrier=wave.carrier,
            destination=wave.destination,
            priority=wave.priority,
            cut_off_at=wave.cut_off_at,
            released_at=wave.released_at,
            ended_at=wave.ended_at,
            figures=figures[wave.id],
            people=tuple(people.get(wave.id, ())),
            planned=dict(wave.planned or {}),
            channel=wave.channel_id is not None,
        )
        for wave in waves
    ]
