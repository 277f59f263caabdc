"""A warehouse moves to another database with every row and every id, or not at all."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app.db.copy_engine import InUse, copying, kept_from_writers
from app.db.copying import NotCopied, compare, copy_rows, our_tables
from app.db.engine import make_engine, parse_url
from app.db.held_files import come_to
from app.db.migrations.upgrade import upgrade
from app.db.schema import EventLog, Item, Location, Lot, PrintJob
from app.db.unit_of_work import Database
from app.services.checking import check_database
from app.services.moving import MoveRefused, copy_to
from app.services.workplace import Workplace
from tests import builders
from tests.db.child_process import run_lines
from tests.db.schema_steps import execute, row_counts
from tests.servers.postgresql import PostgresqlServer, database_name

pytestmark = pytest.mark.postgresql

Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def file_url(worked_file: Path, tmp_path: Path) -> str:
    """An embedded database in the middle of a shift, with values that are easily spoiled."""
    shutil.copyfile(worked_file, tmp_path / "floor.sqlite3")
    url = f"sqlite:///{tmp_path / 'floor.sqlite3'}"
    odd = {"n": 1e16, "x": 0.1, "none": None, "yes": True, "ü": ["\u2028", {"b": 1, "a": -0.5}]}
    with copying(parse_url(url)) as engine, engine.begin() as connection:
        connection.execute(
            insert(Item).values(
                id=2**53 + 1, sku='"\\N\t', name="Täßë\n\\. 🧺", fragile=True, lot_tracked=False
            )
        )
        connection.execute(insert(Lot).values(item_id=1, code="odd", expiry=date(9999, 12, 31)))
        connection.execute(update(Location).where(Location.id == 1).values(x_m=0.1, y_m=1e-300))
        connection.execute(
            insert(EventLog).values(
                kind="odd",
                payload=odd,
                station="",
                at=datetime(2026, 3, 29, 1, 59, 59, 999999, tzinfo=UTC),
            )
        )
        # A reprint that is stored before the job it repeats.
        connection.execute(update(PrintJob).values(payload=bytes(range(256))))
        highest = connection.scalar(select(PrintJob.id).order_by(PrintJob.id.desc()).limit(1))
        lowest = select(PrintJob.id).order_by(PrintJob.id).limit(1).scalar_subquery()
        connection.execute(update(PrintJob).where(PrintJob.id == lowest).values(reprint_of=highest))
    return url


@pytest.fixture(scope="module")
def migrated_template(postgresql_server: PostgresqlServer) -> str:
    """The name of a database that has its schema and in which nobody has worked."""
    url = postgresql_server.new_database()
    upgrade(parse_url(url))
    return database_name(url)


@pytest.fixture
def server_url(postgresql_server: PostgresqlServer, migrated_template: str) -> str:
    """A database on the server in which nobody has worked."""
    return postgresql_server.new_database(template=migrated_template)


def contents(url: str) -> Contents:
    with copying(parse_url(url)) as engine, engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in our_tables()
        }


def by_key(found: Contents) -> Contents:
    """Keys that are texts sort otherwise on a server."""
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_there_and_back_every_value_is_the_same(
    file_url: str, postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    server_url = postgresql_server.new_database()
    back = f"sqlite:///{tmp_path / 'new' / 'back.sqlite3'}"

    moved = copy_to(parse_url(file_url), parse_url(server_url))
    copy_to(parse_url(server_url), parse_url(back))

    assert by_key(contents(server_url)) == by_key(contents(file_url))
    assert contents(back) == contents(file_url)
    assert (moved.total, moved.violations > 0) == (sum(row_counts(file_url).values()), True)


def test_work_goes_on_behind_the_copied_rows(worked_file: Path, server_url: str) -> None:
    copy_to(parse_url(f"sqlite:///{worked_file}"), parse_url(server_url))

    database = Database(make_engine(server_url))
    workplace = Workplace(database, "P-01")
    builders.an_order(workplace, ("MUG", 1))
    goods, at = builders.some_stock(workplace, 3)
    assert goods.item_id == row_counts(f"sqlite:///{worked_file}")["item"] + 1
    assert at
    assert check_database(workplace).is_sound
    database.close()


def test_nobody_writes_to_the_source_meanwhile(file_url: str, server_url: str) -> None:
    refused: list[str] = []

    def try_to_write(_stage: str, _done: int, _of: int) -> None:
        with closing(sqlite3.connect(parse_url(file_url).database or "", timeout=0)) as other:
            try:
                other.execute("UPDATE packaging SET tare_g = tare_g + 1")
            except sqlite3.OperationalError as error:
                refused.append(str(error))

    copy_to(parse_url(file_url), parse_url(server_url), progress=try_to_write)

    assert len(refused) > 10
    assert set(refused) == {"database is locked"}


def test_a_station_that_has_the_source_open_is_named(file_url: str, server_url: str) -> None:
    file = Path(parse_url(file_url).database or "")
    with come_to(file, "P-03"), pytest.raises(InUse, match="in use by P-03"):
        copy_to(parse_url(file_url), parse_url(server_url))
    assert row_counts(server_url)["orders"] == 0


def test_a_target_that_holds_rows_is_refused(file_url: str, server_url: str) -> None:
    execute(server_url, "INSERT INTO packaging VALUES ('S', 'Small', 1, 1, 1, 1, 1)")
    with pytest.raises(MoveRefused, match=r"holds rows already \(1 of packaging\)"):
        copy_to(parse_url(file_url), parse_url(server_url))


def test_a_database_is_not_copied_into_itself(file_url: str) -> None:
    with pytest.raises(MoveRefused, match="the same database"):
        copy_to(parse_url(file_url), parse_url(file_url))


@pytest.mark.parametrize(
    ("text", "why"),
    [("x" * 70, "sku has 70 characters and may have 64"), ("a\x00b", "sku contains a NUL")],
    ids=["too long", "NUL"],
)
def test_what_the_server_cannot_store_is_named_by_table_and_key(
    file_url: str, server_url: str, text: str, why: str
) -> None:
    with copying(parse_url(file_url)) as engine, engine.begin() as connection:
        connection.execute(update(Item).where(Item.id == 2).values(sku=text))

    with pytest.raises(MoveRefused, match=f"table item, row 2: {why}.*as empty as before"):
        copy_to(parse_url(file_url), parse_url(server_url))

    assert row_counts(server_url)["item"] == 0


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (update(Item).where(Item.id == 2).values(name="Mugg"), "table item: the row 2 is other"),
        (delete(Lot).where(Lot.code == "odd"), "table lot: the row .* is missing"),
        (
            insert(Item).values(id=99, sku="X", name="X", fragile=False, lot_tracked=False),
            "table item: the row 99 is there too",
        ),
    ],
    ids=["other", "missing", "there too"],
)
def test_a_copy_that_came_out_another_is_found(
    file_url: str, server_url: str, spoil: Any, said: str
) -> None:
    with (
        kept_from_writers(parse_url(file_url), "the file") as source,
        copying(parse_url(server_url)) as engine,
        engine.begin() as target,
    ):
        prints = copy_rows(source, target)
        compare(prints, source, target)
        target.execute(spoil)
        with pytest.raises(NotCopied, match=said):
            compare(prints, source, target)


def _killed(source: str, target: str) -> None:
    child = run_lines(
        "copy_to(parse_url(sys.argv[1]), parse_url(sys.argv[2]), progress=die_at('comparing', 0))",
        source,
        target,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr


def _broken_off(source: str, target: str) -> None:
    def stop(stage: str, _done: int, _of: int) -> None:
        if stage.startswith("comparing"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_to(parse_url(source), parse_url(target), progress=stop)


@pytest.mark.parametrize("end", [_killed, _broken_off])
def test_an_interrupted_copy_leaves_the_target_empty_and_can_be_repeated(
    file_url: str, server_url: str, end: Callable[[str, str], None]
) -> None:
    end(file_url, server_url)
    assert row_counts(server_url)["orders"] == 0
    assert copy_to(parse_url(file_url), parse_url(server_url)).rows["orders"] == 10
