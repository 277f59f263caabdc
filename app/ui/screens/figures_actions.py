"""The keys of the screen of figures: of the floor's pages, of one's own, and of the report."""

from __future__ import annotations

from app.domain.readings import Command
from app.services.figure_plots import Page
from app.services.figures import Figures, TimeSpan
from app.ui.message import translate
from app.ui.screens.figures_view import rows_of, span_word, uncounted
from app.ui.widgets.action_row import Action

FORMULAS, SPAN, LIST, COUNT, SAVE, REPORT, PRINT, KEEP, BACK = (
    "formulas", "span", "list", "count", "save", "report", "print", "keep", "plots",
)  # fmt: skip


def own_actions() -> tuple[Action, ...]:
    """Whoever sees their own figures can have them explained."""
    return _formulas(), _leave(), _help()


def report_actions() -> tuple[Action, ...]:
    """Keep words, print, and the way back."""
    return (
        Action(KEEP, "F6", translate("figures", "Keep note"), "ok"),
        Action(BACK, "F8", translate("figures", "Back"), "pause"),
        Action(PRINT, "F9", translate("figures", "Print report"), "slip_printer"),
        _help(),
    )


def floor_actions(
    page: Page | None, told: Figures | None, span: TimeSpan, *, is_listed: bool
) -> tuple[Action, ...]:
    """What a lead can do with a page.

    Args:
        page: which; None for the lead's own.
        told: the figures, as far as they are read.
        span: of which time.
        is_listed: whether the list of who and where is shown.
    """
    is_read = page is not None and told is not None
    rows = rows_of(page, told) if page is not None and told is not None else ()
    to_count = uncounted(told) if told is not None and page is Page.SHORTS else ()
    words = translate("figures", "Who, where")
    if is_listed:
        words = translate("figures", "Plots")
    count = translate("figures", "Have counted")
    save, paper = translate("figures", "Save files"), translate("figures", "Print page")
    return (
        _formulas(),
        Action(SPAN, "F3", span_word(span), "clock"),
        Action(LIST, "F4", words, "look_up", is_enabled=bool(rows) or is_listed),
        Action(COUNT, "F5", count, "count", is_enabled=bool(to_count)),
        Action(SAVE, "F6", save, "database", is_enabled=is_read),
        Action(REPORT, "F7", translate("figures", "Hand over"), "sign_out"),
        _leave(),
        Action(PRINT, "F9", paper, "slip_printer", is_enabled=is_read),
        _help(),
        Action(Command.NEXT.value, "ENTER", translate("figures", "Next page"), "enter"),
    )


def _formulas() -> Action:
    return Action(FORMULAS, "F2", translate("figures", "Formulas"), "help")


def _leave() -> Action:
    return Action(Command.PAUSE.value, "F8", translate("figures", "Leave"), "pause")


def _help() -> Action:
    return Action(Command.HELP.value, "F1", translate("figures", "Help"), "help")
