"""A picker is led the shortest way in a real window, and round an aisle closed meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.db.queries.pick_copies import load_task
from app.db.schema import PickTask, ScanLog
from app.domain.tasks import PickTaskState
from app.services import floor_setup
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_ready_orders
from app.services.walking import in_walking_order
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay
from tests.services.floor_plan import on_a_grid

pytestmark = [
    pytest.mark.real_window,
    pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True),
]

WORK = (0, 200, 1920, 900)
"""Where the screen shows work."""


def ahead(floor: Workplace) -> list[str]:
    """The locations that are left, in the order of the shortest walk from the last one."""
    with floor.database.begin() as work:
        task = work.session.scalars(select(PickTask)).one()
        state = load_task(work.session, task)
    walk = in_walking_order(floor, state)
    return list(dict.fromkeys(line.location for line in walk.open_lines))


def test_the_window_asks_for_the_shortest_walk_and_goes_round_a_closed_aisle(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    goods, places = on_a_grid(floor, aisles=4, bays=4, by_name=False)
    code_at = {place: item.barcode for place, item in zip(places, goods, strict=True)}
    builders.an_order(floor, *((goods[at], 1) for at in (3, 7, 11, 15)))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)

    def is_claimed() -> bool:
        with floor.database.begin() as work:
            return work.session.scalar(select(PickTask.state)) is PickTaskState.IN_PROGRESS

    with StationProcess(x_display, floor, tmp_path) as station:
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        station.insist("XCNXT", is_claimed, "the task to be claimed")
        station.scan(tote)
        first, second, *_ = ahead(floor)
        station.scan(code_at[first])
        before = x_display.picture().crop(WORK)
        floor_setup.close_aisle(floor, second[1:3].lstrip("0"), "spilt paint")
        until(lambda: x_display.picture().crop(WORK) != before, "another stop to be asked for")
        left = ahead(floor)
        assert left[-1] == second
        for place in left:
            station.scan(code_at[place])
        assert station.picked() == [1, 1, 1, 1]
    with floor.database.begin() as work:
        refused = select(func.count()).select_from(ScanLog).where(ScanLog.refusal.is_not(None))
        assert work.session.scalar(refused) == 0
