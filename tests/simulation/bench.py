"""The pack bench: picked orders go into cartons and out of the house, so that totes come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.db.unit_of_work import is_passing
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import Command
from app.services import packing
from app.services.identifying import Entry
from app.services.packing import PackAnswer
from app.services.workplace import Workplace
from tests.services import shift
from tests.simulation import floor
from tests.simulation.goods import OUT, Deed
from tests.simulation.line import Line, linked
from tests.simulation.strands import Crashed

if TYPE_CHECKING:
    from tests.simulation.world import World


class Bench:
    """Somebody who packs one order after the other, by a line that fails."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.line = Line(world, "BENCH")
        self._workplace = Workplace(world.keep(linked(floor.engine(), self.line)), "DESK")
        world.spawn("bench", self._work)

    def _work(self) -> None:
        while True:
            self.world.sleep("looks for totes", 2.0 + 4.0 * self.world.chance.random())
            number = self._next()
            if number is not None:
                self._pack(number)

    def _next(self) -> str | None:
        """A picked order whose goods really lie in its tote."""
        rows = floor.driver().execute(
            "select orders.number, location.code, line.item_id, sum(picked - packed) from orders "
            "join order_line line on line.order_id = orders.id join tote on tote.order_id = "
            "orders.id join location on location.id = tote.location_id where state in ('picked', "
            "'packing', 'packed') group by orders.number, location.code, line.item_id order by 1, 3"
        )
        fit: dict[str, bool] = {}
        for number, tote, item_id, units in rows:
            there = self.world.goods.at[str(tote), int(item_id)] >= int(units)
            fit[str(number)] = fit.get(str(number), True) and there
        able = [number for number, is_fit in fit.items() if is_fit]
        return self.world.chance.choice(able) if able else None

    def _pack(self, number: str) -> None:
        entry = Entry(f"O-{number}", self.world.new_id())
        answer = self._reached(lambda: packing.open_order(self._workplace, self._who, entry))
        for _ in range(60):
            state = answer.state
            if state is None or state.prompt in (PackPrompt.DONE, PackPrompt.PARKED):
                break
            if answer.refusal is not None and answer.refusal.severe:
                break  # held or cancelled: it stays at the bench's end
            answer = self._scan(state)
        if answer.state is not None and answer.state.prompt is PackPrompt.DONE:
            self.world.count("order shipped")

    @property
    def _who(self) -> int:
        return self.world.template.lead

    def _scan(self, state: PackState) -> PackAnswer:
        code = shift.asked_at_bench(state) if self._is_asked(state) else Command.OK.value
        entry = Entry(code, self.world.new_id())
        is_unit = state.prompt is PackPrompt.SCAN_UNIT and self._is_asked(state)
        if is_unit and not self._take_a_unit(state, entry):
            # Somebody has just taken it out of the tote: the order is put aside until it is back.
            entry, is_unit = Entry(Command.PAUSE.value, self.world.new_id()), False
        try:
            answer = self._reached(lambda: packing.scan(self._workplace, self._who, state, entry))
        except Crashed:  # the day is over
            self.world.goods.leave_unclear(entry.scan_id)
            raise
        if is_unit and answer.refusal is None:
            self.world.goods.accept(entry.scan_id)
        elif is_unit:
            self.world.goods.refuse(entry.scan_id)
        return answer

    @staticmethod
    def _is_asked(state: PackState) -> bool:
        return state.prompt is not PackPrompt.SCAN_UNIT or any(line.open for line in state.lines)

    def _take_a_unit(self, state: PackState, entry: Entry) -> bool:
        line = next(line for line in state.lines if line.open)
        rows = floor.driver().execute(
            "select code from location join tote on tote.location_id = location.id "
            "where order_id = ?",
            (state.order_id,),
        )
        tote = str(rows.fetchone()[0])
        return self.world.goods.add(
            Deed(entry.scan_id, 0, -state.order_id, 0, line.item_id, 1, tote, OUT)
        )

    def _reached(self, act: Callable[[], PackAnswer]) -> PackAnswer:
        """Hand a scan in until it is answered; its id makes that harmless."""
        while True:
            try:
                return act()
            except Exception as problem:
                if not is_passing(problem):
                    raise
            self.world.sleep("tries again", 1.0)
