"""Two real stations on one PostgreSQL: what happens at one is seen on the other's screen."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.db.schema import EventLog
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay

pytestmark = [
    pytest.mark.real_window,
    pytest.mark.parametrize(
        "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
    ),
]

WORK = (40, 200, 1880, 900)
"""Where the screens show work: without top strip, keys, frames and the flash at the edges."""

RESTING = 12
"""Pictures in a row, a tenth of a second apart, that are the same once a screen is at rest."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of the tests' own: a station keeps one in its user's home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def happened(floor: Workplace, kind: str) -> int:
    """How many events of a kind are on record."""
    with floor.database.begin() as work:
        statement = select(func.count()).select_from(EventLog).where(EventLog.kind == kind)
        return work.session.scalar(statement) or 0


def shown(display: XDisplay) -> Image.Image:
    """What is to be seen of the work in the window on top, once it has come to rest."""
    seen = [display.picture().crop(WORK)]
    pause = threading.Event()

    def is_at_rest() -> bool:
        pause.wait(0.1)
        seen.append(display.picture().crop(WORK))
        # A station that asks a busy database shows dots meanwhile; those are not the rest.
        return len(seen) > RESTING and all(seen[-1] == earlier for earlier in seen[-RESTING:])

    until(is_at_rest, "the screen to come to rest")
    return seen[-1]


def test_released_work_appears_at_one_station_and_goes_when_the_other_one_takes_it(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    mug, _ = builders.some_stock(floor)
    ana, ed = builders.an_operator(floor), builders.an_operator(floor, "Ed Brandt")
    second = builders.a_workplace(floor.database, "P-02")
    with (
        StationProcess(x_display, floor, tmp_path / "one") as one,
        StationProcess(x_display, second, tmp_path / "two"),
    ):
        x_display.type_scan(f"B-{builders.badge_of(ed)}")
        until(lambda: happened(floor, "OperatorSignedIn") == 1, "Ed to sign in")
        x_display.activate("Pickstation P-01")
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        until(lambda: happened(floor, "OperatorSignedIn") == 2, "Ana to sign in")

        x_display.activate("Pickstation P-02")
        nothing = shown(x_display)
        builders.a_released_order(floor, (mug, 2))
        until(lambda: x_display.picture().crop(WORK) != nothing, "the work to be shown at P-02")
        x_display.screenshot(tmp_path / "offered.png")

        x_display.activate("Pickstation P-01")
        one.insist("XCNXT", lambda: happened(floor, "TaskClaimed") == 1, "Ana to take the work")
        x_display.activate("Pickstation P-02")
        until(lambda: x_display.picture().crop(WORK) == nothing, "the work to go at P-02")
        x_display.screenshot(tmp_path / "taken.png")
