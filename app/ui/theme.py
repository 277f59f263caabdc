"""Turns the named tokens into Qt's palette, fonts and style sheet, for one operator's screen."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from string import Template
from typing import ClassVar

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from app.ui import fonts, tokens
from app.ui.tokens import Colours, State, StateColours, TextSize


class ThemeName(StrEnum):
    """The looks an operator can choose."""

    LIGHT = "light"
    DARK = "dark"


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep widgets that nobody holds any more until Qt has walked through all there are."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


_STYLE_SHEET = Template("""
QWidget { font-size: ${label}px; }
QLabel { color: $text; background: transparent; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="item"] { font-size: ${item}px; }
QLabel[role="heading"] { font-size: ${item}px; font-weight: bold; }
QLabel[role="title"] { font-size: ${instruction}px; font-weight: bold; }
QLabel[role="giant"] { font-size: ${giant}px; font-weight: bold; }
QLabel[state="ok"] { color: $ok_text; }
QLabel[state="stop"] { color: $stop_text; }
QLabel[state="look"] { color: $look_text; }
QLabel[state="next"] { color: $next_text; }
QFrame[role="card"] { background: $surface; border: 1px solid $hairline;
  border-radius: ${corner}px; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {
  color: $text; background: $surface; border: 2px solid $line;
  border-radius: ${small_corner}px; padding: 0 ${gap}px; min-height: ${target}px;
  selection-background-color: $next_fill; selection-color: $next_ink; }
QPlainTextEdit { color: $text; background: $surface; border: 2px solid $line;
  border-radius: ${small_corner}px; selection-background-color: $next_fill;
  selection-color: $next_ink; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus {
  border: 4px solid $next_outline; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {
  padding: 0 ${focus_gap}px; min-height: ${focus_target}px; }
QCheckBox { color: $text; spacing: ${gap}px; min-height: ${target}px; }
QTabWidget::pane { border: 1px solid $hairline; }
QTabBar::tab { color: $text; background: $page; padding: ${gap}px; min-height: ${target}px;
  border: 1px solid $hairline; }
QTabBar::tab:selected { background: $surface; border-bottom: 4px solid $next_outline; }
QComboBox::drop-down { border: none; width: ${target}px; }
QComboBox::down-arrow { image: none; }
QTableView, QListView, QTreeView { color: $text; background: $surface; gridline-color: $hairline;
  border: 1px solid $hairline; selection-background-color: $next_fill; selection-color: $next_ink; }
QHeaderView::section { color: $quiet; background: $page; border: none; padding: ${gap}px; }
QScrollBar:vertical { background: $page; width: ${scroll}px; }
QScrollBar::handle:vertical { background: $line; border-radius: ${small_corner}px;
  min-height: ${target}px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QSlider::groove:horizontal { background: $track; height: ${gap}px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $line; }
QSlider::handle:horizontal { background: $text; width: ${target}px; border-radius: ${corner}px;
  margin: -${scroll}px 0; }
QToolTip { color: $surface; background: $text; border: none; padding: ${gap}px; }
""")

_LARGER_TEXT = 1.1
"""Up to this, a low window has room for larger text as it is."""


@cache
def _font(pixels: int, *, is_bold: bool) -> QFont:
    """A font of the screen typeface, made once: every word painted asks for one."""
    font = QFont(fonts.families())
    font.setPixelSize(pixels)
    font.setBold(is_bold)
    return font


@dataclass(frozen=True)
class Theme:
    """One look: colours by name, sizes by physical screen resolution and the operator's eyes.

    Attributes:
        name: Light or dark.
        dpi: Physical points an inch in layout pixels, calibrated with a bank card.
        text_scale: 1.0, or up to 1.25 for larger reading text.
        is_low: Whether the window is so low that air gives way to content.
    """

    name: ThemeName = ThemeName.LIGHT
    dpi: float = tokens.DEFAULT_DPI
    text_scale: float = 1.0
    is_low: bool = False

    @property
    def is_tight(self) -> bool:
        """Whether a low window also has to hold larger reading text: lines share their height."""
        return self.is_low and self.text_scale > _LARGER_TEXT

    _current: ClassVar["Theme | None"] = None

    @classmethod
    def current(cls) -> "Theme":
        """The theme applied last; a light one for a 24 inch screen before that."""
        return cls._current or cls()

    @property
    def colours(self) -> Colours:
        """The named colours of this look."""
        return tokens.DARK if self.name is ThemeName.DARK else tokens.LIGHT

    def state(self, state: State) -> StateColours:
        """The colours of a state in this look."""
        return self.colours.states[state]

    def mm(self, millimetres: float) -> int:
        """Pixels that are at least so many millimetres long on this screen."""
        return tokens.pixels(millimetres, self.dpi)

    def air(self, millimetres: float, low_millimetres: float) -> int:
        """Pixels of a distance that may shrink in a low window, text and targets may not."""
        return self.mm(low_millimetres if self.is_low else millimetres)

    def px(self, size: TextSize) -> int:
        """Font size in pixels for a reading distance on this screen.

        In a low window only the smallest text grows: what is read from a metre stays larger still.
        """
        is_fixed = self.is_low and size is not TextSize.LABEL
        return tokens.font_pixels(size, self.dpi, 1.0 if is_fixed else self.text_scale)

    def font(self, size: TextSize, *, bold: bool = False) -> QFont:
        """The screen typeface in a size by reading distance."""
        return _font(self.px(size), is_bold=bold)

    def apply(self, app: QApplication) -> None:
        """Make this the look of the whole application, at start or when a badge brings another.

        Styling all screens anew takes long enough to be seen: a look that is worn is kept.
        """
        if Theme._current == self and app.styleSheet():
            return
        fonts.load_fonts()
        Theme._current = self
        with _nothing_collected():
            app.setStyle("Fusion")
            app.setFont(self.font(TextSize.LABEL))
            app.setPalette(self._palette())
            app.setStyleSheet(self.style_sheet())

    def style_sheet(self) -> str:
        """The style sheet for Qt's own widgets on set-up and desk screens."""
        named = {key: value for key, value in vars(self.colours).items() if isinstance(value, str)}
        for state, colours in self.colours.states.items():
            named |= {f"{state}_{part}": value for part, value in vars(colours).items()}
        named |= {size.name.lower(): str(self.px(size)) for size in TextSize}
        named |= {
            "target": str(self.mm(tokens.TARGET_MM) - 4),
            "gap": str(self.mm(tokens.TARGET_GAP_MM)),
            # A wider frame marks the focus; what is in it stays where it was.
            "focus_gap": str(self.mm(tokens.TARGET_GAP_MM) - 2),
            "focus_target": str(self.mm(tokens.TARGET_MM) - 8),
            "corner": str(self.mm(tokens.CORNER_MM)),
            "small_corner": str(self.mm(tokens.CORNER_MM / 2)),
            "scroll": str(self.mm(tokens.TARGET_MM / 2)),
        }
        return _STYLE_SHEET.substitute(named)

    def _palette(self) -> QPalette:
        colours, selected = self.colours, self.state(State.NEXT)
        roles = {
            QPalette.ColorRole.Window: colours.page,
            QPalette.ColorRole.WindowText: colours.text,
            QPalette.ColorRole.Base: colours.surface,
            QPalette.ColorRole.AlternateBase: colours.page,
            QPalette.ColorRole.Text: colours.text,
            QPalette.ColorRole.Button: colours.surface,
            QPalette.ColorRole.ButtonText: colours.text,
            QPalette.ColorRole.ToolTipBase: colours.text,
            QPalette.ColorRole.ToolTipText: colours.surface,
            QPalette.ColorRole.PlaceholderText: colours.quiet,
            QPalette.ColorRole.Highlight: selected.fill,
            QPalette.ColorRole.HighlightedText: selected.ink,
            QPalette.ColorRole.Mid: colours.line,
            QPalette.ColorRole.Link: selected.text,
        }
        palette = QPalette()
        for role, colour in roles.items():
            palette.setColor(role, QColor(colour))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.quiet))
        return palette
