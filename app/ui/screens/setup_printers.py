"""The set-up's card for printers: how they are, test pages, addresses and routes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
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
from app.ui.message import translate
from app.ui.paper_words import lamp_word
from app.ui.screens.choice_field import ChoiceField
from app.ui.screens.setup_cards import SetupCard, key_button, label
from app.ui.screens.setup_routes import RouteGrid
from app.ui.theme import Theme
from app.ui.tokens import TARGET_MM

KINDS = ("folder", "tcp", "ipp", "cups", "serial")
FORMATS = ("pdf", "zpl")
RESOLUTIONS = ("203", "300", "600")


class PrintersCard(SetupCard):
    """Shows the site's printers and asks for what shall be done with them.

    Signals:
        check_asked(str): Ask the printer of this name how it is.
        test_asked(str): Print a test page on it.
        saved(PrinterSettings, PrinterSettings | None): Add or change a printer; as it shall be, and
            as it was when the form was filled with it.
        routed(tuple, tuple): Send kinds of documents to printers, the first one first.
    """

    check_asked = Signal(str)
    test_asked = Signal(str)
    saved = Signal(object, object)
    routed = Signal(tuple, tuple)

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
        self.routes = RouteGrid()
        self.routes.routed.connect(self.routed)
        self.box.addWidget(self.routes)

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

    def show_printers(
        self, views: tuple[PrinterView, ...], routes: dict[str, tuple[str, ...]]
    ) -> None:
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
        self.routes.show_routes(tuple(names), routes)

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
