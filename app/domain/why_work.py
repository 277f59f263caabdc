"""Why a wave is late, why a parcel has this box and carrier, and why somebody gets this work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.waves import WaveState
from app.domain.why import Why, WhyReason


@dataclass(frozen=True, slots=True)
class ZoneWork:
    """What is open of a wave in a zone, and who picks there now."""

    zone: str
    lines: int
    people: int = 0

    @property
    def lines_a_person(self) -> float:
        """How much there is for each; without anybody, for whoever would come."""
        return self.lines / max(self.people, 1)


@dataclass(frozen=True, slots=True)
class WaveSeen:
    """All that decides about a wave.

    Attributes:
        code: its name.
        state: by its rows now.
        held_orders: of its orders, those that are stopped.
        stuck_orders: of its orders, those nobody has work for.
        people: who pick for it now.
        zones: its open work.
        done_at: when its last unit is picked, by the forecast; None where there is none.
        cut_off_at: when it has to be; None where nobody said.
        no_forecast: why there is no forecast.
        search_until: until when its release waits for better carts; None where it does not.
    """

    code: str
    state: WaveState
    held_orders: int = 0
    stuck_orders: int = 0
    people: int = 0
    zones: tuple[ZoneWork, ...] = ()
    done_at: datetime | None = None
    cut_off_at: datetime | None = None
    no_forecast: str = ""
    search_until: datetime | None = None


_BY_STATE = {
    WaveState.CREATED: WhyReason.WAVE_TO_PLAN,
    WaveState.PLANNED: WhyReason.WAVE_TO_RELEASE,
    WaveState.HELD: WhyReason.WAVE_HELD,
    WaveState.COMPLETE: WhyReason.WAVE_DONE,
    WaveState.CANCELLED: WhyReason.WAVE_ABORTED,
}


def why_wave(wave: WaveSeen) -> tuple[Why, ...]:
    """What a wave waits for and what makes it late, the gravest first; never none."""
    reasons: list[Why] = []
    if wave.state in _BY_STATE:
        reasons.append(Why(_BY_STATE[wave.state], wave.code))
    if wave.state in (WaveState.COMPLETE, WaveState.CANCELLED):
        return tuple(reasons)
    if wave.search_until is not None:
        reasons = [Why(WhyReason.WAVE_SEARCHED, wave.code, at=wave.search_until)]
    if wave.held_orders:
        reasons.append(Why(WhyReason.WAVE_HELD_ORDERS, wave.code, units=wave.held_orders))
    if wave.stuck_orders:
        reasons.append(Why(WhyReason.WAVE_STUCK, wave.code, units=wave.stuck_orders))
    reasons += _forecast(wave)
    if wave.state in (WaveState.RELEASED, WaveState.IN_PROGRESS):
        reasons += _people(wave)
    return tuple(reasons)


def _forecast(wave: WaveSeen) -> list[Why]:
    if wave.done_at is None:
        return [Why(WhyReason.WAVE_NO_FORECAST, wave.code, wave.no_forecast)]
    if wave.cut_off_at is None:
        return [Why(WhyReason.WAVE_IN_TIME, wave.code, at=wave.done_at)]
    slack = round((wave.cut_off_at - wave.done_at).total_seconds() / 60)
    if slack < 0:
        return [Why(WhyReason.WAVE_LATE, wave.code, minutes=-slack, at=wave.done_at)]
    return [Why(WhyReason.WAVE_IN_TIME, wave.code, minutes=slack, at=wave.done_at)]


def _people(wave: WaveSeen) -> list[Why]:
    """Where the most work is for each who picks there; nobody at all comes before that."""
    if not wave.zones:
        return []
    if not wave.people:
        return [Why(WhyReason.WAVE_NOBODY, wave.code, units=sum(one.lines for one in wave.zones))]
    worst = max(wave.zones, key=lambda one: (not one.people, one.lines_a_person, one.zone))
    return [Why(WhyReason.WAVE_BOTTLENECK, worst.zone, str(worst.people), worst.lines)]


@dataclass(frozen=True, slots=True)
class ServiceTold:
    """A carrier's service, and by which reason it was chosen or refused."""

    service: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoxSeen:
    """A parcel's box, the one that was proposed where it is another, and the services."""

    box: str = ""
    proposed: str = ""
    chosen: ServiceTold | None = None
    refused: tuple[ServiceTold, ...] = ()


def why_box(parcel: BoxSeen) -> tuple[Why, ...]:
    """Why a parcel has its box and goes by its service, as far as that is decided."""
    reasons: list[Why] = []
    if parcel.box and parcel.proposed:
        reasons.append(Why(WhyReason.BOX_OVERRULED, parcel.box, parcel.proposed))
    elif parcel.box:
        reasons.append(Why(WhyReason.BOX_AS_PROPOSED, parcel.box))
    if parcel.chosen is not None:
        chosen = parcel.chosen
        reasons.append(Why(WhyReason.SERVICE_CHOSEN, chosen.service, chosen.reason))
    reasons += [
        Why(WhyReason.SERVICE_REFUSED, each.service, each.reason) for each in parcel.refused
    ]
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class TaskTold:
    """A piece of work in words: its first order, priority, cut-off and zone."""

    order_number: str
    priority: int = 0
    due_at: datetime | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """What decides which work somebody gets.

    Attributes:
        name: who.
        is_active: they work here.
        zone: where they pick; empty for anywhere.
        at_work: what they hold or have put aside.
        next_work: what they would get now.
        follower: what comes after that.
        elsewhere: tasks that are ready in other zones.
        unable: equipment that other work needs and they may not operate.
    """

    name: str
    is_active: bool = True
    zone: str = ""
    at_work: TaskTold | None = None
    next_work: TaskTold | None = None
    follower: TaskTold | None = None
    elsewhere: int = 0
    unable: tuple[str, ...] = ()


def why_person(person: PersonSeen) -> tuple[Why, ...]:
    """Why somebody has, or gets, just this work; or none. Never no reason."""
    if not person.is_active:
        return (Why(WhyReason.GONE, person.name),)
    reasons: list[Why] = []
    if person.at_work is not None:
        reasons.append(Why(WhyReason.AT_WORK, person.name, person.at_work.order_number))
    if person.next_work is not None:
        reasons += _first(person, person.next_work)
    elif person.elsewhere:
        reasons.append(Why(WhyReason.WORK_ELSEWHERE, person.zone, person.name, person.elsewhere))
    elif not reasons and not person.unable:
        reasons.append(Why(WhyReason.NO_WORK_READY, person.name))
    reasons += [Why(WhyReason.NOT_ABLE, person.name, each) for each in person.unable]
    return tuple(reasons)


def _first(person: PersonSeen, work: TaskTold) -> list[Why]:
    """What put a piece of work before all others that are ready."""
    reasons = [Why(WhyReason.NEXT_WORK, person.name, work.order_number)]
    if person.zone and work.zone == person.zone:
        reasons.append(Why(WhyReason.OF_OWN_ZONE, person.zone, work.order_number))
    after = person.follower
    if after is None or work.priority > after.priority:
        reasons.append(Why(WhyReason.FIRST_BY_PRIORITY, work.order_number, units=work.priority))
    elif work.due_at is not None and work.due_at != after.due_at:
        reasons.append(Why(WhyReason.FIRST_BY_CUT_OFF, work.order_number, at=work.due_at))
    else:
        reasons.append(Why(WhyReason.FIRST_BY_TURN, work.order_number))
    return reasons
