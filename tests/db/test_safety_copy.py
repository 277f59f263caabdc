"""Before an upgrade a copy is made that can be read, or nothing is changed."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from app.db.engine import parse_url
from app.db.migrations.upgrade import upgrade
from app.db.safety_copy import SafetyCopyFailed
from tests.db.schema_steps import HEAD, filled_up_to, revision_of, row_counts
from tests.servers.postgresql import PostgresqlServer


def test_the_copy_of_a_file_holds_what_was_there_and_is_its_owners_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'floor.sqlite'}"
    filled_up_to(url, "0002")
    before = row_counts(url)

    copy = upgrade(parse_url(url)).copy

    assert copy is not None
    assert copy.parent == tmp_path
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert revision_of(f"sqlite:///{copy}") == "0002"
    assert row_counts(f"sqlite:///{copy}") == before


@pytest.mark.postgresql
def test_the_dump_of_a_server_database_can_be_restored(
    postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    url, restored = postgresql_server.new_database(), postgresql_server.new_database()
    filled_up_to(url, "0002")
    before = row_counts(url)

    copy = upgrade(parse_url(url), copy_folder=tmp_path).copy

    assert copy is not None
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    target = restored.replace("postgresql+psycopg", "postgresql")
    subprocess.run(["pg_restore", f"--dbname={target}", str(copy)], check=True)
    assert (revision_of(restored), row_counts(restored)) == ("0002", before)


def test_without_a_copy_nothing_is_changed(database_url: str, tmp_path: Path) -> None:
    filled_up_to(database_url, "0001")
    (tmp_path / "file").touch()

    with pytest.raises(SafetyCopyFailed, match="no safety copy could be made in"):
        upgrade(parse_url(database_url), copy_folder=tmp_path / "file")

    assert revision_of(database_url) == "0001"
    assert upgrade(parse_url(database_url), without_copy=True).after == HEAD


@pytest.mark.postgresql
def test_a_machine_without_pg_dump_is_told_what_to_install(
    postgresql_server: PostgresqlServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql_server.new_database()
    filled_up_to(url, "0001")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SafetyCopyFailed, match="install PostgreSQL's client programs"):
        upgrade(parse_url(url), copy_folder=tmp_path / "copies")

    assert list((tmp_path / "copies").iterdir()) == []
    assert revision_of(url) == "0001"
