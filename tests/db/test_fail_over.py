"""A whole server may be lost: its standby has every scan that was ever acknowledged."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.db.durability import durability_findings
from app.db.engine import Patience, limited_engine, make_engine, parse_url
from app.db.unit_of_work import is_connection_lost
from tests.failover.run import Plan, fail_over
from tests.servers.postgresql import PostgresqlServer

pytestmark = pytest.mark.postgresql

SHORT = replace(Patience.FLOOR.value, statement_ms=100, call_seconds=0.8)
SURE = "SET synchronous_commit = on"


def test_the_primary_dies_under_load_and_no_acknowledged_scan_is_lost(tmp_path: Path) -> None:
    plan = Plan(stations=3, seconds=3.0, seed=7, pace=0.02, noticed_after=0.2)

    outcome = fail_over(plan, tmp_path)

    words = "\n".join(outcome.words())
    assert outcome.is_good, words
    assert outcome.unknown > 0, f"the primary was never missed: {words}"
    assert 0 < outcome.after < outcome.acknowledged, words
    assert max(outcome.silences) < 10.0, words
    own = [line for file in tmp_path.glob("*.txt") for line in file.read_text().splitlines()]
    assert len(own) == outcome.acknowledged


@pytest.fixture(scope="module")
def forsaken() -> Iterator[Engine]:
    """A primary whose standby is away."""
    with PostgresqlServer({"synchronous_standby_names": "standby"}) as server:
        engine = limited_engine(parse_url(server.new_database()), SHORT, "station")
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE kept (n integer)")
        yield engine
        engine.dispose()


def test_no_commit_is_answered_while_the_standby_is_away(forsaken: Engine) -> None:
    with Session(forsaken) as session:
        session.execute(text(SURE))
        session.execute(text("INSERT INTO kept VALUES (1)"))
        # The server's own limit of 0.1 s must not end the wait: that would look like a success.
        with pytest.raises(DBAPIError, match="no answer") as lost:
            session.commit()
    assert is_connection_lost(lost.value)


@pytest.mark.parametrize("way", ["a transaction", "one statement"])
def test_a_commit_that_was_told_not_to_wait_for_the_standby_is_no_success(
    forsaken: Engine, way: str
) -> None:
    autocommit = way == "one statement"
    engine = forsaken.execution_options(isolation_level="AUTOCOMMIT") if autocommit else forsaken
    with engine.connect() as connection:
        connection.exec_driver_sql(SURE)
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        canceller = threading.Thread(target=cancel_when_it_waits, args=(forsaken.url, pid))
        canceller.start()
        with pytest.raises(DBAPIError, match="given up") as lost:
            write(connection, autocommit=autocommit)
        canceller.join()
    assert is_connection_lost(lost.value)


def write(connection: Connection, *, autocommit: bool) -> None:
    """Write something and have it committed."""
    connection.exec_driver_sql("INSERT INTO kept VALUES (2)")
    if not autocommit:
        connection.commit()


def cancel_when_it_waits(url: URL, pid: int) -> None:
    """Do what an impatient administrator does who sees commits hang."""
    engine = make_engine(url)
    waits = text("SELECT wait_event = 'SyncRep' FROM pg_stat_activity WHERE pid = :pid")
    end = time.monotonic() + 90
    with engine.connect() as connection:
        while not connection.scalar(waits, {"pid": pid}) and time.monotonic() < end:
            connection.rollback()
        connection.execute(text("SELECT pg_cancel_backend(:pid)"), {"pid": pid})
    engine.dispose()


def test_a_primary_that_waits_for_nobody_is_pointed_out(forsaken: Engine) -> None:
    with forsaken.connect() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "off"
    assert any(one.startswith("synchronous_commit is off") for one in durability_findings(forsaken))
