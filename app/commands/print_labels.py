"""`pickstation print`: test pages, and the labels and cards the floor is scanned by."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.bootstrap.print_room import work_off
from app.commands.opened import opened_workplace
from app.services.floor_labels import (
    LabelRequest,
    UnknownLabelSubject,
    WhatToPrint,
    floor_labels,
)
from app.services.spooling import print_document
from app.services.station_setup import print_test_page, printers
from app.services.workplace import Workplace
from printing.documents import Document, UnprintableDocument, document_kind
from printing.paper import Format
from printing.rendering import render

TEST_PAGE = "test-page"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "print",
        help="print test pages, location, tote, badge, packaging labels and the command sheet",
        description="Prints on one of the station's printers, or into a folder. A badge is made "
        "anew each time it is printed, and the operator's old one stops working.",
    )
    parser.add_argument("what", choices=[TEST_PAGE, *(what.value for what in WhatToPrint)])
    parser.add_argument(
        "codes",
        nargs="*",
        help="location codes (or the beginning of some, as A01-), tote numbers, staff numbers, "
        "packaging codes; all of them if none is given, but for badges",
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--printer", metavar="NAME", help="a printer of the site")
    target.add_argument("--out", type=Path, metavar="FOLDER", help="a folder to write into")
    parser.add_argument("--format", choices=[form.value for form in Format], default="pdf")
    parser.add_argument("--dpi", type=int, default=203)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was asked for.

    Returns:
        0 if all of it was printed or written; 1 if something is unknown or cannot be printed.
    """
    with opened_workplace(args) as workplace:
        if workplace is None:
            return 1
        if args.printer and args.printer not in {view.name for view in printers(workplace)}:
            sys.stderr.write(f"pickstation: no printer is called {args.printer}\n")
            return 1
        if args.what == TEST_PAGE:
            return _test_page(workplace, args)
        try:
            request = LabelRequest(WhatToPrint(args.what), tuple(args.codes))
            documents = floor_labels(workplace, request)
            return _deliver(workplace, documents, args)
        except (UnknownLabelSubject, UnprintableDocument) as error:
            sys.stderr.write(f"pickstation: {error}\n")
            return 1


def _test_page(workplace: Workplace, args: argparse.Namespace) -> int:
    if not args.printer:
        sys.stderr.write("pickstation: a test page needs --printer\n")
        return 1
    print_test_page(workplace, args.printer)
    work_off(workplace, printer=args.printer)
    print(f"test page sent to {args.printer}")
    return 0


def _deliver(workplace: Workplace, documents: Sequence[Document], args: argparse.Namespace) -> int:
    if args.printer:
        for document in documents:
            print_document(workplace, document, printer_name=args.printer)
        work_off(workplace, printer=args.printer)
        print(f"{len(documents)} documents sent to {args.printer}")
        return 0
    args.out.mkdir(parents=True, exist_ok=True)
    form = Format(args.format)
    for number, document in enumerate(documents, start=1):
        name = f"{document_kind(document)}-{number:04d}.{form.value}"
        (args.out / name).write_bytes(render(document, form, args.dpi))
    print(f"{len(documents)} files written to {args.out}")
    return 0
