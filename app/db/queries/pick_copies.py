"""A task as its picker sees it: read into a record, and the record into the dialogue's state.

The record is what the database's own function `pick_claim` returns as well, so that a claim in one
round trip and one by statements end in the same state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.queries.picking import lot_name_of
from app.db.queries.stock import pick_face_counts
from app.db.schema import (
    Allocation,
    Item,
    ItemBarcode,
    Location,
    Lot,
    Order,
    PickLine,
    PickTask,
    PickTaskTote,
)
from app.domain.code_book import BookItem, BookTote, CodeBook
from app.domain.pick_state import (
    PickedStep,
    PickItem,
    PickMethod,
    PickPrompt,
    PickState,
    begin,
)
from app.domain.pick_state import PickLine as LineCopy
from app.domain.tasks import PickLineState, PickTaskState

Record = Mapping[str, Any]
"""Plain values, as JSON has them."""


@dataclass(frozen=True)
class TaskSummary:
    """A task as the station home offers it."""

    task_id: int
    state: PickTaskState
    order_number: str
    lines: int
    lines_done: int
    units: int
    tote: str | None
    due_at: datetime | None


def summarise_task(session: Session, task: PickTask) -> TaskSummary:
    """What the station home says about a task."""
    state = load_task(session, task)
    return TaskSummary(
        task_id=task.id,
        state=task.state,
        order_number=state.order_number,
        lines=len(state.lines),
        lines_done=state.lines_done,
        units=sum(line.quantity for line in state.lines),
        tote=state.tote,
        due_at=task.due_at,
    )


def load_task(session: Session, task: PickTask) -> PickState:
    """A task as its picker sees it, at the first prompt its rows lead to."""
    session.flush()
    lines = _line_records(session, task.id)
    item_ids = {line["item_id"] for line in lines}
    return state_of(
        {
            "task_id": task.id,
            "epoch": task.epoch,
            "revision": task.revision,
            "method": task.method.value,
            "is_paused": task.state is PickTaskState.PAUSED,
            "totes": _tote_records(session, task.id),
            "lines": lines,
            "faces": [list(pair) for pair in pick_face_counts(session, item_ids).items()],
            "barcodes": _barcode_records(session, item_ids),
            "picked": [
                [line["id"], line["picked"]]
                for line in sorted(lines, key=lambda line: (line["picked_at"] or 0, line["id"]))
                if line["picked"] and line["picked_at"] is not None
            ],
        }
    )


def _line_records(session: Session, task_id: int) -> list[dict[str, Any]]:
    """The task's lines in walking order."""
    rows = session.execute(_LINES, {"task_id": task_id}).mappings()
    return [
        {
            **row,
            "expiry": None if row["expiry"] is None else row["expiry"].isoformat(),
            "picked_at": None if row["picked_at"] is None else row["picked_at"].timestamp(),
        }
        for row in rows
    ]


def _tote_records(session: Session, task_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(_TOTES, {"task_id": task_id}).mappings()]


