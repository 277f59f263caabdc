"""The printers of a station at work: real threads, a real database, a printer on the network."""

from __future__ import annotations

import gc
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames

from app.bootstrap.print_room import TURN_SECONDS, PrintRoom
from app.domain.pack_state import PackPrompt
from app.services import spooling, station_setup
from app.services.spooling import JobView
from app.services.workplace import Workplace
from printing.documents import ToteLabel
from printing.fonts import face_for
from printing.jobs import JobState
from printing.paper import Paper
from printing.printers.printer import Lamp, PrinterNotSetUp
from tests import builders
from tests.printing.decoding import page_texts, pages, printed_zpl, symbols
from tests.printing.fake_label_printer import FakeLabelPrinter
from tests.servers.program import start_program
from tests.services import books, shift

LABEL = re.compile(rb"\^XA.*?\^XZ", re.DOTALL)
PATIENCE_SECONDS = 150.0


@pytest.fixture
def floor(migrated_url: str, tmp_path: Path) -> Iterator[Workplace]:
    """A warehouse whose slips go into a folder; nobody prints yet."""
    workplace = builders.a_workplace(builders.a_database(migrated_url))
    builders.a_site(workplace)
    builders.a_printer(workplace, tmp_path / "slips")
    yield workplace
    workplace.database.close()


@pytest.fixture
def zebra() -> Iterator[FakeLabelPrinter]:
    """A label printer on the network."""
    with FakeLabelPrinter() as printer:
        yield printer


def labels_go_to(workplace: Workplace, port: int, name: str = "Z") -> None:
    """Let a station's shipping labels go to a printer on the network."""
    settings = station_setup.PrinterSettings(name, "tcp", f"127.0.0.1:{port}", "zpl")
    station_setup.save_printer(workplace, settings)
    station_setup.route_document(workplace, "shipping_label", name)


def a_closed_carton(floor: Workplace) -> str:
    """Pick an order and pack it up to its label; return the carton's SSCC."""
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    closed = shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)
    assert closed.sscc is not None
    return closed.sscc


@contextmanager
def at_work(workplace: Workplace) -> Iterator[PrintRoom]:
    """A station's print room, from start to stop."""
    room = PrintRoom(workplace)
    room.start()
    try:
        yield room
    finally:
        room.stop()


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something another thread or process does."""
    pause = threading.Event()
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        pause.wait(0.01)


def job_of(floor: Workplace, kind: str) -> JobView:
    """The newest print job of a kind."""
    return next(view for view in spooling.station_jobs(floor) if view.document_kind == kind)


def until_label_is(floor: Workplace, state: JobState) -> JobView:
    """Wait until the newest shipping label is in a state."""
    until(lambda: job_of(floor, "shipping_label").state is state, f"a label that is {state}")
    return job_of(floor, "shipping_label")


def sscc_on(label: bytes) -> str:
    """The parcel number that a scanner reads on a label in Zebra's language."""
    picture = printed_zpl(label, Paper.LABEL_4X6_IN.size_dots(203), 203)
    (code,) = (code for code in symbols(picture) if len(code) == 20 and code.startswith(b"00"))
    return code[2:].decode()


def print_threads() -> list[str]:
    """The names of the print room's threads that run in this process."""
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if name.startswith(("spooler", "print room"))]


def test_slip_and_label_of_a_closed_carton_come_out_once(
    floor: Workplace, zebra: FakeLabelPrinter, tmp_path: Path
) -> None:
    labels_go_to(floor, zebra.port)
    with at_work(floor) as room:
        sscc = a_closed_carton(floor)
        room.wake()
        until_label_is(floor, JobState.CONFIRMED)
        until(lambda: job_of(floor, "packing_slip").state is JobState.CONFIRMED, "the slip")
        for _ in range(3):
            room.wake()
    with at_work(floor):
        spooling.print_document(floor, ToteLabel("0001"), printer_name="Z")
        until(lambda: len(zebra.labels) == 2, "what was queued after the restart")
    assert sscc_on(zebra.labels[0]) == sscc
    (slip,) = (tmp_path / "slips").iterdir()
    assert sscc in "".join(page_texts(slip.read_bytes())).replace(" ", "")
    number = str(books.value(floor, "select number from orders"))
    found = symbols(pages(slip.read_bytes(), 203)[0])
    assert f"O-{number}".encode() in found
    assert b"COPY" not in zebra.labels[0]


