"""Lots at the shelf: the wrong one named, another one taken where it may be, none that is over."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.schema import Lot
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import ExpiredLot, StockMissing
from app.domain.unit_refusals import LotObstacle, LotOffered, LotStays
from app.services import picking
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift

P = PickPrompt
SPRING, SUMMER, LONG_AGO = date(2027, 3, 1), date(2027, 7, 1), date(2020, 1, 1)
PROMISED = (
    "select lot.code, quantity from allocation join lot on lot.id = lot_id "
    "where quantity > 0 order by allocation.id"
)


def tea(floor: Workplace, **lots: tuple[int, date | None]) -> tuple[Goods, str]:
    """Tea at one location, so many units of each lot."""
    goods = builders.an_item(floor, name="Tea", lot_tracked=True)
    at = builders.a_location(floor)
    for lot, (units, expiry) in lots.items():
        builders.stock(floor, goods, at, units, lot=lot, expiry=expiry)
    return goods, at


def code(goods: Goods, lot: str, expiry: date | None = None) -> str:
    """A GS1 code of a unit of a lot."""
    day = "" if expiry is None else f"17{expiry:%y%m%d}"
    return f"]C101{goods.barcode.zfill(14)}{day}10{lot}"


def at_the_shelf(floor: Workplace, goods: Goods, at: str, units: int) -> tuple[int, PickState]:
    """A picker before the location of an order's units, with a tote."""
    builders.a_released_order(floor, (goods, units))
    ana = builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    return ana, shift.pick(floor, ana, state, builders.a_tote(floor), f"L-{at}").state


def sound(floor: Workplace) -> None:
    """The books are whole, by both audits."""
    books.audit(floor.database)
    report = check_database(floor)
    assert [one.violations for one in report.invariants if not one.holds] == []


def test_the_same_scan_again_takes_another_lot_that_goes_no_later(floor: Workplace) -> None:
    goods, at = tea(floor, A=(4, SPRING), B=(6, SPRING))
    ana, state = at_the_shelf(floor, goods, at, 3)
    promised = state.lines[0].lot
    other = "B" if promised == "A" else "A"
    offered = shift.pick(floor, ana, state, code(goods, other))
    assert isinstance(offered.refusal, LotOffered)
    assert (offered.refusal.scanned, offered.refusal.needed) == (other, promised)

    taken = picking.scan(floor, ana, offered.state, builders.entry(code(goods, other)))
    assert taken.refusal is None
    assert books.rows(floor, PROMISED) == [(other, 3)]
    sound(floor)
    scans = (code(goods, other), Command.OK.value)
    here = shift.pick(floor, ana, taken.state, *_place(taken.state, at), *scans)
    assert here.state.prompt is P.TASK_DONE
    sound(floor)


def _place(state: PickState, at: str) -> tuple[str, ...]:
    return (f"L-{at}",) if state.prompt is P.SCAN_LOCATION else ()


def test_what_was_picked_stays_of_its_lot_when_the_rest_changes(floor: Workplace) -> None:
    goods, at = tea(floor, A=(4, SPRING), B=(6, SPRING))
    ana, state = at_the_shelf(floor, goods, at, 3)
    promised = state.lines[0].lot or ""
    other = "B" if promised == "A" else "A"
    state = shift.pick(floor, ana, state, code(goods, promised), builders.typed(1)).state
    assert state.lines[0].picked == 1
    offered = shift.pick(floor, ana, state, *_place(state, at), code(goods, other))
    assert isinstance(offered.refusal, LotOffered)
    taken = picking.scan(floor, ana, offered.state, builders.entry(code(goods, other)))
    assert [(line.lot, line.quantity, line.picked) for line in taken.state.lines] == [
        (promised, 1, 1),
        (other, 2, 0),
    ]
    sound(floor)


