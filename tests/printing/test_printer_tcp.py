"""Label printers on a TCP port: ready, in trouble, silent, gone, and cut off while they listen."""

import threading
from collections.abc import Iterator

import pytest

from printing.jobs import DoubtReason, HoldReason
from printing.printers.label_printer import LabelPrinter, Timings
from printing.printers.printer import Lamp, NothingSent, Outcome, SendInterrupted
from printing.printers.tcp_printer import tcp_printer
from tests.printing.fake_label_printer import FakeLabelPrinter, unanswered_port

LABEL = b"^XA^FDorder 1001^FS^XZ"
QUICK = Timings(connect=0.3, silence=0.1, write=2.0, finish=0.3, poll=0.001)
PATIENT = Timings(connect=5.0, silence=5.0, write=5.0, finish=5.0, poll=0.001)


@pytest.fixture
def zebra() -> Iterator[FakeLabelPrinter]:
    with FakeLabelPrinter() as printer:
        yield printer


def printer_at(zebra: FakeLabelPrinter, timings: Timings = PATIENT) -> LabelPrinter:
    return tcp_printer("zebra", "127.0.0.1", zebra.port, timings=timings)


def unexpected() -> None:
    pytest.fail("a byte was about to leave")


def test_ready_printer_is_asked_gets_the_label_and_confirms_it(zebra: FakeLabelPrinter) -> None:
    assert printer_at(zebra).send(LABEL, "mark").outcome is Outcome.CONFIRMED
    assert zebra.labels == [LABEL]
    assert zebra.mechanism.received == b"~HS\r\n" + LABEL + b"~HS\r\n"


def test_ledger_is_told_after_the_printer_proved_ready_and_before_the_first_byte(
    zebra: FakeLabelPrinter,
) -> None:
    seen: list[bytes] = []
    printer_at(zebra).send(LABEL, "mark", lambda: seen.append(zebra.mechanism.received))
    assert seen == [b"~HS\r\n"]


def test_ledger_that_refuses_keeps_every_byte_here(zebra: FakeLabelPrinter) -> None:
    def refuse() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        printer_at(zebra).send(LABEL, "mark", refuse)
    assert zebra.mechanism.received == b"~HS\r\n"


@pytest.mark.parametrize(
    ("trouble", "value", "reason"),
    [
        ("paper_left", 0, HoldReason.PAPER_OUT),
        ("head_open", True, HoldReason.HEAD_OPEN),
        ("paused", True, HoldReason.PAUSED),
    ],
)
def test_printer_that_tells_its_trouble_gets_no_byte(
    zebra: FakeLabelPrinter, trouble: str, value: object, reason: HoldReason
) -> None:
    setattr(zebra.mechanism, trouble, value)
    printer = printer_at(zebra)
    assert (printer.status().lamp, printer.status().reasons) == (Lamp.ATTENTION, (reason,))
    with pytest.raises(NothingSent) as refused:
        printer.send(LABEL, "mark", unexpected)
    assert refused.value.reason is reason
    assert b"^XA" not in zebra.mechanism.received


@pytest.mark.parametrize(("trouble", "value"), [("paper_left", 0), ("head_open", True)])
def test_printer_silenced_by_its_trouble_needs_attention_and_is_not_offline(
    zebra: FakeLabelPrinter, trouble: str, value: object
) -> None:
    zebra.mechanism.speechless_in_trouble = True
    setattr(zebra.mechanism, trouble, value)
    printer = printer_at(zebra, QUICK)
    status = printer.status()
    assert (status.lamp, status.reasons) == (Lamp.ATTENTION, (HoldReason.SILENT,))
    with pytest.raises(NothingSent) as refused:
        printer.send(LABEL, "mark", unexpected)
    assert refused.value.reason is HoldReason.SILENT


def test_printer_that_talks_nonsense_is_held_with_what_it_said(zebra: FakeLabelPrinter) -> None:
    zebra.mechanism.answer = b"HTTP/1.0 400 Bad Request\r\n"
    with pytest.raises(NothingSent) as refused:
        printer_at(zebra, QUICK).send(LABEL, "mark", unexpected)
    assert refused.value.reason is HoldReason.UNKNOWN
    assert "400 Bad Request" in refused.value.words


def test_refused_connection_is_offline_and_nothing_was_sent() -> None:
    with FakeLabelPrinter(switched_on=False) as zebra:
        printer = printer_at(zebra)
        assert printer.status().lamp is Lamp.OFFLINE
        with pytest.raises(NothingSent) as refused:
            printer.send(LABEL, "mark", unexpected)
        assert refused.value.reason is HoldReason.OFFLINE


