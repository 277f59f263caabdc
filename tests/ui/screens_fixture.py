"""A small floor on a real migrated database, for the tests that work it through the screens."""

import uuid
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import select
from uuid_utils.compat import uuid7

from app.carriers.interface import Address as PlainAddress
from app.db.ledger import Move, move_units
from app.db.schema import (
    NO_LOT,
    Address,
    Item,
    ItemBarcode,
    Location,
    Lot,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    PrintJob,
    StockMove,
)
from app.db.schema.locations import SUPPLIER_ID
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.locations import LocationKind, MoveReason
from app.domain.operators import OperatorRole
from app.domain.orders import HoldReason, OrderState
from app.domain.packaging import Packaging
from app.domain.payment import PaymentState, RiskLevel
from app.domain.pick_state import PickMethod
from app.domain.trade_numbers import check_digit
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.identifying import Entry
from app.services.order_states import refresh_states
from app.services.people_care import add_operator
from app.services.releasing import release_ready_orders
from app.services.station_setup import (
    PrinterSettings,
    SiteSettings,
    add_totes,
    register_station,
    route_document,
    save_packagings,
    save_printer,
    set_up_site,
)
from app.services.workplace import Workplace
from printing.jobs import JobState
from tests.ui.floor_memory import MEMORY

Result = TypeVar("Result")

PLACED = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
DUE = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
PIN = "471108"


def ean(number: int) -> str:
    """A valid EAN-13 in the in-house range."""
    body = f"200{number:09}"
    return f"{body}{check_digit(body)}"


@dataclass(frozen=True)
class Goods:
    """An item on the small floor, where it lies and how many."""

    sku: str
    name: str
    location: str
    on_hand: int = 20
    case_quantity: int = 0
    fragile: bool = False
    lot: str = ""
    expiry: date | None = None
    weight_g: int = 240


BLUE = Goods("40-118", "Blue Mug 330 ml", "A01-02L-1", case_quantity=6, fragile=True)
RED = Goods("40-119", "Red Mug 330 ml", "A01-02L-2", fragile=True)
CABLE = Goods("40-233", "Cable 2 m black", "A01-04R-1", weight_g=90)
LAMP = Goods("40-501", "White Hanging Heart T-Light Holder", "A02-01L-3", weight_g=400)
CREAM = Goods(
    "61-007", "Hand Cream Rose 50 ml", "A02-03R-1", lot="L77", expiry=date(2027, 6, 30), weight_g=70
)
GOODS = (BLUE, RED, CABLE, LAMP, CREAM)
CODES = {goods.sku: ean(number) for number, goods in enumerate(GOODS, start=1)}
CASES = {goods.sku: ean(500 + number) for number, goods in enumerate(GOODS, start=1)}
CHECK_DIGITS = {goods.location: f"{31 + 7 * number}" for number, goods in enumerate(GOODS)}


@dataclass(frozen=True)
class OrderText:
    """What an order says beside its lines."""

    number: str
    note: str
    gift: str
    due: datetime | None


