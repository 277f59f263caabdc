"""Puts an order onto a bench: a carton for it, and all that its packer has to see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.db.queries.bench_goods import places_of_order
from app.db.queries.parcels import bench_lines, carton_steps, shipment_count
from app.db.queries.unit_facts import serials_in_carton, serials_to_pack
from app.db.schema import Carton, Location, Order, Shipment
from app.db.unit_of_work import UnitOfWork
from app.domain.cartonization import NoneFits, Proposal
from app.domain.events import PackingStarted
from app.domain.locations import LocationKind
from app.domain.pack_boxing import BoxRule
from app.domain.pack_state import (
    PackagingChoice,
    PackLine,
    PackState,
    VerifiedStep,
    begin_packing,
)
from app.domain.tasks import CartonState
from app.domain.weigh_steps import ScaleUse, scale_use
from app.services.bench_copy import with_copy
from app.services.box_choice import kinds_on_shelf, propose_boxes
from app.services.order_states import refresh_states
from app.services.shipping_setup import box_rule, weigh_rule
from app.services.stationery import stationery_for
from app.services.weighing import bench_weights, weighings
from app.services.workplace import Workplace


def new_carton(work: UnitOfWork, workplace: Workplace, order: Order) -> Carton:
    """An open carton for an order that comes onto a bench."""
    order.packing_started_at = order.packing_started_at or work.now
    carton = make_carton(work, order, workplace.station)
    work.record(PackingStarted(order.id, order.number, workplace.station))
    refresh_states(work, [order.id])
    return carton


def make_carton(
    work: UnitOfWork, order: Order, station: str, *, code: str = "", packaging: str | None = None
) -> Carton:
    """An open carton for an order, in a shipment of its own.

    Args:
        work: the transaction; the order is locked.
        order: whose it is.
        station: where it is filled.
        code: its label, or its name; made up if empty.
        packaging: its kind, where that is chosen before it is filled.
    """
    number = shipment_count(work.session, order.id) + 1
    shipment = Shipment(order_id=order.id, number=number, carrier="", service="", made_at=work.now)
    work.session.add(shipment)
    work.session.flush()
    place = Location(code=code or f"CARTON-{shipment.id}", kind=LocationKind.CARTON)
    work.session.add(place)
    work.session.flush()
    carton = Carton(
        shipment_id=shipment.id,
        number=1,
        location_id=place.id,
        state=CartonState.OPEN,
        operator_id=work.actor.operator_id,
        packaging_code=packaging,
        station=station,
        opened_at=work.now,
    )
    work.session.add(carton)
    work.session.flush()
    return carton


def choices_on_shelf(work: UnitOfWork) -> tuple[PackagingChoice, ...]:
    """The packagings there are, as a floor screen offers them; the smallest first."""
    return tuple(
        PackagingChoice(kind.code, kind.name, kind.max_weight_g, kind.tare_g, kind.inner_mm)
        for kind in kinds_on_shelf(work)
    )


def bench_of(work: UnitOfWork, workplace: Workplace, order: Order, carton: Carton) -> PackState:
    """An order on the bench, with what its station takes along of it."""
    state = with_copy(work, workplace, load_bench(work, order, carton), order, carton)
    state = replace(state, takes_proposed=box_rule(work) is BoxRule.PROPOSED)
    use = scale_use(weigh_rule(work), has_scale=workplace.has_scale)
    if use is ScaleUse.NONE or carton.state is not CartonState.OPEN:
        return state
    return replace(
        state,
        scale=use,
        weights=bench_weights(work, {line.item_id for line in state.lines}),
        weighings=weighings(work, carton),
    )


def load_bench(work: UnitOfWork, order: Order, carton: Carton) -> PackState:
    """An order on the bench as its packer sees it, at the first prompt its rows lead to."""
    rows = bench_lines(work.session, order.id, carton.id)
    proposal = propose_boxes(work, [(row.item, row.quantity) for row in rows])
    to_pack = serials_to_pack(work.session, order.id)
    inside = serials_in_carton(work.session, carton.location_id)
    return begin_packing(
        PackState(
            order_id=order.id,
            order_number=order.number,
            carton_id=carton.id,
            lines=tuple(
                PackLine(
                    order_line_id=row.line.id,
                    item_id=row.item.id,
                    sku=row.item.sku,
                    name=row.item.name,
                    barcode=row.barcode,
                    quantity=row.quantity,
                    verified=row.verified,
                    fragile=row.item.fragile,
                    weight_g=row.item.weight_g or 0,
                    serials=to_pack.get(row.line.id, ()),
                    is_numbered=row.line.id in to_pack or row.line.id in inside,
                )
                for row in rows
            ),
            packagings=choices_on_shelf(work),
            # What was picked straight into a carton is boxed already.
            suggested=carton.packaging_code or _suggested(proposal),
            picked_into=carton.packaging_code if carton.state is CartonState.OPEN else None,
            proposal=proposal if isinstance(proposal, Proposal) else None,
            goods_weight_g=sum((row.item.weight_g or 0) * row.quantity for row in rows),
            places=places_of_order(work.session, order.id),
            instructions=_instructions(order),
            acknowledged=carton.instructions_read_at is not None,
            revision=carton.revision,
            packaging=carton.packaging_code,
            sscc=carton.sscc,
            label_confirmed=carton.label_confirmed_at is not None,
            reopened=carton.reopened_at is not None,
            is_gift=bool(order.gift_message.strip()),
            inserts=_inserts(work, order),
            history=_steps(work, carton, inside),
        )
    )


def _inserts(work: UnitOfWork, order: Order) -> tuple[str, ...]:
    """What the order's shop wants in its last parcel beside the goods."""
    shop = stationery_for(work, order.source)
    is_gift = bool(order.gift_message.strip())
    return shop.gift_slip.inserts if is_gift else shop.packing_slip.inserts


def _steps(
    work: UnitOfWork, carton: Carton, serials: Mapping[int, tuple[str, ...]]
) -> tuple[VerifiedStep, ...]:
    """What went into a carton, scan by scan, with the numbers of units that have any."""
    left = {line_id: list(inside) for line_id, inside in serials.items()}
    steps: list[VerifiedStep] = []
    for line_id, units in carton_steps(work.session, carton.location_id):
        own = left.get(line_id, [])
        steps.append(VerifiedStep(line_id, units, tuple(own[:units])))
        del own[:units]
    return tuple(steps)


def _suggested(proposal: Proposal | NoneFits | None) -> str | None:
    """The packaging that OK takes: the one that holds all; with several parcels none does."""
    if not isinstance(proposal, Proposal) or len(proposal.parcels) > 1:
        return None
    return proposal.parcels[0].packaging


def _instructions(order: Order) -> tuple[str, ...]:
    """What the packer must read before the first unit: the customer's note and the gift card."""
    return tuple(text for text in (order.note.strip(), order.gift_message.strip()) if text)
