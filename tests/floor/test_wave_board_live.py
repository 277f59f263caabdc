"""Two real stations on one PostgreSQL: a lead previews and releases a wave, a picker gets it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from app.db.schema import Operator
from app.domain.floor_work import FloorWork
from app.domain.operators import OperatorRole
from app.domain.own_codes import quantity_payload
from app.domain.pick_state import PickMethod
from app.services import waves
from app.services.checking import check_database
from app.services.wave_release import plan_wave
from app.services.waves import NewWave
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import TRIES, StationProcess, until
from tests.floor.test_reassigning_live import CEILING_SECONDS, WORK, committed_at, shown
from tests.floor.test_two_stations_live import NO_WORK, OFFERED, card_of, happened
from tests.servers.x_display import XDisplay
from tests.services import books, wave_desk

pytestmark = [
    pytest.mark.real_window,
    pytest.mark.parametrize(
        "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
    ),
]

METHOD = "select method from wave where code = :code"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of the tests' own: a station keeps one in its user's home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def a_lead(floor: Workplace) -> int:
    """Somebody who leads."""
    lea = builders.an_operator(floor, "Lea Roth")
    with floor.database.begin() as work:
        work.session.execute(
            update(Operator).where(Operator.id == lea).values(role=OperatorRole.LEAD)
        )
    return lea


def press_until(
    display: XDisplay, station: StationProcess, key: str, is_so: Callable[[], bool], what: str
) -> None:
    """Press a key until it was heard: while the screen works something out it does nothing."""
    for _ in range(TRIES):
        display.press(key)
        station.settle()
        if station.is_heard(is_so):
            return
    raise AssertionError(f"waited in vain for {what}")


def open_by_card(display: XDisplay, station: StationProcess, choice: FloorWork, what: str) -> None:
    """Open a screen by its card, and wait until it stands still."""
    station.settle()
    start = shown(display)
    station.insist(quantity_payload(choice), lambda: display.picture().crop(WORK) != start, what)
    station.settle()


def seconds_since(floor: Workplace, kind: str) -> float:
    """Seconds since the last event of a kind was written."""
    return (datetime.now(UTC) - committed_at(floor, kind)).total_seconds()


def a_planned_wave(floor: Workplace) -> str:
    """A wave of four orders that could be released."""
    goods = [builders.some_stock(floor)[0] for _ in range(4)]
    numbers = [wave_desk.an_order(floor, each) for each in goods]
    ids = wave_desk.ids(floor, *numbers)
    code = waves.create_wave(floor, NewWave(PickMethod.SINGLE), ids).code
    plan_wave(floor, code)
    return code


def is_known_on(floor: Workplace, tote: str) -> bool:
    """Whether a tote is an order's by now."""
    sql = "select count(*) from tote join location on location.id = tote.location_id "
    sql += "where code = :tote and coalesce(order_id, task_id) is not null"
    return bool(books.value(floor, sql, tote=tote))


def test_a_wave_is_previewed_by_two_plans_released_and_picked_at_the_other_station(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    code = a_planned_wave(floor)
    ana, lea = builders.an_operator(floor), a_lead(floor)
    tote = builders.a_tote(floor)
    picker = builders.a_workplace(floor.database, "P-02")
    with (
        XDisplay() as desk,
        StationProcess(desk, floor, tmp_path / "desk") as lead,
        StationProcess(x_display, picker, tmp_path / "picker") as there,
    ):
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        desk.type_scan(f"B-{builders.badge_of(lea)}")
        until(lambda: happened(floor, "OperatorSignedIn") == 2, "both to sign in")
        until(lambda: card_of(x_display) == NO_WORK, "the start screen at P-02")
        open_by_card(desk, lead, FloorWork.WAVE, "the wave board")
        board = shown(desk)
        press_until(desk, lead, "Return", lambda: desk.picture().crop(WORK) != board, "the preview")
        press_until(
            desk, lead, "F2", lambda: books.value(floor, METHOD, code=code) != "single", "plan 2"
        )
        lead.settle()
        preview = shown(desk)
        desk.screenshot(tmp_path / "two_plans.png")
        press_until(
            desk, lead, "Return", lambda: happened(floor, "OrdersReleased") == 1, "the release"
        )
        until(lambda: card_of(x_display) == OFFERED, "the work to be shown at P-02")
        told_after = seconds_since(floor, "OrdersReleased")
        until(lambda: desk.picture().crop(WORK) != preview, "the board to show it")
        desk_after = seconds_since(floor, "OrdersReleased")
        released = shown(desk)
        desk.screenshot(tmp_path / "released.png")
        there.insist("XCNXT", lambda: happened(floor, "TaskClaimed") == 1, "Ana to take the work")
        until(lambda: desk.picture().crop(WORK) != released, "Ana on the lead's board")
        claim_after = seconds_since(floor, "TaskClaimed")
        print(  # noqa: T201
            f"picker {told_after:.2f} s, board {desk_after:.2f} s after the release, "
            f"{claim_after:.2f} s after the claim"
        )
        assert max(told_after, desk_after, claim_after) < CEILING_SECONDS
        desk.screenshot(tmp_path / "claimed.png")
        there.insist(tote, lambda: is_known_on(floor, tote), "Ana's first tote")
        x_display.screenshot(tmp_path / "picking.png")
    books.audit(floor.database)
    assert check_database(floor).is_sound
