"""The station as its user starts it: the real program in a process of its own, on a real screen."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from sqlalchemy import func, select

from app.db.schema import PickLine, ScanLog
from app.services.workplace import Workplace
from tests.servers.processes import is_at_work
from tests.servers.program import start_program
from tests.servers.x_display import XDisplay

PATIENCE_SECONDS = 150.0


TRIES = 10
LOOKS_AT_REST = 30
"""So many looks in a row, a twentieth of a second apart, and the program does nothing: it has not
heard a scan that it gave no answer to."""

LOOKS_BETWEEN_SCREENS = 3


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something another process does."""
    pause = threading.Event()
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        pause.wait(0.02)


def came_about(pid: int, condition: Callable[[], bool], looks: int) -> bool:
    """Wait until something has come about; whether it did before a program was at rest for `looks`.

    On a busy machine an answer may take seconds; a code that is scanned again meanwhile counts
    twice.
    """
    pause, at_rest = threading.Event(), 0
    end = time.monotonic() + PATIENCE_SECONDS
    while at_rest < looks and time.monotonic() < end:
        if condition():
            return True
        at_rest = 0 if is_at_work(pid) else at_rest + 1
        pause.wait(0.05)
    return condition()


class StationProcess:
    """A running `pickstation run`; scans are typed by an X client or sent over a serial line."""

    def __init__(
        self,
        display: XDisplay,
        workplace: Workplace,
        folder: Path,
        *,
        serial_port: str = "",
        scale_port: str = "",
        afresh: bool = False,
    ) -> None:
        """Start the program and wait for its window.

        Args:
            display: where the window opens.
            workplace: a second look at the station's database, to see what was written.
            folder: for the station's settings and its output.
            serial_port: a serial scanner's port, if there is one.
            scale_port: a scale's port that speaks MT-SICS, if there is one.
            afresh: by a new interpreter; see `start_program`.
        """
        self._display = display
        self._workplace = workplace
        self._folder = folder
        config = folder / "config" / "pickstation"
        config.mkdir(parents=True, exist_ok=True)
        lines = [f'scanners = [{{ port = "{serial_port}" }}]\n'] if serial_port else []
        if scale_port:
            lines.append(
                f'scale = {{ port = "{scale_port}", protocol = "sics", baud_rate = 9600 }}\n'
            )
        if lines:
            (config / "station.toml").write_text("".join(lines))
        environment = display.environment | {
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
        }
        url = workplace.database.engine.url.render_as_string(hide_password=False)
        self._output = (folder / "station.log").open("ab")
        words = ["--database", url, "--station", workplace.station, "run"]
        self._process = start_program(words, environment, self._output, afresh=afresh)
        display.activate(f"Pickstation {workplace.station}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._display.screenshot(self._folder / "failed.png")
        self.kill()

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._output.close()

    def freeze(self) -> None:
        """Stop it in the middle of whatever it does, as a computer that sleeps."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on as if no time had passed, its window in front."""
        os.killpg(self._process.pid, signal.SIGCONT)
        self._display.activate(f"Pickstation {self._workplace.station}")

    def scan(self, code: str) -> None:
        """Type a code as a keyboard scanner does, and wait until the program has answered it."""
        before = self.answers_to(code)
        self.insist(code, lambda: self.answers_to(code) > before, f"an answer to {code}")

    def insist(self, code: str, condition: Callable[[], bool], what: str) -> None:
        """Scan a code until it was heard, as people do who see no answer.

        A scan made while the screen changes is dropped on purpose, and nothing tells another
        process when the new screen is there.
        """
        for _ in range(TRIES):
            if condition():
                return
            self._display.type_scan(code)
            if self.is_heard(condition):
                return
        raise AssertionError(f"waited in vain for {what}")

    def walk(self, codes: Sequence[str], condition: Callable[[], bool], what: str) -> None:
        """Scan the codes that lead to another screen, over again if screens changed under one."""
        for _ in range(TRIES):
            if condition():
                return
            for code in codes:
                self._display.type_scan(code)
                self.settle()
            if self.is_heard(condition):
                return
        raise AssertionError(f"waited in vain for {what}")

    def settle(self) -> None:
        """Wait until the program does nothing for a moment."""
        came_about(self._process.pid, lambda: False, LOOKS_BETWEEN_SCREENS)

    def is_heard(self, condition: Callable[[], bool]) -> bool:
        """Whether something comes about before the program has done nothing for a while."""
        return came_about(self._process.pid, condition, LOOKS_AT_REST)

    def answers_to(self, code: str) -> int:
        """How many scans of a code have been answered, commit included."""
        with self._workplace.database.begin() as work:
            statement = select(func.count()).select_from(ScanLog).where(ScanLog.raw == code)
            return work.session.scalar(statement) or 0

    def refusals_of(self, code: str) -> list[str | None]:
        """The refusals that scans of a code got, oldest first; None where one was accepted."""
        with self._workplace.database.begin() as work:
            statement = select(ScanLog.refusal).where(ScanLog.raw == code)
            return list(work.session.scalars(statement.order_by(ScanLog.at)))

    def picked(self) -> list[int]:
        """Picked units of each pick line, in order."""
        with self._workplace.database.begin() as work:
            return list(work.session.scalars(select(PickLine.picked).order_by(PickLine.id)))
