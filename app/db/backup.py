"""What a database holds, as a backup's manifest says it and as a restored one has to show it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text

from app.db.copy_engine import one_moment
from app.db.migrations.losses import holdings_of
from app.db.migrations.upgrade import (
    NotOurDatabase,
    SchemaTooNew,
    alembic_config,
    current_revision,
    head_revision,
)

SPARE_BYTES = 16 << 20
"""What a disk keeps free beside a copy: a full one stops more than copying."""


class NoRoom(Exception):
    """The disk has too little room for a copy; nothing was begun."""


@dataclass(frozen=True)
class Facts:
    """What can be counted of a database of any schema of ours.

    Attributes:
        revision: The revision of its schema.
        rows: Rows of each table.
        last_event_id: The number of its last event; 0 where there is none.
        mark: Which life of the database it is, or None in schemas that know no marks.
    """

    revision: str
    rows: dict[str, int]
    last_event_id: int
    mark: str | None


def facts_of(connection: Connection) -> Facts:
    """Count what a database holds.

    Raises:
        SchemaTooNew: a newer program made its schema.
        NotOurDatabase: it holds nothing, or another program's tables.
    """
    revision = current_revision(connection)
    if revision is None:
        raise NotOurDatabase(inspect(connection).get_table_names() or ["none at all"])
    refuse_newer(revision)
    rows = holdings_of(connection).rows
    last_event, mark = 0, None
    if "event_log" in rows:
        last_event = connection.scalar(text("SELECT MAX(id) FROM event_log")) or 0
    if rows.get("database_mark"):
        statement = text("SELECT mark FROM database_mark ORDER BY id DESC LIMIT 1")
        mark = str(UUID(str(connection.scalar(statement))))
    return Facts(revision, rows, last_event, mark)


def refuse_newer(revision: str) -> None:
    """Refuse a schema that this program does not know.

    Raises:
        SchemaTooNew: a newer program made it.
    """
    scripts = ScriptDirectory.from_config(alembic_config())
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaTooNew(revision, head_revision())


def has_rows(url: URL, of_a_new_one: dict[str, int]) -> bool:
    """Whether anybody has worked in a database, or it is another program's.

    Args:
        url: a database that can be reached; a SQLite file that exists.
        of_a_new_one: the rows with which a database is made.
    """
    with one_moment(url) as connection:
        if not inspect(connection).get_table_names():
            return False
        rows = holdings_of(connection).rows
    return any(count > of_a_new_one.get(table, 0) for table, count in rows.items())


def refuse_without_room(folder: Path, needed: int) -> None:
    """Look whether a disk has room, before anything is begun.

    Raises:
        NoRoom: it has not; the message says how much is missing.
    """
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        raise NoRoom(
            f"{folder} has {free >> 20} MB free and {(needed + SPARE_BYTES) >> 20} MB are needed; "
            "make room or choose another folder. Nothing was begun."
        )


def bytes_for_backup(url: URL) -> int:
    """At most how many bytes making a backup takes: the copy, and the archive it is packed into."""
    if url.get_backend_name() == "sqlite":
        return 2 * Path(url.database or "").stat().st_size
    with one_moment(url) as connection:
        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
    # A dump holds no indices and is compressed: a quarter of the database at most, written twice.
    return int(size or 0) // 2
