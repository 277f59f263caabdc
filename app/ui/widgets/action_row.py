"""The bottom row of every floor screen: the same key at the same place, whatever the screen."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.ui.tokens import OUTER_MARGIN_MM, PRIMARY_TARGET_MM, TARGET_GAP_MM, TextSize
from app.ui.widgets.canvas import line_height
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.touch_button import ButtonFace, TouchButton

PLACES = ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F1", "ENTER")
_DEFAULT_WIDTH = 1.6  # of the others
_LEAST_WIDTH_MM = 38.0  # narrower than this, the keys stand in two rows


@dataclass(frozen=True)
class Action:
    """Something the operator can do now.

    Attributes:
        name: What `triggered` reports, e.g. "undo".
        key: One of `PLACES`; it also decides the place.
        text: One or two words, translated.
        icon: Name of a drawing.
        note: What exactly it would do, e.g. "OK ..4470".
        is_enabled: Whether it can be used now; the place stays taken.
    """

    name: str
    key: str
    text: str
    icon: str = ""
    note: str = ""
    is_enabled: bool = True


class ActionRow(FloorWidget):
    """Shows the actions of a screen; the one at ENTER is the default that OK takes.

    Signals:
        triggered(str): The name of a tapped action, or of one asked for by `press_key`.
    """

    triggered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.actions_shown: tuple[Action, ...] = ()
        self._buttons: dict[str, TouchButton] = {}

    def show_actions(self, actions: tuple[Action, ...]) -> None:
        """Show what can be done now.

        Raises:
            ValueError: If two actions claim one key or a key has no place.
        """
        keys = [action.key for action in actions]
        wrong = [key for key in keys if key not in PLACES or keys.count(key) > 1]
        if wrong:
            raise ValueError(
                f"{', '.join(wrong)}: each action needs a place of its own in {PLACES}"
            )
        if actions == self.actions_shown:
            return
        self.actions_shown = actions
        for key in set(self._buttons) - set(keys):
            gone = self._buttons.pop(key)
            gone.hide()  # at once: it is deleted only when the event loop turns
            gone.deleteLater()
        for action in actions:
            self._show_action(action)
        self._arrange()
        self.told("")

    def button(self, key: str) -> TouchButton | None:
        """The button at a place, if the screen has that action."""
        return self._buttons.get(key)

    def press_key(self, key: str) -> bool:
        """Do what a function key, or ENTER, stands for.

        Returns:
            Whether there was an enabled action; only then `triggered` is emitted.
        """
        for action in self.actions_shown:
            if action.key == key and action.is_enabled:
                self.triggered.emit(action.name)
                return True
        return False

    def sizeHint(self) -> QSize:
        """One row of keys, or two on a small screen; the upper one only while it has keys."""
        rows = self._rows(self.width_at_hand(500))
        shown = rows - self._hidden_rows(rows)
        gap = self.theme.mm(TARGET_GAP_MM)
        return QSize(self.theme.mm(200), shown * self._key_height(rows) + (shown - 1) * gap)

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the keys for another width."""
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        super().resizeEvent(event)

    def look_changed(self) -> None:
        """Take sizes from a new theme."""
        super().look_changed()
        self._arrange()

    def _show_action(self, action: Action) -> None:
        is_default = action.key == "ENTER"
        key = self.tr("Enter") if is_default else action.key
        face = ButtonFace(action.text, key, action.note, action.icon, is_default=is_default)
        button = self._buttons.get(action.key)
        if button is None:
            button = self._buttons[action.key] = TouchButton(face, self)
            button.clicked.connect(lambda: self.press_key(action.key))
            button.show()
        else:
            button.show_face(face)
        button.setEnabled(action.is_enabled)

    def _key_height(self, rows: int) -> int:
        """Key, words and note in one row; where there are two rows, notes may give way."""
        lines = (3 if rows == 1 else 2) * line_height(TextSize.LABEL)
        return max(self.theme.mm(PRIMARY_TARGET_MM), lines + self.theme.mm(3))

    def _rows(self, width: int) -> int:
        margin, gap = self.theme.mm(OUTER_MARGIN_MM), self.theme.mm(TARGET_GAP_MM)
        room = (width - 2 * margin - (len(PLACES) - 1) * gap) / (len(PLACES) - 1 + _DEFAULT_WIDTH)
        return 1 if room >= self.theme.mm(_LEAST_WIDTH_MM) else 2

    def _hidden_rows(self, rows: int) -> int:
        """The upper of two rows gives its room to the work while no key is in it."""
        upper = PLACES[: len(PLACES) // rows]
        return 1 if rows > 1 and not self._buttons.keys() & set(upper) else 0

    def _arrange(self) -> None:
        rows = self._rows(self.width())
        hidden = self._hidden_rows(rows)
        height, gap = self._key_height(rows), self.theme.mm(TARGET_GAP_MM)
        margin = self.theme.mm(OUTER_MARGIN_MM)
        share = len(PLACES) // rows
        for row in range(rows):
            keys = PLACES[row * share : (row + 1) * share]
            weights = [_DEFAULT_WIDTH if key == "ENTER" else 1.0 for key in keys]
            room = self.width() - 2 * margin - (len(keys) - 1) * gap
            left = float(margin)
            for key, weight in zip(keys, weights, strict=True):
                width = room * weight / sum(weights)
                if (button := self._buttons.get(key)) is not None:
                    place = self.rect()
                    top = (row - hidden) * (height + gap)
                    place.setRect(round(left), top, int(width), height)
                    button.setGeometry(
                        QStyle.visualRect(self.layoutDirection(), self.rect(), place)
                    )
                left += width + gap

    def draw(self, *_: object) -> None:
        """Nothing of its own: the buttons paint themselves."""
