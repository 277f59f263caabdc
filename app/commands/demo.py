"""`pickstation demo`: plays a shift with real orders through the real windows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

MOST_ORDERS = 200
METHODS = (
    "single",
    "cluster",
    "batch",
    "wave",
    "mixed",
    "zone_pass",
    "zone_parallel",
    "carton",
)
"""The values of `app.demo.ways.Way`, which brings the whole program along."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "demo",
        help="play a shift with real orders through the real windows",
        description="Loads the demo warehouse, works orders to shipped by typed and serial scans, "
        "some of them wrong on purpose, and leaves report.json, packing slips, labels and "
        "screenshots. Without a screen it plays off screen.",
    )
    parser.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR")
    parser.add_argument("--orders", type=int, default=30, metavar="N", help="orders to ship (30)")
    parser.add_argument(
        "--method",
        choices=["all", *METHODS],
        default="all",
        help="pick method; a wave's orders are picked as clusters, a mixed one's by what each is "
        "like (all of them in turn)",
    )
    parser.add_argument(
        "--pictures",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="take a picture of each screen",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="chance's seed (1)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Play the shift.

    Returns:
        0 if every order was shipped, every label read back and the books are right; 1 otherwise,
        also where folder or database are somebody else's; 2 if the number of orders makes no sense.
    """
    if not 1 <= args.orders <= MOST_ORDERS:
        sys.stderr.write(f"pickstation: --orders takes 1 to {MOST_ORDERS}\n")
        return 2
    from app.demo.shift import ShiftSettings, play_shift
    from app.demo.ways import ways_called

    return play_shift(
        ShiftSettings(
            folder=args.out,
            orders=args.orders,
            seed=args.seed,
            pictures=args.pictures,
            ways=ways_called(args.method),
            station=args.settings,
            own_database=not args.given_database,
        )
    )
