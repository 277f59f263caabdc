"""`pickstation import`: brings items, locations, stock, orders and receipts in from files."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from app.commands.layout_words import layout_words
from app.commands.opened import opened_workplace
from app.exchange.model import Kind, Problem, Progress, Source
from app.planning.aisle_layout import UnusableLayout
from app.services.floor_setup import import_layout
from app.services.importing import ImportReport, ImportRequest, import_file

LONG_FILE = 2000
"""Lines from which a progress bar is worth its line."""

SHOWN_PROBLEMS = 200

LAYOUT = "layout"
"""Not a table of records, but the one file that says where one can walk."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "import",
        help="bring items, locations, stock, orders, receipts or the floor's layout in",
        description="Brings a file in. What is known already changes nothing, so a file may come "
        "twice. All problems are told at once, each with row, field, value and remedy.",
    )
    parser.add_argument("kind", choices=[*(kind.value for kind in Kind), LAYOUT])
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--source",
        choices=[source.value for source in Source],
        help="the system that wrote an order file; found out from its content otherwise",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="which column of a table holds a field; may be given several times",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would change, change it not"
    )
    parser.add_argument(
        "--all-or-nothing", action="store_true", help="write nothing if there is a single problem"
    )
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import one file.

    Returns:
        0 if all of it was good; 1 if there were problems; 2 on wrong usage.
    """
    mapping = dict(entry.split("=", 1) for entry in args.map if "=" in entry)
    if len(mapping) != len(args.map):
        sys.stderr.write("pickstation: write --map FIELD=COLUMN, each field once\n")
        return 2
    if args.source and args.kind != Kind.ORDERS.value:
        sys.stderr.write("pickstation: --source is for orders; other files are plain tables\n")
        return 2
    if args.kind == LAYOUT:
        return _import_layout(args)
    with opened_workplace(args) as workplace, _Bar(args.file) as bar:
        report = import_file(
            workplace,
            ImportRequest(
                path=args.file,
                kind=Kind(args.kind),
                source=Source(args.source) if args.source else None,
                mapping=mapping,
                dry_run=args.dry_run,
                all_or_nothing=args.all_or_nothing,
                progress=bar,
            ),
        )
    print(json.dumps(_as_json(report), indent=1) if args.json else _in_words(report, args))
    return 0 if report.good else 1


def _import_layout(args: argparse.Namespace) -> int:
    """Take a layout file over, or name all that is wrong with it."""
    if args.map:
        sys.stderr.write("pickstation: --map is for tables; a layout file has no columns\n")
        return 2
    try:
        content = args.file.read_text(encoding="utf-8-sig")
        with opened_workplace(args) as workplace:
            view = import_layout(workplace, content, args.file.name, dry_run=args.dry_run)
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"pickstation: {args.file}: cannot be read: {error}\n")
        return 1
    except UnusableLayout as error:
        for line in str(error).splitlines():
            named = line if line.startswith(args.file.name) else f"{args.file.name}: {line}"
            sys.stderr.write(f"pickstation: {named}\n")
        sys.stderr.write("nothing was written\n")
        return 1
    if args.json:
        print(json.dumps(asdict(view), default=str))
    else:
        print(f"{layout_words(view)}{' (dry run: nothing was written)' if args.dry_run else ''}")
    return 0


class _Bar:
    """A progress bar for long files, on standard error where a person sees it."""

    def __init__(self, file: Path) -> None:
        self._name = file.name
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> Progress:
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _tell(self, done: int, total: int | None) -> None:
        if self._bar is None and (total or done) >= LONG_FILE and sys.stderr.isatty():
            self._bar = tqdm(total=total, desc=self._name, unit=" rows", file=sys.stderr)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)


def problem_line(problem: Problem) -> str:
    """A problem in one line: where it is, what stands there, what is wrong, what to do."""
    row = "" if problem.row is None else f":{problem.row}"
    place = f"{problem.file}{row}"
    if problem.field:
        place += f" [{problem.field}]"
    value = f" {problem.value!r}" if problem.value else ""
    return f"{place}{value}: {problem.message} {problem.remedy}"


def _in_words(report: ImportReport, args: argparse.Namespace) -> str:
    lines = [problem_line(problem) for problem in report.problems[:SHOWN_PROBLEMS]]
    more = len(report.problems) - len(lines)
    if more > 0:
        lines.append(f"... and {more} more problems")
    source = f" from {report.source.value}" if report.source and report.kind is Kind.ORDERS else ""
    outcome = "" if report.written else " (nothing was written)"
    if args.dry_run and not report.written and report.read:
        outcome = " (dry run: nothing was written)"
    lines.append(
        f"{report.file}: {report.kind.value}{source}: {report.new} new, {report.changed} changed, "
        f"{report.unchanged} unchanged, {len(report.problems)} problems{outcome}"
    )
    return "\n".join(lines)


def _as_json(report: ImportReport) -> dict[str, object]:
    return {
        "file": report.file,
        "kind": report.kind.value,
        "source": report.source.value if report.source else None,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "written": report.written,
        "problems": [asdict(problem) for problem in report.problems],
    }
