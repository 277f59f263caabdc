"""Calls the database's own functions for scans and claims: one statement, one round trip.

The connection is in autocommit for it, so that no BEGIN and no COMMIT travels: each of them would
cost a picker on Wi-Fi as much as the whole scan.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, cast

import psycopg
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.exc import DBAPIError

from app.db.migrations.pick_functions import GIVE_UP
from app.db.unit_of_work import SUDDEN_SECONDS, Database
from app.db.watchdog import LinkLost

_APPLY = "SELECT pick_apply(%s::jsonb, %s)"
_CLAIM = "SELECT pick_claim(%s, %s, %s, %s::jsonb)"

_NOT_GRANTED = "42501"


class NeedsReference(Exception):
    """The function left the case to the statements; nothing was changed."""


def call_apply(database: Database, request: Mapping[str, object], lease: int) -> dict[str, Any]:
    """Have a request applied; `lease` is in seconds.

    Raises:
        NeedsReference: the statements have to decide.
        DBAPIError: what the database says; where the connection was lost it may be done or not,
            and the same request again settles it.
    """
    return _call(database, _APPLY, (json.dumps(request), lease))


def call_claim(
    database: Database,
    operator_id: int,
    station: str,
    lease: int,
    wanted: Mapping[str, object] = MappingProxyType({}),
) -> dict[str, Any]:
    """Have work claimed or resumed.

    Args:
        database: the database.
        operator_id: for whom.
        station: where.
        lease: in seconds.
        wanted: which work is asked for, as `WantedWork.as_record` says it.

    Raises:
        NeedsReference: the statements have to decide.
        DBAPIError: what the database says.
    """
    return _call(database, _CLAIM, (operator_id, station, lease, json.dumps(dict(wanted))))


def time_told(answer: Mapping[str, Any]) -> datetime:
    """The database's time in a function's answer."""
    return datetime.fromtimestamp(float(answer["at"]), UTC)


def _call(database: Database, statement: str, values: tuple[object, ...]) -> dict[str, Any]:
    try:
        return database.retried(lambda: _ask(database, statement, values))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in (GIVE_UP, _NOT_GRANTED):
            raise NeedsReference from error
        raise


def _ask(database: Database, statement: str, values: tuple[object, ...]) -> dict[str, Any]:
    """Ask on a connection of the pool; one that died while it rested is replaced, once.

    The functions may be asked twice: a scan is known by its id, and a claim resumes itself.
    """
    asked = time.monotonic()
    try:
        return _ask_once(database, statement, values)
    except DBAPIError as error:
        was_silent = isinstance(error.orig, LinkLost) or time.monotonic() - asked > SUDDEN_SECONDS
        if was_silent or not error.connection_invalidated:
            raise
    return _ask_once(database, statement, values)


def _ask_once(database: Database, statement: str, values: tuple[object, ...]) -> dict[str, Any]:
    if not event.contains(database.engine, "do_execute", _without_preparing):
        event.listen(database.engine, "do_execute", _without_preparing)
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        answer: dict[str, Any] = connection.exec_driver_sql(statement, values).scalar_one()
    return answer


def _without_preparing(
    cursor: DBAPICursor, statement: str, values: object, _context: ExecutionContext | None
) -> bool:
    """Send our own statements as they are: to prepare one takes a round trip more, now and then."""
    if statement not in (_APPLY, _CLAIM):
        return False
    own = cast("psycopg.Cursor[Any]", cursor)
    own.execute(statement, cast("tuple[object, ...]", values), prepare=False)
    return True
