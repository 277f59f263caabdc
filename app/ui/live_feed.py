"""Brings what happens at other stations from a thread that waits for it to the screens."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Qt, Signal

from app.services.live import EventWatch, StoredEvent

logger = logging.getLogger(__name__)

WAIT_SECONDS = 60.0
"""One wait of the thread; it ends at once with an event, and when the feed is stopped."""

REST_SECONDS = 5.0
"""After a fault of the program, before the feed goes on."""

STOP_SECONDS = 10.0
"""How long the thread may take to end; only a database that just cannot be reached holds it."""


class LiveFeed(QObject):
    """Watches the event log beside the window.

    Signals:
        happened(tuple[StoredEvent, ...]): Events that were committed, the own ones among them.
        connection_told(bool): Whether the log can be read; once at the beginning, then each time
            that changes. After True, what a screen shows may be older than the first events.
    """

    happened = Signal(object)
    connection_told = Signal(bool)
    _heard = Signal(object)
    _turned = Signal(bool)

    def __init__(self, watch: EventWatch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._resting = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="live feed", daemon=True)
        # Sent from the thread, delivered by the window's loop.
        self._heard.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._turned.connect(self._report_link, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to watch; what is committed from now on is told, after `connection_told`."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; nothing is told any more, not even what is under way."""
        self._resting.set()
        self._watch.close()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _listen(self) -> None:
        """Body of the thread."""
        told: bool | None = None
        while not self._watch.is_closed:
            try:
                events = self._watch.wait(WAIT_SECONDS)
            except Exception:
                logger.exception("the live feed stumbled and goes on")
                self._resting.wait(REST_SECONDS)
                continue
            is_connected = self._watch.is_connected
            if is_connected is not None and is_connected is not told:
                told = is_connected
                self._turned.emit(is_connected)
            if events:
                self._heard.emit(events)

    def _report(self, events: tuple[StoredEvent, ...]) -> None:
        if not self._watch.is_closed:
            self.happened.emit(events)

    def _report_link(self, is_connected: bool) -> None:
        if not self._watch.is_closed:
            self.connection_told.emit(is_connected)
