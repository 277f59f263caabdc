"""A backup is believed only when all of it is as it was written."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from app.db.backup_file import (
    BadBackup,
    Manifest,
    kind_of,
    read_manifest,
    unpack_backup,
    verify_backup,
    write_backup,
)

MANIFEST = Manifest(
    kind="sqlite",
    place="the database file floor.sqlite3",
    made_at="2026-11-23T12:00:00+00:00",
    program="1.0",
    server="SQLite 3",
    revision="0001",
    rows={"item": 3},
    last_event_id=7,
    mark=None,
    violations=0,
    proof="restored",
)
CONTENT = b"SQLite format 3\x00" + bytes(Random(7).choices(b"0123456789", k=500_000))  # noqa: S311 - no secret
"""Can be compressed, but never repeats: another way to say the same would be no damage."""


@pytest.fixture(params=["sqlite", "postgresql"])
def backup(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A packed copy, compressed and not."""
    payload, file = tmp_path / "floor.sqlite3", tmp_path / "floor.backup.zip"
    payload.write_bytes(CONTENT)
    write_backup(payload, replace(MANIFEST, kind=request.param), file)
    return file


def test_what_was_packed_comes_out_again_and_is_its_owners_alone(
    backup: Path, tmp_path: Path
) -> None:
    manifest = unpack_backup(backup, tmp_path / "out")

    assert (tmp_path / "out").read_bytes() == CONTENT
    assert (manifest.rows, manifest.last_event_id, manifest.size) == ({"item": 3}, 7, len(CONTENT))
    assert [file.stat().st_mode & 0o777 for file in (backup, tmp_path / "out")] == [0o600, 0o600]


def test_no_flipped_byte_of_the_copy_or_its_manifest_goes_unnoticed(backup: Path) -> None:
    whole = backup.read_bytes()
    with zipfile.ZipFile(backup) as archive:
        entries = archive.infolist()
    for entry in entries:
        # A member's bytes follow its header: 30 bytes, its name and what is said besides.
        name, besides = struct.unpack_from("<HH", whole, entry.header_offset + 26)
        start = entry.header_offset + 30 + name + besides
        for step in range(20):
            place = start + entry.compress_size * step // 20
            backup.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
            with pytest.raises(BadBackup, match=r"floor\.backup\.zip is"):
                verify_backup(backup)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_backup_that_was_cut_off_is_refused(backup: Path, share: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadBackup, match="damaged or no backup"):
        verify_backup(backup)


def test_other_files_are_told_from_backups(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("manifest.json", "{}")
    with pytest.raises(BadBackup, match="not a backup of Pickstation"):
        read_manifest(other)
    text = tmp_path / "text.zip"
    text.write_text("orders")
    assert [kind_of(file) for file in (backup, text)] == ["backup", ""]


def test_an_archive_that_unfolds_to_more_than_it_says_fills_no_disk(
    backup: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = archive.read("manifest.json")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", manifest)
        archive.writestr("floor.sqlite3", bytes(30_000_000))

    with pytest.raises(BadBackup):
        unpack_backup(bomb, tmp_path / "out")

    assert (tmp_path / "out").stat().st_size < 3_000_000
