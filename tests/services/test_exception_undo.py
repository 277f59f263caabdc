"""What a lead decided about an exception is undone, unless the floor has gone on with it."""

from __future__ import annotations

from app.db.schema import ItemSubstitute, PickLine
from app.db.unit_of_work import UnitOfWork
from app.domain.exception_refusals import DecisionOvertaken, DecisionStands, NoDecisionToUndo
from app.domain.floor_exceptions import ExceptionKind, FloorException, Remedy, Way
from app.domain.operators import OperatorRole
from app.domain.order_refusals import OrderEnded
from app.domain.orders import HoldReason
from app.domain.permissions import Verb
from app.domain.readings import Command
from app.domain.refusals import NotAllowed
from app.domain.shelf_events import LeadCalled
from app.domain.short_ways import WayOut
from app.services import count_desk, order_changes, order_holding, picking
from app.services.allocating import allocate_waiting_orders
from app.services.counting import begin_count
from app.services.exception_board import floor_exceptions
from app.services.exception_desk import Choice, decide
from app.services.exception_undo import last_decided, undo_decision
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift, stock_work
from tests.services.desk import refusal_of

SHORT, OK = Command.SHORT.value, Command.OK.value
LINES = "select quantity - cancelled, allocated, picked, short from order_line where order_id = :o"


def the_only(floor: Workplace, kind: ExceptionKind) -> FloorException:
    (found,) = [one for one in floor_exceptions(floor) if one.kind is kind]
    return found


def kinds(floor: Workplace) -> set[ExceptionKind]:
    return {one.kind for one in floor_exceptions(floor)}


def lines_of(floor: Workplace, number: str) -> list[tuple[int, ...]]:
    return books.rows(floor, f"{LINES} order by number", o=books.order_id(floor, number))


def a_short_order(floor: Workplace, **fields: object) -> tuple[str, str, Goods]:
    """An order of two mugs and a tea that lacks the mugs; its number, its tote and the mugs."""
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2), (tea, 1), **fields)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    answer = shift.pick(floor, ana, state, SHORT, builders.typed(0), OK)
    shift.pick_to_end(floor, ana, answer.state, tote)
    return number, tote, mug


def decided(
    floor: Workplace, lead: int, way: Way, kind: ExceptionKind = ExceptionKind.SHORT
) -> str:
    """Decide about the only exception of a kind; returns what it is about."""
    one = the_only(floor, kind)
    decide(floor, lead, Choice(one, way, customer_agreed=True))
    return one.order_number or one.where


def test_units_that_were_given_up_are_wanted_again(floor: Workplace) -> None:
    number, _, _ = a_short_order(floor)
    lead, before = stock_work.a_lead(floor), lines_of(floor, number)
    decided(floor, lead, WayOut.GIVE_UP)
    assert books.order_state(floor, number) == "picked"
    done = undo_decision(floor, lead)
    assert (done.subject, done.way) == (number, WayOut.GIVE_UP)
    assert lines_of(floor, number) == before
    assert books.holds(floor, number) == {"short"}
    assert the_only(floor, ExceptionKind.SHORT).units == 2
    told = "select count(*) from event_log where kind = 'CustomerNotToBeTold'"
    assert books.value(floor, told) == 1
    books.audit(floor.database)


def test_a_decision_that_waits_is_made_anew(floor: Workplace) -> None:
    number, _, _ = a_short_order(floor)
    lead = stock_work.a_lead(floor)
    decided(floor, lead, WayOut.WAIT)
    undo_decision(floor, lead)
    assert books.holds(floor, number) == {"short"}
    decided(floor, lead, WayOut.GIVE_UP)
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_the_rest_that_was_to_follow_is_wanted_with_the_order_again(floor: Workplace) -> None:
    number, _, _ = a_short_order(floor)
    lead, before = stock_work.a_lead(floor), lines_of(floor, number)
    decided(floor, lead, WayOut.PART_SHIP)
    undo_decision(floor, lead)
    assert lines_of(floor, number) == before
    assert books.holds(floor, number) == {"short"}
    assert books.order_state(floor, f"{number}-2") == "cancelled"
    books.audit(floor.database)


