"""What is known of a printer, so that it is asked no more often than anybody has to know."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.queries.paper import has_leased_job, printer_by_name
from app.services.workplace import Workplace


@dataclass(frozen=True)
class KnownLamp:
    """A printer's lamp as all stations see it.

    Attributes:
        lamp: ready, attention, offline or unknown.
        seconds_ago: since a station asked it or sent it a job; None if nobody ever did.
        is_at_work: whether some station is sending it a job now. Most printers serve one caller:
            asking it meanwhile would get no answer, or get in that job's way.
    """

    lamp: str
    seconds_ago: float | None
    is_at_work: bool


def known_lamp(workplace: Workplace, printer_name: str) -> KnownLamp:
    """What is known of a printer; one that does not exist is unknown."""
    with workplace.database.begin(workplace.actor()) as work:
        printer = printer_by_name(work.session, printer_name)
        if printer is None:
            return KnownLamp("unknown", None, is_at_work=False)
        checked = printer.checked_at
        ago = None if checked is None else (work.now - checked).total_seconds()
        is_at_work = has_leased_job(work.session, printer.id, work.now)
        return KnownLamp(printer.lamp, ago, is_at_work)
