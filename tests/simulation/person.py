"""A picker at a station: does what the screens ask, errs, waits, walks away, and comes back.

What the pick screen and the home screen do around the services is done here as they do it: an
entry whose answer was lost is handed in again under its own id, a task is read anew after the
return of the database, a refusal that nobody can go on from leads home.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from app.db.unit_of_work import is_connection_lost, is_passing
from app.domain.code_book import shown
from app.domain.offline import JournalFailed, NeedsDatabase, OfflineTooLong, StillSending
from app.domain.pick_state import PickPrompt, PickState
from app.domain.picking import answer as rule
from app.domain.readings import Command, QuantityCode
from app.domain.refusals import (
    OrderStopped,
    Refusal,
    Refused,
    TaskTakenOver,
    WorkMovedOn,
)
from app.services import picking, station_work
from app.services.identifying import Entry, read_entry
from app.services.station_work import ClaimedWork
from tests import builders
from tests.services import shift
from tests.simulation import settling
from tests.simulation.goods import is_counted
from tests.simulation.ledger import is_on_record
from tests.simulation.strands import Crashed

if TYPE_CHECKING:
    from tests.simulation.station import Station
    from tests.simulation.world import World

Result = TypeVar("Result")
Code = str | int

OK, UNDO, SHORT = Command.OK.value, Command.UNDO.value, Command.SHORT.value

MISTAKES: tuple[tuple[float, tuple[Code, ...]], ...] = (
    (0.015, (SHORT, OK, OK)),
    (0.010, (Command.DAMAGED.value, OK)),
    (0.030, (Command.SKIP.value,)),
    (0.050, (UNDO, OK)),
    (0.010, (UNDO, OK, UNDO, OK)),
    (0.015, (Command.PAUSE.value,)),
    (0.010, ("garbage",)),
    (0.010, ("L-NOWHERE",)),
)


class Lost(Exception):
    """The database did not answer a screen."""


class Picker:
    """Whoever stands at a station."""

    def __init__(self, world: World, station: Station) -> None:
        self.world, self.station = world, station
        self.operator = 0
        self.state: PickState | None = None
        self._lost: Entry | None = None
        self._planned: list[Code] = []

    # A day --------------------------------------------------------------------------------

    def live(self) -> None:
        """Sign in, work, sign off; for ever."""
        people = self.world.people
        while True:
            self.operator = people.somebody(self.station)
            if not self.operator:
                self.world.sleep("nobody is here", 20.0)
                continue
            if self._signs_in():
                self._works()
            people.go(self.station)
            self.world.sleep("walks away", 5.0)

    def _signs_in(self) -> bool:
        badge = builders.badge_of(self.operator)
        for _ in range(3):
            try:
                self._ask(lambda: station_work.sign_in(self.station.workplace, badge))
            except (Lost, Refused):
                self.world.sleep("cannot sign in", 4.0)
            else:
                return True
        return False

    def _works(self) -> None:
        """One piece of work after the other, until it is enough."""
        while True:
            self._think(1.0)
            luck = self.world.chance.random()
            try:
                if luck < 0.06 and self.world.is_rough:
                    self._leave()
                    return
                if luck < 0.25:
                    self._ask(lambda: settling.settle_one(self))
                if luck > 0.85:
                    self._take_over()
                else:
                    self._claim()
            except Lost:
                self.world.sleep("waits for the line", 3.0)
            except Refused as refused:
                self._refused_at_home(refused.refusal)
                if self.world.chance.random() < 0.2:
                    return

    def _refused_at_home(self, refusal: Refusal) -> None:
        self.world.note(f"refused: {refusal.name}")
        if isinstance(refusal, StillSending | NeedsDatabase | JournalFailed):
            self.world.happened[f"refused at home: {refusal.name}"] += 1
        self.world.sleep("refused at home", 4.0 + 20.0 * self.world.chance.random())

    def _leave(self) -> None:
        if self.world.chance.random() < 0.6:
            self._ask(lambda: station_work.lay_down(self.station.workplace, self.operator))

    def _claim(self) -> None:
        self._open(self._ask(lambda: station_work.claim(self.station.workplace, self.operator)))

    def _take_over(self) -> None:
        """Scan a tote that stands about with work of others in it."""
        tote = self.world.people.a_tote_left(self.world.chance)
        if tote is None:
            return
        entry = Entry(tote, self.world.new_id())
        taken = self._ask(
            lambda: station_work.take_over(self.station.workplace, self.operator, entry)
        )
        if taken is not None:
            self.world.count("work taken over by its tote")
            self.world.nemesis.stir()
            self._open(taken)

    # The pick screen ----------------------------------------------------------------------

    def _open(self, claimed: ClaimedWork | None) -> None:
        """Work on a task until it leads home."""
        while claimed is not None:
            self._show(claimed.state)
            self._lost = None
            self._planned.clear()
            claimed = self._pick()

    def _show(self, state: PickState) -> None:
        self.state = state
        self.world.goods.see(state)

    def _pick(self) -> ClaimedWork | None:
        """Scan after scan; ends with the next task, or None for the way home."""
        for _ in range(200):
            self._think(0.3)
            if not self._looks_at_the_line():
                return None
            state = self.state
            assert state is not None
            if state.prompt is PickPrompt.PAUSED:
                return None
            if state.prompt is PickPrompt.TASK_DONE and not self._planned:
                if self.world.chance.random() < 0.9 or not self.world.is_rough:
                    return self._next()
                self._planned[:] = [UNDO, OK]
            if not self._scan(self._choose(state)):
                return None
        raise AssertionError(f"no end of {self.state}")

    def _next(self) -> ClaimedWork | None:
        if self.world.chance.random() < 0.4:
            return None
        return self._ask(lambda: station_work.claim(self.station.workplace, self.operator))

    def _looks_at_the_line(self) -> bool:
        """Read the task anew after the return of the database; False where it is gone."""
        sender = self.station.sender
        if sender is None or self.world.chance.random() < 0.3:
            return True
        told = sender.take_return()
        if told is None:
            return True
        self.world.count("journal sent after a return")
        lost, is_here = self._lost, self._resume()
        self._lost = lost  # the screen does not forget it either
        if told.raised and self.world.chance.random() < 0.6:
            self._settles_at_once()
            return self._resume()
        return is_here

    def _settles_at_once(self) -> None:
        try:
            self._ask(lambda: settling.settle_one(self))
        except (Lost, Refused):
            self.world.note("cannot settle")

    def _resume(self) -> bool:
        """Read the task anew; False where it is not this operator's any more, or nobody knows."""
        state = self.state
        assert state is not None
        try:
            claimed = self._ask(
                lambda: station_work.resume(self.station.workplace, self.operator, state.task_id)
            )
        except (Lost, Refused):
            return True
        self._lost = None
        if claimed is None:
            return state.prompt is PickPrompt.TASK_DONE
        self._show(claimed.state)
        return True

    # Scans --------------------------------------------------------------------------------

    def _choose(self, state: PickState) -> Code:
        """What to scan now: mostly what is asked for."""
        chance = self.world.chance
        if self._planned:
            return self._planned.pop(0)
        if state.prompt is PickPrompt.SCAN_TOTE:
            return self.world.people.an_empty_tote(chance)
        if state.prompt is PickPrompt.UNDO:
            return OK if self._can_take_back(state) else UNDO
        line = state.line
        if line is None:
            return OK
        there = self.world.goods.at[line.location, line.item.item_id]
        if (
            state.prompt in (PickPrompt.SCAN_ITEM, PickPrompt.CONFIRM_QUANTITY)
            and there < line.open
        ):
            self._planned[:] = [there, OK]
            return SHORT
        if self.world.is_rough:
            for rate, scans in MISTAKES:
                if chance.random() < rate:
                    self._planned[:] = scans[1:]
                    return scans[0]
        if state.prompt is PickPrompt.SHORT_QUANTITY:
            return min(there, line.open - 1, chance.randint(0, 2))
        return shift.asked_for(state, "")

    def _can_take_back(self, state: PickState) -> bool:
        step = state.history[-1]
        line = state.line_with(step.parts[0].pick_line_id)
        return self.world.goods.at[step.tote, line.item.item_id] >= step.quantity

    def _scan(self, code: Code) -> bool:
        """Make a scan; whether to stay at the task."""
        raw = str(code)
        state = self.state
        assert state is not None
        if self._lost is not None and self._lost.raw != raw:
            self._planned.clear()
            return self._resume()
        entry = self._lost
        if entry is None:
            reading = QuantityCode(code) if isinstance(code, int) else None
            entry = Entry(raw, self.world.new_id(), reading)
            can = self._do(entry, state)
        else:
            can = self.world.goods.again(entry.scan_id)
        if not can:
            self.world.happened["goods were not there"] += 1
            self._planned.clear()
            return True
        self._lost = entry
        self.world.note(f"scans {raw}")
        try:
            answer = picking.scan(self.station.workplace, self.operator, state, entry)
            self.world.mishap("before the verdict is shown")
        except Crashed:
            self.world.goods.leave_unclear(entry.scan_id)
            raise
        except Refused as refused:
            self._lost = None
            return self._refused(entry, state, refused.refusal)
        except Exception as problem:
            if is_connection_lost(problem):
                return self._went_dark(entry, state, problem)
            if not is_passing(problem):
                raise
            return self._went_wrong(entry)
        self._lost = None
        if answer.refusal is not None:
            return self._refused(entry, answer.state, answer.refusal)
        self._accepted(entry, answer.state, is_stored=answer.is_stored)
        return True

    def _do(self, entry: Entry, state: PickState) -> bool:
        """Carry the goods that the scan is about to tell of; whether that is possible."""
        today = self.station.workplace.clock.today()
        known = state.book.identify(read_entry(entry, today), shown(entry.raw))
        if known is None:
            return True
        outcome = rule(state, known, today=today)
        return self.world.goods.begin(entry.scan_id, state, outcome.effects)

    def _accepted(self, entry: Entry, state: PickState, *, is_stored: bool) -> None:
        for deed in self.world.goods.of(entry.scan_id):
            if deed.task_id == state.task_id and not is_counted(deed, state):
                raise AssertionError(f"the screen says OK and does not count {deed}: {state}")
        if not (self.station.keeps(entry.scan_id) if is_stored else is_on_record(entry.scan_id)):
            raise AssertionError(f"the screen says OK, and scan {entry.scan_id} is nowhere")
        self.world.goods.accept(entry.scan_id)
        if is_stored:
            self.world.gone_on.add(entry.scan_id)
        self.world.happened["accepted off line" if is_stored else "accepted"] += 1
        self._show(state)

    def _refused(self, entry: Entry, state: PickState, refusal: Refusal) -> bool:
        """STOP: the goods go back, OK is pressed, and on it goes, or home."""
        self.world.count(f"refused: {refusal.name}")
        self.world.goods.refuse(entry.scan_id)
        self._planned.clear()
        self._show(replace(state, refusal=None, same_refusals=0))
        if isinstance(refusal, TaskTakenOver | OrderStopped):
            return False
        if isinstance(refusal, OfflineTooLong | JournalFailed | NeedsDatabase | StillSending):
            self.world.sleep("cannot go on", 6.0)
            # Whoever cannot go on for long walks away from it.
            return self.world.chance.random() < 0.9
        return not isinstance(refusal, WorkMovedOn) or self.world.chance.random() < 0.9

    def _went_dark(self, entry: Entry, state: PickState, problem: Exception) -> bool:
        """No answer: the scan counts where the station keeps it, else it is handed in again."""
        self._note_lost(problem)
        kept = station_work.kept_state(self.station.workplace, state.task_id, state.epoch)
        if kept is not None and kept != state:
            self._lost = None
            self.world.count("went on from the copy")
            self._accepted(entry, kept, is_stored=True)
            return True
        self.world.count("no answer on the screen")
        self.world.goods.leave_unclear(entry.scan_id)
        if self.world.chance.random() < 0.7:
            self._planned.insert(0, entry.raw if entry.reading is None else int(entry.raw))
            return True
        return self._resume()

    def _went_wrong(self, entry: Entry) -> bool:
        """The database says that it cannot: the task is read anew, from the home screen here."""
        self.world.count("went wrong on the screen")
        self.world.goods.leave_unclear(entry.scan_id)
        self._lost = None
        return False

    # Asking services ----------------------------------------------------------------------

    def _ask(self, service: Callable[[], Result]) -> Result:
        try:
            found = service()
        except Exception as problem:
            if not is_passing(problem):
                raise
            if is_connection_lost(problem):
                self._note_lost(problem)
            raise Lost from problem
        self.world.mishap("before a screen shows it")
        return found

    def _note_lost(self, problem: Exception) -> None:
        if self.station.sender is not None:
            self.station.sender.note_lost(problem)

    def _think(self, seconds: float) -> None:
        self.world.sleep("thinks", seconds * (0.2 + self.world.chance.random()))
