"""A scan and a claim as functions in PostgreSQL: one round trip instead of a dozen.

They decide what the services decide (`app.services.pick_applying.apply_by_statements`,
`app.services.picking.claim_by_statements`), and only where it is plain. Anything else they give up
with the code PK001: the statement is rolled back, and the service goes on by its own statements.
The tests run one state machine on both ways and compare all rows.

The two that stations call run with their owner's rights: a login needs none on the tables.
"""

GIVE_UP = "PK001"
"""The error code by which a function leaves the work to the service's own statements."""

SIGNATURES = (
    "pick_apply(jsonb, integer)",
    "pick_claim(bigint, text, integer)",
    "pick_copy(bigint)",
    "pick_orders_go_on(bigint)",
    "pick_order_state(bigint)",
)

# What `compute_state` makes of an order that is on the floor, paid, free of holds and not packed.
_ORDER_STATE = """
CREATE OR REPLACE FUNCTION pick_order_state(wanted bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  found_order record;
  units record;
BEGIN
  SELECT * INTO found_order FROM orders WHERE id = wanted;
  SELECT sum(owed) AS due, sum(greatest(0, owed - picked)) AS unpicked, sum(packed) AS packed
    INTO units
    FROM (SELECT CASE WHEN requires_shipping THEN quantity - cancelled - short ELSE 0 END AS owed,
                 picked, packed
            FROM order_line WHERE order_id = wanted) AS lines;
  IF found_order.state NOT IN ('released', 'picking', 'picked')
     OR NOT (found_order.payment_waived OR found_order.payment IN ('paid', 'partly_refunded'))
     OR found_order.released_at IS NULL OR found_order.cancelled_at IS NOT NULL
     OR found_order.packing_started_at IS NOT NULL OR found_order.fulfilled_elsewhere
     OR units.due = 0 OR units.packed > 0
     OR EXISTS (SELECT FROM order_hold WHERE order_id = wanted AND lifted_at IS NULL)
  THEN
    RAISE EXCEPTION 'order % is not plain', wanted USING ERRCODE = 'PK001';
  END IF;
  RETURN CASE WHEN units.unpicked > 0 THEN 'picking' ELSE 'picked' END;
END $$
"""

# Brings the states of a task's orders up to date and returns the events of it.
_ORDERS_GO_ON = """
CREATE OR REPLACE FUNCTION pick_orders_go_on(task bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  worked record;
  new_state text;
  events jsonb := '[]';
BEGIN
  FOR worked IN
    SELECT id, number, state FROM orders
    WHERE id IN (SELECT order_id FROM pick_task_tote WHERE task_id = task)
    ORDER BY id FOR NO KEY UPDATE
  LOOP
    new_state := pick_order_state(worked.id);
    IF new_state <> worked.state THEN
      UPDATE orders SET state = new_state, version = version + 1 WHERE id = worked.id;
      events := events || jsonb_build_object('kind', 'OrderStateChanged', 'payload',
        jsonb_build_object('order_id', worked.id, 'number', worked.number,
                           'old', worked.state, 'new', new_state));
    END IF;
  END LOOP;
  RETURN events;
END $$
"""

