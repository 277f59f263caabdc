"""Invariants of goods between pick and pack: bulk totes, cubbies and consolidation slots."""

from app.db.queries.invariant import Invariant, rows

_UNSORTED = """
SELECT line.id AS pick_line_id, line.task_id, line.item_id, line.lot_id,
       line.picked - COALESCE(SUM(move.quantity * CASE
         WHEN move.reason IN ('sorted', 'packed') THEN 1
         WHEN move.reason IN ('unsorted', 'unpacked') THEN -1
         WHEN move.reason IN ('set_aside', 'put_away', 'lost') AND source.kind <> 'tote' THEN -1
         ELSE 0 END), 0) AS units
FROM pick_line AS line
JOIN pick_task AS task ON task.id = line.task_id AND task.method = 'batch'
LEFT JOIN (stock_move AS move JOIN location AS source ON source.id = move.from_location_id)
  ON move.pick_line_id = line.id
GROUP BY line.id, line.task_id, line.item_id, line.lot_id, line.picked
"""
"""Units of each line of a batch that are still in its totes, by the ledger."""

_SORTED_BEFORE_PICKED = f"""
SELECT 'order ' || orders.number || ', item ' || order_line.sku,
       'no more units taken out of the bulk totes than were picked into them',
       -unsorted.units || ' units too many'
FROM ({_UNSORTED}) AS unsorted
JOIN pick_line ON pick_line.id = unsorted.pick_line_id
JOIN order_line ON order_line.id = pick_line.order_line_id
JOIN orders ON orders.id = order_line.order_id
WHERE unsorted.units < 0
ORDER BY pick_line.id
"""  # noqa: S608 - made of constants of this module

_BULK_TOTES = f"""
SELECT 'pick task ' || part.task_id || ', item ' || item.sku
       || CASE WHEN lot.code = '' THEN '' ELSE ', lot ' || lot.code END,
       SUM(part.wanted) || ' units to sort', SUM(part.there) || ' units in its totes'
FROM (
  SELECT task_id, item_id, lot_id, units AS wanted, 0 AS there FROM ({_UNSORTED}) AS unsorted
  UNION ALL
  SELECT tote.task_id, stock.item_id, stock.lot_id, 0, stock.on_hand
  FROM stock JOIN tote ON tote.location_id = stock.location_id AND tote.task_id IS NOT NULL
) AS part
JOIN item ON item.id = part.item_id
JOIN lot ON lot.id = part.lot_id
GROUP BY part.task_id, item.sku, lot.code
HAVING SUM(part.wanted) <> SUM(part.there)
ORDER BY 1
"""  # noqa: S608 - made of constants of this module

_OTHER_TASKS = """
SELECT 'tote ' || location.code, 'bound to a batch task', 'bound to a task by ' || task.method
FROM tote
JOIN location ON location.id = tote.location_id
JOIN pick_task AS task ON task.id = tote.task_id
WHERE task.method <> 'batch'
ORDER BY 1
"""

_FREE_CUBBIES = """
SELECT 'cubby ' || location.code, 'empty while it has no order',
       SUM(stock.on_hand) || ' units in it'
FROM location
JOIN stock ON stock.location_id = location.id AND stock.on_hand <> 0
LEFT JOIN cubby ON cubby.location_id = location.id
WHERE location.kind = 'cubby' AND cubby.order_id IS NULL
GROUP BY location.code
ORDER BY 1
"""

_GOODS_OF_OTHER_ORDERS = """
SELECT 'cubby ' || location.code || ', item ' || item.sku,
       'goods of order ' || bound.number,
       SUM(part.units) || ' units of ' || COALESCE('order ' || owner.number, 'no order')
FROM (
  SELECT to_location_id AS cubby_id, item_id, order_line_id, quantity AS units FROM stock_move
  UNION ALL SELECT from_location_id, item_id, order_line_id, -quantity FROM stock_move
) AS part
JOIN cubby ON cubby.location_id = part.cubby_id
JOIN orders AS bound ON bound.id = cubby.order_id
JOIN location ON location.id = cubby.location_id
JOIN item ON item.id = part.item_id
LEFT JOIN order_line ON order_line.id = part.order_line_id
LEFT JOIN orders AS owner ON owner.id = order_line.order_id
WHERE COALESCE(owner.id, 0) <> cubby.order_id
GROUP BY location.code, item.sku, owner.number, bound.number
HAVING SUM(part.units) <> 0
ORDER BY 1
"""

_CUBBIES_OF_ENDED_ORDERS = """
SELECT 'cubby ' || location.code, 'an order that is still in the house',
       'order ' || orders.number || ', ' || orders.state
FROM cubby
JOIN location ON location.id = cubby.location_id
JOIN orders ON orders.id = cubby.order_id
WHERE orders.state = 'shipped'
ORDER BY 1
"""

_TOTES_IN_SLOTS = """
SELECT 'tote ' || tote_place.code,
       COALESCE('in the slot of order ' || own.number, 'in no slot: it carries no order'),
       'in slot ' || slot_place.code || COALESCE(' of order ' || other.number, ', which is free')
FROM tote
JOIN location AS tote_place ON tote_place.id = tote.location_id
JOIN location AS slot_place ON slot_place.id = tote.place_id AND slot_place.kind = 'consolidation'
LEFT JOIN consolidation_slot AS slot ON slot.location_id = slot_place.id
LEFT JOIN orders AS own ON own.id = tote.order_id
LEFT JOIN orders AS other ON other.id = slot.order_id
WHERE tote.order_id IS NOT NULL AND COALESCE(slot.order_id, 0) <> tote.order_id
ORDER BY 1
"""

_SLOTS_ELSEWHERE = """
SELECT 'slot ' || location.code, 'a place of the consolidation shelf', location.kind
FROM consolidation_slot AS slot JOIN location ON location.id = slot.location_id
WHERE location.kind <> 'consolidation'
UNION ALL
SELECT 'cubby ' || location.code, 'a place of a put wall', location.kind
FROM cubby JOIN location ON location.id = cubby.location_id
WHERE location.kind <> 'cubby'
ORDER BY 1
"""

SORT_INVARIANTS = (
    Invariant(
        "bulk_totes_hold_what_is_unsorted",
        "The totes of a batch hold what was picked for its orders and not sorted or packed yet.",
        (rows(_SORTED_BEFORE_PICKED), rows(_BULK_TOTES), rows(_OTHER_TASKS)),
    ),
    Invariant(
        "cubbies_hold_one_order",
        "A cubby holds goods of the order it is bound to and of no other; unbound, it is empty.",
        (rows(_FREE_CUBBIES), rows(_GOODS_OF_OTHER_ORDERS), rows(_CUBBIES_OF_ENDED_ORDERS)),
    ),
    Invariant(
        "slots_hold_one_order",
        "The totes in a consolidation slot are of the order it is bound to.",
        (rows(_TOTES_IN_SLOTS), rows(_SLOTS_ELSEWHERE)),
    ),
)
