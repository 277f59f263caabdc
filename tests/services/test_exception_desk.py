"""The lead's list of what does not go as planned: each kind is seen, decided once, and gone."""

from __future__ import annotations

from app.db.schema import PickLine
from app.domain.exception_refusals import AlreadyDecided, ExceptionGone
from app.domain.floor_exceptions import ExceptionKind, FloorException, Remedy
from app.domain.orders import HoldReason
from app.domain.readings import Command
from app.domain.refusals import NotAllowed
from app.domain.shelf_events import LeadCalled
from app.domain.short_ways import WayOut, WhyWay
from app.services import exception_desk, order_holding, picking
from app.services.counting import begin_count
from app.services.exception_board import exception_case, floor_exceptions
from app.services.exception_desk import Choice, decide
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift, stock_work
from tests.services.desk import refusal_of

SHORT, OK = Command.SHORT.value, Command.OK.value


def kinds(floor: Workplace) -> list[ExceptionKind]:
    return [one.kind for one in floor_exceptions(floor)]


def the_only(floor: Workplace, kind: ExceptionKind) -> FloorException:
    (found,) = [one for one in floor_exceptions(floor) if one.kind is kind]
    return found


def a_short_order(floor: Workplace) -> tuple[str, str, Goods]:
    """An order that lacks two mugs; its number, where they were missed, and the mugs."""
    (mug, place), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2), (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    answer = shift.pick(floor, ana, state, SHORT, builders.typed(0), OK)
    shift.pick_to_end(floor, ana, answer.state, tote)
    return number, place, mug


def test_a_shortage_says_what_where_whose_who_and_when_and_is_decided(floor: Workplace) -> None:
    number, place, _ = a_short_order(floor)
    one = the_only(floor, ExceptionKind.SHORT)
    assert (one.order_number, one.line_number, one.units, one.where) == (number, 1, 2, place)
    assert (one.who, one.station, one.detail) == ("Ana Kovac", "P-01", "empty")
    case = exception_case(floor, one.key)
    assert case is not None
    assert case.short is not None
    assert case.ways == (WayOut.WAIT, WayOut.PART_SHIP, WayOut.GIVE_UP)
    assert case.proposed is WayOut.WAIT
    assert case.short.proposed is not None
    assert case.short.proposed.why is WhyWay.TIME_LEFT
    lead = stock_work.a_lead(floor)
    decide(floor, lead, Choice(one, WayOut.GIVE_UP))
    assert ExceptionKind.SHORT not in kinds(floor)
    told = "select payload from event_log where kind = 'CustomerToBeTold'"
    assert len(books.rows(floor, told)) == 1
    assert exception_case(floor, one.key) is None


def test_free_stock_is_named_and_proposed(floor: Workplace) -> None:
    _, _, mug = a_short_order(floor)
    there = builders.a_location(floor)
    builders.stock(floor, mug, there, 5)
    case = exception_case(floor, the_only(floor, ExceptionKind.SHORT).key)
    assert case is not None
    assert case.short is not None
    assert [(place.code, place.units) for place in case.short.places] == [(there, 5)]
    assert case.proposed is WayOut.FIND_STOCK


def test_whoever_decides_on_an_old_look_is_refused_and_nothing_is_done_twice(
    floor: Workplace,
) -> None:
    number, _, _ = a_short_order(floor)
    one = the_only(floor, ExceptionKind.SHORT)
    first, second = stock_work.a_lead(floor, "Mira Lind"), stock_work.a_lead(floor, "Bo Berg")
    decide(floor, first, Choice(one, WayOut.WAIT))
    refusal = refusal_of(lambda: decide(floor, second, Choice(one, WayOut.GIVE_UP)))
    assert refusal == AlreadyDecided(number, "wait", "Mira Lind")
    fresh = the_only(floor, ExceptionKind.SHORT)
    decide(floor, second, Choice(fresh, WayOut.GIVE_UP))
    assert ExceptionKind.SHORT not in kinds(floor)


def test_others_see_who_is_about_to_decide_until_they_leave_it(floor: Workplace) -> None:
    a_short_order(floor)
    one = the_only(floor, ExceptionKind.SHORT)
    mira, bo = stock_work.a_lead(floor, "Mira Lind"), stock_work.a_lead(floor, "Bo Berg")
    exception_desk.begin_deciding(floor, mira, one.key)
    (seen,) = floor_exceptions(floor, bo)
    assert seen.at_it == "Mira Lind"
    (own,) = floor_exceptions(floor, mira)
    assert own.at_it == ""
    exception_desk.leave_undecided(floor, mira, one.key)
    (seen,) = floor_exceptions(floor, bo)
    assert seen.at_it == ""


def test_what_a_packer_did_not_find_is_written_off_or_found(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 10)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack(floor, ana, state, mug.barcode, SHORT, builders.typed(1))
    one = the_only(floor, ExceptionKind.MISSING_AT_BENCH)
    assert (one.order_number, one.who) == (number, "Ana Kovac")
    decide(floor, stock_work.a_lead(floor), Choice(one, WayOut.WRITE_OFF))
    assert kinds(floor) == []
    assert books.value(floor, "select sum(quantity) from stock_move where reason = 'lost'") == 1
    books.audit(floor.database)


def test_a_stopped_order_goes_on_or_is_cancelled(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    lead = stock_work.a_lead(floor)
    order_holding.hold_order(
        floor, number, reason=HoldReason.QUALITY, detail="cracked", operator_id=lead
    )
    one = the_only(floor, ExceptionKind.STOPPED)
    assert (one.what, one.detail, one.who) == ("quality", "cracked", "Mira Lind")
    decide(floor, lead, Choice(one, Remedy.LET_GO_ON))
    assert books.order_state(floor, number) == "released"
    assert kinds(floor) == []


def test_a_station_that_calls_is_seen_to_once(floor: Workplace) -> None:
    ana, lead = builders.an_operator(floor), stock_work.a_lead(floor)
    called = LeadCalled(1, "WrongItem", "4006381333931", "A-12-04")
    floor.database.run(lambda work: work.record(called), floor.actor(ana))
    one = the_only(floor, ExceptionKind.LEAD_CALL)
    assert (one.where, one.who, one.station) == ("A-12-04", "Ana Kovac", "P-01")
    decide(floor, lead, Choice(one, Remedy.ATTENDED))
    assert kinds(floor) == []
    refusal = refusal_of(lambda: decide(floor, lead, Choice(one, Remedy.ATTENDED)))
    assert refusal == ExceptionGone("A-12-04")


def test_a_stop_that_was_skipped_twice_is_counted(floor: Workplace) -> None:
    (mug, place), (tea, _) = builders.some_stock(floor, 5), builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2), (tea, 1))
    with floor.database.begin() as work:
        work.session.query(PickLine).filter_by(sequence=1).one().skips = 2
    one = the_only(floor, ExceptionKind.SKIPPED)
    assert (one.units, one.where) in ((2, place), (1, one.where))
    decide(floor, stock_work.a_lead(floor), Choice(one, Remedy.COUNT_IT))
    assert kinds(floor) == []


def test_a_difference_waits_for_approval_and_is_written(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 20)
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor, "Bo")
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 9, OK, 9, OK)
    one = the_only(floor, ExceptionKind.COUNT)
    assert (one.units, one.where, one.who) == (-11, place, "Bo")
    decide(floor, stock_work.a_lead(floor), Choice(one, Remedy.APPROVE))
    assert books.on_hand(floor, place) == 9
    assert kinds(floor) == []


def test_only_a_lead_decides(floor: Workplace) -> None:
    a_short_order(floor)
    one = the_only(floor, ExceptionKind.SHORT)
    refusal = refusal_of(
        lambda: decide(floor, builders.an_operator(floor), Choice(one, WayOut.WAIT))
    )
    assert isinstance(refusal, NotAllowed)
