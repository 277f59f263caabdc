"""What the live map shows: the floor at a moment, one list of it, and what is looked at."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.events import CountRaised, LinePicked, LineShorted
from app.domain.floor_heat import HeatLayer
from app.domain.stock_events import FaceFilled
from app.services.floor_map import TaskOnMap
from app.services.lead_map import LeadLook, LeadMap, lead_map
from app.services.live_map import LOOK_BACK, AisleHeat, PersonOnMap
from app.ui.context import StationContext
from app.ui.live_kinds import FLOOR_CHANGES, OFFER_CHANGES
from app.ui.message import translate
from app.ui.screens import map_view
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.hall_view import queue_words
from app.ui.screens.heading import Heading
from app.ui.screens.map_lists import (
    MapList,
    aisle_rows,
    line_rows,
    people_rows,
    walk_rows,
    walk_told,
)
from app.ui.screens.map_side import MapSide
from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.floor_picture import FloorPicture
from app.ui.widgets.heat_legend import HeatLegend
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.queue_line import QueueLine
from app.ui.widgets.time_bar import TimeBar


class MapBoard(DeskScreen):
    """Reads and shows; `MapScreen` adds what people do there."""

    calm_ms = 1_000
    looks_after = (*FLOOR_CHANGES, *OFFER_CHANGES, LinePicked, LineShorted, CountRaised, FaceFilled)

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.layer = HeatLayer.LINES
        self.shown: LeadMap | None = None
        self.aisle_key: tuple[str, str] | None = None
        self.person_id: int | None = None
        self.task_id: int | None = None
        self.is_closing = False
        self._told = ""
        self.question = PageStack(self.work)
        self._board = QWidget(self.question)
        self.picture, self.side = FloorPicture(), MapSide(self._board)
        self.legend, self.queues = HeatLegend(), QueueLine()
        self.time = TimeBar(int(LOOK_BACK.total_seconds()) // 60)
        self.panel, self.instruction = ChoicePanel(), InstructionLine()
        self._arrange()

    def _arrange(self) -> None:
        floor, row, layout = QVBoxLayout(), QHBoxLayout(self._board), QVBoxLayout(self.work)
        for widget in (self.picture, self.legend, self.queues, self.time):
            floor.addWidget(widget, int(widget is self.picture))
        row.addLayout(floor, 5)
        row.addWidget(self.side, 3)
        for page in (self._board, self.panel):
            self.question.addWidget(page)
        layout.addWidget(self.question, 1)
        layout.addWidget(self.instruction)
        for part in (floor, row, layout):
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(Theme.current().mm(SPACING_MM))

    def read_with(self, ask: Asking) -> None:
        """Read floor, work and what is looked at."""
        if self.operator is None:
            return
        minutes = self.time.minutes_ago
        clock = self.context.workplace.clock
        look = LeadLook(
            clock.now() - timedelta(minutes=minutes) if minutes else None,
            self.task_id,
            self.aisle_key if self.side.shown is MapList.LINES else None,
        )
        operator_id = self.operator.operator_id
        ask(lead_map, self.context.workplace, operator_id, look, done=self._found)

    def _found(self, found: LeadMap) -> None:
        self.shown = found
        if self.task_id is not None and self.task is None:
            self.task_id = None
        self.refresh()

    @property
    def aisle(self) -> AisleHeat | None:
        """The aisle that is looked at."""
        aisles = () if self.shown is None else self.shown.live.aisles
        return next((each for each in aisles if each.key == self.aisle_key), None)

    @property
    def person(self) -> PersonOnMap | None:
        """Who is looked at."""
        people = () if self.shown is None else self.shown.live.people
        return next((each for each in people if each.operator_id == self.person_id), None)

    @property
    def tasks(self) -> tuple[TaskOnMap, ...]:
        """The tasks whose walks can be drawn."""
        return () if self.shown is None else self.shown.now.tasks

    @property
    def task(self) -> TaskOnMap | None:
        """The task whose walk is drawn."""
        return next((each for each in self.tasks if each.task_id == self.task_id), None)

    def heading(self) -> Heading:
        """What the map shows."""
        task, floor = self.task, None if self.shown is None else self.shown.live.floor
        if task is not None:
            return Heading(translate("map", "Floor map"), walk_told(task))
        return Heading(
            translate("map", "Floor map"), "" if floor is None else map_view.closed_words(floor)
        )

    def refresh(self) -> None:
        """Show the floor at the moment that was read, and what is looked at."""
        self.side.show_layer(self.layer)
        shown = self.shown
        live = None if shown is None else shown.live
        minutes = self.time.minutes_ago
        moment = map_view.moment_view(live, minutes, self.age_words())
        self.time.show_moment(moment)
        self.time.setVisible(not Theme.current().is_low)
        self.queues.setVisible(minutes == 0 and not Theme.current().is_low)
        self.question.setCurrentIndex(int(self.is_closing))
        if shown is not None:
            self._show_list(shown)
            view = map_view.picture(
                shown.live,
                self.layer,
                aisle=self.aisle_key,
                person=self.person_id,
                walk=shown.now.work.walk,
                past=moment,
            )
            self.picture.show_view(view)
            self.legend.show_view(map_view.legend(shown.live, self.layer))
            self.queues.show_words(queue_words(shown.queues))
        super().refresh()

    def _show_list(self, shown: LeadMap) -> None:
        listed, live = self.side.shown, shown.live
        match listed:
            case MapList.AISLES:
                rows = aisle_rows(live, self.layer)
            case MapList.PEOPLE:
                rows = people_rows(live)
            case MapList.WALKS:
                rows = walk_rows(shown.now.tasks)
            case MapList.LINES:
                rows = line_rows(shown.lines, live.moment)
        self.side.show_rows(listed, rows)
