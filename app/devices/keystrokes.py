"""Keys as a keyboard sends them, and the judgement of their pace: scanner or fingers."""

import enum
import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

SCANNER_GAP = 0.030
"""Longest median gap between a scanner's keys, in seconds; people need 0.06 and more.

Only the median is looked at: on a busy machine single gaps inside a scan reach 0.08."""

PAUSE = 0.400
"""A longer gap ends a run of keys."""

BRIDGE = 1.0
"""A scanner's run that a pause interrupts is the same scan if it goes on within this time."""

SURE_LENGTH = 4
"""From this many keys on, the pace alone tells a scanner."""


class KeyKind(enum.Enum):
    """What a key is to the capture."""

    TEXT = enum.auto()
    ENTER = enum.auto()
    TAB = enum.auto()
    ESCAPE = enum.auto()
    BACKSPACE = enum.auto()
    FUNCTION = enum.auto()
    MODIFIER = enum.auto()
    NAVIGATION = enum.auto()
    OTHER = enum.auto()


@dataclass(frozen=True)
class Key:
    """One key press.

    Attributes:
        kind: What the key is.
        text: What it types: printable characters, or a control character such as GS.
        stamp_ms: The event's time stamp in milliseconds, 0 for none.
        number: n of a function key Fn.
        is_repeat: The system says the key is held down. It says so of doubled characters of a
            scan too, therefore text is never judged by it.
    """

    kind: KeyKind
    text: str = ""
    stamp_ms: int = 0
    number: int = 0
    is_repeat: bool = False


@dataclass(frozen=True)
class Stroke:
    """A character and when it was pressed (monotonic seconds)."""

    text: str
    at: float


def text_of(strokes: Sequence[Stroke]) -> str:
    """The characters of some strokes."""
    return "".join(stroke.text for stroke in strokes)


def has_scanner_pace(strokes: Sequence[Stroke], ended_at: float | None = None) -> bool:
    """Whether a machine typed these keys.

    Args:
        strokes: Keys in order.
        ended_at: When the suffix came, if its gap shall count as well.

    Returns:
        True if the median gap is a scanner's; False where there is no gap to judge by.
    """
    times = [stroke.at for stroke in strokes]
    if ended_at is not None:
        times.append(ended_at)
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    return bool(gaps) and statistics.median(gaps) <= SCANNER_GAP


@dataclass
class KeyRun:
    """The keys since the last decision.

    Nothing is ever split by a timer: only what the keys' own time stamps say counts, so a
    program that was busy comes to the same result later.
    """

    strokes: list[Stroke] = field(default_factory=list)

    def add(self, text: str, at: float) -> None:
        """Append a character, up to a length that no code has (`LONGEST_RUN`)."""
        if len(self.strokes) < LONGEST_RUN:
            self.strokes.append(Stroke(text, at))

    def gap(self, at: float) -> float:
        """Seconds from the last key to a moment; endless if there is no key."""
        return at - self.strokes[-1].at if self.strokes else float("inf")

    def is_burst(self, at: float) -> bool:
        """Whether a key at this moment can only belong to a scan that is under way."""
        if self.gap(at) <= SCANNER_GAP:
            return True
        return self.gap(at) <= PAUSE and has_scanner_pace(self.last_run())

    def last_run(self) -> list[Stroke]:
        """The keys since the last pause."""
        return _runs(self.strokes)[-1] if self.strokes else []

    def is_unfinished_scan(self) -> bool:
        """Whether the keys since the last pause are a scan that nothing has ended yet."""
        run = self.last_run()
        return len(run) >= SURE_LENGTH and has_scanner_pace(run)

    def goes_on(self, at: float) -> bool:
        """Whether a key at this moment may belong to the same scan as the last one."""
        gap = self.gap(at)
        return gap <= PAUSE or (gap <= BRIDGE and has_scanner_pace(self.last_run()))

    def split(self, ended_at: float) -> tuple[list[Stroke], list[Stroke]]:
        """Separate the keys that a suffix ends from those before them.

        Args:
            ended_at: When the suffix was pressed.

        Returns:
            Earlier keys, and the last run. A run at a scanner's pace that was interrupted and
            went on at that pace is one run: half a code is never taken for a code.
        """
        *runs, last = _runs(self.strokes)
        while (
            runs
            and has_scanner_pace(runs[-1])
            and last[0].at - runs[-1][-1].at <= BRIDGE
            and has_scanner_pace(last, ended_at)
        ):
            last = runs.pop() + last
        return list(itertools.chain.from_iterable(runs)), last

    def typed_by_hand(self) -> list[Stroke]:
        """The keys after the last thing that a scanner may have sent."""
        typed: list[Stroke] = []
        for run in reversed(_runs(self.strokes)):
            if len(run) >= SURE_LENGTH and has_scanner_pace(run):
                break
            typed = run + typed
        return typed

    def erase_last(self) -> None:
        """Take the last character back."""
        del self.strokes[-1:]

    def clear(self) -> None:
        """Forget all keys."""
        self.strokes.clear()


LONGEST_RUN = 4096


def _runs(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    runs: list[list[Stroke]] = []
    for stroke in strokes:
        if runs and stroke.at - runs[-1][-1].at <= PAUSE:
            runs[-1].append(stroke)
        else:
            runs.append([stroke])
    return runs
