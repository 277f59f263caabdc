"""What another station does shows here within moments, and disturbs nobody who is counting."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from uuid_utils.compat import uuid7

from app.db.engine import make_engine
from app.db.schema import Order
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.events import LinePicked, OrdersReleased, TaskFinished
from app.domain.pack_state import PackState
from app.services import packing, picking
from app.services.identifying import Entry
from app.services.live import EventWatch, StoredEvent
from app.services.order_states import refresh_states
from app.services.station_setup import register_station
from app.services.workplace import Workplace
from app.ui.jobs import Arguments, Failed, Jobs, Result
from app.ui.live_feed import LiveFeed
from app.ui.screens import calm_reload
from app.ui.screens.calm_reload import EVERY_MS
from app.ui.screens.home_screen import HomeScreen
from tests.ui.screens_fixture import BLUE, CODES, RED, SmallFloor
from tests.ui.screens_fixture_station import BreakableJobs, Station, close_station, make_station

ANA, ED = "Ana Kowalska", "Ed Brandt"
ANAS, EDS = 1, 2
SOON_MS = 60_000


@pytest.fixture
def elsewhere(small_floor: SmallFloor) -> Iterator[SmallFloor]:
    """The same floor seen from another station, over connections of its own."""
    database = Database(make_engine(small_floor.database.engine.url))
    there = Workplace(database, "P-04")
    register_station(there)
    yield SmallFloor(there, small_floor.badges)
    database.close()


@pytest.fixture
def feed(station: Station, qtbot: QtBot) -> Iterator[LiveFeed]:
    """The station's feed, connected as the bootstrap does it, once it watches."""
    feed = LiveFeed(EventWatch(station.floor.workplace))
    feed.happened.connect(station.window.happened)
    feed.connection_told.connect(station.window.note_link)
    with qtbot.waitSignal(feed.connection_told, timeout=SOON_MS):
        feed.start()
    yield feed
    feed.stop()


def stop_order(there: SmallFloor, number: str) -> None:
    """Cancel an order, as the shop does."""

    def verb(work: UnitOfWork) -> None:
        order = work.session.scalars(select(Order).where(Order.number == number)).one()
        order.cancelled_at = work.now
        refresh_states(work, [order.id])

    there.database.run(verb, there.workplace.actor())


def notice(station: Station) -> str:
    """The words of the notice that stands; empty where none does."""
    strip = station.window.notice
    return "" if strip.isHidden() else strip.accessibleName()


def an_event(kind: str = "OrdersReleased", **payload: object) -> StoredEvent:
    """An event of another station."""
    return StoredEvent(1, kind, payload, "P-04", None, datetime(2026, 5, 4, tzinfo=UTC), False)


# Home and sign-in -------------------------------------------------------------------------------


