"""What the lead's board says in one call: waves, the strip of the hour, and what UNDO means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from app.db.schema import Order, Printer
from app.domain.wave_acts import DoneAct, WaveAct
from app.services import waves
from app.services.lead_board import lead_board
from app.services.wave_release import hold_wave
from app.services.waves import NewWave
from app.services.workplace import Workplace
from tests import builders
from tests.services.wave_desk import a_released_wave, a_wave, an_order, ids


def test_the_strip_counts_what_is_due_today_short_at_risk_and_waiting(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    sent, late, waiting = (an_order(floor, mug) for _ in range(3))
    now = datetime.now(UTC)
    a_released_wave(floor, sent, late)
    in_time, too_late, next_one = ids(floor, sent, late, waiting)
    with floor.database.begin() as work:
        for order_id, shipped in ((in_time, now - timedelta(seconds=2)), (too_late, None)):
            order = work.session.get_one(Order, order_id)
            order.ship_by, order.shipped_at = now - timedelta(seconds=1), shipped
        work.session.get_one(Order, next_one).ship_by = now
        work.session.query(Printer).one().lamp = "offline"
    told = lead_board(floor).strip
    assert (told.today.in_time, told.today.late, told.on_time_share) == (1, 1, 0.5)
    assert told.printers_down == ("F",)
    assert [(one.cut_off_at, one.orders) for one in told.waiting] == [(now, 1)]


def test_orders_of_waves_that_will_be_late_are_at_risk(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    late = NewWave(cut_off_at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    code = waves.create_wave(floor, late, ids(floor, an_order(floor, mug))).code
    told = lead_board(floor)
    assert told.strip.at_risk == 1
    wave = told.wave(code)
    assert wave is not None
    assert wave.slack is not None
    assert wave.slack < timedelta()
    assert told.undoable is None


def test_the_board_says_what_undo_means(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    code = a_wave(floor, an_order(floor, mug)).code
    hold_wave(floor, code)
    undoable = lead_board(floor).undoable
    assert isinstance(undoable, DoneAct)
    assert (undoable.act, undoable.code) == (WaveAct.HOLD, code)


def test_the_board_asks_no_more_of_the_database_for_more_waves(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 40)

    def statements() -> int:
        counted: list[str] = []

        def count(*args: object) -> None:
            counted.append(str(args[2]))

        event.listen(floor.database.engine, "before_cursor_execute", count)
        try:
            lead_board(floor)
        finally:
            event.remove(floor.database.engine, "before_cursor_execute", count)
        return len(counted)

    a_released_wave(floor, an_order(floor, mug))
    few = statements()
    for _ in range(4):
        a_released_wave(floor, an_order(floor, mug))
        a_wave(floor, an_order(floor, mug))
    assert statements() <= few + 2