@dataclass
class SmallFloor:
    """An open database with goods, totes, operators and orders made on demand."""

    workplace: Workplace
    badges: dict[str, str] = field(default_factory=dict)
    orders: int = 0

    @property
    def database(self) -> Database:
        """The database all stations of this floor share."""
        return self.workplace.database

    def at(self, station: str) -> Workplace:
        """Another station of the same floor."""
        there = Workplace(self.database, station)
        register_station(there)
        return there

    def order(
        self,
        *lines: tuple[Goods, int],
        note: str = "",
        gift: str = "",
        due: datetime | None = DUE,
        into_carton: bool = False,
    ) -> str:
        """A paid order, allocated and released; returns its number."""

        def make() -> str:
            number = self.paid_order(*lines, note=note, gift=gift, due=due)
            allocate_waiting_orders(self.workplace)
            release_ready_orders(self.workplace, into_carton=into_carton)
            return number

        return self.once(("order", lines, note, gift, due, into_carton), make)

    def once(self, asked: tuple[Hashable, ...], make: Callable[[], Result]) -> Result:
        """What was made on the same floor before, or is made now, with the count of orders.

        Args:
            asked: names what is made, and all it depends on; no hour is a part of that.
            make: makes it.
        """

        def counted() -> tuple[Result, int]:
            return make(), self.orders

        key = (*asked, self.orders, self.workplace.station)
        result, self.orders = MEMORY.once(self.database, key, counted)
        return result

    def paid_order(
        self,
        *lines: tuple[Goods, int],
        note: str = "",
        gift: str = "",
        due: datetime | None = DUE,
    ) -> str:
        self.orders += 1
        number = f"1088{self.orders}"
        text = OrderText(number, note, gift, due)
        self.database.run(lambda work: _add_order(work, text, lines))
        return number

    def cart(
        self, *orders: Sequence[tuple[Goods, int]], method: PickMethod = PickMethod.CLUSTER
    ) -> list[str]:
        """Paid orders that are picked together; returns their numbers."""

        def make() -> tuple[str, ...]:
            numbers = [self.paid_order(*lines) for lines in orders]
            allocate_waiting_orders(self.workplace)
            release_ready_orders(self.workplace, method=method)
            return tuple(numbers)

        return list(self.once(("cart", *map(tuple, orders), method), make))

    def picked_order(self, *lines: tuple[Goods, int], note: str = "", gift: str = "") -> str:
        """An order that lies picked in tote T-0090 and up, as the packer finds it."""
        asked = ("picked", lines, note, gift)
        return self.once(asked, lambda: self._pick_order(lines, note, gift))

    def _pick_order(self, lines: tuple[tuple[Goods, int], ...], note: str, gift: str) -> str:
        number = self.order(*lines, note=note, gift=gift)
        operator_id = 2
        state = picking.claim_work(self.workplace, operator_id)
        tote = f"T-{90 + self.orders:04}"
        scans = [tote]
        for goods, quantity in sorted(lines, key=lambda line: line[0].location):
            if goods.lot:
                scans.append(f"L-{goods.location}")
            scans += [CODES[goods.sku]] * quantity
        for raw in scans:
            answer = picking.scan(self.workplace, operator_id, state, Entry(raw, uuid7()))
            assert answer.refusal is None, answer.refusal
            state = answer.state
        return tote if number else ""

    def hold(self, number: str) -> None:
        """Let the shift lead hold an order."""

        def verb(work: UnitOfWork) -> None:
            order = work.session.scalars(select(Order).where(Order.number == number)).one()
            hold = OrderHold(order_id=order.id, reason=HoldReason.OPERATOR, held_at=work.now)
            work.session.add(hold)
            refresh_states(work, [order.id])

        self.database.run(verb)

    def picked_units(self) -> int:
        """Units of all pick lines that are in totes."""
        with self.database.begin() as work:
            return sum(work.session.scalars(select(PickLine.picked)))

    def moves(self) -> int:
        """Rows of the stock ledger."""
        with self.database.begin() as work:
            return len(work.session.scalars(select(StockMove.id)).all())

    def order_state(self, number: str) -> OrderState:
        """Where an order stands."""
        with self.database.begin() as work:
            return work.session.scalars(select(Order.state).where(Order.number == number)).one()

    def set_print_jobs(self, kind: str, state: JobState, reason: str = "") -> None:
        """Let all jobs of a kind be where a spooler would have brought them."""

        def verb(work: UnitOfWork) -> None:
            for job in work.session.scalars(select(PrintJob).where(PrintJob.document_kind == kind)):
                job.state = state
                job.reason = reason

        self.database.run(verb)

    def print_jobs(self, kind: str) -> list[JobState]:
        """The states of all jobs of a kind, oldest first."""
        with self.database.begin() as work:
            return list(
                work.session.scalars(
                    select(PrintJob.state)
                    .where(PrintJob.document_kind == kind)
                    .order_by(PrintJob.id)
                )
            )


