"""Last character of a scan to the painted verdict, and the commit in it, beside bare commits."""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from app.bench.commits import CommitFigures, measure_commits
from app.bench.demo_orders import release_demo_orders
from app.bench.raw_commit import Durations, raw_commits
from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.window import StationWindow, build_station
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience, parse_url
from app.demo.picker import as_scanned
from app.demo.player import Player
from app.demo.warehouse import PICKER
from app.domain.own_codes import badge_payload, location_payload
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.services.inquiry import some_codes
from app.services.workplace import Workplace
from app.settings import StationSettings
from app.ui.application import make_application
from app.ui.typed_scans import type_scan

WRONG_SHARE = 0.1
"""Of the measured scans, so many are wrong: a STOP must be as quick as an OK."""


@dataclass(frozen=True)
class ScanFigures:
    """The benchmark's figures, in milliseconds."""

    database: str
    scans: int
    verdict: Durations
    bare: Durations
    commits: CommitFigures

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "database": self.database,
            "scans": self.scans,
            "verdict_ms": _quantiles(self.verdict),
            "bare_commit_ms": _quantiles(self.bare),
            "ratio_median": round(self.verdict.at(0.5) / self.bare.at(0.5), 2),
            "ratio_p99": round(self.verdict.at(0.99) / self.bare.at(0.99), 2),
            "commit": self.commits.as_json(),
        }


def bench_scans(settings: StationSettings, *, scans: int, own_database: bool, as_json: bool) -> int:
    """Measure scans in the real window and print the figures.

    Returns:
        0.

    Raises:
        CannotOpen: the database cannot be opened, is somebody else's, or has no work left.
    """
    with TemporaryDirectory() as folder:
        if own_database:
            file = Path(folder) / "floor.sqlite3"
            settings = replace(settings, database=f"sqlite:///{file}")
        workplace = open_workplace(settings, patience=Patience.DESK)
        try:
            figures = _measure(settings, workplace, Path(folder), scans)
        finally:
            workplace.database.close()
    print(json.dumps(figures.as_json()) if as_json else _in_words(figures))
    return 0


def _measure(
    settings: StationSettings, workplace: Workplace, folder: Path, scans: int
) -> ScanFigures:
    # Each task gives at least two scans; so many orders are enough.
    release_demo_orders(workplace, folder, scans // 2 + 1)
    application = make_application(sys.argv[:1])
    station = build_station(application, settings, workplace)
    station.window.show()
    try:
        measured = _ScanRun(application, station, workplace).run(scans)
    finally:
        station.close()
    if not measured:
        raise CannotOpen("there is no work left to measure; name an empty database")
    url = parse_url(settings.database_url)
    bare = raw_commits(url, scans)
    commits = measure_commits(workplace, url, scans)
    verdict = Durations.of(measured)
    return ScanFigures(station.context.about.database, len(measured), verdict, bare, commits)


class _ScanRun:
    """Scans typed into the window one by one, each timed until its verdict is painted."""

    def __init__(
        self, application: QApplication, station: StationWindow, workplace: Workplace
    ) -> None:
        self._station = station
        items, _, totes = some_codes(workplace)
        self._items = [as_scanned(code) for code in items]
        self._totes = list(totes)
        self._chance = random.Random(1)  # noqa: S311 - repeatable mistakes, no secret
        self._answers = 0
        self._player = Player(application, station, None, None)
        station.context.feedback.played.connect(self._count)

    def run(self, scans: int) -> list[float]:
        """Sign in and scan; returns the seconds of each scan."""
        self._player.scan(badge_payload(PICKER.badge))
        self._player.scan(Command.NEXT.value)
        seconds: list[float] = []
        while len(seconds) < scans:
            screen = self._station.window.pick
            state = screen.state
            if state is None or not self._totes:
                break
            if state.prompt is PickPrompt.TASK_DONE:
                self._player.scan(Command.NEXT.value)
            elif state.prompt is PickPrompt.CONFIRM_QUANTITY and screen.held is not None:
                self._player.scan(Command.OK.value)  # takes STOP away and asks nothing
            else:
                seconds.append(self._scan(self._next_code()))
        return seconds

    def _next_code(self) -> str:
        screen = self._station.window.pick
        state = screen.state
        line = None if state is None else state.line
        if state is None or line is None:
            raise RuntimeError("no line is open")
        if screen.held is None and self._chance.random() < WRONG_SHARE:
            return self._chance.choice(self._items)
        match state.prompt:
            case PickPrompt.SCAN_TOTE:
                return self._totes.pop(0)
            case PickPrompt.SCAN_LOCATION:
                return location_payload(line.location)
            case PickPrompt.CONFIRM_QUANTITY:
                return Command.OK.value
            case _:
                return as_scanned(line.item.barcode or line.item.sku)

    def _scan(self, code: str) -> float:
        """Type a code and wait for sound and paint; the time runs from its last character on."""
        window = self._station.window
        before = self._answers
        type_scan(window.windowHandle(), code)
        started = time.perf_counter()
        self._player.wait_for(lambda: self._answers > before, "a verdict")
        window.repaint()
        return time.perf_counter() - started

    def _count(self, _event: str) -> None:
        self._answers += 1


def _quantiles(durations: Durations) -> dict[str, float]:
    return {
        "median": round(durations.at(0.5), 2),
        "p99": round(durations.at(0.99), 2),
        "max": round(durations.at(1.0), 2),
    }


def _in_words(figures: ScanFigures) -> str:
    lines = [f"{figures.database}, {figures.scans} scans in the real window (milliseconds)"]
    for name, durations in (
        ("last character to painted verdict, commit included", figures.verdict),
        ("the same rows by the bare driver, committed", figures.bare),
    ):
        values = _quantiles(durations)
        lines.append(f"  {name}: median {values['median']}  99 % {values['p99']}")
    ratio = figures.as_json()
    lines.append(f"  ratio: median {ratio['ratio_median']}  99 % {ratio['ratio_p99']}")
    return "\n".join(lines + figures.commits.in_words())
