"""A picker on Wi-Fi waits for every round trip: a scan and a claim take one each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.unit_of_work import Database
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.domain.refusals import NotAskedForHere
from app.services import picking, signing_in, walking
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift
from tests.services.ways import ByStatements

pytestmark = pytest.mark.postgresql

ENDS_OF_REQUESTS = {"Query", "Sync"}
"""Messages after which a client waits for the server."""


class Wire:
    """What travels between a station and its database, as libpq itself tells it."""

    def __init__(self, database: Database, file: Path) -> None:
        self._out = file.open("wb")
        self._file = file
        event.listen(database.engine, "connect", self._listen)

    def _listen(self, connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cast("psycopg.Connection[object]", connection).pgconn.trace(self._out.fileno())

    def trips(self, act: Callable[[], object]) -> int:
        """How often an act waits for the server."""
        before = self._file.stat().st_size
        act()
        told = self._file.read_bytes()[before:].decode(errors="replace").splitlines()
        messages = [line.split("\t")[1:4] for line in told]
        return sum(bool(way) and way[0] == "F" and way[-1] in ENDS_OF_REQUESTS for way in messages)

    def close(self) -> None:
        self._out.close()


@pytest.fixture
def station(floor: Workplace, tmp_path: Path) -> Iterator[tuple[Workplace, Wire]]:
    """A station with connections of its own, listened to from the first."""
    url = floor.database.engine.url.render_as_string(hide_password=False)
    database = builders.a_database(url)
    wire = Wire(database, tmp_path / "wire")
    yield builders.a_workplace(database, "P-02"), wire
    database.close()
    wire.close()


on_postgresql = pytest.mark.parametrize("open_database", ["postgresql"], indirect=True)


@on_postgresql
def test_a_claim_and_every_kind_of_scan_take_one_round_trip(
    floor: Workplace, station: tuple[Workplace, Wire]
) -> None:
    workplace, wire = station
    mug, place = builders.some_stock(floor, case_of=3)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 5), (lamp, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    signing_in.sign_in_by_badge(workplace, builders.badge_of(ana))  # the pool has a connection now
    walking.get_ready(workplace)  # as a station does beside its window
    assert wire.trips(lambda: picking.claim_work(workplace, ana)) == 1
    told = picking.PickAnswer(picking.claim_work(workplace, ana))

    def scan(raw: str | int) -> Callable[[], None]:
        entry = builders.typed(raw) if isinstance(raw, int) else builders.entry(raw)

        def act() -> None:
            nonlocal told
            told = picking.scan(workplace, ana, told.state, entry)

        return act

    assert wire.trips(scan(tote)) == 1
    assert wire.trips(scan("K-M2")) == 1, "a refusal is written as well"
    assert told.refusal == NotAskedForHere("M2")
    for raw in (f"L-{place}", mug.barcode, mug.case_barcode, 4, mug.barcode, lamp.barcode):
        assert wire.trips(scan(raw)) == 1, raw
        assert told.refusal is None, raw
    assert told.state.prompt is PickPrompt.TASK_DONE
    assert wire.trips(scan(Command.UNDO.value)) == 1


@on_postgresql
def test_by_statements_a_put_takes_more_than_ten_round_trips(
    floor: Workplace, station: tuple[Workplace, Wire]
) -> None:
    """So that the count above can fail."""
    workplace, wire = station
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(workplace, ana, picking.claim_work(workplace, ana), tote).state
    sender = ByStatements(workplace.database)
    request = picking.request_of(
        workplace,
        ana,
        state,
        entry := builders.entry(mug.barcode),
        picking.judge(workplace, ana, state, entry),
    )
    assert wire.trips(lambda: sender.send(request, state, state, entry)) > 10
