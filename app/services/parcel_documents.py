"""Turns rows into the documents that lie in a parcel and stick on it."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.carriers import interface as carriers
from app.carriers.house import HOUSE
from app.db.queries.orders import lines_of
from app.db.queries.parcels import carton_lines, pickers_of, the_site
from app.db.queries.picking import lot_name
from app.db.queries.unit_facts import serials_in_carton
from app.db.schema import Address, Carton, Item, Operator, Order, Site
from app.db.unit_of_work import UnitOfWork
from app.services.stationery import stationery_for
from printing.documents import (
    Money,
    PackingSlip,
    Paper,
    PostalAddress,
    ShippingLabel,
    SlipLine,
)


@dataclass(frozen=True)
class ParcelRows:
    """The rows a parcel's papers are made from."""

    order: Order
    carton: Carton
    site: Site
    sender: Address
    recipient: Address
    bill_to: Address | None


@dataclass(frozen=True)
class LotUnits:
    """Units of one lot in a carton."""

    lot: str | None
    expiry: date | None
    quantity: int


@dataclass(frozen=True)
class Contents:
    """What is in a carton, or will be.

    Attributes:
        lots: by order line.
        packed: units of each order line that are in any carton then.
        serials: by order line, the numbers of units that have any.
    """

    lots: Mapping[int, Sequence[LotUnits]]
    packed: Mapping[int, int]
    serials: Mapping[int, Sequence[str]] = field(default_factory=dict)


def parcel_rows(work: UnitOfWork, order: Order, carton: Carton) -> ParcelRows:
    """Collect what the papers of a carton need."""
    site, sender = the_site(work.session)
    bill_to = None if order.bill_to_id is None else work.session.get(Address, order.bill_to_id)
    return ParcelRows(
        order=order,
        carton=carton,
        site=site,
        sender=sender,
        recipient=work.session.get_one(Address, order.ship_to_id),
        bill_to=bill_to,
    )


def packing_slip(
    work: UnitOfWork, rows: ParcelRows, contents: Contents | None = None
) -> PackingSlip:
    """The list of contents of a carton, in the customer's language.

    Args:
        work: the transaction.
        rows: what it is made from.
        contents: what will be in the carton when it is closed; what is in it now if None.
    """
    order, carton = rows.order, rows.carton
    shop = stationery_for(work, order.source)
    # Whoever writes a message into a parcel has somebody else get it than who paid.
    is_gift = bool(order.gift_message.strip())
    packer = work.session.get(Operator, carton.operator_id) if carton.operator_id else None
    return PackingSlip(
        order_number=order.number,
        order_date=order.placed_at.date().isoformat(),
        customer_reference="",
        shop_name=rows.site.name,
        ship_from=postal_address(rows.sender),
        ship_to=postal_address(rows.recipient),
        bill_to=None if rows.bill_to is None else postal_address(rows.bill_to),
        lines=_slip_lines(work, rows, contents or _contents_now(work, rows)),
        sscc=carton.sscc or "",
        gift_message=order.gift_message,
        note=order.note,
        picked_by=", ".join(initials(name) for name in pickers_of(work.session, order.id)),
        packed_by=initials(packer.name) if packer else "",
        return_instructions=rows.site.return_instructions,
        language=order.language or "en",
        paper=Paper(rows.site.slip_paper),
        is_gift=is_gift,
        brand=shop.brand,
        template=shop.gift_slip if is_gift else shop.packing_slip,
    )


def shipping_label(
    work: UnitOfWork, rows: ParcelRows, purchase: carriers.Purchase
) -> ShippingLabel:
    """The label of a closed carton."""
    fragile = any(
        work.session.get_one(Item, line.item_id).fragile
        for line in lines_of(work.session, [rows.order.id])[rows.order.id]
        if line.item_id is not None and line.packed > 0
    )
    shop = stationery_for(work, rows.order.source)
    return ShippingLabel(
        ship_from=postal_address(rows.sender),
        ship_to=postal_address(rows.recipient),
        # The house carrier has no name of its own: the shop brings the parcel itself.
        carrier=rows.site.name if purchase.rate.carrier == HOUSE else purchase.rate.carrier,
        service=purchase.rate.service_name,
        tracking_number=purchase.tracking_number,
        sscc=rows.carton.sscc or "",
        order_number=rows.order.number,
        weight_g=rows.carton.weight_g,
        ship_date=work.now.date().isoformat(),
        marks=("FRAGILE",) if fragile else (),
        language=rows.order.language or "en",
        paper=Paper(rows.site.label_paper),
        brand=shop.brand,
        template=shop.label,
        **made_by_carrier(purchase.label),
    )


def made_by_carrier(label: carriers.CarrierLabel | None) -> dict[str, Any]:
    """What a label says of the one that its carrier made, for the way out or back."""
    if label is None:
        return {}
    return {
        "carrier_label": base64.b64encode(label.content).decode("ascii"),
        "carrier_format": label.format.value,
        "carrier_dpi": label.dpi,
    }


def postal_address(row: Address) -> PostalAddress:
    """An address as documents take it."""
    return PostalAddress(
        name=row.name,
        company=row.company,
        street=tuple(line for line in row.street.split("\n") if line),
        city=row.city,
        region=row.region,
        postcode=row.postcode,
        country_code=row.country_code,
        phone=row.phone,
    )


def carrier_address(row: Address) -> carriers.Address:
    """An address as carriers take it."""
    return carriers.Address(
        name=row.name,
        company=row.company,
        street=tuple(line for line in row.street.split("\n") if line),
        city=row.city,
        region=row.region,
        postcode=row.postcode,
        country_code=row.country_code,
        phone=row.phone,
    )


def _price(cents: int | None, currency: str) -> Money | None:
    return None if cents is None else Money(cents, currency)


def initials(name: str) -> str:
    """The first letters of a name's words."""
    return "".join(word[0] for word in name.split() if word).upper()


def _contents_now(work: UnitOfWork, rows: ParcelRows) -> Contents:
    lots: dict[int, list[LotUnits]] = defaultdict(list)
    for row, lot in carton_lines(work.session, rows.carton.id):
        lots[row.order_line_id].append(LotUnits(lot_name(lot), lot.expiry, row.quantity))
    lines = lines_of(work.session, [rows.order.id])[rows.order.id]
    serials = serials_in_carton(work.session, rows.carton.location_id)
    return Contents(lots, {line.id: line.packed for line in lines}, serials)


def _slip_lines(work: UnitOfWork, rows: ParcelRows, contents: Contents) -> tuple[SlipLine, ...]:
    slip: list[SlipLine] = []
    lines = lines_of(work.session, [rows.order.id])[rows.order.id]
    skus = {line.id: line.sku for line in lines}
    for line in lines:
        if not line.requires_shipping:
            continue
        due = line.quantity - line.cancelled
        lots = contents.lots.get(line.id, ())
        codes = dict.fromkeys(each.lot for each in lots if each.lot)
        expiries = [each.expiry.isoformat() for each in lots if each.expiry]
        slip.append(
            SlipLine(
                number=line.number,
                sku=line.sku,
                description=line.name,
                ordered=due,
                shipped=sum(each.quantity for each in lots),
                # What was given up or replaced by another item does not follow.
                back_ordered=max(0, due - line.short - contents.packed.get(line.id, line.packed)),
                instead_of=skus.get(line.replaces_id or 0, ""),
                lot=", ".join(codes) or None,
                expiry=min(expiries, default=None),
                serials=tuple(contents.serials.get(line.id, ())),
                unit_price=_price(line.unit_price_cents, rows.order.currency),
            )
        )
    return tuple(slip)
