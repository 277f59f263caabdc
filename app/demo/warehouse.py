"""The demo warehouse: site, people, printers, goods and the orders of real shops."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import platformdirs

from app.bootstrap.cannot_open import CannotOpen
from app.carriers.house import HOUSE
from app.carriers.interface import Address
from app.domain.lanes import CageRule
from app.domain.operators import OperatorRole
from app.domain.packaging import Packaging
from app.exchange.model import Kind
from app.services.allocating import allocate_waiting_orders
from app.services.floor_setup import import_layout
from app.services.importing import ImportReport, ImportRequest, import_file
from app.services.inquiry import beginnings, knows_badge
from app.services.people_care import add_operator
from app.services.releasing import release_ready_orders
from app.services.shipping_setup import save_cage
from app.services.station_setup import (
    PrinterSettings,
    SiteSettings,
    add_totes,
    route_document,
    save_packagings,
    save_printer,
    set_up_site,
)
from app.services.wall_setup import add_shelf, add_wall, slot_views, wall_views
from app.services.workplace import Workplace
from app.services.zone_setup import set_lanes, set_zone, zone_views

MASTER_FILES = (
    (Kind.ITEMS, "items.csv"),
    (Kind.LOCATIONS, "locations.csv"),
    (Kind.STOCK, "stock.csv"),
)
ORDER_FILES = (
    "shopify_first_day.csv",
    "shopify_orders_export.csv",
    "woocommerce_orders.json",
    "amazon_unshipped_orders.txt",
)
LAYOUT_FILE = "layout.toml"
TOTES = range(1, 201)
FIRST_RELEASE = 50
"""Orders that wait for a picker when the demo station opens."""

SLIP_PRINTER = "Slips"
LABEL_PRINTER = "Labels"

WALL = "W1"
"""The put wall of the demo, and what its sign says."""

WALL_ROWS, WALL_COLUMNS = 4, 6
SHELF, SLOTS = "C1", 24
"""The consolidation shelf, where parts of orders meet."""

PACK_LANE = "LANE-PACK"
CAGES = (
    CageRule(0, "CAGE-HOME", HOUSE, lane="North", country_code="GB"),
    CageRule(0, "CAGE-ABROAD", HOUSE, lane="South"),
)

SITE = SiteSettings(
    name="Harbour Gifts",
    address=Address(
        name="Harbour Gifts",
        company="",
        street=("Unit 4, Quay Road",),
        city="Portsmouth",
        region="",
        postcode="PO1 2AB",
        country_code="GB",
        phone="+44 23 9296 0000",
    ),
    # GS1 keeps numbers that begin with 2 for use inside a company; no real company has this one.
    company_prefix="2001234",
    return_instructions="Something wrong? Write to returns@example.com with your order number.",
)


@dataclass(frozen=True)
class DemoOperator:
    """Somebody of the demo; PIN and badge are invented and printed in the README."""

    staff_number: str
    name: str
    role: OperatorRole
    pin: str
    badge: str


PICKER = DemoOperator("1042", "Ana Kovac", OperatorRole.PICKER, "246810", "DEMOPICKER2ANA7K")
PACKER = DemoOperator("1043", "Ed Moreau", OperatorRole.PACKER, "135791", "DEMOPACKER5EDQ4M")
LEAD = DemoOperator("1001", "Mara Lind", OperatorRole.LEAD, "864209", "DEMOLEADX8MARA3L")
OPERATORS = (PICKER, PACKER, LEAD)


def is_demo(workplace: Workplace) -> bool:
    """Whether this house is the demo's own."""
    return knows_badge(workplace, OPERATORS[0].badge)


