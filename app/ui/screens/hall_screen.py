"""The screen on the wall: cut-offs, the floor's heat and the queues in turn, with nobody at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.floor_heat import HeatLayer
from app.domain.readings import Reading
from app.services.board_forecast import PaceMemory
from app.services.floor_map import NO_WALK
from app.services.hall_board import HallBoard, hall_board
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.ui.context import StationContext
from app.ui.message import translate
from app.ui.screens import hall_view, map_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.page_stack import PageStack
from app.ui.tokens import TextSize
from app.ui.widgets.floor_picture import FloorPicture
from app.ui.widgets.hall_foot import FootView, HallFoot
from app.ui.widgets.hall_tiles import HallTiles, Tile
from app.ui.widgets.heat_legend import HeatLegend
from app.ui.widgets.moment_sign import MomentView

READ_EVERY_MS, TURN_EVERY_MS, TICK_MS = 10_000, 12_000, 1_000
"""How often it is read anew, how long a page stays, and how often the countdown is drawn."""

OLD_AFTER_S = 30
"""Seconds after which what is shown is said to be old."""

HOUR, CUT_OFFS, FLOOR, QUEUES = range(4)
"""The pages in the order in which they are shown."""


class HallScreen(FloorScreen):
    """Reads and turns its pages by itself; a badge signs in, anything else leads back.

    A database that is away changes nothing but the line at the foot, which says how old it is.
    """

    fills_window = True

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.board: HallBoard | None = None
        self.read_at: datetime | None = None
        self.page = HOUR
        self._pace = PaceMemory()
        self.tiles = HallTiles()
        self.picture, self.zones = FloorPicture(), HallTiles(is_row=True)
        self.legend = HeatLegend(size=TextSize.INSTRUCTION)
        self.foot = HallFoot()
        floor = QWidget()
        floor_column = QVBoxLayout(floor)
        floor_column.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.picture, 1), (self.legend, 0), (self.zones, 0)):
            floor_column.addWidget(widget, stretch)
        self._stack = PageStack()
        self._stack.addWidget(self.tiles)
        self._stack.addWidget(floor)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.foot)
        self.action_row.hide()
        self._timers = tuple(
            self._every(milliseconds, act)
            for milliseconds, act in (
                (READ_EVERY_MS, self.reload),
                (TURN_EVERY_MS, self.turn),
                (TICK_MS, self.refresh),
            )
        )

    def _every(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=milliseconds)
        timer.timeout.connect(act)
        return timer

    def arrived(self) -> None:
        """Begin with the cut-offs, and read."""
        self.page = HOUR
        super().arrived()
        self.reload()
        for timer in self._timers:
            timer.start()

    def leave(self) -> None:
        """Nobody looks any more."""
        for timer in self._timers:
            timer.stop()
        super().leave()

    def reload(self) -> None:
        """Read anew, unless the read before has not ended: a slow line is not asked twice."""
        if not self.is_looking:
            self.look(hall_board, self.context.workplace, self._pace, done=self._found)

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """A wall looks every few seconds anyway; at once where the line is back."""
        if not events:
            self.reload()

    def _found(self, board: HallBoard) -> None:
        self.board, self.read_at = board, self.context.now()
        self.refresh()

    def turn(self) -> None:
        """Show the next page."""
        self.page = (self.page + 1) % (QUEUES + 1)
        self.refresh()

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Whoever scans or types here wants to work here."""
        del entry, reading
        self.home_asked.emit()

    def back(self) -> None:
        """Escape leads back."""
        self.home_asked.emit()

    def press_function(self, number: int) -> None:
        """A function key leads back as well."""
        del number
        self.home_asked.emit()

    def refresh(self) -> None:
        """Show the page in turn, and how old it is."""
        board = self.board
        if board is not None:
            now = board.now + (self.context.now() - (self.read_at or self.context.now()))
            if self.page == FLOOR:
                self._show_floor(board)
            else:
                self.tiles.show_tiles(_tiles(board, self.page, now))
            self._stack.setCurrentIndex(int(self.page == FLOOR))
        self.foot.show_view(self._foot())
        super().refresh()

    def _show_floor(self, board: HallBoard) -> None:
        """The heat of the aisles without anybody's name, and the figure of each zone."""
        live = replace(board.live, people=())
        layer = HeatLayer.LINES
        now = MomentView()
        view = map_view.picture(live, layer, walk=NO_WALK, past=now, size=TextSize.INSTRUCTION)
        if view != self.picture.view:
            self.picture.show_view(view)
            self.legend.show_view(map_view.legend(live, layer))
            self.zones.show_tiles(hall_view.zone_tiles(board, layer))

    def _foot(self) -> FootView:
        """The clock, or how old what is shown is."""
        now = self.context.now()
        clock = now.astimezone().strftime("%H:%M:%S")
        if self.read_at is None:
            return FootView(clock, translate("hall", "being read"))
        age = int((now - self.read_at).total_seconds())
        if age < OLD_AFTER_S:
            return FootView(clock, self.context.workplace.station)
        at = self.read_at.astimezone().strftime("%H:%M")
        words = translate("hall", "AS OF {0}, {1} min old: the database does not answer")
        return FootView(clock, words.format(at, age // 60), is_old=True)


def _tiles(board: HallBoard, page: int, now: datetime) -> tuple[Tile, ...]:
    if page == QUEUES:
        return hall_view.queue_tiles(board.queues)
    if page == CUT_OFFS and board.cut_offs:
        return hall_view.cut_off_tiles(board, now)
    return hall_view.hour_tiles(board, now)
