"""Office printers that speak IPP themselves, and behind CUPS: CUPS's own IPP Everywhere printer."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from printing.jobs import DoubtReason, HoldReason
from printing.printers.cups_printer import CupsPrinter, CupsTimings
from printing.printers.ipp_printer import IppPrinter, IppTimings
from printing.printers.printer import (
    DocumentRefused,
    Lamp,
    NothingSent,
    Outcome,
    SendInterrupted,
)
from tests.servers.cups_daemon import CupsDaemon, cups_daemon
from tests.servers.ipp_printer import IppEverywherePrinter, dns_sd, ipp_printer

SLIP = b"%PDF-1.4\n% order 1001\n%%EOF\n"
TIMINGS = IppTimings(answer=5.0, send=10.0, finish=20.0, stopped=10.0, poll=0.02)
IMPATIENT = replace(TIMINGS, stopped=0.5)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with dns_sd(tmp_path_factory.mktemp("dns-sd")) as environment:
        yield environment


@pytest.fixture
def office(environment: dict[str, str], tmp_path: Path) -> Iterator[IppEverywherePrinter]:
    with ipp_printer(tmp_path / "office", environment) as printer:
        yield printer


def printer_at(office: IppEverywherePrinter, timings: IppTimings = TIMINGS) -> IppPrinter:
    return IppPrinter("office", office.server, timings=timings)


def unexpected() -> None:
    pytest.fail("a job was about to be submitted")


def test_a_slip_comes_out_whole_and_the_printer_confirms_it(office: IppEverywherePrinter) -> None:
    printer = printer_at(office)
    assert printer.status().lamp is Lamp.READY
    announced: list[int] = []
    result = printer.send(SLIP, "packing_slip-000001-1", lambda: announced.append(1))
    assert (result.outcome, announced) == (Outcome.CONFIRMED, [1])
    assert office.sheets == [SLIP]


def test_two_slips_come_out_in_their_order(office: IppEverywherePrinter) -> None:
    printer = printer_at(office)
    for number in (1, 2):
        printer.send(SLIP + b"%d" % number, f"packing_slip-{number:06d}-1")
    assert office.sheets == [SLIP + b"1", SLIP + b"2"]


def test_a_language_that_the_printer_does_not_speak_is_refused_before_it_is_sent(
    office: IppEverywherePrinter,
) -> None:
    with pytest.raises(DocumentRefused, match="application/pdf"):
        printer_at(office).send(b"^XA^XZ", "shipping_label-000001-1", unexpected)
    assert office.sheets == []


def test_paper_that_runs_out_under_a_slip_is_told_and_the_slip_does_not_follow_by_itself(
    office: IppEverywherePrinter,
) -> None:
    office.take_paper_away()
    printer = printer_at(office, IMPATIENT)
    result = printer.send(SLIP, "packing_slip-000001-1")
    assert (result.outcome, result.reason) == (Outcome.UNCERTAIN, HoldReason.PAPER_OUT)
    status = printer.status()
    assert (status.lamp, status.reasons) == (Lamp.ATTENTION, (HoldReason.PAPER_OUT,))
    with pytest.raises(NothingSent) as held:
        printer.send(SLIP, "packing_slip-000002-1", unexpected)
    assert held.value.reason is HoldReason.PAPER_OUT


def test_paper_that_is_loaded_in_time_lets_the_slip_come_out(office: IppEverywherePrinter) -> None:
    office.take_paper_away()
    printer = printer_at(office)

    def load_once_it_is_missed() -> None:
        while printer.status().lamp is Lamp.READY:
            pass
        office.load_paper()

    somebody = threading.Thread(target=load_once_it_is_missed)
    somebody.start()
    result = printer.send(SLIP, "packing_slip-000001-1")
    somebody.join()
    assert result.outcome is Outcome.CONFIRMED
    assert office.sheets == [SLIP]
    assert printer.status().lamp is Lamp.READY


def test_a_job_that_the_printer_gives_up_leaves_the_outcome_open(
    office: IppEverywherePrinter,
) -> None:
    office.break_down()
    with pytest.raises(SendInterrupted) as interrupted:
        printer_at(office).send(SLIP, "packing_slip-000001-1")
    assert interrupted.value.reason is DoubtReason.CONNECTION_LOST


def test_a_printer_that_is_off_gets_nothing_and_is_offline(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with ipp_printer(tmp_path / "off", environment) as off:
        printer = printer_at(off)
    assert printer.status().lamp is Lamp.OFFLINE
    with pytest.raises(NothingSent) as refused:
        printer.send(SLIP, "mark", unexpected)
    assert refused.value.reason is HoldReason.OFFLINE


def test_a_printer_that_goes_off_at_the_last_moment_gets_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with contextlib.ExitStack() as running:
        office = running.enter_context(ipp_printer(tmp_path / "office", environment))
        with pytest.raises(NothingSent):
            printer_at(office).send(SLIP, "mark", running.close)


def test_a_printer_that_goes_off_over_a_slip_leaves_the_outcome_open(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with contextlib.ExitStack() as running:
        office = running.enter_context(ipp_printer(tmp_path / "office", environment))
        office.take_paper_away()
        printer = printer_at(office)

        def pull_the_plug_once_it_stands_still() -> None:
            while printer.status().lamp is Lamp.READY:
                pass
            running.close()

        somebody = threading.Thread(target=pull_the_plug_once_it_stands_still)
        somebody.start()
        with pytest.raises(SendInterrupted) as interrupted:
            printer.send(SLIP, "packing_slip-000001-1")
        somebody.join()
    assert interrupted.value.reason is DoubtReason.CONNECTION_LOST


@pytest.mark.parametrize("answer", [b"HTTP/1.1 404 Not Found\r\n\r\n", b"", b"garbage\r\n\r\n"])
def test_a_server_that_is_no_printer_gets_nothing(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        somebody = threading.Thread(target=serve)
        somebody.start()
        printer = IppPrinter("x", f"127.0.0.1:{server.getsockname()[1]}", timings=TIMINGS)
        with pytest.raises(NothingSent) as refused:
            printer.send(SLIP, "mark", unexpected)
        somebody.join()
    assert refused.value.reason is HoldReason.OFFLINE


# Behind CUPS -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CupsDaemon]:
    with cups_daemon(tmp_path_factory.mktemp("cups")) as daemon:
        yield daemon


@pytest.fixture
def behind(cups: CupsDaemon, office: IppEverywherePrinter) -> Callable[..., CupsPrinter]:
    cups.add_queue("office", f"ipp://{office.server}/ipp/print")

    def queue(**timings: float) -> CupsPrinter:
        patience = CupsTimings(command=10.0, connect=15.0, finish=20.0, last_words=0.05, poll=0.02)
        return CupsPrinter("office", "office", cups.server, timings=replace(patience, **timings))

    return queue


def test_a_print_server_before_a_printer_that_tells_confirms_what_came_out(
    behind: Callable[..., CupsPrinter], office: IppEverywherePrinter
) -> None:
    assert behind().send(SLIP, "packing_slip-000001-1").outcome is Outcome.CONFIRMED
    assert office.sheets == [SLIP]


def test_paper_that_is_missing_behind_a_print_server_leaves_no_job_in_its_queue(
    behind: Callable[..., CupsPrinter], office: IppEverywherePrinter, cups: CupsDaemon
) -> None:
    office.take_paper_away()
    with pytest.raises(SendInterrupted):
        behind(finish=3.0).send(SLIP, "packing_slip-000001-1")
    assert cups.administer("lpstat", "-W", "not-completed", "-o", "office") == ""
