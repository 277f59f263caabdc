"""Invariants of counts, refills, put-aways and receipts: what they moved is in the ledger."""

from app.db.queries.invariant import Invariant, rows

_COUNTS = """
SELECT 'count ' || task.id || ', item ' || item.sku || ' at ' || location.code,
       'units counted less those expected: ' || (task.counted - task.expected),
       COALESCE(SUM(CASE WHEN move.from_location_id = -4 THEN move.quantity
                         ELSE -move.quantity END), 0) || ' in the ledger'
FROM count_task AS task
JOIN item ON item.id = task.item_id
JOIN location ON location.id = task.location_id
LEFT JOIN stock_move AS move
  ON move.detail = 'count ' || task.id AND move.reason = 'adjusted'
WHERE task.state = 'done' AND task.counted IS NOT NULL
GROUP BY task.id, item.sku, location.code, task.counted, task.expected
HAVING task.counted - task.expected
       <> COALESCE(SUM(CASE WHEN move.from_location_id = -4 THEN move.quantity
                            ELSE -move.quantity END), 0)
ORDER BY task.id
"""

_UNSETTLED_COUNTS = """
SELECT 'count ' || task.id || ', item ' || item.sku || ' at ' || location.code,
       'nothing written before it is settled', SUM(move.quantity) || ' units in the ledger'
FROM count_task AS task
JOIN item ON item.id = task.item_id
JOIN location ON location.id = task.location_id
JOIN stock_move AS move ON move.detail = 'count ' || task.id AND move.reason = 'adjusted'
WHERE task.state <> 'done'
GROUP BY task.id, item.sku, location.code
ORDER BY task.id
"""

_REFILLS = """
SELECT 'refill ' || task.id || ', item ' || item.sku || ' to ' || location.code,
       task.moved || ' moved',
       COALESCE(SUM(move.quantity), 0) || ' in the ledger'
FROM replenish_task AS task
JOIN item ON item.id = task.item_id
JOIN location ON location.id = task.to_location_id
LEFT JOIN stock_move AS move
  ON move.detail = 'refill ' || task.id AND move.reason = 'replenished'
GROUP BY task.id, item.sku, location.code, task.moved
HAVING task.moved <> COALESCE(SUM(move.quantity), 0)
ORDER BY task.id
"""

_PUT_AWAYS = """
SELECT 'put-away ' || task.id || ', item ' || item.sku || ' from ' || location.code,
       task.moved || ' moved',
       COALESCE(SUM(move.quantity), 0) || ' in the ledger'
FROM put_away_task AS task
JOIN item ON item.id = task.item_id
JOIN location ON location.id = task.from_location_id
LEFT JOIN stock_move AS move
  ON (move.detail = 'put away ' || task.id OR move.detail LIKE 'put away ' || task.id || ':%')
GROUP BY task.id, item.sku, location.code, task.moved
HAVING task.moved <> COALESCE(SUM(move.quantity), 0)
ORDER BY task.id
"""

_RECEIPTS = """
SELECT 'receipt ' || receipt.number || ', item ' || item.sku,
       SUM(line.received + line.damaged) || ' came',
       COALESCE(MAX(ledger.units), 0) || ' in the ledger'
FROM receipt_line AS line
JOIN receipt ON receipt.id = line.receipt_id
JOIN item ON item.id = line.item_id
LEFT JOIN (
  SELECT detail, item_id, SUM(quantity) AS units FROM stock_move
  WHERE reason = 'received' AND detail LIKE 'receipt %' GROUP BY detail, item_id
) AS ledger ON ledger.detail = 'receipt ' || receipt.number AND ledger.item_id = line.item_id
GROUP BY receipt.id, receipt.number, line.item_id, item.sku
HAVING SUM(line.received + line.damaged) <> COALESCE(MAX(ledger.units), 0)
ORDER BY receipt.id, item.sku
"""

STOCK_WORK_INVARIANTS = (
    Invariant(
        "counts_are_in_the_ledger",
        "What a settled count found too many or too few was written into the books, once.",
        (rows(_COUNTS), rows(_UNSETTLED_COUNTS)),
    ),
    Invariant(
        "refills_are_in_the_ledger",
        "A refill has moved what the ledger brought into its pick face.",
        (rows(_REFILLS),),
    ),
    Invariant(
        "put_aways_are_in_the_ledger",
        "A put-away has moved what the ledger took from its place.",
        (rows(_PUT_AWAYS),),
    ),
    Invariant(
        "receipts_are_in_the_ledger",
        "What came by a receipt's lines is what the ledger took in for it.",
        (rows(_RECEIPTS),),
    ),
)
