"""Whole databases on a PostgreSQL server: scratch ones, who works in one, and one for another."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import URL
from sqlalchemy.exc import OperationalError

from app.db.copy_engine import InUse, copying, one_moment

SCRATCH = "pickstation_scratch_"
"""How databases are called that hold a copy until it is proven."""

DESKS = ("postgres", "template1")
"""Databases from which others are made and renamed; every server has them."""

LIST_SETTINGS = frozenset({"search_path", "temp_tablespaces", "session_preload_libraries"})
"""Settings whose stored text is a list already."""

Desk = psycopg.Connection[tuple[object, ...]]


class MayNotMakeDatabases(Exception):
    """The account lacks the right to make or rename databases; the message has the remedy."""

    def __init__(self, url: URL, words: str) -> None:
        super().__init__(
            f"the account {url.username or 'of this user'} may not do that on this server "
            f"({words}); let an administrator run `ALTER ROLE ... CREATEDB` and make it the "
            "database's owner, or use their account. Nothing was changed."
        )


@contextmanager
def at_desk(url: URL) -> Iterator[Desk]:
    """A connection to the server itself, outside the database and outside transactions.

    Raises:
        MayNotMakeDatabases: what was asked for at the desk needs rights that are missing.
    """
    for name in DESKS:
        with copying(url.set(database=name)) as engine:
            try:
                raw = engine.raw_connection()
            except OperationalError:
                if name == DESKS[-1]:
                    raise
                continue
            connection: Desk = raw.driver_connection  # type: ignore[assignment] # psycopg's own
            connection.autocommit = True
            try:
                yield connection
            except psycopg.errors.InsufficientPrivilege as error:
                raise MayNotMakeDatabases(url, str(error).partition("\n")[0]) from error
            finally:
                raw.invalidate()
            return


@contextmanager
def scratch_database(url: URL) -> Iterator[URL]:
    """An empty database beside that of `url`, gone afterwards unless it got another name.

    Those that killed programs left behind go first: whoever works in one holds a lock on its name.

    Raises:
        MayNotMakeDatabases: the account may not.
    """
    with at_desk(url) as desk:
        _drop_leftovers(desk)
        digits = secrets.token_hex(6)
        name = f"{SCRATCH}{digits}"
        desk.execute("SELECT pg_advisory_lock(%s)", [int(digits, 16)])
        try:
            _create_like(desk, name, url.database or "")
            yield url.set(database=name)
        finally:
            desk.execute(_order("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _order(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _drop_leftovers(desk: Desk) -> None:
    for (name,) in desk.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [SCRATCH]
    ).fetchall():
        with suppress(ValueError, psycopg.Error):
            key = int(str(name).removeprefix(SCRATCH), 16)
            held = desk.execute("SELECT pg_try_advisory_lock(%s)", [key]).fetchone()
            if held == (True,):
                desk.execute(_order("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(name)))
                desk.execute("SELECT pg_advisory_unlock(%s)", [key])


def _create_like(desk: Desk, name: str, pattern: str) -> None:
    """Make a database with the owner, the sort order, the rights and the settings of another."""
    found = desk.execute(
        "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype "
        "FROM pg_database WHERE datname = %s AND datlocprovider = 'c'",
        [pattern],
    ).fetchone()
    if found is None:
        desk.execute(_order("CREATE DATABASE {} TEMPLATE template0", name))
        return
    owner, encoding, collation, kind = map(str, found)
    desk.execute(
        sql.SQL(
            "CREATE DATABASE {} TEMPLATE template0 OWNER {} ENCODING {} LC_COLLATE {} LC_CTYPE {}"
        ).format(
            sql.Identifier(name),
            sql.Identifier(owner),
            sql.Literal(encoding),
            sql.Literal(collation),
            sql.Literal(kind),
        )
    )
    _give_rights_like(desk, name, pattern)
    _set_like(desk, name, pattern)


def _give_rights_like(desk: Desk, name: str, pattern: str) -> None:
    rights = desk.execute(
        "SELECT acl.grantee, pg_get_userbyid(acl.grantee), acl.privilege_type, acl.is_grantable "
        "FROM pg_database, aclexplode(datacl) AS acl WHERE datname = %s",
        [pattern],
    ).fetchall()
    if rights:
        desk.execute(_order("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))
    for number, role, right, may_pass_on in rights:
        desk.execute(
            sql.SQL("GRANT {} ON DATABASE {} TO {}{}").format(
                sql.SQL(str(right)),
                sql.Identifier(name),
                sql.Identifier(str(role)) if number else sql.SQL("PUBLIC"),
                sql.SQL(" WITH GRANT OPTION" if may_pass_on else ""),
            )
        )


def _set_like(desk: Desk, name: str, pattern: str) -> None:
    settings = desk.execute(
        "SELECT setrole, pg_get_userbyid(setrole), unnest(setconfig) FROM pg_db_role_setting "
        "JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = %s",
        [pattern],
    ).fetchall()
    for number, role, setting in settings:
        key, _, value = str(setting).partition("=")
        whose = _order("ROLE {} IN DATABASE {}", str(role), name)
        desk.execute(
            sql.SQL("ALTER {} SET {} TO {}").format(
                whose if number else _order("DATABASE {}", name),
                sql.Identifier(*key.split(".")),
                sql.SQL(value) if key in LIST_SETTINGS else sql.Literal(value),
            )
        )


def stations_in(url: URL) -> tuple[str, ...]:
    """The stations that are connected to a database on a server, by their codes.

    The names are those that `app.db.engine.make_engine` gives to connections.
    """
    with at_desk(url) as desk:
        rows = desk.execute(
            "SELECT DISTINCT application_name FROM pg_stat_activity "
            "WHERE datname = %s AND starts_with(application_name, 'pickstation ') ORDER BY 1",
            [url.database],
        ).fetchall()
    return tuple(str(name).removeprefix("pickstation ") for (name,) in rows)


def exists_on_server(url: URL) -> bool:
    """Whether the server has a database of this name."""
    with at_desk(url) as desk:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return desk.execute(query, [url.database]).fetchone() is not None


@dataclass(frozen=True)
class Exchange:
    """One database put in the place of another, which is kept under another name."""

    url: URL
    new: str
    aside: str | None

    def do(self, place: str) -> None:
        """Rename both in one transaction: there is no moment without a database.

        Raises:
            InUse: somebody is connected; nothing was changed.
        """
        name = self.url.database or ""
        with at_desk(self.url) as desk, _unless_in_use(self.url, place), desk.transaction():
            if self.aside is not None:
                desk.execute(_order("ALTER DATABASE {} RENAME TO {}", name, self.aside))
            desk.execute(_order("ALTER DATABASE {} RENAME TO {}", self.new, name))

    def undo(self, place: str) -> None:
        """Rename both back.

        Raises:
            InUse: somebody is connected to the new one already.
        """
        name = self.url.database or ""
        with at_desk(self.url) as desk, _unless_in_use(self.url, place), desk.transaction():
            desk.execute(_order("ALTER DATABASE {} RENAME TO {}", name, self.new))
            if self.aside is not None:
                desk.execute(_order("ALTER DATABASE {} RENAME TO {}", self.aside, name))

    def forget_old(self) -> None:
        """Drop what was kept, because nothing was in it."""
        if self.aside is not None:
            with at_desk(self.url) as desk:
                desk.execute(_order("DROP DATABASE IF EXISTS {}", self.aside))


@contextmanager
def _unless_in_use(url: URL, place: str) -> Iterator[None]:
    try:
        yield
    except psycopg.errors.ObjectInUse as error:
        raise InUse(place, stations_in(url)) from error


def last_event_in(url: URL) -> int:
    """The number of the last event in a database, or -1 where it has no such table."""
    with one_moment(url) as connection:
        known = connection.exec_driver_sql("SELECT to_regclass('event_log')").scalar()
        if known is None:
            return -1
        return int(connection.exec_driver_sql("SELECT MAX(id) FROM event_log").scalar() or 0)
