"""What an operator sees, hears and can do while the database is away, and when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.bootstrap.offline import open_line
from app.bootstrap.window import StationWindow, build_station
from app.db.schema import Order
from app.devices.scan import WEDGE, Scan
from app.domain.floor_work import FloorWork
from app.domain.orders import OrderState
from app.domain.own_codes import quantity_payload
from app.ui.main_window import MainWindow
from app.ui.scan_router import BLANKING
from app.ui.screens.settle_screen import SettleScreen
from app.ui.theme import Theme
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services.offline_floor import OfflineFloor, offline_floor

pytestmark = pytest.mark.postgresql


@dataclass
class Stand:
    """A station's window by way of the proxy, and whoever stands before it."""

    net: OfflineFloor
    station: StationWindow
    bot: QtBot
    sounds: list[str] = field(default_factory=list)
    scanned_at: float = 0.0

    @property
    def window(self) -> MainWindow:
        return self.station.window

    def until(self, condition: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=60_000)

    def scan(self, code: str, then: Callable[[], object] = lambda: True) -> None:
        """Scan a code and wait for what it leads to, and until nothing is under way."""
        context = self.window.context
        # Nobody scans a code twice within the time in which a scanner is taken to read it twice.
        self.scanned_at = max(context.monotonic(), self.scanned_at + 2 * BLANKING)
        context.router.submit(Scan(code, WEDGE, self.scanned_at))
        self.until(lambda: not self.window.screen_shown.is_running and then())

    def is_at(self, screen: object) -> Callable[[], bool]:
        return lambda: self.window.screen_shown is screen

    @property
    def notice(self) -> str:
        """The words of the strip over the work."""
        notice = self.window.notice.notice
        return "" if notice is None else notice.text

    @property
    def said(self) -> str:
        """The words of the held message; empty where nothing is held."""
        screen = self.window.screen_shown
        return screen.band.accessibleName() if screen.held is not None else ""


@contextmanager
def a_stand(
    net: OfflineFloor, application: QApplication, bot: QtBot, *, waits: bool = True
) -> Iterator[Stand]:
    """Open a station's window; nobody is signed in."""
    settings = net.settings("P-01")
    line = open_line(settings, folder=net.folder)
    if waits:
        assert line.sender.wait_until_open(20)
    station = build_station(application, settings, line.workplace)
    stand = Stand(net, station, bot)
    station.context.feedback.played.connect(stand.sounds.append)
    station.window.show()
    try:
        yield stand
    finally:
        net.heal()
        if not station.is_closing:
            station.close()
        line.close()
        application.setStyleSheet("")
        Theme._current = None


@dataclass
class Work:
    """An order of two mugs, and who picks it."""

    mug: str
    place: str
    tote: str
    badge: str
    number: str


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


@pytest.fixture
def work(net: OfflineFloor) -> Work:
    goods, place = builders.some_stock(net.desk, name="Blue Mug 330 ml")
    tote, operator = builders.a_tote(net.desk), builders.an_operator(net.desk)
    number = builders.a_released_order(net.desk, (goods, 3))
    return Work(goods.barcode, place, tote, f"B-{builders.badge_of(operator)}", number)


def begin(stand: Stand, work: Work) -> None:
    """Sign in, claim, bind the tote."""
    window = stand.window
    stand.scan(work.badge, stand.is_at(window.home))
    stand.scan("XCNXT", stand.is_at(window.pick))
    stand.scan(work.tote, lambda: window.pick.state is not None and window.pick.state.tote)


