"""How long something is, in the largest unit that still says enough."""

from __future__ import annotations

from app.ui.message import translate

_HOUR, _DAY = 60, 24 * 60


def span_words(minutes: int) -> str:
    """So many minutes, hours or days; hours from two on, days from two on."""
    if minutes < 2 * _HOUR:
        return translate("span", "{0} min").format(minutes)
    if minutes < 2 * _DAY:
        return translate("span", "{0} h").format(minutes // _HOUR)
    return translate("span", "{0} days").format(minutes // _DAY)
