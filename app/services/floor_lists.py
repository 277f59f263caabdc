"""Turns work into paper for when a scanner's battery is dead: pick lists and count sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.db.queries.floor_lists import (
    CarriedTote,
    OpenPick,
    carried_totes,
    open_counts,
    open_picks,
    open_tasks,
    tasks_named,
    to_count,
)
from app.db.queries.people import operator_by_id
from app.db.queries.picking import lot_name_of
from app.db.queries.places import storage_locations
from app.db.schema import PickTask, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain import pick_state
from app.domain.own_codes import location_payload
from app.services.label_requests import FloorLabel, LabelRequest, UnknownLabelSubject, chosen
from app.services.stationery import ALL_SHOPS, stationery_for
from printing.documents import (
    CountLine,
    CountSheet,
    Paper,
    PickCarrier,
    PickList,
    PickListLine,
    PickMethod,
    PickTarget,
)

METHODS = {
    pick_state.PickMethod.SINGLE: PickMethod.SINGLE,
    pick_state.PickMethod.BATCH: PickMethod.BATCH,
    pick_state.PickMethod.CLUSTER: PickMethod.CLUSTER,
    pick_state.PickMethod.ZONE_PASS: PickMethod.ZONE,
    pick_state.PickMethod.ZONE_PARALLEL: PickMethod.ZONE,
}


def pick_lists(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Pick lists of the tasks asked for: by number, by a tote they carry, or by an order.

    With nothing asked for, of all that has something still to be picked.

    Raises:
        UnknownLabelSubject: no open task has this number, tote or order.
    """
    tasks = [] if request.codes else open_tasks(work.session)
    for code in request.codes:
        found = tasks_named(work.session, code) or tasks_named(work.session, code.upper())
        if not found:
            raise UnknownLabelSubject(request.what, code)
        tasks += [task for task in found if task not in tasks]
    paper = request.paper or Paper.A4
    made = [(task, pick_list(work, task, paper)) for task in tasks]
    return tuple(FloorLabel(str(task.id), document) for task, document in made if document.lines)


def pick_list(work: UnitOfWork, task: PickTask, paper: Paper = Paper.A4) -> PickList:
    """A task as paper: what is still to be taken, in walking order, and into what.

    Lines of several orders that lie at one place are one stop, as they are for a scanner.
    """
    picks = open_picks(work.session, task.id)
    totes = carried_totes(work.session, task.id)
    is_cluster = task.method is pick_state.PickMethod.CLUSTER
    holder = task.operator_id or task.paused_by
    wave = work.session.get(Wave, task.wave_id) if task.wave_id is not None else None
    following = _following(work, task)
    operator = operator_by_id(work.session, holder) if holder is not None else None
    return PickList(
        task=str(task.id),
        method=METHODS[task.method],
        lines=_pick_lines(picks, is_cluster=is_cluster),
        payload=_only_tote(totes),
        totes=_carriers(totes, is_cluster=is_cluster),
        wave=wave.code if wave is not None else "",
        zone=task.zone,
        next_zone=following.zone if following is not None else "",
        picker=operator.name if operator is not None else "",
        ship_by=task.due_at.isoformat() if task.due_at is not None else "",
        printed_at=work.now.isoformat(),
        language=operator.language if operator is not None else "en",
        paper=paper,
        template=stationery_for(work, ALL_SHOPS).pick_list,
    )


def count_sheets(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """One count sheet of the locations asked for, by code or its beginning, in walking order.

    With nothing asked for, of the locations that a doubt has been raised about. It is blind unless
    the request wants the books' numbers.

    Raises:
        UnknownLabelSubject: no location has this code, or one that begins so.
    """
    if request.codes:
        known = [row.code for row in storage_locations(work.session)]
        codes = chosen(request, known, prefix="L-", by_beginning=True)
    else:
        codes = set(open_counts(work.session))
    if not codes:
        return ()
    title = _moment(work.now)
    lines = tuple(
        CountLine(
            number=number,
            location=row.location,
            location_payload=_payload_of(row.location),
            sku=row.sku,
            description=row.name,
            item_payload=row.barcode or "",
            check_digits=row.check_digits,
            lot=row.lot,
            expected=row.on_hand if request.with_books else None,
        )
        for number, row in enumerate(to_count(work.session, codes), start=1)
    )
    sheet = CountSheet(
        title=title,
        lines=lines,
        printed_at=work.now.isoformat(),
        paper=request.paper or Paper.A4,
    )
    return (FloorLabel(title.replace(" ", "_").replace(":", ""), sheet),)


def _pick_lines(picks: Sequence[OpenPick], *, is_cluster: bool) -> tuple[PickListLine, ...]:
    stops: dict[tuple[int, int, int], list[OpenPick]] = {}
    for pick in picks:
        stops.setdefault((pick.location_id, pick.item_id, pick.lot_id), []).append(pick)
    return tuple(
        _pick_line(number, stop, is_cluster=is_cluster)
        for number, stop in enumerate(stops.values(), start=1)
    )


def _pick_line(number: int, stop: Sequence[OpenPick], *, is_cluster: bool) -> PickListLine:
    first = stop[0]
    targets: dict[int, int] = {}
    for pick in stop:
        targets[pick.position] = targets.get(pick.position, 0) + pick.open_units
    return PickListLine(
        number=number,
        location=first.location,
        location_payload=_payload_of(first.location),
        sku=first.sku,
        description=first.name,
        quantity=sum(targets.values()),
        item_payload=first.barcode or "",
        check_digits=first.check_digits,
        lot=lot_name_of(first.lot, first.expiry) or "",
        expiry=first.expiry.isoformat() if first.expiry is not None else "",
        targets=tuple(PickTarget(str(at), units) for at, units in sorted(targets.items()))
        if is_cluster
        else (),
        note="FRAGILE" if first.fragile else "",
    )


def _carriers(totes: Sequence[CarriedTote], *, is_cluster: bool) -> tuple[PickCarrier, ...]:
    """Each tote once; those that several orders share name no order.

    A position of a cart that has no tote yet is named by its number: whoever picks from paper puts
    any empty tote there. Without a cart there is nothing to say before there is a tote.
    """
    orders: dict[tuple[str, int], list[CarriedTote]] = {}
    for tote in totes:
        if tote.code or is_cluster:
            at = 0 if tote.code else tote.position
            orders.setdefault((tote.code, at), []).append(tote)
    return tuple(
        PickCarrier(
            tote=code,
            payload=code,
            position=str(shared[0].position) if is_cluster else "",
            order_number=shared[0].order_number if len(shared) == 1 else "",
        )
        for (code, _), shared in orders.items()
    )


def _only_tote(totes: Sequence[CarriedTote]) -> str:
    """The one tote that all goes into, for the list's barcode; empty where there is none such."""
    codes = {tote.code for tote in totes if tote.code}
    return codes.pop() if len(codes) == 1 else ""


def _following(work: UnitOfWork, task: PickTask) -> PickTask | None:
    """The task of the zone to which the tote goes on."""
    return next((other for other in open_tasks(work.session) if other.follows_id == task.id), None)


def _payload_of(location: str) -> str:
    try:
        return location_payload(location)
    except ValueError:
        return ""  # it can be read and typed


def _moment(now: datetime) -> str:
    return now.strftime("%Y-%m-%d %H:%M")
