"""Functions that claim work in PostgreSQL: `pick_claim`, and `pick_copy` of what was claimed."""

# Where a zone's totes go after it.
ONWARD = """
CREATE OR REPLACE FUNCTION pick_onward(task bigint) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object(
    'zone', coalesce(after.zone, ''), 'place', coalesce(lane.code, ''), 'place_id', lane.id,
    'is_scanned', coalesce(site.scans_lanes, false), 'came_by', coalesce(own.code, ''),
    'is_there', EXISTS (
      SELECT FROM pick_task_tote JOIN tote ON tote.location_id = pick_task_tote.tote_id
       WHERE pick_task_tote.task_id = task AND tote.place_id = lane.id))
  FROM (SELECT 1) AS one
  LEFT JOIN LATERAL (
    SELECT zone FROM pick_task WHERE follows_id = task AND state <> 'cancelled'
     ORDER BY id LIMIT 1) AS after ON true
  LEFT JOIN site ON true
  LEFT JOIN pick_task AS present ON present.id = task
  LEFT JOIN zone AS here ON here.code = present.zone
  LEFT JOIN location AS own ON own.id = here.lane_id
  LEFT JOIN zone ON zone.code = after.zone
  LEFT JOIN location AS lane
    ON lane.id = CASE WHEN after.zone IS NULL THEN site.pack_lane_id ELSE zone.lane_id END
$$
"""

