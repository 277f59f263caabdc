"""`pickstation substitute`: which item may be sent in another's place, and who agreed to it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.services import substitute_desk
from app.services.workplace import Workplace

Answer = tuple[Any, str]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "substitute",
        help="say which item may be sent in another's place, and which customer agreed to it",
        description="A picker who misses units is offered another item where the customer agreed, "
        "none of what was ordered is left, and enough of the other one is free.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="what may stand in for what").set_defaults(act=_list)
    adding = actions.add_parser("add", help="let an item be sent in another's place")
    adding.add_argument("--rank", type=int, default=1, help="lower ranks go first")
    adding.set_defaults(act=_add)
    removing = actions.add_parser("remove", help="let it not be sent any more")
    removing.set_defaults(act=_remove)
    for action in (adding, removing):
        action.add_argument("sku", help="what was ordered")
        action.add_argument("instead", help="what may be sent instead")
    agreeing = actions.add_parser("agree", help="the customer of an order takes another item")
    agreeing.add_argument("number", help="the order's number, as its slip says it")
    agreeing.add_argument("--source", default="", help="the shop, where two use the same number")
    agreeing.add_argument("--no", action="store_true", help="they do not, after all")
    agreeing.set_defaults(act=_agree)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "substitute")


def _list(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    found = substitute_desk.stand_ins(workplace)
    lines = [f"{row.sku}: {row.instead_sku} (rank {row.rank}, {row.free} free)" for row in found]
    return [asdict(row) for row in found], "\n".join(lines) or "Nothing stands in for anything."


def _add(workplace: Workplace, args: argparse.Namespace) -> Answer:
    substitute_desk.let_stand_in(workplace, args.sku, args.instead, args.rank)
    answer = {"sku": args.sku, "instead": args.instead, "rank": args.rank}
    return answer, f"{args.instead} may be sent in place of {args.sku}"


def _remove(workplace: Workplace, args: argparse.Namespace) -> Answer:
    substitute_desk.let_stand_in(workplace, args.sku, args.instead, None)
    answer = {"sku": args.sku, "instead": args.instead, "rank": None}
    return answer, f"{args.instead} is not sent in place of {args.sku}"


def _agree(workplace: Workplace, args: argparse.Namespace) -> Answer:
    agrees = not args.no
    substitute_desk.note_consent(workplace, args.number, agrees=agrees, source=args.source)
    does = "takes" if agrees else "takes no"
    return {"number": args.number, "agrees": agrees}, f"order {args.number} {does} other items"
