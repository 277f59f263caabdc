"""Parts picked side by side meet on the consolidation shelf, and the bench packs out of a slot."""

from __future__ import annotations

import pytest

from app.db.schema import Order, OrderHold
from app.db.unit_of_work import UnitOfWork
from app.domain.orders import HoldReason
from app.domain.pick_state import PickMethod, PickPrompt
from app.domain.readings import Command
from app.domain.refusals import NothingToUndo, Refusal, UnknownCode
from app.domain.shelf_refusals import (
    NoPlaceForPart,
    NotAPart,
    PartGone,
    PartNotPicked,
    PartThere,
    SlotNotFree,
    WrongPart,
    WrongSlot,
)
from app.domain.shelving import Detour, Placed, ShelfPrompt, Shelving
from app.domain.sort_events import SlotFreed, SlotReady, ToteAtSlot
from app.domain.sort_refusals import SlotWaits
from app.services import packing, shelving
from app.services.checking import check_database
from app.services.dialogues import Answer
from app.services.order_changes import cancel_order
from app.services.order_states import refresh_states
from app.services.wall_setup import add_shelf, slot_views
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.zone_floor import ZoneFloor, a_zone_floor

S = ShelfPrompt
PARALLEL = PickMethod.ZONE_PARALLEL


def assert_sound(floor: Workplace) -> None:
    books.audit(floor.database)
    broken = [one for one in check_database(floor).invariants if not one.holds]
    assert not broken, broken


def in_parallel(floor: Workplace, slots: int = 3) -> ZoneFloor:
    """Zones and a shelf."""
    zones = a_zone_floor(floor)
    add_shelf(floor, "C1", slots=slots)
    return zones


def picked(zones: ZoneFloor, zone: str) -> str:
    """Let a zone's picker pick the next order into an empty tote, which is returned."""
    tote = builders.a_tote(zones.floor)
    state = zones.bring(zone, tote)
    assert state.method is PARALLEL
    done = shift.pick_to_end(zones.floor, zones.pickers[zone], state)
    assert done.prompt is PickPrompt.TASK_DONE
    return tote


def put(zones: ZoneFloor, zone: str, *scans: str) -> Answer[Shelving]:
    """Open the shelf and make scans there; every one but the last must be accepted."""
    answer = Answer(shelving.open_shelf(zones.floor, zones.pickers[zone]))
    return put_on(zones, zone, answer.state, *scans)


def put_on(zones: ZoneFloor, zone: str, state: Shelving, *scans: str) -> Answer[Shelving]:
    """Make scans at the shelf; every one but the last must be accepted."""
    answer = Answer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        entry = builders.entry(scan)
        answer = shelving.scan(zones.floor, zones.pickers[zone], answer.state, entry)
    return answer


def refused(zones: ZoneFloor, zone: str, state: Shelving, scan: str) -> Refusal | None:
    return put_on(zones, zone, state, scan).refusal


def test_two_parts_meet_in_a_slot_and_the_bench_packs_out_of_both_totes(floor: Workplace) -> None:
    zones = in_parallel(floor)
    number = zones.release("C", "A", units=2, method=PARALLEL)
    first = picked(zones, "C")
    state = shelving.open_shelf(floor, zones.pickers["C"])
    assert state.part is not None
    assert (state.prompt, state.part.slot, state.part.missing) == (S.SCAN_SLOT, "C1-01", ("A",))
    placed = put(zones, "C", "L-C1-01")
    assert placed.state.prompt is S.DONE
    assert placed.state.placed == (Placed(first, "C1-01", number, ("A",)),)
    assert [type(event) for event in placed.events] == [ToteAtSlot]
    packer = builders.an_operator(floor)
    waits = packing.open_order(floor, packer, builders.entry("L-C1-01"))
    assert waits.refusal == SlotWaits("C1-01", number, "A")
    second = picked(zones, "A")
    assert packing.open_order(floor, packer, builders.entry("L-C1-01")).refusal == waits.refusal
    placed = put(zones, "A", "L-C1-01")
    assert [type(event) for event in placed.events] == [ToteAtSlot, SlotReady]
    assert placed.state.placed == (Placed(second, "C1-01", number),)
    bench = shift.open_bench(floor, packer, "L-C1-01")
    assert bench.here == {first, second}
    shift.pack_order(floor, packer, "L-C1-01")
    assert books.order_state(floor, number) in ("packed", "shipped")
    assert {slot.order_number for slot in slot_views(floor)} == {None}
    assert_sound(floor)


def test_a_later_part_is_sent_to_its_order_s_slot_and_no_other_takes_it(floor: Workplace) -> None:
    zones = in_parallel(floor)
    one = zones.release("C", "A", method=PARALLEL)
    first = picked(zones, "C")
    put(zones, "C", "L-C1-02")  # a first part may open any free slot
    other = zones.release("C", "B", method=PARALLEL)
    tote = picked(zones, "C")
    state = shelving.open_shelf(floor, zones.pickers["C"])
    assert state.part is not None
    assert (state.part.order_number, state.part.slot) == (other, "C1-01")
    assert refused(zones, "C", state, "L-C1-02") == SlotNotFree("C1-02", "C1-01", tote)
    second = picked(zones, "A")
    state = shelving.open_shelf(floor, zones.pickers["A"])
    assert refused(zones, "A", state, "L-C1-01") == WrongSlot("C1-01", "C1-02", second, one)
    place = zones.places["A"]
    assert refused(zones, "A", state, f"L-{place}") == WrongSlot(place, "C1-02", second, one)
    assert refused(zones, "A", state, "L-NOWHERE") == UnknownCode("L-NOWHERE")
    there = put(zones, "A", "L-C1-02").state
    assert refused(zones, "A", there, first) == PartThere(first, "C1-02", "")
    assert refused(zones, "A", there, builders.a_tote(floor)) is not None
    assert_sound(floor)


