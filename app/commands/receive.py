"""`pickstation receive`: what suppliers have announced, what of it came, and what is to come."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from uuid_utils.compat import uuid7

from app.commands.desk_answer import answer_desk
from app.domain.receiving import DifferenceReason
from app.services import receiving
from app.services.identifying import Entry
from app.services.receiving import AnnouncedLine, ReceiptView, ReceiveWanted
from app.services.workplace import Workplace

Answer = tuple[Any, str]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "receive",
        help="goods that come in: announced, counted, put on the list to put away",
        description="A receipt names what a supplier sends; `pickstation import receipts FILE` "
        "reads whole lists. What came is counted on it, and put away by proposal on the floor.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="receipts that are open, the soonest first")
    listing.add_argument("--all", action="store_true", help="closed ones, too")
    listing.set_defaults(act=_list)
    showing = actions.add_parser("show", help="one receipt with its lines")
    showing.add_argument("receipt", help="its number")
    showing.set_defaults(act=_show)
    coming = actions.add_parser("expected", help="what is still to come, and when")
    coming.add_argument("skus", nargs="*", metavar="SKU", help="only these items")
    coming.set_defaults(act=_expected)
    _add_announcing(actions.add_parser("announce", help="write down what a supplier sends"))
    _add_taking(actions.add_parser("take", help="take units in that stand at the dock"))
    closing = actions.add_parser("close", help="all that comes has come")
    closing.add_argument("receipt", help="its number")
    closing.add_argument(
        "--reason",
        action="append",
        default=[],
        metavar="SKU=WHY",
        help=f"why another number came: {', '.join(DifferenceReason)}",
    )
    closing.set_defaults(act=_close)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def _add_announcing(announcing: argparse.ArgumentParser) -> None:
    announcing.add_argument("receipt", help="its number, as the delivery note has it")
    announcing.add_argument("lines", nargs="*", metavar="SKU=UNITS", help="what is in it")
    announcing.add_argument("--supplier", default="", help="who sends it")
    announcing.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="as 2026-12-31")
    announcing.set_defaults(act=_announce)


def _add_taking(taking: argparse.ArgumentParser) -> None:
    taking.add_argument("receipt", help="the receipt they belong to")
    taking.add_argument("item", help="a SKU or barcode; a case counts its units")
    taking.add_argument("codes", type=int, nargs="?", default=1, help="how many of this code")
    taking.add_argument("--at", metavar="LOCATION", help="where they stand; a staging location")
    taking.add_argument("--damaged", action="store_true", help="to be looked at first")
    taking.add_argument("--lot", default="", help="where the label does not say it")
    taking.add_argument("--expiry", type=date.fromisoformat, metavar="DAY", help="as 2026-12-31")
    taking.set_defaults(act=_take)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused; 2 on wrong usage.
    """
    try:
        args.pairs = _pairs(args)
    except ValueError as error:
        sys.stderr.write(f"pickstation receive: {error}\n")
        return 2
    return answer_desk(args, "receive")


def _pairs(args: argparse.Namespace) -> dict[str, Any]:
    """What stands before and after each `=`: units of items, or reasons.

    Raises:
        ValueError: one is no such pair; the message says which and how to write it.
    """
    if args.act is _announce:
        return {name: _units(text) for name, text in map(_split, args.lines)}
    if args.act is _close:
        return {name: _reason(text) for name, text in map(_split, args.reason)}
    return {}


def _split(pair: str) -> tuple[str, str]:
    name, sign, value = pair.partition("=")
    if not (name and sign and value):
        raise ValueError(f"{pair!r}: write the SKU, = and a value")
    return name, value


def _units(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{text!r} is no number of units; give 1 or more")
    return int(text)


def _reason(text: str) -> DifferenceReason:
    if text not in list(DifferenceReason):
        raise ValueError(f"{text!r} is no reason; choose {', '.join(DifferenceReason)}")
    return DifferenceReason(text)


def _list(workplace: Workplace, args: argparse.Namespace) -> Answer:
    rows = receiving.receipts(workplace, with_closed=args.all)
    lines = [
        f"{row.number}  {row.state.value}{_on(row.expected_on)}: {row.came} of {row.expected} "
        f"units, {row.lines} lines  {row.supplier}".rstrip()
        for row in rows
    ]
    return [asdict(row) for row in rows], "\n".join(lines) or "Nothing is expected."


def _on(day: date | None) -> str:
    return "" if day is None else f", on {day:%Y-%m-%d}"


def _show(workplace: Workplace, args: argparse.Namespace) -> Answer:
    return _told(receiving.receipt(workplace, None, args.receipt))


def _told(view: ReceiptView) -> Answer:
    head = f"receipt {view.number}, {view.state.value}{_on(view.expected_on)}  {view.supplier}"
    lines = [head.rstrip()]
    for row in view.lines:
        line = row.line
        lot = f" lot {line.lot}" if line.lot else ""
        damaged = f", {line.damaged} of them damaged" if line.damaged else ""
        why = f" ({line.reason.replace('_', ' ')})" if line.reason else ""
        lines.append(
            f"  {line.sku}{lot} {row.name}: {line.came} of {line.expected} came{damaged}{why}"
        )
    return asdict(view), "\n".join(lines)


def _expected(workplace: Workplace, args: argparse.Namespace) -> Answer:
    rows = receiving.expected_goods(workplace, skus=args.skus or None)
    lines = [f"{one.units} x {one.sku} in {one.receipt}{_on(one.expected_on)}" for one in rows]
    return [asdict(one) for one in rows], "\n".join(lines) or "Nothing of it is expected."


def _announce(workplace: Workplace, args: argparse.Namespace) -> Answer:
    lines = [AnnouncedLine(sku, units) for sku, units in args.pairs.items()]
    return _told(
        receiving.announce(
            workplace, None, args.receipt, lines, supplier=args.supplier, expected_on=args.on
        )
    )


def _take(workplace: Workplace, args: argparse.Namespace) -> Answer:
    done = receiving.receive(
        workplace,
        None,
        ReceiveWanted(
            args.receipt,
            Entry(args.item, uuid7()),
            args.codes,
            None if args.at is None else Entry(args.at, uuid7()),
            args.damaged,
            args.lot,
            args.expiry,
        ),
    )
    words = f"{done.units} x {done.sku} stand at {done.place}"
    if done.unexpected:
        words += f", {done.unexpected} of them were not announced"
    if done.proposal is not None:
        reason = done.proposal.reason.value.replace("_", " ")
        words += f"; put them away at {done.proposal.code} ({reason})"
    return asdict(done), words


def _close(workplace: Workplace, args: argparse.Namespace) -> Answer:
    return _told(receiving.close_receipt(workplace, None, args.receipt, args.pairs))
