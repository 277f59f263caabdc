"""What people physically did: units on shelves and in totes, and the deeds that moved them there.

The books are compared with this and with nothing else. A deed is done before its scan is made,
as on a real floor; whoever is refused puts the units back. Where the screen went dark before it
answered, the deed is unclear until somebody sees the work again and acts by what is shown.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.pick_effects import PickEffect, PutInTote, TakeBack
from app.domain.pick_state import PickState

OUT = "out"
"""Where units are that left shelf and tote: cartons and what is shipped are the bench's matter."""

Heap = tuple[str, int]
"""A place by its code, and an item by its number."""


@dataclass
class Deed:
    """Units carried from one place to another, for one scan.

    Attributes:
        done: Whether they still lie where they were carried to.
        told: Whether the screen said OK to it.
    """

    scan_id: uuid.UUID
    leg: int
    task_id: int
    pick_line_id: int
    item_id: int
    quantity: int
    source: str
    target: str
    picked_before: int = 0
    epoch: int = 0
    done: bool = True
    told: bool = False

    @property
    def is_put(self) -> bool:
        """Whether it went off a shelf."""
        return not self.source.startswith("T-")


class Goods:
    """All heaps of units, and all deeds."""

    def __init__(self) -> None:
        self.at: Counter[Heap] = Counter()
        self.deeds: dict[tuple[uuid.UUID, int], Deed] = {}
        self.unclear: dict[int, list[Deed]] = {}

    def begin(self, scan_id: uuid.UUID, state: PickState, effects: tuple[PickEffect, ...]) -> bool:
        """Carry what a scan is about to say; False where the units are not there."""
        for leg, effect in enumerate(effects):
            if not isinstance(effect, PutInTote | TakeBack):
                continue
            line = next(one for one in state.lines if one.pick_line_id == effect.pick_line_id)
            is_put = isinstance(effect, PutInTote)
            ends = (line.location, effect.tote) if is_put else (effect.tote, line.location)
            deed = Deed(
                scan_id,
                leg,
                state.task_id,
                effect.pick_line_id,
                line.item.item_id,
                effect.quantity,
                *ends,
                picked_before=line.picked,
                epoch=state.epoch,
            )
            if not self.add(deed):
                return False
        return True

    def add(self, deed: Deed) -> bool:
        """Carry; False where the units are not there."""
        if self.at[deed.source, deed.item_id] < deed.quantity:
            return False
        self.deeds[deed.scan_id, deed.leg] = deed
        self._carry(deed.source, deed.target, deed)
        return True

    def again(self, scan_id: uuid.UUID) -> bool:
        """Carry once more what went back before its scan is handed in again."""
        for deed in self.of(scan_id):
            if not deed.done:
                deed.done = self.add(deed)
                if not deed.done:
                    return False
        return True

    def of(self, scan_id: uuid.UUID) -> list[Deed]:
        """The deeds of a scan."""
        return [deed for deed in (self.deeds.get((scan_id, leg)) for leg in (0, 1)) if deed]

    def accept(self, scan_id: uuid.UUID) -> None:
        """The screen said OK."""
        for deed in self.of(scan_id):
            deed.told = True

    def refuse(self, scan_id: uuid.UUID) -> None:
        """The screen said STOP: all goes back."""
        for deed in self.of(scan_id):
            self.reverse(deed)

    def leave_unclear(self, scan_id: uuid.UUID) -> None:
        """The screen said nothing."""
        for deed in self.of(scan_id):
            known = self.unclear.setdefault(deed.task_id, [])
            if not deed.told and deed.done and deed not in known:
                known.append(deed)

    def see(self, state: PickState) -> None:
        """Somebody sees a task: what is shown as counted stays, what is not goes back.

        Whoever looks at a copy from before the deed has not got the tote in their hands.
        """
        known = self.unclear.pop(state.task_id, [])
        later = [deed for deed in known if deed.epoch > state.epoch]
        if later:
            self.unclear[state.task_id] = later
        for deed in known:
            if deed in later:
                continue
            if is_counted(deed, state):
                deed.told = True
            else:
                self.reverse(deed)

    def look_into_all(self, is_known: Callable[[Deed], bool]) -> None:
        """In the evening: who never saw their work again asks, and puts back what is not known."""
        for deeds in self.unclear.values():
            for deed in deeds:
                if is_known(deed):
                    deed.told = True
                else:
                    self.reverse(deed)
        self.unclear.clear()

    def reverse(self, deed: Deed) -> None:
        """Carry the units back where they came from."""
        if deed.done:
            deed.done = False
            self._carry(deed.target, deed.source, deed)

    def _carry(self, source: str, target: str, deed: Deed) -> None:
        for place, by in ((source, -deed.quantity), (target, deed.quantity)):
            self.at[place, deed.item_id] += by


def is_counted(deed: Deed, state: PickState) -> bool:
    """Whether a screen shows a deed as done."""
    line = next(one for one in state.lines if one.pick_line_id == deed.pick_line_id)
    by = deed.quantity if deed.is_put else -deed.quantity
    return (line.picked - deed.picked_before) * by >= by * by