def test_a_tote_that_is_no_part_or_not_at_its_end_is_told(floor: Workplace) -> None:
    zones = in_parallel(floor)
    single, of_single = zones.release("A", method=PickMethod.SINGLE), builders.a_tote(floor)
    shift.pick_order(floor, builders.an_operator(floor), of_single)
    zones.release("C", "A", units=2, method=PARALLEL)
    cy, empty = zones.pickers["C"], builders.a_tote(floor)
    state = zones.bring("C", empty)
    barcode = zones.goods["C"].barcode
    shift.pick(floor, cy, state, barcode, builders.typed(1))
    nothing = shelving.open_shelf(floor, zones.pickers["A"])
    assert (nothing.prompt, nothing.parts) == (S.SCAN_TOTE, ())
    assert refused(zones, "A", nothing, empty) == PartNotPicked(empty, "C", 1, "Picker C")
    other = builders.a_tote(floor)
    assert refused(zones, "A", nothing, other) == NotAPart(other, "")
    assert refused(zones, "A", nothing, of_single) == NotAPart(of_single, single)
    assert refused(zones, "A", nothing, Command.UNDO.value) == NothingToUndo()
    assert_sound(floor)


def test_a_part_is_taken_out_again_until_a_packer_begins(floor: Workplace) -> None:
    zones = in_parallel(floor)
    number = zones.release("C", "A", method=PARALLEL)
    tote = picked(zones, "C")
    state = put(zones, "C", "L-C1-01", Command.UNDO.value).state
    assert state.prompt is S.TAKE_OUT
    other = builders.a_tote(floor)
    assert refused(zones, "C", state, other) == WrongPart(other, tote, "C1-01")
    assert put_on(zones, "C", state, Command.UNDO.value).state.prompt is S.DONE
    out = put_on(zones, "C", state, tote)
    assert [type(event) for event in out.events] == [SlotFreed]
    assert (out.state.prompt, out.state.placed) == (S.SCAN_SLOT, ())
    put_on(zones, "C", out.state, "L-C1-03")
    second = picked(zones, "A")
    placed = put(zones, "A", "L-C1-03").state
    shift.open_bench(floor, builders.an_operator(floor), "L-C1-03")
    undone = put_on(zones, "A", placed, Command.UNDO.value, second)
    assert undone.refusal == PartGone(second, "C1-03", number)
    assert_sound(floor)


@pytest.mark.parametrize("how", ["cancelled", "operator"])
def test_a_part_whose_order_was_stopped_is_parked(floor: Workplace, how: str) -> None:
    zones = in_parallel(floor)
    number = zones.release("C", "A", method=PARALLEL)
    tote = picked(zones, "C")
    if how == "cancelled":
        cancel_order(floor, number)
    else:
        hold(floor, number)
    state = shelving.open_shelf(floor, zones.pickers["C"])
    assert state.part is not None
    assert (state.prompt, state.part.stopped) == (S.SCAN_LANE, how)
    assert state.detour_of(state.part) is Detour.STOPPED
    assert refused(zones, "C", state, "L-C1-01") == NoPlaceForPart("C1-01", tote)
    parked = put_on(zones, "C", state, "L-LANE-PACK").state
    assert parked.prompt is S.DONE
    assert [one.is_parked for one in parked.placed] == [True]
    assert shelving.open_shelf(floor, zones.pickers["C"]).parts == ()
    assert_sound(floor)


def hold(floor: Workplace, number: str) -> None:
    """Hold an order, as a lead would."""

    def verb(work: UnitOfWork) -> None:
        order = work.session.query(Order).filter_by(number=number).one()
        work.session.add(OrderHold(order_id=order.id, reason=HoldReason.OPERATOR, held_at=work.now))
        refresh_states(work, [order.id])

    floor.database.run(verb)


def test_an_order_of_one_zone_goes_past_the_shelf_and_without_a_slot_to_a_lane(
    floor: Workplace,
) -> None:
    zones = in_parallel(floor, slots=1)
    alone = zones.release("C", method=PARALLEL)
    tote = picked(zones, "C")
    state = shelving.open_shelf(floor, zones.pickers["C"])
    assert state.part is not None
    assert (state.prompt, state.detour_of(state.part)) == (S.SCAN_LANE, Detour.ALONE)
    put_on(zones, "C", state, "L-LANE-PACK")
    shift.pack_order(floor, builders.an_operator(floor), tote)
    assert books.order_state(floor, alone) in ("packed", "shipped")
    zones.release("C", "A", method=PARALLEL)
    picked(zones, "C")
    put(zones, "C", "L-C1-01")
    zones.release("C", "B", method=PARALLEL)
    late = picked(zones, "C")
    state = shelving.open_shelf(floor, zones.pickers["C"])
    assert state.part is not None
    assert (state.part.tote, state.detour_of(state.part)) == (late, Detour.NO_SLOT)
    put_on(zones, "C", state, "L-LANE-PACK")
    assert_sound(floor)
