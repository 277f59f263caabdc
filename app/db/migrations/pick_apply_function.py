"""The function that writes a picker's scan in PostgreSQL: `pick_apply`, and what it is made of."""

# What `compute_state` makes of an order that is on the floor, paid, free of holds and not packed.
ORDER_STATE = """
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

# Brings the states of orders up to date and returns the events of it.
ORDERS_GO_ON = """
CREATE OR REPLACE FUNCTION pick_orders_go_on(wanted bigint[]) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  worked record;
  new_state text;
  events jsonb := '[]';
BEGIN
  FOR worked IN
    SELECT id, number, state FROM orders WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE
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

# Puts units of one line into the tote of its order; returns what of it the caller has to know.
PUT = """
CREATE OR REPLACE FUNCTION pick_put(
  effect jsonb, leg integer, task bigint, claim integer, stopped bigint[], scan uuid, here text,
  who bigint, moment timestamptz
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  units CONSTANT integer := effect->>'quantity';
  line record;
BEGIN
  -- A task may carry several orders: the line's own order says which tote is meant.
  SELECT pick_line.id, pick_line.item_id, pick_line.lot_id, pick_line.location_id,
         pick_line.order_line_id, pick_line.allocation_id, pick_line.short, order_line.order_id,
         pick_line.quantity - pick_line.picked - pick_line.short AS open_units,
         place.code AS place, pick_task_tote.tote_id, tote_place.code AS tote,
         item.serial_tracked
    INTO line
    FROM pick_line
    JOIN location AS place ON place.id = pick_line.location_id
    JOIN item ON item.id = pick_line.item_id
    JOIN order_line ON order_line.id = pick_line.order_line_id
    JOIN pick_task_tote ON pick_task_tote.task_id = pick_line.task_id
                       AND pick_task_tote.order_id = order_line.order_id
    JOIN location AS tote_place ON tote_place.id = pick_task_tote.tote_id
   WHERE pick_line.id = (effect->>'pick_line_id')::bigint AND pick_line.task_id = task
     AND pick_line.state = 'open'
     FOR NO KEY UPDATE OF pick_line;
  IF NOT FOUND OR line.tote <> effect->>'tote' OR line.open_units < units OR units < 1
     OR line.order_id = ANY(stopped) OR line.serial_tracked
  THEN
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
          line.order_line_id, line.id, scan, leg, here, who, claim, moment);
  UPDATE pick_line SET picked = picked + units, picked_at = moment, state = CASE
      WHEN line.open_units > units THEN 'open' WHEN line.short > 0 THEN 'short' ELSE 'picked' END
   WHERE id = line.id;
  UPDATE order_line SET picked = picked + units WHERE id = line.order_line_id;
  UPDATE allocation SET quantity = quantity - units WHERE id = line.allocation_id;
  RETURN jsonb_build_object(
    'ended', CASE WHEN line.open_units = units THEN line.order_id END,
    'event', jsonb_build_object('kind', 'LinePicked', 'payload',
      jsonb_build_object('task_id', task, 'pick_line_id', line.id, 'quantity', units,
                         'location', line.place, 'tote', line.tote)));
END $$
"""

# Lets a tote stand at a position of the cart; returns the event of it.
BIND = """
CREATE OR REPLACE FUNCTION pick_bind(
  effect jsonb, task bigint, here text, who bigint, moment timestamptz
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  place CONSTANT integer := effect->>'position';
  bound record;
  found_tote bigint;
BEGIN
  SELECT order_id, number, tote_id, method INTO bound
    FROM pick_task_tote JOIN orders ON orders.id = order_id
    JOIN pick_task ON pick_task.id = task_id
   WHERE task_id = task AND position = place ORDER BY pick_task_tote.id LIMIT 1;
  -- Orders of a batch share the tote: it is the task's.
  UPDATE tote SET order_id = CASE WHEN bound.method <> 'batch' THEN bound.order_id END,
      task_id = CASE WHEN bound.method = 'batch' THEN task END, bound_at = moment,
      place_id = NULL, seen_at = moment, seen_by = who, seen_station = here
    FROM location
   WHERE location.id = tote.location_id AND location.code = effect->>'tote'
     AND CASE WHEN bound.method = 'batch'
           THEN tote.order_id IS NULL AND (tote.task_id IS NULL OR tote.task_id = task)
           ELSE tote.task_id IS NULL
             AND (tote.order_id IS NULL OR tote.order_id = bound.order_id) END
  RETURNING tote.location_id INTO found_tote;
  IF bound.order_id IS NULL OR bound.tote_id IS NOT NULL OR effect->>'full' <> ''
     OR found_tote IS NULL
  THEN
    RAISE EXCEPTION 'the tote is not free' USING ERRCODE = 'PK001';
  END IF;
  UPDATE pick_task_tote SET tote_id = found_tote WHERE task_id = task AND position = place;
  RETURN jsonb_build_object('kind', 'ToteBound', 'payload',
    jsonb_build_object('task_id', task, 'tote', effect->>'tote', 'order_number', bound.number));
END $$
"""

