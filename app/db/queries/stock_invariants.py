"""Invariants of the ledger, of the stock beside it and of the promises made from it."""

from app.db.queries.invariant import Invariant, rows

_ITEMS_BALANCE = """
SELECT 'item ' || item.sku, SUM(part.came_in), SUM(part.there)
FROM (
  SELECT item_id, quantity AS came_in, 0 AS there
    FROM stock_move WHERE from_location_id IN (-1, -4)
  UNION ALL SELECT item_id, -quantity, 0 FROM stock_move WHERE to_location_id IN (-1, -4)
  UNION ALL SELECT item_id, 0, quantity FROM stock_move WHERE to_location_id IN (-2, -3)
  UNION ALL SELECT item_id, 0, -quantity FROM stock_move WHERE from_location_id IN (-2, -3)
  UNION ALL SELECT stock.item_id, 0, stock.on_hand
    FROM stock JOIN location ON location.id = stock.location_id
    WHERE location.kind NOT IN ('supplier', 'shipped', 'lost', 'adjusted')
) AS part
JOIN item ON item.id = part.item_id
GROUP BY item.sku
HAVING SUM(part.came_in) <> SUM(part.there)
ORDER BY 1
"""

_STOCK_IS_THE_LEDGER = """
SELECT 'item ' || item.sku || ' at ' || location.code
       || CASE WHEN lot.code = '' THEN '' ELSE ', lot ' || lot.code END,
       SUM(part.moved), SUM(part.kept)
FROM (
  SELECT item_id, location_id, lot_id, 0 AS moved, on_hand AS kept FROM stock
  UNION ALL SELECT item_id, to_location_id, lot_id, quantity, 0 FROM stock_move
  UNION ALL SELECT item_id, from_location_id, lot_id, -quantity, 0 FROM stock_move
) AS part
JOIN item ON item.id = part.item_id
JOIN location ON location.id = part.location_id
  AND location.kind NOT IN ('supplier', 'shipped', 'lost', 'adjusted')
JOIN lot ON lot.id = part.lot_id
GROUP BY item.sku, location.code, lot.code
HAVING SUM(part.moved) <> SUM(part.kept)
ORDER BY 1
"""

_STOCK_OUTSIDE = """
SELECT 'item ' || item.sku || ' at ' || location.code, 'no stock outside the house',
       stock.on_hand || ' on hand'
FROM stock
JOIN item ON item.id = stock.item_id
JOIN location ON location.id = stock.location_id
WHERE location.kind IN ('supplier', 'shipped', 'lost', 'adjusted')
ORDER BY 1
"""

_NEGATIVE_STOCK = """
SELECT 'item ' || item.sku || ' at ' || location.code, '0 <= promised <= on hand',
       'on hand ' || stock.on_hand || ', promised ' || stock.allocated
FROM stock
JOIN item ON item.id = stock.item_id
JOIN location ON location.id = stock.location_id
WHERE stock.on_hand < 0 OR stock.allocated < 0 OR stock.allocated > stock.on_hand
ORDER BY 1
"""

_MOVES_THAT_MOVE_NOTHING = """
SELECT 'ledger row ' || move.id || ', item ' || item.sku,
       'at least 1 unit from one place to another',
       move.quantity || ' from ' || source.code || ' to ' || target.code
FROM stock_move AS move
JOIN item ON item.id = move.item_id
JOIN location AS source ON source.id = move.from_location_id
JOIN location AS target ON target.id = move.to_location_id
WHERE move.quantity <= 0 OR move.from_location_id = move.to_location_id
ORDER BY move.id
"""

