INSERT INTO printer (name, kind, address, format, dpi, lamp, words)
VALUES ('Labels', 'tcp', '127.0.0.1:9100', 'zpl', 203, 'unknown', '');
