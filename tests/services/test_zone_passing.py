"""A tote passes the zones: each picks its lines, the next one's scan is the hand-over."""

from __future__ import annotations

import pytest

from app.domain.pick_state import PickMethod, PickPrompt
from app.domain.readings import Command
from app.domain.refusals import NoWork, Refused, WorkInHands
from app.domain.zone_refusals import (
    GoneOn,
    NotAZoneTote,
    NotForZone,
    NotHandedOver,
    NothingBegins,
    NoZoneChosen,
    OtherTote,
    PassedOrderStopped,
    WrongLane,
    ZonesDone,
)
from app.domain.zone_way import Onward
from app.services import picking, zone_work
from app.services.checking import check_database
from app.services.leases import reap
from app.services.order_changes import cancel_order
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.floor_plan import move_into
from tests.services.silence import go_silent
from tests.services.zone_floor import a_zone_floor

P = PickPrompt


def assert_sound(floor: Workplace) -> None:
    books.audit(floor.database)
    broken = [one for one in check_database(floor).invariants if not one.holds]
    assert not broken, broken


def test_a_tote_passes_its_zones_by_one_scan_each_and_the_bench_packs_it(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    number = zones.release("C", "B", units=2)
    tote = builders.a_tote(floor)
    state = zones.bring("C", tote)
    assert (state.prompt, state.tote, state.zone) == (P.SCAN_ITEM, tote, "C")
    assert state.onward == Onward("B", "LANE-B", came_by="LANE-C")
    done = shift.pick_to_end(floor, zones.pickers["C"], state)
    assert done.prompt is P.TASK_DONE
    assert zones.chain == [("C", "done"), ("B", "ready")]
    put = shift.pick(floor, zones.pickers["C"], done, "L-LANE-B").state
    assert put.onward == Onward("B", "LANE-B", is_there=True, came_by="LANE-C")
    waiting = zone_work.look_at_zone(floor, zones.pickers["B"]).waiting
    assert [(one.tote, one.lines, one.order_number) for one in waiting] == [(tote, 1, number)]
    state = zones.bring("B", tote)
    assert (state.prompt, state.zone, state.onward) == (
        P.SCAN_ITEM,
        "B",
        Onward("", "LANE-PACK", came_by="LANE-B"),
    )
    assert zone_work.look_at_zone(floor, zones.pickers["B"]).waiting == ()
    done = shift.pick_to_end(floor, zones.pickers["B"], state)
    assert done.prompt is P.TASK_DONE
    assert books.order_state(floor, number) == "picked"
    shift.pack_order(floor, builders.an_operator(floor), tote)
    assert books.order_state(floor, number) in ("packed", "shipped")
    assert_sound(floor)


def test_next_names_the_tote_that_is_to_be_fetched_and_takes_no_other(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    zones.release("C", "A")
    tote, other = builders.a_tote(floor), builders.a_tote(floor)
    shift.pick_to_end(floor, zones.pickers["C"], zones.bring("C", tote))
    ana = zones.pickers["A"]
    state = picking.claim_work(floor, ana)
    assert (state.prompt, state.tote) == (P.SCAN_TOTE, tote)
    wrong = shift.refused(floor, ana, state, other)
    assert wrong == OtherTote(other, tote, state.order_number)
    state = shift.pick(floor, ana, state, tote).state
    assert state.prompt is P.SCAN_ITEM
    again = picking.claim_work(floor, ana)
    assert again.prompt is P.SCAN_ITEM
    shift.pick_to_end(floor, ana, again)
    assert_sound(floor)


def test_a_tote_that_is_not_to_be_found_leaves_its_work_to_others(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    zones.release("C", "A")
    tote = builders.a_tote(floor)
    shift.pick_to_end(floor, zones.pickers["C"], zones.bring("C", tote))
    ana = zones.pickers["A"]
    state = picking.claim_work(floor, ana)
    gone = shift.pick(floor, ana, state, Command.SKIP.value).state
    assert gone.prompt is P.PAUSED
    assert zones.chain[1] == ("A", "ready")
    assert zones.bring("A", tote).prompt is P.SCAN_ITEM
    assert_sound(floor)


def test_where_lanes_are_scanned_the_zone_ends_with_the_lane(floor: Workplace) -> None:
    zones = a_zone_floor(floor, scanned=True)
    zones.release("C", "A")
    cy, tote = zones.pickers["C"], builders.a_tote(floor)
    state = zones.bring("C", tote)
    asked = shift.pick(floor, cy, state, zones.goods["C"].barcode).state
    assert asked.prompt is P.SCAN_LANE
    assert asked.onward == Onward("A", "LANE-A", is_scanned=True, came_by="LANE-C")
    wrong = shift.refused(floor, cy, asked, "L-LANE-B")
    assert wrong == WrongLane("LANE-B", "LANE-A", "A")
    done = shift.pick(floor, cy, asked, "L-LANE-A").state
    assert done.prompt is P.TASK_DONE
    skipped = shift.pick(floor, cy, asked, Command.SKIP.value).state
    assert skipped.prompt is P.TASK_DONE
    where = "select code from tote join location on location.id = place_id"
    assert books.rows(floor, where) == [("LANE-A",)]
    assert_sound(floor)


def test_a_put_is_taken_back_until_the_next_zone_has_the_tote(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    number = zones.release("C", "A")
    cy, tote = zones.pickers["C"], builders.a_tote(floor)
    done = shift.pick_to_end(floor, cy, zones.bring("C", tote))
    undo = (Command.UNDO.value, f"L-{zones.places['C']}")
    again = shift.pick(floor, cy, done, *undo).state
    assert again.prompt is P.SCAN_ITEM
    assert zones.chain == [("C", "in_progress"), ("A", "waiting")]
    done = shift.pick_to_end(floor, cy, again)
    assert zones.chain == [("C", "done"), ("A", "ready")]
    zones.bring("A", tote)
    assert shift.refused(floor, cy, shift.pick(floor, cy, done, undo[0]).state, undo[1]) == GoneOn(
        number, "A", "Picker A"
    )
    assert_sound(floor)


def test_each_tote_that_is_not_for_this_zone_is_told_where_it_goes(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    number = zones.release("C", "B")
    tote, empty = builders.a_tote(floor), builders.a_tote(floor)

    def told(zone: str, code: str) -> object:
        with pytest.raises(Refused) as stopped:
            zones.bring(zone, code)
        return stopped.value.refusal

    assert told("A", empty) == NothingBegins(empty, "A", 0)
    state = zones.bring("C", tote)
    assert told("B", tote) == NotHandedOver(tote, "C", "Picker C")
    cy = zones.pickers["C"]
    shift.pick_to_end(floor, cy, state)
    assert told("C", tote) == NotForZone(tote, "C", "B", "LANE-B")
    assert told("A", tote) == NotForZone(tote, "A", "B", "LANE-B")
    state = zones.bring("B", tote)
    bo = builders.an_operator(floor, "Bo")
    zone_work.choose_zone(floor, bo, builders.entry("L-LANE-B"))
    with pytest.raises(Refused) as stopped:
        zone_work.bring_in(floor, bo, builders.entry(tote))
    assert isinstance(stopped.value.refusal, WorkInHands)
    shift.pick_to_end(floor, zones.pickers["B"], state)
    assert told("B", tote) == ZonesDone(tote, number, "LANE-PACK")
    dee = builders.an_operator(floor, "Dee")
    with pytest.raises(Refused) as stopped:
        zone_work.bring_in(floor, dee, builders.entry(empty))
    assert stopped.value.refusal == NoZoneChosen()
    single = zones.release("A", method=PickMethod.SINGLE)
    shift.pick_order(floor, dee, empty)
    assert told("A", empty) == NotAZoneTote(empty, single)
    assert_sound(floor)


def test_an_order_cancelled_between_two_zones_is_told_by_its_tote(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    number = zones.release("C", "A")
    tote = builders.a_tote(floor)
    shift.pick_to_end(floor, zones.pickers["C"], zones.bring("C", tote))
    cancel_order(floor, number)
    with pytest.raises(Refused) as stopped:
        zones.bring("A", tote)
    assert stopped.value.refusal == PassedOrderStopped(tote, number, "cancelled", "LANE-PACK")
    with pytest.raises(Refused) as stopped:
        picking.claim_work(floor, zones.pickers["A"])
    assert stopped.value.refusal == NoWork()
    assert_sound(floor)


def test_a_zone_whose_picker_fell_silent_is_gone_on_with_by_its_tote(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    number = zones.release("C", "A", units=2)
    tote, cy = builders.a_tote(floor), zones.pickers["C"]
    shift.pick(floor, cy, zones.bring("C", tote), zones.goods["C"].barcode, builders.typed(1))
    go_silent(floor, floor.station)
    reap(floor)
    assert zones.chain == [("C", "paused"), ("A", "waiting")]
    with pytest.raises(Refused) as stopped:
        zones.bring("A", tote)
    assert stopped.value.refusal == NotHandedOver(tote, "C", "Picker C")
    bo = builders.an_operator(floor, "Bo")
    zone_work.choose_zone(floor, bo, builders.entry("L-LANE-C"))
    shift.pick_to_end(floor, bo, zone_work.bring_in(floor, bo, builders.entry(tote)))
    shift.pick_to_end(floor, zones.pickers["A"], zones.bring("A", tote))
    assert books.order_state(floor, number) == "picked"
    assert_sound(floor)


def test_a_second_tote_goes_along_and_either_one_is_the_hand_over(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    number = zones.release("C", "A", units=3)
    one, two = builders.a_tote(floor), builders.a_tote(floor)
    cy, barcode = zones.pickers["C"], zones.goods["C"].barcode
    state = shift.pick(floor, cy, zones.bring("C", one), barcode, builders.typed(2)).state
    state = shift.pick(floor, cy, state, Command.FULL.value, two).state
    done = shift.pick_to_end(floor, cy, state)
    assert done.positions[0].totes == (one, two)
    state = zones.bring("A", one)
    assert state.tote == two
    shift.pick_to_end(floor, zones.pickers["A"], state)
    shift.pack_order(floor, builders.an_operator(floor), one)
    assert books.order_state(floor, number) in ("packed", "shipped")
    assert_sound(floor)


def test_units_found_in_a_later_zone_are_picked_there(floor: Workplace) -> None:
    zones = a_zone_floor(floor)
    place = builders.a_location(floor)
    builders.stock(floor, zones.goods["C"], place, 5)
    move_into(floor, place, "A")
    number = zones.release("C", "A", "B", units=2)
    cy, tote = zones.pickers["C"], builders.a_tote(floor)
    state = zones.bring("C", tote)
    short = (Command.SHORT.value, builders.typed(0), Command.OK.value)
    done = shift.pick(floor, cy, state, *short).state
    assert done.prompt is P.TASK_DONE
    assert [zone for zone, _ in zones.chain] == ["C", "A", "B"]
    state = zones.bring("A", tote)
    assert sorted(line.location for line in state.lines) == sorted([place, zones.places["A"]])
    shift.pick_to_end(floor, zones.pickers["A"], state)
    shift.pick_to_end(floor, zones.pickers["B"], zones.bring("B", tote))
    assert books.order_state(floor, number) == "picked"
    assert_sound(floor)
