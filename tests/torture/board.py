"""What the processes of a run share in memory: the phase, and orders of the nemesis to each."""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
from ctypes import c_double, c_int
from enum import IntEnum

PROCESSES = multiprocessing.get_context("fork")
"""Stations are forked: they start in milliseconds, with the program loaded already."""

SLOTS = 64


class Phase(IntEnum):
    """Where a run stands."""

    WORK = 0
    DRAIN = 1
    STOP = 2


class Death(IntEnum):
    """Where a station shall die next."""

    NOT = 0
    IN_TRANSACTION = 1
    BEFORE_ACK = 2


class Board:
    """Shared by plain memory without locks: a killed process cannot leave it locked."""

    def __init__(self) -> None:
        self._phase = PROCESSES.RawValue(c_int, Phase.WORK)
        self._deaths = PROCESSES.RawArray(c_int, SLOTS)
        self._shifts = PROCESSES.RawArray(c_double, SLOTS)
        self._full = PROCESSES.RawArray(c_int, SLOTS)
        self._quiet = PROCESSES.RawArray(c_int, SLOTS)

    @property
    def phase(self) -> Phase:
        """Where the run stands."""
        return Phase(self._phase.value)

    @phase.setter
    def phase(self, phase: Phase) -> None:
        self._phase.value = phase

    def note_quiet(self, desk: int) -> None:
        """The office at this desk has seen that nothing new shall begin."""
        self._quiet[desk] = 1

    def is_quiet(self, desks: int) -> bool:
        """Whether all desks of the office have seen it."""
        return all(self._quiet[desk] for desk in range(desks))

    def order_death(self, slot: int, death: Death) -> None:
        """Let the station die when it comes to that point."""
        self._deaths[slot] = death

    def death_of(self, slot: int) -> Death:
        """Where the station shall die."""
        return Death(self._deaths[slot])

    def shift_clock(self, slot: int, seconds: float) -> None:
        """Let the station's own clock differ from the true time."""
        self._shifts[slot] = seconds

    def shift_of(self, slot: int) -> float:
        """By how many seconds the station's clock differs."""
        return float(self._shifts[slot])

    def fill_disk(self, slot: int, *, full: bool) -> None:
        """Let the station's disk be full, or have room again."""
        self._full[slot] = int(full)

    def disk_is_full(self, slot: int) -> bool:
        """Whether the station's disk is full."""
        return bool(self._full[slot])


def die_with_the_run() -> None:
    """Let the kernel end this process when the one that started it is gone."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
