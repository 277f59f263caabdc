from datetime import date

import pytest
from sqlalchemy import select, text

from app.db.schema import EventLog
from app.domain.pick_state import PickPrompt, SkipReason
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    CodesRunTogether,
    CommandNotPossible,
    NotAskedForHere,
    NothingToUndo,
    NoWork,
    OrderStopped,
    Refusal,
    Refused,
    StockMissing,
    TaskTakenOver,
    ToteInUse,
    UnknownCode,
    UnreadableCode,
    WrongItem,
    WrongLocation,
    WrongLot,
    WrongTote,
)
from app.domain.unit_refusals import LotObstacle, LotStays
from app.services import picking
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

P = PickPrompt


def test_a_picked_order_leaves_the_shelf_and_lies_in_the_tote(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    assert books.order_state(floor, number) == "released"
    state = shift.pick_order(floor, ana, tote)
    assert state.prompt is P.TASK_DONE
    assert (books.on_hand(floor, place), books.on_hand(floor, tote)) == (7, 3)
    assert books.promised(floor, place) == 0
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_a_part_put_counts_what_was_put_and_asks_for_the_rest(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, case_of=6)
    builders.a_released_order(floor, (mug, 8))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    answer = shift.pick(floor, ana, state, tote, mug.case_barcode, builders.typed(7))
    assert (answer.state.prompt, books.on_hand(floor, tote)) == (P.SCAN_ITEM, 7)
    assert (books.on_hand(floor, place), books.promised(floor, place)) == (3, 1)
    assert shift.pick(floor, ana, answer.state, mug.barcode).state.prompt is P.TASK_DONE
    books.audit(floor.database)


def test_wrong_scans_are_logged_in_their_own_words_and_count_nothing(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    lamp, lamps_at = builders.some_stock(floor, name="Lamp")
    builders.a_released_order(floor, (mug, 2))
    ana, tote, other = builders.an_operator(floor), builders.a_tote(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    before = {**books.everything(floor), "scan_log": []}
    line = state.line
    assert line is not None
    wrong: dict[str, Refusal] = {
        lamp.barcode: WrongItem(
            lamp.sku,
            "Lamp",
            lamp.barcode.zfill(14),
            mug.sku,
            line.item.name,
            place,
            scanned_lives_at=lamps_at,
        ),
        f"L-{lamps_at}": WrongLocation(lamps_at, place),
        other: WrongTote(other, tote),
        "T-99999999": UnknownCode("T-99999999"),
        "S-P01": UnknownCode("S-P01"),
        "NO-SUCH-SKU": UnknownCode("NO-SUCH-SKU"),
        "4006381333931": UnknownCode("4006381333931"),
        mug.barcode + lamp.barcode: CodesRunTogether(mug.barcode + lamp.barcode),
        "x" * 4096: UnreadableCode("x" * 64, GarbledWhy.TOO_LONG),
        "\ud83d\x00": UnreadableCode("\N{OPEN BOX}" * 2, GarbledWhy.CONTROL_CHARACTERS),
        "\ud83d": UnknownCode("\N{OPEN BOX}"),
        Command.NEXT.value: CommandNotPossible(Command.NEXT),
        "K-M2": NotAskedForHere("M2"),
    }
    for raw, refusal in wrong.items():
        assert shift.refused(floor, ana, state, raw) == refusal
    assert {**books.everything(floor), "scan_log": []} == before
    names = [name for (name,) in books.rows(floor, "select refusal from scan_log order by at")]
    assert names[-len(wrong) :] == [refusal.name for refusal in wrong.values()]
    assert shift.pick(floor, ana, state, mug.barcode).refusal is None


def test_a_unit_without_a_barcode_is_known_by_its_sku(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, sku="MUG-330/BLUE")
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    assert shift.pick(floor, ana, state, "MUG-330/BLUE").state.prompt is P.TASK_DONE


def test_the_books_know_who_moved_what_where_and_why(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick_order(floor, ana, tote)
    moves = books.rows(
        floor,
        "select reason, quantity, station, operator_id, epoch from stock_move order by id",
    )
    assert moves == [("received", 10, "", None, None), ("picked", 1, "P-01", ana, state.epoch)]
    kinds = {kind for (kind,) in books.rows(floor, "select kind from event_log")}
    assert kinds >= {"TaskClaimed", "ToteBound", "LinePicked", "TaskFinished", "OrderStateChanged"}


def test_undo_after_the_last_line_opens_the_task_and_the_order_again(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    done = shift.pick_order(floor, ana, tote)
    undone = shift.pick(floor, ana, done, Command.UNDO.value, f"L-{place}").state
    assert (undone.prompt, books.on_hand(floor, tote)) == (P.SCAN_ITEM, 0)
    assert (books.on_hand(floor, place), books.promised(floor, place)) == (10, 2)
    assert books.order_state(floor, number) == "picking"
    books.audit(floor.database)
    assert shift.refused(floor, ana, undone, Command.UNDO.value) == NothingToUndo()
    again = shift.pick_to_end(floor, ana, undone, tote)
    assert (again.prompt, books.order_state(floor, number)) == (P.TASK_DONE, "picked")
    books.audit(floor.database)


def test_a_finished_task_cannot_be_paused_while_it_is_being_undone(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    done = shift.pick_order(floor, ana, tote)
    undoing = shift.pick(floor, ana, done, Command.UNDO.value).state
    refusal = shift.refused(floor, ana, undoing, Command.PAUSE.value)
    assert refusal == CommandNotPossible(Command.PAUSE)
    books.audit(floor.database)


def test_an_order_on_the_pack_bench_is_not_unpicked(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    done = shift.pick_order(floor, ana, tote)
    shift.open_bench(floor, ana, tote)
    refusal = shift.refused(floor, ana, done, Command.UNDO.value)
    assert refusal == OrderStopped(number, "packing")


def test_a_tote_of_another_order_is_refused_until_it_is_packed(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    first = builders.a_released_order(floor, (mug, 1))
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = picking.claim_work(floor, ana)
    assert shift.refused(floor, ana, state, tote) == ToteInUse(tote, first)
    shift.pack_order(floor, ana, tote)
    assert shift.pick(floor, ana, state, tote).refusal is None


def test_a_tote_of_another_shops_order_with_the_same_number_is_refused(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1), number="1001")
    builders.a_released_order(floor, (mug, 1), number="1001", source="woocommerce")
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = picking.claim_work(floor, ana)
    assert shift.refused(floor, ana, state, tote) == ToteInUse(tote, "1001")
    names = books.rows(floor, "select refusal from scan_log where refusal is not null")
    assert names == [("ToteInUse",)]


def test_the_place_is_asked_for_where_the_item_lies_in_several(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    builders.stock(floor, mug, builders.a_location(floor), 5)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    assert state.prompt is P.SCAN_LOCATION
    at_place = shift.pick(floor, ana, state, builders.typed(19)).state
    assert at_place.prompt is P.SCAN_ITEM
    bare = shift.pick(floor, ana, state, place.lower()).state
    assert bare.prompt is P.SCAN_ITEM


def test_only_the_promised_lot_is_picked(floor: Workplace) -> None:
    tea = builders.an_item(floor, name="Tea", lot_tracked=True)
    place = builders.a_location(floor)
    builders.stock(floor, tea, place, 5, lot="B2", expiry=date(2099, 6, 30))
    builders.stock(floor, tea, place, 5, lot="A1", expiry=date(2099, 5, 31))
    builders.a_released_order(floor, (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, f"L-{place}").state
    gtin = tea.barcode.zfill(14)
    stays = LotStays("B2", "A1", "Tea", LotObstacle.YOUNGER)
    assert shift.refused(floor, ana, state, f"]C101{gtin}10B2") == stays
    assert shift.pick(floor, ana, state, f"]C101{gtin}10A1").state.prompt is P.TASK_DONE
    books.audit(floor.database)


def test_goods_with_a_date_and_no_lot_code_are_known_by_their_date(floor: Workplace) -> None:
    tea = builders.an_item(floor, lot_tracked=True)
    place = builders.a_location(floor)
    builders.stock(floor, tea, place, 5, expiry=date(2049, 5, 31))
    builders.a_released_order(floor, (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, f"L-{place}").state
    assert state.line is not None
    assert (state.line.lot, state.line.expiry) == (None, date(2049, 5, 31))
    gtin = tea.barcode.zfill(14)
    other_date = shift.refused(floor, ana, state, f"]C101{gtin}17490630")
    assert isinstance(other_date, WrongLot)
    right = shift.pick(floor, ana, state, f"]C101{gtin}1749053110L77")
    assert right.state.prompt is P.TASK_DONE


def test_stock_that_is_gone_from_the_books_stops_and_writes_nothing(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update stock set on_hand = 0, allocated = 0")
    before = {**books.everything(floor), "scan_log": []}
    refusal = shift.refused(floor, ana, state, Command.OK.value)
    assert isinstance(refusal, StockMissing)
    assert (refusal.location, refusal.wanted, refusal.on_hand) == (place, 2, 0)
    assert {**books.everything(floor), "scan_log": []} == before
    assert books.value(floor, "select count(*) from scan_log where refusal = 'StockMissing'") == 1


def test_a_lead_who_holds_an_order_stops_its_picker_who_can_still_pause(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    other = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    hold_order(floor, number)
    assert shift.refused(floor, ana, state, mug.barcode) == OrderStopped(number, "picking")
    assert shift.pick(floor, ana, state, Command.PAUSE.value).state.prompt is P.PAUSED
    assert picking.claim_work(floor, ana).order_number == other
    books.audit(floor.database)


def hold_order(floor: Workplace, number: str) -> None:
    """A lead puts a hold on an order; the desk's own verb for it comes with its screen."""
    with floor.database.engine.begin() as connection:
        connection.execute(
            text(
                "insert into order_hold (order_id, reason, detail, held_at) "
                "select id, 'operator', '', placed_at from orders where number = :number"
            ),
            {"number": number},
        )


def test_a_picker_is_not_stuck_with_a_stopped_order(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    other = builders.a_released_order(floor, (mug, 1))
    ana = builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    hold_order(floor, number)
    assert picking.claim_work(floor, ana).order_number == other
    moved_on = shift.pick(floor, ana, state, Command.OK.value)
    assert moved_on.refusal == TaskTakenOver(state.task_id), "untouched work is nobody's"
    books.audit(floor.database)
    lift_holds(floor)
    assert {picking.claim_work(floor, ana).order_number for _ in range(2)} == {other}


def test_a_stopped_order_is_offered_again_once_it_may_go_on(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, bo = builders.an_operator(floor), builders.an_operator(floor)
    hold_order(floor, number)
    assert picking.offered_work(floor, ana) == picking.OfferedWork(None, None, 0)
    with pytest.raises(Refused) as refused:
        picking.claim_work(floor, ana)
    assert refused.value.refusal == NoWork()
    lift_holds(floor)
    assert picking.offered_work(floor, bo).waiting == 1
    assert picking.claim_work(floor, bo).order_number == number


def lift_holds(floor: Workplace) -> None:
    """A lead lets all orders go on."""
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update order_hold set lifted_at = held_at")


def test_a_line_skipped_twice_comes_last_and_the_reason_is_on_record(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1), (lamp, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    skip = Command.SKIP.value
    state = shift.pick(floor, ana, state, skip, skip, skip, builders.typed(2)).state
    resumed = picking.claim_work(floor, ana)
    assert resumed.line == state.line
    assert [line.skips for line in resumed.lines] == [line.skips for line in state.lines]
    with floor.database.begin() as work:
        skips = work.session.scalars(
            select(EventLog.payload).where(EventLog.kind == "LineSkipped").order_by(EventLog.id)
        )
        reasons = [payload["reason"] for payload in skips]
    assert reasons == [None, None, SkipReason.WAITING_FOR_REPLENISHMENT.value]
