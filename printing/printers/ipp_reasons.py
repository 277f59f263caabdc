"""What IPP's reasons mean here, whether a print server passes them on or the printer itself."""

import re
from collections.abc import Iterable

from printing.jobs import HoldReason

_REASONS = {
    "media-empty": HoldReason.PAPER_OUT,
    "media-needed": HoldReason.PAPER_OUT,
    "media-jam": HoldReason.JAM,
    "cover-open": HoldReason.COVER_OPEN,
    "door-open": HoldReason.COVER_OPEN,
    "interlock-open": HoldReason.COVER_OPEN,
    "marker-supply-empty": HoldReason.TONER_OUT,
    "toner-empty": HoldReason.TONER_OUT,
    "paused": HoldReason.PAUSED,
    "offline": HoldReason.OFFLINE,
    "shutdown": HoldReason.OFFLINE,
    "connecting-to-device": HoldReason.OFFLINE,
}
"""IPP's printer-state-reasons (RFC 8011, section 5.4.12) without their ending."""

_ENDING = re.compile("-(error|warning|report)$")


def hold_reasons(said: Iterable[object]) -> tuple[HoldReason, ...]:
    """The reasons that keep a printer from printing, each once, in the order they were said."""
    plain = (_ENDING.sub("", str(reason)) for reason in said)
    return tuple(dict.fromkeys(_REASONS[reason] for reason in plain if reason in _REASONS))
