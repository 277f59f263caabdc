"""Why an order is where it is: all that keeps it from being released, picked, packed or shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.order_release import WhyNot, why_not_releasable
from app.domain.orders import (
    ENDED,
    HoldReason,
    OrderFacts,
    OrderState,
    compute_state,
    passes_payment_gate,
)
from app.domain.tasks import CartonState, PickTaskState
from app.domain.waves import UNRELEASED, WaveState
from app.domain.why import Why, WhyReason


class LabelTrouble(StrEnum):
    """How far a parcel's transport is, where it is not bought."""

    NONE = "none"
    ASKED = "asked"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """A pick task of the order that is not done.

    Attributes:
        state: where it stands.
        holder: who has it, or had it last.
        zone: where it is picked; empty for anywhere.
        place: where it was put aside, or its picker was last.
        ahead: tasks that are claimed before it.
    """

    state: PickTaskState
    holder: str = ""
    zone: str = ""
    place: str = ""
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class ParcelSeen:
    """A parcel of the order that was not shipped.

    Attributes:
        name: the end of its number, or its place in the order.
        state: where it stands.
        trouble: what is with its transport.
        words: what the carrier says.
        cage: where it was loaded; empty where it was not.
    """

    name: str
    state: CartonState
    trouble: LabelTrouble = LabelTrouble.NONE
    words: str = ""
    cage: str = ""


@dataclass(frozen=True, slots=True)
class OrderSeenWhole:
    """All that decides about where an order is.

    Attributes:
        facts: its lines, holds and money.
        details: what was said with each hold.
        wave: code of the wave it is in; empty for none.
        wave_state: that wave's state.
        tasks: its unfinished pick tasks.
        unwanted: units that were picked for nothing.
        unwanted_at: where they lie.
        unsorted: units in bulk totes.
        zones_missing: zones whose part is not on the consolidation shelf yet.
        to_inspect: it is to be inspected before it is packed.
        lies_at: where its goods are.
        bench: the bench it is open at.
        parcels: those that are not shipped.
        due_at: when it has to be gone.
        now: the time.
    """

    facts: OrderFacts
    now: datetime
    details: tuple[tuple[HoldReason, str], ...] = ()
    wave: str = ""
    wave_state: WaveState | None = None
    tasks: tuple[TaskSeen, ...] = ()
    unwanted: int = 0
    unwanted_at: str = ""
    unsorted: int = 0
    zones_missing: tuple[str, ...] = ()
    to_inspect: bool = False
    lies_at: str = ""
    bench: str = ""
    parcels: tuple[ParcelSeen, ...] = ()
    due_at: datetime | None = None


_ENDS = {
    OrderState.SHIPPED: WhyReason.SHIPPED,
    OrderState.CANCELLED: WhyReason.CANCELLED,
    OrderState.CLOSED: WhyReason.CLOSED,
}


def why_order(order: OrderSeenWhole) -> tuple[Why, ...]:
    """All reasons why an order is where it is, the gravest first; never none.

    What stops it comes first, then what it waits for at its stage, then its time.
    """
    state = compute_state(order.facts)
    reasons: list[Why] = []
    if state in ENDED:
        reasons.append(Why(_ENDS[state]))
    if order.unwanted:
        reasons.append(Why(WhyReason.TO_TAKE_OUT, order.unwanted_at, units=order.unwanted))
    if state in ENDED:
        return tuple(reasons)
    reasons += _stops(order)
    if not order.facts.total("due"):
        reasons.append(Why(WhyReason.NOTHING_WANTED))
    elif order.facts.released:
        reasons += _on_the_floor(order)
    else:
        reasons += _at_the_desk(order, is_stopped=bool(reasons))
    return (*reasons, *_time(order))


def _stops(order: OrderSeenWhole) -> list[Why]:
    facts, said = order.facts, dict(order.details)
    stops = [
        Why(WhyReason.HELD, hold.value, said.get(hold, "")) for hold in sorted(facts.open_holds)
    ]
    if not passes_payment_gate(facts.payment, payment_waived=facts.payment_waived):
        stops.append(Why(WhyReason.NOT_PAID, facts.payment.value))
    return stops


