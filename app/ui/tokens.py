"""The named colours and sizes that every screen is drawn with; no Qt, so tests can prove them."""

import math
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache

MILLIMETRES_PER_INCH = 25.4
BANK_CARD_WIDTH_MM = 85.60  # ISO/IEC 7810 ID-1
DEFAULT_DPI = 92.0  # a 24 inch screen of 1920 x 1080 points
CAP_HEIGHT_SHARE = 0.71  # capitals of a sans serif, as a share of its font size; B612 has 0.76


class State(StrEnum):
    """What a coloured mark can mean; each has its own fill, shape, word and sound."""

    OK = "ok"
    STOP = "stop"
    LOOK = "look"
    NEXT = "next"
    IDLE = "idle"


class TextSize(Enum):
    """Text sizes by reading distance in metres and visual angle in minutes of arc.

    Angles: ISO 9241-3 (20 to 22 preferred, 16 the floor) and NUREG-0700 1.3.1-4 (45 at most for
    groups of characters).
    """

    VERDICT = (2.0, 45.0)
    GIANT = (2.0, 40.0)
    INSTRUCTION = (2.0, 22.0)
    PEEK = (2.0, 16.0)
    ITEM = (1.0, 22.0)
    LABEL = (0.7, 22.0)
    WALL = (5.0, 22.0)

    @property
    def cap_height_mm(self) -> float:
        """Height of a capital letter that subtends the angle at the distance, in millimetres."""
        metres, minutes = self.value
        return metres * 1000 * math.tan(math.radians(minutes / 60))

    @property
    def grows(self) -> bool:
        """Whether an operator's larger text applies: what is read from 2 m is already large."""
        return self in {TextSize.ITEM, TextSize.LABEL}


@dataclass(frozen=True)
class StateColours:
    """The colours of one state in one theme, as #RRGGBB.

    `ink` is painted on `fill`; `text` is painted on page and surface; `outline` surrounds the fill
    where the fill alone stands out too little from the page.
    """

    fill: str
    ink: str
    outline: str
    text: str


@dataclass(frozen=True)
class Colours:
    """The named colours of one theme, as #RRGGBB.

    `line` bounds what can be tapped (3:1 and more against both grounds); `hairline` only groups.
    `heat` are the tints of one hue for the steps of a map's scale, the faintest first; each has a
    hatching of its own, and its figure stands on the surface.
    """

    page: str
    surface: str
    text: str
    quiet: str
    line: str
    hairline: str
    track: str
    heat: tuple[str, ...]
    states: dict[State, StateColours]

    def text_pairs(self) -> list[tuple[str, str, str]]:
        """Every (name, text colour, ground) that the widgets paint; each needs 7:1."""
        grounds = {"page": self.page, "surface": self.surface}
        inks = {"text": self.text, "quiet": self.quiet}
        inks |= {f"{state} text": colours.text for state, colours in self.states.items()}
        pairs = [
            (f"{ink_name} on {ground_name}", ink, ground)
            for ink_name, ink in inks.items()
            for ground_name, ground in grounds.items()
        ]
        pairs += [(f"{state} ink on its fill", c.ink, c.fill) for state, c in self.states.items()]
        return [*pairs, ("surface on text, as the default button", self.surface, self.text)]

    def graphic_pairs(self) -> list[tuple[str, str, str]]:
        """Every (name, mark colour, ground) that carries meaning without text; each needs 3:1."""
        pairs = [
            ("line on page", self.line, self.page),
            ("line on surface", self.line, self.surface),
            ("progress on its track", self.text, self.track),
        ]
        for state, colours in self.states.items():
            pairs.append((f"{state} outline on page", colours.outline, self.page))
            pairs.append((f"{state} outline on surface", colours.outline, self.surface))
        return pairs


_BLACK, _WHITE, _NIGHT, _DAY = "#000000", "#FFFFFF", "#14181D", "#F2F4F7"
_OK, _STOP, _LOOK, _NEXT, _IDLE = "#3CCF97", "#A4121E", "#FFC20A", "#0B4F9E", "#50565E"

LIGHT = Colours(
    page=_DAY,
    surface=_WHITE,
    text=_NIGHT,
    quiet="#454C55",
    line="#6B737D",
    hairline="#D9DEE4",
    track="#D9DEE4",
    heat=("#D3E3F7", "#9CC0EA", "#5C94D2", "#1D5FAE"),
    states={
        State.OK: StateColours(_OK, _BLACK, _NIGHT, "#075239"),
        State.STOP: StateColours(_STOP, _WHITE, _STOP, "#98101B"),
        State.LOOK: StateColours(_LOOK, _BLACK, _NIGHT, "#5C4300"),
        State.NEXT: StateColours(_NEXT, _WHITE, _NEXT, "#0B4F9E"),
        State.IDLE: StateColours(_IDLE, _WHITE, _IDLE, "#454C55"),
    },
)

DARK = Colours(
    page=_NIGHT,
    surface="#1A1F25",
    text=_DAY,
    quiet="#B4BCC6",
    line="#7F8995",
    hairline="#2E353D",
    track="#3A424B",
    heat=("#213247", "#2C517C", "#4880BE", "#9CC8FF"),
    states={
        State.OK: StateColours(_OK, _BLACK, _OK, "#4ADFA9"),
        State.STOP: StateColours(_STOP, _WHITE, _DAY, "#FF8A80"),
        State.LOOK: StateColours(_LOOK, _BLACK, _LOOK, "#FFC20A"),
        State.NEXT: StateColours(_NEXT, _WHITE, _DAY, "#7DB8FF"),
        State.IDLE: StateColours(_IDLE, _WHITE, _DAY, _DAY),
    },
)

TARGET_MM = 20.0  # smallest key for a gloved finger
PRIMARY_TARGET_MM = 25.0
TARGET_GAP_MM = 3.0
OUTER_MARGIN_MM = 7.0  # nothing can be tapped in the outer 5 mm
CORNER_MM = 2.5
PAD_MM = 6.0  # inside a card
SPACING_MM = 4.0  # between cards


def pixels(millimetres: float, dpi: float) -> int:
    """Whole pixels that are at least so many millimetres long on a screen of `dpi` points an inch.

    Args:
        millimetres: Length on the glass.
        dpi: Physical points an inch as calibrated, in the units that widgets are laid out in.
    """
    return math.ceil(millimetres * dpi / MILLIMETRES_PER_INCH - 1e-9)


@cache
def font_pixels(size: TextSize, dpi: float, text_scale: float = 1.0) -> int:
    """Font size in pixels whose capitals have the height that the reading distance asks for.

    Args:
        size: Which text.
        dpi: Physical points an inch as calibrated.
        text_scale: The operator's wish for larger text, 1.0 to 1.25.
    """
    scale = text_scale if size.grows else 1.0
    inches = size.cap_height_mm / MILLIMETRES_PER_INCH
    return round(inches * dpi / CAP_HEIGHT_SHARE * scale)


def dpi_from_bank_card(width_px: float) -> float:
    """Physical points an inch, from the drawn width that just covers a bank card held to the glass.

    Args:
        width_px: Width on the screen in pixels; displays state wrong sizes, a card does not.

    Raises:
        ValueError: If the width is not positive.
    """
    if width_px <= 0:
        raise ValueError(f"the width of a card is {width_px} px; it must be more than 0")
    return width_px / BANK_CARD_WIDTH_MM * MILLIMETRES_PER_INCH
