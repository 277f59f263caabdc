INSERT INTO item (id, sku, name, fragile, lot_tracked) VALUES (1, 'MUG', 'Mug', false, true);
INSERT INTO lot (id, item_id, code) VALUES (1, 1, 'L1');
INSERT INTO location (id, code, kind, zone, aisle, side, bay, level, check_digits, pick_sequence)
VALUES (1, 'A-01', 'pick_face', 'A', '', '', '', '', '', 1);
INSERT INTO event_log (kind, payload, station, at)
VALUES ('Old', '{}', 'P-01', '2026-11-20 09:00:00');
