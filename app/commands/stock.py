"""`pickstation stock`: what happened to anything; goods moved and books corrected at the desk."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from uuid_utils.compat import uuid7

from app.commands.desk_answer import answer_desk
from app.domain.adjustments import AdjustReason
from app.domain.look_up import MoveSeen
from app.domain.stock_history import EventSeen, HistoryPage, HistoryRow, OlderThan, ScanSeen
from app.services.adjusting import AdjustmentWanted, adjust
from app.services.identifying import Entry
from app.services.stock_history import PAGE, history
from app.services.transferring import TransferWanted, transfer
from app.services.workplace import Workplace


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "stock",
        help="the history of anything; goods moved, books adjusted with a reason",
        description="The desk's side of the stock. Each change is a row of the ledger with its "
        "reason; nothing is ever overwritten.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    told = actions.add_parser("history", help="what happened to anything, newest first")
    told.add_argument("code", help="an item, lot, serial, place, tote, order, parcel or person")
    told.add_argument("--at", metavar="LOCATION", help="of an item: only there, with balances")
    told.add_argument("--rows", type=int, default=PAGE, metavar="N", help="so many of the newest")
    told.set_defaults(act=_history)
    moving = actions.add_parser("move", help="carry units from one place to another")
    moving.add_argument("units", type=int, help="how many")
    moving.add_argument("item", help="a SKU or barcode")
    moving.add_argument("source", help="where they lie")
    moving.add_argument("target", help="where they go: storage, quarantine or staging")
    moving.add_argument("--lot", default="", help="which lot, where several lie there")
    moving.set_defaults(act=_move)
    adjusting = actions.add_parser("adjust", help="say that more or fewer units lie somewhere")
    adjusting.add_argument("by", type=int, help="units more, or fewer where it is below 0")
    adjusting.add_argument("item", help="a SKU or barcode")
    adjusting.add_argument("place", help="where")
    adjusting.add_argument("reason", type=AdjustReason, choices=list(AdjustReason))
    adjusting.add_argument("--lot", default="", help="which lot, where several lie there")
    adjusting.set_defaults(act=_adjust)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "stock")


def _history(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    page = history(
        workplace,
        None,
        _entry(args.code),
        at=None if args.at is None else _entry(args.at),
        size=max(1, args.rows),
    )
    rows = [{"record": _record(row), **asdict(row)} for row in page.rows]
    answer = {
        "kind": page.subject.kind.value,
        "name": page.subject.name,
        "place": page.place,
        "on_hand": page.on_hand,
        "rows": rows,
        "has_more": page.older is not None,
    }
    return answer, "\n".join([_head(page), *map(_row, page.rows), *_more(page.older)])


def _record(row: HistoryRow) -> str:
    return {MoveSeen: "ledger", EventSeen: "event", ScanSeen: "scan"}[type(row)]


def _head(page: HistoryPage) -> str:
    subject = page.subject
    head = f"{subject.kind.value} {subject.name} {subject.detail}".rstrip()
    return head if page.on_hand is None else f"{head} at {page.place}: {page.on_hand} units now"


def _more(older: OlderThan | None) -> list[str]:
    return [] if older is None else ["There is more: ask for more --rows."]


def _row(row: HistoryRow) -> str:
    by = f" by {row.who}" if row.who else ""
    at = f" at {row.station}" if row.station else ""
    match row:
        case MoveSeen():
            lot = f" lot {row.lot}" if row.lot else ""
            order = f", order {row.order_number}" if row.order_number else ""
            detail = ", ".join(filter(None, (row.detail, row.why)))
            why = f" ({detail})" if detail else ""
            balance = "" if row.before is None else f", {row.before} -> {row.after}"
            goods = f"{row.units} x {row.sku}{lot} {row.source} -> {row.target}"
            said = f"{goods} {row.reason}{why}{order}{balance}"
        case EventSeen():
            facts = ", ".join(f"{name} {value}" for name, value in row.facts.items())
            said = f"{row.kind}: {facts}"
        case ScanSeen():
            answer = f", refused: {row.refusal}" if row.refusal else ""
            said = f"scanned {row.code} ({row.work}{answer})"
    return f"  {row.when:%Y-%m-%d %H:%M:%S} {said}{by}{at}"


def _entry(code: str) -> Entry:
    return Entry(code, uuid7())


def _move(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    source, target = _entry(args.source), _entry(args.target)
    wanted = TransferWanted(source, _entry(args.item), args.units, target, args.lot)
    done = transfer(workplace, None, wanted)
    words = f"{done.units} x {done.sku} from {done.source} to {done.target}; {done.left} are left"
    if done.followed:
        words += f"; {done.followed} promised units went along"
    if done.given_up:
        words += f"; {done.given_up} promised units are looked for elsewhere"
    return asdict(done), words


def _adjust(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    place, item = _entry(args.place), _entry(args.item)
    done = adjust(workplace, None, AdjustmentWanted(place, item, args.by, args.reason, args.lot))
    words = f"{done.sku} in {done.place}: {done.by:+}, {done.on_hand} units now"
    if done.given_up:
        words += f"; {done.given_up} promised units are looked for elsewhere"
    return asdict(done), words
