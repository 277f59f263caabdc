"""`pickstation wave`: orders released together: made, planned, released, moved, held, aborted."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.commands.desk_words import refusal_words, why_words
from app.commands.intake import add_into_carton
from app.commands.mixed_rules import add_mixed_rules, split_words
from app.commands.opened import opened_workplace
from app.commands.wave_board import add_board
from app.commands.wave_late import add_late
from app.commands.wave_sharing import add_sharing
from app.commands.wave_words import search_words, told_forecast
from app.domain.order_release import Why
from app.domain.pick_state import PickMethod
from app.domain.refusals import Refused
from app.domain.wave_planning import WavePlan
from app.domain.wave_refusals import UnfitSettings
from app.domain.waves import WaveState
from app.planning.plan_progress import Budget
from app.services import wave_board, wave_release, waves
from app.services.floor_time import floor_time, utc_of
from app.services.wave_board import WaveView
from app.services.wave_search import KeptCarts, search_carts
from app.services.workplace import Workplace

MOST_SECONDS = 3600

PATIENCE = 3.0
"""Seconds after which is said that the search has not begun yet."""

Answer = tuple[Any, str, bool]
"""What is printed as JSON, what is said to a person, and whether all that was asked was done."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "wave",
        help="make, plan, release, move, hold and abort waves",
        description="Orders that are released together against a cut-off. Whatever keeps orders "
        "from it is named at once, for all of them.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_making(actions)
    _add_acts(actions)
    add_sharing(actions)
    add_board(actions)
    add_late(actions)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 if all of it was done; 1 if it was refused, or some orders were.
    """
    with opened_workplace(args) as workplace:
        try:
            values, words, is_done = args.act(workplace, args)
        except Refused as refused:
            sys.stderr.write(f"pickstation wave: {refusal_words(refused.refusal)}\n")
            return 1
    print(json.dumps(values, indent=1, default=str) if args.json else words)
    return 0 if is_done else 1


def _add_making(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    making = actions.add_parser("create", help="make a wave, with orders or without")
    making.add_argument("--method", choices=list(PickMethod), default=PickMethod.SINGLE)
    making.add_argument("--positions", type=int, help="orders a task carries at the most")
    add_into_carton(making)
    making.add_argument("--cut-off", type=_moment, help="when the truck leaves: 2026-11-20T17:00")
    making.add_argument("--carrier", default="", help="what it is for, as boards say it")
    making.add_argument("--priority", type=int, default=0, help="of its work, at least")
    making.set_defaults(act=_create)
    add_mixed_rules(actions)
    adding = actions.add_parser("add", help="let orders join; a released wave releases them")
    adding.add_argument("--urgent", action="store_true", help="they go before all others")
    adding.set_defaults(act=_add)
    removing = actions.add_parser("remove", help="take orders out; begun ones stay")
    removing.set_defaults(act=_remove)
    moving = actions.add_parser("move", help="let orders change into this wave, wherever they are")
    moving.set_defaults(act=_move)
    for action in (adding, removing, moving):
        action.add_argument("wave", help="the wave, such as W-7")
    making.add_argument("orders", nargs="*", metavar="ORDER", help="orders by their numbers")
    for action in (adding, removing, moving):
        action.add_argument("orders", nargs="+", metavar="ORDER", help="orders by their numbers")
    for action in (making, adding, removing, moving):
        action.add_argument("--source", default="", help="the shop, where two use one number")


def _add_acts(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    planning = actions.add_parser("plan", help="look at it as work; a held one may go on")
    planning.add_argument(
        "--seconds", type=_seconds, metavar="S", help="look for better carts; Ctrl+C ends it"
    )
    planning.set_defaults(act=_plan)
    releasing = actions.add_parser("release", help="give it to the floor, all of it or nothing")
    releasing.add_argument("--leave-out-bad", action="store_true", help="bad orders leave it")
    releasing.set_defaults(act=_release)
    holding = actions.add_parser("hold", help="stop it; what is released comes back")
    holding.set_defaults(act=_hold)
    aborting = actions.add_parser("abort", help="give it up; what was begun is finished")
    aborting.set_defaults(act=_abort)
    showing = actions.add_parser("show", help="its orders")
    showing.set_defaults(act=_show)
    for action in (planning, showing):
        action.add_argument(
            "--pickers",
            type=int,
            metavar="N",
            help="forecast for so many; for those at work if left out",
        )
    for action in (planning, releasing, holding, aborting, showing):
        action.add_argument("wave", help="the wave, such as W-7")
    listing = actions.add_parser("list", help="waves and how far they have come")
    listing.add_argument("--all", action="store_true", help="those that are over as well")
    listing.set_defaults(act=_list)


def _seconds(text: str) -> float:
    """Seconds of a search.

    Raises:
        argparse.ArgumentTypeError: they are none, or too many.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"write seconds, more than 0 and up to {MOST_SECONDS}")
    return seconds


