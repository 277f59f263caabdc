"""Questions about orders and the whole house, answered as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.queries import inquiry
from app.db.queries.inquiry import (
    Beginnings,
    CartonPaper,
    OrderSummary,
    carton_papers,
    order_summaries,
    totals,
)
from app.db.queries.orders import hold_counts, order_states
from app.db.queries.people import operator_by_badge
from app.db.queries.places import free_totes, storage_locations, unit_barcodes
from app.db.queries.records import refusal_counts, scan_counts
from app.domain.orders import OrderState
from app.services.signing_in import badge_hash
from app.services.workplace import Workplace


@dataclass(frozen=True)
class HouseReport:
    """The house in figures. Units are pieces of goods since the books began."""

    orders_by_state: dict[str, int]
    orders_held_by_reason: dict[str, int]
    units_received: int
    units_adjusted: int
    units_on_hand: int
    units_shipped: int
    units_lost: int
    scans: int
    scans_refused: int
    refusals: dict[str, int]


def house_report(workplace: Workplace) -> HouseReport:
    """Count everything there is, in one snapshot."""
    with workplace.database.begin(workplace.actor()) as work:
        session = work.session
        units = totals(session)
        scans, refused = scan_counts(session)
        return HouseReport(
            orders_by_state={state.value: n for state, n in sorted(order_states(session).items())},
            orders_held_by_reason=hold_counts(session),
            units_received=units.received,
            units_adjusted=units.adjusted,
            units_on_hand=units.on_hand,
            units_shipped=units.shipped,
            units_lost=units.lost,
            scans=scans,
            scans_refused=refused,
            refusals=refusal_counts(session),
        )


def orders_in(workplace: Workplace, state: OrderState) -> tuple[OrderSummary, ...]:
    """The orders in a state, the most urgent first."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(order_summaries(work.session, state))


def papers_of_shipped(workplace: Workplace) -> tuple[CartonPaper, ...]:
    """The slips and labels of all shipped cartons, as they were queued."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(carton_papers(work.session))


def some_codes(workplace: Workplace) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Item barcodes, location codes and free totes of this house, as scanners would see them."""
    with workplace.database.begin(workplace.actor()) as work:
        session = work.session
        return (
            tuple(unit_barcodes(session)),
            tuple(row.code for row in storage_locations(session)),
            tuple(free_totes(session)),
        )


def beginnings(workplace: Workplace) -> Beginnings:
    """Whether this house has anything at all yet, and whether work was ever given out."""
    with workplace.database.begin(workplace.actor()) as work:
        return inquiry.beginnings(work.session)


def knows_badge(workplace: Workplace, token: str) -> bool:
    """Whether an operator of this house carries this badge; nobody is signed in."""
    with workplace.database.begin(workplace.actor()) as work:
        return operator_by_badge(work.session, badge_hash(token)) is not None
