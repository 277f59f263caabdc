"""The scan log: each physical scan is written once, with the answer it got."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from app.db.queries.records import known_scan, lock_scan
from app.db.schema import ScanLog
from app.db.unit_of_work import Actor, Database, UnitOfWork
from app.domain.code_book import printable
from app.domain.own_codes import read_own_code
from app.domain.readings import BadgeCode
from app.domain.refusals import Refusal
from app.services.identifying import Entry

RAW_CHARACTERS = 256


class ScanIdReused(Exception):
    """One scan id came with two different codes: a station is broken, and nothing is applied."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"scan id {entry.scan_id} was used before with another code")


def seen_before(work: UnitOfWork, entry: Entry) -> ScanLog | None:
    """The log's row of this very scan, if it was handed in before.

    Raises:
        ScanIdReused: the id is known, with another code.
    """
    lock_scan(work.session, entry.scan_id)
    known = known_scan(work.session, entry.scan_id)
    if known is not None and known.payload_hash != payload_hash(entry):
        raise ScanIdReused(entry)
    return known


def write_scan(
    work: UnitOfWork,
    entry: Entry,
    *,
    about: str,
    work_id: int | None,
    epoch: int | None = None,
    refusal: str | None = None,
) -> None:
    """Write the scan and its answer into the log.

    Args:
        work: the transaction that also holds what the scan changed.
        entry: the scan.
        about: which dialogue it answered: "pick", "pack" or "sign_in".
        work_id: the task or order it was for.
        epoch: the claim it was made under.
        refusal: the refusal's name, None if it was accepted.
    """
    work.session.add(
        ScanLog(
            scan_id=entry.scan_id,
            raw=logged_raw(entry),
            payload_hash=payload_hash(entry),
            work=about,
            work_id=work_id,
            epoch=epoch,
            refusal=refusal,
            station=work.actor.station,
            operator_id=work.actor.operator_id,
            at=work.now,
        )
    )


def log_refused(
    database: Database,
    actor: Actor,
    entry: Entry,
    refusal: Refusal,
    about: str,
    work_id: int | None,
) -> None:
    """Write a scan into the log that was refused, after its transaction was rolled back.

    Whoever may not do what they wanted is on record with it as well.
    """

    def verb(work: UnitOfWork) -> None:
        if seen_before(work, entry) is None:
            write_scan(work, entry, about=about, work_id=work_id, refusal=refusal.name)

    database.run(verb, replace(actor, verb=None))


def logged_raw(entry: Entry) -> str:
    """The scan as the log shows it; a badge is as secret as a PIN."""
    if isinstance(read_own_code(entry.raw), BadgeCode):
        return "badge"
    return printable(entry.raw)[:RAW_CHARACTERS]


def payload_hash(entry: Entry) -> str:
    """Fingerprint of the code as it came from the scanner."""
    return hashlib.sha256(entry.raw.encode("utf-8", "surrogatepass")).hexdigest()
