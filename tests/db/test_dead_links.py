"""Whatever a network or a server does, a station hears of it in time, and goes on by itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import psycopg
import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.db import watchdog
from app.db.engine import Limits, Patience, limited_engine, make_engine, parse_url
from app.db.unit_of_work import Database, UnitOfWork, is_connection_lost
from tests.servers.fault_proxy import FaultProxy
from tests.servers.postgresql import PostgresqlServer, database_name

pytestmark = pytest.mark.postgresql

SHORT = replace(Patience.FLOOR.value, call_seconds=0.7)
FAR_TOO_LONG = 8.0
"""Seconds; what is not given up at all would hang for ever."""


@dataclass
class Link:
    """A database behind a proxy, with a table to write into, and a way in past the proxy."""

    proxy: FaultProxy
    database: Database
    engine: Engine
    direct: Engine

    def rows(self) -> list[int]:
        """What is on record."""
        with self.direct.connect() as connection:
            return list(connection.scalars(text("SELECT n FROM kept ORDER BY n")))


@pytest.fixture(scope="module")
def database_of_links(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """A database with one table."""
    url = postgresql_server.new_database()
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (n integer PRIMARY KEY)")
    engine.dispose()
    yield url
    postgresql_server.drop_database(url)


@pytest.fixture
def link(postgresql_server: PostgresqlServer, database_of_links: str) -> Iterator[Link]:
    """A station's connection through a network that can be told to fail."""
    direct = make_engine(database_of_links)
    with direct.begin() as connection:
        connection.exec_driver_sql("TRUNCATE kept")
    with FaultProxy(postgresql_server.socket) as proxy:
        database = database_behind(proxy, database_of_links, SHORT)
        yield Link(proxy, database, database.engine, direct)
        database.close()
    direct.dispose()


def database_behind(proxy: FaultProxy, url: str, limits: Limits) -> Database:
    """A database reached through a proxy, without migrations."""
    name = database_name(url)
    through = parse_url(f"postgresql+psycopg://pickstation@127.0.0.1:{proxy.port}/{name}")
    return Database(limited_engine(through, limits, "test"))


def keep(number: int) -> Callable[[UnitOfWork], None]:
    """A verb that writes a number."""

    def verb(work: UnitOfWork) -> None:
        work.session.execute(text("INSERT INTO kept VALUES (:n)"), {"n": number})

    return verb


def test_a_station_gives_up_after_six_seconds_and_the_server_before_it() -> None:
    floor = Patience.FLOOR.value
    assert floor.call_seconds == 6.0
    assert max(floor.statement_ms, floor.lock_ms, floor.idle_ms) < 6000
    assert watchdog.CONNECT_SECONDS <= 6.0


def test_the_server_knows_the_limits_and_who_is_connected(database_of_links: str) -> None:
    for patience, expected in ((Patience.FLOOR, "4s"), (Patience.DESK, "30min")):
        engine = make_engine(database_of_links, station="P-07", patience=patience)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == expected
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar() in ("2s", "30s")
            assert (
                connection.exec_driver_sql("SHOW application_name").scalar() == "pickstation P-07"
            )
        engine.dispose()


def ask(session: Session) -> None:
    """One statement."""
    session.execute(text("SELECT 1"))


@pytest.mark.parametrize(
    "step", [ask, Session.commit, Session.rollback], ids=lambda step: step.__name__
)
def test_a_silent_network_is_given_up_at_every_step(
    link: Link, step: Callable[[Session], None]
) -> None:
    with Session(link.engine) as session:
        session.execute(text("INSERT INTO kept VALUES (1)"))
        link.proxy.stall()
        started = time.monotonic()
        with pytest.raises(DBAPIError) as lost:
            step(session)
        assert time.monotonic() - started < FAR_TOO_LONG
    assert is_connection_lost(lost.value)


def test_a_silent_network_is_given_up_when_a_transaction_begins(link: Link) -> None:
    link.database.run(keep(1))  # leaves a connection in the pool
    link.proxy.stall()
    started = time.monotonic()
    with Session(link.engine) as session, pytest.raises(DBAPIError) as lost:
        ask(session)
    assert time.monotonic() - started < FAR_TOO_LONG
    assert is_connection_lost(lost.value)


def test_a_silent_network_is_given_up_in_the_middle_of_a_copy(link: Link) -> None:
    def copy_in(driver: psycopg.Connection) -> None:
        with driver.cursor().copy("COPY kept FROM STDIN") as copy:
            copy.write("2\n")

    with link.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        link.proxy.stall()
        started = time.monotonic()
        with pytest.raises(psycopg.OperationalError) as lost:
            copy_in(driver)
    assert time.monotonic() - started < FAR_TOO_LONG
    assert is_connection_lost(lost.value)


