"""Invariants of pick tasks, their lines, their holders and the totes they fill."""

from app.db.queries.invariant import Invariant, rows

_LINES_AND_MOVES = """
SELECT 'order ' || orders.number || ', item ' || item.sku || ' at ' || location.code,
       SUM(part.moved) || ' picked', SUM(part.counted) || ' picked'
FROM (
  SELECT id AS pick_line_id, item_id, lot_id, location_id, picked AS counted, 0 AS moved
    FROM pick_line
  UNION ALL
  SELECT pick_line_id, item_id, lot_id, from_location_id, 0, quantity
    FROM stock_move WHERE reason = 'picked'
  UNION ALL
  SELECT pick_line_id, item_id, lot_id, to_location_id, 0, -quantity
    FROM stock_move WHERE reason = 'put_back'
  UNION ALL
  SELECT move.pick_line_id, move.item_id, move.lot_id, line.location_id, 0, -move.quantity
    FROM stock_move AS move JOIN pick_line AS line ON line.id = move.pick_line_id
    WHERE move.reason IN ('set_aside', 'put_away', 'lost')
) AS part
JOIN pick_line ON pick_line.id = part.pick_line_id
JOIN order_line ON order_line.id = pick_line.order_line_id
JOIN orders ON orders.id = order_line.order_id
JOIN item ON item.id = part.item_id
JOIN location ON location.id = part.location_id
GROUP BY pick_line.id, orders.number, item.sku, location.code, part.lot_id
HAVING SUM(part.moved) <> SUM(part.counted)
ORDER BY pick_line.id
"""

_MOVES_WITHOUT_THEIR_LINE = """
SELECT 'ledger row ' || move.id || ', item ' || item.sku, 'the pick line and order line it is for',
       CASE WHEN move.pick_line_id IS NULL THEN 'no pick line' ELSE 'another order line' END
FROM stock_move AS move
JOIN item ON item.id = move.item_id
LEFT JOIN pick_line ON pick_line.id = move.pick_line_id
WHERE (move.reason IN ('picked', 'put_back') AND pick_line.id IS NULL)
   OR COALESCE(move.order_line_id, 0) <> pick_line.order_line_id
ORDER BY move.id
"""

_PICK_LINE_BOUNDS = """
SELECT 'order ' || orders.number || ', item ' || order_line.sku || ' at ' || location.code,
       'picked and short units within ' || pick_line.quantity,
       pick_line.picked || ' picked, ' || pick_line.short || ' short'
FROM pick_line
JOIN order_line ON order_line.id = pick_line.order_line_id
JOIN orders ON orders.id = order_line.order_id
JOIN location ON location.id = pick_line.location_id
WHERE pick_line.quantity <= 0 OR pick_line.picked < 0 OR pick_line.short < 0
   OR pick_line.picked + pick_line.short > pick_line.quantity
ORDER BY pick_line.id
"""

_PICK_LINE_STATES = """
SELECT 'order ' || line.order_number || ', item ' || line.sku || ' at ' || line.place,
       line.due, line.state
FROM (
  SELECT pick_line.id, orders.number AS order_number, order_line.sku, location.code AS place,
         pick_line.state,
         CASE WHEN pick_line.picked + pick_line.short < pick_line.quantity THEN 'open'
              WHEN pick_line.short > 0 THEN 'short'
              ELSE 'picked' END AS due
  FROM pick_line
  JOIN order_line ON order_line.id = pick_line.order_line_id
  JOIN orders ON orders.id = order_line.order_id
  JOIN location ON location.id = pick_line.location_id
  WHERE pick_line.state <> 'cancelled'
) AS line
WHERE line.state <> line.due
ORDER BY line.id
"""

_ORDER_LINES_PICKED = """
SELECT 'order ' || orders.number || ', line ' || order_line.number || ' (' || order_line.sku || ')',
       SUM(part.units) || ' picked', order_line.picked || ' picked'
FROM (
  SELECT id AS order_line_id, 0 AS units FROM order_line
  UNION ALL SELECT order_line_id, picked FROM pick_line
) AS part
JOIN order_line ON order_line.id = part.order_line_id
JOIN orders ON orders.id = order_line.order_id
GROUP BY orders.number, order_line.id, order_line.number, order_line.sku, order_line.picked
HAVING SUM(part.units) <> order_line.picked
ORDER BY order_line.id
"""

_LINES_OF_OTHER_ORDERS = """
SELECT 'pick task ' || pick_line.task_id || ', item ' || order_line.sku,
       'an order this task carries', 'a line of order ' || orders.number
FROM pick_line
JOIN order_line ON order_line.id = pick_line.order_line_id
JOIN orders ON orders.id = order_line.order_id
WHERE (pick_line.state = 'open' OR pick_line.picked > 0) AND NOT EXISTS (
  SELECT 1 FROM pick_task_tote AS position
  WHERE position.task_id = pick_line.task_id AND position.order_id = order_line.order_id)
ORDER BY pick_line.id
"""

