"""Invariants of totes that pass from zone to zone, and of the shelf where parts of orders meet."""

from app.db.queries.invariant import Invariant, rows

_WAITING_FOR_NOTHING = """
SELECT 'pick task ' || task.id, 'waiting for a zone before it that is not at its end',
       COALESCE('task ' || former.id || ' is ' || former.state, 'it follows no task')
FROM pick_task AS task
LEFT JOIN pick_task AS former ON former.id = task.follows_id
WHERE task.state = 'waiting'
  AND (former.id IS NULL OR former.state IN ('done', 'cancelled'))
ORDER BY task.id
"""

_WORKED_TOO_EARLY = """
SELECT 'pick task ' || task.id, 'waiting until task ' || former.id || ' is done',
       task.state || ' while that is ' || former.state
FROM pick_task AS task
JOIN pick_task AS former ON former.id = task.follows_id
WHERE former.state NOT IN ('done', 'cancelled') AND task.state NOT IN ('waiting', 'cancelled')
ORDER BY task.id
"""

_WAITING_WITH_A_TOTE = """
SELECT 'pick task ' || task.id, 'no tote before it is handed over', 'tote ' || location.code
FROM pick_task AS task
JOIN pick_task_tote AS position ON position.task_id = task.id
JOIN location ON location.id = position.tote_id
WHERE task.state = 'waiting'
ORDER BY task.id
"""

_HANDED_OVER_WITHOUT = """
SELECT 'pick task ' || task.id, 'a tote of the zone before it, scanned after it was handed over',
       CASE WHEN position.handed_over_at IS NULL THEN 'scanned and never handed over'
            WHEN task.follows_id IS NULL THEN 'handed over by no zone'
            ELSE 'handed over without a tote' END
FROM pick_task_tote AS position
JOIN pick_task AS task ON task.id = position.task_id
WHERE (position.arrived_at IS NOT NULL AND position.handed_over_at IS NULL)
   OR (position.handed_over_at IS NOT NULL AND task.follows_id IS NULL)
   OR (position.handed_over_at IS NOT NULL AND position.arrived_at IS NULL
       AND position.tote_id IS NULL AND task.state <> 'cancelled')
ORDER BY task.id
"""

_SLOTS_OF_ENDED_ORDERS = """
SELECT 'slot ' || location.code, 'an order that is still in the house',
       'order ' || orders.number || ', ' || orders.state
FROM consolidation_slot AS slot
JOIN location ON location.id = slot.location_id
JOIN orders ON orders.id = slot.order_id
WHERE orders.state = 'shipped'
ORDER BY 1
"""

ZONE_INVARIANTS = (
    Invariant(
        "totes_pass_zone_by_zone",
        "A zone's task waits until the one before it is done, and then has its totes.",
        (
            rows(_WAITING_FOR_NOTHING),
            rows(_WORKED_TOO_EARLY),
            rows(_WAITING_WITH_A_TOTE),
            rows(_HANDED_OVER_WITHOUT),
        ),
    ),
    Invariant(
        "slots_are_freed",
        "A slot of the consolidation shelf is bound to an order that has not left the house.",
        (rows(_SLOTS_OF_ENDED_ORDERS),),
    ),
)
