"""Counts what goes into a carton and out of it: the record of what was sent, beside the ledger."""

from __future__ import annotations

from app.db.queries.parcels import carton_line
from app.db.queries.picking import has_open_lines_of
from app.db.queries.stock import has_goods
from app.db.schema import Carton, CartonLine, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.tasks import CartonState, next_carton_state


def count_in(work: UnitOfWork, carton: Carton, line: OrderLine, lot_id: int, by: int) -> None:
    """Count units of an order line into a carton: its own record, and what the order has packed.

    Args:
        work: the transaction; order line and carton are locked.
        carton: the carton.
        line: whose units they are.
        lot_id: their lot.
        by: how many; negative for units that come out again.
    """
    row = carton_line(work.session, carton.id, line.id, lot_id)
    if row is None:
        row = CartonLine(carton_id=carton.id, order_line_id=line.id, lot_id=lot_id, quantity=0)
        work.session.add(row)
    row.quantity += by
    line.packed += by
    work.session.flush()


def void_if_emptied(work: UnitOfWork, carton: Carton, order_id: int) -> None:
    """Void a carton that units were taken out of, where nothing is left and nothing is to come."""
    carton.revision += 1
    is_empty = not has_goods(work.session, carton.location_id)
    if is_empty and not has_open_lines_of(work.session, order_id):
        void_carton(carton)


def void_carton(carton: Carton) -> None:
    """Say of an empty carton that it is none any more."""
    carton.state = next_carton_state(carton.id, carton.state, CartonState.VOIDED)
    carton.revision += 1
