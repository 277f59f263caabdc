"""The file a backup is: a ZIP archive of a manifest, which says what it holds, and the copy itself.

One file cannot lose its half, and any system can open it. What is in it is trusted only after its
size and its SHA-256 agree with the manifest.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from app.db.held_files import OWNER_ONLY
from app.db.sqlite_copy import HEADER, settle

FORMAT = "pickstation backup 1"
MANIFEST = "manifest.json"
ENDING = ".backup.zip"

DUMP_HEADER = b"PGDMP"
"""What every dump in pg_dump's custom format begins with."""

MOST_OF_MANIFEST = 1_000_000
CHUNK = 1 << 20

Bytes = Callable[[int, int], None]
"""Called with the bytes done and with how many there are."""


class BadBackup(Exception):
    """A file is no backup, or not the whole one that was made; the message says which and why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Attributes:
        kind: "sqlite" or "postgresql".
        place: The database it was made of, without user or password.
        made_at: When, as ISO 8601 in UTC.
        program: The version of the program that made it.
        server: Kind and version of the database.
        revision: The revision of its schema.
        rows: Rows of each table.
        last_event_id: The number of the last event it knows; 0 where there is none.
        mark: The mark of the database (see `app.db.marks`), or None in older schemas.
        violations: How many violations of invariants it has; None where nobody looked, because
            the schema is older than the program.
        proof: "checked", or "restored" where it was brought back into a database and checked there.
        payload: The name of the copy in the archive.
        size: Its length in bytes.
        sha256: Its hash in hexadecimal digits.
    """

    kind: str
    place: str
    made_at: str
    program: str
    server: str
    revision: str
    rows: dict[str, int]
    last_event_id: int
    mark: str | None
    violations: int | None
    proof: str
    payload: str = ""
    size: int = 0
    sha256: str = ""

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    @property
    def is_sound(self) -> bool:
        """Whether it was looked at and no violation was found."""
        return self.violations == 0


def write_backup(payload: Path, manifest: Manifest, target: Path, done: Bytes | None = None) -> str:
    """Pack a copy and what is known of it into `target`, and read it back.

    Args:
        payload: the copy.
        manifest: what it holds; size and hash are filled in here.
        target: the archive to make; it must not exist.
        done: told how far the packing is.

    Returns:
        The hash of the copy.

    Raises:
        BadBackup: what was written does not read back as what was copied.
        OSError: the disk is full or cannot be written.
    """
    size, digest = payload.stat().st_size, hashlib.sha256()
    # PostgreSQL's dumps are compressed already.
    packing = zipfile.ZIP_DEFLATED if manifest.kind == "sqlite" else zipfile.ZIP_STORED
    target.touch(OWNER_ONLY, exist_ok=False)
    with (
        target.open("r+b") as stream,
        zipfile.ZipFile(stream, "w", packing, compresslevel=1) as archive,
    ):
        with payload.open("rb") as source, archive.open(payload.name, "w", force_zip64=True) as out:
            for taken, piece in _pieces(source):
                digest.update(piece)
                out.write(piece)
                if done is not None:
                    done(taken, size)
        record = {
            "format": FORMAT,
            **asdict(manifest),
            "payload": payload.name,
            "size": size,
            "sha256": digest.hexdigest(),
        }
        archive.writestr(MANIFEST, json.dumps(record, indent=1, ensure_ascii=False))
    settle(target)
    verify_backup(target)
    return digest.hexdigest()


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself; the copy in it is not looked at.

    Raises:
        BadBackup: the file is no backup of ours, or its manifest is damaged.
        OSError: it cannot be read.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(MANIFEST).file_size > MOST_OF_MANIFEST:
                raise BadBackup(f"{file} is not a backup of Pickstation")
            return _manifest(json.loads(archive.read(MANIFEST)))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise BadBackup(f"{file} is damaged or no backup of Pickstation: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise BadBackup(f"{file} is not a backup of Pickstation") from error


def _manifest(record: dict[str, Any]) -> Manifest:
    if record["format"] != FORMAT:
        raise KeyError("format")
    manifest = Manifest(**{field.name: record[field.name] for field in fields(Manifest)})
    if manifest.kind not in ("sqlite", "postgresql") or manifest.moment.tzinfo is None:
        raise KeyError("kind")
    return manifest


def verify_backup(file: Path, done: Bytes | None = None) -> Manifest:
    """Read the copy in a backup from end to end, and compare its size and hash.

    Raises:
        BadBackup: it is not what was written when the backup was made.
    """
    manifest = read_manifest(file)
    _read_payload(file, manifest, None, done)
    return manifest


def unpack_backup(file: Path, target: Path, done: Bytes | None = None) -> Manifest:
    """Write the copy in a backup into `target`, which only its owner can read.

    Raises:
        BadBackup: it is not what was written when the backup was made; `target` is worth nothing.
        OSError: the disk is full or cannot be written.
    """
    manifest = read_manifest(file)
    target.touch(OWNER_ONLY, exist_ok=False)
    with target.open("r+b") as stream:
        _read_payload(file, manifest, stream, done)
    return manifest


def _read_payload(
    file: Path, manifest: Manifest, into: IO[bytes] | None, done: Bytes | None
) -> None:
    digest, taken = hashlib.sha256(), 0
    try:
        with zipfile.ZipFile(file) as archive, archive.open(manifest.payload) as source:
            for taken, piece in _pieces(source):
                if taken > manifest.size:
                    break  # an archive that unfolds to more than it says must not fill the disk
                digest.update(piece)
                if into is not None:
                    into.write(piece)
                if done is not None:
                    done(taken, manifest.size)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError) as error:
        raise BadBackup(f"{file} is damaged: {error}") from error
    if (taken, digest.hexdigest()) != (manifest.size, manifest.sha256):
        raise BadBackup(f"{file} is damaged: its contents are not those it was made with")


def _pieces(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    taken = 0
    while piece := source.read(CHUNK):
        taken += len(piece)
        yield taken, piece


def kind_of(file: Path) -> str:
    """What a file is by how it begins: "backup", "sqlite", "postgresql", or nothing known.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        beginning = stream.read(len(HEADER))
    if beginning == HEADER:
        return "sqlite"
    if beginning.startswith(DUMP_HEADER):
        return "postgresql"
    return "backup" if zipfile.is_zipfile(file) else ""
