"""What the top strip says of pick work: order, tote, what it needs, when it is due."""

from __future__ import annotations

from app.domain.pick_state import PickState
from app.services.station_work import ClaimedWork
from app.ui.floor_words import lines_words
from app.ui.message import translate
from app.ui.screens import pick_carton_view, pick_view
from app.ui.screens.heading import Heading
from app.ui.theme import Theme


def pick_heading(state: PickState, claimed: ClaimedWork | None, figures: str) -> Heading:
    """The heading of a task.

    Args:
        state: the task.
        claimed: what was told of it when it was taken up.
        figures: how far it is, which low screens show in place of the tote.
    """
    detail = figures if Theme.current().is_low else _carried(state)
    if claimed is None:
        return Heading(pick_view.task_words(state), detail)
    if claimed.equipment:
        detail = translate("pick", "{0}, {1}").format(claimed.equipment, detail)
    return Heading(pick_view.task_words(state), detail, claimed.due_at)


def _carried(state: PickState) -> str:
    if len(state.orders) > 1:
        return translate("pick", "{0} orders").format(len(state.orders))
    if not state.tote:
        return lines_words(len(state.lines))
    if state.boxing is None:
        return translate("pick", "tote {0}").format(state.tote)
    return pick_carton_view.carrier_name(state, state.tote)
