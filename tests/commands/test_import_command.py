"""The sub-command `import` on the files it was made for, on damaged ones, and killed half-way."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import signal
import termios
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.__main__ import main
from app.db.engine import make_engine
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.servers.program import Program, start_program

DEMO = Path(__file__).parent.parent.parent / "resources" / "demo"
FILES = {
    "items.csv": ("items", 2000),
    "locations.csv": ("locations", 3072),
    "stock.csv": ("stock", 3653),
    "shopify_first_day.csv": ("orders from shopify", 61),
    "shopify_orders_export.csv": ("orders from shopify", 1500),
    "woocommerce_orders.json": ("orders from woocommerce", 625),
    "amazon_unshipped_orders.txt": ("orders from amazon", 375),
}
"""What each file of the demo is found to hold, and how much of it."""

PLACE = ["code", "zone", "aisle", "side", "bay", "level", "x_m", "y_m"]
HERE = ["A", "1", "L", "1", "1", "0", "1"]
PATIENCE_SECONDS = 300.0


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """A new embedded database."""
    file = tmp_path / "floor.sqlite3"
    builders.write_migrated_sqlite(file)
    return f"sqlite:///{file}"


def pickstation(url: str, *words: str) -> int:
    """Run the sub-command in this process."""
    return main(["--database", url, "import", *words])


def value(url: str, statement: str) -> Any:
    """The one value of a select."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text(statement)).scalar_one()
    engine.dispose()
    return found


