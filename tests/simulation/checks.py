"""What must hold: after each commit, now and then, and at the end of the day."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.db.schema import Row
from app.services.checking import check_what_is_seen
from tests.simulation import floor
from tests.simulation.goods import OUT
from tests.simulation.ledger import Ledger

if TYPE_CHECKING:
    from tests.simulation.world import World

NEW_MOVES = """
select move.id, move.epoch, task.epoch, move.operator_id, task.operator_id, task.paused_by,
       scan.refusal
from stock_move move join pick_line line on line.id = move.pick_line_id
join pick_task task on task.id = line.task_id
left join scan_log scan on scan.scan_id = move.scan_id
where move.id > ?
"""
TOLD_AND_WRITTEN = """
select told.scan_id, told.leg from discrepancy told
join stock_move move on move.scan_id = told.scan_id and move.leg = told.leg
"""
FOR_A_FAULT = "select scan_id from discrepancy where facts ->> 'refusal' = 'Fault'"
BOOKS = """
select location.code, item_id, sum(on_hand) from stock join location on location.id = location_id
where kind in ('pick_face', 'reserve', 'tote') group by location.code, item_id
"""


class Checks:
    """Compares the books with themselves and with what people did."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._seen_moves = 0
        self._changes = 0
        world.after_commit = self.after_commit

    def after_commit(self) -> None:
        """Units move under the newest claim, by who holds it, and by an accepted scan."""
        changes = floor.driver().total_changes
        if changes == self._changes:
            return
        self._changes = changes
        for move, epoch, newest, who, holder, last, refusal in floor.driver().execute(
            NEW_MOVES, (self._seen_moves,)
        ):
            self._seen_moves = max(self._seen_moves, move)
            if epoch != newest:
                raise AssertionError(f"ledger row {move} of claim {epoch} came after {newest}")
            if refusal is not None:
                raise AssertionError(f"ledger row {move} was made by a scan refused: {refusal}")
            if who not in (holder, last) and who != self.world.template.lead:
                raise AssertionError(f"ledger row {move} by {who}, the work is {holder or last}'s")

    def everything(self, *, is_end: bool = False) -> None:
        """The product's own invariants, and the books against what people did."""
        with Session(floor.engine()) as session:
            report = check_what_is_seen(session)
            session.rollback()
        broken = [f"{one.code}: {found}" for one in report.invariants for found in one.violations]
        ledger = Ledger(self.world.goods)
        broken += self._deeds(ledger, is_end=is_end)
        broken += self._told()
        broken += self._heaps(ledger)
        if broken:
            raise AssertionError("\n".join(broken[:20]))

    def _deeds(self, ledger: Ledger, *, is_end: bool) -> Iterator[str]:
        """Every deed that the screen said OK to is written once, named, or on its way."""
        unsent = set() if is_end else self._unsent()
        for key, deed in self.world.goods.deeds.items():
            times = ledger.written[key]
            if times > 1:
                yield f"written {times} times: {deed}"
            if times and not deed.done:
                yield f"written, and the screen never counted it: {deed}"
            if not ledger.stands(deed) or key[0] in unsent:
                continue
            if is_end:
                yield f"not settled in the evening: {deed}"
            elif deed.told and key not in ledger.named:
                yield f"the screen said OK, nothing is written and nobody is told: {deed}"
            elif deed.told and ledger.named[key]:
                yield f"settled as {ledger.named[key]}, and it lies there still: {deed}"

    def _told(self) -> Iterator[str]:
        """People are told of what is not written, and of nothing else."""
        for (scan,) in floor.driver().execute(FOR_A_FAULT):
            yield f"scan {scan} was given to a person for a fault, and there is none"
        for scan, leg in floor.driver().execute(TOLD_AND_WRITTEN):
            yield f"scan {scan} leg {leg} is written, and a person is told that it is not"

    def _heaps(self, ledger: Ledger) -> Iterator[str]:
        """What lies somewhere is what the books say, but for deeds that they do not know yet."""
        books: Counter[tuple[str, int]] = Counter()
        for place, item_id, units in floor.driver().execute(BOOKS):
            books[str(place), int(item_id)] = int(units)
        for key, deed in self.world.goods.deeds.items():
            if deed.done and not ledger.written[key]:
                books[deed.source, deed.item_id] -= deed.quantity
                books[deed.target, deed.item_id] += deed.quantity
        there = self.world.goods.at
        for heap in sorted({*books, *there}):
            if heap[0] != OUT and books[heap] != there[heap]:
                yield f"{heap}: {there[heap]} units lie there, {books[heap]} should"

    def _unsent(self) -> set[uuid.UUID]:
        """The scans that lie in a journal and are not answered."""
        found: set[uuid.UUID] = set()
        for station in self.world.stations:
            found |= station.unsent_ids()
        return found

    def fingerprint(self) -> str:
        """A digest of all rows of all tables."""
        digest = hashlib.sha256()
        for table in sorted(Row.metadata.tables):
            rows = floor.driver().execute(f"select * from {table}").fetchall()  # noqa: S608 - our own tables
            digest.update(repr((table, sorted(rows, key=repr))).encode())
        return digest.hexdigest()
