"""No service writes for an operator without naming what they want: by that their role is asked."""

from __future__ import annotations

import ast
from pathlib import Path

SERVICES = Path(__file__).parent.parent.parent / "app" / "services"

WRITES_AS_THE_STATION = frozenset(
    {
        # What was refused is on record for whoever tried, whatever their role.
        "packing.open_order",
        "packing.scan",
        "dialogues.answer_scan",
        "pick_applying._log_refused",
        # A journal's entries are what was done already, whoever has left the house since; what the
        # books do not allow becomes a discrepancy.
        "replaying.replay_pick",
        "replaying.raise_for_a_person",
        # Who is called for help is on record, and nothing else is written.
        "lead_calls.call_lead",
        "pack_applying.apply_pack",
    }
)
"""Functions that write under an operator's name and ask for no role; each was looked at."""


def unasked(function: ast.FunctionDef) -> bool:
    """Whether a transaction that writes begins for an operator without a verb."""
    actors: list[ast.expr] = []
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(attr="run"), args=args):
                actors += args
            case ast.Assign(value=value):
                actors.append(value)
    return any(_names_no_verb(actor) for actor in actors)


def _names_no_verb(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="actor"), args=[_], keywords=[]):
            return True
    return False


def test_whoever_writes_for_an_operator_names_the_verb() -> None:
    found = {
        f"{file.stem}.{node.name}"
        for file in sorted(SERVICES.glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and unasked(node)
    }
    assert found <= WRITES_AS_THE_STATION


def test_the_look_finds_a_service_that_asks_for_no_role() -> None:
    hole = "def release(workplace, who):\n    workplace.database.run(verb, workplace.actor(who))"
    asks = hole.replace("actor(who)", "actor(who, Verb.RELEASE)")
    (function,), (other,) = ast.parse(hole).body, ast.parse(asks).body
    assert isinstance(function, ast.FunctionDef)
    assert isinstance(other, ast.FunctionDef)
    assert (unasked(function), unasked(other)) == (True, False)
