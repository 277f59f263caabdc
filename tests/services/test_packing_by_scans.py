from datetime import date

import pytest

from app.domain.pack_state import PackPrompt, VerifiedStep
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    AlreadyPacked,
    AmbiguousOrder,
    AnotherOrderOpen,
    CodesRunTogether,
    CommandNotPossible,
    ItemNotInOrder,
    NotAskedForHere,
    NothingToPack,
    OrderStopped,
    Refusal,
    Refused,
    StockMissing,
    UnknownCode,
    UnreadableCode,
)
from app.domain.shipping import sscc
from app.services import packing
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

P = PackPrompt
FOREIGN = sscc(3, "4099999", 1)
OK, UNDO, PAUSE = Command.OK.value, Command.UNDO.value, Command.PAUSE.value


def picked(floor: Workplace, *quantities: int) -> tuple[str, str, list[builders.Goods], int]:
    """A picked order: its number, its tote, its goods and who picked it."""
    goods = [builders.some_stock(floor)[0] for _ in quantities]
    number = builders.a_released_order(floor, *zip(goods, quantities, strict=True))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    return number, tote, goods, ana


def test_units_go_from_the_tote_into_the_carton_one_by_one(floor: Workplace) -> None:
    number, tote, (mug, lamp), ana = picked(floor, 2, 1)
    state = shift.open_bench(floor, ana, tote)
    assert (state.prompt, state.units, state.suggested) == (P.SCAN_UNIT, 3, "S")
    assert books.order_state(floor, number) == "packing"
    state = shift.pack(floor, ana, state, lamp.barcode, mug.barcode).state or state
    assert (state.verified, books.on_hand(floor, tote)) == (2, 1)
    books.audit(floor.database)
    assert shift.pack(floor, ana, state, mug.barcode).state is not None
    assert books.order_state(floor, number) == "packed"
    books.audit(floor.database)


def test_surplus_and_foreign_units_stop_and_are_logged(floor: Workplace) -> None:
    number, tote, (mug,), ana = picked(floor, 1)
    lamp, _ = builders.some_stock(floor, name="Lamp")
    state = shift.open_bench(floor, ana, tote)
    foreign = shift.pack(floor, ana, state, lamp.barcode)
    assert foreign.refusal == ItemNotInOrder(lamp.sku, "Lamp", number)
    full = shift.pack(floor, ana, state, mug.barcode).state
    assert full is not None
    surplus = shift.pack(floor, ana, full, mug.barcode)
    assert isinstance(surplus.refusal, AlreadyPacked)
    logged = books.rows(
        floor, "select refusal from scan_log where work = 'pack' and refusal is not null"
    )
    assert sorted(logged) == [("AlreadyPacked",), ("ItemNotInOrder",)]
    books.audit(floor.database)


