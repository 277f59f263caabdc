"""The order of a task's stops: which are ahead, from where the picker stands, and in what order.

Where one can walk is not known here. A planner orders places; here its order becomes the task's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.pick_lines import PickLine
from app.domain.pick_state import PickPrompt, PickState, begin

PANELS = frozenset(
    {
        PickPrompt.SHORT_QUANTITY,
        PickPrompt.SHORT_REASON,
        PickPrompt.SKIP_REASON,
        PickPrompt.NEXT_TOTE,
        PickPrompt.UNDO_TOTE,
        PickPrompt.UNDO,
    }
)
"""Prompts that are about the present stop, or the one before, and are answered first."""

Round = tuple[int, ...]
"""Places (location ids) to be passed by, each once."""


def standing_at(state: PickState) -> int | None:
    """The location its picker was known to be at last; None before the first scan at a shelf.

    That is the present stop once its place or goods were scanned, else where the last units came
    from.
    """
    if is_there(state) and state.line is not None:
        return state.line.location_id
    if not state.history:
        return None
    return state.line_with(state.history[-1].parts[0].pick_line_id).location_id


def is_there(state: PickState) -> bool:
    """Whether the picker stands before the present stop: its place or goods were scanned."""
    return state.location_confirmed or state.counted > 0 or state.putting > 0


def rounds_ahead(state: PickState) -> tuple[Round, ...]:
    """The places of the open stops, in rounds: lines that were skipped come after all others.

    A stop before which the picker stands, or that a panel is about, is no part of it: it is
    finished first.
    """
    rounds: dict[int, dict[int, None]] = {}
    for line in _ahead(state):
        rounds.setdefault(line.skips, {})[line.location_id] = None
    return tuple(tuple(places) for _, places in sorted(rounds.items()))


def walked(state: PickState, rounds: Sequence[Round]) -> PickState:
    """The same task with its open stops in the order of the rounds; what is done comes first.

    Where another stop is the present one now, its own prompt is asked.

    Args:
        state: the task.
        rounds: the places of `rounds_ahead`, each round in walking order.
    """
    ahead = _ahead(state)
    levels = sorted({line.skips for line in ahead})
    place_of = {
        (skips, location): place
        for skips, round_ in zip(levels, rounds, strict=True)
        for place, location in enumerate(round_)
    }
    first_of_goods: dict[object, int] = {}
    for number, line in enumerate(ahead):
        first_of_goods.setdefault(line.goods, number)

    def turn(line: PickLine) -> tuple[int, int, int]:
        return line.skips, place_of[line.skips, line.location_id], first_of_goods[line.goods]

    waiting = {line.pick_line_id for line in ahead}
    rest = [line for line in state.lines if line.pick_line_id not in waiting]
    done = [line for line in rest if line.open == 0]
    present = [line for line in rest if line.open > 0]
    ordered = replace(state, lines=(*done, *present, *sorted(ahead, key=turn)))
    return ordered if _goods(ordered) == _goods(state) else begin(ordered)


def _goods(state: PickState) -> object:
    return None if state.line is None else state.line.goods


def _ahead(state: PickState) -> list[PickLine]:
    """The open lines, but those of a stop that is worked on."""
    present = _goods(state) if is_there(state) or state.prompt in PANELS else None
    return [line for line in state.lines if line.open > 0 and line.goods != present]
