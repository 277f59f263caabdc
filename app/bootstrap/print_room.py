"""The printers of a station at work: rendering, and a spooler with its thread for each printer."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

from app.bootstrap.outages import OutageLog
from app.db.unit_of_work import is_connection_lost
from app.services.printer_lamps import known_lamp
from app.services.spool_ledger import DatabaseSpool
from app.services.station_setup import PrinterView, note_lamp, printer_lists, printers
from app.services.station_work import sender_of
from app.services.workplace import Workplace
from printing.documents import PackingSlip, ShippingLabel, from_record
from printing.fonts import read_all
from printing.jobs import HoldReason, PrintJob, copy_mark
from printing.paper import Format
from printing.printers.addresses import BadPrinterAddress, printer_for
from printing.printers.printer import Lamp, Printer, PrinterNotSetUp, PrinterStatus
from printing.rendering import render
from printing.spooler import Spooler
from printing.stationery.examples import examples
from printing.stationery.model import PLAIN

_log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
"""Before the printers are read anew, after the database could not be reached."""

STOP_SECONDS = 10.0
"""How long a spooler may take over the job at hand before the station ends without it."""

LOOK_SECONDS = 15.0
"""Between two looks at a printer that is well and has nothing to do."""

LOOK_AT_TROUBLE_SECONDS = 3.0
"""Between two looks at one that is not: new paper shall be noticed while somebody stands there."""

TURN_SECONDS = 0.0005
"""After which a thread that draws lets another one in. A spooler's step is a hundred short waits
for its database; at the interpreter's usual 5 ms each, one long slip held up the label beside it
for a second."""

WORKER_LENGTH = 64
"""Characters that the spool keeps of a worker's name."""


class _FloorSpool(DatabaseSpool):
    """The spool of a station with a journal: its own slips are on record before it goes on.

    A slip that came out off line may lie in the spool as if it had not. While the database is away
    there is nothing to print.
    """

    def __init__(self, workplace: Workplace, outage: OutageLog) -> None:
        super().__init__(workplace.database)
        self._sender = sender_of(workplace)
        self._outage = outage

    def lease_next(
        self,
        worker: str,
        lease_seconds: float,
        *,
        only: frozenset[str] | None,
        avoid: frozenset[str],
    ) -> PrintJob | None:
        if self._sender is not None and self._sender.unsent_packing:
            return None
        try:
            job = super().lease_next(worker, lease_seconds, only=only, avoid=avoid)
        except Exception as error:
            if not is_connection_lost(error):
                raise
            self._outage.note_lost(error)
            return None
        self._outage.note_back()
        return job


def render_job(job: PrintJob) -> bytes:
    """The bytes of a print job; a repeated label says so in small print."""
    document = from_record(job.document)
    if isinstance(document, ShippingLabel):
        document = replace(document, mark=copy_mark(job))
    return render(document, Format(job.format), job.dpi)


FAR_NAME = "\u5c71\u7530 \u592a\u90ce \u0e17 \u0627"
"""Letters of scripts whose fonts are otherwise read for the first parcel that bears some."""


@cache
def warm_up() -> None:
    """Read all fonts, and draw invented papers: else the first parcel of its kind waits for it.

    A label in East Asian letters took 0.8 s when it was the first one, beside other work. What was
    read lives as long as the program: the collector walked through it for up to 1.5 s, in the
    middle of a parcel. Nothing is collected here, because that would be the same wait.
    """
    read_all()
    papers = examples(PLAIN)
    for name in ("label", "packing_slip"):
        paper = papers[name]
        if isinstance(paper, ShippingLabel | PackingSlip):
            paper = replace(paper, ship_to=replace(paper.ship_to, name=FAR_NAME))
        render(paper, Format.PDF, 300)
        if paper.paper.is_label:
            render(paper, Format.ZPL, 203)
    gc.freeze()


