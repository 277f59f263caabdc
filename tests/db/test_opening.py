"""A station opens its database, brings it up to date, or says in clear words why it cannot."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from app.db.engine import parse_url
from app.db.migrations.upgrade import NotOurDatabase, SchemaTooNew, SchemaTooOld, upgrade
from app.db.opening import DatabaseUnreachable, open_as_it_is, open_database
from app.db.safety_copy import SafetyCopyFailed
from tests.db.schema_steps import HEAD, execute, filled_up_to, revision_of, row_counts
from tests.servers.postgresql import PostgresqlServer
from tests.servers.refusing_postgresql import RefusingPostgresql

SECRET = "mouse-trap"


def test_an_empty_database_is_set_up_at_the_first_start(database_url: str) -> None:
    database, report = open_database(parse_url(database_url), station="P-01")
    database.close()
    again, nothing = open_database(parse_url(database_url), station="P-01")
    with again.begin() as work:
        assert work.session.scalar(text("SELECT count(*) FROM orders")) == 0
    again.close()

    assert report is not None
    assert (report.before, report.after, report.copy) == (None, HEAD, None)
    assert nothing is None


def test_a_file_is_made_with_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "floor.sqlite3"
    database, _ = open_database(parse_url(f"sqlite:///{file}"), station="P-01")
    database.close()
    assert file.is_file()


def test_an_older_database_is_upgraded_at_start_with_a_copy_first(
    database_url: str, tmp_path: Path
) -> None:
    filled_up_to(database_url, "0002")

    database, report = open_database(
        parse_url(database_url), station="P-01", copy_folder=tmp_path / "copies"
    )
    database.close()

    assert report is not None
    assert (report.before, report.after) == ("0002", HEAD)
    assert report.copy is not None
    assert report.copy.stat().st_size > 0


def test_a_station_that_can_make_no_copy_upgrades_nothing_and_says_who_can(
    database_url: str, tmp_path: Path
) -> None:
    filled_up_to(database_url, "0002")
    before = row_counts(database_url)
    (tmp_path / "file").touch()

    with pytest.raises(SafetyCopyFailed, match="pickstation database upgrade"):
        open_database(parse_url(database_url), station="P-01", copy_folder=tmp_path / "file")

    assert (revision_of(database_url), row_counts(database_url)) == ("0002", before)


def test_a_newer_database_is_refused(migrated_url: str) -> None:
    execute(migrated_url, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(SchemaTooNew, match="Update Pickstation on this station"):
        open_database(parse_url(migrated_url), station="P-01")
    with pytest.raises(SchemaTooNew):
        open_as_it_is(parse_url(migrated_url))


def test_looking_at_a_database_upgrades_nothing(database_url: str) -> None:
    upgrade(parse_url(database_url), revision="0002")
    with pytest.raises(SchemaTooOld, match="pickstation database upgrade"):
        open_as_it_is(parse_url(database_url))
    assert revision_of(database_url) == "0002"


def test_another_programs_database_is_refused(database_url: str) -> None:
    execute(database_url, "CREATE TABLE wp_posts (id INTEGER)")
    with pytest.raises(NotOurDatabase):
        open_database(parse_url(database_url), station="P-01")
    with pytest.raises(NotOurDatabase):
        open_as_it_is(parse_url(database_url))


def test_looking_at_a_file_that_is_not_there_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "floor.sqlite3"
    with pytest.raises(DatabaseUnreachable, match=f"there is no database file {file}"):
        open_as_it_is(parse_url(f"sqlite:///{file}"))
    assert not file.exists()


def test_a_file_of_another_kind_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("sku,quantity\n" * 200)

    with pytest.raises(DatabaseUnreachable, match=rf"{file} cannot be opened: .* not a database"):
        open_database(parse_url(f"sqlite:///{file}"), station="P-01")

    assert file.read_text() == "sku,quantity\n" * 200


@pytest.mark.parametrize("place", ["/proc/floor.sqlite3", "/proc/new/floor.sqlite3"])
def test_a_folder_that_may_not_be_written_is_named(place: str) -> None:
    with pytest.raises(DatabaseUnreachable, match=rf"database file {place} cannot be opened"):
        open_database(parse_url(f"sqlite:///{place}"), station="P-01")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_url_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUnreachable, match="names no file"):
        open_database(parse_url(url), station="P-01")


@pytest.mark.postgresql
def test_a_database_that_the_server_does_not_have_is_named(
    postgresql_server: PostgresqlServer,
) -> None:
    url = parse_url(postgresql_server.new_database()).set(database="no_such_floor")
    with pytest.raises(DatabaseUnreachable, match="the server has no database no_such_floor"):
        open_database(url, station="P-01")


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        ("28P01", 'password authentication failed for user "floor"', "refuses the user name or"),
        ("28000", 'role "floor" does not exist', "refuses the user name or the password"),
        ("28000", 'no pg_hba.conf entry for host "10.0.0.7"', "does not let this user in"),
        ("3D000", 'database "depot" does not exist', "has no database depot; create it first"),
        ("53300", "sorry, too many clients already", "has no free connection"),
        ("57P03", "the database system is starting up", "is still starting"),
    ],
)
def test_a_server_that_refuses_is_explained_without_the_password(
    code: str, message: str, words: str
) -> None:
    with RefusingPostgresql(code, message) as server:
        url = parse_url(f"postgresql://floor:{SECRET}@127.0.0.1:{server.port}/depot")
        with pytest.raises(DatabaseUnreachable, match=words) as refused:
            open_database(url, station="P-01")

    assert "the database depot on 127.0.0.1" in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = parse_url(f"postgresql://floor:{SECRET}@127.0.0.1:{port}/depot")

    with pytest.raises(DatabaseUnreachable, match="no server listens there") as refused:
        open_database(url, station="P-01")

    assert SECRET not in str(refused.value)
