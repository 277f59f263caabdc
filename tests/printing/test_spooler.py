"""The spooler at its daily work: in order, once, held while the printer is not ready."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from printing.jobs import (
    MOST_RENDERINGS,
    FailReason,
    HoldReason,
    JobState,
    PrintJob,
    copy_mark,
    job_mark,
)
from printing.printers.folder_printer import FolderPrinter
from printing.printers.label_printer import Timings
from printing.printers.printer import (
    DocumentRefused,
    Printer,
    PrinterNotSetUp,
    PrinterStatus,
    SendResult,
    nothing_to_do,
)
from printing.printers.tcp_printer import tcp_printer
from printing.spooler import Pace, Spooler
from tests.printing.fake_label_printer import FakeLabelPrinter
from tests.printing.memory_ledger import MemoryLedger, a_job

TIMINGS = Timings(connect=5.0, silence=5.0, write=5.0, finish=5.0, poll=0.001)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def zebra() -> Iterator[FakeLabelPrinter]:
    with FakeLabelPrinter() as printer:
        yield printer


def rendered(job: PrintJob) -> bytes:
    return f"^XA^FX{job_mark(job)}^FS^FD{copy_mark(job)}^FS^XZ".encode()


def printers_of(zebra: FakeLabelPrinter, timings: Timings = TIMINGS) -> Callable[[str], Printer]:
    known = {"zebra": tcp_printer("zebra", "127.0.0.1", zebra.port, timings=timings)}

    def printer(name: str) -> Printer:
        if name not in known:
            raise PrinterNotSetUp(name)
        return known[name]

    return printer


def spooler_for(
    ledger: MemoryLedger, printers: Callable[[str], Printer], clock: Clock | None = None
) -> Spooler:
    return Spooler(ledger, printers, rendered, worker="pack-1", clock=clock or Clock())


def states(ledger: MemoryLedger) -> list[JobState]:
    return [state for _, state, _ in ledger.steps]


def test_job_goes_from_queued_to_confirmed_and_each_step_is_committed_first(
    zebra: FakeLabelPrinter,
) -> None:
    ledger = MemoryLedger(a_job())
    labels_at_commit: list[tuple[JobState, int]] = []
    ledger.after_commit = lambda step: labels_at_commit.append((step.state, len(zebra.labels)))
    spooler = spooler_for(ledger, printers_of(zebra))
    assert spooler.work_once()
    assert labels_at_commit == [
        (JobState.RENDERING, 0),
        (JobState.READY, 0),
        (JobState.SENDING, 0),
        (JobState.CONFIRMED, 1),
    ]
    assert zebra.labels == [b"^XA^FXshipping_label-000001-1^FS^FD^FS^XZ"]
    assert not spooler.work_once()


def test_jobs_come_out_in_the_order_of_their_numbers(zebra: FakeLabelPrinter) -> None:
    ledger = MemoryLedger(a_job(3), a_job(1), a_job(2))
    spooler = spooler_for(ledger, printers_of(zebra))
    while spooler.work_once():
        pass
    assert [label[21:27] for label in zebra.labels] == [b"000001", b"000002", b"000003"]


def test_folder_confirms_at_once(tmp_path: Path) -> None:
    ledger = MemoryLedger(a_job(printer="folder"))
    spooler_for(ledger, lambda name: FolderPrinter(name, tmp_path)).work_once()
    assert ledger.state() is JobState.CONFIRMED
    assert (tmp_path / "shipping_label-000001-1.zpl").read_bytes() == ledger.jobs[1].payload


def test_printer_that_cannot_tell_leaves_the_job_sent(zebra: FakeLabelPrinter) -> None:
    ledger = MemoryLedger(a_job())
    plain = tcp_printer(
        "zebra", "127.0.0.1", zebra.port, timings=replace(TIMINGS, silence=0.05), host_status=False
    )
    spooler = spooler_for(ledger, lambda _: plain)
    assert spooler.work_once()
    assert ledger.state() is JobState.SENT
    assert not spooler.work_once()


def test_paper_out_holds_the_job_and_after_loading_it_prints_once(zebra: FakeLabelPrinter) -> None:
    ledger, clock = MemoryLedger(a_job()), Clock()
    zebra.mechanism.paper_left = 0
    spooler = spooler_for(ledger, printers_of(zebra), clock)
    spooler.work_once()
    assert (ledger.state(), ledger.reason()) == (JobState.HELD, HoldReason.PAPER_OUT)
    clock.seconds += 60
    spooler.work_once()
    assert ledger.state() is JobState.HELD
    zebra.mechanism.load_paper()
    clock.seconds += 60
    while spooler.work_once():
        pass
    assert ledger.state() is JobState.CONFIRMED
    assert len(zebra.labels) == 1


def test_silent_printer_holds_the_job_until_its_head_is_closed(zebra: FakeLabelPrinter) -> None:
    ledger = MemoryLedger(a_job())
    zebra.mechanism.head_open = True
    zebra.mechanism.speechless_in_trouble = True
    spooler = spooler_for(ledger, printers_of(zebra, replace(TIMINGS, silence=0.1)))
    spooler.work_once()
    assert (ledger.state(), ledger.reason()) == (JobState.HELD, HoldReason.SILENT)
    zebra.mechanism.close_head()
    spooler.wake("zebra")
    spooler.work_once()
    assert ledger.state() is JobState.CONFIRMED
    assert len(zebra.labels) == 1


def test_printer_in_trouble_is_left_alone_longer_each_time_up_to_a_limit(
    zebra: FakeLabelPrinter,
) -> None:
    ledger, clock = MemoryLedger(a_job()), Clock()
    zebra.mechanism.paused = True
    spooler = spooler_for(ledger, printers_of(zebra), clock)
    tried_at = []
    for second in range(100):
        clock.seconds = float(second)
        if spooler.work_once():
            tried_at.append(second)
    assert tried_at == [0, 1, 3, 8, 18, 48, 78]


def test_printer_that_prints_again_has_its_troubles_forgotten(zebra: FakeLabelPrinter) -> None:
    ledger, clock = MemoryLedger(a_job(1), a_job(2)), Clock()
    spooler = spooler_for(ledger, printers_of(zebra), clock)
    zebra.mechanism.paused = True
    for second in (0, 1, 3):
        clock.seconds = float(second)
        assert spooler.work_once()
    zebra.mechanism.paused = False
    clock.seconds = 100.0
    assert spooler.work_once()
    zebra.mechanism.paused = True
    assert spooler.work_once()
    clock.seconds = 101.0
    assert spooler.work_once()


def test_printer_in_trouble_holds_up_no_other_printer(
    zebra: FakeLabelPrinter, tmp_path: Path
) -> None:
    zebra.mechanism.paper_left = 0
    label_printers = printers_of(zebra)
    ledger = MemoryLedger(a_job(1), a_job(2), a_job(3, "folder"))

    def printer(name: str) -> Printer:
        return FolderPrinter(name, tmp_path) if name == "folder" else label_printers(name)

    spooler = spooler_for(ledger, printer)
    while spooler.work_once():
        pass
    assert [ledger.state(i) for i in (1, 2, 3)] == ["held", "queued", "confirmed"]


def test_spooler_of_one_printer_leaves_the_jobs_of_others(zebra: FakeLabelPrinter) -> None:
    ledger = MemoryLedger(a_job(1, "office"), a_job(2))
    spooler = Spooler(
        ledger, printers_of(zebra), rendered, worker="pack-1", only=frozenset({"zebra"})
    )
    while spooler.work_once():
        pass
    assert [ledger.state(i) for i in (1, 2)] == ["queued", "confirmed"]


def test_job_for_a_printer_nobody_set_up_is_held_with_that_reason(zebra: FakeLabelPrinter) -> None:
    ledger = MemoryLedger(a_job(printer="zebra-9"))
    spooler_for(ledger, printers_of(zebra)).work_once()
    assert (ledger.state(), ledger.reason()) == (JobState.HELD, HoldReason.NOT_SET_UP)


def test_document_that_cannot_be_rendered_fails_alone(zebra: FakeLabelPrinter) -> None:
    def render(job: PrintJob) -> bytes:
        if job.id == 1:
            raise KeyError("postcode")
        return rendered(job)

    ledger = MemoryLedger(a_job(1), a_job(2))
    spooler = Spooler(ledger, printers_of(zebra), render, worker="pack-1")
    while spooler.work_once():
        pass
    assert (ledger.state(), ledger.reason()) == (
        JobState.FAILED,
        FailReason.RENDERING_FAILED,
    )
    assert ledger.state(2) is JobState.CONFIRMED


@pytest.mark.parametrize("payload", [None, b"^XA^FDsomebody else^FS^XZ"])
def test_bytes_that_do_not_match_their_digest_are_not_printed(
    zebra: FakeLabelPrinter, payload: bytes | None
) -> None:
    job = replace(a_job(), state=JobState.READY, payload=payload, sha256="0" * 64)
    ledger = MemoryLedger(job)
    spooler_for(ledger, printers_of(zebra)).work_once()
    assert (ledger.state(), ledger.reason()) == (
        JobState.FAILED,
        FailReason.PAYLOAD_DAMAGED,
    )
    assert zebra.mechanism.received == b""


@pytest.mark.parametrize("cancelled_before", [JobState.READY, JobState.SENDING])
def test_job_cancelled_while_a_spooler_has_it_is_not_printed(
    zebra: FakeLabelPrinter, cancelled_before: JobState
) -> None:
    ledger = MemoryLedger(a_job())
    ledger.before_commit = lambda step: ledger.cancel(1) if step.state is cancelled_before else None
    spooler_for(ledger, printers_of(zebra)).work_once()
    assert ledger.state() is JobState.CANCELLED
    assert zebra.labels == []


def test_ledger_that_took_too_long_to_commit_keeps_the_bytes_here(zebra: FakeLabelPrinter) -> None:
    ledger, clock = MemoryLedger(a_job()), Clock()

    def stall(_: object) -> None:
        clock.seconds += 100

    ledger.before_commit = stall
    spooler_for(ledger, printers_of(zebra), clock).work_once()
    assert states(ledger)[-2:] == [JobState.SENDING, JobState.HELD]
    assert zebra.labels == []


def test_thread_prints_what_arrives_is_woken_for_it_and_stops_when_told(
    zebra: FakeLabelPrinter,
) -> None:
    ledger = MemoryLedger(a_job(1))
    spooler = Spooler(
        ledger, printers_of(zebra), rendered, worker="pack-1", pace=Pace(idle_seconds=600.0)
    )
    thread = threading.Thread(target=spooler.run)
    thread.start()
    ledger.await_states({JobState.CONFIRMED})
    ledger.jobs[2] = a_job(2)
    spooler.wake()
    ledger.await_states({JobState.CONFIRMED})
    spooler.stop()
    thread.join()
    assert len(zebra.labels) == 2


def test_thread_outlives_a_lost_database(
    zebra: FakeLabelPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = MemoryLedger(a_job())
    failures = [ConnectionError("server closed the connection"), ConnectionError("again")]

    def lose_the_database(_: object) -> None:
        if failures:
            raise failures.pop()

    ledger.before_commit = lose_the_database
    spooler = Spooler(
        ledger, printers_of(zebra), rendered, worker="pack-1", pace=Pace(idle_seconds=0.001)
    )
    thread = threading.Thread(target=spooler.run)
    thread.start()
    ledger.await_states({JobState.CONFIRMED})
    spooler.stop()
    thread.join()
    assert len(zebra.labels) == 1
    assert caplog.text.count("stumbled and goes on") == 2


def test_a_document_that_kills_the_program_each_time_fails_after_three_beginnings(
    zebra: FakeLabelPrinter,
) -> None:
    class Killed(BaseException):
        """The process is gone."""

    def die(_: PrintJob) -> bytes:
        raise Killed

    ledger = MemoryLedger(a_job())
    printers = printers_of(zebra)
    for _ in range(MOST_RENDERINGS):
        with pytest.raises(Killed):
            Spooler(ledger, printers, die, worker="pack-1", clock=Clock()).work_once()
        assert ledger.state() is JobState.RENDERING
    assert spooler_for(ledger, printers).work_once()
    assert (ledger.state(), ledger.reason()) == (JobState.FAILED, FailReason.RETRIES_SPENT)
    assert zebra.labels == []


@pytest.mark.parametrize("is_announced", [False, True])
def test_a_document_that_the_printer_does_not_understand_fails_and_is_not_tried_again(
    is_announced: bool,
) -> None:
    class Refusing:
        name = "office"

        def status(self) -> PrinterStatus:
            return PrinterStatus.because(())

        def send(
            self, payload: bytes, job_mark: str, about_to_send: Callable[[], None] = nothing_to_do
        ) -> SendResult:
            if is_announced:
                about_to_send()
            raise DocumentRefused(f"{job_mark}: {len(payload)} bytes of an unknown language")

    ledger = MemoryLedger(a_job())
    spooler = spooler_for(ledger, lambda _: Refusing())
    assert spooler.work_once()
    assert (ledger.state(), ledger.reason()) == (JobState.FAILED, FailReason.REFUSED_BY_PRINTER)
    assert not spooler.work_once()


def test_a_spooler_without_work_looks_after_its_printer_and_outlives_trouble_in_that(
    zebra: FakeLabelPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    looked = threading.Semaphore(0)

    def look() -> None:
        looked.release()
        raise ConnectionError("the lamp cannot be written")

    spooler = Spooler(
        MemoryLedger(),
        printers_of(zebra),
        rendered,
        worker="pack-1",
        pace=Pace(idle_seconds=0.001),
        when_idle=look,
    )
    thread = threading.Thread(target=spooler.run)
    thread.start()
    assert looked.acquire(timeout=90)
    assert looked.acquire(timeout=90)
    spooler.stop()
    thread.join()
    assert "stumbled and goes on" in caplog.text
