"""Invariants of packing, shipping, the numbers on cartons and the papers that go with them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.queries.invariant import Invariant, Violation, rows
from app.db.schema import Carton, Order, Shipment, SsccRange
from app.domain.shipping import parse_sscc

_PACKED_IN_CARTONS = """
SELECT 'order ' || orders.number || ', line ' || order_line.number || ' (' || order_line.sku || ')',
       part.units || ' packed, by ' || part.witness, order_line.packed || ' packed'
FROM (
  SELECT order_line.id AS order_line_id, 'its cartons' AS witness,
         COALESCE(SUM(carton_line.quantity), 0) AS units
  FROM order_line
  LEFT JOIN (carton_line JOIN carton ON carton.id = carton_line.carton_id
                                    AND carton.state <> 'voided')
    ON carton_line.order_line_id = order_line.id
  GROUP BY order_line.id
  UNION ALL
  SELECT order_line.id, 'the ledger',
         COALESCE(SUM(CASE WHEN target.kind = 'carton' THEN move.quantity
                           WHEN source.kind = 'carton' AND move.reason <> 'shipped'
                             THEN -move.quantity END), 0)
  FROM order_line
  LEFT JOIN (stock_move AS move JOIN location AS source ON source.id = move.from_location_id
                                JOIN location AS target ON target.id = move.to_location_id)
    ON move.order_line_id = order_line.id
  GROUP BY order_line.id
) AS part
JOIN order_line ON order_line.id = part.order_line_id
JOIN orders ON orders.id = order_line.order_id
WHERE part.units <> order_line.packed
ORDER BY order_line.id, part.witness
"""

_SHIPPED_IN_LEDGER = """
SELECT 'order ' || orders.number || ', line ' || order_line.number || ' (' || order_line.sku || ')',
       moved.units || ' shipped', order_line.shipped || ' shipped'
FROM (
  SELECT order_line.id AS order_line_id, COALESCE(SUM(move.quantity), 0) AS units
  FROM order_line
  LEFT JOIN stock_move AS move ON move.order_line_id = order_line.id AND move.reason = 'shipped'
  GROUP BY order_line.id
) AS moved
JOIN order_line ON order_line.id = moved.order_line_id
JOIN orders ON orders.id = order_line.order_id
WHERE moved.units <> order_line.shipped
ORDER BY order_line.id
"""

_CARTON_CONTENTS = """
SELECT 'carton ' || COALESCE(carton.sscc, location.code) || ', item ' || item.sku,
       SUM(part.listed) || ' in it', SUM(part.there) || ' in it'
FROM (
  SELECT carton.id AS carton_id, order_line.item_id, carton_line.lot_id,
         carton_line.quantity AS listed, 0 AS there
  FROM carton_line
  JOIN carton ON carton.id = carton_line.carton_id AND carton.state NOT IN ('shipped', 'voided')
  JOIN order_line ON order_line.id = carton_line.order_line_id
  UNION ALL
  SELECT carton.id, stock.item_id, stock.lot_id, 0, stock.on_hand
  FROM stock JOIN carton ON carton.location_id = stock.location_id
) AS part
JOIN carton ON carton.id = part.carton_id
JOIN location ON location.id = carton.location_id
JOIN item ON item.id = part.item_id
GROUP BY carton.id, carton.sscc, location.code, item.sku, part.lot_id
HAVING SUM(part.listed) <> SUM(part.there)
ORDER BY carton.id
"""

_CARTONS_SHIPPED_ONCE = """
SELECT 'carton ' || COALESCE(carton.sscc, location.code) || ', item ' || item.sku,
       SUM(part.listed) || ' shipped', SUM(part.gone) || ' shipped'
FROM (
  SELECT carton.id AS carton_id, order_line.item_id, carton_line.lot_id,
         carton_line.quantity AS listed, 0 AS gone
  FROM carton_line
  JOIN carton ON carton.id = carton_line.carton_id AND carton.state = 'shipped'
  JOIN order_line ON order_line.id = carton_line.order_line_id
  UNION ALL
  SELECT carton.id, move.item_id, move.lot_id, 0, move.quantity
  FROM stock_move AS move JOIN carton ON carton.location_id = move.from_location_id
  WHERE move.reason = 'shipped'
) AS part
JOIN carton ON carton.id = part.carton_id
JOIN location ON location.id = carton.location_id
JOIN item ON item.id = part.item_id
GROUP BY carton.id, carton.sscc, location.code, item.sku, part.lot_id
HAVING SUM(part.listed) <> SUM(part.gone)
ORDER BY carton.id
"""

_CARTON_STAGES = """
SELECT 'carton ' || COALESCE(carton.sscc, location.code),
       CASE carton.state
         WHEN 'open' THEN 'no number and no times yet'
         WHEN 'closed' THEN 'a number, a packaging and the time it was closed'
         WHEN 'labelled' THEN 'a number, a packaging and the time of its label scan'
         ELSE 'a number, a packaging and the times of its label scan and hand-over'
       END,
       carton.state || CASE WHEN carton.sscc IS NULL THEN ', no number' ELSE ', a number' END
       || CASE WHEN carton.packaging_code IS NULL THEN ', no packaging' ELSE ', a packaging' END
       || CASE WHEN carton.closed_at IS NULL THEN '' ELSE ', closed' END
       || CASE WHEN carton.label_confirmed_at IS NULL THEN '' ELSE ', label scanned' END
       || CASE WHEN carton.shipped_at IS NULL THEN '' ELSE ', handed over' END
