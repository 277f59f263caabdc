"""`pickstation custody`: where anything is, what nobody has scanned, and work given by name."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from uuid_utils.compat import uuid7

from app.commands.desk_answer import answer_desk
from app.domain.custody import LOST_AFTER
from app.domain.look_up import (
    Found,
    ItemFound,
    MoveSeen,
    OrderFound,
    OrderSeen,
    ParcelFound,
    PersonFound,
    PlaceFound,
    SerialFound,
    Sighting,
    StockSeen,
    ToteFound,
    WorkSeen,
    next_step,
)
from app.services.identifying import Entry
from app.services.looking_up import where_is
from app.services.lost_totes import UnseenTote, lost_totes
from app.services.parking import give_work
from app.services.workplace import Workplace

Answer = tuple[object, str]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "custody",
        help="where anything is and who has it; totes nobody has scanned; work given by name",
        description="Each scan leaves where, by whom and when. This reads it back.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    where = actions.add_parser("where", help="what a code is, where it was last, and who had it")
    where.add_argument("code", help="a tote, parcel, order, item, place, serial or staff number")
    where.set_defaults(act=_where)
    lost = actions.add_parser("lost", help="totes with goods in them that nobody has scanned")
    hours = LOST_AFTER // timedelta(hours=1)
    lost.add_argument("--hours", type=float, default=hours, metavar="N", help="for so long")
    lost.set_defaults(act=_lost)
    give = actions.add_parser("give", help="let somebody go on with work that was put aside")
    give.add_argument("code", help="a tote of it, or the place where it stands")
    give.add_argument("staff_number", help="whose it is to be")
    give.set_defaults(act=_give)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "custody")


def _where(workplace: Workplace, args: argparse.Namespace) -> Answer:
    found = where_is(workplace, None, Entry(args.code, uuid7()))
    step = next_step(found).value
    told: dict[str, Any] = {"kind": type(found).__name__, "next_step": step, **asdict(found)}
    return told, "\n".join([*_lines(found), f"next: {step.replace('_', ' ')}"])


def _lines(found: Found) -> list[str]:
    match found:
        case ItemFound(item=item, stock=stock, moves=moves):
            head = f"item {item.sku} {item.name}: {found.on_hand} on hand, {found.free} free"
            return [head, *map(_stock, stock), *map(_move, moves)]
        case PlaceFound(code=code, kind=kind, stock=stock, moves=moves):
            whose = [] if found.order is None else [_order(found.order)]
            parked = [_work(work) for work in found.parked]
            totes = [f"  tote {tote} stands there" for tote in found.totes]
            head = f"place {code}, {kind.value}"
            return [head, *whose, *parked, *totes, *map(_stock, stock), *map(_move, moves)]
        case ToteFound(code=code, stock=stock, moves=moves):
            whose = [] if found.order is None else [_order(found.order)]
            work = [] if found.work is None else [_work(found.work)]
            head = f"tote {code}, {_seen(found.seen)}"
            return [head, *whose, *work, *map(_stock, stock), *map(_move, moves)]
        case OrderFound(order=order, stock=stock, moves=moves):
            work = [] if found.work is None else [_work(found.work)]
            parcels = [f"  parcel {sscc or '?'}, {state.value}" for sscc, state in found.parcels]
            return [_order(order), *work, *parcels, *map(_stock, stock), *map(_move, moves)]
        case ParcelFound(sscc=sscc, state=state, stock=stock):
            head = f"parcel {sscc}, {state.value}, {_seen(found.seen)}"
            return [head, _order(found.order), *map(_stock, stock)]
        case PersonFound(name=name, role=role):
            work = [] if found.work is None else [_work(found.work)]
            return [f"{name}, {role.value}, {_seen(found.seen)}", *work]
        case SerialFound(serial=serial, item=item):
            whose = [] if found.order is None else [_order(found.order)]
            return [f"serial {serial} of {item.sku}, {_seen(found.seen)}", *whose]


def _stock(row: StockSeen) -> str:
    promised = f", {row.promised} promised" if row.promised else ""
    return f"  {row.place}: {row.units} x {row.sku}{promised}"


def _move(move: MoveSeen) -> str:
    who = f" by {move.who}" if move.who else ""
    return (
        f"  {move.when:%Y-%m-%d %H:%M} {move.units} x {move.sku} {move.source} -> {move.target} "
        f"{move.reason}{who}"
    )


def _order(order: OrderSeen) -> str:
    holds = f" ({', '.join(order.holds)})" if order.holds else ""
    return (
        f"order {order.number}, {order.state.value}{holds}: {order.ordered} units, "
        f"{order.picked} picked, {order.packed} packed, {order.shipped} shipped"
    )


def _work(work: WorkSeen) -> str:
    parked = f", stands at {work.parked_at}" if work.parked_at else ""
    state = "held" if work.is_held else "done" if work.is_done else "waits"
    return f"  task {work.task_id} of {work.holder or 'nobody'}, {state}{parked}"


def _seen(seen: Sighting) -> str:
    if seen.when is None:
        return "never scanned"
    where = f" at {seen.where or seen.station}" if seen.where or seen.station else ""
    who = f" by {seen.who}" if seen.who else ""
    return f"last scanned {seen.when:%Y-%m-%d %H:%M}{where}{who}"


def _lost(workplace: Workplace, args: argparse.Namespace) -> Answer:
    found = lost_totes(workplace, after=timedelta(hours=args.hours))
    words = "\n".join(map(_lost_words, found)) or "Every tote with goods in it was scanned since."
    return [asdict(row) for row in found], words


def _lost_words(row: UnseenTote) -> str:
    order = f", order {row.order_number}" if row.order_number else ""
    seen = Sighting(row.place, row.seen_by, row.seen_at, row.station)
    return f"{row.tote}: {row.units} units{order}, {_seen(seen)}"


def _give(workplace: Workplace, args: argparse.Namespace) -> Answer:
    left = give_work(workplace, args.code, args.staff_number)
    return {"to": left.for_name}, f"{left.for_name} goes on with the work of {args.code}"
