"""The program as people and scripts start it: its options, its exit codes, its last words."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from app import __version__
from app.__main__ import main
from app.db.engine import make_engine
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.servers.refusing_postgresql import RefusingPostgresql

ROOT = Path(__file__).parent.parent.parent
ITEMS = "sku,name,barcode\nMUG,Mug,4006381333931\n"
SECRET = "mouse-trap"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folders of their own, no settings in the environment, and no screen."""
    for variable in ("PICKSTATION_DATABASE", "PICKSTATION_STATION", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def items(tmp_path: Path) -> str:
    """A file that can be imported."""
    file = tmp_path / "items.csv"
    file.write_text(ITEMS)
    return str(file)


def usage_error(*words: str) -> int:
    """The exit code of a call the parser refuses, or of a question it answers itself."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(ended.value.code or 0)


def value(url: str, statement: str) -> object:
    """The one value of a select."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found: object = connection.execute(text(statement)).scalar_one()
    engine.dispose()
    return found


@pytest.mark.parametrize("words", [[], ["run"], ["--station", "P-02"]])
def test_without_a_command_it_runs_and_says_where_there_is_no_screen(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "pickstation: there is no screen here; `pickstation demo` plays a shift without one\n"
    )


def test_it_tells_its_version_and_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage_error("--version") == 0
    assert capsys.readouterr().out == f"pickstation {__version__}\n"
    assert usage_error("--help") == 0
    told = capsys.readouterr().out
    for command in ("run", "demo", "import", "database", "barcode", "print", "bench"):
        assert f"\n    {command} " in told


@pytest.mark.parametrize(
    "words",
    [
        ["sell"],
        ["--colour", "run"],
        ["import"],
        ["import", "customers", "x.csv"],
        ["import", "orders"],
        ["import", "orders", "x.csv", "--source", "ebay"],
        ["print", "totes"],
        ["print", "totes", "--out", "x", "--printer", "y"],
        ["print", "posters", "--out", "x"],
        ["database"],
        ["demo", "--method", "sideways"],
        ["bench", "sorting"],
    ],
)
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    assert usage_error(*words) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "items", "x.csv", "--map", "sku"], "--map FIELD=COLUMN"),
        (["import", "items", "x.csv", "--map", "sku=A", "--map", "sku=B"], "each field once"),
        (["import", "items", "x.csv", "--source", "shopify"], "--source is for orders"),
        (["print", "test-page", "--out", "x"], "needs --printer"),
        (["print", "test-page", "A01", "--printer", "F"], "takes no codes"),
        (["print", "commands", "XCK", "--out", "x"], "takes no codes"),
        (["print", "badges", "--out", "x"], "name the staff numbers"),
        (["demo", "--orders", "0"], "--orders takes 1 to"),
        (["bench", "--scans", "9"], "--scans takes 10 to"),
        (["--station", "pack bench", "run"], "such as P-01"),
        (["--database", "no url", "database", "check"], "sqlite:///FILE"),
    ],
)
def test_words_that_make_no_sense_end_with_2_and_say_what_would(
    words: list[str], said: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert not (home / "data").exists(), "nothing was begun"


def test_a_bad_settings_file_ends_with_2_and_names_file_and_key(
    home: Path, items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "config" / "pickstation" / "station.toml"
    file.parent.mkdir(parents=True)
    file.write_text("theme = 'blue'\n")
    assert main(["import", "items", items]) == 2
    assert capsys.readouterr().err == (
        f"pickstation: {file}: theme = 'blue'; write one of light, dark\n"
    )


def test_the_embedded_database_serves_where_none_is_named(home: Path, items: str) -> None:
    assert main(["import", "items", items]) == 0
    file = home / "data" / "pickstation" / "floor.sqlite3"
    assert value(f"sqlite:///{file}", "SELECT count(*) FROM item") == 1


def test_the_command_line_overrules_the_environment_on_either_side_of_the_command(
    home: Path, items: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [f"sqlite:///{home / name}" for name in ("environment", "before", "after")]
    monkeypatch.setenv("PICKSTATION_DATABASE", named[0])
    monkeypatch.setenv("PICKSTATION_STATION", "p-05")
    assert main(["import", "items", items]) == 0
    assert main(["--database", named[1], "--station", "p-06", "import", "items", items]) == 0
    assert main(["import", "items", items, "--database", named[2], "--station", "P-07"]) == 0
    assert [value(url, "SELECT code FROM station") for url in named] == ["P-05", "P-06", "P-07"]


COMMANDS = pytest.mark.parametrize(
    "words",
    [
        ["import", "items", "{items}"],
        ["print", "commands", "--out", "{home}/out"],
        ["demo", "--out", "{home}/demo"],
        ["bench", "--scans", "10"],
    ],
    ids=["import", "print", "demo", "bench"],
)


def last_words(
    url: str, words: list[str], places: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> str:
    """What a command that ends with 1 says of its database, which is one sentence."""
    assert main(["--database", url, *(word.format(**places) for word in words)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("pickstation: ")
    assert said.err.count("\n") == 1
    assert SECRET not in said.err
    return said.err


@COMMANDS
def test_a_database_that_is_not_there_ends_every_command_with_one_sentence(
    words: list[str], home: Path, items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = f"postgresql+psycopg://floor:{SECRET}@127.0.0.1:{port}/depot"
    said = last_words(url, words, {"home": str(home), "items": items}, capsys)
    assert "the database depot on 127.0.0.1 cannot be opened: no server listens there" in said


@COMMANDS
def test_a_newer_database_is_left_alone_by_every_command(
    words: list[str], home: Path, items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "newer.sqlite3"
    builders.write_migrated_sqlite(file)
    engine = make_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = file.read_bytes()
    said = last_words(f"sqlite:///{file}", words, {"home": str(home), "items": items}, capsys)
    assert "Update Pickstation on this station" in said
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"postgresql+psycopg://floor:{SECRET}@host:port/depot", "cannot be read"),
        (f"postgresql+psycopg://floor:{SECRET}@[::1/depot", "cannot be read"),
        (f"postgresql+psycopg://floor:{SECRET}@127.0.0.1:99999/depot", "no number from 1 to 65535"),
        (f"postgresql+psycopg://floor:{SECRET}@no-host.invalid/depot", "no machine has this name"),
        (f"mysql://floor:{SECRET}@host/depot", "mysql is not supported"),
        (f"postgresql+asyncpg://floor:{SECRET}@host/depot", "is not supported"),
        ("depot", "write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"),
        ("sqlite://", "names no file"),
        ("sqlite:////proc/depot/floor.sqlite3", "/proc/depot"),
    ],
)
def test_a_url_that_leads_nowhere_ends_with_one_sentence(
    url: str, said: str, items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in last_words(url, ["import", "items", items], {}, capsys)


def test_a_refused_password_is_not_repeated(items: str, capsys: pytest.CaptureFixture[str]) -> None:
    with RefusingPostgresql("28P01", 'password authentication failed for user "floor"') as server:
        url = f"postgresql://floor:{SECRET}@127.0.0.1:{server.port}/depot"
        said = last_words(url, ["import", "items", items], {}, capsys)
    assert "refuses the user name or the password" in said


@pytest.mark.postgresql
def test_a_database_lost_in_the_middle_ends_with_one_sentence_and_leaves_nothing(
    postgresql_server: PostgresqlServer, items: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgresql_server.new_database()
    builders.a_database(url).close()
    engine = make_engine(make_url(url))
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'"
            )
        )
        connection.execute(
            text("CREATE TRIGGER cut BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION cut()")
        )
    said = last_words(url, ["import", "items", items], {}, capsys)
    assert "the server ended the connection" in said
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER cut ON item"))
    engine.dispose()
    assert value(url, "SELECT count(*) FROM import_file") == 0
    assert main(["--database", url, "import", "items", items]) == 0
    postgresql_server.drop_database(url)


def start(*words: str, **more: str) -> subprocess.Popen[bytes]:
    """The program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **more},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background has Control-C switched off, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )


def test_as_a_process_it_ends_with_its_code_and_no_traceback() -> None:
    process = start()
    out, err = process.communicate(timeout=300)
    assert (process.returncode, out) == (1, b"")
    assert err.startswith(b"pickstation: there is no screen here")


def test_a_reader_who_has_seen_enough_is_no_error(home: Path) -> None:
    file = home / "bad.csv"
    file.write_text("sku,name,weight_g\n" + "".join(f"S{n},Mug,heavy\n" for n in range(3000)))
    process = start("import", "items", str(file), "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"{\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(300) == 1
    process.communicate()


def test_a_terminal_that_knows_no_other_scripts_gets_them_spelt_out() -> None:
    process = start("barcode", "小林", PYTHONIOENCODING="ascii:strict")
    out, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (0, b"")
    assert out.startswith(rb"\u5c0f\u6797")


def test_control_c_ends_it_quietly() -> None:
    process = start("barcode")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"T-0001\n")
    process.stdin.flush()
    assert process.stdout.readline() == b"T-0001\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (130, b"")
