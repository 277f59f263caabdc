"""Gives the window its turn soon while other threads of the station read and reckon in Python."""

from __future__ import annotations

import sys

TURN_SECONDS = 0.0005
"""Python's own 5 ms are what the window waits each time Qt hands back from a brush stroke."""


def share_interpreter() -> None:
    """Let threads that want the interpreter have it within half a millisecond.

    A picture of the floor is hundreds of strokes. With Python's usual turns a board that is read
    beside the window made it stand still for a third of a second.
    """
    sys.setswitchinterval(TURN_SECONDS)
