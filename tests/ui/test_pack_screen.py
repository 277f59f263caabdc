"""A packer proves the contents, boxes them and matches the label; nothing else leaves the bench."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from app.domain.orders import OrderState
from app.domain.pack_state import PackPrompt, PackState
from app.domain.trade_numbers import check_digit
from printing.jobs import JobState
from tests.ui.screens_fixture import BLUE, CABLE, CODES, LAMP, RED
from tests.ui.screens_fixture_station import Station

ED = "Ed Brandt"
OTHER_LABEL = "34006381000099999"

Packing = Callable[..., Station]


@pytest.fixture
def packing(station: Station) -> Packing:
    """Ed at a bench with an order open."""

    def begin(note: str = "", gift: str = "") -> Station:
        tote = station.floor.picked_order((BLUE, 2), (LAMP, 1), note=note, gift=gift)
        station.badge(ED)
        station.type("5")
        station.scan(tote)
        return station

    return begin


@pytest.fixture
def packer(packing: Packing) -> Station:
    """Ed at a bench, ready to verify two mugs and a lamp holder."""
    return packing()


@pytest.fixture
def closed(packer: Station) -> Station:
    """Ed with a closed carton whose label is printing."""
    packer.scan(CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku], "XCK")
    return packer


def state_of(station: Station) -> PackState:
    """What the pack screen is about."""
    state = station.window.pack.state
    assert state is not None
    return state


def words(station: Station) -> str:
    """What the instruction says."""
    return station.window.pack.pages.instruction.accessibleName()


def test_a_tote_scanned_at_home_opens_its_order_at_once(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 1))
    station.badge(ED)
    station.scan(tote)
    assert station.shows(station.window.pack)
    assert state_of(station).order_number == "10881"
    assert "from T-0091" in station.window.pack.heading().detail


def test_the_empty_bench_says_what_to_scan_and_an_empty_tote_is_refused(station: Station) -> None:
    station.badge(ED)
    station.type("5")
    assert "SCAN A TOTE" in words(station)
    station.scan("T-0001")
    assert "NOTHING TO PACK" in station.verdict
    assert "carries no order" in station.verdict


def test_an_order_still_being_picked_is_refused_with_its_state(station: Station) -> None:
    number = station.floor.order((BLUE, 1))
    station.badge(ED)
    station.type("5")
    station.scan(f"O-{number}")
    assert "not picked yet" in station.verdict


def test_every_unit_is_scanned_and_the_last_moves_on_by_itself(packer: Station) -> None:
    packer.scan(CODES[BLUE.sku], CODES[LAMP.sku])
    assert packer.window.pack.progress.figures == "units 2/3"
    assert state_of(packer).prompt is PackPrompt.SCAN_UNIT
    packer.scan(CODES[BLUE.sku])
    assert state_of(packer).prompt is PackPrompt.CHOOSE_PACKAGING


WRONG = {
    "a foreign item": (CODES[RED.sku], "NOT IN THIS ORDER"),
    "an empty tote": ("T-0001", "NOT NEEDED NOW"),
    "an unknown code": ("4006381333931", "UNKNOWN CODE"),
    "two codes run together": (CODES[BLUE.sku] * 2, "TWO CODES AT ONCE"),
    "4 KB of garbage": ("y" * 4096, "CODE TOO LONG"),
    "a location": (f"L-{BLUE.location}", "NOT NEEDED NOW"),
}


@pytest.mark.parametrize(("code", "title"), WRONG.values(), ids=WRONG)
def test_a_wrong_scan_stops_and_the_right_one_goes_on(
    packer: Station, code: str, title: str
) -> None:
    packer.scan(CODES[BLUE.sku])
    before = packer.floor.moves()
    packer.scan(code)
    assert f"STOP: {title}" in packer.verdict
    assert "Nothing was counted: still 1/3 units." in packer.verdict
    assert packer.sounds[-1] == "stop"
    assert packer.floor.moves() == before
    packer.scan(CODES[LAMP.sku])
    assert not packer.verdict
    assert state_of(packer).verified == 2


def test_another_order_is_a_stop_that_waits_for_ok(packer: Station) -> None:
    number = packer.floor.order((CABLE, 1))
    packer.scan(f"O-{number}")
    assert "STOP: ANOTHER ORDER IS OPEN" in packer.verdict
    packer.scan(CODES[BLUE.sku])
    assert "ANOTHER ORDER IS OPEN" in packer.verdict
    assert state_of(packer).verified == 0
    packer.scan("XCK", CODES[BLUE.sku])
    assert state_of(packer).verified == 1


def test_a_surplus_unit_is_refused(packer: Station) -> None:
    packer.scan(*[CODES[BLUE.sku]] * 3)
    assert "ONE TOO MANY" in packer.verdict
    assert "all 2 are in" in packer.verdict


def test_a_note_is_read_before_the_first_unit(packing: Packing) -> None:
    packer = packing(note="Ring twice. 请放在门口。")
    assert packer.window.pack.pages.read_first.paragraphs == ("Ring twice. 请放在门口。",)
    packer.scan(CODES[BLUE.sku])
    assert "NOT NEEDED NOW" in packer.verdict
    packer.scan("XCK", "XCK")
    assert state_of(packer).prompt is PackPrompt.SCAN_UNIT
    assert packer.window.pack.pages.note.isVisible()


def test_undo_names_the_unit_and_takes_it_out(packer: Station) -> None:
    packer.scan(CODES[BLUE.sku])
    packer.press(Qt.Key.Key_F6)
    assert "TAKE 1 OUT OF THE CARTON" in words(packer)
    packer.scan(CODES[LAMP.sku])
    assert packer.verdict
    packer.scan(CODES[BLUE.sku])
    assert state_of(packer).verified == 0


def test_a_missing_unit_holds_the_order_and_clears_the_bench(packer: Station) -> None:
    packer.scan(CODES[BLUE.sku], "XCSHRT")
    assert "2 units" in packer.window.pack.pages.panel.title
    packer.tap(packer.window.pack.pages.panel.tile("why", "damaged"))
    assert "ORDER 10881 HELD" in packer.verdict
    assert packer.window.pack.state is None
    assert packer.floor.order_state("10881") is OrderState.HELD


def test_the_suggested_carton_is_the_default(packer: Station) -> None:
    packer.scan(CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku])
    suggested = state_of(packer).suggested
    assert f"TAKE CARTON {suggested}" in words(packer)
    assert "kg expected" in packer.window.pack.pages.weight.accessibleName()
    packer.scan("XCK")
    assert state_of(packer).packaging == suggested


@pytest.mark.parametrize("way", ["card", "number", "tap"])
def test_another_carton_is_taken_by_card_number_or_tap(packer: Station, way: str) -> None:
    packer.scan(CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku])
    if way == "card":
        packer.scan("K-L")
    elif way == "number":
        packer.type("3")
    else:
        packer.tap(packer.window.pack.pages.panel.tile("carton", "L"))
    assert state_of(packer).packaging == "L"
    assert state_of(packer).prompt is PackPrompt.SCAN_LABEL


def test_an_unknown_carton_is_refused(packer: Station) -> None:
    packer.scan(CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku], "K-XX")
    assert "UNKNOWN CARTON" in packer.verdict


def test_closing_the_carton_wakes_the_spooler_and_shows_both_papers(
    closed: Station,
) -> None:
    rows = closed.window.pack.pages.papers.rows
    assert [row.title for row in rows] == ["Packing slip on A4-2", "Label on ZD-3"]
    assert all(row.words.startswith("printing") for row in rows)
    assert closed.woken


PROGRESS = [
    (JobState.HELD, "paper_out", "no paper: load it"),
    (JobState.SENT, "", "take it from the printer"),
    (JobState.CONFIRMED, "", "printed"),
    (JobState.UNCERTAIN, "connection_lost", "did it come out?"),
    (JobState.FAILED, "rendering_failed", "call the shift lead"),
]


@pytest.mark.parametrize(("state", "reason", "said"), PROGRESS)
def test_the_labels_progress_is_told_in_words(
    closed: Station, state: JobState, reason: str, said: str
) -> None:
    closed.floor.set_print_jobs("shipping_label", state, reason)
    closed.window.pack.watch.look()
    assert said in closed.window.pack.pages.papers.accessibleName()


def test_the_watch_ends_when_no_paper_can_change(closed: Station) -> None:
    assert closed.window.pack.watch.is_active
    closed.floor.set_print_jobs("packing_slip", JobState.CONFIRMED)
    closed.floor.set_print_jobs("shipping_label", JobState.SENT)
    closed.window.pack.watch.look()
    assert not closed.window.pack.watch.is_active


@pytest.mark.parametrize(("answer", "state"), [("1", JobState.CONFIRMED), ("2", JobState.QUEUED)])
def test_an_uncertain_label_is_answered_by_a_number(
    closed: Station, answer: str, state: JobState
) -> None:
    closed.floor.set_print_jobs("shipping_label", JobState.UNCERTAIN, "connection_lost")
    closed.window.pack.watch.look()
    assert "LOOK AT THE PRINTER" in words(closed)
    closed.type(answer)
    assert closed.floor.print_jobs("shipping_label") == [state]
    assert "STICK LABEL" in words(closed)


def test_an_uncertain_label_is_answered_by_a_tap(closed: Station) -> None:
    closed.floor.set_print_jobs("shipping_label", JobState.UNCERTAIN, "connection_lost")
    closed.window.pack.watch.look()
    closed.tap(closed.window.pack.pages.paper_panel.tile("paper", "yes"))
    assert closed.floor.print_jobs("shipping_label") == [JobState.CONFIRMED]


def test_a_reprint_asks_why_and_prints_the_same_label_once_more(closed: Station) -> None:
    closed.floor.set_print_jobs("shipping_label", JobState.SENT)
    sscc = state_of(closed).sscc
    closed.press(Qt.Key.Key_F9)
    assert "PRINT THE SAME LABEL AGAIN" in closed.window.pack.pages.panel.title
    closed.type("2")
    assert closed.floor.print_jobs("shipping_label") == [JobState.SENT, JobState.QUEUED]
    assert state_of(closed).sscc == sscc
    assert "copy 2" in closed.window.pack.pages.papers.accessibleName()


def test_another_parcels_label_is_a_stop_that_waits_for_ok(closed: Station) -> None:
    sscc = state_of(closed).sscc
    closed.scan(f"]C100{OTHER_LABEL}{check_digit(OTHER_LABEL)}")
    assert "STOP: WRONG LABEL" in closed.verdict
    closed.scan(f"]C100{sscc}")
    assert "WRONG LABEL" in closed.verdict
    closed.scan("XCK", f"]C100{sscc}")
    assert not closed.verdict
    assert closed.floor.order_state("10881") is OrderState.SHIPPED


def test_the_matched_label_ends_the_order_and_the_next_tote_begins_another(
    closed: Station,
) -> None:
    closed.scan(f"]C100{state_of(closed).sscc}")
    done = closed.window.pack.pages.done.accessibleName()
    assert "DONE" in done
    assert "scan the next tote" in done
    assert closed.sounds[-1] == "order_done"
    tote = closed.floor.picked_order((CABLE, 1))
    closed.scan(tote)
    assert state_of(closed).order_number == "10882"


def test_a_parked_order_goes_on_where_it_was_left(packer: Station) -> None:
    packer.scan(CODES[BLUE.sku], "XCPSE")
    assert packer.window.pack.state is None
    packer.scan("T-0091")
    assert state_of(packer).verified == 1


def test_escape_leads_home_from_an_empty_bench_only(packer: Station) -> None:
    packer.press(Qt.Key.Key_Escape)
    assert packer.shows(packer.window.pack)
    packer.scan("XCPSE")
    packer.press(Qt.Key.Key_Escape)
    assert packer.shows(packer.window.home)


def test_a_lost_answer_scanned_again_counts_once(packer: Station) -> None:
    packer.jobs.cut = "after"
    packer.scan(CODES[BLUE.sku])
    assert "CONNECTION LOST" in packer.verdict
    packer.jobs.cut = ""
    packer.scan(CODES[BLUE.sku])
    assert state_of(packer).verified == 1


def test_full_carton_is_closed_and_the_rest_goes_into_another_one(packer: Station) -> None:
    packer.scan(CODES[BLUE.sku], "XCFULL")
    assert "TAKE A CARTON" in words(packer)
    assert "FULL WITH 1 OF 3" in packer.window.pack.pages.panel.title
    packer.type("2")
    first = state_of(packer)
    assert (first.prompt, first.packaging) == (PackPrompt.SCAN_LABEL, "M2")
    packer.scan(f"]C100{first.sscc}")
    second = state_of(packer)
    assert (second.prompt, second.units, second.verified) == (PackPrompt.SCAN_UNIT, 2, 0)
    assert second.carton_id != first.carton_id
    packer.scan(CODES[BLUE.sku], CODES[LAMP.sku], "XCK")
    packer.scan(f"]C100{state_of(packer).sscc}")
    assert state_of(packer).prompt is PackPrompt.DONE
    assert packer.floor.order_state("10881") is OrderState.SHIPPED


def test_carton_called_full_too_early_goes_on(packer: Station) -> None:
    packer.scan("XCFULL")
    assert packer.verdict
    packer.scan("XCK", CODES[BLUE.sku], "XCFULL", "XCUND")
    assert "SCAN NEXT UNIT" in words(packer)
    packer.scan("XCFULL", CODES[BLUE.sku])
    assert (state_of(packer).prompt, state_of(packer).verified) == (PackPrompt.SCAN_UNIT, 2)
