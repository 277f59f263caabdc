"""What a picker did off line and the books do not take: the rows of it, with all that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

from app.db.queries.discrepancies import (
    line_with_goods,
    location_id_of,
    order_of_line,
    order_of_task,
)
from app.db.queries.pick_rows import lock_line
from app.db.schema import Discrepancy
from app.db.unit_of_work import UnitOfWork
from app.domain.discrepancies import Deed, DiscrepancyFacts, DiscrepancyKind
from app.domain.offline import moves_goods
from app.domain.pick_effects import PickEffect, PutInTote, ShortLine, TakeBack
from app.domain.pick_request import PickRequest


def pick_rows(
    work: UnitOfWork, request: PickRequest, kind: DiscrepancyKind, refusal: str
) -> Iterator[Discrepancy]:
    """A row for each effect of a request that moved goods.

    Args:
        work: the transaction.
        request: what was done.
        kind: why it is not taken.
        refusal: why, by the refusal's name.
    """
    for leg, effect in enumerate(request.effects):
        if moves_goods(effect):
            yield _row(work, request, leg, effect, kind, refusal)


def _row(
    work: UnitOfWork,
    request: PickRequest,
    leg: int,
    effect: PickEffect,
    kind: DiscrepancyKind,
    refusal: str,
) -> Discrepancy:
    facts = _facts(work, request, effect, refusal)
    goods = line_with_goods(work.session, facts.pick_line_id)
    place = None if goods is None else goods[2].id
    tote = location_id_of(work.session, facts.tote) if facts.tote else None
    source, target = (tote, place) if facts.deed is Deed.TAKE_BACK else (place, tote)
    if kind is DiscrepancyKind.LINE_CHANGED and _has_other_tote(work, request.task_id, facts):
        kind = DiscrepancyKind.TOTE_CHANGED
    return Discrepancy(
        scan_id=request.scan_id,
        leg=leg,
        kind=kind,
        work="pick",
        work_id=request.task_id,
        epoch=request.epoch,
        order_line_id=None if goods is None else goods[0].order_line_id,
        item_id=None if goods is None else goods[1].id,
        quantity=facts.quantity,
        from_location_id=source,
        to_location_id=target,
        facts=asdict(facts),
        station=request.station,
        raised_at=work.now,
    )


def _facts(
    work: UnitOfWork, request: PickRequest, effect: PickEffect, refusal: str
) -> DiscrepancyFacts:
    facts = DiscrepancyFacts(
        deed=Deed.PUT,
        order_number="",
        item_name="",
        sku="",
        quantity=0,
        place="",
        tote="",
        pick_line_id=0,
        refusal=refusal,
    )
    match effect:
        case PutInTote(pick_line_id=line_id, quantity=quantity, tote=tote):
            facts = replace(facts, pick_line_id=line_id, quantity=quantity, tote=tote)
        case TakeBack(pick_line_id=line_id, quantity=quantity, tote=tote):
            facts = replace(
                facts, deed=Deed.TAKE_BACK, pick_line_id=line_id, quantity=quantity, tote=tote
            )
        case ShortLine(pick_line_id=line_id, missing=missing, reason=reason):
            facts = replace(
                facts,
                deed=Deed.SHORT,
                pick_line_id=line_id,
                quantity=missing,
                reason=reason.value,
            )
    return _named(work, request, facts)


def _named(work: UnitOfWork, request: PickRequest, facts: DiscrepancyFacts) -> DiscrepancyFacts:
    """The facts with order and goods in words; the task's first order where no line says which."""
    goods = line_with_goods(work.session, facts.pick_line_id)
    if goods is None:
        order = order_of_task(work.session, request.task_id)
    else:
        order = order_of_line(work.session, goods[0].order_line_id)
        facts = replace(facts, item_name=goods[1].name, sku=goods[1].sku, place=goods[2].code)
    if order is None:
        return facts
    return replace(facts, order_number=order.number, order_state=order.state.value)


def _has_other_tote(work: UnitOfWork, task_id: int, facts: DiscrepancyFacts) -> bool:
    if facts.deed is Deed.SHORT:
        return False
    line = lock_line(work.session, task_id, facts.pick_line_id)
    return line is not None and line.tote != facts.tote