def _add_order(work: UnitOfWork, text: OrderText, lines: tuple[tuple[Goods, int], ...]) -> None:
    address = Address(
        name="Erika Mustermann",
        street="Lindenallee 4",
        city="Kiel",
        postcode="24103",
        country_code="DE",
    )
    work.session.add(address)
    work.session.flush()
    order = Order(
        source="test",
        external_id=text.number,
        number=text.number,
        state=OrderState.PAID,
        payment=PaymentState.PAID,
        risk=RiskLevel.LOW,
        placed_at=PLACED,
        paid_at=PLACED,
        ship_by=text.due,
        ship_to_id=address.id,
        note=text.note,
        gift_message=text.gift,
        content_hash=text.number,
    )
    work.session.add(order)
    work.session.flush()
    for at, (goods, quantity) in enumerate(lines, start=1):
        item = work.session.scalars(select(Item).where(Item.sku == goods.sku)).one()
        work.session.add(
            OrderLine(
                order_id=order.id,
                number=at,
                item_id=item.id,
                sku=goods.sku,
                name=goods.name,
                quantity=quantity,
            )
        )


def build_small_floor(database: Database) -> SmallFloor:
    """Fill an empty database with the small floor."""
    floor = SmallFloor(Workplace(database, "P-03"))
    site = SiteSettings(
        "Nordlicht Versand",
        PlainAddress("", "Nordlicht", ("Speicherweg 1",), "Kiel", "", "24105", "DE"),
        "4006381",
    )
    set_up_site(floor.workplace, site)
    register_station(floor.workplace, name="Pack bench 3")
    save_packagings(
        floor.workplace,
        (
            Packaging("S", "Small carton", 200, 150, 100, 3000, 60),
            Packaging("M2", "Medium carton", 400, 300, 200, 15000, 320),
            Packaging("L", "Large carton", 500, 400, 300, 25000, 620),
        ),
    )
    add_totes(floor.workplace, range(1, 100))
    _add_printers(floor.workplace)
    for number, name, role in (
        ("1042", "Ana Kowalska", OperatorRole.PICKER),
        ("1043", "Ed Brandt", OperatorRole.PACKER),
        ("1001", "Mira Lind", OperatorRole.LEAD),
    ):
        floor.badges[name] = add_operator(
            floor.workplace, staff_number=number, name=name, role=role, pin=PIN
        )
    database.run(_add_goods)
    return floor


def _add_printers(workplace: Workplace) -> None:
    save_printer(workplace, PrinterSettings("ZD-3", "folder", "labels", "zpl"))
    save_printer(workplace, PrinterSettings("A4-2", "folder", "slips", "pdf"))
    route_document(workplace, "shipping_label", "ZD-3")
    route_document(workplace, "packing_slip", "A4-2")


def _add_goods(work: UnitOfWork) -> None:
    for sequence, goods in enumerate(GOODS, start=1):
        item = Item(
            sku=goods.sku,
            name=goods.name,
            length_mm=90,
            width_mm=80,
            height_mm=70,
            weight_g=goods.weight_g,
            fragile=goods.fragile,
            lot_tracked=bool(goods.lot),
        )
        place = Location(
            code=goods.location,
            kind=LocationKind.PICK_FACE,
            zone="A",
            check_digits=CHECK_DIGITS[goods.location],
            pick_sequence=sequence,
        )
        work.session.add_all([item, place])
        work.session.flush()
        work.session.add(ItemBarcode(code=CODES[goods.sku].zfill(14), item_id=item.id))
        if goods.case_quantity:
            work.session.add(
                ItemBarcode(
                    code=CASES[goods.sku].zfill(14), item_id=item.id, quantity=goods.case_quantity
                )
            )
        lot_id = NO_LOT
        if goods.lot:
            lot = Lot(item_id=item.id, code=goods.lot, expiry=goods.expiry)
            work.session.add(lot)
            work.session.flush()
            lot_id = lot.id
        move_units(
            work,
            Move(
                item_id=item.id,
                lot_id=lot_id,
                source=SUPPLIER_ID,
                target=place.id,
                quantity=goods.on_hand,
                reason=MoveReason.RECEIVED,
                scan_id=uuid.uuid4(),
            ),
        )
