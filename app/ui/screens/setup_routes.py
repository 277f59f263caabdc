"""The set-up's list of which document goes to which printer, and who takes over from whom."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.message import translate
from app.ui.screens.choice_field import ChoiceField
from app.ui.screens.setup_cards import label

PLACES = 3
"""A station's own printer for a kind of document, and two that take over while it is in trouble."""

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
    "command_sheet": ("command_sheet", "pick_list", "count_sheet", "carrier_manifest", "report"),
}
"""Documents that a station sends to printers of its choice, those of one stock together."""


def group_word(kind: str) -> str:
    """What the documents of one stock are called."""
    words = {
        "shipping_label": translate("setup", "Parcel labels"),
        "packing_slip": translate("setup", "Slips, invoices"),
        "location_label": translate("setup", "House labels"),
        "command_sheet": translate("setup", "Sheets, lists"),
    }
    return words[kind]


class RouteGrid(QWidget):
    """A row for each group of documents, with its printers in the order they are tried.

    Signals:
        routed(tuple, tuple): Kinds of documents, and the printers for them.
    """

    routed = Signal(tuple, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, tuple[ChoiceField, ...]] = {}
        self._shown: Mapping[str, tuple[str, ...]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        heads = (
            translate("setup", "Printer"),
            translate("setup", "else"),
            translate("setup", "else"),
        )
        for column, words in enumerate(heads, start=1):
            grid.addWidget(label(words, "quiet"), 0, column)
            grid.setColumnStretch(column, 1)
        for row, kind in enumerate(ROUTED, start=1):
            grid.addWidget(label(group_word(kind), "quiet"), row, 0)
            self.fields[kind] = tuple(ChoiceField() for _ in range(PLACES))
            for column, field in enumerate(self.fields[kind], start=1):
                field.activated.connect(partial(self._chosen, kind))
                grid.addWidget(field, row, column)

    def show_routes(self, printers: tuple[str, ...], routes: Mapping[str, tuple[str, ...]]) -> None:
        """Show where documents go.

        Args:
            printers: The names of all printers.
            routes: By kind of document, its printers in the order they are tried.
        """
        self._shown = routes
        for kind, fields in self.fields.items():
            listed = routes.get(kind, ())
            for place, field in enumerate(fields):
                field.clear()
                field.addItem(translate("setup", "none") if place == 0 else "")
                field.addItems(list(printers))
                field.setCurrentIndex(
                    printers.index(listed[place]) + 1 if place < len(listed) else 0
                )

    def _chosen(self, kind: str, _index: int) -> None:
        """Ask for the printers as they stand in the row now; one named twice counts once."""
        fields = self.fields[kind]
        named = [field.currentText() for field in fields if field.currentIndex() > 0]
        if fields[0].currentIndex() > 0:
            self.routed.emit(ROUTED[kind], tuple(dict.fromkeys(named)))