APPLY = """
CREATE OR REPLACE FUNCTION pick_apply(request jsonb, lease_seconds integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = @schema@, pg_temp AS $$
DECLARE
  moment CONSTANT timestamptz := clock_timestamp();
  scan CONSTANT uuid := request->>'scan_id';
  task_asked CONSTANT bigint := request->>'task_id';
  who CONSTANT bigint := request->>'operator_id';
  here CONSTANT text := request->>'station';
  effects CONSTANT jsonb := request->'effects';
  kind CONSTANT text := effects->0->>'kind';
  task record;
  worked record;
  known record;
  first_number text;
  is_only boolean;
  stopped jsonb;
  stopped_ids bigint[] := '{}';
  order_ids bigint[] := '{}';
  ended_ids bigint[] := '{}';
  told jsonb;
  refused text;
  refusal jsonb;
  verdict text;
  is_his boolean;
  is_finished boolean := false;
  events jsonb := '[]';
BEGIN
  IF request->>'revision' IS NULL OR jsonb_array_length(effects) > 1 AND kind <> 'PutInTote'
     OR EXISTS (SELECT FROM jsonb_array_elements(effects) AS one(effect)
                 WHERE effect->>'kind' NOT IN ('PutInTote', 'BindTote')
                    OR effect->>'kind' <> kind)
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
    SELECT id, state, epoch, revision, operator_id, paused_by, lapsed_at, method INTO task
      FROM pick_task WHERE id = task_asked;
    verdict := CASE WHEN known.name IS NULL THEN 'repeated' ELSE 'repeated_refused' END;
    refused := known.name;
  ELSE
    SELECT id, state, epoch, revision, operator_id, paused_by, lapsed_at, method INTO task
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
    verdict := 'taken_over';
    refused := CASE WHEN task.state = 'cancelled' AND task.paused_by = who
                     AND task.epoch = (request->>'epoch')::integer
      THEN 'WorkCalledOff' ELSE 'TaskTakenOver' END;
    refusal := jsonb_build_object('task_id', task_asked);
  ELSE
    is_only := (SELECT count(*) = 1 FROM pick_task_tote WHERE task_id = task.id);
    -- Locked first: a statement that waited for a lock would ask for holds as of its beginning.
    PERFORM id FROM orders
     WHERE id IN (SELECT order_id FROM pick_task_tote WHERE task_id = task.id)
     ORDER BY id FOR NO KEY UPDATE;
    FOR worked IN
      SELECT id, number, state, packing_started_at IS NOT NULL AS is_packed,
             cancelled_at IS NOT NULL OR EXISTS (
               SELECT FROM order_hold WHERE order_id = orders.id AND lifted_at IS NULL
                  AND reason <> 'short') AS is_stopped
        FROM orders
       WHERE id IN (SELECT order_id FROM pick_task_tote WHERE task_id = task.id)
       ORDER BY id
    LOOP
      first_number := coalesce(first_number, worked.number);
      order_ids := order_ids || worked.id;
      IF worked.is_stopped OR worked.is_packed THEN
        stopped_ids := stopped_ids || worked.id;
      END IF;
      -- One that is packed is in the way of its own units only, one that the copy knows of as well.
      IF stopped IS NULL AND (worked.is_stopped OR worked.is_packed AND is_only)
         AND NOT coalesce(request->'stopped', '[]') @> to_jsonb(worked.id)
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
    FOR leg IN 0..jsonb_array_length(effects) - 1 LOOP
      told := pick_put(
        effects->leg, leg, task.id, task.epoch, stopped_ids, scan, here, who, moment);
      events := events || (told->'event');
      IF told->>'ended' IS NOT NULL THEN
        ended_ids := ended_ids || (told->>'ended')::bigint;
      END IF;
    END LOOP;
    is_finished := (request->>'finishes')::boolean
      AND NOT EXISTS (SELECT FROM pick_line WHERE task_id = task.id AND state = 'open');
  ELSIF kind = 'BindTote' THEN
    events := jsonb_build_array(pick_bind(effects->0, task.id, here, who, moment));
  END IF;
  IF is_finished AND task.method = 'zone_pass' THEN
    RAISE EXCEPTION 'the tote goes on to the next zone' USING ERRCODE = 'PK001';
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
    events := events || pick_orders_go_on(order_ids);
  ELSIF ended_ids <> '{}' THEN
    events := events || pick_orders_go_on(ended_ids);
  END IF;
  INSERT INTO event_log (kind, payload, station, operator_id, at)
  SELECT event->>'kind', event->'payload', here, who, moment
    FROM jsonb_array_elements(events) WITH ORDINALITY AS told(event, place) ORDER BY place;
  IF is_finished OR events @> '[{"kind": "OrderStateChanged"}]' THEN
    PERFORM pg_notify('pickstation', '');
  END IF;
  RETURN jsonb_build_object('verdict', verdict, 'revision', known.revision, 'events', events,
                            'at', extract(epoch FROM moment));
END $$
"""