# A task as `app.db.queries.pick_records.state_of` reads it.
COPY = """
CREATE OR REPLACE FUNCTION pick_copy(task bigint) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object(
    'task_id', pick_task.id, 'epoch', pick_task.epoch, 'revision', pick_task.revision,
    'method', pick_task.method, 'zone', pick_task.zone,
    'onward', CASE WHEN pick_task.method = 'zone_pass' THEN pick_onward(pick_task.id) END,
    'is_paused', pick_task.state = 'paused',
    'confirmation', coalesce((SELECT confirmation FROM site), 'standard'),
    'checks_empty', coalesce((SELECT checks_empty FROM site), false),
    'quarantine', (
      SELECT place.code FROM location AS place WHERE place.kind = 'quarantine'
       ORDER BY place.id IN (SELECT aside_id FROM put_wall), place.code LIMIT 1),
    'totes', (
      SELECT jsonb_agg(jsonb_build_object('order_id', orders.id, 'order_number', orders.number,
               'position', pick_task_tote.position, 'tote_id', pick_task_tote.tote_id,
               'tote', place.code, 'is_here', pick_task_tote.handed_over_at IS NULL
                 OR pick_task_tote.arrived_at IS NOT NULL, 'stopped', CASE
                 WHEN orders.cancelled_at IS NOT NULL THEN 'cancelled'
                 ELSE coalesce((SELECT min(reason) FROM order_hold
                   WHERE order_id = orders.id AND lifted_at IS NULL AND reason <> 'short'), '')
                 END)
             ORDER BY pick_task_tote.position, pick_task_tote.id)
      FROM pick_task_tote JOIN orders ON orders.id = pick_task_tote.order_id
      LEFT JOIN location AS place ON place.id = pick_task_tote.tote_id
      WHERE pick_task_tote.task_id = task),
    'lines', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', line.id,
               'order_line_id', line.order_line_id, 'order_id', order_line.order_id,
               'item_id', line.item_id, 'location_id', line.location_id,
               'quantity', line.quantity, 'picked', line.picked, 'short', line.short,
               'skips', line.skips, 'state', line.state,
               'surplus', greatest(0, order_line.picked - greatest(order_line.shipped, CASE
                 WHEN orders.cancelled_at IS NULL
                 THEN order_line.quantity - order_line.cancelled - order_line.short ELSE 0 END)),
               'later', (SELECT coalesce(sum(other.picked), 0) FROM pick_line AS other
                 WHERE other.order_line_id = line.order_line_id AND other.id > line.id),
               'sku', item.sku, 'name', item.name, 'lot_tracked', item.lot_tracked,
               'serial_tracked', item.serial_tracked,
               'fragile', item.fragile, 'longest_mm',
               greatest(item.length_mm, item.width_mm, item.height_mm),
               'policy', rule.policy, 'shares', EXISTS (
                 SELECT FROM stock WHERE stock.location_id = line.location_id
                    AND stock.item_id <> line.item_id AND stock.on_hand > 0),
               'at_place', (SELECT coalesce(sum(stock.on_hand), 0) FROM stock
                 WHERE stock.location_id = line.location_id),
               'refill', (SELECT coalesce(sum(refill.quantity - refill.moved), 0)
                 FROM replenish_task AS refill
                 WHERE refill.state = 'open' AND refill.item_id = line.item_id
                   AND refill.to_location_id = line.location_id),
               'substitute', CASE WHEN orders.allows_substitutes THEN coalesce((
                 SELECT other.name FROM item_substitute AS instead
                 JOIN item AS other ON other.id = instead.substitute_id
                 WHERE instead.item_id = line.item_id
                 ORDER BY instead.rank, other.id LIMIT 1), '') END,
               'location', place.code, 'zone', place.zone,
               'check_digits', place.check_digits, 'lot', lot.code, 'expiry', lot.expiry,
               'reason', allocation.reason) ORDER BY line.sequence, line.id), '[]')
      FROM pick_line AS line JOIN item ON item.id = line.item_id
      JOIN order_line ON order_line.id = line.order_line_id
      JOIN orders ON orders.id = order_line.order_id
      JOIN location AS place ON place.id = line.location_id
      JOIN lot ON lot.id = line.lot_id
      JOIN allocation ON allocation.id = line.allocation_id
      LEFT JOIN confirmation_rule AS rule ON rule.item_class = item.item_class
      WHERE line.task_id = task),
    'faces', (
      SELECT coalesce(jsonb_agg(jsonb_build_array(face.item_id, face.places)), '[]')
      FROM (SELECT stock.item_id, count(DISTINCT stock.location_id) AS places
              FROM stock JOIN location ON location.id = stock.location_id
             WHERE location.kind = 'pick_face' AND stock.on_hand > 0
               AND stock.item_id IN (SELECT item_id FROM pick_line WHERE task_id = task)
             GROUP BY stock.item_id) AS face),
    'barcodes', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'item_id', item_id,
               'quantity', quantity) ORDER BY quantity, code), '[]')
      FROM item_barcode
      WHERE item_id IN (SELECT item_id FROM pick_line WHERE task_id = task)),
    'steps', (
      SELECT coalesce(jsonb_agg(jsonb_build_array(step.line_id, step.code, step.units)
                                ORDER BY step.last), '[]')
      FROM (
        SELECT part.line_id, place.code, sum(part.units) AS units, max(part.last) AS last
        FROM (
          SELECT pick_line_id AS line_id, to_location_id AS tote_id, quantity AS units, id AS last
            FROM stock_move WHERE reason = 'picked'
             AND pick_line_id IN (SELECT id FROM pick_line WHERE task_id = task AND picked > 0)
          UNION ALL
          SELECT pick_line_id, from_location_id, -quantity, 0
            FROM stock_move WHERE reason IN ('put_back', 'set_aside')
             AND pick_line_id IN (SELECT id FROM pick_line WHERE task_id = task AND picked > 0)
        ) AS part
        JOIN location AS place ON place.id = part.tote_id
        JOIN tote ON tote.location_id = part.tote_id
        WHERE tote.place_id IS NULL OR EXISTS (
          SELECT FROM pick_task_tote AS here
           WHERE here.task_id = task AND here.tote_id = part.tote_id)
        GROUP BY part.line_id, place.code HAVING sum(part.units) > 0) AS step))
  FROM pick_task WHERE pick_task.id = task
$$
"""

_IS_STOPPED = """(orders.cancelled_at IS NOT NULL
        OR EXISTS (SELECT FROM order_hold WHERE order_hold.order_id = orders.id
                   AND order_hold.lifted_at IS NULL AND order_hold.reason <> 'short'))"""

# That no order of the task may go on.
_STOPPED = f"""NOT EXISTS (
      SELECT FROM pick_task_tote JOIN orders ON orders.id = pick_task_tote.order_id
      WHERE pick_task_tote.task_id = pick_task.id AND NOT {_IS_STOPPED})"""

# That one of them may not, so that the cart goes without it.
_HAS_STOPPED = f"""EXISTS (
    SELECT FROM pick_task_tote JOIN orders ON orders.id = pick_task_tote.order_id
    WHERE pick_task_tote.task_id = task AND {_IS_STOPPED})"""

