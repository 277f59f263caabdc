"""Raises refills of pick faces: for orders in front of a wave, and where a face runs low."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from app.db.queries.orders import chunks
from app.db.queries.refill_facts import (
    KeptRule,
    items_in_reserve,
    pick_faces,
    reserve_stock,
    rules_kept,
    waiting_demands,
    wanted_item_ids,
)
from app.db.queries.refills import RefillRow, lock_refill, open_refill, refill_rows
from app.db.queries.stock import item_ids_by_sku, location_by_code, lock_stock_of
from app.db.schema import Item, Location, ReplenishRule, ReplenishTask
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_refusals import ImpossibleBounds, UnknownPlace
from app.domain.locations import LocationKind
from app.domain.order_refusals import UnknownSku
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.replenishment import FaceNeed, PickFace, Refill, need_of, plan_refills
from app.domain.stock_events import RefillRaised
from app.domain.tasks import StockTaskState
from app.services.workplace import Workplace

RefillView = RefillRow
"""A refill as screens and commands show it."""


def raise_refills(
    workplace: Workplace, *, item_ids: Collection[int] | None = None, operator_id: int | None = None
) -> tuple[RefillRow, ...]:
    """Raise the refills that are needed now, and tell of all that wait.

    Args:
        workplace: where this is asked for.
        item_ids: only for these items; for all if None.
        operator_id: who asks; None for the person at the shell.
    """

    def verb(work: UnitOfWork) -> tuple[RefillRow, ...]:
        raise_needed(work, item_ids)
        return tuple(refill_rows(work.session))

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))


def open_refills(workplace: Workplace, operator_id: int | None = None) -> tuple[RefillRow, ...]:
    """All refills that wait, the most urgent first."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(refill_rows(work.session))


def raise_needed(work: UnitOfWork, item_ids: Collection[int] | None = None) -> tuple[Refill, ...]:
    """Raise the refills that are needed now, inside the caller's transaction.

    Args:
        work: the transaction; no stock is locked but in the order of the keys.
        item_ids: only for these items; for all if None.
    """
    if item_ids is not None and not item_ids:
        return ()
    wanted = wanted_item_ids(work.session) & items_in_reserve(work.session)
    if item_ids is not None:
        wanted &= set(item_ids)
    raised: list[Refill] = []
    for part in chunks(wanted):
        lock_stock_of(work.session, part)  # two plans at once would raise everything twice
        raised += plan_refills(
            pick_faces(work.session, part),
            waiting_demands(work.session, part),
            reserve_stock(work.session, part),
            today=work.now.date(),
        )
    for refill in raised:
        _raise(work, refill)
    return tuple(raised)


def _raise(work: UnitOfWork, refill: Refill) -> None:
    """Write a refill, or let the one that waits for the same goods and way bring more."""
    waiting = open_refill(
        work.session,
        item_id=refill.item_id,
        lot_id=refill.lot_id,
        source=refill.from_location_id,
        target=refill.to_location_id,
    )
    if waiting is not None:
        waiting.quantity += refill.quantity
        dates = [due for due in (waiting.due_at, refill.due_at) if due is not None]
        waiting.due_at = min(dates, default=None)
    else:
        work.session.add(
            ReplenishTask(
                item_id=refill.item_id,
                lot_id=refill.lot_id,
                from_location_id=refill.from_location_id,
                to_location_id=refill.to_location_id,
                quantity=refill.quantity,
                reason=refill.reason,
                state=StockTaskState.OPEN,
                due_at=refill.due_at,
                raised_by=work.actor.operator_id,
                raised_at=work.now,
            )
        )
    place = work.session.get_one(Location, refill.to_location_id).code
    sku = work.session.get_one(Item, refill.item_id).sku
    work.record(RefillRaised(place, sku, refill.quantity, refill.reason.value))
    work.session.flush()


@dataclass(frozen=True)
class BoundsView:
    """A pick face that is kept filled: its bounds, what lies there, and how it stands."""

    sku: str
    name: str
    location: str
    minimum: int
    maximum: int
    on_hand: int
    free: int
    on_its_way: int
    in_reserve: int
    need: FaceNeed


def bounds_kept(workplace: Workplace, operator_id: int | None = None) -> tuple[BoundsView, ...]:
    """All faces that have bounds: those to be refilled first, then by location."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        kept = rules_kept(work.session)
        items = {rule.item_id for rule in kept}
        faces = {
            (face.item_id, face.location_id): face
            for part in chunks(items)
            for face in pick_faces(work.session, part)
        }
        reserve: Counter[int] = Counter()
        for part in chunks(items):
            for lying in reserve_stock(work.session, part):
                reserve[lying.item_id] += lying.available
        views = [
            _bounds_view(rule, faces[rule.item_id, rule.location_id], reserve[rule.item_id])
            for rule in kept
            if (rule.item_id, rule.location_id) in faces
        ]
    return tuple(sorted(views, key=lambda view: (_TURN[view.need], view.location, view.sku)))


_TURN = {
    need: turn
    for turn, need in enumerate(
        (FaceNeed.DUE, FaceNeed.NOTHING_IN_RESERVE, FaceNeed.COMING, FaceNeed.FULL_ENOUGH)
    )
}


def _bounds_view(rule: KeptRule, face: PickFace, in_reserve: int) -> BoundsView:
    return BoundsView(
        rule.sku,
        rule.name,
        rule.location,
        rule.minimum,
        rule.maximum,
        face.on_hand,
        face.free,
        face.on_its_way,
        in_reserve,
        need_of(face, in_reserve),
    )


def cancel_refill(workplace: Workplace, operator_id: int | None, task_id: int) -> None:
    """Take a refill back that nobody need do any more."""

    def verb(work: UnitOfWork) -> None:
        task = lock_refill(work.session, task_id)
        if task is not None and task.state is StockTaskState.OPEN:
            task.state = StockTaskState.CANCELLED
            task.finished_by, task.finished_at = operator_id, work.now

    workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))


def set_bounds(
    workplace: Workplace,
    *,
    sku: str,
    location: str,
    bounds: tuple[int, int] | None,
    operator_id: int | None = None,
) -> None:
    """Say within which bounds a pick face is kept filled with an item.

    Args:
        workplace: where this is done.
        sku: the item.
        location: the pick face.
        bounds: refilled below the first, up to the second; None for no rule any more.
        operator_id: who says so; None for the person at the shell.

    Raises:
        Refused: the item or the pick face does not exist, or the bounds are none.
    """

    def verb(work: UnitOfWork) -> None:
        item_id = item_ids_by_sku(work.session, [sku]).get(sku)
        if item_id is None:
            raise Refused(UnknownSku(sku))
        place = location_by_code(work.session, location.upper())
        if place is None or place.kind is not LocationKind.PICK_FACE:
            raise Refused(UnknownPlace(location))
        rule = work.session.get(ReplenishRule, (item_id, place.id))
        if bounds is None:
            if rule is not None:
                work.session.delete(rule)
            return
        minimum, maximum = bounds
        if not 0 <= minimum < maximum:
            raise Refused(ImpossibleBounds(minimum, maximum))
        rule = rule or ReplenishRule(item_id=item_id, location_id=place.id)
        rule.minimum, rule.maximum = minimum, maximum
        work.session.add(rule)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))
