"""A database URL leads to the right servers, safely, and never shows a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.db.durability import durability_findings
from app.db.engine import UnusableDatabaseUrl, make_engine, parse_url
from app.db.opening import address_of, place_of
from app.db.transport import hosts_of, transport_arguments
from app.db.watchdog import Watchdog
from tests.servers.postgresql import PostgresqlServer

PAIR = "postgresql+psycopg://u@/floor?host=h1:5432&host=h2:6432"
SECRET = "mouse-trap"


def test_several_hosts_are_kept_and_the_one_that_takes_writes_is_wanted() -> None:
    url = parse_url(PAIR)
    arguments = url.get_dialect()().create_connect_args(url)[1]
    assert (arguments["host"], arguments["port"]) == ("h1,h2", "5432,6432")
    assert arguments["target_session_attrs"] == "read-write"
    assert arguments["sslmode"] == "verify-full"
    assert hosts_of(url) == ("h1", "h2")
    assert place_of(url) == "the database floor on h1:5432, h2:6432"


def test_who_wants_another_kind_of_server_says_so() -> None:
    url = parse_url(f"{PAIR}&target_session_attrs=any")
    assert url.query["target_session_attrs"] == "any"


def test_a_single_server_is_asked_for_nothing() -> None:
    assert "target_session_attrs" not in parse_url("postgresql://u@localhost/floor").query


@pytest.mark.parametrize("hosts", ["host=h1:54x32&host=h2", "host=h1,h2&port=1,2,3"])
def test_hosts_and_ports_that_do_not_match_are_explained(hosts: str) -> None:
    with pytest.raises(UnusableDatabaseUrl, match=r"host=FIRST:5432&host=SECOND:5432"):
        parse_url(f"postgresql://u:{SECRET}@/floor?{hosts}")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u@localhost/floor",
        "postgresql://u@127.0.0.1:5433/floor",
        "postgresql://u@[::1]/floor",
        "postgresql://u@/floor?host=/run/postgresql",
        "postgresql://u@/floor?host=127.0.0.1:5001&host=127.0.0.1:5002",
        "postgresql://u@/floor",
        "postgresql://u@localhost/floor?sslmode=disable",
    ],
)
def test_inside_this_machine_nothing_is_encrypted(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGHOST", raising=False)
    assert transport_arguments(parse_url(url)) == {}
    assert parse_url(url).query.get("sslmode") in (None, "disable")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u@db.example/floor",
        "postgresql://u@192.168.4.2/floor",
        "postgresql://u@/floor?host=127.0.0.1:5432&host=db.example:5432",
        "postgresql://u@/floor?host=localhost,db.example",
        "postgresql://u@localhost/floor?hostaddr=10.0.0.4",
        "postgresql://u@db.example/floor?hostaddr=127.0.0.1",
        "postgresql://u@/floor?service=depot",
    ],
)
def test_to_another_machine_the_server_has_to_prove_itself(url: str) -> None:
    assert parse_url(url).query["sslmode"] == "verify-full"


def test_the_server_named_by_the_environment_has_to_prove_itself_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    assert parse_url("postgresql:///floor").query["sslmode"] == "verify-full"


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_an_encrypted_mode_that_somebody_chose_is_kept(mode: str) -> None:
    assert parse_url(f"postgresql://u@db.example/floor?sslmode={mode}").query["sslmode"] == mode


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_clear_text_to_another_machine_is_refused_with_the_remedy(mode: str) -> None:
    text = f"postgresql://u:{SECRET}@db.example/floor?sslmode={mode}"
    with pytest.raises(UnusableDatabaseUrl, match=r"db\.example.*\?sslrootcert=FILE") as refused:
        parse_url(text)
    with pytest.raises(UnusableDatabaseUrl):
        make_engine(text)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://u:{SECRET}@localhost/floor",
        f"postgresql://u@localhost/floor?password={SECRET}",
        f"postgresql://u@localhost/floor?sslpassword={SECRET}",
    ],
)
def test_no_password_is_shown(text: str) -> None:
    url = parse_url(text)
    engine = make_engine(url)
    assert SECRET in str(url.get_dialect()().create_connect_args(url)[1])
    assert SECRET not in address_of(url) + place_of(url)
    if "sslpassword" not in text:
        assert SECRET not in repr(engine) + repr(url)
    engine.dispose()


def test_the_server_that_answered_last_is_asked_first() -> None:
    watchdog = Watchdog(6.0)
    asked = {"host": "h1,h2,h3", "port": "1,2,3", "dbname": "floor"}
    assert watchdog._best_place_first(asked)["host"] == "h1,h2,h3"
    watchdog._last_place = ("h2", "2")
    ordered = watchdog._best_place_first(asked)
    assert (ordered["host"], ordered["port"]) == ("h2,h1,h3", "2,1,3")
    assert ordered["connect_timeout"] * 3 <= 6, "all of them get their turn in time"
    watchdog._avoid(("h2", "2"))
    assert watchdog._best_place_first(asked)["host"] == "h1,h3,h2", "it stood still since"
    alone = {"host": "h1", "port": 1}
    assert watchdog._best_place_first(alone) == alone


@pytest.mark.postgresql
def test_settings_that_would_lose_scans_are_named(postgresql_server: PostgresqlServer) -> None:
    engine = make_engine(postgresql_server.new_database())
    found = durability_findings(engine)  # the tests' server is fast and careless
    engine.dispose()
    words = ("fsync", "full_page_writes", "data checksums", "synchronous_commit")
    assert [word for word in words if any(one.startswith(word) for one in found)] == list(words)


def test_the_embedded_database_is_set_up_by_the_program(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'floor.sqlite'}")
    assert durability_findings(engine) == ()
    engine.dispose()
