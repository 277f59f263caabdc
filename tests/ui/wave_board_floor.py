"""The small floor with waves on it, for tests and pictures of the lead's wave board."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.pick_state import PickMethod
from app.services.allocating import allocate_waiting_orders
from app.services.wave_release import release_wave
from app.services.waves import NewWave, create_wave, orders_named
from tests.ui.screens_fixture import BLUE, CABLE, LAMP, RED, Goods, SmallFloor

MIRA = "Mira Lind"


def paid_orders(floor: SmallFloor, count: int, *goods: Goods) -> list[str]:
    """Paid orders at the desk, each for one unit of each item, with stock promised to them."""
    lines = [(one, 1) for one in goods or (BLUE, CABLE)]
    numbers = [floor.paid_order(*lines) for _ in range(count)]
    allocate_waiting_orders(floor.workplace)
    return numbers


def a_wave(
    floor: SmallFloor,
    *numbers: str,
    carrier: str = "",
    minutes: int | None = None,
    method: PickMethod = PickMethod.SINGLE,
) -> str:
    """A wave at the desk; its truck leaves in so many minutes."""
    due = None if minutes is None else datetime.now(UTC) + timedelta(minutes=minutes)
    new = NewWave(method=method, carrier=carrier, cut_off_at=due)
    return create_wave(floor.workplace, new, orders_named(floor.workplace, numbers).ids).code


def a_busy_board(floor: SmallFloor) -> tuple[str, str, str]:
    """Three waves: one on the floor in time, one that will be late, one at the desk."""
    early = a_wave(floor, *paid_orders(floor, 3), carrier="DHL", minutes=90)
    late = a_wave(floor, *paid_orders(floor, 4, RED, LAMP), carrier="UPS", minutes=1)
    desk = a_wave(floor, *paid_orders(floor, 4, BLUE, LAMP), carrier="Post", minutes=180)
    for code in (early, late):
        release_wave(floor.workplace, code)
    return late, early, desk


def a_late_board(floor: SmallFloor) -> tuple[str, str, str]:
    """A truck that is gone, one that leaves before its wave is done, and a later one."""
    gone = a_wave(floor, *paid_orders(floor, 1), carrier="DHL", minutes=-4)
    soon = a_wave(floor, *paid_orders(floor, 6, RED, LAMP), carrier="UPS", minutes=6)
    later = a_wave(floor, *paid_orders(floor, 1, LAMP), carrier="DHL", minutes=240)
    for code in (soon, gone, later):
        release_wave(floor.workplace, code)
    return gone, soon, later
