"""Plots of work: lines an hour, plans and what came of them, what is open where, and people."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from app.domain.figure_people import dots_of
from app.domain.figure_places import PlaceCount, grid_of
from app.domain.figure_waves import ForecastError
from app.domain.metrics import PaceSum, sum_of, sums_by
from app.services.figure_words import Translate, clock, day_and_clock, method_word, span_words
from app.services.figures import Figures
from app.services.pace_check import RecordCheck
from printing.plots.model import Plot, PlotKind, Series, Target

MOST_AISLES, MOST_BAYS = 12, 14
"""Of a heat map: more cells would be too small for their numbers."""


def pace_plot(told: Figures, usual: float | None, translate: Translate) -> Plot:
    """Lines an hour in columns of a quarter of an hour."""
    slots = sums_by(told.paces, lambda pace: pace.slot)
    count = max(1, -(-(told.ends - told.begins) // told.slot))
    rates = tuple(slots.get(at, PaceSum()).lines_an_hour for at in range(count))
    starts = [told.begins + at * told.slot for at in range(count)]
    is_long = told.ends - told.begins > timedelta(days=1)
    total = sum_of(told.paces)
    target, none = usual_target(usual, translate)
    return Plot(
        kind=PlotKind.COLUMNS,
        title=translate("figures", "Lines an hour"),
        unit=translate("figures", "pick lines for each hour of work"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} lines").format(f"{total.lines:,}"),
        labels=tuple(day_and_clock(at) if is_long else clock(at) for at in starts),
        series=(Series(translate("figures", "lines/h"), rates),),
        formula=translate(
            "figures",
            "Lines that ended / hours between two pick scans of one person; gaps over 10 minutes "
            "are left out, whatever they were for. Columns of {0} minutes.",
        ).format(told.slot // timedelta(minutes=1)),
        target=target,
        no_target=none,
        nothing=translate("figures", "Nobody picked in this time."),
    )


def usual_target(usual: float | None, translate: Translate) -> tuple[Target | None, str]:
    """The house's own usual pace as a target, or why there is none."""
    if usual is None:
        return None, translate(
            "figures", "no target yet: fewer than 5 days of picking in the last 4 weeks"
        )
    return Target(
        usual, translate("figures", "usual of the last 4 weeks: {0}").format(f"{usual:.0f}")
    ), ""


def pace_by_plot(told: Figures, usual: float | None, translate: Translate) -> Plot:
    """Lines an hour of the whole site, by method and by zone."""
    total = sum_of(told.paces)
    rows: list[tuple[str, PaceSum]] = [(translate("figures", "all"), total)]
    methods = sums_by(told.paces, lambda pace: pace.method)
    rows += [(method_word(method, translate), sums) for method, sums in methods.items()]
    zones = sums_by(told.paces, lambda pace: pace.zone)
    rows += [
        (translate("figures", "zone {0}").format(zone), sums)
        for zone, sums in zones.items()
        if zone
    ]
    target, none = usual_target(usual, translate)
    note = translate("figures", "{0} in {1} h")
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Lines an hour by method and zone"),
        unit=translate("figures", "pick lines for each hour of work"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} lines").format(f"{total.lines:,}"),
        labels=tuple(label for label, _ in rows),
        series=(
            Series(translate("figures", "lines/h"), tuple(sums.lines_an_hour for _, sums in rows)),
        ),
        formula=translate(
            "figures",
            "Lines that ended / hours between two pick scans of one person for tasks of the method "
            "or zone; gaps over 10 minutes are left out.",
        ),
        target=target,
        no_target=none,
        notes=tuple(
            note.format(f"{sums.lines:,}", f"{sums.worked_s / 3600:.1f}") for _, sums in rows
        ),
        nothing=translate("figures", "Nobody picked in this time."),
    )


