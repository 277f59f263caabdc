"""Holds a station's journal beside its database: is it the journal's own, and does it know all?

A database that was brought back from a backup has another mark. What the journal has as written
and that database does not know lies somewhere on the floor, and becomes a task for a person. The
new mark is remembered only after that: a station that dies meanwhile compares again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence

from app.db.journal import EntryState, Journal, JournalEntry
from app.db.queries.replaying import database_marks, scans_on_record
from app.domain.discrepancies import DiscrepancyKind
from app.domain.goods_told import GoodsTold
from app.domain.offline import moves_goods
from app.domain.pack_request import PackRequest, needs_a_person
from app.domain.pick_request import PickRequest
from app.domain.work_copy import UnreadableCopy, goods_from_text, request_from_text
from app.services.discrepancies import DiscrepancyView, raise_discrepancies
from app.services.replaying import settle_put_back
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)

DATABASE_FACT = "database"
"""Under which key the journal remembers the marks of the database it belongs to, latest last."""

SINCE_FACT = "database since"
"""Under which key the journal remembers its last entry that is another database's."""

WRITTEN = (EntryState.CONFIRMED, EntryState.DISCREPANCY)
"""What the database once knew: as written, or as a question to a person."""


class AnotherDatabase(Exception):
    """The journal holds scans for another database than the one the station is set to."""


class JournalHome:
    """A journal's database: opened once, compared whenever it may be another one than before."""

    def __init__(
        self, workplace: Workplace, journal: Journal, open_up: Callable[[], None] | None
    ) -> None:
        """Know both; nothing is asked before `come_back`.

        Args:
            workplace: the station's database.
            journal: its open journal.
            open_up: opens the database; None where that is done already.
        """
        self._workplace = workplace
        self._journal = journal
        self._open_up = open_up
        self.is_open = open_up is None
        self.is_sure = False

    def come_back(self) -> tuple[DiscrepancyView, ...]:
        """Open the database if need be, and compare it with the journal; see `prove_ours`."""
        self.is_sure = False
        if not self.is_open and self._open_up is not None:
            self._open_up()
        raised = prove_ours(self._workplace, self._journal)
        self.is_open = self.is_sure = True
        return raised


def prove_ours(workplace: Workplace, journal: Journal) -> tuple[DiscrepancyView, ...]:
    """See to it that scans go to no other database, and that a restored one misses none unnoticed.

    Returns:
        What was raised for units that a restore took out of the books.

    Raises:
        AnotherDatabase: the journal holds unsent scans for another one.
    """
    with workplace.database.begin() as work:
        marks = database_marks(work.session)
    known = journal.fact(DATABASE_FACT).split()
    if known[-1:] == marks[-1:]:
        return ()
    raised: tuple[DiscrepancyView, ...] = ()
    # Of two restores of one old backup the second does not know the mark of the first: one mark in
    # common is enough, and its making is the first of all.
    if set(known) & set(marks):
        raised = _raise_lost(workplace, journal)
    elif known:
        _move_house(journal)
        known = []
    journal.remember(DATABASE_FACT, " ".join([*(one for one in known if one not in marks), *marks]))
    return raised


def _move_house(journal: Journal) -> None:
    """From now on the journal belongs to another database, which never knew its entries."""
    if journal.unsent():
        raise AnotherDatabase(
            f"the journal {journal.path} holds scans for another database; start the station with "
            "that one, or give them up with `pickstation journal discard --why ...`"
        )
    entries = journal.entries()
    if entries:
        journal.remember(SINCE_FACT, str(entries[-1].sequence))


def _raise_lost(workplace: Workplace, journal: Journal) -> tuple[DiscrepancyView, ...]:
    """Raise a discrepancy for what was done with goods and a restored database does not know.

    The scan log says exactly what it knows; no clock is asked.
    """
    since = int(journal.fact(SINCE_FACT) or 0)
    entries = [
        entry for entry in journal.entries() if entry.state in WRITTEN and entry.sequence > since
    ]
    raised: list[DiscrepancyView] = []
    for entry in _not_in(workplace, entries):
        raised += _raise_one(workplace, entry)
    if raised:
        _log.warning("a restored database misses %s deeds of this station", len(raised))
    return tuple(raised)


def _not_in(workplace: Workplace, entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    with workplace.database.begin() as work:
        known: set[uuid.UUID] = scans_on_record(
            work.session, [entry.note.scan_id for entry in entries]
        )
    return [entry for entry in entries if entry.note.scan_id not in known]


def _raise_one(workplace: Workplace, entry: JournalEntry) -> tuple[DiscrepancyView, ...]:
    try:
        request = request_from_text(entry.note.request)
        told = goods_from_text(entry.note.request)
    except UnreadableCopy:
        _log.exception("entry %s of the journal was lost in a restore", entry.sequence)
        return ()
    if not _moved_goods(request):
        return ()
    return _write_down(workplace, request, told)


def _moved_goods(request: PickRequest | PackRequest) -> bool:
    if isinstance(request, PackRequest):
        return any(needs_a_person(effect) for effect in request.effects)
    return any(moves_goods(effect) for effect in request.effects)


def _write_down(
    workplace: Workplace, request: PickRequest | PackRequest, told: tuple[GoodsTold, ...]
) -> tuple[DiscrepancyView, ...]:
    """In the station's own name: whoever did it may be unknown to the restored database."""
    if isinstance(request, PickRequest) and workplace.database.run(
        lambda work: settle_put_back(work, request), workplace.actor()
    ):
        return ()
    return workplace.database.run(
        lambda work: raise_discrepancies(
            work, request, DiscrepancyKind.LOST_IN_RESTORE, "Restored", told
        ),
        workplace.actor(),
    )