def test_what_leads_to_no_order_is_refused_in_its_own_words(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    waiting = builders.an_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    answers: dict[str, Refusal] = {
        tote: NothingToPack(tote, None, None),
        f"O-{waiting}": NothingToPack(waiting, waiting, "paid"),
        f"L-{place}": NothingToPack(place, None, None),
        mug.barcode: NothingToPack(mug.barcode.zfill(14), None, None),
        "O-#404": UnknownCode("O-#404"),
        f"]C100{FOREIGN}": NothingToPack(FOREIGN, None, None),
        mug.barcode * 2: CodesRunTogether(mug.barcode * 2),
        "x" * 4096: UnreadableCode("x" * 64, GarbledWhy.TOO_LONG),
        OK: CommandNotPossible(Command.OK),
        "XCNC": NotAskedForHere("1"),
        "K-M2": NotAskedForHere("M2"),
        "B-ABCDEFGHJK": NotAskedForHere("badge"),
    }
    for raw, refusal in answers.items():
        answer = packing.open_order(floor, ana, builders.entry(raw))
        assert (answer.state, answer.refusal) == (None, refusal)
    logged = books.value(floor, "select count(*) from scan_log where refusal is not null")
    assert logged == len(answers)


@pytest.mark.parametrize("code", ["tote", "O-{}", "o-{}"])
def test_an_order_is_opened_by_its_tote_or_number(floor: Workplace, code: str) -> None:
    number, tote, _, ana = picked(floor, 1)
    assert number.startswith("#")
    for written in (number, number.removeprefix("#")):
        raw = tote if code == "tote" else code.format(written)
        assert shift.open_bench(floor, ana, raw).order_number == number


def test_a_number_of_two_shops_opens_nothing_but_the_tote_does(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    ana = builders.an_operator(floor)
    totes = {}
    for source in ("shopify", "woocommerce"):
        builders.a_released_order(floor, (mug, 1), number="1001", source=source)
        totes[source] = builders.a_tote(floor)
        shift.pick_order(floor, ana, totes[source])
    by_number = packing.open_order(floor, ana, builders.entry("O-1001"))
    assert by_number.refusal == AmbiguousOrder("1001")
    first, second = (shift.open_bench(floor, ana, tote) for tote in totes.values())
    assert first.order_id != second.order_id
    closed = shift.pack_until(floor, ana, second, P.SCAN_LABEL)
    by_label = shift.open_bench(floor, ana, f"]C100{closed.sscc}")
    assert by_label.order_id == second.order_id
    shift.pack_until(floor, ana, closed, P.DONE)
    assert shift.open_bench(floor, ana, "O-1001").order_id == first.order_id


def test_the_very_number_goes_before_the_one_with_or_without_a_hash(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    ana = builders.an_operator(floor)
    for number, source in (("#1001", "shopify"), ("1001", "woocommerce")):
        builders.a_released_order(floor, (mug, 1), number=number, source=source)
        shift.pick_order(floor, ana, builders.a_tote(floor))
    assert shift.open_bench(floor, ana, "O-1001").order_number == "1001"
    assert shift.open_bench(floor, ana, "O-#1001").order_number == "#1001"


def test_an_amazon_order_is_opened_by_its_number(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = "026-1234567-7654321"
    builders.a_released_order(floor, (mug, 1), number=number, source="amazon")
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    assert shift.open_bench(floor, ana, f"O-{number}").order_number == number


def test_a_parked_order_goes_on_with_its_history_at_another_time(floor: Workplace) -> None:
    _, tote, (mug, lamp), ana = picked(floor, 2, 1)
    bo = builders.an_operator(floor)
    state = shift.open_bench(floor, ana, tote)
    parked = shift.pack(
        floor, ana, state, mug.barcode, lamp.barcode, mug.barcode, UNDO, OK, PAUSE
    ).state
    assert parked is not None
    assert parked.prompt is P.PARKED
    resumed = shift.open_bench(floor, bo, tote)
    assert (resumed.prompt, resumed.verified) == (P.SCAN_UNIT, 2)
    assert resumed.history == parked.history
    emptied = shift.pack(floor, bo, resumed, UNDO, lamp.barcode, UNDO, mug.barcode).state
    assert emptied is not None
    assert (emptied.verified, emptied.history, books.on_hand(floor, tote)) == (0, (), 3)
    books.audit(floor.database)
    assert shift.pack_until(floor, bo, emptied, P.DONE).prompt is P.DONE
    books.audit(floor.database)


def test_the_bench_is_read_anew_for_a_screen_that_lost_its_place(floor: Workplace) -> None:
    _, tote, (mug,), ana = picked(floor, 2)
    state = shift.open_bench(floor, ana, tote)
    shift.pack(floor, ana, state, mug.barcode)
    again = packing.resume_order(floor, ana, state.order_id)
    assert (again.verified, again.history) == (1, (VerifiedStep(again.lines[0].order_line_id, 1),))
    with pytest.raises(Refused) as refused:
        packing.resume_order(floor, ana, 999_999)
    assert isinstance(refused.value.refusal, NothingToPack)


def test_instructions_are_read_before_the_first_unit_and_only_once(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1), note="Ring twice ", gift_message="Happy birthday")
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    assert (state.prompt, state.instructions) == (
        P.ACKNOWLEDGE,
        ("Ring twice", "Happy birthday"),
    )
    assert shift.pack(floor, ana, state, mug.barcode).refusal is not None
    shift.pack(floor, ana, state, OK, PAUSE)
    assert shift.open_bench(floor, ana, tote).prompt is P.SCAN_UNIT


@pytest.mark.parametrize("command", [Command.SHORT, Command.DAMAGED])
def test_a_missing_unit_holds_the_order_for_the_lead(floor: Workplace, command: Command) -> None:
    number, tote, (mug, lamp), ana = picked(floor, 2, 1)
    state = shift.open_bench(floor, ana, tote)
    answer = shift.pack(floor, ana, state, mug.barcode, command.value, builders.typed(2))
    assert answer.state is not None
    assert answer.state.prompt is P.PARKED
    assert (books.order_state(floor, number), books.holds(floor, number)) == ("held", {"short"})
    (detail,) = books.rows(floor, "select detail from order_hold")
    assert detail == (f"damaged: 1 x {mug.sku}, 1 x {lamp.sku}",)
    refused = packing.open_order(floor, ana, builders.entry(tote))
    assert refused.refusal == NothingToPack(tote, number, "short")
    books.audit(floor.database)


def test_a_held_order_stops_at_the_bench_and_can_be_parked(floor: Workplace) -> None:
    number, tote, (mug,), ana = picked(floor, 2)
    state = shift.open_bench(floor, ana, tote)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into order_hold (order_id, reason, detail, held_at) "
            "select id, 'customer_request', '', placed_at from orders"
        )
    stopped = shift.pack(floor, ana, state, mug.barcode)
    assert stopped.refusal == OrderStopped(number, "customer_request")
    parked = shift.pack(floor, ana, state, PAUSE).state
    assert parked is not None
    assert parked.prompt is P.PARKED
    books.audit(floor.database)


def test_another_orders_tote_on_the_bench_is_a_severe_stop(floor: Workplace) -> None:
    number, tote, _, ana = picked(floor, 1)
    _, other, _, bo = picked(floor, 1)
    state = shift.open_bench(floor, ana, tote)
    answer = shift.pack(floor, bo, state, other)
    assert answer.refusal == AnotherOrderOpen(number, other)


@pytest.mark.parametrize("scans", [("mug",), (UNDO, OK)])
def test_units_that_are_gone_from_the_books_stop_the_bench(
    floor: Workplace, scans: tuple[str, ...]
) -> None:
    _, tote, (mug,), ana = picked(floor, 2)
    state = shift.open_bench(floor, ana, tote)
    state = shift.pack(floor, ana, state, mug.barcode).state or state
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update stock set on_hand = 0, allocated = 0")
    before = {**books.everything(floor), "scan_log": []}
    raw = [mug.barcode if scan == "mug" else scan for scan in scans]
    answer = shift.pack(floor, ana, state, *raw)
    assert isinstance(answer.refusal, StockMissing)
    assert (answer.refusal.wanted, answer.refusal.on_hand) == (1, 0)
    assert {**books.everything(floor), "scan_log": []} == before
    assert books.value(floor, "select count(*) from scan_log where refusal = 'StockMissing'") == 1


def test_lots_are_packed_and_unpacked_without_losing_one(floor: Workplace) -> None:
    tea = builders.an_item(floor, lot_tracked=True)
    place = builders.a_location(floor)
    builders.stock(floor, tea, place, 2, lot="A", expiry=date(2098, 1, 1))
    builders.stock(floor, tea, place, 5, lot="B", expiry=date(2099, 1, 1))
    builders.a_released_order(floor, (tea, 4))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    state = shift.pack(floor, ana, state, tea.barcode, tea.barcode, tea.barcode).state or state
    inside = (
        "select lot.code, quantity from carton_line join lot on lot.id = lot_id "
        "where quantity > 0 order by 1"
    )
    assert books.rows(floor, inside) == [("A", 2), ("B", 1)]
    state = shift.pack(floor, ana, state, UNDO, OK, UNDO, OK).state or state
    assert books.rows(floor, inside) == [("A", 1)]
    books.audit(floor.database)
    assert shift.pack_until(floor, ana, state, P.DONE).verified == 4
    books.audit(floor.database)
