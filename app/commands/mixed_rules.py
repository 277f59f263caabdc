"""`pickstation wave rules`: which method the orders of a mixed wave get; and a plan's split."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from app.domain.mixed_methods import MixedRules, ZonesBy
from app.domain.refusals import Refused
from app.domain.wave_planning import WavePlan
from app.domain.wave_refusals import UnfitSettings
from app.services import mixed_ways
from app.services.workplace import Workplace

_ZONES = {
    ZonesBy.NEVER: "never zone by zone",
    ZonesBy.PASSING: "from zone to zone",
    ZonesBy.PARALLEL: "in all zones at once",
}


def add_mixed_rules(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action that shows and changes the house's thresholds."""
    rules = actions.add_parser("rules", help="which method orders of a mixed wave get; shows it")
    rules.add_argument(
        "--batch-from", type=int, metavar="N", help="so many orders of one line are a batch"
    )
    rules.add_argument(
        "--large-from", type=int, metavar="N", help="an order of so many lines is picked alone"
    )
    rules.add_argument("--zones", choices=list(ZonesBy), help="orders over several staffed zones")
    rules.set_defaults(act=_rules)


def _rules(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str, bool]:
    now = mixed_ways.mixed_rules(workplace)
    asked = replace(
        now,
        batch_from=now.batch_from if args.batch_from is None else args.batch_from,
        large_from=now.large_from if args.large_from is None else args.large_from,
        zones_by=now.zones_by if args.zones is None else ZonesBy(args.zones),
    )
    if asked != now:
        try:
            now = mixed_ways.set_mixed_rules(workplace, asked)
        except ValueError as error:
            numbers = f"{asked.batch_from} and {asked.large_from}"
            raise Refused(UnfitSettings("batch_from and large_from", numbers)) from error
    return asdict(now), _rules_words(now), True


def _rules_words(rules: MixedRules) -> str:
    batch = f"from {rules.batch_from} on" if rules.batch_from else "never"
    large = f"from {rules.large_from} lines on" if rules.large_from else "never"
    return (
        f"orders of one line in a batch: {batch}\n"
        f"large orders alone: {large}\n"
        f"orders over several staffed zones: {_ZONES[rules.zones_by]}\n"
        "all others share carts"
    )


def split_words(plan: WavePlan) -> Iterator[str]:
    """What of a wave is picked by which method, where there are several, and with what."""
    if len(plan.methods) > 1:
        for load in plan.methods:
            into = " into cartons" if load.into_carton else ""
            yield (
                f"  {load.method.value.replace('_', ' ')}{into}: {load.orders} orders, "
                f"{load.lines} lines in {load.tasks} tasks"
            )
    for need in plan.equipment:
        figures = f"{need.lines} lines, {need.units} units in {need.tasks} tasks"
        yield f"  needs {need.equipment}: {figures}"
