"""Guards of stock, orders and parcels removed on purpose: the checker must find each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, event, select, update

from app.db import ledger
from app.db.queries import orders as order_queries
from app.db.schema import Carton, Order, PickTaskTote, Row, SsccRange
from app.db.unit_of_work import UnitOfWork
from app.services import (
    order_states,
    pack_writing,
    packing,
    parcels,
    pick_applying,
    pick_writing,
    shortages,
)
from tests.torture.meeting import Meeting
from tests.torture.mutation import BY_STATEMENTS, Patch, mutant

# Stock and the ledger -------------------------------------------------------------------------

_STOCK = Row.metadata.tables["stock"]
_TAKEN = """      UPDATE stock SET on_hand = on_hand - units, allocated = allocated - units
       WHERE item_id"""


@mutant(
    "read_modify_write",
    "quantities are read, reckoned with and written back",
    "two_pick_from_one_shelf",
    sql=(
        (
            _TAKEN,
            """      DECLARE was record; BEGIN
        SELECT on_hand, allocated INTO was FROM stock WHERE item_id = line.item_id
           AND location_id = line.location_id AND lot_id = line.lot_id;
        PERFORM torture_meet();
      UPDATE stock SET on_hand = was.on_hand - units, allocated = was.allocated - units
       WHERE item_id""",
        ),
        (
            "AND allocated >= units;\n      IF NOT FOUND",
            "AND allocated >= units;\n      END;\n      IF NOT FOUND",
        ),
    ),
)
def _read_modify_write(patch: Patch, meeting: Meeting) -> None:
    def take(connection: Connection, move: ledger.Move) -> None:
        here = (
            (_STOCK.c.item_id == move.item_id)
            & (_STOCK.c.location_id == move.source)
            & (_STOCK.c.lot_id == move.lot_id)
        )
        was = connection.execute(select(_STOCK.c.on_hand, _STOCK.c.allocated).where(here)).one()
        meeting.meet()
        connection.execute(
            update(_STOCK)
            .where(here)
            .values(
                on_hand=was.on_hand - move.quantity, allocated=was.allocated - move.from_allocated
            )
        )

    patch(ledger, "_take", take)


_SAME = (
    *("item_id", "lot_id", "quantity", "reason", "order_line_id", "pick_line_id"),
    *("scan_id", "leg", "epoch"),
)


@mutant(
    "ledger_apart",
    "the ledger is written in a transaction of its own",
    "the_session_ends_before_the_commit",
    sql=BY_STATEMENTS,
)
def _ledger_apart(patch: Patch, _: Meeting) -> None:
    def move_units(work: UnitOfWork, move: ledger.Move) -> None:
        changes = {move.source: ledger._take, move.target: ledger._give}
        for place in sorted(changes):
            changes[place](work.session.connection(), move)
        row = {name: getattr(move, name) for name in _SAME}
        row |= {"from_location_id": move.source, "to_location_id": move.target}
        row |= {
            "station": work.actor.station,
            "operator_id": work.actor.operator_id,
            "at": work.now,
        }
        engine = work.session.connection().engine

        def write_later(_: object) -> None:
            with engine.begin() as apart:
                apart.execute(ledger._WRITE_MOVE, row)

        event.listen(work.session, "after_commit", write_later, once=True)

    patch(pick_writing, "move_units", move_units)


@mutant(
    "short_pick_gives_back_twice",
    "what is short is given back to the shelf's promise twice",
    "a_shelf_is_empty",
    anywhere=True,
)
def _short_pick_gives_back_twice(patch: Patch, _: Meeting) -> None:
    def change_promise(session: Any, **change: int) -> None:
        ledger.change_promise(session, **change)
        ledger.change_promise(session, **change)

    patch(shortages, "change_promise", change_promise)


# Orders and parcels ---------------------------------------------------------------------------


@mutant(
    "unlocked_roll_up",
    "an order's state is reckoned without its lock",
    "an_order_is_held_with_its_last_pick",
    sql=BY_STATEMENTS,
)
def _unlocked_roll_up(patch: Patch, meeting: Meeting) -> None:
    def order_facts(session: Any, orders: Any) -> Any:
        facts = order_queries.order_facts(session, orders)
        meeting.meet()
        meeting.wait_for_the_first()
        return facts

    def unlocked(session: Any, order_ids: Any) -> list[Any]:
        orders = session.query(Order).filter(Order.id.in_(order_ids)).populate_existing()
        return list(orders)

    def unlocked_of(session: Any, task_id: int) -> list[Any]:
        positions = session.query(PickTaskTote.order_id).filter_by(task_id=task_id)
        return unlocked(session, [order_id for (order_id,) in positions])

    patch(order_states, "order_facts", order_facts)
    patch(order_states, "lock_orders", unlocked)
    patch(pick_applying, "lock_orders_of", unlocked_of)


@mutant(
    "parcel_without_a_state",
    "a carton may be shipped whatever became of it",
    "a_label_is_scanned_at_two_benches",
)
def _parcel_without_a_state(patch: Patch, meeting: Meeting) -> None:
    true = packing._outcome

    def outcome(work: Any, place: Any, order: Any, carton: Any, state: Any, entry: Any) -> Any:
        meeting.meet()
        present = replace(state, revision=carton.revision)
        return true(work, place, order, carton, present, entry)

    patch(packing, "_outcome", outcome)
    patch(packing, "lock_orders", lambda session, ids: [session.get(Order, ids[0])])
    patch(packing, "lock_carton", lambda session, carton: session.get(Carton, carton))
    patch(pack_writing, "next_carton_state", lambda _carton, _old, new: new)


@mutant(
    "unlocked_numbers",
    "numbers of cartons are given out without a lock",
    "two_cartons_are_closed_at_once",
)
def _unlocked_numbers(patch: Patch, meeting: Meeting) -> None:
    def the_range(session: Any, prefix: str) -> Any:
        found = session.get(SsccRange, prefix, populate_existing=True)
        meeting.meet()
        return found

    patch(parcels, "lock_sscc_range", the_range)
