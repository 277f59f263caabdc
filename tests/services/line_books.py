"""Follows the units of each order line through totes, cubbies and cartons, by the ledger alone."""

from __future__ import annotations

from sqlalchemy import text

from app.db.unit_of_work import Database

_LEGS = """
  select order_line_id line, to_location_id place, item_id, lot_id, quantity units from stock_move
  union all
  select order_line_id, from_location_id, item_id, lot_id, -quantity from stock_move
"""
_CARRIED = f"""
  select leg.line, leg.place, leg.item_id, leg.lot_id, sum(leg.units) units
  from ({_LEGS}) leg join location on location.id = leg.place
  where location.kind in ('tote', 'cubby', 'consolidation', 'carton')
  group by leg.line, leg.place, leg.item_id, leg.lot_id
"""  # noqa: S608 - our own words

MUST_BE_EMPTY = {
    "what lies in a tote, cubby or carton was brought for an order line": f"""
        select * from ({_CARRIED}) carried where line is null and units <> 0""",  # noqa: S608
    "an order line's units are at a place, or not: never fewer than none": f"""
        select * from ({_CARRIED}) carried where units < 0""",  # noqa: S608
    "the picked units of an order line lie in the places it was brought to, each unit in one": f"""
        select order_line.id, order_line.picked, order_line.shipped, sum(carried.units)
        from order_line left join ({_CARRIED}) carried on carried.line = order_line.id
        group by order_line.id, order_line.picked, order_line.shipped
        having order_line.picked - order_line.shipped <> coalesce(sum(carried.units), 0)""",  # noqa: S608
    "a tote, cubby or carton holds what the order lines have there": f"""
        select part.place, part.item_id, part.lot_id, sum(part.held), sum(part.carried) from (
          select stock.location_id place, item_id, lot_id, on_hand held, 0 carried
          from stock join location on location.id = stock.location_id
          where location.kind in ('tote', 'cubby', 'consolidation', 'carton')
          union all
          select place, item_id, lot_id, 0, units from ({_CARRIED}) lines
        ) part group by part.place, part.item_id, part.lot_id
        having sum(part.held) <> sum(part.carried)""",  # noqa: S608
    "of a pick line all units are picked, short or open": """
        select id, state, quantity, picked, short from pick_line
        where picked < 0 or short < 0 or picked + short > quantity
        or (state = 'open') <> (picked + short < quantity) and state <> 'cancelled'""",
    "of what is ordered no more is walked for than is neither picked, short nor cancelled": """
        select l.id, l.quantity, l.cancelled, l.short, l.picked, p.open
        from order_line l join (
          select order_line_id, sum(quantity - picked - short) open from pick_line
          where state = 'open' group by order_line_id
        ) p on p.order_line_id = l.id
        where l.picked + p.open > l.quantity - l.cancelled - l.short""",
    "each picked unit that has a number of its own is on record with it": """
        select l.id, l.picked, count(serial_number.id) from order_line l
        join item on item.id = l.item_id
        left join serial_number on serial_number.order_line_id = l.id
        where item.serial_tracked
        group by l.id, l.picked having count(serial_number.id) < l.picked""",
    "a carton holds the numbered units that lie in it": """
        select part.line, part.place, sum(part.units), sum(part.numbers) from (
          select c.order_line_id line, carton.location_id place, c.quantity units, 0 numbers
          from carton_line c join carton on carton.id = c.carton_id
          join order_line l on l.id = c.order_line_id
          join item on item.id = l.item_id where item.serial_tracked
          union all
          select s.order_line_id, s.location_id, 0, 1 from serial_number s
          join carton on carton.location_id = s.location_id
        ) part group by part.line, part.place having sum(part.units) <> sum(part.numbers)""",
    "a tote with goods belongs to one order or to one batch": """
        select location.code, tote.order_id, tote.task_id from stock
        join location on location.id = stock.location_id join tote on tote.location_id = location.id
        where stock.on_hand > 0 and (tote.order_id is null) = (tote.task_id is null)""",
    "in an order's tote or cubby lie that order's goods only": f"""
        select location.code, order_line.order_id from ({_CARRIED}) carried
        join location on location.id = carried.place
        join order_line on order_line.id = carried.line
        left join tote on tote.location_id = location.id
        left join cubby on cubby.location_id = location.id
        where carried.units > 0
        and coalesce(tote.order_id, cubby.order_id) <> order_line.order_id""",  # noqa: S608
    "no tote stands at the positions of two tasks that are not done": """
        select pick_task_tote.tote_id from pick_task_tote
        join pick_task on pick_task.id = pick_task_tote.task_id
        where pick_task.state in ('ready', 'in_progress', 'paused')
        and pick_task_tote.tote_id is not null
        group by pick_task_tote.tote_id having count(distinct pick_task.id) > 1""",
}
"""What is never found, and how it would be."""


def audit(database: Database) -> None:
    """Follow all units; the first rule that does not hold fails with what was found."""
    with database.engine.connect() as connection:
        for sentence, sql in MUST_BE_EMPTY.items():
            found = [tuple(row) for row in connection.execute(text(sql))]
            assert not found, f"not true that {sentence}: {found}"
