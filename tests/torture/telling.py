"""Tells what a run planned, did and found, to people and to programs."""

from __future__ import annotations

import json
import sys

from tests.torture.campaign import Order, Outcome
from tests.torture.plan import Planned


def say(words: str) -> None:
    """Print."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def say_plan(plan: list[Planned]) -> None:
    """Print the fault plan, before anything happens."""
    say(f"{len(plan)} faults are planned:")
    say("\n".join(f"  {planned}" for planned in plan))


def words_of(outcome: Outcome, missing: list[str]) -> list[str]:
    """A run for people."""
    struck = {name: count for name, count in outcome.faults.items() if count}
    lines = [f"faults: {sum(struck.values())} of {len(struck)} kinds"]
    lines += [f"  {count:5}  {name}" for name, count in outcome.faults.most_common() if count]
    lines += ["what happened:"]
    lines += [f"  {count:5}  {name}" for name, count in sorted(outcome.happened.items()) if count]
    drained = "never" if outcome.drained_in is None else f"{outcome.drained_in:.1f} s"
    work = f"{outcome.acknowledged} answers, {outcome.accepted} accepted"
    lines += [
        f"work: {work}; {outcome.restarts} stations started again",
        f"looks at the books while everybody worked: {outcome.looks}",
        f"drained within: {drained}; wall {outcome.wall:.1f} s",
        f"journals: {dict(outcome.journals)}",
        f"database: {outcome.verdict.counts}",
        f"violations: {outcome.verdict.broken}",
        *outcome.verdict.words(),
    ]
    if missing:
        lines += [f"not tested: {', '.join(missing)}"]
    if outcome.verdict.broken:
        lines += [f"rows and diaries: {outcome.evidence}"]
        lines += [f"the same again: {command(outcome.order)}"]
    return lines


def as_json(outcome: Outcome, missing: list[str]) -> str:
    """A run for programs."""
    return json.dumps(
        {
            "seed": outcome.order.seed,
            "command": command(outcome.order),
            "faults": {name: count for name, count in outcome.faults.items() if count},
            "happened": dict(outcome.happened),
            "acknowledged": outcome.acknowledged,
            "accepted": outcome.accepted,
            "restarts": outcome.restarts,
            "looks": outcome.looks,
            "drained_in": outcome.drained_in,
            "wall": outcome.wall,
            "journals": dict(outcome.journals),
            "counts": outcome.verdict.counts,
            "violations": outcome.verdict.found,
            "evidence": outcome.evidence,
            "not_tested": missing,
        }
    )


def command(order: Order) -> str:
    """The command that makes a run again."""
    words = [f"--stations {order.stations} --seconds {order.seconds:g} --seed {order.seed}"]
    words += [f"--every {order.every:g}"]
    words += [f"--shipped {order.shipped}"] if order.shipped else []
    words += [f"--faults {','.join(order.faults)}"] if order.faults else []
    words += [f"--database {order.database}"] if order.database else []
    words += [f"--mutant {order.mutant}"] if order.mutant else []
    return f"python -m tests.torture {' '.join(words)}"
