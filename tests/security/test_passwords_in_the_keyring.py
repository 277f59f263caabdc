"""The database's password lies in the system's keyring, and nowhere where others read it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from app.__main__ import main
from app.bootstrap.passwords import (
    NoKeyring,
    account_of,
    forget_password,
    keep_password,
    kept_password,
    reachable_url,
)
from app.db.engine import make_engine, parse_url
from app.db.migrations.upgrade import upgrade
from app.db.roles import login_name
from tests.servers.postgresql import PostgresqlServer
from tests.servers.station_logins import take_roles_away

URL = "postgresql+psycopg://station@db1.example,db2.example/shop"
SECRET = "correct horse battery"


nothing = cast("Callable[[], KeyringBackend]", fail.Keyring)
void = cast("Callable[[], KeyringBackend]", null.Keyring)


class MemoryKeyring(KeyringBackend):
    """A keyring of this process; `locked` refuses as one whose owner has not signed in."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no types here
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        del self.kept[service, username]

    def _look(self) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No password from outside, a settings folder of the test's own, and the keyring put back."""
    for name in ("PGPASSWORD", "PGPASSFILE", "PICKSTATION_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def test_a_kept_password_is_found_again_for_this_user_server_and_database(
    memory: MemoryKeyring,
) -> None:
    keep_password(parse_url(URL), SECRET)
    assert reachable_url(URL).password == SECRET
    assert reachable_url(URL.replace("station@", "other@")).password is None
    assert reachable_url(URL.replace("/shop", "/other")).password is None
    assert list(memory.kept) == [("pickstation", "station@db1.example,db2.example/shop")]
    assert SECRET not in str(reachable_url(URL))
    assert forget_password(parse_url(URL))
    assert not forget_password(parse_url(URL))
    assert reachable_url(URL).password is None


@pytest.mark.parametrize("name", ["PGPASSWORD", "PGPASSFILE"])
def test_whoever_gives_the_password_otherwise_is_not_overruled(
    memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    keep_password(parse_url(URL), SECRET)
    monkeypatch.setenv(name, "x")
    assert reachable_url(URL).password is None
    assert memory.kept
    monkeypatch.delenv(name)
    assert reachable_url(URL.replace("station@", "station:given@")).password == "given"
    assert reachable_url("sqlite:///floor.sqlite3").password is None


def test_where_there_is_no_keyring_a_station_still_starts_and_keeping_says_what_to_do() -> None:
    keyring.set_keyring(nothing())
    assert reachable_url(URL) == parse_url(URL)
    with pytest.raises(NoKeyring, match=r"no keyring.*PGPASSFILE"):
        keep_password(parse_url(URL), SECRET)


def test_a_keyring_that_keeps_nothing_is_told_from_one_that_does() -> None:
    keyring.set_keyring(void())
    with pytest.raises(NoKeyring, match="switched off"):
        keep_password(parse_url(URL), SECRET)


def test_a_locked_keyring_is_named_as_such(memory: MemoryKeyring) -> None:
    memory.locked = True
    assert reachable_url(URL).password is None
    with pytest.raises(NoKeyring, match="locked"):
        kept_password(parse_url(URL))


def test_a_password_in_the_settings_file_is_warned_of_and_moved_away(
    memory: MemoryKeyring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config" / "pickstation" / "station.toml"
    file.parent.mkdir(parents=True)
    written = URL.replace("station@", f"station:{SECRET.replace(' ', '%20')}@")
    file.write_text(f'station = "P-07"  # by the door\ndatabase = "{written}"\n', encoding="utf-8")

    assert main(["barcode", "XCK"]) == 0
    assert "`pickstation database password`" in capsys.readouterr().err
    assert main(["database", "password"]) == 0

    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    assert file.read_text() == f'station = "P-07"  # by the door\ndatabase = "{URL}"\n'
    assert memory.kept == {("pickstation", account_of(parse_url(URL))): SECRET}
    assert main(["barcode", "XCK"]) == 0
    assert capsys.readouterr().err == ""


def test_where_it_cannot_be_kept_the_settings_file_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring.set_keyring(nothing())
    file = tmp_path / "config" / "pickstation" / "station.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'database = "{URL.replace("station@", "station:x@")}"\n', encoding="utf-8")
    before = file.read_bytes()
    assert main(["database", "password"]) == 1
    assert "PGPASSFILE" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.postgresql
def test_a_stations_login_has_a_password_that_only_the_keyring_knows(
    memory: MemoryKeyring,
    postgresql_server: PostgresqlServer,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = postgresql_server.new_database()
    upgrade(parse_url(url))
    make = ["database", "roles", "--database", url, "--station-login", "p-01"]
    with caplog.at_level(logging.DEBUG, logger="sqlalchemy"):
        assert main([*make, "--for", "picker"]) == 0

    name = login_name(parse_url(url).database or "", "P-01")
    (account, password), *others = memory.kept.items()
    assert not others
    assert account[1].startswith(f"{name}@")
    said = capsys.readouterr()
    assert password not in said.out + said.err + caplog.text
    engine = make_engine(url)
    with engine.connect() as connection:
        verifier = connection.exec_driver_sql(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", (name,)
        ).scalar_one()
    engine.dispose()
    assert is_password_of(verifier, password)
    assert not is_password_of(verifier, "another")
    assert reachable_url(str(parse_url(url).set(username=name))).password == password
    take_roles_away(url, ["P-01"])
    postgresql_server.drop_database(url)


def is_password_of(verifier: str, password: str) -> bool:
    """Whether PostgreSQL would take the password for this verifier: RFC 5802 and 7677."""
    _, rounds_and_salt, keys = verifier.split("$")
    rounds, salt = rounds_and_salt.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = base64.b64encode(hashlib.sha256(client).digest()).decode()
    return keys.split(":")[0] == stored


@pytest.mark.postgresql
def test_without_a_keyring_no_login_is_made_whose_password_nobody_would_know(
    postgresql_server: PostgresqlServer, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring.set_keyring(nothing())
    url = postgresql_server.new_database()
    upgrade(parse_url(url))
    assert main(["database", "roles", "--database", url, "--station-login", "P-01"]) == 1
    assert "no keyring" in capsys.readouterr().err
    engine = make_engine(url)
    with engine.connect() as connection:
        name = f"{parse_url(url).database}_%"
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_roles WHERE rolname LIKE %s", (name,)
        ).scalar_one()
    engine.dispose()
    assert found == 0
    postgresql_server.drop_database(url)


def test_an_embedded_database_has_no_roles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["database", "roles", "--database", f"sqlite:///{tmp_path / 'floor'}"]) == 1
    assert "only PostgreSQL has roles" in capsys.readouterr().err
