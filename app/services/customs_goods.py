"""What is declared of a parcel that crosses a customs border, and what the item master lacks."""

from __future__ import annotations

from collections.abc import Sequence

from app.carriers.interface import CustomsGoods
from app.db.queries.dock_papers import DeclaredUnits, declared_units, ordered_units
from app.db.queries.parcels import the_site
from app.db.queries.people import has_site
from app.db.schema import Address, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.bench_refusals import CustomsDataMissing
from app.domain.customs import ItemCustoms, Place, crosses_border, missing_field
from app.domain.refusals import Refused
from app.services.parcel_documents import ParcelRows


def require_customs_data(work: UnitOfWork, order: Order) -> None:
    """See to it, before anything is packed, that the order's goods can be declared.

    Raises:
        Refused: with `CustomsDataMissing`: it goes abroad, and an item lacks what customs want.
    """
    if not has_site(work.session):
        return
    _, sender = the_site(work.session)
    recipient = work.session.get_one(Address, order.ship_to_id)
    if crosses_border(_place(sender), _place(recipient)):
        _require(order, recipient, ordered_units(work.session, order.id))


def customs_goods(work: UnitOfWork, rows: ParcelRows) -> tuple[CustomsGoods, ...]:
    """What a carton holds, as customs want to know it; empty inside of a customs area.

    What an order paid for a unit is its value. Where it says no price, or got the unit for nothing,
    the item's own value for customs counts, and else its price.

    Raises:
        Refused: with `CustomsDataMissing`.
    """
    if not crosses(rows):
        return ()
    found = declared_units(work.session, rows.carton.id)
    _require(rows.order, rows.recipient, found)
    return tuple(
        CustomsGoods(
            description=units.customs_description,
            quantity=units.quantity,
            weight_g=(units.unit_weight_g or 0) * units.quantity,
            value_cents=(value_of(units) or 0) * units.quantity,
            origin_country=units.origin_country,
            tariff_number=units.tariff_number,
        )
        for units in found
    )


def crosses(rows: ParcelRows) -> bool:
    """Whether customs want a declaration of a parcel."""
    return crosses_border(_place(rows.sender), _place(rows.recipient))


def value_of(units: DeclaredUnits) -> int | None:
    """What one unit is worth to customs, in hundredths; None where nobody says it."""
    return units.unit_price_cents or units.customs_value_cents


def _require(order: Order, recipient: Address, found: Sequence[DeclaredUnits]) -> None:
    for units in found:
        known = ItemCustoms(
            sku=units.sku,
            description=units.customs_description,
            tariff_number=units.tariff_number,
            origin_country=units.origin_country,
            value_cents=value_of(units),
            weight_g=units.unit_weight_g,
        )
        field = missing_field(known)
        if field is not None:
            there = recipient.country_code
            raise Refused(CustomsDataMissing(order.number, there, units.sku, field))


def _place(address: Address) -> Place:
    return Place(address.country_code, address.postcode)
