"""What the strip above all screens says: who works here, on what, until when; how devices are."""

from __future__ import annotations

from app.domain.operators import OperatorView
from app.services.station_setup import PrinterView
from app.ui import messages_offline
from app.ui.context import StationContext
from app.ui.floor_words import role_word
from app.ui.message import translate
from app.ui.screens.heading import Heading, cut_off
from app.ui.station_lamps import lamps
from app.ui.widgets.top_strip import TopStripView


def strip_view(
    context: StationContext,
    operator: OperatorView | None,
    heading: Heading,
    printers: dict[str, PrinterView],
    *,
    is_connected: bool,
) -> TopStripView:
    """The strip as it is to be shown now.

    Args:
        context: The station.
        operator: Who works here, if anybody.
        heading: The work of the screen that is shown.
        printers: The station's own printers by what they are for.
        is_connected: Whether the database answered last.
    """
    status = context.line.status
    offline_for = ""
    if status.offline_for is not None:
        offline_for = messages_offline.age_words(status.offline_for)
    return TopStripView(
        translate("window", "Nobody") if operator is None else operator.name,
        translate("window", "sign in") if operator is None else role_word(operator.role),
        heading.task,
        heading.detail,
        cut_off(heading.due_at, context.now()),
        unsent=status.unsent,
        is_offline=status.is_offline,
        offline_for=offline_for,
        devices=lamps(
            context.scanners,
            context.scale,
            printers,
            is_connected=is_connected and not status.is_offline,
        ),
    )
