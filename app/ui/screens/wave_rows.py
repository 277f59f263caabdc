"""Rows and words of the lead's wave board: waves, people, orders, parts to split off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.domain.late_acts import LateAct
from app.domain.pick_planning import DEFAULT_POSITIONS
from app.domain.pick_state import PickMethod
from app.domain.wave_splitting import SplitBy, SplitGroup
from app.domain.waves import UNRELEASED, WaveState
from app.services.board_forecast import BoardNow, BoardWave, MovedWave
from app.services.forecasting import Verdict
from app.services.late_undo import BoardAct, LateActDone
from app.services.lead_board import HourStrip
from app.services.wave_board import WaveOrderView
from app.services.wave_sharing import SplitWays
from app.ui.floor_words import order_state_words, orders_words, wave_state_words
from app.ui.message import translate
from app.ui.messages_waves import wave_act_words
from app.ui.screens.pick_view import method_word
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.fact_strip import Fact

VERDICT_STATES = {
    Verdict.NO_CUT_OFF: None,
    Verdict.IN_TIME: State.OK,
    Verdict.CLOSE: State.LOOK,
    Verdict.LATE: State.STOP,
}

DASH = "-"


def clock(moment: datetime | None) -> str:
    """A moment by the clock on the wall."""
    return DASH if moment is None else moment.astimezone().strftime("%H:%M")


def minutes(span: timedelta) -> str:
    """A span of time with its sign, in minutes or hours: +9 min, -2:40 h."""
    whole = round(span.total_seconds() / 60)
    sign = "+" if whole >= 0 else "-"
    if abs(whole) < 120:
        return translate("board", "{0}{1} min").format(sign, abs(whole))
    return translate("board", "{0}{1}:{2} h").format(
        sign, abs(whole) // 60, f"{abs(whole) % 60:02}"
    )


def hours(seconds: float) -> str:
    """Work of people, in hours, or minutes where it is less than one."""
    if seconds < 3600:
        return translate("board", "{0} min").format(round(seconds / 60))
    return translate("board", "{0} h").format(f"{seconds / 3600:.1f}")


def way_words(method: PickMethod, positions: int | None) -> str:
    """How a wave is worked: its method, and orders a task carries."""
    carries = DEFAULT_POSITIONS[method] if positions is None else positions
    if carries == 1:
        return method_word(method)
    return translate("board", "{0}, {1} orders").format(method_word(method), carries)


# Waves ------------------------------------------------------------------------------------


def wave_columns() -> tuple[Column, ...]:
    """What is said of each wave."""
    return (
        Column(translate("board", "WAVE"), 2.3),
        Column(translate("board", "CUT-OFF"), 1.4, is_number=True),
        Column(translate("board", "LINES"), 1.7, is_number=True),
        Column(translate("board", "DONE AT"), 1.4, is_number=True),
        Column(translate("board", "SLACK"), 2.0),
        Column(translate("board", "STATE"), 2.2, gives_way=True),
        Column(translate("board", "PEOPLE"), 2.2, gives_way=True),
    )


def wave_rows(board: BoardNow) -> tuple[DeskRow, ...]:
    """The waves, numbered as they stand: by cut-off and age."""
    return tuple(_wave_row(number, wave) for number, wave in enumerate(board.waves, start=1))


def _wave_row(number: int, wave: BoardWave) -> DeskRow:
    view, figures = wave.view, wave.view.figures
    share = figures.lines_done / figures.lines if figures.lines else 0.0
    lines = translate("board", "{0}/{1}").format(figures.lines_done, figures.lines)
    percent = translate("board", "{0} %").format(round(100 * share))
    where = " ".join(part for part in (view.carrier, view.destination) if part)
    kind = translate("board", "channel") if view.channel else method_word(view.method)
    cells = (
        Cell(f"{number}  {view.code}", where or kind),
        Cell(clock(view.cut_off_at)),
        Cell(lines, percent, share=share),
        Cell(clock(wave.done_at)),
        slack_cell(wave),
        Cell(wave_state_words(view.state), kind if where else ""),
        people_cell(view.people),
    )
    return DeskRow(view.code, cells, is_fixed=False)


def slack_cell(wave: BoardWave) -> Cell:
    """From the forecast to the cut-off, how sure that is, and the verdict by its shape."""
    if wave.slack is None:
        nobody = wave.view.cut_off_at is not None and wave.done_at is None
        return (
            Cell(translate("board", "nobody"), state=State.STOP)
            if nobody
            else Cell(translate("board", "no cut-off"))
        )
    off = ""
    if wave.earliest is not None and wave.latest is not None:
        half = round((wave.latest - wave.earliest).total_seconds() / 120)
        off = translate("board", "± {0} min").format(half)
    return Cell(minutes(wave.slack), off, VERDICT_STATES[wave.verdict])


def people_cell(names: Sequence[str]) -> Cell:
    """Who works on a wave: names as far as they fit, then how many more."""
    if not names:
        return Cell(DASH)
    if len(names) <= 2:
        return Cell(names[0], names[1] if len(names) > 1 else "")
    return Cell(names[0], translate("board", "and {0} more").format(len(names) - 1))


def strip_facts(strip: HourStrip) -> tuple[Fact, ...]:
    """The strip of the hour."""
    share = strip.on_time_share
    waiting = [one for one in strip.waiting if one.cut_off_at is not None]
    total = sum(one.orders for one in strip.waiting)
    release = str(total)
    if waiting:
        words = translate("board", "{0}, {1} by {2}")
        release = words.format(total, waiting[0].orders, clock(waiting[0].cut_off_at))
    down = ", ".join(strip.printers_down)
    # A low screen has room for figures beside the titles, and for no words.
    told = str if Theme.current().is_low else orders_words
    at_risk, short = told(strip.at_risk), told(strip.short)
    return (
        Fact(
            translate("board", "ON TIME TODAY"),
            DASH
            if share is None
            else translate("board", "{0} % of {1}").format(
                f"{100 * share:.1f}", strip.today.in_time + strip.today.late
            ),
            State.LOOK if share is not None and share < 0.99 else None,
            2.1,
        ),
        Fact(
            translate("board", "AT RISK"),
            translate("board", "{0}, F4").format(at_risk) if strip.at_risk else at_risk,
            State.LOOK if strip.at_risk else None,
            1.5,
        ),
        Fact(
            translate("board", "SHORT"),
            short,
            State.LOOK if strip.short else None,
            1.2,
        ),
        Fact(
            translate("board", "PRINTERS DOWN"),
            down or translate("board", "none"),
            State.LOOK if down else None,
            1.6,
        ),
        Fact(translate("board", "TO RELEASE"), release, None, 1.9),
    )


# People -----------------------------------------------------------------------------------


def people_columns() -> tuple[Column, ...]:
    """What is said of each person."""
    return (
        Column(translate("board", "PEOPLE"), 1.6),
        Column(translate("board", "WORKS ON"), 1.2),
    )


def people_rows(board: BoardNow) -> tuple[DeskRow, ...]:
    """Who picks, and for which wave."""
    works: dict[int, list[str]] = {person: [] for person in board.pickers}
    for wave in board.waves:
        for person in wave.people:
            works.setdefault(person, []).append(wave.view.code)
    return tuple(
        DeskRow(
            str(person),
            (Cell(board.pickers.get(person, "")), Cell(", ".join(codes) or DASH)),
            is_fixed=False,
        )
        for person, codes in works.items()
        if person in board.pickers
    )


def effect_words(code: str, name: str, effects: Iterable[MovedWave]) -> tuple[str, ...]:
    """What sending somebody to a wave would do, a line a wave, with before and after."""
    told = list(effects)
    if not told:
        words = translate("board", "{0} on {1} changes no finish by half a minute.")
        return (words.format(name, code),)
    lines = []
    for one in told:
        word = one.code or translate("board", "other work")
        line = translate("board", "{0}: {1} > {2}").format(
            word, clock(one.before), clock(one.after)
        )
        if one.cut_off_at is not None and one.after is not None:
            slack = minutes(one.cut_off_at - one.after)
            line = translate("board", "{0}, slack {1}").format(line, slack)
        lines.append(line)
    return tuple(lines)


# Orders of a wave -------------------------------------------------------------------------


def order_columns() -> tuple[Column, ...]:
    """What is said of each order of a wave."""
    return (
        Column(translate("board", "ORDER"), 2.0),
        Column(translate("board", "STATE"), 2.0),
        Column(translate("board", "UNITS"), 1.0, is_number=True),
        Column(translate("board", "DUE"), 1.0, is_number=True),
    )


def order_rows(orders: Sequence[WaveOrderView], marked: frozenset[int]) -> tuple[DeskRow, ...]:
    """The orders of a wave, the most urgent first; marked ones say so."""
    states = {state: order_state_words(state) for state in {order.state for order in orders}}
    short = translate("board", "{0} short")
    return tuple(
        marked_row(
            DeskRow(
                str(order.order_id),
                (
                    Cell(f"{number}  {order.number}"),
                    Cell(
                        states[order.state],
                        short.format(order.short) if order.short else "",
                        State.LOOK if order.short else None,
                    ),
                    Cell(f"{order.picked}/{order.units}"),
                    Cell(clock(order.ship_by)),
                ),
            ),
            is_marked=order.order_id in marked,
        )
        for number, order in enumerate(orders, start=1)
    )


def marked_row(row: DeskRow, *, is_marked: bool) -> DeskRow:
    """An order's row with its mark, or without."""
    first = row.cells[0]
    mark = translate("board", "marked") if is_marked else ""
    if first.detail == mark:
        return row
    return DeskRow(row.key, (Cell(first.text, mark), *row.cells[1:]), row.is_fixed)


