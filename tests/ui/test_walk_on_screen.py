"""The pick screen follows the floor: a closed aisle changes the stops ahead, and says why."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update

from app.db.schema import Location
from app.db.unit_of_work import UnitOfWork
from app.services import floor_setup
from app.services.live import StoredEvent
from tests.ui.screens_fixture import BLUE, CABLE, CODES, CREAM, LAMP, SmallFloor
from tests.ui.screens_fixture_station import Station

ANA = "Ana Kowalska"
SPOTS = {"A01-02": (0.0, 2.0), "A01-04": (0.0, 4.0), "A02-01": (4.0, 1.0), "A02-03": (4.0, 3.0)}


def put_on_the_floor(floor: SmallFloor) -> None:
    """Two aisles side by side, as the codes of the locations say."""

    def verb(work: UnitOfWork) -> None:
        for row in work.session.query(Location).filter(Location.code.like("A0%")):
            x, y = SPOTS[row.code[:6]]
            work.session.execute(
                update(Location)
                .where(Location.id == row.id)
                .values(aisle=row.code[2], zone="A", x_m=x, y_m=y)
            )

    floor.once(("two aisles",), lambda: floor.database.run(verb))


def hear(station: Station, kind: str) -> None:
    """Let the window hear what another station did to the floor."""
    at = datetime(2026, 5, 4, tzinfo=UTC)
    station.window.happened((StoredEvent(1, kind, {}, "D-01", None, at, False),))


def notice(station: Station) -> str:
    """The words of the notice that stands; empty where none does."""
    strip = station.window.notice
    return "" if strip.isHidden() else strip.accessibleName()


def test_a_closed_aisle_changes_the_next_stop_and_says_so_until_it_opens(station: Station) -> None:
    floor = station.floor
    put_on_the_floor(floor)
    floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    station.badge(ANA)
    station.scan("XCNXT")
    station.scan("T-0001")
    page = station.window.pick.page
    first = page.location.view.code
    aisle = first[2]
    floor_setup.close_aisle(floor.at("D-01"), aisle, "spilt paint")
    hear(station, "AisleClosed")
    assert page.location.view.code[2] != aisle
    assert notice(station) == f"Aisle closed: A {aisle} (spilt paint). Stops there come last."
    floor_setup.open_aisle(floor.at("D-01"), aisle)
    hear(station, "AisleOpened")
    assert page.location.view.code == first
    assert notice(station) == ""


def test_a_stop_that_is_begun_is_finished_before_the_walk_changes(station: Station) -> None:
    floor = station.floor
    put_on_the_floor(floor)
    floor.order((BLUE, 2), (CREAM, 1))
    station.badge(ANA)
    station.scan("XCNXT")
    station.scan("T-0001")
    page = station.window.pick.page
    here = page.location.view.code
    begun = next(goods for goods in (BLUE, CREAM) if goods.location == here)
    station.scan(f"L-{here}" if begun is CREAM else CODES[begun.sku])
    floor_setup.close_aisle(floor.at("D-01"), here[2], "forklift")
    hear(station, "AisleClosed")
    assert page.location.view.code == here
    assert notice(station) == f"Aisle closed: A {here[2]} (forklift). Stops there come last."


def test_a_held_message_is_read_before_the_walk_changes(station: Station) -> None:
    floor = station.floor
    put_on_the_floor(floor)
    floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    station.badge(ANA)
    station.scan("XCNXT")
    station.scan("T-0001")
    page = station.window.pick.page
    here = page.location.view.code
    station.scan("hello world")
    assert "UNKNOWN CODE" in station.verdict
    floor_setup.close_aisle(floor.at("D-01"), here[2], "forklift")
    hear(station, "AisleClosed")
    assert "UNKNOWN CODE" in station.verdict
    assert page.location.view.code == here
    station.scan("XCSKP")
    assert page.location.view.code != here
    assert notice(station) == f"Aisle closed: A {here[2]} (forklift). Stops there come last."
