"""What goes wrong at a shelf, each as a short story in one real window: scanned, never clicked.

One program runs through all of them, as a picker's morning does; what each story leaves behind is
proven by the books at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.db.schema import EventLog, ItemSubstitute, Order, PickTask, Site
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickTaskState
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.order_address import NewAddress, change_address
from app.services.order_changes import cancel_order, edit_order
from app.services.order_holding import hold_order, lift_holds
from app.services.refill_planning import raise_refills
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay
from tests.services import books, shift

pytestmark = pytest.mark.real_window

OK, UNDO, SKIP, SHORT, NEXT = "XCK", "XCUND", "XCSKP", "XCSHRT", "XCNXT"
DAMAGED, INSTEAD, WRONG_BIN = "XCDG", "XCSUBST", "XCVRNG"
NUMBER = dict(enumerate(("XCNB", "XCNC", "XCND", "XCNE")))
"""The cards for 0 to 3."""


class Morning:
    """A floor with quarantine and staging places, and a picker at its only station."""

    def __init__(self, floor: Workplace, station: StationProcess) -> None:
        self.floor = floor
        self.station = station
        self.quarantine = builders.a_location(floor, kind=LocationKind.QUARANTINE)
        self.stage = builders.a_location(floor, kind=LocationKind.STAGING)
        self.lane = builders.a_location(floor, kind=LocationKind.LANE)

    def begin(self, *totes: str) -> None:
        """Take the work that was released, and set the cart up."""
        self.station.insist(NEXT, lambda: self.tasks(PickTaskState.IN_PROGRESS) == 1, "the work")
        self.scan(*totes)

    def scan(self, *codes: str) -> None:
        """Scan codes one after the other; each is accepted before the next."""
        for code in codes:
            before = self.accepted(code)
            self.station.insist(code, partial(self._has_more, code, before), f"{code} accepted")

    def accepted(self, code: str) -> int:
        """How many scans of a code were accepted."""
        return self.station.refusals_of(code).count(None)

    def _has_more(self, code: str, before: int) -> bool:
        return self.accepted(code) > before

    def reads_the_stop(self) -> None:
        """Press OK until the stop is gone, which the next OK then has nothing to do with."""
        assert self.refused(OK) == "CommandNotPossible"

    def tasks(self, state: PickTaskState) -> int:
        """How many tasks are in a state."""
        with self.floor.database.begin() as work:
            statement = select(func.count()).select_from(PickTask).where(PickTask.state == state)
            return work.session.scalar(statement) or 0

    def is_done(self) -> bool:
        """Whether nothing is left to pick."""
        return not self.tasks(PickTaskState.IN_PROGRESS) and not self.tasks(PickTaskState.READY)

    def refused(self, code: str) -> str | None:
        """Scan a code; the name of the refusal it gets."""
        self.station.scan(code)
        return self.station.refusals_of(code)[-1]

    def happened(self, kind: str) -> int:
        """How many events of a kind are on record."""
        with self.floor.database.begin() as work:
            statement = select(func.count()).select_from(EventLog).where(EventLog.kind == kind)
            return work.session.scalar(statement) or 0

    def count_of(self, goods: Goods) -> str:
        """Why an item is counted; empty if it is not."""
        with self.floor.database.begin() as work:
            statement = text("select reason from count_task where item_id = :item")
            return work.session.scalar(statement, {"item": goods.item_id}) or ""

    def close(self) -> None:
        """The work is done, and the books are right."""
        until(self.is_done, "the work to be done")
        assert check_database(self.floor).is_sound


@pytest.fixture(scope="module")
def morning(x_display: XDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    """Ana at a station whose window stays open for all stories."""
    folder: Path = tmp_path_factory.mktemp("morning")
    floor = builders.a_workplace(builders.a_database(f"sqlite:///{folder / 'floor.sqlite'}"))
    builders.a_site(floor)
    builders.a_printer(floor, folder)
    ana = builders.an_operator(floor)
    with StationProcess(x_display, floor, folder) as station:
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        yield Morning(floor, station)
    floor.database.close()


def change(floor: Workplace, verb: Callable[[UnitOfWork], None]) -> None:
    """Change rows as the desk would."""
    floor.database.run(verb)


def test_a_short_leads_to_the_other_location_that_lies_on_the_way(morning: Morning) -> None:
    floor = morning.floor
    mug, first = builders.some_stock(floor, 5)
    between = builders.a_location(floor)
    tea, _ = builders.some_stock(floor, 5)
    builders.a_released_order(floor, (mug, 3), (tea, 1))
    builders.stock(floor, mug, between, 9)
    tote = builders.a_tote(floor)
    morning.begin(tote)
    morning.scan(SHORT, NUMBER[1], OK)
    assert morning.refused(tea.barcode) == "WrongItem", "the other mugs come before the tea"
    morning.scan(f"L-{between}", mug.barcode, OK, tea.barcode)
    morning.close()
    assert (books.on_hand(floor, tote), books.on_hand(floor, between)) == (4, 7)
    assert (morning.count_of(mug), books.promised(floor, first)) == ("empty", 0)


def test_nothing_found_anywhere_asks_for_no_tote_and_holds_the_order(morning: Morning) -> None:
    mug, _ = builders.some_stock(morning.floor, 2)
    number = builders.a_released_order(morning.floor, (mug, 2))
    morning.begin(builders.a_tote(morning.floor))
    morning.scan(SHORT, NUMBER[0], OK)
    morning.close()
    assert books.holds(morning.floor, number) == {"short"}


def test_damaged_units_are_brought_to_quarantine_by_its_scan(morning: Morning) -> None:
    mug, face = builders.some_stock(morning.floor, 6)
    builders.a_released_order(morning.floor, (mug, 2))
    morning.begin(builders.a_tote(morning.floor))
    before = books.on_hand(morning.floor, morning.quarantine)
    morning.scan(DAMAGED, NUMBER[2])
    assert morning.refused(f"L-{face}") == "NotQuarantine"
    morning.scan(f"L-{morning.quarantine}", mug.barcode, OK)
    morning.close()
    assert books.on_hand(morning.floor, morning.quarantine) == before + 2
    assert books.on_hand(morning.floor, face) == 2


def test_another_item_is_picked_only_where_the_customer_agreed(morning: Morning) -> None:
    floor = morning.floor
    mug, _ = builders.some_stock(floor, 2)
    red, _ = builders.some_stock(floor, 5)
    number = builders.a_released_order(floor, (mug, 2))
    tote = builders.a_tote(floor)
    morning.begin(tote)
    assert morning.refused(INSTEAD) == "SubstituteNotAgreed"

    def agree(work: UnitOfWork) -> None:
        work.session.add(ItemSubstitute(item_id=mug.item_id, substitute_id=red.item_id))
        work.session.query(Order).filter_by(number=number).one().allows_substitutes = True

    change(floor, agree)
    morning.scan("XCPSE")
    morning.begin()
    morning.scan(INSTEAD, OK, red.barcode, OK)
    morning.close()
    assert books.rows(
        floor, "select sku, picked from order_line where replaces_id is not null"
    ) == [(red.sku, 2)]


def test_wrong_goods_call_the_lead_the_third_time_and_have_the_place_counted(
    morning: Morning,
) -> None:
    mug, _ = builders.some_stock(morning.floor, 3)
    tea, _ = builders.some_stock(morning.floor, 3)
    builders.a_released_order(morning.floor, (mug, 1), (tea, 1))
    morning.begin(builders.a_tote(morning.floor))
    for _ in range(3):
        assert morning.refused(tea.barcode) == "WrongItem"
    until(lambda: morning.happened("LeadCalled") == 1, "the lead to be called")
    morning.scan(WRONG_BIN, tea.barcode)
    morning.close()
    assert morning.count_of(mug) == "other_item"


def test_a_line_is_skipped_once_freely_and_then_with_a_reason(morning: Morning) -> None:
    mug, _ = builders.some_stock(morning.floor, 3)
    tea, _ = builders.some_stock(morning.floor, 3)
    builders.a_released_order(morning.floor, (mug, 1), (tea, 1))
    morning.begin(builders.a_tote(morning.floor))
    morning.scan(SKIP, SKIP, SKIP, NUMBER[1])
    assert morning.happened("LineSkipped") == 3
    morning.scan(tea.barcode, mug.barcode)
    morning.close()


def test_puts_are_undone_one_after_the_other_out_of_the_right_tote(morning: Morning) -> None:
    floor = morning.floor
    mug, face = builders.some_stock(floor, 9)
    builders.a_cart_of_orders(floor, [(mug, 2)], [(mug, 1)], method=PickMethod.CLUSTER)
    first, second = builders.a_tote(floor), builders.a_tote(floor)
    morning.begin(first, second)
    morning.scan(mug.barcode, first, second)
    morning.scan(UNDO)
    assert morning.refused(first) == "WrongTote"
    morning.scan(second, f"L-{face}", UNDO, first, f"L-{face}")
    assert (books.on_hand(floor, first), books.on_hand(floor, second)) == (0, 0)
    morning.scan(mug.barcode, first, second)
    morning.close()


def test_the_last_unit_out_of_a_place_is_followed_by_a_look_into_it(morning: Morning) -> None:
    def ask(work: UnitOfWork) -> None:
        work.session.query(Site).one().checks_empty = True

    change(morning.floor, ask)
    mug, face = builders.some_stock(morning.floor, 1)
    tea, _ = builders.some_stock(morning.floor, 1)
    builders.a_released_order(morning.floor, (mug, 1), (tea, 1))
    morning.begin(builders.a_tote(morning.floor))
    morning.scan(mug.barcode)
    assert morning.refused(tea.barcode) == "IsItEmpty"
    morning.scan(f"L-{face}", tea.barcode, NUMBER[2])
    morning.close()
    assert (morning.happened("LocationFoundEmpty"), morning.count_of(tea)) == (1, "zero_check")


def test_a_dry_face_that_is_being_refilled_is_come_back_to(morning: Morning) -> None:
    floor = morning.floor
    mug, _ = builders.some_stock(floor, 2)
    tea, _ = builders.some_stock(floor, 3)
    builders.a_released_order(floor, (mug, 1), (tea, 1))
    builders.stock(floor, mug, builders.a_location(floor, kind=LocationKind.RESERVE), 24)
    later = builders.an_order(floor, (mug, 4))
    allocate_waiting_orders(floor)
    raise_refills(floor)
    morning.begin(builders.a_tote(floor))
    morning.scan(SHORT, OK, tea.barcode, mug.barcode)
    morning.close()
    cancel_order(floor, later)
    assert morning.count_of(mug) == ""


@pytest.mark.parametrize("how", ["cancelled", "edited", "held"])
def test_an_order_that_changes_while_it_is_picked_is_seen_to_by_scans(
    morning: Morning, how: str
) -> None:
    floor = morning.floor
    mug, _ = builders.some_stock(floor, 9)
    tea, _ = builders.some_stock(floor, 9)
    first, second = builders.a_cart_of_orders(floor, [(mug, 1), (tea, 1)], [(mug, 2), (tea, 1)])
    totes = [builders.a_tote(floor) for _ in range(2)]
    morning.begin(*totes)
    morning.scan(mug.barcode, *totes)
    if how == "cancelled":
        cancel_order(floor, second)
        assert morning.refused(tea.barcode) == "WorkMovedOn"
        morning.reads_the_stop()
        morning.scan(f"L-{morning.stage}")
    elif how == "edited":
        edit_order(floor, second, {1: 1})
        assert morning.refused(tea.barcode) == "WorkMovedOn"
        morning.scan(f"L-{morning.stage}")
    else:
        hold_order(floor, second)
        assert morning.refused(tea.barcode) == "WorkMovedOn"
        morning.reads_the_stop()
        morning.scan(f"L-{morning.lane}")
    morning.scan(tea.barcode, totes[0])
    if how == "edited":
        morning.scan(totes[1])
    until(lambda: books.order_state(floor, first) == "picked", "the other order to be picked")
    if how == "held":
        lift_holds(floor, second)
        morning.begin(totes[1])  # the tote that was put down on the lane
        morning.scan(tea.barcode)
    morning.close()


def test_the_empty_tote_of_an_order_cancelled_before_its_first_pick_is_scanned_off(
    morning: Morning,
) -> None:
    floor = morning.floor
    mug, _ = builders.some_stock(floor, 9)
    _, second = builders.a_cart_of_orders(floor, [(mug, 1)], [(mug, 2)])
    first_tote, second_tote = builders.a_tote(floor), builders.a_tote(floor)
    morning.begin(first_tote, second_tote)
    cancel_order(floor, second)
    assert morning.refused(mug.barcode) == "WorkMovedOn"
    morning.reads_the_stop()
    assert morning.refused(mug.barcode) == "TakeEmptyToteOff"
    morning.scan(second_tote, mug.barcode, first_tote)
    morning.close()


def test_an_address_changed_while_it_is_picked_stops_nobody_and_is_where_the_parcel_goes(
    morning: Morning,
) -> None:
    floor = morning.floor
    mug, _ = builders.some_stock(floor, 9)
    tea, _ = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 1), (tea, 1))
    tote = builders.a_tote(floor)
    morning.begin(tote)
    morning.scan(mug.barcode)
    moved = NewAddress("Ana Novak", ("Lange Gasse 7",), "Linz", "AT", "4020")
    assert change_address(floor, number, moved).labels == 0
    morning.scan(tea.barcode)
    morning.close()
    shift.pack_order(floor, builders.an_operator(floor, "Ed Brown"), tote)
    (label,) = books.rows(
        floor, "select document from print_job where document_kind = 'shipping_label'"
    )
    assert "Lange Gasse 7" in str(label)
    assert check_database(floor).is_sound
