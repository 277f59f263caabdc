"""A pack bench with a journal, an order on it, and a network that can be told to fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.bootstrap.offline import StationLine
from app.bootstrap.offline_paper import OfflinePaper
from app.db.journal import EntryState
from app.db.schema import Carton, PrintJob
from app.domain.pack_state import PackState
from app.services import bench_work, own_slips
from app.services.packing import PackAnswer
from app.services.sending import Return
from app.services.station_work import sign_in
from printing.jobs import JobState
from tests import builders
from tests.services import shift
from tests.services.offline_floor import PATIENCE_SECONDS, OfflineFloor, until


@dataclass
class OneOrder:
    """A picked order of two mugs and a lamp, its tote and who works on it."""

    number: str
    tote: str
    mug: builders.Goods
    lamp: builders.Goods
    operator: int
    prints: Path

    @property
    def slips(self) -> list[Path]:
        """The slips that came out."""
        return sorted(self.prints.glob("packing_slip-*.pdf"))


@dataclass
class Bench:
    """A packer at a station with a journal."""

    net: OfflineFloor
    line: StationLine
    operator: int
    state: PackState | None = None

    def open(self, code: str) -> PackAnswer:
        answer = bench_work.open_order(self.line.workplace, self.operator, builders.entry(code))
        self.state = answer.state or self.state
        return answer

    def scan(self, *codes: str) -> PackAnswer:
        for code in codes:
            assert self.state is not None
            entry = builders.entry(code)
            answer = bench_work.scan(self.line.workplace, self.operator, self.state, entry)
            self.state = answer.state
        return answer

    def back(self) -> Return:
        """The line is mended, and everything is sent."""
        self.net.heal()
        self.line.sender.nudge()
        until(lambda: not self.line.sender.is_away, "the line")
        assert self.line.sender.wait_until_sent(PATIENCE_SECONDS)
        found: list[Return] = []

        def has_returned() -> bool:
            told = self.line.sender.take_return()
            if told is not None:
                found.append(told)
            return bool(found)

        until(has_returned, "the return")
        return found[0]

    def papers(self) -> list[JobState]:
        """How far the bench's own slips are."""
        return [note.state for _, _, note in own_slips.own_slips(self.line.sender)]

    def entry_states(self) -> list[EntryState]:
        return [entry.state for entry in self.line.journal.entries()]


def an_order_at_the_bench(net: OfflineFloor, folder: Path) -> OneOrder:
    """A picked order of two mugs and a lamp; its papers go into a folder."""
    mug, lamp = (builders.some_stock(net.desk)[0] for _ in range(2))
    number = builders.a_released_order(net.desk, (mug, 2), (lamp, 1))
    operator, tote = builders.an_operator(net.desk), builders.a_tote(net.desk)
    shift.pick_order(net.desk, operator, tote)
    return OneOrder(number, tote, mug, lamp, operator, folder / "prints")


@contextmanager
def a_bench(
    net: OfflineFloor, order: OneOrder, *, prints: bool = True, is_away: bool = False
) -> Iterator[Bench]:
    """Sign in at a station; unless the database is away, open the order."""
    with net.station() as picker:
        if not is_away:
            picker.wait_online()
            builders.a_printer(picker.line.workplace, order.prints)
        sign_in(picker.line.workplace, builders.badge_of(order.operator))
        bench = Bench(net, picker.line, order.operator)
        paper = OfflinePaper(picker.line.sender, "P-01")
        if not is_away:
            bench.open(order.tote)
        if prints:
            paper.start()
        try:
            yield bench
        finally:
            paper.stop()


def pack_all(bench: Bench, order: OneOrder) -> PackAnswer:
    return bench.scan(order.mug.barcode, order.lamp.barcode, order.mug.barcode)


def jobs(net: OfflineFloor, kind: str = "packing_slip") -> list[tuple[JobState, int]]:
    with net.desk.database.begin() as work:
        rows = work.session.scalars(
            select(PrintJob).where(PrintJob.document_kind == kind).order_by(PrintJob.id)
        )
        return [(row.state, row.copy) for row in rows]


def carton(net: OfflineFloor) -> Carton:
    with net.desk.database.begin() as work:
        return work.session.scalars(select(Carton)).one()
