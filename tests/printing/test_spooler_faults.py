"""What comes out when the spooler is killed at any step, doubled, or cut off: never two papers."""

import threading
from collections.abc import Callable, Iterator

import pytest

from printing.jobs import DoubtReason, HoldReason, JobState, PrintJob, copy_mark, job_mark
from printing.printers.label_printer import Timings
from printing.printers.printer import Printer, SendResult, nothing_to_do
from printing.printers.tcp_printer import tcp_printer
from printing.spooler import Pace, Spooler, Step
from tests.printing.fake_label_printer import FakeLabelPrinter
from tests.printing.memory_ledger import MemoryLedger, a_job

TIMINGS = Timings(connect=5.0, silence=5.0, write=5.0, finish=5.0, poll=0.001)
PACE = Pace(lease_seconds=30.0, rests=(0.001,), idle_seconds=0.001)


class Killed(BaseException):
    """The process is gone; nothing in the program may catch this."""


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class DyingPrinter:
    """A real printer, in front of a spooler that dies once every byte was handed over."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self.name = printer.name
        self.status = printer.status

    def send(
        self, payload: bytes, job_mark: str, about_to_send: Callable[[], None] = nothing_to_do
    ) -> SendResult:
        self._printer.send(payload, job_mark, about_to_send)
        raise Killed


@pytest.fixture
def zebra() -> Iterator[FakeLabelPrinter]:
    with FakeLabelPrinter() as printer:
        yield printer


def rendered(job: PrintJob) -> bytes:
    return f"^XA^FX{job_mark(job)}^FS^FD{copy_mark(job)}^FS^XZ".encode()


def printer_at(zebra: FakeLabelPrinter) -> Printer:
    return tcp_printer("zebra", "127.0.0.1", zebra.port, timings=TIMINGS)


def dies_at(ledger: MemoryLedger, state: JobState, *, committed: bool) -> None:
    def die(step: Step) -> None:
        if step.state is state:
            raise Killed

    if committed:
        ledger.after_commit = die
    else:
        ledger.before_commit = die


def lives_on(ledger: MemoryLedger) -> None:
    ledger.before_commit = ledger.after_commit = nothing_happens


def nothing_happens(_: Step) -> None:
    """The program lives."""


def work_off(ledger: MemoryLedger, zebra: FakeLabelPrinter, worker: str, clock: Clock) -> None:
    printer = printer_at(zebra)
    spooler = Spooler(ledger, lambda _: printer, rendered, worker=worker, clock=clock)
    while spooler.work_once():
        pass


KILLS = [
    # state at whose record it dies, was it committed, then: state, labels out
    (JobState.RENDERING, False, JobState.CONFIRMED, 1),
    (JobState.RENDERING, True, JobState.CONFIRMED, 1),
    (JobState.READY, False, JobState.CONFIRMED, 1),
    (JobState.READY, True, JobState.CONFIRMED, 1),
    (JobState.SENDING, False, JobState.CONFIRMED, 1),
    (JobState.SENDING, True, JobState.UNCERTAIN, 0),
    (JobState.CONFIRMED, False, JobState.UNCERTAIN, 1),
    (JobState.CONFIRMED, True, JobState.CONFIRMED, 1),
]


@pytest.mark.parametrize(("state", "committed", "ends", "labels"), KILLS)
@pytest.mark.parametrize("successor", ["pack-1", "pack-2"])
def test_spooler_killed_at_a_step_leaves_the_job_printed_once_or_asked_about(
    zebra: FakeLabelPrinter,
    state: JobState,
    committed: bool,
    ends: JobState,
    labels: int,
    successor: str,
) -> None:
    clock = Clock()
    ledger = MemoryLedger(a_job(), clock=clock)
    dies_at(ledger, state, committed=committed)
    with pytest.raises(Killed):
        work_off(ledger, zebra, "pack-1", clock)
    lives_on(ledger)
    if successor != "pack-1":
        steps = list(ledger.steps)
        work_off(ledger, zebra, successor, clock)
        assert ledger.steps == steps
        clock.seconds += 1000  # the dead worker's lease runs out
    work_off(ledger, zebra, successor, clock)
    assert (ledger.state(), len(zebra.labels)) == (ends, labels)
    clock.seconds += 1000
    work_off(ledger, zebra, successor, clock)
    assert (ledger.state(), len(zebra.labels)) == (ends, labels)
    if ends is JobState.UNCERTAIN:
        assert ledger.reason() == DoubtReason.WORKER_LOST
        ledger.answer(1, came_out=labels == 1)
        work_off(ledger, zebra, successor, clock)
        assert (ledger.state(), len(zebra.labels)) == (JobState.CONFIRMED, 1)


def test_spooler_killed_while_it_renders_is_followed_by_one_that_renders_again(
    zebra: FakeLabelPrinter,
) -> None:
    def die(_: PrintJob) -> bytes:
        raise Killed

    ledger = MemoryLedger(a_job())
    with pytest.raises(Killed):
        Spooler(ledger, lambda _: printer_at(zebra), die, worker="pack-1").work_once()
    assert ledger.state() is JobState.RENDERING
    work_off(ledger, zebra, "pack-1", Clock())
    assert (ledger.state(), len(zebra.labels)) == (JobState.CONFIRMED, 1)


def test_spooler_killed_right_after_the_last_byte_leaves_a_question_and_no_second_label(
    zebra: FakeLabelPrinter,
) -> None:
    ledger = MemoryLedger(a_job())
    dying = DyingPrinter(printer_at(zebra))
    with pytest.raises(Killed):
        Spooler(ledger, lambda _: dying, rendered, worker="pack-1").work_once()
    assert ledger.state() is JobState.SENDING
    work_off(ledger, zebra, "pack-1", Clock())
    assert (ledger.state(), len(zebra.labels)) == (JobState.UNCERTAIN, 1)


def test_held_job_survives_a_kill_and_is_printed_once(zebra: FakeLabelPrinter) -> None:
    clock = Clock()
    ledger = MemoryLedger(a_job(), clock=clock)
    zebra.mechanism.paper_left = 0
    dies_at(ledger, JobState.HELD, committed=True)
    with pytest.raises(Killed):
        work_off(ledger, zebra, "pack-1", clock)
    lives_on(ledger)
    zebra.mechanism.load_paper()
    work_off(ledger, zebra, "pack-2", clock)
    assert (ledger.state(), len(zebra.labels)) == (JobState.CONFIRMED, 1)


@pytest.mark.parametrize("came_out", [True, False])
def test_connection_dropped_while_sending_is_asked_about_and_only_a_no_prints_again_as_a_copy(
    zebra: FakeLabelPrinter, came_out: bool
) -> None:
    clock = Clock()
    ledger = MemoryLedger(a_job(), clock=clock)
    zebra.drop_after = 20
    work_off(ledger, zebra, "pack-1", clock)
    assert ledger.state() is JobState.UNCERTAIN
    assert ledger.reason() == DoubtReason.CONNECTION_LOST
    zebra.drop_after = None
    for _ in range(5):
        clock.seconds += 1000
        work_off(ledger, zebra, "pack-1", clock)
    assert zebra.labels == []
    ledger.answer(1, came_out=came_out)
    work_off(ledger, zebra, "pack-1", clock)
    assert ledger.state() is JobState.CONFIRMED
    copies = [b"^XA^FXshipping_label-000001-2^FS^FDCOPY 2^FS^XZ"]
    assert zebra.labels == ([] if came_out else copies)


def test_paper_that_runs_out_under_the_label_is_asked_about_and_not_sent_again(
    zebra: FakeLabelPrinter,
) -> None:
    clock = Clock()
    ledger = MemoryLedger(a_job(), clock=clock)
    zebra.mechanism.paper_left = 1
    work_off(ledger, zebra, "pack-1", clock)
    assert (ledger.state(), ledger.reason()) == (
        JobState.UNCERTAIN,
        HoldReason.PAPER_OUT,
    )
    zebra.mechanism.load_paper()
    clock.seconds += 1000
    work_off(ledger, zebra, "pack-1", clock)
    assert len(zebra.labels) == 1


def test_printer_that_is_switched_off_gets_its_label_once_when_it_is_back() -> None:
    clock = Clock()
    with FakeLabelPrinter(switched_on=False) as zebra:
        ledger = MemoryLedger(a_job(), clock=clock)
        work_off(ledger, zebra, "pack-1", clock)
        assert (ledger.state(), ledger.reason()) == (
            JobState.HELD,
            HoldReason.OFFLINE,
        )
        zebra.switch_on()
        clock.seconds += 60
        work_off(ledger, zebra, "pack-1", clock)
        assert (ledger.state(), len(zebra.labels)) == (JobState.CONFIRMED, 1)


def test_worker_that_lost_its_lease_before_the_first_byte_sends_nothing(
    zebra: FakeLabelPrinter,
) -> None:
    clock = Clock()
    ledger = MemoryLedger(a_job(), clock=clock)

    def stall(step: Step) -> None:
        if step.state is JobState.SENDING:
            lives_on(ledger)
            clock.seconds += 1000
            # The stalled worker still holds the line, so its successor prints on another printer.
            with FakeLabelPrinter() as elsewhere:
                work_off(ledger, elsewhere, "pack-2", clock)
                printed_elsewhere.extend(elsewhere.labels)

    printed_elsewhere: list[bytes] = []
    ledger.before_commit = stall
    work_off(ledger, zebra, "pack-1", clock)
    assert ledger.state() is JobState.CONFIRMED
    assert (len(zebra.labels), len(printed_elsewhere)) == (0, 1)


def test_two_workers_on_one_ledger_print_every_label_once_over_one_connection_at_a_time(
    zebra: FakeLabelPrinter,
) -> None:
    ledger = MemoryLedger(*(a_job(number) for number in range(1, 41)))
    spoolers = [
        Spooler(ledger, lambda _: printer_at(zebra), rendered, worker=worker, pace=PACE)
        for worker in ("pack-1", "pack-2")
    ]
    threads = [threading.Thread(target=spooler.run) for spooler in spoolers]
    for thread in threads:
        thread.start()
    try:
        ledger.await_states({JobState.CONFIRMED})
    finally:
        for spooler in spoolers:
            spooler.stop()
        for thread in threads:
            thread.join()
    assert sorted(zebra.labels) == sorted(rendered(a_job(number)) for number in range(1, 41))
    assert zebra.most_connections == 1
