"""Programs that share a SQLite file write in turn: none waits while others go twice and more."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection as Pipe
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from app.db import sqlite_turns
from app.db.engine import make_engine
from app.db.sqlite_turns import Turns

processes = multiprocessing.get_context("spawn")
TURNS = 30

if TYPE_CHECKING:
    Count = Synchronized[int]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a table of who wrote, and since when they wanted to."""
    path = tmp_path / "floor.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table turn (id integer primary key, who text, wanted_at real)")
    connection.close()
    return path


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """The station's way to the file."""
    engine = make_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def take_a_turn(engine: Engine, who: str, rows: int = 1) -> None:
    """One transaction."""
    wanted_at = time.monotonic()
    with engine.begin() as connection:
        for _ in range(rows):
            connection.execute(
                text("insert into turn (who, wanted_at) values (:who, :at)"),
                {"who": who, "at": wanted_at},
            )


def write_without_a_pause(file: Path, who: str, taken: Count, enough: Event) -> None:
    """A command that does much at once."""
    engine = make_engine(f"sqlite:///{file}")
    while not enough.is_set():
        take_a_turn(engine, who, rows=30)
        taken.value += 1
    engine.dispose()


def test_a_station_between_two_busy_commands_is_not_overtaken_again_and_again(
    file: Path, engine: Engine
) -> None:
    enough = processes.Event()
    taken: list[Count] = [processes.Value("l", 0), processes.Value("l", 0)]
    commands = [
        processes.Process(target=write_without_a_pause, args=(file, f"command {n}", one, enough))
        for n, one in enumerate(taken)
    ]
    for command in commands:
        command.start()
    try:
        for turn in range(TURNS):
            until(lambda: all(one.value > turn for one in taken))  # noqa: B023 - called at once
            take_a_turn(engine, "station")
    finally:
        enough.set()
        for command in commands:
            command.join(150)
    with engine.connect() as connection:
        turns = connection.execute(
            text("select who, wanted_at from turn group by who, wanted_at order by min(id)")
        ).all()
    overtaken = [
        sum(1 for _, later in turns[:number] if later > wanted_at)
        for number, (who, wanted_at) in enumerate(turns)
        if who == "station"
    ]
    assert len(overtaken) == TURNS
    assert max(overtaken) < 20, "whoever has just written queues behind those who wait"


def until(condition: Callable[[], bool]) -> None:
    """Wait for what other processes do."""
    pause, end = threading.Event(), time.monotonic() + 150
    while not condition():
        assert time.monotonic() < end
        pause.wait(0.001)


def hold_the_place(folder: Path, told: Pipe) -> None:
    """Stand next in line and do nothing."""
    number = os.open(folder, os.O_RDONLY)
    fcntl.flock(number, fcntl.LOCK_EX)
    told.send(True)
    told.recv()


def test_the_place_of_a_killed_program_is_free(file: Path, engine: Engine) -> None:
    here, there = processes.Pipe()
    holder = processes.Process(target=hold_the_place, args=(file.parent, there))
    holder.start()
    assert here.poll(150)
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join(150)
    begun = time.monotonic()
    take_a_turn(engine, "station")
    assert time.monotonic() - begun < sqlite_turns.QUEUE_SECONDS


def test_whoever_stands_next_and_never_goes_holds_nobody_up_for_ever(
    file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_turns, "QUEUE_SECONDS", 0.05)
    number = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        take_a_turn(engine, "station")
    finally:
        os.close(number)


def test_a_file_that_stays_locked_is_told_in_sqlites_words(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("begin immediate")
    engine = create_engine(f"sqlite:///{file}", connect_args={"isolation_level": None})
    event.listen(engine, "begin", Turns(str(file), 0.05).begin)
    try:
        with pytest.raises(OperationalError, match="database is locked"):
            take_a_turn(engine, "station")
        other.execute("rollback")
        take_a_turn(engine, "station")
    finally:
        other.close()
        engine.dispose()


def test_a_file_that_is_no_database_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear customer, " * 100)
    engine = make_engine(f"sqlite:///{path}")
    with pytest.raises(DatabaseError, match="not a database"):
        take_a_turn(engine, "station")
    engine.dispose()
