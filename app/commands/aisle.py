"""`pickstation aisle`: aisles in which nobody can walk for now."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from app.commands.desk_answer import answer_desk
from app.commands.layout_words import aisle_words
from app.services import floor_setup
from app.services.floor_time import floor_time, utc_of
from app.services.workplace import Workplace

Answer = tuple[Any, str]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "aisle",
        help="close and open aisles",
        description="Nobody is sent into a closed aisle: pickers are told at once, walks go round "
        "it, and stops in it come after all others.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    closing = actions.add_parser("close", help="let nobody be sent into an aisle")
    closing.add_argument("--reason", required=True, help="what pickers are told: spill, forklift")
    closing.add_argument(
        "--until",
        type=_moment,
        metavar="TIME",
        help="when it opens by itself: 15:30, or 2026-11-20T15:30; by hand if left out",
    )
    closing.set_defaults(act=_close)
    opening = actions.add_parser("open", help="let people be sent there again")
    opening.set_defaults(act=_open)
    for action in (closing, opening):
        action.add_argument("aisle", help="its name, as the locations have it")
        action.add_argument("--zone", help="where several zones have an aisle of this name")
    listing = actions.add_parser("list", help="the aisles that are closed")
    listing.set_defaults(act=_list)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "aisle")


def _moment(text: str) -> datetime:
    """A time by the clock on the wall; a time of day is the next one.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    now = floor_time(datetime.now().astimezone())
    try:
        if "T" in text or "-" in text:
            return utc_of(datetime.fromisoformat(text))
        time = datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - by the clock on the wall
    except ValueError as error:
        raise argparse.ArgumentTypeError("write a time such as 15:30") from error
    moment = datetime.combine(now.date(), time)
    return utc_of(moment if moment > now else moment + timedelta(days=1))


def _close(workplace: Workplace, args: argparse.Namespace) -> Answer:
    view = floor_setup.close_aisle(
        workplace, args.aisle, args.reason, zone=args.zone, until=args.until
    )
    return asdict(view), f"closed: {aisle_words(view)}"


def _open(workplace: Workplace, args: argparse.Namespace) -> Answer:
    view = floor_setup.open_aisle(workplace, args.aisle, zone=args.zone)
    return asdict(view), f"open again: aisle {f'{view.zone} {view.aisle}'.strip()}"


def _list(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    views = floor_setup.aisles_closed(workplace)
    words = "\n".join(aisle_words(view) for view in views) or "all aisles are open"
    return [asdict(view) for view in views], words
