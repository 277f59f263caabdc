"""Label printers on a serial port or a USB adapter that looks like one."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import serial

from printing.jobs import HoldReason
from printing.printers.label_printer import LabelPrinter, Line, Timings
from printing.printers.printer import NothingSent

FACTORY_BAUD = 9600
"""What Zebra printers are delivered with: 9600 baud, 8 data bits, no parity, XON/XOFF."""

_FLOOR_TIMINGS = Timings()
_DRAIN_POLL = 0.01


class SerialLine:
    """An open serial port. Its errors are OSError: pyserial's own derive from it."""

    def __init__(self, port: serial.Serial, timings: Timings) -> None:
        self._port = port
        self._timings = timings

    def write(self, data: bytes) -> None:
        """Hands all bytes to the port's driver."""
        self._port.write(data)

    def read(self, seconds: float) -> bytes:
        """What arrives next, or no bytes after `seconds` of silence."""
        self._port.timeout = seconds
        first: bytes = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""

    def finish(self) -> None:
        """Waits until the driver has passed the bytes on; closing earlier could drop them."""
        give_up = time.monotonic() + self._timings.write
        while self._port.out_waiting:
            if time.monotonic() > give_up:
                raise TimeoutError("the printer stopped taking bytes")
            time.sleep(_DRAIN_POLL)


def serial_printer(
    name: str,
    port: str,
    baud: int = FACTORY_BAUD,
    *,
    timings: Timings = _FLOOR_TIMINGS,
    host_status: bool = True,
) -> LabelPrinter:
    """A label printer on a serial port, opened for each job and for no other program meanwhile.

    Args:
        name: What the station calls it.
        port: Device such as `/dev/ttyUSB0` or `COM3`.
        baud: Bits per second.
        timings: How long to wait.
        host_status: Whether it answers `~HS`.
    """

    @contextmanager
    def open_line() -> Iterator[Line]:
        try:
            device = serial.Serial(
                port,
                baud,
                write_timeout=timings.write,
                xonxoff=True,
                exclusive=True,
            )
        except (OSError, ValueError) as error:
            locked = isinstance(error, OSError) and error.errno == errno.EWOULDBLOCK
            reason = HoldReason.BUSY if locked else HoldReason.OFFLINE
            raise NothingSent(reason, f"{port}: {error}") from error
        with device:
            # Bytes of an answer that came too late for an earlier question would spoil the next.
            device.reset_input_buffer()
            yield SerialLine(device, timings)

    line_id = f"serial {os.path.realpath(port)}"
    return LabelPrinter(name, line_id, open_line, timings=timings, host_status=host_status)
