"""Figures of a time span, read off what people really did, for those who may see them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from app.db.schema import PickTask, ScanLog
from app.db.unit_of_work import UnitOfWork
from app.domain.metrics import Stage, stage_times, sum_of, sums_by
from app.domain.readings import Command
from app.domain.refusals import ItemNotInOrder, NotAllowed, Refused, WrongItem
from app.services import picking
from app.services.figure_files import figure_rows
from app.services.figure_plots import Page, figure_page, figure_pages
from app.services.figure_words import in_english
from app.services.figures import TimeSpan, figures_of, own_figures, span_of, usual_pace
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift, stock_work

DAY = timedelta(days=1)


def scan_at(floor: Workplace, who: int, moment: datetime) -> None:
    """A pick scan of the last task, at a moment of the test's choice."""

    def verb(work: UnitOfWork) -> None:
        task = work.session.scalar(select(func.max(PickTask.id)))
        row = ScanLog(
            scan_id=uuid7(),
            raw="x",
            payload_hash="x",
            work="pick",
            work_id=task,
            station="P-1",
            operator_id=who,
            at=moment,
        )
        work.session.add(row)

    floor.database.run(verb)


def worked(floor: Workplace) -> tuple[int, str]:
    """An order picked with one wrong scan, and packed; who did it, and where the goods lay."""
    mug, place = builders.some_stock(floor, 9)
    cup, _ = builders.some_stock(floor, 9)
    who = builders.an_operator(floor)
    builders.a_released_order(floor, (mug, 2))
    tote = builders.a_tote(floor)
    state = picking.claim_work(floor, who)
    refused = shift.pick(floor, who, state, tote, cup.barcode)
    assert isinstance(refused.refusal, WrongItem | ItemNotInOrder), refused.refusal
    shift.pick_to_end(floor, who, refused.state, tote)
    shift.pack_order(floor, who, tote)
    return who, place


def test_figures_tell_what_was_picked_stopped_and_shipped(floor: Workplace) -> None:
    _, place = worked(floor)
    now = floor.clock.now()
    told = figures_of(floor, now - DAY, now + DAY)
    total = sum_of(told.paces)
    assert (total.lines, total.units, total.short, total.stops) == (1, 2, 0, 1)
    assert list(sums_by(told.paces, lambda pace: pace.method)) == ["single"]
    assert total.scans > 1
    assert (told.shorts.lines, told.shorts.short) == (1, 0)
    assert {stage: spread.n for stage, spread in stage_times(told.lives).items()} == (
        dict.fromkeys(Stage, 1)
    )
    scans, stopped = told.scans["pick"]
    assert (stopped, scans) == (1, total.scans)
    assert [(each.location, each.count) for each in told.stop_places] == [(place, 1)]
    assert [(each.location, each.count) for each in told.places if each.count] == [(place, 1)]
    assert (told.packed, told.open_lives) == (2, ())
    assert {stage.stage: stage.errors for stage in told.stages}["pick"] == 1
    assert [(each.lines, each.stops) for each in told.people] == [(1, 1)]
    before = figures_of(floor, now - 2 * DAY, now - DAY)
    assert (before.paces, before.lives, before.scans, before.people) == ((), (), {}, ())


def test_time_at_work_is_that_between_scans_without_the_pauses(floor: Workplace) -> None:
    who, _ = worked(floor)
    before = figures_of(floor, floor.clock.now() - DAY, floor.clock.now() + DAY)
    moment = floor.clock.now() + timedelta(hours=1)
    for minutes in (0, 4, 13, 24, 26):  # 11 minutes between two of them are a pause
        scan_at(floor, who, moment + timedelta(minutes=minutes))
    after = figures_of(floor, moment, moment + timedelta(hours=1))
    assert sum_of(after.paces).worked_s == pytest.approx(15 * 60, abs=0.01)
    slots = {pace.slot: round(pace.worked_s) for pace in after.paces}
    assert slots == {0: 13 * 60, 1: 2 * 60}
    assert sum_of(before.paces).worked_s < 60