def write_table(file: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a table as CSV."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    return file


def damaged_first_day(folder: Path) -> Path:
    """A real shop's export in which four of 61 orders have been spoilt, each in its own way."""
    with (DEMO / "shopify_first_day.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    for row, field, spoilt in (
        (3, "Lineitem quantity", "six"),
        (9, "Created at", "yesterday"),
        (13, "Lineitem sku", ""),
        (22, "Financial Status", "perhaps"),
    ):
        rows[row - 1][rows[0].index(field)] = spoilt
    return write_table(folder / "export.csv", rows)


def test_a_wrong_source_is_told_and_brings_nothing_in(
    file_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(DEMO / "shopify_first_day.csv")
    assert pickstation(file_url, "orders", file, "--source", "amazon") == 1
    told = capsys.readouterr().out
    assert "orders from amazon: 0 new, 0 changed, 0 unchanged" in told
    assert "order-id" in told
    assert value(file_url, "SELECT count(*) FROM orders") == 0


def test_all_problems_of_a_file_are_told_at_once_and_its_good_orders_come_in(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(damaged_first_day(tmp_path))
    assert pickstation(file_url, "orders", file) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "export.csv:3 [Lineitem quantity] 'six': This is not a number. "
        "Write digits only, such as 12 or 12.50."
    )
    assert lines[1] == (
        "export.csv:9 [Created at] 'yesterday': This is not a date. "
        "Write it as 2026-11-20 or 2026-11-20 08:01:00 +0000."
    )
    assert lines[2].startswith("export.csv:13 [Lineitem sku]: The line has no SKU")
    assert lines[3].startswith("export.csv:22 [Financial Status] 'perhaps': ")
    assert lines[4:] == [
        "export.csv: orders from shopify: 57 new, 0 changed, 0 unchanged, 4 problems"
    ]
    assert value(file_url, "SELECT count(*) FROM orders") == 57
    assert pickstation(file_url, "orders", str(DEMO / "shopify_first_day.csv"), "--json") == 0
    mended = json.loads(capsys.readouterr().out)
    assert (mended["new"], mended["changed"], mended["unchanged"]) == (4, 0, 57)


def test_problems_are_told_to_machines_field_by_field(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation(file_url, "orders", str(damaged_first_day(tmp_path)), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    problems = told.pop("problems")
    assert told == {
        "file": "export.csv",
        "kind": "orders",
        "source": "shopify",
        "new": 57,
        "changed": 0,
        "unchanged": 0,
        "written": True,
    }
    assert problems[0] == {
        "file": "export.csv",
        "row": 3,
        "field": "Lineitem quantity",
        "value": "six",
        "message": "This is not a number.",
        "remedy": "Write digits only, such as 12 or 12.50.",
    }
    assert [problem["row"] for problem in problems] == [3, 9, 13, 22]


def test_all_or_nothing_takes_no_order_of_a_file_with_a_problem(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(damaged_first_day(tmp_path))
    assert pickstation(file_url, "orders", file, "--all-or-nothing") == 1
    assert capsys.readouterr().out.endswith(
        ": 0 new, 0 changed, 0 unchanged, 4 problems (nothing was written)\n"
    )
    assert value(file_url, "SELECT count(*) FROM orders") == 0
    assert value(file_url, "SELECT count(*) FROM import_file") == 0


def test_all_or_nothing_heeds_what_only_the_database_can_tell(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = write_table(tmp_path / "items.csv", [["sku", "name"], ["MUG", "Mug"]])
    places = write_table(tmp_path / "places.csv", [PLACE, ["A01-01", *HERE], ["MUG", *HERE]])
    assert pickstation(file_url, "items", str(items)) == 0
    assert pickstation(file_url, "locations", str(places), "--all-or-nothing", "--json") == 1
    _, told_in_json = capsys.readouterr().out.split("\n", 1)
    told = json.loads(told_in_json)
    assert (told["new"], told["written"]) == (0, False)
    assert [problem["value"] for problem in told["problems"]] == ["MUG"]
    assert value(file_url, "SELECT count(*) FROM location WHERE kind = 'pick_face'") == 0


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(
    file_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(DEMO / "shopify_first_day.csv")
    assert pickstation(file_url, "orders", file, "--dry-run") == 0
    assert capsys.readouterr().out == (
        "shopify_first_day.csv: orders from shopify: 61 new, 0 changed, 0 unchanged, 0 problems "
        "(dry run: nothing was written)\n"
    )
    for table in ("orders", "order_line", "address", "event_log", "import_file"):
        assert value(file_url, f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608 - ours


def test_columns_with_other_names_are_mapped(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write_table(tmp_path / "artikel.csv", [["Nr", "Bezeichnung"], ["MUG", "Becher"]]))
    assert pickstation(file_url, "items", file) == 1
    assert "sku" in capsys.readouterr().out
    assert pickstation(file_url, "items", file, "--map", "sku=Nr", "--map", "name=Bezeichnung") == 0
    assert value(file_url, "SELECT name FROM item WHERE sku = 'MUG'") == "Becher"
    capsys.readouterr()
    assert pickstation(file_url, "items", file, "--map", "colour=Nr") == 1
    assert "[colour] 'Nr': There is no field colour" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file or directory"), (b"", "empty"), (b"\x89PNG\r\n\x1a\n\0\0\0", "")],
    ids=["missing", "empty", "a picture"],
)
@pytest.mark.parametrize("kind", ["items", "orders"])
def test_a_file_that_is_none_of_these_is_one_problem(
    kind: str,
    content: bytes | None,
    said: str,
    file_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "export.bin"
    if content is not None:
        file.write_bytes(content)
    assert pickstation(file_url, kind, str(file)) == 1
    told = capsys.readouterr()
    assert told.out.startswith("export.bin")
    assert said in told.out
    assert told.out.endswith("(nothing was written)\n")
    assert told.err == ""


def test_a_folder_is_not_taken_for_a_file(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation(file_url, "items", str(tmp_path)) == 1
    assert "This is a folder" in capsys.readouterr().out


def on_a_terminal(*words: str) -> str:
    """What a person sees of the sub-command's standard error."""
    inside, outside = pty.openpty()
    termios.tcsetwinsize(outside, (25, 120))
    with Path(os.devnull).open("wb") as nowhere, os.fdopen(outside, "wb", 0) as screen:
        process = start_program(words, os.environ, nowhere, screen)
    seen = b""
    try:
        while part := os.read(inside, 4096):
            seen += part
    except OSError:
        pass  # how Linux says that the other end was closed
    os.close(inside)
    assert process.wait(PATIENCE_SECONDS) == 0
    return seen.decode()


def test_a_long_file_shows_a_progress_bar_to_a_person_and_a_short_one_none(file_url: str) -> None:
    words = ("--database", file_url, "import")
    assert "locations.csv: 100%" in on_a_terminal(*words, "locations", str(DEMO / "locations.csv"))
    short = on_a_terminal(*words, "orders", str(DEMO / "shopify_first_day.csv"))
    assert short == ""


def until(condition: Callable[[], bool], process: Program, what: str) -> None:
    """Wait for something another process does; it must not end before."""
    pause = threading.Event()
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert process.poll() is None, f"ended before {what}"
        assert time.monotonic() < end, f"waited in vain for {what}"
        pause.wait(0.002)


@contextmanager
def watched(url: str) -> Iterator[Callable[[], bool]]:
    """Gives a look at whether the station KILLED is in the middle of writing stock."""
    if url.startswith("sqlite"):
        journal = Path(url.removeprefix("sqlite:///") + "-journal")
        # Noting that the station was seen takes three pages.
        yield lambda: journal.exists() and journal.stat().st_size > 20_000
        return
    engine = make_engine(url)
    statement = text(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL "
        "AND application_name = 'pickstation KILLED' AND query LIKE 'INSERT INTO stock_move%'"
    )

    def is_writing() -> bool:
        with engine.connect() as connection:
            return bool(connection.execute(statement).scalar_one())

    yield is_writing
    engine.dispose()


def told_of(url: str, name: str, *more: str) -> str:
    """All that is said, on either stream, while a file of the demo comes in."""
    said, kind = io.StringIO(), FILES[name][0].partition(" ")[0]
    with redirect_stdout(said), redirect_stderr(said):
        assert pickstation(url, kind, str(DEMO / name), *more) == 0
    return said.getvalue()


@dataclass(frozen=True)
class Killed:
    """What an import of stock left that was killed half-way, and what came in before it."""

    url: str
    told_before: dict[str, str]
    code: int
    said: bytes
    rows_of_stock: int
    new_events: int


def kill_an_import(url: str, folder: Path) -> Killed:
    """Bring goods and places in, and begin with the stock."""
    builders.a_workplace(builders.a_database(url), "KILLED").database.close()
    told = {name: told_of(url, name) for name in ("items.csv", "locations.csv")}
    before = value(url, "SELECT count(*) FROM event_log")
    words = ["--database", url, "--station", "KILLED", "import", "stock", str(DEMO / "stock.csv")]
    said = folder / "said"
    with said.open("wb") as output:
        process = start_program(words, os.environ, output)
    with watched(url) as is_writing:
        until(is_writing, process, "it wrote stock")
        os.kill(process.pid, signal.SIGKILL)
    return Killed(
        url,
        told,
        process.wait(PATIENCE_SECONDS),
        said.read_bytes(),
        value(url, "SELECT count(*) FROM stock"),
        value(url, "SELECT count(*) FROM event_log") - before,
    )


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def killed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Killed]:
    """An import killed half-way, on each kind of database; the next test goes on from there."""
    folder = tmp_path_factory.mktemp("killed")
    if request.param == "sqlite":
        yield kill_an_import(f"sqlite:///{folder / 'floor.sqlite3'}", folder)
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.new_database(template=request.getfixturevalue("migrated_template"))
    yield kill_an_import(url, folder)
    server.drop_database(url)


def test_an_import_killed_half_way_leaves_nothing(killed: Killed) -> None:
    assert (killed.code, killed.said) == (-signal.SIGKILL, b"")
    assert (killed.rows_of_stock, killed.new_events) == (0, 0)


def test_real_files_come_in_once_however_often_they_are_handed_in_even_after_a_killed_import(
    killed: Killed,
) -> None:
    files = dict(FILES)
    if not killed.url.startswith("sqlite"):
        del files["shopify_orders_export.csv"]  # the longest one says nothing about a server
    for name, (kind, number) in files.items():
        told = killed.told_before.get(name) or told_of(killed.url, name)
        assert told == f"{name}: {kind}: {number} new, 0 changed, 0 unchanged, 0 problems\n"
    for name, (_, number) in files.items():
        again = json.loads(told_of(killed.url, name, "--json"))
        assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, number)
    orders = sum(number for kind, number in files.values() if kind.startswith("orders"))
    assert value(killed.url, "SELECT count(*) FROM orders") == orders
    assert value(killed.url, "SELECT sum(on_hand) FROM stock") == 235_012
    database = builders.a_database(killed.url)
    assert check_database(Workplace(database, "P-01")).is_sound
    database.close()


def test_the_file_on_disk_is_only_read(file_url: str, tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    shutil.copy2(DEMO / "items.csv", file)
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    assert pickstation(file_url, "items", str(file)) == 0
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