def test_after_silence_the_connection_is_replaced_and_work_goes_on(link: Link) -> None:
    link.database.run(keep(1))
    link.proxy.stall()
    with pytest.raises(DBAPIError) as lost:
        link.database.run(keep(2))
    link.proxy.resume()
    link.database.run(keep(3))

    assert is_connection_lost(lost.value)
    assert link.database.counters.lost_connections == 1
    assert link.rows() == [1, 3]


def test_a_server_that_stands_still_is_given_up(link: Link) -> None:
    with Session(link.engine) as session:
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        os.kill(int(backend or 0), signal.SIGSTOP)
        try:
            started = time.monotonic()
            with pytest.raises(DBAPIError) as lost:
                session.execute(text("INSERT INTO kept VALUES (1)"))
            assert time.monotonic() - started < FAR_TOO_LONG
        finally:
            os.kill(int(backend or 0), signal.SIGCONT)
    assert is_connection_lost(lost.value)


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(
    link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "CONNECT_SECONDS", 0.4)
    link.proxy.stall()
    started = time.monotonic()
    with pytest.raises(DBAPIError) as lost:
        link.database.run(keep(1))
    assert time.monotonic() - started < FAR_TOO_LONG
    assert is_connection_lost(lost.value)


def test_what_comes_within_the_limit_is_waited_for(link: Link) -> None:
    with Session(link.engine) as session:
        assert session.scalar(text("SELECT 7 FROM pg_sleep(0.25)")) == 7


def test_a_listener_may_be_silent_for_longer_than_a_statement(link: Link) -> None:
    with link.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        assert list(driver.notifies(timeout=0.9)) == []
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_commit_whose_answer_is_lost_is_not_tried_again(link: Link) -> None:
    calls: list[int] = []

    def verb(work: UnitOfWork) -> None:
        calls.append(1)
        keep(1)(work)

    link.database.run(lambda work: work.session.execute(text("SELECT 1")))
    link.proxy.lose_reply(b"COMMIT\0")  # not the BEGIN of a READ COMMITTED transaction
    with pytest.raises(DBAPIError) as lost:
        link.database.run(verb)

    assert is_connection_lost(lost.value)
    assert calls == [1]
    assert link.rows() == [1], "it is on record, and nobody could know"


def test_connections_that_died_while_they_rested_are_replaced_unseen(link: Link) -> None:
    opened: list[object] = []
    event.listen(link.engine, "connect", lambda connection, _: opened.append(connection))
    resting = [link.engine.connect() for _ in range(3)]
    for connection in resting:
        connection.close()
    link.proxy.cut()

    for number in range(4):
        link.database.run(keep(number))

    assert link.rows() == [0, 1, 2, 3]
    assert link.database.counters.lost_connections == 0
    assert len(opened) == 6, "another one for each that was dead"


def test_a_restarted_server_costs_nobody_a_scan(link: Link) -> None:
    link.database.run(keep(1))
    with link.direct.begin() as connection:
        ended = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name='test'"
        )
        connection.exec_driver_sql(ended)
    link.database.run(keep(2))
    assert link.rows() == [1, 2]


def test_a_connection_that_dies_at_the_first_question_is_replaced_once(link: Link) -> None:
    link.database.run(keep(1))
    link.proxy.lose_reply(b"clock_timestamp")
    link.database.run(keep(2))
    assert link.rows() == [1, 2]
    assert link.database.counters.lost_connections == 1


def test_after_one_lost_connection_the_whole_pool_is_new(link: Link) -> None:
    first = {
        connection: connection.scalar(text("SELECT pg_backend_pid()"))
        for connection in (link.engine.connect(), link.engine.connect())
    }
    lost, other = first
    other.close()
    with link.direct.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": first[lost]})
    with pytest.raises(DBAPIError):
        lost.scalar(text("SELECT 1"))
    lost.close()
    now = [link.engine.connect() for _ in range(2)]
    assert not {one.scalar(text("SELECT pg_backend_pid()")) for one in now} & set(first.values())
    for one in now:
        one.close()


def test_a_server_that_takes_no_writes_any_more_is_left(link: Link) -> None:
    def verb(work: UnitOfWork) -> None:
        work.session.execute(text("SET TRANSACTION READ ONLY"))  # what a standby is by nature
        keep(1)(work)

    with pytest.raises(DBAPIError) as refused:
        link.database.run(verb)

    assert refused.value.orig is not None
    assert getattr(refused.value.orig, "sqlstate", "") == "25006"
    assert is_connection_lost(refused.value)
    assert link.database.counters.lost_connections == 1


def test_a_server_that_is_away_is_a_lost_connection(link: Link) -> None:
    link.proxy.refuse()
    with pytest.raises(DBAPIError) as away:
        link.database.run(keep(1))
    assert is_connection_lost(away.value)
    link.proxy.accept()
    link.database.run(keep(2))
    assert link.rows() == [2]
