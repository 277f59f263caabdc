"""Watches a carton's papers while somebody waits for them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.services import own_slips
from app.services.spooling import JobView
from app.ui.context import StationContext
from app.ui.paper_words import PaperLine, is_waiting, paper_lines

LOOKS_EVERY_MS = 700


class PaperWatch(QObject):
    """Reads the print jobs of one carton again and again, until nothing can change any more.

    Signals:
        changed: `lines` are others than before.
    """

    changed = Signal()

    def __init__(self, context: StationContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._carton_id: int | None = None
        self._is_looking = False
        self.lines: tuple[PaperLine, ...] = ()
        self._timer = QTimer(self, interval=LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_active(self) -> bool:
        """Whether it still looks."""
        return self._timer.isActive()

    @property
    def question(self) -> PaperLine | None:
        """The first paper of which a person has to say whether it came out."""
        return next((line for line in self.lines if line.asks), None)

    def watch(self, carton_id: int) -> None:
        """Begin to look, or look again at once."""
        if carton_id != self._carton_id:
            self.lines = ()
        self._carton_id = carton_id
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Nobody waits any more."""
        self._timer.stop()
        self._carton_id = None
        self.lines = ()

    def look(self) -> None:
        """Read the jobs once, beside the window."""
        if self._carton_id is None or self._is_looking:
            return
        self._is_looking = True
        carton_id = self._carton_id
        self._context.jobs.submit(
            own_slips.carton_papers,
            self._context.workplace,
            carton_id,
            done=lambda jobs: self._seen(carton_id, jobs),
            failed=self._not_seen,
            owner=self,
        )

    def _seen(self, carton_id: int, jobs: list[JobView]) -> None:
        self._is_looking = False
        if carton_id != self._carton_id:
            return
        if not is_waiting(jobs):
            self._timer.stop()
        lines = paper_lines(jobs)
        if lines != self.lines:
            self.lines = lines
            self.changed.emit()

    def _not_seen(self, _problem: Exception) -> None:
        """The next look will tell; a lost connection is told by the next scan."""
        self._is_looking = False
