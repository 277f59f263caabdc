INSERT INTO operator (
  id, staff_number, name, role, pin_hash, active, language, theme, volume, left_handed, text_scale,
  wrong_pins)
VALUES (1, '1', 'Ana', 'picker', '', true, 'en', 'light', 7, false, 1.0, 0);
INSERT INTO pick_task (
  id, method, zone, state, station, epoch, revision, priority, sequence, released_at)
VALUES (1, 'single', 'A', 'ready', '', 0, 0, 0, 1, '2026-11-20 09:00:00');
INSERT INTO location (id, code, kind, zone, aisle, side, bay, level, check_digits, pick_sequence)
VALUES (2, 'T-0001', 'tote', '', '', '', '', '', '', 0);
INSERT INTO tote (location_id, order_id) VALUES (2, 1);
INSERT INTO pick_task_tote (id, task_id, position, order_id, tote_id) VALUES (1, 1, 1, 1, 2);
