"""The program `pickstation`: without a sub-command it opens the station."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module

from app import __version__
from app.bootstrap.cannot_open import CannotOpen
from app.settings import BadSettings, StationSettings, load_settings, settings_file, station_code

INTERRUPTED = 130
"""What shells report for a program ended by Ctrl+C."""

COMMANDS = {
    "run": "run",
    "demo": "demo",
    "import": "import_files",
    "database": "database",
    "journal": "journal",
    "operator": "operator",
    "order": "order",
    "exceptions": "exceptions",
    "why": "why",
    "wave": "wave",
    "template": "template",
    "channel": "channel",
    "count": "count",
    "replenish": "replenish",
    "inspection": "inspection",
    "custody": "custody",
    "stock": "stock",
    "receive": "receive",
    "barcode": "barcode",
    "carriers": "carriers",
    "print": "print_labels",
    "stationery": "stationery",
    "substitute": "substitute",
    "wall": "wall",
    "zone": "zone",
    "aisle": "aisle",
    "layout": "layout",
    "plan": "plan",
    "policy": "policy",
    "simulate": "simulate",
    "metrics": "metrics",
    "shift-report": "shift_report",
    "bench": "run_bench",
}
"""Each command and its module in `app.commands`, in the order in which they are listed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: the words after the program's name; those of this process if None.

    Returns:
        0 on success, 1 on a refused or failed job, 2 on wrong usage.
    """
    _print_anything()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(_wanted(words))
    args = parser.parse_args(words)
    if not hasattr(args, "run"):
        args = parser.parse_args([*words, "run"])
    try:
        args.settings = _settings(args)
    except BadSettings as error:
        sys.stderr.write(f"pickstation: {error}\n")
        return 2
    # Only the words of this very process are in the list of processes.
    _warn_of_open_passwords(args.database if arguments is None else "")
    args.given_database = bool(args.settings.database)
    args.database = args.settings.database_url
    return _run(args)


def _print_anything() -> None:
    """Let no name in a script that the terminal doesn't know end a job half-way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _settings(args: argparse.Namespace) -> StationSettings:
    """What file and environment say, overruled by the command line."""
    settings = load_settings()
    if args.station:
        settings = replace(settings, station=station_code("--station", args.station))
    return replace(settings, database=args.database or settings.database)


def _warn_of_open_passwords(given: str) -> None:
    """Say where a password of the database lies open, and how to put it away."""
    written = load_settings(environment={}).database
    if not (given or written):
        return
    from app.bootstrap.passwords import password_in  # brings what reads databases along

    kept = "`pickstation database password` puts it into this machine's keyring"
    if given and password_in(given):
        sys.stderr.write(
            "pickstation: the password in --database is shown to everybody on this machine in the "
            f"list of processes; {kept}\n"
        )
    if written and password_in(written):
        sys.stderr.write(
            f"pickstation: {settings_file()} holds the database's password; {kept} and takes it "
            "out of the file\n"
        )


def _run(args: argparse.Namespace) -> int:
    """Run the chosen command; what ends any of them early is said here."""
    try:
        code = int(args.run(args))
        sys.stdout.flush()
    except CannotOpen as error:
        sys.stderr.write(f"pickstation: {error}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our answers, such as `head`, has seen enough. Python would complain once
        # more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _wanted(words: Sequence[str]) -> Iterable[str]:
    """The modules of the commands that have to be known to read these words.

    Each brings what it needs along: all of them take seconds to be imported, one does not. All are
    needed only to list them, and to name them where a word is none of them.
    """
    before = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    _add_shared(before, default="")
    before.add_argument("command", nargs=argparse.REMAINDER)
    try:
        told, unknown = before.parse_known_args(words)
    except argparse.ArgumentError:
        return COMMANDS.values()
    command = told.command[0] if told.command else "run"
    return [COMMANDS[command]] if command in COMMANDS and not unknown else COMMANDS.values()


def _parser(modules: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pickstation",
        description="The warehouse floor of an online shop: guided picking, packing and shipping.",
    )
    parser.add_argument("--version", action="version", version=f"pickstation {__version__}")
    _add_shared(parser, default="")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in modules:
        import_module(f"app.commands.{module}").add_parser(subparsers)
    for name in subparsers.choices:
        _add_shared(subparsers.choices[name], default=argparse.SUPPRESS)
    return parser


def _add_shared(parser: argparse.ArgumentParser, *, default: str) -> None:
    """The options every command has, before or after its name."""
    parser.add_argument(
        "--database",
        metavar="URL",
        default=default,
        help="sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME; PICKSTATION_DATABASE or the "
        "embedded database otherwise",
    )
    parser.add_argument(
        "--station", metavar="CODE", default=default, help="this station's code (P-01)"
    )


if __name__ == "__main__":
    sys.exit(main())