def _barcode_records(session: Session, item_ids: set[int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in chunks(item_ids):
        rows = session.execute(
            select(_BARCODE.c.code, _BARCODE.c.item_id, _BARCODE.c.quantity)
            .where(_BARCODE.c.item_id.in_(part))
            .order_by(_BARCODE.c.quantity, _BARCODE.c.code)
        )
        found += [dict(row) for row in rows.mappings()]
    return found


_LINE = PickLine.__table__.c
_ITEM = Item.__table__.c
_PLACE = Location.__table__.c
_BARCODE = ItemBarcode.__table__
_POSITION = PickTaskTote.__table__.c

# Columns rather than mapped rows: a copy is read at each claim, and nothing of it is written back.
_LINES = (
    select(
        _LINE.id,
        _LINE.order_line_id,
        _LINE.item_id,
        _LINE.location_id,
        _LINE.quantity,
        _LINE.picked,
        _LINE.short,
        _LINE.skips,
        _LINE.picked_at,
        _ITEM.sku,
        _ITEM.name,
        _ITEM.lot_tracked,
        _ITEM.fragile,
        _PLACE.code.label("location"),
        _PLACE.zone,
        _PLACE.check_digits,
        Lot.__table__.c.code.label("lot"),
        Lot.__table__.c.expiry,
        Allocation.__table__.c.reason,
    )
    .join_from(PickLine.__table__, Item.__table__, _ITEM.id == _LINE.item_id)
    .join(Location.__table__, _PLACE.id == _LINE.location_id)
    .join(Lot.__table__, Lot.__table__.c.id == _LINE.lot_id)
    .join(Allocation.__table__, Allocation.__table__.c.id == _LINE.allocation_id)
    .where(_LINE.task_id == bindparam("task_id"), _LINE.state != PickLineState.CANCELLED)
    .order_by(_LINE.sequence, _LINE.id)
)

_TOTES = (
    select(
        _POSITION.order_id,
        Order.__table__.c.number.label("order_number"),
        _POSITION.tote_id,
        _PLACE.code.label("tote"),
    )
    .join_from(PickTaskTote.__table__, Order.__table__, Order.__table__.c.id == _POSITION.order_id)
    .outerjoin(Location.__table__, _PLACE.id == _POSITION.tote_id)
    .where(_POSITION.task_id == bindparam("task_id"))
    .order_by(_POSITION.position)
)


def state_of(record: Record) -> PickState:
    """The dialogue's state that a task's record leads to, with the book of its codes."""
    faces: dict[int, int] = dict(record["faces"])
    items = {line["item_id"]: _pick_item(line, record["barcodes"]) for line in record["lines"]}
    position = record["totes"][0]
    state = begin(
        PickState(
            task_id=record["task_id"],
            epoch=record["epoch"],
            method=PickMethod(record["method"]),
            order_number=position["order_number"],
            lines=tuple(_line_copy(line, items, faces) for line in record["lines"]),
            tote=position["tote"],
            history=tuple(PickedStep(line_id, picked) for line_id, picked in record["picked"]),
            revision=record["revision"],
            book=_book(record, items),
        )
    )
    return replace(state, prompt=PickPrompt.PAUSED) if record["is_paused"] else state


def _line_copy(line: Record, items: Mapping[int, PickItem], faces: Mapping[int, int]) -> LineCopy:
    expiry = None if line["expiry"] is None else date.fromisoformat(line["expiry"])
    return LineCopy(
        pick_line_id=line["id"],
        order_line_id=line["order_line_id"],
        item=items[line["item_id"]],
        location_id=line["location_id"],
        location=line["location"],
        zone=line["zone"],
        check_digits=line["check_digits"],
        quantity=line["quantity"],
        picked=line["picked"],
        short=line["short"],
        skips=line["skips"],
        lot=lot_name_of(line["lot"], expiry),
        expiry=expiry,
        # Asking for the place tells something only where the item lies in several, or by lot.
        confirm_location=line["lot_tracked"] or faces.get(line["item_id"], 0) > 1,
        reason=line["reason"],
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
        fragile=line["fragile"],
    )


def _book(record: Record, items: Mapping[int, PickItem]) -> CodeBook:
    """A barcode goes before an SKU that reads the same, as where the whole house is asked."""
    codes = {item.sku: BookItem(item.item_id, item.sku, item.name) for item in items.values()}
    for row in record["barcodes"]:
        item = items[row["item_id"]]
        codes[row["code"]] = BookItem(item.item_id, item.sku, item.name, row["quantity"])
    return CodeBook(
        items=codes,
        locations={line["location"]: line["location_id"] for line in record["lines"]},
        totes={
            row["tote"]: BookTote(row["tote_id"], row["order_number"])
            for row in record["totes"]
            if row["tote"] is not None
        },
    )
