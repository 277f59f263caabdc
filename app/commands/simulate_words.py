"""Words and figures of `pickstation simulate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from app.planning.shift import Method, ShiftResult, Way
from app.planning.shift_choice import Reason, Recommendation
from app.services.pace_check import RecordCheck
from app.services.simulating import WaitingShift

REASONS = {
    Reason.ONLY_ONE_IN_TIME: "no other way is done in time",
    Reason.FEWEST_PEOPLE: "done in time with fewer people than any other way",
    Reason.EARLIEST: "of those in time with so few people it is done first",
    Reason.LEAST_WALKING: "of those done first with so few people it walks least",
    Reason.FEWEST_LATE: "no way is in time; this one has the fewest late orders and is done first",
}


def comparison_in_words(
    shift: WaitingShift, results: Sequence[ShiftResult], told: Recommendation
) -> Iterator[str]:
    """A line for what waits, a table of the ways, the recommendation, and what it rests on."""
    stops = sum(len(order.picks) for order in shift.orders)
    units = sum(order.units for order in shift.orders)
    yield f"{len(shift.orders)} orders wait: {stops} stops, {units} units"
    if shift.overdue:
        yield f"{shift.overdue} of them were due before {_clock(shift.begins, 0)} already"
    yield ""
    yield f"{'way':44} {'people':>6} {'metres':>9} {'tours':>6} {'picked':>7} {'packed':>7} late"
    for result in results:
        yield (
            f"{way_in_words(result.way):44} {result.crew.pickers:6} {result.metres:9.0f} "
            f"{result.tours:6} {_clock(shift.begins, result.picked_at):>7} "
            f"{_clock(shift.begins, result.packed_at):>7} {len(result.late):4}"
        )
    yield ""
    best = told.best
    yield (
        f"recommended: {way_in_words(best.way)}, {best.crew.pickers} pickers: done "
        f"{_clock(shift.begins, best.packed_at)}, {_compared(told)}"
    )
    yield f"because {REASONS[told.reason]}"
    for needed, there, what in (
        (told.pickers_needed, best.crew.pickers, "pickers"),
        (told.benches_needed, best.crew.benches, "pack benches"),
    ):
        if needed > there:
            yield f"to be done in time it takes at least {needed} {what}; there are {there}"
    yield ""
    yield from _pace_in_words(shift)


def _compared(told: Recommendation) -> str:
    share = round(100 * abs(told.fewer_metres))
    other = way_in_words(told.today.way)
    if told.best.way == told.today.way:
        return "as today"
    return f"{share} % {'fewer' if told.fewer_metres >= 0 else 'more'} metres than {other}"


def way_in_words(way: Way) -> str:
    """A way as people say it."""
    if way.method is Method.SINGLE:
        return "single"
    words = f"{way.method}, {way.orders_a_tour} a tour"
    if way.planned_together > way.orders_a_tour:
        words += f" chosen from {way.planned_together}"
    return f"{words}, {way.zones} zones" if way.method is Method.ZONE else words


def _pace_in_words(shift: WaitingShift) -> Iterator[str]:
    pace = shift.pace.pace
    figures = (
        f"{pace.walking:.2f} m/s, {pace.per_stop:.1f} s a stop, {pace.per_unit:.1f} s a unit, "
        f"{pace.per_put:.1f} s a put, and all {pace.allowance:.2f} times that"
    )
    if shift.pace.samples:
        yield f"pace: {figures}; learned from {shift.pace.samples} stops"
    else:
        yield f"pace: {figures}; assumed, since there are too few scans to learn from"
    if shift.trial is not None:
        yield (
            f"trial: a pace learned from the first half told {shift.trial.told / 60:.1f} min for "
            f"the {shift.trial.intervals} stops of the second; they took "
            f"{shift.trial.real / 60:.1f} min"
        )


def _clock(begins: datetime, seconds: float) -> str:
    """When that is; with the number of days if it is not today."""
    at = begins + timedelta(seconds=seconds)
    days = (at.date() - begins.date()).days
    return f"{at:%H:%M}" + (f"+{days}" if days else "")


def comparison_as_json(
    shift: WaitingShift, results: Sequence[ShiftResult], told: Recommendation
) -> dict[str, object]:
    """The same for machines; times in seconds from the beginning."""
    pace = shift.pace.pace
    return {
        "begins": shift.begins.isoformat(),
        "orders": len(shift.orders),
        "overdue": shift.overdue,
        "ways": [_result_as_json(result) for result in results],
        "recommended": {
            **_result_as_json(told.best),
            "reason": told.reason,
            "fewer_metres": round(told.fewer_metres, 4),
            "than": _result_as_json(told.today),
            "pickers_needed": told.pickers_needed,
            "benches_needed": told.benches_needed,
        },
        "pace": {
            "walking": round(pace.walking, 3),
            "per_stop": round(pace.per_stop, 2),
            "per_unit": round(pace.per_unit, 2),
            "per_put": round(pace.per_put, 2),
            "allowance": round(pace.allowance, 3),
            "samples": shift.pace.samples,
        },
        "trial": None
        if shift.trial is None
        else {"stops": shift.trial.intervals, "told": shift.trial.told, "real": shift.trial.real},
    }


def _result_as_json(result: ShiftResult) -> dict[str, object]:
    return {
        "method": result.way.method,
        "orders_a_tour": result.way.orders_a_tour,
        "planned_together": result.way.planned_together,
        "zones": result.way.zones,
        "pickers": result.crew.pickers,
        "benches": result.crew.benches,
        "cubbies": result.crew.cubbies,
        "metres": round(result.metres, 1),
        "tours": result.tours,
        "picked_at": round(result.picked_at, 1),
        "packed_at": round(result.packed_at, 1),
        "late": len(result.late),
        "busy": round(result.busy, 1),
        "bench_busy": round(result.bench_busy, 1),
    }


SHOWN_TASKS = 12


def record_in_words(check: RecordCheck) -> Iterator[str]:
    """Forecast and record of the later half of the tasks: the first of them, and all together."""
    yield f"{len(check.tasks)} tasks of {check.people} people, told from those before them"
    yield ""
    columns = f"{'task':>6} {'method':13} {'stops':>5} {'metres':>7}"
    yield f"{columns} {'told':>9} {'really':>9}  missed by"
    for task in check.tasks[:SHOWN_TASKS]:
        seconds = f"{task.told:7.1f} s {task.real:7.1f} s"
        share = f"{100 * task.miss:5.0f} %"
        what = f"{task.task_id:6} {task.method:13} {task.stops:5} {task.metres:7.0f}"
        yield f"{what} {seconds}  {share}"
    if len(check.tasks) > SHOWN_TASKS:
        yield f"   ... and {len(check.tasks) - SHOWN_TASKS} more"
    yield ""
    yield (
        f"all together: {check.told:.0f} s told, {check.real:.0f} s really "
        f"({_off(check.told, check.real)}); half of the tasks are missed by less than "
        f"{100 * check.usual_miss:.0f} %"
    )
    for method, tasks in check.by_method().items():
        told, real = sum(task.told for task in tasks), sum(task.real for task in tasks)
        seconds = f"{told:.0f} s told, {real:.0f} s really ({_off(told, real)})"
        yield f"  {method}: {len(tasks)} tasks, {seconds}"
    yield (
        f"somebody picks for {check.told_span:.0f} s as told, {check.real_span:.0f} s really "
        f"({_off(check.told_span, check.real_span)})"
    )
    pace = check.pace.pace
    yield (
        f"pace learned: {pace.walking:.2f} m/s, {pace.per_stop:.2f} s a stop, "
        f"{pace.per_unit:.2f} s a unit, {pace.per_put:.2f} s a put, "
        f"{pace.per_tour + pace.per_tote:.1f} s to get ready with a tote, all "
        f"{pace.allowance:.2f} times; from {check.pace.samples} stops"
    )


def _off(told: float, real: float) -> str:
    share = 100 * (told / real - 1) if real else 0.0
    return f"{abs(share):.1f} % too {'much' if share >= 0 else 'little'}"


def record_as_json(check: RecordCheck) -> dict[str, object]:
    """The same for machines; seconds."""
    return {
        "tasks": len(check.tasks),
        "people": check.people,
        "told": round(check.told, 1),
        "real": round(check.real, 1),
        "usual_miss": round(check.usual_miss, 4),
        "told_span": round(check.told_span, 1),
        "real_span": round(check.real_span, 1),
        "samples": check.pace.samples,
        "by_method": {
            method: {
                "tasks": len(tasks),
                "told": round(sum(task.told for task in tasks), 1),
                "real": round(sum(task.real for task in tasks), 1),
            }
            for method, tasks in check.by_method().items()
        },
    }