def test_a_lot_that_keeps_longer_is_promised_or_is_not_here_is_refused_with_why(
    floor: Workplace,
) -> None:
    goods, at = tea(floor, A=(3, SPRING), B=(6, SUMMER))
    ana, state = at_the_shelf(floor, goods, at, 3)
    assert state.lines[0].lot == "A"
    for lot, why in (("B", LotObstacle.YOUNGER), ("C", LotObstacle.NOT_HERE)):
        refused = shift.refused(floor, ana, state, code(goods, lot))
        assert refused == LotStays(lot, "A", "Tea", why)
    held = shift.pick(floor, ana, state, code(goods, "A")).state
    in_hand = shift.refused(floor, ana, held, code(goods, "B"))
    assert in_hand == LotStays("B", "A", "Tea", LotObstacle.IN_HAND)


def test_units_promised_meanwhile_are_not_taken_from_their_order(floor: Workplace) -> None:
    goods, at = tea(floor, A=(3, SPRING), B=(3, SPRING))
    ana, state = at_the_shelf(floor, goods, at, 2)
    promised = state.lines[0].lot or ""
    other = "B" if promised == "A" else "A"
    offered = shift.pick(floor, ana, state, code(goods, other))
    builders.a_released_order(floor, (goods, 1))
    builders.a_released_order(floor, (goods, 2))
    refused = picking.scan(floor, ana, offered.state, builders.entry(code(goods, other))).refusal
    assert isinstance(refused, StockMissing)
    sound(floor)


def test_an_expired_lot_is_never_picked_and_its_rest_is_looked_for_elsewhere(
    floor: Workplace,
) -> None:
    goods, at = tea(floor, A=(5, SPRING))
    ana, state = at_the_shelf(floor, goods, at, 2)
    elsewhere = builders.a_location(floor)
    builders.stock(floor, goods, elsewhere, 5, lot="Z", expiry=SUMMER)
    stopped = shift.pick(floor, ana, state, code(goods, "A", LONG_AGO))
    assert stopped.refusal == ExpiredLot(LONG_AGO, "Tea")
    # A unit past its day is put aside; one of the promised lot that is good is picked.
    good = shift.pick(floor, ana, stopped.state, Command.OK.value, code(goods, "A")).state
    assert good.counted == 1


@pytest.mark.parametrize("has_quarantine", [False, True])
def test_a_promised_lot_that_is_over_by_now_leads_to_other_goods_and_to_a_count(
    floor: Workplace, has_quarantine: bool
) -> None:
    goods, at = tea(floor, A=(5, SPRING))
    ana, state = at_the_shelf(floor, goods, at, 2)
    if has_quarantine:
        builders.a_location(floor, "QUAR-1", kind=LocationKind.QUARANTINE)
    elsewhere = builders.a_location(floor)
    builders.stock(floor, goods, elsewhere, 5, lot="Z", expiry=SUMMER)
    floor.database.run(the_year_goes_by)
    state = picking.claim_work(floor, ana)
    stopped = shift.pick(floor, ana, state, *_place(state, at), code(goods, "A"))
    assert stopped.refusal == ExpiredLot(LONG_AGO, "Tea", is_promised=True)

    scans = (Command.OK.value, "L-QUAR-1") if has_quarantine else (Command.OK.value,)
    on = shift.pick(floor, ana, stopped.state, *scans)
    assert on.refusal is None
    assert [(line.location, line.lot) for line in on.state.open_lines] == [(elsewhere, "Z")]
    assert books.rows(floor, "select reason from count_task") == [("expired",)]
    waiting = "select reason from put_away_task"
    assert books.rows(floor, waiting) == [("expired",)] * has_quarantine
    assert books.on_hand(floor, at) == (3 if has_quarantine else 5)
    sound(floor)


def the_year_goes_by(work: UnitOfWork) -> None:
    """The lot that was fresh when it was promised is over."""
    work.session.query(Lot).filter_by(code="A").one().expiry = LONG_AGO
