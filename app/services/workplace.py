"""Where services work: the open database, the station that asks, and the carrier it ships with."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.carriers.house import HouseCarrier
from app.carriers.interface import Carrier
from app.db.unit_of_work import Actor, Database


@dataclass(frozen=True)
class Workplace:
    """A station at an open database. Passed to every service instead of a global."""

    database: Database
    station: str = ""
    carrier: Carrier = field(default_factory=HouseCarrier)

    def actor(self, operator_id: int | None = None) -> Actor:
        """Who is written beside a change made here."""
        return Actor(self.station, operator_id)
