"""`pickstation exceptions`: what waits for a lead, what is known of it, and decisions about it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.domain.exception_refusals import ExceptionGone
from app.domain.floor_exceptions import FloorException, Remedy, Way
from app.domain.refusals import Refused
from app.domain.short_ways import WayOut
from app.services.exception_board import ExceptionCase, exception_case, floor_exceptions
from app.services.exception_desk import Choice, decide
from app.services.exception_undo import undo_decision
from app.services.workplace import Workplace

_WAYS: dict[str, Way] = {way.value: way for way in (*WayOut, *Remedy)}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "exceptions",
        help="what waits for a lead: shortages, stopped orders, calls, counts, labels, and more",
        description="The list of the exception desk. What is decided here is seen at every station "
        "at once; what somebody decided meanwhile is decided once.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="all that waits, the most urgent first")
    listing.set_defaults(act=_list)
    looking = actions.add_parser("show", help="what is known of one, and its ways out")
    looking.add_argument("key", help="as `exceptions list` says it, such as short:17")
    looking.set_defaults(act=_show)
    deciding = actions.add_parser("decide", help="take a way out")
    deciding.add_argument("key", help="as `exceptions list` says it")
    deciding.add_argument("way", choices=sorted(_WAYS), metavar="WAY", help="as `show` names it")
    deciding.add_argument("--sku", default="", help="the item that is sent instead")
    deciding.add_argument("--agreed", action="store_true", help="the customer was asked and agrees")
    deciding.set_defaults(act=_decide)
    undoing = actions.add_parser("undo", help="undo what was decided here last")
    undoing.set_defaults(act=_undo)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "exceptions")


def _list(workplace: Workplace, _args: argparse.Namespace) -> tuple[list[dict[str, Any]], str]:
    found = floor_exceptions(workplace)
    rows = [{"key": one.key, **asdict(one)} for one in found]
    return rows, "\n".join(map(_words, found)) or "Nothing waits for a lead."


def _show(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    case = _case(workplace, args.key)
    return asdict(case), _case_words(case)


def _decide(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    case = _case(workplace, args.key)
    way = _WAYS[args.way]
    if way not in case.ways and not args.agreed:
        raise Refused(ExceptionGone(f"{args.key}, {args.way}"))
    decide(workplace, None, Choice(case.exception, way, args.sku, args.agreed))
    return {"key": args.key, "way": way.value}, f"{args.key}: {_plain(way.value)}"


def _undo(workplace: Workplace, _args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    done = undo_decision(workplace)
    values = {"subject": done.subject, "way": done.way.value}
    return values, f"{done.subject}: {_plain(done.way.value)} is undone"


def _case(workplace: Workplace, key: str) -> ExceptionCase:
    case = exception_case(workplace, key)
    if case is None:
        raise Refused(ExceptionGone(key))
    return case


def _words(one: FloorException) -> str:
    units = f"{one.units} x " if one.units else ""
    parts = [f"{one.key}: {_plain(one.kind.value)}, {units}{one.what}"]
    parts += [one.where and f"at {one.where}", one.order_number and f"order {one.order_number}"]
    if one.due is not None:
        parts.append(f"due {one.due:%d.%m. %H:%M}")
    parts += [one.who, one.at_it and f"{one.at_it} is deciding"]
    return ", ".join(filter(None, parts))


def _case_words(case: ExceptionCase) -> str:
    lines = [_words(case.exception)]
    short = case.short
    if short is not None:
        lines += [
            f"  free at {_place(place.code, place.units, place.metres)}" for place in short.places
        ]
        lines += [f"  order {one.order_number} was promised {one.units}" for one in short.later]
        lines += [
            f"  order {one.order_number} has {one.units} in {one.location}"
            for one in short.in_totes
        ]
        lines += [f"  {one.sku} may stand in, {one.free} free" for one in short.substitutes]
        if short.facts.coming:
            lines.append(f"  {short.facts.coming} units are about to be put away")
    for way in case.ways:
        mark = "*" if way == case.proposed else "-"
        why = ""
        if short is not None and short.proposed is not None and way is short.proposed.way:
            why = f" ({_plain(short.proposed.why.value)})"
        lines.append(f"  {mark} {way.value}{why}")
    return "\n".join(lines)


def _place(code: str, units: int, metres: float | None) -> str:
    return f"{code}: {units}" if metres is None else f"{code}: {units}, {metres:.0f} m"


def _plain(value: str) -> str:
    return value.replace("_", " ")
