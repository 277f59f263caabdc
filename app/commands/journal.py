"""`pickstation journal`: what a station has not sent yet, and giving it up for a reason."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Iterator
from typing import Any

from app.bootstrap.offline import journal_file
from app.db.journal import Journal, JournalEntry
from app.db.journal_file import JournalInUse, JournalUnwritable
from app.domain.work_copy import GOODS


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "journal", help="what this station keeps until its shared database has it"
    )
    deeds = parser.add_subparsers(title="deeds", metavar="DEED", required=True)
    show = deeds.add_parser("show", help="list what is unsent, and what was done to the journal")
    show.add_argument("--all", action="store_true", help="list entries that were answered as well")
    show.add_argument("--json", action="store_true", help="print it for machines")
    show.set_defaults(run=run, deed="show")
    discard = deeds.add_parser("discard", help="give up what is unsent; this is logged")
    discard.add_argument("--why", required=True, metavar="WORDS", help="the reason, for the log")
    discard.set_defaults(run=run, deed="discard", json=False)


def run(args: argparse.Namespace) -> int:
    """Show or discard the journal of this station, which must not be running.

    Returns:
        0 if that was done; 1 if there is no journal, if it is in use, or without a reason.
    """
    path = journal_file(args.settings.station)
    if not path.exists():
        return _refuse(f"station {args.settings.station} has no journal: {path}")
    try:
        journal = Journal.open(path)
    except (JournalInUse, JournalUnwritable) as error:
        return _refuse(f"{error}; close the station first")
    try:
        if args.deed == "show":
            _show(journal, shows_all=args.all, as_json=args.json)
            return 0
        return _discard(journal, args.why)
    finally:
        journal.close()


def _refuse(words: str) -> int:
    sys.stderr.write(f"pickstation: {words}\n")
    return 1


def _show(journal: Journal, *, shows_all: bool, as_json: bool) -> None:
    entries = journal.entries() if shows_all else journal.unsent()
    if as_json:
        report = {
            "file": str(journal.path),
            "unsent": len(journal.unsent()),
            "entries": [_record(entry) for entry in entries],
            "deeds": [{"at": at, "words": words} for at, words in journal.deeds()],
        }
        print(json.dumps(report, indent=2))
        return
    print(f"{journal.path}: {len(journal.unsent())} unsent")
    for entry in entries:
        record = _record(entry)
        words = [str(record[name]) for name in ("sequence", "noted_at", "state", "raw", "effects")]
        print("  " + "  ".join(words))
    for at, words_of_deed in journal.deeds():
        print(f"  {at}  {words_of_deed}")


def _record(entry: JournalEntry) -> dict[str, object]:
    request = json.loads(entry.note.request)
    return {
        "sequence": entry.sequence,
        "scan_id": str(entry.note.scan_id),
        "noted_at": entry.note.noted_at.isoformat(timespec="seconds"),
        "state": entry.state.value,
        "raw": entry.note.raw,
        "operator_id": entry.note.operator_id,
        "effects": ", ".join(_effects(request)) or "-",
    }


def _effects(request: dict[str, Any]) -> Iterator[str]:
    """What a request does, with the goods as the station knew them."""
    told = request.get(GOODS, ())
    for place, effect in enumerate(request["effects"]):
        words = str(effect["kind"])
        goods = told[place] if place < len(told) else None
        if goods is not None and goods["item_name"]:
            units = effect.get("quantity", effect.get("missing", 1))
            words += f" {units} x {goods['item_name']} (order {goods['order_number']})"
        yield words


def _discard(journal: Journal, why: str) -> int:
    try:
        given_up = journal.discard(why, getpass.getuser())
    except ValueError as error:
        return _refuse(str(error))
    print(f"{given_up} unsent entries given up; they stay listed by `journal show --all`")
    return 0
