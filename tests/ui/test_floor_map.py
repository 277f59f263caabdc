"""The floor as a map: what is drawn where, and what screens say of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.operators import OperatorRole
from app.planning.floor_building import build_floor
from app.planning.floor_document import parse_floor_document
from app.planning.floor_plan import LocationPoint
from app.services import floor_setup
from app.services.floor_map import MapStop, MapWalk, drawn
from app.services.floor_plans import Floor
from app.ui.screens.map_screen import MapScreen
from app.ui.theme import Theme, ThemeName
from app.ui.tokens import State
from app.ui.widgets.floor_picture import FloorPicture, FloorPictureView, MapMark
from tests.ui.screens_fixture import BLUE, CABLE, LAMP, PLACED, SmallFloor
from tests.ui.screens_fixture_station import Station
from tests.ui.test_walk_on_screen import put_on_the_floor

ANA, MARA = "Ana Kowalska", "Ed Brandt"
TWO_STOREYS = """
[[cross_aisle]]
at = 0.0
storey = "hall"
[[cross_aisle]]
at = 6.0
storey = "hall"
[[depot]]
name = "packing"
x = 0.0
y = -2.0
storey = "hall"
[[aisle]]
zone = "A"
aisle = "2"
one_way = "up"
[[storey]]
name = "hall"
zones = ["A"]
[[storey]]
name = "mezzanine"
zones = ["M"]
[[point]]
name = "foot"
x = 8.0
y = 0.0
storey = "hall"
[[point]]
name = "head"
x = 8.0
y = 0.0
storey = "mezzanine"
[[point]]
name = "far"
x = 8.0
y = 6.0
storey = "mezzanine"
[[way]]
from = "foot"
to = "head"
metres = 9.0
[[way]]
from = "head"
to = "far"
"""


def two_storeys() -> Floor:
    """Two aisles in the hall, stairs, and shelves along one way above."""
    hall = [
        LocationPoint(10 * aisle + bay, f"A{aisle}-{bay}", 4.0 * aisle, 1.0 + bay, "A", str(aisle))
        for aisle in (1, 2)
        for bay in range(5)
    ]
    above = [LocationPoint(90 + bay, f"M-{bay}", 8.5, 1.0 + bay, "M") for bay in range(4)]
    return Floor(build_floor([*hall, *above], parse_floor_document(TWO_STOREYS)))


def grabbed(picture: FloorPicture) -> QImage:
    picture.resize(900, 500)
    QApplication.processEvents()
    return picture.grab().toImage()


def has(image: QImage, colour: str) -> bool:
    """Whether a colour is to be seen, looked for on a grid."""
    wanted = QColor(colour).rgb()
    return any(
        image.pixel(x, y) == wanted
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_storeys_ways_depots_and_one_way_aisles_are_on_the_map() -> None:
    told = drawn(two_storeys(), PLACED)
    hall, above = told.storeys
    assert (hall.name, above.name) == ("hall", "mezzanine")
    assert [sign.text for sign in hall.aisles] == ["1", "2"]
    assert [(sign.text, sign.at) for sign in hall.depots] == [("packing", (0.0, -2.0))]
    aisles = [way for way in hall.ways if way.is_aisle]
    assert {way.one_way for way in aisles if way.start[0] == 8.0} == {True}
    assert {way.one_way for way in aisles if way.start[0] == 4.0} == {False}
    assert any(way.end == (8.0, 6.0) for way in above.ways)


def test_each_layer_is_drawn_in_light_and_dark(qapp: QApplication, station: Station) -> None:
    del qapp
    told = drawn(two_storeys(), PLACED)
    walk = MapWalk(
        (MapStop(1, "hall", (4.0, 3.0), ("A1-2",)), MapStop(2, "mezzanine", (8.0, 4.0), ("M-3",))),
        (("hall", ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0))), ("mezzanine", ((8.0, 0.0), (8.0, 4.0)))),
    )
    picture = FloorPicture()
    for theme in ThemeName:
        station.context.look.wear(theme, 1.0)
        colours = Theme.current()
        picture.show_view(FloorPictureView(told))
        plain = grabbed(picture)
        assert has(plain, colours.colours.track)
        assert not has(plain, colours.state(State.NEXT).fill)
        picture.show_view(FloorPictureView(told, walk))
        walked = grabbed(picture)
        assert has(walked, colours.state(State.NEXT).fill)
        assert not has(walked, colours.state(State.STOP).fill)
        mark = MapMark("hall", (8.0, 2.0), "3", State.STOP)
        picture.show_view(FloorPictureView(told, walk, (mark,)))
        assert has(grabbed(picture), colours.state(State.STOP).fill)
        shut = replace(
            told.storeys[0],
            ways=tuple(replace(way, is_closed=way.start[0] == 4.0) for way in told.storeys[0].ways),
        )
        picture.show_view(FloorPictureView(replace(told, storeys=(shut, told.storeys[1]))))
        assert has(grabbed(picture), colours.state(State.LOOK).fill)
    picture.show_view(FloorPictureView(told, walk))
    assert picture.accessibleName() == "Floor map, 2 aisles; next stop A1-2, 2 stops left"


def lead(floor: SmallFloor) -> None:
    """Let Ed lead the shift."""

    def verb(work: UnitOfWork) -> None:
        work.session.execute(
            update(Operator).where(Operator.id == 2).values(role=OperatorRole.LEAD)
        )

    floor.once(("Ed leads",), lambda: floor.database.run(verb))


def test_help_shows_a_picker_the_next_stop_on_the_floor(station: Station) -> None:
    put_on_the_floor(station.floor)
    station.floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    station.badge(ANA)
    station.window.toggle_help()
    assert not station.window.help.map.isVisible(), "at home nothing is walked to"
    station.window.close_help()
    station.scan("XCNXT")
    station.scan("T-0001")
    station.window.toggle_help()
    help_page = station.window.help
    assert help_page.map.isVisible()
    here = station.window.pick.page.location.view.code
    assert f"next stop {here}, 3 stops left" in help_page.map.accessibleName()
    assert help_page.log.isVisible()
    station.window.close_help()
    station.window.resize(1280, 800)
    QApplication.processEvents()
    station.window.toggle_help()
    assert (help_page.map.isVisible(), help_page.log.isVisible()) == (True, False)


def test_a_lead_sees_the_floor_and_the_walk_of_any_task_by_typing_only(station: Station) -> None:
    floor = station.floor
    put_on_the_floor(floor)
    lead(floor)
    floor.order((BLUE, 1), (LAMP, 1))
    floor.order((CABLE, 1))
    station.badge(MARA)
    station.type("18")
    screen = station.window.one(MapScreen)
    assert station.shows(screen)
    assert screen.heading().task == "Floor map"
    assert screen.heading().detail == "all aisles are open"
    station.type("12")
    assert screen.heading().detail == "Single 2: 1 stop"
    assert "next stop A01-04R-1, the last one" in screen.picture.accessibleName()
    station.type("77")
    assert "77" in station.verdict
    station.scan("XCNXT")
    assert screen.heading().detail == "Single 1: 2 stops"
    floor_setup.close_aisle(floor.at("D-01"), "2", "spill")
    station.context.workplace.floor.forget()
    screen.happened(())
    assert "closed: A 2" in screen.picture.accessibleName()
    station.scan("XCPSE")
    assert station.shows(station.window.home)


def test_a_floor_without_coordinates_says_what_is_missing(station: Station) -> None:
    lead(station.floor)
    station.badge(MARA)
    station.type("18")
    told = station.window.screen_shown.picture.accessibleName()  # type: ignore[attr-defined]
    assert "nobody knows where it is. Give its x_m and y_m in the locations file" in told
