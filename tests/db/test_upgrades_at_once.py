"""Stations that start at once upgrade one after the other, and wait for nobody for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.db.engine import parse_url
from app.db.migrations import upgrade as upgrading
from app.db.migrations.upgrade import MIGRATION_LOCK, UpgradeBlocked, upgrade
from tests.db.schema_steps import HEAD, NEXT, add_revision, connected, filled_up_to, revision_of
from tests.servers.postgresql import PostgresqlServer


def test_of_two_upgrades_at_once_one_upgrades(database_url: str) -> None:
    filled_up_to(database_url, "0001")
    start = threading.Barrier(2)

    def one_station(_: int) -> tuple[str | None, str]:
        start.wait(timeout=150)
        report = upgrade(parse_url(database_url), without_copy=True)
        return report.before, report.after

    with ThreadPoolExecutor(2) as stations:
        outcomes = sorted(stations.map(one_station, (1, 2)))

    assert outcomes == [("0001", HEAD), (HEAD, HEAD)]


@pytest.mark.postgresql
def test_a_second_upgrade_waits_for_the_first(postgresql_server: PostgresqlServer) -> None:
    url = postgresql_server.new_database()
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    first = create_engine(url)
    with first.connect() as holder, ThreadPoolExecutor(1) as stations:
        holder.execute(text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})"))
        second = stations.submit(upgrade, parse_url(url))
        while not holder.execute(waiting).scalar_one():
            assert not second.done()
        assert revision_of(url) is None
        holder.execute(text(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})"))
        assert second.result(timeout=150).after == HEAD
    first.dispose()


def test_an_upgrade_gives_up_while_others_hold_the_tables(
    worked_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_revision(monkeypatch, tmp_path, 'op.add_column("orders", sa.Column("colour", sa.Text()))')
    monkeypatch.setattr(upgrading, "LOCK_TIMEOUT_MS", 20)
    monkeypatch.setattr(upgrading, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(upgrading, "RETRY_SECONDS", 0.0)

    with connected(worked_url) as station:
        station.execute(text("UPDATE orders SET note = 'in work' WHERE number = '1001'"))
        with pytest.raises(UpgradeBlocked, match="Close Pickstation on the other stations"):
            upgrade(parse_url(worked_url), without_copy=True)

    assert revision_of(worked_url) == HEAD
    assert upgrade(parse_url(worked_url), without_copy=True).after == NEXT
