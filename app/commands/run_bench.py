"""`pickstation bench`: the project's benchmarks, each beside a limit measured in the same run."""

from __future__ import annotations

import argparse
import sys

BENCHES = ("scans", "live")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "bench",
        help="measure: last character of a scan to verdict on the screen; commit at one station "
        "to signal at another",
        description="scans: the real window, off screen where there is none; from the last "
        "character of a scan to the painted verdict, commit included, beside the bare commit of "
        "the same rows. live: from the commit of an event at one station to the signal in another "
        "one's window, beside the bare driver's notice, and what notices cost. Works on a new "
        "embedded database, or on --database, which must be empty.",
    )
    parser.add_argument("name", nargs="?", choices=BENCHES, default="scans")
    parser.add_argument(
        "--scans", type=int, default=400, metavar="N", help="scans, or events, to measure"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run a benchmark and print its figures.

    Returns:
        0 when it ran, 1 when it could not, 2 on a senseless number of scans.
    """
    if not 10 <= args.scans <= 20_000:
        sys.stderr.write("pickstation: --scans takes 10 to 20000\n")
        return 2
    if args.name == "live":
        from app.bench.live import bench_live

        return bench_live(
            args.settings,
            events=args.scans,
            own_database=not args.given_database,
            as_json=args.json,
        )
    from app.bench.scans import bench_scans

    return bench_scans(
        args.settings, scans=args.scans, own_database=not args.given_database, as_json=args.json
    )
