"""`pickstation zone`: the zones of the floor, their turn and lanes, and what waits for each."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from app.commands.opened import opened_workplace
from app.services.workplace import Workplace
from app.services.zone_setup import BadZone, lane_rules, set_lanes, set_zone, zone_views


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "zone",
        help="set up zones: their turn, the lanes totes are handed over on, what waits for each",
        description="Zones come with the location list. Orders released with `--method zone_pass` "
        "pass them in their turn, those with `zone_parallel` are picked in all of them at once and "
        "meet on a shelf (`pickstation wall shelf`). `pickstation print lanes` prints "
        "the signs of the lanes; scanning one says in which zone somebody works.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    setting = actions.add_parser("set", help="the turn and the lane of a zone")
    setting.add_argument("zone", metavar="ZONE", help="as the location list names it")
    setting.add_argument("--turn", type=int, help="totes pass the lower one first")
    setting.add_argument(
        "--lane", metavar="CODE", help="where totes for it are put down; made if it is new"
    )
    setting.set_defaults(act=_set)
    lanes = actions.add_parser("lanes", help="whether lanes are scanned, and the pack lane")
    lanes.add_argument(
        "--scan", choices=("yes", "no"), help="whether a tote is scanned onto its lane"
    )
    lanes.add_argument("--pack-lane", metavar="CODE", help="where totes go to be packed")
    lanes.set_defaults(act=_lanes)
    listing = actions.add_parser("list", help="all zones in their turn, and what waits for each")
    listing.add_argument("--json", action="store_true", help="answer with one JSON object")
    listing.set_defaults(act=_list)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked.

    Returns:
        0 on success; 1 if a zone or lane cannot be set up as asked.
    """
    with opened_workplace(args) as workplace:
        try:
            print(args.act(workplace, args))
        except BadZone as error:
            print(f"pickstation zone: {error}", file=sys.stderr)
            return 1
    return 0


def _set(workplace: Workplace, args: argparse.Namespace) -> str:
    zone = set_zone(workplace, args.zone, turn=args.turn, lane=args.lane)
    lane = f"its totes are put on {zone.lane}" if zone.lane else "it has no lane"
    hint = f" `pickstation print lanes {zone.lane}` prints its sign." if args.lane else ""
    return f"Zone {zone.code} has turn {zone.turn}; {lane}.{hint}"


def _lanes(workplace: Workplace, args: argparse.Namespace) -> str:
    scanned = None if args.scan is None else args.scan == "yes"
    set_lanes(workplace, scanned=scanned, pack_lane_code=args.pack_lane)
    return _rules(workplace)


def _rules(workplace: Workplace) -> str:
    is_scanned, pack_lane = lane_rules(workplace)
    scanned = "Lanes are scanned" if is_scanned else "Lanes need not be scanned"
    packed = f"totes to be packed go to {pack_lane}" if pack_lane else "there is no pack lane"
    return f"{scanned} at a hand-over; {packed}."


def _list(workplace: Workplace, args: argparse.Namespace) -> str:
    found = zone_views(workplace)
    if args.json:
        is_scanned, pack_lane = lane_rules(workplace)
        zones = [{**asdict(zone), "waiting": waiting} for zone, waiting in found]
        told = {"zones": zones, "lanes_scanned": is_scanned, "pack_lane": pack_lane}
        return json.dumps(told)
    if not found:
        return "There is no zone yet: `pickstation import locations` brings them."
    lines = [
        f"zone {zone.code}: turn {zone.turn}, {zone.lane or 'no lane'}, {waiting} waiting"
        for zone, waiting in found
    ]
    return "\n".join([*lines, _rules(workplace)])
