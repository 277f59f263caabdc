"""Heartbeats and reaping as a station does them, in the time scale of a run."""

from __future__ import annotations

import sys
import time
import uuid
from datetime import timedelta
from typing import Any

from app.domain import leases as rules
from app.services import leases
from app.services.workplace import Workplace
from tests.torture.diary import Diary

LEASE = timedelta(seconds=2)
"""Short enough that leases run out within a run; the proportions are those of the floor."""

SCALE = LEASE / rules.LEASE


def shorten_leases() -> None:
    """Let all modules of this process reckon with short leases."""
    true = rules.LEASE
    for name, module in list(sys.modules.items()):
        if name.startswith("app.") and getattr(module, "LEASE", None) == true:
            vars(module)["LEASE"] = LEASE


class SignsOfLife:
    """Says that a station lives, and looks now and then for work whose lease ran out."""

    def __init__(self, workplace: Workplace, diary: Diary) -> None:
        self._workplace, self._diary = workplace, diary
        self._run: Any = None
        self._beat_at = self._reap_at = 0.0

    def show(self) -> None:
        """Do what is due."""
        now = time.monotonic()
        if self._run is None:
            run = uuid.uuid1()
            self._diary.count(f"station begins after {leases.begin_run(self._workplace, run)}")
            self._run = run
        if now >= self._beat_at:
            leases.heartbeat(self._workplace, self._run)
            self._beat_at = now + SCALE * rules.HEARTBEAT.total_seconds()
        if now >= self._reap_at:
            report = leases.reap(self._workplace)
            for _ in (*report.ready, *report.paused):
                self._diary.count("expired lease reaped")
            self._reap_at = now + SCALE * rules.REAPING.total_seconds()
