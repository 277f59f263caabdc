"""What a station knows of its own work, on its own disk: the only witness that the checker trusts.

An answer is in the diary, synced, before the station goes on; so whatever dies, an answer that a
person saw is here, and must be in the database.
"""

from __future__ import annotations

import json
import os
import pickle
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.services.identifying import Entry


@dataclass(frozen=True)
class Pending:
    """A scan that was handed in and not answered yet."""

    kind: str
    state: Any
    entry: Entry


class Diary:
    """A file of lines, added to only; survives the death of its station at any byte."""

    def __init__(self, folder: Path, station: str) -> None:
        self._path = folder / f"{station}.jsonl"
        self._pending = folder / f"{station}.pending"
        self._file = self._path.open("ab", buffering=0)
        if self._file.tell():
            self._file.write(b"\n")  # the line before may be torn
        self.station = station

    def hand_in(self, pending: Pending) -> None:
        """Remember a scan before it is sent, so that it can be sent again after a death."""
        self._pending.write_bytes(pickle.dumps(pending))

    def unanswered(self) -> Pending | None:
        """The scan that the station died over, if it did."""
        try:
            found = pickle.loads(self._pending.read_bytes())  # noqa: S301 - written by ourselves
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return found if isinstance(found, Pending) else None

    def acknowledge(
        self, kind: str, entry: Entry, refusal: str | None, *, again: bool, stored: bool
    ) -> None:
        """Keep an answer for good; returns when it is on the disk.

        Args:
            kind: which dialogue answered.
            entry: the scan.
            refusal: its refusal's name, if it was refused.
            again: whether it was handed in before.
            stored: whether the database has not confirmed it yet.
        """
        scan = {"scan": str(entry.scan_id), "kind": kind, "refusal": refusal, "raw": entry.raw}
        line = "stored" if stored else "replay" if again else "ack"
        self._write(line, **scan)
        os.fsync(self._file.fileno())
        self._pending.unlink(missing_ok=True)

    def forget(self) -> None:
        """The scan was not accepted: nobody will hand it in again."""
        self._pending.unlink(missing_ok=True)

    def count(self, name: str) -> None:
        """Note that something happened."""
        self._write("count", name=name)

    def failed(self, what: str) -> None:
        """Note a failure that nobody planned."""
        self._write("failure", what=what)

    def _write(self, line: str, **facts: object) -> None:
        record = {"line": line, "at": time.time(), "by": self.station, **facts}
        self._file.write(json.dumps(record).encode() + b"\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


@dataclass(frozen=True)
class Diaries:
    """All stations' diaries of a run, read together."""

    lines: list[dict[str, Any]]

    @classmethod
    def read(cls, folder: Path) -> Diaries:
        """Read all diaries of a folder; torn lines were never acknowledged."""
        return cls([line for path in sorted(folder.glob("*.jsonl")) for line in _lines(path)])

    def of(self, line: str) -> list[dict[str, Any]]:
        """The lines of one kind."""
        return [found for found in self.lines if found["line"] == line]

    @property
    def counts(self) -> Counter[str]:
        """How often each thing happened."""
        return Counter(str(found["name"]) for found in self.of("count"))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for raw in path.read_bytes().splitlines():
        try:
            yield json.loads(raw)
        except ValueError:
            continue
