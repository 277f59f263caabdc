"""The busy floor's people on the move: their scans of the last hours, and shorts, for the map."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert

from app.bench.board_floor import PEOPLE, ROWS_AT_A_TIME
from app.bench.wave_orders import AISLES, CELLS
from app.db.schema import EventLog, Row, ScanLog

HOURS = 1
"""So long people have scanned at the open orders; before that, at those that are done."""

EVERY_S = 14.0
"""From scan to scan of a person; every fifth one is a place."""

SHORTS, SHORTS_HOURS = 120, 10


def add_scans(connection: Connection, now: datetime) -> int:
    """Write the scan log of the last hour up to a moment, and the shorts of the day.

    Returns:
        How many scans there are.
    """
    chance = random.Random("scans")  # noqa: S311 - a benchmark, no secret
    log, events = (Row.metadata.tables[each.__tablename__] for each in (ScanLog, EventLog))
    waiting: list[dict[str, object]] = []
    count = 0
    for scan in _scans(chance, now):
        waiting.append(scan)
        count += 1
        if len(waiting) == ROWS_AT_A_TIME:
            connection.execute(insert(log), waiting)
            waiting.clear()
    connection.execute(insert(log), waiting)
    connection.execute(
        insert(events),
        [
            {
                "kind": "LineShorted",
                "payload": {"location": _place(chance), "missing": 1},
                "station": "P-01",
                "at": now - timedelta(minutes=chance.uniform(0, 60 * SHORTS_HOURS)),
            }
            for _ in range(SHORTS)
        ],
    )
    return count


def _scans(chance: random.Random, now: datetime) -> Iterator[dict[str, object]]:
    for person in range(1, PEOPLE + 1):
        at = now - timedelta(seconds=chance.choice((5, 20, 40, 90, 400)))
        task = person
        for number in range(int(HOURS * 3600 / EVERY_S)):
            yield {
                "scan_id": UUID(int=chance.getrandbits(128)),
                "raw": f"L-{_place(chance)}" if number % 5 == 0 else "04012345123456",
                "payload_hash": "",
                "work": "pick",
                "work_id": task,
                "epoch": 1,
                "station": f"P-{person:02d}",
                "operator_id": person,
                "at": at,
            }
            at -= timedelta(seconds=chance.uniform(0.5, 1.5) * EVERY_S)


def _place(chance: random.Random) -> str:
    """A location; the first aisles see more people than the last."""
    aisle = int(AISLES * chance.random() ** 2)
    return f"{aisle + 1:02d}-{chance.randrange(CELLS) + 1:02d}"