def _moment(text: str) -> datetime:
    """A time by the clock on the wall.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return utc_of(datetime.fromisoformat(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError("write a time such as 2026-11-20T17:00") from error


def _create(workplace: Workplace, args: argparse.Namespace) -> Answer:
    new = waves.NewWave(
        method=PickMethod(args.method),
        positions=args.positions,
        into_carton=args.into_carton,
        carrier=args.carrier,
        priority=args.priority,
        cut_off_at=args.cut_off,
    )
    asked = waves.orders_named(workplace, args.orders, args.source)
    try:
        return _changed(waves.create_wave(workplace, new, asked.ids), asked)
    except ValueError as error:
        field = "into_carton" if args.into_carton else "positions"
        raise Refused(UnfitSettings(field, args.method)) from error


def _add(workplace: Workplace, args: argparse.Namespace) -> Answer:
    asked = waves.orders_named(workplace, args.orders, args.source)
    change = waves.add_to_wave(workplace, args.wave, asked.ids, urgent=args.urgent)
    return _changed(change, asked)


def _remove(workplace: Workplace, args: argparse.Namespace) -> Answer:
    asked = waves.orders_named(workplace, args.orders, args.source)
    return _changed(waves.remove_from_wave(workplace, args.wave, asked.ids), asked)


def _move(workplace: Workplace, args: argparse.Namespace) -> Answer:
    asked = waves.orders_named(workplace, args.orders, args.source)
    return _changed(waves.move_to_wave(workplace, args.wave, asked.ids), asked)


def _changed(change: waves.WaveChange, asked: waves.Asked) -> Answer:
    lines = [f"wave {change.code} is {_said(change.state)}: {len(change.orders)} orders changed"]
    lines += [f"  {number}: {why}" for number, why in _reasons(change.refused)]
    lines += [f"  {number}: no order, or one of two shops" for number in asked.unknown]
    values = {**asdict(change), "unknown": asked.unknown}
    return values, "\n".join(lines), not (change.refused or asked.unknown)


def _plan(workplace: Workplace, args: argparse.Namespace) -> Answer:
    plan = wave_release.plan_wave(workplace, args.wave)
    kept = None
    if args.seconds is not None:
        kept = _search(workplace, args.wave, args.seconds)
        plan = wave_release.plan_wave(workplace, args.wave)
    values, words = told_forecast(workplace, args.wave, args.pickers)
    told = [_plan_words(args.wave, plan), *([] if kept is None else [search_words(kept)]), words]
    answer = {**asdict(plan), "search": None if kept is None else asdict(kept), "forecast": values}
    return answer, "\n".join(told), not plan.bad


def _search(workplace: Workplace, code: str, seconds: float) -> KeptCarts:
    """Look for better carts, tell how far it is, and keep the best; Ctrl+C ends it early."""
    with search_carts(workplace, code, Budget(seconds=seconds)) as search:
        tell = sys.stderr.isatty()
        try:
            if not search.wait(PATIENCE) and not search.has_begun:
                sys.stderr.write("getting ready for the search, which takes longer once\n")
            while not search.wait(1.0):
                if tell:
                    now, before = search.metres, search.metres_before
                    sys.stderr.write(f"\r  {now:.0f} m, {before:.0f} m at once")
        except KeyboardInterrupt:
            search.stop()
            search.wait(5.0)
        if tell:
            sys.stderr.write("\n")
        if search.failure:
            sys.stderr.write(f"pickstation wave: the search ended early: {search.failure}\n")
        return search.keep()


def _hold(workplace: Workplace, args: argparse.Namespace) -> Answer:
    plan = wave_release.hold_wave(workplace, args.wave)
    return asdict(plan), f"wave {args.wave} is held", True


def _plan_words(code: str, plan: WavePlan) -> str:
    counts = ("orders", "lines", "units", "stops", "tasks", "totes")
    figures = ", ".join(f"{getattr(plan, name)} {name}" for name in counts)
    lines = [f"wave {code}: {figures}"]
    lines += [
        f"  zone {load.zone or '-'}: {load.lines} lines, {load.units} units" for load in plan.zones
    ]
    lines += split_words(plan)
    lines += [f"  {one.units} x {one.sku} missing for {one.orders} orders" for one in plan.missing]
    lines += [f"  {one.units} x {one.sku} from reserve" for one in plan.from_reserve]
    lines += [f"  {number} is more than a cart takes and goes alone" for number in plan.too_big]
    lines += [f"  {bad.number} can't be released: {why_words(bad.why)}" for bad in plan.bad]
    return "\n".join(lines)


def _release(workplace: Workplace, args: argparse.Namespace) -> Answer:
    report = wave_release.release_wave(workplace, args.wave, leave_out_bad=args.leave_out_bad)
    words = [f"wave {report.code} is {_said(report.state)}"]
    words[0] += f": {len(report.released)} orders in {report.tasks} tasks"
    words += [f"  {number}: {why}" for number, why in _reasons(report.refused)]
    if report.refused and not report.released:
        words.append("  nothing was released; --leave-out-bad releases the others")
    return asdict(report), "\n".join(words), bool(report.released)


def _abort(workplace: Workplace, args: argparse.Namespace) -> Answer:
    report = wave_release.abort_wave(workplace, args.wave)
    words = (
        f"wave {report.code} is aborted: {len(report.withdrawn)} orders are at the desk, "
        f"{len(report.finished)} were begun and are finished"
    )
    return asdict(report), words, True


def _show(workplace: Workplace, args: argparse.Namespace) -> Answer:
    detail = wave_board.wave_detail(workplace, args.wave)
    lines = [_line(detail.wave)]
    lines += [
        f"  {order.number}: {_said(order.state)}, {order.picked} of {order.units} units"
        for order in detail.orders
    ]
    values, words = None, ""
    if detail.wave.state not in (WaveState.COMPLETE, WaveState.CANCELLED):
        values, words = told_forecast(workplace, args.wave, args.pickers)
        lines.append(words)
    return {**asdict(detail), "forecast": values}, "\n".join(lines), True


def _list(workplace: Workplace, args: argparse.Namespace) -> Answer:
    found = wave_board.waves_now(workplace, set(WaveState) if args.all else None)
    words = "\n".join(_line(view) for view in found) or "There is no wave."
    return [asdict(view) for view in found], words, True


def _line(view: WaveView) -> str:
    """A wave in one line, as the board has it."""
    figures = view.figures
    cut_off = "     " if view.cut_off_at is None else f"{floor_time(view.cut_off_at):%H:%M}"
    words = (
        f"{view.code:<6} {cut_off}  {_said(view.state):<11}  {view.method:<13}  "
        f"{figures.done}/{figures.orders} orders  {figures.lines_done}/{figures.lines} lines"
    )
    if figures.unresolved:
        words += f"  {figures.unresolved} unresolved"
    return f"{words}  {' '.join(view.people)}".rstrip()


def _reasons(refused: Sequence[tuple[str, Sequence[Why]]]) -> list[tuple[str, str]]:
    return [(number, why_words(why)) for number, why in refused]


def _said(state: str) -> str:
    return str(state).replace("_", " ")
