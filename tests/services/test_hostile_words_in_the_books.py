"""What strangers write into orders stays their words: in the books, on paper and in printers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.pack_state import PackPrompt
from app.domain.pick_state import PickPrompt
from app.exchange.model import ImportedAddress, Kind, Source
from app.services import importing, inquiry, packing, picking
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from printing.documents import PackingSlip, ShippingLabel, from_record
from printing.paper import Format
from printing.rendering import render
from tests import builders
from tests.printing.decoding import page_texts
from tests.services import books, shift

DEMO = Path(__file__).parent.parent.parent / "resources" / "demo"

HOSTILE = {
    "sql": "Robert'); DROP TABLE orders; --",
    "sql_like": "%' OR '1'='1",
    "formula": "=cmd|' /C calc'!A0",
    "tab_formula": '@SUM(1+1)*HYPERLINK("http://x")',
    "zpl": "x^FS^XZ^XA^FO9,9^FDpaid~JA~HS_5E",
    "markup": "<img src='http://x/a.png'><b>ok</b>&amp;",
    "path": "../../etc/passwd\\..\\boot.ini",
    "format": "{0.__class__} %s %n ${HOME} {{7*7}}",
    "brackets": "`rm -rf /`$(id)|;&",
    "bidi": "safe\u202egnp.exe",
}
"""By the machine that each of them is for."""

SHOPIFY_TEXTS = (
    "Lineitem name", "Shipping Name", "Shipping Street", "Shipping Address1", "Shipping Address2",
    "Shipping City", "Shipping Company", "Notes", "Tags", "Billing Name", "Shipping Method",
)  # fmt: skip
AMAZON_TEXTS = ("product-name", "recipient-name", "ship-address-1", "ship-city", "buyer-name")
WOO_TEXTS = ("customer_note", "company", "first_name", "last_name", "address_1", "city", "name")


def hostile_table(name: str, delimiter: str, fields: tuple[str, ...], words: str) -> str:
    """The first order of a demo file, with a stranger's words in each text of it."""
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=delimiter))
    number = next(iter(rows[0]))
    rows = [row for row in rows if row[number] == rows[0][number]]
    for row in rows:
        row.update({field: words for field in fields if row[field]})
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def hostile_json(words: str) -> str:
    """The demo's first orders in JSON, likewise."""

    def spoil(value: object) -> object:
        if isinstance(value, dict):
            return {
                key: words if key in WOO_TEXTS and isinstance(one, str) and one else spoil(one)
                for key, one in value.items()
            }
        return [spoil(one) for one in value] if isinstance(value, list) else value

    orders = json.loads((DEMO / "woocommerce_orders.json").read_text(encoding="utf-8"))
    return json.dumps(spoil(orders[:4]))


FILES: dict[Source, Callable[[str], str]] = {
    Source.SHOPIFY: lambda words: hostile_table("shopify_first_day.csv", ",", SHOPIFY_TEXTS, words),
    Source.AMAZON: lambda words: hostile_table(
        "amazon_unshipped_orders.txt", "\t", AMAZON_TEXTS, words
    ),
    Source.WOOCOMMERCE: hostile_json,
    Source.TABLE: lambda words: (
        "order number,order date,sku,quantity,payment,name,street,city,postcode,country\n"
        "7001,2026-11-20,MUG,1,paid"
        + "".join(f',"{part}"' for part in [words.replace('"', '""')] * 3)
        + ",24103,DE\n"
    ),
}


@pytest.mark.parametrize("source", FILES)
def test_an_order_files_words_are_stored_as_they_are_or_named_as_a_problem(
    floor: Workplace, tmp_path: Path, source: Source
) -> None:
    for kind, words in HOSTILE.items():
        file = tmp_path / f"{kind}.txt"
        file.write_text(FILES[source](words), encoding="utf-8")
        request = importing.ImportRequest(file, Kind.ORDERS, source)
        report = importing.import_file(floor, request)
        assert report.written, report.problems
        names = " ".join(name for (name,) in books.rows(floor, "select name from address"))
        # What only hides the order of letters is left out.
        assert words.replace("\u202e", "") in names
    books.audit(floor.database)


@pytest.mark.parametrize("first", [0, 5])
def test_an_order_of_hostile_words_is_picked_packed_and_printed_as_any_other(
    floor: Workplace, first: int
) -> None:
    words = [*HOSTILE.values()]
    words = words[first:] + words[:first]
    name, company, street, city, region, item, note, gift, method, who = words
    goods, _ = builders.some_stock(floor, name=item)
    home = ImportedAddress(name, company, (street, city), city, region, "24103", "DE", "", "a@b.c")
    number = builders.an_order(
        floor, (goods, 1), number=name[:40], note=note, gift_message=gift, ship_to=home,
        shipping_method=method,
    )  # fmt: skip
    allocate_waiting_orders(floor)
    assert release_ready_orders(floor).released == (number,)
    ana, tote = builders.an_operator(floor, who), builders.a_tote(floor)

    done = shift.pick_to_end(floor, ana, picking.claim_work(floor, ana), tote)
    assert (done.prompt, done.lines[0].item.name) == (PickPrompt.TASK_DONE, item)
    state = shift.open_bench(floor, ana, tote)
    assert set(state.instructions) == {note, gift}
    shift.pack_until(floor, ana, state, PackPrompt.DONE)

    papers = [from_record(paper.document) for paper in inquiry.papers_of_shipped(floor)]
    assert {type(paper) for paper in papers} == {PackingSlip, ShippingLabel}
    for paper in papers:
        _look_at(paper, (name, company, street))
    books.audit(floor.database)


def _look_at(document: object, address: tuple[str, ...]) -> None:
    assert isinstance(document, PackingSlip | ShippingLabel)
    assert document.ship_to.name == address[0]
    pdf = render(document, Format.PDF, 203)
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf
    printed = "".join("".join(page_texts(pdf)).split())
    for words in address:
        if words.isascii():
            assert "".join(words.split())[:12] in printed
    if isinstance(document, ShippingLabel):
        zpl = render(document, Format.ZPL, 203)
        assert zpl.count(b"^XA") == zpl.count(b"^XZ") == 1
        assert b"~" not in zpl


def test_hostile_scans_are_refused_and_logged_and_change_nothing(floor: Workplace) -> None:
    goods, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (goods, 1))
    ana = builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    before = books.rows(floor, "select count(*) from stock_move")

    for words in HOSTILE.values():
        assert shift.refused(floor, ana, state, words) is not None
        assert packing.open_order(floor, ana, builders.entry(words)).refusal is not None
        assert packing.open_order(floor, ana, builders.entry(f"O-{words}")).refusal is not None

    assert books.rows(floor, "select count(*) from stock_move") == before
    assert books.rows(floor, "select count(*) from scan_log") == [(3 * len(HOSTILE),)]
    books.audit(floor.database)
