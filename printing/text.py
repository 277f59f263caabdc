"""Prepares people's text for paper: cleaning, breaking, fitting, and ordering right-to-left lines.

Lines are broken in reading order first and put into visual order afterwards; the other way round
would print the end of an Arabic sentence above its beginning.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import arabic_reshaper
from bidi import get_display
from bidi.mirror import MIRRORED

from printing.fonts import BOX, REGULAR, Face, face_for
from printing.shaping import shape

CUT_MARK = "...>>"
"""Ends a text that had to be cut, so that nobody takes it for whole."""

_PROBE = "\u034f"
_MIRRORED = re.compile(f"[{re.escape(''.join(MIRRORED))}]")
_PROBED = re.compile(f"({_MIRRORED.pattern}){_PROBE}|{_PROBE}({_MIRRORED.pattern})")
_JOINERS = "\u200c\u200d"
_OBEYED = re.compile(f"(?<![\u0900-\u17ff])[{_JOINERS}]")
_TALL = re.compile("[\u1000-\u109f\u1780-\u17ff]")
"""Myanmar and Khmer, which write above and below each other; 1.2 ems are enough for all others."""

_STACKER = 9
"""Combining class of signs that stack the next letter below the one before (virama, coeng)."""

_WRITTEN_WITH_BEFORE = "\u0e33\u0eb3"
_WRITTEN_WITH_NEXT = "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
"""Thai and Lao vowels that stand after, and before, the consonant they belong to."""

_NEVER_FIRST = "\u3001\u3002\uff0c\uff0e\uff09\u300d\u300f\u3011"
"""East Asian commas, stops and closing brackets: no line begins with one."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_reshaper = arabic_reshaper.ArabicReshaper({"support_ligatures": True})


@dataclass(frozen=True)
class Run:
    """Part of a line that one face draws, in visual order."""

    face: Face
    text: str

    @property
    def advance(self) -> float:
        """Width in ems."""
        face = self.face
        return shape(face, self.text).advance if face.is_shaped else face.advance(self.text)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Text as one line: composed, spaces folded, without control and formatting characters.

    Formatting characters include the overrides of writing direction, with which an address could
    be made to read differently on paper than in the order.
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_kept(char) for char in composed).split())


def paragraphs(text: str) -> list[str]:
    """The cleaned, non-empty lines of a text that people wrote with line breaks."""
    return [line for line in map(clean, text.splitlines()) if line]


def _kept(char: str) -> str:
    if char.isspace() or char in "\u2028\u2029":
        return " "
    if "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return ""  # asks for a variant of the letter before it; the fonts have one each
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    if char == _PROBE:
        return ""
    if category in {"Cc", "Cf"} and char not in _JOINERS:
        return " " if category == "Cc" and char in "\x1c\x1d\x1e\x1f" else ""
    return char


@lru_cache(maxsize=4096)
def visual(line: str) -> str:
    """A cleaned line in the order and shapes in which its letters are drawn from left to right."""
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in line):
        # Vowel points are left out: they would have to be placed by tables that the plain
        # drawing has not, and no address needs them.
        bare = "".join(char for char in line if not _is_vowel_point(char))
        line = _in_visual_order(_reshaper.reshape(bare))
    # Where letters are set by their font, joiners are its affair; elsewhere they have been obeyed.
    return _OBEYED.sub("", line)


def _in_visual_order(line: str) -> str:
    """Line reordered by the Unicode Bidirectional Algorithm, with brackets turned round.

    The library reorders but does not mirror (rule L4). A combining mark set behind each bracket
    takes the bracket's direction, so it comes out on the bracket's left where that was turned.
    """
    probed = _MIRRORED.sub(lambda found: found.group() + _PROBE, line)
    ordered: str = get_display(probed)
    return _PROBED.sub(lambda found: found[1] or MIRRORED[found[2]], ordered)


def _is_vowel_point(char: str) -> bool:
    return unicodedata.category(char) == "Mn" and "\u0591" <= char <= "\u06ed"


