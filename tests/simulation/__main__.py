"""`python -m tests.simulation`: simulated days on the floor; one that fails can be replayed."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.simulation.runs import Outcome, run
from tests.simulation.shrinking import shrink
from tests.simulation.sometimes import LONG_RUN_STEPS, never
from tests.simulation.world import Plan

FAILED, NOT_TESTED = 1, 3
LAST_LINES = 30


def main(words: list[str]) -> int:
    """Simulate.

    Returns:
        0 where nothing was found, 1 where something was, 3 where a long run never walked a rare
        path.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", default="", metavar="A-B", help="all of these")
    parser.add_argument("--steps", type=int, default=1500, help="before all is mended")
    parser.add_argument("--without", default="", help="faults that do not strike, by commas")
    parser.add_argument("--replay-trace", action="store_true", help="print all steps")
    parser.add_argument("--no-shrink", action="store_true")
    args = parser.parse_args(words)
    first, _, last = (args.seeds or str(args.seed)).partition("-")
    without = frozenset(filter(None, args.without.split(",")))
    happened: Counter[str] = Counter()
    begun, steps, failed = time.monotonic(), 0, 0
    for seed in range(int(first), int(last or first) + 1):
        outcome = run(Plan(seed, args.steps, without))
        if args.replay_trace:
            say("\n".join(outcome.trace))
        happened += outcome.happened
        steps += outcome.steps
        say(words_of(outcome))
        if outcome.has_failed:
            failed += 1
            report(outcome, is_shrunk=not args.no_shrink)
    say("\n".join(f"{count:8}  {what}" for what, count in sorted(happened.items())))
    seconds = time.monotonic() - begun
    say(f"{steps} steps in {seconds:.1f} s, {steps / seconds:.0f}/s; {failed} days failed")
    missing = never(happened) if steps >= LONG_RUN_STEPS else []
    if missing:
        say(f"not tested: {', '.join(missing)}")
    if failed:
        return FAILED
    return NOT_TESTED if missing else 0


def words_of(outcome: Outcome) -> str:
    """A day in one line."""
    verdict = "FAILED" if outcome.has_failed else outcome.fingerprint[:16]
    return f"seed {outcome.plan.seed}: {outcome.steps} steps, {outcome.seconds:.1f} s, {verdict}"


def report(outcome: Outcome, *, is_shrunk: bool) -> None:
    """Say what failed, where, and how to see it again."""
    say("\n".join(outcome.trace[-LAST_LINES:]))
    say(f"seed {outcome.plan.seed}, step {outcome.steps}: {outcome.problem}")
    say(f"the same again: {command(outcome.plan)}")
    if is_shrunk:
        small = shrink(outcome, say=say)
        say("\n".join(small.trace[-LAST_LINES:]))
        say(f"smallest: step {small.steps}: {small.problem}")
        say(f"the same again: {command(small.plan)}")


def command(plan: Plan) -> str:
    """The command that replays a day."""
    words = f"python -m tests.simulation --seed {plan.seed} --steps {plan.steps}"
    faults = ",".join(sorted(plan.without))
    return f"{words} --without '{faults}'" if faults else words


def say(words: str) -> None:
    """Print."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
