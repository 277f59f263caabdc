"""A put-away as its carrier sees it: read from its row, and what was done of it kept there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.queries.counts import books_of
from app.db.queries.people import skills_of
from app.db.queries.picking import lot_name_of
from app.db.queries.put_aways import (
    candidates,
    put_aways_at,
    sscc_at,
)
from app.db.queries.told_items import told_item
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.schema import Item, Location, Lot, Order, OrderLine, PutAwayTask
from app.db.unit_of_work import UnitOfWork
from app.domain.goods_in_hand import Goods
from app.domain.locations import LocationKind
from app.domain.put_away import Proposal, in_reach, propose
from app.domain.putting_away import (
    PutAwayPrompt,
    PuttingAway,
)
from app.domain.refilling import Place
from app.domain.stock_key import StockKey
from app.domain.tally import Tally
from app.services.held_work import let_go


def lay_down(task: PutAwayTask) -> None:
    """Offer a put-away to everybody again; the goods lie where the books say."""
    let_go(task)
    task.progress = {}


def keep(task: PutAwayTask, state: PuttingAway) -> None:
    """Keep what was done of a put-away, so that any station can go on with it."""
    elsewhere = state.elsewhere
    task.progress = {
        "prompt": state.prompt.value,
        "steps": list(state.tally.steps),
        "pack": state.tally.pack,
        "is_number": state.tally.is_number,
        "is_good": state.is_good,
        "placed": state.placed,
        "elsewhere": None if elsewhere is None else [elsewhere.location_id, elsewhere.code],
    }


def putting_away_of(work: UnitOfWork, task: PutAwayTask) -> PuttingAway:
    """A put-away as whoever carries it sees it; `wanted` is 0 where its goods are gone."""
    session = work.session
    lot = session.get_one(Lot, task.lot_id)
    source = session.get_one(Location, task.from_location_id)
    kept: Mapping[str, Any] = task.progress
    order = order_of(work, task)
    placed = kept.get("placed", 0)
    wanted = min(task.quantity - task.moved, units_there(work, task))
    proposal = proposal_for(
        work,
        item_id=task.item_id,
        lot_id=task.lot_id,
        source_id=task.from_location_id,
        units=max(1, wanted),
    )
    elsewhere = kept.get("elsewhere")
    return PuttingAway(
        task_id=task.id,
        goods=Goods(
            told_item(session, task.item_id),
            source.code,
            lot_name_of(lot.code, lot.expiry),
            lot.expiry,
        ),
        source=Place(source.id, source.code, source.zone),
        kind=source.kind,
        order_number=None if order is None else order.number,
        sscc=None if source.kind is not LocationKind.CARTON else sscc_at(session, source.id),
        proposal=None if proposal is None else _place(work, proposal),
        proposed_because=None if proposal is None else proposal.reason,
        wanted=placed or max(0, wanted),
        reason=task.reason,
        tally=Tally(
            tuple(kept.get("steps", ())), kept.get("pack", 1), kept.get("is_number", False)
        ),
        is_good=kept.get("is_good", False),
        others=put_aways_at(session, task.from_location_id, but_not=task.id),
        elsewhere=None if elsewhere is None else Place(*elsewhere),
        placed=placed,
        fits=None if proposal is None else proposal.fits,
        prompt=PutAwayPrompt(kept.get("prompt", PutAwayPrompt.SCAN_PLACE.value)),
    )


def order_of(work: UnitOfWork, task: PutAwayTask) -> Order | None:
    """The order that does not want the goods any more; None for goods of no order."""
    if task.order_line_id is None:
        return None
    line = work.session.get_one(OrderLine, task.order_line_id)
    return work.session.get_one(Order, line.order_id)


def units_there(work: UnitOfWork, task: PutAwayTask) -> int:
    """Units that may be put away: those that lie there and nobody wants."""
    order = order_of(work, task)
    if order is not None:
        return sum(
            goods.units
            for goods in unwanted_goods(work.session, [order.id])
            if (goods.order_line_id, goods.location_id, goods.lot_id)
            == (task.order_line_id, task.from_location_id, task.lot_id)
        )
    key = StockKey(task.item_id, task.from_location_id, task.lot_id)
    books = books_of(work.session, key)
    return books.on_hand - books.allocated


def proposal_for(
    work: UnitOfWork, *, item_id: int, lot_id: int, source_id: int, units: int
) -> Proposal | None:
    """Where goods should go that lie at a place; None where no location is fit for them.

    Whoever asks is sent to places they get to, as long as one of them is fit.
    """
    found = candidates(work.session, item_id=item_id, lot_id=lot_id)
    zone = work.session.get_one(Item, item_id).storage_zone
    others = [one for one in found if one.location_id != source_id]
    skills = skills_of(work.session, work.actor.operator_id or 0)
    near = propose(in_reach(others, skills), quantity=units, zone=zone)
    return near or propose(others, quantity=units, zone=zone)


def _place(work: UnitOfWork, proposal: Proposal) -> Place:
    row = work.session.get_one(Location, proposal.location_id)
    return Place(row.id, row.code, row.zone, row.check_digits)
