"""A station as a machine: its journal on its own disk, its sender, its heartbeat, its clock."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.db.journal import Journal
from app.db.unit_of_work import is_passing
from app.domain.backoff import Backoff
from app.domain.leases import HEARTBEAT, REAPING
from app.services import leases
from app.services.floor_clock import FloorClock
from app.services.sending import StationSender
from app.services.station_setup import register_station
from app.services.workplace import Workplace
from tests.simulation import floor
from tests.simulation.disk import Disk
from tests.simulation.line import Line, gated, linked
from tests.simulation.person import Picker
from tests.simulation.strands import Crashed

if TYPE_CHECKING:
    from tests.simulation.world import World

YEAR = 365.25 * 86400.0


class Station:
    """One machine on the floor; it dies and is started again."""

    def __init__(self, world: World, number: int) -> None:
        self.world = world
        self.code = world.template.stations[number]
        self.file = world.folder / f"journal-{self.code}.sqlite3"
        self.skew = 0.0
        self.is_dead = self.is_up = False
        self.disk_is_full = False
        self.line = Line(world, self.code)
        self.visitor = 0
        self.boots = 0
        self.journal: Journal | None = None
        self.sender: StationSender | None = None
        self.direct = Workplace(world.keep(linked(floor.engine(), self.line)), self.code)
        self._gate = world.keep(gated(floor.engine(), self.line, self._is_away))
        self.workplace = self.direct
        world.spawn(f"{self.code} person", self.boot, self)

    def _is_away(self) -> bool:
        return self.sender is None or self.sender.is_away

    # Life and death -----------------------------------------------------------------------

    def boot(self) -> None:
        """Start the program, and let somebody work at it."""
        self.is_dead = False
        self.boots += 1
        chance = self.world.chance
        self.skew = chance.choice((0.0, 0.0, 7200.0, -400 * 86400.0, -9 * YEAR, 31 * YEAR))
        journal = self.journal = Journal.open(self.file)
        journal._connection = Disk(self.world, self, journal._connection)  # type: ignore[assignment]
        self.is_up = True
        if journal.damage is not None:
            raise AssertionError(f"a power cut damaged a journal: {journal.damage}")
        left = journal.unsent()
        if left:
            self.world.count("journal taken over after a crash")
        clock = FloorClock()
        self.direct = Workplace(self.direct.database, self.code, clock=clock)
        self.sender = StationSender(
            self.direct,
            journal,
            open_up=self._open_up,
            clock=lambda: self.world.now,
            backoff=Backoff(chance=chance.random),
        )
        self.workplace = Workplace(self._gate, self.code, clock=clock, sender=self.sender)
        self.sender.start()
        self.world.spawn(f"{self.code} heartbeat", self._beat, self)
        Picker(self.world, self).live()

    def die(self, words: str) -> None:
        """The power goes, now."""
        self.is_dead = True
        self.world.count(words)
        current = self.world.strands.current
        if current is not None and current.machine is self:
            raise Crashed
        self.unwind()

    def unwind(self) -> None:
        """Nothing of the program is left; somebody starts it again after a while."""
        for strand in [one for one in self.world.strands.alive() if one.machine is self]:
            self.world.strands.end(strand)
        self.is_up = False
        if self.journal is not None:
            self.journal.close()
        chance = self.world.chance
        if chance.random() < 0.3:
            self.visitor = 0
        seconds = chance.choice((1.0, 5.0, 30.0, 120.0, 400.0))
        self.is_dead = False
        self.world.spawn(f"{self.code} person", self.boot, self).until = self.world.now + seconds

    def _open_up(self) -> None:
        register_station(self.direct)

    # Signs of life ------------------------------------------------------------------------

    def _beat(self) -> None:
        """What the program's own heartbeat does, without the screen it reports to."""
        world = self.world
        world.sleep("begins to beat", world.chance.random())
        run = uuid.UUID(int=world.chance.getrandbits(80) << 48 | ord(self.code[-1]), version=1)
        has_begun, beats = False, 0
        while True:
            try:
                if not has_begun:
                    leases.begin_run(self.workplace, run)
                    has_begun = True
                if beats % round(REAPING / HEARTBEAT) == 0:
                    report = leases.reap(self.workplace)
                    if report.ready or report.paused:
                        world.count("expired lease reaped")
                leases.heartbeat(self.workplace, run)
            except Exception as problem:
                if not is_passing(problem):
                    raise
            beats += 1
            world.sleep("between beats", HEARTBEAT.total_seconds())

    # What is seen from above --------------------------------------------------------------

    @property
    def unsent(self) -> int:
        """Entries that the database has not answered."""
        return 0 if self.sender is None or not self.is_up else self.sender.status.unsent

    @property
    def is_online(self) -> bool:
        """Whether it reached the database and has nothing unsent."""
        return (
            self.is_up and self.sender is not None and not self.sender.is_away and not self.unsent
        )

    def keeps(self, scan_id: uuid.UUID) -> bool:
        """Whether a scan is on its disk, answered or not."""
        if self.journal is None:
            return False
        return any(entry.note.scan_id == scan_id for entry in self.journal.entries())

    def unsent_ids(self) -> set[uuid.UUID]:
        """The scans on its disk that are not answered, whether it runs or not."""
        if self.is_up and self.journal is not None:
            return {entry.note.scan_id for entry in self.journal.unsent()}
        return unsent_on(self.file) if self.file.exists() else set()


def unsent_on(file: Path) -> set[uuid.UUID]:
    """The unanswered scans on a disk without power; a copy is looked at, so that it stays so."""
    with TemporaryDirectory(dir=file.parent) as folder:
        for one in file.parent.glob(file.name + "*"):
            shutil.copy(one, folder)
        connection = sqlite3.connect(Path(folder) / file.name)
        try:
            rows = connection.execute("select scan_id from entry where state = 'stored'").fetchall()
        finally:
            connection.close()
    return {uuid.UUID(str(scan_id)) for (scan_id,) in rows}