def test_a_label_held_for_paper_comes_out_once_when_there_is_some(
    floor: Workplace, zebra: FakeLabelPrinter
) -> None:
    labels_go_to(floor, zebra.port)
    zebra.mechanism.paper_left = 0
    sscc = a_closed_carton(floor)
    with at_work(floor) as room:
        held = until_label_is(floor, JobState.HELD)
        assert held.reason.startswith("paper_out")
        assert lamp_of(floor, "Z") == "attention"
        zebra.mechanism.load_paper()
        assert room.check("Z").lamp is Lamp.READY
        until_label_is(floor, JobState.CONFIRMED)
    assert [sscc_on(label) for label in zebra.labels] == [sscc]
    assert len(LABEL.findall(zebra.mechanism.received)) == 1


def test_a_label_cut_off_half_way_is_asked_about_and_its_second_try_is_marked(
    floor: Workplace, zebra: FakeLabelPrinter
) -> None:
    labels_go_to(floor, zebra.port)
    sscc = a_closed_carton(floor)
    zebra.drop_after = 500
    with at_work(floor) as room:
        doubted = until_label_is(floor, JobState.UNCERTAIN)
        assert doubted.reason.startswith("connection_lost")
        zebra.drop_after = None
        room.wake()
        assert room.check("Z").lamp is Lamp.READY
        assert (zebra.labels, job_of(floor, "shipping_label").state) == ([], JobState.UNCERTAIN)
        spooling.answer_uncertain(floor, doubted.job_id, came_out=False)
        room.wake()
        until_label_is(floor, JobState.CONFIRMED)
    (label,) = zebra.labels
    assert sscc_on(label) == sscc
    assert b"COPY 2" in label


