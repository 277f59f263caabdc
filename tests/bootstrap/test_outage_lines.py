"""A log filled with one traceback every few seconds would hide what else went wrong."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.print_room import PrintRoom
from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services.offline_floor import OfflineFloor, offline_floor, until

pytestmark = pytest.mark.postgresql

ROOM = "app.bootstrap.print_room"


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


def lines(log: pytest.LogCaptureFixture) -> list[str]:
    """What the print room and its spoolers logged."""
    return [
        record.getMessage()
        for record in log.records
        if record.name in (ROOM, "printing.spooler") and record.levelno >= logging.WARNING
    ]


def test_an_outage_is_two_lines_in_the_log_however_often_the_database_is_asked(
    net: OfflineFloor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    builders.a_printer(builders.a_workplace(net.desk.database, "P-01"), tmp_path / "slips")
    database = Database(make_engine(net.settings("P-01").database_url, station="P-01"))
    room = PrintRoom(Workplace(database, "P-01"))
    room.start()
    try:
        until(lambda: "spooler F" in [one.name for one in threading.enumerate()], "a spooler")
        for outage in (1, 2):
            net.cut()
            before = database.counters.lost_connections

            def has_asked_often(before: int = before) -> bool:
                room.wake()
                return database.counters.lost_connections - before > 6

            until(has_asked_often, "tries without a database")
            assert len(lines(caplog)) == 2 * outage - 1
            net.heal()

            def is_back(outage: int = outage) -> bool:
                room.wake()
                return len(lines(caplog)) == 2 * outage

            until(is_back, "the database")
    finally:
        room.stop()
        database.close()
    lost, back = lines(caplog)[:2]
    assert lost.startswith("the print room waits for the database: ")
    assert back == "the print room has its database back"
    assert all(record.exc_info is None for record in caplog.records if record.name == ROOM)
    assert all("\n" not in line for line in lines(caplog))
