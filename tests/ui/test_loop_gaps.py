"""The meter of a standing event loop tells a slot that takes long, and nothing of a quiet loop."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bench.loop_gaps import LoopGaps

STANDS_MS = 120


def stand_still() -> None:
    end = time.perf_counter() + STANDS_MS / 1000
    while time.perf_counter() < end:
        pass


def test_a_slot_that_takes_long_is_the_longest_gap(qapp: QApplication, qtbot: QtBot) -> None:
    gaps = LoopGaps(qapp)
    gaps.start()
    QTimer.singleShot(10, stand_still)
    qtbot.waitUntil(lambda: gaps.longest_ms > STANDS_MS - 10)
    gaps.stop()
    assert gaps.above(STANDS_MS - 10) >= 1


def test_what_was_measured_before_is_forgotten_at_the_next_start(qapp: QApplication) -> None:
    moments = iter((0.0, 0.5, 10.0, 10.001))
    gaps = LoopGaps(qapp, now=lambda: next(moments))
    gaps.start()
    gaps.stop()
    assert gaps.longest_ms == 498.0
    gaps.start()
    gaps.stop()
    assert gaps.longest_ms == 0.0
