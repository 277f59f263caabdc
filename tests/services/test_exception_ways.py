"""Ways out of a shortage that split orders, empty other totes, and are decided once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.domain.exception_refusals import AlreadyDecided, NothingInTotes
from app.domain.order_refusals import NothingMissing, NothingWouldShip
from app.domain.pack_state import PackPrompt
from app.domain.readings import Command
from app.domain.refusals import Refusal, Refused
from app.services import picking, putting_away, short_desk, short_more_ways
from app.services.allocating import allocate_waiting_orders
from app.services.short_board import short_lines
from app.services.short_decisions import Subject
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift, stock_work
from tests.services.desk import refusal_of

SHORT = Command.SHORT.value
LINES = "select number, quantity, picked, short from order_line where order_id = :o order by number"
DECIDED = "select payload from event_log where kind = 'ShortDecided' order by id"


def lines_of(floor: Workplace, number: str) -> list[tuple[int, ...]]:
    return books.rows(floor, LINES, o=books.order_id(floor, number))


def a_short_order(floor: Workplace, mug: Goods, tea: Goods, **fields: object) -> tuple[str, str]:
    """A picked order of tea that lacks two mugs; its number and its tote."""
    number = builders.a_released_order(floor, (mug, 2), (tea, 1), **fields)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    answer = shift.pick(floor, ana, state, SHORT, builders.typed(0), Command.OK.value)
    shift.pick_to_end(floor, ana, answer.state, tote)
    assert books.holds(floor, number) == {"short"}
    return number, tote


def test_what_is_there_goes_now_and_the_rest_follows_as_an_order_of_its_own(
    floor: Workplace,
) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, tote = a_short_order(floor, mug, tea)
    report = short_more_ways.part_ship(floor, Subject(number))
    assert (report.state, report.missing) == ("picked", 0)
    rest = f"{number}-2"
    assert lines_of(floor, rest) == [(1, 2, 0, 0)]
    assert books.order_state(floor, rest) == "paid"
    ana = builders.an_operator(floor)
    shift.pack_order(floor, ana, tote)
    assert books.order_state(floor, number) == "shipped"
    builders.stock(floor, mug, builders.a_location(floor), 2)
    allocate_waiting_orders(floor)
    assert books.order_state(floor, rest) == "allocated"
    assert refusal_of(lambda: short_more_ways.part_ship(floor, Subject(rest))) == NothingMissing(
        rest
    )
    books.audit(floor.database)


def test_an_order_of_which_nothing_would_go_now_is_not_split(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    shift.pick(floor, ana, state, SHORT, builders.typed(0), Command.OK.value)
    refusal = refusal_of(lambda: short_more_ways.part_ship(floor, Subject(number)))
    assert refusal == NothingWouldShip(number)


def test_units_in_a_later_orders_tote_go_to_the_order_that_lacks_them(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 4), builders.some_stock(floor)
    later = builders.a_released_order(floor, (mug, 2))
    ana, later_tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, later_tote)
    number, _ = a_short_order(floor, mug, tea, shipping_method="Express")
    report = short_more_ways.take_from_tote(floor, Subject(number))
    assert report.missing == 2
    assert books.holds(floor, later) == {"short"}
    bo = builders.an_operator(floor, "Bo")
    state = putting_away.begin_put_away(floor, bo)
    assert (state.source.code, state.wanted, state.order_number) == (later_tote, 2, later)
    proposed = state.proposal
    place = proposed.code if proposed is not None else builders.a_location(floor)
    stock_work.put_away(floor, bo, state, later_tote, mug.barcode, 2, f"L-{place}")
    assert books.holds(floor, number) == set()
    assert books.holds(floor, later) == {"short"}
    bench = shift.pick_order(floor, ana, builders.a_tote(floor))
    assert bench.order_number == number
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_totes_of_orders_that_are_as_urgent_are_left_alone(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 4), builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana = builders.an_operator(floor)
    shift.pick_order(floor, ana, builders.a_tote(floor))
    number, _ = a_short_order(floor, mug, tea)
    refusal = refusal_of(lambda: short_more_ways.take_from_tote(floor, Subject(number)))
    assert refusal == NothingInTotes(number)


def test_units_a_packer_did_not_find_turn_up_and_their_order_goes_on(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 10)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack(floor, ana, state, mug.barcode, SHORT, builders.typed(1))
    assert short_more_ways.found_again(floor, Subject(number)).state == "packing"
    bench = shift.open_bench(floor, ana, tote)
    shift.pack_until(floor, ana, bench, PackPrompt.DONE)
    books.audit(floor.database)


def test_a_short_order_is_cancelled_and_it_is_on_record(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, _ = a_short_order(floor, mug, tea)
    assert short_more_ways.cancel_short_order(floor, Subject(number)).state == "cancelled"
    assert len(books.rows(floor, DECIDED)) == 1


def test_whoever_decides_on_an_old_look_is_told_who_was_quicker(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, _ = a_short_order(floor, mug, tea)
    bo = stock_work.a_lead(floor, "Bo Lind")
    short_desk.wait_for_stock(floor, number, operator_id=bo, seen=0)
    late = refusal_of(lambda: short_desk.give_up_units(floor, number, seen=0))
    assert late == AlreadyDecided(number, "wait", "Bo Lind")
    assert lines_of(floor, number)[0] == (1, 2, 0, 0)
    (line,) = short_lines(floor)
    assert short_desk.give_up_units(floor, number, seen=line.decided).missing == 0


def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, _ = a_short_order(floor, mug, tea)
    start = Barrier(2)

    def decide(_: int) -> Refusal | None:
        start.wait(90)
        try:
            short_more_ways.part_ship(floor, Subject(number, seen=0))
        except Refused as refused:
            return refused.refusal
        return None

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(decide, range(2)))
    assert sorted(map(str, answers)) == sorted(
        ["None", str(AlreadyDecided(number, "part_ship", ""))]
    )
    rest = "select count(*) from orders where number like :n"
    assert books.value(floor, rest, n=f"{number}-%") == 1
