"""What benches and walls did last, and the pace it shows: the part that no pick tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.db.queries.handled_rows import cubby_puts, last_cartons
from app.planning.forecast import Pace
from app.planning.handling_pace import DoneAt, with_bench_pace, with_wall_pace

CARTONS, PUTS = 300, 600
"""The pace is learned from so many of the last ones."""


@dataclass(frozen=True)
class Handled:
    """Cartons that benches closed and lines that were put into cubbies, the oldest first."""

    cartons: tuple[DoneAt, ...] = ()
    puts: tuple[DoneAt, ...] = ()


def handled_last(session: Session) -> Handled:
    """What benches and walls did last."""
    return Handled(
        _deeds(last_cartons(session, CARTONS)),
        _deeds(cubby_puts(session, PUTS)),
    )


def _deeds(rows: Iterable[tuple[int, datetime, int]]) -> tuple[DoneAt, ...]:
    return tuple(DoneAt(person, at.timestamp(), units) for person, at, units in rows)


def with_handling(pace: Pace, handled: Handled) -> Pace:
    """The pace of pickers with that of benches and walls, where enough is known of them."""
    return with_wall_pace(with_bench_pace(pace, handled.cartons), handled.puts)
