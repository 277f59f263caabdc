"""What the server takes back is done anew in a whole new transaction; everything else is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.db.engine import Patience, limited_engine, make_engine, parse_url
from app.db.unit_of_work import MAX_TRIES, Database, UnitOfWork, is_connection_lost, is_passing
from tests.servers.postgresql import PostgresqlServer

ADD_ONE = "UPDATE box SET units = units + 1 WHERE id = :id"


@pytest.fixture
def boxes(postgresql_server: PostgresqlServer) -> Iterator[Database]:
    """A database with two boxes of nothing; a lock is waited for no longer than 0.1 s."""
    url = postgresql_server.new_database()
    limits = replace(Patience.FLOOR.value, lock_ms=100, statement_ms=300)
    database = Database(limited_engine(parse_url(url), limits, "test"))
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE box (id int PRIMARY KEY, units int CHECK (units<9))"
        )
        connection.exec_driver_sql("INSERT INTO box VALUES (1, 0), (2, 0)")
    yield database
    database.close()
    postgresql_server.drop_database(url)


def units(database: Database) -> list[int]:
    """What is in the boxes."""
    with database.engine.connect() as connection:
        return list(connection.scalars(text("SELECT units FROM box ORDER BY id")))


def add_one(work: UnitOfWork, box: int) -> None:
    """Put one more unit into a box."""
    work.session.execute(text(ADD_ONE), {"id": box})


@pytest.mark.postgresql
def test_two_that_lock_each_other_both_get_their_turn(boxes: Database) -> None:
    # The waiting of each must outlast the server's own search for deadlocks.
    both_hold_one = threading.Barrier(2)
    first_try = threading.local()

    def crossing(first: int, second: int) -> Callable[[UnitOfWork], None]:
        def verb(work: UnitOfWork) -> None:
            work.session.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
            work.session.execute(text("SET LOCAL lock_timeout = 0"))
            add_one(work, first)
            if not getattr(first_try, "over", False):
                first_try.over = True
                both_hold_one.wait(90)
            add_one(work, second)

        return verb

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(boxes.run, (crossing(1, 2), crossing(2, 1))))

    assert units(boxes) == [2, 2]
    assert (boxes.counters.deadlocks, boxes.counters.retries) == (1, 1)


@pytest.mark.postgresql
def test_a_transaction_that_saw_an_old_state_is_begun_anew(boxes: Database) -> None:
    disturbed: list[int] = []

    def verb(work: UnitOfWork) -> None:
        work.session.rollback()
        work.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        seen = work.session.scalar(text("SELECT units FROM box WHERE id = 1")) or 0
        if not disturbed:
            with boxes.engine.begin() as other:
                other.execute(text(ADD_ONE), {"id": 1})
            disturbed.append(seen)
        work.session.execute(text("UPDATE box SET units = :n WHERE id = 1"), {"n": seen + 1})

    boxes.run(verb)

    assert units(boxes) == [2, 0]
    assert (boxes.counters.serialization_failures, boxes.counters.retries) == (1, 1)


def let_go_after(tries: int, held: Connection) -> Callable[[UnitOfWork], None]:
    """A verb that needs a locked box, which is let go before the last of its tries."""
    left = iter(range(tries - 1, -1, -1))

    def verb(work: UnitOfWork) -> None:
        if next(left) == 0:
            held.commit()
        add_one(work, 1)

    return verb


@pytest.mark.postgresql
def test_a_lock_is_waited_for_again(boxes: Database) -> None:
    with boxes.engine.connect() as held:
        held.execute(text(ADD_ONE), {"id": 1})
        boxes.run(let_go_after(3, held))
    assert units(boxes) == [2, 0]
    assert boxes.counters.retries == 2


@pytest.mark.postgresql
def test_a_statement_that_the_server_cancelled_is_tried_again(boxes: Database) -> None:
    tries: list[int] = []

    def verb(work: UnitOfWork) -> None:
        tries.append(1)
        add_one(work, 1)
        if len(tries) == 1:
            work.session.execute(text("SELECT pg_sleep(2)"))  # the server stops it after 0.3 s

    boxes.run(verb)
    assert units(boxes) == [1, 0]
    assert boxes.counters.retries == 1


@pytest.mark.postgresql
def test_after_five_tries_the_error_is_told(boxes: Database) -> None:
    tries: list[int] = []

    def verb(work: UnitOfWork) -> None:
        tries.append(1)
        add_one(work, 1)

    with boxes.engine.connect() as held:
        held.execute(text(ADD_ONE), {"id": 1})
        with pytest.raises(DBAPIError) as told:
            boxes.run(verb)

    assert len(tries) == MAX_TRIES
    assert not is_connection_lost(told.value)
    assert boxes.counters.retries == MAX_TRIES - 1


@pytest.mark.postgresql
def test_no_new_try_begins_after_the_deadline(
    boxes: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boxes, "_retry_seconds", 0.0)
    tries: list[int] = []

    def verb(work: UnitOfWork) -> None:
        tries.append(1)
        add_one(work, 1)

    with boxes.engine.connect() as held:
        held.execute(text(ADD_ONE), {"id": 1})
        with pytest.raises(DBAPIError):
            boxes.run(verb)
    assert tries == [1]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("INSERT INTO box VALUES (1, 0)", "23505"),
        ("UPDATE box SET units = 99", "23514"),
        ("SELECT 1 / 0", "22012"),
        ("SET ROLE pg_read_all_data; CREATE TABLE mine ()", "42501"),
    ],
)
def test_what_would_fail_again_is_not_tried_again(
    boxes: Database, statement: str, state: str
) -> None:
    tries: list[int] = []

    def verb(work: UnitOfWork) -> None:
        tries.append(1)
        work.session.connection().exec_driver_sql(statement)

    with pytest.raises(DBAPIError) as told:
        boxes.run(verb)
    assert getattr(told.value.orig, "sqlstate", None) == state
    assert tries == [1]
    assert not is_connection_lost(told.value)
    assert boxes.counters.retries == boxes.counters.lost_connections == 0


@pytest.mark.postgresql
def test_a_station_that_waits_for_a_connection_hears_of_it_in_time(boxes: Database) -> None:
    limits = replace(Patience.FLOOR.value, call_seconds=0.2)
    database = Database(limited_engine(boxes.engine.url, limits, "test"))
    held = [database.engine.connect() for _ in range(5)]
    started = time.monotonic()
    with pytest.raises(Exception, match="QueuePool limit") as told:
        database.run(lambda work: add_one(work, 1))
    assert time.monotonic() - started < 5
    assert is_connection_lost(told.value)
    for one in held:
        one.close()
    database.close()


def test_a_busy_file_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.db.engine.BUSY_TIMEOUT_MS", 20)
    url = f"sqlite:///{tmp_path / 'busy.sqlite'}"
    database, other = Database(make_engine(url)), make_engine(url)
    with other.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE box (id int PRIMARY KEY, units int)")
        connection.exec_driver_sql("INSERT INTO box VALUES (1, 0)")
    held = other.connect()
    held.execute(text(ADD_ONE), {"id": 1})
    tries: list[int] = []

    def attempt() -> None:
        tries.append(1)
        if len(tries) == 2:
            held.commit()
        with database.engine.begin() as connection:
            connection.execute(text(ADD_ONE), {"id": 1})

    database.retried(attempt)
    held.close()
    assert (units(database), len(tries), database.counters.retries) == ([2], 2, 1)
    database.close()
    other.dispose()


def test_a_connection_at_work_when_its_database_is_closed_ends_when_the_work_does(
    database_url: str,
) -> None:
    database = Database(make_engine(database_url))
    with database.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        raw = connection.connection.driver_connection
        database.close()
        assert connection.scalar(text("SELECT 2")) == 2
    assert raw is not None
    with pytest.raises(Exception, match="closed"):
        raw.cursor().execute("SELECT 3")


@pytest.mark.postgresql
def test_what_others_hold_passes_and_what_the_books_forbid_does_not(boxes: Database) -> None:
    with boxes.engine.begin() as other:
        other.execute(text(ADD_ONE), {"id": 1})
        with pytest.raises(DBAPIError) as held:
            boxes.run(lambda work: add_one(work, 1))
    with pytest.raises(DBAPIError) as forbidden:
        boxes.run(lambda work: work.session.execute(text("UPDATE box SET units = 9")))
    assert (is_passing(held.value), is_connection_lost(held.value)) == (True, False)
    assert not is_passing(forbidden.value)


@pytest.mark.postgresql
def test_a_server_without_room_may_take_the_same_later(boxes: Database) -> None:
    no_room = text("DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$")
    with pytest.raises(DBAPIError) as full:
        boxes.run(lambda work: work.session.execute(no_room))
    assert (is_passing(full.value), is_connection_lost(full.value)) == (True, False)


def test_a_file_without_room_may_take_the_same_later(tmp_path: Path) -> None:
    database = Database(make_engine(f"sqlite:///{tmp_path / 'full.sqlite'}"))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE box (words text)")
        connection.exec_driver_sql("PRAGMA max_page_count = 2")
    with pytest.raises(DBAPIError, match="disk is full") as full:
        database.run(
            lambda work: work.session.execute(text("INSERT INTO box VALUES (zeroblob(100000))"))
        )
    assert is_passing(full.value)
    database.close()
