"""GS1's application identifiers (AI), looked up by the digits that open an element string."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.gs1_table import TABLE

_ROW = re.compile(
    r"(?P<first>\d{2,4})(?:-(?P<last>\d{2,4}))? (?P<flags>[*?]*) ?"
    r"(?P<words>[^#]+?)(?: # (?P<title>.*))?"
)
_PART = re.compile(r"(?P<open>\[)?(?P<characters>[NXYZ])(?P<dots>\.\.)?(?P<length>\d+)\]?")


@dataclass(frozen=True)
class Part:
    """A stretch of an AI's value: its alphabet, its length and the checks it must pass.

    `characters` is N (digits), X (GS1 set 82), Y (set 39) or Z (base64url); `least` and `most`
    count characters; an optional part may be absent altogether.
    """

    characters: str
    least: int
    most: int
    optional: bool
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Identifier:
    """One AI and everything that makes its value legal.

    Attributes:
        ai: Its two to four digits.
        title: GS1's short data title.
        predefined: Its length is known to every reader, so no separator follows it.
        attribute: It may stand in the query of a Digital Link.
        parts: The stretches of its value, in order.
        requires: For each entry, one of the groups must stand beside it, completely. `n` in a
            partner means any digit.
        excludes: Partners that must not stand beside it.
        qualifiers: None unless it is a Digital Link's primary key; then the orders in which
            qualifiers may follow it in the path.
    """

    ai: str
    title: str
    predefined: bool
    attribute: bool
    parts: tuple[Part, ...]
    requires: tuple[tuple[tuple[str, ...], ...], ...]
    excludes: tuple[str, ...]
    qualifiers: tuple[tuple[str, ...], ...] | None

    @property
    def least(self) -> int:
        """The fewest characters a value may have."""
        return sum(part.least for part in self.parts if not part.optional)

    @property
    def most(self) -> int:
        """The most characters a value may have."""
        return sum(part.most for part in self.parts)

    @property
    def has_check_digit(self) -> bool:
        """Whether its value proves itself by a check digit."""
        return any("csum" in part.rules for part in self.parts)


def identifier_at(text: str) -> Identifier | None:
    """The AI whose digits open `text`: one at most, since none is the beginning of another."""
    for length in (2, 3, 4):
        if found := IDENTIFIERS.get(text[:length]):
            return found
    return None


def _read_table() -> Iterator[Identifier]:
    for line in TABLE.splitlines():
        if (row := _ROW.fullmatch(line)) is None:
            raise ValueError(f"the table of identifiers has a row of no known form: {line}")
        words = row["words"].split()
        parts = tuple(_part(word) for word in words if word[0] in "NXYZ[")
        notes = [word.partition("=") for word in words if word[0] not in "NXYZ["]
        for number in range(int(row["first"]), int(row["last"] or row["first"]) + 1):
            yield Identifier(
                ai=str(number).zfill(len(row["first"])),
                title=row["title"] or "",
                predefined="*" in row["flags"],
                attribute="?" in row["flags"],
                parts=parts,
                requires=tuple(_groups(value) for key, _, value in notes if key == "req"),
                excludes=tuple(
                    partner
                    for key, _, value in notes
                    if key == "ex"
                    for partner in value.split(",")
                ),
                qualifiers=next(
                    (_orders(value) for key, _, value in notes if key == "dlpkey"), None
                ),
            )


def _part(word: str) -> Part:
    form, *rules = word.split(",")
    if (match := _PART.fullmatch(form)) is None:
        raise ValueError(f"the table of identifiers has a part of no known form: {word}")
    length = int(match["length"])
    return Part(
        characters=match["characters"],
        least=1 if match["dots"] else length,
        most=length,
        optional=bool(match["open"]),
        rules=tuple(rules),
    )


def _groups(value: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("+")) for group in value.split(","))


def _orders(value: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(order.split(",")) for order in value.split("|")) if value else ((),)


IDENTIFIERS = {identifier.ai: identifier for identifier in _read_table()}
"""Every AI by its digits."""
