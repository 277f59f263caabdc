"""A folder that stands for a printer: in the demo, in training, and for programs that print."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from printing.jobs import HoldReason
from printing.printers.printer import (
    NothingSent,
    Outcome,
    PrinterStatus,
    SendResult,
    nothing_to_do,
)

_ENDINGS = ((b"%PDF", "pdf"), (b"^", "zpl"), (b"\x89PNG", "png"))


class FolderPrinter:
    """Writes each job into a file of its own: `<document kind>-<job>-<attempt>.<pdf|zpl|png>`.

    A file appears under its name whole or not at all, and is never written over. Written and
    flushed to the disk counts as printed, so jobs are confirmed at once.
    """

    def __init__(self, name: str, folder: Path) -> None:
        """Describes the printer.

        Args:
            name: What the station calls it.
            folder: Made at the first job if it is missing. Its file system must know hard links
                (ext4, NTFS, APFS do; FAT does not): they are what makes "never over" sure.
        """
        self._name = name
        self._folder = folder

    @property
    def name(self) -> str:
        """What the station calls it."""
        return self._name

    def status(self) -> PrinterStatus:
        """Ready where files can be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            writable = os.access(self._folder, os.W_OK | os.X_OK)
        except OSError as error:
            return PrinterStatus.because((HoldReason.REFUSED,), str(error))
        if not writable:
            return PrinterStatus.because((HoldReason.REFUSED,), f"{self._folder}: not writable")
        return PrinterStatus.because(())

    def send(
        self,
        payload: bytes,
        job_mark: str,
        about_to_send: Callable[[], None] = nothing_to_do,
    ) -> SendResult:
        """Writes `payload` into a new file.

        A file that already holds exactly these bytes under this mark is the paper of the same
        attempt: it is confirmed and not written again. Other bytes under this mark are a stranger's
        (a database begun anew prints into an old folder): the new file gets a number behind it.

        Raises:
            NothingSent: The folder cannot be written to; no file with the job's name exists.
        """
        aside = self._folder / f".{job_mark}.part"
        with self._nothing_sent_on_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_and_flush(aside, payload)
        try:
            about_to_send()
            # Should the disk fail after the file got its name, the next try finds it there.
            with self._nothing_sent_on_errors():
                path = self._publish(aside, payload, job_mark)
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
        return SendResult(Outcome.CONFIRMED, words=str(path))

    @contextlib.contextmanager
    def _nothing_sent_on_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise NothingSent(HoldReason.REFUSED, str(error)) from error

    def _publish(self, aside: Path, payload: bytes, job_mark: str) -> Path:
        ending = next((e for start, e in _ENDINGS if payload.startswith(start)), "bin")
        number = 1
        while True:
            suffix = "" if number == 1 else f".{number}"
            path = self._folder / f"{job_mark}{suffix}.{ending}"
            try:
                path.hardlink_to(aside)
            except FileExistsError:
                if path.read_bytes() == payload:
                    return path
                number += 1
            else:
                self._flush_folder()
                return path

    def _flush_folder(self) -> None:
        # Systems that cannot open a folder (Windows) keep its entries by themselves.
        with contextlib.suppress(PermissionError):
            handle = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _write_and_flush(path: Path, payload: bytes) -> None:
    with path.open("wb") as file:
        file.write(payload)
        file.flush()
        os.fsync(file.fileno())
