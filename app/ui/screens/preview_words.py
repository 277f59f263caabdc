"""The figures of a wave's two plans as lines, and the words of why one is recommended."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.pick_state import PickMethod
from app.domain.wave_choice import WhyThisWay
from app.services.task_planning import SHARED_CARTS
from app.services.wave_preview import PlanSide, WavePreview
from app.ui.floor_words import orders_words
from app.ui.message import translate
from app.ui.screens import wave_rows
from app.ui.tokens import State
from app.ui.widgets.plan_sheet import PlanFigure, PlanHead, PlanLine


def heads(preview: WavePreview) -> tuple[PlanHead, ...]:
    """What stands above each plan; the wave's own is the one that a release takes."""
    titles = (translate("board", "1  AS IT IS"), translate("board", "2  INSTEAD"))
    if preview.best == 1:
        titles = (titles[0], translate("board", "2  BETTER"))
    elif len(preview.sides) > 1:
        titles = (translate("board", "1  BEST AS IT IS"), titles[1])
    return tuple(
        PlanHead(title, wave_rows.way_words(side.way.method, side.way.positions), at == 0)
        for at, (title, side) in enumerate(zip(titles, preview.sides, strict=False))
    )


def lines(preview: WavePreview) -> tuple[PlanLine, ...]:
    """The figures of both plans, side by side."""
    sides = preview.sides
    rows = [
        _line(translate("board", "Orders, lines, units"), sides, _amount),
        _line(translate("board", "Tasks, totes"), sides, _loads),
        _line(translate("board", "Walking"), sides, _metres),
        _line(translate("board", "Work of people"), sides, _work),
        _line(translate("board", "Done at"), sides, _finish),
    ]
    dues = [cut.cut_off_at for cut in sides[0].cut_offs if cut.cut_off_at is not None][:3]
    for due in dues:
        title = translate("board", "Orders due {0}").format(wave_rows.clock(due))
        rows.append(
            PlanLine(
                title,
                tuple(
                    next(
                        (
                            PlanFigure(
                                wave_rows.clock(cut.done_at),
                                State.OK if cut.is_in_time else State.STOP,
                            )
                            for cut in side.cut_offs
                            if cut.cut_off_at == due
                        ),
                        PlanFigure(wave_rows.DASH),
                    )
                    for side in sides
                ),
            )
        )
    if any(side.outcome.cut_off_at is not None for side in sides):
        title = translate("board", "Pickers it takes")
        rows.append(
            PlanLine(title, tuple(PlanFigure(_people(side, preview.pickers)) for side in sides))
        )
    return tuple(rows)


def reason(preview: WavePreview) -> str:
    """Why a plan is recommended, in one sentence."""
    best = preview.sides[preview.best]
    way = wave_rows.way_words(best.way.method, best.way.positions)
    done = wave_rows.clock(best.outcome.done_at)
    match preview.why:
        case WhyThisWay.ONLY_IN_TIME:
            words = translate("board", "{0} is done at {1} and keeps the cut-off; plan 1 is late.")
            return words.format(way, done)
        case WhyThisWay.LESS_WORK:
            words = translate("board", "{0}: {1} % less work, {2} instead of {3}.")
            return words.format(
                way,
                round(100 * preview.saved),
                wave_rows.hours(best.outcome.seconds),
                wave_rows.hours(preview.own.outcome.seconds),
            )
        case WhyThisWay.EARLIER:
            words = translate("board", "No plan keeps the cut-off; {0} is done first, at {1}.")
            return words.format(way, done)
        case WhyThisWay.AS_IT_SAYS:
            return translate("board", "No other way to work it is better.")


def warnings(preview: WavePreview) -> tuple[str, ...]:
    """Orders that cannot go, units that are missing, faces to be filled first, no search."""
    plan = preview.own.plan
    found = []
    if plan.bad:
        numbers = ", ".join(bad.number for bad in plan.bad[:4])
        more = "" if len(plan.bad) <= 4 else " …"
        words = translate("board", "Cannot be released: {0} ({1})")
        found.append(words.format(orders_words(len(plan.bad)), numbers + more))
    if plan.missing:
        units = sum(one.units for one in plan.missing)
        words = translate("board", "{0} units of {1} items are missing.")
        found.append(words.format(units, len(plan.missing)))
    if plan.from_reserve:
        units = sum(one.units for one in plan.from_reserve)
        words = translate("board", "{0} units of {1} items come from reserve: refill first.")
        found.append(words.format(units, len(plan.from_reserve)))
    is_in_want = bool(found)
    if not preview.pickers:
        found.append(translate("board", "Nobody picks now: told for one who begins."))
    # Why nothing is searched is told where nothing more pressing is to be.
    return tuple(found) if is_in_want else (*found, *no_search(preview))


def no_search(preview: WavePreview) -> tuple[str, ...]:
    """Why no better carts can be looked for; nothing where they can."""
    own = preview.own
    if own.way.method is PickMethod.MIXED:
        words = translate("board", "A mixed wave is not searched: each method shares its own out.")
    elif own.way.method not in SHARED_CARTS:
        words = translate("board", "Nothing to search: no two orders share a walk.")
    elif own.plan.orders < 2:
        words = translate("board", "Nothing to search: fewer than two orders can go.")
    else:
        return ()
    return (words,)


def _line(
    title: str, sides: tuple[PlanSide, ...], told: Callable[[PlanSide], PlanFigure]
) -> PlanLine:
    return PlanLine(title, tuple(told(side) for side in sides))


def _amount(side: PlanSide) -> PlanFigure:
    return PlanFigure(f"{side.plan.orders} / {side.plan.lines} / {side.plan.units}")


def _loads(side: PlanSide) -> PlanFigure:
    return PlanFigure(f"{side.plan.tasks} / {side.plan.totes}")


def _metres(side: PlanSide) -> PlanFigure:
    if side.plan.metres is None:
        return PlanFigure(translate("board", "no floor plan"))
    return PlanFigure(translate("board", "{0} m").format(f"{side.plan.metres:,}"))


def _work(side: PlanSide) -> PlanFigure:
    return PlanFigure(wave_rows.hours(side.outcome.seconds))


def _finish(side: PlanSide) -> PlanFigure:
    words = wave_rows.clock(side.outcome.done_at)
    if side.earliest is not None and side.latest is not None:
        half = round((side.latest - side.earliest).total_seconds() / 120)
        words = translate("board", "{0} ± {1} min").format(words, half)
    return PlanFigure(words, wave_rows.VERDICT_STATES[side.verdict])


def _people(side: PlanSide, pickers: int) -> str:
    if side.fewest is None:
        return translate("board", "more than {0}").format(max(1, pickers))
    return translate("board", "{0} of {1}").format(side.fewest, max(1, pickers))