FROM carton
JOIN location ON location.id = carton.location_id
WHERE carton.state <> 'voided'
  AND ((carton.state <> 'open') <> (carton.sscc IS NOT NULL)
       OR (carton.state <> 'open') <> (carton.closed_at IS NOT NULL)
       OR (carton.state <> 'open' AND carton.packaging_code IS NULL)
       OR (carton.state IN ('labelled', 'shipped')) <> (carton.label_confirmed_at IS NOT NULL)
       OR (carton.state = 'shipped') <> (carton.shipped_at IS NOT NULL))
ORDER BY carton.id
"""

_SAME_NUMBER_TWICE = """
SELECT 'carton number ' || sscc, '1 carton', COUNT(*) || ' cartons'
FROM carton WHERE sscc IS NOT NULL GROUP BY sscc HAVING COUNT(*) > 1
ORDER BY 1
"""

_PAPERS_OF_CARTONS = """
SELECT 'carton ' || COALESCE(carton.sscc, location.code) || ', '
       || CASE paper.kind WHEN 'packing_slip' THEN 'packing slip' ELSE 'shipping label' END,
       CASE carton.state WHEN 'open' THEN 'none while it is open' ELSE '1 first copy' END,
       COUNT(job.id) || ' first copies'
FROM carton
JOIN location ON location.id = carton.location_id
CROSS JOIN (SELECT 'packing_slip' AS kind UNION ALL SELECT 'shipping_label') AS paper
LEFT JOIN print_job AS job ON job.carton_id = carton.id AND job.document_kind = paper.kind
  AND job.reprint_of IS NULL
  -- What was printed before a parcel was opened again counts no more.
  AND (carton.state <> 'open' OR job.state NOT IN ('superseded', 'cancelled'))
  AND job.version = (
    SELECT MAX(newest.version) FROM print_job AS newest
    WHERE newest.carton_id = carton.id AND newest.document_kind = paper.kind)
WHERE carton.state <> 'voided'
  AND (paper.kind <> 'shipping_label' OR NOT EXISTS (
    -- The label comes with the carrier's answer, and waits for its printer if there is none.
    SELECT 1 FROM carrier_purchase AS purchase
    WHERE purchase.carton_id = carton.id AND purchase.kind = 'outbound'
      AND (purchase.state IN ('queued', 'asking', 'unknown', 'rejected')
           OR (purchase.state = 'bought' AND purchase.field = 'label'))))
GROUP BY carton.id, carton.sscc, carton.state, location.code, paper.kind
HAVING COUNT(job.id) <> CASE carton.state WHEN 'open' THEN 0 ELSE 1 END
ORDER BY carton.id, paper.kind
"""

_LABELS_OUT = """
SELECT 'carton ' || COALESCE(carton.sscc, location.code),
       'at most 1 label printed that is no marked copy', COUNT(*) || ' labels'
FROM print_job AS job
JOIN carton ON carton.id = job.carton_id
JOIN location ON location.id = carton.location_id
WHERE job.document_kind = 'shipping_label' AND job.reprint_of IS NULL
  AND job.state IN ('sending', 'sent', 'confirmed', 'uncertain')
GROUP BY carton.id, carton.sscc, location.code
HAVING COUNT(*) > 1
ORDER BY carton.id
"""

_REPRINTS = """
SELECT 'print job ' || job.id, 'a copy of an earlier job for the same parcel, with a reason',
       'copy ' || job.copy
       || CASE WHEN job.reprint_of IS NULL THEN ' of no job' ELSE ' of job ' || job.reprint_of END
       || CASE WHEN job.reprint_reason = '' THEN ', no reason' ELSE '' END
