"""`pickstation count`: what is counted and why, and the differences that wait for a decision."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.domain.count_plan import CountFilter, ValueClass
from app.domain.count_rules import CountRule
from app.services import count_desk, substitute_desk
from app.services.count_desk import CountView
from app.services.workplace import Workplace

Rows = list[dict[str, Any]]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "count",
        help="have locations counted, decide about differences, say how classes are counted",
        description="Counts are worked on the floor, blind. A difference beyond the tolerance of "
        "the item's class is counted twice and waits for a decision.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="all counts that wait for somebody")
    listing.set_defaults(act=_list)
    planning = actions.add_parser("plan", help="raise what is due by the rules of the classes")
    planning.add_argument("--most", type=int, default=count_desk.MOST_PLANNED, metavar="N")
    planning.add_argument("--zone", default="", help="only places of this zone")
    planning.add_argument(
        "--class", dest="value_class", type=ValueClass, choices=list(ValueClass), help="by value"
    )
    planning.add_argument("--days", type=int, metavar="N", help="not counted for so many days")
    planning.add_argument("--below", type=int, metavar="N", help="fewer units lie there")
    planning.set_defaults(act=_plan)
    asking = actions.add_parser("ask", help="have all counted that lies at some locations")
    asking.add_argument("locations", nargs="+", metavar="LOCATION")
    asking.set_defaults(act=_ask)
    for name, help_text, act in (
        ("approve", "write the difference into the books", _approve),
        ("again", "believe it not: have it counted once more", _again),
        ("cancel", "let the books stand", _cancel),
    ):
        deciding = actions.add_parser(name, help=help_text)
        deciding.add_argument("count", type=int, help="its number, as `count list` says it")
        deciding.set_defaults(act=act)
    looking = actions.add_parser("empty", help="what is asked after the last unit of a place")
    looking.add_argument("how", choices=["ask", "trust"], help="ask the picker, or trust the books")
    looking.set_defaults(act=_empty)
    _add_rule(actions.add_parser("rule", help="how classes of items are counted; shows all"))
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def _add_rule(rule: argparse.ArgumentParser) -> None:
    known = CountRule()
    rule.add_argument("item_class", nargs="?", metavar="CLASS", help='"" is for all others')
    rule.add_argument("--units", type=int, default=known.tolerance_units, help="believed at once")
    rule.add_argument("--cents", type=int, default=known.tolerance_cents, help="worth so much")
    rule.add_argument("--every", type=int, metavar="DAYS", help="counted after so many days")
    rule.add_argument("--below", type=int, default=known.below_units, help="counted if fewer lie")
    rule.add_argument("--remove", action="store_true", help="no rule of its own any more")
    rule.set_defaults(act=_rule)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "count")


def _list(workplace: Workplace, _args: argparse.Namespace) -> tuple[Rows, str]:
    waiting = (*count_desk.counts_to_approve(workplace), *count_desk.open_counts(workplace))
    rows = [asdict(row) | {"difference": _difference(row)} for row in waiting]
    return rows, "\n".join(map(_words, waiting)) or "No count waits."


def _difference(row: CountView) -> int | None:
    return None if row.counted is None else row.difference


def _words(row: CountView) -> str:
    goods = f"{row.count_id}  {row.location}  {row.sku} {row.lot}".rstrip()
    if row.counted is None:
        return f"{goods}: {row.reason.value.replace('_', ' ')}"
    worth = "" if row.value_cents is None else f", worth {row.value_cents} cents"
    return f"{goods}: counted {row.counted} of {row.expected} ({row.difference:+d}{worth})"


def _plan(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    wanted = CountFilter(args.zone, args.value_class, args.days, args.below)
    plan = count_desk.plan_counts(workplace, wanted=wanted, limit=args.most)
    return asdict(plan), (
        f"{plan.raised} counts raised: {plan.planned} by age, {plan.threshold} because few units "
        f"lie there; {plan.left_out} more are due"
    )


def _ask(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    raised = count_desk.ask_for_counts(workplace, args.locations)
    return {"raised": raised}, f"{raised} counts raised"


def _approve(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    count_desk.approve_count(workplace, None, args.count)
    return {"count": args.count, "state": "done"}, f"count {args.count} is in the books"


def _again(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    count_desk.count_once_more(workplace, None, args.count)
    return {"count": args.count, "state": "open"}, f"count {args.count} is made once more"


def _cancel(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    count_desk.cancel_count(workplace, None, args.count)
    return {"count": args.count, "state": "cancelled"}, f"count {args.count} is taken back"


def _rule(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    if args.item_class is not None:
        new = CountRule(args.units, args.cents, args.every, args.below)
        count_desk.set_count_rule(workplace, args.item_class, None if args.remove else new)
    rules = count_desk.count_rules(workplace)
    lines = [f"{name or 'all others'}: {_rule_words(rule)}" for name, rule in rules.items()]
    if "" not in rules:
        lines.append(f"all others: {_rule_words(CountRule())}")
    return {name: asdict(rule) for name, rule in rules.items()}, "\n".join(lines)


def _rule_words(rule: CountRule) -> str:
    every = "never by age" if rule.every_days is None else f"every {rule.every_days} days"
    few = f", when fewer than {rule.below_units} lie there" if rule.below_units else ""
    return (
        f"up to {rule.tolerance_units} units and {rule.tolerance_cents} cents are believed; "
        f"{every}{few}"
    )


def _empty(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    asks = args.how == "ask"
    substitute_desk.ask_whether_empty(workplace, asks=asks)
    words = "whoever takes the last unit of a place is asked whether it is empty"
    return {"asks": asks}, words if asks else "nobody is asked whether a place is empty"