_MOVES_AGAINST_THEIR_REASON = """
SELECT 'ledger row ' || move.id || ', item ' || item.sku,
       CASE move.reason
         WHEN 'received' THEN 'from the supplier'
         WHEN 'picked' THEN 'from a storage location'
         WHEN 'put_back' THEN 'to a storage location'
         WHEN 'packed' THEN 'into a carton'
         WHEN 'unpacked' THEN 'out of a carton'
         WHEN 'shipped' THEN 'from a carton to the carrier'
         WHEN 'sorted' THEN 'from a tote into a cubby'
         WHEN 'unsorted' THEN 'from a cubby into a tote'
         WHEN 'set_aside' THEN 'into quarantine or staging'
         WHEN 'put_away' THEN 'to a storage location'
         WHEN 'replenished' THEN 'from reserve into a pick face'
         WHEN 'lost' THEN 'to the lost goods'
         WHEN 'transferred' THEN 'between places where goods lie by themselves'
         ELSE 'an adjustment on one side'
       END,
       move.reason || ' from ' || source.code || ' to ' || target.code
FROM stock_move AS move
JOIN item ON item.id = move.item_id
JOIN location AS source ON source.id = move.from_location_id
JOIN location AS target ON target.id = move.to_location_id
WHERE NOT CASE move.reason
    WHEN 'received' THEN source.kind = 'supplier'
    WHEN 'picked' THEN source.kind IN ('pick_face', 'reserve')
    WHEN 'put_back' THEN target.kind IN ('pick_face', 'reserve')
    WHEN 'packed' THEN target.kind = 'carton'
    WHEN 'unpacked' THEN source.kind = 'carton'
    WHEN 'shipped' THEN source.kind = 'carton' AND target.kind = 'shipped'
    WHEN 'sorted' THEN source.kind = 'tote' AND target.kind = 'cubby'
    WHEN 'unsorted' THEN source.kind = 'cubby' AND target.kind = 'tote'
    WHEN 'set_aside' THEN target.kind IN ('quarantine', 'staging')
    WHEN 'put_away' THEN target.kind IN ('pick_face', 'reserve')
    WHEN 'replenished' THEN source.kind = 'reserve' AND target.kind = 'pick_face'
    WHEN 'lost' THEN target.kind = 'lost'
    WHEN 'transferred' THEN source.kind IN ('pick_face', 'reserve', 'staging', 'quarantine')
      AND target.kind IN ('pick_face', 'reserve', 'staging', 'quarantine')
    ELSE source.kind = 'adjusted' OR target.kind = 'adjusted'
  END
ORDER BY move.id
"""

_LOTS_OF_OTHER_ITEMS = """
SELECT 'item ' || item.sku || ', ' || part.what, 'a lot of this item or none',
       'lot ' || lot.code || ' of another item'
FROM (
  SELECT 'stock' AS what, item_id, lot_id FROM stock
  UNION SELECT 'ledger', item_id, lot_id FROM stock_move
  UNION SELECT 'promises', item_id, lot_id FROM allocation
  UNION SELECT 'pick lines', item_id, lot_id FROM pick_line
  UNION SELECT 'cartons', order_line.item_id, carton_line.lot_id
    FROM carton_line JOIN order_line ON order_line.id = carton_line.order_line_id
) AS part
JOIN item ON item.id = part.item_id
JOIN lot ON lot.id = part.lot_id
WHERE lot.id <> 0 AND COALESCE(lot.item_id, 0) <> part.item_id
ORDER BY 1, 3
"""

_PROMISED_STOCK = """
SELECT 'item ' || item.sku || ' at ' || location.code
       || CASE WHEN lot.code = '' THEN '' ELSE ', lot ' || lot.code END,
       SUM(part.promised) || ' promised', SUM(part.kept) || ' promised'
FROM (
  SELECT item_id, location_id, lot_id, 0 AS promised, allocated AS kept FROM stock
  UNION ALL SELECT item_id, location_id, lot_id, quantity, 0 FROM allocation
) AS part
JOIN item ON item.id = part.item_id
JOIN location ON location.id = part.location_id
JOIN lot ON lot.id = part.lot_id
GROUP BY item.sku, location.code, lot.code
HAVING SUM(part.promised) <> SUM(part.kept)
ORDER BY 1
"""

