"""`pickstation simulate`: what the work that waits would come to, by pick method and head count."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.opened import opened_workplace

if TYPE_CHECKING:
    from app.planning.shift import Way
    from app.services.simulating import WaitingShift

MOST_PEOPLE = 200


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "simulate",
        help="what the orders that wait would come to, by pick method and head count",
        description="Plays the shift that waits in different ways, person by person and scan by "
        "scan, and recommends one. Nothing is released and nothing is written. People work at the "
        "pace of this house's own scans, once there are enough of them.",
    )
    parser.add_argument(
        "--pickers", type=int, nargs="+", default=[2, 4, 6, 8], metavar="N", help="head counts"
    )
    parser.add_argument("--benches", type=int, default=4, metavar="N", help="manned pack benches")
    parser.add_argument(
        "--cubbies", type=int, metavar="N", help="of the put wall; those set up if left out"
    )
    parser.add_argument(
        "--begin", default="08:00", metavar="HH:MM", help="when the shift begins, today"
    )
    parser.add_argument(
        "--hours", type=float, default=8.0, metavar="H", help="all has to be packed within"
    )
    parser.add_argument(
        "--way",
        action="append",
        metavar="METHOD[:ORDERS[:TOGETHER[:ZONES]]]",
        help="a way to compare, such as cluster:12:120 for carts of 12 chosen from 120 orders; "
        "usual ones if left out",
    )
    parser.add_argument(
        "--today", default="single", metavar="WAY", help="the way to compare the best one with"
    )
    parser.add_argument(
        "--variation", type=float, default=0.2, metavar="V", help="how much times vary, as a share"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of chance")
    parser.add_argument(
        "--layout", type=Path, metavar="FILE", help="another layout file than the one brought in"
    )
    parser.add_argument(
        "--played",
        action="store_true",
        help="no shift: tell the later half of what was picked from the earlier half, and hold it "
        "against the times of its own scans",
    )
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Play and print.

    Returns:
        0 when it was played, 1 when there is nothing to play or the floor makes no sense, 2 on
        senseless numbers.
    """
    if args.played:
        return _check_record(args)
    from app.planning.floor_document import read_floor_document
    from app.services.simulating import waiting_shift

    try:
        begins = _begin(args.begin)
        ways, today = [_way(text) for text in args.way or ()], _way(args.today)
        _check_numbers(args)
    except ValueError as error:
        sys.stderr.write(f"pickstation: {error}\n")
        return 2
    try:
        document = read_floor_document(args.layout) if args.layout else None
        with opened_workplace(args) as workplace:
            shift = waiting_shift(workplace, begins, document)
        return _play(args, shift, ways, today)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"pickstation: {error}\n")
        return 1


def _check_record(args: argparse.Namespace) -> int:
    from app.commands.simulate_words import record_as_json, record_in_words
    from app.services.pace_check import check_record

    try:
        with opened_workplace(args) as workplace:
            check = check_record(workplace)
    except ValueError as error:
        sys.stderr.write(f"pickstation: {error}\n")
        return 1
    print(json.dumps(record_as_json(check)) if args.json else "\n".join(record_in_words(check)))
    return 0


def _play(args: argparse.Namespace, shift: WaitingShift, ways: Sequence[Way], today: Way) -> int:
    from app.commands.simulate_words import comparison_as_json, comparison_in_words
    from app.planning.annealing import searched_carts
    from app.planning.shift import Crew, ShiftRules
    from app.planning.shift_choice import ShiftComparison, usual_ways

    cubbies = shift.cubbies if args.cubbies is None else args.cubbies
    rules = ShiftRules(shift.pace.pace, args.variation, args.seed)
    comparison = ShiftComparison(shift.floor, shift.orders, rules, searched_carts)
    results = [
        comparison.result(way, Crew(pickers, args.benches, cubbies))
        for way in ways or usual_ways(cubbies, len(shift.floor.aisles))
        for pickers in args.pickers
    ]
    told = comparison.recommend(results, args.hours * 3600, today)
    if args.json:
        print(json.dumps(comparison_as_json(shift, results, told)))
    else:
        print("\n".join(comparison_in_words(shift, results, told)))
    return 0


def _begin(text: str) -> datetime:
    """A time of today, in this machine's zone."""
    try:
        time = datetime.strptime(text, "%H:%M")  # noqa: DTZ007 - the day and zone come from now
    except ValueError:
        raise ValueError(f"--begin takes a time such as 08:00, not {text}") from None
    return (
        datetime.now()
        .astimezone()
        .replace(hour=time.hour, minute=time.minute, second=0, microsecond=0)
    )


def _way(text: str) -> Way:
    """A way as it is typed: cluster, cluster:12, cluster:12:120, zone:12:12:4."""
    from app.planning.shift import Method, Way

    name, *numbers = text.split(":")
    if name not in tuple(Method) or len(numbers) > 3 or not all(map(str.isdecimal, numbers)):
        raise ValueError(
            f"--way takes {', '.join(Method)} and up to three numbers, such as cluster:12:120, "
            f"not {text}"
        )
    usual = (1, 1, 1) if name == Method.SINGLE else (12, 12, 4 if name == Method.ZONE else 1)
    given = [int(number) for number in numbers]
    orders, together, zones = (*given, *usual[len(given) :])
    return Way(Method(name), orders, max(orders, together), zones)


def _check_numbers(args: argparse.Namespace) -> None:
    for name, numbers in (("pickers", args.pickers), ("benches", [args.benches])):
        if not all(1 <= number <= MOST_PEOPLE for number in numbers):
            raise ValueError(f"--{name} takes 1 to {MOST_PEOPLE}")
    if args.cubbies is not None and args.cubbies < 0:
        raise ValueError("--cubbies takes 0 or more")
    if not 0 < args.hours <= 168:
        raise ValueError("--hours takes more than 0, up to a week")
    if not 0 <= args.variation <= 2:
        raise ValueError("--variation takes a share from 0 to 2")
