"""Invariants of inspections: none is passed by, and what they found is on record."""

from app.db.queries.invariant import Invariant, rows

_PASSED_BY = """
SELECT 'inspection ' || inspection.id || ', order ' || orders.number,
       'not packed before it is inspected', orders.state
FROM inspection JOIN orders ON orders.id = inspection.order_id
WHERE inspection.state = 'open'
  AND (orders.state IN ('packing', 'shipped', 'cancelled')
       OR orders.state = 'packed' AND EXISTS (
         SELECT 1 FROM carton JOIN shipment ON shipment.id = carton.shipment_id
         WHERE shipment.order_id = orders.id AND carton.state IN ('closed', 'labelled', 'shipped')))
ORDER BY inspection.id
"""

_ENDS = """
SELECT 'inspection ' || inspection.id || ', order ' || orders.number,
       inspection.state, COALESCE('ended at ' || inspection.finished_at, 'no end')
FROM inspection JOIN orders ON orders.id = inspection.order_id
WHERE (inspection.state = 'open') <> (inspection.finished_at IS NULL)
ORDER BY inspection.id
"""

_NOTHING_FOUND = """
SELECT 'inspection ' || inspection.id || ', order ' || orders.number,
       'what it found', 'nothing on record'
FROM inspection JOIN orders ON orders.id = inspection.order_id
WHERE inspection.state = 'done'
  AND NOT EXISTS (SELECT 1 FROM inspection_line WHERE inspection_id = inspection.id)
ORDER BY inspection.id
"""

_OTHER_ORDERS = """
SELECT 'inspection ' || inspection.id || ', item ' || item.sku,
       'a line of order ' || orders.number, 'a line of order ' || other.number
FROM inspection_line AS line
JOIN inspection ON inspection.id = line.inspection_id
JOIN item ON item.id = line.item_id
JOIN orders ON orders.id = inspection.order_id
JOIN order_line ON order_line.id = line.order_line_id
JOIN orders AS other ON other.id = order_line.order_id
WHERE order_line.order_id <> inspection.order_id
ORDER BY line.id
"""

INSPECTION_INVARIANTS = (
    Invariant(
        "inspections_are_not_passed_by",
        "No order is packed or cancelled while somebody still has to inspect it.",
        (rows(_PASSED_BY), rows(_ENDS)),
    ),
    Invariant(
        "inspections_tell_what_they_found",
        "An inspection that is done has found something, in its own order.",
        (rows(_NOTHING_FOUND), rows(_OTHER_ORDERS)),
    ),
)
