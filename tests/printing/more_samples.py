"""Documents of the floor, the dock and customs, valid as they stand, for tests to change."""

from dataclasses import replace

from printing.documents import (
    BadgeLabel,
    CarrierManifest,
    CartonLabel,
    CommandCard,
    CommandSheet,
    CommercialInvoice,
    CountLine,
    CountSheet,
    CustomsCategory,
    CustomsDeclaration,
    CustomsLine,
    Document,
    LocationLabel,
    ManifestParcel,
    Money,
    PackagingLabel,
    PalletLabel,
    PickCarrier,
    PickList,
    PickListLine,
    PickMethod,
    PickTarget,
    PlaceKind,
    PlaceLabel,
    PostalAddress,
    Report,
    ReportColumn,
    ReportSection,
    ReturnLabel,
    TestPage,
    ToteLabel,
    UnitContents,
)
from printing.plots.model import Plot, PlotKind, Series
from tests.printing.paper_samples import GERMAN, LABEL, SENDER, SLIP, SSCC

SWISS = PostalAddress(
    "Rolf Muster", "Muster Handel AG", ("Bahnhofstrasse 1",), "Bern", "", "3011", "CH"
)

RETURN = ReturnLabel(
    customer=GERMAN,
    return_to=SENDER,
    carrier="House carrier",
    service="RETURN 48",
    return_number="R-000123",
    payload="R-000123",
    order_number="#564856",
)

CONTENTS = UnitContents("09521101530018", 24, "L2026-11", "2027-03-31", "Frying Pan Red Retrospot")
CARTON = CartonLabel(
    sscc=SSCC,
    ship_from=SENDER,
    ship_to=GERMAN,
    contents=CONTENTS,
    carrier="House carrier",
    order_number="PO 4500017",
    gross_weight_g=12400,
    number=2,
    count=8,
)
PALLET = PalletLabel(
    sscc=SSCC, ship_from=SENDER, ship_to=GERMAN, contents=None, gross_weight_g=312000, cartons=40
)


def pick_line(number: int) -> PickListLine:
    location = f"A{number % 90 + 1:02}-{number % 30 + 1:02}L-{number % 4 + 1}"
    return PickListLine(
        number=number,
        location=location,
        location_payload=f"L-{location}",
        sku=f"{22000 + number}",
        description="Frying Pan Red Retrospot with wooden handle",
        quantity=number % 3 + 1,
        item_payload=f"40123456{number:05}"[:13],
        check_digits="473",
        lot="L2026-11" if number % 5 == 0 else "",
        expiry="2027-03-31" if number % 5 == 0 else "",
    )


def pick_list_of(lines: int, method: PickMethod = PickMethod.SINGLE) -> PickList:
    return PickList(
        task="10042",
        method=method,
        lines=tuple(pick_line(number) for number in range(1, lines + 1)),
        payload="T-0012",
        totes=(PickCarrier("T-0012", "T-0012", order_number="#564856"),),
        wave="W 12",
        picker="Ana",
        ship_by="2026-11-23T15:00:00",
        printed_at="2026-11-23T10:15:00",
    )


SINGLE = pick_list_of(6)
BATCH = replace(pick_list_of(4, PickMethod.BATCH), sort_at="Wall 2")
ZONE = replace(pick_list_of(4, PickMethod.ZONE), zone="B", next_zone="C")
CLUSTER = replace(
    pick_list_of(5, PickMethod.CLUSTER),
    totes=tuple(
        PickCarrier(f"T-00{number:02}", f"T-00{number:02}", f"{row}{number}", f"#5648{number:02}")
        for row in "AB"
        for number in range(1, 5)
    ),
    lines=tuple(
        replace(
            pick_line(number),
            quantity=4,
            targets=(PickTarget("A1", 1), PickTarget(f"B{number}", 3)),
        )
        for number in range(1, 6)
    ),
)

COUNT = CountSheet(
    title="C-2026-0042",
    payload="C-2026-0042",
    zone="A",
    reason="Short pick",
    printed_at="2026-11-23T10:15:00",
    lines=tuple(
        CountLine(
            line.number,
            line.location,
            line.location_payload,
            line.sku,
            line.description,
            line.item_payload,
            line.check_digits,
        )
        for line in map(pick_line, range(1, 7))
    ),
)


