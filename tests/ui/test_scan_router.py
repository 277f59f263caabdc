"""Scans are answered in order, none is lost, and none reaches a screen it was not made for."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.devices.scan import WEDGE, Scan, serial_source
from app.ui.scan_router import DropReason, ScanRouter
from app.ui.typed_scans import type_scan
from app.ui.wedge_filter import WedgeFilter


class Clock:
    """A hand-wound monotonic clock."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Screen:
    """Notes the scans it is given; may start a job with each."""

    def __init__(self, router: ScanRouter | None = None) -> None:
        self.scans: list[Scan] = []
        self.job_for: ScanRouter | None = router
        self.threads: set[int] = set()

    def on_scan(self, scan: Scan) -> None:
        self.scans.append(scan)
        self.threads.add(threading.get_ident())
        if self.job_for is not None:
            self.job_for.set_busy(True)

    @property
    def raws(self) -> list[str]:
        return [scan.raw for scan in self.scans]


class Floor:
    """A router with a clock, and what it dropped."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.router = ScanRouter(self.clock)
        self.dropped: list[tuple[str, DropReason]] = []
        self.router.dropped.connect(lambda scan, why: self.dropped.append((scan.raw, why)))

    def scan(self, raw: str, after: float = 0.1, source: str = WEDGE) -> None:
        self.clock.seconds += after
        self.router.submit(Scan(raw, source, self.clock.seconds))


@pytest.fixture
def floor() -> Floor:
    return Floor()


@pytest.fixture
def screen(floor: Floor) -> Screen:
    screen = Screen()
    floor.router.show(screen)
    return screen


def test_ten_scans_in_a_second_all_arrive_in_order(floor: Floor, screen: Screen) -> None:
    codes = [f"T-{number:04}" for number in range(10)]
    for code in codes:
        floor.scan(code)
    assert screen.raws == codes


def test_scans_wait_while_a_job_runs_and_come_in_order_after_it(floor: Floor) -> None:
    screen = Screen(floor.router)
    floor.router.show(screen)
    waiting: list[int] = []
    floor.router.waiting_changed.connect(waiting.append)
    for code in ("A", "B", "C"):
        floor.scan(code)
    assert screen.raws == ["A"]
    assert floor.router.waiting == 2
    floor.router.set_busy(False)
    assert screen.raws == ["A", "B"]
    floor.router.set_busy(False)
    floor.router.set_busy(False)
    assert screen.raws == ["A", "B", "C"]
    assert waiting[-1] == 0
    assert max(waiting) == 2


def test_a_job_that_ends_at_once_keeps_the_order(floor: Floor) -> None:
    class HastyScreen(Screen):
        def on_scan(self, scan: Scan) -> None:
            floor.router.set_busy(True)
            if scan.raw == "A":
                floor.scan("B")
                floor.scan("C")
            floor.router.set_busy(False)
            super().on_scan(scan)

    screen = HastyScreen()
    floor.router.show(screen)
    floor.scan("A")
    assert screen.raws == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("gap", "source", "count"),
    [(0.0, WEDGE, 1), (0.249, WEDGE, 1), (0.251, WEDGE, 2), (0.1, serial_source("COM4"), 2)],
)
def test_only_the_same_device_reading_the_same_code_at_once_is_a_repeat(
    floor: Floor, screen: Screen, gap: float, source: str, count: int
) -> None:
    floor.scan("4006381333931")
    floor.scan("4006381333931", after=gap, source=source)
    assert len(screen.scans) == count
    assert floor.dropped == [("4006381333931", DropReason.READ_TWICE)] * (2 - count)


def test_a_code_left_under_the_scanner_counts_once(floor: Floor, screen: Screen) -> None:
    for _ in range(10):
        floor.scan("4006381333931", after=0.2)
    assert screen.raws == ["4006381333931"]


def test_repeats_are_told_by_when_they_were_made_not_by_when_they_came(
    floor: Floor, screen: Screen
) -> None:
    floor.clock.seconds = 200.0
    floor.router.submit(Scan("4006381333931", WEDGE, 150.0))
    floor.router.submit(Scan("4006381333931", WEDGE, 150.4))
    assert len(screen.scans) == 2


def test_a_scan_made_before_a_screen_came_up_never_reaches_it(floor: Floor) -> None:
    pick = Screen(floor.router)
    floor.router.show(pick)
    for code in ("A", "B", "C"):
        floor.scan(code)
    pack = Screen()
    floor.clock.seconds += 0.1
    floor.router.show(pack)
    floor.scan("D")
    floor.router.set_busy(False)
    assert pick.raws == ["A"]
    assert pack.raws == ["D"]
    assert floor.dropped == [
        ("B", DropReason.SCREEN_CHANGED),
        ("C", DropReason.SCREEN_CHANGED),
    ]


def test_a_scan_read_late_is_judged_by_when_it_was_made(floor: Floor) -> None:
    made_at = floor.clock.seconds
    floor.clock.seconds += 1
    floor.router.show(Screen())
    floor.router.submit(Scan("A", WEDGE, made_at))
    assert floor.dropped == [("A", DropReason.SCREEN_CHANGED)]


def test_a_screen_shown_again_by_its_own_scan_loses_nothing(floor: Floor) -> None:
    screen = Screen(floor.router)
    floor.router.show(screen)
    floor.scan("A")
    floor.scan("B")
    floor.router.show(screen)
    floor.router.set_busy(False)
    assert screen.raws == ["A", "B"]


def test_scans_without_a_screen_are_dropped_aloud_when_one_comes(floor: Floor) -> None:
    floor.scan("A")
    assert floor.router.waiting == 1
    floor.clock.seconds += 1
    floor.router.show(Screen())
    assert floor.dropped == [("A", DropReason.SCREEN_CHANGED)]


def test_a_screen_that_fails_on_one_scan_still_gets_the_next(floor: Floor, qtbot: QtBot) -> None:
    class FaultyScreen(Screen):
        def on_scan(self, scan: Scan) -> None:
            super().on_scan(scan)
            if scan.raw == "A":
                floor.scan("B")
                message = "a fault in a screen"
                raise RuntimeError(message)

    screen = FaultyScreen()
    floor.router.show(screen)
    with pytest.raises(RuntimeError, match="a fault in a screen"):
        floor.scan("A")
    qtbot.waitUntil(lambda: screen.raws == ["A", "B"])


def test_scans_of_a_reader_thread_are_answered_on_the_main_thread(qtbot: QtBot) -> None:
    router = ScanRouter(lambda: 0.0)
    screen = Screen()
    router.show(screen)
    scans = [Scan(f"T-{number:04}", serial_source("COM4"), number) for number in range(200)]

    def read() -> None:
        for scan in scans:
            router.post(scan)

    reader = threading.Thread(target=read)
    reader.start()
    reader.join()
    assert screen.scans == []
    qtbot.waitUntil(lambda: len(screen.scans) == len(scans))
    assert screen.scans == scans
    assert screen.threads == {threading.get_ident()}


def test_typed_scans_go_through_filter_and_router_to_the_screen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    router = ScanRouter()
    screen = Screen()
    router.show(screen)
    wedge = WedgeFilter()
    wedge.install(qapp)
    wedge.scanned.connect(router.submit)
    for rest_ms in (1000, 100, 300):
        type_scan(window.windowHandle(), "4006381333931", rest_ms=rest_ms)
    type_scan(window.windowHandle(), "T-0001", suffix=Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: screen.raws[-1:] == ["T-0001"])
    wedge.remove(qapp)
    assert screen.raws == ["4006381333931", "4006381333931", "T-0001"]
