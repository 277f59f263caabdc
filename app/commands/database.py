"""`pickstation database`: keeps the schema up to date, the books proven and copies safe."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import URL
from tqdm import tqdm

from app.bootstrap.passwords import reachable_url
from app.commands import database_backup, database_password, database_roles
from app.db.durability import durability_findings
from app.db.engine import UnusableDatabaseUrl
from app.db.migrations.upgrade import SchemaRefused, UpgradeReport, upgrade
from app.db.opening import DatabaseUnreachable, open_as_it_is, place_of, reaching
from app.db.safety_copy import SafetyCopyFailed
from app.services.checking import Checked, CheckReport, check_database
from app.services.workplace import Workplace


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "database",
        help="upgrade, check, back up, restore or move the database",
        description="Upgrades the database's schema, proves that what it says of stock, work and "
        "parcels is right, makes safety copies and brings them back, or moves to another database.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    upgrading = actions.add_parser(
        "upgrade",
        help="bring the schema up to date, with a safety copy first",
        description="Brings the schema up to date. What is there is copied first; if no copy can "
        "be made, nothing is changed.",
    )
    upgrading.add_argument(
        "--copy-to", type=Path, metavar="FOLDER", help="where the safety copy goes"
    )
    upgrading.add_argument(
        "--without-copy",
        action="store_true",
        help="make no safety copy, because the server is backed up in another way",
    )
    upgrading.set_defaults(run=run, act=_upgrade)
    checking = actions.add_parser(
        "check",
        help="prove the invariants and name every violation",
        description="Reads the whole database as it is at one moment, changes nothing, and names "
        "every place where something that must hold does not.",
    )
    checking.set_defaults(run=run, act=_check)
    database_backup.add_actions(actions, run)
    database_roles.add_action(actions, run)
    database_password.add_action(actions, run)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with one JSON object")
        # The program's own option, which may stand at the very end as well.
        action.add_argument(
            "--database", metavar="URL", default=argparse.SUPPRESS, help="which database"
        )


def run(args: argparse.Namespace) -> int:
    """Do what was asked with the database at `args.database`.

    Returns:
        0 on success; 1 if the database cannot be reached, the action was refused or failed, or the
        database is not sound; 2 if a URL cannot be used.
    """
    try:
        return int(args.act(reachable_url(args.database), args))
    except UnusableDatabaseUrl as error:
        return _fail(error, code=2)
    except (
        DatabaseUnreachable,
        SchemaRefused,
        SafetyCopyFailed,
        *database_backup.REFUSALS,
    ) as error:
        return _fail(error, code=1)


def _fail(error: Exception, *, code: int) -> int:
    print(f"pickstation database: {error}", file=sys.stderr)
    return code


def _upgrade(url: URL, args: argparse.Namespace) -> int:
    with reaching(url):
        report = upgrade(url, copy_folder=args.copy_to, without_copy=args.without_copy)
        if report.changed:
            database_roles.refresh_grants(url)
    if args.json:
        copy = None if report.copy is None else str(report.copy)
        print(json.dumps({"before": report.before, "after": report.after, "copy": copy}))
    else:
        print("\n".join(_upgrade_words(place_of(url), report)))
    return 0


def _upgrade_words(place: str, report: UpgradeReport) -> list[str]:
    if not report.changed:
        return [f"{place} has schema {report.after} already; nothing was changed"]
    if report.before is None:
        return [f"{place} was empty and has schema {report.after} now"]
    lines = [f"{place} was upgraded from schema {report.before} to {report.after}"]
    return lines if report.copy is None else [*lines, f"safety copy: {report.copy}"]


def _check(url: URL, args: argparse.Namespace) -> int:
    database = open_as_it_is(url, station="check")
    try:
        with tqdm(unit="check", leave=False, disable=not sys.stderr.isatty()) as bar:

            def show(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            report = check_database(Workplace(database), show)
        warnings = durability_findings(database.engine)
    finally:
        database.close()
    if args.json:
        print(json.dumps({"sound": report.is_sound, **asdict(report), "warnings": warnings}))
    else:
        print("".join(f"warning: {warning}\n" for warning in warnings), end="")
        print("\n".join(_check_words(place_of(url), report)))
    return 0 if report.is_sound else 1


def _check_words(place: str, report: CheckReport) -> list[str]:
    lines: list[str] = []
    for checked in report.invariants:
        mark = "  ok" if checked.holds else f"{checked.broken:>4}"
        lines.append(f"{mark}  {checked.sentence}")
        lines += _violation_words(checked)
    lines += _count_words(report.counts)
    verdict = "is sound" if report.is_sound else f"is NOT sound: {report.broken} violations"
    return [*lines, f"{place} {verdict}"]


def _count_words(counts: Mapping[str, int]) -> list[str]:
    if not counts:
        return []
    shown = {name: f"{number:,}" for name, number in counts.items()}
    units = ("received", "adjusted", "on_hand", "shipped", "lost")
    tables = ("orders", "pick_tasks", "cartons", "ledger_rows", "scans")
    return [
        "units: " + ", ".join(f"{shown[f'units_{way}']} {_plain(way)}" for way in units),
        "read: " + ", ".join(f"{shown[name]} {_plain(name)}" for name in tables),
    ]


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _violation_words(checked: Checked) -> list[str]:
    lines = [
        f"      {found.subject}: expected {found.expected}; found {found.found}"
        for found in checked.violations
    ]
    unnamed = checked.broken - len(checked.violations)
    return [*lines, f"      and {unnamed} more"] if unnamed else lines
