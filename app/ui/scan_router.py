"""One queue of scans, one receiver: the screen that is shown.

Two rules keep a hasty hand safe. Scans are answered one after another, in the order they were
made; while a job runs they wait, and none is lost. But a scan belongs to the screen it was made
for: one that was made before another screen came up never reaches that screen, where it might
mean something else and count something; it is dropped, and said to be, so the operator scans it
again. Nothing has been counted then, so scanning again is always right.
"""

import enum
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.devices.scan import Scan

BLANKING = 0.250
"""Seconds in which the same payload from the same device is the hardware reading twice."""


class ScanReceiver(Protocol):
    """A screen that takes scans."""

    def on_scan(self, scan: Scan) -> None:
        """Answer one scan; on the main thread."""


class DropReason(enum.Enum):
    """Why a scan was not delivered."""

    READ_TWICE = enum.auto()
    """The same code again within the blanking time; nobody needs to hear of it."""
    SCREEN_CHANGED = enum.auto()
    """It was made for the screen before; the operator must hear of it."""


class ScanRouter(QObject):
    """Delivers scans to the screen that is shown.

    Args:
        now: The station's monotonic clock in seconds, the one that scans are timed by.
        parent: The owner, as Qt needs it.
    """

    dropped = Signal(Scan, DropReason)
    """A scan was not delivered."""
    waiting_changed = Signal(int)
    """How many scans wait for a job to end."""
    _arrived = Signal(Scan)

    def __init__(
        self, now: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._receiver: ScanReceiver | None = None
        self._shown_at = float("-inf")
        self._queue: deque[Scan] = deque()
        self._last_read: dict[tuple[str, str], float] = {}
        self._is_busy = False
        self._is_delivering = False
        self._arrived.connect(self.submit, Qt.ConnectionType.QueuedConnection)

    @property
    def waiting(self) -> int:
        """How many scans have come and are not yet delivered."""
        return len(self._queue)

    def post(self, scan: Scan) -> None:
        """Hand in a scan from any thread, such as a serial scanner's."""
        self._arrived.emit(scan)

    @Slot(Scan)
    def submit(self, scan: Scan) -> None:
        """Hand in a scan on the main thread."""
        if self._is_read_twice(scan):
            self.dropped.emit(scan, DropReason.READ_TWICE)
            return
        self._queue.append(scan)
        self._deliver()

    def show(self, receiver: ScanReceiver | None) -> None:
        """Make another screen the receiver; None while there is no screen, then scans wait.

        Scans that wait and were made before this moment are dropped with `SCREEN_CHANGED`.
        Showing the receiver that is shown already changes nothing.
        """
        if receiver is self._receiver:
            return
        self._receiver = receiver
        self._shown_at = self._now()
        self._deliver()

    def set_busy(self, is_busy: bool) -> None:
        """Say whether a job of the screen runs; scans wait until it has ended."""
        self._is_busy = is_busy
        self._deliver()

    def _is_read_twice(self, scan: Scan) -> bool:
        """Counted from the last read, so a code lying under the scanner counts once."""
        source = (scan.source, scan.raw)
        last = self._last_read.get(source)
        self._last_read = {
            key: at for key, at in self._last_read.items() if scan.at - at < BLANKING
        }
        self._last_read[source] = scan.at
        return last is not None and 0 <= scan.at - last < BLANKING

    def _deliver(self) -> None:
        """Deliver what may be delivered; never inside another delivery, which keeps the order."""
        if self._is_delivering:
            return
        self._is_delivering = True
        try:
            while self._queue and not self._is_busy and self._receiver is not None:
                self._hand_over(self._queue.popleft(), self._receiver)
        finally:
            self._is_delivering = False
            self.waiting_changed.emit(len(self._queue))
            if self._queue and not self._is_busy and self._receiver is not None:
                # A receiver failed: its error goes on to the error hook, the others are served.
                QTimer.singleShot(0, self, self._deliver)

    def _hand_over(self, scan: Scan, receiver: ScanReceiver) -> None:
        if scan.at < self._shown_at:
            self.dropped.emit(scan, DropReason.SCREEN_CHANGED)
        else:
            receiver.on_scan(scan)
