"""The smallest run that still fails: fewer steps, and only the faults that matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from tests.simulation.runs import Outcome, run
from tests.simulation.world import Plan

NEAR = 10
"""Steps that are not worth another try."""


def shrink(found: Outcome, *, seconds: float = 90.0, say: Callable[[str], None]) -> Outcome:
    """The smallest run that fails as `found` does, as far as it is found within the time."""
    end = monotonic() + seconds

    def still_fails(plan: Plan) -> Outcome | None:
        if monotonic() > end:
            return None
        tried = run(plan)
        return tried if _kind(tried) == _kind(found) else None

    small = _cut_off(found)
    small = _fewer_steps(small, still_fails)
    for fault in sorted(name for name in small.happened if name.startswith("fault: ")):
        without = small.plan.without | {fault.removeprefix("fault: ")}
        tried = still_fails(replace(small.plan, without=without))
        if tried is not None:
            say(f"fails without {fault.removeprefix('fault: ')} as well")
            small = tried
    return _fewer_steps(small, still_fails)


def _cut_off(found: Outcome) -> Outcome:
    """Nothing after the step that failed matters."""
    steps = min(found.plan.steps, found.steps)
    return replace(found, plan=replace(found.plan, steps=steps))


def _fewer_steps(found: Outcome, still_fails: Callable[[Plan], Outcome | None]) -> Outcome:
    """By halving; a run that is cut short is mended and checked at once."""
    low, best = 0, found
    while best.plan.steps - low > NEAR:
        middle = (low + best.plan.steps) // 2
        tried = still_fails(replace(best.plan, steps=middle))
        if tried is None:
            low = middle
        else:
            best = tried
    return best


def _kind(outcome: Outcome) -> str:
    """What a failure is, whatever it is about."""
    return " ".join(outcome.problem.split()[:6])
