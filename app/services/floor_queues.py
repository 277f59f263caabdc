"""What waits beside the aisles: put walls, benches, the carriers' lanes, printers that are down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from app.db.queries.board_rows import bench_queues, packers_since
from app.db.queries.board_strip import printers_down
from app.db.queries.floor_queues import lane_loads, totes_for_the_bench, wall_fills
from app.db.unit_of_work import UnitOfWork
from app.planning.forecast import USUAL_PACE, Work, seconds_of
from app.services.board_work import PACKS_NOW
from app.services.handling import handled_last, with_handling

DAY_BACK = timedelta(hours=12)
"""Parcels that left within so long are counted as done."""


@dataclass(frozen=True)
class WallQueue:
    """A put wall, and the part of its cubbies that is filled, 0 to 1."""

    wall: str
    share: float


@dataclass(frozen=True)
class LaneQueue:
    """A carrier's parcels: in its cages or gone, of all that are closed today."""

    carrier: str
    loaded: int
    parcels: int


@dataclass(frozen=True)
class FloorQueues:
    """What waits beside the aisles.

    Attributes:
        walls: how full each is.
        pack_totes: totes that wait for a bench.
        pack_minutes: until the benches are through with all that is picked, at the pace of the last
            cartons; by one packer where nobody packs.
        packers: how many people pack.
        lanes: by carrier.
        printers_down: by name.
    """

    walls: tuple[WallQueue, ...] = ()
    pack_totes: int = 0
    pack_minutes: int = 0
    packers: int = 0
    lanes: tuple[LaneQueue, ...] = ()
    printers_down: tuple[str, ...] = ()


def queues_in(work: UnitOfWork) -> FloorQueues:
    """What waits now, inside the caller's transaction."""
    session = work.session
    packers = packers_since(session, work.now - PACKS_NOW)
    return FloorQueues(
        tuple(WallQueue(row.wall, row.filled / row.cubbies) for row in wall_fills(session)),
        totes_for_the_bench(session),
        math.ceil(_bench_seconds(work) / 60 / max(1, packers)),
        packers,
        tuple(LaneQueue(*row) for row in lane_loads(session, work.now - DAY_BACK)),
        printers_down(session),
    )


def _bench_seconds(work: UnitOfWork) -> float:
    """How long one person packs all that is picked, at the pace of the last cartons."""
    queues = bench_queues(work.session)
    packing = Work(
        packed_orders=sum(queue.orders for queue in queues),
        packed_units=sum(queue.units for queue in queues),
    )
    return seconds_of(packing, with_handling(USUAL_PACE, handled_last(work.session)))
