"""The talk with a label printer over any line: is it ready, take this, did it come out?"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from printing.jobs import DoubtReason, HoldReason
from printing.printers.host_status import QUESTION, HostStatus, is_complete, parse_host_status
from printing.printers.printer import (
    NothingSent,
    Outcome,
    PrinterStatus,
    SendInterrupted,
    SendResult,
    nothing_to_do,
)


class Line(Protocol):
    """An open line to a printer. Every method raises OSError once the line is lost."""

    def write(self, data: bytes) -> None:
        """Hands all bytes over."""

    def read(self, seconds: float) -> bytes:
        """What arrives next, or no bytes after `seconds` of silence."""

    def finish(self) -> None:
        """Waits until the bytes have left this machine, for a printer that gives no answers."""


@dataclass(frozen=True)
class Timings:
    """How long to wait for a printer, in seconds. The defaults suit printers on a floor.

    Attributes:
        connect: For the line to open.
        silence: For an answer on an open line.
        write: For the printer to take the bytes.
        finish: For the label to come out, after the bytes were taken.
        poll: Between two questions while it prints.
        goodbye: For a network printer to close its side of a connection.
    """

    connect: float = 3.0
    silence: float = 2.0
    write: float = 10.0
    finish: float = 15.0
    poll: float = 0.1
    goodbye: float = 0.25


_TURNS: dict[str, threading.Lock] = {}


class LabelPrinter:
    """A printer that takes raw bytes over a line and, as Zebra printers do, tells its status."""

    def __init__(
        self,
        name: str,
        line_id: str,
        open_line: Callable[[], AbstractContextManager[Line]],
        *,
        timings: Timings,
        host_status: bool = True,
    ) -> None:
        """Describes the printer; nothing is opened yet.

        Args:
            name: What the station calls it.
            line_id: Names the physical line: printers that share it take turns.
            open_line: Opens the line; raises NothingSent where it cannot.
            timings: How long to wait.
            host_status: Whether the printer answers `~HS`. Without, jobs are sent blindly and
                end as `sent`, never as `confirmed`.
        """
        self._name = name
        self._open_line = open_line
        self._timings = timings
        self._host_status = host_status
        self._turn = _TURNS.setdefault(line_id, threading.Lock())

    @property
    def name(self) -> str:
        """What the station calls it."""
        return self._name

    def status(self) -> PrinterStatus:
        """Asks the printer; a silent one needs attention, an unreachable one is offline."""
        try:
            with self._line() as line:
                self._check_ready(line)
        except NothingSent as why:
            return PrinterStatus.because((why.reason,), why.words)
        return PrinterStatus.because(())

    def send(
        self,
        payload: bytes,
        job_mark: str,  # noqa: ARG002 - a bare line has no place for a name
        about_to_send: Callable[[], None] = nothing_to_do,
    ) -> SendResult:
        """Prints `payload` once: asks, sends and asks again, all on one connection.

        Raises:
            NothingSent: The printer is unreachable, in use, silent, or reports a fault.
            SendInterrupted: The line was lost after `about_to_send`.
        """
        with self._line() as line:
            self._check_ready(line)
            about_to_send()
            try:
                line.write(payload)
                if self._host_status:
                    return self._watch(line)
                line.finish()
            except OSError as error:
                raise SendInterrupted(DoubtReason.CONNECTION_LOST, str(error)) from error
        return SendResult(Outcome.SENT)

    @contextmanager
    def _line(self) -> Iterator[Line]:
        if not self._turn.acquire(timeout=self._timings.connect):
            raise NothingSent(HoldReason.BUSY, "another job is using the line")
        try:
            with self._open_line() as line:
                yield line
        finally:
            self._turn.release()

    def _check_ready(self, line: Line) -> None:
        if not self._host_status:
            return
        try:
            status, reply = self._ask(line)
        except OSError as error:
            raise NothingSent(HoldReason.OFFLINE, str(error)) from error
        if status is None:
            raise NothingSent(*_no_status(reply))
        if status.faults:
            raise NothingSent(status.faults[0], ", ".join(status.faults))
        if status.buffer_full:
            raise NothingSent(HoldReason.BUFFER_FULL)

    def _ask(self, line: Line) -> tuple[HostStatus | None, bytes]:
        line.write(QUESTION)
        reply = b""
        give_up = time.monotonic() + self._timings.silence
        while not is_complete(reply) and (left := give_up - time.monotonic()) > 0:
            reply += line.read(left)
        return parse_host_status(reply), reply

    def _watch(self, line: Line) -> SendResult:
        give_up = time.monotonic() + self._timings.finish
        while True:
            status, reply = self._ask(line)
            if status is None:
                return SendResult(Outcome.UNCERTAIN, *_no_status(reply))
            if status.faults:
                words = ", ".join(status.faults)
                return SendResult(Outcome.UNCERTAIN, status.faults[0], words)
            if status.is_idle:
                return SendResult(Outcome.CONFIRMED)
            if time.monotonic() >= give_up:
                words = f"{status.formats_in_buffer} in buffer, {status.labels_left} left"
                return SendResult(Outcome.UNCERTAIN, DoubtReason.STILL_PRINTING, words)
            time.sleep(self._timings.poll)


def _no_status(reply: bytes) -> tuple[HoldReason, str]:
    if not reply:
        return HoldReason.SILENT, "no answer to ~HS"
    return HoldReason.UNKNOWN, f"answer to ~HS: {reply[:80]!r}"
