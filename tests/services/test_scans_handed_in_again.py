from dataclasses import replace

import pytest

from app.domain.pack_state import PackPrompt
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.domain.refusals import WorkMovedOn, WrongItem
from app.services import packing, picking
from app.services.scan_records import ScanIdReused
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift


def test_a_pick_scan_handed_in_again_changes_nothing_and_answers_the_same(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 3), (lamp, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    scans = [tote, lamp.barcode, mug.barcode, Command.OK.value, lamp.barcode]
    for raw in scans:
        scan = builders.entry(raw)
        first = picking.scan(floor, ana, state, scan)
        before = books.everything(floor)
        again = picking.scan(floor, ana, state, scan)
        assert books.everything(floor) == before
        assert again.refusal == first.refusal
        assert again.state == replace(first.state, history=again.state.history)
        state = first.state if first.refusal is None else state
    assert state.prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_a_refused_scan_handed_in_again_is_refused_again(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    scan = builders.entry(lamp.barcode)
    refusals = [picking.scan(floor, ana, state, scan).refusal for _ in range(3)]
    assert isinstance(refusals[0], WrongItem)
    assert len(set(refusals)) == 1
    logged = books.rows(floor, "select count(*) from scan_log where refusal = 'WrongItem'")
    assert logged == [(1,)]


def test_an_old_scan_found_again_after_minutes_changes_nothing(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    start = picking.claim_work(floor, ana)
    bind, one = builders.entry(tote), builders.typed(1)
    put = shift.pick(floor, ana, start, bind, mug.barcode, one).state
    before = books.everything(floor)
    for scan, seen in ((bind, start), (one, put), (one, start), (bind, put)):
        answer = picking.scan(floor, ana, seen, scan)
        assert (answer.refusal, answer.state.lines) == (None, put.lines)
    assert books.everything(floor) == before


def test_one_scan_id_with_two_codes_is_an_error_and_applies_nothing(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    scan = builders.entry(tote)
    state = picking.scan(floor, ana, picking.claim_work(floor, ana), scan).state
    before = books.everything(floor)
    with pytest.raises(ScanIdReused, match=str(scan.scan_id)):
        picking.scan(floor, ana, state, replace(scan, raw=mug.barcode))
    with pytest.raises(ScanIdReused):
        packing.open_order(floor, ana, replace(scan, raw="O-1"))
    assert books.everything(floor) == before


def test_a_scan_on_a_state_whose_answer_was_lost_counts_nothing_twice(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    shift.pick(floor, ana, state, builders.typed(1))  # its answer never reaches the station
    again = shift.pick(floor, ana, state, builders.typed(1))
    assert again.refusal == WorkMovedOn(number)
    assert again.state.line is not None
    assert (again.state.line.picked, again.state.prompt) == (1, PickPrompt.SCAN_ITEM)
    assert books.on_hand(floor, tote) == 1
    more = picking.scan(floor, ana, again.state, builders.entry(mug.barcode))
    assert more.refusal is None
    books.audit(floor.database)


def test_a_lost_pause_and_a_lost_tote_are_noticed_too(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote, other = builders.an_operator(floor), builders.a_tote(floor), builders.a_tote(floor)
    start = picking.claim_work(floor, ana)
    bound = shift.pick(floor, ana, start, tote).state
    second = shift.pick(floor, ana, start, other)
    assert second.refusal == WorkMovedOn(number)
    assert second.state.tote == tote
    shift.pick(floor, ana, bound, Command.PAUSE.value)
    after_pause = shift.pick(floor, ana, bound, mug.barcode)
    assert after_pause.refusal == WorkMovedOn(number)
    assert after_pause.state.prompt is PickPrompt.PAUSED


def test_a_pack_scan_handed_in_again_changes_nothing_and_answers_the_same(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2), note="Ring twice")
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    opening = builders.entry(tote)
    state = packing.open_order(floor, ana, opening).state
    assert state is not None
    assert packing.open_order(floor, ana, opening).state == state
    for raw in [
        *(Command.OK.value, mug.barcode, lamp.barcode, mug.barcode, Command.UNDO.value),
        *(Command.OK.value, mug.barcode, Command.OK.value, "label", "after the end"),
    ]:
        scan = builders.entry(f"]C100{state.sscc}" if raw == "label" else raw)
        first = packing.scan(floor, ana, state, scan)
        before = books.everything(floor)
        again = packing.scan(floor, ana, state, scan)
        assert books.everything(floor) == before
        assert again.refusal == first.refusal
        assert again.state is not None
        assert first.state is not None
        assert (again.state.prompt, again.state.lines) == (first.state.prompt, first.state.lines)
        state = first.state if first.refusal is None else state
    assert state.prompt is PackPrompt.DONE
    books.audit(floor.database)


def test_opening_an_order_is_not_repeated_once_it_has_gone(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    early = builders.entry(f"O-{number}")
    assert packing.open_order(floor, ana, early).refusal is not None
    shift.pick_order(floor, ana, tote)
    before = books.everything(floor)
    assert packing.open_order(floor, ana, early).refusal is not None
    assert books.everything(floor) == before


def test_a_unit_scanned_again_after_a_lost_answer_is_not_packed_twice(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack(floor, ana, state, mug.barcode)  # its answer never reaches the station
    again = shift.pack(floor, ana, state, mug.barcode)
    assert again.refusal == WorkMovedOn(number)
    assert again.state is not None
    assert again.state.verified == 1
    books.audit(floor.database)


def test_two_benches_at_one_order_pack_each_unit_once(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, bo, tote = builders.an_operator(floor), builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    here, there = shift.open_bench(floor, ana, tote), shift.open_bench(floor, bo, tote)
    assert here.carton_id == there.carton_id
    shift.pack(floor, ana, here, mug.barcode)
    brought_up = shift.pack(floor, bo, there, mug.barcode)
    assert brought_up.refusal == WorkMovedOn(number)
    assert brought_up.state is not None
    done = shift.pack_until(floor, bo, replace(brought_up.state, refusal=None), PackPrompt.DONE)
    assert done.verified == 2
    books.audit(floor.database)
