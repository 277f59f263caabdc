"""The database's groups of rights, by name: which there are, and which a login may act as.

Groups are PostgreSQL roles. Roles belong to the whole server and not to one database, so their
names begin with the database's: `pickstation_picker` for the database `pickstation`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from app.domain.permissions import Group

LONGEST_NAME = 63
"""Bytes of a name that PostgreSQL keeps; it cuts what is longer, and two names become one."""

_VERIFIER = re.compile(r"SCRAM-SHA-256[$][0-9]+:[A-Za-z0-9+/=]+[$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+")

_RIGHTS = "pickstation_rights"
"""Where a connection remembers what its login may do, for as long as it lives."""

_LOOK = text(
    """
    SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ANY(:names))
           OR coalesce(pg_has_role(session_user, relation.relowner, 'MEMBER'), true),
           ARRAY(
               SELECT role.rolname FROM pg_roles AS role
               WHERE role.rolname = ANY(:names) AND pg_has_role(session_user, role.oid, 'MEMBER')
           )
    FROM (SELECT to_regclass('operator') AS name) AS looked
    LEFT JOIN pg_class AS relation ON relation.oid = looked.name
    """
)


@dataclass(frozen=True)
class Rights:
    """What a login may do: everything, or what the groups may that it is a member of.

    `groups` maps each group that the login may act as to its role's name.
    """

    owns_all: bool = True
    groups: dict[Group, str] = field(default_factory=dict)


def role_name(database: str, name: str) -> str:
    """The PostgreSQL role of a group, or of a station's login, in this database.

    A name that is too long ends in a fingerprint of the whole, so that two never become one.
    """
    whole = f"{database}_{name}".lower()
    if len(whole.encode()) <= LONGEST_NAME:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:12]
    kept = whole.encode()[: LONGEST_NAME - len(mark) - 1].decode(errors="ignore")
    return f"{kept}_{mark}"


def login_name(database: str, station: str) -> str:
    """The PostgreSQL role that a station signs in as."""
    return role_name(database, f"station_{station}")


def rights_of(session: Session) -> Rights:
    """What the login of a session's connection may do; looked up once for each connection.

    Where nobody has made the groups, or the login owns the tables, it may do everything.
    """
    connection = session.connection()
    known = connection.info.get(_RIGHTS)
    if not isinstance(known, Rights):
        known = connection.info[_RIGHTS] = _look(connection)
    return known


def _look(connection: Connection) -> Rights:
    database = connection.execute(text("SELECT current_database()")).scalar_one()
    names = {role_name(database, group.value): group for group in Group}
    owns_all, found = connection.execute(_LOOK, {"names": list(names)}).one()
    return Rights(bool(owns_all), {names[name]: name for name in found})


def have_groups(connection: Connection, database: str) -> bool:
    """Whether somebody has made this database's groups."""
    names = [role_name(database, group.value) for group in Group]
    return _roles_among(connection, names) == set(names)


def make_groups(
    connection: Connection, database: str, member_of: Mapping[Group, Collection[Group]]
) -> list[str]:
    """Make the groups that are missing, and make each a member of the groups it builds on.

    Returns:
        The names of the groups that were made now.
    """
    names = {group: role_name(database, group.value) for group in Group}
    missing = set(names.values()) - _roles_among(connection, list(names.values()))
    quote = connection.dialect.identifier_preparer.quote_identifier
    for name in sorted(missing):
        connection.exec_driver_sql(f"CREATE ROLE {quote(name)} NOLOGIN")
    for group, others in member_of.items():
        for other in others:
            connection.exec_driver_sql(f"GRANT {quote(names[other])} TO {quote(names[group])}")
    return sorted(missing)


def make_login(
    connection: Connection, database: str, station: str, groups: Collection[Group], verifier: str
) -> str:
    """Make or change the login of a station: a password, and the groups it may act as.

    It has no rights of its own and inherits none: it reads as a station, and acts as another group
    for the length of a transaction that says so.

    Args:
        connection: somebody's who may make roles.
        database: which one the station works on.
        station: the station's code.
        groups: what the station is for.
        verifier: what is kept of the password, as PostgreSQL keeps it (SCRAM).

    Returns:
        The login's name.
    """
    quote = connection.dialect.identifier_preparer.quote_identifier
    name = login_name(database, station)
    if not _roles_among(connection, [name]):
        connection.exec_driver_sql(f"CREATE ROLE {quote(name)} NOINHERIT")
    if not _VERIFIER.fullmatch(verifier):
        raise ValueError("a password is kept as a SCRAM verifier and in no other way")
    connection.exec_driver_sql(f"ALTER ROLE {quote(name)} LOGIN NOINHERIT PASSWORD '{verifier}'")
    resting = Group.SCANNER if set(groups) - {Group.PACKER} else Group.STATION
    for group in Group:
        role = quote(role_name(database, group.value))
        given = group in groups or group in (resting, Group.STATION)
        word = f"GRANT {role} TO" if given else f"REVOKE {role} FROM"
        connection.exec_driver_sql(f"{word} {quote(name)}")
    # What a login does not inherit it cannot use either before it is connected.
    connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {quote(database)} TO {quote(name)}")
    role = quote(role_name(database, resting.value))
    connection.exec_driver_sql(
        f"ALTER ROLE {quote(name)} IN DATABASE {quote(database)} SET role = {role}"
    )
    return name


def remove_login(connection: Connection, database: str, station: str) -> bool:
    """Take a station's login away; connections that are open are ended. Returns whether it was."""
    name = login_name(database, station)
    if not _roles_among(connection, [name]):
        return False
    quote = connection.dialect.identifier_preparer.quote_identifier
    connection.exec_driver_sql(f"ALTER ROLE {quote(name)} NOLOGIN")
    connection.execute(
        text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :name"),
        {"name": name},
    )
    connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {quote(database)} FROM {quote(name)}")
    connection.exec_driver_sql(f"DROP ROLE {quote(name)}")
    return True


def _roles_among(connection: Connection, names: Collection[str]) -> set[str]:
    found = connection.execute(
        text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)"), {"names": list(names)}
    )
    return set(found.scalars())
