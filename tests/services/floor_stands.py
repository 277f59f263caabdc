"""The floor's shelf where parts meet, its inspections, its stations' faults, and its evening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from app.db.schema import PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.inspection_state import FindingKind, Inspecting, InspectPrompt
from app.domain.pack_state import PackState
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import Refused
from app.domain.shelving import ShelfPrompt, Shelving
from app.domain.tasks import PickTaskState
from app.domain.wall_state import WallState
from app.services import inspecting, packing, picking, shelving, sorting
from app.services.inspecting import begin_inspection
from app.services.leases import reap
from app.services.order_holding import lift_holds
from tests.services import books
from tests.services.floor_world import FloorWorld, Handed, Scan, entry_of

OK = Command.OK.value
Q = InspectPrompt

VERBS: dict[type, Callable[..., Any]] = {
    PickState: picking.scan,
    WallState: sorting.scan,
    PackState: packing.scan,
    Shelving: shelving.scan,
    Inspecting: inspecting.scan,
}
"""How a scan is handed in, by what the station shows."""


class FloorStands(FloorWorld):
    """The same floor, with what its people do beside shelf, wall and bench."""

    def open(self, numbered: int | None = None, of_lots: int | None = None) -> None:
        """Empty the database and set the house up; nobody stands anywhere yet."""
        super().open(numbered, of_lots)
        self.shelves: dict[int, Shelving] = {}
        self.inspections: dict[int, Inspecting] = {}

    # The shelf where parts meet -----------------------------------------------------------

    def open_shelf(self, person: int) -> None:
        """Stand at the shelf with the parts in hand."""
        self.shelves[person] = shelving.open_shelf(self.floor, self.people[person])

    def asked_at_slots(self, state: Shelving) -> Scan | None:
        """What a prompt of the shelf asks for; None with nothing in hand."""
        if state.prompt is ShelfPrompt.TAKE_OUT:
            return state.placed[-1].tote
        if state.prompt is ShelfPrompt.SCAN_LANE:
            return f"L-{self.lane}"
        return None if state.part is None else f"L-{state.part.slot}"

    def scan_at_slots(self, person: int, scan: Scan) -> bool:
        """Hand a scan in at the shelf; whether it was accepted."""
        state, entry = self.shelves[person], entry_of(scan)
        self.handed.append(Handed(person, state, entry))
        answer = shelving.scan(self.floor, self.people[person], state, entry)
        self.did(f"shelf {state.prompt}")
        self.was_refused("shelf", answer.refusal)
        self.shelves[person] = answer.state
        return answer.refusal is None

    # Inspections --------------------------------------------------------------------------

    def begin_inspecting(self, person: int) -> bool:
        """Take the next order that is to be inspected; whether there was any."""
        self.did("begin inspecting")
        try:
            self.inspections[person] = begin_inspection(self.floor, self.people[person])
        except Refused as refused:
            self.was_refused("begin inspecting", refused.refusal)
            return False
        return True

    def asked_at_inspection(self, state: Inspecting) -> Scan:
        """What an inspection asks of somebody who finds what the books have."""
        codes = {goods.item_id: goods.barcode for goods in self.goods}
        finding = state.finding
        match state.prompt:
            case Q.COUNT:
                owed = [
                    one.item.item_id
                    for one in state.expected
                    if state.counted_of(one.item.item_id) < one.units
                ]
                nothing: Scan = OK if state.steps or state.is_recount else 0
                return codes[owed[0]] if owed else nothing
            case Q.DAMAGED_UNIT:
                return self.goods[0].barcode
            case Q.FINDING if finding is not None:
                is_gone = finding.kind in (FindingKind.MISSING, FindingKind.DAMAGED)
                return 2 if is_gone else 3
            case Q.BRING if finding is not None:
                return codes[finding.item_id]
            case Q.PUT_ASIDE:
                return f"L-{self.aside}"
        return OK

    def scan_at_inspection(self, person: int, scan: Scan) -> None:
        """Hand a scan of a count in; whoever has ended it, or lost it, begins another."""
        state, entry = self.inspections[person], entry_of(scan)
        self.handed.append(Handed(person, state, entry))
        answer = inspecting.scan(self.floor, self.people[person], state, entry)
        self.did(f"inspect {state.prompt}")
        self.was_refused("inspect", answer.refusal)
        self.inspections[person] = answer.state
        is_lost = answer.refusal is not None and answer.refusal.severe
        if answer.state.prompt is Q.DONE or is_lost:
            del self.inspections[person]

    # Stations -----------------------------------------------------------------------------

    def station_dies(self, person: int) -> None:
        """Forget all that is not in the database."""
        self.did("kill")
        for shown in self._shown().values():
            shown.pop(person, None)
        self.bulk.pop(person, None)

    def fall_behind(self, old: Handed) -> None:
        """Let a station show what it showed before its last scans."""
        self._shown()[type(old.state)][old.person] = old.state

    def hand_in_again(self, again: Handed) -> None:
        """Hand a scan in a second time, under its own id."""
        self.did("again")
        person = self.people[again.person]
        VERBS[type(again.state)](self.floor, person, again.state, again.entry)

    def _shown(self) -> dict[type, dict[int, Any]]:
        """What people's stations show, by the kind of work and the person."""
        return {
            PickState: self.tasks,
            WallState: self.walls,
            PackState: self.benches,
            Shelving: self.shelves,
            Inspecting: self.inspections,
        }

    # The end of the day -------------------------------------------------------------------

    def finish_the_day(self) -> None:
        """Lift all holds and do as every prompt says, until there is nothing to pick or inspect.

        What an inspection misses is picked again, and may be inspected no second time.

        Raises:
            AssertionError: work is left that nobody can get on with by scanning.
        """
        for person in (0, 1):
            self.station_dies(person)
            self.work_in_zone(person, 0)
        for order in self.orders:
            self.tried("lift", partial(lift_holds, self.floor, order.number))
        self.database.run(_let_all_lapse)
        reap(self.floor)
        for tote in self.totes:
            self.take_over(1, tote)
            self._finish(1)
        self._pick_what_is_left()
        self._bring_what_is_left()
        self._inspect_what_is_left()
        self._pick_what_is_left()

    def _pick_what_is_left(self) -> None:
        for person in (0, 1):
            while self.claim(person):
                self._finish(person)
        stuck = (
            "select id, method, state from pick_task where state not in ('done', 'cancelled') "
            "and exists (select 1 from pick_line where task_id = pick_task.id and state = 'open')"
        )
        assert not (left := books.rows(self.floor, stuck)), f"nobody can get on with {left}"

    def _finish(self, person: int) -> None:
        refused = 0
        while person in self.tasks and self.tasks[person].prompt is not PickPrompt.TASK_DONE:
            state = self.tasks[person]
            self.scan_at_shelf(person, self.asked_at_shelf(state))
            is_refused = person in self.tasks and self.tasks[person].refusal is not None
            refused = refused + 1 if is_refused else 0
            assert refused < 4, f"no way on from {state.prompt}: {self.tasks[person].refusal}"
        self.tasks.pop(person, None)

    def _bring_what_is_left(self) -> None:
        for person in (0, 1):
            self.open_shelf(person)
            while (asked := self.asked_at_slots(self.shelves[person])) is not None:
                assert self.scan_at_slots(person, asked), self.shelves[person].refusal

    def _inspect_what_is_left(self) -> None:
        while self.begin_inspecting(0):
            while 0 in self.inspections:
                state = self.inspections[0]
                self.scan_at_inspection(0, self.asked_at_inspection(state))
                after = self.inspections.get(0)
                assert after is None or after.refusal is None, f"no way on from {after}"


def _let_all_lapse(work: UnitOfWork) -> None:
    for task in work.session.query(PickTask).filter_by(state=PickTaskState.IN_PROGRESS):
        task.lease_until = work.now - timedelta(hours=1)
