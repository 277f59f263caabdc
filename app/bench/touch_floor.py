"""A small warehouse for the reference load, and the hands that scan and press keys in it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update
from uuid_utils.compat import uuid7

from app.bench.reference_load import ITEMS, ORDERS, ZONES, units_of
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience
from app.db.schema import Site
from app.db.unit_of_work import UnitOfWork
from app.demo.warehouse import SITE, demo_packagings
from app.domain.confirmation import ConfirmationPolicy
from app.domain.operators import OperatorRole
from app.domain.pack_boxing import BoxRule
from app.domain.pick_state import PickMethod
from app.domain.readings import Command, CommandCode, QuantityCode
from app.domain.trade_numbers import check_digit
from app.exchange.model import Kind
from app.services.allocating import allocate_waiting_orders
from app.services.identifying import Entry
from app.services.importing import ImportRequest, import_file
from app.services.people_care import add_operator
from app.services.releasing import Manner, release_ready_orders
from app.services.shipping_setup import HouseRules, set_house_rules
from app.services.signing_in import sign_in_by_badge
from app.services.station_setup import (
    PrinterSettings,
    add_totes,
    route_document,
    save_packagings,
    save_printer,
    set_up_site,
)
from app.services.wall_setup import add_shelf, add_wall
from app.services.workplace import Workplace
from app.services.zone_setup import set_zone
from app.settings import StationSettings

PICKER_BADGE, PACKER_BADGE = "REFERENCEPICKER1", "REFERENCEPACKER1"
TOTES = range(1, 101)
FIRST_GTIN = 200_000_100_000


@dataclass
class Touches:
    """What a person did with their hands: scans, and keys where nothing was scanned."""

    scans: int = 0
    keys: int = 0

    def __add__(self, other: Touches) -> Touches:
        """All of both."""
        return Touches(self.scans + other.scans, self.keys + other.keys)

    def __str__(self) -> str:
        """Both, as the notes on screens write them."""
        return f"{self.scans} + {self.keys}"


@dataclass
class Hands:
    """Makes entries and counts them."""

    touches: Touches = field(default_factory=Touches)

    def scan(self, code: str) -> Entry:
        """A code, scanned."""
        self.touches.scans += 1
        return Entry(code, uuid7())

    def press(self, command: Command) -> Entry:
        """A function key."""
        self.touches.keys += 1
        return Entry(command.value, uuid7(), CommandCode(command))

    def type(self, quantity: int) -> Entry:
        """A number, typed: one key, as there are no larger ones in the load."""
        self.touches.keys += 1
        return Entry(str(quantity), uuid7(), QuantityCode(quantity))


@dataclass
class TouchFloor:
    """The warehouse, its orders released.

    Attributes:
        workplace: the only station.
        picker: who picks.
        packer: who sorts and packs.
        totes: empty ones, in a stack.
        used: those that were taken from it, in turn.
    """

    workplace: Workplace
    picker: int
    packer: int
    totes: list[str]
    used: list[str] = field(default_factory=list)

    def next_tote(self) -> str:
        """Take an empty tote from the stack."""
        self.used.append(self.totes.pop(0))
        return self.used[-1]


class TouchHouse:
    """The warehouse with the reference load, set up once and copied for each way of picking."""

    def __init__(self, folder: Path) -> None:
        """Set it up in a folder."""
        self._folder = folder
        self._file = folder / "house.sqlite3"
        workplace = _opened(self._file)
        try:
            _furnish(workplace, folder)
            allocate_waiting_orders(workplace)
        finally:
            workplace.database.close()

    @contextmanager
    def floor(
        self, manner: Manner, policy: ConfirmationPolicy = ConfirmationPolicy.STANDARD
    ) -> Iterator[TouchFloor]:
        """A copy of the house, its orders released.

        Args:
            manner: how the orders are released; where they can, all of them share the carts.
            policy: how much a picker proves by scans.

        Raises:
            RuntimeError: an order could not be released.
        """
        file = self._folder / "floor.sqlite3"
        shutil.copyfile(self._file, file)
        workplace = _opened(file)
        try:
            _set_policy(workplace, policy)
            _release(workplace, replace(manner, positions=_positions(manner)))
            picker = sign_in_by_badge(workplace, PICKER_BADGE).operator_id
            packer = sign_in_by_badge(workplace, PACKER_BADGE).operator_id
            yield TouchFloor(workplace, picker, packer, [f"T-{tote:04d}" for tote in TOTES])
        finally:
            workplace.database.close()


def _opened(file: Path) -> Workplace:
    settings = StationSettings(station="P-01", database=f"sqlite:///{file}")
    return open_workplace(settings, patience=Patience.DESK)


def _set_policy(workplace: Workplace, policy: ConfirmationPolicy) -> None:
    def verb(work: UnitOfWork) -> None:
        work.session.execute(update(Site).values(confirmation=policy))

    workplace.database.run(verb, workplace.actor())


def _positions(manner: Manner) -> int:
    if manner.positions is not None:
        return manner.positions
    is_shared = manner.method not in (PickMethod.SINGLE, PickMethod.ZONE_PASS)
    return len(ORDERS) if is_shared else 1


def _furnish(workplace: Workplace, folder: Path) -> None:
    for number, (badge, role) in enumerate(
        ((PICKER_BADGE, OperatorRole.PICKER), (PACKER_BADGE, OperatorRole.PACKER))
    ):
        add_operator(
            workplace, staff_number=str(1001 + number), name=role.value, role=role, badge=badge
        )
    set_up_site(workplace, SITE)
    set_house_rules(workplace, HouseRules(boxing=BoxRule.PROPOSED))
    save_packagings(workplace, demo_packagings())
    add_totes(workplace, TOTES)
    add_wall(workplace, "W1", rows=2, columns=5)
    add_shelf(workplace, "S1", slots=len(ORDERS))
    save_printer(workplace, PrinterSettings("Papers", "folder", str(folder), "pdf", 203))
    for kind in ("packing_slip", "shipping_label"):
        route_document(workplace, kind, "Papers")
    for kind, rows in (
        (Kind.ITEMS, list(_item_rows())),
        (Kind.LOCATIONS, list(_location_rows())),
        (Kind.STOCK, [[item, _place(item), str(units_of(item))] for item in ITEMS]),
        (Kind.ORDERS, list(_order_rows())),
    ):
        _import(workplace, folder / f"{kind.value}.csv", kind, rows)
    for turn, zone in enumerate(ZONES):
        set_zone(workplace, zone, turn=turn, lane=zone_lane(zone))


def zone_lane(zone: str) -> str:
    """The lane where totes for a zone are put down; its sign says which zone it is."""
    return f"LANE-{zone}"


_HEADINGS = {
    Kind.ITEMS: ["sku", "name", "barcode", "length_mm", "width_mm", "height_mm", "weight_g"],
    Kind.LOCATIONS: ["code", "zone", "x_m", "y_m"],
    Kind.STOCK: ["sku", "location", "quantity"],
    Kind.ORDERS: [
        *("number", "placed_at", "sku", "quantity"),
        *("name", "street", "city", "postcode", "country"),
    ],
}


def _import(workplace: Workplace, file: Path, kind: Kind, rows: Sequence[Sequence[str]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([_HEADINGS[kind], *rows])
    report = import_file(workplace, ImportRequest(file, kind))
    if report.problems:
        raise RuntimeError(f"the reference load cannot be read: {report.problems[0].message}")


def _item_rows() -> Iterator[list[str]]:
    for number, item in enumerate(ITEMS):
        body = str(FIRST_GTIN + number)
        yield [item, f"Item {item}", body + check_digit(body), "50", "40", "30", "100"]


def _location_rows() -> Iterator[list[str]]:
    for number, item in enumerate(ITEMS):
        yield [_place(item), item[0], str(number), "0"]


def _place(item: str) -> str:
    return f"{item[0]}01-0{item[1]}L-1"


def _order_rows() -> Iterator[list[str]]:
    placed = datetime(2026, 11, 20, 8, tzinfo=UTC).isoformat()
    for number, order in enumerate(ORDERS, start=1):
        for line in order:
            yield [
                *(f"R{number:02d}", placed, line.item, str(line.quantity)),
                *("Lena Example", "1 Quay Road", "Portsmouth", "PO1 2AB", "GB"),
            ]


def _release(workplace: Workplace, manner: Manner) -> None:
    report = release_ready_orders(
        workplace,
        method=manner.method,
        positions=manner.positions,
        into_carton=manner.into_carton,
    )
    if len(report.released) != len(ORDERS):
        raise RuntimeError(f"only {len(report.released)} orders were released: {report.refused}")
