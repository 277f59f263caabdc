"""`pickstation database backup|restore|copy-to`: safety copies, and the way to another server."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import URL
from tqdm import tqdm

from app.bootstrap.passwords import reachable_url
from app.db.backup import NoRoom
from app.db.backup_file import Manifest
from app.db.copy_engine import InUse
from app.db.opening import DatabaseUnreachable, reaching
from app.db.safety_copy import copies_folder
from app.db.server_databases import MayNotMakeDatabases
from app.services.moving import Moved, MoveRefused, copy_to
from app.services.restoring import Restored, RestoreRefused, restore
from app.services.safekeeping import Backup, BackupFailed, Progress, back_up, backups_in

REFUSALS = (BackupFailed, RestoreRefused, MoveRefused, NoRoom, InUse, MayNotMakeDatabases)
"""Why one of these actions did nothing; the message is for the person who asked for it."""


def add_actions(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    run: Callable[[argparse.Namespace], int],
) -> None:
    """Add the actions to those of `pickstation database`, which `run` runs."""
    for make in (_backup_parser, _restore_parser, _copy_parser):
        make(actions).set_defaults(run=run)


def _backup_parser(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        "backup",
        help="copy the whole database into one proven file, while stations work",
        description="Copies the whole database, as it is at one moment, into one file that is read "
        "back before it gets its name. Stations go on working.",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE|DIR",
        help=f"the file to make, or the folder it goes to; {copies_folder()} otherwise",
    )
    parser.add_argument(
        "--prove",
        action="store_true",
        help="on PostgreSQL, bring the copy back into a scratch database and check it there",
    )
    parser.add_argument("--list", action="store_true", help="only say which backups there are")
    parser.set_defaults(act=_backup)
    return parser


def _restore_parser(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        "restore",
        help="make a database what it was when a backup was made",
        description="Brings a backup into a new database, proves it, and puts it in the place of "
        "the present one, which is kept under another name.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument("--into", metavar="URL", help="the database; --database otherwise")
    parser.add_argument(
        "--replace", action="store_true", help="put a database aside that holds rows"
    )
    parser.add_argument(
        "--accept-violations",
        action="store_true",
        help="bring books back although invariants are broken in them",
    )
    parser.set_defaults(act=_restore)
    return parser


def _copy_parser(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        "copy-to",
        help="move to another database, such as from SQLite to PostgreSQL",
        description="Copies every row with its id into an empty database and compares both. Nobody "
        "can write meanwhile, so close the stations first. A password is best left out of URL: "
        "PGPASSWORD or a password file hold it where no list of processes shows it.",
    )
    parser.add_argument("target", metavar="URL", help="the empty database")
    parser.set_defaults(act=_copy_to)
    return parser


def _backup(url: URL, args: argparse.Namespace) -> int:
    out: Path = args.out or copies_folder()
    if args.list:
        return _list(out if out.is_dir() or args.out is None else out.parent, as_json=args.json)
    if args.out is None:
        out.mkdir(parents=True, exist_ok=True)
    _refuse_missing(url)
    with reaching(url), _bar() as progress:
        backup = back_up(url, out, prove=args.prove, progress=progress)
    if args.json:
        print(json.dumps(_record(backup)))
    else:
        print("\n".join(_backup_words(backup)))
    return 0


def _refuse_missing(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise DatabaseUnreachable(f"there is no database file {url.database}")


def _list(folder: Path, *, as_json: bool) -> int:
    backups = backups_in(folder)
    if as_json:
        print(json.dumps({"folder": str(folder), "backups": [_record(each) for each in backups]}))
        return 0
    for backup in backups:
        print("\n".join(_backup_words(backup)))
    print(f"{len(backups)} backups in {folder}")
    return 0


def _record(backup: Backup) -> dict[str, object]:
    return {
        "file": str(backup.file),
        "bytes": backup.file.stat().st_size,
        "sound": backup.manifest.is_sound,
        **asdict(backup.manifest),
    }


def _backup_words(backup: Backup) -> list[str]:
    manifest = backup.manifest
    megabytes, rows = backup.file.stat().st_size / 1e6, sum(manifest.rows.values())
    return [
        str(backup.file),
        f"      {manifest.moment:%Y-%m-%d %H:%M} UTC, {megabytes:,.2f} MB, {_verdict(manifest)}",
        f"      {rows:,} rows up to event {manifest.last_event_id:,}, schema {manifest.revision}",
        f"      of {manifest.place}",
    ]


def _verdict(manifest: Manifest) -> str:
    way = "restored and checked" if manifest.proof == "restored" else "read back"
    if manifest.violations is None:
        return f"{way}; of an older schema, so its books were not checked"
    if manifest.violations:
        return f"{way}; the books in it are NOT sound: {manifest.violations} violations"
    return f"{way}, sound"


def _restore(url: URL, args: argparse.Namespace) -> int:
    target = reachable_url(args.into) if args.into else url
    with reaching(target), _bar() as progress:
        done = restore(
            args.file,
            target,
            replace=args.replace,
            accept_violations=args.accept_violations,
            progress=progress,
        )
    if args.json:
        record = asdict(done)
        mark = {**record["mark"], "mark": str(done.mark.mark), "at": done.mark.at.isoformat()}
        print(json.dumps({**record, "mark": mark}))
    else:
        print("\n".join(_restore_words(done)))
    return 0


def _restore_words(done: Restored) -> list[str]:
    lines: list[str] = []
    if done.manifest is not None:
        lines.append(f"{done.place} is what it was at {done.manifest.moment:%Y-%m-%d %H:%M} UTC")
    else:
        lines.append(f"{done.place} is what it was when the copy was made")
    lines.append(f"last event: {done.mark.last_event_id:,}; mark: {done.mark.mark}")
    if done.upgraded_from is not None:
        lines.append(f"it was upgraded from schema {done.upgraded_from}")
    if done.violations:
        lines.append(f"its books are NOT sound: {done.violations} violations; see database check")
    if done.kept is not None:
        lines.append(f"what was there before is kept: {done.kept}")
    if done.warnings:
        lines.append(f"some rights were not given: {done.warnings}")
    return lines


def _copy_to(url: URL, args: argparse.Namespace) -> int:
    target = reachable_url(args.target)
    _refuse_missing(url)
    with reaching(target), _bar() as progress:
        moved = copy_to(url, target, progress=progress)
    if args.json:
        print(json.dumps({**asdict(moved), "total": moved.total}))
    else:
        print("\n".join(_move_words(moved)))
    return 0


def _move_words(moved: Moved) -> list[str]:
    lines = [
        f"{moved.total:,} rows of {len(moved.rows)} tables were copied, read back and compared",
        f"from {moved.source}",
        f"to   {moved.target}",
    ]
    if moved.violations:
        lines.append(f"the books are NOT sound, in both alike: {moved.violations} violations")
    return [*lines, "now let PICKSTATION_DATABASE name the new one on every station"]


@contextmanager
def _bar() -> Iterator[Progress]:
    """A progress bar that goes through the steps of a job; none where nobody sees it."""
    with tqdm(leave=False, disable=not sys.stderr.isatty(), unit_scale=True) as bar:

        def show(what: str, done: int, of: int) -> None:
            bar.set_description(what, refresh=False)
            bar.total = of
            bar.n = done
            bar.refresh()

        yield show