@pytest.mark.usefixtures("feed")
def test_work_that_another_station_released_appears_on_the_home_screen(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    station.badge(ANA)
    card = station.window.home.next_work
    assert card.view.title == "No work now"
    elsewhere.order((BLUE, 3))
    qtbot.waitUntil(lambda: card.view.title == "Order 10881", timeout=SOON_MS)
    assert station.window.home.action_row.actions_shown[-1].note == "order 10881"


@pytest.mark.usefixtures("feed")
def test_work_that_another_station_took_is_not_offered_any_more(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    elsewhere.order((BLUE, 3))
    station.badge(ANA)
    card = station.window.home.next_work
    assert card.view.title == "Order 10881"
    picking.claim_work(elsewhere.workplace, EDS)
    qtbot.waitUntil(lambda: card.view.title == "No work now", timeout=SOON_MS)


@pytest.mark.usefixtures("feed")
def test_who_was_told_that_there_is_no_work_sees_it_when_it_comes(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    station.badge(ANA)
    station.scan("XCNXT")
    assert "NO WORK NOW" in station.verdict
    elsewhere.order((BLUE, 3))
    qtbot.waitUntil(lambda: not station.verdict, timeout=SOON_MS)
    assert station.window.home.next_work.view.title == "Order 10881"


@pytest.mark.usefixtures("feed")
def test_another_message_stays_when_work_comes(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    station.badge(ANA)
    station.scan("hello world")
    elsewhere.order((BLUE, 3))
    card = station.window.home.next_work
    qtbot.waitUntil(lambda: card.view.title == "Order 10881", timeout=SOON_MS)
    assert "UNKNOWN CODE" in station.verdict


@pytest.mark.usefixtures("feed")
def test_work_left_here_that_goes_on_elsewhere_leaves_the_sign_in_screen(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    elsewhere.order((BLUE, 3))
    picking.claim_work(station.floor.workplace, ANAS)
    station.window.sign_in.arrived()
    paused = station.window.sign_in.paused
    assert paused.isVisible()
    picking.claim_work(elsewhere.workplace, ANAS)
    qtbot.waitUntil(paused.isHidden, timeout=SOON_MS)


class CountingJobs(BreakableJobs):
    """Jobs that count what the home screen reads."""

    looks = 0

    def submit(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None] | None = None,
        failed: Failed | None = None,
        owner: object = None,
    ) -> None:
        """Count, then run."""
        self.looks += isinstance(owner, HomeScreen)
        super().submit(function, *args, done=done, failed=failed, owner=owner)


def test_a_burst_of_events_costs_one_reload_now_and_one_at_its_end(
    small_floor: SmallFloor, qapp: QApplication, qtbot: QtBot
) -> None:
    jobs = CountingJobs()
    station = make_station(small_floor, qapp, jobs)
    station.badge(ANA)
    before = jobs.looks
    for _ in range(50):
        station.window.happened((an_event(),))
    assert jobs.looks == before + 1
    qtbot.waitUntil(lambda: jobs.looks == before + 2, timeout=SOON_MS)
    with qtbot.assertNotEmitted(station.window.home.said, wait=2 * EVERY_MS):
        pass
    assert jobs.looks == before + 2
    station.window.happened((an_event("LinePicked"), an_event("OperatorSignedIn")))
    assert jobs.looks == before + 2, "these change nothing that is on offer"
    close_station(station, qapp)


def test_a_reload_that_failed_is_made_again_though_nothing_else_happens(
    station: Station, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calm_reload, "AGAIN_MS", 10)
    station.badge(ANA)
    card = station.window.home.next_work
    station.floor.order((BLUE, 3))
    station.jobs.cut = "before"
    station.window.happened((an_event(),))
    assert card.view.title == "No work now"
    station.jobs.cut = ""
    qtbot.waitUntil(lambda: card.view.title == "Order 10881", timeout=SOON_MS)


def test_a_reload_waits_for_what_the_operator_asked_for(
    small_floor: SmallFloor, qapp: QApplication, qtbot: QtBot
) -> None:
    jobs = Jobs()
    station = make_station(small_floor, qapp, jobs)
    station.badge(ANA)
    home = station.window.home
    qtbot.waitUntil(lambda: home.next_work.view.title == "No work now", timeout=SOON_MS)
    small_floor.order((BLUE, 1))
    slow, answers = threading.Event(), list[str]()
    home.run(slow.wait, SOON_MS / 1000, done=lambda _: answers.append(home.next_work.view.title))
    station.window.happened((an_event(),))
    assert not home.is_looking
    slow.set()
    qtbot.waitUntil(lambda: home.next_work.view.title == "Order 10881", timeout=SOON_MS)
    assert answers == ["No work now"]
    close_station(station, qapp)


# Picking ----------------------------------------------------------------------------------------


def begin_picking(station: Station, elsewhere: SmallFloor) -> str:
    """Ana counts the first of three mugs; returns her order."""
    number = elsewhere.order((BLUE, 3), (RED, 1))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042", CODES[BLUE.sku])
    assert station.window.pick.state is not None
    assert station.window.pick.state.counted == 1
    assert notice(station) == ""
    return number


@pytest.mark.usefixtures("feed")
def test_a_picker_is_told_at_once_that_the_order_was_cancelled_and_keeps_the_count(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    number = begin_picking(station, elsewhere)
    stop_order(elsewhere, number)
    qtbot.waitUntil(lambda: notice(station) != "", timeout=SOON_MS)
    assert notice(station) == (
        f"Order {number} stopped: it is cancelled. Take the tote to the shift lead."
    )
    assert station.sounds[-1] == "look"
    assert station.window.help.log.messages[0].text == notice(station)
    state = station.window.pick.state
    assert station.window.pick.held is None
    assert state is not None
    assert state.counted == 1
    station.scan(CODES[BLUE.sku])
    assert "ORDER STOPPED" in station.verdict
    assert notice(station) == ""


@pytest.mark.usefixtures("feed")
def test_a_picker_is_told_at_once_that_the_work_goes_on_elsewhere(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    number = begin_picking(station, elsewhere)
    picking.claim_work(elsewhere.workplace, ANAS)
    qtbot.waitUntil(lambda: notice(station) != "", timeout=SOON_MS)
    assert notice(station) == (
        f"Order {number} taken over: it goes on at another station. Leave the tote there."
    )
    station.scan("XCK")
    assert "WORK TAKEN OVER" in station.verdict


@pytest.mark.usefixtures("feed")
def test_own_picks_and_other_orders_are_no_news(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot, feed: LiveFeed
) -> None:
    begin_picking(station, elsewhere)
    station.scan(CODES[BLUE.sku], CODES[BLUE.sku])
    other = elsewhere.order((RED, 2))
    picking.claim_work(elsewhere.workplace, EDS)
    with qtbot.waitSignal(
        feed.happened,
        timeout=SOON_MS,
        check_params_cb=lambda events: any(
            event.payload.get("number") == other for event in events
        ),
    ):
        stop_order(elsewhere, other)
    assert notice(station) == ""


def test_a_scanner_that_is_not_heard_is_told_before_news_of_the_work(
    station: Station, elsewhere: SmallFloor
) -> None:
    begin_picking(station, elsewhere)
    state = station.window.pick.state
    assert state is not None
    taken = an_event("TaskClaimed", task_id=state.task_id)
    station.context.capture.scanner_not_heard.emit(True)
    station.window.happened((taken,))
    assert "CLICK HERE" in notice(station)
    station.context.capture.scanner_not_heard.emit(False)
    assert "taken over" in notice(station)
    sounds = list(station.sounds)
    station.window.happened((replace(taken, id=2),))
    assert station.sounds == sounds, "the same news is told once"
    station.press(Qt.Key.Key_F8)
    assert notice(station) == ""


# Packing ----------------------------------------------------------------------------------------


def state_of(station: Station) -> PackState:
    """The order on the bench."""
    assert station.window.pack.state is not None
    return station.window.pack.state


@pytest.mark.usefixtures("feed")
def test_a_packer_is_told_at_once_that_the_order_was_cancelled_and_keeps_what_is_verified(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    tote = elsewhere.picked_order((BLUE, 2))
    station.badge(ED)
    station.scan(tote, CODES[BLUE.sku])
    state = state_of(station)
    assert (state.verified, notice(station)) == (1, "")
    stop_order(elsewhere, state.order_number)
    qtbot.waitUntil(lambda: "is cancelled" in notice(station), timeout=SOON_MS)
    assert station.window.pack.held is None
    station.scan(CODES[BLUE.sku])
    assert "ORDER STOPPED" in station.verdict


@pytest.mark.usefixtures("feed")
def test_a_packer_is_told_that_somebody_opened_the_same_order_elsewhere(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    tote = elsewhere.picked_order((BLUE, 2))
    station.badge(ED)
    station.scan(tote, CODES[BLUE.sku])
    opened = packing.open_order(elsewhere.workplace, ANAS, Entry(tote, uuid7()))
    assert opened.state is not None
    packing.scan(elsewhere.workplace, ANAS, opened.state, Entry(CODES[BLUE.sku], uuid7()))
    qtbot.waitUntil(lambda: notice(station) != "", timeout=SOON_MS)
    assert state_of(station).verified == 1


# The feed itself --------------------------------------------------------------------------------


def test_a_stopped_feed_leaves_no_thread_and_tells_nothing_more(
    station: Station, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    feed = LiveFeed(EventWatch(station.floor.workplace))
    with qtbot.waitSignal(feed.connection_told, timeout=SOON_MS):
        feed.start()
    elsewhere.database.run(lambda work: work.record(TaskFinished(1)), elsewhere.workplace.actor())
    feed.stop()
    assert "live feed" not in [thread.name for thread in threading.enumerate()]
    with qtbot.assertNotEmitted(feed.happened, wait=100):
        QApplication.processEvents()


def test_events_come_on_the_main_thread_with_those_of_one_transaction_together(
    feed: LiveFeed, elsewhere: SmallFloor, qtbot: QtBot
) -> None:
    heard: list[tuple[str, list[str]]] = []
    feed.happened.connect(
        lambda events: heard.append((threading.current_thread().name, [e.kind for e in events]))
    )

    def verb(work: UnitOfWork) -> None:
        work.record(OrdersReleased(1, 1))
        work.record(LinePicked(1, 2, 3, "A01", "T-0001"))

    elsewhere.database.run(verb, elsewhere.workplace.actor())
    qtbot.waitUntil(lambda: bool(heard), timeout=SOON_MS)
    assert heard == [(threading.main_thread().name, ["OrdersReleased", "LinePicked"])]
