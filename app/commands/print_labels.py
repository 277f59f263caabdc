"""`pickstation print`: test pages, and the labels and cards the floor is scanned by."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tqdm import tqdm

from app.bootstrap.print_room import PrintRoom, work_off
from app.commands.opened import opened_workplace
from app.services.floor_labels import floor_labels, hand_badges_out
from app.services.label_requests import (
    FloorLabel,
    FloorLabels,
    LabelRequest,
    UnknownLabelSubject,
    WhatToPrint,
)
from app.services.spooling import print_document, station_jobs
from app.services.station_setup import PrinterView, print_test_page, printers
from app.services.workplace import Workplace
from printing.documents import Paper, UnprintableDocument, document_kind
from printing.jobs import DoubtReason, JobState
from printing.paper import Format
from printing.printers.addresses import BadPrinterAddress
from printing.printers.printer import NothingSent, Outcome, SendInterrupted
from printing.rendering import render

TEST_PAGE = "test-page"
LABEL_DPI, PAGE_DPI = 203, 600
MANY = 200
"""Labels from which a progress bar is worth its line."""

PRINTED = frozenset({JobState.SENT, JobState.CONFIRMED})
OF_PARCELS = frozenset(
    what.value
    for what in (
        WhatToPrint.CARTON_LABELS,
        WhatToPrint.RETURN_LABELS,
        WhatToPrint.CUSTOMS,
        WhatToPrint.INVOICES,
    )
)
"""Papers that belong to one parcel: never of all there are."""

STUCK = frozenset({JobState.HELD, JobState.FAILED, JobState.UNCERTAIN})
"""Only a person, or the printer itself, can help such a job on."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "print",
        help="print test pages, labels and signs of all places, badges, pick lists, count sheets, "
        "manifests, and the papers of parcels",
        description="Prints on one of the station's printers, or into a folder. A badge is made "
        "anew each time it is printed, and the operator's old one stops working then. Parcels are "
        "named by SSCC, tracking number or order; pick lists by task, tote or order.",
    )
    parser.add_argument("what", choices=[TEST_PAGE, *(what.value for what in WhatToPrint)])
    parser.add_argument(
        "codes",
        nargs="*",
        help="location codes (or the beginning of some, as A01-), tote numbers, staff numbers, "
        "packaging codes, task, parcel or manifest numbers; all of them if none is given, but for "
        "badges and the papers of parcels. Count sheets then list what is in doubt, manifests are "
        "those that wait for their driver",
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--printer", metavar="NAME", help="a printer of the site")
    target.add_argument("--out", type=Path, metavar="FOLDER", help="a folder to write into")
    parser.add_argument("--format", choices=[form.value for form in Format], default="pdf")
    parser.add_argument(
        "--dpi", type=int, help="of a folder's files; 203 for labels, 600 for pages if not given"
    )
    parser.add_argument(
        "--paper",
        choices=[paper.value for paper in Paper],
        help="as usual for its kind if not given",
    )
    parser.add_argument(
        "--with-books", action="store_true", help="let count sheets name what the books say"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was asked for.

    Returns:
        0 if all of it was printed or written, or another program of this house is printing it;
        1 if something is unknown or cannot be printed now; 2 on wrong usage.
    """
    problem = _misuse(args)
    if problem:
        sys.stderr.write(f"pickstation: {problem}\n")
        return 2
    with opened_workplace(args) as workplace:
        try:
            return _to_folder(workplace, args) if args.out else _to_printer(workplace, args)
        except (UnknownLabelSubject, UnprintableDocument, BadPrinterAddress) as error:
            sys.stderr.write(f"pickstation: {error}\n")
        except (NothingSent, SendInterrupted) as error:
            why = _plain(error.reason, error.words)
            sys.stderr.write(f"pickstation: {args.printer}: {why}; the old badge still works\n")
        return 1


def _misuse(args: argparse.Namespace) -> str:
    """What is wrong with the words on the command line, if anything is."""
    if args.what == TEST_PAGE and not args.printer:
        return "a test page needs --printer"
    if args.what in (TEST_PAGE, WhatToPrint.COMMANDS.value) and args.codes:
        return f"{args.what} takes no codes"
    is_count = len(args.codes) == 1 and args.codes[0].isdecimal()
    if args.what == WhatToPrint.CARTONS.value and not is_count:
        return "cartons wants how many labels, such as: print cartons 50"
    if args.what == WhatToPrint.BADGES.value and not args.codes:
        return "name the staff numbers; each of their old badges stops working"
    if args.what in OF_PARCELS and not args.codes:
        return "name the parcels by SSCC, tracking number or order"
    return ""


def _to_folder(workplace: Workplace, args: argparse.Namespace) -> int:
    made = _made(workplace, args)
    form = Format(args.format)
    try:
        args.out.mkdir(parents=True, exist_ok=True)
        for label in _with_bar(made.labels, "file"):
            name = f"{document_kind(label.document)}-{label.subject}.{form.value}"
            dpi = args.dpi or (LABEL_DPI if label.document.paper.is_label else PAGE_DPI)
            content = render(label.document, form, dpi)
            (args.out / name.replace("/", "_")).write_bytes(content)
    except OSError as error:
        sys.stderr.write(f"pickstation: {error.filename}: {error.strerror}\n")
        return 1
    hand_badges_out(workplace, made.new_badges)
    print(f"{len(made.labels)} files written to {args.out}")
    return 0


def _to_printer(workplace: Workplace, args: argparse.Namespace) -> int:
    views = {view.name: view for view in printers(workplace)}
    if args.printer not in views:
        known = ", ".join(views) or "none yet; the station's set-up (F10) adds them"
        sys.stderr.write(f"pickstation: no printer is called {args.printer}; known are: {known}\n")
        return 1
    if args.what == TEST_PAGE:
        return _work_off(workplace, args.printer, [print_test_page(workplace, args.printer)])
    made = _made(workplace, args)
    view = views[args.printer]
    if made.new_badges:
        return _print_badges(workplace, view, made)
    render(made.labels[0].document, Format(view.format), view.dpi)  # or say why not, before all
    jobs = [
        print_document(workplace, label.document, printer_name=args.printer)
        for label in _with_bar(made.labels, "label")
    ]
    return _work_off(workplace, args.printer, jobs)


def _made(workplace: Workplace, args: argparse.Namespace) -> FloorLabels:
    request = LabelRequest(
        WhatToPrint(args.what),
        tuple(args.codes),
        Paper(args.paper) if args.paper else None,
        args.with_books,
    )
    return floor_labels(workplace, request)


def _print_badges(workplace: Workplace, view: PrinterView, made: FloorLabels) -> int:
    """Print badges past the spool, which would keep their tokens for everyone to read."""
    printer = PrintRoom(workplace).printer(view.name)
    pages = [render(label.document, Format(view.format), view.dpi) for label in made.labels]
    for label, page, badge in zip(made.labels, pages, made.new_badges.items(), strict=True):
        result = printer.send(page, f"{document_kind(label.document)}-{label.subject}")
        if result.outcome is Outcome.UNCERTAIN:
            raise SendInterrupted(result.reason or DoubtReason.STILL_PRINTING, result.words)
        hand_badges_out(workplace, dict([badge]))
        print(f"{label.subject}: the badge is printed on {view.name}; the old one stopped working")
    return 0


def _work_off(workplace: Workplace, printer: str, jobs: Sequence[int]) -> int:
    """Print what is queued, and say what became of these jobs."""
    work_off(workplace, printer=printer)
    ours = set(jobs)
    # A few more than ours: others at this station may have queued something meanwhile.
    latest = station_jobs(workplace, limit=len(jobs) + 100)
    views = [view for view in latest if view.job_id in ours]
    stuck = Counter(
        f"{view.state.value}: {_plain(*view.reason.partition(' ')[::2])}"
        for view in views
        if view.state in STUCK
    )
    printed = sum(view.state in PRINTED for view in views)
    waiting = len(jobs) - printed - stuck.total()
    print(f"{printed} of {len(jobs)} documents printed on {printer}")
    if waiting:
        print(f"{waiting} wait in its queue for the station that is printing there")
    for words, number in stuck.items():
        sys.stderr.write(f"pickstation: {printer}: {number} {words}\n")
    if any(view.state is JobState.HELD for view in views):
        sys.stderr.write(
            "pickstation: what is held comes out by itself at an open station that "
            "uses this printer, or with the next print command\n"
        )
    return 1 if stuck else 0


def _plain(reason: str, words: str) -> str:
    """A reason and the device's own words, for people."""
    plain = reason.replace("_", " ")
    return f"{plain} ({words})" if words else plain


def _with_bar(labels: Sequence[FloorLabel], unit: str) -> Iterable[FloorLabel]:
    """The labels one by one, with a progress bar where they are many and a person looks on."""
    quiet = len(labels) < MANY or not sys.stderr.isatty()
    return tqdm(labels, unit=f" {unit}s", file=sys.stderr, disable=quiet)