def wave_plot(told: Figures, translate: Translate) -> Plot:
    """Lines that waves came to, as a share of what their plans told."""
    known = [wave for wave in told.waves if wave.planned_lines]
    shares = tuple(
        100 * wave.lines / wave.planned_lines if wave.planned_lines else None for wave in known
    )
    note = translate("figures", "{0}/{1} lines, {2} short, {3} late")
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Waves: lines as planned and as they came"),
        unit=translate("figures", "% of the planned lines"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} waves").format(len(known)),
        labels=tuple(wave.code for wave in known),
        series=(Series(translate("figures", "% of plan"), shares),),
        formula=translate(
            "figures",
            "Pick lines that were made of a wave / lines that its last plan told; more than 100 % "
            "where lines had to be split. Late: orders handed over after the wave's cut-off.",
        ),
        target=Target(100.0, translate("figures", "as planned: 100 %")),
        notes=tuple(
            note.format(wave.lines, wave.planned_lines, wave.short, wave.late) for wave in known
        ),
        nothing=translate("figures", "No planned wave was on the floor in this time."),
    )


def forecast_plot(told: Figures, translate: Translate) -> Plot:
    """The time that waves took from their release, as a share of what was forecast then."""
    known = [(wave, error) for wave in told.waves if (error := wave.forecast_error) is not None]
    off = [abs(error.late).total_seconds() / 60 for _, error in known]
    cases = translate("figures", "{0} waves").format(len(known))
    if off:
        cases = translate("figures", "{0} waves, usually {1} min off").format(
            len(known), round(median(off))
        )
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Waves: finish as forecast and as it came"),
        unit=translate("figures", "% of the time told at the release"),
        span=span_words(told.begins, told.ends),
        cases=cases,
        labels=tuple(wave.code for wave, _ in known),
        series=(
            Series(
                translate("figures", "% of forecast"),
                tuple(100 * error.share for _, error in known),
            ),
        ),
        formula=translate(
            "figures",
            "Time from release to the last unit picked / the same as the board told it at the "
            "release. Over 100 %: it took longer than told.",
        ),
        target=Target(100.0, translate("figures", "as told: 100 %")),
        notes=tuple(
            _forecast_note(error, wave.forecast_metres, translate) for wave, error in known
        ),
        nothing=translate("figures", "No wave with a forecast was finished in this time."),
    )


def _forecast_note(error: ForecastError, metres: float | None, translate: Translate) -> str:
    """What was told and what came of it, and the metres told."""
    is_late = error.late > timedelta()
    words = (
        translate("figures", "{0} told, {1} min late")
        if is_late
        else translate("figures", "{0} told, {1} min early")
    )
    told = words.format(clock(error.told_at), round(abs(error.late) / timedelta(minutes=1)))
    if metres is None:
        return told
    return translate("figures", "{0}, {1} m").format(told, f"{metres:,.0f}")


def told_plot(record: RecordCheck | None, translate: Translate) -> Plot:
    """The time that tasks took, as a share of what the forecast told."""
    tasks = () if record is None else record.tasks
    shares = tuple(100 * task.real / task.told for task in tasks if task.told > 0)
    cases = translate("figures", "{0} tasks").format(len(shares))
    if record is not None and shares:
        cases = translate("figures", "{0} tasks: {1} min told, {2} min real").format(
            len(shares), round(record.told / 60), round(record.real / 60)
        )
    return Plot(
        kind=PlotKind.DOTS,
        title=translate("figures", "Forecast of tasks and what they took"),
        unit=translate("figures", "% of the time told"),
        span=translate("figures", "the later half of all tasks on record"),
        cases=cases,
        labels=(),
        series=(Series(translate("figures", "tasks"), shares),) if shares else (),
        formula=translate(
            "figures",
            "Time from claim to last scan / time told by the pace that was learned from the "
            "earlier half of the tasks. Over 100 %: it took longer than told.",
        ),
        target=Target(100.0, translate("figures", "as told: 100 %")),
        nothing=translate("figures", "Too few tasks are on record to hold a forecast against."),
    )


