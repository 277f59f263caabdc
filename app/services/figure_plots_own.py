"""Plots of one's own figures, for oneself: the past beside the present, and what was caught."""

from __future__ import annotations

from app.domain.figure_people import own_usual
from app.services.figure_words import Translate, span_words
from app.services.figures import OwnFigures
from printing.plots.model import Plot, PlotKind, Series, Target


def own_plots(told: OwnFigures, translate: Translate) -> tuple[Plot, ...]:
    """Lines an hour by week, and what was stopped, short or found wrong."""
    return own_pace_plot(told, translate), own_errors_plot(told, translate)


def own_pace_plot(told: OwnFigures, translate: Translate) -> Plot:
    """One's own lines an hour, week by week, against one's own usual."""
    usual = own_usual(told.weeks)
    words = translate("figures", "your own usual of the four weeks before this one: {0}")
    return Plot(
        kind=PlotKind.COLUMNS,
        title=translate("figures", "Your lines an hour, week by week"),
        unit=translate("figures", "pick lines for each hour of work"),
        span=_span(told),
        cases=translate("figures", "{0} lines").format(
            f"{sum(week.lines for week in told.weeks):,}"
        ),
        labels=_labels(told),
        series=(
            Series(
                translate("figures", "lines/h"), tuple(week.lines_an_hour for week in told.weeks)
            ),
        ),
        formula=translate(
            "figures",
            "Lines you picked / hours between two of your pick scans. Gaps over 10 minutes are "
            "left out: breaks, talks and help count for nothing and against nobody. The last "
            "column is this week. Only you see this page.",
        ),
        target=None if usual is None else Target(usual, words.format(f"{usual:.0f}")),
        no_target=translate("figures", "no line to compare with yet: your first weeks"),
        nothing=translate("figures", "You have picked nothing in the last three months."),
    )


def own_errors_plot(told: OwnFigures, translate: Translate) -> Plot:
    """What was stopped, short or found wrong, week by week."""
    weeks = told.weeks
    scans = sum(week.scans for week in weeks)
    parts = [
        (float(week.stops), float(week.shorts), float(week.errors)) if week.scans else (None,) * 3
        for week in weeks
    ]
    stops, shorts, errors = zip(*parts, strict=True)
    return Plot(
        kind=PlotKind.COLUMNS,
        title=translate("figures", "Caught in time, week by week"),
        unit=translate("figures", "how often"),
        span=_span(told),
        cases=translate("figures", "{0} scans").format(f"{scans:,}"),
        labels=_labels(told),
        series=(
            Series(translate("figures", "scans stopped"), stops),
            Series(translate("figures", "lines short"), shorts),
            Series(translate("figures", "found by QC"), errors),
        ),
        formula=translate(
            "figures",
            "Pick scans of yours that were stopped; lines you reported short; lines in which an "
            "inspection found what you had picked wrong. A stopped scan is a mistake that did not "
            "happen, a reported short is work well done.",
        ),
        no_target=translate("figures", "no target"),
        nothing=translate("figures", "You have scanned nothing in the last three months."),
    )


def _labels(told: OwnFigures) -> tuple[str, ...]:
    return tuple(f"{week.begins.astimezone():%d.%m.}" for week in told.weeks)


def _span(told: OwnFigures) -> str:
    return span_words(told.weeks[0].begins, told.now)
