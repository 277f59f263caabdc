"""Locks on files that end with the process that holds them, however it ends.

They tell a folder somebody works in from one that a killed program left behind, and an embedded
database that a station has open from one that nobody uses.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


OWNER_ONLY = 0o600
"""A copy holds customers' addresses: nobody but its owner reads it."""

WORK_PREFIX = ".pickstation-work-"
"""How folders are called in which a copy is made before it gets its name."""

_LOCK_NAME = "held"
_PRESENCE = re.compile(r"(?P<station>.+)\.(?P<process>\d+)\.open")


class FileIsHeld(Exception):
    """Another process holds the file."""


class HeldFile:
    """A file that nobody else can hold until `close`, or until this process ends."""

    def __init__(self, file: Path) -> None:
        """Make the file where it does not exist, and hold it.

        Raises:
            FileIsHeld: another process does.
            OSError: it cannot be made, or its file system knows no locks.
        """
        self.file = file
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
        self._descriptor = os.open(file, flags, OWNER_ONLY)
        try:
            _take(self._descriptor)
        except (BlockingIOError, PermissionError) as error:
            os.close(self._descriptor)
            raise FileIsHeld(str(file)) from error
        except BaseException:
            os.close(self._descriptor)
            raise

    def close(self, *, remove: bool = False) -> None:
        """Let go of the file, and remove it where that is wanted."""
        if remove and sys.platform != "win32":
            self.file.unlink(missing_ok=True)  # while it is held: nobody can take it over
        os.close(self._descriptor)
        if remove:
            with suppress(OSError):  # on Windows an open file stays; somebody took it over
                self.file.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Hold it for a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go."""
        self.close()


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """A folder of one's own in `beside`, gone afterwards; what killed programs left goes first.

    What is made in it can be renamed into `beside` in one step.
    """
    beside.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(beside)
    folder = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=beside))
    try:
        with HeldFile(folder / _LOCK_NAME):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_leftovers(beside: Path) -> None:
    """Remove work folders whose makers are gone; one that somebody works in is left alone."""
    for folder in beside.glob(f"{WORK_PREFIX}*"):
        if not (folder / _LOCK_NAME).exists():
            continue  # it is being made or removed right now
        with suppress(OSError, FileIsHeld):
            HeldFile(folder / _LOCK_NAME).close()
            shutil.rmtree(folder)


def _presence_folder(database: Path) -> Path:
    return database.with_name(f"{database.name}.stations")


def come_to(database: Path, station: str) -> HeldFile:
    """Say that a station has an embedded database open, until the result is closed.

    Raises:
        OSError: nothing can be written beside the database.
    """
    folder = _presence_folder(database)
    folder.mkdir(exist_ok=True)
    return HeldFile(folder / f"{station}.{os.getpid()}.open")


def stations_at(database: Path) -> tuple[str, ...]:
    """The stations that have an embedded database open now, by their codes."""
    present: list[str] = []
    for file in sorted(_presence_folder(database).glob("*.open")):
        match = _PRESENCE.fullmatch(file.name)
        if match is None:
            continue
        try:
            HeldFile(file).close(remove=True)
        except FileIsHeld:
            present.append(match["station"])
        except OSError:
            continue
    return tuple(present)
