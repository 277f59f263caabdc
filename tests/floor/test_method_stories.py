"""Each way of picking several orders at once, from its release to shipped, in the real program."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.db.schema import Carton, EventLog, Order
from app.domain.orders import OrderState
from app.domain.own_codes import location_payload
from app.domain.pick_state import PickMethod
from app.domain.readings import Command
from app.domain.waves import WaveState
from app.services.checking import check_database
from app.services.inquiry import house_report
from app.services.skills import change_skills
from app.services.wall_setup import add_wall
from app.services.wave_board import wave_detail
from app.services.wave_release import plan_wave, release_wave
from app.services.waves import NewWave, create_wave
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.floor.station_process import StationProcess, until
from tests.servers.postgresql import PostgresqlServer
from tests.servers.x_display import XDisplay
from tests.services import books

pytestmark = [pytest.mark.real_window, pytest.mark.postgresql]

HOME, OK, LEAVE = Command.PAUSE.value, Command.OK.value, Command.SIGN_OFF.value
WALL = "W1"
RESTING = 4
"""Pictures in a row, a tenth of a second apart, that are the same once a screen has changed."""


class Story:
    """A station at work, and what the tests see beside its window."""

    def __init__(
        self, floor: Workplace, station: StationProcess, display: XDisplay, prints: Path
    ) -> None:
        self.floor = floor
        self.scan = station.scan
        self.insist = station.insist
        self._settle = station.settle
        self.refusals_of = station.refusals_of
        self._display = display
        self._prints = prints
        self._operator = builders.an_operator(floor)

    def begin(self) -> None:
        """Sign in."""
        self.turn_to(f"B-{builders.badge_of(self._operator)}")

    def end(self) -> None:
        """Sign off; the books must be right."""
        self.turn_to(HOME)
        self.turn_to(LEAVE)
        report = house_report(self.floor)
        assert report.units_received == report.units_on_hand + report.units_shipped
        assert check_database(self.floor).is_sound
        books.audit(self.floor.database)

    def turn_to(self, code: str) -> None:
        """Scan what leads to another screen, and wait until that one is at rest."""
        before = self._display.picture()
        self._display.type_scan(code)
        pause = threading.Event()
        seen = [before]

        def has_changed() -> bool:
            pause.wait(0.1)
            seen.append(self._display.picture())
            last = seen[-RESTING:]
            return last[0] != before and all(picture == last[0] for picture in last)

        until(has_changed, f"another screen after {code}")
        self._settle()

    def may_operate(self, equipment: str) -> None:
        """Whoever is signed in learns to operate something."""
        staff = "select staff_number from operator where id = :id"
        number = books.value(self.floor, staff, id=self._operator)
        change_skills(self.floor, str(number), more=[equipment])

    def take_work(self) -> None:
        """Claim the next task."""
        before = self._happened("TaskClaimed")
        self.insist("XCNXT", lambda: self._happened("TaskClaimed") > before, "a task to be claimed")

    def pack(self, place: str, *goods: Goods) -> None:
        """Pack what is in a tote or cubby, and stick its label."""
        labels = self._labels()
        self.scan(place)
        for each in goods:
            self.scan(each.barcode)
        self.scan(OK)
        until(
            lambda: len(list(self._prints.glob("shipping_label*"))) > labels,
            f"the label of {place}",
        )
        with self.floor.database.begin() as work:
            number = work.session.scalar(select(Carton.sscc).order_by(Carton.id.desc()))
        self.scan(f"]C100{number}")

    def await_orders(self, state: OrderState, *numbers: str) -> None:
        """Wait until orders are as they should be."""

        def states() -> set[OrderState]:
            with self.floor.database.begin() as work:
                wanted = select(Order.state).where(Order.number.in_(numbers))
                return set(work.session.scalars(wanted))

        until(lambda: states() == {state}, f"{numbers} to be {state}")

    def _labels(self) -> int:
        return len(list(self._prints.glob("shipping_label*")))

    def _happened(self, kind: str) -> int:
        with self.floor.database.begin() as work:
            statement = select(func.count()).select_from(EventLog).where(EventLog.kind == kind)
            return work.session.scalar(statement) or 0


@pytest.fixture(scope="module")
def station_at_work(
    postgresql_server: PostgresqlServer,
    migrated_template: str,
    x_display: XDisplay,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Story]:
    """One program for all stories: starting it takes longer than a story does."""
    folder = tmp_path_factory.mktemp("station")
    url = postgresql_server.new_database(template=migrated_template)
    floor = builders.a_workplace(builders.a_database(url))
    builders.a_site(floor)
    builders.a_printer(floor, folder / "prints")
    add_wall(floor, WALL, rows=1, columns=3)
    with StationProcess(x_display, floor, folder) as station:
        yield Story(floor, station, x_display, folder / "prints")
    floor.database.close()
    postgresql_server.drop_database(url)


@pytest.fixture
def story(station_at_work: Story) -> Iterator[Story]:
    """Signed in, and off again when the story is told."""
    station_at_work.begin()
    yield station_at_work
    station_at_work.end()


def test_a_cluster_is_sorted_into_its_totes_while_it_is_picked(story: Story) -> None:
    mug, _ = builders.some_stock(story.floor)
    lamp, _ = builders.some_stock(story.floor)
    first, second = builders.a_tote(story.floor), builders.a_tote(story.floor)
    numbers = builders.a_cart_of_orders(
        story.floor, [(mug, 1), (lamp, 1)], [(mug, 1)], method=PickMethod.CLUSTER
    )
    story.take_work()
    story.scan(first)
    story.scan(second)
    story.scan(mug.barcode)
    story.scan(second)
    assert story.refusals_of(second)[-1] == "WrongTote", "the urgent order's tote comes first"
    story.scan(first)
    story.scan(second)
    story.scan(lamp.barcode)
    story.scan(first)
    story.await_orders(OrderState.PICKED, *numbers)
    story.turn_to(HOME)
    story.pack(first, mug, lamp)
    story.pack(second, mug)
    story.await_orders(OrderState.SHIPPED, *numbers)


def test_a_batch_is_sorted_at_the_wall_and_packed_out_of_its_cubbies(story: Story) -> None:
    mug, _ = builders.some_stock(story.floor)
    lamp, _ = builders.some_stock(story.floor)
    tote = builders.a_tote(story.floor)
    numbers = builders.a_cart_of_orders(
        story.floor, [(mug, 1), (lamp, 1)], [(mug, 1), (lamp, 2)], method=PickMethod.BATCH
    )
    story.take_work()
    story.scan(tote)
    for item in (mug, lamp):
        story.scan(item.barcode)
        story.scan(OK)
    story.await_orders(OrderState.PICKED, *numbers)
    story.turn_to(HOME)

    one, other = (location_payload(f"{WALL}-{column}A") for column in (1, 2))
    story.turn_to(location_payload(WALL))
    story.scan(tote)
    story.scan(mug.barcode)
    story.scan(other)
    assert story.refusals_of(other)[-1] == "WrongCubby"
    story.scan(one)
    for code in (mug.barcode, other, lamp.barcode, one, lamp.barcode, lamp.barcode, other):
        story.scan(code)
    story.turn_to(HOME)
    story.pack(one, mug, lamp)
    story.pack(other, mug, lamp, lamp)
    story.await_orders(OrderState.SHIPPED, *numbers)


def test_two_waves_of_two_methods_are_released_worked_and_complete(story: Story) -> None:
    mug, _ = builders.some_stock(story.floor)
    totes = [builders.a_tote(story.floor) for _ in range(3)]
    numbers = [builders.an_order(story.floor, (mug, 1)) for _ in range(3)]
    ids = [books.order_id(story.floor, number) for number in numbers]
    waves = [
        create_wave(story.floor, NewWave(method, priority=priority), some).code
        for method, priority, some in (
            (PickMethod.CLUSTER, 5, ids[:2]),
            (PickMethod.SINGLE, 0, ids[2:]),
        )
    ]
    for code in waves:
        assert not plan_wave(story.floor, code).bad
        assert release_wave(story.floor, code).tasks == 1
    story.take_work()
    for code in (totes[0], totes[1], mug.barcode, totes[0]):
        story.scan(code)
    assert wave_detail(story.floor, waves[0]).wave.state is WaveState.IN_PROGRESS
    story.scan(totes[1])
    story.take_work()
    story.scan(totes[2])
    story.scan(mug.barcode)
    story.await_orders(OrderState.PICKED, *numbers)
    story.turn_to(HOME)
    for tote in totes:
        story.pack(tote, mug)
    story.await_orders(OrderState.SHIPPED, *numbers)
    for code in waves:
        assert wave_detail(story.floor, code).wave.state is WaveState.COMPLETE


def test_a_mixed_wave_is_worked_by_the_method_of_each_order(story: Story) -> None:
    floor = story.floor
    mug, lamp = builders.some_stock(floor)[0], builders.some_stock(floor)[0]
    crate = builders.an_item(floor)
    builders.stock(floor, crate, builders.a_location(floor, equipment="forklift"), 5)
    bulk, tote, high = (builders.a_tote(floor) for _ in range(3))
    singles = [builders.an_order(floor, (mug, 1)) for _ in range(2)]
    parted = builders.an_order(floor, (mug, 1), (lamp, 1), (crate, 1))
    ids = [books.order_id(floor, number) for number in (*singles, parted)]
    code = create_wave(floor, NewWave(PickMethod.MIXED), ids).code
    assert [load.method for load in plan_wave(floor, code).methods] == [
        PickMethod.SINGLE,
        PickMethod.BATCH,
        PickMethod.CLUSTER,
    ]
    release_wave(floor, code)
    story.take_work()
    for scanned in (bulk, mug.barcode, OK):
        story.scan(scanned)
    story.await_orders(OrderState.PICKED, *singles)
    story.take_work()
    for scanned in (tote, mug.barcode, lamp.barcode):
        story.scan(scanned)
    story.may_operate("forklift")
    story.take_work()
    for scanned in (high, crate.barcode):
        story.scan(scanned)
    story.await_orders(OrderState.PICKED, parted)
    story.turn_to(HOME)
    for _ in singles:
        story.pack(bulk, mug)
    story.pack(tote, mug, lamp, crate)
    story.await_orders(OrderState.SHIPPED, *singles, parted)
    assert wave_detail(floor, code).wave.state is WaveState.COMPLETE
