"""`pickstation operator`: who works here: accounts, roles, badges and PINs."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from dataclasses import asdict

from app.commands.desk_words import refusal_words
from app.commands.opened import opened_workplace
from app.domain.operators import (
    LONGEST_PIN,
    SHORTEST_DESK_PIN,
    SHORTEST_PIN,
    OperatorRole,
    PinFault,
)
from app.domain.refusals import (
    Refusal,
    Refused,
    UnfitPin,
)
from app.services import people_care, skills
from app.services.workplace import Workplace

LONGEST_STAFF_NUMBER = 16
LONGEST_NAME = 128


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "operator",
        help="add people, replace or revoke badges, set PINs and roles",
        description="Looks after the people who work here. Each change is in the event log. PINs "
        "are asked for, or read from standard input; they are never part of a command.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    adding = actions.add_parser("add", help="add somebody, with a badge of their own")
    adding.add_argument("--name", required=True, help="as screens show it")
    adding.add_argument("--role", required=True, choices=[role.value for role in OperatorRole])
    adding.add_argument("--no-pin", action="store_true", help="they sign in by badge only")
    adding.set_defaults(act=_add)
    badge = actions.add_parser("badge", help="give a new badge; the old one stops working")
    badge.set_defaults(act=_badge)
    revoke = actions.add_parser("revoke", help="take the badge away, as when it was lost")
    revoke.set_defaults(act=_revoke)
    pin = actions.add_parser("pin", help="set another PIN; a locked sign-in is free again")
    pin.set_defaults(act=_pin)
    role = actions.add_parser("role", help="change what somebody may do")
    role.set_defaults(act=_role)
    off = actions.add_parser("off", help="switch an account off: their next scan is refused")
    off.set_defaults(act=_off)
    on = actions.add_parser("on", help="switch an account on again; it needs a new badge")
    on.set_defaults(act=_on)
    able = actions.add_parser("skills", help="which equipment they may operate; shows it")
    able.add_argument("--add", action="append", default=[], metavar="EQUIPMENT")
    able.add_argument("--drop", action="append", default=[], metavar="EQUIPMENT")
    able.set_defaults(act=_skills)
    for action in (adding, badge, revoke, pin, role, off, on, able):
        action.add_argument("staff_number", type=_staff_number, metavar="NUMBER")
    role.add_argument("role", choices=[role.value for role in OperatorRole])
    listing = actions.add_parser("list", help="everybody who works or worked here")
    for action in (listing, able):
        action.add_argument("--json", action="store_true", help="answer with JSON")
    listing.set_defaults(act=_list)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    with opened_workplace(args) as workplace:
        try:
            print(args.act(workplace, args))
        except (Refused, ValueError) as error:
            words = _words(error.refusal) if isinstance(error, Refused) else str(error)
            print(f"pickstation operator: {words}", file=sys.stderr)
            return 1
    return 0


def _add(workplace: Workplace, args: argparse.Namespace) -> str:
    pin = "" if args.no_pin else _asked_for()
    token = people_care.add_operator(
        workplace,
        staff_number=args.staff_number,
        name=args.name.strip()[:LONGEST_NAME],
        role=OperatorRole(args.role),
        pin=pin,
    )
    return f"{args.staff_number} is added. {_badge_words(args.staff_number, token)}"


def _badge(workplace: Workplace, args: argparse.Namespace) -> str:
    token = people_care.replace_badge(workplace, args.staff_number)
    return f"The old badge stopped working. {_badge_words(args.staff_number, token)}"


def _badge_words(staff_number: str, token: str) -> str:
    return (
        f"The badge says B-{token}, shown this once; `pickstation print badges {staff_number}` "
        "prints another one in its place."
    )


def _revoke(workplace: Workplace, args: argparse.Namespace) -> str:
    people_care.revoke_badge(workplace, args.staff_number)
    return f"{args.staff_number} has no badge any more."


def _pin(workplace: Workplace, args: argparse.Namespace) -> str:
    people_care.set_pin(workplace, args.staff_number, _asked_for())
    return f"{args.staff_number} has another PIN."


def _role(workplace: Workplace, args: argparse.Namespace) -> str:
    role = OperatorRole(args.role)
    people_care.change_role(workplace, args.staff_number, role)
    note = ""
    if role in (OperatorRole.LEAD, OperatorRole.ADMIN):
        note = f" A PIN has to be set anew: `pickstation operator pin {args.staff_number}`."
    return f"{args.staff_number} is {args.role} now.{note}"


def _off(workplace: Workplace, args: argparse.Namespace) -> str:
    people_care.deactivate_operator(workplace, args.staff_number)
    return f"{args.staff_number} is switched off."


def _on(workplace: Workplace, args: argparse.Namespace) -> str:
    people_care.reactivate_operator(workplace, args.staff_number)
    return f"{args.staff_number} is switched on. They need a new badge."


def _skills(workplace: Workplace, args: argparse.Namespace) -> str:
    view = skills.change_skills(workplace, args.staff_number, more=args.add, fewer=args.drop)
    if args.json:
        return json.dumps(asdict(view))
    if not view.skills:
        return f"{view.staff_number} {view.name}: no equipment"
    told = [
        f"  {skill}: {places} places need it" if places else f"  {skill}: no place needs it"
        for skill, places in ((skill, view.places.get(skill, 0)) for skill in view.skills)
    ]
    return "\n".join([f"{view.staff_number} {view.name} may operate", *told])


def _list(workplace: Workplace, args: argparse.Namespace) -> str:
    accounts = people_care.accounts(workplace)
    if args.json:
        return json.dumps([asdict(account) for account in accounts])
    return "\n".join(
        f"{account.staff_number:<{LONGEST_STAFF_NUMBER}}  {account.role:<6}  "
        f"{'' if account.active else 'off':<3}  {account.name}"
        f"{'  (' + ', '.join(account.skills) + ')' if account.skills else ''}"
        for account in accounts
    )


def _staff_number(text: str) -> str:
    """What somebody types at a station's keys: letters and digits.

    Raises:
        argparse.ArgumentTypeError: it is nothing of the kind.
    """
    if not (text.isascii() and text.isalnum() and len(text) <= LONGEST_STAFF_NUMBER):
        raise argparse.ArgumentTypeError(f"write 1 to {LONGEST_STAFF_NUMBER} letters and digits")
    return text


def _asked_for() -> str:
    """A PIN from the keyboard, typed twice, or from standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    while True:
        pin = getpass.getpass("PIN: ")
        if getpass.getpass("Once more: ") == pin:
            return pin
        print("These were two different PINs.", file=sys.stderr)


def _words(refusal: Refusal) -> str:
    if isinstance(refusal, UnfitPin):
        return _pin_words(refusal.fault, refusal.role)
    return refusal_words(refusal)


def _pin_words(fault: PinFault, role: OperatorRole) -> str:
    desk = role in (OperatorRole.LEAD, OperatorRole.ADMIN)
    shortest = SHORTEST_DESK_PIN if desk else SHORTEST_PIN
    words = {
        PinFault.NOT_DIGITS: "has digits only",
        PinFault.TOO_SHORT: f"for {role} has {shortest} digits or more",
        PinFault.TOO_LONG: f"has {LONGEST_PIN} digits or fewer",
        PinFault.TOO_EASY: "may not be one of the first that are tried (1234, 123123, 1221)",
    }
    return f"a PIN {words[fault]}"
