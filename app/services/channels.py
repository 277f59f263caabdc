"""Channels: orders go to the floor as there is room for them, without anybody making waves.

A channel works through a wave of its own that stays open, so that it is seen, moved, held and
aborted like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from functools import partial

from app.db.queries.intakes import (
    all_channels,
    channel_by_code,
    channels_at_work,
    filter_of,
    waiting_in,
    waiting_orders,
    wave_of_channel,
)
from app.db.queries.orders import lock_orders
from app.db.queries.waves import figures_of
from app.db.schema import Channel, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.channels import ChannelFacts, ChannelState, ends_at, to_release
from app.domain.order_filter import takes
from app.domain.orders import ENDED, MAY_HAVE_STOCK, OrderState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.wave_events import ChannelChanged
from app.domain.wave_refusals import CodeTaken, UnknownChannel
from app.domain.waves import WaveState
from app.services.allocating import allocate_orders
from app.services.floor_time import floor_time, utc_of
from app.services.intakes import IntakeSettings, check_intake, read_intake, write_intake
from app.services.releasing import ReleaseReport, release_orders
from app.services.wave_states import change_state, settle
from app.services.waves import NewWave, make_wave, manner_of
from app.services.workplace import Workplace

DEFAULT_ROOM = 30

AT_THE_DESK = frozenset(OrderState) - ENDED
"""States of orders that wait in a channel; those that ended wait for nothing."""


@dataclass(frozen=True)
class ChannelSettings(IntakeSettings):
    """A channel as a lead writes it; see `app.db.schema.waves.Channel`.

    `room` is how many orders it may have on the floor that are not past picking; `ends` the time of
    day at which it falls asleep, by the floor's clock.
    """

    room: int = DEFAULT_ROOM
    ends: time | None = None


@dataclass(frozen=True)
class ChannelView:
    """A channel as it stands: what waits in it, what is on the floor, and what may be released.

    `ends_at` is when it falls asleep; `wave` the code of the wave it feeds.
    """

    settings: ChannelSettings
    state: ChannelState
    wave: str | None = None
    ends_at: datetime | None = None
    waiting: int = 0
    ready: int = 0
    on_floor: int = 0
    done: int = 0


@dataclass(frozen=True)
class ChannelRun:
    """What one look at a channel did.

    Attributes:
        code: the channel.
        state: its state now.
        taken: orders that came into it.
        released: orders that became work.
        on_floor: its orders on the floor that are not past picking.
    """

    code: str
    state: ChannelState
    taken: int = 0
    released: tuple[str, ...] = field(default=())
    on_floor: int = 0


def save_channel(
    workplace: Workplace,
    settings: ChannelSettings,
    *,
    anew: bool = False,
    operator_id: int | None = None,
) -> None:
    """Write a channel, asleep, or change the one with its code.

    Raises:
        Refused: the code is taken where it must be new, or a setting cannot be as it is.
    """
    check_intake(settings)

    def verb(work: UnitOfWork) -> None:
        row = channel_by_code(work.session, settings.code)
        if row is not None and anew:
            raise Refused(CodeTaken(settings.code))
        if row is None:
            row = Channel(code=settings.code, state=ChannelState.ASLEEP)
            work.session.add(row)
        write_intake(row, settings)
        row.room = settings.room
        row.ends = "" if settings.ends is None else settings.ends.strftime("%H:%M")

    workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def set_channel(
    workplace: Workplace, code: str, state: ChannelState, *, operator_id: int | None = None
) -> ChannelRun:
    """Open, lock or put a channel to sleep.

    An open one releases what the floor has room for at once. A locked one keeps what waits in it. A
    sleeping one lets its waiting orders go; what is on the floor is finished.

    Raises:
        Refused: there is no such channel.
    """

    def verb(work: UnitOfWork) -> ChannelRun:
        channel = _the_channel(work, code)
        _change(work, channel, state)
        return _run(work, channel)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def release_next(
    workplace: Workplace, code: str, most: int, *, operator_id: int | None = None
) -> ChannelRun:
    """Release the next orders of an open channel, as far as the floor has room.

    Raises:
        Refused: there is no such channel.
    """
    return workplace.database.run(
        lambda work: _run(work, _the_channel(work, code), most),
        workplace.actor(operator_id, Verb.RELEASE),
    )


def run_channels(workplace: Workplace, *, operator_id: int | None = None) -> tuple[ChannelRun, ...]:
    """Look at every channel at work: take orders in, release what fits, close what is over."""
    actor = workplace.actor(operator_id, Verb.RELEASE)
    codes = workplace.database.run(lambda work: channels_at_work(work.session), actor)
    return tuple(workplace.database.run(partial(_look_at, code), actor) for code in codes)


def _look_at(code: str, work: UnitOfWork) -> ChannelRun:
    return _run(work, _the_channel(work, code))


def channels_now(workplace: Workplace) -> tuple[ChannelView, ...]:
    """Every channel as it stands."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(_view(work, row) for row in all_channels(work.session))


