"""Writes picks that go straight into the shipping carton, and proposes what to take for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.db.queries.carton_picks import (
    carton_at_position,
    empty_cartons_of,
    is_label_given_out,
    label_in_use,
    lock_open_carton,
    open_goods,
)
from app.db.queries.parcels import lock_carton, order_number_of_carton
from app.db.queries.pick_copies import load_task
from app.db.queries.pick_rows import LineRow
from app.db.queries.stock import has_goods
from app.db.schema import Carton, Order, OrderLine, Packaging, PickTask, PickTaskTote
from app.db.unit_of_work import UnitOfWork
from app.domain.cart_events import CartonFilled, CartonGivenUp, CartonOpened
from app.domain.cartonization import Proposal
from app.domain.pick_boxing import Boxing
from app.domain.pick_effects import CartonFull, GiveUpCarton, OpenCarton
from app.domain.pick_refusals import CartonNumberUsed, NotOurCarton
from app.domain.pick_state import PickState
from app.domain.refusals import Refused, UnknownPackaging
from app.domain.tasks import CartonState
from app.domain.trade_numbers import is_sscc
from app.services.bench_loading import choices_on_shelf, make_carton
from app.services.box_choice import propose_boxes
from app.services.carton_contents import count_in, void_carton
from app.services.scan_writing import CopyIsBehind, ScanWriting


def load_work(work: UnitOfWork, task: PickTask) -> PickState:
    """A task as its picker sees it, with the packagings of one that is picked into cartons."""
    state = load_task(work.session, task)
    if state.boxing is None:
        return state
    goods = open_goods(work.session, state)
    proposal = propose_boxes(work, goods)
    first = proposal.parcels[0].packaging if isinstance(proposal, Proposal) else None
    boxing = Boxing(
        packagings=choices_on_shelf(work),
        suggested=first,
        parcels=len(proposal.parcels) if isinstance(proposal, Proposal) else 1,
        weights={item.id: item.weight_g for item, _ in goods if item.weight_g},
    )
    return replace(state, boxing=boxing)


def open_carton(writing: ScanWriting, effect: OpenCarton, _leg: int) -> None:
    """Let a new carton stand at a position; what is picked goes into it.

    Raises:
        Refused: the packaging is none of ours, or the carton's own label is none, or is in use.
        CopyIsBehind: another carton stands there.
    """
    work = writing.work
    row = _position(writing, effect.position)
    if row.carton_id is not None and _is_open(work, row.carton_id):
        raise CopyIsBehind
    if work.session.get(Packaging, effect.packaging) is None:
        raise Refused(UnknownPackaging(effect.packaging))
    if is_sscc(effect.carton):
        _require_free_label(work, effect.carton)
    elif label_in_use(work.session, effect.carton):
        raise CopyIsBehind
    order = work.session.get_one(Order, row.order_id)
    carton = make_carton(
        work, order, work.actor.station, code=effect.carton, packaging=effect.packaging
    )
    row.carton_id = carton.id
    work.session.flush()
    work.record(CartonOpened(writing.task_id, effect.carton, effect.packaging, order.number))


def _require_free_label(work: UnitOfWork, sscc: str) -> None:
    if label_in_use(work.session, sscc):
        raise Refused(CartonNumberUsed(sscc, order_number_of_carton(work.session, sscc) or ""))
    if not is_label_given_out(work.session, sscc):
        raise Refused(NotOurCarton(sscc))


def set_full_carton_aside(writing: ScanWriting, effect: CartonFull, _leg: int) -> None:
    """Take a full carton off its position: it waits to be closed.

    Raises:
        CopyIsBehind: it does not stand there, or nothing is in it.
    """
    row, carton = _standing(writing, effect.position, effect.carton)
    if not has_goods(writing.work.session, carton.location_id):
        raise CopyIsBehind
    row.carton_id = None
    writing.work.session.flush()
    writing.work.record(CartonFilled(writing.task_id, effect.carton))


def give_up_carton(writing: ScanWriting, effect: GiveUpCarton, _leg: int) -> None:
    """Put an empty carton back to the shelf.

    Raises:
        CopyIsBehind: it does not stand there, or something is in it.
    """
    row, carton = _standing(writing, effect.position, effect.carton)
    if has_goods(writing.work.session, carton.location_id):
        raise CopyIsBehind
    row.carton_id = None
    void_carton(carton)
    writing.work.session.flush()
    writing.work.record(CartonGivenUp(writing.task_id, effect.carton))


def drop_empty_cartons(work: UnitOfWork, task_ids: Collection[int]) -> None:
    """Void the cartons of tasks that ended before anything went into them."""
    for carton in empty_cartons_of(work.session, task_ids):
        void_carton(carton)
    work.session.flush()


def count_into_carton(work: UnitOfWork, line: LineRow, units: int) -> None:
    """Count units that were just picked into a carton as packed: no bench scans them again."""
    carton = lock_carton(work.session, line.carton_id or 0)
    _count(work, carton, line, units)


def count_out_of_carton(work: UnitOfWork, carton: Carton, line: LineRow, units: int) -> None:
    """Count units that were put back to their shelf as packed no more."""
    _count(work, carton, line, -units)


def _count(work: UnitOfWork, carton: Carton, line: LineRow, by: int) -> None:
    # The units were counted as picked past the mapper: the row is read anew.
    order_line = work.session.get_one(
        OrderLine, line.order_line_id, with_for_update=True, populate_existing=True
    )
    count_in(work, carton, order_line, line.lot_id, by)
    carton.revision += 1
    work.session.flush()


def _position(writing: ScanWriting, number: int) -> PickTaskTote:
    row = carton_at_position(writing.work.session, writing.task_id, number)
    task = writing.work.session.get_one(PickTask, writing.task_id)
    if row is None or not task.into_carton:
        raise CopyIsBehind
    return row


def _is_open(work: UnitOfWork, carton_id: int) -> bool:
    return lock_carton(work.session, carton_id).state is CartonState.OPEN


def _standing(writing: ScanWriting, number: int, code: str) -> tuple[PickTaskTote, Carton]:
    row = _position(writing, number)
    carton = lock_open_carton(writing.work.session, code, row.order_id)
    if carton is None or carton.id != row.carton_id:
        raise CopyIsBehind
    return row, carton
