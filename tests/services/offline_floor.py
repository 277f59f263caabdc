"""A floor on a real PostgreSQL server behind a network that can be told to fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import func, select, text

from app.bootstrap.offline import StationLine, open_line
from app.db import engine as engines
from app.db.journal import EntryState
from app.db.schema import PickLine, ScanLog, StockMove
from app.db.unit_of_work import Database
from app.domain.pick_state import PickState
from app.services.checking import check_database
from app.services.identifying import Entry
from app.services.picking import PickAnswer, scan
from app.services.station_work import claim, sign_in
from app.services.workplace import Workplace
from app.settings import StationSettings
from tests import builders
from tests.servers.fault_proxy import FaultProxy
from tests.servers.postgresql import PostgresqlServer, database_name

PATIENCE_SECONDS = 90.0


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something another thread does."""
    pause = threading.Event()
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        pause.wait(0.005)


@dataclass
class OfflineFloor:
    """The database reached directly, and a proxy through which stations reach it."""

    desk: Workplace
    proxy: FaultProxy
    url: str
    folder: Path

    @contextmanager
    def station(self, code: str = "P-01") -> Iterator[Picker]:
        """A station with its journal, at work until the block is left."""
        line = open_line(self.settings(code), folder=self.folder)
        try:
            yield Picker(self, line)
        finally:
            line.close()

    def settings(self, code: str) -> StationSettings:
        """A station's settings, by way of the proxy."""
        name = database_name(self.url)
        database = f"postgresql+psycopg://pickstation@127.0.0.1:{self.proxy.port}/{name}"
        return StationSettings(station=code, database=database)

    def cut(self) -> None:
        """Let the network go away."""
        self.proxy.refuse()
        self.proxy.cut()

    def heal(self) -> None:
        """Let it come back."""
        self.proxy.heal()

    def picked(self) -> list[int]:
        """Picked units of each line, in order."""
        with self.desk.database.begin() as work:
            return list(work.session.scalars(select(PickLine.picked).order_by(PickLine.id)))

    def moves(self) -> int:
        """Ledger rows that scans made."""
        with self.desk.database.begin() as work:
            counted = (
                select(func.count()).select_from(StockMove).where(StockMove.scan_id.is_not(None))
            )
            return work.session.scalar(counted) or 0

    def units_at(self, code: str) -> int:
        """Units the books have at a location or in a tote."""
        with self.desk.database.begin() as work:
            statement = text(
                "select coalesce(sum(on_hand), 0) from stock join location on location.id ="
                " stock.location_id where location.code = :code"
            )
            return int(work.session.execute(statement, {"code": code}).scalar_one())

    def violations(self) -> list[tuple[str, object]]:
        """What the books' own check finds."""
        report = check_database(self.desk)
        return [(one.code, one.violations) for one in report.invariants if not one.holds]

    def scans(self) -> dict[str, str | None]:
        """The scan log: refusal by scan id."""
        with self.desk.database.begin() as work:
            rows = work.session.execute(select(ScanLog.scan_id, ScanLog.refusal))
            return {str(scan_id): refusal for scan_id, refusal in rows}


@dataclass
class Picker:
    """Somebody at a station with a journal."""

    floor: OfflineFloor
    line: StationLine
    operator_id: int = 0
    state: PickState | None = None

    def sign_in(self, operator_id: int) -> None:
        """Scan the badge."""
        view = sign_in(self.line.workplace, builders.badge_of(operator_id))
        assert view.operator_id == operator_id
        self.operator_id = operator_id

    def claim(self) -> PickState:
        """Take the next work, or go on."""
        self.state = claim(self.line.workplace, self.operator_id).state
        return self.state

    def scan(self, *codes: str) -> PickAnswer:
        """Scan codes one after another; the last answer."""
        for code in codes:
            answer = self.enter(builders.entry(code))
        return answer

    def enter(self, entry: Entry) -> PickAnswer:
        """Hand in one entry."""
        assert self.state is not None
        answer = scan(self.line.workplace, self.operator_id, self.state, entry)
        self.state = answer.state
        return answer

    def wait_online(self) -> None:
        """Wait until the station has reached its database and sent everything."""
        until(lambda: not self.line.sender.is_away, "the line")
        assert self.line.sender.wait_until_sent(PATIENCE_SECONDS)

    def entry_states(self) -> list[EntryState]:
        """What became of the entries of the journal, in order."""
        return [entry.state for entry in self.line.journal.entries()]


@cache
def _template(server: PostgresqlServer) -> str:
    """A migrated database that nobody is connected to; migrating takes longer than most tests."""
    url = server.new_database()
    builders.a_database(url).close()
    return database_name(url)


@contextmanager
def offline_floor(server: PostgresqlServer, folder: Path) -> Iterator[OfflineFloor]:
    """A database of its own, copied from a migrated one, with a proxy before it."""
    url = server.new_database(_template(server))
    desk = Workplace(Database(engines.make_engine(url)), "DESK")
    with FaultProxy(server.socket) as proxy:
        floor = OfflineFloor(desk, proxy, url, folder)
        builders.a_site(desk)
        yield floor
    desk.database.close()
    server.drop_database(url)
