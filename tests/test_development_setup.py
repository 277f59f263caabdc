"""A fresh machine reaches a running program by one command, and the tests' servers are real."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sqlalchemy import create_engine, inspect, text

from tests.servers.postgresql import PostgresqlServer, database_name
from tests.servers.processes import ServerError, installed
from tests.servers.x_display import XDisplay

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "packaging" / "develop.py"
LOCK = ROOT / "packaging" / "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def load_script() -> ModuleType:
    """Load packaging/develop.py, which is no package on purpose."""
    spec = importlib.util.spec_from_file_location("develop", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


develop = load_script()


def pins() -> dict[str, str]:
    """Return the locked version of each package, by its canonical name."""
    return {
        canonicalize_name(name): version
        for name, version in PIN.findall(LOCK.read_text(encoding="utf-8"))
    }


def declared_requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


@pytest.fixture
def small_checkout(tmp_path: Path) -> Path:
    """Make a checkout with a program of one line and no dependencies, in a folder with a space."""
    root = tmp_path / "a checkout"
    (root / "packaging").mkdir(parents=True)
    shutil.copy(SCRIPT, root / "packaging")
    (root / "packaging" / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    (root / "app").mkdir()
    (root / "app" / "__init__.py").touch()
    words = "import sys\nprint('started', *sys.argv[1:])\n"
    (root / "app" / "__main__.py").write_text(words, encoding="utf-8")
    return root


def call(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a checkout the way a person does."""
    screens = {"DISPLAY", "WAYLAND_DISPLAY"}
    inherited = {name: value for name, value in os.environ.items() if name not in screens}
    return subprocess.run(
        [sys.executable, root / "packaging" / "develop.py", *arguments],
        cwd=root.parent,
        env=inherited | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def test_the_lock_names_no_host_and_no_folder_of_one_machine() -> None:
    assert develop.addresses_in(LOCK.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--extra-index-url file:///srv/packages",
        "--find-links /srv/wheels",
        "reportlab @ file:///srv/wheels/reportlab.whl",
        "    --trusted-host packages.example",
    ],
)
def test_a_host_or_folder_in_a_lock_is_found(line: str) -> None:
    assert develop.addresses_in(f"qt==1 \\\n    --hash=sha256:00\n{line}\n") == [line]


def test_the_lock_pins_every_declared_dependency_to_a_version_that_fits() -> None:
    locked = pins()
    unfit = [
        f"{requirement} is locked as {locked.get(canonicalize_name(requirement.name))}"
        for requirement in declared_requirements()
        if locked.get(canonicalize_name(requirement.name), "") not in requirement.specifier
    ]
    assert unfit == [], "run `make lock`"


