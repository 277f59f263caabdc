"""Starts `pickstation` in processes of its own, where windows, demos and benchmarks really run."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Protocol

from tests.servers.forking import ForkLine
from tests.servers.processes import guarded

ROOT = Path(__file__).parent.parent.parent
LOOK_SECONDS = 0.02
END_SECONDS = 60.0


class Program(Protocol):
    """A running program, as `subprocess.Popen` tells of it."""

    pid: int

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""

    def wait(self, timeout: float) -> int:
        """Its exit code, once it has ended; TimeoutExpired where that takes longer."""


class _WarmInterpreter:
    """The process that has the program in memory; it ends with this one."""

    def __init__(self) -> None:
        here, there = socket.socketpair()
        self.line = ForkLine(here)
        with there:
            module = [sys.executable, "-m", "tests.servers.warm_interpreter", str(there.fileno())]
            self._process = subprocess.Popen(
                guarded(module, "TERM"), cwd=ROOT, pass_fds=[there.fileno()]
            )

    def end(self) -> None:
        """Let it end: nobody gives it orders any more."""
        self.line.close()
        self._process.wait(END_SECONDS)


@cache
def _warm_interpreter() -> _WarmInterpreter:
    interpreter = _WarmInterpreter()
    atexit.register(interpreter.end)
    return interpreter


class Fork:
    """A program that was forked from an interpreter that has it in memory."""

    def __init__(
        self,
        line: ForkLine,
        words: Sequence[str],
        environment: Mapping[str, str],
        files: Sequence[int],
        *,
        lines: str = "",
    ) -> None:
        """Start it by the line to that interpreter; the rest is as `ForkLine.start` says."""
        self._line, self._words = line, words
        self._code: int | None = None
        self.pid: int = line.start(words, environment, files, lines=lines)

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        if self._code is None:
            self._code = self._line.ended(self.pid)
        return self._code

    def wait(self, timeout: float) -> int:
        """Its exit code, once it has ended; TimeoutExpired where that takes longer."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(self._words, timeout)
            time.sleep(LOOK_SECONDS)
        return code


def start_program(
    words: Sequence[str],
    environment: Mapping[str, str],
    output: IO[bytes],
    errors: IO[bytes] | None = None,
    *,
    afresh: bool = False,
    lines: str = "",
) -> Program:
    """Start `pickstation` with these words, in a session of its own.

    Args:
        words: of the command line.
        environment: all its variables.
        output: takes what it says.
        errors: takes what it says on standard error, where that is another file.
        afresh: as its user starts it, by a new interpreter, and not out of one that has the program
            in memory already.
        lines: of Python that are run in its place, where given; `words` are in `sys.argv` then.
    """
    errors = output if errors is None else errors
    if afresh or not hasattr(os, "fork"):
        return subprocess.Popen(
            [sys.executable, *(["-c", lines] if lines else ["-m", "app"]), *words],
            cwd=ROOT,
            env=dict(environment),
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
    files = (output.fileno(), errors.fileno())
    return Fork(_warm_interpreter().line, words, environment, files, lines=lines)


def run_program(*words: str, timeout: float, lines: str = "") -> subprocess.CompletedProcess[str]:
    """Run `pickstation` off screen to its end; return its exit code and what it said.

    Args:
        words: of the command line.
        timeout: seconds.
        lines: of Python that are run in its place, where given; `words` are in `sys.argv` then.

    Raises:
        subprocess.TimeoutExpired: it takes longer than `timeout` seconds.
    """
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        code = start_program(words, environment, output, errors, lines=lines).wait(timeout)
        said = []
        for file in (output, errors):
            file.seek(0)
            said.append(file.read().decode())
    return subprocess.CompletedProcess(words, code, *said)
