"""Stories in the real program: an order inspected, picked again and shipped; a cart parked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.db.schema import Carton, Inspection, Location, Order, PickTask
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.orders import OrderState
from app.domain.own_codes import quantity_payload
from app.domain.tasks import PickTaskState, StockTaskState
from app.services.checking import check_database
from app.services.inquiry import house_report
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay
from tests.services import books, inspection_desk, shift

pytestmark = pytest.mark.real_window

BACK_TO_PICKER = quantity_payload(2)


def order_state(floor: Workplace) -> OrderState:
    """Where the only order stands."""
    with floor.database.begin() as work:
        return work.session.scalars(select(Order.state)).one()


def last_task(floor: Workplace) -> tuple[PickTaskState, int | None, int, int | None]:
    """State, holder, epoch and parking place of the newest task."""
    with floor.database.begin() as work:
        task = work.session.scalars(select(PickTask).order_by(PickTask.id.desc())).first()
        assert task is not None
        return task.state, task.operator_id, task.epoch, task.parked_at_id


def is_inspected(floor: Workplace) -> bool:
    """Whether the only inspection is over."""
    with floor.database.begin() as work:
        state = work.session.scalar(select(Inspection.state))
        return state is StockTaskState.DONE


def inspector(floor: Workplace) -> int | None:
    """Who is at the only inspection."""
    with floor.database.begin() as work:
        return work.session.scalar(select(Inspection.operator_id))


def label(floor: Workplace) -> str:
    """The label of the newest carton, as it is scanned."""
    with floor.database.begin() as work:
        return f"]C100{work.session.scalar(select(Carton.sscc).order_by(Carton.id.desc()))}"


class ShortOrder:
    """An order of which one mug too few was picked, and Quinn who inspects, picks and packs it."""

    def __init__(self, floor: Workplace, display: XDisplay) -> None:
        self._floor, self._display = floor, display
        self.mug, _ = builders.some_stock(floor)
        self.lamp, _ = builders.some_stock(floor)
        self.quinn = builders.an_operator(floor, "Quinn Ode")
        inspection_desk.inspect_all(floor)
        builders.a_released_order(floor, (self.mug, 2), (self.lamp, 1))
        self.tote, self.second = builders.a_tote(floor), builders.a_tote(floor)
        shift.pick_order(floor, builders.an_operator(floor), self.tote)

    def inspect_at(self, station: StationProcess) -> None:
        """The bench refuses it; at the inspection a unit is missing, and goes back to a picker."""
        tote = self.tote
        self._display.type_scan(f"B-{builders.badge_of(self.quinn)}")
        station.insist(
            tote, lambda: "InspectFirst" in station.refusals_of(tote), "the bench to refuse it"
        )
        to_quality = ("XCK", "XCPSE", quantity_payload(FloorWork.INSPECT), tote)
        station.walk(to_quality, self._is_at_it, "the order to be opened")
        for code in (self.mug.barcode, self.lamp.barcode, "XCK", BACK_TO_PICKER):
            station.scan(code)
        until(lambda: is_inspected(self._floor), "the inspection to be over")
        assert order_state(self._floor) is OrderState.PICKING

    def _is_at_it(self) -> bool:
        return inspector(self._floor) == self.quinn

    def pick_the_rest_at(self, station: StationProcess) -> None:
        """The missing unit is work like any other."""
        self._display.type_scan("XCPSE")
        station.insist(
            "XCNXT",
            lambda: last_task(self._floor)[:2] == (PickTaskState.IN_PROGRESS, self.quinn),
            "the missing unit to be somebody's work",
        )
        station.scan(self.second)
        station.scan(self.mug.barcode)
        until(lambda: order_state(self._floor) is OrderState.PICKED, "the order to be complete")

    def look_up(self, picture: Path) -> None:
        """Look the tote up, which opens nothing."""
        for code in ("XCPSE", *[quantity_payload(FloorWork.LOOK_UP)] * 2, self.tote):
            self._display.type_scan(code)
        self._display.screenshot(picture)

    def pack_at(self, station: StationProcess, prints: Path) -> None:
        """The bench opens it now, and it leaves."""
        station.walk(
            ("XCPSE", self.tote),
            lambda: order_state(self._floor) is OrderState.PACKING,
            "the bench to open what was only looked up before",
        )
        for code in (self.mug.barcode, self.mug.barcode, self.lamp.barcode, "XCK"):
            station.scan(code)
        until(lambda: bool(list(prints.glob("shipping_label*"))), "the label")
        station.scan(label(self._floor))
        until(lambda: order_state(self._floor) is OrderState.SHIPPED, "the order to be shipped")


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
def test_an_order_that_lacks_a_unit_at_the_inspection_is_picked_again_and_shipped(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    story = ShortOrder(floor, x_display)
    with StationProcess(x_display, floor, tmp_path) as station:
        story.inspect_at(station)
        story.pick_the_rest_at(station)
        story.look_up(tmp_path / "looked_up.png")
        story.pack_at(station, tmp_path / "prints")

    report = house_report(floor)
    assert (report.units_shipped, report.units_lost) == (3, 1)
    assert check_database(floor).is_sound


@pytest.mark.parametrize(
    "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_a_parked_cart_goes_on_at_another_station_and_from_hand_to_hand(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    other = replace(floor, station="P-02")
    builders.a_printer(builders.a_workplace(other.database, "P-02"), tmp_path / "prints")
    first, _ = builders.some_stock(floor)
    rest, _ = builders.some_stock(floor)
    ana, bo, cy = (builders.an_operator(floor, name) for name in ("Ana K", "Bo Lund", "Cy Ngo"))
    place = builders.a_location(floor, kind=LocationKind.STAGING)
    tote = builders.a_tote(floor)
    builders.a_released_order(floor, (first, 1), (rest, 2))
    with floor.database.begin() as work:
        place_id = work.session.scalars(select(Location.id).where(Location.code == place)).one()

    with StationProcess(x_display, floor, tmp_path / "first") as station:
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        station.insist(
            "XCNXT", lambda: last_task(floor)[0] is PickTaskState.IN_PROGRESS, "a task claimed"
        )
        station.scan(tote)
        station.scan(first.barcode)
        station.scan("XCPSE")
        station.insist(f"L-{place}", lambda: last_task(floor)[3] == place_id, "the cart parked")
        station.kill()

    with StationProcess(x_display, other, tmp_path / "second") as station:
        x_display.type_scan(f"B-{builders.badge_of(bo)}")
        station.insist(f"L-{place}", lambda: last_task(floor)[1] == bo, "Bo to have the work")
        assert last_task(floor)[2:] == (2, None)
        station.insist(
            f"B-{builders.badge_of(cy)}", lambda: last_task(floor)[1] == cy, "Cy to have it"
        )
        assert last_task(floor)[2] == 3
        station.scan(rest.barcode)
        station.scan("XCK")
        assert station.picked() == [1, 2]
        until(lambda: order_state(floor) is OrderState.PICKED, "the order to be picked")

    assert check_database(floor).is_sound
    books.audit(floor.database)