_TASK_HOLDERS = """
SELECT 'pick task ' || task.id,
       'picker, lease and claim while in progress, else neither picker nor lease',
       task.state || CASE WHEN task.operator_id IS NULL THEN ' without' ELSE ' with' END
       || ' picker,' || CASE WHEN task.lease_until IS NULL THEN ' no' ELSE ' a' END
       || ' lease, claimed ' || task.epoch || ' times'
FROM pick_task AS task
WHERE (task.state = 'in_progress') <> (task.operator_id IS NOT NULL)
   OR (task.state = 'in_progress') <> (task.lease_until IS NOT NULL)
   OR (task.state IN ('in_progress', 'paused', 'done') AND task.epoch < 1)
   OR (task.state = 'paused' AND task.paused_by IS NULL)
ORDER BY task.id
"""

_TASK_ENDS = """
SELECT 'pick task ' || task.id,
       CASE WHEN COALESCE(lines.open_lines, 0) > 0 THEN 'work goes on, ' ELSE 'done, ' END
       || COALESCE(lines.open_lines, 0) || ' lines are open',
       task.state || CASE WHEN task.finished_at IS NULL THEN '' ELSE ', with a time of its end' END
FROM pick_task AS task
LEFT JOIN (
  SELECT task_id, SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open_lines
  FROM pick_line GROUP BY task_id
) AS lines ON lines.task_id = task.id
WHERE task.state <> 'cancelled'
  AND ((task.state = 'done') <> (COALESCE(lines.open_lines, 0) = 0)
       OR (task.state = 'done') <> (task.finished_at IS NOT NULL))
ORDER BY task.id
"""

_EPOCHS_ABOVE = """
SELECT 'pick task ' || task.id || ', ledger row ' || move.id,
       'a claim up to number ' || task.epoch,
       CASE WHEN move.epoch IS NULL THEN 'no claim' ELSE 'claim number ' || move.epoch END
FROM stock_move AS move
JOIN pick_line ON pick_line.id = move.pick_line_id
JOIN pick_task AS task ON task.id = pick_line.task_id
WHERE move.reason IN ('picked', 'put_back')
  AND (move.epoch IS NULL OR move.epoch > task.epoch OR move.epoch < 1)
ORDER BY move.id
"""

_CLAIMS = """
SELECT CAST(payload ->> 'task_id' AS BIGINT) AS task_id,
       CAST(payload ->> 'epoch' AS BIGINT) AS epoch,
       CAST(payload ->> 'operator_id' AS BIGINT) AS operator_id
FROM event_log WHERE kind = 'TaskClaimed'
"""

_MOVES_BY_OTHERS = f"""
WITH claim AS ({_CLAIMS}), holder AS (SELECT DISTINCT task_id, epoch, operator_id FROM claim)
SELECT 'pick task ' || pick_line.task_id || ', ledger row ' || move.id,
       'moved by who held claim number ' || move.epoch,
       'moved by ' || COALESCE(operator.name, 'nobody')
FROM stock_move AS move
JOIN pick_line ON pick_line.id = move.pick_line_id
JOIN pick_task AS task ON task.id = pick_line.task_id AND move.epoch BETWEEN 1 AND task.epoch
LEFT JOIN operator ON operator.id = move.operator_id
LEFT JOIN holder ON holder.task_id = pick_line.task_id AND holder.epoch = move.epoch
  AND holder.operator_id = move.operator_id
WHERE holder.task_id IS NULL AND move.reason IN ('picked', 'put_back')
ORDER BY move.id
"""  # noqa: S608 - made of constants of this module

_CLAIMED_TWICE = f"""
WITH claim AS ({_CLAIMS})
SELECT 'pick task ' || task_id || ', claim number ' || epoch, '1 picker', COUNT(*) || ' pickers'
FROM claim GROUP BY task_id, epoch HAVING COUNT(*) > 1
ORDER BY 1
"""  # noqa: S608 - made of constants of this module

_MOVES_AFTER_A_NEWER_CLAIM = """
SELECT 'pick task ' || seen.task_id || ', ledger row ' || seen.id,
       'claim number ' || seen.newest || ' or later', 'claim number ' || seen.epoch
FROM (
  SELECT move.id, pick_line.task_id, move.epoch,
         MAX(move.epoch) OVER (PARTITION BY pick_line.task_id ORDER BY move.id) AS newest
  FROM stock_move AS move JOIN pick_line ON pick_line.id = move.pick_line_id
  WHERE move.reason IN ('picked', 'put_back')
) AS seen
WHERE seen.epoch < seen.newest
ORDER BY seen.id
"""

