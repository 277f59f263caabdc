"""`pickstation run`: opens the station's window; also what happens without any sub-command."""

from __future__ import annotations

import argparse
import os
import sys


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "run", help="open the station's window (what happens without a command)"
    )
    parser.add_argument(
        "--with-demo-data",
        action="store_true",
        help="load the demo warehouse first, if the database is empty",
    )
    parser.add_argument("--full-screen", action="store_true", help="fill the whole screen")
    parser.add_argument(
        "--wall",
        action="store_true",
        help="fill it with the board for the wall, which needs nobody; any key leads away",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window and stay until it is closed.

    Returns:
        0 after a normal end; 1 if there is no screen.
    """
    if not _has_screen():
        sys.stderr.write(
            "pickstation: there is no screen here; `pickstation demo` plays a shift without one\n"
        )
        return 1
    from app.bootstrap.window import run_station

    prepare = None
    if args.with_demo_data:
        from app.demo.warehouse import prepare_empty_database

        prepare = prepare_empty_database
    return run_station(args.settings, prepare=prepare, full_screen=args.full_screen, wall=args.wall)


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(chosen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
