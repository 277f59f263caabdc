"""`pickstation wave late`: orders that will miss their truck, each with the move that helps."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.domain.late_orders import LateMove
from app.services.floor_time import floor_time
from app.services.late_list import LateOrder, late_list
from app.services.workplace import Workplace

Answer = tuple[Any, str, bool]
"""What is printed as JSON, what is said to a person, and whether all that was asked was done."""

_MOVES = {
    LateMove.RELEASE: "release {wave}",
    LateMove.RUSH: "let it be picked next",
    LateMove.SEND: "give it to {person}",
    LateMove.SHARE: "give half of it to {person}",
    LateMove.PACK_NOW: "pack it now {person}",
    LateMove.SETTLE: "settle it at the exception desk",
    LateMove.NEXT_TRUCK: "next truck {to_wave}",
    LateMove.NONE: "nothing, it is on its way",
}


def add_late(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action to those of `pickstation wave`."""
    late = actions.add_parser("late", help="orders that will miss their truck, and what helps")
    late.set_defaults(act=_late)


def _late(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    told = late_list(workplace)
    words = [_words(order) for order in told.orders] or ["No order will miss its truck."]
    return asdict(told), "\n".join(words), True


def _words(order: LateOrder) -> str:
    move = _MOVES[order.move].format(
        wave=order.wave or "it by itself", person=order.person, to_wave=order.to_wave
    )
    effect = ""
    if order.after is not None:
        effect = f"  ({_clock(order.before) or '-'} > {_clock(order.after)})"
    reason = order.reason.replace("_", " ")
    return (
        f"{order.number:<10} {order.wave:<6} truck {_clock(order.truck_at)}  "
        f"{order.state.replace('_', ' '):<10} {reason:<13}  {move.strip()}{effect}"
    )


def _clock(moment: datetime | None) -> str:
    return "" if moment is None else f"{floor_time(moment):%H:%M}"
