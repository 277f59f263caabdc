"""Who is where: people, empty totes, and work that stands about; seen with one's own eyes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.simulation import floor

if TYPE_CHECKING:
    from tests.simulation.station import Station
    from tests.simulation.world import World


class People:
    """Everybody on the floor; a person is at one station at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.all = (*world.template.pickers, world.template.lead)
        self.settling: set[int] = set()

    def somebody(self, station: Station) -> int:
        """Whoever is at a station, or comes to it; 0 if nobody does."""
        if not station.visitor:
            taken = {other.visitor for other in self._world.stations}
            free = [one for one in self.all if one not in taken]
            if free:
                station.visitor = self._world.chance.choice(free)
        return station.visitor

    def go(self, station: Station) -> None:
        """Whoever is at a station leaves it."""
        station.visitor = 0

    def an_empty_tote(self, chance: random.Random) -> str:
        """A tote that nothing lies in, and that seems to be nobody's."""
        rows = _look(
            "select code, order_id is null from location join tote on location_id = id order by id"
        )
        empty = [
            str(code)
            for code, is_free in rows
            if (is_free or chance.random() < 0.02)
            and not any(
                units for (place, _), units in self._world.goods.at.items() if place == code
            )
        ]
        return chance.choice(empty) if empty else str(rows[0][0])

    def a_tote_left(self, chance: random.Random) -> str | None:
        """A tote with unfinished work."""
        rows = _look(
            "select location.code, task.state = 'paused' from pick_task task join pick_task_tote "
            "place on place.task_id = task.id join location on location.id = place.tote_id "
            "where task.state in ('paused', 'in_progress') order by task.id"
        )
        left = [str(code) for code, is_paused in rows if is_paused or chance.random() < 0.1]
        return chance.choice(left) if left else None


def _look(sql: str) -> list[tuple[object, ...]]:
    return floor.driver().execute(sql).fetchall()
