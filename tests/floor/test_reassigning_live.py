"""Two real stations on one PostgreSQL: a lead takes half of a picker's work and gives it away."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from app.db.schema import EventLog, Operator, PickTask
from app.domain.floor_work import FloorWork
from app.domain.operators import OperatorRole
from app.domain.own_codes import quantity_payload
from app.domain.tasks import PickTaskState
from app.services import picking
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.floor.test_two_stations_live import happened
from tests.servers.x_display import XDisplay
from tests.services import books, shift

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

CEILING_SECONDS = 20.0
"""On a quiet machine it is within one; a busy one may take its time."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of the tests' own: a station keeps one in its user's home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def shown(display: XDisplay) -> Image.Image:
    """What is to be seen of the work in the window, once it has come to rest."""
    seen = [display.picture().crop(WORK)]
    pause = threading.Event()

    def is_at_rest() -> bool:
        pause.wait(0.1)
        seen.append(display.picture().crop(WORK))
        return len(seen) > RESTING and all(seen[-1] == earlier for earlier in seen[-RESTING:])

    until(is_at_rest, "the screen to come to rest")
    return seen[-1]


def committed_at(floor: Workplace, kind: str) -> datetime:
    """When the last event of a kind was written."""
    with floor.database.begin() as work:
        statement = select(EventLog.at).where(EventLog.kind == kind).order_by(EventLog.id.desc())
        at = work.session.scalars(statement).first()
    assert at is not None
    return at


def tasks_of(floor: Workplace, operator_id: int) -> int:
    """How many tasks wait for somebody."""
    with floor.database.begin() as work:
        rows = work.session.scalars(
            select(PickTask.id).where(
                PickTask.state == PickTaskState.PAUSED, PickTask.paused_by == operator_id
            )
        )
        return len(rows.all())


def ask_who_takes_half(desk: XDisplay, lead: StationProcess) -> None:
    """Open the people by their card, choose the first and ask who takes half of their work."""
    lead.settle()
    start, people_card = shown(desk), quantity_payload(FloorWork.PEOPLE)
    lead.insist(people_card, lambda: desk.picture().crop(WORK) != start, "the people")
    lead.settle()
    people = shown(desk)
    for key in ("1", "Return", "F2"):  # Ana is first: she alone has work
        desk.press(key)
        lead.settle()
    until(lambda: desk.picture().crop(WORK) != people, "somebody to be offered")


def test_half_of_an_order_is_given_away_and_both_screens_tell_it_at_once(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    goods = [builders.some_stock(floor)[0] for _ in range(6)]
    ana, bo = builders.an_operator(floor), builders.an_operator(floor, "Bo Lund")
    lea = builders.an_operator(floor, "Lea Roth")
    with floor.database.begin() as work:
        work.session.get_one(Operator, lea).role = OperatorRole.LEAD
    number = builders.a_released_order(floor, *((each, 1) for each in goods))
    totes = [builders.a_tote(floor) for _ in range(2)]
    picker = builders.a_workplace(floor.database, "P-02")
    with (
        XDisplay() as desk,
        StationProcess(desk, floor, tmp_path / "desk") as lead,
        StationProcess(x_display, picker, tmp_path / "picker") as there,
    ):
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        there.insist("XCNXT", lambda: happened(floor, "TaskClaimed") == 1, "Ana to take the work")
        there.scan(totes[0])
        there.scan(goods[0].barcode)
        desk.type_scan(f"B-{builders.badge_of(lea)}")
        until(lambda: happened(floor, "OperatorSignedIn") == 2, "Lea to sign in")
        ask_who_takes_half(desk, lead)
        asked, picking_on = shown(desk), shown(x_display)
        desk.screenshot(tmp_path / "asked.png")
        for key in ("1", "Return"):
            desk.press(key)
            lead.settle()
        until(lambda: happened(floor, "WorkShared") == 1, "half of it to be given away")
        until(lambda: x_display.picture().crop(WORK) != picking_on, "Ana's screen to tell it")
        told_after = (datetime.now(UTC) - committed_at(floor, "WorkShared")).total_seconds()
        until(lambda: desk.picture().crop(WORK) != asked, "the lead's screen to show it")
        desk_after = (datetime.now(UTC) - committed_at(floor, "WorkShared")).total_seconds()
        desk.screenshot(tmp_path / "given.png")
        x_display.screenshot(tmp_path / "told.png")
        print(f"after the commit: picker {told_after:.2f} s, lead {desk_after:.2f} s")  # noqa: T201
        assert max(told_after, desk_after) < CEILING_SECONDS
        taker = bo if tasks_of(floor, bo) else lea
        shift.pick_to_end(picker, taker, picking.claim_work(picker, taker), totes[1])
        for each in goods[1:4]:
            there.scan(each.barcode)
        until(lambda: books.order_state(floor, number) == "picked", "all to be picked")
    assert there.picked().count(1) == len(goods)
    books.audit(floor.database)