FROM print_job AS job
LEFT JOIN print_job AS first ON first.id = job.reprint_of
WHERE (job.reprint_of IS NOT NULL) <> (job.copy > 1)
   OR (job.reprint_of IS NOT NULL
       AND (first.id IS NULL OR first.id >= job.id OR job.reprint_reason = ''
            OR first.document_kind <> job.document_kind OR first.copy >= job.copy
            OR COALESCE(first.carton_id, 0) <> COALESCE(job.carton_id, 0)))
ORDER BY job.id
"""


_OVERRIDES = """
SELECT 'weighing ' || weighing.id, 'a reason and a lead or neither, at most a changed item',
       CASE WHEN override_reason IS NULL THEN 'no reason' ELSE override_reason END
       || CASE WHEN override_by IS NULL THEN ', nobody' ELSE ', somebody' END
       || CASE WHEN changed_item_id IS NULL THEN '' ELSE ', an item changed' END
FROM weighing
WHERE (override_reason IS NULL) <> (override_by IS NULL)
   OR (changed_item_id IS NOT NULL AND COALESCE(override_reason, '') <> 'item_changed')
ORDER BY weighing.id
"""

_LESSONS = """
SELECT 'weighing ' || weighing.id, 'learnt from only if it went on, and is its carton''s last one',
       'a ' || weighing.verdict || ' parcel'
       || CASE WHEN later.id IS NULL THEN '' ELSE ', weighed again' END
FROM weighing
LEFT JOIN (SELECT MAX(id) AS id, carton_id FROM weighing GROUP BY carton_id) AS later
  ON later.carton_id = weighing.carton_id AND later.id > weighing.id
WHERE weighing.is_lesson
  AND (later.id IS NOT NULL
       OR (weighing.verdict IN ('light', 'heavy') AND weighing.override_reason IS NULL)
       OR weighing.override_reason IN ('extra_filling', 'scale_faulty'))
ORDER BY weighing.id
"""


def _numbers_out_of_range(session: Session) -> Iterator[Violation]:
    """Cartons whose number is no SSCC of ours, or was never given out."""
    ranges = [(row.company_prefix, row) for row in session.scalars(select(SsccRange))]
    cartons = session.execute(
        select(Carton.sscc, Order.number)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .where(Carton.sscc.is_not(None))
        .order_by(Carton.id)
    )
    for given, number in cartons:
        sscc = given or ""
        found = [(parse_sscc(sscc, company_prefix=prefix), row) for prefix, row in ranges]
        known = [(parts, row) for parts, row in found if parts is not None]
        if not known:
            wanted = "18 digits of our own range with their check digit"
            yield Violation(f"carton {sscc} of order {number}", wanted, sscc)
        for parts, row in known:
            if parts.extension_digit == row.extension_digit and parts.serial >= row.next_serial:
                yield Violation(
                    f"carton {sscc} of order {number}",
                    f"a serial below the next one, {row.next_serial}",
                    f"serial {parts.serial}",
                )


PARCEL_INVARIANTS = (
    Invariant(
        "order_lines_count_packs",
        "An order line's packed units are those in its cartons and those the ledger packed.",
        (rows(_PACKED_IN_CARTONS),),
    ),
    Invariant(
        "order_lines_count_shipments",
        "An order line's shipped units are those the ledger handed to the carrier for it.",
        (rows(_SHIPPED_IN_LEDGER),),
    ),
    Invariant(
        "cartons_hold_what_they_list",
        "A carton holds what its lines say until it is shipped, and nothing afterwards.",
        (rows(_CARTON_CONTENTS),),
    ),
    Invariant(
        "cartons_ship_once",
        "Of every carton, exactly its contents went to the carrier, once, when it was shipped.",
        (rows(_CARTONS_SHIPPED_ONCE),),
    ),
    Invariant(
        "cartons_keep_their_stages",
        "A carton has the number, packaging and times that its state says, and no later ones.",
        (rows(_CARTON_STAGES),),
    ),
    Invariant(
        "carton_numbers_are_ours_once",
        "Every carton number is of our range, was given out, checks, and is on one carton only.",
        (rows(_SAME_NUMBER_TWICE), _numbers_out_of_range),
    ),
    Invariant(
        "cartons_have_their_papers",
        "Every closed carton has one first packing slip and one first label, open ones none.",
        (rows(_PAPERS_OF_CARTONS),),
    ),
    Invariant(
        "labels_are_never_doubled",
        "No parcel has two labels, but for copies marked as such that name the first and a reason.",
        (rows(_LABELS_OUT), rows(_REPRINTS)),
    ),
    Invariant(
        "weighings_are_vouched_for",
        "A wrong weight was set aside by somebody for a reason, and only what went on is learnt.",
        (rows(_OVERRIDES), rows(_LESSONS)),
    ),
)
