"""Units with numbers of their own, from the shelf to the slip, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.db.queries.stock import location_ids_by_code
from app.db.schema import PrintJob, SerialNumber
from app.db.unit_of_work import UnitOfWork
from app.domain.pack_state import PackPrompt
from app.domain.pick_effects import PutInTote
from app.domain.pick_request import Verdict
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.readings import Command
from app.domain.unit_refusals import SerialNotPicked, SerialTaken, SerialTwice, SerialUnknown
from app.services import packing, picking
from app.services.checking import check_database
from app.services.order_changes import cancel_order, edit_order
from app.services.pick_applying import apply_pick
from app.services.workplace import Workplace
from printing.documents import PackingSlip, from_record
from tests import builders
from tests.builders import Goods, entry
from tests.services import books, shift
from tests.services.desk import take_all_out

P = PickPrompt
OK, UNDO = Command.OK.value, Command.UNDO.value
SERIALS = (
    "select serial, location.code, coalesce(orders.number, '') from serial_number "
    "left join location on location.id = location_id "
    "left join order_line on order_line.id = order_line_id "
    "left join orders on orders.id = order_line.order_id order by serial"
)


def cameras(floor: Workplace, *known: str, quantity: int = 5) -> tuple[Goods, str]:
    """Cameras on a shelf; the numbers that are given are on record there."""
    goods, at = builders.some_stock(floor, quantity, name="Camera", serial_tracked=True)

    def verb(work: UnitOfWork) -> None:
        place = location_ids_by_code(work.session)[at]
        for serial in known:
            row = SerialNumber(item_id=goods.item_id, serial=serial, location_id=place)
            row.seen_at = work.now
            work.session.add(row)

    floor.database.run(verb)
    return goods, at


def in_one_scan(goods: Goods, serial: str) -> str:
    """A GS1 code of a unit with its number."""
    return f"]C101{goods.barcode.zfill(14)}21{serial}"


def sound(floor: Workplace) -> None:
    """The books are whole, by both audits."""
    books.audit(floor.database)
    report = check_database(floor)
    assert [one.violations for one in report.invariants if not one.holds] == []


def at_work(floor: Workplace, goods: Goods, units: int = 2) -> tuple[int, PickState, str]:
    """A picker, the claimed work of an order with its tote, and the order's number."""
    number = builders.a_released_order(floor, (goods, units))
    ana = builders.an_operator(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), builders.a_tote(floor)).state
    return ana, state, number


def test_numbers_are_kept_from_the_shelf_to_the_slip_and_the_bench_proves_each(
    floor: Workplace,
) -> None:
    goods, at = cameras(floor)
    ana, state, number = at_work(floor, goods)
    done = shift.pick(floor, ana, state, in_one_scan(goods, "SN-1"), goods.barcode, "SN-2").state
    tote = done.history[0].tote
    assert done.prompt is P.TASK_DONE
    assert books.rows(floor, SERIALS) == [("SN-1", tote, number), ("SN-2", tote, number)]
    sound(floor)

    bench = shift.open_bench(floor, ana, tote)
    refused = shift.pack(floor, ana, bench, goods.barcode, "SN-9").refusal
    assert refused == SerialNotPicked("SN-9", "Camera", number)
    packed = shift.pack(floor, ana, bench, in_one_scan(goods, "SN-2"), goods.barcode, "SN-1").state
    assert packed is not None
    assert packed.prompt is PackPrompt.CHOOSE_PACKAGING
    again = shift.open_bench(floor, ana, f"O-{number}")
    assert [step.serials for step in again.history] == [("SN-2",), ("SN-1",)]
    out = shift.pack(floor, ana, again, UNDO, OK).state
    assert out is not None
    assert out.lines[0].serials == ("SN-1",)
    back = shift.pack(floor, ana, out, goods.barcode, "SN-1", OK).state
    assert back is not None

    slip = slip_of(floor)
    assert slip.lines[0].serials == ("SN-2", "SN-1")
    shift.pack(floor, ana, back, f"]C100{back.sscc}")
    assert books.order_state(floor, number) == "shipped"
    assert at not in [place for _, place, _ in books.rows(floor, SERIALS)]
    sound(floor)


def slip_of(floor: Workplace) -> PackingSlip:
    """The slip that was printed last."""
    with floor.database.begin() as work:
        jobs = work.session.query(PrintJob).filter_by(document_kind="packing_slip").all()
        document = from_record(jobs[-1].document)
    assert isinstance(document, PackingSlip)
    return document


def test_a_number_is_picked_once_and_an_undo_releases_it(floor: Workplace) -> None:
    goods, at = cameras(floor)
    ana, state, number = at_work(floor, goods)
    one = shift.pick(floor, ana, state, goods.barcode, "SN-1").state
    assert shift.refused(floor, ana, one, in_one_scan(goods, "SN-1")) == SerialTwice(
        "SN-1", "Camera"
    )
    tote = state.tote or ""
    put = shift.pick(floor, ana, one, tote).state
    again = picking.claim_work(floor, ana)
    assert again.history == put.history

    ben, other, _ = at_work(floor, goods, 1)
    taken = SerialTaken("SN-1", "Camera", number, tote)
    assert shift.refused(floor, ben, other, in_one_scan(goods, "SN-1")) == taken
    undone = shift.pick(floor, ana, again, UNDO, f"L-{at}").state
    assert books.rows(floor, SERIALS) == [("SN-1", at, "")]
    assert undone.prompt is P.SCAN_ITEM
    done = shift.pick(floor, ben, other, in_one_scan(goods, "SN-1")).state
    assert done.prompt is P.TASK_DONE
    sound(floor)


