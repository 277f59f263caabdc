"""Looks after pick faces that run dry in front of work: their refills are raised by themselves."""

from __future__ import annotations

from app.db.queries.refill_facts import (
    dry_item_ids,
    pick_faces,
    reserve_stock,
    waiting_demands,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.replenishment import plan_refills
from app.services.refill_planning import raise_needed
from app.services.workplace import Workplace


def refill_dry_faces(workplace: Workplace) -> int:
    """Raise the refills that picks have made necessary since somebody looked last.

    Every station asks this now and then. Nothing is locked unless something is to be raised, so
    that no scan waits for it.

    Returns:
        How many refills were raised.
    """
    with workplace.database.begin(workplace.actor(verb=Verb.PICK)) as work:
        items = _items_to_refill(work)
    if not items:
        return 0
    return workplace.database.run(
        lambda work: len(raise_needed(work, items)), workplace.actor(verb=Verb.PICK)
    )


def _items_to_refill(work: UnitOfWork) -> set[int]:
    dry = dry_item_ids(work.session)
    if not dry:
        return set()
    plan = plan_refills(
        pick_faces(work.session, dry),
        waiting_demands(work.session, dry),
        reserve_stock(work.session, dry),
        today=work.now.date(),
    )
    return {refill.item_id for refill in plan}
