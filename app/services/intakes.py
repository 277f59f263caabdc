"""What a template and a channel have in common: which orders they take, and how to pick them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from app.db.queries.intakes import listed
from app.db.schema import Channel, WaveTemplate
from app.domain.pick_state import PickMethod
from app.domain.refusals import Refused
from app.domain.wave_refusals import UnfitSettings
from app.services.releasing import Manner

LONGEST_CODE = 16


@dataclass(frozen=True)
class IntakeSettings:
    """Which orders are taken, and how they are picked; see `app.db.schema.waves.Intake`.

    `countries` are ISO codes; empty conditions mean any order.
    """

    code: str
    name: str = ""
    sequence: int = 0
    carrier: str = ""
    countries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    min_priority: int | None = None
    lines_at_most: int | None = None
    method: PickMethod = PickMethod.SINGLE
    positions: int | None = None
    into_carton: bool = False
    priority: int = 0


_LISTS = ("countries", "tags")
_COUNTS = ("lines_at_most", "positions", "orders_per_wave", "lines_per_wave", "room")
"""Settings that are at least 1 where they are given."""


def check_intake(settings: IntakeSettings) -> None:
    """Let settings pass by which orders can be picked.

    Raises:
        Refused: with `UnfitSettings` for the first one that cannot be as it is.
    """
    if not 1 <= len(settings.code) <= LONGEST_CODE:
        raise Refused(UnfitSettings("code", settings.code))
    for name in _COUNTS:
        value = getattr(settings, name, None)
        if value is not None and value < 1:
            raise Refused(UnfitSettings(name, str(value)))
    try:
        Manner(settings.method, settings.positions, settings.into_carton)
    except ValueError as error:
        raise Refused(UnfitSettings("into_carton", settings.method.value)) from error


def write_intake(row: WaveTemplate | Channel, settings: IntakeSettings) -> None:
    """Put the common settings into a row."""
    for one in fields(IntakeSettings):
        value = getattr(settings, one.name)
        setattr(row, one.name, ",".join(value) if one.name in _LISTS else value)


def read_intake(row: WaveTemplate | Channel) -> dict[str, Any]:
    """The common settings of a row, by name."""
    values = {one.name: getattr(row, one.name) for one in fields(IntakeSettings)}
    return {
        name: tuple(sorted(listed(value))) if name in _LISTS else value
        for name, value in values.items()
    }
