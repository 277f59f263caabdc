"""Keeps the program that knows Karrio running, asks it one by one, and ends it if it is silent."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.carriers.interface import Rejected, Retryable, UnknownOutcome

HOST = Path(__file__).with_name("host.py")

START_SECONDS = 30.0
"""How long the library may take to be imported."""

ANSWER_SECONDS = 60.0
"""How long a carrier may take; shorter than the lease of the worker that waits for it."""

STDERR_KEPT = 2_000


class HostGone(Exception):
    """The program ended, could not be started, or was silent and was ended."""


class KarrioProcess:
    """One running program for all carriers of a station; started when it is first needed.

    Args:
        python: The Python that Karrio is installed for.
        journal: Where the program keeps what it asked and was answered.
        start_seconds, answer_seconds: How long it may be silent.
    """

    def __init__(
        self,
        python: str,
        journal: Path,
        *,
        start_seconds: float = START_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._command = [python or sys.executable, "-I", str(HOST), str(journal)]
        self._start_seconds, self._answer_seconds = start_seconds, answer_seconds
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._said = ""
        self._number = 0

    def ask(self, op: str, carrier: Mapping[str, object], **facts: object) -> Any:  # noqa: ANN401 - what JSON holds
        """Ask one thing.

        Raises:
            HostGone: nobody answered; whether the question left is not known.
            Rejected, Retryable: the carrier's answer.
            UnknownOutcome: nobody can say what became of it.
        """
        with self._one_at_a_time:
            process = self._running()
            self._number += 1
            question = {"id": self._number, "op": op, "carrier": carrier, **facts}
            answer = self._answer(process, json.dumps(question), self._answer_seconds)
        match answer.get("error"):
            case None:
                return answer["answer"]
            case "rejected":
                raise Rejected(answer["field"], answer["words"])
            case "retryable":
                raise Retryable(answer["words"])
        raise UnknownOutcome(str(facts.get("key", "")))

    def close(self) -> None:
        """End the program."""
        with self._one_at_a_time:
            self._end()

    @property
    def process_id(self) -> int | None:
        """The running program's number; None while it is not running."""
        return None if self._process is None else self._process.pid

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the file beside this one
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise HostGone(f"{self._command[0]}: {error}") from error
        self._lines = queue.Queue()
        for read in (self._read_answers, self._read_words):
            threading.Thread(target=read, args=(self._process, self._lines), daemon=True).start()
        ready = self._next_line(self._start_seconds)
        if not ready.get("ready"):
            raise HostGone(f"unexpected beginning: {ready}")
        return self._process

    def _answer(self, process: subprocess.Popen[str], question: str, seconds: float) -> Any:  # noqa: ANN401 - what JSON holds
        assert process.stdin is not None  # noqa: S101 - it was asked for as a pipe
        try:
            process.stdin.write(question + "\n")
            process.stdin.flush()
        except OSError as error:
            self._end()
            raise HostGone(f"it ended: {self._said[-200:]}") from error
        while True:
            answer = self._next_line(seconds)
            if answer.get("id") == self._number:
                return answer

    def _next_line(self, seconds: float) -> Any:  # noqa: ANN401 - what JSON holds
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self._end()
            raise HostGone(f"silent for {seconds:g} s") from None
        if line is None:
            self._end()
            raise HostGone(f"it ended: {self._said[-200:]}")
        return json.loads(line)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                _close(pipe)

    def _read_answers(self, process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
        assert process.stdout is not None  # noqa: S101 - it was asked for as a pipe
        try:
            for line in process.stdout:
                lines.put(line)
        except ValueError:
            pass  # closed under our hands
        lines.put(None)

    def _read_words(self, process: subprocess.Popen[str], _: queue.Queue[str | None]) -> None:
        """Keep the end of what the library says, so that its pipe never fills."""
        assert process.stderr is not None  # noqa: S101 - it was asked for as a pipe
        try:
            for line in process.stderr:
                self._said = (self._said + line)[-STDERR_KEPT:]
        except ValueError:
            pass  # closed under our hands


def _close(pipe: Any) -> None:  # noqa: ANN401 - a pipe of text
    with contextlib.suppress(OSError):  # what was still to be written is lost with the program
        pipe.close()
