"""A whole floor at random, all ways of picking mixed, audited after each rule; as long as wanted.

`python -m tests.services.pick_machine --steps 100000 --seed 7 --database sqlite|postgresql` plays a
long run; a rule that fails is shrunk to the shortest play that fails.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from contextlib import ExitStack

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services.conftest import first_rows_of
from tests.services.floor_machine import FloorMachine
from tests.services.ways import Way, embedded_way, shared_way

EXAMPLE_STEPS = 50
"""Rules of a play, each on an empty house."""


def run(
    way: Way,
    examples: int,
    *,
    steps: int = EXAMPLE_STEPS,
    chance: int | None = None,
    shrinks: bool = True,
) -> tuple[Counter[str], Counter[str]]:
    """Play so many examples of so many rules.

    Args:
        way: the database.
        examples: how many plays, each on an empty house.
        steps: rules of each play at the most.
        chance: the seed; without one the plays are always the same.
        shrinks: whether the shortest play that fails is looked for, which may take minutes.

    Returns:
        How often each act was done, by its name, and how often each refusal came.
    """
    acts: Counter[str] = Counter()
    refusals: Counter[str] = Counter()
    machine = type("Floor", (FloorMachine,), {"way": way, "acts": acts, "refusals": refusals})
    run_state_machine_as_test(
        machine if chance is None else seed(chance)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=chance is None,
            phases=(Phase.generate, Phase.shrink) if shrinks else (Phase.generate,),
            report_multiple_bugs=shrinks,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return acts, refusals


def main(words: list[str]) -> int:
    """Play for long; returns 0, or fails with the shortest play that breaks a rule."""
    parser = argparse.ArgumentParser(prog="python -m tests.services.pick_machine")
    parser.add_argument("--steps", type=int, default=10_000, help="rules to play")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--no-shrink", action="store_true", help="tell the first play that fails")
    args = parser.parse_args(words)
    with ExitStack() as stack:
        if args.database == "sqlite":
            way = stack.enter_context(embedded_way())
        else:
            server = stack.enter_context(PostgresqlServer())
            database = builders.a_database(server.new_database())
            way = stack.enter_context(shared_way(database, first_rows_of(database)))
        examples = max(1, args.steps // EXAMPLE_STEPS)
        counts = run(way, examples, chance=args.seed, shrinks=not args.no_shrink)
    for title, found in zip(("done", "refused"), counts, strict=True):
        sys.stdout.write(f"{title}: {found.total()}\n")
        sys.stdout.write("".join(f"{count:8}  {what}\n" for what, count in sorted(found.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
