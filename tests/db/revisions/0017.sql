INSERT INTO count_task (item_id, location_id, reason, state, raised_at)
SELECT (SELECT MIN(id) FROM item), (SELECT MIN(id) FROM location WHERE kind = 'pick_face'), 'empty',
'open', '2026-11-20 09:00:00';
INSERT INTO count_task (item_id, location_id, reason, state, raised_at)
SELECT item_id, location_id, 'damaged', 'open', '2026-11-20 09:05:00' FROM count_task;