def test_a_short_line_is_a_place_to_count_once(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 9)
    who = builders.an_operator(floor)
    builders.a_released_order(floor, (mug, 2))
    tote = builders.a_tote(floor)
    state = picking.claim_work(floor, who)
    shift.pick(floor, who, state, tote, Command.SHORT.value, "XCNB", Command.OK.value)
    now = floor.clock.now()
    told = figures_of(floor, now - DAY, now + DAY)
    (short,) = told.short_places
    assert (short.location, short.lines, short.missing, short.is_counted) == (place, 1, 2, True)
    assert told.shorts.reasons == {"empty": 1}


def test_every_page_says_why_where_nothing_happened(floor: Workplace) -> None:
    now = floor.clock.now()
    told = figures_of(floor, now - DAY, now)
    pages = figure_pages(told, in_english)
    assert [page.page for page in pages] == list(Page)
    plots = [plot for page in pages for plot in page.plots]
    assert [plot.title for plot in plots if not (plot.nothing and plot.formula and plot.unit)] == []
    assert {row.value for row in figure_rows(pages)} <= {None, 0.0}


def test_pages_of_a_worked_shift_have_numbers_with_their_cases(floor: Workplace) -> None:
    worked(floor)
    now = floor.clock.now()
    told = figures_of(floor, now - timedelta(hours=2), now + timedelta(minutes=1))
    effort = figure_page(Page.EFFORT, told, in_english)
    touches = effort.plots[0]
    assert (touches.labels, touches.notes) == (("single orders", "packing"), ("2 units", "2 units"))
    rows = [row for row in figure_rows([effort]) if row.of == "single orders"]
    assert rows[0].value == pytest.approx(sum_of(told.paces).scans / 2)


def test_only_leads_see_the_figures_of_the_floor(floor: Workplace) -> None:
    who = builders.an_operator(floor)
    lead = stock_work.a_lead(floor)
    now = floor.clock.now()
    with pytest.raises(Refused) as refused:
        figures_of(floor, now - DAY, now, who)
    assert isinstance(refused.value.refusal, NotAllowed)
    with pytest.raises(Refused):
        usual_pace(floor, now, who)
    assert figures_of(floor, now - DAY, now, lead).paces == ()
    assert usual_pace(floor, now, lead) is None


def test_ones_own_figures_are_of_oneself_and_of_thirteen_weeks(floor: Workplace) -> None:
    who, _ = worked(floor)
    other = builders.an_operator(floor)
    now = floor.clock.now()
    mine = own_figures(floor, who, now - DAY)
    assert len(mine.weeks) == 13
    assert (mine.weeks[-1].lines, mine.weeks[-1].stops, mine.weeks[-1].shorts) == (1, 1, 0)
    assert mine.weeks[-1].begins == now - DAY
    assert {week.lines for week in mine.weeks[:-1]} == {0}
    theirs = own_figures(floor, other, now - DAY)
    assert {(week.lines, week.scans) for week in theirs.weeks} == {(0, 0)}


def test_a_shift_begins_after_two_hours_without_a_scan(floor: Workplace) -> None:
    who, _ = worked(floor)
    with floor.database.begin() as work:
        first = work.session.scalar(select(func.max(ScanLog.at)))
    assert first is not None
    for minutes in (-240, -235, -100):
        scan_at(floor, who, first + timedelta(minutes=minutes))
    with floor.database.begin() as work:
        begins, ends = span_of(work, TimeSpan.SHIFT, first - DAY)
    assert timedelta() <= first + timedelta(minutes=-100) - begins < timedelta(minutes=15)
    assert begins.minute % 15 == 0
    assert ends > first


def test_a_span_that_ends_before_it_begins_is_refused(floor: Workplace) -> None:
    now = floor.clock.now()
    with pytest.raises(ValueError, match="ends later"):
        figures_of(floor, now, now)
