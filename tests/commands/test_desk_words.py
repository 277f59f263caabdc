"""Whatever the services behind a command refuse, the command says in a sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from string import Formatter

import pytest

from app.commands.desk_words import WORDS, refusal_words
from app.domain.refusals import NothingToUndo, Refusal

APP = Path(__file__).parents[2] / "app"
WITH_ITS_OWN_WORDS = {"UnfitPin"}
"""What one command says by itself, since the words depend on the fault."""


def modules_behind(command: Path) -> Iterator[Path]:
    """The services that a command calls itself."""
    for node in ast.walk(ast.parse(command.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            file = APP.parent / f"{name.replace('.', '/')}.py"
            if name.startswith("app.services.") and file.exists():
                yield file


def refused_in(module: Path) -> set[str]:
    """The names of the refusals that a module raises."""
    return {
        inner.func.id
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "Refused"
        for inner in node.args
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
    }


COMMANDS = sorted((APP / "commands").glob("*.py"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.stem)
def test_every_refusal_behind_a_command_is_a_sentence(command: Path) -> None:
    refused = set().union(*map(refused_in, modules_behind(command))) - WITH_ITS_OWN_WORDS
    assert refused - {kind.__name__ for kind in WORDS} == set()


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_a_sentence_names_only_what_its_refusal_knows(kind: type[Refusal]) -> None:
    named = {name for _, name, _, _ in Formatter().parse(WORDS[kind]) if name}
    assert named <= {field.name for field in fields(kind)}


def test_a_refusal_the_desk_never_meets_is_told_by_its_name() -> None:
    assert refusal_words(NothingToUndo()) == "NothingToUndo"
