"""Remembers what the scale says, whichever thread tells it, and hands commands to it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.devices.scale_protocols import Declined, Done
from app.devices.scale_reading import ScaleReading
from app.devices.serial_scanner import PortState


class Scale(Protocol):
    """What a screen may tell a scale to do; `app.devices.serial_scale` has the real one."""

    def zero(self) -> None:
        """Let what lies on it be nothing."""

    def tare(self) -> None:
        """Take what lies on it off from now on."""

    def clear_tare(self) -> None:
        """Show the whole weight again."""


class ScaleBoard(QObject):
    """The scale of the station, if it has one.

    Signals:
        weighed: `reading` is another one; on the main thread.
        state_changed: The scale was found or lost; on the main thread.
        answered(Done | Declined): What came of a command; on the main thread.
    """

    weighed = Signal()
    state_changed = Signal()
    answered = Signal(object)
    _read = Signal(object)
    _told = Signal(object, str)
    _said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reading: ScaleReading | None = None
        self.state = PortState.STOPPED
        self.words = ""
        self.port = ""
        self._scale: Scale | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self._read.connect(self._note_reading, queued)
        self._told.connect(self._note_state, queued)
        self._said.connect(self.answered, queued)

    @property
    def is_there(self) -> bool:
        """Whether this station has a scale at all, connected or not."""
        return self._scale is not None

    @property
    def is_connected(self) -> bool:
        """Whether the scale says something now."""
        return self.state is PortState.CONNECTED

    @property
    def weight_g(self) -> float | None:
        """The weight to judge by, in grams; None while the scale moves, or shows none."""
        return None if self.reading is None else self.reading.weight_g

    def attach(self, scale: Scale, port: str) -> None:
        """Take the station's scale; once."""
        self._scale, self.port = scale, port

    def zero(self) -> None:
        """Let what lies on the scale be nothing."""
        if self._scale is not None:
            self._scale.zero()

    def tare(self) -> None:
        """Take what lies on the scale off from now on."""
        if self._scale is not None:
            self._scale.tare()

    def clear_tare(self) -> None:
        """Show the whole weight again."""
        if self._scale is not None:
            self._scale.clear_tare()

    # From any thread ----------------------------------------------------------------------

    def report_reading(self, reading: ScaleReading) -> None:
        """Note what the scale shows."""
        self._read.emit(reading)

    def report_state(self, state: PortState, words: str = "") -> None:
        """Note how the scale is: what it speaks, or why it is lost."""
        self._told.emit(state, words)

    def report_answer(self, answer: Done | Declined) -> None:
        """Note what came of a command."""
        self._said.emit(answer)

    @Slot(object)
    def _note_reading(self, reading: ScaleReading) -> None:
        self.reading = reading
        self.weighed.emit()

    @Slot(object, str)
    def _note_state(self, state: PortState, words: str) -> None:
        is_news = state is not self.state
        self.state, self.words = state, words
        if state is not PortState.CONNECTED and self.reading is not None:
            self.reading = None  # what it said before it was lost is no weight
            self.weighed.emit()
        if is_news:
            self.state_changed.emit()
