"""`pickstation wall`: put walls and consolidation shelves, set up and looked at."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from app.commands.opened import opened_workplace
from app.services.wall_setup import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadSortingPlace,
    add_shelf,
    add_wall,
    slot_views,
    wall_views,
)
from app.services.workplace import Workplace


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "wall",
        help="set up put walls and consolidation shelves, and see what is in them",
        description="A put wall is a shelf of cubbies in which a batch is sorted into orders; on a "
        "consolidation shelf the parts of an order meet. Their labels come from `pickstation print "
        "walls` and `slots`.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    wall = actions.add_parser(
        "add",
        help="add a put wall, or let one grow",
        description="Adds the wall, its cubbies NAME-1A to the last column and row, and NAME-Q for "
        "what no order wants. A wall that exists grows; it loses no cubby.",
    )
    wall.add_argument("name", metavar="NAME", help="up to 12 letters, digits and dots, such as W1")
    wall.add_argument("--rows", type=int, required=True, help=f"from the top, 1 to {MOST_ROWS}")
    wall.add_argument(
        "--columns", type=int, required=True, help=f"from the left, 1 to {MOST_COLUMNS}"
    )
    wall.set_defaults(act=_add_wall)
    shelf = actions.add_parser("shelf", help="add a consolidation shelf, or more slots to one")
    shelf.add_argument("name", metavar="NAME", help="up to 12 letters, digits and dots, such as C1")
    shelf.add_argument("--slots", type=int, required=True, help="how many it has")
    shelf.set_defaults(act=_add_shelf)
    listing = actions.add_parser("list", help="all walls and slots, and the orders in them")
    listing.add_argument("--json", action="store_true", help="answer with one JSON object")
    listing.set_defaults(act=_list)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked.

    Returns:
        0 on success; 1 if a wall or shelf cannot be set up as asked.
    """
    with opened_workplace(args) as workplace:
        try:
            print(args.act(workplace, args))
        except BadSortingPlace as error:
            print(f"pickstation wall: {error}", file=sys.stderr)
            return 1
    return 0


def _add_wall(workplace: Workplace, args: argparse.Namespace) -> str:
    wall = add_wall(workplace, args.name, rows=args.rows, columns=args.columns)
    return (
        f"Wall {wall.name} has {wall.rows} x {wall.columns} cubbies; what no order wants goes to "
        f"{wall.aside}. `pickstation print walls {wall.name}` prints the labels."
    )


def _add_shelf(workplace: Workplace, args: argparse.Namespace) -> str:
    new = add_shelf(workplace, args.name, slots=args.slots)
    slots = "1 slot" if new == 1 else f"{new} slots"
    return f"{slots} added. `pickstation print slots {args.name.upper()}-` prints labels."


def _list(workplace: Workplace, args: argparse.Namespace) -> str:
    found, slots = wall_views(workplace), slot_views(workplace)
    if args.json:
        told = {
            "walls": [asdict(wall) for wall in found],
            "slots": [asdict(slot) for slot in slots],
        }
        return json.dumps(told)
    lines = [
        f"wall {wall.name}: {wall.rows} rows, {wall.columns} columns, "
        f"{wall.taken} of {wall.rows * wall.columns} cubbies taken"
        for wall in found
    ]
    lines += [
        f"slot {slot.code}: " + (f"order {slot.order_number}" if slot.order_number else "free")
        for slot in slots
    ]
    return "\n".join(lines) or "There is no put wall and no consolidation shelf yet."
