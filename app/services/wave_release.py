"""Plans, releases, holds and aborts a wave; what goods were picked keep their way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.db.queries.waves import leave_wave, order_ids_of_wave
from app.db.schema import Channel, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.channels import ChannelState
from app.domain.orders import ENDED
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.wave_acts import WaveAct, WavePart
from app.domain.wave_events import WaveAborted, WaveActed
from app.domain.wave_planning import WavePlan
from app.domain.wave_refusals import FedByChannel, WaveBegun, WaveEmpty
from app.domain.waves import UNRELEASED, WaveState
from app.services.allocating import allocate_orders
from app.services.release_forecasts import keep_release_forecasts
from app.services.releasing import release_orders
from app.services.wave_plans import PlannedWave, keep_figures, plan_of
from app.services.wave_states import change_state, settle
from app.services.waves import Refusals, manner_of, the_wave
from app.services.withdrawing import lock_floor_work, withdraw_untouched
from app.services.workplace import Workplace


@dataclass(frozen=True)
class WaveRelease:
    """What a release did.

    Attributes:
        code: the wave.
        state: its state now; as before if nothing was released.
        released: the orders that are work now.
        refused: the orders that are not, each with all its reasons. If they were not to be left
            out, nothing was released because of them.
        tasks: pick tasks that were made.
    """

    code: str
    state: WaveState
    released: tuple[str, ...] = ()
    refused: Refusals = ()
    tasks: int = 0


@dataclass(frozen=True)
class WaveAbort:
    """What became of the orders of a wave that was given up.

    Attributes:
        code: the wave.
        withdrawn: back at the desk; their stock stays promised.
        finished: begun, so they stay on the floor with their work, in no wave.
    """

    code: str
    withdrawn: tuple[str, ...]
    finished: tuple[str, ...]


def plan_wave(workplace: Workplace, code: str, *, operator_id: int | None = None) -> WavePlan:
    """Look at a wave as work, and call it planned; a held one may be released again.

    Orders that could not be released are named, all at once and with all their reasons.

    Raises:
        Refused: there is no such wave, it is empty, or it was released already.
    """

    def verb(work: UnitOfWork) -> WavePlan:
        wave = the_wave(work, code, UNRELEASED)
        plan = planned(work, wave).plan
        change_state(work, wave, WaveState.PLANNED)
        return plan

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def release_wave(
    workplace: Workplace,
    code: str,
    *,
    leave_out_bad: bool = False,
    operator_id: int | None = None,
) -> WaveRelease:
    """Give the orders of a wave to the floor, all of them or none.

    Args:
        workplace: the station.
        code: the wave.
        leave_out_bad: orders that may not be released leave the wave, and the others go.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: there is no such wave, it is empty, held, or released already.
    """

    def verb(work: UnitOfWork) -> WaveRelease:
        wave = the_wave(work, code, {WaveState.CREATED, WaveState.PLANNED})
        was, members = wave.state, order_ids_of_wave(work.session, wave.id)
        done = release(work, wave, leave_out_bad=leave_out_bad)
        if done.released:
            staying = set(order_ids_of_wave(work.session, wave.id))
            left = tuple(order_id for order_id in members if order_id not in staying)
            parts = (WavePart("", "", left),) if left else ()
            work.record(WaveActed(WaveAct.RELEASE.value, wave.code, was.value, parts))
        return done

    done = workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))
    keep_release_forecasts(workplace, {code} if done.released else (), operator_id)
    return done


def release(work: UnitOfWork, wave: Wave, *, leave_out_bad: bool) -> WaveRelease:
    """Release a locked wave that is created or planned."""
    made = planned(work, wave)
    good = made.good
    refused = tuple((bad.number, bad.why) for bad in made.plan.bad)
    if not good or (refused and not leave_out_bad):
        return WaveRelease(wave.code, wave.state, refused=refused)
    allocate_orders(work, good)
    # What the plan put together stays so: it is not worked out twice.
    together = replace(manner_of(wave), carts=tuple(task.order_ids for task in made.tasks))
    report = release_orders(work, good, together)
    leave_wave(work.session, wave.id, but=good)
    change_state(work, wave, WaveState.PLANNED)
    change_state(work, wave, WaveState.RELEASED)
    settle(work, wave)
    return WaveRelease(wave.code, wave.state, report.released, refused, report.tasks)


def hold_wave(workplace: Workplace, code: str, *, operator_id: int | None = None) -> WavePlan:
    """Stop a wave before anybody works on it; one that is released comes back to the desk.

    Raises:
        Refused: there is no such wave, it is empty or over, a channel feeds it, or a unit of it
            was picked.
    """

    def verb(work: UnitOfWork) -> WavePlan:
        states = (UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS}) - {WaveState.HELD}
        wave = the_wave(work, code, states)
        was = wave.state
        if wave.channel_id is not None:
            channel = work.session.get_one(Channel, wave.channel_id)
            raise Refused(FedByChannel(wave.code, channel.code))
        if wave.state not in UNRELEASED:
            call_back(work, wave)
        plan = planned(work, wave).plan
        change_state(work, wave, WaveState.PLANNED)
        change_state(work, wave, WaveState.HELD)
        work.record(WaveActed(WaveAct.HOLD.value, wave.code, was.value))
        return plan

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def abort_wave(workplace: Workplace, code: str, *, operator_id: int | None = None) -> WaveAbort:
    """Give a wave up, wherever it is.

    Work nobody has done is taken back at once: pickers are told with their next scan. An order of
    which a unit was picked is finished, in no wave: bringing its goods back would cost the walk
    twice. Who does not want it sent cancels the order. A channel that feeds the wave goes to sleep.

    Raises:
        Refused: there is no such wave, or it is over.
    """

    def verb(work: UnitOfWork) -> WaveAbort:
        wave = the_wave(work, code, UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS})
        was = wave.state
        floor = lock_floor_work(work, order_ids_of_wave(work.session, wave.id))
        finished = [one for one in withdraw_untouched(work, floor)[1] if one.state not in ENDED]
        leaving = [order for order in floor.orders.values() if order.state not in ENDED]
        for order in leaving:
            order.wave_id = None
        for task in floor.tasks.values():
            task.wave_id = None
        if wave.channel_id is not None:
            work.session.get_one(Channel, wave.channel_id).state = ChannelState.ASLEEP
        change_state(work, wave, WaveState.CANCELLED)
        back = [order for order in leaving if order not in finished]
        work.record(WaveAborted(wave.id, wave.code, len(back), len(finished)))
        part = WavePart(wave.code, was.value, tuple(order.id for order in back))
        work.record(WaveActed(WaveAct.CANCEL.value, wave.code, was.value, (part,)))
        return WaveAbort(
            wave.code,
            tuple(order.number for order in back),
            tuple(order.number for order in finished),
        )

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def planned(work: UnitOfWork, wave: Wave) -> PlannedWave:
    """A locked wave as work; its figures are kept with it.

    Raises:
        Refused: there is no order in it.
    """
    if not order_ids_of_wave(work.session, wave.id):
        raise Refused(WaveEmpty(wave.code))
    made = plan_of(work, wave)
    keep_figures(wave, made.plan)
    return made


def call_back(work: UnitOfWork, wave: Wave) -> None:
    """Bring a released wave back to the desk, if nothing of it was picked.

    Raises:
        Refused: something was.
    """
    floor = lock_floor_work(work, order_ids_of_wave(work.session, wave.id))
    begun = withdraw_untouched(work, floor)[1]
    if begun:
        raise Refused(WaveBegun(wave.code, len(begun)))
    change_state(work, wave, WaveState.PLANNED)
