"""Defects that no service would make, read from `defects.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

LOOK_UPS = {
    "item": "(SELECT id FROM item WHERE sku = '#1')",
    "place": "(SELECT id FROM location WHERE code = '#1')",
    "order": "(SELECT id FROM orders WHERE number = '#1')",
    "order line": "(SELECT id FROM order_line WHERE order_id = <order #1> AND sku = '#2')",
    "pick line": "(SELECT MIN(id) FROM pick_line WHERE order_line_id = <order line #1 #2>)",
    "task": "(SELECT MIN(task_id) FROM pick_line WHERE order_line_id = <order line #1 #2>)",
    "first pick": "(SELECT MIN(id) FROM stock_move WHERE pick_line_id = <pick line #1 #2>)",
    "first scan": "(SELECT scan_id FROM stock_move WHERE id = <first pick #1 #2>)",
    "carton": "(SELECT carton.id FROM carton JOIN shipment ON shipment.id = carton.shipment_id "
    "WHERE shipment.order_id = <order #1>)",
}
"""What a word in <> stands for; #1 and #2 are the words after it."""


@dataclass(frozen=True)
class Defect:
    """The statements that make it, what must be reported, and how it is named there."""

    code: str
    name: str
    subject: str
    statements: tuple[str, ...]
    without_constraints_of: tuple[str, ...]
    also: frozenset[str]


def read_defects() -> tuple[Defect, ...]:
    content = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        Defect(
            code=entry["code"],
            name=entry["name"],
            subject=entry["subject"],
            statements=tuple(expand(statement.strip()) for statement in entry["statements"]),
            without_constraints_of=tuple(entry.get("without_constraints_of", ())),
            also=frozenset(entry.get("also", ())),
        )
        for entry in content["defect"]
    )


def expand(statement: str) -> str:
    """Put a query in the place of each <word>, until none is left."""
    pattern = rf"<({'|'.join(LOOK_UPS)}) ([^ <>]+)(?: ([^ <>]+))?>"
    while match := re.search(pattern, statement):
        query = LOOK_UPS[match[1]].replace("#1", match[2]).replace("#2", match[3] or "")
        statement = statement[: match.start()] + query + statement[match.end() :]
    return statement
