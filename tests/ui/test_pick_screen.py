"""A picker is guided, stopped and helped on; nothing counts that should not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.db.schema import Location
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.orders import OrderState
from app.domain.pick_state import PickPrompt, PickState
from app.services import picking
from tests.ui.screens_fixture import BLUE, CABLE, CASES, CODES, CREAM, LAMP, RED
from tests.ui.screens_fixture_station import Station

ANA, ED = "Ana Kowalska", "Ed Brandt"
TOTE = "T-0042"


@pytest.fixture
def picker(station: Station) -> Station:
    """Ana at a task of three lines, her tote scanned."""
    station.floor.order((BLUE, 3), (CABLE, 1), (LAMP, 2))
    station.badge(ANA)
    station.scan("XCNXT", TOTE)
    return station


def a_quarantine(work: UnitOfWork) -> None:
    work.session.add(Location(code="QUAR-1", kind=LocationKind.QUARANTINE))


def state_of(station: Station) -> PickState:
    """What the pick screen is about."""
    state = station.window.pick.state
    assert state is not None
    return state


def test_a_badge_and_next_lead_to_the_first_location(station: Station) -> None:
    station.floor.order((BLUE, 3))
    station.badge(ANA)
    station.scan("XCNXT")
    assert station.shows(station.window.pick)
    page = station.window.pick.page
    assert page.location.view.code == BLUE.location
    assert page.quantity.view.quantity == 3
    assert "TOTE" in page.instruction.instruction.text


def test_a_line_of_one_unit_takes_one_scan(picker: Station) -> None:
    picker.scan(*[CODES[BLUE.sku]] * 3, CODES[CABLE.sku])
    assert picker.floor.picked_units() == 4
    assert state_of(picker).line is not None
    assert picker.window.pick.page.location.view.code == LAMP.location
    assert picker.sounds[-1] == "ok"


def test_the_tote_confirms_the_whole_quantity(picker: Station) -> None:
    picker.scan(CODES[BLUE.sku])
    assert "PUT 3" in picker.window.pick.page.instruction.instruction.text
    assert picker.floor.picked_units() == 0
    picker.scan(TOTE)
    assert picker.floor.picked_units() == 3


def test_enter_confirms_the_quantity_shown(picker: Station) -> None:
    picker.scan(CODES[BLUE.sku])
    picker.press(Qt.Key.Key_Return)
    assert picker.floor.picked_units() == 3


def test_a_typed_number_counts_that_many(picker: Station) -> None:
    picker.scan(CODES[BLUE.sku])
    picker.type("2")
    assert picker.floor.picked_units() == 2
    assert state_of(picker).line is not None
    assert picker.window.pick.page.quantity.view.quantity == 1


WRONG = {
    "wrong item": (CODES[RED.sku], "WRONG ITEM", "Put it back, take Blue Mug"),
    "wrong location": (f"L-{LAMP.location}", "WRONG LOCATION", f"Go to {BLUE.location}"),
    "wrong tote": ("T-0099", "WRONG TOTE", "Leave T-0099 alone"),
    "unknown code": ("4006381333931", "UNKNOWN CODE", "Put 3 into T-0042"),
    "two codes run together": (CODES[BLUE.sku] * 2, "TWO CODES AT ONCE", "Scan one label"),
    "4 KB of garbage": ("x" * 4096, "CODE TOO LONG", "Scan one label only"),
    "a misread code": (CODES[BLUE.sku][:-1] + "9", "MISREAD CODE", "Scan it again"),
    "a case that is too many": (CASES[BLUE.sku], "TOO MANY", "only 3 are needed"),
}


@pytest.mark.parametrize(("code", "title", "action"), WRONG.values(), ids=WRONG)
def test_a_wrong_scan_stops_counts_nothing_and_the_right_one_goes_on(
    picker: Station, code: str, title: str, action: str
) -> None:
    picker.scan(CODES[BLUE.sku])
    before = picker.floor.moves()
    picker.scan(code)
    assert f"STOP: {title}" in picker.verdict
    assert action in picker.verdict
    assert "Nothing was counted: still 1/3." in picker.verdict
    assert picker.sounds[-1] == "stop"
    assert picker.floor.moves() == before
    assert picker.floor.picked_units() == 0
    picker.scan(TOTE)
    assert not picker.verdict
    assert picker.floor.picked_units() == 3


def test_a_stop_stays_until_something_right_comes(picker: Station) -> None:
    picker.scan(CODES[RED.sku])
    picker.scan("T-0099")
    assert "WRONG TOTE" in picker.verdict
    picker.scan(CODES[BLUE.sku])
    assert not picker.verdict


def test_ok_on_a_stop_takes_it_away_and_counts_nothing(picker: Station) -> None:
    picker.scan(CODES[BLUE.sku], CODES[RED.sku], "XCK")
    assert not picker.verdict
    assert picker.floor.picked_units() == 0
    assert state_of(picker).prompt is PickPrompt.CONFIRM_QUANTITY
    picker.scan("XCK")
    assert picker.floor.picked_units() == 3


def test_the_third_same_wrong_code_calls_the_lead(picker: Station) -> None:
    picker.scan(*[CODES[RED.sku]] * 3)
    assert "3 times: call the shift lead" in picker.verdict


def test_a_tote_in_use_is_named_with_its_order(station: Station) -> None:
    first = station.floor.order((BLUE, 1))
    station.floor.order((CABLE, 1))
    station.badge(ANA)
    station.scan("XCNXT", TOTE, CODES[BLUE.sku], "XCNXT", TOTE)
    assert "TOTE IN USE" in station.verdict
    assert f"carries order {first}" in station.verdict


def test_goods_before_a_tote_ask_for_the_tote(station: Station) -> None:
    station.floor.order((BLUE, 1))
    station.badge(ANA)
    station.scan("XCNXT", CODES[BLUE.sku])
    assert "TOTE FIRST" in station.verdict


def test_lot_goods_ask_for_the_location_and_take_its_check_digits(station: Station) -> None:
    station.floor.order((CREAM, 1))
    station.badge(ANA)
    station.scan("XCNXT", TOTE)
    assert "SCAN LOCATION" in station.window.pick.page.instruction.instruction.text
    station.type("99")
    assert "WRONG CHECK DIGITS" in station.verdict
    station.scan(f"L-{CREAM.location}")
    assert "SCAN ITEM" in station.window.pick.page.instruction.instruction.text


def test_short_by_digits(picker: Station) -> None:
    picker.press(Qt.Key.Key_F2)
    assert "SHORT" in picker.window.pick.page.panel.title
    picker.type("1")
    assert state_of(picker).prompt is PickPrompt.SHORT_REASON
    picker.type("1")
    assert state_of(picker).lines[0].short == 2
    assert picker.floor.picked_units() == 1


def test_short_by_quantity_cards(picker: Station) -> None:
    picker.scan("XCSHRT", "XCNB", "XCND")
    assert state_of(picker).lines[0].short == 3
    assert picker.floor.picked_units() == 0
    assert picker.window.pick.page.location.view.code == CABLE.location


def test_short_by_taps(picker: Station) -> None:
    button = picker.window.pick.action_row.button("F2")
    assert button is not None
    picker.tap(button)
    panel = picker.window.pick.page.panel
    picker.tap(panel.tile("found", "2"))
    picker.tap(panel.tile("why", "unreachable"))
    assert state_of(picker).lines[0].short == 1
    assert picker.floor.picked_units() == 2


def test_a_reason_tapped_at_once_takes_the_count_shown(picker: Station) -> None:
    picker.scan("XCSHRT")
    picker.tap(picker.window.pick.page.panel.tile("why", "damaged"))
    assert state_of(picker).lines[0].short == 3


def test_a_number_that_is_no_choice_is_not_taken(picker: Station) -> None:
    picker.scan("XCSHRT")
    picker.type("7")
    assert "NO CHOICE 7" in picker.verdict
    assert picker.sounds[-1] == "look"
    picker.type("1")
    assert state_of(picker).prompt is PickPrompt.SHORT_REASON


def test_damaged_asks_how_many_and_for_the_quarantine_place(picker: Station) -> None:
    picker.scan("XCDG")
    assert "NO QUARANTINE HERE" in picker.verdict
    picker.floor.database.run(a_quarantine)
    picker.scan("XCUND", "XCPSE", "XCNXT", "XCDG", "XCND")
    page = picker.window.pick.page
    assert "PUT 2 INTO QUARANTINE, SCAN IT" in page.instruction.instruction.text
    assert (page.location.view.code, page.quantity.view.quantity) == ("QUAR-1", 2)
    picker.scan(f"L-{BLUE.location}")
    assert "NOT QUARANTINE" in picker.verdict
    picker.scan("L-QUAR-1")
    assert sum(line.short for line in state_of(picker).lines) == 2


def test_escape_leaves_a_panel_without_a_change(picker: Station) -> None:
    picker.scan("XCSHRT")
    picker.press(Qt.Key.Key_Escape)
    assert state_of(picker).prompt is PickPrompt.SCAN_ITEM
    assert state_of(picker).lines[0].short == 0


def test_skip_puts_the_line_behind_the_others_once_without_a_question(picker: Station) -> None:
    picker.scan("XCSKP")
    assert picker.window.pick.page.location.view.code == CABLE.location
    picker.scan("XCSKP", "XCSKP")
    assert picker.window.pick.page.location.view.code == BLUE.location
    picker.scan("XCSKP")
    assert "SKIP" in picker.window.pick.page.panel.title
    picker.scan("XCND")
    assert picker.window.pick.page.location.view.code != BLUE.location


def test_undo_names_what_goes_where_and_takes_it_back(picker: Station) -> None:
    picker.scan(*[CODES[BLUE.sku]] * 3)
    undo = picker.window.pick.action_row.button("F6")
    assert undo is not None
    assert undo.face.note == "3 x 40-118"
    picker.scan("XCUND")
    page = picker.window.pick.page
    assert page.location.view.label == "BACK TO"
    assert page.quantity.view.label == "TAKE OUT"
    assert page.tote.view.target == TOTE
    picker.scan(f"L-{CABLE.location}")
    assert "WRONG LOCATION" in picker.verdict
    picker.scan(f"L-{BLUE.location}")
    assert picker.floor.picked_units() == 0
    assert page.location.view.code == BLUE.location


def test_the_end_names_the_tote_and_next_takes_more_work(picker: Station) -> None:
    number = picker.floor.order((RED, 1))
    picker.scan(*[CODES[BLUE.sku]] * 3, CODES[CABLE.sku], *[CODES[LAMP.sku]] * 2)
    done = picker.window.pick.page.done.accessibleName()
    assert "Put tote T-0042 on the pack lane, scan NEXT." in done
    assert picker.sounds[-1] == "task_done"
    picker.scan("XCNXT")
    assert state_of(picker).order_number == number


def test_no_more_work_is_told_at_the_end(picker: Station) -> None:
    picker.scan(*[CODES[BLUE.sku]] * 3, CODES[CABLE.sku], *[CODES[LAMP.sku]] * 2, "XCNXT")
    assert "NO WORK NOW" in picker.verdict


def test_a_pause_leads_home_and_the_badge_resumes_the_line_elsewhere(picker: Station) -> None:
    picker.scan(*[CODES[BLUE.sku]] * 3, "XCPSE", "XCK")
    assert picker.shows(picker.window.home)
    assert "GO ON WITH YOUR WORK" in picker.window.home.next_work.accessibleName()
    picker.scan("XCSGNF")
    picker.badge(ANA)
    picker.scan("XCNXT")
    assert picker.window.pick.page.location.view.code == CABLE.location
    assert state_of(picker).tote == TOTE


def test_work_taken_over_elsewhere_counts_nothing_here_and_ok_leads_home(picker: Station) -> None:
    picking.claim_work(picker.floor.at("P-09"), 1)
    picker.scan(CODES[BLUE.sku])
    assert "WORK TAKEN OVER" in picker.verdict
    picker.scan(CODES[BLUE.sku])
    assert "WORK TAKEN OVER" in picker.verdict
    picker.scan("XCK")
    assert picker.shows(picker.window.home)
    assert picker.floor.picked_units() == 0


def test_a_scanners_keys_press_no_focused_button(picker: Station) -> None:
    pause = picker.window.pick.action_row.button("F8")
    assert pause is not None
    pause.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    pause.setFocus()
    QApplication.processEvents()
    picker.type_as_scanner(CODES[BLUE.sku])
    assert picker.shows(picker.window.pick)
    assert state_of(picker).counted == 1


def test_typed_characters_are_shown_beside_the_instruction(picker: Station) -> None:
    picker.window.pick.show_entry("12")
    assert picker.window.pick.page.instruction.instruction.detail == "12_"


def test_a_lost_answer_scanned_again_counts_once(picker: Station) -> None:
    picker.scan(CODES[BLUE.sku])
    picker.jobs.cut = "after"
    picker.scan(TOTE)
    assert "CONNECTION LOST" in picker.verdict
    assert picker.sounds[-1] == "offline"
    picker.jobs.cut = ""
    picker.scan(TOTE)
    assert not picker.verdict
    assert picker.floor.picked_units() == 3
    assert picker.window.pick.page.location.view.code == CABLE.location


def test_after_a_lost_answer_another_scan_meets_the_state_on_record(picker: Station) -> None:
    picker.scan(CODES[BLUE.sku])
    picker.jobs.cut = "after"
    picker.scan(TOTE)
    picker.jobs.cut = ""
    picker.scan(CODES[CABLE.sku])
    assert not picker.verdict
    assert picker.floor.picked_units() == 4


def test_a_scan_that_never_reached_the_database_counts_when_scanned_again(picker: Station) -> None:
    picker.scan(CODES[BLUE.sku])
    picker.jobs.cut = "before"
    picker.scan(TOTE)
    assert picker.floor.picked_units() == 0
    picker.jobs.cut = ""
    picker.scan(TOTE)
    assert picker.floor.picked_units() == 3


def test_the_whole_order_is_picked_when_all_lines_are_done(picker: Station) -> None:
    picker.scan(*[CODES[BLUE.sku]] * 3, CODES[CABLE.sku], *[CODES[LAMP.sku]] * 2)
    assert picker.floor.order_state("10881") is OrderState.PICKED
