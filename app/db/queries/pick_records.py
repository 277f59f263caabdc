"""A task's record turned into the dialogue's state, with the book of its codes.

The record is what `pick_copies` reads by statements, and what the database's own function
`pick_claim` returns, so that a claim in one round trip and one by statements end in the same state.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from app.db.queries.picking import lot_name_of
from app.domain.code_book import BookItem, BookTote, CodeBook
from app.domain.confirmation import ConfirmationPolicy, ItemFacts, policy_for
from app.domain.orders import OrderState
from app.domain.pick_boxing import Boxing
from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_lines import LARGE_MM, PickedPart, PickedStep, PickItem, PickLine
from app.domain.pick_state import PickMethod, PickPrompt, PickState, begin
from app.domain.tasks import PickLineState
from app.domain.zone_way import Onward

Record = Mapping[str, Any]
"""Plain values, as JSON has them."""


def state_of(record: Record) -> PickState:
    """The dialogue's state that a task's record leads to, with the book of its codes."""
    lines = _lines(record)
    steps = _steps(record, lines)
    state = begin(
        PickState(
            task_id=record["task_id"],
            epoch=record["epoch"],
            method=PickMethod(record["method"]),
            positions=_positions(record, lines, steps),
            lines=lines,
            history=steps,
            revision=record["revision"],
            zone=record["zone"],
            quarantine=record["quarantine"] or "",
            checks_empty=record["checks_empty"],
            onward=_onward(record["onward"]),
            boxing=Boxing() if _is_boxed(record) else None,
            book=_book(record, lines),
        )
    )
    return replace(state, prompt=PickPrompt.PAUSED) if record["is_paused"] else state


def _steps(record: Record, lines: Sequence[PickLine]) -> tuple[PickedStep, ...]:
    """What lies in the totes, line by line, with the numbers of units that have any."""
    order_lines = {line.pick_line_id: line.order_line_id for line in lines}
    serials: dict[tuple[int, str], list[str]] = {}
    for order_line_id, tote, serial in record.get("serials", ()):
        serials.setdefault((order_line_id, tote), []).append(serial)
    steps: list[PickedStep] = []
    for line_id, tote, units in record["steps"]:
        own = serials.get((order_lines.get(line_id, 0), tote), [])
        part = PickedPart(line_id, units, tuple(own[:units]))
        del own[:units]
        steps.append(PickedStep(tote, (part,)))
    return tuple(steps)


def _lines(record: Record) -> tuple[PickLine, ...]:
    """The lines, but those that were called off before anything was picked."""
    faces: dict[int, int] = dict(record["faces"])
    site, is_boxed = ConfirmationPolicy(record["confirmation"]), _is_boxed(record)
    items = {line["item_id"]: _pick_item(line, record["barcodes"]) for line in record["lines"]}
    # What lay at a place before this task took any of it.
    stock = {line["location_id"]: int(line["at_place"]) for line in record["lines"]}
    for line in record["lines"]:
        stock[line["location_id"]] += line["picked"]
    return tuple(
        _line(line, items[line["item_id"]], faces, (site, is_boxed), stock[line["location_id"]])
        for line in record["lines"]
        if line["state"] != PickLineState.CANCELLED or line["picked"]
    )


def _is_boxed(record: Record) -> bool:
    """Whether units go straight into shipping cartons; the function in the database leaves that."""
    return bool(record.get("into_carton"))


def _line(
    line: Record,
    item: PickItem,
    faces: Mapping[int, int],
    house: tuple[ConfirmationPolicy, bool],
    stock: int,
) -> PickLine:
    site, is_boxed = house
    expiry = None if line["expiry"] is None else date.fromisoformat(line["expiry"])
    is_off = line["state"] == PickLineState.CANCELLED
    return PickLine(
        pick_line_id=line["id"],
        order_line_id=line["order_line_id"],
        item=item,
        location_id=line["location_id"],
        location=line["location"],
        zone=line["zone"],
        check_digits=line["check_digits"],
        quantity=line["picked"] + line["short"] if is_off else line["quantity"],
        picked=line["picked"],
        short=line["short"],
        skips=line["skips"],
        lot=lot_name_of(line["lot"], expiry),
        expiry=expiry,
        # Asking for the place tells something only where the item lies in several, or by lot.
        confirm_location=line["lot_tracked"] or faces.get(line["item_id"], 0) > 1,
        reason=line["reason"],
        stock=stock,
        refill=int(line["refill"]),
        substitute=line["substitute"],
        order_id=line["order_id"],
        # What an order has too much of is taken out where it was picked last.
        unwanted=max(0, min(line["picked"], line["surplus"] - line["later"])),
        policy=policy_for(
            ItemFacts(
                class_policy=None if line["policy"] is None else ConfirmationPolicy(line["policy"]),
                site_policy=site,
                lot_tracked=line["lot_tracked"],
                serial_tracked=line["serial_tracked"],
                shares_location=line["shares"],
                has_barcode=item.barcode is not None,
                into_carton=is_boxed,
            )
        ),
    )


def _pick_item(line: Record, barcodes: Sequence[Record]) -> PickItem:
    own = [row for row in barcodes if row["item_id"] == line["item_id"]]
    return PickItem(
        item_id=line["item_id"],
        sku=line["sku"],
        name=line["name"],
        barcode=next((row["code"] for row in own if row["quantity"] == 1), None),
        case_quantity=next((row["quantity"] for row in own if row["quantity"] > 1), None),
        lot_tracked=line["lot_tracked"],
        serial_tracked=line["serial_tracked"],
        fragile=line["fragile"],
        large=(line["longest_mm"] or 0) > LARGE_MM,
    )


def _positions(
    record: Record, lines: Sequence[PickLine], steps: Sequence[PickedStep]
) -> tuple[Position, ...]:
    """The cart's positions, with the totes there that hold what was picked into them before."""
    position_of_order = {row["order_id"]: row["position"] for row in record["totes"]}
    order_of_line = {line.pick_line_id: line.order_id for line in lines}
    working = set(order_of_line.values())
    positions: list[Position] = []
    for number, rows in groupby(record["totes"], key=lambda row: row["position"]):
        orders = list(rows)
        present = orders[0]["tote"]
        here = [
            step.tote
            for step in steps
            if position_of_order[order_of_line[step.parts[0].pick_line_id]] == number
        ]
        positions.append(
            Position(
                number,
                tuple(
                    CarriedOrder(row["order_id"], row["order_number"], _stopped(row, working))
                    for row in orders
                ),
                present,
                tuple(tote for tote in dict.fromkeys(here) if tote != present),
                is_here=orders[0]["is_here"],
                packaging=orders[0].get("packaging") or "",
            )
        )
    return tuple(positions)


