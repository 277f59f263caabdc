"""Printers behind a real CUPS server with raw queues, in front of a label printer of software."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from printing.jobs import DoubtReason, HoldReason
from printing.printers.cups_printer import CupsPrinter, CupsTimings, judge, read_status
from printing.printers.printer import Lamp, NothingSent, Outcome, SendInterrupted
from tests.printing.fake_label_printer import FakeLabelPrinter
from tests.servers.cups_daemon import CupsDaemon, cups_daemon

LABEL = b"^XA^FDorder 1001^FS^XZ"
TIMINGS = CupsTimings(command=10.0, connect=5.0, finish=10.0, last_words=0.05, poll=0.01)
IMPATIENT = replace(TIMINGS, connect=0.3)


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CupsDaemon]:
    with cups_daemon(tmp_path_factory.mktemp("cups")) as daemon:
        yield daemon


@pytest.fixture
def zebra() -> Iterator[FakeLabelPrinter]:
    with FakeLabelPrinter() as printer:
        yield printer


def queue_for(
    cups: CupsDaemon, name: str, port: int, *, policy: str = "retry-job", timings: CupsTimings
) -> CupsPrinter:
    cups.add_queue(name, f"socket://127.0.0.1:{port}/?contimeout=1", error_policy=policy)
    return CupsPrinter("labels", name, cups.server, timings=timings)


def unexpected() -> None:
    pytest.fail("a job was about to be submitted")


def test_raw_queue_passes_the_bytes_on_unchanged_and_the_job_counts_as_sent(
    cups: CupsDaemon, zebra: FakeLabelPrinter
) -> None:
    printer = queue_for(cups, "plain", zebra.port, timings=TIMINGS)
    assert printer.status().lamp is Lamp.READY
    assert printer.send(LABEL, "shipping_label-000001-1").outcome is Outcome.SENT
    assert zebra.mechanism.received == LABEL


def test_raw_queue_says_completed_even_though_the_printer_has_no_paper(
    cups: CupsDaemon, zebra: FakeLabelPrinter
) -> None:
    zebra.mechanism.paper_left = 0
    printer = queue_for(cups, "no-paper", zebra.port, timings=TIMINGS)
    assert printer.send(LABEL, "mark").outcome is Outcome.SENT
    assert zebra.labels == []


def test_job_for_an_unreachable_printer_is_cancelled_and_does_not_print_when_it_comes_back(
    cups: CupsDaemon,
) -> None:
    with FakeLabelPrinter(switched_on=False) as zebra:
        printer = queue_for(cups, "unplugged", zebra.port, timings=IMPATIENT)
        with pytest.raises(NothingSent) as refused:
            printer.send(LABEL, "mark")
        assert refused.value.reason is HoldReason.OFFLINE
        assert cups.administer("lpstat", "-W", "not-completed", "-o", "unplugged") == ""
        zebra.switch_on()
        assert printer.send(b"^XA^FDthe next^FS^XZ", "next").outcome is Outcome.SENT
        assert zebra.mechanism.received == b"^XA^FDthe next^FS^XZ"


COMPLETED, ABORTED, CANCELED, PROCESSING = 9, 8, 7, 5
RAW, IPP = "socket://10.0.4.17:9100", "ipps://office.example/ipp/print"


@pytest.mark.parametrize(
    ("state", "device", "message", "began", "verdict"),
    [
        (COMPLETED, RAW, "", 1, Outcome.SENT),
        (COMPLETED, "usb://Zebra/ZD420", "", 1, Outcome.SENT),
        (COMPLETED, IPP, "", 1, Outcome.CONFIRMED),
        (ABORTED, RAW, "The printer is not responding.", 1, NothingSent),
        (ABORTED, RAW, "Unable to send data to printer.", 1, SendInterrupted),
        (ABORTED, IPP, "The printer is not responding.", 1, SendInterrupted),
        (ABORTED, RAW, "", 1, SendInterrupted),
        (CANCELED, RAW, "Connected to printer.", 1, SendInterrupted),
        (CANCELED, RAW, "The printer may not exist or is unavailable.", 1, NothingSent),
        (CANCELED, RAW, "Connecting to printer.", 1, SendInterrupted),
        (CANCELED, RAW, "", 1, SendInterrupted),
        (CANCELED, IPP, "", None, NothingSent),
        (PROCESSING, RAW, "Connected to printer.", 1, Outcome.UNCERTAIN),
    ],
)
def test_end_of_a_job_counts_as_unsent_only_where_that_is_proved(
    state: int,
    device: str,
    message: str,
    began: int | None,
    verdict: Outcome | type[Exception],
) -> None:
    job: dict[str, tuple[int | str | None, ...]] = {
        "job-state": (state,),
        "job-printer-state-message": (message,),
        "time-at-processing": (began,),
    }
    if isinstance(verdict, Outcome):
        assert judge(job, device).outcome is verdict
    else:
        with pytest.raises(verdict):
            judge(job, device)


@pytest.mark.parametrize(
    ("state", "reasons", "message", "lamp", "found"),
    [
        (4, ("none",), "Connected to printer.", Lamp.READY, ()),
        (4, ("media-empty-error",), "", Lamp.ATTENTION, (HoldReason.PAPER_OUT,)),
        (4, ("media-empty-warning", "media-needed"), "", Lamp.ATTENTION, (HoldReason.PAPER_OUT,)),
        (
            4,
            ("media-jam-error", "door-open-report"),
            "",
            Lamp.ATTENTION,
            (HoldReason.JAM, HoldReason.COVER_OPEN),
        ),
        (4, ("marker-supply-low-warning",), "", Lamp.READY, ()),
        (4, ("offline-report",), "", Lamp.OFFLINE, (HoldReason.OFFLINE,)),
        (4, ("none",), "The printer may not exist.", Lamp.OFFLINE, (HoldReason.OFFLINE,)),
        (3, ("media-empty-report",), "", Lamp.READY, ()),  # left over from the last job
    ],
)
def test_lamp_follows_what_the_queue_reports_while_it_prints(
    state: int,
    reasons: tuple[str, ...],
    message: str,
    lamp: Lamp,
    found: tuple[HoldReason, ...],
) -> None:
    status = read_status(
        {
            "printer-state": (state,),
            "printer-state-reasons": reasons,
            "printer-state-message": (message,),
        }
    )
    assert (status.lamp, status.reasons) == (lamp, found)


def test_paused_queue_holds_the_job_with_the_words_of_who_paused_it(
    cups: CupsDaemon, zebra: FakeLabelPrinter
) -> None:
    printer = queue_for(cups, "paused", zebra.port, timings=TIMINGS)
    cups.administer("cupsdisable", "-r", "roll change", "paused")
    status = printer.status()
    assert (status.lamp, status.reasons) == (Lamp.ATTENTION, (HoldReason.PAUSED,))
    assert status.words == "roll change"
    with pytest.raises(NothingSent):
        printer.send(LABEL, "mark", unexpected)


def test_queue_paused_at_the_last_moment_gives_the_job_back_unprinted(
    cups: CupsDaemon, zebra: FakeLabelPrinter
) -> None:
    printer = queue_for(cups, "late-pause", zebra.port, timings=IMPATIENT)
    with pytest.raises(NothingSent) as refused:
        printer.send(LABEL, "mark", lambda: _run(cups, "cupsdisable", "late-pause"))
    assert refused.value.reason is HoldReason.BUSY
    cups.administer("cupsenable", "late-pause")
    assert zebra.mechanism.received == b""


def test_queue_that_rejects_jobs_sends_nothing(cups: CupsDaemon, zebra: FakeLabelPrinter) -> None:
    printer = queue_for(cups, "rejecting", zebra.port, timings=TIMINGS)
    cups.administer("cupsreject", "rejecting")
    with pytest.raises(NothingSent) as refused:
        printer.send(LABEL, "mark", unexpected)
    assert refused.value.reason is HoldReason.REFUSED


def test_queue_that_starts_rejecting_at_the_last_moment_sends_nothing(
    cups: CupsDaemon, zebra: FakeLabelPrinter
) -> None:
    printer = queue_for(cups, "late-reject", zebra.port, timings=TIMINGS)
    with pytest.raises(NothingSent) as refused:
        printer.send(LABEL, "mark", lambda: _run(cups, "cupsreject", "late-reject"))
    assert refused.value.reason is HoldReason.REFUSED
    assert "not accepting" in refused.value.words


def test_job_cancelled_by_somebody_while_it_prints_leaves_the_outcome_open(
    cups: CupsDaemon,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stuck:  # takes the bytes, never says goodbye
        printer = queue_for(cups, "cancelled", stuck.getsockname()[1], timings=TIMINGS)

        def cancel_on_arrival() -> None:
            connection = stuck.accept()[0]
            with connection:
                connection.recv(4096)
                cups.administer("cancel", "-a", "cancelled")

        somebody = threading.Thread(target=cancel_on_arrival)
        somebody.start()
        with pytest.raises(SendInterrupted) as interrupted:
            printer.send(LABEL, "mark")
        somebody.join()
    assert interrupted.value.reason is DoubtReason.CONNECTION_LOST


def test_job_that_does_not_end_in_time_is_cancelled_and_leaves_the_outcome_open(
    cups: CupsDaemon,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stuck:
        timings = replace(TIMINGS, finish=0.5)
        printer = queue_for(cups, "endless", stuck.getsockname()[1], timings=timings)
        with pytest.raises(SendInterrupted):
            printer.send(LABEL, "mark")
        assert cups.administer("lpstat", "-W", "not-completed", "-o", "endless") == ""


def test_server_that_goes_down_over_a_job_leaves_the_outcome_open(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as stuck,
        contextlib.ExitStack() as running,
    ):
        cups = running.enter_context(cups_daemon(tmp_path))
        printer = queue_for(cups, "deserted", stuck.getsockname()[1], timings=TIMINGS)

        def go_down_on_arrival() -> None:
            with stuck.accept()[0] as connection:
                connection.recv(4096)
                running.close()

        disaster = threading.Thread(target=go_down_on_arrival)
        disaster.start()
        with pytest.raises(SendInterrupted) as interrupted:
            printer.send(LABEL, "mark")
        disaster.join()
    assert interrupted.value.reason is DoubtReason.CONNECTION_LOST


def test_missing_queue_is_named_as_not_set_up(cups: CupsDaemon) -> None:
    printer = CupsPrinter("labels", "nowhere", cups.server, timings=TIMINGS)
    status = printer.status()
    assert (status.lamp, status.reasons) == (Lamp.ATTENTION, (HoldReason.NOT_SET_UP,))
    with pytest.raises(NothingSent, match="nowhere"):
        printer.send(LABEL, "mark", unexpected)


def test_missing_server_is_offline() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        server = f"127.0.0.1:{nobody.getsockname()[1]}"
        printer = CupsPrinter("labels", "plain", server, timings=TIMINGS)
        assert printer.status().lamp is Lamp.OFFLINE
        with pytest.raises(NothingSent):
            printer.send(LABEL, "mark", unexpected)


def test_machine_without_the_cups_commands_is_told_which_package_to_install(
    cups: CupsDaemon,
    zebra: FakeLabelPrinter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printer = queue_for(cups, "no-commands", zebra.port, timings=TIMINGS)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NothingSent, match="cups-client") as refused:
        printer.send(LABEL, "mark", unexpected)
    assert refused.value.reason is HoldReason.NOT_SET_UP


def _run(cups: CupsDaemon, command: str, queue: str) -> None:
    cups.administer(command, queue)