def test_scan_is_shown_as_stored_and_later_as_confirmed(
    net: OfflineFloor, work: Work, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        begin(stand, work)
        last = stand.window.pick.page.last_scan
        stand.scan(work.mug)
        assert "Stored here" not in last.accessibleName()
        net.cut()
        stand.scan("XCK")
        assert "Stored here" in last.accessibleName()
        stand.until(lambda: stand.window.top_strip.view.is_offline)
        assert stand.window.top_strip.view.unsent == 1
        assert "your scans are kept here. New work and labels wait" in stand.notice
        stand.until(lambda: "offline" in stand.sounds)
        net.heal()
        stand.until(lambda: "Stored here" not in last.accessibleName())
        stand.until(lambda: not stand.notice)
        assert stand.window.top_strip.view.unsent == 0
        assert stand.sounds.count("offline") == 1
    assert net.picked() == [3]


def test_window_opens_without_the_database_and_goes_on_when_it_comes(
    net: OfflineFloor, work: Work, qapp: QApplication, qtbot: QtBot
) -> None:
    net.cut()
    with a_stand(net, qapp, qtbot, waits=False) as stand:
        stand.until(lambda: "WAITING FOR THE DATABASE" in stand.notice)
        stand.scan(work.badge, lambda: stand.said)
        assert "SIGNING IN WAITS" in stand.said
        net.heal()
        stand.until(lambda: not stand.notice)
        assert stand.said == "", "nobody has to press OK for what does not wait any more"
        begin(stand, work)


def test_line_that_comes_back_after_the_station_closed_is_no_news(
    net: OfflineFloor, qapp: QApplication, qtbot: QtBot
) -> None:
    net.cut()
    with a_stand(net, qapp, qtbot, waits=False) as stand:
        line = stand.window.context.line
        told: list[bool] = []
        line.changed.connect(lambda: told.append(line.is_away))
        stand.station.close()
        net.heal()
        stand.until(lambda: told and not told[-1])


def test_claimed_work_is_offered_to_its_operator_while_the_database_is_away(
    net: OfflineFloor, work: Work, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        begin(stand, work)
        net.cut()
        stand.scan(work.mug)
    net.cut()
    with a_stand(net, qapp, qtbot, waits=False) as stand:
        home, pick = stand.window.home, stand.window.pick
        stand.scan(work.badge, stand.is_at(home))
        stand.until(lambda: home.offer is not None)
        assert work.number in home.next_work.accessibleName()
        stand.scan("XCNXT", stand.is_at(pick))
        assert pick.state is not None
        assert pick.state.counted == 1
        stand.scan("XCSGNF", stand.is_at(stand.window.sign_in))
        stand.scan(work.badge, stand.is_at(home))
        stand.scan("XCNXT", stand.is_at(pick))
        assert pick.state.counted == 1, "signing off leaves the work here"


def test_operator_is_told_what_became_of_the_work_and_settles_it_by_scans(
    net: OfflineFloor, work: Work, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        begin(stand, work)
        window = stand.window
        stand.scan(work.mug)
        net.cut()
        stand.scan("XCK")
        with net.desk.database.begin() as transaction:
            row = transaction.session.scalars(select(Order)).one()
            row.cancelled_at, row.state = transaction.now, OrderState.CANCELLED
        net.heal()
        stand.until(lambda: "NOT ALL COUNTED" in stand.said)
        assert f"Order {work.number} was cancelled while you were off line" in stand.said
        assert f"Put 3 x Blue Mug 330 ml from {work.tote} back to {work.place}" in stand.said
        stand.scan("XCK", stand.is_at(window.home))
        stand.until(window.home.choices.buttons[FloorWork.SETTLE].isVisible)
        assert "To settle: 1" in window.home.choices.buttons[FloorWork.SETTLE].accessibleName()
        stand.scan(quantity_payload(FloorWork.SETTLE), lambda: window.one(SettleScreen).views)
        stand.scan(f"L-{work.place}", stand.is_at(window.home))
        stand.until(lambda: not window.home.choices.buttons[FloorWork.SETTLE].isVisible())


def test_scan_that_waits_while_the_screen_changes_reaches_neither_screen(
    net: OfflineFloor, work: Work, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        window, context = stand.window, stand.window.context
        stand.scan(work.badge, stand.is_at(window.home))
        stand.until(lambda: not window.home.is_running)
        context.router.submit(Scan("XCNXT", WEDGE, context.monotonic()))
        context.router.submit(Scan(work.tote, WEDGE, context.monotonic()))
        stand.until(lambda: "SCANNED TOO EARLY" in stand.said)
        assert window.screen_shown is window.pick
        assert list(net.scans()) == []
