"""Histories: the three records as one list, page by page, with balances, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from app.domain.look_up import MoveSeen
from app.domain.permissions import Verb
from app.domain.refusals import NotAllowed, Refused
from app.domain.stock_history import EventSeen, HistoryPage, ScanSeen, SubjectKind
from app.services.stock_history import history
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift, stock_work


def moves(page: HistoryPage) -> list[MoveSeen]:
    return [row for row in page.rows if isinstance(row, MoveSeen)]


def every_page(floor: Workplace, code: str, place: str | None = None) -> list[HistoryPage]:
    """All pages of two rows."""
    at = None if place is None else builders.entry(f"L-{place}")
    pages = [history(floor, None, builders.entry(code), at=at, size=2)]
    while pages[-1].older is not None:
        more = history(floor, None, builders.entry(code), at=at, after=pages[-1].older, size=2)
        pages.append(more)
    return pages


def test_an_item_at_a_place_tells_balances_over_all_pages(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 20)
    for units in (3, 5, 2):
        with floor.database.begin() as work:
            stock_work.take_away(work, mug, face, units)
    stock_work.move_in(floor, mug.sku, face, 7)
    pages = every_page(floor, mug.barcode, face)
    told = [(row.before, row.after) for page in pages for row in moves(page)]
    assert told == [(10, 17), (12, 10), (17, 12), (20, 17), (0, 20)]
    assert (len(pages), pages[0].on_hand, pages[0].place) == (3, 17, face)


def test_an_order_tells_moves_and_events_and_its_parcels(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 2))
    tote = builders.a_tote(floor)
    ana = builders.an_operator(floor, "Ana")
    shift.pick_order(floor, ana, tote)
    page = history(floor, None, builders.entry(f"O-{number}"))
    assert page.subject.kind is SubjectKind.ORDER
    (picked,) = moves(page)
    assert (picked.source, picked.target, picked.units) == (face, tote, 2)
    assert (picked.who, picked.order_number) == ("Ana", number)
    kinds = {row.kind for row in page.rows if isinstance(row, EventSeen)}
    assert "OrderStateChanged" in kinds
    times = [row.when for row in page.rows]
    assert times == sorted(times, reverse=True)
    in_tote = every_page(floor, tote)
    assert [row.units for one in in_tote for row in moves(one)] == [2]
    seen = [row for one in in_tote for row in one.rows if isinstance(row, EventSeen)]
    assert "ToteBound" in {row.kind for row in seen}


def test_a_count_tells_why_it_was_made(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 9)
    stock_work.doubt(floor, mug, face, "damaged")
    stock_work.count_one(floor, builders.an_operator(floor), face, 8)
    adjusted, received = moves(history(floor, None, builders.entry(f"L-{face}")))
    assert (adjusted.why, adjusted.units, received.why) == ("damaged", 1, "")
    kinds = [
        row.kind
        for row in history(floor, None, builders.entry(mug.barcode)).rows
        if isinstance(row, EventSeen)
    ]
    assert set(kinds) >= {"CountRaised", "CountDone"}


def test_scans_of_a_person_are_shown_to_themself_and_to_leads(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    builders.a_released_order(floor, (mug, 2))
    ana, bo = builders.an_operator(floor, "Ana"), builders.an_operator(floor, "Bo")
    tote = builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    badge = builders.entry(f"B-{builders.badge_of(ana)}")
    for asking in (ana, stock_work.a_lead(floor), None):
        scans = [row for row in history(floor, asking, badge).rows if isinstance(row, ScanSeen)]
        assert tote in {scan.code for scan in scans}
    with pytest.raises(Refused) as refused:
        history(floor, bo, badge)
    assert isinstance(refused.value.refusal, NotAllowed)
    assert refused.value.refusal.verb is Verb.STOCK_DESK


def test_each_record_is_read_along_an_index(tmp_path: Path) -> None:
    builders.write_migrated_sqlite(tmp_path / "floor.sqlite")
    database = builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite'}")
    floor = builders.a_workplace(database)
    mug, face = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 2))
    codes = (mug.barcode, f"L-{face}", builders.a_tote(floor), f"O-{number}")
    asked: list[tuple[str, tuple[object, ...]]] = []

    def listen(
        _connection: Connection,
        _cursor: object,
        statement: str,
        values: tuple[object, ...],
        *_more: object,
    ) -> None:
        if "ORDER BY stock_move.id" in statement or "ORDER BY event_log.id" in statement:
            asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", listen)
    for code in codes:
        history(floor, None, builders.entry(code))
    event.remove(database.engine, "before_cursor_execute", listen)
    assert len(asked) >= 2 * len(codes)
    with database.engine.connect() as connection:
        for statement, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            scanned = ("SCAN stock_move", "SCAN event_log")
            assert not [step for *_, step in plan if step.startswith(scanned)]
    database.close()
