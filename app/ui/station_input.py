"""Keys, taps and typed numbers as scans: one queue and one path for whatever an operator does."""

from __future__ import annotations

from app.devices.scan import Scan
from app.domain.readings import Command, QuantityCode, Reading, WeightCode
from app.services.identifying import Entry
from app.ui.context import StationContext

PRESSED = "pressed"
"""Source of a command given by a key or a tap; its payload is that of the command card."""

COUNTED = "counted"
"""Source of a typed or tapped number, which may be larger than any quantity card."""


WEIGHED = "weighed"
"""Source of a weight that the scale said; no barcode can come from it."""


PASSED_ON = "passed_on"
"""Source of a scan that one screen hands on to the next one, for which it was meant."""


def command_scan(context: StationContext, command: Command) -> Scan:
    """A command as if its card had been scanned now."""
    return Scan(command.value, PRESSED, context.monotonic(), context.new_scan_id())


def quantity_scan(context: StationContext, quantity: int) -> Scan:
    """A number as if it had been scanned now."""
    return Scan(str(quantity), COUNTED, context.monotonic(), context.new_scan_id())


def weight_scan(context: StationContext, grams: float) -> Scan:
    """A weight that the scale said, as if it had been scanned now."""
    return Scan(f"{grams:.1f} g", WEIGHED, context.monotonic(), context.new_scan_id())


def passed_on(context: StationContext, entry: Entry) -> Scan:
    """A scan as if it had been made at the screen that is shown now."""
    return Scan(entry.raw, PASSED_ON, context.monotonic(), context.new_scan_id())


def entry_of(scan: Scan) -> Entry:
    """The scan as services take it."""
    reading: Reading | None = None
    if scan.source == COUNTED:
        reading = QuantityCode(int(scan.raw))
    elif scan.source == WEIGHED:
        reading = WeightCode(float(scan.raw.removesuffix(" g")))
    return Entry(scan.raw, scan.scan_id, reading)
