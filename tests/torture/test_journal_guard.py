"""A scan counts off line only because it is on the station's disk before its answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.journal import Journal, JournalEntry, Note
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services.offline_floor import OfflineFloor, offline_floor
from tests.torture.checker import Verdict, check
from tests.torture.diary import Diaries

pytestmark = pytest.mark.postgresql


@pytest.fixture
def shed(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


def lost_after_a_death(shed: OfflineFloor) -> list[str]:
    """Accept a scan off line, die, come back and send; what of the accepted is nowhere."""
    goods, _ = builders.some_stock(shed.desk, 9)
    builders.a_released_order(shed.desk, (goods, 2))
    ana, tote = builders.an_operator(shed.desk), builders.a_tote(shed.desk)
    entry = builders.entry(goods.barcode)
    with shed.station() as picker:
        picker.wait_online()
        picker.sign_in(ana)
        picker.claim()
        picker.scan(tote)
        shed.cut()
        answer = picker.enter(entry)
        assert answer.refusal is None
        assert answer.is_stored
    shed.heal()
    with shed.station() as picker:
        picker.wait_online()
    line = {"line": "stored", "scan": str(entry.scan_id), "kind": "pick", "by": "P-01"}
    verdict = Verdict()
    check(shed.desk, Diaries([line | {"raw": entry.raw, "refusal": None}]), verdict, drained=True)
    return verdict.found.get("every scan of a journal is on record", [])


def test_a_scan_accepted_off_line_survives_its_station(shed: OfflineFloor) -> None:
    assert not lost_after_a_death(shed)


def test_an_answer_before_the_journal_is_missed(
    shed: OfflineFloor, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = Journal.append

    def append(journal: Journal, note: Note, copy: str | None) -> JournalEntry:
        if journal.unsent() or shed.proxy.counts["cut"]:
            return JournalEntry(10_000, note)  # written "soon": the station dies before
        return true(journal, note, copy)

    monkeypatch.setattr(Journal, "append", append)
    assert lost_after_a_death(shed), "nobody noticed"
