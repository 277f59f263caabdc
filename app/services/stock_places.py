"""The place that an entry names, where stock work begins with a scan of one."""

from __future__ import annotations

from app.db.unit_of_work import UnitOfWork
from app.domain.refilling import Place
from app.domain.refusals import NotAskedForHere, Refused, UnknownCode
from app.domain.scanned import ScannedLocation, ScannedTote, ScannedUnknown, code_of
from app.services.identifying import Entry, identify


def place_of(work: UnitOfWork, entry: Entry | None) -> Place | None:
    """The location or tote that was scanned; None where nothing was.

    Raises:
        Refused: the code is no place's.
    """
    if entry is None:
        return None
    match identify(work, entry):
        case ScannedLocation(location_id=location_id, code=code):
            return Place(location_id, code)
        case ScannedTote(tote_id=tote_id, code=code):
            return Place(tote_id, code)
        case ScannedUnknown(code=code):
            raise Refused(UnknownCode(code))
        case scanned:
            raise Refused(NotAskedForHere(code_of(scanned)))
