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
from app.services.figure_words import Translate
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

_Maker = Callable[[Figures, Beside, Translate], tuple[Plot, ...]]
_MAKERS: dict[Page, _Maker] = {
    Page.PACE: lambda told, beside, translate: (
        pace_plot(told, beside.usual, translate),
        pace_by_plot(told, beside.usual, translate),
    ),
    Page.TIMES: lambda told, _, translate: (
        stage_plot(told, translate),
        ageing_plot(told, translate),
    ),
    Page.ON_TIME: lambda told, _, translate: (
        on_time_plot(told, translate),
        need_plot(told, translate),
    ),
    Page.ACCURACY: lambda told, _, translate: (
        accuracy_plot(told, translate),
        stop_heat(told, translate),
    ),
    Page.SHORTS: lambda told, _, translate: (
        short_reason_plot(told, translate),
        short_place_plot(told, translate),
    ),
    Page.EFFORT: lambda told, _, translate: (
        touch_plot(told, translate),
        stop_plot(told, translate),
    ),
    Page.PLANS: lambda told, beside, translate: (
        wave_plot(told, translate),
        told_plot(beside.record, translate),
    ),
    Page.QUEUES: lambda told, _, translate: (
        bottleneck_plot(told, translate),
        queue_plot(told, translate),
    ),
    Page.PLACES: lambda told, _, translate: (place_heat(told, translate),),
    Page.PEOPLE: lambda told, _, translate: (people_plot(told, translate),),
    Page.FORECASTS: lambda told, _, translate: (forecast_plot(told, translate),),
}


def page_title(page: Page, translate: Translate) -> str:
    """What a page is called."""
    words = {
        Page.PACE: translate("figures", "Pace"),
        Page.TIMES: translate("figures", "Times"),
        Page.ON_TIME: translate("figures", "On time"),
        Page.ACCURACY: translate("figures", "Accuracy"),
        Page.SHORTS: translate("figures", "Shorts"),
        Page.EFFORT: translate("figures", "Effort"),
        Page.PLANS: translate("figures", "Plan and result"),
        Page.QUEUES: translate("figures", "Queues"),
        Page.PLACES: translate("figures", "Floor"),
        Page.PEOPLE: translate("figures", "People"),
        Page.FORECASTS: translate("figures", "Forecasts"),
    }
    return words[page]


def figure_page(
    page: Page, told: Figures, translate: Translate, beside: Beside = NOTHING_BESIDE
) -> FigurePage:
    """One page of a time span's figures.

    Args:
        page: which.
        told: the figures.
        translate: puts words into the reader's language.
        beside: what was read apart.
    """
    return FigurePage(page, page_title(page, translate), _MAKERS[page](told, beside, translate))


def figure_pages(
    told: Figures, translate: Translate, beside: Beside = NOTHING_BESIDE
) -> tuple[FigurePage, ...]:
    """All pages."""
    return tuple(figure_page(page, told, translate, beside) for page in Page)
