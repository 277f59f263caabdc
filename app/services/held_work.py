"""Who is at a piece of stock work just now, so that two people do not walk for the same."""

from __future__ import annotations

from app.db.queries.people import operator_by_id
from app.db.schema import PutAwayTask, ReplenishTask
from app.db.schema.counting import HeldWork
from app.db.unit_of_work import UnitOfWork
from app.domain.count_refusals import InOthersHands
from app.domain.refusals import Refused
from app.domain.stock_holds import HOLD, is_in_others_hands
from app.domain.tasks import StockTaskState


def hold(work: UnitOfWork, row: HeldWork) -> None:
    """Leave work to whoever acts here, for as long as they go on with it."""
    row.operator_id = work.actor.operator_id
    row.station = work.actor.station
    row.held_until = work.now + HOLD


def let_go(row: HeldWork) -> None:
    """Offer work to everybody again."""
    row.operator_id, row.held_until = None, None


def require_free(work: UnitOfWork, row: HeldWork, place: str) -> None:
    """See to it that nobody else is at a piece of work.

    Raises:
        Refused: with `InOthersHands`.
    """
    mine = work.actor.operator_id or 0
    if is_in_others_hands(row.operator_id, row.held_until, mine, work.now):
        name = operator_by_id(work.session, row.operator_id or 0).name
        raise Refused(InOthersHands(name, place))


def finish(work: UnitOfWork, task: ReplenishTask | PutAwayTask, state: StockTaskState) -> None:
    """End a refill or put-away."""
    task.state = state
    task.finished_by, task.finished_at = work.actor.operator_id, work.now
    let_go(task)
    work.session.flush()