def test_a_station_killed_while_it_sends_never_prints_that_label_again_by_itself(
    floor: Workplace, zebra: FakeLabelPrinter, tmp_path: Path
) -> None:
    labels_go_to(floor, zebra.port)
    sscc = a_closed_carton(floor)
    zebra.mechanism.questions_per_label = 1_000_000  # it takes its time
    url = floor.database.engine.url.render_as_string(hide_password=False)
    words = ["--database", url, "--station", floor.station, "run"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    with (tmp_path / "station.log").open("wb") as log:
        process = start_program(words, environment, log)
    try:
        until(lambda: bool(LABEL.search(zebra.mechanism.received)), "the label to leave")
        assert job_of(floor, "shipping_label").state is JobState.SENDING
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(90)

    zebra.mechanism.questions_per_label = 0
    with at_work(floor) as room:
        doubted = until_label_is(floor, JobState.UNCERTAIN)
        assert doubted.reason == "worker_lost"
        room.wake()
        until(lambda: lamp_of(floor, "Z") == "ready", "the printer's lamp")
        assert room.check("Z").lamp is Lamp.READY
        assert len(LABEL.findall(zebra.mechanism.received)) == 1
        spooling.answer_uncertain(floor, doubted.job_id, came_out=True)
        room.wake()
    assert len(LABEL.findall(zebra.mechanism.received)) == 1
    assert sscc_on(LABEL.findall(zebra.mechanism.received)[0]) == sscc


def test_two_stations_at_one_printer_print_each_label_once(
    floor: Workplace, zebra: FakeLabelPrinter, migrated_url: str
) -> None:
    labels_go_to(floor, zebra.port)
    other = builders.a_workplace(builders.a_database(migrated_url), "P-02")
    station_setup.route_document(other, "shipping_label", "Z")
    codes = [f"{number:04d}" for number in range(6)]
    with at_work(floor) as here, at_work(other) as there:
        for code in codes:
            spooling.print_document(floor, ToteLabel(code), printer_name="Z")
            here.wake()
            there.wake()
        until(lambda: len(zebra.labels) == len(codes), "all labels")
    other.database.close()
    size = Paper.LABEL_100X50_MM.size_dots(203)
    read = [set(symbols(printed_zpl(label, size, 203))) for label in zebra.labels]
    assert read == [{f"T-{code}".encode()} for code in codes]
    assert zebra.most_connections == 1


def test_a_printer_added_while_the_station_is_open_is_served_when_woken(
    floor: Workplace, zebra: FakeLabelPrinter
) -> None:
    with at_work(floor) as room:
        until(lambda: lamp_of(floor, "F") == "ready", "the print room to have begun")
        labels_go_to(floor, zebra.port)
        spooling.print_document(floor, ToteLabel("0001"), printer_name="Z")
        room.wake()
        until(lambda: len(zebra.labels) == 1, "the label")


def test_a_print_room_that_cannot_read_its_printers_tries_again(
    floor: Workplace, zebra: FakeLabelPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    labels_go_to(floor, zebra.port)
    spooling.print_document(floor, ToteLabel("0001"), printer_name="Z")
    rename(floor, "print_route", "somewhere_else")
    with at_work(floor) as room:
        until(lambda: "tries again" in caplog.text, "the trouble to be noticed")
        rename(floor, "somewhere_else", "print_route")
        room.wake()
        until(lambda: len(zebra.labels) == 1, "the label")


def rename(floor: Workplace, table: str, name: str) -> None:
    """Take a table away, or bring it back."""
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


def lamp_of(floor: Workplace, name: str) -> str:
    """A printer's lamp as all stations see it."""
    return next(view.lamp for view in station_setup.printers(floor) if view.name == name)


def test_the_lamps_tell_the_truth_soon_after_the_start(
    floor: Workplace, zebra: FakeLabelPrinter
) -> None:
    zebra.mechanism.head_open = True
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gone = listener.getsockname()[1]
    labels_go_to(floor, zebra.port)
    for kind, name, address in (("tcp", "gone", f"127.0.0.1:{gone}"), ("tcp", "bad", "a b")):
        settings = station_setup.PrinterSettings(name, kind, address, "zpl")
        station_setup.save_printer(floor, settings)
        station_setup.route_document(floor, f"{name}_label", name)
    expected = {"F": "ready", "Z": "attention", "gone": "offline", "bad": "offline"}
    assert {lamp_of(floor, name) for name in expected} == {"unknown"}
    with at_work(floor):
        until(lambda: {name: lamp_of(floor, name) for name in expected} == expected, "the lamps")
    words = {view.name: view.words for view in station_setup.printers(floor)}
    assert words["Z"] == "head_open"
    assert words["gone"] == "offline"


def test_stop_ends_every_thread_and_leaves_the_rest_of_the_queue(
    floor: Workplace, zebra: FakeLabelPrinter
) -> None:
    labels_go_to(floor, zebra.port)
    zebra.mechanism.paper_left = 1
    for code in ("0001", "0002"):
        spooling.print_document(floor, ToteLabel(code), printer_name="Z")
    with at_work(floor):
        until(lambda: len(zebra.labels) == 1, "the first label")
        assert set(print_threads()) == {"print room", "spooler F", "spooler Z"}
    assert print_threads() == []
    assert len(zebra.labels) == 1


def test_drawing_lets_others_in_soon_and_fonts_are_read_before_they_are_needed(
    floor: Workplace,
) -> None:
    with at_work(floor):
        assert sys.getswitchinterval() <= TURN_SECONDS * 1.01
        face = face_for("\u5c71", bold=False)
        assert face is not None
        until(lambda: face.name in getRegisteredFontNames(), "the fonts to be read")
        until(lambda: gc.get_freeze_count() > 0, "the collector to leave them alone")


def test_a_room_that_was_never_started_can_be_stopped(floor: Workplace) -> None:
    room = PrintRoom(floor)
    room.stop()
    with pytest.raises(PrinterNotSetUp, match="nowhere"):
        room.printer("nowhere")
    assert room.check("nowhere").lamp is Lamp.OFFLINE
