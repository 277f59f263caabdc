"""`pickstation layout`: the floor as it is known, its layout file, and what a cart takes."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from typing import Any

from app.commands.layout_words import cart_words, layout_words
from app.commands.opened import opened_workplace
from app.services import floor_setup
from app.services.workplace import Workplace

Answer = tuple[Any, str]

NO_LIMIT = "none"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "layout",
        help="the floor's layout as it is known, and what a cart takes",
        description="`import layout FILE` brings a layout file in.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    showing = actions.add_parser("show", help="how the floor is built, and whether it still can be")
    showing.set_defaults(act=_show)
    exporting = actions.add_parser("export", help="print the layout file that was brought in")
    exporting.set_defaults(act=_export)
    cart = actions.add_parser("cart", help="what a cart takes beside its positions; shows it")
    for name, help_text in (
        ("lines", "order lines"),
        ("kg", "kilograms of goods"),
        ("litres", "litres of goods"),
    ):
        cart.add_argument(f"--{name}", metavar="N", help=f"{help_text} at the most, or {NO_LIMIT}")
    cart.add_argument(
        "--small-first",
        choices=("yes", "no"),
        help="whether locations that would be emptied go before others",
    )
    cart.set_defaults(act=_cart)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if the floor makes no sense, or a limit does.
    """
    with opened_workplace(args) as workplace:
        try:
            answer, words = args.act(workplace, args)
        except ValueError as error:
            sys.stderr.write(f"pickstation layout: {error}\n")
            return 1
    print(json.dumps(answer, indent=1, default=str) if args.json else words)
    return 0


def _show(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    view = floor_setup.layout_now(workplace)
    return asdict(view), layout_words(view)


def _export(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    content = floor_setup.layout_content(workplace)
    if content is None:
        raise ValueError("no layout file was brought in; `pickstation import layout FILE` does")
    return {"content": content}, content.rstrip("\n")


def _cart(workplace: Workplace, args: argparse.Namespace) -> Answer:
    rules = floor_setup.cart_rules(workplace)
    asked = rules
    if args.lines is not None:
        asked = replace(asked, lines=_limit("--lines", args.lines, 1))
    if args.kg is not None:
        asked = replace(asked, grams=_limit("--kg", args.kg, 1000))
    if args.litres is not None:
        asked = replace(asked, millilitres=_limit("--litres", args.litres, 1000))
    if args.small_first is not None:
        asked = replace(asked, small_first=args.small_first == "yes")
    if asked != rules:
        rules = floor_setup.set_cart_rules(workplace, asked)
    return asdict(rules), cart_words(rules)


def _limit(name: str, text: str, unit: int) -> int | None:
    """A limit in its own unit, None for none.

    Raises:
        ValueError: it is no number.
    """
    if text == NO_LIMIT:
        return None
    try:
        return round(float(text) * unit)
    except ValueError:
        raise ValueError(f"{name} takes a number or {NO_LIMIT}, not {text}") from None
