"""Copies of a database that are made before anything risky is done to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

OWNER_ONLY = 0o600
"""A copy holds customers' addresses: nobody but its owner reads it."""


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
        default = Path(platformdirs.user_data_dir("pickstation", appauthor=False)) / "copies"
        target = (folder or default) / f"{url.database}.{name}.dump"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(Path(url.database or ""), target)
        else:
            _dump_postgresql(url, target)
    except (SafetyCopyFailed, OSError, sqlite3.Error) as error:
        with suppress(OSError):
            target.unlink()
        raise SafetyCopyFailed(
            f"no safety copy could be made in {target.parent}: {error}"
        ) from error
    return target


def _copy_sqlite(file: Path, target: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise SafetyCopyFailed(f"the database or its copy is damaged: {verdict}")


def _dump_postgresql(url: URL, target: Path) -> None:
    arguments = dict(url.get_dialect()().create_connect_args(url)[1])
    password = arguments.pop("password", None)
    place = make_conninfo("", **{"connect_timeout": 10, **arguments})
    _run(
        "pg_dump",
        "--format=custom",
        "--no-password",
        f"--file={target}",
        f"--dbname={place}",
        password=password,
    )
    if b"TABLE DATA" not in _run("pg_restore", "--list", str(target)):
        raise SafetyCopyFailed("pg_restore reads no table in what pg_dump wrote")


def _run(program: str, *arguments: str, password: str | None = None) -> bytes:
    """Run one of PostgreSQL's own programs; the password goes where other users cannot see it."""
    path = shutil.which(program)
    if path is None:
        raise SafetyCopyFailed(
            f"{program} was not found; install PostgreSQL's client programs on this machine"
        )
    environment = None if password is None else {**os.environ, "PGPASSWORD": password}
    done = subprocess.run(  # noqa: S603 - the program's path was looked up, its arguments are ours
        [path, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise SafetyCopyFailed(f"{program} says: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
