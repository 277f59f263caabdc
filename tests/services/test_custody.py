"""Who has what: work parked, given and taken over, and the last scan of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.db.schema import Operator, OrderLine, SerialNumber, Tote
from app.domain.custody_refusals import (
    NobodyThere,
    NotAParkingPlace,
    SeveralParked,
)
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.look_up import (
    Found,
    ItemFound,
    NextStep,
    OrderFound,
    ParcelFound,
    PersonFound,
    PlaceFound,
    SerialFound,
    ToteFound,
    next_step,
)
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import (
    Refused,
    TaskTakenOver,
    UnknownBadge,
    UnknownCode,
    UnknownStaffNumber,
    WorkInHands,
)
from app.services import leases, picking
from app.services.looking_up import where_is
from app.services.lost_totes import lost_totes
from app.services.parking import colleagues, give_work, leave_work
from app.services.raising_inspections import demand_inspection, let_pass
from app.services.scanned_places import work_at
from app.services.signing_in import sign_in_by_badge
from app.services.taking_over import take_over_here, take_over_work
from app.services.waiting_work import waiting_work
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift, stock_work

PAUSE = Command.PAUSE.value
Stations = Callable[[str], Workplace]


class Cart:
    """An order of two lines, of which Ana has picked the first into a tote."""

    def __init__(self, floor: Workplace) -> None:
        self.first, self.face = builders.some_stock(floor, 9)
        self.second, _ = builders.some_stock(floor, 9)
        self.number = builders.a_released_order(floor, (self.first, 1), (self.second, 2))
        self.tote = builders.a_tote(floor)
        self.ana = builders.an_operator(floor, "Ana Kovac")
        state = picking.claim_work(floor, self.ana)
        self.state = shift.pick(floor, self.ana, state, self.tote, self.first.barcode).state

    def put_aside(self, floor: Workplace) -> PickState:
        """Ana stops in the middle."""
        self.state = shift.pick(floor, self.ana, self.state, PAUSE).state
        return self.state


def a_lane(floor: Workplace) -> str:
    return builders.a_location(floor, kind=LocationKind.STAGING)


def refusal_of(call: Callable[[], object]) -> object:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.refusal


def test_a_cart_is_parked_and_gone_on_with_elsewhere_by_a_scan_of_the_place(
    floor: Workplace, open_station: Stations
) -> None:
    cart, lane, there = Cart(floor), a_lane(floor), open_station("P-02")
    bo = builders.an_operator(floor, "Bo Lund")
    state = cart.put_aside(floor)
    shelf = builders.entry(f"L-{cart.face}")
    assert refusal_of(lambda: leave_work(floor, cart.ana, state.task_id, shelf)) == (
        NotAParkingPlace(cart.face, LocationKind.PICK_FACE)
    )
    scan = builders.entry(f"L-{lane}")
    assert leave_work(floor, cart.ana, state.task_id, scan).place == lane
    assert leave_work(floor, cart.ana, state.task_id, scan).place == ""  # handed in again
    (payload,) = books.rows(floor, "select count(*) from event_log where kind = 'TaskParked'")
    assert payload == (1,)
    own = picking.offered_work(floor, cart.ana).resume
    assert own is not None
    assert (own.parked_at, own.tote) == (lane, cart.tote)
    found = where_is(floor, bo, builders.entry(f"L-{lane}"))
    assert isinstance(found, PlaceFound)
    assert (found.totes, found.parked[0].holder) == ((cart.tote,), "Ana Kovac")
    assert next_step(found) is NextStep.GO_ON_PICKING
    assert work_at(there, bo, lane) is not None
    gone_on = take_over_work(there, bo, builders.entry(f"L-{lane}"))
    assert gone_on is not None
    assert (gone_on.lines_done, gone_on.epoch) == (1, state.epoch + 1)
    assert work_at(there, bo, lane) is None
    late = shift.pick(floor, cart.ana, cart.state, f"L-{cart.face}")
    assert isinstance(late.refusal, TaskTakenOver)
    shift.pick_to_end(there, bo, gone_on, cart.tote)
    assert books.order_state(floor, cart.number) == "picked"
    books.audit(floor.database)


def test_of_several_carts_at_a_place_ones_own_is_meant_or_a_tote_says_which(
    floor: Workplace,
) -> None:
    lane = a_lane(floor)
    carts = [Cart(floor), Cart(floor)]
    for cart in carts:
        state = cart.put_aside(floor)
        leave_work(floor, cart.ana, state.task_id, builders.entry(f"L-{lane}"))
    bo = builders.an_operator(floor)
    scan = builders.entry(f"L-{lane}")
    assert refusal_of(lambda: take_over_work(floor, bo, scan)) == SeveralParked(lane, 2)
    mine = take_over_work(floor, carts[1].ana, builders.entry(lane))
    assert mine is not None
    assert mine.task_id == carts[1].state.task_id
    other = take_over_work(floor, bo, builders.entry(carts[0].tote))
    assert other is not None
    assert other.task_id == carts[0].state.task_id


def test_put_aside_work_is_given_by_badge_and_by_the_number_of_a_colleague(
    floor: Workplace,
) -> None:
    cart = Cart(floor)
    bo, cy = builders.an_operator(floor, "Bo Lund"), builders.an_operator(floor, "Cy Ngo")
    for person in (bo, cy):
        sign_in_by_badge(floor, builders.badge_of(person))
    assert [each.name for each in colleagues(floor, cart.ana)] == ["Bo Lund", "Cy Ngo"]
    state = cart.put_aside(floor)
    badge = builders.entry(f"B-{builders.badge_of(bo)}")
    assert leave_work(floor, cart.ana, state.task_id, badge).for_name == "Bo Lund"
    assert books.value(floor, "select count(*) from scan_log where raw like 'B-%'") == 0
    again = builders.typed(1)
    assert isinstance(
        refusal_of(lambda: leave_work(floor, cart.ana, state.task_id, again)), TaskTakenOver
    )
    offered = picking.offered_work(floor, bo).resume
    assert offered is not None
    assert offered.task_id == state.task_id
    assert picking.offered_work(floor, cart.ana).resume is None
    mine = picking.claim_work(floor, bo)
    assert (mine.lines_done, mine.prompt) == (1, PickPrompt.SCAN_ITEM)
    held = shift.pick(floor, bo, mine, PAUSE).state
    number = builders.typed(3)
    assert refusal_of(lambda: leave_work(floor, bo, held.task_id, number)) == NobodyThere(3, 1)
    assert leave_work(floor, bo, held.task_id, builders.typed(1)).for_name == "Cy Ngo"
    stranger = builders.entry("B-NOBODYHASTHISONE")
    late = picking.claim_work(floor, cy)
    state = shift.pick(floor, cy, late, PAUSE).state
    assert refusal_of(lambda: leave_work(floor, cy, state.task_id, stranger)) == UnknownBadge()
    books.audit(floor.database)


def test_a_lead_gives_work_by_name_and_not_out_of_anybodys_hands(floor: Workplace) -> None:
    cart, lane = Cart(floor), a_lane(floor)
    bo = builders.an_operator(floor, "Bo Lund")
    with floor.database.begin() as work:
        number = work.session.get_one(Operator, bo).staff_number
    held = refusal_of(lambda: give_work(floor, cart.tote, number))
    assert held == WorkInHands("Ana Kovac", floor.station, cart.tote)
    state = cart.put_aside(floor)
    leave_work(floor, cart.ana, state.task_id, builders.entry(f"L-{lane}"))
    assert refusal_of(lambda: give_work(floor, lane, "0000")) == UnknownStaffNumber("0000")
    assert refusal_of(lambda: give_work(floor, "T-9999", number)) == UnknownCode("T-9999")
    assert give_work(floor, lane, number).for_name == "Bo Lund"
    own = picking.offered_work(floor, bo).resume
    assert own is not None
    assert own.parked_at == lane
    with floor.database.begin() as work:
        work.session.get_one(Operator, bo).active = False
    assert refusal_of(lambda: give_work(floor, lane, number)) == UnknownStaffNumber(number)
    told = books.rows(
        floor, "select kind from event_log where kind in ('TaskParked', 'TaskGiven') order by id"
    )
    assert told == [("TaskParked",), ("TaskGiven",)]


def test_a_colleague_takes_work_over_at_the_pickers_station_in_one_step(
    floor: Workplace,
) -> None:
    cart = Cart(floor)
    bo = builders.an_operator(floor, "Bo Lund")
    before = cart.state
    taken = take_over_here(floor, bo, cart.ana, before.task_id, before.epoch)
    again = take_over_here(floor, bo, cart.ana, before.task_id, before.epoch)
    assert (taken.epoch, again.epoch, taken.lines_done) == (before.epoch + 1, taken.epoch, 1)
    late = shift.pick(floor, cart.ana, before, cart.second.barcode)
    assert isinstance(late.refusal, TaskTakenOver)
    told = books.rows(floor, "select operator_id from event_log where kind = 'TaskTakenOver'")
    assert told == [(bo,)]
    cy = builders.an_operator(floor)
    stale = refusal_of(lambda: take_over_here(floor, cy, cart.ana, before.task_id, before.epoch))
    assert stale == TaskTakenOver(before.task_id)
    shift.pick_to_end(floor, bo, taken, cart.tote)
    assert books.order_state(floor, cart.number) == "picked"
    books.audit(floor.database)


# Look-ups -------------------------------------------------------------------------------------


def test_everything_that_can_be_scanned_is_known_with_its_last_scan(floor: Workplace) -> None:
    cart = Cart(floor)

    def look(code: str) -> Found:
        return where_is(floor, cart.ana, builders.entry(code))

    tote = look(cart.tote)
    assert isinstance(tote, ToteFound)
    assert [(row.sku, row.units) for row in tote.stock] == [(cart.first.sku, 1)]
    assert (tote.seen.who, tote.seen.station) == ("Ana Kovac", floor.station)
    assert tote.work is not None
    assert next_step(tote) is NextStep.LEAVE_TO_HOLDER
    item = look(cart.first.barcode)
    assert isinstance(item, ItemFound)
    assert (item.on_hand, item.free) == (9, 8)
    assert (item.moves[0].reason, item.moves[0].target) == ("picked", cart.tote)
    order = look(f"O-{cart.number}")
    assert isinstance(order, OrderFound)
    assert (order.order.ordered, order.order.picked) == (3, 1)
    assert order == look(cart.number)
    person = look(f"B-{builders.badge_of(cart.ana)}")
    assert isinstance(person, PersonFound)
    assert (person.order_number, person.seen.where) == (cart.number, floor.station)
    place = look(f"L-{cart.face}")
    assert isinstance(place, PlaceFound)
    assert (place.stock[0].units, next_step(place)) == (8, NextStep.PICK_FROM_IT)
    assert refusal_of(lambda: look("nothing-has-this")) == UnknownCode("nothing-has-this")


def test_an_order_is_followed_from_the_tote_into_its_parcel(floor: Workplace) -> None:
    cart = Cart(floor)
    shift.pick_to_end(floor, cart.ana, cart.state, cart.tote)
    demand_inspection(floor, cart.number)
    scan = builders.entry(cart.tote)
    assert next_step(where_is(floor, None, scan)) is NextStep.INSPECT_IT
    assert let_pass(floor, cart.number)
    assert next_step(where_is(floor, None, scan)) is NextStep.PACK_IT
    packed = shift.pack_order(floor, cart.ana, cart.tote)
    parcel = where_is(floor, None, builders.entry(f"]C100{packed.sscc}"))
    assert isinstance(parcel, ParcelFound)
    assert (parcel.state.value, parcel.seen.who) == ("shipped", "Ana Kovac")
    order = where_is(floor, None, builders.entry(f"O-{cart.number}"))
    assert isinstance(order, OrderFound)
    assert (order.order.shipped, order.stock) == (3, ())


def test_a_serial_number_is_known_by_its_order_and_its_last_place(floor: Workplace) -> None:
    cart = Cart(floor)
    with floor.database.begin() as work:
        tote = work.session.query(Tote).filter(Tote.order_id.is_not(None)).one()
        line = work.session.query(OrderLine).first()
        work.session.add(
            SerialNumber(
                item_id=cart.first.item_id,
                serial="SN-0077",
                order_line_id=None if line is None else line.id,
                location_id=tote.location_id,
                seen_at=work.now,
            )
        )
    found = where_is(floor, None, builders.entry("SN-0077"))
    assert isinstance(found, SerialFound)
    assert (found.seen.where, found.item.sku) == (cart.tote, cart.first.sku)
    assert found.order is not None
    assert found.order.number == cart.number


def test_a_tote_with_goods_that_nobody_scans_counts_as_lost(floor: Workplace) -> None:
    cart = Cart(floor)
    assert lost_totes(floor) == ()
    lead = stock_work.a_lead(floor)
    assert waiting_work(floor, lead)[FloorWork.LOOK_UP] == 0
    (lost,) = lost_totes(floor, after=timedelta(0))
    assert (lost.tote, lost.order_number, lost.units) == (cart.tote, cart.number, 1)
    assert lost.seen_by == "Ana Kovac"
    shift.pick_to_end(floor, cart.ana, cart.state, cart.tote)
    shift.pack_order(floor, cart.ana, cart.tote)
    assert lost_totes(floor, after=timedelta(0)) == ()
    leases.lay_down(floor, cart.ana)
