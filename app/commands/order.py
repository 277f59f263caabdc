"""`pickstation order`: stops, cancels and changes an order wherever it is; settles shortages."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from app.commands.desk_words import refusal_words
from app.commands.opened import opened_workplace
from app.domain.orders import HoldReason
from app.domain.refusals import Refused
from app.services import (
    order_address,
    order_changes,
    order_holding,
    short_board,
    short_desk,
    short_more_ways,
)
from app.services.order_changes import ChangeReport
from app.services.order_holding import HoldReport
from app.services.short_decisions import ShortReport, Subject
from app.services.workplace import Workplace

HOLDS_BY_HAND = (HoldReason.OPERATOR, HoldReason.CUSTOMER_REQUEST, HoldReason.QUALITY)

Actions = argparse._SubParsersAction  # noqa: SLF001 - argparse names its type only so


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "order",
        help="hold, release, cancel or change an order, and settle what is missing",
        description="Changes an order wherever it is. On the floor only the difference is "
        "reopened; goods picked for nothing are named with the place where they lie.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_holds(actions)
    _add_changes(actions)
    _add_ways_out(actions)
    for action in actions.choices.values():
        action.add_argument("number", help="the order's number, as its slip says it")
        action.add_argument("--source", default="", help="the shop, where two use the same number")
    again = actions.add_parser("retry", help="promise what has come since to all that is short")
    again.set_defaults(act=_retry)
    listing = actions.add_parser("shortages", help="what is missing for which order, and ways out")
    listing.set_defaults(act=_shortages)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    with opened_workplace(args) as workplace:
        try:
            answer = args.act(workplace, args)
        except Refused as refused:
            sys.stderr.write(f"pickstation order: {refusal_words(refused.refusal)}\n")
            return 1
    print(json.dumps(answer, indent=1, default=str) if args.json else _in_words(answer))
    return 0


def _add_holds(actions: Actions[argparse.ArgumentParser]) -> None:
    holding = actions.add_parser("hold", help="stop it where it is")
    by_hand = [reason.value for reason in HOLDS_BY_HAND]
    holding.add_argument("--reason", choices=by_hand, default=by_hand[0])
    holding.add_argument("--note", default="", help="what to tell whoever meets it")
    holding.set_defaults(act=_hold)
    releasing = actions.add_parser("release", help="lift its holds, as far as they are settled")
    reasons = [reason.value for reason in HoldReason]
    releasing.add_argument("--reason", action="append", default=[], choices=reasons)
    releasing.add_argument("--waive-payment", action="store_true", help="send it before it is paid")
    releasing.set_defaults(act=_release)


def _add_changes(actions: Actions[argparse.ArgumentParser]) -> None:
    actions.add_parser("cancel", help="let it not be sent").set_defaults(act=_cancel)
    editing = actions.add_parser("edit", help="let other quantities be wanted")
    editing.add_argument(
        "--line",
        action="append",
        required=True,
        type=line_and_units,
        metavar="LINE=QUANTITY",
        help="units wanted of a line from now on; may be given several times",
    )
    editing.set_defaults(act=_edit)
    address = actions.add_parser("address", help="send it to another address")
    address.add_argument("--street", action="append", required=True, help="may come several times")
    for name in ("--name", "--city", "--country"):
        address.add_argument(name, required=True)
    for name in ("--postcode", "--region", "--company", "--phone", "--email"):
        address.add_argument(name, default="")
    address.set_defaults(act=_address)


def _add_ways_out(actions: Actions[argparse.ArgumentParser]) -> None:
    finding = actions.add_parser("find-stock", help="promise and pick what has come since")
    finding.set_defaults(act=_find_stock)
    taking = actions.add_parser("take-promise", help="take what less urgent orders were promised")
    taking.set_defaults(act=_take_promise)
    waiting = actions.add_parser("wait", help="let it wait until stock comes")
    waiting.set_defaults(act=_wait)
    splitting = actions.add_parser("part-ship", help="send what is there; the rest follows")
    splitting.set_defaults(act=_part_ship)
    calling = actions.add_parser("take-from-tote", help="call back what later orders have picked")
    calling.set_defaults(act=_take_from_tote)
    giving = actions.add_parser("give-up", help="send it without the units it lacks")
    giving.add_argument("--line", type=int, help="only those of this line")
    giving.set_defaults(act=_give_up)
    other = actions.add_parser("substitute", help="send another item in place of missing units")
    other.add_argument("--line", type=int, required=True, help="the line that lacks units")
    other.add_argument("--sku", default="", help="the other item; the best one known otherwise")
    other.add_argument("--agreed", action="store_true", help="the customer was asked and agrees")
    other.set_defaults(act=_substitute)
    losing = actions.add_parser("write-off", help="picked units are nowhere; pick others")
    losing.add_argument(
        "--line", action="append", required=True, type=line_and_units, metavar="LINE=QUANTITY"
    )
    losing.set_defaults(act=_write_off)


def line_and_units(text: str) -> tuple[int, int]:
    """Read LINE=QUANTITY.

    Raises:
        argparse.ArgumentTypeError: it is nothing of the kind.
    """
    line, _, units = text.partition("=")
    if not (line.isdecimal() and units.isdecimal()):
        raise argparse.ArgumentTypeError("write LINE=QUANTITY, such as 2=5")
    return int(line), int(units)


def _hold(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    reason = HoldReason(args.reason)
    report = order_holding.hold_order(
        workplace, args.number, reason=reason, detail=args.note, source=args.source
    )
    return asdict(report)


def _release(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    report: HoldReport = order_holding.lift_holds(
        workplace,
        args.number,
        reasons=[HoldReason(reason) for reason in args.reason],
        waive_payment=args.waive_payment,
        source=args.source,
    )
    return asdict(report)


def _cancel(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    report: ChangeReport = order_changes.cancel_order(workplace, args.number, source=args.source)
    return asdict(report)


def _edit(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    wanted = dict(args.line)
    return asdict(order_changes.edit_order(workplace, args.number, wanted, source=args.source))


def _address(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    address = order_address.NewAddress(
        name=args.name,
        street=tuple(args.street),
        city=args.city,
        country_code=args.country.upper(),
        postcode=args.postcode,
        region=args.region,
        company=args.company,
        phone=args.phone,
        email=args.email,
    )
    report = order_address.change_address(workplace, args.number, address, source=args.source)
    return asdict(report)


def _find_stock(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    return asdict(short_desk.find_stock(workplace, args.number, source=args.source))


def _take_promise(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    return asdict(short_desk.take_promise(workplace, args.number, source=args.source))


def _part_ship(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    subject = Subject(args.number, args.source)
    return asdict(short_more_ways.part_ship(workplace, subject))


def _take_from_tote(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    subject = Subject(args.number, args.source)
    return asdict(short_more_ways.take_from_tote(workplace, subject))


def _wait(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    return asdict(short_desk.wait_for_stock(workplace, args.number, source=args.source))


def _give_up(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    report: ShortReport = short_desk.give_up_units(
        workplace, args.number, line_number=args.line, source=args.source
    )
    return asdict(report)


def _substitute(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    report = short_desk.substitute(
        workplace,
        args.number,
        args.line,
        args.sku,
        customer_agreed=args.agreed,
        source=args.source,
    )
    return asdict(report)


def _write_off(workplace: Workplace, args: argparse.Namespace) -> dict[str, Any]:
    lost = dict(args.line)
    return asdict(short_desk.write_off(workplace, args.number, lost, source=args.source))


def _retry(workplace: Workplace, _args: argparse.Namespace) -> dict[str, Any]:
    return {"freed": short_desk.retry_short_orders(workplace)}


def _shortages(workplace: Workplace, _args: argparse.Namespace) -> list[dict[str, Any]]:
    return [asdict(line) for line in short_board.short_lines(workplace)]


def _in_words(answer: dict[str, Any] | list[dict[str, Any]]) -> str:
    if isinstance(answer, list):
        return "\n".join(_short_words(line) for line in answer) or "Nothing is missing."
    if "freed" in answer:
        return f"{answer['freed']} orders go on"
    lines = [f"order {answer['number']} is {answer['state']}".replace("_", " ")]
    counts = [(name, answer.get(name)) for name in ("fewer", "more", "missing")]
    lines += [f"  {units} units {name}" for name, units in counts if units]
    if answer.get("lifted"):
        lines.append(f"  lifted: {_listed(answer['lifted'])}")
    if answer.get("kept"):
        lines.append(f"  held: {_listed(answer['kept'])}")
    if answer.get("labels"):
        lines.append(f"  papers of {answer['labels']} parcels were voided")
    lines += [
        f"  take out {goods['units']} x {goods['sku']} of {goods['location']}"
        for goods in answer.get("to_take_out", ())
    ]
    return "\n".join(lines)


def _short_words(line: dict[str, Any]) -> str:
    ways = _listed(line["ways"])
    return (
        f"order {line['order_number']}, line {line['line_number']}: {line['missing']} x "
        f"{line['sku']} missing; {line['free']} free; {ways}"
    )


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(str(value).replace("_", " ") for value in values)
