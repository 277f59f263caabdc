"""Packing changes hands at a bench: a colleague goes on where the first packer stopped."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries.orders import lock_orders
from app.db.queries.parcels import lock_carton
from app.db.unit_of_work import UnitOfWork
from app.domain.bench_custody import BenchTakenOver, is_taken_over, why_not_taken_over
from app.domain.pack_state import PackState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.services.bench_loading import bench_of
from app.services.pack_applying import stopped_by
from app.services.workplace import Workplace


def take_over_bench(
    workplace: Workplace, operator_id: int, holder_id: int, state: PackState
) -> PackState:
    """Give the order on a bench to a colleague who has just scanned their badge there.

    It is one step: the carton is the colleague's from then on, with the units that were verified so
    far, and its revision rises, so that no later scan of the one before counts. Handed in twice, it
    changes hands once.

    Args:
        workplace: the bench.
        operator_id: who goes on.
        holder_id: who was at it.
        state: the order as the bench shows it.

    Returns:
        The order as its new packer sees it; the totes that were proven to be here still are.

    Raises:
        Refused: with `WorkMovedOn` where it was packed on elsewhere; with `OrderStopped`; the
            colleague, or this station, may not pack.
    """

    def verb(work: UnitOfWork) -> PackState:
        (order,) = lock_orders(work.session, [state.order_id])
        carton = lock_carton(work.session, state.carton_id)
        if not is_taken_over(
            state, holder=carton.operator_id, revision=carton.revision, by=operator_id
        ):
            refusal = stopped_by(work, order, carton) or why_not_taken_over(
                state, carton=carton.state, revision=carton.revision
            )
            if refusal is not None:
                raise Refused(refusal)
            carton.operator_id, carton.station = operator_id, workplace.station
            carton.revision += 1
            work.record(
                BenchTakenOver(
                    order.id, order.number, carton.id, holder_id, operator_id, state.verified
                )
            )
        return replace(bench_of(work, workplace, order, carton), here=state.here)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PACK))