def set_up_demo_site(workplace: Workplace, paper_folder: Path) -> None:
    """Set the site, its people, totes, packaging and two folder printers up, where not yet done.

    Raises:
        CannotOpen: another warehouse lives in this database.
    """
    if beginnings(workplace).has_anything and not is_demo(workplace):
        raise CannotOpen(
            "another warehouse lives in this database, and the demo's goods and orders would "
            "spoil it; name an empty one with --database"
        )
    for person in OPERATORS:
        if not knows_badge(workplace, person.badge):
            add_operator(
                workplace,
                staff_number=person.staff_number,
                name=person.name,
                role=person.role,
                pin=person.pin,
                badge=person.badge,
            )
    set_up_site(workplace, SITE)
    add_totes(workplace, TOTES)
    save_packagings(workplace, demo_packagings())
    for name, folder, form in (
        (SLIP_PRINTER, "slips", "pdf"),
        (LABEL_PRINTER, "labels", "zpl"),
    ):
        address = str(paper_folder / folder)
        save_printer(workplace, PrinterSettings(name, "folder", address, form, 203))
    route_document(workplace, "packing_slip", SLIP_PRINTER)
    route_document(workplace, "shipping_label", LABEL_PRINTER)
    if not any(wall.name == WALL for wall in wall_views(workplace)):
        add_wall(workplace, WALL, rows=WALL_ROWS, columns=WALL_COLUMNS)
    if not slot_views(workplace):
        add_shelf(workplace, SHELF, slots=SLOTS)
    for cage in CAGES:
        save_cage(workplace, cage)


def import_demo_files(workplace: Workplace, say: Callable[[str], None]) -> tuple[ImportReport, ...]:
    """Bring the demo's goods and orders in; what is there already stays as it is."""
    reports: list[ImportReport] = []
    for kind, name in (*MASTER_FILES, *((Kind.ORDERS, name) for name in ORDER_FILES)):
        report = import_demo_file(workplace, kind, name)
        say(f"{name}: {report.new} new, {report.changed} changed, {report.unchanged} unchanged")
        reports.append(report)
    layout = import_layout(
        workplace, (files("resources") / "demo" / LAYOUT_FILE).read_text("utf-8"), LAYOUT_FILE
    )
    say(f"{LAYOUT_FILE}: {layout.aisles} aisles, {layout.blocks} blocks")
    return tuple(reports)


def set_up_demo_lanes(workplace: Workplace) -> None:
    """Give each zone of the demo a lane for the totes that come to it, and the benches one."""
    for zone, _ in zone_views(workplace):
        set_zone(workplace, zone.code, lane=f"LANE-{zone.code}")
    set_lanes(workplace, scanned=True, pack_lane_code=PACK_LANE)


def import_demo_file(workplace: Workplace, kind: Kind, name: str) -> ImportReport:
    """Bring one of the demo's files in."""
    with as_file(files("resources") / "demo" / name) as path:
        return import_file(workplace, ImportRequest(path, kind))


def demo_packagings() -> tuple[Packaging, ...]:
    """The packaging kinds on the demo's shelf."""
    text = (files("resources") / "demo" / "packaging.csv").read_text(encoding="utf-8")
    return tuple(
        Packaging(
            code=row["code"],
            name=row["name"],
            length_mm=int(row["length_mm"]),
            width_mm=int(row["width_mm"]),
            height_mm=int(row["height_mm"]),
            max_weight_g=int(row["max_weight_g"]),
            tare_g=int(row["tare_g"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def prepare_empty_database(workplace: Workplace) -> None:
    """Load the demo warehouse where there is none yet, and release a day's first orders.

    A house of somebody else's stays as it is; loading that was broken off is done to its end.
    """
    found = beginnings(workplace)
    if found.has_work or (found.has_anything and not is_demo(workplace)):
        return
    sys.stderr.write("loading the demo warehouse; this happens once\n")
    set_up_demo_site(workplace, Path(platformdirs.user_data_dir("pickstation", appauthor=False)))
    import_demo_files(workplace, lambda line: print(f"  {line}", file=sys.stderr))
    set_up_demo_lanes(workplace)
    allocate_waiting_orders(workplace)
    release_ready_orders(workplace, limit=FIRST_RELEASE)
