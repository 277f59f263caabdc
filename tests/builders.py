"""Makes the goods, people and orders a test is about; what a test does not say is valid anyway."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url
from uuid_utils.compat import uuid7

from app.carriers.interface import Address as PlainAddress
from app.db.engine import make_engine
from app.db.ledger import Move, move_units
from app.db.migrations.upgrade import upgrade
from app.db.queries.stock import location_ids_by_code
from app.db.schema import NO_LOT, Item, ItemBarcode, Location, Lot, Operator
from app.db.schema.locations import SUPPLIER_ID
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.locations import LocationKind, MoveReason, lot_code_of
from app.domain.operators import OperatorRole
from app.domain.packaging import Packaging
from app.domain.payment import PaymentState, RiskLevel
from app.domain.pick_state import PickMethod
from app.domain.readings import QuantityCode
from app.domain.trade_numbers import check_digit
from app.exchange.model import ImportedAddress, ImportedLine, ImportedOrder, Source
from app.services import station_setup
from app.services.allocating import allocate_waiting_orders
from app.services.identifying import Entry
from app.services.import_orders import store_orders
from app.services.import_tally import Tally
from app.services.releasing import release_ready_orders
from app.services.signing_in import badge_hash
from app.services.workplace import Workplace

PLACED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PACKAGINGS = (
    Packaging("S", "Small carton", 200, 150, 100, 3_000, 60),
    Packaging("M2", "Medium carton", 400, 300, 200, 15_000, 250),
)

_numbers = itertools.count(1)


def count_anew() -> None:
    """Number what is built from 1 on, for a play on an empty house that is to repeat another one.

    Lists by code have SKU-10 before SKU-9, so that a play would turn out otherwise by its numbers.
    """
    global _numbers  # noqa: PLW0603 - one count for all that a process builds
    _numbers = itertools.count(1)


# Databases and places to work at ---------------------------------------------------------------


@cache
def _migrated_sqlite() -> bytes:
    """The content of a migrated SQLite database; migrating takes longer than most tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "template.sqlite"
        upgrade(make_url(f"sqlite:///{file}"))
        return file.read_bytes()


def write_migrated_sqlite(file: Path) -> None:
    """Put a migrated and otherwise empty SQLite database in the place of `file`."""
    file.write_bytes(_migrated_sqlite())


@cache
def _migrate_once(url: str) -> None:
    upgrade(make_url(url))


def a_database(url: str) -> Database:
    """Open a database, migrated where it is empty still."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        _migrate_once(url)
    elif not (file := Path(parsed.database or "")).exists():
        write_migrated_sqlite(file)
    return Database(make_engine(url))


def a_workplace(database: Database, station: str = "P-01") -> Workplace:
    """A station at a database, registered."""
    workplace = Workplace(database, station)
    station_setup.register_station(workplace)
    return workplace


def a_site(workplace: Workplace, prefix: str = "4012345") -> None:
    """Set the warehouse up, with two kinds of packaging on the shelf."""
    address = PlainAddress("Harbour Goods", "", ("Quay 1",), "Bristol", "", "BS1 4TR", "GB")
    station_setup.set_up_site(
        workplace, station_setup.SiteSettings("Harbour Goods", address, prefix)
    )
    station_setup.save_packagings(workplace, PACKAGINGS)


def a_printer(workplace: Workplace, folder: Path | str = "prints", name: str = "F") -> str:
    """Let slips and labels of a station go into a folder; return the printer's name."""
    settings = station_setup.PrinterSettings(name, "folder", str(folder), "pdf")
    station_setup.save_printer(workplace, settings)
    for kind in ("packing_slip", "shipping_label"):
        station_setup.route_document(workplace, kind, name)
    return name


# People and things -----------------------------------------------------------------------------


def an_operator(workplace: Workplace, name: str = "Ana Kovac") -> int:
    """Add a picker; return their number. Their badge is `badge_of(number)`."""
    number = next(_numbers)

    def verb(work: UnitOfWork) -> int:
        row = Operator(staff_number=str(1000 + number), name=name, role=OperatorRole.PICKER)
        work.session.add(row)
        work.session.flush()
        row.badge_hash = badge_hash(badge_of(row.id))
        return row.id

    return workplace.database.run(verb)


def badge_of(operator_id: int) -> str:
    """The token on the badge of an operator made by `an_operator`."""
    return f"TESTBADGE{operator_id:07d}"


@dataclass(frozen=True)
class Goods:
    """An item as a test handles it; the codes are what a scanner sends."""

    item_id: int
    sku: str
    barcode: str
    case_barcode: str = ""


def an_item(
    workplace: Workplace,
    sku: str = "",
    *,
    name: str = "",
    case_of: int | None = None,
    weight_g: int = 100,
    lot_tracked: bool = False,
    serial_tracked: bool = False,
    fragile: bool = False,
    item_class: str = "",
) -> Goods:
    """Add an item with a barcode, and with a case barcode where `case_of` units make a case."""
    number = next(_numbers)
    sku = sku or f"SKU-{number}"
    unit, case = _gtin13(f"20000{number:07d}"), _gtin13(f"29000{number:07d}")

    def verb(work: UnitOfWork) -> int:
        item = Item(
            sku=sku,
            name=name or f"Mug {number}",
            length_mm=50,
            width_mm=40,
            height_mm=30,
            weight_g=weight_g,
            lot_tracked=lot_tracked,
            serial_tracked=serial_tracked,
            fragile=fragile,
            customs_description="Stoneware mug",
            tariff_number="691200",
            origin_country="PT",
            item_class=item_class,
        )
        work.session.add(item)
        work.session.flush()
        work.session.add(ItemBarcode(code=unit.zfill(14), item_id=item.id, quantity=1))
        if case_of is not None:
            work.session.add(ItemBarcode(code=case.zfill(14), item_id=item.id, quantity=case_of))
        return item.id

    item_id = workplace.database.run(verb)
    return Goods(item_id, sku, unit, case if case_of is not None else "")


