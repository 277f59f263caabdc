"""A desk that works with waves: orders with stock, waves of them, what the board says."""

from __future__ import annotations

from app.domain.order_release import WhyNot
from app.domain.pick_state import PickMethod
from app.services import waves
from app.services.allocating import allocate_waiting_orders
from app.services.wave_board import WaveView, wave_detail
from app.services.wave_release import release_wave
from app.services.waves import NewWave, WaveChange
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books


def an_order(floor: Workplace, item: Goods, units: int = 1, **fields: object) -> str:
    """An order at the desk with stock promised to it."""
    number = builders.an_order(floor, (item, units), **fields)
    allocate_waiting_orders(floor)
    return number


def ids(floor: Workplace, *numbers: str) -> list[int]:
    return [books.order_id(floor, number) for number in numbers]


def a_wave(floor: Workplace, *numbers: str, method: PickMethod = PickMethod.SINGLE) -> WaveChange:
    return waves.create_wave(floor, NewWave(method), ids(floor, *numbers))


def a_released_wave(floor: Workplace, *numbers: str) -> str:
    code = a_wave(floor, *numbers).code
    assert set(release_wave(floor, code).released) == set(numbers)
    return code


def now(floor: Workplace, code: str) -> WaveView:
    return wave_detail(floor, code).wave


def wave_of(floor: Workplace, number: str) -> str | None:
    sql = "select wave.code from orders left join wave on wave.id = wave_id where number = :n"
    found = books.value(floor, sql, n=number)
    return None if found is None else str(found)


def why(refused: waves.Refusals) -> dict[str, list[WhyNot]]:
    return {number: [one.reason for one in reasons] for number, reasons in refused}