_APPLY = """
CREATE OR REPLACE FUNCTION pick_apply(request jsonb, lease_seconds integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = @schema@, pg_temp AS $$
DECLARE
  moment CONSTANT timestamptz := clock_timestamp();
  scan CONSTANT uuid := request->>'scan_id';
  task_asked CONSTANT bigint := request->>'task_id';
  who CONSTANT bigint := request->>'operator_id';
  here CONSTANT text := request->>'station';
  effect CONSTANT jsonb := request->'effects'->0;
  kind CONSTANT text := effect->>'kind';
  units integer;
  task record;
  worked record;
  line record;
  bound record;
  known record;
  first_number text;
  stopped jsonb;
  refused text;
  refusal jsonb;
  verdict text;
  is_his boolean;
  is_finished boolean := false;
  events jsonb := '[]';
BEGIN
  IF request->>'revision' IS NULL OR jsonb_array_length(request->'effects') > 1
     OR kind NOT IN ('PutInTote', 'BindTote')
     OR NOT EXISTS (SELECT FROM operator WHERE id = who AND active
                    AND role IN ('picker', 'packer', 'lead', 'admin'))
  THEN
    RAISE EXCEPTION 'not plain' USING ERRCODE = 'PK001';
  END IF;

  -- The scan's id goes first: of two that come at once, one waits here.
  INSERT INTO scan_log
    (scan_id, raw, payload_hash, work, work_id, epoch, refusal, station, operator_id, at)
  VALUES (scan, request->>'raw', request->>'payload_hash', 'pick', task_asked,
          (request->>'epoch')::integer, request->>'refusal', here, who, moment)
  ON CONFLICT (scan_id) DO NOTHING;
  IF NOT FOUND THEN
    SELECT payload_hash, scan_log.refusal AS name INTO known FROM scan_log WHERE scan_id = scan;
    IF known.payload_hash <> request->>'payload_hash' THEN
      RETURN jsonb_build_object('verdict', 'id_reused', 'at', extract(epoch FROM moment));
    END IF;
    SELECT id, state, epoch, revision, operator_id, paused_by, lapsed_at INTO task
      FROM pick_task WHERE id = task_asked;
    verdict := CASE WHEN known.name IS NULL THEN 'repeated' ELSE 'repeated_refused' END;
    refused := known.name;
  ELSE
    SELECT id, state, epoch, revision, operator_id, paused_by, lapsed_at INTO task
      FROM pick_task WHERE id = task_asked FOR NO KEY UPDATE;
  END IF;

  is_his := task.id IS NOT NULL AND task.epoch = (request->>'epoch')::integer AND CASE task.state
    WHEN 'in_progress' THEN task.operator_id = who
    WHEN 'done' THEN task.paused_by = who
    WHEN 'paused' THEN task.paused_by = who
    WHEN 'ready' THEN task.lapsed_at IS NOT NULL AND task.paused_by = who
    ELSE false END;
  is_his := coalesce(is_his, false);
  IF verdict IS NOT NULL THEN
    RETURN jsonb_build_object('verdict', verdict, 'logged', refused, 'at',
      extract(epoch FROM moment), 'revision', CASE WHEN is_his THEN task.revision END);
  END IF;

  IF NOT is_his THEN
    verdict := 'taken_over'; refused := 'TaskTakenOver';
    refusal := jsonb_build_object('task_id', task_asked);
  ELSE
    FOR worked IN
      SELECT id, number, state, cancelled_at, packing_started_at FROM orders
      WHERE id IN (SELECT order_id FROM pick_task_tote WHERE task_id = task.id)
      ORDER BY id FOR NO KEY UPDATE
    LOOP
      first_number := coalesce(first_number, worked.number);
      IF stopped IS NULL AND (
        worked.cancelled_at IS NOT NULL OR worked.packing_started_at IS NOT NULL
        OR EXISTS (SELECT FROM order_hold WHERE order_id = worked.id AND lifted_at IS NULL
                   AND reason <> 'short'))
      THEN
        stopped := jsonb_build_object('order_number', worked.number, 'state', worked.state);
      END IF;
    END LOOP;
    IF task.revision <> (request->>'revision')::integer THEN
      verdict := 'behind'; refused := 'WorkMovedOn';
      refusal := jsonb_build_object('order_number', first_number);
    ELSIF stopped IS NOT NULL THEN
      verdict := 'stopped'; refused := 'OrderStopped'; refusal := stopped;
    ELSE
      verdict := 'applied';
    END IF;
  END IF;

  IF verdict <> 'applied' OR request->>'refusal' IS NOT NULL THEN
    IF refused IS NOT NULL THEN
      UPDATE scan_log SET refusal = refused WHERE scan_id = scan;
    END IF;
    RETURN jsonb_build_object('verdict', verdict, 'refusal', refusal, 'logged',
      coalesce(refused, request->>'refusal'), 'at', extract(epoch FROM moment),
      'revision', CASE WHEN is_his THEN task.revision END);
  END IF;
  IF task.lapsed_at IS NOT NULL THEN
    RAISE EXCEPTION 'the lease had run out' USING ERRCODE = 'PK001';
  END IF;

  IF kind = 'PutInTote' THEN
    units := (effect->>'quantity')::integer;
    -- A task may carry several orders: the line's own order says which tote is meant.
    SELECT pick_line.id, pick_line.item_id, pick_line.lot_id, pick_line.location_id,
           pick_line.order_line_id, pick_line.allocation_id, pick_line.short,
           pick_line.quantity - pick_line.picked - pick_line.short AS open_units,
           place.code AS place, pick_task_tote.tote_id, tote_place.code AS tote
      INTO line
      FROM pick_line
      JOIN location AS place ON place.id = pick_line.location_id
      JOIN order_line ON order_line.id = pick_line.order_line_id
      JOIN pick_task_tote ON pick_task_tote.task_id = pick_line.task_id
                         AND pick_task_tote.order_id = order_line.order_id
      JOIN location AS tote_place ON tote_place.id = pick_task_tote.tote_id
     WHERE pick_line.id = (effect->>'pick_line_id')::bigint AND pick_line.task_id = task.id
       AND pick_line.state <> 'cancelled'
       FOR NO KEY UPDATE OF pick_line;
    IF NOT FOUND OR line.tote <> effect->>'tote' OR line.open_units < units OR units < 1 THEN
      RAISE EXCEPTION 'the line is not as it was thought' USING ERRCODE = 'PK001';
    END IF;
    -- Stock rows are locked in the order of their keys.
    FOR step IN 1..2 LOOP
      IF (step = 1) = (line.location_id < line.tote_id) THEN
        UPDATE stock SET on_hand = on_hand - units, allocated = allocated - units
         WHERE item_id = line.item_id AND location_id = line.location_id
           AND lot_id = line.lot_id AND on_hand >= units AND allocated >= units;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the books hold too little' USING ERRCODE = 'PK001';
        END IF;
      ELSE
        INSERT INTO stock (item_id, location_id, lot_id, on_hand, allocated)
        VALUES (line.item_id, line.tote_id, line.lot_id, units, 0)
        ON CONFLICT (item_id, location_id, lot_id)
        DO UPDATE SET on_hand = stock.on_hand + excluded.on_hand;
      END IF;
    END LOOP;
    INSERT INTO stock_move
      (item_id, lot_id, from_location_id, to_location_id, quantity, reason, order_line_id,
       pick_line_id, scan_id, leg, station, operator_id, epoch, at)
    VALUES (line.item_id, line.lot_id, line.location_id, line.tote_id, units, 'picked',
            line.order_line_id, line.id, scan, 0, here, who, task.epoch, moment);
    UPDATE pick_line SET picked = picked + units, picked_at = moment, state = CASE
        WHEN line.open_units > units THEN 'open' WHEN line.short > 0 THEN 'short' ELSE 'picked' END
     WHERE id = line.id;
    UPDATE order_line SET picked = picked + units WHERE id = line.order_line_id;
    UPDATE allocation SET quantity = quantity - units WHERE id = line.allocation_id;
    events := jsonb_build_array(jsonb_build_object('kind', 'LinePicked', 'payload',
      jsonb_build_object('task_id', task.id, 'pick_line_id', line.id, 'quantity', units,
                         'location', line.place, 'tote', line.tote)));
    is_finished := (request->>'finishes')::boolean
      AND NOT EXISTS (SELECT FROM pick_line WHERE task_id = task.id AND state = 'open');
  ELSIF kind = 'BindTote' THEN
    SELECT pick_task_tote.id, order_id, number INTO bound
      FROM pick_task_tote JOIN orders ON orders.id = order_id
     WHERE task_id = task.id AND tote_id IS NULL ORDER BY position LIMIT 1;
    UPDATE tote SET order_id = bound.order_id, bound_at = moment
      FROM location
     WHERE location.id = tote.location_id AND location.code = effect->>'tote'
       AND (tote.order_id IS NULL OR tote.order_id = bound.order_id)
    RETURNING tote.location_id INTO line;
    IF bound.id IS NULL OR line.location_id IS NULL THEN
      RAISE EXCEPTION 'the tote is not free' USING ERRCODE = 'PK001';
    END IF;
    UPDATE pick_task_tote SET tote_id = line.location_id WHERE id = bound.id;
    events := jsonb_build_array(jsonb_build_object('kind', 'ToteBound', 'payload',
      jsonb_build_object('task_id', task.id, 'tote', effect->>'tote',
                         'order_number', bound.number)));
  END IF;

  UPDATE pick_task SET
    revision = revision + CASE WHEN kind IS NULL THEN 0 ELSE 1 END,
    state = CASE WHEN is_finished THEN 'done' ELSE state END,
    paused_by = CASE WHEN is_finished THEN operator_id ELSE paused_by END,
    operator_id = CASE WHEN is_finished THEN NULL ELSE operator_id END,
    finished_at = CASE WHEN is_finished THEN moment ELSE finished_at END,
    lease_until = CASE
      WHEN is_finished THEN NULL
      WHEN state = 'in_progress' THEN moment + make_interval(secs => lease_seconds)
      ELSE lease_until END
  WHERE id = task.id RETURNING revision INTO known;
  IF is_finished THEN
    events := events || jsonb_build_object('kind', 'TaskFinished', 'payload',
                                           jsonb_build_object('task_id', task.id));
    events := events || pick_orders_go_on(task.id);
  END IF;
  INSERT INTO event_log (kind, payload, station, operator_id, at)
  SELECT event->>'kind', event->'payload', here, who, moment
    FROM jsonb_array_elements(events) WITH ORDINALITY AS told(event, place) ORDER BY place;
  IF is_finished THEN
    PERFORM pg_notify('pickstation', '');
  END IF;
  RETURN jsonb_build_object('verdict', verdict, 'revision', known.revision, 'events', events,
                            'at', extract(epoch FROM moment));
END $$
"""

