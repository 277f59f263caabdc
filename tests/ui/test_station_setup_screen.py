"""The set-up tests scanners and printers, saves them, and obeys no scan."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.devices.serial_scanner import PortState
from app.devices.wedge import CaptureMode
from app.services import station_setup
from app.services.station_setup import PrinterSettings
from app.ui.screens.choice_field import ChoiceField
from app.ui.screens.setup_printers import FORMATS, KINDS
from app.ui.screens.setup_routes import ROUTED, group_word
from app.ui.screens.station_setup_screen import StationSetupScreen
from app.ui.theme import Theme, ThemeName
from printing.documents import _KINDS as KNOWN_KINDS
from printing.paper import Format
from printing.printers.addresses import PrinterKind
from tests.ui.screens_fixture import BLUE, CODES
from tests.ui.screens_fixture_station import Report, Station


def set_up(station: Station) -> StationSetupScreen:
    """Open the set-up from the sign-in screen."""
    station.press(Qt.Key.Key_F10)
    assert station.shows(station.window.one(StationSetupScreen))
    return station.window.one(StationSetupScreen)


def test_it_opens_from_sign_in_and_home_and_goes_back(station: Station) -> None:
    set_up(station)
    assert station.mode() is CaptureMode.DESK
    station.press(Qt.Key.Key_F8)
    assert station.shows(station.window.sign_in)
    assert station.mode() is CaptureMode.FLOOR
    station.badge("Ana Kowalska")
    station.tap(station.window.home.setup_button)
    assert station.shows(station.window.one(StationSetupScreen))
    station.press(Qt.Key.Key_F8)
    assert station.shows(station.window.home)


def test_a_test_scan_is_shown_with_its_separators_and_its_meaning(station: Station) -> None:
    setup = set_up(station)
    station.scan(f"]d2010{CODES[BLUE.sku]}17270630\x1d10L77")
    assert "<GS>10L77" in setup.scanners.raw.text()
    assert "lot L77" in setup.scanners.meaning.text()
    assert "use by 2027-06-30" in setup.scanners.meaning.text()


def test_a_badge_is_recognised_and_not_shown(station: Station) -> None:
    setup = set_up(station)
    station.badge("Ana Kowalska")
    assert station.window.operator is None
    assert setup.scanners.meaning.text() == "means: a badge"
    assert station.floor.badges["Ana Kowalska"] not in setup.scanners.raw.text()


def test_the_test_card_finds_a_swapped_keyboard(station: Station) -> None:
    setup = set_up(station)
    station.scan("XCTEST AYQWZM 0123")
    assert "Y and Z are swapped" in setup.scanners.finding.text()
    assert station.sounds[-1] == "look"
    station.scan("XCTEST AZQWYM 0123")
    assert "Test card OK" in setup.scanners.finding.text()


def test_a_scan_leaves_a_focused_field_as_it_was(station: Station) -> None:
    setup = set_up(station)
    setup.printers.address.setText("labels")
    setup.printers.address.setFocus()
    QApplication.processEvents()
    station.type_as_scanner(CODES[BLUE.sku])
    assert setup.printers.address.text() == "labels"
    assert CODES[BLUE.sku] in setup.scanners.raw.text()


def test_an_unplugged_scanner_is_told_here_and_in_the_top_strip(station: Station) -> None:
    setup = set_up(station)
    station.context.scanners.report("COM4", PortState.DISCONNECTED, "no such port")
    QApplication.processEvents()
    assert "Serial COM4: NOT CONNECTED" in setup.scanners.ports.text()
    assert any(lamp.view.word == "UNPLUGGED" for lamp in station.window.top_strip.lamps)


def test_asking_a_printer_shows_and_keeps_its_answer(station: Station) -> None:
    station.reports["A4-2"] = Report("attention", ("paper_out",), "tray 2 empty")
    setup = set_up(station)
    setup.printers.table.selectRow(0)
    station.tap(setup.printers.check)
    assert "no paper: load it" in setup.printers.told.text()
    assert "tray 2 empty" in setup.printers.told.text()
    kept = station_setup.printers(station.floor.workplace)[0]
    assert (kept.name, kept.lamp) == ("A4-2", "attention")


def test_a_test_page_is_queued_and_the_spooler_woken(station: Station) -> None:
    setup = set_up(station)
    station.tap(setup.printers.test)
    assert len(station.floor.print_jobs("test_page")) == 1
    assert station.woken
    assert "on its way" in setup.printers.told.text()


def test_a_printer_is_saved_and_routed(station: Station) -> None:
    setup = set_up(station)
    card = setup.printers
    card.name.setText("ZD-4")
    card.address.setText("10.0.4.18")
    card.kind.setCurrentText("tcp")
    card.format.setCurrentText("zpl")
    station.tap(card.save)
    saved = {view.name: view for view in station_setup.printers(station.floor.workplace)}
    assert (saved["ZD-4"].kind, saved["ZD-4"].address) == ("tcp", "10.0.4.18")
    choose(card.routes.fields["location_label"][0], "ZD-4")
    routes = station_setup.routes(station.floor.workplace)
    assert routes["location_label"] == routes["tote_label"] == "ZD-4"


def choose(field: ChoiceField, entry: str) -> None:
    """Choose an entry as a tap does."""
    field.setCurrentText(entry)
    field.activated.emit(field.currentIndex())


def test_printers_that_take_over_are_listed_in_their_order(station: Station) -> None:
    workplace = station.floor.workplace
    for name in ("ZD-4", "ZD-5"):
        station_setup.save_printer(workplace, PrinterSettings(name, "folder", "x", "zpl"))
    card = set_up(station).printers
    first, second, third = card.routes.fields["shipping_label"]
    assert (first.currentText(), second.currentText()) == ("ZD-3", "")
    choose(second, "ZD-4")
    choose(third, "ZD-5")
    assert station_setup.printer_lists(workplace)["shipping_label"] == ("ZD-3", "ZD-4", "ZD-5")
    assert "in trouble on ZD-4, ZD-5" in card.told.text()
    choose(first, "ZD-4")
    assert station_setup.printer_lists(workplace)["shipping_label"] == ("ZD-4", "ZD-5")
    assert (second.currentText(), third.currentText()) == ("ZD-5", "")
    choose(first, "none")
    assert station_setup.printer_lists(workplace)["shipping_label"] == ("ZD-4", "ZD-5")


def test_every_kind_of_document_but_the_test_page_can_be_sent_to_a_printer() -> None:
    routed = [kind for kinds in ROUTED.values() for kind in kinds]
    assert sorted(routed) == sorted(set(KNOWN_KINDS) - {"test_page"})
    assert all(group_word(kind) != kind for kind in ROUTED)


def test_an_empty_name_is_asked_for_and_nothing_is_saved(station: Station) -> None:
    setup = set_up(station)
    setup.printers.name.setText(" ")
    station.tap(setup.printers.save)
    assert "Enter a name" in setup.printers.told.text()
    assert len(station_setup.printers(station.floor.workplace)) == 2


def test_the_ways_and_languages_on_offer_are_those_of_the_printers() -> None:
    assert set(KINDS) == {kind.value for kind in PrinterKind}
    assert set(FORMATS) == {form.value for form in Format}


def test_look_and_sounds_can_be_tried(station: Station) -> None:
    setup = set_up(station)
    station.tap(setup.looks.look)
    assert Theme.current().name is ThemeName.DARK
    for button in setup.looks.sounds.values():
        station.tap(button)
    assert station.sounds[-4:] == ["ok", "stop", "look", "order_done"]


def test_the_database_is_named(station: Station) -> None:
    screen = set_up(station)
    labels = screen.database.findChildren(type(screen.printers.told))
    words = " ".join(label.text() for label in labels)
    assert "SQLite 3.40.1" in words


def test_a_printer_that_somebody_else_changed_meanwhile_is_not_written_over(
    station: Station,
) -> None:
    setup = set_up(station)
    form = setup.printers
    form.address.setText("mine")
    theirs = PrinterSettings(form.name.text(), "folder", "theirs", "pdf")
    station_setup.save_printer(station.floor.workplace, theirs)
    form.save.click()
    assert "CHANGED MEANWHILE" in station.verdict
    assert form.name.text() in station.verdict
    assert form.address.text() == "theirs", "what they wrote is shown"
    form.address.setText("mine")
    form.save.click()
    form.address.setText("mine again")
    form.save.click()
    saved = {view.name: view for view in station_setup.printers(station.floor.workplace)}
    assert saved[theirs.name].address == "mine again"
