"""`python -m tests.torture`: the floor under faults, and whether anything was lost or doubled."""

from __future__ import annotations

import argparse
import sys

from tests.torture import campaign, long_form, telling
from tests.torture.campaign import Order
from tests.torture.mutants import MUTANTS
from tests.torture.plan import Fault
from tests.torture.sometimes import SOMETIMES, never

VIOLATED, NOT_TESTED = 1, 3


def main(words: list[str]) -> int:
    """Run the torture.

    Returns:
        0 where nothing was found, 1 where something was, 3 where a rare path was never walked.
    """
    args = parser().parse_args(words)
    if args.mutants:
        return long_form.show_teeth(args.stations, args.seconds, args.seed)
    order = Order(
        database=args.database,
        stations=args.stations,
        seconds=args.seconds,
        seed=args.seed,
        mutant=args.mutant,
        every=args.every,
        faults=tuple(filter(None, args.faults.split(","))),
        shipped=args.shipped,
    )
    outcome = campaign.run(order, None if args.json else telling.say_plan)
    missing = never(outcome.happened, wanted(args))
    if args.json:
        telling.say(telling.as_json(outcome, missing))
    else:
        telling.say("\n".join(telling.words_of(outcome, missing)))
    if outcome.verdict.broken:
        return VIOLATED
    return NOT_TESTED if missing else 0


def wanted(args: argparse.Namespace) -> tuple[str, ...]:
    """The rare paths that must have been walked."""
    if args.any_path:
        return ()
    is_sqlite = args.database.startswith("sqlite")
    return tuple(name for name, path in SOMETIMES.items() if path.on_sqlite or not is_sqlite)


def parser() -> argparse.ArgumentParser:
    """The words of the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument(
        "--database", default="", metavar="URL", help="an empty one; else a server of its own"
    )
    parser.add_argument("--stations", type=int, default=8, help="processes that pick and pack")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long faults strike")
    parser.add_argument("--seed", default="1", help="of the fault plan and of what people do")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two faults")
    names = ", ".join(fault.name.lower() for fault in Fault)
    parser.add_argument("--faults", default="", help=f"only these, with commas: {names}")
    parser.add_argument(
        "--shipped",
        type=int,
        default=0,
        metavar="N",
        help="go on until so many orders were shipped",
    )
    parser.add_argument("--mutant", default="", choices=["", *MUTANTS], help="a guard taken away")
    parser.add_argument("--mutants", action="store_true", help="try all of them, and show a table")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.add_argument(
        "--any-path", action="store_true", help="be content where rare paths were not walked"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
