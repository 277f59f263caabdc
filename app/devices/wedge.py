"""Decides what keys mean at a station: a scan, a typed quantity, OK, a function key, or typing.

A keyboard-wedge scanner types like a person, only faster, and its Enter would press whatever
button has the focus. The rules here see every key before any widget does and need no timer.
"""

import enum
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.devices.event_clock import EventClock
from app.devices.framing import SUBSTITUTE
from app.devices.keystrokes import (
    BRIDGE,
    SCANNER_GAP,
    SURE_LENGTH,
    Key,
    KeyKind,
    KeyRun,
    Stroke,
    has_scanner_pace,
    text_of,
)
from app.devices.scan import KEYED, WEDGE, Scan

OK_AFTER_KEYS = 0.300
"""An Enter sooner than this after any key, in seconds, is no OK: it is the second half of a suffix
(CR LF, Tab Enter), a key that bounces, or the end of a scan that came as cursor keys because Num
Lock was off."""

LONGEST_QUANTITY = 3
"""Digits of a typed quantity; more digits are a code, so that a number typed off a label can
never become a quantity."""

SHORTEST_KEYED_CODE = 3
"""Characters of a code typed by hand: XCK, the OK command, has three."""

_STX = "\x02"
_ETX = "\x03"
_GS = "\x1d"
_FIRST_PRINTABLE = " "


class CaptureMode(enum.Enum):
    """Whose keys they are."""

    FLOOR = enum.auto()
    """No widget takes text: every printable key belongs to the capture."""
    DESK = enum.auto()
    """Keys reach the focused field; a scan takes its own keys out of it again."""


class ScannerPrefix(enum.Enum):
    """What the scanners of this station are set to send first, which decides at the first key."""

    NONE = "none"
    STX = "stx"
    F13 = "f13"
    AIM = "aim"
    """The AIM identifier, `]` and two characters. On desk screens `]` can then not be typed."""


class DiscardReason(enum.Enum):
    """Why keys came to nothing."""

    NO_SUFFIX = enum.auto()
    """A scan without Enter or Tab: the scanner's set-up, or a broken radio link."""
    TOO_SHORT = enum.auto()
    """Typed by hand, and neither a quantity nor long enough for a code."""


@dataclass(frozen=True)
class TypedQuantity:
    """A quantity typed by hand and confirmed by Enter."""

    quantity: int


@dataclass(frozen=True)
class TypedOk:
    """Enter alone: OK to the default on the screen."""


@dataclass(frozen=True)
class FunctionKey:
    """F1 to F12."""

    number: int


@dataclass(frozen=True)
class EscapePressed:
    """Escape with nothing typed: back."""


@dataclass(frozen=True)
class EntryCleared:
    """Escape took back what was typed."""


@dataclass(frozen=True)
class Discarded:
    """Keys that came to nothing, and why."""

    text: str
    why: DiscardReason


Decision = Scan | TypedQuantity | TypedOk | FunctionKey | EscapePressed | EntryCleared | Discarded


@dataclass(frozen=True)
class Verdict:
    """What to do with one key.

    Attributes:
        swallow: No widget may see the key.
        decisions: What the key completed, in order.
        starts_run: Remember the focused field now: these keys may turn out to be a scan.
        restore: Put the field back to what was remembered.
    """

    swallow: bool
    decisions: tuple[Decision, ...] = ()
    starts_run: bool = False
    restore: bool = False


_PASS = Verdict(swallow=False)
_SWALLOW = Verdict(swallow=True)


