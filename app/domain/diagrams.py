"""State diagrams drawn from the tables of transitions, so that pictures cannot drift from rules."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


def transition_diagram(transitions: Iterable[tuple[StrEnum, StrEnum]], *, first: StrEnum) -> str:
    """Draw a table of transitions as a Mermaid state diagram.

    Args:
        transitions: pairs of old and new state.
        first: the state everything begins in.
    """
    pairs = sorted((old.value, new.value) for old, new in transitions if old is not new)
    left = {old for old, _ in pairs}
    ends = sorted({new for _, new in pairs if new not in left})
    lines = ["stateDiagram-v2", f"  [*] --> {first.value}"]
    lines += [f"  {old} --> {new}" for old, new in pairs]
    lines += [f"  {end} --> [*]" for end in ends]
    return "\n".join(lines) + "\n"