def _the_channel(work: UnitOfWork, code: str) -> Channel:
    channel = channel_by_code(work.session, code)
    if channel is None:
        raise Refused(UnknownChannel(code))
    return channel


def _change(work: UnitOfWork, channel: Channel, state: ChannelState) -> None:
    if channel.state is state:
        return
    if channel.state is ChannelState.ASLEEP:
        channel.opened_at = work.now
        end = time.fromisoformat(channel.ends) if channel.ends else None
        local = ends_at(floor_time(work.now), end)
        channel.ends_at = None if local is None else utc_of(local)
    channel.state = state
    work.record(ChannelChanged(channel.id, channel.code, state.value))
    work.session.flush()


def _run(work: UnitOfWork, channel: Channel, most: int | None = None) -> ChannelRun:
    """One look at a locked channel."""
    if channel.ends_at is not None and channel.ends_at <= work.now:
        _change(work, channel, ChannelState.ASLEEP)
    wave = _wave(work, channel)
    if wave is None:
        return ChannelRun(channel.code, channel.state)
    if channel.state is ChannelState.ASLEEP:
        _let_go(work, wave)
        return ChannelRun(channel.code, channel.state)
    taken = _take_in(work, channel, wave)
    released, on_floor = _top_up(work, channel, wave, most)
    return ChannelRun(channel.code, channel.state, taken, released, on_floor)


def _wave(work: UnitOfWork, channel: Channel) -> Wave | None:
    """The wave a channel feeds; a new one where it is at work and has none."""
    wave = wave_of_channel(work.session, channel.id)
    if wave is not None or channel.state is ChannelState.ASLEEP:
        return wave
    wave = make_wave(
        work,
        NewWave(
            method=channel.method,
            positions=channel.positions,
            into_carton=channel.into_carton,
            carrier=channel.carrier,
            destination=channel.countries,
            priority=channel.priority,
            cut_off_at=channel.ends_at,
            channel_id=channel.id,
        ),
    )
    change_state(work, wave, WaveState.PLANNED)
    change_state(work, wave, WaveState.RELEASED)
    return wave


def _take_in(work: UnitOfWork, channel: Channel, wave: Wave) -> int:
    found = lock_orders(work.session, _wanted(work, channel))
    # What somebody else took while the locks were waited for is theirs.
    free = _wanted(work, channel)
    taken = [order for order in found if order.id in free]
    for order in taken:
        order.wave_id = wave.id
    work.session.flush()
    return len(taken)


def _wanted(work: UnitOfWork, channel: Channel) -> set[int]:
    wanted = filter_of(channel)
    return {one.order_id for one in waiting_orders(work.session) if takes(wanted, one.traits)}


def _top_up(
    work: UnitOfWork, channel: Channel, wave: Wave, most: int | None
) -> tuple[tuple[str, ...], int]:
    """Release what fits; returns those orders' numbers, and how many are on the floor then."""
    waiting = waiting_in(work.session, wave.id, MAY_HAVE_STOCK)
    lock_orders(work.session, waiting)
    allocate_orders(work, waiting)
    ready = waiting_in(work.session, wave.id, {OrderState.ALLOCATED})
    on_floor = _on_floor(work, wave)
    count = to_release(ChannelFacts(channel.state, channel.room, on_floor, len(ready)), most)
    report = ReleaseReport((), ())
    if count:
        report = release_orders(work, ready[:count], manner_of(wave))
    settle(work, wave)
    return report.released, on_floor + len(report.released)


def _on_floor(work: UnitOfWork, wave: Wave) -> int:
    """The wave's orders on the floor that are not past picking."""
    figures = figures_of(work.session, [wave.id])[wave.id]
    waiting = len(waiting_in(work.session, wave.id, AT_THE_DESK))
    return max(0, figures.orders - figures.done - waiting)


def _let_go(work: UnitOfWork, wave: Wave) -> None:
    """Let the orders that wait in a sleeping channel go; its wave ends with its last pick."""
    for order in lock_orders(work.session, waiting_in(work.session, wave.id, AT_THE_DESK)):
        order.wave_id = None
    settle(work, wave)


def _view(work: UnitOfWork, row: Channel) -> ChannelView:
    settings = ChannelSettings(
        **read_intake(row), room=row.room, ends=time.fromisoformat(row.ends) if row.ends else None
    )
    wave = wave_of_channel(work.session, row.id, lock=False)
    if wave is None:
        return ChannelView(settings, row.state)
    figures = figures_of(work.session, [wave.id])[wave.id]
    waiting = waiting_in(work.session, wave.id, AT_THE_DESK)
    return ChannelView(
        settings=settings,
        state=row.state,
        wave=wave.code,
        ends_at=row.ends_at,
        waiting=len(waiting),
        ready=len(waiting_in(work.session, wave.id, {OrderState.ALLOCATED})),
        on_floor=max(0, figures.orders - figures.done - len(waiting)),
        done=figures.done,
    )
