"""The verbs of whoever puts goods away: take the next ones, and carry them by scans."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.db.queries.put_aways import (
    lock_put_away,
    lying_around,
    next_put_away,
    put_aways_out_of_reach,
    waiting_put_aways,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.putting_away import (
    PutAwayOutcome,
    PutAwayPrompt,
    PuttingAway,
    answer,
)
from app.domain.refilling import Place
from app.domain.refusals import Refusal, Refused
from app.domain.scanned import Scanned
from app.domain.stock_events import GoodsPutAway
from app.domain.stock_refusals import NothingToPutAway, WorkGone
from app.domain.tasks import StockTaskState
from app.services.dialogues import Answer, answer_scan
from app.services.held_work import finish, hold, require_free
from app.services.identifying import Entry
from app.services.promising import promise_to_waiting
from app.services.put_away_rows import keep, lay_down, putting_away_of
from app.services.put_away_writing import apply_effect
from app.services.raising_put_aways import LOOKED_AT, raise_for_what_lies_around
from app.services.skills import why_none
from app.services.stock_places import place_of
from app.services.workplace import Workplace


def put_aways_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How many put-aways an operator could do now, with what lies about unasked."""
    around = lying_around(work.session, tuple(LOOKED_AT))
    return waiting_put_aways(work.session, operator_id, work.now) + len(around)


def begin_put_away(
    workplace: Workplace, operator_id: int, entry: Entry | None = None, *, here: int | None = None
) -> PuttingAway:
    """Take the put-away that waits longest, or what waits in the tote or place that was scanned.

    Where nothing waits, what lies about without anybody being asked about it is put on the list.

    Args:
        workplace: where this is asked for.
        operator_id: who puts away.
        entry: the tote or place that was scanned, if any.
        here: the place whose goods were put away last: what waits there goes first, and the place
            need not be scanned again.

    Raises:
        Refused: with `NothingToPutAway`; with `WorkNeedsEquipment`; the operator may not put away.
    """

    def verb(work: UnitOfWork) -> PuttingAway | Refusal:
        place = place_of(work, entry)
        at = here if place is None else place.location_id
        found = None if at is None else _take(work, operator_id, at)
        if found is None and place is None:
            found = _take(work, operator_id, None)
        if found is None and raise_for_what_lies_around(work):
            found = _take(work, operator_id, None if place is None else place.location_id)
        return _why_none(work, operator_id, place) if found is None else found

    state = workplace.database.run(verb, workplace.actor(operator_id, Verb.PUT_AWAY))
    if isinstance(state, Refusal):  # after the transaction: what left the list stays off it
        raise Refused(state)
    return state


def _why_none(work: UnitOfWork, operator_id: int, place: Place | None) -> Refusal:
    at = None if place is None else place.location_id
    needed = put_aways_out_of_reach(work.session, operator_id, work.now, location_id=at)
    return why_none(work, needed, NothingToPutAway(None if place is None else place.code))


def _take(work: UnitOfWork, operator_id: int, location_id: int | None) -> PuttingAway | None:
    """The next put-away of which something is left; one whose goods are gone leaves the list.

    At a place that its worker stands at, the scan of it is done.
    """
    while (
        task := next_put_away(work.session, operator_id, work.now, location_id=location_id)
    ) is not None:
        state = putting_away_of(work, task)
        if state.wanted > 0:
            hold(work, task)
            if location_id is None or state.prompt is not PutAwayPrompt.SCAN_PLACE:
                return state
            at_place = replace(state, prompt=PutAwayPrompt.TAKE)
            keep(task, at_place)
            return at_place
        finish(work, task, StockTaskState.CANCELLED)
    return None


def lay_down_put_away(workplace: Workplace, operator_id: int, task_id: int) -> None:
    """Let others have a put-away that was begun; the goods lie where the books say."""

    def verb(work: UnitOfWork) -> None:
        task = lock_put_away(work.session, task_id)
        if task is not None and task.operator_id == operator_id:
            lay_down(task)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.PUT_AWAY))


def scan(
    workplace: Workplace, operator_id: int, state: PuttingAway, entry: Entry
) -> Answer[PuttingAway]:
    """Answer one scan of whoever puts away, and write what it changed; see `answer_scan`.

    Units that came back into storage are promised at once to orders that wait for them.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    answered = answer_scan(workplace, operator_id, _PutAwayDialogue(), state, entry)
    if any(isinstance(event, GoodsPutAway) for event in answered.events):
        item_id = answered.state.goods.item.item_id
        promise_to_waiting(workplace, operator_id, {item_id}, Verb.PUT_AWAY)
    return answered


@dataclass(frozen=True)
class _PutAwayDialogue:
    """A put-away, as `answer_scan` works it."""

    about: str = "put_away"
    verb: Verb = Verb.PUT_AWAY

    def work_id(self, state: PuttingAway) -> int | None:
        return state.task_id

    def fresh(self, work: UnitOfWork, state: PuttingAway) -> PuttingAway:
        task = lock_put_away(work.session, state.task_id)
        mine = work.actor.operator_id or 0
        if task is None or (task.state is not StockTaskState.OPEN and task.finished_by != mine):
            raise Refused(WorkGone(state.goods.item.name, state.source.code))
        require_free(work, task, state.source.code)
        present = putting_away_of(work, task)
        if task.state is StockTaskState.OPEN:
            if present.wanted == 0:
                raise Refused(WorkGone(state.goods.item.name, state.source.code))
            hold(work, task)
        is_panel = state.prompt is PutAwayPrompt.SHORT_QUANTITY
        if is_panel and present.prompt is PutAwayPrompt.TAKE:
            present = replace(present, prompt=state.prompt)
        return replace(present, refusal=state.refusal, same_refusals=state.same_refusals)

    def answer(self, state: PuttingAway, scanned: Scanned, *, today: date) -> PutAwayOutcome:
        return answer(state, scanned, today=today)

    def write(self, work: UnitOfWork, outcome: PutAwayOutcome, entry: Entry) -> PuttingAway:
        state = outcome.state
        task = lock_put_away(work.session, state.task_id)
        if task is None:
            raise Refused(WorkGone(state.goods.item.name, state.source.code))
        for leg, effect in enumerate(outcome.effects):
            state = apply_effect(work, task, state, effect, entry, leg)
        return state
