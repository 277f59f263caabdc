"""Brings files of other systems into the database: once, however often a file comes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.db.queries.records import known_file, lock_imports
from app.db.schema import ImportFile
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.exchange.detection import detect_source
from app.exchange.model import ImportedFile, Kind, Problem, Progress, Source
from app.exchange.readers import READERS
from app.services.import_goods import store_items, store_locations, store_stock
from app.services.import_orders import store_orders
from app.services.import_receipts import store_receipts
from app.services.import_tally import Tally
from app.services.short_desk import retry_short_orders
from app.services.workplace import Workplace


@dataclass(frozen=True)
class ImportRequest:
    """What to read and how.

    Attributes:
        path: The file.
        kind: What it holds.
        source: Which system wrote it; found out from an order file's content if None.
        mapping: Our field name to the file's column heading, for plain tables.
        dry_run: Say what would happen and change nothing.
        all_or_nothing: Write nothing at all if the file has a single problem.
        progress: Called now and then while reading.
    """

    path: Path
    kind: Kind
    source: Source | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    all_or_nothing: bool = False
    progress: Progress | None = None


@dataclass(frozen=True)
class ImportReport:
    """The outcome of one file; `written` is False for a dry run or a refused file."""

    kind: Kind
    source: Source | None
    file: str
    read: int
    new: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    written: bool

    @property
    def good(self) -> bool:
        """Whether nothing was wrong with the file."""
        return not self.problems


class _RolledBack(Exception):
    """Leaves the transaction of a dry run, or of a refused file, so that it is rolled back."""


STORES: dict[Kind, Callable[[UnitOfWork, Sequence[Any], Tally], None]] = {
    Kind.ITEMS: store_items,
    Kind.LOCATIONS: store_locations,
    Kind.STOCK: store_stock,
    Kind.ORDERS: store_orders,
    Kind.RECEIPTS: store_receipts,
}


def import_file(
    workplace: Workplace, request: ImportRequest, *, operator_id: int | None = None
) -> ImportReport:
    """Read a file and store its good records in one transaction.

    A record that is known already changes nothing; a file read twice changes nothing at all. Goods
    that came in go at once to the orders that are held because they lacked them.
    """
    source = _source(request)
    if isinstance(source, Problem):
        return _refused(request, None, (source,))
    content: ImportedFile[Any] = READERS[request.kind, source](
        request.path, request.mapping, request.progress
    )
    if content.problems and (request.all_or_nothing or not content.records):
        return _refused(request, source, content.problems)
    tally = Tally(file=request.path.name, source=source)

    def verb(work: UnitOfWork) -> None:
        tally.clear()
        _store(work, request, source, content, tally)
        if request.dry_run or (request.all_or_nothing and tally.problems):
            raise _RolledBack

    written = True
    try:
        workplace.database.run(verb, workplace.actor(operator_id, Verb.IMPORT))
    except _RolledBack:
        written = False
    if request.kind is Kind.LOCATIONS:
        workplace.floor.forget()
    if request.all_or_nothing and tally.problems:
        return _refused(request, source, (*content.problems, *tally.problems))
    if written and request.kind is Kind.STOCK and tally.new + tally.changed:
        retry_short_orders(workplace, operator_id=operator_id, verb=Verb.IMPORT)
    return ImportReport(
        kind=request.kind,
        source=source,
        file=request.path.name,
        read=len(content.records),
        new=tally.new,
        changed=tally.changed,
        unchanged=tally.unchanged,
        problems=(*content.problems, *tally.problems),
        written=written,
    )


def _store(
    work: UnitOfWork,
    request: ImportRequest,
    source: Source,
    content: ImportedFile[Any],
    tally: Tally,
) -> None:
    lock_imports(work.session)
    digest = hashlib.sha256(request.path.read_bytes()).hexdigest()
    known = known_file(work.session, request.kind.value, source.value, digest)
    if known is not None and request.kind is Kind.STOCK:
        # A stock list says what lay there when it was written. Read again after a day's picking,
        # it would put back on the shelf what has been sold since.
        store_stock(work, content.records, tally, only_new=True)
    else:
        STORES[request.kind](work, content.records, tally)
    if known is None:
        known = ImportFile(
            kind=request.kind.value,
            source=source.value,
            file_hash=digest,
            file_name=request.path.name[:255],
            new=tally.new,
            changed=tally.changed,
            unchanged=tally.unchanged,
            problems=len(content.problems) + len(tally.problems),
            at=work.now,
        )
        work.session.add(known)


def _source(request: ImportRequest) -> Source | Problem:
    if request.kind is not Kind.ORDERS:
        return Source.TABLE
    return request.source or detect_source(request.path)


def _refused(
    request: ImportRequest, source: Source | None, problems: tuple[Problem, ...]
) -> ImportReport:
    return ImportReport(
        kind=request.kind,
        source=source,
        file=request.path.name,
        read=0,
        new=0,
        changed=0,
        unchanged=0,
        problems=problems,
        written=False,
    )
