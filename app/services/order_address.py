"""Another delivery address for an order that has not left the house."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.queries.order_lookup import find_order
from app.db.queries.orders import open_holds_of
from app.db.schema import Address
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import AddressChanged, HoldLifted
from app.domain.order_holds import missing_address_fields
from app.domain.order_refusals import AddressIncomplete
from app.domain.orders import HoldReason, OrderState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.services.follow_up_work import release_rest
from app.services.order_changes import OpenedOrder, open_order
from app.services.order_states import refresh_states
from app.services.parcel_changes import relabel_parcels
from app.services.workplace import Workplace


@dataclass(frozen=True)
class NewAddress:
    """A postal address; `street` has one line an entry, empty text means that nothing is known."""

    name: str
    street: tuple[str, ...]
    city: str
    country_code: str
    postcode: str = ""
    region: str = ""
    company: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class AddressReport:
    """An order's state after its address was changed, and how many parcels got new labels."""

    number: str
    state: OrderState
    labels: int


def change_address(
    workplace: Workplace,
    order_number: str,
    address: NewAddress,
    *,
    source: str = "",
    operator_id: int | None = None,
) -> AddressReport:
    """Send an order to another address.

    Before its label is made nothing is printed anew. Parcels that are sealed get another number,
    slip and label, and their old ones count no more.

    Raises:
        Refused: nobody knows the order, it has ended, a part of the address is missing, or a label
            is coming out of a printer at this moment.
    """

    def verb(work: UnitOfWork) -> AddressReport:
        opened = open_order(work, find_order(work.session, order_number, source))
        return readdress(work, workplace, opened, address)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def readdress(
    work: UnitOfWork, workplace: Workplace, opened: OpenedOrder, address: NewAddress
) -> AddressReport:
    """Change the delivery address of an opened order; a hold for an incomplete one is lifted."""
    missing = missing_address_fields(
        name=address.name or address.company,
        street="".join(address.street),
        city=address.city,
        postcode=address.postcode,
        country=address.country_code,
    )
    if missing:
        raise Refused(AddressIncomplete(missing[0].value))
    order = opened.order
    _write(work, opened, address)
    for hold in open_holds_of(work.session, [order.id])[order.id]:
        if hold.reason is HoldReason.ADDRESS_INCOMPLETE:
            hold.lifted_at = work.now
            work.record(HoldLifted(order.id, order.number, hold.reason.value))
    work.session.flush()
    labels = relabel_parcels(work, workplace, order)
    release_rest(work, opened.floor)
    refresh_states(work, [order.id])
    work.record(AddressChanged(order.id, order.number, labels))
    return AddressReport(order.number, order.state, labels)


def _write(work: UnitOfWork, opened: OpenedOrder, address: NewAddress) -> None:
    order = opened.order
    row = Address(
        name=address.name,
        company=address.company,
        street="\n".join(address.street),
        city=address.city,
        region=address.region,
        postcode=address.postcode,
        country_code=address.country_code,
        phone=address.phone,
        email=address.email,
    )
    work.session.add(row)
    work.session.flush()
    old = order.ship_to_id
    order.ship_to_id = row.id
    work.session.flush()
    if old is not None and old != order.bill_to_id:
        work.session.delete(work.session.get_one(Address, old))
    work.session.flush()
