"""The demo shift: a warehouse and real orders, played through the real windows by scans."""
