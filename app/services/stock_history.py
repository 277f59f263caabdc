"""Tells what happened to anything that is scanned, a page at a time, newest first."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries.people import operator_by_id
from app.db.queries.stock_history import events_of, moves_of, on_hand_of, scans_of
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb, may
from app.domain.refusals import NotAllowed, Refused
from app.domain.stock_history import (
    HistoryPage,
    OlderThan,
    Subject,
    SubjectKind,
    page_of,
    with_balances,
)
from app.services.identifying import Entry
from app.services.stock_places import place_of
from app.services.subjects import subject_of
from app.services.workplace import Workplace

PAGE = 50
"""Rows of a page: more than a screen shows, fewer than anybody waits for."""

_GOODS = (SubjectKind.ITEM, SubjectKind.LOT)


def history(
    workplace: Workplace,
    operator_id: int | None,
    entry: Entry,
    *,
    at: Entry | None = None,
    after: OlderThan | None = None,
    size: int = PAGE,
) -> HistoryPage:
    """What happened to what was scanned; nothing is written.

    Args:
        workplace: the station.
        operator_id: who asks; None for the person at the shell.
        entry: the code of an item, lot, serial number, place, tote, order, parcel or person.
        at: of an item or lot, the one place that is meant: then balances are told as well.
        after: where the page begins; None for the newest.
        size: rows of the page.

    Raises:
        Refused: nothing has the code; with `NotAllowed` where somebody asks for the scans of
            another person and is no lead.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        subject = subject_of(work, entry)
        _require_own_or_lead(work, subject)
        place = place_of(work, at) if subject.kind in _GOODS else None
        start = after or OlderThan()
        one_more = size + 1
        place_id = None if place is None else place.location_id
        moves = moves_of(
            work.session, subject, place_id=place_id, older_than=start.move_id, limit=one_more
        )
        events = (
            events_of(work.session, subject, older_than=start.event_id, limit=one_more)
            if place is None
            else []
        )
        scans = (
            scans_of(work.session, subject.operator_id, older_than=start.scan_id, limit=one_more)
            if subject.operator_id is not None
            else []
        )
        rows, older = page_of((moves, events, scans), size=size, after=start)
        if place is None:
            return HistoryPage(subject, rows, older)
        now = on_hand_of(work.session, subject, place.location_id)
        return _balanced(HistoryPage(subject, rows, older, place.code, now), start)


def _balanced(page: HistoryPage, start: OlderThan) -> HistoryPage:
    on_hand = page.on_hand if start.on_hand is None else start.on_hand
    rows, before = with_balances(page.rows, page.place, on_hand or 0)
    older = None if page.older is None else replace(page.older, on_hand=before)
    return replace(page, rows=rows, older=older)


def _require_own_or_lead(work: UnitOfWork, subject: Subject) -> None:
    """Show a person's scans to themself and to leads, and to nobody else.

    Raises:
        Refused: with `NotAllowed`.
    """
    asking = work.actor.operator_id
    if subject.operator_id is None or asking in (None, subject.operator_id):
        return
    role = operator_by_id(work.session, asking).role
    if not may(role, Verb.STOCK_DESK):
        raise Refused(NotAllowed(Verb.STOCK_DESK, role))
