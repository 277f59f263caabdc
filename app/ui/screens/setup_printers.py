"""The set-up's card for printers: how they are, test pages, addresses and routes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.services.station_setup import PrinterSettings, PrinterView
from app.ui.floor_words import document_word
from app.ui.message import translate
from app.ui.paper_words import lamp_word
from app.ui.screens.setup_cards import SetupCard, key_button, label
from app.ui.theme import Theme
from app.ui.tokens import PAD_MM, TARGET_MM

KINDS = ("folder", "tcp", "cups", "serial")
FORMATS = ("pdf", "zpl")
RESOLUTIONS = ("203", "300", "600")
ROUTED: dict[str, tuple[str, ...]] = {
    "shipping_label": (
        "shipping_label",
        "return_label",
        "carton_label",
        "pallet_label",
        "customs_declaration",
    ),
    "packing_slip": ("packing_slip", "commercial_invoice"),
    "location_label": (
        "location_label",
        "place_label",
        "tote_label",
        "packaging_label",
        "badge_label",
    ),
    "command_sheet": ("command_sheet", "pick_list", "count_sheet", "carrier_manifest"),
}
"""Documents that a station sends to a printer of its choice, those of one stock together."""


class ChoiceField(QComboBox):
    """A list to choose from whose arrow can be seen and hit."""

    def __init__(self, entries: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.addItems(entries)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's request to paint: the field, then the arrow."""
        super().paintEvent(event)
        theme = Theme.current()
        edge, middle = theme.mm(2.5), self.rect().center().y()
        left = self.width() - theme.mm(PAD_MM) - edge
        corners = [(left, middle - edge // 2), (left + 2 * edge, middle - edge // 2)]
        corners.append((left + edge, middle + edge // 2 + 2))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours.text))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.end()


class PrintersCard(SetupCard):
    """Shows the site's printers and asks for what shall be done with them.

    Signals:
        check_asked(str): Ask the printer of this name how it is.
        test_asked(str): Print a test page on it.
        saved(PrinterSettings, PrinterSettings | None): Add or change a printer; as it shall be, and
            as it was when the form was filled with it.
        routed(str, str): Send a kind of document to a printer.
    """

    check_asked = Signal(str)
    test_asked = Signal(str)
    saved = Signal(object, object)
    routed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("setup", "Printers"), parent)
        self.views: tuple[PrinterView, ...] = ()
        self.seen: PrinterSettings | None = None
        self.table = self._make_table()
        self.box.addWidget(self.table, 1)
        self.check = key_button(translate("setup", "Ask how it is"), "settings")
        self.check.clicked.connect(lambda: self._of_selected(self.check_asked.emit))
        self.test = key_button(translate("setup", "Print test page"), "label_printer")
        self.test.clicked.connect(lambda: self._of_selected(self.test_asked.emit))
        row = QHBoxLayout()
        row.addWidget(self.check)
        row.addWidget(self.test)
        self.box.addLayout(row)
        self.told = label("", "quiet")
        self.box.addWidget(self.told)
        self._add_form()
        self._add_routes()

    def _make_table(self) -> QTableWidget:
        heads = [
            translate("setup", "Printer"),
            translate("setup", "Way"),
            translate("setup", "Address"),
            translate("setup", "State"),
        ]
        table = QTableWidget(0, len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(Theme.current().mm(TARGET_MM * 0.75))
        table.setMinimumHeight(Theme.current().mm(TARGET_MM * 2))
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        table.itemSelectionChanged.connect(self.fill_form)
        return table

    def _add_form(self) -> None:
        self.name, self.address = QLineEdit(), QLineEdit()
        self.kind, self.format = ChoiceField(KINDS), ChoiceField(FORMATS)
        self.dpi = ChoiceField(RESOLUTIONS)
        grid = QGridLayout()
        fields = (
            (translate("setup", "Name"), self.name),
            (translate("setup", "Way"), self.kind),
            (translate("setup", "Language"), self.format),
            (translate("setup", "Dots an inch"), self.dpi),
        )
        for column, (words, field) in enumerate(fields):
            grid.addWidget(label(words, "quiet"), 0, column)
            grid.addWidget(field, 1, column)
        grid.addWidget(label(translate("setup", "Address"), "quiet"), 2, 0)
        grid.addWidget(self.address, 3, 0, 1, 3)
        self.save = key_button(translate("setup", "Save printer"))
        self.save.clicked.connect(self._save)
        grid.addWidget(self.save, 3, 3)
        self.box.addLayout(grid)

    def _add_routes(self) -> None:
        self.routes: dict[str, ChoiceField] = {}
        grid = QGridLayout()
        for number, kind in enumerate(ROUTED):
            choice = ChoiceField()
            choice.activated.connect(partial(self._route, kind))
            self.routes[kind] = choice
            row, column = divmod(number, 2)
            words = document_word(kind)
            if len(ROUTED[kind]) > 1:
                words = translate("setup", "House labels")
            grid.addWidget(label(words, "quiet"), row, 2 * column)
            grid.addWidget(choice, row, 2 * column + 1)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        self.box.addLayout(grid)

    def show_printers(self, views: tuple[PrinterView, ...], routes: dict[str, str]) -> None:
        """Show the printers as they are on record, and where documents go."""
        selected = self.selected
        self.views = views
        self.table.setRowCount(len(views))
        for row, view in enumerate(views):
            word, _ = lamp_word(view.lamp, view.words)
            way = f"{view.kind}, {view.format}"
            for column, text in enumerate((view.name, way, view.address, word)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        names = [view.name for view in views]
        if names:
            self.table.selectRow(names.index(selected) if selected in names else 0)
        for kind, choice in self.routes.items():
            choice.clear()
            choice.addItem(translate("setup", "no printer"))
            choice.addItems(names)
            choice.setCurrentText(routes.get(kind, translate("setup", "no printer")))

    @property
    def selected(self) -> str:
        """The name of the selected printer; empty where none is."""
        row = self.table.currentRow()
        return self.views[row].name if 0 <= row < len(self.views) else ""

    def tell(self, words: str) -> None:
        """Say what came of the last thing asked for."""
        self.told.setText(words)

    def _of_selected(self, ask: object) -> None:
        if self.selected and callable(ask):
            ask(self.selected)

    def fill_form(self) -> None:
        """Show the selected printer in the form, and forget what was entered there."""
        view = next((view for view in self.views if view.name == self.selected), None)
        if view is not None:
            self.name.setText(view.name)
            self.address.setText(view.address)
            self.kind.setCurrentText(view.kind)
            self.format.setCurrentText(view.format)
            self.dpi.setCurrentText(str(view.dpi))
            self.seen = PrinterSettings(view.name, view.kind, view.address, view.format, view.dpi)

    def _save(self) -> None:
        name, address = self.name.text().strip(), self.address.text().strip()
        if not name or not address:
            self.tell(translate("setup", "Enter a name and an address, then save."))
            return
        self.saved.emit(
            PrinterSettings(
                name,
                self.kind.currentText(),
                address,
                self.format.currentText(),
                int(self.dpi.currentText()),
            ),
            self.seen,
        )

    def _route(self, kind: str, index: int) -> None:
        if index > 0:
            for document_kind in ROUTED[kind]:
                self.routed.emit(document_kind, self.routes[kind].itemText(index))
