"""`pickstation bench`: the project's benchmarks, each beside a limit measured in the same run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

BENCHES = (
    "scans", "live", "touches", "tours", "batches", "waves", "boxes", "documents", "board", "map",
    "figures",
)  # fmt: skip


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "bench",
        help="measure: last character of a scan to verdict on the screen; commit at one station "
        "to signal at another; tours and carts beside the best known",
        description="scans: the real window, off screen where there is none; from the last "
        "character of a scan to the painted verdict, commit included, beside the bare commit of "
        "the same rows. live: from the commit of an event at one station to the signal in another "
        "one's window, beside the bare driver's notice, and what notices cost. Works on a new "
        "embedded database, or on --database, which must be empty. touches: scans and keys of each "
        "way of picking on ten orders, played on an embedded database, beside what peers take. "
        "tours, batches: plans of the "
        "public instances beside the best known ones. waves: up to 10,000 orders, and the demo's "
        "day in waves of all sizes. boxes: cartons of the demo's "
        "orders, proven, beside the choice by volume alone and a rule of thumb; no database. "
        "documents: labels and slips a second beside the bare drawing of them, and from a parcel's "
        "last unit scanned to the first byte of its label at a printer's port; so many parcels as "
        "--scans says, 200 at the most. board: the lead's board of 10,000 open orders, 100 waves "
        "and 50 people, each read beside a bare scan of the same rows, and the desk's screens: "
        "until painted, and how long the window stood still; on a new embedded database, or on "
        "--database, which must be empty. map: the same of the live map alone. figures: those of "
        "a worked day of 10,000 orders, "
        "and the report for the next lead, in the same way.",
    )
    parser.add_argument("name", nargs="?", choices=BENCHES, default="scans")
    parser.add_argument(
        "--scans", type=int, default=400, metavar="N", help="scans, or events, to measure"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        nargs="+",
        default=[5.0, 30.0],
        metavar="S",
        help="time for each plan of carts",
    )
    parser.add_argument("--dir", type=Path, metavar="DIR", help="more instances of carts")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="let --seconds count the processor's time, on a machine that does other things too",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run a benchmark and print its figures.

    Returns:
        0 when it ran, 1 when it could not or missed its goal, 2 on a senseless number.
    """
    if args.name in ("tours", "batches", "waves"):
        return _bench_plans(args)
    if args.name == "boxes":
        from app.bench.boxes import bench_boxes

        return bench_boxes(as_json=args.json)
    if args.name in ("map", "board", "figures"):
        return _bench_busy_floor(args)
    if args.name == "touches":
        from app.bench.touches import bench_touches

        return bench_touches(as_json=args.json)
    if not 10 <= args.scans <= 20_000:
        sys.stderr.write("pickstation: --scans takes 10 to 20000\n")
        return 2
    if args.name == "documents":
        from app.bench.documents import bench_documents

        return bench_documents(
            args.settings,
            parcels=args.scans,
            own_database=not args.given_database,
            as_json=args.json,
        )
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


def _bench_busy_floor(args: argparse.Namespace) -> int:
    """What a lead looks at, on a floor of 10,000 orders."""
    from app.bench.board import bench_board
    from app.bench.figures import bench_figures
    from app.bench.map import bench_map

    bench = {"map": bench_map, "board": bench_board, "figures": bench_figures}[args.name]
    return bench(args.settings, own_database=not args.given_database, as_json=args.json)


def _bench_plans(args: argparse.Namespace) -> int:
    if args.name == "tours":
        from app.bench.tours import bench_tours

        return bench_tours(as_json=args.json)
    if not all(0 < seconds <= 86_400 for seconds in args.seconds):
        sys.stderr.write("pickstation: --seconds takes more than 0, up to a day\n")
        return 2
    if args.name == "waves":
        from app.bench.waves import bench_waves

        return bench_waves(seconds=args.seconds, processor=args.processor, as_json=args.json)
    from app.bench.batches import bench_batches

    return bench_batches(
        seconds=args.seconds, folder=args.dir, processor=args.processor, as_json=args.json
    )
