"""How a station opens its database: reached or told why not, upgraded with a safety copy first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from app.db.engine import Patience, make_engine
from app.db.migrations.upgrade import UpgradeReport, check_schema, upgrade
from app.db.safety_copy import SafetyCopyFailed
from app.db.transport import place_words
from app.db.unit_of_work import Database

_POSTGRESQL_REASONS = {
    "password authentication failed": "the server refuses the user name or the password",
    "no password supplied": "the server asks for a password and the database URL has none",
    "no pg_hba.conf entry": "the server does not let this user in from this machine",
    "does not have connect privilege": "this account may not use this database; `pickstation "
    "database roles` gives each station a login",
    "connection refused": "no server listens there",
    "no such file or directory": "no server listens there",
    "timeout expired": "the server does not answer",
    "no answer from the database": "the server does not answer",
    "root certificate file": "there is no file here to know the server's certificate by; name it "
    "in the database URL: ?sslrootcert=FILE",
    "server does not support ssl": "the server does not encrypt; turn TLS on there",
    "does not match host name": "the server's certificate is that of another machine",
    "certificate verify failed": "the server's certificate is not signed by the authority in "
    "sslrootcert",
    "session is read-only": "none of these servers takes changes now; they may be standbys",
    "read-only transaction": "the server takes no changes now; it may be a standby",
    "could not translate host name": "no machine has this name",
    "name or service not known": "no machine has this name",
    "no address associated": "no machine has this name",
    "invalid port number": "the port is no number from 1 to 65535",
    "too many clients": "the server has no free connection",
    "starting up": "the server is still starting; try again in a moment",
    "shutting down": "the server is shutting down",
    "lock timeout": "others are working with the same records; try again in a moment",
    "terminating connection": "the server ended the connection",
    "server closed the connection": "the server ended the connection",
    "connection to server was lost": "the connection was lost",
    "the connection is closed": "the connection was lost",
}
"""What libpq and the server say, in lower case, and what it means for the person at the station."""

_SQLITE_REASONS = {
    "file is not a database": "the file is not a database; it may be another file or damaged",
    "malformed": "the file is damaged; bring back its last safety copy",
    "readonly database": "the file or its folder may not be written by this user",
    "unable to open": "the file cannot be opened; see that its folder exists and may be written",
    "locked": "another program is using the file and does not let go of it",
    "disk is full": "the disk is full",
    "disk i/o": "the disk cannot be read or written",
}


class DatabaseUnreachable(Exception):
    """The database cannot be opened; the message says which and why, and shows no password."""


def open_database(
    url: URL,
    *,
    station: str,
    copy_folder: Path | None = None,
    patience: Patience = Patience.FLOOR,
) -> tuple[Database, UpgradeReport | None]:
    """Open the database for work: set up where it is empty, upgraded where it is older.

    Args:
        url: what to open; a SQLite file that does not exist yet is made.
        station: names the connections in the server's views.
        copy_folder: where the safety copy before an upgrade goes.
        patience: how long the database's answers may take afterwards.

    Returns:
        The open database, and what an upgrade did if there was one.

    Raises:
        DatabaseUnreachable: no server, no access, no such database, or no database file.
        SchemaTooNew: a newer program upgraded it.
        SafetyCopyFailed: it needs an upgrade, and no copy can be made first.
        SchemaTooOld: it needs an upgrade that this account may not make.
        NotOurDatabase: it holds another program's tables.
        UpgradeBlocked: others work in it while it needs an upgrade.
    """
    with reaching(url):
        if url.get_backend_name() == "sqlite":
            Path(_file_of(url)).parent.mkdir(parents=True, exist_ok=True)
        try:
            report = upgrade(url, copy_folder=copy_folder)
        except SafetyCopyFailed as error:
            raise SafetyCopyFailed(
                f"the database needs an upgrade, which was not begun: {error}. Run "
                "`pickstation database upgrade` where a copy can be made; nothing was changed."
            ) from error
    database = Database(make_engine(url, station=station, patience=patience), patience)
    return database, report if report.changed else None


def open_as_it_is(url: URL, *, station: str = "", patience: Patience = Patience.DESK) -> Database:
    """Open a database that exists and has this program's schema; nothing is made or changed.

    Whoever opens it so looks at all of it, which takes its time.

    Raises:
        DatabaseUnreachable: it is not there or cannot be reached.
        SchemaTooNew, SchemaTooOld, NotOurDatabase: its schema is another.
    """
    if url.get_backend_name() == "sqlite" and not Path(_file_of(url)).is_file():
        raise DatabaseUnreachable(f"there is no database file {url.database}")
    database = Database(make_engine(url, station=station, patience=patience), patience)
    try:
        with reaching(url), database.engine.connect() as connection:
            check_schema(connection)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def reaching(url: URL) -> Iterator[None]:
    """Turn what the drivers say when a database cannot be reached into a clear sentence.

    Raises:
        DatabaseUnreachable: instead of the driver's own error.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        reason = _reason(url, error)
        if reason is None:
            raise
        raise DatabaseUnreachable(f"{place_of(url)} cannot be opened: {reason}") from error


def place_of(url: URL) -> str:
    """The database as a person knows it; without user or password."""
    if url.get_backend_name() == "sqlite":
        return f"the database file {url.database}"
    return f"the database {url.database} on {place_words(url)}"


def address_of(url: URL) -> str:
    """The database's URL as it may be shown and logged: whatever is secret in it is hidden."""
    secret = [key for key in url.query if "password" in key]
    return url.update_query_dict(dict.fromkeys(secret, "***")).render_as_string(hide_password=True)


def _reason(url: URL, error: Exception) -> str | None:
    """Why the database cannot be reached, or None where it was reached and something else fails."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    if url.get_backend_name() == "sqlite":
        if isinstance(error, OSError):
            return f"{error.filename}: {error.strerror}"
        return next((words for sign, words in _SQLITE_REASONS.items() if sign in said), None)
    if 'database "' in said and "does not exist" in said:
        return f"the server has no database {url.database}; create it first"
    if 'role "' in said and "does not exist" in said:
        return "the server refuses the user name or the password"
    return next((words for sign, words in _POSTGRESQL_REASONS.items() if sign in said), None)


def _file_of(url: URL) -> str:
    if url.database in (None, "", ":memory:"):
        raise DatabaseUnreachable("the database URL names no file; write sqlite:///FILE")
    return str(url.database)
