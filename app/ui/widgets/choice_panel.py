"""Numbered choices inside the screen: short, why, then; answered by figure, scan, tap or OK."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.ui.tokens import PAD_MM, TARGET_GAP_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, largest_fitting, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.touch_button import ButtonFace, TouchButton, tile_size

_TITLE_SIZES = (TextSize.PEEK, TextSize.ITEM, TextSize.LABEL)


@dataclass(frozen=True)
class Choice:
    """One numbered answer.

    Attributes:
        name: What the panel reports, e.g. "damaged".
        number: The figure that chooses it, 0 to 9.
        text: Words beside the figure; empty where the figure says all, as a count.
        note: A second line, e.g. "5 free, 40 m".
    """

    name: str
    number: int
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class ChoiceGroup:
    """One question.

    Attributes:
        name: What the panel reports, e.g. "why".
        title: The question, e.g. "WHY".
        choices: The answers.
        default: The name of the choice that OK takes; empty for none.
    """

    name: str
    title: str
    choices: tuple[Choice, ...]
    default: str = ""


class ChoicePanel(FloorWidget):
    """Asks the groups one after the other; a tap may answer any of them, and answers can change.

    Signals:
        chosen(str, str): Names of a group and of its choice, each time one is made.
        completed(dict): All answers by group name, when the last open group got its answer.
    """

    chosen = Signal(str, str)
    completed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.title = ""
        self.groups: tuple[ChoiceGroup, ...] = ()
        self.answers: dict[str, str] = {}
        self._tiles: dict[tuple[str, str], TouchButton] = {}
        self._lines: list[tuple[ChoiceGroup, QRect]] = []

    def ask(self, title: str, groups: tuple[ChoiceGroup, ...]) -> None:
        """Ask anew, forgetting earlier answers.

        Args:
            title: What it is about, e.g. "SHORT at A-12-04-C, need 3".
            groups: The questions in order.
        """
        for tile in self._tiles.values():
            tile.hide()  # at once: it is deleted only when the event loop turns
            tile.deleteLater()
        self.title, self.groups, self.answers = title, groups, {}
        self._tiles = {}
        for group in groups:
            for choice in group.choices:
                self._tiles[group.name, choice.name] = self._tile(group.name, choice.name)
        self._show_answers()
        self._arrange()

    @property
    def active_group(self) -> ChoiceGroup | None:
        """The first question without an answer: the one a figure answers."""
        return next((group for group in self.groups if group.name not in self.answers), None)

    def answer_number(self, number: int) -> bool:
        """Answer the active group by figure, from a key or a scanned quantity code.

        Returns:
            Whether the figure was one of its choices.
        """
        group = self.active_group
        for choice in group.choices if group else ():
            if group is not None and choice.number == number:
                self.choose(group.name, choice.name)
                return True
        return False

    def confirm(self) -> bool:
        """Take the default of the active group, as OK does.

        Returns:
            Whether there was one.
        """
        group = self.active_group
        if group is None or not group.default:
            return False
        self.choose(group.name, group.default)
        return True

    def choose(self, group_name: str, choice_name: str) -> None:
        """Answer one group."""
        was_open = self.active_group is not None
        self.answers[group_name] = choice_name
        self._show_answers()
        self.chosen.emit(group_name, choice_name)
        if was_open and self.active_group is None:
            self.completed.emit(dict(self.answers))

    def tile(self, group_name: str, choice_name: str) -> TouchButton:
        """The button of a choice."""
        return self._tiles[group_name, choice_name]

    def sizeHint(self) -> QSize:
        """Title and one row a group."""
        return QSize(self.theme.mm(300), self._height_of(self.width_at_hand(500)))

    def minimumSizeHint(self) -> QSize:
        """Choices are never cut."""
        return QSize(self.theme.mm(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the choices for another width."""
        self._arrange()
        super().resizeEvent(event)

    def look_changed(self) -> None:
        """Take sizes from a new theme."""
        super().look_changed()
        self._arrange()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint ground, title and questions."""
        canvas.card(area)
        colours, pad = canvas.colours, self._pad
        size = self._title_size(area.width())
        head = QRect(pad, pad, area.width() - 2 * pad, line_height(size))
        if self._is_plain:
            ink, words = canvas.theme.state(State.NEXT).text, f"{canvas.onward} {self.title}"
            canvas.text(head, words, size, ink, bold=True)
            return
        canvas.text(head, self.title, size, colours.text, bold=True)
        active = self.active_group
        for group, place in self._lines:
            is_active = group is active
            ink = canvas.theme.state(State.NEXT).text if is_active else colours.quiet
            words = f"> {group.title}" if is_active else group.title
            canvas.text(place, words, TextSize.ITEM, ink, bold=True)

    def _tile(self, group_name: str, choice_name: str) -> TouchButton:
        tile = TouchButton(ButtonFace(""), self)
        tile.clicked.connect(lambda: self.choose(group_name, choice_name))
        tile.show()
        return tile

    def _show_answers(self) -> None:
        active = self.active_group
        for group in self.groups:
            answer = self.answers.get(group.name, "")
            for choice in group.choices:
                is_default = group is active and choice.name == group.default
                text = f"{choice.number}  {choice.text}".strip()
                face = ButtonFace(
                    text,
                    note=choice.note,
                    size=tile_size(),
                    is_default=is_default,
                    is_chosen=choice.name == answer,
                )
                self._tiles[group.name, choice.name].show_face(face)
        said = "; ".join(f"{group.title}: {self._said(group)}" for group in self.groups)
        self.told(f"{self.title}. {said}")

    def _said(self, group: ChoiceGroup) -> str:
        return ", ".join(f"{choice.number} {choice.text}".strip() for choice in group.choices)

    @property
    def _is_plain(self) -> bool:
        """Whether the title asks for the one group, whose answers need all the width."""
        return self.theme.is_low and len(self.groups) == 1 and bool(self.title)

    def _title_size(self, width: int) -> TextSize:
        words = f"> {self.title}" if self._is_plain else self.title
        return largest_fitting(words, width - 2 * self._pad, _TITLE_SIZES, bold=True)

    @property
    def _pad(self) -> int:
        return self.theme.air(PAD_MM, PAD_MM / 2)

    def _height_of(self, width: int) -> int:
        pad = self._pad
        rows = self._layout(width)
        bottom = max((place.bottom() for _, _, place in rows), default=pad)
        return bottom + pad

    def _layout(self, width: int) -> list[tuple[ChoiceGroup, Choice, QRect]]:
        """Each choice's place, groups below each other, wrapped where a row is full."""
        pad, gap = self._pad, self.theme.mm(TARGET_GAP_MM)
        height = max((tile.sizeHint().height() for tile in self._tiles.values()), default=0)
        font = self.theme.font(TextSize.ITEM, bold=True)
        column = max((text_width(font, f"> {g.title}") for g in self.groups), default=0) + pad
        if self._is_plain:
            column = 0
        top = pad + line_height(self._title_size(width)) + gap
        places: list[tuple[ChoiceGroup, Choice, QRect]] = []
        for group in self.groups:
            left = pad + column
            for choice in group.choices:
                wish = self._tiles[group.name, choice.name].sizeHint().width()
                wish = min(wish, width - 2 * pad - column)
                if left + wish > width - pad and left > pad + column:
                    left, top = pad + column, top + height + gap
                places.append((group, choice, QRect(left, top, wish, height)))
                left += wish + gap
            top += height + gap
        return places

    def _arrange(self) -> None:
        places = self._layout(self.width())
        pad = self._pad
        self._lines = []
        for group, choice, place in places:
            tile = self._tiles[group.name, choice.name]
            tile.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
            if not self._lines or self._lines[-1][0] is not group:
                title = QRect(pad, place.top(), place.left() - pad, place.height())
                self._lines.append((group, title))
        self.updateGeometry()
        self.update()
