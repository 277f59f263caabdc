"""A full disk, made by the operating system: this process may not let any file grow."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

from app.services.workplace import Workplace

ROOM = 0
"""Bytes that the file may still grow by: it is full in the middle of a transaction."""


class DiskLimit:
    """Keeps the database's file from growing while the disk shall be full."""

    def __init__(self, workplace: Workplace, is_full: Callable[[], bool]) -> None:
        url = workplace.database.engine.url
        is_file = url.get_backend_name() == "sqlite"
        self._file = Path(url.database or "") if is_file else None
        self._is_full = is_full
        self._limited = False

    def apply(self) -> None:
        """Do as told."""
        wanted = self._file is not None and self._is_full()
        if wanted == self._limited or self._file is None:
            return
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = self._file.stat().st_size + ROOM if wanted else hard
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        self._limited = wanted
