"""Reads the database as an auditor would: not through the services whose work is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from app.db.unit_of_work import Database
from app.services.workplace import Workplace


def rows(workplace: Workplace, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """The rows of a select."""
    with workplace.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql), values)]


def value(workplace: Workplace, sql: str, **values: object) -> Any:
    """The one value of a select."""
    ((found,),) = rows(workplace, sql, **values)
    return found


def order_state(workplace: Workplace, number: str) -> str:
    """The state of the order with a number."""
    return str(value(workplace, "select state from orders where number = :n", n=number))


def order_id(workplace: Workplace, number: str) -> int:
    """The row of the order with a number."""
    return int(value(workplace, "select id from orders where number = :n", n=number))


def on_hand(workplace: Workplace, place: str) -> int:
    """All units at a location."""
    sql = (
        "select coalesce(sum(on_hand), 0) from stock "
        "join location on location.id = stock.location_id where code = :place"
    )
    return int(value(workplace, sql, place=place))


def promised(workplace: Workplace, place: str) -> int:
    """All units promised at a location."""
    sql = (
        "select coalesce(sum(allocated), 0) from stock "
        "join location on location.id = stock.location_id where code = :place"
    )
    return int(value(workplace, sql, place=place))


def holds(workplace: Workplace, number: str) -> set[str]:
    """The reasons for which an order is held now."""
    sql = (
        "select reason from order_hold join orders on orders.id = order_hold.order_id "
        "where number = :n and lifted_at is null"
    )
    return {str(reason) for (reason,) in rows(workplace, sql, n=number)}


TABLES = [
    "stock",
    "stock_move",
    "orders",
    "order_line",
    "order_hold",
    "allocation",
    "pick_task",
    "pick_line",
    "pick_task_tote",
    "tote",
    "carton",
    "carton_line",
    "shipment",
    "print_job",
    "scan_log",
    "event_log",
    "count_task",
    "sscc_range",
]


def everything(workplace: Workplace) -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows that services change, to see that nothing changed."""
    order = {"stock": "1, 2, 3", "tote": "1", "sscc_range": "1", "scan_log": "1"}
    return {
        table: rows(workplace, f"select * from {table} order by {order.get(table, 'id')}")  # noqa: S608 - our own table names
        for table in TABLES
    }


MUST_BE_EMPTY = {
    "stock is what the ledger says": """
        select part.item_id, part.place, part.lot_id, sum(part.units), sum(part.kept) from (
          select item_id, to_location_id place, lot_id, quantity units, 0 kept from stock_move
          union all select item_id, from_location_id, lot_id, -quantity, 0 from stock_move
          union all select item_id, location_id, lot_id, 0, on_hand from stock
        ) part where part.place > 0
        group by part.item_id, part.place, part.lot_id having sum(part.units) <> sum(part.kept)""",
    "promised at a place is what allocations still want there": """
        select part.item_id, part.place, part.lot_id, sum(part.promised), sum(part.wanted) from (
          select item_id, location_id place, lot_id, allocated promised, 0 wanted from stock
          union all select item_id, location_id, lot_id, 0, quantity from allocation
        ) part group by part.item_id, part.place, part.lot_id
        having sum(part.promised) <> sum(part.wanted)""",
    "no more is promised than lies there": """
        select * from stock where allocated > on_hand or on_hand < 0 or allocated < 0""",
    "a promise is what its pick line has open": """
        select a.id, a.quantity, p.quantity, p.picked, p.short from allocation a
        join pick_line p on p.allocation_id = a.id
        where a.quantity <>
          case p.state when 'cancelled' then 0 else p.quantity - p.picked - p.short end""",
    "an order line is promised what it has picked and what is open": """
        select l.id, l.allocated, l.picked, coalesce(sum(a.quantity), 0) from order_line l
        left join allocation a on a.order_line_id = l.id
        group by l.id, l.allocated, l.picked
        having l.allocated <> l.picked + coalesce(sum(a.quantity), 0)""",
    "an order line has picked what its pick lines have": """
        select l.id, l.picked, coalesce(sum(p.picked), 0) from order_line l
        left join pick_line p on p.order_line_id = l.id group by l.id, l.picked
        having l.picked <> coalesce(sum(p.picked), 0)""",
    "an order line has packed what lies in its cartons": """
        select l.id, l.packed, coalesce(sum(c.quantity), 0) from order_line l
        left join carton_line c on c.order_line_id = l.id group by l.id, l.packed
        having l.packed <> coalesce(sum(c.quantity), 0)""",
    "shipped is packed is picked is ordered, each at most": """
        select * from order_line where shipped > packed or packed > picked or picked > quantity""",
    "a task is done when none of its lines is open": """
        select t.id, t.state from pick_task t join pick_line p on p.task_id = t.id
        where t.state <> 'cancelled' group by t.id, t.state
        having (t.state = 'done') <> (sum(case when p.state = 'open' then 1 else 0 end) = 0)""",
    "work in progress has a picker and a lease": """
        select id, state from pick_task where (state = 'in_progress') <> (operator_id is not null)
        or (state = 'in_progress') <> (lease_until is not null)
        or (state in ('paused', 'done') and paused_by is null)""",
    "a scan moves units once": """
        select scan_id, leg from stock_move where scan_id is not null
        group by scan_id, leg having count(*) > 1""",
    "a refused scan moves nothing": """
        select scan_log.refusal from scan_log join stock_move
        on stock_move.scan_id = scan_log.scan_id where refusal is not null""",
    "what moved by a scan has its scan in the log": """
        select stock_move.id from stock_move left join scan_log
        on scan_log.scan_id = stock_move.scan_id
        where stock_move.scan_id is not null and scan_log.scan_id is null""",
}


def audit(database: Database) -> None:
    """Check the invariants of the books, each by a query of its own."""
    with database.engine.connect() as connection:
        for sentence, sql in MUST_BE_EMPTY.items():
            found = [tuple(row) for row in connection.execute(text(sql))]
            assert not found, f"not true that {sentence}: {found}"
        received, left, kept = connection.execute(
            text("""
            select
              coalesce(sum(case when from_location_id = -1 then quantity else 0 end)
                + sum(case when from_location_id = -4 then quantity
                           when to_location_id = -4 then -quantity else 0 end), 0),
              coalesce(sum(case when to_location_id in (-2, -3) then quantity else 0 end), 0),
              (select coalesce(sum(on_hand), 0) from stock)
            from stock_move""")
        ).one()
    assert received == kept + left, f"received {received}, on hand {kept}, shipped or lost {left}"
