INSERT INTO stock_move (
  item_id, lot_id, from_location_id, to_location_id, quantity, reason, leg, station, at)
VALUES (1, 1, -1, 1, 5, 'received', 0, '', '2026-11-20 09:00:00');
