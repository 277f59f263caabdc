"""The lamps of the top strip: scanners, this station's printers, the database."""

from __future__ import annotations

from app.services import station_setup
from app.services.station_setup import PrinterView
from app.services.workplace import Workplace
from app.ui.message import translate
from app.ui.paper_words import lamp_word
from app.ui.scale_board import ScaleBoard
from app.ui.scanner_board import ScannerBoard
from app.ui.tokens import State
from app.ui.widgets.lamp import LampView

SHOWN = (("shipping_label", "label_printer"), ("packing_slip", "slip_printer"))
"""Whose printers a packer depends on, and their drawings."""


def own_printers(workplace: Workplace) -> dict[str, PrinterView]:
    """This station's printers by the kind of document that goes to them."""
    by_name = {view.name: view for view in station_setup.printers(workplace)}
    routes = station_setup.routes(workplace)
    return {kind: by_name[routes[kind]] for kind, _ in SHOWN if routes.get(kind) in by_name}


def lamps(
    scanners: ScannerBoard,
    scale: ScaleBoard,
    printers: dict[str, PrinterView],
    *,
    is_connected: bool,
) -> tuple[LampView, ...]:
    """The lamps from left to right."""
    shown = [_scanner_lamp(scanners)]
    if scale.is_there:
        shown.append(_scale_lamp(scale))
    for kind, icon in SHOWN:
        if kind in printers:
            view = printers[kind]
            word, state = lamp_word(view.lamp, view.words)
            shown.append(LampView(view.name, word, state, icon))
    word, state = translate("lamps", "OK"), State.OK
    if not is_connected:
        word, state = translate("lamps", "LOST"), State.IDLE
    return (*shown, LampView(translate("lamps", "Database"), word, state, "database"))


def _scanner_lamp(scanners: ScannerBoard) -> LampView:
    name = translate("lamps", "Scanner")
    if scanners.lost:
        return LampView(name, translate("lamps", "UNPLUGGED"), State.LOOK, "scanner")
    return LampView(name, translate("lamps", "OK"), State.OK, "scanner")


def _scale_lamp(scale: ScaleBoard) -> LampView:
    name = translate("lamps", "Scale")
    if scale.is_connected:
        return LampView(name, translate("lamps", "OK"), State.OK, "scale")
    return LampView(name, translate("lamps", "UNPLUGGED"), State.LOOK, "scale")
