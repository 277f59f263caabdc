"""A bench's own slips are noted before the first byte, and never printed twice by themselves."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.bootstrap.offline_paper import JournalSpool
from app.bootstrap.print_room import render_job
from app.db.journal import Journal
from app.domain.operators import OperatorRole, OperatorView
from app.domain.pack_effects import CloseCarton
from app.domain.pack_request import PackRequest
from app.domain.pack_state import PackState, SlipPaper
from app.domain.work_copy import WorkCopy
from app.services.identifying import Entry
from app.services.own_slips import answer_uncertain, own_number
from app.services.sending import StationSender
from app.services.workplace import Workplace
from printing.documents import to_record
from printing.jobs import JobState
from printing.printers.printer import SendResult
from printing.spooler import Spooler
from tests import builders
from tests.printing.paper_samples import slip_of

BENCH = PackState(5, "#10881", 9, (), (), None)


@dataclass
class Desk:
    """A journal with one slip in it, whose database is away for ever."""

    sender: StationSender
    workplace: Workplace
    request: PackRequest
    folder: Path

    def state(self) -> JobState:
        return self.sender.slips.of(self.request.scan_id).state

    @property
    def spooler(self) -> Spooler:
        ledger = JournalSpool(self.sender)
        return Spooler(ledger, ledger.printer, render_job, worker="P-01/own slips")

    @property
    def slips(self) -> list[Path]:
        return sorted(self.folder.glob("*.pdf"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite3'}")
    journal = Journal.open(tmp_path / "journal.sqlite3")
    direct = Workplace(database, "P-01")
    sender = StationSender(direct, journal)
    folder = tmp_path / "prints"
    slip = SlipPaper(to_record(slip_of(2)), "F", "folder", str(folder), "pdf", 203)
    request = PackRequest(
        uuid.uuid4(), "XCK", "hash", 5, 9, 3, 1, "P-01", (CloseCarton("S"),), slip=slip
    )
    sender.take_up(WorkCopy(OperatorView(1, "1042", "Ana Kovac", OperatorRole.PICKER)))
    sender.keep_packing(request, BENCH, BENCH, Entry("XCK", request.scan_id))
    yield Desk(sender, replace(direct, sender=sender), request, folder)
    sender.stop()
    journal.close()
    database.close()


def restarted(desk: Desk) -> Desk:
    """The same journal, as the program finds it after a power cut."""
    path = desk.sender.journal.path
    desk.sender.journal.close()
    desk.sender.journal = Journal.open(path)
    sender = StationSender(replace(desk.workplace, sender=None), desk.sender.journal)
    return replace(desk, sender=sender, workplace=replace(desk.workplace, sender=sender))


def test_slip_comes_out_once_and_is_noted_on_disk(desk: Desk) -> None:
    assert desk.spooler.work_once()
    assert desk.state() is JobState.CONFIRMED
    assert len(desk.slips) == 1
    again = restarted(desk)
    assert again.state() is JobState.CONFIRMED
    assert not again.spooler.work_once()
    again.sender.journal.close()


@dataclass
class FallingPrinter:
    """A printer at whose first byte the power goes."""

    seen: list[bytes] = field(default_factory=list)

    def send(self, payload: bytes, _mark: str, about_to_send: object) -> SendResult:
        assert callable(about_to_send)
        about_to_send()
        self.seen.append(payload)
        raise KeyboardInterrupt

    def status(self) -> None:
        raise NotImplementedError


def test_slip_at_whose_first_byte_the_power_goes_is_asked_about(desk: Desk) -> None:
    printer = FallingPrinter()
    ledger = JournalSpool(desk.sender)
    worker = Spooler(ledger, lambda _: printer, render_job, worker="own")  # type: ignore[arg-type, return-value]  # as much of a printer as is asked here
    with pytest.raises(KeyboardInterrupt):
        worker.work_once()
    assert desk.state() is JobState.SENDING, "noted before the first byte"
    again = restarted(desk)
    assert again.spooler.work_once()
    assert again.state() is JobState.UNCERTAIN
    assert not again.spooler.work_once(), "nobody prints it again by itself"
    answer_uncertain(again.workplace, own_number(desk.request), came_out=False)
    assert again.spooler.work_once()
    assert again.state() is JobState.CONFIRMED
    assert len(again.slips) == 1
    again.sender.journal.close()


def test_slip_that_the_database_takes_is_printed_here_no_more(desk: Desk) -> None:
    note = desk.sender.slips.take(desk.request.scan_id, is_in_doubt=False, seconds=1)
    assert note.state is JobState.QUEUED
    assert not desk.spooler.work_once()
    again = restarted(desk)
    assert not again.spooler.work_once(), "nor after a crash: the database may have it"
    again.sender.journal.close()


def test_slip_on_its_way_into_the_printer_is_waited_for(desk: Desk) -> None:
    slips, scan_id = desk.sender.slips, desk.request.scan_id
    queued = slips.of(scan_id)
    sending = replace(queued, state=JobState.SENDING)
    assert slips.change(scan_id, queued, sending)
    done = replace(sending, state=JobState.SENT)
    sent = threading.Timer(0.05, slips.change, (scan_id, sending, done))
    sent.start()
    assert slips.take(scan_id, is_in_doubt=False, seconds=10).state is JobState.SENT
    sent.join()


def test_slip_of_which_the_database_may_have_one_is_asked_about_first(desk: Desk) -> None:
    assert desk.request.slip is not None
    doubtful = replace(desk.request.slip, is_in_doubt=True)
    scan_id = uuid.uuid4()
    request = replace(desk.request, scan_id=scan_id, slip=doubtful)
    desk.sender.keep_packing(request, BENCH, BENCH, Entry("XCK", scan_id))
    while desk.spooler.work_once():
        pass
    assert len(desk.slips) == 1, "the other one"
    answer_uncertain(desk.workplace, own_number(request), came_out=True)
    assert desk.sender.slips.of(scan_id).state is JobState.CONFIRMED
    assert not desk.spooler.work_once()
