"""Where services work: the open database, the station that asks, and the carrier it ships with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.carriers.house import HouseCarrier
from app.carriers.interface import Carrier
from app.db.unit_of_work import Actor, Database
from app.domain.permissions import Verb
from app.services.floor_clock import FloorClock
from app.services.floor_memory import FloorMemory

if TYPE_CHECKING:
    from app.services.pick_applying import PickSender


@dataclass(frozen=True)
class Workplace:
    """A station at an open database. Passed to every service instead of a global.

    `carrier` answers at once, inside a transaction; with `network_carriers` a transport is bought
    after it, from whichever fits best. `clock` is the database's, as the station last heard it.
    `sender` takes a picker's scans to the database by way of the station's journal; without one
    they go there at once. `floor` is where one can walk, as the station heard last. `has_scale`: a
    scale is set up at this bench, connected or not.
    """

    database: Database
    station: str = ""
    carrier: Carrier = field(default_factory=HouseCarrier)
    network_carriers: tuple[Carrier, ...] = ()
    clock: FloorClock = field(default_factory=FloorClock, compare=False)
    sender: PickSender | None = None
    floor: FloorMemory = field(default_factory=FloorMemory, compare=False)
    has_scale: bool = False

    def actor(self, operator_id: int | None = None, verb: Verb | None = None) -> Actor:
        """Who is written beside a change made here, and what they want to do.

        Args:
            operator_id: the operator; None for the station itself, and for the person at the shell.
            verb: what they want, which their role and this station must permit.
        """
        return Actor(self.station, operator_id, verb)
