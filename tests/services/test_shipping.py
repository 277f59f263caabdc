"""At the dock: parcels into cages, lists closed and signed, hand-over when the house says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.carriers.house import HOUSE
from app.db.queries.docks import parcel_with
from app.db.schema import Operator, Order, OrderHold
from app.domain.lanes import CageRule
from app.domain.manifests import HandOver
from app.domain.operators import OperatorRole
from app.domain.orders import HoldReason
from app.domain.pack_state import PackPrompt
from app.domain.permissions import Verb
from app.domain.readings import Command
from app.domain.refusals import NotAllowed, Refused
from app.domain.shipping_refusals import (
    LoadedAlready,
    ManifestClosed,
    NotACage,
    NotLabelled,
    ParcelGone,
    ParcelStopped,
    WrongCarrier,
)
from app.domain.shipping_state import DockPrompt, DockState, Whereabouts
from app.services import shipping, station_setup
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.services.shipping_setup import HouseRules, save_cage, set_house_rules
from app.services.workplace import Workplace
from tests import builders
from tests.builders import entry
from tests.services import books, shift

P = DockPrompt
FULL, UNDO, OK = (command.value for command in (Command.FULL, Command.UNDO, Command.OK))
NORTH, REST, UPS = "CAGE-4", "CAGE-5", "UPS-2"


class Dock:
    """A dock with three cages, and people who pack and load."""

    def __init__(self, floor: Workplace) -> None:
        self.floor = floor
        self.ana = builders.an_operator(floor)
        for rule in (
            CageRule(0, NORTH, HOUSE, lane="DE-N", country_code="DE", postcodes=("2",)),
            CageRule(0, REST, HOUSE),
            CageRule(0, UPS, "ups"),
        ):
            save_cage(floor, rule)
        station_setup.route_document(floor, "carrier_manifest", "F")
        self.state = shipping.open_dock(floor, self.ana)

    def policy(self, hand_over: HandOver) -> None:
        set_house_rules(self.floor, HouseRules(hand_over))

    def parcel(self, prompt: PackPrompt = PackPrompt.DONE) -> str:
        """A packed parcel's number."""
        goods, _ = builders.some_stock(self.floor, weight_g=400)
        builders.a_released_order(self.floor, (goods, 2), shipping_method="")
        tote = builders.a_tote(self.floor)
        shift.pick_order(self.floor, self.ana, tote)
        state = shift.open_bench(self.floor, self.ana, tote)
        state = shift.pack_until(self.floor, self.ana, state, prompt)
        return state.sscc or ""

    def hand_in(self, one: Entry) -> Answer[DockState]:
        return shipping.scan(self.floor, self.ana, self.state, one)

    def scan(self, *codes: str) -> Answer[DockState]:
        """Scans one after the other; every one but the last must be accepted."""
        answer = Answer(self.state)
        for code in codes:
            assert answer.refusal is None, answer.refusal
            one = entry(f"]C100{code}" if len(code) == 18 else code)
            if code.isdigit() and len(code) == 1:
                one = builders.typed(int(code))
            answer = self.hand_in(one)
            self.state = answer.state
        return answer

    def orders(self) -> list[str]:
        rows = books.rows(self.floor, "select state from orders order by id")
        return [str(state) for (state,) in rows]


@pytest.fixture
def dock(floor: Workplace) -> Dock:
    return Dock(floor)


def test_parcel_goes_into_the_cage_of_its_destination_and_onto_a_list(dock: Dock) -> None:
    sscc = dock.parcel()
    assert dock.scan(sscc).state.prompt is P.SCAN_CAGE
    done = dock.scan(f"L-{NORTH}")
    assert done.refusal is None
    assert (done.state.manifest, done.state.loaded) == ("M-000001", 1) or done.state.loaded == 1
    rows = books.rows(dock.floor, "select state, reason from manifest_parcel")
    assert rows == [("loaded", "")]
    assert dock.scan(sscc).refusal == LoadedAlready(sscc, "DE-N CAGE-4")
    books.audit(dock.floor.database)


def test_scan_handed_in_again_loads_nothing_twice(dock: Dock) -> None:
    dock.scan(dock.parcel())
    one = entry(NORTH)
    before = dock.state
    first = dock.hand_in(one)
    dock.state = before
    again = dock.hand_in(one)
    assert again.refusal is None
    assert again.state.loaded == first.state.loaded == 1
    assert books.value(dock.floor, "select count(*) from manifest_parcel") == 1


