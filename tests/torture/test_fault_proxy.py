"""The proxy fails as a network does: what it lets through is done, and nobody may hear of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.servers.fault_proxy import FaultProxy
from tests.servers.postgresql import PostgresqlServer, database_name

pytestmark = pytest.mark.postgresql

Connect = Callable[[], "psycopg.Connection[Any]"]


@pytest.fixture(scope="module")
def proxy(postgresql_server: PostgresqlServer) -> Iterator[FaultProxy]:
    with FaultProxy(postgresql_server.socket) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def name(postgresql_server: PostgresqlServer) -> Iterator[str]:
    url = postgresql_server.new_database()
    yield database_name(url)
    postgresql_server.drop_database(url)


@pytest.fixture
def connect(proxy: FaultProxy, name: str) -> Iterator[Connect]:
    opened: list[psycopg.Connection[Any]] = []

    def one() -> psycopg.Connection[Any]:
        opened.append(
            psycopg.connect(host="127.0.0.1", port=proxy.port, user="pickstation", dbname=name)
        )
        return opened[-1]

    with closing(one()) as desk:
        desk.execute("create table if not exists done (what text)")
        desk.execute("delete from done")
        desk.commit()
    yield one
    proxy.heal()
    for connection in opened:
        connection.close()


def done(connect: Connect) -> list[str]:
    with closing(connect()) as desk:
        return [row[0] for row in desk.execute("select what from done")]


def test_a_lost_reply_is_a_commit_nobody_hears_of(proxy: FaultProxy, connect: Connect) -> None:
    station = connect()
    station.execute("insert into done values ('it')")
    proxy.lose_reply(b"COMMIT")
    with pytest.raises(psycopg.OperationalError):
        station.commit()
    assert done(connect) == ["it"]


def test_half_a_request_changes_nothing(proxy: FaultProxy, connect: Connect) -> None:
    station = connect()
    station.execute("insert into done values ('it')")
    proxy.halve_request(b"COMMIT")
    with pytest.raises(psycopg.OperationalError):
        station.commit()
    assert done(connect) == []


def test_what_was_stalled_arrives_when_it_is_let_go(proxy: FaultProxy, connect: Connect) -> None:
    station = connect()
    proxy.stall()
    asking = threading.Thread(target=station.execute, args=("insert into done values ('it')",))
    asking.start()
    assert proxy.counts["stall"] >= 1
    assert asking.is_alive()
    proxy.resume()
    asking.join()
    station.commit()
    assert done(connect) == ["it"]


def test_a_cut_ends_every_connection_and_refusal_lets_none_in(
    proxy: FaultProxy, connect: Connect
) -> None:
    station = connect()
    proxy.refuse()
    proxy.cut()
    with pytest.raises(psycopg.OperationalError):
        station.execute("select 1")
    with pytest.raises(psycopg.OperationalError, match="refused"):
        connect()
    proxy.accept()
    assert done(connect) == []
