"""Says which item may be sent in another's place, who agreed to it, and what empty shelves ask."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.db.queries.order_lookup import find_order
from app.db.queries.orders import lock_orders
from app.db.queries.shortages import free_units
from app.db.queries.stock import item_ids_by_sku
from app.db.schema import Item, ItemSubstitute, Site
from app.db.unit_of_work import UnitOfWork
from app.domain.order_refusals import UnknownSku
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.shelf_events import SubstitutesAgreed
from app.services.workplace import Workplace


@dataclass(frozen=True)
class StandIn:
    """An item that may be sent in another's place; lower ranks go first. `free` units of it."""

    sku: str
    instead_sku: str
    rank: int
    free: int


def stand_ins(workplace: Workplace) -> tuple[StandIn, ...]:
    """All items that may stand in, by what they stand in for."""
    other = aliased(Item)
    with workplace.database.begin(workplace.actor()) as work:
        rows = work.session.execute(
            select(Item.sku, other.sku, other.id, ItemSubstitute.rank)
            .join(ItemSubstitute, ItemSubstitute.item_id == Item.id)
            .join(other, other.id == ItemSubstitute.substitute_id)
            .order_by(Item.sku, ItemSubstitute.rank, other.sku)
        ).all()
        free = free_units(work.session, {item_id for _, _, item_id, _ in rows})
    return tuple(
        StandIn(sku, instead, rank, free.get(item_id, 0)) for sku, instead, item_id, rank in rows
    )


def let_stand_in(
    workplace: Workplace,
    sku: str,
    instead_sku: str,
    rank: int | None,
    *,
    operator_id: int | None = None,
) -> None:
    """Let an item be sent in another's place where the customer agrees, or no more.

    Args:
        workplace: where this is done.
        sku: what was ordered.
        instead_sku: what may be sent instead; another item.
        rank: lower ranks go first; None for not any more.
        operator_id: who says so; None for the person at the shell.

    Raises:
        Refused: nobody knows one of the items, or they are the same.
    """

    def verb(work: UnitOfWork) -> None:
        known = item_ids_by_sku(work.session, [sku, instead_sku])
        for one in (sku, instead_sku):
            if one not in known:
                raise Refused(UnknownSku(one))
        if known[sku] == known[instead_sku]:
            raise Refused(UnknownSku(instead_sku))
        row = work.session.get(ItemSubstitute, (known[sku], known[instead_sku]))
        if rank is None:
            if row is not None:
                work.session.delete(row)
            return
        row = row or ItemSubstitute(item_id=known[sku], substitute_id=known[instead_sku])
        row.rank = rank
        work.session.add(row)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def note_consent(
    workplace: Workplace,
    order_number: str,
    *,
    agrees: bool,
    source: str = "",
    operator_id: int | None = None,
) -> None:
    """Note whether a customer takes another item for what is missing.

    A picker is offered it from the next claim on; one who holds the work already, after a pause.

    Raises:
        Refused: nobody knows the order.
    """

    def verb(work: UnitOfWork) -> None:
        order_id = find_order(work.session, order_number, source)
        (order,) = lock_orders(work.session, [order_id])
        order.allows_substitutes = agrees
        work.record(SubstitutesAgreed(order.number, agrees))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def ask_whether_empty(workplace: Workplace, *, asks: bool, operator_id: int | None = None) -> None:
    """Say whether whoever takes the last unit of a place is asked if it is empty now."""

    def verb(work: UnitOfWork) -> None:
        work.session.scalars(select(Site)).one().checks_empty = asks

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))