@pytest.mark.parametrize(
    ("hand_over", "stages"),
    [
        (HandOver.BENCH, ("shipped", "shipped", "shipped")),
        (HandOver.CAGE, ("packed", "shipped", "shipped")),
        (HandOver.MANIFEST, ("packed", "packed", "shipped")),
    ],
)
def test_parcel_leaves_the_books_when_the_house_says_it_is_handed_over(
    dock: Dock, hand_over: HandOver, stages: tuple[str, str, str]
) -> None:
    dock.policy(hand_over)
    sscc = dock.parcel(PackPrompt.DONE)
    seen = [dock.orders()[0]]
    dock.scan(sscc, NORTH)
    seen.append(dock.orders()[0])
    dock.scan(FULL)
    seen.append(dock.orders()[0])
    assert tuple(seen) == stages
    assert books.value(dock.floor, "select sum(on_hand) from stock") == 8
    assert (
        books.value(dock.floor, "select count(*) from parcel_event where status='handed_over'") == 1
    )
    books.audit(dock.floor.database)


def test_list_is_closed_printed_twice_and_signed(dock: Dock) -> None:
    sscc = dock.parcel()
    closed = dock.scan(sscc, NORTH, FULL)
    assert closed.state.prompt is P.DRIVER
    (number,) = books.rows(dock.floor, "select number from manifest")[0]
    printed = "select document_kind, state from print_job where document_kind = 'carrier_manifest'"
    assert books.rows(dock.floor, printed) == [("carrier_manifest", "queued")] * 2
    dock.state = shipping.open_dock(dock.floor, dock.ana)
    assert dock.scan(sscc).refusal == ParcelGone(sscc, number, is_signed=False)
    dock.state = closed.state
    signed = dock.scan("Jo Smith")
    assert (signed.state.prompt, signed.state.driver) == (P.SIGNED, "Jo Smith")
    rows = books.rows(dock.floor, "select state, driver_name from manifest")
    assert rows == [("signed", "Jo Smith")]
    assert dock.scan(sscc).refusal == ParcelGone(sscc, number, is_signed=True)
    assert dock.scan(dock.parcel(), NORTH).state.manifest != number
    books.audit(dock.floor.database)


def test_station_without_a_printer_for_lists_closes_all_the_same(dock: Dock) -> None:
    with dock.floor.database.begin() as work:
        work.session.connection().exec_driver_sql(
            "delete from print_route where document_kind = 'carrier_manifest'"
        )
    answer = dock.scan(dock.parcel(), NORTH, FULL)
    assert answer.state.prompt is P.DRIVER
    (event,) = [event for event in answer.events if event.kind == "ManifestClosed"]
    assert not getattr(event, "is_printed", True)


def test_missing_parcels_are_listed_with_where_they_are(dock: Dock) -> None:
    dock.policy(HandOver.MANIFEST)
    loaded, waiting = dock.parcel(), dock.parcel()
    open_label = dock.parcel(PackPrompt.SCAN_LABEL)
    stopped = dock.parcel()
    with dock.floor.database.begin() as work:
        found = parcel_with(work.session, stopped)
        assert found is not None
        order_id = found.order.id
        work.session.add(
            OrderHold(order_id=order_id, reason=HoldReason.OPERATOR, detail="", held_at=work.now)
        )
    state = dock.scan(loaded, NORTH, FULL).state
    assert state.prompt is P.MISSING
    assert {each.sscc: each.where for each in state.missing} == {
        waiting: Whereabouts.LABELLED,
        open_label: Whereabouts.AT_BENCH,
        stopped: Whereabouts.STOPPED,
    }
    assert {each.station for each in state.missing} == {"P-01"}
    assert dock.scan("1", "2", "4").state.prompt is P.SCAN_PARCEL
    closed = dock.scan(FULL)
    assert closed.state.prompt is P.DRIVER
    rows = books.rows(dock.floor, "select state, reason from manifest_parcel order by id")
    assert rows == [
        ("loaded", ""),
        ("rolled", "not_packed_yet"),
        ("rolled", "not_found"),
        ("rolled", "no_room"),
    ]
    dock.scan("Jo Smith", OK)
    again = dock.scan(waiting, NORTH).state
    assert {each.sscc for each in again.missing} == {open_label, stopped}
    books.audit(dock.floor.database)


def test_missing_parcel_that_is_found_goes_along(dock: Dock) -> None:
    dock.policy(HandOver.MANIFEST)
    first, second = dock.parcel(), dock.parcel()
    dock.scan(first, NORTH, FULL, "2")
    assert dock.scan(second, NORTH).refusal is None
    assert dock.scan(FULL).state.prompt is P.DRIVER
    rows = books.rows(dock.floor, "select state from manifest_parcel")
    assert rows == [("loaded",), ("loaded",)]


