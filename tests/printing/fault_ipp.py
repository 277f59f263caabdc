"""The faults of printing at an office printer that speaks IPP: CUPS's own, each really made."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from pypdfium2 import PdfiumError

from app.services import station_setup
from printing.printers.ipp_printer import IppPrinter, IppTimings
from tests.printing.decoding import page_texts
from tests.printing.fault_bench import PATIENCE, Bench
from tests.servers.ipp_printer import IppEverywherePrinter, dns_sd, ipp_printer

QUICK = IppTimings(answer=5.0, send=10.0, finish=10.0, stopped=0.4, poll=0.02)
NOBODY = "localhost:9"
"""Where no printer listens."""


class Office:
    """An office printer that can be switched on, and what came out of it."""

    def __init__(self, bench: Bench, room: Path, machine: ExitStack) -> None:
        self._bench, self._room, self._machine = bench, room, machine
        self._environment = machine.enter_context(dns_sd(room / "dns-sd"))
        self.printer: IppEverywherePrinter | None = None
        settings = station_setup.PrinterSettings("Z", "ipp", f"ipp://{NOBODY}", "pdf", 300)
        station_setup.save_printer(bench.workplace, settings)
        self.plug(NOBODY)

    def plug(self, server: str) -> None:
        self._bench.plug("Z", IppPrinter("Z", server, timings=QUICK), self.sheets)

    def switch_on(self) -> IppEverywherePrinter:
        self.printer = self._machine.enter_context(
            ipp_printer(self._room / "office", self._environment)
        )
        self.plug(self.printer.server)
        return self.printer

    def sheets(self) -> list[bytes]:
        """Each sheet by the number it bears, written as a label printer's sheet has it."""
        pdfs = [] if self.printer is None else self.printer.sheets
        return [_as_a_label(pdf) for pdf in pdfs]

    def await_sheet(self) -> None:
        pause, end = threading.Event(), time.monotonic() + PATIENCE
        while not self.sheets():
            assert time.monotonic() < end, "nothing comes out"
            pause.wait(0.05)


def _as_a_label(pdf: bytes) -> bytes:
    try:
        text = "".join("".join(page_texts(pdf)).split())
    except PdfiumError:
        return b""  # the other paper, which is of nobody's parcel
    numbers = re.findall(r"\(00\)(\d{18})", text)
    mark = "COPY" if "COPY" in text else ""
    return "".join(f">;>800{number}^FS{mark}" for number in dict.fromkeys(numbers)).encode()


Fault = Callable[[Bench, Office], None]


def paper_out_before(bench: Bench, office: Office) -> None:
    printer = office.switch_on()
    printer.take_paper_away()
    IppPrinter("other", printer.server, timings=QUICK).send(b"%PDF-1.4\n%%EOF\n", "other-1")
    bench.work()
    printer.load_paper()


def paper_out_under_the_label(bench: Bench, office: Office) -> None:
    printer = office.switch_on()
    printer.take_paper_away()
    bench.work(tries=1)
    printer.load_paper()
    office.await_sheet()  # what it had in hand comes out by itself


def breaks_down_under_the_label(bench: Bench, office: Office) -> None:
    printer = office.switch_on()
    printer.break_down()
    bench.work(tries=1)
    (printer.home / "broken").unlink()


def switched_off_before(bench: Bench, office: Office) -> None:
    bench.work()
    office.switch_on()


IPP_FAULTS: dict[str, Fault] = {
    "office printer: paper ran out under another paper": paper_out_before,
    "office printer: paper ends with this very label": paper_out_under_the_label,
    "office printer: breaks down under the label": breaks_down_under_the_label,
    "office printer: switched off before": switched_off_before,
}


def at_office_printer(bench: Bench, room: Path, fault: Fault) -> None:
    """Run a fault at an IPP Everywhere printer, and bring the label to its end."""
    with ExitStack() as machine:
        office = Office(bench, room, machine)
        fault(bench, office)
        bench.settle()
