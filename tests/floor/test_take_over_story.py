"""Stories of two real stations: one falls silent in the middle of a pick, the other goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.db.queries.pick_copies import load_task
from app.db.schema import Carton, Order, PickTask
from app.domain.orders import OrderState
from app.domain.pick_state import PickState
from app.domain.refusals import TaskTakenOver
from app.domain.tasks import PickTaskState
from app.services import picking
from app.services.checking import check_database
from app.services.inquiry import house_report
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay
from tests.services import books
from tests.services.silence import go_silent

pytestmark = [
    pytest.mark.real_window,
    # Where stations share a database; what they do at one file is told in the services' tests.
    pytest.mark.parametrize(
        "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
    ),
]


@pytest.fixture
def other(floor: Workplace, tmp_path: Path) -> Workplace:
    """A second station of the floor, with a printer as well."""
    there = replace(floor, station="P-02")
    builders.a_printer(builders.a_workplace(there.database, "P-02"), tmp_path / "prints")
    return there


class Floor:
    """What the stories look at beside the stations' windows."""

    def __init__(self, floor: Workplace) -> None:
        self._floor = floor
        self.first, _ = builders.some_stock(floor)
        self.second, _ = builders.some_stock(floor)
        self.tote = builders.a_tote(floor)
        self.ana, self.bo = builders.an_operator(floor), builders.an_operator(floor, "Bo Lund")
        builders.a_released_order(floor, (self.first, 1), (self.second, 2))

    def task(self) -> tuple[PickTaskState, int, str]:
        """State, epoch and station of the only task."""
        with self._floor.database.begin() as work:
            task = work.session.scalars(select(PickTask)).one()
            return task.state, task.epoch, task.station

    def order_state(self) -> OrderState:
        """Where the only order stands."""
        with self._floor.database.begin() as work:
            return work.session.scalars(select(Order.state)).one()

    def label(self) -> str:
        """The label of the newest carton, as it is scanned."""
        with self._floor.database.begin() as work:
            number = work.session.scalar(select(Carton.sscc).order_by(Carton.id.desc()))
        return f"]C100{number}"

    def begin_at(self, station: StationProcess, display: XDisplay) -> None:
        """Ana picks one unit of three at a station."""
        display.type_scan(f"B-{builders.badge_of(self.ana)}")
        station.insist(
            "XCNXT", lambda: self.task()[0] is PickTaskState.IN_PROGRESS, "a task to be claimed"
        )
        station.scan(self.tote)
        station.scan(self.first.barcode)
        assert station.picked() == [1, 0]

    def take_over_at(self, station: StationProcess, display: XDisplay) -> None:
        """Bo scans the tote at another station and has the work."""
        display.type_scan(f"B-{builders.badge_of(self.bo)}")
        station.insist(self.tote, lambda: self.task()[1:] == (2, "P-02"), "the work taken over")
        assert station.picked() == [1, 0], "what was picked stays"

    def finish_at(self, station: StationProcess) -> None:
        """Bo picks the rest."""
        station.scan(self.second.barcode)
        station.scan("XCK")
        assert station.picked() == [1, 2]
        until(lambda: self.order_state() is OrderState.PICKED, "the order to be picked")


def test_a_pick_goes_on_at_another_station_when_the_first_one_is_killed(
    floor: Workplace, other: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    story = Floor(floor)
    with StationProcess(x_display, floor, tmp_path / "first") as first:
        story.begin_at(first, x_display)
        first.scan(story.second.barcode)
        first.kill()
    left = _copy_of(floor)
    go_silent(floor, "P-01")

    with StationProcess(x_display, other, tmp_path / "second") as second:
        story.take_over_at(second, x_display)
        with StationProcess(x_display, floor, tmp_path / "first") as first:
            x_display.type_scan(f"B-{builders.badge_of(story.ana)}")
            first.insist(
                story.tote,
                lambda: "WorkInHands" in first.refusals_of(story.tote),
                "a word that Bo has it",
            )
            first.kill()
        late = picking.scan(floor, story.ana, left, builders.entry(story.second.barcode))
        assert late.refusal == TaskTakenOver(left.task_id)
        x_display.activate("Pickstation P-02")
        story.finish_at(second)
        x_display.type_scan("XCPSE")
        second.scan(story.tote)
        for code in (story.second.barcode, story.second.barcode, story.first.barcode, "XCK"):
            second.scan(code)
        until(lambda: bool(list((tmp_path / "prints").glob("shipping_label*"))), "the label")
        second.scan(story.label())
        until(lambda: story.order_state() is OrderState.SHIPPED, "the order to be shipped")

    report = house_report(floor)
    assert report.units_received == report.units_on_hand + report.units_shipped
    assert report.units_shipped == 3
    assert check_database(floor).is_sound
    books.audit(floor.database)


def test_a_station_that_was_frozen_is_told_that_its_work_went_on_elsewhere(
    floor: Workplace, other: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    story = Floor(floor)
    with StationProcess(x_display, floor, tmp_path / "first") as first:
        story.begin_at(first, x_display)
        first.freeze()
        go_silent(floor, "P-01")
        with StationProcess(x_display, other, tmp_path / "second") as second:
            story.take_over_at(second, x_display)
            story.finish_at(second)
        first.thaw()
        first.insist(
            story.second.barcode,
            lambda: "TaskTakenOver" in first.refusals_of(story.second.barcode),
            "a word that the work was taken over",
        )
        assert first.picked() == [1, 2], "it counts nothing any more"
    assert check_database(floor).is_sound
    books.audit(floor.database)


def _copy_of(floor: Workplace) -> PickState:
    """The task as a station knows it that claimed it first."""
    with floor.database.begin() as work:
        return load_task(work.session, work.session.scalars(select(PickTask)).one())