def _gtin13(body: str) -> str:
    return body + check_digit(body)


def a_location(
    workplace: Workplace,
    code: str = "",
    *,
    kind: LocationKind = LocationKind.PICK_FACE,
    check_digits: str = "19",
    zone: str = "A",
    equipment: str = "",
) -> str:
    """Add a location; they are walked past in the order they are made."""
    number = next(_numbers)
    code = code or f"A{number:02d}-01L-1"

    def verb(work: UnitOfWork) -> None:
        work.session.add(
            Location(
                code=code,
                kind=kind,
                zone=zone,
                check_digits=check_digits,
                pick_sequence=number,
                equipment=equipment,
            )
        )

    workplace.database.run(verb)
    return code


def stock(
    workplace: Workplace,
    item: Goods,
    at: str,
    quantity: int,
    *,
    lot: str | None = None,
    expiry: date | None = None,
) -> None:
    """Receive units of an item at a location, through the ledger."""

    def verb(work: UnitOfWork) -> None:
        place = location_ids_by_code(work.session)[at]
        lot_id = NO_LOT
        if lot is not None or expiry is not None:
            row = Lot(item_id=item.item_id, code=lot or lot_code_of(expiry or date.max))
            row.expiry = expiry
            work.session.add(row)
            work.session.flush()
            lot_id = row.id
        move = Move(item.item_id, lot_id, SUPPLIER_ID, place, quantity, MoveReason.RECEIVED)
        move_units(work, move)

    workplace.database.run(verb)


def some_stock(workplace: Workplace, quantity: int = 10, **item: object) -> tuple[Goods, str]:
    """An item, and the only location it lies at."""
    goods = an_item(workplace, **item)  # type: ignore[arg-type]  # passed through as named
    at = a_location(workplace)
    stock(workplace, goods, at, quantity)
    return goods, at


def a_tote(workplace: Workplace) -> str:
    """Add a tote and return its code."""
    number = next(_numbers)
    station_setup.add_totes(workplace, range(number, number + 1))
    return f"T-{number:04d}"


# Orders ----------------------------------------------------------------------------------------

HOME = ImportedAddress(
    "Lena Beispiel", "", ("Hauptstr. 1",), "Kiel", "", "24103", "DE", "", "lena@example.com"
)


def an_imported_order(
    lines: Sequence[tuple[Goods | str, int]], *, number: str = "", source: Source = Source.SHOPIFY
) -> ImportedOrder:
    """A paid order as an importer would hand it over; `replace` it for anything else."""
    number = number or f"#{10_000 + next(_numbers)}"
    return ImportedOrder(
        source=source,
        external_id=number,
        number=number,
        placed_at=PLACED,
        paid_at=PLACED,
        payment=PaymentState.PAID,
        payment_waived=False,
        cancelled_at=None,
        risk=RiskLevel.LOW,
        currency="EUR",
        language="de",
        ship_to=HOME,
        bill_to=None,
        shipping_method="Standard",
        ship_by=None,
        note="",
        gift_message="",
        tags=(),
        lines=tuple(
            an_imported_line(goods if isinstance(goods, str) else goods.sku, quantity, place)
            for place, (goods, quantity) in enumerate(lines, start=1)
        ),
        row=2,
    )


def an_imported_line(sku: str, quantity: int, place: int = 1) -> ImportedLine:
    """A line to ship."""
    return ImportedLine(str(place), sku, f"Item {sku}", quantity, 250, True, False)


def bring_in(workplace: Workplace, *orders: ImportedOrder) -> Tally:
    """Store imported orders; return what became of them."""
    tally = Tally(file="orders.csv", source=orders[0].source)

    def verb(work: UnitOfWork) -> None:
        tally.clear()
        store_orders(work, orders, tally)

    workplace.database.run(verb)
    return tally


def an_order(workplace: Workplace, *lines: tuple[Goods | str, int], **fields: object) -> str:
    """Import a paid order and return its number; `fields` are those of an imported order."""
    number = str(fields.pop("number", ""))
    source = fields.pop("source", Source.SHOPIFY)
    record = an_imported_order(lines, number=number, source=Source(str(source)))
    bring_in(workplace, replace(record, **fields))  # type: ignore[arg-type]  # named by the test
    return record.number


def a_released_order(
    workplace: Workplace, *lines: tuple[Goods | str, int], **fields: object
) -> str:
    """An order for which stock is promised and a pick task made."""
    into_carton = bool(fields.pop("into_carton", False))
    number = an_order(workplace, *lines, **fields)
    allocate_waiting_orders(workplace)
    report = release_ready_orders(workplace, into_carton=into_carton)
    assert number in report.released, (number, report)
    return number


def a_cart_of_orders(
    workplace: Workplace,
    *orders: Sequence[tuple[Goods | str, int]],
    method: PickMethod = PickMethod.CLUSTER,
    positions: int | None = None,
) -> list[str]:
    """Orders that are picked together; returns their numbers, the most urgent first."""
    numbers = [an_order(workplace, *lines) for lines in orders]
    allocate_waiting_orders(workplace)
    report = release_ready_orders(workplace, method=method, positions=positions)
    assert set(numbers) <= set(report.released), report
    return numbers


# Scans -----------------------------------------------------------------------------------------


def entry(raw: str) -> Entry:
    """A scan nobody has handed in yet."""
    return Entry(raw, uuid7())


def typed(quantity: int) -> Entry:
    """A number typed by hand."""
    return Entry(str(quantity), uuid7(), QuantityCode(quantity))