def _onward(record: Record | None) -> Onward | None:
    """Where a zone's totes go after it."""
    if record is None:
        return None
    named = ("zone", "place", "is_scanned", "is_there", "came_by")
    return Onward(*(record[name] for name in named))


def _lane(record: Record | None) -> dict[str, int]:
    """The lane they are put on, so that its scan is known off line too."""
    return {record["place"]: record["place_id"]} if record is not None and record["place"] else {}


def _stopped(row: Record, working: Collection[int]) -> str:
    """Why nothing more is picked for an order; one the desk took back has no line here any more."""
    taken_back = "" if row["order_id"] in working else OrderState.ALLOCATED.value
    return row["stopped"] or taken_back


def _book(record: Record, lines: Sequence[PickLine]) -> CodeBook:
    """A barcode goes before an SKU that reads the same, as where the whole house is asked."""
    items = {line.item.item_id: line.item for line in lines}
    codes = {item.sku: BookItem(item.item_id, item.sku, item.name) for item in items.values()}
    for row in record["barcodes"]:
        item = items.get(row["item_id"])
        if item is not None:
            codes[row["code"]] = BookItem(item.item_id, item.sku, item.name, row["quantity"])
    return CodeBook(
        items=codes,
        locations={line.location: line.location_id for line in lines} | _lane(record["onward"]),
        totes={
            row["tote"]: _book_tote(record, row)
            for row in record["totes"]
            if row["tote"] is not None
        },
    )


def _book_tote(record: Record, row: Record) -> BookTote:
    """A tote of the cart: an order's own, or the batch's."""
    if record["method"] == PickMethod.BATCH:
        return BookTote(row["tote_id"], None, record["task_id"])
    return BookTote(row["tote_id"], row["order_number"])