# A task as `app.db.queries.pick_copies.state_of` reads it.
_COPY = """
CREATE OR REPLACE FUNCTION pick_copy(task bigint) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object(
    'task_id', pick_task.id, 'epoch', pick_task.epoch, 'revision', pick_task.revision,
    'method', pick_task.method, 'is_paused', pick_task.state = 'paused',
    'totes', (
      SELECT jsonb_agg(jsonb_build_object('order_id', orders.id, 'order_number', orders.number,
               'tote_id', pick_task_tote.tote_id, 'tote', place.code)
             ORDER BY pick_task_tote.position)
      FROM pick_task_tote JOIN orders ON orders.id = pick_task_tote.order_id
      LEFT JOIN location AS place ON place.id = pick_task_tote.tote_id
      WHERE pick_task_tote.task_id = task),
    'lines', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', line.id,
               'order_line_id', line.order_line_id, 'item_id', line.item_id,
               'location_id', line.location_id, 'quantity', line.quantity,
               'picked', line.picked, 'short', line.short, 'skips', line.skips,
               'sku', item.sku, 'name', item.name, 'lot_tracked', item.lot_tracked,
               'fragile', item.fragile, 'location', place.code, 'zone', place.zone,
               'check_digits', place.check_digits, 'lot', lot.code, 'expiry', lot.expiry,
               'reason', allocation.reason) ORDER BY line.sequence, line.id), '[]')
      FROM pick_line AS line JOIN item ON item.id = line.item_id
      JOIN location AS place ON place.id = line.location_id
      JOIN lot ON lot.id = line.lot_id
      JOIN allocation ON allocation.id = line.allocation_id
      WHERE line.task_id = task AND line.state <> 'cancelled'),
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
    'picked', (
      SELECT coalesce(jsonb_agg(jsonb_build_array(id, picked) ORDER BY picked_at, id), '[]')
      FROM pick_line WHERE task_id = task AND picked > 0 AND picked_at IS NOT NULL))
  FROM pick_task WHERE pick_task.id = task
$$
"""

