"""A station whose safety copies fail says so in the strip, and says that it has the file open."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap.safety_copies import Keeper
from app.db.held_files import stations_at
from tests.ui.screens_fixture_station import Station


def test_trouble_with_copies_is_shown_until_there_is_one_again(station: Station) -> None:
    station.window.note_copies("the disk is full")
    assert station.window.notice.notice is not None
    assert station.window.notice.notice.text == "No safety copy: the disk is full"

    station.window.note_copies("")
    assert station.window.notice.notice is None


def test_a_window_at_an_embedded_database_is_known_beside_its_file(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "data"))
    workplace = station.context.workplace
    file = Path(workplace.database.engine.url.database or "")

    keeper = Keeper(station.window, workplace)
    assert stations_at(file) == (workplace.station,)
    with qtbot.waitSignal(keeper.told):
        keeper.told.emit("the folder is gone")
    qtbot.waitUntil(lambda: station.window.notice.notice is not None)
    keeper.close()

    assert stations_at(file) == ()
