"""Reads a layout file: what locations alone do not say about the floor.

A TOML file, all of it optional; lengths in metres, coordinates as the locations have them. Without
any file, aisles run along the longer side of their locations, cross aisles lie before, behind and
in every gap that all aisles share, and the depot is where the first cross aisle meets the first
aisle.

    [floor]
    aisles_along = "y"              # or "x"

    [[cross_aisle]]                 # a way across the aisles
    at = 0.5                        # its y, or x where aisles run along x
    from = 0.0                      # where it begins and ends; across all aisles if left out
    to = 52.5
    storey = "ground"               # only where there are several

    [[depot]]                       # where tours start and end; the first one if nothing is said
    name = "packing"
    x = 24.5
    y = -3.0
    storey = "ground"

    [[aisle]]                       # only aisles that are not as their locations show
    zone = "A"                      # may be left out where the name is unique
    aisle = "3"
    one_way = "up"                  # towards higher y (or x); "down" the other way
    closed = [[4.0, 6.5]]           # nobody passes from 4.0 to 6.5
    from = 0.5                      # where it begins and ends, if farther than its locations show
    to = 36.5

    [[storey]]                      # a floor above or below, and its zones
    name = "mezzanine"
    zones = ["M", "N"]

    [[point]]                       # for what is no parallel aisle: points, and ways between them
    name = "stairs below"
    x = 0.0
    y = 10.0
    storey = "ground"

    [[way]]
    from = "stairs below"           # a point's or a depot's name
    to = "stairs above"
    metres = 14.0                   # straight if left out
    one_way = false

A point or depot on an aisle or cross aisle belongs to it; a depot beside it is reached straight
from the nearest. On a storey with points and without cross aisles each location is reached from the
nearest way.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from app.planning.layout_entries import Entry, FloorProblem, Stretch, UnusableFloor


@dataclass(frozen=True)
class CrossAisle:
    """A way across the aisles; without ends it crosses all of them."""

    at: float
    start: float = -math.inf
    end: float = math.inf
    storey: str = ""


@dataclass(frozen=True)
class NamedPoint:
    """A point or a depot with its name."""

    name: str
    x: float
    y: float
    storey: str = ""


@dataclass(frozen=True)
class AisleRule:
    """What an aisle's locations do not show; `zone` is None where the name alone is unique.

    `direction` is 1 where one may walk towards higher numbers only, -1 the other way, 0 both ways.
    """

    zone: str | None
    aisle: str
    direction: int = 0
    closed: tuple[Stretch, ...] = ()
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class NamedWay:
    """A way between two named points; straight where `metres` is None."""

    start: str
    end: str
    metres: float | None = None
    one_way: bool = False


@dataclass(frozen=True)
class FloorDocument:
    """A layout file; `along_x` is None where the locations say how aisles run."""

    file: str = ""
    along_x: bool | None = None
    cross_aisles: tuple[CrossAisle, ...] = ()
    depots: tuple[NamedPoint, ...] = ()
    aisles: tuple[AisleRule, ...] = ()
    storey_of_zone: tuple[tuple[str, str], ...] = ()
    points: tuple[NamedPoint, ...] = ()
    ways: tuple[NamedWay, ...] = ()


NO_DOCUMENT = FloorDocument()


def read_floor_document(path: Path) -> FloorDocument:
    """Read a layout file.

    Raises:
        UnusableFloor: it is no TOML or entries are wrong; all of them are named.
        OSError: it cannot be read.
    """
    return parse_floor_document(path.read_text(encoding="utf-8-sig"), path.name)


def parse_floor_document(text: str, file: str = "") -> FloorDocument:
    """The same from the file's text.

    Raises:
        UnusableFloor: it is no TOML or entries are wrong; all of them are named.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = FloorProblem("the file", f"this is no TOML: {error}.", "Mend that line.")
        raise UnusableFloor([problem], file) from error
    reader = _Reader()
    document = reader.document(data, file)
    if reader.problems:
        raise UnusableFloor(reader.problems, file)
    return document


