"""`pickstation policy`: how much pickers prove by scans, for the house and by class of item."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.domain.confirmation import ConfirmationPolicy
from app.services import confirmation_desk
from app.services.confirmation_desk import ClassPolicy
from app.services.workplace import Workplace

Answer = tuple[Any, str]

_MEANS = {
    ConfirmationPolicy.FAST: "the tote alone",
    ConfirmationPolicy.STANDARD: "the item once a stop",
    ConfirmationPolicy.STRICT: "every unit",
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "policy",
        help="say what pickers scan at a stop, for the house and for classes of items",
        description="fast: the tote alone; standard: the item once a stop; strict: every unit. "
        "Numbered units, and units that go straight into their carton, are always scanned one by "
        "one. Work that is claimed from now on goes by it.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="the house's policy, and the classes").set_defaults(act=_list)
    setting = actions.add_parser("set", help="set a class's policy, or with --site the house's")
    setting.add_argument("policy", choices=[policy.value for policy in ConfirmationPolicy])
    which = setting.add_mutually_exclusive_group(required=True)
    which.add_argument("item_class", nargs="?", metavar="CLASS", help="the class of items")
    which.add_argument("--site", action="store_true", help="all without a rule of their own")
    setting.set_defaults(act=_set)
    dropping = actions.add_parser("drop", help="let the house's policy hold for a class again")
    dropping.add_argument("item_class", metavar="CLASS")
    dropping.set_defaults(act=_drop)
    putting = actions.add_parser("put", help="put items into a class, all of them or none")
    putting.add_argument("item_class", metavar="CLASS", help='"" for none')
    putting.add_argument("skus", nargs="+", metavar="SKU")
    putting.add_argument(
        "--serials",
        choices=["yes", "no"],
        help="whether each unit is scanned by its serial number",
    )
    putting.set_defaults(act=_put)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "policy")


def _list(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    found = confirmation_desk.policies(workplace)
    lines = [f"all others: {found.site} ({_MEANS[found.site]})"]
    lines += [_line(row) for row in found.classes if row.item_class or row.policy]
    return asdict(found), "\n".join(lines)


def _line(row: ClassPolicy) -> str:
    means = "as the house" if row.policy is None else f"{row.policy} ({_MEANS[row.policy]})"
    numbered = f", {row.numbered} of them by serial number" if row.numbered else ""
    return f"{row.item_class}: {means}, {row.items} items{numbered}"


def _set(workplace: Workplace, args: argparse.Namespace) -> Answer:
    policy = ConfirmationPolicy(args.policy)
    item_class = None if args.site else args.item_class
    confirmation_desk.set_policy(workplace, policy, item_class)
    who = "all others" if item_class is None else item_class
    answer = {"class": item_class, "policy": policy.value}
    return answer, f"{who}: {policy} ({_MEANS[policy]})"


def _drop(workplace: Workplace, args: argparse.Namespace) -> Answer:
    confirmation_desk.set_policy(workplace, None, args.item_class)
    return {"class": args.item_class, "policy": None}, f"{args.item_class}: as the house"


def _put(workplace: Workplace, args: argparse.Namespace) -> Answer:
    numbered = None if args.serials is None else args.serials == "yes"
    items = confirmation_desk.put_in_class(workplace, args.skus, args.item_class, numbered=numbered)
    name = args.item_class or "no class"
    return {"class": args.item_class, "items": items}, f"{items} items are in {name}"
