"""The cards of the set-up screen that show and test: scanners, look and sound, database."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.devices.scan import KEYED, WEDGE, Scan
from app.devices.scanner_card import TEST_CARD, CardFinding, diagnose_test_card
from app.devices.serial_scanner import PortState
from app.domain.barcodes import read
from app.domain.readings import BadgeCode
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import translate
from app.ui.reading_words import card_words, meaning, visible
from app.ui.theme import Theme
from app.ui.tokens import PAD_MM, TARGET_GAP_MM, TextSize
from app.ui.widgets.touch_button import ButtonFace, TouchButton

SHOWN_CHARACTERS = 120
"""Of a test scan; garbage may be kilobytes long."""


class SetupCard(QFrame):
    """A framed group with a heading."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.box = QVBoxLayout(self)
        pad = Theme.current().mm(PAD_MM)
        self.box.setContentsMargins(pad, pad // 2, pad, pad // 2)
        self.box.setSpacing(Theme.current().mm(TARGET_GAP_MM))
        self.box.addWidget(label(heading, "heading"))


def label(text: str, role: str = "") -> QLabel:
    """Wrapped plain text; what is scanned or named by people is never taken for markup."""
    shown = QLabel(text)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setWordWrap(True)
    if role:
        shown.setProperty("role", role)
    return shown


class ScannerCard(SetupCard):
    """The scanners' states, and what a test scan brought."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(translate("setup", "Scanners"), parent)
        self._context = context
        self.ports = label("")
        self.raw = label("", "item")
        self.meaning = label("", "item")
        self.finding = label(
            translate(
                "setup", "Scan anything: it is shown and does nothing. Test card: {0}"
            ).format(TEST_CARD),
            "quiet",
        )
        for part in (self.ports, self.raw, self.meaning, self.finding):
            self.box.addWidget(part)
        context.scanners.changed.connect(self.show_ports)
        self.show_ports()

    def show_ports(self) -> None:
        """Show how the scanners are."""
        lines = [translate("setup", "Keyboard scanner: listening")]
        for port, (state, words) in self._context.scanners.states.items():
            line = translate("setup", "Serial {0}: {1}").format(port, port_words(state))
            lines.append(f"{line} ({words})" if words else line)
        self.ports.setText("\n".join(lines))

    def show_scan(self, scan: Scan) -> None:
        """Show what arrived, character by character, and what it means."""
        reading = read(scan.raw, today=self._context.now().date())
        raw = visible(scan.raw)
        if isinstance(reading, BadgeCode):
            raw = "B-…"  # a badge is a key: nobody shall read it off the screen
        shown = raw if len(raw) <= SHOWN_CHARACTERS else f"{raw[:SHOWN_CHARACTERS]}…"
        source = source_words(scan.source)
        came = translate("setup", "came: {0}   ({1} characters, {2})")
        self.raw.setText(came.format(shown, len(scan.raw), source))
        self.meaning.setText(translate("setup", "means: {0}").format(meaning(reading)))
        finding = diagnose_test_card(scan.raw)
        is_card = finding is not CardFinding.DIFFERENT
        self.finding.setText(card_words(finding) if is_card else "")
        good = finding in (CardFinding.AS_SENT, CardFinding.DIFFERENT)
        self._context.feedback.give(FeedbackEvent.OK if good else FeedbackEvent.LOOK)


def port_words(state: PortState) -> str:
    """How a serial scanner is."""
    words = {
        PortState.STOPPED: translate("setup", "switched off"),
        PortState.CONNECTING: translate("setup", "connecting …"),
        PortState.CONNECTED: translate("setup", "connected"),
        PortState.DISCONNECTED: translate("setup", "NOT CONNECTED, check the cable"),
    }
    return words[state]


def source_words(source: str) -> str:
    """Which way a scan came."""
    words = {
        WEDGE: translate("setup", "keyboard scanner"),
        KEYED: translate("setup", "typed by hand"),
    }
    return words.get(source, source)


class LookCard(SetupCard):
    """Tries out theme and sounds."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(translate("setup", "Look and sound"), parent)
        row = QHBoxLayout()
        self.look = TouchButton(ButtonFace(translate("setup", "Light or dark"), icon="dark"))
        self.look.clicked.connect(context.look.switch)
        row.addWidget(self.look)
        self.sounds: dict[FeedbackEvent, TouchButton] = {}
        for event, word in (
            (FeedbackEvent.OK, translate("setup", "OK")),
            (FeedbackEvent.STOP, translate("setup", "STOP")),
            (FeedbackEvent.LOOK, translate("setup", "LOOK")),
            (FeedbackEvent.ORDER_DONE, translate("setup", "DONE")),
        ):
            button = TouchButton(ButtonFace(word, icon="sound"))
            button.clicked.connect(lambda _=False, event=event: context.feedback.give(event))
            self.sounds[event] = button
            row.addWidget(button)
        self.box.addLayout(row)


class DatabaseCard(SetupCard):
    """Which station, program and database these are."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(translate("setup", "Station and database"), parent)
        about = context.about
        grid = QGridLayout()
        rows = (
            (translate("setup", "Station"), f"{context.workplace.station}  {about.name}".strip()),
            (translate("setup", "Program"), f"Pickstation {about.program}".strip()),
            (translate("setup", "Database"), f"{about.database}   {about.address}".strip()),
        )
        for row, (name, value) in enumerate(rows):
            grid.addWidget(label(name, "quiet"), row, 0)
            grid.addWidget(label(value), row, 1)
        grid.setColumnStretch(1, 1)
        self.box.addLayout(grid)


def key_button(text: str, icon: str = "") -> TouchButton:
    """A button of the set-up, as large as on the floor."""
    return TouchButton(ButtonFace(text, icon=icon, size=TextSize.LABEL))
