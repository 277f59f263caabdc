"""`pickstation inspection`: which orders are inspected before packing, and what came of it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.domain.inspection_rules import WHOLE, InspectionRules, RuleKind
from app.services import raising_inspections as desk
from app.services.accuracy import StageAccuracy, accuracy
from app.services.inspection_board import inspections_open
from app.services.workplace import Workplace

Answer = tuple[object, str]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "inspection",
        help="which orders are inspected before they are packed, by rule or by name; accuracy",
        description="A picked order that a rule chooses is counted, blind, before a bench opens "
        "it. A rule without a number is off.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="the rules, and the orders that wait").set_defaults(act=_list)
    setting = actions.add_parser("set", help="set rules; 0 switches one off")
    setting.add_argument("--share", type=float, metavar="PERCENT", help="of all orders")
    setting.add_argument("--new-orders", type=int, metavar="N", help="an operator's first so many")
    setting.add_argument("--new-days", type=int, metavar="N", help="an operator's first so many")
    setting.add_argument("--value", type=int, metavar="CENTS", help="orders worth so much or more")
    setting.add_argument("--past-short", type=int, choices=(0, 1), help="orders that lacked units")
    setting.set_defaults(act=_set)
    place = actions.add_parser("place", help="where orders are brought to be inspected")
    place.add_argument("location", metavar="LOCATION")
    place.set_defaults(act=_place)
    for name, help_text, act in (
        ("demand", "have an order inspected, whatever the rules say", _demand),
        ("pass", "let an order go to the bench without an inspection", _pass),
    ):
        one = actions.add_parser(name, help=help_text)
        one.add_argument("number", help="the order, as its packing slip has it")
        one.add_argument("--source", default="", help="the shop, where two use the same number")
        one.set_defaults(act=act)
    report = actions.add_parser("accuracy", help="errors by the stage that caught them, and by who")
    report.add_argument("--days", type=int, default=28, metavar="N")
    report.set_defaults(act=_accuracy)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "inspection")


def _list(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    rules, place = desk.rules_now(workplace)
    waiting = inspections_open(workplace)
    lines = [_rule_words(rules, place)]
    lines += [
        f"order {row.order_number}: {row.reason.value.replace('_', ' ')}, {row.order_state.value}"
        for row in waiting
    ] or ["No order waits to be inspected."]
    told = {"rules": asdict(rules), "place": place, "waiting": [asdict(row) for row in waiting]}
    return told, "\n".join(lines)


def _set(workplace: Workplace, args: argparse.Namespace) -> Answer:
    asked: dict[RuleKind, int | None] = {
        RuleKind.SHARE: None if args.share is None else round(args.share * WHOLE / 100),
        RuleKind.NEW_ORDERS: args.new_orders,
        RuleKind.NEW_DAYS: args.new_days,
        RuleKind.VALUE: args.value,
        RuleKind.PAST_SHORT: args.past_short,
    }
    numbers = {kind: amount for kind, amount in asked.items() if amount is not None}
    rules = desk.set_rules(workplace, numbers)
    return asdict(rules), _rule_words(rules, desk.rules_now(workplace)[1])


def _rule_words(rules: InspectionRules, place: str) -> str:
    words = []
    if rules.share:
        words.append(f"{rules.share * 100 / WHOLE:g} % of all orders")
    if rules.new_orders:
        words.append(f"an operator's first {rules.new_orders} orders")
    if rules.new_days:
        words.append(f"an operator's first {rules.new_days} days")
    if rules.value:
        words.append(f"orders worth {rules.value} cents or more")
    if rules.past_short:
        words.append("orders that lacked units")
    if not words:
        return "No rule is set: orders are inspected on demand only."
    where = f" at {place}" if place else ""
    return f"Inspected{where}: {', '.join(words)}"


def _place(workplace: Workplace, args: argparse.Namespace) -> Answer:
    code = desk.set_place(workplace, args.location)
    return {"place": code}, f"orders are brought to {code} to be inspected"


def _demand(workplace: Workplace, args: argparse.Namespace) -> Answer:
    is_new = desk.demand_inspection(workplace, args.number, source=args.source)
    words = "is to be inspected" if is_new else "waits to be inspected already"
    return {"number": args.number, "is_new": is_new}, f"order {args.number} {words}"


def _pass(workplace: Workplace, args: argparse.Namespace) -> Answer:
    waited = desk.let_pass(workplace, args.number, source=args.source)
    words = "goes to the bench" if waited else "waits for no inspection"
    return {"number": args.number, "waited": waited}, f"order {args.number} {words}"


def _accuracy(workplace: Workplace, args: argparse.Namespace) -> Answer:
    found = accuracy(workplace, args.days)
    lines = [_stage_words(stage) for stage in found.stages]
    lines += [
        f"  picked by {row.operator or 'nobody known'}: {row.finding.value.replace('_', ' ')} "
        f"{row.lines} lines, {row.units} units"
        for row in found.pickers
    ]
    told: dict[str, Any] = {
        "stages": [asdict(stage) | {"share_right": stage.share_right} for stage in found.stages],
        "pickers": [asdict(row) for row in found.pickers],
    }
    return told, "\n".join(lines)


def _stage_words(stage: StageAccuracy) -> str:
    what = "lines" if stage.stage == "inspection" else "scans"
    if stage.share_right is None:
        return f"{stage.stage}: nothing was looked at"
    return (
        f"{stage.stage}: {stage.errors} errors caught in {stage.checked} {what}, "
        f"{stage.share_right:.2%} right"
    )
