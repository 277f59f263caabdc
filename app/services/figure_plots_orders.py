"""Plots of orders: time by stage, age of open ones, cut-offs kept, what is due, what queues."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.figure_orders import (
    AGES,
    Course,
    ages,
    cut_off_to_watch,
    need_and_done,
    queues,
    slot_ends,
)
from app.domain.metrics import OnTime, Spread, Stage, on_time, stage_times
from app.services.figure_words import (
    Translate,
    clock,
    day_and_clock,
    minutes,
    span_words,
    stage_word,
)
from app.services.figures import MOST_SLOTS, SLOT, Figures
from printing.plots.model import Plot, PlotKind, Series, Target

BEST_IN_CLASS = 99.7
"""Per cent of orders on time that the best houses keep (WERC 2020)."""


def stage_plot(told: Figures, translate: Translate) -> Plot:
    """How long orders took for each stage: the middle one, and nine of ten."""
    times = stage_times(told.lives)
    stages = [stage for stage in Stage if stage in times and stage is not Stage.RELEASE]
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Time of orders by stage"),
        unit=translate("figures", "minutes"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} orders").format(f"{len(told.lives):,}"),
        labels=(translate("figures", "half of them"), translate("figures", "nine of ten")),
        series=tuple(
            Series(
                translate("figures", "{0} (n {1})").format(
                    stage_word(stage, translate), times[stage].n
                ),
                (minutes(times[stage].median), minutes(times[stage].ninth_tenth)),
            )
            for stage in stages
        ),
        formula=translate(
            "figures",
            "From release to last unit picked, from there to last carton closed, from there to "
            "handed over; orders that were handed over or due in this time. Each stage by itself: "
            "the smallest time that half, or nine of ten, of the orders do not exceed.",
        ),
        no_target=translate("figures", "no target: compare with other days"),
        notes=tuple(_stage_notes([times[stage] for stage in stages])),
        nothing=translate("figures", "No order has a stage behind it in this time."),
    )


def _stage_notes(spreads: list[Spread]) -> list[str]:
    parts = [
        [f"{minutes(each.median):.0f}" for each in spreads],
        [f"{minutes(each.ninth_tenth):.0f}" for each in spreads],
    ]
    return ["= " + " + ".join(part) for part in parts if part]


def ageing_plot(told: Figures, translate: Translate) -> Plot:
    """How old the orders are that are on the floor."""
    counts = ages(told.open_lives, told.now)
    hours = [limit // timedelta(hours=1) for limit in AGES]
    names = [f"{low}-{high}" for low, high in zip([0, *hours], hours, strict=False)]
    return Plot(
        kind=PlotKind.COLUMNS,
        title=translate("figures", "Age of open orders"),
        unit=translate("figures", "orders, by hours since they were placed"),
        span=translate("figures", "now, {0}").format(clock(told.now)),
        cases=translate("figures", "{0} orders on the floor").format(f"{len(told.open_lives):,}"),
        labels=(*names, translate("figures", "over {0}").format(hours[-1])),
        series=(Series(translate("figures", "orders"), tuple(float(count) for count in counts)),),
        formula=translate(
            "figures",
            "Orders that are released and not handed over, by the time since they were placed.",
        ),
        no_target=translate("figures", "the right-most columns first"),
        nothing=translate("figures", "No order is on the floor."),
    )


def on_time_plot(told: Figures, translate: Translate) -> Plot:
    """The share of orders that were handed over by their cut-off."""
    known = on_time(life for life in told.lives if _is_due(told, life.ship_by))
    note = translate("figures", "{0} late, {1} to go")
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Handed over by the cut-off"),
        unit=translate("figures", "% of the orders due"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} orders").format(f"{sum(_due(each) for each in known):,}"),
        labels=tuple(day_and_clock(each.cut_off_at) for each in known),
        series=(Series(translate("figures", "% on time"), tuple(_so_far(each) for each in known)),),
        formula=translate(
            "figures",
            "Orders handed over by their cut-off / all released orders with that cut-off; before "
            "the cut-off it is the share so far.",
        ),
        target=Target(
            BEST_IN_CLASS, translate("figures", "best in class: {0} %").format(BEST_IN_CLASS)
        ),
        notes=tuple(note.format(each.late, each.waiting) for each in known),
        nothing=translate("figures", "No order was due in this time."),
        decimals=1,
    )


def _is_due(told: Figures, ship_by: datetime | None) -> bool:
    return ship_by is not None and told.begins <= ship_by < max(told.ends, _horizon(told))


def _horizon(told: Figures) -> datetime:
    """Cut-offs of today that are still to come belong to what a lead wants to see."""
    return told.now + timedelta(hours=12)


def _due(each: OnTime) -> int:
    return each.in_time + each.late + each.waiting


def _so_far(each: OnTime) -> float | None:
    return 100 * each.in_time / _due(each) if _due(each) else None


def need_plot(told: Figures, translate: Translate) -> Plot:
    """Of the next cut-off: orders released, picked, packed and handed over so far."""
    lives = (*told.lives, *told.open_lives)
    known = {life.number: life for life in lives if life.released_at is not None}
    due = {life.ship_by for life in known.values() if life.ship_by is not None}
    cut_off = cut_off_to_watch(due, told.now)
    course, need = None, 0
    if cut_off is not None:
        mine = [life for life in known.values() if life.ship_by == cut_off]
        need = len(mine)
        begins = min(life.released_at for life in mine if life.released_at is not None)
        course = need_and_done(mine, cut_off, _ends(max(begins, told.begins), told.now))
    words = {
        "released": translate("figures", "released"),
        "picked": translate("figures", "picked"),
        "packed": translate("figures", "packed"),
        "shipped": translate("figures", "handed over"),
    }
    at = "" if cut_off is None else day_and_clock(cut_off)
    return Plot(
        kind=PlotKind.STEPS,
        title=translate("figures", "Needed and done for the cut-off at {0}").format(at or "-"),
        unit=translate("figures", "orders, all so far"),
        span=_course_span(course),
        cases=translate("figures", "{0} orders").format(need),
        labels=_course_labels(course),
        series=_course_series(course, words),
        formula=translate(
            "figures",
            "Orders with this cut-off that had been released, picked, packed and handed over at "
            "the end of each time; the target is all of them by the cut-off.",
        ),
        target=Target(float(need), translate("figures", "needed by {0}: {1}").format(at, need))
        if need
        else None,
        nothing=translate("figures", "No order on the floor has a cut-off."),
    )


def queue_plot(told: Figures, translate: Translate) -> Plot:
    """How many orders waited at each stage, over time."""
    lives = {life.number: life for life in (*told.lives, *told.open_lives)}
    course = None
    if lives:
        course = queues(list(lives.values()), _ends(told.begins, min(told.ends, told.now)))
    words = {
        "to_pick": translate("figures", "to pick"),
        "to_pack": translate("figures", "to pack"),
        "to_ship": translate("figures", "to hand over"),
    }
    return Plot(
        kind=PlotKind.STEPS,
        title=translate("figures", "Orders that waited"),
        unit=translate("figures", "orders"),
        span=_course_span(course),
        cases=translate("figures", "{0} orders").format(f"{len(lives):,}"),
        labels=_course_labels(course),
        series=_course_series(course, words),
        formula=translate(
            "figures",
            "Orders released and not all picked, picked and not packed, packed and not handed "
            "over, at the end of each time.",
        ),
        no_target=translate("figures", "a line that rises is the bottleneck"),
        nothing=translate("figures", "No order was on the floor in this time."),
    )


def _ends(begins: datetime, until: datetime) -> list[datetime]:
    return slot_ends(begins, max(until, begins + SLOT), SLOT, MOST_SLOTS)


def _course_span(course: Course | None) -> str:
    return "" if course is None else span_words(course.ends[0], course.ends[-1])


def _course_labels(course: Course | None) -> tuple[str, ...]:
    return () if course is None else tuple(clock(end) for end in course.ends)


def _course_series(course: Course | None, words: dict[str, str]) -> tuple[Series, ...]:
    if course is None:
        return ()
    return tuple(
        Series(words[name], tuple(float(count) for count in counts))
        for name, counts in course.counts.items()
    )
