"""What stands beside the live map: its layers as buttons, and the list that is shown of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.floor_heat import HeatLayer
from app.ui.message import translate
from app.ui.screens.map_lists import MapList, columns_of, list_words
from app.ui.screens.map_view import layer_words
from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import TARGET_GAP_MM
from app.ui.widgets.desk_rows import DeskRow
from app.ui.widgets.desk_table import DeskTable
from app.ui.widgets.touch_button import ButtonFace, TouchButton

IN_A_ROW = 4
_TIGHT_MM = 150.0


class MapSide(QWidget):
    """The layers over a list; in a low window one button steps through them.

    Signals:
        layer_asked(int): The number of a layer was tapped.
        picked(str): The key of a row that somebody chose in the list that is shown.
    """

    layer_asked = Signal(int)
    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers = {layer: TouchButton(ButtonFace("")) for layer in HeatLayer}
        # Each in its place from the start: to be moved into another widget takes a table long.
        self._pages = PageStack(self)
        self.tables = {
            listed: DeskTable(columns_of(listed), list_words(listed), self._pages)
            for listed in MapList
        }
        self.shown = MapList.AISLES
        grid = QGridLayout()
        for at, (layer, button) in enumerate(self.layers.items()):
            button.clicked.connect(lambda _=False, tapped=layer: self._tap(tapped))
            grid.addWidget(button, *divmod(at, IN_A_ROW))
        for table in self.tables.values():
            self._pages.addWidget(table)
            table.picked.connect(self.picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addWidget(self._pages, 1)
        for part in (grid, column):
            part.setSpacing(Theme.current().mm(TARGET_GAP_MM))
        self.show_list(self.shown)

    @property
    def table(self) -> DeskTable:
        """The list that is shown."""
        return self.tables[self.shown]

    def show_layer(self, chosen: HeatLayer) -> None:
        """Show which layer colours the map."""
        theme = Theme.current()
        is_low = theme.is_low
        # The list keeps the room of its words, rather than the floor its own.
        self.setMinimumWidth(theme.mm(_TIGHT_MM) if theme.is_tight else 0)
        for layer, button in self.layers.items():
            is_chosen = layer is chosen
            note = translate("map", "1 to {0}").format(len(HeatLayer)) if is_low else ""
            face = ButtonFace(layer_words(layer), str(layer.value), note, is_chosen=is_chosen)
            button.show_face(face)
            button.setVisible(is_chosen or not is_low)

    def _tap(self, layer: HeatLayer) -> None:
        """A layer's button; where there is only one, it leads to the next layer."""
        number = layer.value
        if Theme.current().is_low:
            number = number % len(HeatLayer) + 1
        self.layer_asked.emit(number)

    def show_list(self, listed: MapList) -> None:
        """Show another list; arrows and paging are its keys."""
        self.shown = listed
        self._pages.setCurrentWidget(self.table)
        self.table.setFocus()

    def show_rows(self, listed: MapList, rows: tuple[DeskRow, ...]) -> None:
        """Show other rows in a list."""
        self.tables[listed].show_rows(rows)
