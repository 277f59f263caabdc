"""The habits that keep the house tidy: who may import whom, and how large and named things are."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(
    path for room in ("app", "printing", "packaging") for path in (ROOT / room).rglob("*.py")
)
ALL_MODULES = MODULES + sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES_OF_FILE = 400
MOST_LINES_OF_FUNCTION = 50
# A migration lists the tables it makes, once and for ever; there is nothing in it to take apart.
REVISIONS = ROOT / "app" / "db" / "migrations" / "versions"
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Outline:
    """What the habits ask of a module. Its tree is large, and not kept."""

    opening: str | None
    too_long: tuple[str, ...]
    """Its functions that are longer than the limit, first to last line."""


@cache
def outline(path: Path) -> Outline:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Outline(
        ast.get_docstring(tree),
        tuple(
            f"{name_of(path)}:{function.lineno} {function.name}"
            for function in functions(tree)
            if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_OF_FUNCTION
        ),
    )


def functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions in a statement; no expression has one in it."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for inner in getattr(node, field, ()):
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                yield inner
            yield from functions(inner)


def test_rooms_import_only_what_their_contracts_allow() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    verdict = subprocess.run(
        [linter, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_the_sentence_why_it_exists(path: Path) -> None:
    opening = outline(path).opening
    assert opening, f"{name_of(path)} has no docstring"
    assert opening.splitlines()[0].endswith((".", "?", "!")), name_of(path)


def test_no_file_is_longer_than_its_limit() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in ALL_MODULES}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_OF_FILE} == {}


def test_no_function_is_longer_than_its_limit() -> None:
    modules = [path for path in ALL_MODULES if path.parent != REVISIONS]
    assert [function for path in modules for function in outline(path).too_long] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    nameless = [
        name_of(path)
        for path in ALL_MODULES
        if NAMES_THAT_SAY_NOTHING & set(path.relative_to(ROOT).with_suffix("").parts)
    ]
    assert nameless == []


def test_the_packaging_folder_does_not_hide_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert not list((ROOT / "tests").rglob("__init__.py")), "tests run in importlib mode"
