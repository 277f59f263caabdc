"""A station's disk: it fills up, and the power goes in the middle of a write.

SQLite's promise is that a transaction is on disk whole or not at all, whatever the moment. A torn
write is made as a real one leaves it: some new pages, one half new, and beside the file the
rollback journal that undoes them.
"""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.station import Station
    from tests.simulation.world import World

CRASH = 0.006
"""How often the power goes with a write."""

SECTOR = 512


class Disk:
    """The connection of a journal, in the place of SQLite's own."""

    def __init__(self, world: World, station: Station, connection: sqlite3.Connection) -> None:
        self._world, self._station, self._connection = world, station, connection
        self._crash = ""
        self._before = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        """Run a statement, unless the disk has no room or the power goes."""
        if statement == "BEGIN IMMEDIATE":
            self._plan()
        elif statement == "COMMIT":
            return self._commit()
        elif self._station.disk_is_full and not statement.startswith(("SELECT", "ROLLBACK")):
            raise sqlite3.OperationalError("database or disk is full")
        return self._connection.execute(statement, values)

    def _plan(self) -> None:
        self._crash = ""
        if self._world.strikes("power cut in a write", CRASH):
            self._crash = self._world.chance.choice(("before", "torn", "after"))
            self._before = self._station.file.read_bytes()

    def _commit(self) -> sqlite3.Cursor:
        if self._crash == "before":
            self._power_off("the power goes before a journal entry is written")
        done = self._connection.execute("COMMIT")
        if self._crash == "torn":
            self._connection.close()
            tear(self._station.file, self._before, self._station.file.read_bytes())
            self._power_off("the power goes in the middle of a journal entry")
        if self._crash == "after":
            self._power_off("the power goes after a journal entry is written")
        return done

    def _power_off(self, words: str) -> None:
        self._world.count(words)
        self._station.die(words)


def tear(file: Path, old: bytes, new: bytes) -> None:
    """Leave a file as a power cut in the middle of a commit does, with its rollback journal."""
    size = int.from_bytes(old[16:18], "big")
    size = 65536 if size == 1 else size
    pages = [old[at : at + size] for at in range(0, len(old), size)]
    fresh = [new[at : at + size] for at in range(0, len(new), size)]
    changed = [number for number, page in enumerate(pages) if fresh[number] != page]
    if not changed:
        return
    torn = list(fresh)
    last = changed[-1]
    torn[last] = fresh[last][: size // 2] + pages[last][size // 2 :]
    nonce = 0x5EED
    magic = bytes.fromhex("d9d505f920a163d7")
    header = magic + struct.pack(">6I", len(changed), nonce, len(pages), SECTOR, size, 0)[:20]
    records = [
        struct.pack(">I", number + 1)
        + pages[number]
        + struct.pack(">I", _sum(pages[number], nonce))
        for number in changed
    ]
    file.write_bytes(b"".join(torn))
    beside = file.with_name(file.name + "-journal")
    beside.write_bytes(header.ljust(SECTOR, b"\0") + b"".join(records))


def _sum(page: bytes, nonce: int) -> int:
    return (nonce + sum(page[at] for at in range(len(page) - 200, 0, -200))) & 0xFFFFFFFF