class PrintRoom:
    """The printers of a station: one spooler and one thread for each that it prints on.

    A caretaker thread starts them and looks for printers that were added since: nothing here
    asks the database or a printer on the thread of the window. A printer without work is looked
    at now and then by its own thread, so that its lamp says what is so.
    """

    def __init__(self, workplace: Workplace, clock: Callable[[], float] = time.monotonic) -> None:
        """Know the station; nothing runs before `start`.

        Args:
            workplace: the station.
            clock: seconds, never going back.
        """
        self._workplace = workplace
        self._clock = clock
        self._looks: dict[str, tuple[str, float]] = {}
        self._spoolers: dict[str, tuple[Spooler, threading.Thread]] = {}
        self._caretaker = threading.Thread(target=self._take_care, name="print room", daemon=True)
        self._outage = OutageLog(_log, "the print room")
        self._asked = threading.Event()
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start, in the background, a spooler for each printer this station prints on."""
        sys.setswitchinterval(min(sys.getswitchinterval(), TURN_SECONDS))
        self._caretaker.start()

    def wake(self) -> None:
        """Look for new jobs now, at printers that were added since as well."""
        self._asked.set()

    def check(self, printer_name: str) -> PrinterStatus:
        """Ask a printer how it is, and remember its answer for all stations.

        One that is ready again gets at once what waits for it.
        """
        try:
            status = self.printer(printer_name).status()
        except (PrinterNotSetUp, BadPrinterAddress) as error:
            status = PrinterStatus(Lamp.OFFLINE, (), str(error))
        self._looks[printer_name] = (status.lamp, self._clock())
        if status.reasons == (HoldReason.BUSY,):
            return status  # a job is on its way into it, or another station's: it is well
        words = status.reasons[0].value if status.reasons else status.words
        note_lamp(self._workplace, printer_name, status.lamp.value, words)
        at_work = self._spoolers.get(printer_name)
        if at_work is not None and status.lamp is Lamp.READY:
            at_work[0].wake(printer_name)
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
        self._stopping.set()
        self._asked.set()
        if self._caretaker.is_alive():
            self._caretaker.join(timeout=STOP_SECONDS)
        for spooler, _ in self._spoolers.values():
            spooler.stop()
        for _, thread in self._spoolers.values():
            thread.join(timeout=STOP_SECONDS)
        self._spoolers.clear()

    def _take_care(self) -> None:
        is_warm = False
        while True:
            self._asked.clear()
            if self._stopping.is_set():
                return
            for spooler, _ in self._spoolers.values():
                spooler.wake()
            rest = None
            try:
                self._start_missing_spoolers()
                self._outage.note_back()  # before what takes long enough for it to go again
                if not is_warm:
                    warm_up()
                    is_warm = True
            except Exception as error:  # noqa: BLE001 - a lost database must not end printing
                self._note("the print room cannot read its printers and tries again", error)
                rest = RETRY_SECONDS
            self._asked.wait(rest)

    def _start_missing_spoolers(self) -> None:
        listed = {name for names in printer_lists(self._workplace).values() for name in names}
        for name in sorted(listed - set(self._spoolers)):
            spooler = Spooler(
                _FloorSpool(self._workplace, self._outage),
                self.printer,
                render_job,
                worker=f"{self._workplace.station}/{name}"[:WORKER_LENGTH],
                only=frozenset({name}),
                when_idle=partial(self._look_at, name),
            )
            thread = threading.Thread(
                target=self._work_at, args=(name, spooler), name=f"spooler {name}", daemon=True
            )
            self._spoolers[name] = (spooler, thread)
            thread.start()

    def _work_at(self, printer_name: str, spooler: Spooler) -> None:
        """Body of a printer's thread: see how the printer is, then print until the end."""
        try:
            self.check(printer_name)
        except Exception as error:  # noqa: BLE001 - as in _take_care; the lamp stays unknown
            self._note(f"the lamp of {printer_name} cannot be written", error)
        spooler.run()

    def _look_at(self, printer_name: str) -> None:
        """See how a printer without work is, if no station has for a while."""
        try:
            self._look(printer_name)
        except Exception as error:
            if not is_connection_lost(error):
                raise
            self._outage.note_lost(error)

    def _look(self, printer_name: str) -> None:
        lamp, at = self._looks.get(printer_name, ("", float("-inf")))
        pause = LOOK_SECONDS if lamp == Lamp.READY else LOOK_AT_TROUBLE_SECONDS
        if self._clock() - at < pause:
            return
        known = known_lamp(self._workplace, printer_name)
        pause = LOOK_SECONDS if known.lamp == Lamp.READY else LOOK_AT_TROUBLE_SECONDS
        is_fresh = known.seconds_ago is not None and known.seconds_ago < pause
        if not is_fresh and not known.is_at_work:
            self.check(printer_name)
            return
        self._looks[printer_name] = (known.lamp, self._clock())
        if known.lamp == Lamp.READY:
            self._spoolers[printer_name][0].wake(printer_name)

    def _note(self, words: str, error: Exception) -> None:
        """Log trouble; a database that is away only once, since it is asked every few seconds."""
        if is_connection_lost(error):
            self._outage.note_lost(error)
        else:
            _log.error(words, exc_info=error)


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
        # Another name each time: two commands at once must not pass for one worker.
        worker=f"{workplace.station}/command {os.getpid()}"[:WORKER_LENGTH],
        only=frozenset({printer}),
    )
    done = 0
    while spooler.work_once():
        done += 1
    return done