_PROMISES_AT_WORK = """
SELECT 'order ' || orders.number || ', item ' || order_line.sku || ' at ' || location.code,
       open_units.units || ' promised', allocation.quantity || ' promised'
FROM (
  SELECT allocation_id,
         SUM(CASE WHEN state = 'cancelled' THEN 0 ELSE quantity - picked - short END) AS units
  FROM pick_line GROUP BY allocation_id
) AS open_units
JOIN allocation ON allocation.id = open_units.allocation_id
JOIN order_line ON order_line.id = allocation.order_line_id
JOIN orders ON orders.id = order_line.order_id
JOIN location ON location.id = allocation.location_id
WHERE allocation.quantity <> open_units.units
ORDER BY allocation.id
"""

_PROMISES_WORKED_ELSEWHERE = """
SELECT 'order ' || orders.number || ', item ' || order_line.sku,
       'picked where it is promised: ' || promised.code, 'pick line at ' || worked.code
FROM pick_line
JOIN allocation ON allocation.id = pick_line.allocation_id
JOIN order_line ON order_line.id = pick_line.order_line_id
JOIN orders ON orders.id = order_line.order_id
JOIN location AS promised ON promised.id = allocation.location_id
JOIN location AS worked ON worked.id = pick_line.location_id
WHERE allocation.order_line_id <> pick_line.order_line_id
   OR allocation.item_id <> pick_line.item_id
   OR allocation.location_id <> pick_line.location_id
   OR allocation.lot_id <> pick_line.lot_id
ORDER BY pick_line.id
"""

_LINE_PROMISES = """
SELECT 'order ' || orders.number || ', line ' || order_line.number || ' (' || order_line.sku || ')',
       SUM(part.units) || ' promised or picked', order_line.allocated || ' promised or picked'
FROM (
  SELECT id AS order_line_id, picked AS units FROM order_line
  UNION ALL SELECT order_line_id, quantity FROM allocation
) AS part
JOIN order_line ON order_line.id = part.order_line_id
JOIN orders ON orders.id = order_line.order_id
GROUP BY orders.number, order_line.id, order_line.number, order_line.sku, order_line.allocated
HAVING SUM(part.units) <> order_line.allocated
ORDER BY order_line.id
"""

STOCK_INVARIANTS = (
    Invariant(
        "items_balance",
        "Of every item, what was received and adjusted is on hand, shipped or lost.",
        (rows(_ITEMS_BALANCE),),
    ),
    Invariant(
        "stock_is_the_ledger",
        "At every location, the units on hand of an item and lot are what the ledger brought.",
        (rows(_STOCK_IS_THE_LEDGER),),
    ),
    Invariant(
        "stock_is_in_the_house",
        "Suppliers, carriers and lost goods hold no stock; they are in the ledger only.",
        (rows(_STOCK_OUTSIDE),),
    ),
    Invariant(
        "stock_is_not_negative",
        "No location holds less than nothing, or promises more than it holds.",
        (rows(_NEGATIVE_STOCK),),
    ),
    Invariant(
        "moves_make_sense",
        "Every ledger row moves units from one place to another, as its reason says.",
        (rows(_MOVES_THAT_MOVE_NOTHING), rows(_MOVES_AGAINST_THEIR_REASON)),
    ),
    Invariant(
        "lots_belong_to_items",
        "Goods are never kept under a lot of another item.",
        (rows(_LOTS_OF_OTHER_ITEMS),),
    ),
    Invariant(
        "promised_stock_has_orders",
        "The units promised at a location are the open promises to order lines.",
        (rows(_PROMISED_STOCK),),
    ),
    Invariant(
        "promises_are_open_work",
        "A promise on the floor is what its pick lines still have to find, at the same place.",
        (rows(_PROMISES_AT_WORK), rows(_PROMISES_WORKED_ELSEWHERE)),
    ),
    Invariant(
        "order_lines_count_promises",
        "An order line's promised units are its open promises and what was picked.",
        (rows(_LINE_PROMISES),),
    ),
)