_STOPPED = """EXISTS (
      SELECT FROM pick_task_tote JOIN orders ON orders.id = pick_task_tote.order_id
      WHERE pick_task_tote.task_id = pick_task.id AND (
        orders.cancelled_at IS NOT NULL
        OR EXISTS (SELECT FROM order_hold WHERE order_hold.order_id = orders.id
                   AND order_hold.lifted_at IS NULL AND order_hold.reason <> 'short')))"""

_CLAIM = """
CREATE OR REPLACE FUNCTION pick_claim(who bigint, here text, lease_seconds integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = @schema@, pg_temp AS $$
DECLARE
  moment CONSTANT timestamptz := clock_timestamp();
  task bigint;
  claim integer;
  events jsonb;
BEGIN
  PERFORM FROM operator WHERE id = who AND active
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
  IF task IS NULL THEN
    SELECT id INTO task FROM pick_task WHERE state = 'ready' AND NOT @stopped@
     ORDER BY priority DESC, sequence LIMIT 1 FOR NO KEY UPDATE OF pick_task SKIP LOCKED;
  END IF;
  IF task IS NULL THEN
    RETURN jsonb_build_object('task', NULL, 'at', extract(epoch FROM moment));
  END IF;
  UPDATE pick_task SET state = 'in_progress', operator_id = who, paused_by = NULL,
    lapsed_at = NULL, station = here, epoch = epoch + 1,
    lease_until = moment + make_interval(secs => lease_seconds),
    started_at = coalesce(started_at, moment)
  WHERE id = task RETURNING epoch INTO claim;
  events := jsonb_build_array(jsonb_build_object('kind', 'TaskClaimed', 'payload',
    jsonb_build_object('task_id', task, 'operator_id', who, 'station', here, 'epoch', claim)));
  events := events || pick_orders_go_on(task);
  INSERT INTO event_log (kind, payload, station, operator_id, at)
  SELECT event->>'kind', event->'payload', here, who, moment
    FROM jsonb_array_elements(events) WITH ORDINALITY AS told(event, place) ORDER BY place;
  PERFORM pg_notify('pickstation', '');
  RETURN jsonb_build_object('task', pick_copy(task), 'at', extract(epoch FROM moment));
END $$
"""

FUNCTIONS = (_ORDER_STATE, _ORDERS_GO_ON, _APPLY, _COPY, _CLAIM.replace("@stopped@", _STOPPED))


def texts(schema: str) -> tuple[str, ...]:
    """The functions' definitions, in the order they build on each other.

    Args:
        schema: where the tables are, quoted as SQL needs it.
    """
    return tuple(text.replace("@schema@", schema) for text in FUNCTIONS)
