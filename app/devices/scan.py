"""One read of a code, whichever device it came from: the shape every screen receives."""

import uuid
from dataclasses import dataclass, field

from uuid_utils.compat import uuid7

WEDGE = "wedge"
KEYED = "keyed"


@dataclass(frozen=True)
class Scan:
    """One code as it was read, not yet understood.

    Attributes:
        raw: The whole payload without prefix and suffix; GS (0x1D) and AIM identifier are kept.
        source: `WEDGE`, `KEYED` (typed by hand), or what `serial_source` gives.
        at: When the last key or byte was sent, in seconds of the station's monotonic clock.
        scan_id: Applied once: the same id a second time changes nothing (UUIDv7, RFC 9562).
    """

    raw: str
    source: str
    at: float
    scan_id: uuid.UUID = field(default_factory=uuid7)


def serial_source(port: str) -> str:
    """Name the source of scans that come from a serial port."""
    return f"serial:{port}"
