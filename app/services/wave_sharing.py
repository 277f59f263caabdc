"""Splits a wave and merges waves, at the desk and on the floor: what was begun keeps its work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.db.queries.floor_work import orders_with_picks
from app.db.queries.orders import order_facts
from app.db.queries.wave_parts import orders_to_look_at, split_orders
from app.db.queries.waves import lock_waves, order_ids_of_wave, wave_id_of
from app.db.schema import Channel, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.order_release import why_not_releasable
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.wave_acts import WaveAct, WavePart, WayBack, way_back
from app.domain.wave_events import WaveActed
from app.domain.wave_refusals import (
    FedByChannel,
    NothingMoved,
    NothingToSplit,
    NotWithItself,
    UnknownWave,
    WaveNotInState,
)
from app.domain.wave_splitting import SplitBy, SplitGroup, SplitOrder, groups_of, leaving
from app.domain.waves import UNRELEASED, WaveState
from app.services.wave_states import change_state, settle
from app.services.waves import NewWave, Refusals, make_wave, move, the_wave
from app.services.workplace import Workplace

SHARED = UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS}
"""States in which a wave may be split and merged."""


@dataclass(frozen=True)
class WaveDeed:
    """What was done to waves, and how it is undone.

    Attributes:
        act: what was done.
        code: the wave it was done to.
        state: its state now.
        others: the waves that were made by it, or that orders came from.
        orders: the orders that changed waves, by their numbers.
        refused: the others that should have, each with all its reasons.
        way_back: how it is undone; None if it cannot be.
    """

    act: WaveAct
    code: str
    state: WaveState
    others: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    refused: Refusals = ()
    way_back: WayBack | None = None


@dataclass(frozen=True)
class SplitWays:
    """What a wave could be split into.

    Attributes:
        code: the wave.
        groups: by what tells them apart, the groups, the largest first; only those ways by which
            there are two at least.
        begun: orders that stay because somebody picked for them.
    """

    code: str
    groups: dict[SplitBy, tuple[SplitGroup, ...]]
    begun: int


def split_ways(workplace: Workplace, code: str, *, operator_id: int | None = None) -> SplitWays:
    """Look at what a wave could be split into; changes nothing.

    Raises:
        Refused: there is no such wave, or it is over.
    """
    with workplace.database.begin(workplace.actor(operator_id, Verb.RELEASE)) as work:
        wave = the_wave(work, code, SHARED)
        free, begun = _free_orders(work, wave)
        found = {by: groups_of(free, by) for by in SplitBy}
        return SplitWays(
            wave.code, {by: groups for by, groups in found.items() if len(groups) > 1}, begun
        )


def split_wave(
    workplace: Workplace,
    code: str,
    by: SplitBy,
    *,
    wanted: Collection[str] | None = None,
    order_ids: Collection[int] = (),
    operator_id: int | None = None,
) -> WaveDeed:
    """Let parts of a wave become waves of their own, in the state it is in.

    On the floor work nobody has done becomes the new wave's; orders that were begun stay, unless
    they are named: then they keep their work and count for the new wave.

    Args:
        workplace: the station.
        code: the wave.
        by: what tells its parts apart.
        wanted: names of the groups that leave, each into a wave of its own; all but the largest if
            None.
        order_ids: the orders that leave, for `SplitBy.ORDERS`.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: there is no such wave, it is over, nothing of it can leave, or nothing would stay.
    """

    def verb(work: UnitOfWork) -> WaveDeed:
        wave = the_wave(work, code, SHARED)
        free, begun = _free_orders(work, wave)
        if by is SplitBy.ORDERS:
            going = _named(order_ids_of_wave(work.session, wave.id), order_ids)
        else:
            going = leaving(groups_of(free, by), wanted)
        if not going:
            raise Refused(NothingToSplit(wave.code, begun))
        return _split(work, wave, by, going)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def merge_waves(
    workplace: Workplace,
    code: str,
    sources: Collection[str],
    *,
    operator_id: int | None = None,
) -> WaveDeed:
    """Let all orders of other waves change into one; what is empty then is over.

    Orders that were begun keep their work and count for the wave they come into, where that is on
    the floor; otherwise they stay with what is left of theirs.

    Raises:
        Refused: there is no such wave, one is over, is merged with itself, or fed by a channel;
            or none of the orders could change.
    """

    def verb(work: UnitOfWork) -> WaveDeed:
        wave, others = _lock_for_merge(work, code, sources)
        was = wave.state
        ids = [one.order_id for other in others for one in split_orders(work.session, other.id)]
        moved = move(work, wave, others, ids)
        if ids and not moved.change.orders:
            raise Refused(NothingMoved(wave.code, len(ids)))
        for other in others:
            end_if_empty(work, other)
        empty = tuple(
            WavePart(other.code, other.state.value, ())
            for other in others
            if other.code not in {part.code for part in moved.parts}
        )
        parts = (*moved.parts, *empty)
        work.record(WaveActed(WaveAct.MERGE.value, wave.code, was.value, parts))
        return WaveDeed(
            WaveAct.MERGE,
            wave.code,
            wave.state,
            tuple(other.code for other in others),
            moved.change.orders,
            moved.change.refused,
            way_back(WaveAct.MERGE, was),
        )

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def settings_of(wave: Wave) -> NewWave:
    """How a wave was made; templates and channels leave one that is made like it alone."""
    return NewWave(
        method=wave.method,
        positions=wave.positions,
        into_carton=wave.into_carton,
        carrier=wave.carrier,
        destination=wave.destination,
        priority=wave.priority,
        cut_off_at=wave.cut_off_at,
    )


def make_in_state(work: UnitOfWork, new: NewWave, state: WaveState) -> Wave:
    """Make a wave that is as far along as another one; its orders come by `waves.move`."""
    wave = make_wave(work, new)
    if state is not WaveState.CREATED:
        change_state(work, wave, WaveState.PLANNED)
    if state is WaveState.HELD:
        change_state(work, wave, WaveState.HELD)
    if state not in UNRELEASED:
        change_state(work, wave, WaveState.RELEASED)
    return wave


def end_if_empty(work: UnitOfWork, wave: Wave) -> None:
    """Give up a locked wave at the desk that lost its last order."""
    work.session.flush()
    if wave.state in UNRELEASED and not order_ids_of_wave(work.session, wave.id):
        change_state(work, wave, WaveState.CANCELLED)


@dataclass(frozen=True)
class _Part:
    """A wave that was split off, and the orders that came and did not come into it."""

    code: str
    state: WaveState
    orders: tuple[str, ...]
    refused: Refusals


def _split(work: UnitOfWork, wave: Wave, by: SplitBy, going: Sequence[SplitGroup]) -> WaveDeed:
    was = wave.state
    made = [_split_off(work, wave, by, group) for group in going]
    orders = tuple(number for part in made for number in part.orders)
    if not orders:
        raise Refused(NothingMoved(wave.code, sum(len(group.order_ids) for group in going)))
    parts = tuple(
        WavePart(part.code, part.state.value, group.order_ids)
        for part, group in zip(made, going, strict=True)
    )
    work.record(WaveActed(WaveAct.SPLIT.value, wave.code, was.value, parts))
    return WaveDeed(
        WaveAct.SPLIT,
        wave.code,
        wave.state,
        tuple(part.code for part in made),
        orders,
        tuple(reasons for part in made for reasons in part.refused),
        way_back(WaveAct.SPLIT, was),
    )


def _split_off(work: UnitOfWork, wave: Wave, by: SplitBy, group: SplitGroup) -> _Part:
    new = make_in_state(work, _own_traits(settings_of(wave), by, group.name), wave.state)
    change = move(work, new, [wave], group.order_ids).change
    settle(work, new)
    return _Part(new.code, new.state, change.orders, change.refused)


def _own_traits(new: NewWave, by: SplitBy, name: str) -> NewWave:
    """What a part says of itself that the whole did not."""
    match by:
        case SplitBy.CARRIER if name:
            return replace(new, carrier=name[:32])
        case SplitBy.DESTINATION if name:
            return replace(new, destination=name)
        case SplitBy.PRIORITY:
            return replace(new, priority=max(new.priority, int(name)))
        case SplitBy.CUT_OFF if name:
            return replace(new, cut_off_at=datetime.fromisoformat(name))
    return new


def _free_orders(work: UnitOfWork, wave: Wave) -> tuple[list[SplitOrder], int]:
    """The orders of a locked wave that may leave it, and how many were begun.

    On the floor those stay that could not be released again, so that nothing is lost from it.
    """
    orders = split_orders(work.session, wave.id)
    if wave.state in UNRELEASED:
        return orders, 0
    ids = [order.order_id for order in orders]
    begun = orders_with_picks(work.session, ids)
    rows = orders_to_look_at(work.session, [key for key in ids if key not in begun])
    facts = order_facts(work.session, rows)
    free = {
        row.id for row in rows if not why_not_releasable(replace(facts[row.id], released=False))
    }
    return [order for order in orders if order.order_id in free], len(begun)


def _named(members: Sequence[int], order_ids: Collection[int]) -> tuple[SplitGroup, ...]:
    """Named orders of a wave as the group that leaves; none if nothing would stay."""
    wanted = set(order_ids)
    going = tuple(order_id for order_id in members if order_id in wanted)
    if not going or len(going) == len(members):
        return ()
    return (SplitGroup("", going, len(going)),)


def _lock_for_merge(
    work: UnitOfWork, code: str, sources: Collection[str]
) -> tuple[Wave, list[Wave]]:
    """The wave that takes the orders and those that give theirs, locked by their numbers."""
    ids = {}
    for each in (code, *sources):
        found = wave_id_of(work.session, each)
        if found is None:
            raise Refused(UnknownWave(each))
        ids[each] = found
    giving = {ids[each] for each in sources}
    if ids[code] in giving:
        raise Refused(NotWithItself(code))
    locked = lock_waves(work.session, {ids[code], *giving})
    for wave in locked.values():
        if wave.state not in SHARED:
            raise Refused(WaveNotInState(wave.code, wave.state.value))
        if wave.channel_id is not None and wave.id in giving:
            channel = work.session.get_one(Channel, wave.channel_id)
            raise Refused(FedByChannel(wave.code, channel.code))
    return locked[ids[code]], [locked[key] for key in sorted(giving)]
