"""What a bench did off line and the books do not take: the rows of it, and a late writing."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import asdict

from app.db.queries.bench_goods import places_with_codes
from app.db.queries.discrepancies import facts_of
from app.db.queries.orders import lock_orders
from app.db.queries.parcels import open_carton
from app.db.schema import Discrepancy, Item, Order, OrderLine, ScanLog
from app.db.unit_of_work import UnitOfWork
from app.domain.discrepancies import CannotBeWritten, Deed, DiscrepancyFacts, DiscrepancyKind
from app.domain.pack_effects import CloseCarton, PackEffect, PutInCarton, TakeOutOfCarton
from app.domain.pack_request import PACK_WORK, PackRequest, needs_a_person
from app.domain.refusals import Refused
from app.domain.tasks import CartonState
from app.services.pack_applying import stopped_by, write_effects
from app.services.workplace import Workplace


def pack_rows(
    work: UnitOfWork, request: PackRequest, kind: DiscrepancyKind, refusal: str
) -> Iterator[Discrepancy]:
    """A row for each effect of a request that somebody has to look at.

    Args:
        work: the transaction.
        request: what was done.
        kind: why it is not taken.
        refusal: why, by the refusal's name.
    """
    order = work.session.get(Order, request.order_id)
    places = places_with_codes(work.session, request.order_id)
    place, tote_id = places[0][:2] if places else ("", None)
    for leg, effect in enumerate(request.effects):
        if not needs_a_person(effect):
            continue
        line, item = _goods(work, effect)
        facts = DiscrepancyFacts(
            deed=_deed(effect),
            order_number="" if order is None else order.number,
            item_name="" if item is None else item.name,
            sku="" if item is None else item.sku,
            quantity=getattr(effect, "quantity", 1),
            place=place,
            tote="",
            pick_line_id=0,
            refusal=refusal,
            order_state="" if order is None else order.state.value,
            reason="" if request.slip is None else "slip",
            order_line_id=0 if line is None else line.id,
        )
        yield Discrepancy(
            scan_id=request.scan_id,
            leg=leg,
            kind=kind,
            work=PACK_WORK,
            work_id=request.order_id,
            order_line_id=None if line is None else line.id,
            item_id=None if item is None else item.id,
            quantity=facts.quantity,
            from_location_id=tote_id,
            facts=asdict(facts),
            station=request.station,
            raised_at=work.now,
        )


def _goods(work: UnitOfWork, effect: PackEffect) -> tuple[OrderLine | None, Item | None]:
    line_id = getattr(effect, "order_line_id", None)
    line = None if line_id is None else work.session.get(OrderLine, line_id)
    if line is None or line.item_id is None:
        return line, None
    return line, work.session.get(Item, line.item_id)


def _deed(effect: PackEffect) -> Deed:
    match effect:
        case CloseCarton():
            return Deed.CLOSE
        case TakeOutOfCarton():
            return Deed.UNPACK
    return Deed.PACK


def write_packed(work: UnitOfWork, workplace: Workplace, row: Discrepancy) -> None:
    """Write what was done with units at a bench, as an act of its own with a scan id.

    A parcel is closed only at a bench, where it gets its label: that is never written here.

    Raises:
        Refused: with `CannotBeWritten`.
    """
    facts = facts_of(row)
    cannot = Refused(CannotBeWritten(facts.order_number, facts.item_name, facts.place))
    if row.work_id is None or facts.deed is Deed.CLOSE:
        raise cannot
    (order,) = lock_orders(work.session, [row.work_id])
    carton = open_carton(work.session, order.id)
    if carton is None or carton.state is not CartonState.OPEN or stopped_by(work, order, carton):
        raise cannot
    effect = (
        PutInCarton(facts.order_line_id, facts.quantity)
        if facts.deed is Deed.PACK
        else TakeOutOfCarton(facts.order_line_id, facts.quantity)
    )
    scan_id = _log_act(work, row)
    try:
        write_effects(work, workplace, (order, carton), (effect,), scan_id=scan_id)
    except Refused as error:
        raise cannot from error


def _log_act(work: UnitOfWork, row: Discrepancy) -> uuid.UUID:
    """Write the act of settling into the scan log, under an id that follows from the first one."""
    raw = f"settled {row.scan_id} {row.leg}"
    scan_id = uuid.uuid5(row.scan_id, f"settled {row.leg}")
    work.session.add(
        ScanLog(
            scan_id=scan_id,
            raw=raw,
            payload_hash=hashlib.sha256(raw.encode()).hexdigest(),
            work=PACK_WORK,
            work_id=row.work_id,
            station=work.actor.station,
            operator_id=work.actor.operator_id,
            at=work.now,
        )
    )
    return scan_id
