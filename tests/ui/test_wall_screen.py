"""The put wall on screen: what is asked, what sounds, what is refused, and what others do at it."""

import pytest

from app.domain.wall_state import WallPrompt, WallState
from app.services import sorting
from app.ui.feedback import FeedbackEvent
from app.ui.screens.wall_screen import WallScreen
from tests.builders import Goods
from tests.services.wall_floor import (
    OK,
    SHORT,
    UNDO,
    Batch,
    a_batch,
    a_wall,
    asked_at_wall,
    sorted_by,
)
from tests.ui.screens_fixture import BLUE, CODES, CREAM, LAMP, SmallFloor
from tests.ui.screens_fixture_station import Station

MUG = Goods(0, BLUE.sku, CODES[BLUE.sku])
LIGHT = Goods(0, LAMP.sku, CODES[LAMP.sku])


@pytest.fixture
def batch(station: Station) -> Batch:
    """Two orders of one mug and one lamp each, in one bulk tote; Ana is signed in."""
    a_wall(station.floor.workplace)
    orders = {"A": [(MUG, 1), (LIGHT, 1)], "B": [(MUG, 1), (LIGHT, 1)]}
    made = a_batch(station.floor.workplace, 1, orders)
    station.badge("Ana Kowalska")
    return made


def screen_of(station: Station) -> WallScreen:
    """The wall's screen, which must be the one shown."""
    screen = station.window.screen_shown
    assert isinstance(screen, WallScreen)
    return screen


def state_of(station: Station) -> WallState:
    """The wall as the screen shows it."""
    state = screen_of(station).state
    assert state is not None
    return state


def test_the_only_wall_opens_by_its_number_and_a_tote_by_its_scan(
    station: Station, batch: Batch
) -> None:
    station.type("7")
    station.scan(batch.totes[0])
    assert state_of(station).prompt is WallPrompt.SCAN_ITEM
    assert batch.totes[0] in station.window.top_strip.accessibleName()


def test_a_label_scanned_at_the_start_opens_the_wall_or_the_bench(
    station: Station, batch: Batch
) -> None:
    station.scan("L-W1")
    assert state_of(station).wall == "W1"
    station.scan(batch.totes[0])
    while not state_of(station).ready_cubbies:
        station.scan(asked_at_wall(state_of(station)))
    ready = state_of(station).ready_cubbies[0].code
    station.scan("XCPSE")
    assert station.shows(station.window.home)
    station.badge("Ed Brandt")
    station.scan(f"L-{ready}")
    assert station.shows(station.window.pack)
    assert not station.verdict


def test_a_complete_order_sounds_and_is_named(station: Station, batch: Batch) -> None:
    station.type("7")
    station.scan(batch.totes[0])
    while not state_of(station).ready_cubbies:
        station.sounds.clear()
        station.scan(asked_at_wall(state_of(station)))
        assert not station.verdict
    assert FeedbackEvent.ORDER_DONE.value in station.sounds


def test_another_cubby_than_the_named_one_takes_nothing(station: Station, batch: Batch) -> None:
    station.type("7")
    station.scan(batch.totes[0], MUG.barcode)
    asked = asked_at_wall(state_of(station))
    station.scan("L-W1-3B")
    assert station.verdict
    assert state_of(station).prompt is WallPrompt.SCAN_CUBBY
    station.scan(OK)
    station.scan(asked)
    assert state_of(station).prompt is WallPrompt.SCAN_ITEM


def test_goods_that_no_order_wants_ask_for_a_look(station: Station, batch: Batch) -> None:
    station.type("7")
    station.scan(batch.totes[0])
    station.sounds.clear()
    station.scan(CODES[CREAM.sku])
    assert state_of(station).prompt is WallPrompt.PUT_ASIDE
    assert FeedbackEvent.LOOK.value in station.sounds
    station.scan("L-W1-Q")
    assert state_of(station).prompt is WallPrompt.SCAN_ITEM


def test_what_is_missing_is_told_before_it_is_off_the_books(station: Station, batch: Batch) -> None:
    station.type("7")
    station.scan(batch.totes[0], SHORT)
    page = screen_of(station).page
    assert page.missing.isVisible()
    station.scan(UNDO)
    assert not page.missing.isVisible()
    assert state_of(station).prompt is WallPrompt.SCAN_ITEM


def test_a_put_is_undone_where_it_was_made(station: Station, batch: Batch) -> None:
    station.type("7")
    station.scan(batch.totes[0], MUG.barcode)
    cubby = asked_at_wall(state_of(station))
    station.scan(cubby, UNDO)
    assert state_of(station).prompt is WallPrompt.UNDO
    before = sum(tote.units for tote in state_of(station).totes)
    station.scan(asked_at_wall(state_of(station)))
    assert sum(tote.units for tote in state_of(station).totes) == before + 1


def test_what_another_station_sorts_is_seen(station: Station, batch: Batch) -> None:
    station.type("7")
    there = station.floor.at("P-09")
    state = sorting.open_wall(there, 1, "")
    assert isinstance(state, WallState)
    state = sorted_by(there, 1, state, batch.totes[0], MUG.barcode)
    sorted_by(there, 1, state, asked_at_wall(state))
    station.window.happened(())
    assert sum(tote.units for tote in state_of(station).totes) == 3


def test_without_a_wall_the_words_say_how_one_is_set_up(
    station: Station, small_floor: SmallFloor
) -> None:
    assert small_floor is station.floor
    station.badge("Ana Kowalska")
    station.type("7")
    assert "WALL" in station.verdict
    station.scan(OK)
    assert station.shows(station.window.home)