class WedgeReader:
    """State machine from keys to decisions; one per station, fed with every key press.

    Args:
        prefix: What the station's scanners send first.
        now: The station's monotonic clock in seconds.
    """

    def __init__(
        self,
        prefix: ScannerPrefix = ScannerPrefix.NONE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.prefix = prefix
        self._mode = CaptureMode.FLOOR
        self._clock = EventClock(now)
        self._run = KeyRun()
        self._is_framed = False
        self._last_key_at = float("-inf")
        self._scan_ended_at = float("-inf")

    @property
    def mode(self) -> CaptureMode:
        """Whose keys they are at present."""
        return self._mode

    @property
    def entry(self) -> str:
        """What has been typed by hand so far and waits for Enter; floor screens show it."""
        if self._is_framed or self._mode is CaptureMode.DESK:
            return ""
        return _without_controls(text_of(self._run.typed_by_hand()))

    def set_mode(self, mode: CaptureMode) -> None:
        """Change whose keys they are; forgets what was typed by hand, but no scan under way."""
        self._mode = mode
        self.forget_entry()

    def forget_entry(self) -> None:
        """Drop what was typed by hand, as at a change of prompt."""
        if not self._is_framed and not has_scanner_pace(self._run.last_run()):
            self._run.clear()

    def is_within_scan(self, stamp_ms: int) -> bool:
        """Whether a key at this time stamp can only be part of a scan, so no short-cut may fire."""
        at = self._clock.seconds(stamp_ms)
        return (self._is_framed and self._run.gap(at) <= BRIDGE) or self._run.is_burst(at)

    def feed(self, key: Key, *, in_text_field: bool = False) -> Verdict:
        """Judge one key press.

        Args:
            key: The key.
            in_text_field: On desk screens: the focused widget takes text.

        Returns:
            Whether widgets may see the key, and what it completed.
        """
        if key.kind is KeyKind.MODIFIER:
            return Verdict(swallow=self._is_framed or self._mode is CaptureMode.FLOOR)
        at = self._clock.seconds(key.stamp_ms)
        lost = self._drop_unfinished(at)
        if lost and key.kind in (KeyKind.ENTER, KeyKind.TAB):
            verdict = _SWALLOW  # a late suffix is not an OK
        else:
            verdict = self._judge(key, at, in_text_field)
        self._last_key_at = at
        return replace(verdict, decisions=(*lost, *verdict.decisions)) if lost else verdict

    def _drop_unfinished(self, at: float) -> tuple[Decision, ...]:
        """A scan that got no suffix in time is over; on desk screens so is any typing."""
        if self._run.goes_on(at):
            return ()
        is_lost = self._is_framed or (
            self._mode is CaptureMode.FLOOR and self._run.is_unfinished_scan()
        )
        self._is_framed = False
        lost = self._unfinished() if is_lost else ()
        if is_lost or self._mode is CaptureMode.DESK:
            self._run.clear()
        return lost

    def _unfinished(self) -> tuple[Decision, ...]:
        text = _without_controls(text_of(self._run.strokes))
        return (Discarded(text, DiscardReason.NO_SUFFIX),) if text else ()

    def _judge(self, key: Key, at: float, in_text_field: bool) -> Verdict:
        if self._begins_frame(key, at):
            return self._begin_frame(key, at)
        if key.kind in (KeyKind.ENTER, KeyKind.TAB) or (self._is_framed and key.text == _ETX):
            return self._end(key, at)
        if key.kind is KeyKind.TEXT:
            return self._take_text(key.text, at, in_text_field)
        if self._is_framed or self._run.gap(at) <= SCANNER_GAP:
            # A control character in a code, typed as a key: it must act on nothing, and the code
            # must not pass for one without it.
            self._run.add(SUBSTITUTE, at)
            return _SWALLOW
        if key.kind in (KeyKind.FUNCTION, KeyKind.ESCAPE, KeyKind.BACKSPACE):
            return self._take_control_key(key)
        if self._mode is CaptureMode.DESK:
            self._run.clear()
            return _PASS
        return Verdict(swallow=key.kind is not KeyKind.NAVIGATION)

    def _begin_frame(self, key: Key, at: float) -> Verdict:
        lost = self._unfinished() if self._is_framed else ()
        self._is_framed = True
        self._run.clear()
        self._run.add("]" if key.text == "]" else _STX, at)
        return Verdict(swallow=True, decisions=lost)

    def _begins_frame(self, key: Key, at: float) -> bool:
        if key.text == _STX:  # on the floor nothing else can mean it
            return self._mode is CaptureMode.FLOOR or self.prefix is ScannerPrefix.STX
        if self.prefix is ScannerPrefix.F13:
            return key.kind is KeyKind.FUNCTION and key.number == 13
        if self.prefix is ScannerPrefix.AIM:
            return key.text == "]" and not self._is_framed and not self._run.is_burst(at)
        return False

    def _take_text(self, text: str, at: float, in_text_field: bool) -> Verdict:
        if self._is_framed or self._mode is CaptureMode.FLOOR:
            self._run.add(text, at)
            return _SWALLOW
        is_burst = self._run.is_burst(at)
        if text < _FIRST_PRINTABLE and text != _GS and not is_burst:
            self._run.clear()  # Ctrl+C and the like, by a person
            return _PASS
        starts_run = not self._run.strokes
        self._run.add(text, at)
        # Without a text field, only the first key of a scan gets through: a space further on
        # would press the focused button.
        swallow = text < _FIRST_PRINTABLE or (is_burst and not in_text_field)
        return Verdict(swallow=swallow, starts_run=starts_run)

    def _take_control_key(self, key: Key) -> Verdict:
        if key.kind is KeyKind.FUNCTION:
            self._run.clear()
            is_ours = 1 <= key.number <= 12
            pressed = (FunctionKey(key.number),) if is_ours and not key.is_repeat else ()
            return Verdict(swallow=is_ours or self._mode is CaptureMode.FLOOR, decisions=pressed)
        if self._mode is CaptureMode.DESK:
            self._run.clear()
            return _PASS
        if key.kind is KeyKind.BACKSPACE:
            self._run.erase_last()
            return _SWALLOW
        return self._escape(key)

    def _escape(self, key: Key) -> Verdict:
        had_entry = bool(self.entry)
        self._run.clear()
        if key.is_repeat:
            return _SWALLOW
        return Verdict(swallow=True, decisions=(EntryCleared() if had_entry else EscapePressed(),))

    def _end(self, key: Key, at: float) -> Verdict:
        """Enter, Tab or ETX: the only keys that complete anything."""
        if self._is_framed:
            return self._finish_scan(self._run.strokes, at)
        if self._mode is CaptureMode.DESK:
            return self._end_on_desk(at)
        if not self._run.strokes:
            is_ok = key.kind is KeyKind.ENTER and not key.is_repeat
            pressed = (TypedOk(),) if is_ok and self._is_rested(at) else ()
            return Verdict(swallow=True, decisions=pressed)
        _, last = self._run.split(at)
        is_short = len(last) < SURE_LENGTH
        if len(last) > 1 and has_scanner_pace(last, at if is_short else None):
            return self._finish_scan(last, at)
        return _SWALLOW if key.kind is KeyKind.TAB else self._finish_entry(at)

    def _end_on_desk(self, at: float) -> Verdict:
        strokes = self._run.strokes
        if len(strokes) >= SURE_LENGTH and has_scanner_pace(strokes):
            return self._finish_scan(strokes, at)
        is_rest_of_suffix = not strokes and at - self._scan_ended_at < OK_AFTER_KEYS
        self._run.clear()
        return _SWALLOW if is_rest_of_suffix else _PASS

    def _is_rested(self, at: float) -> bool:
        return at - self._last_key_at >= OK_AFTER_KEYS

    def _finish_scan(self, strokes: Sequence[Stroke], at: float) -> Verdict:
        raw = text_of(strokes).removeprefix(_STX).removesuffix(_ETX)
        self._is_framed = False
        self._run.clear()
        self._scan_ended_at = at
        scans = (Scan(raw, WEDGE, at),) if raw else ()
        return Verdict(swallow=True, decisions=scans, restore=self._mode is CaptureMode.DESK)

    def _finish_entry(self, at: float) -> Verdict:
        typed = self._run.typed_by_hand()
        del self._run.strokes[len(self._run.strokes) - len(typed) :]
        lost = self._unfinished()
        self._run.clear()
        entry = _without_controls(text_of(typed))
        return Verdict(swallow=True, decisions=(*lost, _meaning_of_entry(entry, at)))


def _meaning_of_entry(text: str, at: float) -> Decision:
    if text.isdecimal() and len(text) <= LONGEST_QUANTITY:
        return TypedQuantity(int(text))
    if len(text) >= SHORTEST_KEYED_CODE:
        return Scan(text, KEYED, at)
    return Discarded(text, DiscardReason.TOO_SHORT)


def _without_controls(text: str) -> str:
    return "".join(char for char in text if char >= _FIRST_PRINTABLE or char == _GS)