# Splitting and merging ----------------------------------------------------------------------


def part_columns() -> tuple[Column, ...]:
    """What is said of a part that may leave a wave."""
    return (
        Column(translate("board", "PART THAT LEAVES"), 2.4),
        Column(translate("board", "ORDERS"), 1.0, is_number=True),
        Column(translate("board", "LINES"), 1.0, is_number=True),
    )


def part_rows(ways: SplitWays) -> tuple[DeskRow, ...]:
    """Each part that may leave, half of the lines first; keyed by `part_key`."""
    order = [SplitBy.HALF, *(by for by in SplitBy if by is not SplitBy.HALF)]
    parts = [
        (by, group)
        for by in order
        for group in ways.groups.get(by, ())
        if by is not SplitBy.HALF or group.name
    ]
    return tuple(
        DeskRow(
            f"{by.value}|{group.name}",
            (
                Cell(f"{number}  {_part_words(by, group)}", split_words(by)),
                Cell(str(len(group.order_ids))),
                Cell(str(group.lines)),
            ),
        )
        for number, (by, group) in enumerate(parts, start=1)
    )


def part_of(key: str) -> tuple[SplitBy, str]:
    """The way to split and the part that a row's key means."""
    by, _, name = key.partition("|")
    return SplitBy(by), name