_Made = TypeVar("_Made")


class _Reader:
    """Reads entry after entry and keeps what is wrong."""

    def __init__(self) -> None:
        self.problems: list[FloorProblem] = []

    def document(self, data: dict[str, Any], file: str) -> FloorDocument:
        known = ("floor", "cross_aisle", "depot", "aisle", "storey", "point", "way")
        for name in sorted(data.keys() - set(known)):
            self._complain(f"[{name}]", "no such entry.", f"There are: {', '.join(known)}.")
        head = Entry("[floor]", data.get("floor", {}), self.problems)
        along = head.text("aisles_along", None, ("x", "y"))
        head.finish()
        zones: list[tuple[str, str]] = []
        for storey in self._entries(data, "storey", _storey):
            zones += storey
        return FloorDocument(
            file=file,
            along_x=None if along is None else along == "x",
            cross_aisles=self._entries(data, "cross_aisle", _cross_aisle),
            depots=self._entries(data, "depot", _named_point, unique=True),
            aisles=self._entries(data, "aisle", _aisle_rule),
            storey_of_zone=tuple(zones),
            points=self._entries(data, "point", _named_point, unique=True),
            ways=self._entries(data, "way", _named_way),
        )

    def _entries(
        self,
        data: dict[str, Any],
        name: str,
        read: Callable[[Entry], _Made],
        *,
        unique: bool = False,
    ) -> tuple[_Made, ...]:
        entries = data.get(name, [])
        if not isinstance(entries, list):
            self._complain(f"[{name}]", "there may be several.", f"Write [[{name}]].")
            return ()
        found = []
        seen: set[object] = set()
        for number, entry in enumerate(entries, start=1):
            table = Entry(f"[[{name}]] {number}", entry, self.problems)
            count = len(self.problems)
            made = read(table)
            table.finish()
            if len(self.problems) > count:
                continue
            if unique and (called := getattr(made, "name", None)) in seen:
                self._complain(table.entry, f"{called} is there already.", "Give another name.")
            seen.add(getattr(made, "name", None))
            found.append(made)
        return tuple(found)

    def _complain(self, entry: str, problem: str, remedy: str) -> None:
        self.problems.append(FloorProblem(entry, problem, remedy))


def _cross_aisle(table: Entry) -> CrossAisle:
    start, end = table.number("from"), table.number("to")
    made = CrossAisle(
        table.needed_number("at"),
        -math.inf if start is None else start,
        math.inf if end is None else end,
        table.text("storey", "") or "",
    )
    if made.start >= made.end:
        table.complain(f"from {made.start:g} to {made.end:g}.", "Write the lower end first.")
    return made


def _named_point(table: Entry) -> NamedPoint:
    return NamedPoint(
        table.name("name"),
        table.needed_number("x"),
        table.needed_number("y"),
        table.text("storey", "") or "",
    )


def _aisle_rule(table: Entry) -> AisleRule:
    made = AisleRule(
        table.text("zone", None),
        table.name("aisle"),
        {"up": 1, "down": -1, None: 0}[table.text("one_way", None, ("up", "down"))],
        table.stretches("closed"),
        table.number("from"),
        table.number("to"),
    )
    if made.start is not None and made.end is not None and made.start >= made.end:
        table.complain(f"from {made.start:g} to {made.end:g}.", "Write the lower end first.")
    return made


def _storey(table: Entry) -> list[tuple[str, str]]:
    name = table.name("name")
    return [(zone, name) for zone in table.texts("zones")]


def _named_way(table: Entry) -> NamedWay:
    made = NamedWay(
        table.name("from"), table.name("to"), table.number("metres"), table.flag("one_way")
    )
    if made.metres is not None and made.metres <= 0:
        table.complain(f"metres = {made.metres:g}.", "Write a length above 0, or leave it out.")
    return made