def test_where_all_units_are_known_by_their_numbers_a_strange_one_is_refused(
    floor: Workplace,
) -> None:
    goods, at = cameras(floor, "SN-1", "SN-2", quantity=2)
    ana, state, _ = at_work(floor, goods)
    strange = shift.refused(floor, ana, state, in_one_scan(goods, "SN-9"))
    assert strange == SerialUnknown("SN-9", "Camera", at)
    done = shift.pick(
        floor, ana, state, in_one_scan(goods, "SN-2"), in_one_scan(goods, "SN-1")
    ).state
    assert done.prompt is P.TASK_DONE


def test_the_books_have_the_last_word_on_a_number_and_on_units_without_one(
    floor: Workplace,
) -> None:
    goods, _ = cameras(floor)
    ana, state, _ = at_work(floor, goods, 1)
    scan = entry(in_one_scan(goods, "SN-1"))
    outcome = picking.judge(floor, ana, state, scan)
    request = picking.request_of(floor, ana, state, scan, outcome)
    (put,) = request.effects
    assert isinstance(put, PutInTote)
    effects = (replace(put, serials=()),)
    bare = replace(request, scan_id=entry("").scan_id, effects=effects)
    assert apply_pick(floor, bare).verdict is Verdict.BEHIND
    ben, other, number = at_work(floor, goods, 1)
    shift.pick(floor, ben, other, in_one_scan(goods, "SN-1"))
    applied = apply_pick(floor, request)
    assert (applied.verdict, applied.refusal) == (
        Verdict.REFUSED,
        SerialTaken("SN-1", "Camera", number, other.tote or ""),
    )
    sound(floor)


def test_on_a_cart_and_in_a_batch_the_numbers_go_where_their_units_go(floor: Workplace) -> None:
    goods, _ = cameras(floor)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    first, second = builders.a_cart_of_orders(floor, [(goods, 1)], [(goods, 1)])
    state = picking.claim_work(floor, ana)
    cart = [builders.a_tote(floor), builders.a_tote(floor)]
    scans = (*cart, in_one_scan(goods, "SN-1"), cart[0], goods.barcode, "SN-2", cart[1])
    assert shift.pick(floor, ana, state, *scans).state.prompt is P.TASK_DONE
    assert books.rows(floor, SERIALS) == [
        ("SN-1", cart[0], first),
        ("SN-2", cart[1], second),
    ]

    one, other = builders.a_cart_of_orders(
        floor, [(goods, 1)], [(goods, 1)], method=PickMethod.BATCH
    )
    state = picking.claim_work(floor, ana)
    both = (tote, in_one_scan(goods, "SN-3"), in_one_scan(goods, "SN-4"))
    assert shift.pick(floor, ana, state, *both).state.prompt is P.TASK_DONE
    # Whichever unit comes out of the bulk tote first is the first order's.
    answer = packing.open_order(floor, ana, entry(tote))
    assert answer.refusal is None
    opened = packing.open_order(floor, ana, entry(in_one_scan(goods, "SN-4")), tote=tote)
    assert opened.refusal is None
    assert opened.state is not None
    assert opened.state.order_number == one
    held = {serial: number for serial, _, number in books.rows(floor, SERIALS)}
    assert (held["SN-4"], held["SN-3"]) == (one, other)
    sound(floor)


def test_a_cancelled_order_s_units_are_free_again_with_their_numbers(floor: Workplace) -> None:
    goods, at = cameras(floor)
    ana, state, number = at_work(floor, goods)
    state = shift.pick(floor, ana, state, in_one_scan(goods, "SN-1"), state.tote or "").state
    cancel_order(floor, number)
    told = shift.pick(floor, ana, state, goods.barcode).state
    shift.pick(floor, ana, replace(told, refusal=None), f"L-{at}")
    assert books.rows(floor, SERIALS) == [("SN-1", at, "")]
    sound(floor)


def test_a_unit_that_left_its_order_unscanned_is_picked_by_whoever_holds_it(
    floor: Workplace,
) -> None:
    goods, at = cameras(floor)
    ana, state, number = at_work(floor, goods, 2)
    tote = state.tote or ""
    shift.pick(floor, ana, state, in_one_scan(goods, "SN-1"), goods.barcode, "SN-2")
    edit_order(floor, number, {1: 1})
    take_all_out(floor, number, at)
    assert {order for _, _, order in books.rows(floor, SERIALS)} == {number}

    ben, other, second = at_work(floor, goods, 1)
    done = shift.pick(floor, ben, other, in_one_scan(goods, "SN-2")).state
    assert done.prompt is P.TASK_DONE
    held = {serial: order for serial, _, order in books.rows(floor, SERIALS)}
    assert held == {"SN-1": number, "SN-2": second}
    cleo, third, _ = at_work(floor, goods, 1)
    refused = shift.refused(floor, cleo, third, in_one_scan(goods, "SN-1"))
    assert refused == SerialTaken("SN-1", "Camera", number, tote)
    sound(floor)


def test_straight_into_a_carton_the_numbers_are_on_its_slip(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    goods, _ = cameras(floor)
    number = builders.a_released_order(floor, (goods, 2), into_carton=True)
    ana = builders.an_operator(floor)
    state = picking.claim_work(open_station("P-02"), ana)
    scans = (OK, in_one_scan(goods, "SN-1"), goods.barcode, "SN-2")
    assert shift.pick(floor, ana, state, *scans).state.prompt is P.TASK_DONE
    bench = shift.open_bench(floor, ana, f"O-{number}")
    assert bench.prompt is PackPrompt.SCAN_LABEL
    assert slip_of(floor).lines[0].serials == ("SN-1", "SN-2")
    sound(floor)
