"""What is committed at one station is seen at the others: all of it, once, within a second."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic

import psycopg
import pytest
from sqlalchemy import text

from app.db.hints import CHANNEL
from app.domain.events import Event, LinePicked, OrdersReleased, TaskFinished
from app.services import picking
from app.services.live import EventWatch, StoredEvent
from app.services.workplace import Workplace
from tests import builders

OpenStation = Callable[[str], Workplace]
NEVER = 3600.0
SOON = 90.0
"""A deadline for a slow machine; what is asserted is that it comes, and in which order."""

on_postgresql = pytest.mark.parametrize(
    "open_database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
on_sqlite = pytest.mark.parametrize("open_database", ["sqlite"], indirect=True)


def commit(workplace: Workplace, *events: Event) -> None:
    """Let something happen at a station."""

    def verb(work: object) -> None:
        for event in events:
            work.record(event)  # type: ignore[attr-defined]

    workplace.database.run(verb, workplace.actor())


@contextmanager
def watching(workplace: Workplace, look_anyway: float = NEVER) -> Iterator[EventWatch]:
    """A watch that has begun."""
    watch = EventWatch(workplace, look_anyway=look_anyway)
    try:
        assert until(watch, lambda _: watch.is_connected is True) == []
        yield watch
    finally:
        watch.close()


def until(
    watch: EventWatch, enough: Callable[[list[StoredEvent]], bool], seconds: float = SOON
) -> list[StoredEvent]:
    """All events until there are enough of them."""
    seen: list[StoredEvent] = []
    end = monotonic() + seconds
    while not enough(seen):
        assert monotonic() < end, f"only {seen}"
        seen += watch.wait(0.1)
    return seen


def tasks(seen: list[StoredEvent]) -> list[object]:
    """The tasks that finished, in the order they were told."""
    return [event.payload["task_id"] for event in seen]


def test_what_happens_at_one_station_is_seen_at_another_in_order(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02")) as watch:
        for number in (1, 2, 3):
            commit(floor, TaskFinished(number))
        seen = until(watch, lambda seen: len(seen) >= 3)
    assert tasks(seen) == [1, 2, 3]
    assert {(event.kind, event.station, event.is_own) for event in seen} == {
        ("TaskFinished", "P-01", False)
    }
    assert [event.id for event in seen] == sorted(event.id for event in seen)
    assert all(event.at.tzinfo is not None for event in seen)


def test_own_events_are_told_as_such(floor: Workplace, open_station: OpenStation) -> None:
    with watching(floor) as watch:
        commit(floor, TaskFinished(1))
        commit(open_station("P-02"), TaskFinished(2))
        seen = until(watch, lambda seen: len(seen) >= 2)
    assert [(event.payload["task_id"], event.is_own) for event in seen] == [(1, True), (2, False)]


def test_a_watch_begins_with_what_comes_after_it(floor: Workplace) -> None:
    commit(floor, TaskFinished(1))
    with watching(floor) as watch:
        commit(floor, TaskFinished(2))
        assert tasks(until(watch, bool)) == [2]


def test_released_and_claimed_work_is_seen_at_another_station(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    ana = builders.an_operator(floor)
    with watching(open_station("P-02")) as watch:
        builders.a_released_order(floor, (mug, 1))
        until(watch, lambda seen: "OrdersReleased" in [event.kind for event in seen])
        state = picking.claim_work(floor, ana)
        seen = until(watch, lambda seen: "TaskClaimed" in [event.kind for event in seen])
    claimed = next(event for event in seen if event.kind == "TaskClaimed")
    assert claimed.payload == {
        "task_id": state.task_id,
        "operator_id": ana,
        "station": "P-01",
        "epoch": 1,
    }
    assert claimed.operator_id == ana


def test_more_events_than_are_read_at_once_all_arrive_once(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02")) as watch:
        commit(floor, *(TaskFinished(number) for number in range(1100)))
        seen = until(watch, lambda seen: len(seen) >= 1100)
    assert sorted(tasks(seen)) == list(range(1100))  # type: ignore[type-var]


def test_quiet_events_arrive_when_the_log_is_looked_at_anyway(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02"), look_anyway=0.1) as watch:
        commit(floor, LinePicked(1, 2, 3, "A01", "T-0001"))
        assert [event.kind for event in until(watch, bool)] == ["LinePicked"]


def test_closing_ends_a_wait_in_another_thread(floor: Workplace) -> None:
    with watching(floor) as watch:
        waiting = Thread(target=watch.wait, args=(NEVER,))
        waiting.start()
        watch.close()
        waiting.join(SOON)
        assert not waiting.is_alive()
        assert watch.wait(NEVER) == ()
        watch.close()


# PostgreSQL -------------------------------------------------------------------------------------


def order(floor: Workplace, statement: str) -> None:
    """Execute a statement at the server, from its own database."""
    url = floor.database.engine.url.set(drivername="postgresql", database="postgres")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as desk:
        desk.execute(statement.encode())


def backend_of(watch: EventWatch) -> int:
    """The server process that a watch is connected to."""
    assert watch._hints is not None
    pid = watch._hints.connection.scalar(text("select pg_backend_pid()"))
    assert isinstance(pid, int)
    return pid


@on_postgresql
def test_an_event_that_is_committed_late_under_a_lower_id_is_not_missed(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02")) as watch:
        with floor.database.begin(floor.actor()) as slow:
            slow.record(TaskFinished(1))
            slow.flush_events()
            slow.session.flush()
            slow.events.clear()
            commit(open_station("P-03"), TaskFinished(2))
            early = until(watch, bool)
        late = until(watch, bool)
    assert (tasks(early), tasks(late)) == ([2], [1])
    assert late[0].id < early[0].id


@on_postgresql
def test_an_event_under_way_when_the_watch_begins_is_seen(
    floor: Workplace, open_station: OpenStation
) -> None:
    with floor.database.begin(floor.actor()) as slow:
        slow.record(TaskFinished(1))
        slow.flush_events()
        slow.session.flush()
        slow.events.clear()
        commit(open_station("P-03"), TaskFinished(2))
        watch = EventWatch(open_station("P-02"), look_anyway=NEVER)
        watch.wait(0)
    assert tasks(until(watch, bool)) == [1]
    watch.close()


@on_postgresql
def test_a_rolled_back_event_is_not_told_and_holds_nothing_up(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02")) as watch:
        with floor.database.begin(floor.actor()) as work:
            work.record(TaskFinished(1))
            work.flush_events()
            work.session.flush()
            work.events.clear()
            work.session.rollback()
        commit(floor, TaskFinished(2))
        assert tasks(until(watch, bool)) == [2]


@on_postgresql
def test_nothing_is_missed_while_the_link_is_killed_again_and_again(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02")) as watch:
        seen: list[StoredEvent] = []
        for number in range(20):
            commit(floor, TaskFinished(2 * number))
            order(floor, f"select pg_terminate_backend({backend_of(watch)})")
            commit(floor, TaskFinished(2 * number + 1))
            wanted = 2 * number + 2 - len(seen)
            seen += until(watch, lambda found, wanted=wanted: len(found) >= wanted)  # type: ignore[misc]
            assert watch.is_connected
    assert sorted(tasks(seen)) == list(range(40))  # type: ignore[type-var]


@on_postgresql
def test_a_lost_database_is_told_and_what_happened_meanwhile_is_seen_afterwards(
    floor: Workplace, open_station: OpenStation
) -> None:
    name = floor.database.engine.url.database
    away = open_station("P-02")
    with watching(away) as watch:
        away.database.close()
        with floor.database.begin(floor.actor()) as work:
            work.record(TaskFinished(1))
            order(floor, f"alter database {name} allow_connections false")
            order(floor, f"select pg_terminate_backend({backend_of(watch)})")
            assert until(watch, lambda _: watch.is_connected is False) == []
        order(floor, f"alter database {name} allow_connections true")
        assert tasks(until(watch, bool)) == [1]
        assert watch.is_connected


@on_postgresql
def test_a_log_that_became_shorter_is_watched_from_its_end_on(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02")) as watch:
        commit(floor, TaskFinished(1), TaskFinished(2))
        until(watch, lambda seen: len(seen) >= 2)
        with floor.database.engine.begin() as connection:
            connection.execute(text("set local session_replication_role = replica"))
            connection.execute(text("delete from event_log"))
            connection.execute(text("select setval('event_log_id_seq', 1, false)"))
        order(floor, f"select pg_terminate_backend({backend_of(watch)})")
        until(watch, lambda _: watch._cursor is not None and watch._cursor.highest == 0)
        commit(floor, TaskFinished(3))
        assert tasks(until(watch, bool)) == [3]


def notices(listener: psycopg.Connection[tuple[object, ...]], wanted: int) -> int:
    """How many notices come; one that is wanted may take its time on a loaded machine."""
    awaited = list(listener.notifies(timeout=SOON, stop_after=wanted)) if wanted else []
    return len(awaited) + len(list(listener.notifies(timeout=0.05)))


@on_postgresql
def test_a_transaction_sends_at_most_one_notice_and_a_scan_sends_none(floor: Workplace) -> None:
    url = floor.database.engine.url.set(drivername="postgresql")
    plain = url.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        commit(floor, LinePicked(1, 2, 3, "A01", "T-0001"))
        assert notices(listener, 0) == 0
        commit(floor, LinePicked(1, 2, 3, "A01", "T-0001"), TaskFinished(1), OrdersReleased(1, 1))
        assert notices(listener, 1) == 1
        commit(floor)
        assert notices(listener, 0) == 0


# SQLite -----------------------------------------------------------------------------------------

OTHER_PROCESS = """
import sys
from app.db.engine import make_engine
from app.db.unit_of_work import Actor, Database
from app.domain.events import TaskFinished
Database(make_engine(sys.argv[1])).run(lambda work: work.record(TaskFinished(7)), Actor("P-09"))
"""

KILLED_IN_THE_MIDDLE = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("pragma cache_size=1")
connection.execute("begin immediate")
connection.execute("create table rest (filling text)")
for _ in range(200):
    connection.execute("insert into rest values (?)", ("x" * 4000,))
os.kill(os.getpid(), signal.SIGKILL)
"""


