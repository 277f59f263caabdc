"""The program `pickstation`: without a sub-command it opens the station."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from app import __version__
from app.bootstrap.passwords import password_in
from app.bootstrap.workplace import CannotOpen
from app.commands import (
    aisle,
    barcode,
    carriers,
    channel,
    count,
    custody,
    database,
    demo,
    exceptions,
    import_files,
    inspection,
    journal,
    layout,
    metrics,
    operator,
    order,
    plan,
    policy,
    print_labels,
    receive,
    replenish,
    run,
    run_bench,
    shift_report,
    simulate,
    stationery,
    stock,
    substitute,
    template,
    wall,
    wave,
    why,
    zone,
)
from app.settings import BadSettings, StationSettings, load_settings, settings_file, station_code

INTERRUPTED = 130
"""What shells report for a program ended by Ctrl+C."""

COMMANDS = (
    run,
    demo,
    import_files,
    database,
    journal,
    operator,
    order,
    exceptions,
    why,
    wave,
    template,
    channel,
    count,
    replenish,
    inspection,
    custody,
    stock,
    receive,
    barcode,
    carriers,
    print_labels,
    stationery,
    substitute,
    wall,
    zone,
    aisle,
    layout,
    plan,
    policy,
    simulate,
    metrics,
    shift_report,
    run_bench,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: the words after the program's name; those of this process if None.

    Returns:
        0 on success, 1 on a refused or failed job, 2 on wrong usage.
    """
    _print_anything()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = _parser()
    words = list(sys.argv[1:] if arguments is None else arguments)
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
    kept = "`pickstation database password` puts it into this machine's keyring"
    if given and password_in(given):
        sys.stderr.write(
            "pickstation: the password in --database is shown to everybody on this machine in the "
            f"list of processes; {kept}\n"
        )
    written = load_settings(environment={}).database
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pickstation",
        description="The warehouse floor of an online shop: guided picking, packing and shipping.",
    )
    parser.add_argument("--version", action="version", version=f"pickstation {__version__}")
    _add_shared(parser, default="")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
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
