"""The sorter's verbs: open a put wall, answer a scan and write down what it changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.db.queries.walls import lock_wall, totes_to_sort, wall_of_place, walls
from app.db.schema import Cubby, PutWall
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.put_wall import answer_wall
from app.domain.refusals import Refused
from app.domain.scanned import Scanned
from app.domain.sort_events import CubbyReady
from app.domain.sort_refusals import GoesToPacking, NothingToSort, NoWall, WhichWall
from app.domain.wall_effects import (
    OpenTote,
    PutInCubby,
    ReportMissing,
    SetAside,
    TakeOutOfCubby,
    WallEffect,
    WallOutcome,
)
from app.domain.wall_refresh import brought_up
from app.domain.wall_rules import goes_to_packing, idle_cubbies
from app.domain.wall_state import WallState, at_the_tote
from app.services.dialogues import Answer, answer_scan
from app.services.freeing import free_cubby
from app.services.identifying import Entry
from app.services.sort_writing import Sorting, write_wall_effect
from app.services.wall_reading import own_steps, read_wall
from app.services.workplace import Workplace

ABOUT = "sort"


def totes_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How many bulk totes wait to be sorted, for the number on the start screen."""
    del operator_id  # whoever sorts may take any of them
    return totes_to_sort(work.session)


def open_wall(workplace: Workplace, operator_id: int, code: str = "") -> WallState:
    """A put wall as a sorter finds it, by its name or that of a cubby; the only one without.

    Raises:
        Refused: with `NoWall`, or with `WhichWall` where there are several and none is named.
    """
    with workplace.database.begin(workplace.actor(operator_id, Verb.SORT)) as work:
        workplace.clock.learn(work.now)
        wall = _wall(work, code)
        rows = read_wall(work, wall)
        return brought_up(rows, replace(rows, history=own_steps(work, wall)))


def _wall(work: UnitOfWork, code: str) -> PutWall:
    if code:
        wall_id = wall_of_place(work.session, code.upper())
        if wall_id is None:
            raise Refused(NoWall(code))
        return work.session.get_one(PutWall, wall_id)
    known = walls(work.session)
    if not known:
        raise Refused(NoWall(""))
    if len(known) > 1:
        raise Refused(WhichWall(", ".join(name for _, name in known)))
    return known[0][0]


def scan(
    workplace: Workplace, operator_id: int, state: WallState, entry: Entry
) -> Answer[WallState]:
    """Answer one scan of a sorter and write down, in one transaction, what it changed.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    return answer_scan(workplace, operator_id, _WALL, state, entry, empty_hands=at_the_tote)


def look(workplace: Workplace, operator_id: int, state: WallState) -> WallState:
    """The wall as it is now, after something happened at it; nothing is locked or changed."""
    with workplace.database.begin(workplace.actor(operator_id, Verb.SORT)) as work:
        wall = work.session.get_one(PutWall, state.wall_id)
        return brought_up(read_wall(work, wall), state)


class _WallDialogue:
    """How a scan at a put wall is read, answered and written."""

    about = ABOUT
    verb = Verb.SORT

    def work_id(self, state: WallState) -> int:
        """The wall."""
        return state.wall_id

    def fresh(self, work: UnitOfWork, state: WallState) -> WallState:
        """Lock the wall and read it; hands, prompt and history are the station's own."""
        wall = lock_wall(work.session, state.wall_id)
        return brought_up(read_wall(work, wall), state)

    def answer(self, state: WallState, scanned: Scanned, *, today: date) -> WallOutcome:
        """The pure dialogue."""
        return answer_wall(state, scanned, today=today)

    def write(self, work: UnitOfWork, outcome: WallOutcome, entry: Entry) -> WallState:
        """Write the effects and read the wall anew.

        Raises:
            Refused: the books do not allow it.
        """
        after = outcome.state
        wall = work.session.get_one(PutWall, after.wall_id)
        sorting = Sorting(work, wall, entry.scan_id)
        for leg, effect in enumerate(outcome.effects):
            write_wall_effect(sorting, effect, leg=leg)
        wall.revision += 1
        work.session.flush()
        state = _settled(work, wall, after, outcome.effects)
        _tell_ready(work, state, outcome.effects)
        return state


def _settled(
    work: UnitOfWork, wall: PutWall, after: WallState, effects: tuple[WallEffect, ...]
) -> WallState:
    """The wall as it is now, with cubbies given back of which nothing is to come any more."""
    for effect in effects:
        match effect:
            case OpenTote(tote_id=tote_id):
                after = replace(after, tote_id=tote_id)
            case TakeOutOfCubby(step=step):
                after = replace(after, tote_id=step.pieces[0].tote_id)
            case SetAside() | ReportMissing():
                for cubby in idle_cubbies(read_wall(work, wall)):
                    free_cubby(work, work.session.get_one(Cubby, cubby.cubby_id))
    rows = read_wall(work, wall)
    _require_to_sort(rows, effects)
    return brought_up(rows, after)


def _require_to_sort(rows: WallState, effects: tuple[WallEffect, ...]) -> None:
    """Let no tote stay open that has nothing for the wall.

    Raises:
        Refused: with `GoesToPacking` or `NothingToSort`.
    """
    for effect in effects:
        if not isinstance(effect, OpenTote):
            continue
        tote = rows.tote_by_id(effect.tote_id)
        if tote is not None and goes_to_packing(rows, tote) and not effect.is_meant:
            raise Refused(GoesToPacking(tote.code))
        if tote is not None and tote.units == 0:
            raise Refused(NothingToSort(tote.code))


def _tell_ready(work: UnitOfWork, state: WallState, effects: tuple[WallEffect, ...]) -> None:
    for effect in effects:
        if not isinstance(effect, PutInCubby):
            continue
        cubby = state.cubby(effect.step.cubby_id)
        if state.is_ready(cubby):
            number = state.order(effect.step.order_id).number
            work.record(CubbyReady(state.wall, cubby.code, effect.step.order_id, number))


_WALL = _WallDialogue()
