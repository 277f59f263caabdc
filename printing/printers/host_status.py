"""Reads a Zebra printer's answer to `~HS`, its host status, without ever guessing.

The answer is three strings, each STX, comma-separated fields, ETX, CR, LF (ZPL programming guide,
"~HS Host Status Return"). The guide also says that no answer comes at all while paper or ribbon is
out or the head is open; many printers answer all the same, so both ways have to be understood.
"""

import re
from dataclasses import dataclass

from printing.jobs import HoldReason

QUESTION = b"~HS\r\n"

_FLAG = r"([01])"
_NUMBER = r"(\d{1,9})"
_ANY = r"[0-9A-Za-z]{1,9}"


def _string(*fields: str) -> str:
    return "\x02" + ",".join(fields) + "\x03\r\n"


_ANSWER = re.compile(
    (
        _string(
            _ANY,  # interface settings
            _FLAG,  # paper out
            _FLAG,  # paused
            _NUMBER,  # label length in dots
            _NUMBER,  # formats in the receive buffer
            _FLAG,  # receive buffer full
            _FLAG,  # diagnostic mode: prints what it receives as hexadecimal
            _FLAG,  # part of a format received
            _ANY,  # unused
            _FLAG,  # memory corrupt, settings lost
            _FLAG,  # too cold
            _FLAG,  # too hot
        )
        + _string(
            _ANY,  # function settings
            _ANY,  # unused
            _FLAG,  # head up
            _FLAG,  # ribbon out
            _FLAG,  # thermal transfer mode
            _ANY,  # print mode
            _ANY,  # print width mode
            _FLAG,  # a label waits to be taken
            _NUMBER,  # labels left in the batch
            _ANY,  # formats while printing
            _ANY,  # graphics stored
        )
        + _string(
            _ANY,  # password
            _ANY,  # static memory installed
        )
    ).encode("ascii")
)
_END_OF_STRING = b"\x03\r\n"


@dataclass(frozen=True)
class HostStatus:
    """One answer to `~HS`.

    Attributes:
        label_length: Dots.
        formats_in_buffer: Labels received and not yet printed.
        partial_format: Part of a label has arrived and its end has not.
        test_mode: The printer prints what it receives as hexadecimal instead of obeying it.
        label_waiting: A printed label hangs at the peel-off edge until somebody takes it.
        labels_left: Labels of the current batch still to print.
    """

    paper_out: bool
    paused: bool
    label_length: int
    formats_in_buffer: int
    buffer_full: bool
    test_mode: bool
    partial_format: bool
    memory_lost: bool
    too_cold: bool
    too_hot: bool
    head_open: bool
    ribbon_out: bool
    thermal_transfer: bool
    label_waiting: bool
    labels_left: int

    @property
    def faults(self) -> tuple[HoldReason, ...]:
        """What keeps the printer from printing, the likeliest cause first; empty if nothing does.

        A printer pauses itself on other faults, so `paused` comes last.
        """
        found = (
            (self.head_open, HoldReason.HEAD_OPEN),
            (self.paper_out, HoldReason.PAPER_OUT),
            (self.ribbon_out, HoldReason.RIBBON_OUT),
            (self.too_hot, HoldReason.TOO_HOT),
            (self.too_cold, HoldReason.TOO_COLD),
            (self.memory_lost, HoldReason.MEMORY_LOST),
            (self.test_mode, HoldReason.TEST_MODE),
            (self.paused, HoldReason.PAUSED),
        )
        return tuple(reason for flag, reason in found if flag)

    @property
    def is_idle(self) -> bool:
        """Whether everything received has been printed."""
        return self.formats_in_buffer == 0 and self.labels_left == 0 and not self.partial_format


def is_complete(reply: bytes) -> bool:
    """Whether three strings have arrived, so that nothing more needs to be waited for."""
    return reply.count(_END_OF_STRING) >= 3


def parse_host_status(reply: bytes) -> HostStatus | None:
    """The printer's status, or None where the bytes are not exactly one answer to `~HS`.

    Args:
        reply: Everything that came back.
    """
    match = _ANSWER.fullmatch(reply)
    if match is None:
        return None
    value = [int(field) for field in match.groups()]
    return HostStatus(
        paper_out=bool(value[0]),
        paused=bool(value[1]),
        label_length=value[2],
        formats_in_buffer=value[3],
        buffer_full=bool(value[4]),
        test_mode=bool(value[5]),
        partial_format=bool(value[6]),
        memory_lost=bool(value[7]),
        too_cold=bool(value[8]),
        too_hot=bool(value[9]),
        head_open=bool(value[10]),
        ribbon_out=bool(value[11]),
        thermal_transfer=bool(value[12]),
        label_waiting=bool(value[13]),
        labels_left=value[14],
    )
