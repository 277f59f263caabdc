"""Remembers how each scanner is, whichever thread says so, and tells the screens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.devices.serial_scanner import PortState


class ScannerBoard(QObject):
    """The states of the serial scanners by port; a keyboard scanner has no state to tell.

    Signals:
        changed: A state changed; on the main thread.
    """

    changed = Signal()
    _reported = Signal(str, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states: dict[str, tuple[PortState, str]] = {}
        self._reported.connect(self._note, Qt.ConnectionType.QueuedConnection)

    @property
    def states(self) -> dict[str, tuple[PortState, str]]:
        """State and the system's own words for each port."""
        return dict(self._states)

    @property
    def lost(self) -> tuple[str, ...]:
        """Ports that should be connected and are not."""
        return tuple(
            port for port, (state, _) in self._states.items() if state is PortState.DISCONNECTED
        )

    def report(self, port: str, state: PortState, words: str = "") -> None:
        """Note a scanner's state, from any thread."""
        self._reported.emit(port, state, words)

    @Slot(str, object, str)
    def _note(self, port: str, state: PortState, words: str) -> None:
        self._states[port] = (state, words)
        self.changed.emit()
