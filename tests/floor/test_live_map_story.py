"""Two real stations on one PostgreSQL: a lead sees a picker move, and closes their aisle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import update

from app.db.schema import Operator
from app.domain.floor_work import FloorWork
from app.domain.operators import OperatorRole
from app.domain.own_codes import quantity_payload
from app.services.allocating import allocate_waiting_orders
from app.services.floor_setup import aisles_closed
from app.services.live_map import PersonOnMap, live_map
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from app.ui.tokens import LIGHT
from tests import builders
from tests.floor.station_process import TRIES, StationProcess, until
from tests.floor.test_planned_walk_story import WORK, ahead
from tests.floor.test_two_stations_live import happened
from tests.servers.x_display import XDisplay
from tests.services.floor_plan import on_a_grid

pytestmark = [
    pytest.mark.real_window,
    pytest.mark.parametrize(
        "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
    ),
]

MAP = (30, 100, 1170, 540)
"""Where the lead's screen draws the floor."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of the tests' own: a station keeps one in its user's home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def floor_of(display: XDisplay) -> Image.Image:
    """The map as the lead sees it."""
    return display.picture().convert("RGB").crop(MAP)


def shows_heat(display: XDisplay) -> bool:
    """Whether an aisle is coloured."""
    wanted = {bytes.fromhex(colour[1:]) for colour in LIGHT.heat}
    picture = floor_of(display).tobytes()
    return any(picture[at : at + 3] in wanted for at in range(0, len(picture), 33 * 3))


def type_keys(display: XDisplay, *keys: str) -> None:
    """Press keys as a person does."""
    pause = threading.Event()
    for key in keys:
        display.press(key)
        pause.wait(0.4)


def type_until(
    display: XDisplay, keys: tuple[str, ...], is_so: Callable[[], bool], what: str
) -> None:
    """Press keys until they were heard: those pressed while a screen changes are dropped."""
    pause = threading.Event()
    for _ in range(TRIES):
        type_keys(display, *keys)
        for _ in range(100):
            if is_so():
                return
            pause.wait(0.1)
    raise AssertionError(f"waited in vain for {what}")


def the_picker(floor: Workplace) -> PersonOnMap | None:
    """The picker on the live map, once they have scanned a place."""
    people = live_map(floor, None).people
    return next((person for person in people if person.short == "Ana" and person.place), None)


def is_at(floor: Workplace, place: str) -> bool:
    """Whether the picker's last scanned place is this one."""
    known = the_picker(floor)
    return known is not None and known.place == place


def work_along_four_aisles(floor: Workplace) -> dict[str, str]:
    """A released order with a stop in each aisle; the code to scan at each place."""
    goods, places = on_a_grid(floor, aisles=4, bays=4)
    builders.an_order(floor, *((goods[at], 1) for at in (3, 7, 11, 15)))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    return {place: item.barcode for place, item in zip(places, goods, strict=True)}


def a_lead(floor: Workplace) -> int:
    """Somebody who leads."""
    mira = builders.an_operator(floor, "Mira Lind")
    with floor.database.begin() as work:
        work.session.execute(
            update(Operator).where(Operator.id == mira).values(role=OperatorRole.LEAD)
        )
    return mira


def close_aisle(display: XDisplay, floor: Workplace, aisle: str) -> None:
    """Close an aisle by the map's keys, until somebody opens it."""
    choose = ("a", "space", aisle, "Return", "F6")
    type_until(display, choose, lambda: not shows_heat(display), "the question over the map")
    type_until(
        display, ("1", "Return", "5", "Return"), lambda: bool(aisles_closed(floor)), "closing"
    )
    (closed,) = aisles_closed(floor)
    assert (closed.aisle, closed.people) == (aisle, 1)
    floor.floor.forget()  # the test's own copy of the floor has heard of nothing


def test_a_lead_sees_a_picker_move_and_closes_the_aisle_they_go_to(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    code_at, mira = work_along_four_aisles(floor), a_lead(floor)
    ana = builders.an_operator(floor, "Ana Kovac")
    tote, second = builders.a_tote(floor), builders.a_workplace(floor.database, "P-02")
    with (
        XDisplay() as elsewhere,
        StationProcess(x_display, floor, tmp_path / "lead") as lead,
        StationProcess(elsewhere, second, tmp_path / "picker") as picker,
    ):
        x_display.type_scan(f"B-{builders.badge_of(mira)}")
        elsewhere.type_scan(f"B-{builders.badge_of(ana)}")
        until(lambda: happened(floor, "OperatorSignedIn") == 2, "both to sign in")
        lead.insist(quantity_payload(FloorWork.MAP), lambda: shows_heat(x_display), "the map")
        picker.insist("XCNXT", lambda: happened(floor, "TaskClaimed") == 1, "Ana's task")
        picker.scan(tote)

        first, next_place, *_ = ahead(floor)
        before = floor_of(x_display)
        picker.scan(code_at[first])
        until(lambda: the_picker(floor) is not None, "the place to be on record")
        until(lambda: floor_of(x_display) != before, "Ana's flag on the lead's map")
        x_display.screenshot(tmp_path / "seen.png")

        asked = elsewhere.picture().crop(WORK)
        close_aisle(x_display, floor, next_place[1:3].lstrip("0"))
        until(lambda: elsewhere.picture().crop(WORK) != asked, "another stop at P-02")
        x_display.screenshot(tmp_path / "closed.png")
        left = ahead(floor)
        assert left[-1] == next_place, "what is in the closed aisle comes last"

        before = floor_of(x_display)
        picker.scan(code_at[left[0]])
        until(lambda: is_at(floor, left[0]), "the next place to be on record")
        until(lambda: floor_of(x_display) != before, "Ana's flag to move")
