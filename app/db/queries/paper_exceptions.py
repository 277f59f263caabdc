"""Selects on labels and papers that do not come out by themselves, for whoever leads the floor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.queries.floor_exceptions import MOST_OF_A_KIND
from app.db.queries.orders import chunks
from app.db.queries.paper import STUCK
from app.db.queries.transports import troubled_purchases
from app.db.schema import Carton, Order, PrintJob, Shipment, Wave
from app.domain.floor_exceptions import ExceptionKind, FloorException
from app.domain.shipping_purchases import PurchaseState


def troubled_labels(session: Session) -> list[FloorException]:
    """Parcels whose transport a carrier refused, or of which nobody knows whether it was sold."""
    rows = troubled_purchases(session)
    parcels = _parcels(session, {row.carton_id for row in rows})
    return [
        FloorException(
            ExceptionKind.LABEL,
            row.id,
            row.reason or row.field,
            where=row.station,
            order_number=parcels[row.carton_id][1],
            due=parcels[row.carton_id][2],
            station=row.station,
            since=row.asked_at or row.made_at,
            detail="" if row.state is PurchaseState.REJECTED else row.state.value,
        )
        for row in rows
    ]


def stuck_papers(session: Session) -> list[FloorException]:
    """Papers that cannot be printed at any station, or of which nobody knows if they came out."""
    rows = session.scalars(
        select(PrintJob)
        .where(PrintJob.state.in_(STUCK))
        .order_by(PrintJob.id)
        .limit(MOST_OF_A_KIND)
    ).all()
    parcels = _parcels(session, {row.carton_id for row in rows if row.carton_id is not None})
    nobody = ("", "", None)
    return [
        FloorException(
            ExceptionKind.PAPER,
            row.id,
            row.document_kind,
            where=row.station,
            order_number=parcels.get(row.carton_id or 0, nobody)[1],
            due=parcels.get(row.carton_id or 0, nobody)[2],
            station=row.station,
            since=row.made_at,
            detail=row.state.value,
        )
        for row in rows
    ]


def _parcels(
    session: Session, carton_ids: Collection[int]
) -> dict[int, tuple[str, str, datetime | None]]:
    """Number, order and due time of parcels."""
    found: dict[int, tuple[str, str, datetime | None]] = {}
    for part in chunks(carton_ids):
        rows = session.execute(
            select(
                Carton.id,
                func.coalesce(Carton.sscc, ""),
                Order.number,
                func.coalesce(Order.ship_by, Wave.cut_off_at),
            )
            .join(Shipment, Shipment.id == Carton.shipment_id)
            .join(Order, Order.id == Shipment.order_id)
            .outerjoin(Wave, Wave.id == Order.wave_id)
            .where(Carton.id.in_(part))
        )
        found.update({carton_id: (sscc, number, due) for carton_id, sscc, number, due in rows})
    return found