@lru_cache(maxsize=4096)
def runs(line: str, *, bold: bool) -> tuple[Run, ...]:
    """The drawn form of a cleaned line, cut where the face changes; unknown letters are boxes."""
    drawn: list[tuple[Face, str]] = []
    for char in visual(line):
        previous = drawn[-1][0] if drawn else REGULAR
        if char in _JOINERS and previous.is_shaped:
            drawn.append((previous, char))
            continue
        face = face_for(char, bold=bold)
        drawn.append((face, char) if face else (REGULAR, BOX))
    return tuple(
        Run(face, "".join(char for _, char in group))
        for face, group in groupby(drawn, key=lambda pair: pair[0])
    )


def width(line: str, size: float, *, bold: bool = False) -> float:
    """Width of a cleaned line in the unit of `size`, which is the height of an em."""
    return _ems(line, bold=bold) * size


@lru_cache(maxsize=8192)
def _ems(line: str, *, bold: bool) -> float:
    return sum(run.advance for run in runs(line, bold=bold))


def leading(lines: Iterable[str]) -> float:
    """Distance of baselines in ems that keeps the letters of these lines apart."""
    tall = any(_TALL.search(line) for line in lines)
    return 1.55 if tall else 1.2


def share_of_boxes(line: str) -> float:
    """Share of a cleaned line's letters that no bundled font has; 0 where it has no letters."""
    letters = [char for char in line if unicodedata.category(char).startswith("L")]
    boxes = [char for char in letters if face_for(char, bold=False) is None]
    return len(boxes) / len(letters) if letters else 0.0


def largest_size(
    line: str, room: float, sizes: tuple[float, float], *, bold: bool = False, step: float = 0.5
) -> float | None:
    """Largest size at which the line fits into `room`, or None where even the smallest does not.

    Args:
        line: A cleaned line.
        room: Width in the unit of the sizes.
        sizes: Largest and smallest size to try.
        bold: Whether the bold face is meant.
        step: By how much the size goes down from try to try.
    """
    size, smallest = sizes
    while size >= smallest:
        if width(line, size, bold=bold) <= room:
            return size
        size -= step
    return None


def wrap(line: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """A cleaned line broken into lines that fit `room`, still in reading order.

    Breaks at spaces and beside East Asian letters; a word wider than the room is broken anywhere.
    """
    lines: list[str] = []
    current = ""
    for piece in _pieces(line):
        if width((current + piece).strip(), size, bold=bold) <= room:
            current += piece
            continue
        if current.strip():
            lines.append(current.strip())
        current = piece.lstrip()
        while len(current) > 1 and width(current.rstrip(), size, bold=bold) > room:
            head = _longest_head(current, size, room, bold=bold)
            lines.append(current[:head])
            current = current[head:]
    if current.strip():
        lines.append(current.strip())
    return lines


def wrap_to(line: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """Like `wrap`, but at most `most` lines, the last of which then ends with the cut mark."""
    lines = wrap(line, size, room, bold=bold)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), size, room, bold=bold)]


def cut(line: str, size: float, room: float, *, bold: bool = False) -> str:
    """The line, or as much of its beginning as fits `room` together with the cut mark."""
    if width(line, size, bold=bold) <= room:
        return line
    space = room - width(CUT_MARK, size, bold=bold)
    return line[: _longest_head(line, size, space, bold=bold)].rstrip() + CUT_MARK


@lru_cache(maxsize=4096)
def _pieces(line: str) -> tuple[str, ...]:
    """What stays together where a line is broken, whatever size it is tried in."""
    pieces: list[str] = []
    for char in line:
        previous = pieces[-1][-1] if pieces else " "
        breakable = previous == " " or _is_wide(previous) or _is_wide(char)
        if pieces and (char in _NEVER_FIRST or not breakable):
            pieces[-1] += char
        else:
            pieces.append(char)
    return tuple(pieces)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}


def _longest_head(line: str, size: float, room: float, *, bold: bool) -> int:
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if width(line[:middle].rstrip(), size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    whole = low
    while whole > 1 and _is_inside_letter(line, whole):
        whole -= 1
    return low if whole == 1 and _is_inside_letter(line, 1) else whole


def _is_inside_letter(line: str, place: int) -> bool:
    """Whether a break at `place` would part a sign from the letter it is written on."""
    if not 0 < place < len(line):
        return False
    before, after = line[place - 1], line[place]
    stacks = unicodedata.combining(before) == _STACKER
    follows = unicodedata.category(after).startswith("M") or after in _WRITTEN_WITH_BEFORE
    return follows or stacks or after in _JOINERS or before in _JOINERS + _WRITTEN_WITH_NEXT
