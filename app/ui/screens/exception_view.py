"""What the exception desk shows: rows of its table, the facts of the chosen one, numbered ways."""

from __future__ import annotations

from datetime import datetime

from app.domain.desk_decisions import DoneDecision
from app.domain.floor_exceptions import ExceptionKind, FloorException, Way
from app.domain.readings import Command
from app.services.exception_board import ExceptionCase
from app.ui.exception_words import (
    detail_words,
    effect_words,
    facts_words,
    kind_words,
    proposal_words,
    remedy_words,
    state_words,
    what_words,
)
from app.ui.message import translate
from app.ui.screens.heading import cut_off
from app.ui.span_words import span_words
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.why_codes import codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.instruction_line import Instruction

WAYS = "ways"

_GRAVE = frozenset({ExceptionKind.LEAD_CALL})


def undo_key(done: DoneDecision | None) -> Action:
    """UNDO, and what it would take back; none where nothing was decided."""
    words = "" if done is None else decision_words(done)
    return Action(
        Command.UNDO.value,
        "F6",
        translate("exceptions", "Undo"),
        "undo",
        words,
        is_enabled=done is not None,
    )


def row_keys(*, are_many: bool) -> tuple[Action, ...]:
    """One row up, one row down."""
    up, down = translate("exceptions", "One up"), translate("exceptions", "One down")
    return (
        Action("back", "F3", up, "undo", is_enabled=are_many),
        Action(Command.SKIP.value, "F4", down, "skip", is_enabled=are_many),
    )


def keys(done: DoneDecision | None) -> tuple[Action, ...]:
    """Undo, the way back, and help."""
    return (
        undo_key(done),
        Action(Command.PAUSE.value, "F8", translate("exceptions", "Leave"), "pause"),
        Action(Command.HELP.value, "F1", translate("exceptions", "Help"), "help"),
    )


def open_key() -> Action:
    """Enter, where only rows are seen."""
    return Action(Command.OK.value, "ENTER", translate("exceptions", "Open the row"), "enter")


def proposed_key(way: Way) -> Action:
    """Enter, where something is proposed."""
    text = translate("exceptions", "As proposed")
    return Action(Command.OK.value, "ENTER", text, "enter", remedy_words(way))


def decision_words(done: DoneDecision) -> str:
    """What was decided about what."""
    return translate("exceptions", "{0}: {1}").format(done.subject, remedy_words(done.way))


def undone_words(done: DoneDecision) -> str:
    """What was taken back."""
    return translate("exceptions", "undone: {0}").format(decision_words(done))


def columns() -> tuple[Column, ...]:
    """Headings, in the language worn now."""
    return (
        Column(translate("exceptions", "WHAT"), 2.3),
        Column(translate("exceptions", "WHERE"), 1.5),
        Column(translate("exceptions", "ORDER, DUE"), 1.4),
        Column(translate("exceptions", "REPORTED"), 1.2, gives_way=True),
        Column(translate("exceptions", "STATE"), 1.1),
    )


def rows(found: tuple[FloorException, ...], now: datetime) -> tuple[DeskRow, ...]:
    """The table's rows."""
    return tuple(_row(one, now) for one in found)


def _row(one: FloorException, now: datetime) -> DeskRow:
    due = cut_off(one.due, now)
    is_late = due is not None and due.is_late
    order = one.order_number or "-"
    since = "" if one.since is None else ago_words(one.since, now)
    state = State.IDLE if one.at_it else None
    return DeskRow(
        one.key,
        (
            Cell(kind_words(one.kind), what_words(one), State.LOOK if one.kind in _GRAVE else None),
            Cell(one.where or "-", detail_words(one)),
            Cell(
                order,
                "" if due is None else due_words(one, due.remaining),
                State.LOOK if is_late else None,
            ),
            Cell(one.who or one.station or "-", since),
            Cell(state_words(one), "", state),
        ),
    )


def due_words(one: FloorException, remaining: str) -> str:
    """The clock time at which an order is due, and how long that is from now."""
    clock = "" if one.due is None else one.due.astimezone().strftime("%H:%M")
    return translate("exceptions", "{0}, {1}").format(clock, remaining)


def ago_words(moment: datetime, now: datetime) -> str:
    """How long ago something was reported."""
    minutes = max(0, int((now - moment).total_seconds()) // 60)
    return translate("exceptions", "{0} ago").format(span_words(minutes))


def note(
    case: ExceptionCase | None, *, are_others: bool
) -> tuple[str, tuple[str, ...], State | None]:
    """Heading, lines and state of the card beside the table; whether other rows wait."""
    if case is None and are_others:
        settled = (translate("exceptions", "This one is settled. Choose another row."),)
        return translate("exceptions", "SETTLED"), settled, State.OK
    if case is None:
        nothing = (translate("exceptions", "Nothing waits for you."),)
        return translate("exceptions", "EXCEPTIONS"), nothing, State.OK
    one = case.exception
    heading = kind_words(one.kind).upper()
    if one.order_number:
        words = translate("exceptions", "{0}, ORDER {1}")
        heading = words.format(heading, one.order_number)
    lines = facts_words(case)
    if Theme.current().is_low and (proposal := proposal_words(case)):  # the panel has no room
        lines = (*lines, proposal)
    return heading, lines, State.LOOK if one.at_it else None


def why_codes(one: FloorException) -> tuple[str, ...]:
    """Codes of the order and the location of an exception, as far as it has some."""
    return codes_of(one.order_number, "" if one.where == one.station else one.where)


def instruction(rows_shown: int, ways: int, *, can_open: bool) -> Instruction:
    """The one line that says what to do.

    Args:
        rows_shown: how many exceptions wait.
        ways: how many ways out the chosen one has; 0 where none are seen.
        can_open: whether the row has to be opened before its ways out are seen.
    """
    if not rows_shown:
        return Instruction(translate("exceptions", "NOTHING WAITS FOR YOU"))
    arrows = translate("exceptions", "arrows choose the row")
    if can_open:
        return Instruction(translate("exceptions", "CHOOSE A ROW, PRESS ENTER"), detail=arrows)
    if not ways:
        return Instruction(translate("exceptions", "CHOOSE ANOTHER ROW"), detail=arrows)
    if ways == 1:
        return Instruction(translate("exceptions", "TYPE 1, OR CHOOSE ANOTHER ROW"), detail=arrows)
    words = translate("exceptions", "TYPE 1 TO {0}, OR CHOOSE ANOTHER ROW").format(ways)
    return Instruction(words, detail=arrows)


def question(case: ExceptionCase) -> tuple[str, tuple[ChoiceGroup, ...]]:
    """Title and numbered answers of the panel under the facts."""
    is_low = Theme.current().is_low
    choices = tuple(
        Choice(way.value, number, remedy_words(way), "" if is_low else effect_words(case, way))
        for number, way in enumerate(case.ways, start=1)
    )
    default = "" if case.proposed is None else case.proposed.value
    group = ChoiceGroup(WAYS, translate("exceptions", "DO"), choices, default)
    title = "" if is_low else proposal_words(case)
    title = title or translate("exceptions", "Decide by number")
    return title, (group,)
