"""The pages of the pack bench: no order, verify, choose or answer, papers, done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.pack_state import PackPrompt, PackState
from app.ui.message import translate
from app.ui.paper_words import PaperLine
from app.ui.screens import pack_panels_view, pack_view, pack_weight_view
from app.ui.screens.box_view import box_view
from app.ui.screens.numbered_panel import Panel
from app.ui.screens.page_stack import PageStack
from app.ui.screens.parcel_scale import ParcelScale
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.box_drawing import BoxDrawing
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.last_scan import LastScan
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.paper_list import PaperList, PaperRow
from app.ui.widgets.unit_list import UnitList
from app.ui.widgets.verdict_band import Verdict, VerdictBand
from app.ui.widgets.work_card import WorkCard

MOST_PAPERS = 1
"""Papers that leave room for the label's number in a low window."""

_ICONS = {"shipping_label": "label_printer", "packing_slip": "slip_printer"}


class PackPages(QWidget):
    """Shows one `PackState`, or that there is none.

    Signals:
        chosen(str, str): A tile of a panel was tapped: its group and choice.
    """

    chosen = Signal(str, str)

    def __init__(self, scale: ParcelScale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self.empty = WorkCard()
        self.empty.setEnabled(False)
        self.units = UnitList()
        self.note = NoteCard(largest=TextSize.PEEK)
        self.fetch = NoteCard(largest=TextSize.PEEK)
        self.read_first = NoteCard()
        self.panel = ChoicePanel()
        self.panel.chosen.connect(self.chosen)
        self.weight = NoteCard(largest=TextSize.PEEK)
        self.open_units = UnitList()
        self.box = BoxDrawing()
        self.box_again = BoxDrawing()
        self.again = PaperList()
        self.papers = PaperList()
        self.scale_card = WorkCard()
        self.scale_card.setEnabled(False)
        self.label_card = WorkCard()
        self.label_card.setEnabled(False)
        self.paper_panel = ChoicePanel()
        self.paper_panel.chosen.connect(self.chosen)
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self.done = VerdictBand()
        self._instruction = Instruction("")
        self._typed = ""
        self._arrange()
        self._space()

    def _arrange(self) -> None:
        self._body = PageStack()
        self._verify = QWidget()
        self._row = QHBoxLayout(self._verify)
        self._row.addWidget(self.units, 5)
        self._side = QVBoxLayout()
        self._side.addWidget(self.fetch, 1)
        self._side.addWidget(self.note, 1)
        self._side.addWidget(self.box, 2)
        self._row.addLayout(self._side, 2)
        self._questions, question_box = _column(self.panel, self.open_units, self.again)
        self._weight_row = QHBoxLayout()
        self._weight_row.addWidget(self.weight, 1)
        self._weight_row.addWidget(self.box_again, 1)
        question_box.setStretchFactor(self.panel, 2)
        question_box.insertLayout(1, self._weight_row, 3)
        self._label_page, label_box = _column(self.label_card, self.papers, self.paper_panel)
        for page in (
            self.empty,
            self._verify,
            self.read_first,
            self._questions,
            self.scale_card,
            self._label_page,
        ):
            self._body.addWidget(page)
        self._work = QWidget()
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.instruction, 1)
        self._foot.addWidget(self.last_scan)
        self._column = QVBoxLayout(self._work)
        self._column.addWidget(self._body, 1)
        self._column.addLayout(self._foot)
        self._pages = PageStack()
        self._pages.addWidget(self._work)
        self._pages.addWidget(self.done)
        outer = QVBoxLayout(self)
        outer.addWidget(self._pages)
        rows = (self._row, self._side, self._weight_row, self._foot)
        self._boxes = (*rows, question_box, label_box, self._column, outer)
        for box in self._boxes:
            box.setContentsMargins(0, 0, 0, 0)

    def show_done(self, verdict: Verdict) -> None:
        """Show the end of a parcel."""
        self.done.show_verdict(verdict)
        self._pages.setCurrentWidget(self.done)

    def show_state(
        self, state: PackState | None, papers: tuple[PaperLine, ...] = (), tote: str = ""
    ) -> None:
        """Show the order on the bench at its prompt, or the bulk tote that units come out of."""
        self._pages.setCurrentWidget(self._work)
        asks = next((line for line in papers if line.asks), None)
        if state is None:
            self._show_empty(tote)
        else:
            self._show_order(state, papers, asks)
        is_asked = asks is not None
        self._instruction = pack_view.instruction(
            state,
            asks_paper=is_asked,
            tote=tote,
            stands=self._scale.stands,
            has_scale=self._scale.is_there,
        )
        self.show_working(is_working=False)

    def _show_empty(self, tote: str) -> None:
        self.empty.show_view(pack_view.empty_bench(tote))
        self._body.setCurrentWidget(self.empty)

    def _show_order(
        self, state: PackState, papers: tuple[PaperLine, ...], asks: PaperLine | None
    ) -> None:
        panel = pack_panels_view.panel(state)
        if panel is not None:
            self._show_question(state, panel, papers)
        elif state.prompt in (PackPrompt.SCAN_LABEL, PackPrompt.LABEL_WAITS):
            self._show_papers(state, papers, asks)
        elif state.prompt in (PackPrompt.ACKNOWLEDGE, PackPrompt.INSERTS):
            heading, lines = pack_view.to_read(state)
            self.read_first.show_note(heading, lines, State.LOOK)
            self._body.setCurrentWidget(self.read_first)
        elif state.prompt in pack_view.WEIGHTS_AND_PARCELS:
            self._show_scale(state)
        else:
            self.units.show_rows(pack_view.unit_rows(state))
            self.note.show_note(translate("pack", "NOTE"), pack_view.read_words(state), State.LOOK)
            self.note.setVisible(bool(state.instructions))
            fetch = pack_view.to_fetch(state)
            self.fetch.show_note(translate("pack", "BRING THE REST FROM"), fetch, State.LOOK)
            self.fetch.setVisible(bool(fetch))
            self._show_box(self.box, state)
            self._body.setCurrentWidget(self._verify)

    def _show_question(self, state: PackState, panel: Panel, papers: tuple[PaperLine, ...]) -> None:
        self.panel.ask(panel.title, panel.groups)
        kind = pack_view.chosen_packaging(state)
        lines = [pack_view.expected_weight(state, kind)]
        if any(line.fragile for line in state.lines):
            lines.append(translate("pack", "FRAGILE: fill the carton well"))
        if state.prompt in pack_view.WEIGHTS_AND_PARCELS:
            self.weight.show_note(*pack_weight_view.weight_note(state))
        else:
            self.weight.show_note(translate("pack", "WEIGHT"), tuple(lines))
        self.open_units.show_rows(pack_view.unit_rows(state))
        self._show_rows(self.again, papers)
        is_low = Theme.current().is_low
        has_room = state.prompt in pack_view.WEIGHTS_AND_PARCELS and not is_low
        always = (PackPrompt.CHOOSE_PACKAGING, PackPrompt.WEIGHT_DIFFERS)
        self.weight.setVisible(has_room or state.prompt in always)
        asks_box = state.prompt is PackPrompt.CHOOSE_PACKAGING and state.suggestion is not None
        self._show_box(self.box_again, state if asks_box else None)
        self.open_units.setVisible(state.prompt is PackPrompt.MISSING_REASON and not is_low)
        self.again.setVisible(state.prompt is PackPrompt.REPRINT_REASON and not is_low)
        self._body.setCurrentWidget(self._questions)

    def _show_scale(self, state: PackState) -> None:
        """Show the weight as it comes, or that a lead's badge or an item is waited for."""
        scale = self._scale
        if state.prompt is PackPrompt.WEIGH:
            view = pack_weight_view.scale_card(
                state, scale.stands, scale.grams, is_there=scale.is_there
            )
        else:
            view = pack_weight_view.waiting_card(state)
        self.scale_card.show_view(view)
        self._body.setCurrentWidget(self.scale_card)

    def _show_box(self, drawing: BoxDrawing, state: PackState | None) -> None:
        """Draw how the units may lie, where that is known and there is room for it."""
        view = None if Theme.current().is_low else box_view(state)
        drawing.show_view(view)
        drawing.setVisible(view is not None)

    def _show_rows(self, target: PaperList, papers: tuple[PaperLine, ...]) -> None:
        rows = tuple(
            PaperRow(line.title, line.words, line.state, _ICONS.get(line.kind, "slip_printer"))
            for line in papers
        )
        target.show_rows(rows, translate("pack", "PAPERS"))

    def _show_papers(
        self, state: PackState, papers: tuple[PaperLine, ...], asks: PaperLine | None
    ) -> None:
        self._show_rows(self.papers, papers)
        self.label_card.show_view(pack_view.label_card(state))
        has_room = len(papers) <= MOST_PAPERS or not Theme.current().is_low
        self.label_card.setVisible(asks is None and has_room)
        self.papers.setVisible(asks is None or not Theme.current().is_low)
        self.paper_panel.setVisible(asks is not None)
        if asks is not None:
            panel = pack_panels_view.paper_panel(asks)
            if self.paper_panel.title != panel.title:
                self.paper_panel.ask(panel.title, panel.groups)
        else:
            self.paper_panel.ask("", ())
        self._body.setCurrentWidget(self._label_page)

    def show_working(self, *, is_working: bool) -> None:
        """Show beside the instruction that the last scan is being answered, or what is typed."""
        shown = self._instruction
        detail = f"{self._typed}_" if self._typed else shown.detail
        self.instruction.show_instruction(
            Instruction(shown.text, shown.code, detail, shown.lead, is_working)
        )

    def show_typed(self, typed: str) -> None:
        """Show what has been typed so far."""
        self._typed = typed
        self.show_working(is_working=False)

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        for box in self._boxes:
            box.setSpacing(Theme.current().air(SPACING_MM, SPACING_MM * 0.75))


def _column(*widgets: QWidget) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    box = QVBoxLayout(page)
    for widget in widgets:
        box.addWidget(widget)
    return page, box