def test_a_rest_that_was_released_meanwhile_goes_its_own_way(floor: Workplace) -> None:
    number, _, mug = a_short_order(floor)
    lead = stock_work.a_lead(floor)
    decided(floor, lead, WayOut.PART_SHIP)
    builders.stock(floor, mug, builders.a_location(floor), 2)
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    refusal = refusal_of(lambda: undo_decision(floor, lead))
    assert refusal == DecisionOvertaken(number, "part_ship", "released")
    assert books.order_state(floor, f"{number}-2") == "released"
    books.audit(floor.database)


def test_stock_that_was_found_is_free_again_while_nobody_picked_it(floor: Workplace) -> None:
    number, _, mug = a_short_order(floor)
    lead, there = stock_work.a_lead(floor), builders.a_location(floor)
    builders.stock(floor, mug, there, 5)
    before = lines_of(floor, number)
    decided(floor, lead, WayOut.FIND_STOCK)
    assert books.promised(floor, there) == 2
    undo_decision(floor, lead)
    assert (books.promised(floor, there), lines_of(floor, number)) == (0, before)
    assert books.holds(floor, number) == {"short"}
    open_lines = "select count(*) from pick_line where state = 'open'"
    assert books.value(floor, open_lines) == 0
    books.audit(floor.database)


def test_stock_that_was_found_and_picked_stays_picked(floor: Workplace) -> None:
    number, _, mug = a_short_order(floor)
    lead = stock_work.a_lead(floor)
    builders.stock(floor, mug, builders.a_location(floor), 5)
    decided(floor, lead, WayOut.FIND_STOCK)
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    refusal = refusal_of(lambda: undo_decision(floor, lead))
    assert refusal == DecisionOvertaken(number, "find_stock", "picked")
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_a_promise_that_was_taken_goes_back_to_the_later_order(floor: Workplace) -> None:
    number, _, mug = a_short_order(floor, shipping_method="Express")
    there = builders.a_location(floor)
    builders.stock(floor, mug, there, 2)
    later = builders.an_order(floor, (mug, 2))
    allocate_waiting_orders(floor)
    lead = stock_work.a_lead(floor)
    decided(floor, lead, WayOut.TAKE_PROMISE)
    assert books.order_state(floor, later) == "paid"
    undo_decision(floor, lead)
    assert books.order_state(floor, later) == "allocated"
    assert books.holds(floor, number) == {"short"}
    assert books.promised(floor, there) == 2
    books.audit(floor.database)


def test_the_item_that_stood_in_is_not_sent_any_more(floor: Workplace) -> None:
    number, _, mug = a_short_order(floor)
    red, there = builders.some_stock(floor, 5)

    def stands_in(work: UnitOfWork) -> None:
        work.session.add(ItemSubstitute(item_id=mug.item_id, substitute_id=red.item_id))

    floor.database.run(stands_in)
    lead, (first, *_) = stock_work.a_lead(floor), lines_of(floor, number)
    decided(floor, lead, WayOut.SUBSTITUTE)
    assert books.promised(floor, there) == 2
    undo_decision(floor, lead)
    assert lines_of(floor, number)[0] == first
    assert lines_of(floor, number)[2] == (0, 0, 0, 0)
    assert books.promised(floor, there) == 0
    assert books.holds(floor, number) == {"short"}
    books.audit(floor.database)


def test_units_that_turned_up_are_missing_again(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 10)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    shift.pack(
        floor, ana, shift.open_bench(floor, ana, tote), mug.barcode, SHORT, builders.typed(1)
    )
    lead = stock_work.a_lead(floor)
    decided(floor, lead, WayOut.FOUND, ExceptionKind.MISSING_AT_BENCH)
    undo_decision(floor, lead)
    assert the_only(floor, ExceptionKind.MISSING_AT_BENCH).order_number == number
    books.audit(floor.database)


