"""What packers do with proposals is counted, and the next proposals follow it."""

from app.db.schema import Item
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import Command
from app.services import packing
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

P = PackPrompt
TALLIES = "select packaging_code, contents, band, filled, overruled from packaging_tally order by 1"
HABITS = "select packaging_code, times_running, overrules from packaging_habit"


class Bench:
    """A packer who gets the same goods again and again."""

    def __init__(self, floor: Workplace, units: int, **item: object) -> None:
        self.floor = floor
        self.units = units
        self.goods, _ = builders.some_stock(floor, units * 12, **item)
        self.packer = builders.an_operator(floor)

    def ready(self) -> PackState:
        """The next order with all its units in the carton."""
        builders.a_released_order(self.floor, (self.goods, self.units))
        tote = builders.a_tote(self.floor)
        shift.pick_order(self.floor, self.packer, tote)
        state = shift.open_bench(self.floor, self.packer, tote)
        return shift.pack_until(self.floor, self.packer, state, P.CHOOSE_PACKAGING)

    def pack_into(self, card: str) -> str | None:
        """Pack the next order; return what was proposed for it."""
        state = self.ready()
        closed = shift.pack(self.floor, self.packer, state, card)
        assert closed.refusal is None, closed.refusal
        assert closed.state is not None
        shift.pack_until(self.floor, self.packer, closed.state, P.DONE)
        return state.suggested


def test_proposal_lies_beside_the_lines_of_the_bench(floor: Workplace) -> None:
    state = Bench(floor, 3).ready()
    assert state.suggested == "S"
    assert state.proposal is not None
    (plan,) = state.proposal.parcels
    assert plan.quantities == tuple(line.quantity for line in state.lines)
    assert len(plan.placements) == 3


def test_taking_what_is_proposed_only_counts_how_full_it_was(floor: Workplace) -> None:
    Bench(floor, 3).pack_into(Command.OK.value)
    assert books.rows(floor, TALLIES) == [("S", "alike", 5, 1, 0)]
    assert books.rows(floor, HABITS) == []
    assert books.value(floor, "select count(*) from event_log where kind='PackagingOverruled'") == 0


def test_overrule_is_on_record_with_what_was_proposed(floor: Workplace) -> None:
    Bench(floor, 3).pack_into("K-M2")
    assert books.rows(floor, TALLIES) == [
        ("M2", "alike", 0, 1, 0),
        ("S", "alike", 5, 0, 1),
    ]
    assert books.rows(floor, HABITS) == [("M2", 1, 1)]
    assert books.value(floor, "select count(*) from event_log where kind='PackagingOverruled'") == 1
    books.audit(floor.database)


def test_same_goods_packed_otherwise_twice_running_are_proposed_so(floor: Workplace) -> None:
    bench = Bench(floor, 3)
    assert bench.pack_into("K-M2") == "S"
    assert bench.pack_into("K-M2") == "S"
    assert bench.pack_into("K-S") == "M2"
    assert bench.pack_into(Command.OK.value) == "S"
    assert books.rows(floor, HABITS) == [("S", 2, 3)]


def test_packaging_overruled_again_and_again_is_filled_less(floor: Workplace) -> None:
    for _ in range(5):
        bench = Bench(floor, 36, weight_g=50)
        assert bench.pack_into("K-M2") == "S"
    assert Bench(floor, 36, weight_g=50).ready().suggested == "M2"
    assert Bench(floor, 30, weight_g=50).ready().suggested == "S"


def test_order_that_no_packaging_holds_has_no_proposal(floor: Workplace) -> None:
    state = Bench(floor, 1, weight_g=16_000).ready()
    assert (state.suggested, state.proposal) == (None, None)


def test_item_that_stands_upright_is_proposed_upright(floor: Workplace) -> None:
    bench = Bench(floor, 1)
    with floor.database.begin() as work:
        item = work.session.get_one(Item, bench.goods.item_id)
        item.length_mm, item.width_mm, item.height_mm = 150, 90, 180
        item.this_side_up = True
    assert bench.ready().suggested == "M2"


def test_proposal_is_the_same_when_the_order_is_read_anew(floor: Workplace) -> None:
    bench = Bench(floor, 3)
    state = bench.ready()
    fresh = packing.resume_order(floor, bench.packer, state.order_id)
    assert fresh.proposal == state.proposal
