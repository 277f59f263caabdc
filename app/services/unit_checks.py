"""Asks the books about single units: their numbers, and lots that lie at the picker's location."""

from __future__ import annotations

from app.db.queries.unit_facts import lot_facts, serial_facts
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import lot_code_of
from app.domain.lot_switch import why_lot_stays
from app.domain.pick_effects import PickOutcome, refuse
from app.domain.pick_state import PickPrompt, PickState
from app.domain.pick_units import new_serial
from app.domain.readings import PlainCode, Reading, ToteCode
from app.domain.refusals import Refusal, WrongItem, WrongLot
from app.domain.scanned import Scanned, ScannedItem, ScannedSerial, ScannedTote
from app.domain.serials import why_not_picked
from app.domain.unit_refusals import LotOffered, LotStays


def expected_serial(state: PickState, reading: Reading) -> Scanned | None:
    """Bare text where a unit's number is asked for is that number, whatever else it reads as."""
    return serial_of(reading) if state.prompt is PickPrompt.SCAN_SERIAL else None


def expected_tote(state: PickState, reading: Reading) -> Scanned | None:
    """A tote that is asked for is taken for a free one: whether it is, the books say on writing."""
    position = state.to_fill
    is_free = position is not None and position.is_here
    if state.prompt is PickPrompt.SCAN_TOTE and is_free and isinstance(reading, ToteCode):
        return ScannedTote(0, f"T-{reading.code}")
    return None


def serial_of(reading: Reading) -> ScannedSerial | None:
    """The number that bare text is."""
    return ScannedSerial(reading.text) if isinstance(reading, PlainCode) else None


def asks_about_units(state: PickState, outcome: PickOutcome) -> bool:
    """Whether only the books can say all about a scan, beside what the dialogue has answered."""
    is_told = isinstance(outcome.refusal, WrongItem) or type(outcome.refusal) is WrongLot
    return is_told or _new_number(state, outcome) is not None


def with_units_checked(
    work: UnitOfWork, state: PickState, scanned: Scanned, outcome: PickOutcome
) -> PickOutcome:
    """The dialogue's answer, with what the books know of the unit that was scanned.

    Args:
        work: the transaction.
        state: the task before the scan.
        scanned: what was scanned.
        outcome: what the dialogue made of it.
    """
    stop, told = state.stop, outcome.refusal
    if stop is None:
        return outcome
    serial = _new_number(state, outcome)
    if serial is not None:
        why = why_not_picked(serial_facts(work.session, stop, serial))
        return outcome if why is None else refuse(state, why)
    if type(told) is WrongLot and isinstance(scanned, ScannedItem):
        return refuse(state, _about_lot(work, state, scanned, told))
    return outcome


def _new_number(state: PickState, outcome: PickOutcome) -> str | None:
    return None if outcome.refusal is not None else new_serial(state, outcome.state)


def _about_lot(work: UnitOfWork, state: PickState, item: ScannedItem, told: WrongLot) -> Refusal:
    """The refusal of another lot, with the way on: it is offered, or why it is not."""
    stop = state.stop
    code = item.lot or (lot_code_of(item.expiry) if item.expiry else "")
    if stop is None or not code:
        return told
    facts = lot_facts(work.session, stop, code, state.counted)
    why = why_lot_stays(facts)
    if why is not None:
        return LotStays(told.scanned, told.needed, told.item_name, why)
    return LotOffered(told.scanned, told.needed, told.item_name, facts.free or 0)
