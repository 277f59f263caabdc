"""What checked GS1 elements say about goods, in the floor's words and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.domain.gs1 import Element
from app.domain.gs1_rules import day_of
from app.domain.readings import ItemCode, Reading, SsccCode

Meaning = Mapping[str, str | int]
"""Named facts: numbers as text, counts as int, days as ISO dates, kilograms as decimal text."""

_TEXTS = {"00": "sscc", "01": "gtin14", "02": "content_gtin14", "10": "lot", "21": "serial"}
_DAYS = {"11": "production", "13": "packed", "15": "best_before", "16": "sell_by", "17": "expiry"}
_COUNTS = {"30": "variable_count", "37": "count"}
_KILOGRAMS = {"310": "net_weight_kg", "330": "gross_weight_kg"}


def meaning_of(elements: Sequence[Element], *, today: date) -> dict[str, str | int]:
    """The facts the warehouse has a word for; other AIs stay among the elements only."""
    meaning: dict[str, str | int] = {}
    for element in elements:
        ai, value = element.ai, element.value
        if ai in _TEXTS:
            meaning[_TEXTS[ai]] = value
        elif ai in _COUNTS:
            meaning[_COUNTS[ai]] = int(value)
        elif ai in _DAYS and (day := day_of(value, today=today)) is not None:
            meaning[_DAYS[ai]] = day.isoformat()
        elif ai[:3] in _KILOGRAMS:
            # The last digit of the AI is the number of decimals.
            meaning[_KILOGRAMS[ai[:3]]] = f"{Decimal(int(value)).scaleb(-int(ai[3])):f}"
    return meaning


def reading_of(elements: Sequence[Element], *, today: date) -> Reading | None:
    """The logistic unit or the item the elements identify; None if they identify neither.

    An SSCC wins over what the unit contains. Contents (02) with their count (37) are read as that
    many units of the contained item.
    """
    values = {element.ai: element.value for element in elements}
    if "00" in values:
        return SsccCode(values["00"])
    gtin = values.get("01") or values.get("02")
    if gtin is None:
        return None
    count = values.get("37") or values.get("30")
    last_day = values.get("17") or values.get("7003", "")[:6] or values.get("15")
    return ItemCode(
        gtin=gtin,
        lot=values.get("10"),
        expiry=day_of(last_day, today=today) if last_day else None,
        serial=values.get("21"),
        quantity=int(count) if count else None,
    )
