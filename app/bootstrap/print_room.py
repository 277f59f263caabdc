"""The printers of a station at work: rendering, and a spooler with its thread for each printer."""

from __future__ import annotations

import threading
from dataclasses import replace

from app.services.spooling import DatabaseSpool
from app.services.station_setup import PrinterView, note_lamp, printers, routes
from app.services.workplace import Workplace
from printing.documents import ShippingLabel, from_record
from printing.jobs import PrintJob, copy_mark
from printing.paper import Format
from printing.printers.addresses import BadPrinterAddress, printer_for
from printing.printers.printer import Lamp, Printer, PrinterNotSetUp, PrinterStatus
from printing.rendering import render
from printing.spooler import Spooler


def render_job(job: PrintJob) -> bytes:
    """The bytes of a print job; a repeated label says so in small print."""
    document = from_record(job.document)
    if isinstance(document, ShippingLabel):
        document = replace(document, mark=copy_mark(job))
    return render(document, Format(job.format), job.dpi)


class PrintRoom:
    """The printers of a station: one spooler and one thread for each that it prints on."""

    def __init__(self, workplace: Workplace) -> None:
        """Know the station; nothing runs before `start`."""
        self._workplace = workplace
        self._spoolers: dict[str, tuple[Spooler, threading.Thread]] = {}

    def start(self) -> None:
        """Start a spooler for each printer this station sends documents to."""
        for name in sorted(set(routes(self._workplace).values())):
            if name not in self._spoolers:
                self._start_spooler(name)

    def wake(self) -> None:
        """Look for new jobs now, at printers that were added since as well."""
        self.start()
        for spooler, _ in self._spoolers.values():
            spooler.wake()

    def check(self, printer_name: str) -> PrinterStatus:
        """Ask a printer how it is, and remember its answer for all stations."""
        try:
            status = self.printer(printer_name).status()
        except (PrinterNotSetUp, BadPrinterAddress) as error:
            status = PrinterStatus(Lamp.OFFLINE, (), str(error))
        note_lamp(self._workplace, printer_name, status.lamp.value, status.words)
        return status

    def printer(self, name: str) -> Printer:
        """The printer of this name.

        Raises:
            PrinterNotSetUp: no printer has this name.
            BadPrinterAddress: its address makes no sense.
        """
        for view in printers(self._workplace):
            if view.name == name:
                return _printer(view)
        raise PrinterNotSetUp(f"no printer is called {name}")

    def stop(self) -> None:
        """Let each spooler finish its job, and end."""
        for spooler, _ in self._spoolers.values():
            spooler.stop()
        for _, thread in self._spoolers.values():
            thread.join(timeout=10)
        self._spoolers.clear()

    def _start_spooler(self, name: str) -> None:
        spooler = Spooler(
            DatabaseSpool(self._workplace.database),
            self.printer,
            render_job,
            worker=f"{self._workplace.station}/{name}"[:64],
            only=frozenset({name}),
        )
        thread = threading.Thread(target=spooler.run, name=f"spooler {name}", daemon=True)
        self._spoolers[name] = (spooler, thread)
        thread.start()


def _printer(view: PrinterView) -> Printer:
    return printer_for(view.kind, view.address, view.name)


def work_off(workplace: Workplace, *, printer: str) -> int:
    """Print what is queued for a printer now, without a thread; for commands.

    Returns:
        How many jobs were worked on.
    """
    room = PrintRoom(workplace)
    spooler = Spooler(
        DatabaseSpool(workplace.database),
        room.printer,
        render_job,
        worker=f"{workplace.station}/command",
        only=frozenset({printer}),
    )
    done = 0
    while spooler.work_once():
        done += 1
    return done
