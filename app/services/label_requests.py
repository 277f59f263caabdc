"""What can be printed for the floor and the dock, and for which codes it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from printing.documents import Document, Paper


class WhatToPrint(StrEnum):
    """The kinds of labels, cards, lists and papers."""

    LOCATIONS = "locations"
    TOTES = "totes"
    BADGES = "badges"
    PACKAGING = "packaging"
    COMMANDS = "commands"
    WALLS = "walls"
    SLOTS = "slots"
    LANES = "lanes"
    CAGES = "cages"
    CART_POSITIONS = "cart-positions"
    STATIONS = "stations"
    CARTONS = "cartons"
    PICK_LISTS = "pick-lists"
    COUNT_SHEETS = "count-sheets"
    MANIFESTS = "manifests"
    CARTON_LABELS = "carton-labels"
    RETURN_LABELS = "return-labels"
    CUSTOMS = "customs"
    INVOICES = "invoices"


@dataclass(frozen=True)
class LabelRequest:
    """What to print, and for which codes; for all of them if there are none.

    Attributes:
        codes: What it is printed for; of labels for empty cartons, how many.
        paper: To lay it out for; as usual for its kind if None.
        with_books: Whether a count sheet names what the books say.
    """

    what: WhatToPrint
    codes: tuple[str, ...] = ()
    paper: Paper | None = None
    with_books: bool = False


@dataclass(frozen=True)
class FloorLabel:
    """A label or paper, and what it is for: a code or a number; `sheet` for the commands."""

    subject: str
    document: Document


@dataclass(frozen=True)
class FloorLabels:
    """What was asked for; `new_badges` are tokens by operator, to be made valid once on paper."""

    labels: tuple[FloorLabel, ...]
    new_badges: Mapping[int, str] = field(default_factory=dict)


class UnknownLabelSubject(LookupError):
    """There is nothing of that name, or nothing of that kind, to print a label for."""

    def __init__(self, what: WhatToPrint, code: str = "") -> None:
        named = f"there is no {code!r}; check it against the list, or omit it"
        super().__init__(f"{what.value}: {named if code else 'there are none here yet'}")


def chosen(
    request: LabelRequest, known: Sequence[str], *, prefix: str, by_beginning: bool = False
) -> set[str]:
    """The codes asked for, as they are or as a scanner sends them; all if none is asked for.

    Args:
        request: what is asked for.
        known: all there are.
        prefix: what a scanner sends before them.
        by_beginning: whether the beginning of a code stands for all that begin so.

    Raises:
        UnknownLabelSubject: a code names nothing.
    """
    if not request.codes:
        return set(known)
    wanted: set[str] = set()
    for code in request.codes:
        text = code.upper().removeprefix(prefix)
        found = {name for name in known if name == text}
        if not found and by_beginning:
            found = {name for name in known if name.startswith(text)}
        if not found:
            raise UnknownLabelSubject(request.what, code)
        wanted |= found
    return wanted
