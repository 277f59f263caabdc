"""`pickstation shift-report`: what the next lead should know, as text, as a PDF or printed."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from app.commands.desk_words import refusal_words
from app.commands.opened import opened_workplace
from app.domain.refusals import Refused
from app.services.figure_files import PAPER_DPI
from app.services.shift_report import print_report, shift_report, shift_told
from app.services.shift_report_pages import section_words
from printing.paper import Format
from printing.rendering import render


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "shift-report",
        help="what the next lead should know: open by cut-off, late, shorts, people, figures",
        description="The shift begins with the first scan after two hours without any, twelve "
        "hours ago at the most.",
    )
    parser.add_argument(
        "--from", dest="begins", type=_moment, metavar="YYYY-MM-DDTHH:MM", help="when it began"
    )
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="write it into a file")
    parser.add_argument("--printer", metavar="NAME", help="print it through the spool")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell the report.

    Returns:
        0 when it is told, 1 when a file cannot be written or there is no such printer, 2 on a
        shift that has not begun.
    """
    try:
        with opened_workplace(args) as workplace:
            report = shift_report(shift_told(workplace, begins=args.begins))
            if args.printer is not None:
                job = print_report(workplace, None, report, printer_name=args.printer)
                print(f"paper {job} is on its way to {args.printer}")
    except ValueError as error:
        sys.stderr.write(f"pickstation shift-report: {error}\n")
        return 2
    except Refused as refused:
        sys.stderr.write(f"pickstation shift-report: {refusal_words(refused.refusal)}\n")
        return 1
    if args.pdf is not None:
        try:
            args.pdf.write_bytes(render(report, Format.PDF, PAPER_DPI))
        except OSError as error:
            sys.stderr.write(f"pickstation shift-report: {args.pdf}: {error.strerror}\n")
            return 1
    print(f"{report.title} {report.subtitle}")
    print(section_words(report.sections))
    return 0


def _moment(text: str) -> datetime:
    """A time in this machine's zone."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no time such as 2026-05-04T06:00") from None
