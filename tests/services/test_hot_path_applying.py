"""What the database says of requests that stations judged from a copy: in time, late, off line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from app.db.schema import PickTask
from app.domain.pick_effects import PutInTote
from app.domain.pick_request import PickRequest, Verdict
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import ExpiredLot, StockMissing, ToteInUse, UnknownCode
from app.services import picking
from app.services.identifying import Entry, look_up, read_entry
from app.services.leases import reap
from app.services.pick_applying import apply_pick
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift


def request(workplace: Workplace, person: int, state: PickState, raw: str | Entry) -> PickRequest:
    """What a station would hand in for a scan."""
    entry = builders.entry(raw) if isinstance(raw, str) else raw
    outcome = picking.judge(workplace, person, state, entry)
    return picking.request_of(workplace, person, state, entry, outcome)


def a_picker_at_work(floor: Workplace, units: int = 3) -> tuple[int, str, PickState]:
    """Somebody in the middle of two lines, mugs first."""
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, units), (lamp, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    return ana, tote, state


def test_the_station_s_book_says_of_every_code_what_the_house_says(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, sku="MUG-1", case_of=6)
    tea = builders.an_item(floor, lot_tracked=True)
    shelf = builders.a_location(floor)
    builders.stock(floor, tea, shelf, 5, lot="A1", expiry=date(2099, 5, 31))
    other, elsewhere = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2), (tea, 1))
    ana, tote, free = builders.an_operator(floor), builders.a_tote(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    resumed = picking.claim_work(floor, ana)
    known = [mug.barcode, mug.case_barcode, "MUG-1", f"L-{place}", place.lower(), tote]
    known += [f"]C101{tea.barcode.zfill(14)}10A1", Command.OK.value, "K-M2", "S-P01", "x" * 999]
    foreign = [other.barcode, other.sku, f"L-{elsewhere}", free, "T-9999999", "O-1", "nothing"]
    for raw in known + foreign:
        entry = builders.entry(raw)
        reading = read_entry(entry, floor.clock.today())
        with floor.database.begin() as work:
            in_the_house = look_up(work, reading, entry)
        from_book = resumed.book.identify(reading, raw[:64])
        assert from_book == (in_the_house if raw in known else None), raw
        if raw != tote:  # whose number the station has not been told yet
            assert state.book.identify(reading, raw[:64]) == from_book, raw


def test_a_tote_that_is_not_free_is_noticed_when_it_is_bound(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    first = builders.a_released_order(floor, (mug, 1))
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = picking.claim_work(floor, ana)
    assert shift.refused(floor, ana, state, tote) == ToteInUse(tote, first)
    assert shift.refused(floor, ana, state, "T-88888888") == UnknownCode("T-88888888")
    books.audit(floor.database)


def test_a_revision_rises_with_what_is_written_and_not_with_claims_or_lapses(
    floor: Workplace,
) -> None:
    ana, tote, state = a_picker_at_work(floor)
    assert (state.revision, state.prompt) == (1, PickPrompt.CONFIRM_QUANTITY)
    state = shift.pick(floor, ana, state, builders.typed(1)).state
    assert state.revision == 2
    let_lapse(floor)
    resumed = picking.claim_work(floor, ana)
    assert (resumed.revision, resumed.epoch) == (2, state.epoch + 1)
    paused = shift.pick(floor, ana, resumed, Command.SKIP.value, Command.PAUSE.value).state
    assert paused.revision == 4
    assert books.value(floor, "select revision from pick_task") == 4
    assert picking.claim_work(floor, ana).tote == tote


def let_lapse(floor: Workplace) -> None:
    with floor.database.begin() as work:
        for task in work.session.query(PickTask).filter(PickTask.lease_until.is_not(None)):
            task.lease_until = work.now - timedelta(seconds=1)
    reap(floor)


def test_lapsed_work_goes_on_with_its_picker_s_next_scan(floor: Workplace) -> None:
    ana, tote, state = a_picker_at_work(floor)
    let_lapse(floor)
    assert books.value(floor, "select state from pick_task") == "paused"
    answer = shift.pick(floor, ana, state, builders.typed(2))
    assert answer.refusal is None
    assert answer.state.epoch == state.epoch
    held = books.rows(floor, "select state, operator_id, lapsed_at from pick_task")
    assert held == [("in_progress", ana, None)]
    assert shift.pick_to_end(floor, ana, answer.state, tote).prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_lapsed_work_that_somebody_else_has_claimed_is_theirs(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, bo = builders.an_operator(floor), builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    let_lapse(floor)
    assert books.value(floor, "select state from pick_task") == "ready"
    assert picking.claim_work(floor, bo).task_id == state.task_id
    late = apply_pick(floor, request(floor, ana, state, builders.a_tote(floor)))
    assert (late.verdict, late.revision, late.logged) == (
        Verdict.TAKEN_OVER,
        None,
        "TaskTakenOver",
    )


def test_untouched_lapsed_work_is_still_its_picker_s_until_then(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    let_lapse(floor)
    assert books.order_state(floor, number) == "released"
    bound = shift.pick(floor, ana, state, tote).state
    assert books.order_state(floor, number) == "picking"
    assert shift.pick_to_end(floor, ana, bound, tote).prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_work_done_off_line_is_written_though_other_lines_changed(floor: Workplace) -> None:
    ana, tote, state = a_picker_at_work(floor)
    put_two = request(floor, ana, state, builders.typed(2))
    shift.pick(floor, ana, state, Command.SKIP.value)  # the copy is behind now
    assert apply_pick(floor, replace(put_two, scan_id=uuid4())).verdict is Verdict.BEHIND
    off_line = replace(put_two, scan_id=uuid4(), revision=None)
    assert apply_pick(floor, off_line).verdict is Verdict.APPLIED
    assert apply_pick(floor, off_line).verdict is Verdict.REPEATED
    assert books.on_hand(floor, tote) == 2
    books.audit(floor.database)


def test_work_done_off_line_is_not_written_where_its_own_line_or_tote_changed(
    floor: Workplace,
) -> None:
    ana, tote, state = a_picker_at_work(floor)
    put_two = request(floor, ana, state, builders.typed(2))
    (put,) = put_two.effects
    assert isinstance(put, PutInTote)
    shift.pick(floor, ana, state, builders.typed(2))
    for effect in (put, replace(put, quantity=1, tote="T-99999")):
        again = replace(put_two, scan_id=uuid4(), revision=None, effects=(effect,))
        said = apply_pick(floor, again)
        assert (said.verdict, said.logged) == (Verdict.BEHIND, "WorkMovedOn")
    one_more = replace(put_two, scan_id=uuid4(), revision=None, effects=(replace(put, quantity=1),))
    assert apply_pick(floor, one_more).verdict is Verdict.APPLIED
    assert books.on_hand(floor, tote) == 3
    books.audit(floor.database)


def test_off_line_work_for_a_task_that_was_put_aside_meanwhile_is_behind(floor: Workplace) -> None:
    ana, _, state = a_picker_at_work(floor)
    put_two = replace(request(floor, ana, state, builders.typed(2)), revision=None)
    shift.pick(floor, ana, state, Command.PAUSE.value)
    assert apply_pick(floor, put_two).verdict is Verdict.BEHIND
    books.audit(floor.database)


def test_a_short_that_finds_units_elsewhere_leaves_every_other_copy_behind(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 2)
    builders.stock(floor, mug, builders.a_location(floor), 5)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    state = shift.pick(floor, ana, state, f"L-{state.lines[0].location}").state
    asked = shift.pick(floor, ana, state, Command.SHORT.value, builders.typed(0)).state
    answer = shift.pick(floor, ana, asked, Command.OK.value)
    assert len(answer.state.lines) == 2
    assert answer.state.revision == asked.revision + 2
    assert answer.state.prompt is PickPrompt.SCAN_LOCATION


def test_expiry_is_judged_by_the_database_s_clock_as_last_heard(floor: Workplace) -> None:
    tea = builders.an_item(floor, lot_tracked=True)
    place = builders.a_location(floor)
    builders.stock(floor, tea, place, 5, lot="A1", expiry=date(2049, 5, 31))
    builders.a_released_order(floor, (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, f"L-{place}").state
    floor.clock.learn(datetime(2050, 1, 1, tzinfo=UTC))  # as a database of the next generation
    answer = shift.pick(floor, ana, state, tea.barcode)
    assert isinstance(answer.refusal, ExpiredLot)
    assert floor.clock.today() < date(2049, 5, 31), "the database has told its own time since"
    assert shift.pick(floor, ana, state, tea.barcode).refusal is None


def test_a_scan_the_books_refused_is_refused_again_when_handed_in_again(
    floor: Workplace,
) -> None:
    ana, _, state = a_picker_at_work(floor)
    scan = builders.typed(2)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update stock set on_hand = 0, allocated = 0")
    put_two = request(floor, ana, state, scan)
    first = apply_pick(floor, put_two)
    assert first.verdict is Verdict.REFUSED
    assert isinstance(first.refusal, StockMissing)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update stock set on_hand = 9, allocated = 9")
    again = apply_pick(floor, put_two)
    assert (again.verdict, again.logged) == (Verdict.REPEATED_REFUSED, "StockMissing")
    assert picking.scan(floor, ana, state, scan).refusal is not None
    moved = books.value(floor, "select count(*) from stock_move where scan_id is not null")
    assert moved == 0
