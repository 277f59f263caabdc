"""What the source itself must not do: put strangers' words into SQL, markup or a shell."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(file for room in ("app", "printing") for file in (ROOT / room).rglob("*.py"))

SQL_CALLS = frozenset({"text", "execute", "exec_driver_sql", "scalar", "scalars", "executescript"})

WRITES_SQL_FROM_ITS_OWN_NAMES = frozenset(
    {
        # Tables, columns and roles of our own, quoted by the dialect; never a value.
        "app/db/grants.py",
        "app/db/roles.py",
        # Names of settings and of SQLite's own files, from lists in the module.
        "app/bench/bare_hints.py",
        "app/bench/commits.py",
        "app/bench/raw_commit.py",
        "app/db/copy_engine.py",
        "app/db/engine.py",
        "app/db/exchange_files.py",
        "app/db/sqlite_turns.py",
        "app/services/moving.py",
        # Conditions that stand in the module as they are.
        "app/db/journal.py",
        "app/db/migrations/altering.py",
        "app/db/migrations/append_only.py",
        "app/db/migrations/losses.py",
        "app/db/migrations/making_functions.py",
        "app/db/migrations/upgrade.py",
        "app/db/migrations/versions/0006_hot_path.py",
        "app/db/migrations/versions/0007_sign_in.py",
        "app/db/migrations/versions/0017_pick_engine.py",
        "app/db/migrations/versions/0022_zone_lanes.py",
        "app/db/migrations/versions/0030_mixed_waves.py",
    }
)
"""Modules that make SQL of names; each was looked at. Add one only after looking."""


def called(call: ast.Call) -> str:
    """The name of what is called, without what it belongs to."""
    function = call.func
    return getattr(function, "attr", getattr(function, "id", ""))


def is_built(node: ast.expr) -> bool:
    """Whether text is put together while the program runs, other than from constants."""
    match node:
        case ast.JoinedStr(values=values):
            return any(
                isinstance(value, ast.FormattedValue) and not is_constant(value.value)
                for value in values
            )
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Mod()):
            parts = (left, right)
            return not all(isinstance(part, ast.Constant) for part in parts) and any(
                isinstance(part, ast.Constant | ast.JoinedStr) or is_built(part) for part in parts
            )
        case ast.Call(func=ast.Attribute(value=ast.Constant() | ast.Name(), attr="format")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join")):
            return True
    return False


def is_constant(node: ast.expr) -> bool:
    """Whether this is the name of a constant of the module."""
    return isinstance(node, ast.Name) and node.id.isupper()


def built_sql(calls: Iterable[ast.Call]) -> Iterator[int]:
    """Lines where built text goes into a call that takes SQL."""
    for call in calls:
        if called(call) in SQL_CALLS and call.args and is_built(call.args[0]):
            yield call.lineno


@dataclass(frozen=True)
class Source:
    """What a module does that could be a hole. The tree itself is large, and not kept."""

    name: str
    builds_sql: bool
    called: frozenset[str]
    """What it calls, without what that belongs to."""
    called_bare: frozenset[str]
    """What it calls by a name that belongs to nothing."""
    called_of_modules: frozenset[str]
    """What it calls as `module.name`."""
    keywords: frozenset[str | None]
    """By which names it hands things over."""
    imports: frozenset[str]


def looked_at(file: Path) -> Source:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    functions = [call.func for call in calls]
    return Source(
        name=str(file.relative_to(ROOT)),
        builds_sql=any(built_sql(calls)),
        called=frozenset(map(called, calls)),
        called_bare=frozenset(each.id for each in functions if isinstance(each, ast.Name)),
        called_of_modules=frozenset(
            f"{each.value.id}.{each.attr}"
            for each in functions
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)
        ),
        keywords=frozenset(keyword.arg for call in calls for keyword in call.keywords),
        imports=frozenset(
            alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
        ),
    )


@cache
def sources() -> tuple[Source, ...]:
    return tuple(map(looked_at, SOURCES))


def test_no_sql_is_put_together_outside_the_modules_that_were_looked_at() -> None:
    found = {source.name for source in sources() if source.builds_sql}
    assert found <= WRITES_SQL_FROM_ITS_OWN_NAMES, sorted(found - WRITES_SQL_FROM_ITS_OWN_NAMES)


@pytest.mark.parametrize(
    "hole",
    [
        "session.execute(text(f'select {code}'))",
        "connection.exec_driver_sql('select ' + code)",
        "session.scalar(text('select %s' % code))",
        "cursor.execute('select {}'.format(code))",
    ],
)
def test_the_look_for_sql_finds_what_it_looks_for(hole: str) -> None:
    nodes = ast.walk(ast.parse(hole))
    assert list(built_sql(node for node in nodes if isinstance(node, ast.Call)))


def test_labels_on_screens_are_plain_text() -> None:
    """Qt guesses that text with a tag in it is markup; a picture tag would fetch a file."""
    rich = {"setHtml", "insertHtml", "QMessageBox", "QTextBrowser", "setToolTip", "setWhatsThis"}
    makers = {source.name for source in sources() if "QLabel" in source.called}
    assert makers <= {
        "app/ui/screens/setup_cards.py",
        "app/ui/screens/stationery_screen.py",
        "app/ui/widgets/hand_over_panel.py",
    }
    for maker in makers:
        assert "PlainText" in (ROOT / maker).read_text(encoding="utf-8")
    assert not {(source.name, name) for source in sources() for name in source.called & rich}


def test_paper_knows_no_markup() -> None:
    """reportlab reads tags in its paragraphs; our lines are drawn as they are."""
    markup = {"Paragraph", "XPreformatted"}
    assert not [source.name for source in sources() if source.called & markup]


def test_nothing_is_run_through_a_shell_or_brought_to_life_from_bytes() -> None:
    dangerous = {"eval", "exec", "compile", "system", "popen"}
    own_text = "app/planning/compiled.py"  # runs what the planner's own tables were written out as
    assert not {
        (source.name, name)
        for source in sources()
        if source.name != own_text
        for name in source.called_bare & dangerous
        | source.called_of_modules & {"os.system", "os.popen"}
    }
    assert not [source.name for source in sources() if "shell" in source.keywords]
    imports = {name for source in sources() for name in source.imports}
    assert not imports & {"pickle", "marshal", "shelve"}
