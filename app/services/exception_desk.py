"""Decides about what waits for a lead: one verb a decision, whatever kind of exception it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.db.queries.desk_decisions import counts_raised_at
from app.db.queries.exception_records import calls_for_a_lead
from app.db.queries.order_lookup import find_order
from app.db.queries.orders import lines_of, open_holds_of
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_decisions import LiftedHold, Reversal
from app.domain.discrepancies import Resolution
from app.domain.exception_events import (
    DecisionBegun,
    DecisionLeft,
    DecisionMade,
    LeadCallAnswered,
)
from app.domain.exception_refusals import ExceptionGone
from app.domain.floor_exceptions import CALLS_LAST, ExceptionKind, FloorException, Remedy, Way
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.short_ways import WayOut
from app.services import (
    count_desk,
    discrepancies,
    order_changes,
    order_holding,
    paper_desk,
    short_desk,
    short_more_ways,
    transports,
)
from app.services.promising import promise_to_waiting
from app.services.short_decisions import Subject
from app.services.workplace import Workplace


@dataclass(frozen=True)
class Choice:
    """What was chosen about an exception.

    Attributes:
        exception: as whoever decides sees it.
        way: what is to be done.
        sku: the item that is sent instead, for `WayOut.SUBSTITUTE`; the best one if empty.
        customer_agreed: they were asked now, though the order does not say so.
    """

    exception: FloorException
    way: Way
    sku: str = ""
    customer_agreed: bool = False


def begin_deciding(workplace: Workplace, operator_id: int | None, key: str) -> None:
    """Let others see that somebody is about to decide about an exception."""

    def verb(work: UnitOfWork) -> None:
        work.record(DecisionBegun(key))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def leave_undecided(workplace: Workplace, operator_id: int | None, key: str) -> None:
    """Let others see that nobody is about to decide about an exception any more."""

    def verb(work: UnitOfWork) -> None:
        work.record(DecisionLeft(key))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def decide(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    """Do what was chosen.

    Raises:
        Refused: with `AlreadyDecided` or another refusal of the verb where somebody was quicker;
            with `ExceptionGone` where nothing waits for such a decision any more.
    """
    do = _VERBS.get(choice.way)
    if do is None:
        raise Refused(ExceptionGone(choice.exception.what))
    do(workplace, operator_id, choice)


def _subject(operator_id: int | None, choice: Choice) -> Subject:
    one = choice.exception
    return Subject(one.order_number, operator_id=operator_id, seen=one.decided)


def _find_stock(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    one = choice.exception
    short_desk.find_stock(workplace, one.order_number, operator_id=operator_id, seen=one.decided)


def _take_promise(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    one = choice.exception
    short_desk.take_promise(workplace, one.order_number, operator_id=operator_id, seen=one.decided)


def _take_from_tote(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    short_more_ways.take_from_tote(workplace, _subject(operator_id, choice))


def _substitute(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    one = choice.exception
    short_desk.substitute(
        workplace,
        one.order_number,
        one.line_number,
        choice.sku,
        customer_agreed=choice.customer_agreed,
        operator_id=operator_id,
        seen=one.decided,
    )


def _wait(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    one = choice.exception
    short_desk.wait_for_stock(
        workplace, one.order_number, operator_id=operator_id, seen=one.decided
    )


def _part_ship(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    short_more_ways.part_ship(workplace, _subject(operator_id, choice))


def _give_up(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    one = choice.exception
    short_desk.give_up_units(
        workplace,
        one.order_number,
        line_number=one.line_number or None,
        operator_id=operator_id,
        seen=one.decided,
    )


def _cancel(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    short_more_ways.cancel_short_order(workplace, _subject(operator_id, choice))


def _found(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    short_more_ways.found_again(workplace, _subject(operator_id, choice))


def _write_off(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    one = choice.exception
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        order_id = find_order(work.session, one.order_number)
        lines = lines_of(work.session, [order_id])[order_id]
        lost = {
            line.number: line.picked - line.packed for line in lines if line.picked > line.packed
        }
    short_desk.write_off(
        workplace, one.order_number, lost, operator_id=operator_id, seen=one.decided
    )


def _let_go_on(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    """Lift what holds an order; what it was is kept, for UNDO."""
    number = choice.exception.order_number

    def verb(work: UnitOfWork) -> None:
        opened = order_changes.open_order(work, find_order(work.session, number))
        order_id = opened.order.id
        before = open_holds_of(work.session, [order_id])[order_id]
        report = order_holding.let_go_on(work, workplace, opened, ())
        lifted = tuple(
            LiftedHold(hold.reason.value, hold.detail)
            for hold in before
            if hold.reason in report.lifted
        )
        _note(work, choice, Reversal(order_id=order_id, holds=lifted))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def _note(work: UnitOfWork, choice: Choice, reversal: Reversal) -> None:
    """Put on record what was chosen, with what undoes it."""
    one = choice.exception
    subject = one.order_number or one.where or one.what
    work.record(DecisionMade(choice.way.value, subject, reversal))


def _cancel_order(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    order_changes.cancel_order(workplace, choice.exception.order_number, operator_id=operator_id)


def _attended(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    """Say that a lead was where one was called for; once."""
    one = choice.exception

    def verb(work: UnitOfWork) -> None:
        open_calls = calls_for_a_lead(work.session, work.now - CALLS_LAST)
        if one.subject_id not in {call.event_id for call in open_calls}:
            raise Refused(ExceptionGone(one.where or one.what))
        work.record(LeadCallAnswered(one.subject_id))
        _note(work, choice, Reversal(row_ids=(one.subject_id,)))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def _count_it(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    """Have a place counted; which counts that raised is kept, for UNDO."""
    place = choice.exception.where

    def verb(work: UnitOfWork) -> None:
        count_desk.raise_counts_at(work, [place])
        work.session.flush()
        raised = counts_raised_at(work.session, place, work.now)
        _note(work, choice, Reversal(row_ids=raised))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.COUNT))


def _books_stand(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    count_id = choice.exception.subject_id

    def verb(work: UnitOfWork) -> int:
        item_id = count_desk.drop_count(work, count_id)
        _note(work, choice, Reversal(row_ids=(count_id,)))
        return item_id

    item_id = workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))
    promise_to_waiting(workplace, operator_id, {item_id}, Verb.STOCK_DESK)


def _approve(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    count_desk.approve_count(workplace, operator_id, choice.exception.subject_id)


def _count_again(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    count_desk.count_once_more(workplace, operator_id, choice.exception.subject_id)


def _settle(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    """Say what became of goods that were moved off line.

    Raises:
        Refused: with `ExceptionGone` for the person at the shell, who has not seen the goods.
    """
    one = choice.exception
    if operator_id is None:
        raise Refused(ExceptionGone(one.what))
    discrepancies.settle(workplace, operator_id, one.subject_id, Resolution(choice.way.value))


def _try_again(workplace: Workplace, operator_id: int | None, choice: Choice) -> None:
    one = choice.exception
    if one.kind is ExceptionKind.PAPER:
        paper_desk.try_again(workplace, one.subject_id, operator_id=operator_id)
    else:
        transports.try_transport_again(workplace, operator_id, one.subject_id)


_VERBS: Mapping[Way, Callable[[Workplace, int | None, Choice], None]] = {
    WayOut.FIND_STOCK: _find_stock,
    WayOut.TAKE_PROMISE: _take_promise,
    WayOut.TAKE_FROM_TOTE: _take_from_tote,
    WayOut.SUBSTITUTE: _substitute,
    WayOut.WAIT: _wait,
    WayOut.PART_SHIP: _part_ship,
    WayOut.GIVE_UP: _give_up,
    WayOut.CANCEL: _cancel,
    WayOut.FOUND: _found,
    WayOut.WRITE_OFF: _write_off,
    Remedy.LET_GO_ON: _let_go_on,
    Remedy.CANCEL_ORDER: _cancel_order,
    Remedy.ATTENDED: _attended,
    Remedy.COUNT_IT: _count_it,
    Remedy.BOOKS_STAND: _books_stand,
    Remedy.APPROVE: _approve,
    Remedy.COUNT_AGAIN: _count_again,
    Remedy.PUT_BACK: _settle,
    Remedy.NOTHING_MOVED: _settle,
    Remedy.WRITTEN: _settle,
    Remedy.TRY_AGAIN: _try_again,
}
"""What each decision does."""