def manifest_of(parcels: int) -> CarrierManifest:
    return CarrierManifest(
        number="M-2026-0117",
        payload="M-2026-0117",
        carrier="House carrier",
        sender=SENDER,
        account="4711",
        pickup_reference="PU 88",
        closed_at="2026-11-23T16:40:00",
        closed_by="Ana",
        copy_for="Driver's copy",
        parcels=tuple(
            ManifestParcel(
                f"HC{number:09}DE", SSCC, f"#5648{number:02}", "62500", "DE", "EXPRESS 24", 1200
            )
            for number in range(1, parcels + 1)
        ),
    )


MANIFEST = manifest_of(12)

GOODS = (
    CustomsLine("Frying pan, steel", 2, 2400, Money(4998, "EUR"), "732393", "DE", "22001"),
    CustomsLine("Cookbook", 1, 800, Money(1999, "EUR"), "490199", "AT", "22002"),
)
DECLARATION = CustomsDeclaration(
    sender=SENDER,
    recipient=SWISS,
    category=CustomsCategory.SALE,
    lines=GOODS,
    reference="HC000000117DE",
    payload="HC000000117DE",
    gross_weight_g=3600,
    postage=Money(1290, "EUR"),
    sender_number="EORI DE000000000000000",
    signed_by="Ana Lind",
    signed_on="2026-11-23",
)
INVOICE = CommercialInvoice(
    number="CI-2026-0117",
    payload="CI-2026-0117",
    issued_on="2026-11-23",
    exporter=SENDER,
    recipient=SWISS,
    category=CustomsCategory.SALE,
    lines=GOODS,
    order_number="#564856",
    tracking_number="HC000000117DE",
    carrier="House carrier",
    terms="DAP Bern",
    exporter_number="EORI DE000000000000000",
    gross_weight_g=3600,
    freight=Money(1290, "EUR"),
    signed_by="Ana Lind",
)

PLACES = tuple(
    PlaceLabel(kind, payload, name, belongs_to, note)
    for kind, payload, name, belongs_to, note in (
        (PlaceKind.CART, "C-07", "07", "", "12 positions"),
        (PlaceKind.CART_POSITION, "C-07-B2", "B2", "07", ""),
        (PlaceKind.PUT_WALL, "W-02", "WALL 2", "", ""),
        (PlaceKind.CUBBY, "W-02-C4", "C4", "WALL 2", ""),
        (PlaceKind.CONSOLIDATION_SLOT, "X-A17", "A17", "", ""),
        (PlaceKind.LANE, "N-04", "DE-N", "House carrier", "20000-29999"),
        (PlaceKind.CAGE, "G-0042", "42", "House carrier", "EXPRESS 24"),
        (PlaceKind.STATION, "S-PACK1", "PACK 1", "", ""),
        (PlaceKind.CARTON, "395211230000000019", "0000019", "39521123000", ""),
    )
)
PICKED = Series("picked", (210.0, 244.0))
LOCATION = LocationLabel("A01-01L-1", "473", "Zone A", 1)
TOTE = ToteLabel("0017")
PACKAGING = PackagingLabel("M2", "Carton 30 x 20")
BADGE = BadgeLabel("K7Q2MX4T9R", "Ana", "Packer")
REPORT = Report(
    title="Shift report",
    subtitle="27 November 2026, 06:00 to 14:00",
    number="SHIFT 2",
    facts=("Lead", "Ana", "Orders shipped", "1,204"),
    sections=(
        ReportSection(
            "Late orders",
            (ReportColumn("Order", 40), ReportColumn("Why"), ReportColumn("Lines", 20, True)),
            (("#564856", "Waits for the goods of one line", "3"),),
        ),
        ReportSection("Printers", nothing="All printers are ready."),
    ),
    plots=(
        Plot(PlotKind.COLUMNS, "Lines an hour", "lines", "", "", ("06", "07"), (PICKED,), "picked"),
    ),
    signed_by=("Handed over by", "Taken over by"),
)
COMMANDS = CommandSheet((CommandCard("XCK", "OK"), CommandCard("XCUND", "UNDO")))
TEST_PAGE = TestPage("ZD-3", "Bench 1", "2026-11-23T10:15:00")

EVERY_DOCUMENT: tuple[Document, ...] = (
    SLIP,
    replace(SLIP, is_gift=True, gift_message="All the best"),
    LABEL,
    RETURN,
    CARTON,
    PALLET,
    SINGLE,
    BATCH,
    CLUSTER,
    ZONE,
    COUNT,
    MANIFEST,
    DECLARATION,
    INVOICE,
    LOCATION,
    TOTE,
    PACKAGING,
    BADGE,
    *PLACES,
    COMMANDS,
    TEST_PAGE,
    REPORT,
)
"""One of each kind, pick lists of each method, and place labels of each place."""
