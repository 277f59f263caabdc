"""Answers "Why?" about anything that can be scanned or named; asked for only when somebody does."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.queries import look_up as ask
from app.db.queries import why_rows as rows
from app.db.queries.floor import closed_aisles
from app.db.queries.orders import order_by_number
from app.db.queries.people import (
    operator_by_badge,
    operator_by_name,
    operator_by_staff_number,
)
from app.db.queries.pick_claims import equipment_waiting, peek_ready_tasks, ready_task_count
from app.db.queries.waves import figures_of, people_at_work, stays_open, waves_in
from app.db.schema import Item, Location, Operator, Order, PickTask, Tote, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.aisle_closures import closed_now
from app.domain.refusals import NotAskedForHere, Refused, UnknownBadge, UnknownCode, UnreadableCode
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCarton,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedOrder,
    ScannedTote,
    ScannedUnknown,
    code_of,
)
from app.domain.waves import WaveState, present_state
from app.domain.why import Why
from app.domain.why_dock import why_list, why_receipt
from app.domain.why_stock import AisleSeen, ItemSeen, PlaceSeen, why_aisle, why_item, why_place
from app.domain.why_work import PersonSeen, TaskTold, WaveSeen, why_person, why_wave
from app.services.forecasting import wave_forecast
from app.services.identifying import Entry, identify
from app.services.signing_in import badge_hash
from app.services.wave_templates import waits_until
from app.services.why_orders import order_reasons, parcel_reasons
from app.services.workplace import Workplace

MOST_PLACES = 6
"""Locations of an aisle whose trouble is told; more of them nobody reads."""


@dataclass(frozen=True)
class WhyTold:
    """What was asked about, and all reasons, the gravest first."""

    subject: str
    reasons: tuple[Why, ...]


def why(workplace: Workplace, operator_id: int | None, entry: Entry) -> WhyTold:
    """Why something is as it is: an order, place, item, tote, parcel, wave or person.

    Args:
        workplace: the station.
        operator_id: who asks; None for the person at the shell.
        entry: the code or the name.

    Raises:
        Refused: the code cannot be read, or nothing in this house has it.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        scanned = identify(work, entry)
        found: WhyTold | Wave | None = _thing(work, scanned)
        match scanned:
            case ScannedBadge(token=token):
                found = _badge(work, token)
            case ScannedUnknown():
                found = _named(work, entry.raw.strip())
            case ScannedGarbled(code=code, why=garbled):
                raise Refused(UnreadableCode(code, garbled))
    if isinstance(found, Wave):
        return WhyTold(found.code, why_wave(_forecast(workplace, operator_id, found)))
    if found is None and isinstance(scanned, ScannedUnknown):
        raise Refused(UnknownCode(scanned.code))
    if found is None:
        raise Refused(NotAskedForHere(code_of(scanned)))
    return found


def why_each(
    workplace: Workplace, operator_id: int | None, entries: tuple[Entry, ...]
) -> tuple[WhyTold, ...]:
    """Why each of several things is as it is; what nobody knows is left out."""
    found = []
    for entry in entries:
        try:
            found.append(why(workplace, operator_id, entry))
        except Refused:
            continue
    return tuple(found)


def _thing(work: UnitOfWork, scanned: Scanned) -> WhyTold | None:
    """Why of what has a label of its own; None for badges, names and what cannot be read."""
    match scanned:
        case ScannedItem(item_id=item_id):
            return _item(work, item_id)
        case ScannedLocation(location_id=place_id):
            return _place(work, work.session.get_one(Location, place_id))
        case ScannedTote(tote_id=tote_id):
            return _tote(work, tote_id)
        case ScannedCarton(sscc=sscc):
            return _parcel(work, sscc)
        case ScannedOrder(number=number):
            return _order(work, order_by_number(work.session, number)[0])
    return None


def _badge(work: UnitOfWork, token: str) -> WhyTold:
    person = operator_by_badge(work.session, badge_hash(token))
    if person is None:
        raise Refused(UnknownBadge())
    return _person(work, person)


def _named(work: UnitOfWork, text: str) -> WhyTold | Wave | None:
    """What bare text may be: an order, a wave, somebody by number or name, stock."""
    orders = order_by_number(work.session, text)
    if orders:
        return _order(work, orders[0])
    waves = waves_in(work.session, set(WaveState), code=text)
    if waves:
        return waves[0]
    person = operator_by_staff_number(work.session, text, only_active=False)
    person = person or operator_by_name(work.session, text)
    return _stock_named(work, text) if person is None else _person(work, person)


def _stock_named(work: UnitOfWork, text: str) -> WhyTold | None:
    """A location by its code, an item by its SKU, an aisle as `zone/aisle`."""
    place = rows.place_called(work.session, text)
    if place is not None:
        return _place(work, place)
    item_id = rows.item_called(work.session, text)
    if item_id is not None:
        return _item(work, item_id)
    zone, slash, aisle = text.partition("/")
    return _aisle(work, zone, aisle) if slash else _listed(work, text)


