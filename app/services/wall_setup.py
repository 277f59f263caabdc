"""Sets put walls and consolidation shelves up, and lists them with what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.db.queries.consolidation import slots
from app.db.queries.stock import location_by_code, location_ids_by_code
from app.db.queries.walls import cubbies_of, walls
from app.db.schema import Cubby, Location, PutWall
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.permissions import Verb
from app.services.workplace import Workplace

MOST_ROWS, MOST_COLUMNS, MOST_SLOTS = 26, 99, 999
ROW_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAME = re.compile(r"[A-Z0-9][A-Z0-9.]{0,11}")


class BadSortingPlace(Exception):
    """A wall or shelf cannot be set up as asked; the message says why, and what to do."""


@dataclass(frozen=True)
class WallView:
    """A put wall: its size, and how many of its cubbies hold an order."""

    name: str
    rows: int
    columns: int
    aside: str
    taken: int


@dataclass(frozen=True)
class SlotView:
    """A slot of the consolidation shelf, and the number of the order whose parts meet there."""

    code: str
    order_number: str | None


def add_wall(workplace: Workplace, name: str, *, rows: int, columns: int) -> WallView:
    """Set a put wall up: the wall, its cubbies, and its place for what no order wants.

    Cubbies are called by wall, column and row: `W1-3B` is the third from the left in the second row
    from the top. Places that the wall has already stay; a wall may grow that way.

    Args:
        workplace: where this is done.
        name: of the wall, up to 12 letters, digits and dots.
        rows: from the top, 26 at the most.
        columns: from the left, 99 at the most.

    Raises:
        BadSortingPlace: name or size are impossible, a place of this name is something else, or the
            wall would lose cubbies.
    """
    name = _good_name(name)
    _require(1 <= rows <= MOST_ROWS, f"a wall has 1 to {MOST_ROWS} rows, not {rows}")
    _require(1 <= columns <= MOST_COLUMNS, f"a wall has 1 to {MOST_COLUMNS} columns, not {columns}")

    def verb(work: UnitOfWork) -> WallView:
        wall = _wall(work, name)
        _require(
            wall.row_count <= rows and wall.column_count <= columns,
            f"wall {name} has {wall.row_count} rows and {wall.column_count} columns; it can only "
            "grow",
        )
        wall.row_count, wall.column_count = rows, columns
        _add_cubbies(work, wall, name)
        return _view(work, wall, name)

    return workplace.database.run(verb, workplace.actor(verb=Verb.SET_UP))


def add_shelf(workplace: Workplace, name: str, *, slots: int) -> int:
    """Set a consolidation shelf up, with slots such as `C1-07`; those it has already stay.

    Returns:
        How many slots are new.

    Raises:
        BadSortingPlace: the name or the number is impossible, or a place is something else.
    """
    name = _good_name(name)
    _require(1 <= slots <= MOST_SLOTS, f"a shelf has 1 to {MOST_SLOTS} slots, not {slots}")

    def verb(work: UnitOfWork) -> int:
        codes = [f"{name}-{number:02d}" for number in range(1, slots + 1)]
        known = location_ids_by_code(work.session)
        for code in codes:
            _place(work, code, LocationKind.CONSOLIDATION)
        return sum(code not in known for code in codes)

    return workplace.database.run(verb, workplace.actor(verb=Verb.SET_UP))


def wall_views(workplace: Workplace) -> tuple[WallView, ...]:
    """All put walls."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(_view(work, wall, code) for wall, code in walls(work.session))


def slot_views(workplace: Workplace) -> tuple[SlotView, ...]:
    """All slots of consolidation shelves."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(SlotView(slot.code, slot.order_number) for slot in slots(work.session))


def _view(work: UnitOfWork, wall: PutWall, name: str) -> WallView:
    cubbies = cubbies_of(work.session, wall.location_id)
    taken = sum(cubby.order_id is not None for cubby, _ in cubbies)
    aside = work.session.get_one(Location, wall.aside_id).code
    return WallView(name, wall.row_count, wall.column_count, aside, taken)


def _good_name(name: str) -> str:
    upper = name.strip().upper()
    _require(
        _NAME.fullmatch(upper) is not None,
        f"{name!r} is no name for a wall or shelf; use up to 12 letters, digits and dots",
    )
    return upper


def _require(is_good: bool, why: str) -> None:
    if not is_good:
        raise BadSortingPlace(why)


def _wall(work: UnitOfWork, name: str) -> PutWall:
    """The wall of this name, made where there is none."""
    place = _place(work, name, LocationKind.STAGING)
    wall = work.session.get(PutWall, place.id)
    if wall is None:
        aside = _place(work, f"{name}-Q", LocationKind.QUARANTINE)
        wall = PutWall(location_id=place.id, aside_id=aside.id, row_count=1, column_count=1)
        work.session.add(wall)
        work.session.flush()
    return wall


def _add_cubbies(work: UnitOfWork, wall: PutWall, name: str) -> None:
    cubbies = cubbies_of(work.session, wall.location_id)
    known = {(cubby.row_number, cubby.column_number) for cubby, _ in cubbies}
    for row in range(1, wall.row_count + 1):
        for column in range(1, wall.column_count + 1):
            if (row, column) in known:
                continue
            place = _place(work, f"{name}-{column}{ROW_LETTERS[row - 1]}", LocationKind.CUBBY)
            work.session.add(
                Cubby(
                    location_id=place.id,
                    wall_id=wall.location_id,
                    row_number=row,
                    column_number=column,
                )
            )
    work.session.flush()


def _place(work: UnitOfWork, code: str, kind: LocationKind) -> Location:
    """The place of this code, made where there is none."""
    place = location_by_code(work.session, code)
    if place is None:
        place = Location(code=code, kind=kind)
        work.session.add(place)
        work.session.flush()
    _require(place.kind is kind, f"{code} is a {place.kind.value} already; choose another name")
    return place
