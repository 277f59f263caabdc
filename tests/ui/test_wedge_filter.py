"""Scans typed into a real window press nothing, reach no field, and arrive whole."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.devices.keystrokes import Key, KeyKind
from app.devices.scan import KEYED, WEDGE, Scan
from app.devices.wedge import CaptureMode, Discarded, DiscardReason, ScannerPrefix
from app.ui.typed_scans import press_key, type_human, type_scan
from app.ui.wedge_filter import WedgeFilter, read_key

GS1 = "]C10112345678901231\x1d10LOT 11"


class SeenKeys(QObject):
    """Notes every key that a widget gets to see and that types something."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget):
            self.keys += cast("QKeyEvent", event).text()
        return False


class Bench(QMainWindow):
    """A window with everything that a scan could spoil."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton("Close parcel")
        self.check = QCheckBox("Fragile")
        self.line = QLineEdit()
        self.notes = QPlainTextEdit()
        self.count = QSpinBox()
        self.choice = QComboBox(editable=True)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        fields: tuple[QWidget, ...] = (
            self.button,
            self.check,
            self.line,
            self.notes,
            self.count,
            self.choice,
        )
        for widget in fields:
            layout.addWidget(widget)
        self.setCentralWidget(inside)
        self.presses: list[str] = []
        self.button.clicked.connect(lambda: self.presses.append("button"))
        self.check.toggled.connect(lambda: self.presses.append("check"))
        self.line.returnPressed.connect(lambda: self.presses.append("line"))
        self.heard: list[object] = []
        self.entries: list[str] = []
        self.seen = SeenKeys()
        for widget in self.findChildren(QWidget):
            widget.installEventFilter(self.seen)

    def listen(self, wedge: WedgeFilter) -> None:
        wedge.scanned.connect(lambda scan: self.heard.append((scan.raw, scan.source)))
        wedge.quantity_typed.connect(self.heard.append)
        wedge.ok_pressed.connect(lambda: self.heard.append("ok"))
        wedge.function_key.connect(lambda number: self.heard.append(f"F{number}"))
        wedge.escape_pressed.connect(lambda: self.heard.append("escape"))
        wedge.discarded.connect(self.heard.append)
        wedge.entry_changed.connect(self.entries.append)

    @property
    def native(self) -> QWindow:
        return self.windowHandle()

    def scan(self, text: str, suffix: Qt.Key | None = Qt.Key.Key_Return) -> None:
        type_scan(self.native, text, suffix=suffix)
        QApplication.processEvents()

    def type(self, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        type_human(self.native, text, end=end)
        QApplication.processEvents()

    def press(self, key: Qt.Key) -> None:
        press_key(self.native, key)
        QApplication.processEvents()


@pytest.fixture
def wedge(qapp: QApplication) -> Iterator[WedgeFilter]:
    capture = WedgeFilter()
    capture.install(qapp)
    yield capture
    capture.remove(qapp)


@pytest.fixture
def bench(qtbot: QtBot, wedge: WedgeFilter) -> Bench:
    window = Bench()
    window.listen(wedge)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def test_a_floor_scan_presses_no_button_and_reaches_no_widget(bench: Bench) -> None:
    fields = (bench.button, bench.check, bench.line, bench.notes, bench.count, bench.choice)
    for widget in fields:
        widget.setFocus()
        bench.scan(" L-A01 01 X ")
    assert bench.heard == [(" L-A01 01 X ", WEDGE)] * len(fields)
    assert bench.presses == []
    assert bench.seen.keys == []
    assert bench.line.text() == bench.notes.toPlainText() == ""


def test_the_separator_and_doubled_characters_are_kept(bench: Bench) -> None:
    bench.scan(GS1)
    assert bench.heard == [(GS1, WEDGE)]


def test_ten_scans_in_a_row_arrive_whole_and_in_order(bench: Bench) -> None:
    codes = [f"T-{number:04}" for number in range(10)]
    for code in codes:
        type_scan(bench.native, code)
    QApplication.processEvents()
    assert bench.heard == [(code, WEDGE) for code in codes]


def test_a_scan_ended_by_tab_moves_no_focus(bench: Bench) -> None:
    bench.button.setFocus()
    bench.scan("T-0001", suffix=Qt.Key.Key_Tab)
    assert bench.heard == [("T-0001", WEDGE)]
    assert QApplication.focusWidget() is bench.button


def test_scans_are_timed_by_their_keys_not_by_their_arrival(
    bench: Bench, wedge: WedgeFilter
) -> None:
    times: list[float] = []
    wedge.scanned.connect(lambda scan: times.append(scan.at))
    stamps = [type_scan(bench.native, "T-0001", rest_ms=700) for _ in range(3)]
    QApplication.processEvents()
    assert times == pytest.approx([stamp / 1000 for stamp in stamps])


def test_floor_typing_gives_quantities_and_codes(bench: Bench) -> None:
    bench.line.setFocus()
    bench.type("12")
    bench.type("T-0001")
    bench.press(Qt.Key.Key_Enter)
    bench.press(Qt.Key.Key_F6)
    bench.press(Qt.Key.Key_Escape)
    assert bench.heard == [12, ("T-0001", KEYED), "ok", "F6", "escape"]
    assert bench.line.text() == ""


def test_what_is_typed_is_shown_until_escape_takes_it_back(bench: Bench, qtbot: QtBot) -> None:
    bench.type("12", end=None)
    qtbot.waitUntil(lambda: bench.entries == ["12"])
    bench.press(Qt.Key.Key_Escape)
    assert bench.entries == ["12", ""]
    assert bench.heard == []


def test_a_scanner_without_suffix_is_reported(bench: Bench) -> None:
    bench.scan("T-0001", suffix=None)
    bench.press(Qt.Key.Key_Return)
    assert bench.heard == [Discarded("T-0001", DiscardReason.NO_SUFFIX)]


def test_no_short_cut_fires_on_a_floor_screen(bench: Bench) -> None:
    fired: list[str] = []
    for keys in ("Ctrl+]", "Space", "F6", "A", "Return"):
        QShortcut(QKeySequence(keys), bench).activated.connect(lambda: fired.append("short-cut"))
    for key, modifiers in (
        (Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(bench.native, key, modifiers)
    assert fired == []
    assert "F6" in bench.heard


def test_short_cuts_of_a_desk_screen_work_for_people(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    fired: list[str] = []
    QShortcut(QKeySequence("Ctrl+R"), bench).activated.connect(lambda: fired.append("release"))
    QTest.keyClick(bench.native, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert fired == ["release"]


def test_a_person_types_into_a_desk_field(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    bench.line.setFocus()
    bench.type("Miller 12")
    assert bench.line.text() == "Miller 12"
    assert bench.presses == ["line"]
    assert bench.heard == []


def test_a_person_works_a_desk_button_by_keyboard(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    bench.button.setFocus()
    bench.press(Qt.Key.Key_Space)
    assert bench.presses == ["button"]


def test_a_scan_leaves_a_desk_field_as_it_was(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    bench.line.setFocus()
    bench.type("Miller", end=None)
    bench.line.setCursorPosition(3)
    bench.scan(GS1)
    assert bench.heard == [(GS1, WEDGE)]
    assert (bench.line.text(), bench.line.cursorPosition()) == ("Miller", 3)
    assert bench.line.isModified()
    assert bench.presses == []
    bench.type("t", end=None)
    assert bench.line.text() == "Miltler"


def test_a_scan_over_selected_text_leaves_the_selection(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    bench.line.setText("Miller")
    bench.line.setFocus()
    bench.line.selectAll()
    bench.scan("T-0001")
    assert (bench.line.text(), bench.line.selectedText()) == ("Miller", "Miller")


def test_a_scan_leaves_every_kind_of_desk_field_as_it_was(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    bench.notes.setPlainText("call first")
    bench.count.setValue(7)
    bench.choice.setEditText("DHL")
    for field in (bench.notes, bench.count, bench.choice):
        field.setFocus()
        bench.scan("4006381 333931")
    assert bench.heard == [("4006381 333931", WEDGE)] * 3
    assert bench.notes.toPlainText() == "call first"
    assert bench.count.value() == 7
    assert bench.choice.currentText() == "DHL"


def test_a_desk_scan_with_spaces_presses_no_button(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    for widget in (bench.button, bench.check):
        widget.setFocus()
        bench.scan("L A01 01")
    assert bench.heard == [("L A01 01", WEDGE)] * 2
    assert bench.presses == []


def test_a_field_that_is_gone_by_the_end_of_a_scan_does_no_harm(
    bench: Bench, wedge: WedgeFilter
) -> None:
    wedge.set_mode(CaptureMode.DESK)
    field = QLineEdit(bench)
    field.show()
    field.setFocus()
    field.textChanged.connect(lambda text: field.deleteLater() if len(text) == 3 else None)
    type_scan(bench.native, "T-0")
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    bench.scan("T-0001")
    assert bench.heard[-1] == ("T-0001", WEDGE)


def test_a_prefix_keeps_a_desk_scan_away_from_the_field(bench: Bench, wedge: WedgeFilter) -> None:
    wedge.set_mode(CaptureMode.DESK)
    wedge.set_prefix(ScannerPrefix.STX)
    bench.line.setFocus()
    bench.scan("\x02T-0001")
    assert bench.heard == [("T-0001", WEDGE)]
    assert bench.seen.keys == []


def test_a_window_without_the_keyboard_says_the_scanner_is_not_heard(
    bench: Bench, wedge: WedgeFilter, qtbot: QtBot
) -> None:
    other = QMainWindow()
    other.show()
    with qtbot.waitActive(other):
        other.activateWindow()
    with qtbot.waitSignal(wedge.scanner_not_heard) as lost:
        other.close()
    with qtbot.waitSignal(wedge.scanner_not_heard) as found:
        bench.activateWindow()
    assert (lost.args, found.args) == ([True], [False])


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "read"),
    [
        (Qt.Key.Key_BracketRight, "ControlModifier", "", Key(KeyKind.TEXT, "\x1d")),
        (Qt.Key.Key_BracketRight, "ControlModifier", "\x1d", Key(KeyKind.TEXT, "\x1d")),
        (Qt.Key.Key_J, "ControlModifier", "\n", Key(KeyKind.ENTER)),
        (Qt.Key.Key_I, "ControlModifier", "\t", Key(KeyKind.TAB)),
        (Qt.Key.Key_Backtab, "ShiftModifier", "", Key(KeyKind.TAB)),
        (Qt.Key.Key_Enter, "KeypadModifier", "\r", Key(KeyKind.ENTER)),
        (Qt.Key.Key_1, "KeypadModifier", "1", Key(KeyKind.TEXT, "1")),
        (Qt.Key.Key_F, "AltModifier", "f", Key(KeyKind.OTHER)),
        (Qt.Key.Key_AltGr, "NoModifier", "", Key(KeyKind.MODIFIER)),
        (Qt.Key.Key_F12, "NoModifier", "", Key(KeyKind.FUNCTION, number=12)),
        (Qt.Key.Key_VolumeUp, "NoModifier", "", Key(KeyKind.OTHER)),
    ],
)
def test_a_key_event_is_read_as_what_it_types(
    key: Qt.Key, modifiers: str, text: str, read: Key
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier[modifiers], text)
    assert read_key(event) == read


def test_alt_gr_types_characters_on_systems_that_call_it_control_and_alt() -> None:
    alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_BracketRight, alt_gr, "]")
    assert read_key(event) == Key(KeyKind.TEXT, "]")


def test_scan_signals_carry_the_scan_itself(bench: Bench, wedge: WedgeFilter) -> None:
    scans: list[Scan] = []
    wedge.scanned.connect(scans.append)
    bench.scan("T-0001")
    bench.scan("T-0001")
    assert [scan.scan_id.version for scan in scans] == [7, 7]
    assert scans[0].scan_id != scans[1].scan_id
