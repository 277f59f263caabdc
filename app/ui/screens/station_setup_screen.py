"""Sets a station up: scanners, printers and routes, look and sound, with a test for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.devices.scan import Scan
from app.devices.wedge import CaptureMode
from app.domain.desk_refusals import ChangedMeanwhile
from app.domain.refusals import Refusal
from app.services import station_setup
from app.services.station_setup import PrinterSettings, PrinterView
from app.services.workplace import Workplace
from app.ui.context import StationContext
from app.ui.message import translate
from app.ui.paper_words import PrinterReport, lamp_word, reason_words
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.setup_cards import DatabaseCard, LookCard, ScannerCard
from app.ui.screens.setup_printers import PrintersCard
from app.ui.screens.setup_scale import ScaleCard
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM
from app.ui.widgets.action_row import Action

Result = TypeVar("Result")

TWO_COLUMNS_MM = 420.0
"""A screen narrower than this shows the cards below each other."""

_HELP, _BACK, _PAPER = "help", "back", "paper"


class StationSetupScreen(FloorScreen):
    """A desk screen: its fields take text, and a scan is shown, not obeyed."""

    stationery_asked = Signal()
    """Somebody wants to change how paper looks."""

    capture_mode = CaptureMode.DESK

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._refill = False
        self.scanners = ScannerCard(context)
        self.scale = ScaleCard(context)
        self.looks = LookCard(context)
        self.database = DatabaseCard(context)
        self.printers = PrintersCard()
        self.printers.check_asked.connect(self._check)
        self.printers.test_asked.connect(self._print_test_page)
        self.printers.saved.connect(self._save)
        self.printers.routed.connect(self._route)
        self._arrange()

    def _arrange(self) -> None:
        gap = Theme.current().mm(SPACING_MM)
        left = QVBoxLayout()
        for card in (self.scanners, self.scale, self.looks, self.database):
            left.addWidget(card)
        left.addStretch(1)
        inside = QWidget()
        self._columns = QHBoxLayout(inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self.printers, 1)
        for layout in (left, self._columns):
            layout.setSpacing(gap)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two have no room."""
        narrow = event.size().width() < Theme.current().mm(TWO_COLUMNS_MM)
        direction = QHBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        super().resizeEvent(event)

    def arrived(self) -> None:
        """Show what is on record."""
        self.held = None
        self.printers.tell("")
        self._read()
        self.refresh()

    def heading(self) -> Heading:
        """Nothing is picked or packed here."""
        return Heading(translate("setup", "Set-up"), translate("setup", "scans do nothing here"))

    def work_actions(self) -> tuple[Action, ...]:
        """Help, how paper looks, and the way back."""
        return (
            Action(_HELP, "F1", translate("setup", "Help"), "help"),
            Action(_BACK, "F8", translate("setup", "Back"), "undo"),
            Action(_PAPER, "F7", translate("setup", "How paper looks"), "slip_printer"),
        )

    def do(self, name: str) -> None:
        """Help, paper and back; commands are not obeyed here."""
        if name == _HELP:
            self.help_asked.emit()
        elif name == _BACK:
            self.home_asked.emit()
        elif name == _PAPER:
            self.stationery_asked.emit()
        else:
            super().do(name)

    def press_ok(self) -> None:
        """Enter belongs to the fields, except for a held message."""
        if self.held is not None:
            self.release()

    def on_scan(self, scan: Scan) -> None:
        """Show the scan; a badge or command does nothing here."""
        self.entry_taken.emit()
        if self.held is not None:
            self.release()
        self.scanners.show_scan(scan)

    def back(self) -> None:
        """Escape: back to where it was opened."""
        if self.held is not None:
            super().back()
        else:
            self.home_asked.emit()

    # Printers -----------------------------------------------------------------------------

    def _read(self) -> None:
        self.run(_on_record, self.context.workplace, done=self._show_printers)

    def _show_printers(
        self, found: tuple[tuple[PrinterView, ...], dict[str, tuple[str, ...]]]
    ) -> None:
        self.printers.show_printers(*found)
        if self._refill:
            self._refill = False
            self.printers.fill_form()
        self.heading_changed.emit()

    def _check(self, name: str) -> None:
        """Ask the printer in the background lane: it may take seconds to answer."""
        self.printers.tell(translate("setup", "Asking {0} …").format(name))
        self.context.jobs.background.submit(
            self.context.check_printer,
            name,
            done=partial(self._checked, name),
            failed=self.failed,
            owner=self,
        )

    def _checked(self, name: str, report: PrinterReport) -> None:
        word, _ = lamp_word(str(report.lamp), "")
        reasons = ", ".join(reason_words(str(reason)) for reason in report.reasons)
        said = " ".join(part for part in (reasons, report.words) if part)
        self.printers.tell(translate("setup", "{0}: {1}  {2}").format(name, word, said).strip())
        lamp, words = str(report.lamp), str(next(iter(report.reasons), report.words))
        workplace = self.context.workplace
        self.run(_note_lamp, workplace, name, lamp, words, done=self._show_printers)

    def _print_test_page(self, name: str) -> None:
        def queued(job_id: int) -> None:
            self.context.wake_spooler()
            words = translate("setup", "Test page for {0} is on its way (job {1}).")
            self.printers.tell(words.format(name, job_id))

        self.run(self._as_operator(station_setup.print_test_page), name, done=queued)

    def _save(self, settings: PrinterSettings, seen: PrinterSettings | None) -> None:
        words = translate("setup", "{0} is saved. Print a test page.").format(settings.name)
        self.run(
            partial(self._as_operator(station_setup.save_printer), seen=seen),
            settings,
            done=lambda _: self._saved(settings, words),
        )

    def _saved(self, settings: PrinterSettings, words: str) -> None:
        self.printers.seen = settings
        self._changed(words)

    def refuse(self, refusal: Refusal, times: int = 1) -> None:
        """Hold a refusal; what somebody else changed meanwhile is then in the form."""
        super().refuse(refusal, times)
        if isinstance(refusal, ChangedMeanwhile):
            self._refill = True
            self._read()

    def _route(self, kinds: tuple[str, ...], printers: tuple[str, ...]) -> None:
        words = translate("setup", "Saved: printed on {0} from now on.").format(printers[0])
        if len(printers) > 1:
            words = translate("setup", "Saved: printed on {0}, in trouble on {1}.").format(
                printers[0], ", ".join(printers[1:])
            )
        self.run(
            self._as_operator(station_setup.route_documents),
            kinds,
            printers,
            done=lambda _: self._changed(words),
        )

    def _as_operator(self, function: Callable[..., Result]) -> Callable[..., Result]:
        """A service asked by whoever is signed in; nobody is while a station is first set up."""
        who = None if self.operator is None else self.operator.operator_id
        return partial(function, self.context.workplace, operator_id=who)

    def _changed(self, words: str) -> None:
        self.printers.tell(words)
        self._read()


def _on_record(workplace: Workplace) -> tuple[tuple[PrinterView, ...], dict[str, tuple[str, ...]]]:
    return station_setup.printers(workplace), station_setup.printer_lists(workplace)


def _note_lamp(
    workplace: Workplace, name: str, lamp: str, words: str
) -> tuple[tuple[PrinterView, ...], dict[str, tuple[str, ...]]]:
    station_setup.note_lamp(workplace, name, lamp, words)
    return _on_record(workplace)
