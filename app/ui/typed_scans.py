"""Types into a window as a scanner or a person would, for the demo, training and tests."""

import time

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow

REST_MS = 500
"""Between the last key of one scan and the first of the next: a hand moves to another label."""

HUMAN_REST_MS = 1200
"""Before a person types: a scan without suffix, if there was one, is over by then."""

_TYPED_UNTIL = "pickstation_typed_until_ms"
_SHIFTED = '~!@#$%^&*()_+{}|:"<>?'
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_MODIFIER_KEYS = {
    Qt.KeyboardModifier.ShiftModifier: Qt.Key.Key_Shift,
    Qt.KeyboardModifier.ControlModifier: Qt.Key.Key_Control,
}


def type_scan(
    window: QWindow,
    text: str,
    gap_ms: int = 2,
    suffix: Qt.Key | None = Qt.Key.Key_Return,
    rest_ms: int = REST_MS,
) -> int:
    """Post the keys that a keyboard-wedge scanner sends for a code.

    The time stamps are the scanner's: they follow the last ones typed into this window, and may
    run ahead of the clock, so that a demo can scan faster than a person without looking like a
    scanner that reads twice.

    Args:
        window: The native window that has the keyboard (`widget.windowHandle()`).
        text: The payload; GS is sent as Ctrl+].
        gap_ms: Milliseconds between two keys.
        suffix: The key that ends the scan; None for a scanner that sends none.
        rest_ms: Milliseconds since the last key typed into this window.

    Returns:
        The time stamp of the last key, in milliseconds of the monotonic clock.
    """
    return _type(window, text, gap_ms, suffix, rest_ms)


def type_human(
    window: QWindow, text: str, gap_ms: int = 120, end: Qt.Key | None = Qt.Key.Key_Return
) -> int:
    """Post keys at a person's pace; `end` is the key pressed at last, None for none.

    Returns:
        The time stamp of the last key, in milliseconds of the monotonic clock.
    """
    return _type(window, text, gap_ms, end, rest_ms=HUMAN_REST_MS)


def press_key(window: QWindow, key: Qt.Key) -> int:
    """Post one key, such as F6, Escape or a bare Enter, as a person presses it.

    Returns:
        The time stamp of the key, in milliseconds of the monotonic clock.
    """
    return _type(window, "", 0, key, rest_ms=HUMAN_REST_MS)


def _type(window: QWindow, text: str, gap_ms: int, end: Qt.Key | None, rest_ms: int) -> int:
    typed_until = int(window.property(_TYPED_UNTIL) or 0)
    stamp = max(round(time.monotonic() * 1000), typed_until + rest_ms)
    strokes = [_stroke_of(char) for char in text]
    if end is not None:
        strokes.append((end, _NO_MODIFIER, "\r" if end in _ENTERS else ""))
    key_before: int | None = None
    for key, modifiers, char in strokes:
        if key_before is not None:
            stamp += gap_ms
        # Qt takes doubled characters at this speed for a key held down, so we say so too.
        _post_stroke(window, key, modifiers, char, stamp, is_repeat=key == key_before)
        key_before = key
    window.setProperty(_TYPED_UNTIL, stamp)
    return stamp


def _stroke_of(char: str) -> tuple[int, Qt.KeyboardModifier, str]:
    """Key, modifiers and text of a character on a US keyboard."""
    if char < " ":
        return ord(char) | 0x40, Qt.KeyboardModifier.ControlModifier, char
    is_shifted = char in _SHIFTED or char.isupper()
    modifiers = Qt.KeyboardModifier.ShiftModifier if is_shifted else _NO_MODIFIER
    return ord(char.upper()[0]), modifiers, char


def _post_stroke(
    window: QWindow,
    key: int,
    modifiers: Qt.KeyboardModifier,
    text: str,
    stamp: int,
    *,
    is_repeat: bool,
) -> None:
    held = _MODIFIER_KEYS.get(modifiers)
    if held is not None:
        _post(window, QEvent.Type.KeyPress, (held, _NO_MODIFIER, ""), stamp)
    _post(window, QEvent.Type.KeyPress, (key, modifiers, text), stamp, is_repeat=is_repeat)
    _post(window, QEvent.Type.KeyRelease, (key, modifiers, text), stamp)
    if held is not None:
        _post(window, QEvent.Type.KeyRelease, (held, modifiers, ""), stamp)


def _post(
    window: QWindow,
    kind: QEvent.Type,
    stroke: tuple[int, Qt.KeyboardModifier, str],
    stamp: int,
    *,
    is_repeat: bool = False,
) -> None:
    event = QKeyEvent(kind, *stroke, is_repeat)
    event.setTimestamp(stamp)
    QCoreApplication.postEvent(window, event)
