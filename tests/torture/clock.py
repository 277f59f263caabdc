"""A station whose clock is wrong: the modules of the program in this process see shifted times.

libfaketime would shift the monotonic clock as well and is not on every machine. Here the classes
and functions that tell wall-clock time are replaced in this process; scan ids, which carry the
station's time, are made from the shifted time as well.
"""

from __future__ import annotations

import os
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any, Self

Shift = Callable[[], float]
"""By how many seconds this process's clock is wrong now."""

_true_time = time.time


def shift_clock(shift: Shift) -> None:
    """Let everything of ours in this process read the shifted clock from now on."""

    class Shifted(datetime):
        """What `datetime` is to the modules of this process."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(_true_time() + shift(), tz)

    def shifted_time() -> float:
        return _true_time() + shift()

    for name, module in list(sys.modules.items()):
        # Not the schema and the drivers: they take the class itself for a type.
        if name.startswith(("app.services", "app.db.unit_of_work", "app.db.outbox")):
            _replace(module, datetime, Shifted)
            _replace(module, _true_time, shifted_time)


def _replace(module: Any, old: object, new: object) -> None:
    for name, value in list(vars(module).items()):
        if value is old:
            setattr(module, name, new)


def new_scan_id(shift: Shift) -> uuid.UUID:
    """A scan id as a station with a wrong clock makes it: a UUIDv7 of the shifted time."""
    milliseconds = int((_true_time() + shift()) * 1000)
    noise = int.from_bytes(os.urandom(10))
    bits = (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | (noise >> 68 & 0xFFF) << 64
    return uuid.UUID(int=bits | 2 << 62 | noise & (1 << 62) - 1)
