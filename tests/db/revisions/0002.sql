INSERT INTO orders (
  id, source, external_id, number, state, payment, payment_waived, fulfilled_elsewhere, risk,
  placed_at, priority, currency, language, shipping_method, note, gift_message, tags, content_hash,
  version)
VALUES (
  1, 'table', '1', '1', 'allocated', 'paid', false, false, 'low',
  '2026-11-20 09:00:00', 0, '', '', '', '', '', '', '', 1);
INSERT INTO order_line (
  id, order_id, number, external_line_id, item_id, sku, name, requires_shipping,
  quantity, allocated, picked, packed, shipped, short, cancelled)
VALUES (1, 1, 1, '', 1, 'MUG', 'Mug', true, 2, 2, 0, 0, 0, 0, 0);
INSERT INTO stock (item_id, location_id, lot_id, on_hand, allocated) VALUES (1, 1, 1, 5, 2);
INSERT INTO allocation (
  id, order_line_id, item_id, location_id, lot_id, quantity, reason, facts, made_at)
VALUES (1, 1, 1, 1, 1, 2, 'only', '{}', '2026-11-20 09:00:00');
