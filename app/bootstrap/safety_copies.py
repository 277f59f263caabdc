"""Safety copies of the embedded database, made in the background while the station works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from sqlalchemy import URL

from app.db.held_files import HeldFile, come_to
from app.db.opening import place_of
from app.db.safety_copy import copies_folder
from app.domain.safety_copies import SafetyCopy, due_in, superfluous
from app.services.safekeeping import Backup, back_up, backups_in
from app.services.workplace import Workplace
from app.ui.main_window import MainWindow

_log = logging.getLogger(__name__)

EVERY = timedelta(hours=4)
"""A shift loses half of its work at most when the disk dies, if the copies lie on another one."""

FIRST_AFTER = timedelta(seconds=30)
"""The window comes first."""

AGAIN_AFTER = timedelta(minutes=15)
"""After a copy that failed."""

STOP_SECONDS = 10.0


class _Stopping(Exception):
    """The station is closed while a copy is made; it is given up."""


class SafetyCopies:
    """Makes a copy when the last one is old, again every few hours, and removes superfluous ones.

    All of it happens on a thread of its own, with connections of its own.
    """

    def __init__(
        self,
        url: URL,
        folder: Path,
        told: Callable[[str], None],
        *,
        every: timedelta = EVERY,
        first_after: timedelta = FIRST_AFTER,
    ) -> None:
        """Know the database and the folder; nothing runs before `start`.

        Args:
            url: an embedded database.
            folder: where the copies go; made where it is missing.
            told: called from the thread after each attempt, with what went wrong, or with nothing
                once all is well.
            every: how old the newest copy becomes before the next one is made.
            first_after: how long after the start there is peace.
        """
        self._url, self._folder, self._told = url, folder, told
        self._every, self._first_after = every, first_after
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="safety copies", daemon=True)

    def start(self) -> None:
        """Begin to look after the copies, in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Give up what is being copied, and end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=STOP_SECONDS)

    def _work(self) -> None:
        wait = max(self._first_after, self._until_next())
        while not self._stopping.wait(wait.total_seconds()):
            try:
                self._make()
                wait = self._until_next()
            except _Stopping:
                return
            except Exception as error:  # noqa: BLE001 - whatever it is, the station goes on
                _log.warning("no safety copy could be made: %s", error)
                self._told(str(error))
                wait = AGAIN_AFTER
            else:
                self._told("")

    def _make(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        back_up(self._url, self._folder, progress=self._go_on)
        by_name = {backup.file.name: backup.file for backup in self._own()}
        for copy in superfluous(map(_as_seen, self._own()), datetime.now(UTC)):
            with suppress(OSError):  # somebody reads it; it goes with the next one
                by_name[copy.name].unlink()

    def _go_on(self, _what: str, _done: int, _of: int) -> None:
        if self._stopping.is_set():
            raise _Stopping

    def _until_next(self) -> timedelta:
        newest = next((backup.manifest.moment for backup in self._own()), None)
        return due_in(newest, datetime.now(UTC), self._every)

    def _own(self) -> list[Backup]:
        """The copies of this database; others in the folder are none of ours."""
        place = place_of(self._url)
        return [each for each in backups_in(self._folder) if each.manifest.place == place]


def _as_seen(backup: Backup) -> SafetyCopy:
    return SafetyCopy(backup.file.name, backup.manifest.moment, backup.manifest.is_sound)


class Keeper(QObject):
    """What a station's window does for its embedded database; for a server it does nothing.

    It says that the station has the file open, keeps safety copies, and shows what went wrong.

    Signals:
        told: What went wrong with a copy, or nothing; from any thread.
    """

    told = Signal(str)

    def __init__(self, window: MainWindow, workplace: Workplace) -> None:
        super().__init__(window)
        self._presence: HeldFile | None = None
        self._copies: SafetyCopies | None = None
        url = workplace.database.engine.url
        if url.get_backend_name() != "sqlite":
            return
        with suppress(OSError):  # a folder that takes no file is told of by the first copy
            self._presence = come_to(Path(url.database or ""), workplace.station)
        self.told.connect(window.note_copies, Qt.ConnectionType.QueuedConnection)
        self._copies = SafetyCopies(url, copies_folder(), self.told.emit)
        self._copies.start()

    def close(self) -> None:
        """End the copies and leave the file."""
        if self._copies is not None:
            self._copies.stop()
        if self._presence is not None:
            self._presence.close(remove=True)
