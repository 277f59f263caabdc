"""What a change to an order on the floor reopens: only the difference, least advanced units first.

A unit that is not wanted any more costs nothing as long as nobody walked for it. So units are taken
from those given up, then from those nothing is promised to, then from promises nobody walks for,
then from open pick lines. What is left was picked: it becomes goods that nobody wants, to be taken
out of the tote, cubby or carton it lies in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.orders import LineFacts


@dataclass(frozen=True, slots=True)
class LineCut:
    """Where the units come from that an order line does not want any more.

    Attributes:
        given_up: were given up as short before, and are cancelled now instead.
        unpromised: no stock was promised to them.
        promised: stock was promised to them, and nobody walks for it.
        walking: open on pick lines.
        surplus: picked or packed already.
    """

    given_up: int = 0
    unpromised: int = 0
    promised: int = 0
    walking: int = 0
    surplus: int = 0

    @property
    def untouched(self) -> int:
        """Units of which the floor hears nothing but that they are not asked for any more."""
        return self.given_up + self.unpromised + self.promised + self.walking


def cut_units(line: LineFacts, units: int, *, walking: int) -> LineCut:
    """Say where `units` of a line are taken from.

    Args:
        line: the line as it is.
        units: how many are not wanted any more.
        walking: how many of it are open on pick lines.

    Raises:
        ValueError: so many were never ordered, or have left the house already.
    """
    if not 0 <= units <= line.quantity - line.cancelled - line.shipped:
        raise ValueError(f"{units} units can't be taken off {line}")
    if not line.requires_shipping:
        return LineCut(unpromised=units)
    given_up = min(units, line.short)
    unpromised = min(units - given_up, line.unallocated)
    rest = units - given_up - unpromised
    promised = min(rest, max(0, line.allocated - line.picked - walking))
    walked = min(rest - promised, walking)
    return LineCut(given_up, unpromised, promised, walked, rest - promised - walked)


def unwanted(line: LineFacts, *, is_cancelled: bool) -> int:
    """Units of a line that were picked, are in the house, and that nobody wants any more.

    Args:
        line: the line as it is.
        is_cancelled: its whole order was cancelled.
    """
    wanted = 0 if is_cancelled else line.due
    return max(0, line.picked - max(wanted, line.shipped))


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order as a shop tells of it, or as we know it.

    `key` is the shop's own id of the line where it has one. `units` are those wanted.
    """

    number: int
    key: str
    sku: str
    units: int


@dataclass(frozen=True, slots=True)
class LinesChanged:
    """What differs between two tellings of an order's lines.

    Attributes:
        wanted: units wanted from now on, by the number of a line we know; only where they differ.
        added: lines we do not know.
    """

    wanted: Mapping[int, int]
    added: tuple[OrderedLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not self.wanted and not self.added


def lines_changed(known: Sequence[OrderedLine], told: Collection[OrderedLine]) -> LinesChanged:
    """Compare the lines we know with those a shop tells of now.

    Lines belong together by the shop's id of them and their SKU. What is left over belongs together
    by the SKU alone, since some shops number lines by their place. A line that the shop does not
    tell of any more is not wanted.
    """
    matches: dict[int, OrderedLine] = {}
    waiting = list(told)
    for is_same in (_is_the_same, _is_alike):
        for line in known:
            match = next((one for one in waiting if is_same(line, one)), None)
            if match is not None and line.number not in matches:
                matches[line.number] = match
                waiting.remove(match)
    units = {line.number: _units(matches.get(line.number)) for line in known}
    return LinesChanged(
        {line.number: units[line.number] for line in known if units[line.number] != line.units},
        tuple(one for one in waiting if one.units),
    )


def _units(line: OrderedLine | None) -> int:
    return 0 if line is None else line.units


def _is_the_same(line: OrderedLine, other: OrderedLine) -> bool:
    return (line.sku, line.key) == (other.sku, other.key)


def _is_alike(line: OrderedLine, other: OrderedLine) -> bool:
    return line.sku == other.sku
