"""Copies of a database that are made before anything risky is done to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from sqlalchemy import URL


class SafetyCopyFailed(Exception):
    """No safety copy could be made, so what needed one was not begun."""


def make_safety_copy(url: URL, mark: str, folder: Path | None = None) -> Path:
    """Copy the whole database and check that the copy can be read.

    Args:
        url: the database to copy.
        mark: a word for the copy's file name, such as the schema revision it holds.
        folder: where the copy goes; beside the SQLite file, or the user's data folder.

    Raises:
        SafetyCopyFailed: the copy could not be made or does not read back whole.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    if url.get_backend_name() == "sqlite":
        return _copy_sqlite(Path(url.database or ""), f"before-upgrade-{mark}-{stamp}", folder)
    return _dump_postgresql(url, f"before-upgrade-{mark}-{stamp}", folder)


def _copy_sqlite(file: Path, mark: str, folder: Path | None) -> Path:
    target = (folder or file.parent) / f"{file.stem}.{mark}{file.suffix or '.sqlite3'}"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise SafetyCopyFailed(f"no safety copy of {file} could be made: {error}") from error
    if verdict != "ok":
        raise SafetyCopyFailed(f"the safety copy {target} is damaged: {verdict}")
    return target


def _dump_postgresql(url: URL, mark: str, folder: Path | None) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise SafetyCopyFailed(
            "pg_dump was not found, so no safety copy can be made; install PostgreSQL's client "
            "programs on this machine and run the upgrade again"
        )
    target_folder = folder or Path(platformdirs.user_data_dir("pickstation")) / "copies"
    target_folder.mkdir(parents=True, exist_ok=True)
    target = target_folder / f"{url.database}.{mark}.dump"
    plain = url.set(drivername="postgresql", password=None)
    environment = {**os.environ, "PGPASSWORD": str(url.password)} if url.password else None
    done = subprocess.run(  # noqa: S603 - the program's path was looked up, its arguments are ours
        [program, "--format=custom", f"--file={target}", plain.render_as_string()],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 or target.stat().st_size == 0:
        raise SafetyCopyFailed(f"pg_dump made no safety copy: {done.stderr.strip()}")
    return target
