"""Floors for tests: rows of locations as their files have them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from app.planning.floor_building import build_floor
from app.planning.floor_document import NO_DOCUMENT, FloorDocument, parse_floor_document
from app.planning.floor_plan import FloorPlan, LocationPoint

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "locations.csv"


def demo_locations() -> list[LocationPoint]:
    with DEMO.open(encoding="utf-8") as lines:
        return [
            LocationPoint(
                number,
                row["code"],
                float(row["x_m"]),
                float(row["y_m"]),
                row["zone"],
                row["aisle"],
            )
            for number, row in enumerate(csv.DictReader(lines), start=1)
        ]


def aisles(
    across: Iterable[float], along: Iterable[float], *, zone: str = "A", first_id: int = 1
) -> list[LocationPoint]:
    """Aisles 1, 2 and so on with locations at the same distances; codes such as A2-03."""
    along = list(along)
    return [
        LocationPoint(
            first_id + number * len(along) + bay,
            f"{zone}{number + 1}-{bay + 1:02}",
            x,
            y,
            zone,
            str(number + 1),
        )
        for number, x in enumerate(across)
        for bay, y in enumerate(along)
    ]


def floor_from(locations: list[LocationPoint], layout: str = "") -> FloorPlan:
    """The floor with a layout file of this text."""
    document: FloorDocument = parse_floor_document(layout, "hall.toml") if layout else NO_DOCUMENT
    return build_floor(locations, document)