def _listed(work: UnitOfWork, text: str) -> WhyTold | None:
    """A receipt, or a carrier's list, by its number."""
    receipt = rows.receipt_seen(work.session, text)
    if receipt is not None:
        return WhyTold(receipt.number, why_receipt(receipt))
    seen = rows.list_seen(work.session, text)
    return None if seen is None else WhyTold(seen.number, why_list(seen))


def _order(work: UnitOfWork, order: Order) -> WhyTold:
    return WhyTold(order.number, order_reasons(work, order))


def _tote(work: UnitOfWork, tote_id: int) -> WhyTold:
    """A tote is asked about for its order; one that carries none for what lies in it."""
    tote = work.session.get_one(Tote, tote_id)
    place = work.session.get_one(Location, tote_id)
    if tote.order_id is None:
        return _place(work, place)
    order = work.session.get_one(Order, tote.order_id)
    return WhyTold(f"{place.code}, {order.number}", order_reasons(work, order))


def _parcel(work: UnitOfWork, sscc: str) -> WhyTold:
    carton = ask.parcel_called(work.session, sscc)
    if carton is None:
        raise Refused(UnknownCode(sscc))
    order = ask.order_of_carton(work.session, carton)
    reasons = (*parcel_reasons(work, carton), *order_reasons(work, order))
    return WhyTold(f"..{sscc[-6:]}, {order.number}", reasons)


# Stock ------------------------------------------------------------------------------------------


def _place(work: UnitOfWork, place: Location) -> WhyTold:
    closed = _closed(work, place)
    seen = rows.place_seen(work.session, place, work.now.date(), closed)
    return WhyTold(place.code, why_place(seen))


def _item(work: UnitOfWork, item_id: int) -> WhyTold:
    session = work.session
    places: list[PlaceSeen] = [
        rows.item_at(session, place, item_id, work.now.date(), _closed(work, place))
        for place in rows.places_of_item(session, item_id)
    ]
    sku = session.get_one(Item, item_id).sku
    waiting = rows.units_to_put_away(session, item_id)
    return WhyTold(sku, why_item(ItemSeen(sku, tuple(places), waiting)))


def _aisle(work: UnitOfWork, zone: str, aisle: str) -> WhyTold | None:
    """An aisle, or a whole zone that has none; None where there is no such place."""
    locations, lines, people = rows.work_in_aisle(work.session, zone, aisle)
    if not locations:
        return None
    closed = _closed_there(work, zone, aisle)
    places = [
        rows.place_seen(work.session, place, work.now.date(), closed)
        for place in rows.troubled_places(work.session, zone, aisle, MOST_PLACES)
    ]
    name = f"{zone} {aisle}".strip()
    seen = AisleSeen(name, closed, lines, people, tuple(places))
    return WhyTold(name, why_aisle(seen))


def _closed(work: UnitOfWork, place: Location) -> str:
    """Why the aisle of a location is closed; empty where one can walk there."""
    return _closed_there(work, place.zone, place.aisle)


def _closed_there(work: UnitOfWork, zone: str, aisle: str) -> str:
    here = [
        each
        for each in closed_now(closed_aisles(work.session), work.now)
        if (each.zone, each.aisle) == (zone, aisle)
    ]
    return (here[0].reason or str(here[0])) if here else ""


# Waves and people -------------------------------------------------------------------------------


def _forecast(workplace: Workplace, operator_id: int | None, wave: Wave) -> WaveSeen:
    """What decides about a wave, with its forecast where there is one."""
    done_at, trouble = None, ""
    try:
        done_at = wave_forecast(workplace, wave.code, operator_id=operator_id).done_at
    except Refused as refused:  # it is over, or nobody knows the floor
        trouble = str(getattr(refused.refusal, "why", ""))
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        figures = figures_of(work.session, [wave.id])[wave.id]
        is_open = stays_open(work.session, wave)
        return WaveSeen(
            wave.code,
            present_state(wave.state, figures.counts, stays_open=is_open),
            figures.held,
            figures.unresolved,
            len(people_at_work(work.session, [wave.id])[wave.id]),
            rows.open_work_by_zone(work.session, wave.id),
            done_at,
            wave.cut_off_at,
            trouble,
            waits_until(wave, work.now),
        )


def _person(work: UnitOfWork, person: Operator) -> WhyTold:
    at_work = ask.work_of_person(work.session, person.id)
    task = None if at_work is None else work.session.get(PickTask, at_work.task_id)
    ready = peek_ready_tasks(work.session, person.id, 2) if person.active else []
    told = [_task_told(work, each) for each in ready]
    elsewhere = ready_task_count(work.session, person.id) if person.zone and not ready else 0
    seen = PersonSeen(
        person.name,
        person.active,
        person.zone,
        None if task is None else _task_told(work, task),
        told[0] if told else None,
        told[1] if len(told) > 1 else None,
        elsewhere,
        tuple(equipment_waiting(work.session, person.id)) if person.active else (),
    )
    return WhyTold(person.name, why_person(seen))


def _task_told(work: UnitOfWork, task: PickTask) -> TaskTold:
    number = ask.first_order_of(work.session, task.id)
    return TaskTold(number, task.priority, task.due_at, task.zone)