def bottleneck_plot(told: Figures, translate: Translate) -> Plot:
    """Minutes of open picking by zone, for the people who are there."""
    total = sum_of(told.paces)
    rate = total.lines_an_hour
    seconds = None if not rate else 3600 / rate
    zones = sorted(told.zones, key=lambda zone: -(zone.minutes(seconds) or 0.0))
    note = translate("figures", "{0} lines, {1} there")
    return Plot(
        kind=PlotKind.ROWS,
        title=translate("figures", "Open picking by zone"),
        unit=translate("figures", "minutes until done"),
        span=translate("figures", "now, {0}").format(clock(told.now)),
        cases=translate("figures", "{0} open lines").format(
            f"{sum(zone.lines for zone in zones):,}"
        ),
        labels=tuple(zone.zone or translate("figures", "no zone") for zone in zones),
        series=(
            Series(translate("figures", "minutes"), tuple(zone.minutes(seconds) for zone in zones)),
        ),
        formula=translate(
            "figures",
            "Open lines x the time a line took in this time span / people who picked in the zone "
            "in the last 15 minutes, one if nobody did.",
        ),
        no_target=translate("figures", "the longest bar is the bottleneck"),
        notes=tuple(note.format(f"{zone.lines:,}", zone.people) for zone in zones),
        nothing=translate("figures", "No line is open, or nobody picked in this time span."),
    )


def place_heat(told: Figures, translate: Translate) -> Plot:
    """Lines picked, on a map of aisles and bays."""
    total = sum(place.count for place in told.places)
    return heat_plot(
        told.places,
        Plot(
            kind=PlotKind.HEAT,
            title=translate("figures", "Lines picked by aisle and bay"),
            unit=translate("figures", "lines"),
            span=span_words(told.begins, told.ends),
            cases=translate("figures", "{0} lines").format(f"{total:,}"),
            labels=(),
            series=(),
            formula=translate(
                "figures",
                "Lines whose last unit was taken there. Rows are aisles, columns are bays; "
                "neighbouring bays share a column where there are many.",
            ),
            no_target=translate("figures", "the strongest cells belong near the bench"),
            nothing=translate(
                "figures", "No line was picked at a place with an aisle in this time."
            ),
        ),
        translate,
    )


def heat_plot(places: tuple[PlaceCount, ...], frame: Plot, translate: Translate) -> Plot:
    """A heat map of places in the words of a frame."""
    grid = grid_of(places, most_aisles=MOST_AISLES, most_bays=MOST_BAYS)
    if not any(place.count for place in places):
        return frame
    left_out = (
        translate("figures", "{0} in other aisles").format(grid.left_out) if grid.left_out else ""
    )
    return Plot(
        kind=frame.kind,
        title=frame.title,
        unit=frame.unit,
        span=frame.span,
        cases=" · ".join(filter(None, (frame.cases, left_out))),
        labels=grid.bays,
        series=tuple(
            Series(aisle, tuple(None if cell is None else float(cell) for cell in cells))
            for aisle, cells in zip(grid.aisles, grid.rows, strict=True)
        ),
        formula=frame.formula,
        no_target=frame.no_target,
        nothing=frame.nothing,
    )


def people_plot(told: Figures, translate: Translate) -> Plot:
    """Lines an hour of each person, hour by hour, in the order of names."""
    dots = dots_of(told.people)
    return Plot(
        kind=PlotKind.DOTS,
        title=translate("figures", "Lines an hour of each person, hour by hour"),
        unit=translate("figures", "pick lines for each hour of work"),
        span=span_words(told.begins, told.ends),
        cases=translate("figures", "{0} people, by name").format(len(dots)),
        labels=(),
        series=tuple(Series(each.name, each.values) for each in dots),
        formula=translate(
            "figures",
            "One dot is an hour of somebody: lines / hours between two pick scans; gaps over 10 "
            "minutes and hours with less than 5 minutes of work are left out. n: dots; the number "
            "behind is the middle one. Walks and goods differ: no one is compared with another.",
        ),
        no_target=translate(
            "figures", "no target for people: each is compared with their own past, by themselves"
        ),
        nothing=translate("figures", "Nobody picked long enough in this time."),
    )
