"""Stations with database logins of their own, as `pickstation database roles` makes them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from app.db.grants import MEMBER_OF, apply_grants
from app.db.roles import make_groups, make_login, remove_login, role_name
from app.domain.permissions import Group

NO_PASSWORD = f"SCRAM-SHA-256$4096:{'A' * 22}==${'A' * 43}=:{'A' * 43}="
"""A verifier of no password; the tests' server asks its own users for none."""


def give_roles(url: str) -> None:
    """Make the groups of a migrated database."""
    with _owner(url).begin() as connection:
        database = make_url(url).database or ""
        make_groups(connection, database, MEMBER_OF)
        apply_grants(connection, database)


def a_login(url: str, station: str, groups: Collection[Group]) -> URL:
    """The URL of a station that has only these groups."""
    parsed = make_url(url)
    with _owner(url).begin() as connection:
        name = make_login(connection, parsed.database or "", station, groups, NO_PASSWORD)
    return parsed.set(username=name)


def take_roles_away(url: str, stations: Collection[str]) -> None:
    """Remove logins and groups, which would outlive their database."""
    database = make_url(url).database or ""
    with _owner(url).begin() as connection:
        for station in stations:
            remove_login(connection, database, station)
        for group in reversed(Group):
            name = role_name(database, group.value)
            connection.exec_driver_sql(f'DROP OWNED BY "{name}"')
            connection.exec_driver_sql(f'DROP ROLE "{name}"')


def _owner(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)