def test_every_pin_carries_hashes() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [block for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []


def test_qt_is_locked_to_the_newest_version_that_keeps_its_references() -> None:
    assert pins()["pyside6-essentials"] == "6.11.3"


def test_missing_packages_are_listed_for_a_user_who_cannot_become_root() -> None:
    needs = [
        develop.Need("libwindow7", "libthere-is-no-such-window.so.7", "to draw"),
        develop.Need("floorserver", "there-is-no-such-server", "to serve"),
        develop.Need("floorserver", "/there/is/no/such/file", "to serve"),
        develop.Need("ca-certificates", "/", "is here"),
    ]
    with pytest.raises(develop.Stop) as stop:
        develop.install_system_parts(needs, None)
    assert str(stop.value).endswith(
        "\n  apt-get install --no-install-recommends libwindow7 floorserver"
    )


def test_only_tests_and_windows_need_what_opens_windows() -> None:
    def packages(command: str, **variables: str) -> set[str]:
        return {need.package for need in develop.needs_of(command, variables)}

    assert "libegl1" in packages("run")
    assert "libxcb-cursor0" not in packages("run")
    assert "libxcb-cursor0" in packages("run", DISPLAY=":0")
    assert {"libxcb-cursor0", "xvfb", "postgresql"} <= packages("test")
    assert "libegl1" not in packages("check", DISPLAY=":0")


def test_a_screen_is_believed_only_when_it_answers() -> None:
    with XDisplay() as screen:
        assert develop.lack_of_screen({"DISPLAY": screen.name}) is None
    assert "no screen answers" in develop.lack_of_screen({"DISPLAY": screen.name})
    assert "there is no screen" in develop.lack_of_screen({})


def test_wrong_usage_exits_2_and_shows_the_commands() -> None:
    for arguments in ([], ["fly"]):
        answer = call(ROOT, *arguments)
        assert answer.returncode == 2
        assert "usage: " in answer.stderr


def test_the_environment_is_built_once_and_again_when_it_was_left_half_built(
    small_checkout: Path,
) -> None:
    first = call(small_checkout, "run", "--orders", "3")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "-- Build .venv: " in first.stdout
    assert "there is no screen" in first.stdout
    assert first.stdout.endswith("started demo --out demo-output --orders 3\n")
    station = subprocess.run(
        [small_checkout / ".venv" / "bin" / "pickstation", "plan"],
        cwd=small_checkout.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert station.stdout == "started plan\n"

    assert "-- Build .venv" not in call(small_checkout, "run").stdout

    (small_checkout / ".venv" / "bin" / "python").unlink()
    third = call(small_checkout, "python", "-c", "import app; print('whole')")
    assert "-- Build .venv" in third.stdout
    assert third.stdout.endswith("whole\n")


def test_static_checks_run_beside_the_tests_and_are_told_after_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")  # it sets it, too
    checkout = develop.Checkout(tmp_path)
    checkout.programs.mkdir(parents=True)
    until_tests_run = "while [ ! -e tested ]; do sleep 0.02; done"
    for name, does in {
        "ruff": "exit 0",
        "lint-imports": "exit 0",
        "mypy": f"{until_tests_run}; echo a wrong type; exit 1",
        "pytest": 'echo tests run with "$@"; touch tested',
    }.items():
        program = checkout.programs / name
        program.write_text(f"#!/bin/sh\n{does}\n", encoding="ascii")
        program.chmod(0o755)
    assert develop.test(checkout, ["-x"]) == 1
    said = capfd.readouterr()
    assert said.out.index("tests run with -n ") < said.out.index("a wrong type")
    assert said.out.index("-- mypy") < said.out.index("a wrong type")
    assert said.err == "failed: mypy\n"


def test_databases_of_the_test_server_are_apart(postgresql_server: PostgresqlServer) -> None:
    urls = [postgresql_server.new_database(), postgresql_server.new_database()]
    first, second = (url.replace("+psycopg", "") for url in urls)
    with psycopg.connect(first) as here, psycopg.connect(second) as there:
        here.execute("create table totes (code text)")
        here.commit()
        assert here.execute("select 1").fetchone() == (1,)
        with pytest.raises(psycopg.errors.UndefinedTable):
            there.execute("select * from totes")
    copy = postgresql_server.new_database(template=database_name(urls[0]))
    with psycopg.connect(copy.replace("+psycopg", "")) as connection:
        assert connection.execute("select count(*) from totes").fetchone() == (0,)
    for url in [*urls, copy]:
        postgresql_server.drop_database(url)


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_gets_an_empty_database_on_both_systems(database_url: str, time: str) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text(f"create table {time} (code text)"))
    engine.dispose()


def test_a_server_leaves_neither_process_nor_folder() -> None:
    with PostgresqlServer() as server:
        folder = Path(server.new_database().rpartition("=")[2])
        process = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_server_that_is_not_installed_fails_the_test_and_names_the_remedy() -> None:
    with pytest.raises(ServerError, match=r"^floord is not installed \(it serves\)\. `make test`"):
        installed("floord", "it serves")


TYPED_INTO = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

class Window(QLineEdit):
    def keyPressEvent(self, event):
        if event.key() == Qt.Key.Key_Return:
            print(self.text(), flush=True)
            self.clear()
        elif event.key() == Qt.Key.Key_F5:
            application.quit()
        elif event.text() == chr(29):
            self.insert("<GS>")
        else:
            super().keyPressEvent(event)

application = QApplication(sys.argv)
window = Window()
window.setWindowTitle("Typed into")
window.setStyleSheet("background: #00ff00")
window.resize(600, 300)
window.show()
application.exec()
"""


@pytest.mark.real_window
def test_a_real_window_gets_typed_scans_and_is_seen(x_display: XDisplay, tmp_path: Path) -> None:
    codes = ["L-A1-01L-1", "]C10112345678901231" + "\x1d" + "10LOT;a%b", "T-0001"]
    with subprocess.Popen(
        [sys.executable, "-c", TYPED_INTO],
        env=x_display.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as window:
        assert window.stdout is not None
        x_display.activate("Typed into")
        for code in codes:
            x_display.type_scan(code)
        received = [window.stdout.readline().rstrip("\n") for _ in codes]
        x_display.screenshot(tmp_path / "screen.png")
        colours = x_display.picture().getcolors(maxcolors=1 << 20) or []
        x_display.press("F5")
    assert received == [code.replace("\x1d", "<GS>") for code in codes]
    assert window.returncode == 0
    assert (tmp_path / "screen.png").stat().st_size > 0
    assert max(count for count, colour in colours if colour == (0, 255, 0)) > 100_000
