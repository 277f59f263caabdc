"""Makes the screen typeface available, and says what to fall back to where it is missing."""

import logging
from importlib.resources import files

from PySide6.QtGui import QFontDatabase

_log = logging.getLogger(__name__)

FAMILY = "B612"
FALLBACK_FAMILIES = ("DejaVu Sans", "Segoe UI", "Helvetica Neue", "Noto Sans")
FILES = ("B612-Regular.otf", "B612-Bold.otf")
_SLASHED_ZERO = "\ue007"  # B612 keeps it in the private use area, with the width of its digits


def load_fonts() -> bool:
    """Register the bundled typeface with Qt; calling it again costs nothing.

    Returns:
        Whether the typeface can be used. A missing or damaged file is logged, never raised:
        a station with plainer letters still ships orders.
    """
    if QFontDatabase.hasFamily(FAMILY):
        return True
    for name in FILES:
        try:
            font_data = (files("resources") / "fonts" / name).read_bytes()
        except OSError as problem:
            _log.warning("font %s cannot be read (%s): using another typeface", name, problem)
            return False
        if QFontDatabase.addApplicationFontFromData(font_data) < 0:
            _log.warning("font %s is damaged: using another typeface", name)
            return False
    return True


_found: set[str] = set()
"""Typefaces that Qt has; looking one up takes longer than painting a word."""


def _is_there() -> bool:
    """Whether Qt has the screen typeface; once loaded, it stays."""
    if FAMILY not in _found and QFontDatabase.hasFamily(FAMILY):
        _found.add(FAMILY)
    return FAMILY in _found


def families() -> list[str]:
    """The typefaces to ask Qt for, best first."""
    return [FAMILY, *FALLBACK_FAMILIES]


def with_slashed_zeros(code: str) -> str:
    """The code as it is painted: with zeros that nobody takes for a letter O, where possible.

    Args:
        code: Location, tote, order or barcode digits. Only for painting, never for data.
    """
    return code.replace("0", _SLASHED_ZERO) if _is_there() else code