def split_words(by: SplitBy) -> str:
    """What tells the parts of a wave apart."""
    words = {
        SplitBy.CARRIER: translate("board", "by carrier"),
        SplitBy.DESTINATION: translate("board", "by country"),
        SplitBy.PRIORITY: translate("board", "by priority"),
        SplitBy.CUT_OFF: translate("board", "by cut-off"),
        SplitBy.ZONE: translate("board", "by zone"),
        SplitBy.HALF: translate("board", "the less urgent half"),
        SplitBy.ORDERS: translate("board", "by order"),
    }
    return words[by]


def _part_words(by: SplitBy, group: SplitGroup) -> str:
    match by:
        case SplitBy.HALF:
            return translate("board", "half of its lines")
        case SplitBy.CUT_OFF if group.name:
            return clock(datetime.fromisoformat(group.name))
        case SplitBy.PRIORITY:
            return translate("board", "priority {0}").format(group.name)
        case SplitBy.ZONE if group.name:
            return translate("board", "zone {0}").format(group.name)
    return group.name or translate("board", "none said")


def mergeable(board: BoardNow, but: str) -> tuple[DeskRow, ...]:
    """The other waves that orders may come into, numbered."""
    states = UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS}
    others = [wave for wave in board.waves if wave.view.code != but and wave.view.state in states]
    return tuple(_wave_row(number, wave) for number, wave in enumerate(others, start=1))


def undo_words(act: BoardAct | None) -> str:
    """What UNDO would take back."""
    if act is None:
        return ""
    if isinstance(act, LateActDone):
        return late_act_words(act)
    return translate("board", "{0} of {1}").format(wave_act_words(act.act.value), act.code)


def late_act_words(done: LateActDone) -> str:
    """What was done for a late order."""
    if done.act.act is LateAct.RUSH:
        return translate("board", "{0} first").format(done.about)
    return translate("board", "call of {0}").format(done.about)


def late_undone_words(done: LateActDone) -> str:
    """What was taken back."""
    if done.act.act is LateAct.RUSH:
        return translate("board", "{0} has the turn again that it had").format(done.about)
    return translate("board", "{0} is not called to the benches").format(done.about)
