"""How many scans and keys each way of picking takes on the reference load, beside its peers.

The load is played through the services that the windows call, on an embedded database of its own;
each scan and key handed in is counted. What peers take is worked out from published descriptions of
their flows, and so is the least that still catches every mistake: see the notes on screens.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bench.reference_load import ITEMS, ORDERS
from app.bench.touch_floor import Hands, Touches, TouchHouse
from app.bench.touch_people import (
    NotAccepted,
    pack_everything,
    pick_everything,
    pick_in_zones,
    pick_into_boxes,
    pick_side_by_side,
    sort_everything,
    start_job,
)
from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_state import PickMethod
from app.services.releasing import Manner


@dataclass(frozen=True)
class Stage:
    """One row of the table.

    Attributes:
        name: what is done.
        play: does it, and says what it took.
        goal: at the most so many.
        peers: what others take, each with its name.
        misses: the mistakes that pass it.
    """

    name: str
    play: Callable[[TouchHouse], Touches]
    goal: Touches
    peers: tuple[str, ...]
    misses: str


@dataclass(frozen=True)
class Measured:
    """A stage and what it took."""

    stage: Stage
    touches: Touches

    @property
    def is_met(self) -> bool:
        """Whether neither more scans nor more keys were needed than the goal allows."""
        goal = self.stage.goal
        return self.touches.scans <= goal.scans and self.touches.keys <= goal.keys

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "stage": self.stage.name,
            "scans": self.touches.scans,
            "keys": self.touches.keys,
            "goal_scans": self.stage.goal.scans,
            "goal_keys": self.stage.goal.keys,
            "met": self.is_met,
            "peers": list(self.stage.peers),
            "misses": self.stage.misses,
        }


@dataclass(frozen=True)
class Way:
    """A way from the shelf to the label on the parcel: stages, and the least that proves as much.

    Attributes:
        name: of the way.
        stages: by their names.
        minimum: scans without which a mistake could pass.
    """

    name: str
    stages: tuple[str, ...]
    minimum: int


def bench_touches(*, as_json: bool) -> int:
    """Play every stage and print the table.

    Returns:
        0 where every stage takes at the most what is its goal, 1 otherwise.

    Raises:
        NotAccepted: a dialogue refused what it had asked for.
    """
    with TemporaryDirectory() as folder:
        house = TouchHouse(Path(folder))
        measured = [Measured(stage, stage.play(house)) for stage in STAGES]
    ways = [(way, _sum(way, measured)) for way in WAYS]
    if as_json:
        told = {
            "stages": [one.as_json() for one in measured],
            "ways": [
                {"way": way.name, "scans": t.scans, "keys": t.keys, "minimum": way.minimum}
                for way, t in ways
            ],
        }
        print(json.dumps(told))
    else:
        print("\n".join(_in_words(measured, ways)))
    return 0 if all(one.is_met for one in measured) else 1


def _sum(way: Way, measured: list[Measured]) -> Touches:
    by_name = {one.stage.name: one.touches for one in measured}
    return sum((by_name[name] for name in way.stages), Touches())


def _in_words(measured: list[Measured], ways: list[tuple[Way, Touches]]) -> list[str]:
    lines_, units = sum(map(len, ORDERS)), sum(line.quantity for order in ORDERS for line in order)
    text = [
        f"{len(ORDERS)} orders, {lines_} lines, {units} units of {len(ITEMS)} items: scans + keys",
        f"  {'stage':<29} {'measured':>9} {'goal':>9}       peers; what it lets pass",
    ]
    for one in measured:
        verdict = "met" if one.is_met else "MISSED"
        text.append(
            f"  {one.stage.name:<29} {one.touches!s:>9} {one.stage.goal!s:>9} {verdict:<6}"
            f" {', '.join(one.stage.peers)}; {one.stage.misses}"
        )
    text.append(f"  {'from shelf to label':<29} {'measured':>9} {'least':>9}")
    text += [f"  {way.name:<29} {t!s:>9} {way.minimum:>9}" for way, t in ways]
    return text


# The stages -------------------------------------------------------------------------------------


def _start(house: TouchHouse) -> Touches:
    with house.floor(Manner()) as floor:
        hands = Hands()
        start_job(floor, hands)
        return hands.touches


def _picking(house: TouchHouse, manner: Manner) -> Touches:
    with house.floor(manner) as floor:
        hands = Hands()
        pick_everything(floor, hands)
        return hands.touches


def _zone_pass(house: TouchHouse) -> Touches:
    with house.floor(Manner(PickMethod.ZONE_PASS)) as floor:
        hands = Hands()
        pick_in_zones(floor, hands)
        return hands.touches


def _zone_parallel(house: TouchHouse) -> Touches:
    with house.floor(Manner(PickMethod.ZONE_PARALLEL, positions=1)) as floor:
        hands = Hands()
        pick_side_by_side(floor, hands)
        return hands.touches


def _into_boxes(house: TouchHouse) -> Touches:
    with house.floor(Manner(into_carton=True), ConfirmationPolicy.STRICT) as floor:
        hands = Hands()
        pick_into_boxes(floor, hands)
        return hands.touches


def _batch_and_wall(
    house: TouchHouse, policy: ConfirmationPolicy, *, tote_an_item: bool
) -> Touches:
    with house.floor(Manner(PickMethod.BATCH), policy) as floor:
        hands = Hands()
        pick_everything(floor, hands, tote_an_item=tote_an_item)
        sort_everything(floor, hands)
        return hands.touches


def _packing_from_the_wall(house: TouchHouse) -> Touches:
    with house.floor(Manner(PickMethod.BATCH)) as floor:
        pick_everything(floor, Hands())
        hands = Hands()
        pack_everything(floor, hands, sort_everything(floor, Hands()))
        return hands.touches


def _packing(house: TouchHouse) -> Touches:
    with house.floor(Manner()) as floor:
        pick_everything(floor, Hands())
        hands = Hands()
        pack_everything(floor, hands, list(floor.used))
        return hands.touches


STAGES = (
    Stage("start a job", _start, Touches(2, 0), ("OCA 0 + 2", "Odoo 0 + 3"), "nothing"),
    Stage(
        "single, into totes",
        lambda house: _picking(house, Manner()),
        Touches(35, 12),
        ("Odoo 75 + 10", "Shipwave 50 + 35", "D365 50-90 + 25"),
        "a wrong count, until packing",
    ),
    Stage(
        "single, into boxes, labelled",
        _into_boxes,
        Touches(60, 0),
        ("Odoo, then Starshipit 125 + 10", "Shipwave, then Peoplevox 100 + 35"),
        "a unit swapped after its scan",
    ),
    Stage(
        "cluster",
        lambda house: _picking(house, Manner(PickMethod.CLUSTER)),
        Touches(53, 0),
        ("Odoo 68 + 28", "OCA 51 + 2", "D365 18-43 + 18-43"),
        "a wrong count, until packing",
    ),
    Stage(
        "zone, tote passes on",
        _zone_pass,
        Touches(48, 12),
        ("OCA 73 + 3",),
        "a wrong count, until packing",
    ),
    Stage(
        "zones side by side",
        _zone_parallel,
        Touches(78, 12),
        ("none counted",),
        "a wrong count, until packing",
    ),
    Stage(
        "batch and wall, mixed tote",
        lambda house: _batch_and_wall(house, ConfirmationPolicy.STANDARD, tote_an_item=False),
        Touches(101, 0),
        ("item and cell for every unit 116 + 0", "Increff 96 + 0"),
        "nothing",
    ),
    # A wall proves each item anyway: FAST lets the shelf be proved by its tote alone.
    Stage(
        "batch and wall, tote an item",
        lambda house: _batch_and_wall(house, ConfirmationPolicy.FAST, tote_an_item=True),
        Touches(79, 0),
        ("item and cell for every unit 116 + 0", "Increff 96 + 0"),
        "a wrong unit among right ones",
    ),
    Stage(
        "pack",
        _packing,
        Touches(60, 0),
        ("Starshipit 50 + 0", "Peoplevox 50 + 0"),
        "a unit swapped after its scan",
    ),
    Stage(
        "pack what the wall proved",
        _packing_from_the_wall,
        Touches(20, 0),
        ("none counted",),
        "a unit swapped after its scan",
    ),
)

WAYS = (
    Way("single, into boxes", ("single, into boxes, labelled",), 60),
    Way("single, into totes", ("single, into totes", "pack"), 60),
    Way("cluster", ("cluster", "pack"), 85),
    Way("zone", ("zone, tote passes on", "pack"), 70),
    Way("batch", ("batch and wall, mixed tote", "pack what the wall proved"), 85),
)

__all__ = ["NotAccepted", "bench_touches"]
