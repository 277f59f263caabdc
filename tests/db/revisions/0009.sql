INSERT INTO station (code, name, app_version) VALUES ('P-07', 'Pack bench 7', '0.1.0');
INSERT INTO print_route (station_id, document_kind, printer_id)
SELECT station.id, 'shipping_label', printer.id FROM station, printer WHERE station.code = 'P-07';
INSERT INTO print_job (document_kind, version, copy, document, printer_id, state, reason, attempt,
sha256, worker, station, reprint_reason, made_at)
SELECT 'shipping_label', 1, 1, '{}', id, 'held', 'paper_out', 1, '', '', 'P-07', '',
'2026-11-20 09:00:00' FROM printer;
INSERT INTO print_job (document_kind, version, copy, document, printer_id, state, reason, attempt,
sha256, worker, station, reprint_of, reprint_reason, made_at)
SELECT 'shipping_label', 1, 2, '{}', printer_id, 'queued', '', 1, '', '', 'P-07', id, 'torn',
'2026-11-20 09:00:00' FROM print_job;