def _at_the_desk(order: OrderSeenWhole, *, is_stopped: bool) -> list[Why]:
    reasons: list[Why] = []
    for why in why_not_releasable(order.facts):
        lines = ", ".join(map(str, why.lines))
        if why.reason is WhyNot.NOTHING_ALLOCATED:
            reasons.append(Why(WhyReason.NO_STOCK, lines, units=why.missing))
        elif why.reason is WhyNot.PARTLY_ALLOCATED:
            reasons.append(Why(WhyReason.SOME_STOCK, lines, units=why.missing))
    if order.wave and order.wave_state in UNRELEASED:
        reasons.append(Why(WhyReason.IN_WAVE, order.wave, order.wave_state.value))
    elif not reasons and not is_stopped:
        reasons.append(Why(WhyReason.NOT_RELEASED))
    return reasons


def _on_the_floor(order: OrderSeenWhole) -> list[Why]:
    facts = order.facts
    reasons: list[Why] = []
    if facts.total("unpicked"):
        reasons += _picking(order)
    elif facts.total("unpacked"):
        reasons += _packing(order)
    if order.bench and not reasons:
        reasons.append(Why(WhyReason.AT_BENCH, order.bench))
    for parcel in order.parcels:
        reasons += _parcel(parcel)
    if not reasons and facts.total("unpicked") == 0 and facts.total("unpacked") == 0:
        reasons.append(Why(WhyReason.TO_LOAD))
    return reasons


def _picking(order: OrderSeenWhole) -> list[Why]:
    missing = order.facts.total("unallocated")
    reasons: list[Why] = []
    if missing:
        lines = ", ".join(str(line.number) for line in order.facts.lines if line.unallocated)
        reasons.append(Why(WhyReason.SOME_STOCK, lines, units=missing))
    reasons += [_task(task) for task in order.tasks]
    return reasons or [Why(WhyReason.NO_WORK, units=order.facts.total("unpicked"))]


def _task(task: TaskSeen) -> Why:
    match task.state:
        case PickTaskState.IN_PROGRESS:
            return Why(WhyReason.WITH_PICKER, task.holder, task.place)
        case PickTaskState.PAUSED:
            return Why(WhyReason.PUT_ASIDE, task.holder, task.place)
        case PickTaskState.WAITING:
            return Why(WhyReason.WAITS_FOR_ZONE, task.zone)
    return Why(WhyReason.WAITS_FOR_PICKER, task.zone, units=task.ahead)


def _packing(order: OrderSeenWhole) -> list[Why]:
    if order.unsorted:
        return [Why(WhyReason.TO_SORT, order.lies_at, units=order.unsorted)]
    if order.zones_missing:
        return [Why(WhyReason.PART_MISSING, ", ".join(order.zones_missing), order.lies_at)]
    if order.bench:
        return [Why(WhyReason.AT_BENCH, order.bench, units=order.facts.total("unpacked"))]
    if order.to_inspect:
        return [Why(WhyReason.TO_INSPECT, order.lies_at)]
    return [Why(WhyReason.TO_PACK, order.lies_at)]


def _parcel(parcel: ParcelSeen) -> list[Why]:
    """What a parcel waits for; one that is open is its bench's."""
    by_trouble = {
        LabelTrouble.REFUSED: WhyReason.LABEL_REFUSED,
        LabelTrouble.IN_DOUBT: WhyReason.LABEL_IN_DOUBT,
        LabelTrouble.ASKED: WhyReason.LABEL_ASKED,
    }
    if parcel.trouble in by_trouble:
        return [Why(by_trouble[parcel.trouble], parcel.name, parcel.words)]
    if parcel.state is CartonState.CLOSED:
        return [Why(WhyReason.LABEL_TO_SCAN, parcel.name)]
    if parcel.state is CartonState.LABELLED and parcel.cage:
        return [Why(WhyReason.LOADED, parcel.name, parcel.cage)]
    if parcel.state is CartonState.LABELLED:
        return [Why(WhyReason.TO_LOAD, parcel.name)]
    return []


def _time(order: OrderSeenWhole) -> tuple[Why, ...]:
    if order.due_at is None:
        return ()
    minutes = round((order.due_at - order.now).total_seconds() / 60)
    if minutes < 0:
        return (Why(WhyReason.LATE, minutes=-minutes, at=order.due_at),)
    return (Why(WhyReason.DUE, minutes=minutes, at=order.due_at),)