def test_an_order_that_went_on_is_held_for_what_it_was_held_for(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    lead = stock_work.a_lead(floor)
    order_holding.hold_order(floor, number, reason=HoldReason.QUALITY, detail="cracked")
    decided(floor, lead, Remedy.LET_GO_ON, ExceptionKind.STOPPED)
    undo_decision(floor, lead)
    one = the_only(floor, ExceptionKind.STOPPED)
    assert (one.order_number, one.what, one.detail) == (number, "quality", "cracked")
    books.audit(floor.database)


def test_a_call_that_was_answered_stands_again(floor: Workplace) -> None:
    ana, lead = builders.an_operator(floor), stock_work.a_lead(floor)
    called = LeadCalled(1, "WrongItem", "4006381333931", "A-12-04")
    floor.database.run(lambda work: work.record(called), floor.actor(ana))
    decided(floor, lead, Remedy.ATTENDED, ExceptionKind.LEAD_CALL)
    undo_decision(floor, lead)
    assert the_only(floor, ExceptionKind.LEAD_CALL).where == "A-12-04"
    decided(floor, lead, Remedy.ATTENDED, ExceptionKind.LEAD_CALL)
    assert kinds(floor) == set()


def a_skipped_stop(floor: Workplace) -> None:
    goods = [builders.some_stock(floor, 5)[0] for _ in range(2)]
    builders.a_released_order(floor, *((each, 1) for each in goods))
    with floor.database.begin() as work:
        work.session.query(PickLine).filter_by(sequence=1).one().skips = 2


def test_a_count_that_was_asked_for_is_dropped_unless_it_was_begun(floor: Workplace) -> None:
    a_skipped_stop(floor)
    lead, bo = stock_work.a_lead(floor), builders.an_operator(floor, "Bo")
    decided(floor, lead, Remedy.COUNT_IT, ExceptionKind.SKIPPED)
    undo_decision(floor, lead)
    assert not count_desk.open_counts(floor)
    place = decided(floor, lead, Remedy.COUNT_IT, ExceptionKind.SKIPPED)
    begin_count(floor, bo)
    assert refusal_of(lambda: undo_decision(floor, lead)) == DecisionOvertaken(
        place, "count_it", ""
    )


def test_a_count_that_was_dropped_is_open_again_unless_there_is_another(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 20)
    stock_work.doubt(floor, mug, place, "unreachable")
    lead = stock_work.a_lead(floor)
    decided(floor, lead, Remedy.BOOKS_STAND, ExceptionKind.UNREACHABLE)
    undo_decision(floor, lead)
    assert [count.location for count in count_desk.open_counts(floor)] == [place]
    decided(floor, lead, Remedy.BOOKS_STAND, ExceptionKind.UNREACHABLE)
    count_desk.ask_for_counts(floor, [place])
    refusal = refusal_of(lambda: undo_decision(floor, lead))
    assert refusal == DecisionOvertaken(place, "books_stand", "")


def test_what_cannot_be_undone_stands_and_earlier_decisions_stay_as_they_are(
    floor: Workplace,
) -> None:
    number, _, _ = a_short_order(floor)
    lead = stock_work.a_lead(floor)
    decided(floor, lead, WayOut.WAIT)
    decided(floor, lead, WayOut.CANCEL)
    assert refusal_of(lambda: undo_decision(floor, lead)) == DecisionStands(number, "cancel")


def test_an_order_that_ended_meanwhile_lacks_nothing_again(floor: Workplace) -> None:
    number, _, _ = a_short_order(floor)
    lead = stock_work.a_lead(floor)
    decided(floor, lead, WayOut.GIVE_UP)
    order_changes.cancel_order(floor, number)
    assert refusal_of(lambda: undo_decision(floor, lead)) == OrderEnded(number, "cancelled")


def test_an_order_that_was_packed_meanwhile_is_not_opened_again(floor: Workplace) -> None:
    number, tote, _ = a_short_order(floor)
    lead = stock_work.a_lead(floor)
    decided(floor, lead, WayOut.GIVE_UP)
    shift.pack_order(floor, builders.an_operator(floor), tote)
    assert refusal_of(lambda: undo_decision(floor, lead)) == OrderEnded(number, "shipped")


def test_everybody_undoes_their_own_decisions_and_each_once(floor: Workplace) -> None:
    number, _, _ = a_short_order(floor)
    mira, bo = stock_work.a_lead(floor, "Mira Lind"), stock_work.a_lead(floor, "Bo Berg")
    decided(floor, mira, WayOut.WAIT)
    assert refusal_of(lambda: undo_decision(floor, bo)) == NoDecisionToUndo()
    told = last_decided(floor, mira)
    assert told is not None
    assert (told.subject, told.way) == (number, WayOut.WAIT)
    undo_decision(floor, mira)
    assert last_decided(floor, mira) is None
    assert refusal_of(lambda: undo_decision(floor, mira)) == NoDecisionToUndo()


def test_only_a_lead_undoes(floor: Workplace) -> None:
    refusal = refusal_of(lambda: undo_decision(floor, builders.an_operator(floor)))
    assert refusal == NotAllowed(Verb.CHANGE_ORDERS, OperatorRole.PICKER)
