"""The rules of the floor at random for who brings parts to the shelf and who inspects."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.domain.readings import Command
from tests.services.floor_stands import FloorStands
from tests.services.floor_world import of_a_lot

PEOPLE = st.integers(0, 1)
COMMANDS = st.sampled_from([command.value for command in Command])
MORE = st.integers(2, 15)
OK, UNDO = Command.OK, Command.UNDO
SHELF_DEVIATIONS = st.sampled_from([(UNDO,), (UNDO, UNDO), (UNDO, OK), (Command.PAUSE,)])
INSPECTIONS = [
    (OK,),
    (Command.DAMAGED,),
    (UNDO,),
    (OK, 1),
    (OK, 2),
    (OK, 3),
    (OK, 3, UNDO),
    (OK, UNDO),
]
"""What may be found, and done about it, after some units were counted."""


class StandRules(FloorStands):
    """What happens at the shelf and where orders are inspected."""

    @rule(person=PEOPLE)
    def parts_are_brought_to_the_shelf(self, person: int) -> None:
        self.open_shelf(person)
        asked = self.asked_at_slots(self.shelves[person])
        while asked is not None and self.scan_at_slots(person, asked):
            asked = self.asked_at_slots(self.shelves[person])

    @rule(person=PEOPLE, deviation=SHELF_DEVIATIONS, data=st.data())
    def a_part_goes_astray(
        self, person: int, deviation: tuple[Command, ...], data: st.DataObject
    ) -> None:
        if person not in self.shelves:
            self.open_shelf(person)
        others = data.draw(st.lists(self.any_scan(), max_size=2))
        for scan in (*others, *(command.value for command in deviation)):
            self.scan_at_slots(person, scan)
        asked = self.asked_at_slots(self.shelves[person])
        if asked is not None:
            self.scan_at_slots(person, asked)

    @rule(person=PEOPLE, after=st.integers(0, 3), found=st.sampled_from(INSPECTIONS), scans=MORE)
    def somebody_inspects(
        self, person: int, after: int, found: tuple[int | Command, ...], scans: int
    ) -> None:
        self._inspect(person, after)
        for scan in found:
            if person in self.inspections:
                self.scan_at_inspection(person, scan.value if isinstance(scan, Command) else scan)
        self._inspect(person, scans)

    def _inspect(self, person: int, scans: int) -> None:
        for _ in range(scans):
            if person not in self.inspections and not self.begin_inspecting(person):
                return
            self.scan_at_inspection(person, self.asked_at_inspection(self.inspections[person]))

    def any_scan(self) -> st.SearchStrategy[str | int]:
        codes = [*self.totes, *(f"L-{place}" for place in self.places), "garbage", "T-99999"]
        codes += [f"L-{place}" for place in (self.lane, self.stage, self.aside, "W1-1A", "C1-01")]
        codes += [code for goods in self.goods for code in (goods.barcode, goods.case_barcode)]
        codes += [f"SN-{number:06}" for number in range(1, 4)]
        if self.of_lots is not None:
            codes += [of_a_lot(self.goods[self.of_lots].barcode, lot) for lot in self.lots]
        return st.one_of(COMMANDS, COMMANDS, st.integers(0, 4), st.sampled_from(codes))
