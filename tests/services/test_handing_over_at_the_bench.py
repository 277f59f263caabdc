"""A colleague goes on at the bench where another packer stopped, on both databases."""

from __future__ import annotations

import pytest

from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.pack_state import PackPrompt
from app.domain.readings import Command
from app.domain.refusals import NoLongerActive, OrderStopped, Refused, WorkMovedOn
from app.services.bench_hand_over import take_over_bench
from app.services.checking import check_database
from app.services.order_holding import hold_order
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.test_packing_by_scans import picked

UNDO, OK = Command.UNDO.value, Command.OK.value
HANDED = "select payload from event_log where kind = 'BenchTakenOver'"
HOLDER = "select operator.name, station from carton join operator on operator.id = operator_id"


def sound(floor: Workplace) -> None:
    """The books are whole, by both audits."""
    books.audit(floor.database)
    assert check_database(floor).is_sound


def test_the_colleague_goes_on_with_what_was_verified_and_it_is_on_record(
    floor: Workplace,
) -> None:
    number, tote, (mug, _), ana = picked(floor, 2, 1)
    ben = builders.an_operator(floor, "Ben Ott")
    state = shift.pack(floor, ana, shift.open_bench(floor, ana, tote), mug.barcode).state
    assert state is not None
    taken = take_over_bench(floor, ben, ana, state)
    assert (taken.verified, taken.prompt, taken.here) == (1, PackPrompt.SCAN_UNIT, state.here)
    assert taken.history == state.history
    assert books.rows(floor, HOLDER) == [("Ben Ott", floor.station)]
    assert len(books.rows(floor, HANDED)) == 1
    done = shift.pack_until(floor, ben, taken, PackPrompt.DONE)
    assert done.units == 3
    assert books.order_state(floor, number) == "shipped"
    sound(floor)


def test_no_later_scan_of_the_first_packer_counts_and_a_lost_answer_hands_over_once(
    floor: Workplace,
) -> None:
    _, tote, (mug,), ana = picked(floor, 2)
    ben = builders.an_operator(floor)
    state = shift.open_bench(floor, ana, tote)
    taken = take_over_bench(floor, ben, ana, state)
    assert take_over_bench(floor, ben, ana, state) == taken
    assert len(books.rows(floor, HANDED)) == 1
    late = shift.pack(floor, ana, state, mug.barcode)
    assert isinstance(late.refusal, WorkMovedOn)
    assert books.on_hand(floor, tote) == 2
    back = shift.pack(floor, ben, taken, mug.barcode, UNDO, OK).state
    assert back is not None
    assert back.verified == 0
    sound(floor)


def test_a_closed_carton_is_handed_over_for_its_label(floor: Workplace) -> None:
    _, tote, _, ana = picked(floor, 1)
    ben = builders.an_operator(floor)
    state = shift.open_bench(floor, ana, tote)
    closed = shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)
    taken = take_over_bench(floor, ben, ana, closed)
    assert (taken.prompt, taken.sscc) == (PackPrompt.SCAN_LABEL, closed.sscc)
    shift.pack_until(floor, ben, taken, PackPrompt.DONE)
    sound(floor)


def test_what_was_packed_on_elsewhere_or_stopped_is_refused_and_stays(floor: Workplace) -> None:
    number, tote, (mug,), ana = picked(floor, 2)
    ben = builders.an_operator(floor)
    old = shift.open_bench(floor, ana, tote)
    state = shift.pack(floor, ana, old, mug.barcode).state
    assert state is not None
    with pytest.raises(Refused) as refused:
        take_over_bench(floor, ben, ana, old)
    assert refused.value.refusal == WorkMovedOn(number)
    hold_order(floor, number)
    with pytest.raises(Refused) as refused:
        take_over_bench(floor, ben, ana, state)
    assert refused.value.refusal == OrderStopped(number, "operator")
    assert books.rows(floor, HANDED) == []
    sound(floor)


def test_somebody_who_left_the_house_does_not_get_it(floor: Workplace) -> None:
    _, tote, _, ana = picked(floor, 1)
    ben = builders.an_operator(floor)

    def leaves(work: UnitOfWork) -> None:
        work.session.get_one(Operator, ben).active = False

    floor.database.run(leaves)
    state = shift.open_bench(floor, ana, tote)
    with pytest.raises(Refused) as refused:
        take_over_bench(floor, ben, ana, state)
    assert isinstance(refused.value.refusal, NoLongerActive)
    assert books.rows(floor, HANDED) == []
