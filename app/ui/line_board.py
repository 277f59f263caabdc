"""Brings what the station's sender knows of its line from its thread to the screens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.services.line_watch import LineStatus
from app.services.sending import StationSender

AGE_EVERY_MS = 1000
"""How often the age of an outage is shown anew."""

STILL_LOST_MS = 400
"""A line that is back within this time was only cut and mended: nobody needs to hear of it."""


class LineBoard(QObject):
    """How the line to the database is; always fine where the station has no journal.

    Signals:
        changed: The status says something else, on the main thread.
        went_offline: The line is down and stays down; once for each time.
        returned(Return): All that was done off line is answered.
    """

    changed = Signal()
    went_offline = Signal()
    returned = Signal(object)
    _told = Signal()

    def __init__(self, sender: StationSender | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sender = sender
        self._is_told = False
        self._told.connect(self._look, Qt.ConnectionType.QueuedConnection)
        self._ageing = QTimer(self, interval=AGE_EVERY_MS)
        self._ageing.timeout.connect(self._look)
        self._still_lost = QTimer(self, singleShot=True, interval=STILL_LOST_MS)
        self._still_lost.timeout.connect(self._tell_lost)
        if sender is not None:
            sender.listen(self._told.emit)
            self._look()

    @property
    def has_journal(self) -> bool:
        """Whether the station keeps what it does until the database has it."""
        return self._sender is not None

    @property
    def status(self) -> LineStatus:
        """How the line is now."""
        return LineStatus() if self._sender is None else self._sender.status

    @property
    def is_away(self) -> bool:
        """Whether the database is known to be away."""
        return self._sender is not None and self._sender.is_away

    def can_go_on(self, operator_id: int | None) -> bool:
        """Whether the station keeps claimed work of this operator, or of anybody if None."""
        copy = None if self._sender is None else self._sender.copy
        if copy is None or not (copy.can_go_on or copy.has_bench):
            return False
        return operator_id is None or copy.operator.operator_id == operator_id

    def note_lost(self, problem: Exception | None = None) -> None:
        """A screen found the database away."""
        if self._sender is not None:
            self._sender.note_lost(problem or ConnectionError())

    def nudge(self) -> None:
        """Try at once whether the database is back."""
        if self._sender is not None:
            self._sender.nudge()

    def _look(self) -> None:
        if self._sender is None:
            return
        status = self._sender.status
        if status.is_offline and not self._is_told and not self._still_lost.isActive():
            self._still_lost.start()
        if not status.is_offline:
            self._is_told = False
        if status.is_offline or status.unsent:
            self._ageing.start()
        else:
            self._ageing.stop()
        self.changed.emit()
        told = self._sender.take_return()
        if told is not None:
            self.returned.emit(told)

    def _tell_lost(self) -> None:
        if self.status.is_offline and not self._is_told:
            self._is_told = True
            self.went_offline.emit()
