"""Copies of a database that are made before anything risky is done to it."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from sqlalchemy import URL

from app.db.held_files import OWNER_ONLY
from app.db.postgresql_programs import ProgramFailed, dump, tables_in
from app.db.sqlite_copy import CopyFailed, copy_sqlite, damage_in


class SafetyCopyFailed(Exception):
    """No safety copy could be made, so what needed one was not begun."""


def make_safety_copy(url: URL, mark: str, folder: Path | None = None) -> Path:
    """Copy the whole database and check that the copy can be read.

    Args:
        url: the database to copy.
        mark: a word for the copy's file name, such as the schema revision it holds.
        folder: where the copy goes; beside the SQLite file, or the user's data folder.

    Raises:
        SafetyCopyFailed: the copy could not be made or does not read back whole; nothing of it
            is left.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    name = f"before-upgrade-{mark}-{stamp}"
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        target = (folder or file.parent) / f"{file.stem}.{name}{file.suffix or '.sqlite3'}"
    else:
        target = (folder or copies_folder()) / f"{url.database}.{name}.dump"
    begun = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        begun.touch(OWNER_ONLY, exist_ok=False)
        if url.get_backend_name() == "sqlite":
            _copy_file(Path(url.database or ""), begun)
        else:
            _dump_server(url, begun)
        begun.replace(target)
    except (SafetyCopyFailed, ProgramFailed, CopyFailed, OSError, sqlite3.Error) as error:
        with suppress(OSError):
            begun.unlink()
        raise SafetyCopyFailed(
            f"no safety copy could be made in {target.parent}: {error}"
        ) from error
    return target


def copies_folder() -> Path:
    """Where copies go that have no other place: beside the embedded database."""
    return Path(platformdirs.user_data_dir("pickstation", appauthor=False)) / "copies"


def _copy_file(file: Path, target: Path) -> None:
    copy_sqlite(file, target)
    if damage := damage_in(target, with_references=False):
        raise SafetyCopyFailed(f"the database or its copy is damaged: {damage}")


def _dump_server(url: URL, target: Path) -> None:
    dump(url, target)
    if not tables_in(target):
        raise SafetyCopyFailed("pg_restore reads no table in what pg_dump wrote")
