"""`pickstation metrics`: how a shift went, each figure with its formula; as a table, CSV or PDF."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from app.commands.opened import opened_workplace
from app.services.figure_files import PAPER_DPI, FigureRow, figure_rows, figures_report, write_csv
from app.services.figure_plots import FigurePage, Page, figure_page
from app.services.figure_words import in_english
from app.services.figures import Figures, beside_figures, figures_of, midnight_of
from printing.paper import Format
from printing.rendering import render

_UNNAMED = tuple(page for page in Page if page is not Page.PEOPLE)
"""Pages on which nobody is named."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "metrics",
        help="how a shift went: lines an hour, times by stage, on time, shorts, stopped scans",
        description="Figures of a time span; today since midnight if none is given. None names a "
        "person, unless the page of people is asked for.",
    )
    for name, help_text in (("from", "its begin"), ("to", "its end; now if left out")):
        parser.add_argument(
            f"--{name}",
            dest=f"span_{name}",
            type=_moment,
            metavar="YYYY-MM-DD[THH:MM]",
            help=help_text,
        )
    parser.add_argument(
        "--page",
        choices=[page.value for page in Page],
        action="append",
        help="only this page of them; may be given several times",
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table into a file")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="write the plots into a file")
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the figures.

    Returns:
        0 when they are printed, 1 when a file cannot be written, 2 on a senseless time span.
    """
    now = datetime.now().astimezone()
    midnight = midnight_of(now)
    begins, ends = args.span_from or midnight, args.span_to or now
    wanted = [
        Page(page) for page in args.page or (each for each in Page if each is not Page.PEOPLE)
    ]
    try:
        with opened_workplace(args) as workplace:
            told = figures_of(workplace, begins, ends)
            beside = beside_figures(workplace, midnight)
    except ValueError as error:
        sys.stderr.write(f"pickstation metrics: {error}\n")
        return 2
    pages = [figure_page(page, told, in_english, beside) for page in wanted]
    try:
        _write_files(args, told, pages)
    except OSError as error:
        sys.stderr.write(f"pickstation metrics: {error.filename}: {error.strerror}\n")
        return 1
    if args.json:
        print(json.dumps({"rows": [asdict(row) for row in figure_rows(pages)]}, indent=1))
        return 0
    print(f"from {told.begins:%Y-%m-%d %H:%M} to {told.ends:%Y-%m-%d %H:%M}")
    figure = ""
    for row in figure_rows(pages):
        if row.figure != figure:
            figure = row.figure
            print(f"\n{figure} ({row.unit}; {row.cases}): {row.formula}")
        print(_in_words(row))
    return 0


def _write_files(args: argparse.Namespace, told: Figures, pages: Sequence[FigurePage]) -> None:
    if args.csv is not None:
        with args.csv.open("w", encoding="utf-8", newline="") as out:
            write_csv(out, pages)
    if args.pdf is not None:
        args.pdf.write_bytes(render(figures_report(told, pages), Format.PDF, PAPER_DPI))


def _in_words(row: FigureRow) -> str:
    value = "-" if row.value is None else f"{row.value:,.1f}"
    return f"  {row.of:34} {row.series:28} {value:>12}"


def _moment(text: str) -> datetime:
    """A time in this machine's zone."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text} is no time such as 2026-05-04 or 2026-05-04T06:00"
        ) from None
