"""Figures of the floor for whoever leads it, page by page, and everybody's own for themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.devices.wedge import CaptureMode
from app.domain.permissions import Verb, may
from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.domain.shift_report import ShiftNote
from app.services import shift_report
from app.services.count_desk import ask_for_counts
from app.services.figure_files import figures_report, save_figures
from app.services.figure_plots import NOTHING_BESIDE, Page, figure_page, figure_pages
from app.services.figure_plots_own import own_plots
from app.services.figure_words import clock
from app.services.figures import (
    Beside,
    Figures,
    OwnFigures,
    TimeSpan,
    beside_figures,
    figures_now,
    midnight_of,
    own_figures,
)
from app.services.identifying import Entry
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Message, Severity, Thing, translate
from app.ui.screens import figures_actions as actions
from app.ui.screens import figures_view as view
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State
from app.ui.widgets.action_row import Action
from app.ui.widgets.desk_table import DeskTable
from app.ui.widgets.hand_over_panel import HandOverPanel
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.page_strip import PageStrip
from app.ui.widgets.plot_board import PlotBoard
from printing.plots.model import Plot

LOOKS_EVERY_MS = 60_000
"""Figures of a shift do not change faster than anybody reads them."""


class FiguresScreen(DeskScreen):
    """Pages of plots; behind them lists of who and where, and the report for the next lead."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.span = TimeSpan.SHIFT
        self.at = self.part = 0
        self.has_formulas = False
        self.told: Figures | None = None
        self.own: OwnFigures | None = None
        self.beside: Beside | None = None
        self.folder = Path(platformdirs.user_documents_dir())
        self.strip, self.board = PageStrip(), PlotBoard()
        self.list = DeskTable(view.columns(), "figures")
        self.report = HandOverPanel()
        self.instruction = InstructionLine()
        self.pages = PageStack()
        for page in (self.board, self.list, self.report):
            self.pages.addWidget(page)
        self._again.setInterval(LOOKS_EVERY_MS)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Theme.current().mm(SPACING_MM))
        layout.addWidget(self.strip)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.instruction)

    # What is shown ------------------------------------------------------------------------

    @property
    def is_lead(self) -> bool:
        """Whether whoever looks leads the floor."""
        return self.operator is not None and may(self.operator.role, Verb.REASSIGN)

    @property
    def page(self) -> Page | None:
        """The page that is shown; None for one's own."""
        floor = list(Page) if self.is_lead else []
        return floor[self.at] if self.at < len(floor) else None

    @property
    def names(self) -> tuple[str, ...]:
        """What the pages are called."""
        return view.page_names(is_lead=self.is_lead)

    @property
    def is_writing(self) -> bool:
        """Whether the report for the next lead is shown."""
        return self.pages.currentWidget() is self.report

    def begin(self, entry: Entry | None) -> None:
        """Show the first page."""
        del entry
        self.held, self.at, self.part = None, 0, 0
        self.told, self.own, self.beside = None, None, None
        self._show(self.board)
        self.reload()

    def read_with(self, ask: Asking) -> None:
        """Ask for the figures of the page that is shown."""
        if self.operator is None:
            return
        who, now = self.operator.operator_id, self.context.workplace.clock.now()
        midnight = midnight_of(now)
        if self.page is None:
            week = midnight - timedelta(days=midnight.weekday())
            ask(own_figures, self.context.workplace, who, week, done=self._found_own)
        else:
            ask(figures_now, self.context.workplace, self.span, midnight, who, done=self._found)

    def _found(self, told: Figures) -> None:
        self.told = told
        self.refresh()
        if self.beside is None and self.operator is not None:
            self.beside = NOTHING_BESIDE
            self.context.jobs.background.submit(
                beside_figures,
                self.context.workplace,
                midnight_of(told.now),
                self.operator.operator_id,
                done=self._found_beside,
                failed=lambda _: None,
                owner=self,
            )

    def _found_beside(self, beside: Beside) -> None:
        self.beside = beside
        self.refresh()

    def _found_own(self, own: OwnFigures) -> None:
        self.own = own
        self.refresh()

    def plots(self) -> tuple[Plot, ...]:
        """The plots of the page that is shown, as far as they are read."""
        page = self.page
        if page is None:
            return () if self.own is None else own_plots(self.own, translate)
        if self.told is None:
            return ()
        return figure_page(page, self.told, translate, self.beside or NOTHING_BESIDE).plots

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """Which page of which time."""
        name = self.names[min(self.at, len(self.names) - 1)]
        age = self.age_words()
        return view.heading_of(name, self.span, is_own=self.page is None, age=age)

    def why_codes(self) -> tuple[str, ...]:
        """Why the chosen row of the list is as it is."""
        if self.pages.currentWidget() is not self.list or self.told is None:
            return ()
        return view.why_codes(self.page, self.told, self.list.chosen)

    def work_actions(self) -> tuple[Action, ...]:
        """Keys of the page, or of the report."""
        if self.is_writing:
            return actions.report_actions()
        if not self.is_lead:
            return actions.own_actions()
        is_listed = self.pages.currentWidget() is self.list
        return actions.floor_actions(self.page, self.told, self.span, is_listed=is_listed)

    def asked(self) -> Asked:
        """The number of a page."""
        needed = translate("figures", "a number from 1 to {0}").format(len(self.names))
        return Asked(
            Thing(needed),
            translate("figures", "Type the number of a page, or press Enter for the next one."),
            translate("figures", "Nothing was changed."),
        )

    def refresh(self) -> None:
        """Show the page as it is known."""
        self.strip.show_pages(self.names, self.at)
        self.strip.setVisible(self.is_lead and not self.is_writing and not self._is_low)
        shown = self.plots()
        if self._is_low:
            shown = shown[self.part : self.part + 1]
        self.board.show_plots(shown, has_formulas=self.has_formulas)
        if self.page is not None and self.told is not None:
            self.list.show_rows(view.rows_of(self.page, self.told))
        if self.is_writing:
            self.instruction.show_instruction(view.hand_over_instruction())
        else:
            told = view.instruction_of(self.page, self.told, is_lead=self.is_lead)
            self.instruction.show_instruction(told)
        super().refresh()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number chooses a page, NEXT and OK the one after it; PAUSE leaves."""
        match reading:
            case QuantityCode(quantity=number) if 1 <= number <= len(self.names):
                self._open(number - 1)
            case QuantityCode(quantity=number):
                self.refuse(NoSuchChoice(number, len(self.names)))
            case CommandCode(command=Command.NEXT | Command.OK):
                self._go_on()
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=command):
                self.refuse(CommandNotPossible(command))
            case _:
                self.refuse(NotAskedForHere(entry.raw))

    def press_ok(self) -> None:
        """Enter belongs to the field while a note is written, except for a held message."""
        if not self.is_writing or self.held is not None:
            super().press_ok()

    def do(self, name: str) -> None:
        """The keys of the action row; a command goes the way of a scanned card."""
        deeds: dict[str, Callable[[], None]] = {
            actions.FORMULAS: self._turn_formulas,
            actions.SPAN: self._turn_span,
            actions.LIST: self._turn_list,
            actions.COUNT: self._have_counted,
            actions.SAVE: self._save,
            actions.REPORT: self._write,
            actions.KEEP: self._keep,
            actions.PRINT: self._print,
            actions.BACK: self.back,
        }
        if name in deeds:
            deeds[name]()
        else:
            super().do(name)

    def back(self) -> None:
        """Escape: from list or report to the plots."""
        if self.held is None and self.pages.currentWidget() is not self.board:
            self._show(self.board)
        else:
            super().back()

    def leave(self) -> None:
        """Nobody looks any more; words that were not kept stay in the field."""
        self.pages.setCurrentWidget(self.board)
        super().leave()

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        is_text = page is self.report
        self.context.capture.set_mode(CaptureMode.DESK if is_text else CaptureMode.FLOOR)
        if is_text:
            self.report.field.setFocus()
        self.refresh()

    @property
    def _is_low(self) -> bool:
        """Whether the window has room for one plot at a time only."""
        return Theme.current().is_low

    def _go_on(self) -> None:
        """The next plot of the page where they are shown one by one, or the next page."""
        if self._is_low and self.part + 1 < len(self.plots()):
            self.context.feedback.give(FeedbackEvent.OK)
            self.part, self.held = self.part + 1, None
            self._show(self.board)
        else:
            self._open((self.at + 1) % len(self.names))

    def _open(self, at: int) -> None:
        self.part = 0
        self.context.feedback.give(FeedbackEvent.OK)
        was_own, self.at, self.held = self.page is None, at, None
        self._show(self.board)
        if was_own is not (self.page is None) or self.plots() == ():
            self.reload()

    def _turn_formulas(self) -> None:
        self.has_formulas = not self.has_formulas
        self._show(self.board)

    def _turn_span(self) -> None:
        spans = list(TimeSpan)
        self.span = spans[(spans.index(self.span) + 1) % len(spans)]
        self.reload()

    def _turn_list(self) -> None:
        is_listed = self.pages.currentWidget() is self.list
        self._show(self.board if is_listed else self.list)

    # Deeds --------------------------------------------------------------------------------

    def _have_counted(self) -> None:
        if self.told is None or self.operator is None:
            return
        who, codes = self.operator.operator_id, {p.location for p in view.uncounted(self.told)}
        workplace = self.context.workplace
        self.run(lambda: ask_for_counts(workplace, codes, operator_id=who), done=self._counted)

    def _counted(self, raised: int) -> None:
        words = translate("figures", "Counts raised: {0}").format(raised)
        self._tell(words, translate("figures", "Whoever counts next gets them."))
        self.reload()

    def _save(self) -> None:
        if self.told is None:
            return
        pages = figure_pages(self.told, translate, self.beside or NOTHING_BESIDE)
        report = figures_report(self.told, pages, translate)
        self.context.jobs.background.submit(
            save_figures,
            self.folder,
            self.told,
            pages,
            report,
            done=self._saved,
            failed=self._not_saved,
            owner=self,
        )

    def _saved(self, files: tuple[Path, ...]) -> None:
        names = ", ".join(file.name for file in files)
        words = translate("figures", "They are in {0}.").format(self.folder)
        self._tell(translate("figures", "Saved: {0}").format(names), words)

    def _not_saved(self, problem: Exception) -> None:
        self.hold(view.not_saved(self.folder, problem))

    def _print(self) -> None:
        if self.operator is None:
            return
        workplace, who = self.context.workplace, self.operator.operator_id
        if self.is_writing:
            self.run(shift_report.print_shift_report, workplace, who, translate, done=self._printed)
        elif self.told is not None and self.page is not None:
            page = figure_page(self.page, self.told, translate, self.beside or NOTHING_BESIDE)
            report = figures_report(self.told, (page,), translate)
            self.run(shift_report.print_report, workplace, who, report, done=self._printed)

    def _printed(self, job_id: int) -> None:
        words = translate("figures", "Paper {0} is on its way").format(job_id)
        self._tell(words, translate("figures", "Papers (15) shows it, and prints it again."))

    def _tell(self, title: str, action: str) -> None:
        self.context.feedback.give(FeedbackEvent.OK)
        self.announce(Message(title=title, action=action, severity=Severity.OK))

    # The report for the next lead ---------------------------------------------------------

    def _write(self) -> None:
        self._show(self.report)
        self._look_at_report()

    def _look_at_report(self) -> None:
        if self.operator is None:
            return
        workplace, who = self.context.workplace, self.operator.operator_id
        self.look(shift_report.notes_of_shift, workplace, who, done=self._found_notes)
        self.context.jobs.background.submit(
            shift_report.report_pictures,
            workplace,
            who,
            translate,
            done=self.report.show_pictures,
            failed=self.failed,
            owner=self,
        )

    def _found_notes(self, notes: tuple[ShiftNote, ...]) -> None:
        words = (f"{clock(note.at)} {note.name}: {note.text}" for note in notes)
        self.report.show_notes(tuple(words))

    def _keep(self) -> None:
        if self.operator is not None:
            text = self.report.field.toPlainText()
            who = self.operator.operator_id
            keep = shift_report.leave_note
            self.run(keep, self.context.workplace, who, text, done=lambda _: self._kept())

    def _kept(self) -> None:
        self.held = None
        self.report.field.clear()
        self.log(State.OK, translate("figures", "The note is kept for the next lead"))
        self.context.feedback.give(FeedbackEvent.OK)
        self.refresh()
        self._look_at_report()
