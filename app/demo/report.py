"""The demo's report: the flat figures first, then what explains them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from app.db.queries.inquiry import OrderSummary
from app.demo.choosing import is_latin
from app.demo.crew import WayFigures
from app.demo.mistakes import Stops
from app.demo.paper_check import PaperCheck
from app.demo.ways import Way
from app.domain.orders import OrderState
from app.exchange.model import Kind
from app.services.checking import CheckReport
from app.services.importing import ImportReport
from app.services.inquiry import HouseReport


@dataclass(frozen=True)
class ShiftFacts:
    """All that is known after a shift."""

    imports: Sequence[ImportReport]
    orders: Sequence[OrderSummary]
    house: HouseReport
    shipped_before: int
    papers: PaperCheck
    stops: Stops
    ways: Mapping[Way, WayFigures]
    scans: int
    serial_scans: int
    slips: int
    labels: int
    database: str
    seconds: float
    check: CheckReport

    @property
    def shipped(self) -> int:
        """Orders shipped in this shift."""
        return self.house.orders_by_state.get(OrderState.SHIPPED.value, 0) - self.shipped_before


def shift_report(facts: ShiftFacts) -> dict[str, object]:
    """The report as it is written: flat keys, then details."""
    orders = [report for report in facts.imports if report.kind is Kind.ORDERS]
    house = facts.house
    return {
        "orders_imported": sum(report.new + report.changed + report.unchanged for report in orders),
        "orders_held": house.orders_by_state.get(OrderState.HELD.value, 0),
        "orders_shipped": facts.shipped,
        "scans": facts.scans,
        "wrong_scans_stopped": facts.stops.stopped,
        "units_received": house.units_received,
        "units_on_hand": house.units_on_hand,
        "units_shipped": house.units_shipped,
        "slips": facts.slips,
        "labels": facts.labels,
        "seconds": facts.seconds,
        "methods": {way.value: asdict(figures) for way, figures in facts.ways.items()},
        "details": {
            "database": facts.database,
            "orders_by_state": house.orders_by_state,
            "orders_held_by_reason": house.orders_held_by_reason,
            "orders_with_several_lines": sum(order.lines > 1 for order in facts.orders),
            "orders_in_other_scripts": sum(not is_latin(order.recipient) for order in facts.orders),
            "labels_read_back": facts.papers.decoded,
            "labels_not_read_back": list(facts.papers.wrong),
            "scans_over_serial": facts.serial_scans,
            "wrong_scans_made": facts.stops.made,
            "wrong_scans_by_kind": facts.stops.by_kind,
            "refusals": house.refusals,
            "units_adjusted": house.units_adjusted,
            "units_lost": house.units_lost,
            "units_unaccounted": house.units_received
            + house.units_adjusted
            - house.units_on_hand
            - house.units_shipped
            - house.units_lost,
            "imports": [
                {
                    "file": report.file,
                    "new": report.new,
                    "changed": report.changed,
                    "unchanged": report.unchanged,
                    "problems": len(report.problems),
                }
                for report in facts.imports
            ],
            "database_check": {checked.code: checked.broken for checked in facts.check.invariants},
        },
    }
