"""`pickstation metrics`: how a shift went, each figure with its formula; a table, CSV or JSON."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.commands.opened import opened_workplace
from app.services.metrics import FORMULAS, Metrics, metrics_of


@dataclass(frozen=True)
class FigureRow:
    """A figure as a line of a table: what of what, how much, of how many cases."""

    figure: str
    of: str
    value: float | None
    unit: str
    n: int

    def in_words(self) -> str:
        """The line for people."""
        value = "-" if self.value is None else f"{self.value:,.1f}"
        return f"{self.figure:16} {self.of:34} {value:>12} {self.unit:11} of {self.n}"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "metrics",
        help="how a shift went: lines an hour, times by stage, on time, shorts, stopped scans",
        description="Figures of a time span; today since midnight if none is given. No figure "
        "names a person.",
    )
    for name, help_text in (("from", "its begin"), ("to", "its end; now if left out")):
        parser.add_argument(
            f"--{name}",
            dest=f"span_{name}",
            type=_moment,
            metavar="YYYY-MM-DD[THH:MM]",
            help=help_text,
        )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table into a file")
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the figures.

    Returns:
        0 when they are printed, 1 when the file cannot be written, 2 on a senseless time span.
    """
    now = datetime.now().astimezone()
    begins = args.span_from or now.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        with opened_workplace(args) as workplace:
            metrics = metrics_of(workplace, begins, args.span_to or now)
    except ValueError as error:
        sys.stderr.write(f"pickstation metrics: {error}\n")
        return 2
    rows = list(figure_rows(metrics))
    if args.csv is not None:
        try:
            _write(args.csv, rows)
        except OSError as error:
            sys.stderr.write(f"pickstation metrics: {args.csv}: {error.strerror}\n")
            return 1
    if args.json:
        told = {"rows": [asdict(row) for row in rows], "formulas": FORMULAS}
        print(json.dumps(told, indent=1))
        return 0
    print(f"from {metrics.begins:%Y-%m-%d %H:%M} to {metrics.ends:%Y-%m-%d %H:%M}")
    print("\n".join(row.in_words() for row in rows))
    print("\n".join(f"{name}: {formula}" for name, formula in FORMULAS.items()))
    return 0


def figure_rows(metrics: Metrics) -> Iterator[FigureRow]:
    """The figures, line by line; shares in per cent, times in minutes."""
    lines = sum(pace.lines for pace in metrics.paces.values())
    yield FigureRow("lines_an_hour", "all pickers", metrics.lines_an_hour, "lines/h", lines)
    for (method, zone), pace in metrics.paces.items():
        of = f"{method}{f', zone {zone}' if zone else ''}"
        yield FigureRow("lines", of, float(pace.lines), f"{pace.units} units", pace.lines)
    for stage, spread in metrics.stages.items():
        for part, value in (("half", spread.median), ("nine of ten", spread.ninth_tenth)):
            minutes = value / timedelta(minutes=1)
            yield FigureRow("stage_time", f"{stage.value}, {part}", minutes, "minutes", spread.n)
    for each in metrics.cut_offs:
        share = each.share(metrics.now)
        due = each.in_time + each.late + each.waiting
        of = f"{each.cut_off_at:%Y-%m-%d %H:%M}, {each.waiting} wait"
        yield FigureRow("on_time", of, _per_cent(share), "%", due)
    yield FigureRow(
        "short_rate", "all lines", _per_cent(metrics.shorts.rate), "%", metrics.shorts.lines
    )
    for reason, count in metrics.shorts.reasons.items():
        yield FigureRow("short", reason, float(count), "lines", metrics.shorts.short)
    for kind, (scans, stopped) in metrics.scans.items():
        yield FigureRow("stopped", kind, _per_cent(stopped / scans), "%", scans)


def _per_cent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _write(file: Path, rows: list[FigureRow]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, ["figure", "of", "value", "unit", "n", "formula"])
        table.writeheader()
        for row in rows:
            table.writerow({**asdict(row), "formula": FORMULAS.get(row.figure, "")})


def _moment(text: str) -> datetime:
    """A time in this machine's zone."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text} is no time such as 2026-05-04 or 2026-05-04T06:00"
        ) from None
