"""The pages of figures: which plots there are, in which order, and what stands on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.services.figure_plots_orders import (
    ageing_plot,
    need_plot,
    on_time_plot,
    queue_plot,
    stage_plot,
)
from app.services.figure_plots_quality import (
    accuracy_plot,
    short_place_plot,
    short_reason_plot,
    stop_heat,
    stop_plot,
    touch_plot,
)
from app.services.figure_plots_work import (
    bottleneck_plot,
    forecast_plot,
    pace_by_plot,
    pace_plot,
    people_plot,
    place_heat,
    told_plot,
    wave_plot,
)
from app.services.figure_words import Say
from app.services.figures import Beside, Figures
from printing.plots.model import Plot


class Page(StrEnum):
    """The pages, in the order of the numbers that choose them."""

    PACE = "pace"
    TIMES = "times"
    ON_TIME = "on_time"
    ACCURACY = "accuracy"
    SHORTS = "shorts"
    EFFORT = "effort"
    PLANS = "plans"
    QUEUES = "queues"
    PLACES = "places"
    PEOPLE = "people"
    FORECASTS = "forecasts"


@dataclass(frozen=True)
class FigurePage:
    """A page: its plots beside each other."""

    page: Page
    title: str
    plots: tuple[Plot, ...]


NOTHING_BESIDE = Beside()

_Maker = Callable[[Figures, Beside, Say], tuple[Plot, ...]]
_MAKERS: dict[Page, _Maker] = {
    Page.PACE: lambda told, beside, say: (
        pace_plot(told, beside.usual, say),
        pace_by_plot(told, beside.usual, say),
    ),
    Page.TIMES: lambda told, _, say: (stage_plot(told, say), ageing_plot(told, say)),
    Page.ON_TIME: lambda told, _, say: (on_time_plot(told, say), need_plot(told, say)),
    Page.ACCURACY: lambda told, _, say: (accuracy_plot(told, say), stop_heat(told, say)),
    Page.SHORTS: lambda told, _, say: (
        short_reason_plot(told, say),
        short_place_plot(told, say),
    ),
    Page.EFFORT: lambda told, _, say: (touch_plot(told, say), stop_plot(told, say)),
    Page.PLANS: lambda told, beside, say: (
        wave_plot(told, say),
        told_plot(beside.record, say),
    ),
    Page.QUEUES: lambda told, _, say: (bottleneck_plot(told, say), queue_plot(told, say)),
    Page.PLACES: lambda told, _, say: (place_heat(told, say),),
    Page.PEOPLE: lambda told, _, say: (people_plot(told, say),),
    Page.FORECASTS: lambda told, _, say: (forecast_plot(told, say),),
}


def page_title(page: Page, say: Say) -> str:
    """What a page is called."""
    words = {
        Page.PACE: say("Pace"),
        Page.TIMES: say("Times"),
        Page.ON_TIME: say("On time"),
        Page.ACCURACY: say("Accuracy"),
        Page.SHORTS: say("Shorts"),
        Page.EFFORT: say("Effort"),
        Page.PLANS: say("Plan and result"),
        Page.QUEUES: say("Queues"),
        Page.PLACES: say("Floor"),
        Page.PEOPLE: say("People"),
        Page.FORECASTS: say("Forecasts"),
    }
    return words[page]


def figure_page(page: Page, told: Figures, say: Say, beside: Beside = NOTHING_BESIDE) -> FigurePage:
    """One page of a time span's figures.

    Args:
        page: which.
        told: the figures.
        say: puts words into the reader's language.
        beside: what was read apart.
    """
    return FigurePage(page, page_title(page, say), _MAKERS[page](told, beside, say))


def figure_pages(
    told: Figures, say: Say, beside: Beside = NOTHING_BESIDE
) -> tuple[FigurePage, ...]:
    """All pages."""
    return tuple(figure_page(page, told, say, beside) for page in Page)
