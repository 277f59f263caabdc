"""Two real stations on one PostgreSQL: what happens at one is seen on the other's screen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.db.schema import EventLog
from app.services.workplace import Workplace
from app.ui.tokens import LIGHT, State
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay

pytestmark = [
    pytest.mark.real_window,
    pytest.mark.parametrize(
        "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
    ),
]

CARD = (60, 140, 1100, 580)
"""Where the start screen shows the next work: drawn solid where there is some, else on white."""

OFFERED, NO_WORK = LIGHT.states[State.NEXT].fill, LIGHT.surface


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of the tests' own: a station keeps one in its user's home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def happened(floor: Workplace, kind: str) -> int:
    """How many events of a kind are on record."""
    with floor.database.begin() as work:
        statement = select(func.count()).select_from(EventLog).where(EventLog.kind == kind)
        return work.session.scalar(statement) or 0


def card_of(display: XDisplay) -> str:
    """The colour that the card of the next work is drawn on, at the one station of a display."""
    card = display.picture().convert("RGB").crop(CARD).reduce(10).tobytes()
    [(colour, _)] = Counter(card[at : at + 3] for at in range(0, len(card), 3)).most_common(1)
    return f"#{colour.hex().upper()}"


def test_released_work_appears_at_one_station_and_goes_when_the_other_one_takes_it(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    mug, _ = builders.some_stock(floor)
    ana, ed = builders.an_operator(floor), builders.an_operator(floor, "Ed Brandt")
    second = builders.a_workplace(floor.database, "P-02")
    with (
        XDisplay() as elsewhere,
        StationProcess(x_display, floor, tmp_path / "one") as one,
        StationProcess(elsewhere, second, tmp_path / "two"),
    ):
        elsewhere.type_scan(f"B-{builders.badge_of(ed)}")
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        until(lambda: happened(floor, "OperatorSignedIn") == 2, "both to sign in")
        until(lambda: card_of(elsewhere) == NO_WORK, "the start screen at P-02")

        builders.a_released_order(floor, (mug, 2))
        until(lambda: card_of(elsewhere) == OFFERED, "the work to be shown at P-02")
        elsewhere.screenshot(tmp_path / "offered.png")

        one.insist("XCNXT", lambda: happened(floor, "TaskClaimed") == 1, "Ana to take the work")
        until(lambda: card_of(elsewhere) == NO_WORK, "the work to go at P-02")
        elsewhere.screenshot(tmp_path / "taken.png")
