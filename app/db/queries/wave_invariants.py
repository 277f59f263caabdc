"""Invariants of waves, their orders and their work."""

from app.db.queries.invariant import Invariant, rows

_ORDERS_AT_THE_WRONG_PLACE = """
SELECT 'wave ' || wave.code || ', order ' || orders.number,
       CASE WHEN wave.state IN ('created', 'planned', 'held') THEN 'at the desk'
            WHEN wave.state = 'cancelled' THEN 'in no cancelled wave'
            ELSE 'given to the floor' END,
       CASE WHEN orders.released_at IS NULL THEN 'at the desk' ELSE 'on the floor' END
FROM orders JOIN wave ON wave.id = orders.wave_id
WHERE orders.state NOT IN ('shipped', 'cancelled', 'closed')
  AND (wave.state = 'cancelled'
       OR (wave.state IN ('created', 'planned', 'held')) <> (orders.released_at IS NULL)
          AND wave.channel_id IS NULL)
ORDER BY wave.id, orders.id
"""

_TASKS_OF_WAVES_AT_THE_DESK = """
SELECT 'wave ' || wave.code || ', pick task ' || task.id, 'no work before it is released',
       'wave ' || wave.state || ', task ' || task.state
FROM pick_task AS task JOIN wave ON wave.id = task.wave_id
WHERE wave.state IN ('created', 'planned', 'held', 'cancelled')
  AND task.state NOT IN ('done', 'cancelled')
ORDER BY wave.id, task.id
"""

_TASKS_WITHOUT_ORDERS_OF_THE_WAVE = """
SELECT 'wave ' || wave.code || ', pick task ' || task.id, 'an order of this wave on it', 'none'
FROM pick_task AS task JOIN wave ON wave.id = task.wave_id
WHERE task.state IN ('waiting', 'ready', 'in_progress', 'paused')
  AND NOT EXISTS (
    SELECT 1 FROM pick_task_tote AS position JOIN orders ON orders.id = position.order_id
    WHERE position.task_id = task.id AND orders.wave_id = wave.id)
ORDER BY wave.id, task.id
"""

_STAGES = """
SELECT 'wave ' || code,
       CASE WHEN state IN ('complete', 'cancelled') THEN 'the time of its end' ELSE 'no end' END
       || CASE WHEN state IN ('released', 'in_progress', 'complete') THEN ', a release'
               ELSE '' END,
       state || CASE WHEN released_at IS NULL THEN ', no release' ELSE ', a release' END
       || CASE WHEN ended_at IS NULL THEN ', no end' ELSE ', an end' END
FROM wave
WHERE (state IN ('complete', 'cancelled')) <> (ended_at IS NOT NULL)
   OR (state IN ('released', 'in_progress', 'complete') AND released_at IS NULL)
   OR (state = 'in_progress' AND started_at IS NULL)
ORDER BY id
"""

_FINISHED_TOO_EARLY = """
SELECT 'wave ' || wave.code || ', order ' || orders.number, 'complete once nothing is open',
       'item ' || order_line.sku || ' was never picked since'
FROM wave
JOIN orders ON orders.wave_id = wave.id AND orders.state IN ('released', 'picking')
JOIN order_line ON order_line.order_id = orders.id AND order_line.requires_shipping
WHERE wave.state = 'complete'
  AND order_line.picked < order_line.quantity - order_line.cancelled - order_line.short
  -- A unit may be put back, or found missing at the bench, after the wave was called complete.
  AND NOT EXISTS (SELECT 1 FROM stock_move AS move WHERE move.order_line_id = order_line.id)
  AND NOT EXISTS (SELECT 1 FROM pick_line JOIN pick_task AS task ON task.id = pick_line.task_id
                  WHERE pick_line.order_line_id = order_line.id
                    AND task.released_at >= wave.ended_at)
ORDER BY wave.id, order_line.id
"""

WAVE_INVARIANTS = (
    Invariant(
        "waves_have_their_orders",
        "Orders of a wave are at the desk before its release and on the floor after it.",
        (rows(_ORDERS_AT_THE_WRONG_PLACE),),
    ),
    Invariant(
        "waves_have_their_work",
        "A wave has work only while it is on the floor, and only for orders of its own.",
        (rows(_TASKS_OF_WAVES_AT_THE_DESK), rows(_TASKS_WITHOUT_ORDERS_OF_THE_WAVE)),
    ),
    Invariant(
        "waves_keep_their_stages",
        "A wave has the times its state says, and is complete only when all of it was picked.",
        (rows(_STAGES), rows(_FINISHED_TOO_EARLY)),
    ),
)
