"""The station's last papers: seen, asked about, moved, called back and printed again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.services import paper_desk
from app.services.identifying import Entry
from app.services.paper_desk import StationPapers
from app.services.spooling import JobView, answer_uncertain
from app.services.workplace import Workplace
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.screens import home_view, papers_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.papers_view import Deed
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.paper_list import PaperList
from app.ui.widgets.paper_picker import PaperPicker

LOOKS_EVERY_MS = 1500
"""While somebody stands before it: a printer that got paper goes on within moments."""


class PapersScreen(FloorScreen):
    """One list and the paper chosen in it; figures answer the question below."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.papers = StationPapers((), ())
        self._chosen_id: int | None = None
        self._asked: tuple[Deed, ...] = ()
        self._timer = QTimer(self, interval=LOOKS_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.list = PaperPicker()
        self.list.chosen.connect(self._choose_row)
        self.printers = PaperList()
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, key: self._tapped(key))
        self.instruction = InstructionLine()
        self._sides = QHBoxLayout()
        self._sides.addWidget(self.list, 3)
        self._sides.addWidget(self.printers, 2)
        self._column = QVBoxLayout(self.work)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._sides, 1)
        self._column.addWidget(self.panel)
        self._column.addWidget(self.instruction)
        for layout in (self._sides, self._column):
            layout.setSpacing(Theme.current().mm(SPACING_MM))

    @property
    def chosen(self) -> JobView | None:
        """The paper that is chosen."""
        jobs = self.papers.jobs
        return next((job for job in jobs if job.job_id == self._chosen_id), next(iter(jobs), None))

    def arrived(self) -> None:
        """Show what there is; what needs a person is chosen first."""
        self.held = None
        self._chosen_id = None
        self._timer.start()
        self.refresh()
        self.reload()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()
        super().leave()

    def reload(self) -> None:
        """Read the papers anew."""
        self.run(paper_desk.station_papers, self.context.workplace, done=self._found)

    def _look(self) -> None:
        if self.held is None and not self.is_looking and not self.is_running:
            self.look(paper_desk.station_papers, self.context.workplace, done=self._found)

    def _found(self, papers: StationPapers) -> None:
        self.papers = papers
        if self._chosen_id is None:
            first = next((job for job in papers.jobs if _needs_somebody(job)), None)
            self._chosen_id = None if first is None else first.job_id
        self.refresh()

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """How many need somebody."""
        count = sum(_needs_somebody(job) for job in self.papers.jobs)
        words = (
            translate("papers", "{0} need you") if count else translate("papers", "all went out")
        )
        return Heading(translate("papers", "Papers"), words.format(count))

    def why_codes(self) -> tuple[str, ...]:
        """Why what the chosen paper is about is as it is."""
        job = self.chosen
        return (job.subject,) if job is not None and job.subject else ()

    def work_actions(self) -> tuple[Action, ...]:
        """The next one, the one before, help, and the way back."""
        several = len(self.papers.jobs) > 1
        return (
            Action(
                Command.SKIP.value, "F4", translate("papers", "Older"), "skip", is_enabled=several
            ),
            Action(
                Command.UNDO.value, "F6", translate("papers", "Newer"), "undo", is_enabled=several
            ),
            Action(Command.PAUSE.value, "F8", translate("papers", "Leave"), "pause"),
            Action(Command.HELP.value, "F1", translate("papers", "Help"), "help"),
        )

    def asked(self) -> Asked:
        """A figure of the panel."""
        return Asked(
            Thing(translate("papers", "a figure of the list of choices")),
            translate("papers", "Choose a figure, or press F4 for an older paper."),
            translate("papers", "Nothing was changed."),
        )

    def refresh(self) -> None:
        """Show the papers, and what can be done with the one chosen."""
        job, jobs = self.chosen, self.papers.jobs
        place = jobs.index(job) if job is not None else 0
        nothing = translate("papers", "Nothing was printed here yet")
        self.list.show_rows(papers_view.rows(self.papers), place, nothing)
        printers = papers_view.printer_rows(self.papers)
        self.printers.show_rows(printers, translate("papers", "PRINTERS"))
        self.printers.setVisible(not Theme.current().is_low)  # the top strip shows their lamps too
        self._ask(job)
        self.instruction.show_instruction(papers_view.instruction(job))
        super().refresh()

    def _ask(self, job: JobView | None) -> None:
        """Ask about a paper; the same question is left as it stands under the finger."""
        found = None if job is None else papers_view.panel(job, self.papers.printers)
        title, groups = ("", ()) if found is None else (found[0], (found[1],))
        if (self.panel.title, self.panel.groups) != (title, groups):
            self.panel.ask(title, groups)
        self.panel.setVisible(found is not None)
        self._asked = () if job is None else papers_view.deeds(job, self.papers.printers)

    def back(self) -> None:
        """Escape: back to the start screen."""
        if self.held is not None:
            super().back()
        else:
            self.home_asked.emit()

    def cleared(self) -> None:
        """OK on a refusal: look again."""
        self.reload()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A figure does what stands beside it; F4 and F6 choose another paper."""
        match reading:
            case CommandCode(command=Command.SKIP):
                self._step(1)
            case CommandCode(command=Command.UNDO):
                self._step(-1)
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case QuantityCode(quantity=number) if 1 <= number <= len(self._asked):
                self._do(self._asked[number - 1])
            case _:
                self.refuse(home_view.not_here(entry, reading))

    def _step(self, by: int) -> None:
        jobs = self.papers.jobs
        if jobs and self.chosen is not None:
            place = jobs.index(self.chosen) + by
            self._choose_row(min(max(0, place), len(jobs) - 1))

    def _choose_row(self, place: int) -> None:
        self._chosen_id = self.papers.jobs[place].job_id
        self.held = None
        self.refresh()

    def _tapped(self, key: str) -> None:
        """A tile is a figure."""
        keys = [deed.key for deed in self._asked]
        if key in keys:
            self.type_quantity(keys.index(key) + 1)

    def _do(self, deed: Deed) -> None:
        job = self.chosen
        if job is not None and self.operator is not None:
            service = partial(_service_of(deed), operator_id=self.operator.operator_id)
            self.run(
                service,
                self.context.workplace,
                job.job_id,
                done=lambda told: self._done(deed, told),
            )

    def _done(self, deed: Deed, told: int | None) -> None:
        self.held = None
        if told is not None:
            self._chosen_id = told
        self.context.wake_spooler()
        self.context.feedback.give(FeedbackEvent.OK)
        self.log(State.OK, translate("papers", "Done: {0}").format(papers_view.deed_words(deed)))
        self.reload()


def _needs_somebody(job: JobView) -> bool:
    return job.state.value in ("held", "uncertain", "failed")


def _service_of(deed: Deed) -> Callable[..., int | None]:
    """The service that does it; told the number of the paper to look at next, if another one."""

    def answered(workplace: Workplace, job_id: int, *, operator_id: int) -> None:
        came_out = deed.name == papers_view.CAME_OUT
        answer_uncertain(workplace, job_id, came_out=came_out, operator_id=operator_id)

    def again(workplace: Workplace, job_id: int, *, operator_id: int) -> int:
        return paper_desk.print_paper_again(workplace, job_id, deed.what, operator_id=operator_id)

    def moved(workplace: Workplace, job_id: int, *, operator_id: int) -> None:
        paper_desk.move_to_printer(workplace, job_id, deed.what, operator_id=operator_id)

    services: dict[str, Callable[..., int | None]] = {
        papers_view.CAME_OUT: answered,
        papers_view.DID_NOT: answered,
        papers_view.DOUBT: paper_desk.doubt_paper,
        papers_view.CALL_BACK: paper_desk.cancel_paper,
        papers_view.RETRY: paper_desk.try_again,
        papers_view.AGAIN: again,
        papers_view.MOVE: moved,
    }
    return services[deed.name]
