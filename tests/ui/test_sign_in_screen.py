"""Somebody signs in by badge, or by number and PIN from keys or the pad; nobody else does."""

import re

from PySide6.QtCore import Qt

from tests.ui.screens_fixture import BLUE, CABLE, CODES, PIN
from tests.ui.screens_fixture_station import Station

ANA, ED = "Ana Kowalska", "Ed Brandt"


def test_a_badge_signs_in(station: Station) -> None:
    station.badge(ANA)
    assert station.shows(station.window.home)
    assert station.window.top_strip.view.operator == ANA
    assert station.window.top_strip.view.role == "Picker"


def test_an_unknown_badge_is_a_stop_and_the_right_one_signs_in(station: Station) -> None:
    station.scan("B-AAAAAAAAAAAAAAAA")
    assert "STOP: BADGE NOT KNOWN" in station.verdict
    station.badge(ANA)
    assert station.window.operator is not None


def test_number_and_pin_typed_by_hand_sign_in(station: Station) -> None:
    station.type("1042")
    assert station.window.sign_in.pin_box.is_active
    station.type(PIN)
    assert station.window.top_strip.view.operator == ANA


def test_number_and_pin_tapped_on_the_pad_sign_in(station: Station) -> None:
    keys = station.window.sign_in.pad.keys
    for key in (*"1042", "ok", *PIN, "ok"):
        station.tap(keys[key])
    assert station.window.top_strip.view.operator == ANA


def test_the_pin_is_never_shown(station: Station) -> None:
    station.type("1042")
    station.window.sign_in.show_entry("47")
    assert station.window.sign_in.pin_box.shown == "●●"
    assert "47" not in station.window.sign_in.pin_box.accessibleName()


def test_a_wrong_pin_tells_how_many_tries_are_left(station: Station) -> None:
    station.type("1042")
    station.type("0000")
    assert "STOP: WRONG PIN" in station.verdict
    assert "Tries left: 4" in station.verdict


def test_too_many_wrong_pins_lock_the_number_but_not_the_badge(station: Station) -> None:
    for _ in range(5):
        station.type("1042")
        station.type("0000")
        station.press(Qt.Key.Key_Return)
    station.type("1042")
    station.type(PIN)
    assert "STOP: PIN LOCKED" in station.verdict
    assert re.search(r"\b(60|5\d) seconds", station.verdict)
    station.badge(ANA)
    assert station.window.operator is not None


def test_goods_scanned_before_sign_in_are_refused(station: Station) -> None:
    station.scan(CODES[BLUE.sku])
    assert "Scan your badge" in station.verdict


def test_clear_and_escape_empty_the_boxes(station: Station) -> None:
    sign_in = station.window.sign_in
    station.tap(sign_in.pad.keys["7"])
    station.tap(sign_in.pad.keys["clear"])
    assert sign_in.number_box.shown == ""
    station.type("1042")
    station.press(Qt.Key.Key_Escape)
    assert sign_in.number_box.shown == ""
    assert sign_in.number_box.is_active


def test_who_left_work_here_is_named(station: Station) -> None:
    station.floor.order((BLUE, 1), (CABLE, 1))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042", CODES[BLUE.sku], "XCPSE", "XCSGNF")
    assert station.window.sign_in.paused.paragraphs == (ANA,)


def test_another_persons_badge_takes_the_work_in_hand_over(station: Station) -> None:
    station.floor.order((BLUE, 2), (CABLE, 1))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042", CODES[BLUE.sku])
    station.badge(ED)
    assert station.window.top_strip.view.operator == ED
    assert station.shows(station.window.pick)
    station.scan("XCPSE")
    station.badge(ANA)
    assert "GO ON" not in station.window.home.next_work.accessibleName()


def test_ones_own_badge_changes_nothing_in_the_middle_of_work(station: Station) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042", CODES[BLUE.sku])
    station.badge(ANA)
    assert station.shows(station.window.pick)
    assert station.window.pick.state is not None
    assert station.window.pick.state.counted == 1


def test_an_unknown_badge_in_the_middle_of_work_is_a_stop_and_the_work_stays(
    station: Station,
) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042", "B-AAAAAAAAAAAAAAAA")
    assert "BADGE NOT KNOWN" in station.verdict
    assert station.window.top_strip.view.operator == ANA
    station.scan(CODES[BLUE.sku])
    assert not station.verdict


def test_another_persons_badge_takes_an_open_order_over(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 2))
    station.badge(ED)
    station.scan(tote, CODES[BLUE.sku])
    begun = station.window.pack.state
    station.badge(ANA)
    assert station.window.top_strip.view.operator == ANA
    assert station.shows(station.window.pack)
    taken = station.window.pack.state
    assert begun is not None
    assert taken is not None
    assert (taken.order_id, taken.carton_id) == (begun.order_id, begun.carton_id)
    assert taken.lines == begun.lines


def test_sign_off_pauses_and_leaves(station: Station) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042", "XCSGNF")
    assert station.shows(station.window.sign_in)
    assert station.window.operator is None
