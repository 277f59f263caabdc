"""Brings a backup back: proven first, in one step, with the present database kept aside."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from app.db.backup import facts_of, has_rows, refuse_newer, refuse_without_room
from app.db.backup_file import BadBackup, Manifest, kind_of, read_manifest, unpack_backup
from app.db.copy_engine import InUse, copying, one_moment
from app.db.exchange_files import put_in_place
from app.db.held_files import stations_at, work_folder
from app.db.marks import Mark, mark_restored
from app.db.migrations.upgrade import UpgradeReport, upgrade
from app.db.new_database import rows_of_a_new_database
from app.db.opening import place_of
from app.db.postgresql_programs import ProgramFailed, restore_dump
from app.db.server_databases import (
    Exchange,
    exists_on_server,
    last_event_in,
    scratch_database,
    stations_in,
)
from app.db.sqlite_copy import damage_in
from app.db.unit_of_work import lost_a_race
from app.services.safekeeping import Progress, by_tables, no_progress, violations_in

WORDS_FOR_KIND = {"sqlite": "an embedded database", "postgresql": "a PostgreSQL database"}


class RestoreRefused(Exception):
    """The backup was not brought back; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    Attributes:
        place: The database, as a person knows it.
        manifest: What the backup says of itself; None for a bare copy, which says nothing.
        upgraded_from: The schema of the copy, if it was older than this program's.
        kept: Where what was there before lies now; None where nothing was in it.
        violations: How many violations of invariants came back with it.
        mark: The new mark of the database.
        warnings: What PostgreSQL said of rights it could not give.
    """

    place: str
    manifest: Manifest | None
    upgraded_from: str | None
    kept: str | None
    violations: int
    mark: Mark
    warnings: str = ""


@dataclass(frozen=True)
class _Wish:
    """What was asked for."""

    file: Path
    url: URL
    replace: bool
    accept_violations: bool
    progress: Progress

    @property
    def place(self) -> str:
        return place_of(self.url)


@dataclass(frozen=True)
class _Proven:
    """A copy that was brought up to date and looked at."""

    upgraded_from: str | None
    violations: int
    mark: Mark


def restore(
    file: Path,
    url: URL,
    *,
    replace: bool = False,
    accept_violations: bool = False,
    progress: Progress = no_progress,
) -> Restored:
    """Make the database at `url` what it was when a backup was made.

    The backup is brought into a new database beside the present one, compared with its manifest,
    upgraded, checked, and only then put in the present one's place, in one step. A database that
    holds anything is kept whole under another name. The new one gets a mark of its own, by which
    stations notice that it may know less than their journals.

    Args:
        file: a backup, or a bare copy such as an upgrade makes.
        url: the database to bring it into; it may be missing or empty.
        replace: put a database aside that somebody has worked in.
        accept_violations: bring books back that are wrong.
        progress: told how far it is.

    Raises:
        RestoreRefused: the file is damaged or of another kind, the target holds rows, or the books
            in it are wrong.
        SchemaTooNew, NotOurDatabase: this program does not know the schema of the copy.
        InUse: stations work in the database.
        NoRoom: the disk has too little room.
        MayNotMakeDatabases: the account lacks the rights. In all these cases nothing was changed.
    """
    wish = _Wish(file, url, replace, accept_violations, progress)
    try:
        manifest = _look_at_file(wish)
        if url.get_backend_name() == "sqlite":
            return _restore_file(wish, manifest)
        return _restore_server(wish, manifest)
    except (BadBackup, ProgramFailed, OSError, sqlite3.Error) as error:
        raise RestoreRefused(f"{error}. Nothing was changed.") from error


def _look_at_file(wish: _Wish) -> Manifest | None:
    """What the file says of itself, if the target can take it."""
    kind = kind_of(wish.file)
    if not kind:
        raise RestoreRefused(f"{wish.file} is damaged or no backup of Pickstation")
    manifest = read_manifest(wish.file) if kind == "backup" else None
    kind = manifest.kind if manifest is not None else kind
    if manifest is not None:
        refuse_newer(manifest.revision)
    target = wish.url.get_backend_name()
    if kind != target:
        way = "" if kind != "sqlite" else "; restore it into sqlite:///FILE, then use copy-to"
        raise RestoreRefused(
            f"{wish.file} is a copy of {WORDS_FOR_KIND[kind]}, and {wish.place} is "
            f"{WORDS_FOR_KIND[target]}{way}"
        )
    return manifest


def _unpack(wish: _Wish, manifest: Manifest | None, payload: Path) -> None:
    """Write the copy into a file of our own; a packed one is compared with its hash on the way."""
    size = wish.file.stat().st_size if manifest is None else manifest.size
    refuse_without_room(payload.parent, 2 * size)
    if manifest is None:
        shutil.copyfile(wish.file, payload)
        payload.chmod(0o600)
    else:
        unpack_backup(wish.file, payload, lambda done, of: wish.progress("unpacking", done, of))


def _refuse_rows(wish: _Wish, *, holds_rows: bool) -> None:
    if holds_rows and not wish.replace:
        raise RestoreRefused(
            f"{wish.place} holds rows already; with --replace it is put aside under another name. "
            "Nothing was changed."
        )


def _prove(wish: _Wish, url: URL, manifest: Manifest | None) -> _Proven:
    """Compare a copy that was brought back with its manifest, bring it up to date, and mark it."""
    with one_moment(url) as connection:
        facts = facts_of(connection)
    if manifest is not None and (facts.rows, facts.last_event_id, facts.revision) != (
        manifest.rows,
        manifest.last_event_id,
        manifest.revision,
    ):
        raise RestoreRefused(f"{wish.file} holds other rows than its manifest says")
    report: UpgradeReport = upgrade(url, without_copy=True)
    with one_moment(url) as connection:
        violations = violations_in(connection, wish.progress) or 0
    if violations and not wish.accept_violations:
        raise RestoreRefused(
            f"the books in {wish.file} are wrong: {violations} violations of invariants; with "
            "--accept-violations they are brought back as they are. Nothing was changed."
        )
    with copying(url) as engine, engine.begin() as connection:
        mark = mark_restored(connection, wish.file.name)
    return _Proven(report.before if report.changed else None, violations, mark)


def _restored(
    wish: _Wish, manifest: Manifest | None, proven: _Proven, kept: str | None, warnings: str = ""
) -> Restored:
    return Restored(
        place=wish.place,
        manifest=manifest,
        upgraded_from=proven.upgraded_from,
        kept=kept,
        violations=proven.violations,
        mark=proven.mark,
        warnings=warnings,
    )


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")


# Embedded databases ----------------------------------------------------------------------------


def _restore_file(wish: _Wish, manifest: Manifest | None) -> Restored:
    target = Path(wish.url.database or "")
    _refuse_stations_at(wish, target)
    holds_rows = target.exists() and _has_rows_or_is_unreadable(wish.url)
    _refuse_rows(wish, holds_rows=holds_rows)
    aside = target.with_name(f"{target.stem}.before-restore-{_stamp()}{target.suffix}")
    with work_folder(target.parent) as folder:
        payload = folder / "floor.sqlite3"
        _unpack(wish, manifest, payload)
        if damage := damage_in(payload):
            raise RestoreRefused(f"{wish.file} is damaged: {damage}")
        proven = _prove(wish, wish.url.set(database=str(payload)), manifest)
        _refuse_stations_at(wish, target)
        put_in_place(
            payload,
            target,
            aside if holds_rows else None,
            lambda done, of: wish.progress("replacing", done, of),
        )
    return _restored(wish, manifest, proven, str(aside) if holds_rows else None)


def _refuse_stations_at(wish: _Wish, target: Path) -> None:
    if stations := stations_at(target):
        raise InUse(wish.place, stations)


def _has_rows_or_is_unreadable(url: URL) -> bool:
    """A damaged database is worth keeping as well: a specialist may get something out of it."""
    if Path(url.database or "").stat().st_size == 0:
        return False
    try:
        return has_rows(url, rows_of_a_new_database())
    except DBAPIError as error:
        if lost_a_race(error):
            raise InUse(place_of(url)) from error
        return True


# Databases on a server -------------------------------------------------------------------------


def _restore_server(wish: _Wish, manifest: Manifest | None) -> Restored:
    is_there = exists_on_server(wish.url)
    if is_there and (stations := stations_in(wish.url)):
        raise InUse(wish.place, stations)
    holds_rows = is_there and has_rows(wish.url, rows_of_a_new_database())
    _refuse_rows(wish, holds_rows=holds_rows)
    last_event = last_event_in(wish.url) if is_there else -1
    aside = f"{(wish.url.database or '')[:40]}_before_{_stamp()}" if is_there else None
    with _local_copy(wish, manifest) as payload, scratch_database(wish.url) as scratch:
        rows = {} if manifest is None else manifest.rows
        with by_tables(wish.progress, "restoring", rows) as begun:
            warnings = restore_dump(payload, scratch, begun=begun)
        proven = _prove(wish, scratch, manifest)
        exchange = Exchange(wish.url, scratch.database or "", aside)
        exchange.do(wish.place)
        if aside is not None and last_event_in(wish.url.set(database=aside)) != last_event:
            # Somebody came and worked while the copy was brought back: that must not be lost.
            exchange.undo(wish.place)
            raise InUse(wish.place)
    if not holds_rows:
        exchange.forget_old()
    kept = f"the database {aside} on the same server" if holds_rows else None
    return _restored(wish, manifest, proven, kept, warnings)


@contextmanager
def _local_copy(wish: _Wish, manifest: Manifest | None) -> Iterator[Path]:
    """The dump as a file: pg_restore reads no archive."""
    if manifest is None:
        yield wish.file
        return
    with work_folder(wish.file.parent) as folder:
        payload = folder / "floor.dump"
        _unpack(wish, manifest, payload)
        yield payload