_UNBOUND_TOTES = """
SELECT 'tote ' || location.code, 'empty while it carries no order and no batch',
       SUM(stock.on_hand) || ' units in it'
FROM tote
JOIN location ON location.id = tote.location_id
JOIN stock ON stock.location_id = tote.location_id
WHERE tote.order_id IS NULL AND tote.task_id IS NULL
GROUP BY location.code
HAVING SUM(stock.on_hand) <> 0
ORDER BY 1
"""

_GOODS_OF_OTHER_ORDERS = """
SELECT 'tote ' || location.code || ', item ' || item.sku,
       'goods of order ' || COALESCE(bound.number, '?'),
       SUM(part.units) || ' units of ' || COALESCE('order ' || owner.number, 'no order')
FROM (
  SELECT to_location_id AS tote_id, item_id, order_line_id, quantity AS units FROM stock_move
  UNION ALL SELECT from_location_id, item_id, order_line_id, -quantity FROM stock_move
) AS part
JOIN tote ON tote.location_id = part.tote_id AND tote.order_id IS NOT NULL
JOIN location ON location.id = tote.location_id
JOIN item ON item.id = part.item_id
LEFT JOIN order_line ON order_line.id = part.order_line_id
LEFT JOIN orders AS owner ON owner.id = order_line.order_id
LEFT JOIN orders AS bound ON bound.id = tote.order_id
WHERE COALESCE(owner.id, 0) <> tote.order_id
GROUP BY location.code, item.sku, owner.number, bound.number
HAVING SUM(part.units) <> 0
ORDER BY 1
"""

_TOTES_OF_TASKS = """
SELECT 'tote ' || location.code,
       CASE task.method WHEN 'batch' THEN 'carries pick task ' || task.id || ' while it is picked'
                        ELSE 'carries order ' || orders.number || ' while it is picked' END,
       COALESCE('carries order ' || other.number, 'carries pick task ' || tote.task_id, 'is free')
FROM pick_task_tote AS position
JOIN pick_task AS task ON task.id = position.task_id AND task.state IN ('in_progress', 'paused')
JOIN tote ON tote.location_id = position.tote_id
JOIN location ON location.id = tote.location_id
JOIN orders ON orders.id = position.order_id
LEFT JOIN orders AS other ON other.id = tote.order_id
WHERE CASE task.method WHEN 'batch' THEN COALESCE(tote.task_id, 0) <> task.id
                       ELSE COALESCE(tote.order_id, 0) <> position.order_id END
ORDER BY 1
"""

WORK_INVARIANTS = (
    Invariant(
        "pick_lines_are_moves",
        "What a pick line counts as picked is what the ledger took from its place, less what was "
        "put back, set aside or lost of it.",
        (rows(_LINES_AND_MOVES), rows(_MOVES_WITHOUT_THEIR_LINE)),
    ),
    Invariant(
        "pick_lines_stay_in_bounds",
        "No pick line has more picked or short than it asks for, and its state says which.",
        (rows(_PICK_LINE_BOUNDS), rows(_PICK_LINE_STATES)),
    ),
    Invariant(
        "order_lines_count_picks",
        "An order line's picked units are those of its pick lines.",
        (rows(_ORDER_LINES_PICKED),),
    ),
    Invariant(
        "tasks_carry_their_orders",
        "Every pick line that is open or picked is for an order that its task carries.",
        (rows(_LINES_OF_OTHER_ORDERS),),
    ),
    Invariant(
        "tasks_have_holders",
        "A task in progress has its picker, a lease and a claim; no other has a picker or a lease.",
        (rows(_TASK_HOLDERS),),
    ),
    Invariant(
        "tasks_end_with_their_lines",
        "A task is done when none of its lines is open, and not before.",
        (rows(_TASK_ENDS),),
    ),
    Invariant(
        "picks_are_by_the_holder",
        "Units are picked only by who held the task, and never after somebody else took it.",
        (
            rows(_EPOCHS_ABOVE),
            rows(_MOVES_BY_OTHERS),
            rows(_CLAIMED_TWICE),
            rows(_MOVES_AFTER_A_NEWER_CLAIM),
        ),
    ),
    Invariant(
        "totes_carry_one_order",
        "A tote holds goods of the order it is bound to and of no other; unbound, it is empty.",
        (rows(_UNBOUND_TOTES), rows(_GOODS_OF_OTHER_ORDERS), rows(_TOTES_OF_TASKS)),
    ),
)
