INSERT INTO packaging (code, name, length_mm, width_mm, height_mm, max_weight_g, tare_g)
SELECT 'S9', 'Small', 200, 150, 100, 3000, 60 WHERE NOT EXISTS (
  SELECT 1 FROM packaging WHERE code = 'S9');
INSERT INTO packaging_tally (packaging_code, contents, band, filled, overruled)
VALUES ('S9', 'mixed', 80, 3, 1);
INSERT INTO packaging_habit (contents_key, packaging_code, times_running, overrules, last_at)
VALUES ('0123', 'S9', 2, 2, '2026-11-20 09:00:00');
