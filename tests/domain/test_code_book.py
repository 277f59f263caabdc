from datetime import date

import pytest

from app.domain.barcodes import read
from app.domain.code_book import BookItem, BookTote, CodeBook, shown
from app.domain.readings import Command, GarbledWhy, QuantityCode
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedPackaging,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
)

MUG = BookItem(1, "MUG-330/BLUE", "Blue mug")
UNIT, CASE = "02000000000015", "02900000000018"
BOOK = CodeBook(
    items={UNIT: MUG, CASE: BookItem(1, MUG.sku, MUG.name, 6), MUG.sku: MUG},
    locations={"A01-01L-1": 7},
    totes={"T-0442": BookTote(101, "#10881")},
)


def identified(raw: str) -> Scanned | None:
    return BOOK.identify(read(raw, today=date(2026, 11, 23)), shown(raw))


@pytest.mark.parametrize(
    ("raw", "scanned"),
    [
        ("2000000000015", ScannedItem(1, MUG.sku, MUG.name, UNIT)),
        ("2900000000018", ScannedItem(1, MUG.sku, MUG.name, CASE, quantity=6)),
        (
            f"]C101{UNIT}10A1",
            ScannedItem(1, MUG.sku, MUG.name, UNIT, lot="A1"),
        ),
        (f"]C102{CASE}3702", ScannedItem(1, MUG.sku, MUG.name, CASE, quantity=12)),
        ("MUG-330/BLUE", ScannedItem(1, MUG.sku, MUG.name, "MUG-330/BLUE")),
        ("L-A01-01L-1", ScannedLocation(7, "A01-01L-1")),
        ("a01-01l-1", ScannedLocation(7, "A01-01L-1")),
        ("T-0442", ScannedTote(101, "T-0442", "#10881")),
        (Command.SKIP.value, ScannedCommand(Command.SKIP)),
        ("K-M2", ScannedPackaging("M2")),
        ("B-ABCDEFGHJK", ScannedBadge("ABCDEFGHJK")),
        ("S-P01", ScannedUnknown("S-P01")),
        ("x" * 4096, ScannedGarbled("x" * 64, GarbledWhy.TOO_LONG)),
        ("\ud83d", ScannedUnknown("\N{OPEN BOX}")),
    ],
)
def test_a_task_s_own_codes_and_the_floor_s_need_no_looking_up(raw: str, scanned: Scanned) -> None:
    assert identified(raw) == scanned


@pytest.mark.parametrize(
    "raw", ["4006381333931", "L-B02-01L-1", "T-9999", "NO-SUCH-SKU", "mug-330/blue", "O-10881"]
)
def test_codes_of_something_else_are_left_to_whoever_knows_the_house(raw: str) -> None:
    assert identified(raw) is None


def test_an_empty_book_knows_what_is_the_same_in_every_house() -> None:
    assert CodeBook().identify(QuantityCode(5), "5") == ScannedQuantity(5)
