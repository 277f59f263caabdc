"""What the floor itself is scanned by: places, totes, packaging, badges and commands."""

from dataclasses import dataclass
from enum import StrEnum

from printing.paper import Paper


@dataclass(frozen=True)
class LocationLabel:
    """The label of a location; its codes say `L-` and the location code.

    Attributes:
        check_digits: Two or three digits a picker can type in place of a scan.
        level: Level counted from the floor (1 is the lowest), or None where it does not matter.
    """

    code: str
    check_digits: str
    zone: str = ""
    level: int | None = None
    paper: Paper = Paper.LABEL_100X50_MM


@dataclass(frozen=True)
class ToteLabel:
    """The label of a reusable tote; `code` is the digits, its barcode says `T-` before them."""

    code: str
    paper: Paper = Paper.LABEL_100X50_MM


@dataclass(frozen=True)
class PackagingLabel:
    """The label of a packaging kind at the pack bench; its barcode says `K-` and the code."""

    code: str
    name: str
    paper: Paper = Paper.LABEL_100X50_MM


@dataclass(frozen=True)
class BadgeLabel:
    """An operator's badge; its barcode says `B-` and the token, which is printed nowhere else."""

    token: str
    name: str
    role: str = ""
    paper: Paper = Paper.LABEL_86X54_MM


class PlaceKind(StrEnum):
    """What a place label is stuck on; the word for it is printed small."""

    CART = "cart"
    CART_POSITION = "cart_position"
    PUT_WALL = "put_wall"
    CUBBY = "cubby"
    CONSOLIDATION_SLOT = "consolidation_slot"
    LANE = "lane"
    CAGE = "cage"
    STATION = "station"
    CARTON = "carton"


@dataclass(frozen=True)
class PlaceLabel:
    """The label of a place that is scanned but holds no stock.

    Attributes:
        payload: What its barcode says, prefix included; empty for a cart's position where it is the
            tote standing there that is scanned.
        name: What people call it, printed as large as the label allows.
        belongs_to: The cart of a position, the wall of a cubby, the carrier of a cage; or empty.
        note: One more line, such as the destinations of a lane.
    """

    place: PlaceKind
    payload: str
    name: str
    belongs_to: str = ""
    note: str = ""
    language: str = "en"
    paper: Paper = Paper.LABEL_100X50_MM


@dataclass(frozen=True)
class CommandCard:
    """One command of the sheet: what the scanner reads and what a person reads."""

    payload: str
    title: str


@dataclass(frozen=True)
class CommandSheet:
    """The sheet of command codes that hangs, laminated, on cart and bench."""

    commands: tuple[CommandCard, ...]
    language: str = "en"
    paper: Paper = Paper.A4


@dataclass(frozen=True)
class TestPage:
    """A page that shows whether a printer feeds, aligns, and prints bars that scan."""

    __test__ = False  # pytest would take the name for a class of tests

    printer: str
    station: str
    printed_at: str
    paper: Paper = Paper.LABEL_4X6_IN