@on_sqlite
def test_another_process_is_seen_on_an_embedded_database(floor: Workplace) -> None:
    with watching(floor) as watch:
        url = str(floor.database.engine.url)
        subprocess.run([sys.executable, "-c", OTHER_PROCESS, url], check=True, timeout=300)
        seen = until(watch, bool)
    assert [(event.payload["task_id"], event.station) for event in seen] == [(7, "P-09")]


@on_sqlite
def test_an_embedded_database_is_watched_on_after_a_writer_was_killed(floor: Workplace) -> None:
    with watching(floor, look_anyway=0.05) as watch:
        file = floor.database.engine.url.database or ""
        ended = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, file], check=False)
        assert ended.returncode < 0
        assert Path(f"{file}-journal").stat().st_size > 0, "nothing was left half-done"
        for _ in range(3):
            watch.wait(0.1)
        assert watch.is_connected
        commit(floor, TaskFinished(1))
        assert tasks(until(watch, bool)) == [1]


@on_sqlite
def test_a_long_transaction_on_an_embedded_database_is_no_lost_link(
    floor: Workplace, open_station: OpenStation
) -> None:
    with watching(open_station("P-02"), look_anyway=0.05) as watch:
        with floor.database.begin(floor.actor()) as work:
            work.session.execute(text("pragma locking_mode=exclusive"))
            work.record(TaskFinished(1))
            work.flush_events()
            work.session.flush()
            work.events.clear()
            assert watch.wait(0.6) == ()
            assert watch.is_connected
        floor.database.close()
        assert tasks(until(watch, bool)) == [1]
