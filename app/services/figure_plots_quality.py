"""Plots of how right the work is: errors by stage found, stopped scans, shorts, touches a unit."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.metrics import sum_of, sums_by
from app.services.accuracy import StageAccuracy
from app.services.figure_plots_work import heat_plot
from app.services.figure_words import Translate, method_word, reason_word, span_words, work_word
from app.services.figures import Figures
from printing.plots.model import Plot, PlotKind, Series, Target

SHORT_TARGET = 0.01
"""Part of the lines that may lack units."""

ERROR_TARGET = 1.0
"""Errors in a thousand: 99.9 % right is best in class (WERC 2020)."""


def accuracy_plot(told: Figures, translate: Translate) -> Plot:
    """Errors of a thousand looks, by the stage that found them."""
    known = [stage for stage in told.stages if stage.checked]
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Errors by the stage that found them"),
        unit=translate("figures", "errors in 1,000 looks"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} looks").format(
            f"{sum(stage.checked for stage in known):,}"
        ),
        labels=tuple(work_word(stage.stage, translate) for stage in known),
        series=(
            Series(translate("figures", "errors"), tuple(_in_a_thousand(stage) for stage in known)),
        ),
        formula=translate(
            "figures",
            "At pick, wall and bench: scans stopped as wrong goods, place, lot or number / scans. "
            "At QC: lines found wrong / lines looked at. Customers' returns: none are "
            "recorded yet.",
        ),
        target=Target(
            ERROR_TARGET, translate("figures", "best in class: 1 in 1,000 (99.9 % right)")
        ),
        notes=tuple(
            translate("figures", "{0} right, {1} of {2}").format(
                f"{stage.share_right or 0:.2%}", stage.errors, f"{stage.checked:,}"
            )
            for stage in known
        ),
        nothing=translate("figures", "Nothing was looked at in this time."),
        decimals=1,
    )


def _in_a_thousand(stage: StageAccuracy) -> float:
    return 1000 * stage.errors / stage.checked


def stop_heat(told: Figures, translate: Translate) -> Plot:
    """Where pick scans were stopped."""
    total = sum(place.count for place in told.stop_places)
    return heat_plot(
        told.stop_places,
        Plot(
            kind=PlotKind.HEAT,
            title=translate("figures", "Stopped pick scans by aisle and bay"),
            unit=translate("figures", "stopped scans"),
            span=span_words(told.begins, told.ends),
            cases=translate("figures", "{0} stopped").format(f"{total:,}"),
            labels=(),
            series=(),
            formula=translate(
                "figures",
                "Pick scans stopped as wrong goods, place, lot, tote or number, at the place that "
                "was worked at: where the task's next line was picked.",
            ),
            no_target=translate(
                "figures", "many at one place: look-alikes beside each other, move one of them"
            ),
            nothing=translate("figures", "No pick scan was stopped in this time."),
        ),
        translate,
    )


def stop_plot(told: Figures, translate: Translate) -> Plot:
    """The share of scans that were stopped, by kind of work."""
    rows = [(work, *counts) for work, counts in told.scans.items() if counts[0]]
    total = sum(scans for _, scans, _ in rows)
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Stopped scans by kind of work"),
        unit=translate("figures", "% of the scans"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} scans").format(f"{total:,}"),
        labels=tuple(work_word(work, translate) for work, _, _ in rows),
        series=(
            Series(
                translate("figures", "% stopped"),
                tuple(100 * stops / scans for _, scans, stops in rows),
            ),
        ),
        formula=translate("figures", "Scans that were stopped for any reason / scans."),
        no_target=translate("figures", "no target: watch the trend, not people"),
        notes=tuple(
            translate("figures", "{0} of {1}").format(stops, f"{scans:,}")
            for _, scans, stops in rows
        ),
        nothing=translate("figures", "Nothing was scanned in this time."),
        decimals=1,
    )


def short_reason_plot(told: Figures, translate: Translate) -> Plot:
    """Lines that lacked units, by reason, the most frequent first."""
    reasons = list(told.shorts.reasons.items())
    counts = [count for _, count in reasons]
    rate, lines = told.shorts.rate, told.shorts.lines
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Lines that lacked units, by reason"),
        unit=translate("figures", "lines"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} of {1} lines, {2}").format(
            told.shorts.short, f"{lines:,}", "-" if rate is None else f"{rate:.2%}"
        ),
        labels=tuple(reason_word(reason, translate) for reason, _ in reasons),
        series=(Series(translate("figures", "lines"), tuple(float(count) for count in counts)),),
        formula=translate(
            "figures",
            "Pick lines that ended short, by the reason the picker gave; behind each the share of "
            "it and all above. Short rate: lines that ended short / lines that ended.",
        ),
        no_target=translate("figures", "target: less than {0} lines, 1 %").format(
            round(SHORT_TARGET * lines)
        ),
        notes=_shares_so_far(counts),
        nothing=translate("figures", "No line lacked units in this time."),
    )


def short_place_plot(told: Figures, translate: Translate) -> Plot:
    """Where lines lacked units: the places to count."""
    places = told.short_places
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Places to count"),
        unit=translate("figures", "lines that lacked units"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} places").format(len(places)),
        labels=tuple(place.location for place in places),
        series=(
            Series(translate("figures", "lines"), tuple(float(place.lines) for place in places)),
        ),
        formula=translate("figures", "Pick lines that ended short at a place, most first."),
        no_target=translate("figures", "one count each; Enter has them counted"),
        notes=tuple(
            translate("figures", "{0}: {1} missing, is counted").format(place.sku, place.missing)
            if place.is_counted
            else translate("figures", "{0}: {1} missing").format(place.sku, place.missing)
            for place in places
        ),
        nothing=translate("figures", "No line lacked units in this time."),
    )


def _shares_so_far(counts: Sequence[int]) -> tuple[str, ...]:
    total, so_far, found = sum(counts), 0, []
    for count in counts:
        so_far += count
        found.append(f"{100 * so_far / total:.0f} %")
    return tuple(found)


def touch_plot(told: Figures, translate: Translate) -> Plot:
    """Scans and keys that each unit took, by method and at the bench."""
    methods = sums_by(told.paces, lambda pace: pace.method)
    rows = [
        (method_word(method, translate), sums.touches, sums.units)
        for method, sums in methods.items()
    ]
    packing = told.scans.get("pack", (0, 0))[0]
    if told.packed:
        rows.append((translate("figures", "packing"), packing / told.packed, told.packed))
    units = sum_of(told.paces).units + told.packed
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Scans and keys for each unit"),
        unit=translate("figures", "scans and keys a unit"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} units").format(f"{units:,}"),
        labels=tuple(name for name, _, _ in rows),
        series=(Series(translate("figures", "touches"), tuple(touches for _, touches, _ in rows)),),
        formula=translate(
            "figures",
            "Scans, taps and typed numbers of tasks of the method / units picked by it; at the "
            "bench: of packing / units in closed cartons.",
        ),
        no_target=translate(
            "figures", "no target: a rise after a new release of the program is a fault of it"
        ),
        notes=tuple(translate("figures", "{0} units").format(f"{count:,}") for _, _, count in rows),
        nothing=translate("figures", "Nothing was picked or packed in this time."),
        decimals=2,
    )
