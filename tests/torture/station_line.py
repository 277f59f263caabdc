"""A torture station's way to its database: with a journal and its sender, or straight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bootstrap.offline import StationLine, open_line
from app.db.journal import Journal
from app.db.journal_file import JournalInUse
from app.domain.pick_request import Verdict
from app.services import pack_replaying, sending
from app.services.workplace import Workplace
from app.settings import StationSettings
from tests.torture.floor import Floor, open_workplace

ENDLESS = 1_073_741_823
"""SQLite's own limit of pages."""

Count = Callable[[str], None]


@dataclass
class Line:
    """The workplace of a station, and its journal if it has one."""

    workplace: Workplace
    kept: StationLine | None = None

    @property
    def retries(self) -> int:
        """How many transactions were begun anew."""
        sent = 0 if self.kept is None else self.kept.database.counters.retries
        return sent + self.workplace.database.counters.retries

    def fill_disk(self, *, full: bool) -> None:
        """Let the journal's file grow no more, or let it grow again."""
        if self.kept is None:
            return
        journal = self.kept.journal
        with journal._lock:
            (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
            limit = pages if full else ENDLESS
            journal._connection.execute(f"PRAGMA max_page_count = {limit}")

    def close(self, seconds: float) -> int:
        """Put it away when all is sent; returns how many entries were not sent in that time."""
        if self.kept is None:
            self.workplace.database.close()
            return 0
        self.kept.sender.wait_until_sent(seconds)
        self.kept.close()
        journal = Journal.open(self.kept.journal.path)
        unsent = len(journal.unsent())
        journal.close()
        return unsent


def open_station(floor: Floor, station: str, folder: Path | None, count: Count) -> Line:
    """Open a station; with a journal in `folder`, unless that is None."""
    if folder is None:
        return Line(open_workplace(floor, station))
    folder.mkdir(exist_ok=True)
    _count_replays(count)
    line = open_line(StationSettings(station=station, database=floor.url), folder=folder)
    if line.journal.damage is not None:
        count("damaged journal rescued")
    return Line(line.workplace, line)


def _count_replays(count: Count) -> None:
    """Tell what the sender finds out about entries whose answer was lost."""

    def replay(*entry: Any) -> Any:
        replayed = pack_replaying.replay(*entry)
        is_known = replayed.applied.verdict in (Verdict.REPEATED, Verdict.REPEATED_REFUSED)
        count(f"unknown outcome: was {'' if is_known else 'not '}applied")
        if replayed.raised:
            count("discrepancy raised")
        return replayed

    vars(sending)["replay"] = replay


def unsent_in(path: Path) -> Counter[str]:
    """How a journal's entries stand, read when its station has ended."""
    if not path.exists():
        return Counter()
    try:
        journal = Journal.open(path)
    except JournalInUse:
        return Counter({"in use": 1})
    try:
        return Counter(entry.state.value for entry in journal.entries())
    except ValueError:
        return Counter({"unreadable": 1})
    finally:
        journal.close()