_CLAIM = """
CREATE OR REPLACE FUNCTION pick_claim(
  who bigint, here text, lease_seconds integer, wanted jsonb
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = @schema@, pg_temp AS $$
DECLARE
  moment CONSTANT timestamptz := clock_timestamp();
  task bigint;
  own_zone text;
  claim integer;
  events jsonb;
BEGIN
  SELECT zone INTO own_zone FROM operator WHERE id = who AND active
    AND role IN ('picker', 'packer', 'lead', 'admin') FOR NO KEY UPDATE;
  IF NOT FOUND OR EXISTS (
    SELECT FROM pick_task WHERE operator_id = who AND state = 'in_progress' AND @stopped@)
  THEN
    RAISE EXCEPTION 'not plain' USING ERRCODE = 'PK001';
  END IF;
  SELECT id INTO task FROM pick_task
   WHERE (operator_id = who AND state = 'in_progress'
          OR paused_by = who AND state = 'paused'
          OR paused_by = who AND state = 'ready' AND lapsed_at IS NOT NULL)
     AND NOT @stopped@
   ORDER BY state <> 'in_progress', id LIMIT 1 FOR NO KEY UPDATE OF pick_task;
  -- Work of one's own zone goes first; somebody with a zone takes none of another zone.
  IF task IS NULL AND own_zone <> '' THEN
    SELECT id INTO task FROM pick_task
     WHERE state = 'ready' AND zone = own_zone AND @able@ AND @wanted@ AND NOT @stopped@
     ORDER BY priority DESC, due_at NULLS LAST, sequence
     LIMIT 1 FOR NO KEY UPDATE OF pick_task SKIP LOCKED;
  END IF;
  IF task IS NULL THEN
    SELECT id INTO task FROM pick_task
     WHERE state = 'ready' AND (zone = '' OR own_zone = '')
       AND @able@ AND @wanted@ AND NOT @stopped@
     ORDER BY priority DESC, due_at NULLS LAST, sequence
     LIMIT 1 FOR NO KEY UPDATE OF pick_task SKIP LOCKED;
  END IF;
  IF task IS NULL THEN
    RETURN jsonb_build_object('task', NULL, 'at', extract(epoch FROM moment));
  END IF;
  IF @has_stopped@ OR (SELECT into_carton FROM pick_task WHERE id = task)
     OR EXISTS (SELECT FROM pick_line JOIN item ON item.id = item_id
                 WHERE task_id = task AND serial_tracked)
  THEN
    RAISE EXCEPTION 'a stopped order, cartons or numbered units' USING ERRCODE = 'PK001';
  END IF;
  UPDATE pick_task SET state = 'in_progress', operator_id = who, paused_by = NULL,
    lapsed_at = NULL, parked_at_id = NULL, station = here, epoch = epoch + 1,
    lease_until = moment + make_interval(secs => lease_seconds),
    started_at = coalesce(started_at, moment)
  WHERE id = task RETURNING epoch INTO claim;
  events := jsonb_build_array(jsonb_build_object('kind', 'TaskClaimed', 'payload',
    jsonb_build_object('task_id', task, 'operator_id', who, 'station', here, 'epoch', claim)));
  events := events || pick_orders_go_on(
    ARRAY(SELECT order_id FROM pick_task_tote WHERE task_id = task));
  INSERT INTO event_log (kind, payload, station, operator_id, at)
  SELECT event->>'kind', event->'payload', here, who, moment
    FROM jsonb_array_elements(events) WITH ORDINALITY AS told(event, place) ORDER BY place;
  PERFORM pg_notify('pickstation', '');
  RETURN jsonb_build_object('task', pick_copy(task), 'at', extract(epoch FROM moment));
END $$
"""

_WANTED = """(wanted->'methods' IS NULL OR wanted->'methods' ? method)
       AND (wanted->'in_wave' IS NULL OR wave_id IS NOT NULL)"""

# That whoever asks may operate what the task needs.
_ABLE = """(equipment = '' OR EXISTS (
       SELECT FROM operator_skill WHERE operator_id = who AND skill = equipment))"""

CLAIM = (
    _CLAIM.replace("@stopped@", _STOPPED)
    .replace("@has_stopped@", _HAS_STOPPED)
    .replace("@wanted@", _WANTED)
    .replace("@able@", _ABLE)
)
