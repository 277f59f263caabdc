"""Label printers on a serial line, which is a pseudo-terminal here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from printing.jobs import DoubtReason, HoldReason
from printing.printers.label_printer import Timings
from printing.printers.printer import Lamp, NothingSent, Outcome, SendInterrupted
from printing.printers.serial_printer import serial_printer
from tests.printing.fake_label_printer import FakeSerialPrinter

LABEL = b"^XA^FDorder 1001^FS^XZ"
QUICK = Timings(connect=0.3, silence=0.1, write=2.0, finish=0.3, poll=0.001)
PATIENT = Timings(connect=5.0, silence=5.0, write=5.0, finish=5.0, poll=0.001)


@pytest.fixture
def zebra() -> Iterator[FakeSerialPrinter]:
    with FakeSerialPrinter() as printer:
        yield printer


@pytest.mark.parametrize("size", [len(LABEL), 50_000])
def test_label_goes_out_whole_and_the_printer_confirms_it(
    zebra: FakeSerialPrinter, size: int
) -> None:
    label = b"^XA" + b"x" * (size - 6) + b"^XZ"
    printer = serial_printer("bench", zebra.port, 115_200, timings=PATIENT)
    assert printer.send(label, "mark").outcome is Outcome.CONFIRMED
    assert zebra.mechanism.labels == [label]


@pytest.mark.parametrize(
    ("speechless", "reason"), [(False, HoldReason.HEAD_OPEN), (True, HoldReason.SILENT)]
)
def test_open_head_holds_the_label_whether_the_printer_speaks_of_it_or_not(
    zebra: FakeSerialPrinter, speechless: bool, reason: HoldReason
) -> None:
    zebra.mechanism.head_open = True
    zebra.mechanism.speechless_in_trouble = speechless
    printer = serial_printer("bench", zebra.port, timings=QUICK)
    assert printer.status().reasons == (reason,)
    with pytest.raises(NothingSent) as refused:
        printer.send(LABEL, "mark")
    assert refused.value.reason is reason
    assert b"^XA" not in zebra.mechanism.received


def test_cable_pulled_while_sending_leaves_the_outcome_open(zebra: FakeSerialPrinter) -> None:
    zebra.unplug_after = 20
    with pytest.raises(SendInterrupted) as interrupted:
        serial_printer("bench", zebra.port, timings=PATIENT).send(LABEL, "mark")
    assert interrupted.value.reason is DoubtReason.CONNECTION_LOST


def test_late_answer_to_an_earlier_question_does_not_spoil_the_next(
    zebra: FakeSerialPrinter,
) -> None:
    zebra.say_unasked(b"\x021234,0\x03\r\n")
    assert serial_printer("bench", zebra.port, timings=PATIENT).status().lamp is Lamp.READY


def test_port_that_another_program_holds_is_busy_and_gets_no_byte(
    zebra: FakeSerialPrinter,
) -> None:
    printer = serial_printer("bench", zebra.port, timings=QUICK)
    with serial.Serial(zebra.port, exclusive=True):
        status = printer.status()
    assert (status.lamp, status.reasons) == (Lamp.ATTENTION, (HoldReason.BUSY,))
    assert zebra.mechanism.received == b""


def test_missing_port_is_offline_with_the_port_in_the_words(tmp_path: Path) -> None:
    printer = serial_printer("bench", str(tmp_path / "ttyUSB7"), timings=QUICK)
    status = printer.status()
    assert (status.lamp, status.reasons) == (Lamp.OFFLINE, (HoldReason.OFFLINE,))
    assert "ttyUSB7" in status.words


def test_printer_without_host_status_gets_the_bytes_blindly_and_counts_as_sent(
    zebra: FakeSerialPrinter,
) -> None:
    zebra.mechanism.dumb = True
    printer = serial_printer("bench", zebra.port, timings=QUICK, host_status=False)
    assert printer.send(LABEL, "mark").outcome is Outcome.SENT