def test_one_cage_can_be_collected_by_itself(dock: Dock) -> None:
    dock.policy(HandOver.MANIFEST)
    north, abroad = dock.parcel(), dock.parcel()
    with dock.floor.database.begin() as work:
        order = parcel_with(work.session, abroad)
        assert order is not None
        assert order.address is not None
        order.address.country_code = "FR"
    dock.scan(north, NORTH, abroad, REST)
    dock.state = shipping.open_dock(dock.floor, dock.ana)
    closed = dock.scan(NORTH, FULL)
    assert closed.state.prompt is P.DRIVER
    states = books.rows(dock.floor, "select state from carton order by id")
    assert states == [("shipped",), ("labelled",)]
    assert books.rows(dock.floor, "select state from manifest order by id") == [
        ("closed",),
        ("open",),
    ]
    books.audit(dock.floor.database)


def test_what_is_not_ready_or_stopped_is_refused_and_changes_nothing(dock: Dock) -> None:
    dock.policy(HandOver.CAGE)
    unproven = dock.parcel(PackPrompt.SCAN_LABEL)
    refusal = dock.scan(unproven).refusal
    assert isinstance(refusal, NotLabelled)
    assert refusal.station == "P-01"
    dock.scan(OK)
    sscc = dock.parcel()
    with dock.floor.database.begin() as work:
        found = parcel_with(work.session, sscc)
        assert found is not None
        work.session.get_one(Order, found.order.id).cancelled_at = work.now
    assert isinstance(dock.scan(sscc).refusal, ParcelStopped)
    dock.scan(OK)
    assert dock.scan("L-A01-01L-1").refusal is not None
    assert books.value(dock.floor, "select count(*) from manifest_parcel") == 0


def test_order_cancelled_while_the_parcel_is_in_hand_stops_it_at_the_cage(dock: Dock) -> None:
    sscc = dock.parcel()
    dock.scan(sscc)
    with dock.floor.database.begin() as work:
        found = parcel_with(work.session, sscc)
        assert found is not None
        work.session.get_one(Order, found.order.id).cancelled_at = work.now
    assert isinstance(dock.scan(NORTH).refusal, ParcelStopped)
    assert books.value(dock.floor, "select count(*) from manifest_parcel") == 0


def test_parcel_of_another_carrier_is_stopped_and_counted_for_its_own(dock: Dock) -> None:
    sscc, other = dock.parcel(), dock.parcel()
    with dock.floor.database.begin() as work:
        found = parcel_with(work.session, other)
        assert found is not None
        found.shipment.carrier = "ups"
    dock.scan(sscc, NORTH)
    assert dock.scan(other).refusal == WrongCarrier(other, "ups", HOUSE, "UPS-2")
    assert dock.scan(OK, UPS).refusal is None
    carriers = "select carrier from manifest order by id"
    assert books.rows(dock.floor, carriers) == [(HOUSE,), ("ups",)]


def test_only_a_lead_opens_a_closed_list_again(dock: Dock) -> None:
    dock.scan(dock.parcel(), NORTH, FULL)
    refused = dock.scan(UNDO)
    assert refused.refusal == NotAllowed(Verb.SETTLE, OperatorRole.PICKER)
    with dock.floor.database.begin() as work:
        work.session.get_one(Operator, dock.ana).role = OperatorRole.LEAD
    dock.state = replace(dock.state, refusal=None)
    opened = dock.scan(UNDO)
    assert opened.state.prompt is P.SCAN_PARCEL
    assert books.rows(dock.floor, "select state, version from manifest") == [("open", 2)]
    assert dock.scan(FULL, "Jo Smith").state.prompt is P.SIGNED
    books.audit(dock.floor.database)


def test_two_docks_that_sign_one_list_do_it_once(dock: Dock) -> None:
    closed = dock.scan(dock.parcel(), NORTH, FULL).state
    dock.scan("Jo Smith")
    dock.state = closed
    refusal = dock.scan("Al Jones").refusal
    assert isinstance(refusal, ManifestClosed)
    assert refusal.state == "signed"


def test_two_docks_fill_one_list(dock: Dock, open_station: Callable[[str], Workplace]) -> None:
    first, second = dock.parcel(), dock.parcel()
    dock.scan(first, NORTH)
    there = open_station("P-02")
    state = shipping.open_dock(there, dock.ana)
    for code in (f"]C100{second}", NORTH):
        answer = shipping.scan(there, dock.ana, state, entry(code))
        assert answer.refusal is None
        state = answer.state
    assert books.value(dock.floor, "select count(*) from manifest") == 1
    assert shipping.look(dock.floor, dock.ana, dock.state).loaded == 2


def test_cage_cannot_be_where_something_else_stands(dock: Dock) -> None:
    at = builders.a_location(dock.floor)
    with pytest.raises(Refused) as caught:
        save_cage(dock.floor, CageRule(0, at, HOUSE))
    assert caught.value.refusal == NotACage(at)
