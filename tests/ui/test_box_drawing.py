"""The drawing of a carton: every unit is in it, and what is in front is painted last."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.domain.cartonization import Proposal, Shelf, propose
from app.domain.pack_state import PackagingChoice, PackLine, PackState
from app.domain.packaging import Packaging, UnitSize
from app.ui.screens.box_view import box_view
from app.ui.theme import Theme, ThemeName
from app.ui.widgets.box_drawing import BoxDrawing, BoxPart, from_the_back
from tests.ui.screens_fixture import BLUE, CODES, LAMP
from tests.ui.screens_fixture_station import Station

SMALL = Packaging("S", "Small", 200, 150, 100, 3000, 60)
LARGE = Packaging("L", "Large", 500, 400, 300, 25000, 620)


def bench(*units: UnitSize, kinds: tuple[Packaging, ...] = (SMALL, LARGE)) -> PackState:
    proposal = propose(units, Shelf(kinds))
    assert isinstance(proposal, Proposal)
    return PackState(
        order_id=1,
        order_number="1001",
        carton_id=1,
        lines=tuple(
            PackLine(n, n, f"SKU-{n}", f"Item {n}", None, unit.quantity)
            for n, unit in enumerate(units)
        ),
        packagings=tuple(
            PackagingChoice(kind.code, kind.name, kind.max_weight_g, kind.tare_g, kind.inner_mm)
            for kind in kinds
        ),
        suggested=None,
        proposal=proposal,
    )


def test_each_unit_is_drawn_under_the_letter_of_its_item() -> None:
    view = box_view(bench(UnitSize(60, 50, 40, 100, 3), UnitSize(90, 50, 30, 100, 2)))
    assert view is not None
    assert sorted(part.label for part in view.parts) == ["A", "A", "A", "B", "B"]
    assert view.legend == (("A", "3 x Item 0"), ("B", "2 x Item 1"))
    assert view.inner == (200, 150, 100)
    assert view.title == "CARTON S, 21 % FULL"
    assert view.more == ""


def test_first_of_several_cartons_says_what_comes_after_it() -> None:
    view = box_view(bench(UnitSize(100, 100, 100, 200, 56)))
    assert view is not None
    assert view.title == "1 OF 2 CARTONS: L, 90 % FULL"
    assert view.legend == (("A", "54 x Item 0"),)
    assert view.more == "then S for the rest"


def test_nothing_is_drawn_without_an_arrangement_or_once_the_carton_is_full() -> None:
    state = bench(UnitSize(60, 50, 40, 100, 3))
    assert box_view(None) is None
    assert box_view(replace(state, proposal=None)) is None
    assert box_view(replace(state, is_full=True)) is None
    assert box_view(replace(state, packagings=())) is None


def covers(front: BoxPart, back: BoxPart) -> bool:
    """Whether one part stands wholly on the looker's side of the other, and may hide it."""
    apart = [
        near >= far + side
        for near, far, side in zip(front.corner, back.corner, back.sides, strict=True)
    ]
    reach = [
        far < near + side
        for far, near, side in zip(back.corner, front.corner, front.sides, strict=True)
    ]
    return any(apart) and all(reach)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(20, 90), min_size=3, max_size=3), st.integers(2, 12))
def test_what_is_in_front_is_painted_last(sides: list[int], units: int) -> None:
    length, width, height = sides
    view = box_view(bench(UnitSize(length, width, height, 10, units), UnitSize(70, 40, 30, 10, 3)))
    assert view is not None
    painted = from_the_back(view.parts)
    assert len(painted) == len(view.parts)
    for before, after in combinations(painted, 2):
        assert not covers(before, after) or covers(after, before)


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.usefixtures("station")
def test_carton_is_painted_in_each_look_and_in_any_room(name: ThemeName) -> None:
    view = box_view(bench(*(UnitSize(100, 80, 60, 200, 5) for _ in range(8))))
    drawing = BoxDrawing()
    drawing.show_view(view)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = Theme.current()
    replace(before, name=name).apply(app)
    for width, height in ((900, 600), (300, 600), (80, 60), (20, 20)):
        drawing.resize(width, height)
        picture = drawing.grab().toImage()
        assert picture.width() >= width
    drawing.resize(900, 600)
    image = drawing.grab().toImage()
    surface = QColor(Theme.current().colours.surface).rgb()
    before.apply(app)
    across = [image.pixel(x, image.height() // 2) for x in range(image.width())]
    assert sum(pixel != surface for pixel in across) > 50


def test_packer_sees_the_carton_while_scanning_and_while_choosing_it(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 2), (LAMP, 1))
    station.window.resize(1920, 1080)
    station.badge("Ed Brandt")
    station.scan(tote)
    pages = station.window.pack.pages
    assert "CARTON M2" in pages.box.accessibleName()
    station.scan(CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku])
    assert "2 x Blue Mug" in pages.box_again.accessibleName()
    assert pages.box_again.isVisible()
