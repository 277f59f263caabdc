"""Why? is asked of real rows: whatever an order meets on its way, there is an answer that fits."""

from __future__ import annotations

from app.domain.orders import HoldReason
from app.domain.readings import Command
from app.domain.refusals import UnknownCode
from app.domain.why import WhyReason
from app.services import order_holding, picking, receiving, waves
from app.services.allocating import allocate_waiting_orders
from app.services.asking_why import WhyTold, why
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift, stock_work
from tests.services.desk import refusal_of


def told(floor: Workplace, code: str) -> WhyTold:
    return why(floor, None, builders.entry(code))


def reasons(floor: Workplace, code: str) -> list[WhyReason]:
    return [each.reason for each in told(floor, code).reasons]


def test_an_order_is_told_of_from_the_desk_to_the_truck(floor: Workplace) -> None:
    builders.a_printer(floor)
    mug, place = builders.some_stock(floor, 4)
    number = builders.an_order(floor, (mug, 2))
    assert reasons(floor, number) == [WhyReason.NO_STOCK]
    allocate_waiting_orders(floor)
    assert reasons(floor, number) == [WhyReason.NOT_RELEASED]
    assert reasons(floor, f"L-{place}") == [WhyReason.CHOSEN, WhyReason.FREE_THERE]
    release_ready_orders(floor)
    assert reasons(floor, number) == [WhyReason.WAITS_FOR_PICKER]
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    assert reasons(floor, number) == [WhyReason.WITH_PICKER]
    shift.pick_to_end(floor, ana, state, tote)
    (to_pack,) = told(floor, tote).reasons
    assert (to_pack.reason, to_pack.name) == (WhyReason.TO_PACK, tote)
    order_holding.hold_order(floor, number, reason=HoldReason.QUALITY, detail="cracked")
    assert reasons(floor, number) == [WhyReason.HELD, WhyReason.TO_PACK]
    order_holding.lift_holds(floor, number)
    bench = shift.open_bench(floor, ana, tote)
    assert reasons(floor, number) == [WhyReason.AT_BENCH]
    shift.pack(floor, ana, bench, mug.barcode, mug.barcode)
    (open_box,) = told(floor, number).reasons
    assert (open_box.reason, open_box.units) == (WhyReason.AT_BENCH, 0)


def test_a_place_that_is_doubted_says_so_and_so_does_its_item(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 4)
    stock_work.doubt(floor, mug, place)
    assert reasons(floor, f"L-{place}")[0] is WhyReason.COUNT_WAITS
    (count, *_) = told(floor, mug.sku).reasons
    assert (count.reason, count.name) == (WhyReason.COUNT_WAITS, place)


def test_a_wave_says_what_it_waits_for_and_what_makes_it_late(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 4)
    number = builders.an_order(floor, (mug, 2))
    allocate_waiting_orders(floor)
    ids = waves.orders_named(floor, [number]).ids
    wave = waves.create_wave(floor, waves.NewWave(), ids).code
    assert reasons(floor, wave)[0] is WhyReason.WAVE_TO_PLAN
    (in_wave,) = told(floor, number).reasons
    assert (in_wave.reason, in_wave.name) == (WhyReason.IN_WAVE, wave)


def test_somebody_is_told_why_they_get_the_next_order(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    builders.a_released_order(floor, (mug, 1))
    urgent = builders.a_released_order(floor, (mug, 1), shipping_method="Express")
    ana = builders.an_operator(floor)
    found = told(floor, f"B-{builders.badge_of(ana)}")
    assert [each.reason for each in found.reasons] == [
        WhyReason.NEXT_WORK,
        WhyReason.FIRST_BY_PRIORITY,
    ]
    assert found.reasons[0].other == urgent
    shift.pick(floor, ana, picking.claim_work(floor, ana), builders.a_tote(floor))
    staff = books.value(floor, "select staff_number from operator where id = :i", i=ana)
    assert reasons(floor, staff)[0] is WhyReason.AT_WORK


def test_a_shortage_and_what_is_left_of_it_is_told(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2), (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    scans = (Command.SHORT.value, builders.typed(0), Command.OK.value)
    shift.pick_to_end(floor, ana, shift.pick(floor, ana, state, *scans).state, tote)
    assert reasons(floor, number) == [WhyReason.HELD, WhyReason.SOME_STOCK]


def test_what_nobody_knows_has_no_why(floor: Workplace) -> None:
    assert isinstance(refusal_of(lambda: told(floor, "NO-SUCH-THING")), UnknownCode)


def test_names_lead_to_people_places_items_receipts_and_aisles(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 4)
    ana = builders.an_operator(floor)
    builders.a_released_order(floor, (mug, 1))
    assert told(floor, "Ana Kovac").subject == "Ana Kovac"
    assert told(floor, place).subject == place
    assert told(floor, mug.sku).subject == mug.sku
    receiving.announce(floor, None, "PO-7", [receiving.AnnouncedLine(mug.sku, 4)], supplier="Po")
    (receipt,) = told(floor, "PO-7").reasons
    assert (receipt.reason, receipt.other, receipt.units) == (WhyReason.RECEIPT_TO_COME, "Po", 4)
    picking.claim_work(floor, ana)
    (zone,) = told(floor, "A/").reasons
    assert (zone.reason, zone.name, zone.other, zone.units) == (WhyReason.AISLE_WORK, "A", "1", 1)
    assert refusal_of(lambda: told(floor, "Z/9")) == UnknownCode("Z/9")


def test_a_name_that_two_people_have_leads_to_neither(floor: Workplace) -> None:
    for _ in range(2):
        builders.an_operator(floor, "Ana Kovac")
    assert refusal_of(lambda: told(floor, "Ana Kovac")) == UnknownCode("Ana Kovac")


def test_a_zone_tells_which_of_its_places_wait_for_a_count(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 4)
    stock_work.doubt(floor, mug, place)
    assert reasons(floor, "A/") == [WhyReason.COUNT_WAITS]
