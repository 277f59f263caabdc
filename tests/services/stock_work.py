"""Plays whoever counts, refills and puts away: scans made one after the other."""

from __future__ import annotations

from app.db.ledger import Move, move_units
from app.db.schema import CountTask, Item, Location, Operator
from app.db.schema.locations import ADJUSTED_ID, SUPPLIER_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.counting import Counting, CountPrompt
from app.domain.locations import LocationKind, MoveReason
from app.domain.operators import OperatorRole
from app.domain.putting_away import PuttingAway
from app.domain.readings import Command
from app.domain.refilling import Refilling
from app.domain.refusals import Refusal
from app.services import counting, putting_away, refilling
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.services.raising_counts import raise_count
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods

Scan = str | int | Entry


def entry_of(scan: Scan) -> Entry:
    if isinstance(scan, int):
        return builders.typed(scan)
    return builders.entry(scan) if isinstance(scan, str) else scan


def count(workplace: Workplace, operator: int, state: Counting, *scans: Scan) -> Answer[Counting]:
    """Make scans one after the other; every one but the last must be accepted."""
    answer = Answer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        answer = counting.scan(workplace, operator, answer.state, entry_of(scan))
    return answer


def refill(
    workplace: Workplace, operator: int, state: Refilling, *scans: Scan
) -> Answer[Refilling]:
    """Make scans one after the other; every one but the last must be accepted."""
    answer = Answer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        answer = refilling.scan(workplace, operator, answer.state, entry_of(scan))
    return answer


def put_away(
    workplace: Workplace, operator: int, state: PuttingAway, *scans: Scan
) -> Answer[PuttingAway]:
    """Make scans one after the other; every one but the last must be accepted."""
    answer = Answer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        answer = putting_away.scan(workplace, operator, answer.state, entry_of(scan))
    return answer


def accepted(answer: Answer[Counting] | Answer[Refilling] | Answer[PuttingAway]) -> bool:
    """Whether a scan was accepted; its refusal is named where not."""
    assert answer.refusal is None, answer.refusal
    return True


def refused(answer: Answer[Counting] | Answer[Refilling] | Answer[PuttingAway]) -> Refusal | None:
    """Why a scan was not accepted."""
    return answer.refusal


def doubt(workplace: Workplace, goods: Goods, place: str, reason: str = "empty") -> None:
    """Have an item counted at a place."""
    with workplace.database.begin() as work:
        location = work.session.query(Location).filter_by(code=place).one()
        raise_count(work, item_id=goods.item_id, location_id=location.id, reason=reason)


def price(workplace: Workplace, goods: Goods, cents: int) -> None:
    """Give an item a price."""
    with workplace.database.begin() as work:
        work.session.get_one(Item, goods.item_id).price_cents = cents


def count_states(workplace: Workplace) -> list[str]:
    """The states of all counts, oldest first."""
    with workplace.database.begin() as work:
        return [row.state.value for row in work.session.query(CountTask).order_by(CountTask.id)]


def a_quarantine(workplace: Workplace) -> str:
    """Add a place for damaged goods."""
    return builders.a_location(workplace, kind=LocationKind.QUARANTINE)


def a_lead(workplace: Workplace, name: str = "Mira Lind") -> int:
    """Add a shift lead."""
    number = builders.an_operator(workplace, name)
    with workplace.database.begin() as work:
        work.session.get_one(Operator, number).role = OperatorRole.LEAD
    return number


def take_away(work: UnitOfWork, goods: Goods, place: str, units: int) -> None:
    """Let units leave a place past all work: somebody carried them off."""
    location = work.session.query(Location).filter_by(code=place).one()
    move = Move(goods.item_id, 0, location.id, ADJUSTED_ID, units, MoveReason.ADJUSTED)
    move_units(work, move)


def count_one(workplace: Workplace, operator: int, place: str, units: int) -> Answer[Counting]:
    """Count what waits to be counted at a place, as often as is asked for."""
    code = place if place.startswith("T-") else f"L-{place}"
    state = counting.begin_count(workplace, operator, builders.entry(code))
    answer = count(workplace, operator, state, code)
    while answer.state.prompt is not CountPrompt.DONE:
        answer = count(workplace, operator, answer.state, units, Command.OK.value)
    return answer


def lay_down_put_away(workplace: Workplace, operator: int, state: PuttingAway) -> None:
    """Let others have a put-away that was begun."""
    putting_away.lay_down_put_away(workplace, operator, state.task_id)


def move_in(workplace: Workplace, sku: str, place: str, units: int) -> None:
    """Receive units of an item at any place."""
    with workplace.database.begin() as work:
        item = work.session.query(Item).filter_by(sku=sku).one()
        location = work.session.query(Location).filter_by(code=place).one()
        move = Move(item.id, 0, SUPPLIER_ID, location.id, units, MoveReason.RECEIVED)
        move_units(work, move)


def hold_count(workplace: Workplace, name: str) -> None:
    """Let somebody be at the one count there is."""
    with workplace.database.begin() as work:
        count = work.session.query(CountTask).one()
        count.operator_id = work.session.query(Operator).filter_by(name=name).one().id