def test_connection_that_nobody_answers_times_out_as_offline() -> None:
    with unanswered_port() as port:
        printer = tcp_printer("zebra", "127.0.0.1", port, timings=QUICK)
        with pytest.raises(NothingSent) as refused:
            printer.send(LABEL, "mark", unexpected)
    assert refused.value.reason is HoldReason.OFFLINE
    assert "timed out" in refused.value.words


@pytest.mark.parametrize("size", [len(LABEL), 4_000_000])
def test_connection_lost_while_sending_leaves_the_outcome_open(
    zebra: FakeLabelPrinter, size: int
) -> None:
    zebra.drop_after = 20
    label = b"^XA" + b"x" * (size - 6) + b"^XZ"
    with pytest.raises(SendInterrupted) as interrupted:
        printer_at(zebra).send(label, "mark")
    assert interrupted.value.reason is DoubtReason.CONNECTION_LOST


def test_connection_lost_before_the_first_byte_sent_nothing(zebra: FakeLabelPrinter) -> None:
    zebra.drop_after = 1
    with pytest.raises(NothingSent) as refused:
        printer_at(zebra).send(LABEL, "mark", unexpected)
    assert refused.value.reason is HoldReason.OFFLINE


def test_slow_printer_is_asked_until_its_buffer_is_empty(zebra: FakeLabelPrinter) -> None:
    zebra.mechanism.questions_per_label = 5
    assert printer_at(zebra).send(LABEL, "mark").outcome is Outcome.CONFIRMED
    assert zebra.labels == [LABEL]
    assert zebra.mechanism.received.count(b"~HS") == 1 + 6


def test_printer_that_does_not_finish_in_time_is_uncertain(zebra: FakeLabelPrinter) -> None:
    zebra.mechanism.questions_per_label = 1_000_000
    result = printer_at(zebra, QUICK).send(LABEL, "mark")
    assert (result.outcome, result.reason) == (Outcome.UNCERTAIN, DoubtReason.STILL_PRINTING)


@pytest.mark.parametrize(
    ("speechless", "reason"), [(False, HoldReason.PAPER_OUT), (True, HoldReason.SILENT)]
)
def test_paper_running_out_under_the_label_is_uncertain(
    zebra: FakeLabelPrinter, speechless: bool, reason: HoldReason
) -> None:
    zebra.mechanism.paper_left = 1
    zebra.mechanism.speechless_in_trouble = speechless
    result = printer_at(zebra, QUICK).send(LABEL, "mark")
    assert (result.outcome, result.reason) == (Outcome.UNCERTAIN, reason)


def test_printer_without_host_status_gets_the_bytes_blindly_and_counts_as_sent(
    zebra: FakeLabelPrinter,
) -> None:
    zebra.mechanism.dumb = True
    printer = tcp_printer("office", "127.0.0.1", zebra.port, timings=QUICK, host_status=False)
    assert printer.status().lamp is Lamp.READY
    assert printer.send(LABEL, "mark").outcome is Outcome.SENT
    assert zebra.mechanism.received == LABEL


def test_blind_send_that_is_cut_off_leaves_the_outcome_open(zebra: FakeLabelPrinter) -> None:
    zebra.drop_after = 5
    printer = tcp_printer("office", "127.0.0.1", zebra.port, timings=PATIENT, host_status=False)
    with pytest.raises(SendInterrupted):
        printer.send(LABEL, "mark")


def test_printer_with_a_full_buffer_gets_nothing_more(zebra: FakeLabelPrinter) -> None:
    zebra.mechanism.buffer_full = True
    with pytest.raises(NothingSent) as refused:
        printer_at(zebra).send(LABEL, "mark", unexpected)
    assert refused.value.reason is HoldReason.BUFFER_FULL


def test_printers_that_share_an_address_open_one_connection_at_a_time(
    zebra: FakeLabelPrinter,
) -> None:
    zebra.mechanism.questions_per_label = 3
    printers = [printer_at(zebra) for _ in range(4)]
    threads = [threading.Thread(target=p.send, args=(LABEL, "mark")) for p in printers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(zebra.labels) == 4
    assert zebra.most_connections == 1


def test_printer_whose_line_is_taken_says_busy_and_gets_nothing(zebra: FakeLabelPrinter) -> None:
    def ask_meanwhile() -> None:
        status = printer_at(zebra, QUICK).status()
        assert (status.lamp, status.reasons) == (Lamp.ATTENTION, (HoldReason.BUSY,))

    result = printer_at(zebra).send(LABEL, "mark", ask_meanwhile)
    assert result.outcome is Outcome.CONFIRMED
