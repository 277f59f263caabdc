"""Sees every key of the application before any widget does, and turns scans into signals.

Without it a scanner's Enter presses the focused button, a space in a code ticks a box, and the
GS separator is lost in the first line edit that it meets.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from app.devices.keystrokes import Key, KeyKind
from app.devices.scan import Scan
from app.devices.wedge import (
    CaptureMode,
    Decision,
    Discarded,
    EntryCleared,
    EscapePressed,
    FunctionKey,
    ScannerPrefix,
    TypedOk,
    TypedQuantity,
    Verdict,
    WedgeReader,
)
from app.ui.field_snapshot import remember_focused_field, takes_text

ENTRY_SHOWN_AFTER_MS = 80
"""Typed characters are shown this late, so that a scan does not flicker over the screen."""

HEARING_CHECKED_EVERY_MS = 500
"""Looked at by the clock: a window that goes away takes the keyboard with it without a signal."""

_KINDS = {
    Qt.Key.Key_Return: KeyKind.ENTER,
    Qt.Key.Key_Enter: KeyKind.ENTER,
    Qt.Key.Key_Tab: KeyKind.TAB,
    Qt.Key.Key_Backtab: KeyKind.TAB,
    Qt.Key.Key_Escape: KeyKind.ESCAPE,
    Qt.Key.Key_Backspace: KeyKind.BACKSPACE,
} | dict.fromkeys(
    (
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_Mode_switch,
    ),
    KeyKind.MODIFIER,
)
_KINDS |= dict.fromkeys(
    (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    ),
    KeyKind.NAVIGATION,
)
_SUFFIX_TEXTS = {"\r": KeyKind.ENTER, "\n": KeyKind.ENTER, "\t": KeyKind.TAB}


def read_key(event: QKeyEvent) -> Key:
    """Say what a key event is to the capture.

    GS comes as text or as Ctrl+], depending on the platform; both give the same key.
    """
    stamp, text = event.timestamp(), event.text()
    code, modifiers = event.key(), event.modifiers()
    kind = _KINDS.get(cast("Qt.Key", code)) or _SUFFIX_TEXTS.get(text)
    if kind is not None:
        return Key(kind, "", stamp, is_repeat=event.isAutoRepeat())
    if Qt.Key.Key_F1 <= code <= Qt.Key.Key_F35:
        number = code - Qt.Key.Key_F1 + 1
        return Key(KeyKind.FUNCTION, "", stamp, number, is_repeat=event.isAutoRepeat())
    has_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    has_alt = bool(modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier))
    if not text and has_control and ord("@") <= code <= ord("_"):
        text = chr(code & 0x1F)
    if not text or (has_alt and not has_control):  # Ctrl and Alt together are AltGr
        return Key(KeyKind.OTHER, "", stamp)
    return Key(KeyKind.TEXT, text, stamp, is_repeat=event.isAutoRepeat())


class WedgeFilter(QObject):
    """Application-wide event filter; install one, after the QApplication is made.

    On floor screens no key but arrows and paging reaches a widget. On desk screens keys reach the
    focused field, and a scan takes its characters out of it again.
    """

    scanned = Signal(Scan)
    """A code was scanned, or typed by hand (its source says which)."""
    quantity_typed = Signal(int)
    """At most three digits and Enter."""
    ok_pressed = Signal()
    """Enter alone."""
    function_key = Signal(int)
    """F1 to F12, by number."""
    escape_pressed = Signal()
    """Escape on a floor screen with nothing typed."""
    entry_changed = Signal(str)
    """What has been typed by hand so far and waits for Enter; floor screens show it."""
    discarded = Signal(Discarded)
    """Keys that came to nothing and should be answered by words."""
    scanner_not_heard = Signal(bool)
    """True when no window of the application has the keyboard: scans go elsewhere. False again."""

    def __init__(
        self, prefix: ScannerPrefix = ScannerPrefix.NONE, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reader = WedgeReader(prefix)
        self._restore_field: Callable[[], None] | None = None
        self._shown_entry = ""
        self._is_heard = True
        self._held: set[int] = set()
        self._entry_timer = QTimer(self, singleShot=True, interval=ENTRY_SHOWN_AFTER_MS)
        self._entry_timer.timeout.connect(self._show_entry)
        self._hearing_timer = QTimer(self, interval=HEARING_CHECKED_EVERY_MS)
        self._hearing_timer.timeout.connect(self._check_hearing)

    @property
    def mode(self) -> CaptureMode:
        """Whose keys they are at present."""
        return self._reader.mode

    def set_mode(self, mode: CaptureMode) -> None:
        """Say whether the screen shown takes text from the keyboard (desk) or not (floor)."""
        self._restore_field = None
        self._reader.set_mode(mode)
        self._show_entry()

    def set_prefix(self, prefix: ScannerPrefix) -> None:
        """Say what the station's scanners send first."""
        self._reader.prefix = prefix

    def forget_entry(self) -> None:
        """Drop what has been typed by hand, as when the prompt changes."""
        self._reader.forget_entry()
        self._show_entry()

    def install(self, application: QApplication) -> None:
        """Begin to listen."""
        application.installEventFilter(self)
        self._hearing_timer.start()

    def remove(self, application: QApplication) -> None:
        """Stop listening."""
        application.removeEventFilter(self)
        self._hearing_timer.stop()
        self._entry_timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Judge each key once: at the window, before it is passed on to widgets."""
        if not isinstance(watched, QWindow):
            return False  # first of all: each event of each widget comes by here
        kind = event.type()
        if kind not in _KEY_EVENTS:
            return False
        key_event = cast("QKeyEvent", event)
        if kind == QEvent.Type.KeyPress:
            return self._press(key_event)
        if kind == QEvent.Type.KeyRelease:
            return self._release(key_event)
        return self._keep_from_short_cuts(key_event)

    def _press(self, event: QKeyEvent) -> bool:
        focused = QApplication.focusWidget()
        verdict = self._reader.feed(read_key(event), in_text_field=takes_text(focused))
        self._mind_field(verdict)
        if verdict.swallow:
            self._held.add(event.key())
        for decision in verdict.decisions:
            self._announce(decision)
        if self.mode is CaptureMode.FLOOR:
            self._entry_timer.start()
        return verdict.swallow

    def _release(self, event: QKeyEvent) -> bool:
        """A widget that has not seen a key go down does not see it come up."""
        is_ours = event.key() in self._held
        if not event.isAutoRepeat():
            self._held.discard(event.key())
        return is_ours

    def _keep_from_short_cuts(self, event: QKeyEvent) -> bool:
        """Accepting the override makes Qt deliver an ordinary key press instead of a short-cut."""
        is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12
        is_ours = (
            self.mode is CaptureMode.FLOOR
            or is_function
            or self._reader.is_within_scan(event.timestamp())
        )
        if is_ours:
            event.accept()
        return is_ours

    def _mind_field(self, verdict: Verdict) -> None:
        if self.mode is not CaptureMode.DESK:
            return
        if verdict.restore and self._restore_field is not None:
            self._restore_field()
            self._restore_field = None
        elif verdict.starts_run or (self._restore_field is None and not verdict.swallow):
            self._restore_field = remember_focused_field()

    def _announce(self, decision: Decision) -> None:
        match decision:
            case Scan():
                self.scanned.emit(decision)
            case TypedQuantity(quantity):
                self.quantity_typed.emit(quantity)
            case TypedOk():
                self.ok_pressed.emit()
            case FunctionKey(number):
                self.function_key.emit(number)
            case EscapePressed():
                self.escape_pressed.emit()
            case Discarded():
                self.discarded.emit(decision)
            case EntryCleared():
                self._show_entry()

    def _show_entry(self) -> None:
        entry = self._reader.entry
        if entry != self._shown_entry:
            self._shown_entry = entry
            self.entry_changed.emit(entry)

    def _check_hearing(self) -> None:
        is_heard = QGuiApplication.focusWindow() is not None
        if is_heard != self._is_heard:
            self._is_heard = is_heard
            self.scanner_not_heard.emit(not is_heard)


_KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
