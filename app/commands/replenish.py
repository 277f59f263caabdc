"""`pickstation replenish`: refills of pick faces that wait, and the bounds they are kept within."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.services import raising_put_aways, refill_planning
from app.services.refill_planning import BoundsView, RefillView
from app.services.workplace import Workplace


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "replenish",
        help="bring stock from reserve to pick faces, and goods left over back to storage",
        description="Refills are raised for what orders in front of a wave need and pick faces "
        "lack, and where a face holds less than its minimum. They are worked on the floor.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="refills that wait, most urgent first").set_defaults(act=_list)
    raising = actions.add_parser("raise", help="raise what is needed now, and list all that waits")
    raising.set_defaults(act=_raise)
    bounds = actions.add_parser("bounds", help="keep a pick face filled with an item; shows all")
    bounds.add_argument("sku", nargs="?", help="the item")
    bounds.add_argument("location", nargs="?", help="the pick face")
    bounds.add_argument("--below", type=int, metavar="N", help="refilled below so many units")
    bounds.add_argument("--up-to", type=int, metavar="N", help="filled up to so many units")
    bounds.add_argument("--remove", action="store_true", help="no bounds any more")
    bounds.set_defaults(act=_bounds)
    lying = actions.add_parser("put-aways", help="goods that lie where nothing stays; finds more")
    lying.set_defaults(act=_put_aways)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused; 2 on wrong usage.
    """
    if args.act is _bounds and args.sku is not None:
        is_short = not args.remove and None in (args.below, args.up_to)
        if args.location is None or is_short:
            sys.stderr.write(
                "pickstation replenish: name the location; give --below and --up-to, or --remove\n"
            )
            return 2
    return answer_desk(args, "replenish")


def _list(workplace: Workplace, _args: argparse.Namespace) -> tuple[list[dict[str, Any]], str]:
    return _told(refill_planning.open_refills(workplace))


def _raise(workplace: Workplace, _args: argparse.Namespace) -> tuple[list[dict[str, Any]], str]:
    return _told(refill_planning.raise_refills(workplace))


def _told(refills: Iterable[RefillView]) -> tuple[list[dict[str, Any]], str]:
    waiting = tuple(refills)
    return [asdict(row) for row in waiting], "\n".join(map(_words, waiting)) or "No refill waits."


def _words(row: RefillView) -> str:
    due = "" if row.due_at is None else f", due {row.due_at:%Y-%m-%d %H:%M}"
    return (
        f"{row.task_id}  {row.quantity} x {row.sku} from {row.source} to {row.target}: "
        f"{row.reason.value}{due}"
    )


def _bounds(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str]:
    if args.sku is None:
        kept = refill_planning.bounds_kept(workplace)
        words = "\n".join(map(_kept_words, kept)) or "No pick face has bounds."
        return [asdict(view) for view in kept], words
    bounds = None if args.remove else (args.below, args.up_to)
    refill_planning.set_bounds(workplace, sku=args.sku, location=args.location, bounds=bounds)
    answer = {"sku": args.sku, "location": args.location, "bounds": bounds}
    if bounds is None:
        return answer, f"{args.sku} at {args.location} has no bounds"
    return answer, f"{args.sku} at {args.location}: below {bounds[0]}, up to {bounds[1]}"


def _kept_words(view: BoundsView) -> str:
    return (
        f"{view.sku} at {view.location}: below {view.minimum}, up to {view.maximum}; {view.free} "
        f"free of {view.on_hand}, {view.on_its_way} on their way, {view.in_reserve} in reserve: "
        f"{view.need.value.replace('_', ' ')}"
    )


def _put_aways(workplace: Workplace, _args: argparse.Namespace) -> tuple[list[dict[str, Any]], str]:
    raising_put_aways.look_for_put_aways(workplace)
    waiting = raising_put_aways.open_put_aways(workplace)
    lines = [
        f"{row.task_id}  {row.quantity} x {row.sku} at {row.source}: "
        f"{row.reason.value.replace('_', ' ')}"
        for row in waiting
    ]
    return [asdict(row) for row in waiting], "\n".join(lines) or "Nothing waits to be put away."
