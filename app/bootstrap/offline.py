"""A station at a shared database: its journal, its sender, and a start that waits for nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.passwords import reachable_url
from app.db.engine import Patience, UnusableDatabaseUrl, make_engine, parse_url
from app.db.journal import Journal
from app.db.journal_file import JournalInUse, JournalUnwritable
from app.db.line_gate import GatedDatabase, on_new_connection
from app.db.opening import DatabaseUnreachable, open_database, reaching
from app.db.unit_of_work import Database
from app.domain.work_copy import UnreadableCopy
from app.services.sending import StationSender
from app.services.station_setup import register_station
from app.services.workplace import Workplace
from app.settings import StationSettings


@dataclass
class StationLine:
    """A station's way to a shared database; `close` puts it away, unsent entries stay on disk."""

    workplace: Workplace
    sender: StationSender
    journal: Journal
    database: Database

    def close(self) -> None:
        """Stop sending, let go of the journal, close all connections."""
        self.sender.stop()
        self.journal.close()
        self.database.close()


def journal_file(station: str, folder: Path | None = None) -> Path:
    """Where a station's journal lies: beside the embedded database, one file for each code.

    Args:
        station: The station's code.
        folder: The user's data folder if None.
    """
    place = folder or Path(platformdirs.user_data_dir("pickstation", appauthor=False))
    return place / f"journal-{station}.sqlite3"


def is_shared(settings: StationSettings) -> bool:
    """Whether a station works on a database that can be away; the embedded one never is.

    Raises:
        CannotOpen: the URL cannot be used; in words for a person.
    """
    try:
        return parse_url(settings.database_url).get_backend_name() != "sqlite"
    except UnusableDatabaseUrl as error:
        raise CannotOpen(str(error)) from error


def open_line(settings: StationSettings, *, folder: Path | None = None) -> StationLine:
    """Open a station's journal and begin to reach its database, in the background.

    Returns at once, whether the database can be reached or not: nothing is read from it here.

    Args:
        settings: The station; its database is a PostgreSQL server.
        folder: Where the journal lies; the user's data folder if None.

    Raises:
        CannotOpen: in words for a person: the URL or the journal cannot be used.
    """
    try:
        url = reachable_url(settings.database_url)
        journal = Journal.open(journal_file(settings.station, folder))
    except (UnusableDatabaseUrl, JournalInUse, JournalUnwritable, OSError) as error:
        raise CannotOpen(str(error)) from error
    engine = make_engine(url, station=settings.station)
    database = Database(engine)
    has_scale = settings.scale is not None
    direct = Workplace(database, settings.station, has_scale=has_scale)

    def open_up() -> None:
        try:
            opened, _ = open_database(url, station=settings.station)
            opened.close()
            with reaching(url):
                register_station(direct)
        except DatabaseUnreachable as error:
            raise ConnectionError(str(error)) from error

    try:
        sender = StationSender(direct, journal, open_up=open_up)
    except UnreadableCopy as error:
        journal.close()
        raise CannotOpen(
            f"the journal {journal.path} holds scans that another version of this program wrote: "
            f"{error}; start that version once, so that they are sent"
        ) from error
    on_new_connection(engine, sender.doubt)
    gated = GatedDatabase(engine, Patience.FLOOR, lambda: sender.is_away)
    workplace = replace(direct, database=gated, sender=sender)
    sender.start()
    return StationLine(workplace, sender, journal, database)
