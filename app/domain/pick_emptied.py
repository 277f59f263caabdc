"""When a put has taken the last unit of a location by the books, so that its picker is asked."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pick_effects import PickOutcome
from app.domain.pick_lines import PickLine
from app.domain.pick_state import PickPrompt, PickState


def ask_if_empty(before: PickState, outcome: PickOutcome) -> PickOutcome:
    """The outcome of a put, with the question whether the location is empty where it should be.

    The site says whether it is asked at all. Goods of other items that lie there count too: only a
    location with nothing in it is empty.
    """
    stop = before.stop
    if stop is None or not before.checks_empty:
        return outcome
    line = stop.line
    if _left(before, line) <= 0 or _left(outcome.state, line) > 0:
        return outcome
    asked = replace(outcome.state, prompt=PickPrompt.CHECK_EMPTY, emptied=line.pick_line_id)
    return replace(outcome, state=asked)


def _left(state: PickState, line: PickLine) -> int:
    """Units at a line's location by the books, as far as this task knows; 0 where it does not."""
    taken = sum(one.picked for one in state.lines if one.location_id == line.location_id)
    return (line.stock or 0) - taken
