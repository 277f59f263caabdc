"""What the commands for templates and channels have in common: which orders, picked how."""

from __future__ import annotations

import argparse
from datetime import time
from typing import Any

from app.domain.pick_state import PickMethod

_OWN = (
    "code",
    "name",
    "sequence",
    "carrier",
    "countries",
    "tags",
    "min_priority",
    "lines_at_most",
    "method",
    "positions",
    "into_carton",
    "priority",
)


def add_intake(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which orders are taken and how they are picked."""
    parser.add_argument("code", help="its name, up to 16 characters")
    parser.add_argument("--name", default="", help="as boards say it")
    parser.add_argument("--sequence", type=int, default=0, help="lower ones take orders first")
    parser.add_argument("--carrier", default="", help="words of the shipping method")
    parser.add_argument("--countries", type=_list, default=(), help="destinations, as DE,AT")
    parser.add_argument("--tags", type=_list, default=(), help="one of these is on the order")
    parser.add_argument("--min-priority", type=int, help="the least urgent order taken")
    parser.add_argument("--lines-at-most", type=int, help="1 for orders of a single line")
    parser.add_argument("--method", type=PickMethod, choices=list(PickMethod), default="single")
    parser.add_argument("--positions", type=int, help="orders a task carries at the most")
    add_into_carton(parser)
    parser.add_argument("--priority", type=int, default=0, help="of the work, at least")


def add_into_carton(parser: argparse.ArgumentParser) -> None:
    """Add the option by which units go straight into their shipping carton."""
    parser.add_argument(
        "--into-carton",
        action="store_true",
        help="single orders, and the fit ones of a mixed wave, are picked unit by unit straight "
        "into their shipping carton",
    )


def intake_of(args: argparse.Namespace) -> dict[str, Any]:
    """What these options said, by the names of the settings."""
    return {name: getattr(args, name) for name in _OWN}


def time_of_day(text: str) -> time:
    """A time such as 12:30.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write a time of day such as 12:30") from error


def conditions(settings: dict[str, Any]) -> str:
    """Which orders are taken, in a few words."""
    parts = [
        settings["carrier"],
        ",".join(settings["countries"]),
        ",".join(settings["tags"]),
        "" if settings["min_priority"] is None else f"priority {settings['min_priority']}+",
        "" if settings["lines_at_most"] is None else f"{settings['lines_at_most']} lines at most",
    ]
    return "; ".join(part for part in parts if part) or "any order"


def _list(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in text.split(",") if entry.strip())
