"""What a painter of plots needs of whatever it paints on: rectangles, and lines of text."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Protocol

Align = Literal["start", "middle", "end"]

HEAT_STEPS = 4
"""How strong a heat cell can be; nothing at all is a fifth."""


class Tone(StrEnum):
    """What a mark stands for; whoever paints has a colour for each."""

    TEXT = "text"
    QUIET = "quiet"
    GRID = "grid"
    GROUND = "ground"
    TARGET = "target"
    PLAIN = "plain"
    SECOND = "second"
    HEAT_1 = "heat_1"
    HEAT_2 = "heat_2"
    HEAT_3 = "heat_3"
    HEAT_4 = "heat_4"
    ON_HEAT_1 = "on_heat_1"
    ON_HEAT_2 = "on_heat_2"
    ON_HEAT_3 = "on_heat_3"
    ON_HEAT_4 = "on_heat_4"


HEAT = (Tone.HEAT_1, Tone.HEAT_2, Tone.HEAT_3, Tone.HEAT_4)
ON_HEAT = (Tone.ON_HEAT_1, Tone.ON_HEAT_2, Tone.ON_HEAT_3, Tone.ON_HEAT_4)


@dataclass(frozen=True)
class Box:
    """A part of the picture, in the brush's own unit, as for reading from left to right."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its trailing edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def without_top(self, height: float) -> "Box":
        """What is left below its upper part."""
        used = min(height, self.height)
        return replace(self, y=self.y + used, height=self.height - used)


class Brush(Protocol):
    """Paints rectangles and lines of text, in text of one size; mirrored by itself if need be."""

    @property
    def line(self) -> float:
        """Distance of two lines of text."""

    @property
    def hair(self) -> float:
        """The thinnest line that is seen well."""

    def width(self, words: str, *, bold: bool = False) -> float:
        """How wide words are."""

    def fill(self, box: Box, tone: Tone) -> None:
        """Fill a rectangle."""

    def write(
        self, words: str, box: Box, tone: Tone, *, align: Align = "start", bold: bool = False
    ) -> None:
        """Write words on one line in the middle of a box's height; too long ones are cut."""
