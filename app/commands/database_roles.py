"""`pickstation database roles`: the database's groups of rights, and a login for each station."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from app.bootstrap.passwords import NoKeyring, keep_password
from app.db.engine import UnusableDatabaseUrl, make_engine
from app.db.grants import MEMBER_OF, apply_grants
from app.db.migrations.upgrade import MIGRATION_LOCK, check_schema
from app.db.opening import place_of, reaching
from app.db.roles import (
    have_groups,
    login_name,
    make_groups,
    make_login,
    remove_login,
    role_name,
)
from app.domain.permissions import WORKING_GROUPS, Group
from app.settings import BadSettings, station_code

FLOOR_GROUPS = (Group.PICKER, Group.PACKER)
"""What a station is for unless something else is said: cross-trained people come to any of them."""

PASSWORD_BYTES = 24

NOT_ALLOWED = "42501"

Run = Callable[[argparse.Namespace], int]


class RolesRefused(Exception):
    """The roles cannot be made; the message says why, nothing was changed."""


@dataclass(frozen=True)
class RolesReport:
    """What there is now; `password` only where it was asked to be shown."""

    made: tuple[str, ...]
    groups: tuple[str, ...]
    login: str = ""
    password: str = ""


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser], run: Run) -> None:
    """Add the action to `pickstation database`."""
    parser = actions.add_parser(
        "roles",
        help="make the groups of rights, and a station's login",
        description="Makes the groups of rights in a PostgreSQL database and gives each what it "
        "needs and no more; what was given otherwise is taken away. May be run as often as "
        "wanted, with an account that owns the tables and may make roles.",
    )
    parser.add_argument(
        "--station-login",
        metavar="CODE",
        help="make or change the login of this station, with a new password that goes into the "
        "keyring of this machine",
    )
    parser.add_argument(
        "--for",
        dest="groups",
        nargs="+",
        metavar="GROUP",
        choices=[group.value for group in WORKING_GROUPS],
        default=[group.value for group in FLOOR_GROUPS],
        help="what the station is for: picker, packer, lead, admin (default: picker packer)",
    )
    parser.add_argument(
        "--show-password",
        action="store_true",
        help="print the new password once instead, for a station that is another machine",
    )
    parser.add_argument(
        "--remove-station-login", metavar="CODE", help="take a station's login away, as when lost"
    )
    parser.set_defaults(run=run, act=act)


def act(url: URL, args: argparse.Namespace) -> int:
    """Make the roles at `url`, and the login if one was asked for."""
    try:
        with reaching(url):
            report = _make(url, args)
    except (RolesRefused, NoKeyring) as error:
        print(f"pickstation database: {error}", file=sys.stderr)
        return 1
    except BadSettings as error:
        raise UnusableDatabaseUrl(str(error)) from error
    words = json.dumps(report.__dict__) if args.json else "\n".join(_words(place_of(url), report))
    print(words)
    return 0


def _make(url: URL, args: argparse.Namespace) -> RolesReport:
    if url.get_backend_name() != "postgresql":
        raise RolesRefused(
            "only PostgreSQL has roles; an embedded database is a file of this machine, and "
            "whoever may read the file may read all of it"
        )
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            return _make_all(connection, url, args)
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) == NOT_ALLOWED:
            raise RolesRefused(
                "this account may not make roles or does not own the tables; nothing was changed"
            ) from error
        raise
    finally:
        engine.dispose()


def _make_all(connection: Connection, url: URL, args: argparse.Namespace) -> RolesReport:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
    check_schema(connection)
    database = str(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    made = make_groups(connection, database, MEMBER_OF)
    apply_grants(connection, database)
    groups = tuple(role_name(database, group.value) for group in Group)
    if args.remove_station_login:
        station = station_code("--remove-station-login", args.remove_station_login)
        if not remove_login(connection, database, station):
            raise RolesRefused(f"station {station} has no login")
    if not args.station_login:
        return RolesReport(tuple(made), groups)
    station = station_code("--station-login", args.station_login)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    login = _login(connection, database, station, password, [Group(one) for one in args.groups])
    if not args.show_password:
        # Last of all: where it fails, the transaction takes everything back.
        keep_password(url.set(username=login), password)
    shown = password if args.show_password else ""
    return RolesReport(tuple(made), groups, login, shown)


def _login(
    connection: Connection, database: str, station: str, password: str, groups: list[Group]
) -> str:
    """The login, whose password goes to the server as a SCRAM verifier: no log ever has it."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RolesRefused("the connection was lost; nothing was changed")
    name = login_name(database, station)
    verifier = driver.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    return make_login(connection, database, station, groups, verifier.decode())


def refresh_grants(url: URL) -> bool:
    """Give the groups their rights in tables that an upgrade made; returns whether there are any.

    Args:
        url: a database that was just upgraded, by an account that owns its tables.
    """
    if url.get_backend_name() != "postgresql":
        return False
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        database = str(connection.exec_driver_sql("SELECT current_database()").scalar_one())
        if not have_groups(connection, database):
            return False
        apply_grants(connection, database)
    return True


def _words(place: str, report: RolesReport) -> list[str]:
    new = f"{len(report.made)} groups are new" if report.made else "all groups were there already"
    lines = [f"{place}: {new}; each has its rights and no others", "  " + ", ".join(report.groups)]
    if report.login:
        lines.append(f"the station's login is {report.login}; write it into the database URL")
    if report.password:
        lines += [
            f"its password, shown this once: {report.password}",
            "run `pickstation database password` on the station to keep it there",
        ]
    elif report.login:
        lines.append("its password is in the keyring of this machine")
    return lines
