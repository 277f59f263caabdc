"""The station's papers: what is stuck comes first, and a figure moves, answers or prints again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.floor_work import FloorWork
from app.services import paper_desk, spooling, station_setup
from app.services.spool_ledger import DatabaseSpool
from app.services.station_setup import PrinterSettings
from app.ui.screens.papers_screen import PapersScreen
from app.ui.tokens import State
from printing.documents import ToteLabel
from printing.jobs import JobState
from printing.spooler import Step
from tests.ui.screens_fixture_station import Station

READY = (Step(JobState.RENDERING), Step(JobState.READY, payload=b"^XA^XZ", sha256="ab"))
SENDING = (*READY, Step(JobState.SENDING))
HELD = (*READY, Step(JobState.HELD, "paper_out", "MEDIA OUT"))
DOUBT = (*SENDING, Step(JobState.UNCERTAIN, "connection_lost"))
DONE = (*SENDING, Step(JobState.CONFIRMED))


def a_paper(station: Station, code: str, *steps: Step) -> int:
    """Queue a tote label at ZD-3 and let a worker bring it some steps on."""
    workplace = station.floor.workplace
    number = spooling.print_document(workplace, ToteLabel(code), printer_name="ZD-3")
    spool = DatabaseSpool(workplace.database)
    if steps:
        leased = spool.lease_next("w", 60, only=frozenset({"ZD-3"}), avoid=frozenset())
        assert leased is not None
        assert leased.id == number
    for step in steps:
        spool.record(number, "w", step)
    return number


def papers(station: Station, who: str = "Ed Brandt") -> PapersScreen:
    """Sign in and open the papers by their number."""
    station.badge(who)
    station.type(str(FloorWork.PAPERS.value))
    screen = station.window.one(PapersScreen)
    assert station.shows(screen)
    return screen


def state_of(station: Station, number: int) -> tuple[str, str]:
    jobs = {job.job_id: job for job in spooling.station_jobs(station.floor.workplace)}
    return jobs[number].state.value, jobs[number].printer


def another_printer(station: Station, name: str = "ZD-4") -> None:
    settings = PrinterSettings(name, "folder", "labels", "zpl")
    station_setup.save_printer(station.floor.workplace, settings)
    station_setup.note_lamp(station.floor.workplace, name, "ready", "")


def test_an_empty_list_says_so_and_leads_back(station: Station) -> None:
    screen = papers(station)
    assert "Nothing was printed here yet" in screen.list.accessibleName()
    assert screen.panel.isHidden()
    station.press(Qt.Key.Key_F8)
    assert station.shows(station.window.home)


def test_what_needs_a_person_is_chosen_first_and_counted_at_the_start(station: Station) -> None:
    held = a_paper(station, "0001", *HELD)
    station.badge("Ed Brandt")
    button = station.window.home.choices.buttons[FloorWork.PAPERS]
    assert button.accessibleName().endswith("Papers: 1")
    station.tap(button)
    screen = station.window.one(PapersScreen)
    assert screen.chosen is not None
    assert screen.chosen.job_id == held
    assert "no paper: load it" in screen.list.accessibleName()
    assert "ZD-3: 1 waiting: NO PAPER" in screen.printers.accessibleName()
    assert screen.heading().detail == "1 need you"


@pytest.mark.parametrize(("figure", "state"), [("1", "confirmed"), ("2", "queued")])
def test_the_question_about_a_doubtful_paper_is_answered_by_a_figure(
    station: Station, figure: str, state: str
) -> None:
    doubted = a_paper(station, "0001", *DOUBT)
    screen = papers(station)
    assert "LOOK INTO ZD-3, THEN CHOOSE 1 OR 2" in screen.instruction.accessibleName()
    station.type(figure)
    assert state_of(station, doubted)[0] == state
    assert station.woken
    assert station.sounds[-1] == "ok"


def test_a_held_paper_is_moved_to_the_printer_that_is_ready(station: Station) -> None:
    held = a_paper(station, "0001", *HELD)
    another_printer(station)
    screen = papers(station)
    first = screen.panel.groups[0].choices[0]
    assert (first.text, first.note) == ("To ZD-4", "OK")
    station.tap(screen.panel.tile("deed", first.name))
    assert state_of(station, held) == ("ready", "ZD-4")
    assert "Tote label 0001 on ZD-4 (for ZD-3)" in screen.list.accessibleName()


def test_a_paper_that_nobody_wants_is_called_back(station: Station) -> None:
    held = a_paper(station, "0001", *HELD)
    screen = papers(station)
    figure = len(screen.panel.groups[0].choices)
    station.type(str(figure))
    assert state_of(station, held)[0] == "cancelled"


def test_a_printed_paper_is_printed_again_with_a_reason(station: Station) -> None:
    printed = a_paper(station, "0001", *DONE)
    screen = papers(station, "Mira Lind")
    assert [choice.text for choice in screen.panel.groups[0].choices] == [
        "Again: Jam, spoiled",
        "Again: Torn",
        "Again: Lost",
    ]
    station.type("2")
    again = screen.chosen
    assert again is not None
    assert (again.job_id > printed, again.copy, again.state) == (True, 2, JobState.QUEUED)
    assert "Tote label 0001, copy 2 on ZD-3" in screen.list.accessibleName()


def test_a_packer_may_not_print_labels_of_the_house_again(station: Station) -> None:
    a_paper(station, "0001", *DONE)
    papers(station, "Ed Brandt")
    station.type("1")
    assert "NOT" in station.verdict.upper()
    assert len(spooling.station_jobs(station.floor.workplace)) == 1


def test_a_sent_paper_that_is_not_there_is_asked_about(station: Station) -> None:
    sent = a_paper(station, "0001", *SENDING, Step(JobState.SENT))
    screen = papers(station)
    station.type("1")
    assert state_of(station, sent)[0] == "uncertain"
    assert "DID IT COME OUT?" in screen.panel.accessibleName()


def test_a_failed_paper_is_tried_again(station: Station) -> None:
    failed = a_paper(
        station, "0001", Step(JobState.RENDERING), Step(JobState.FAILED, "rendering_failed", "x")
    )
    papers(station)
    station.type("1")
    assert state_of(station, failed)[0] == "queued"


def test_a_paper_is_chosen_by_keys_and_by_a_tap(station: Station) -> None:
    older, newer = a_paper(station, "0001", *DONE), a_paper(station, "0002", *DONE)
    screen = papers(station)
    assert screen.chosen is not None
    assert screen.chosen.job_id == newer
    station.press(Qt.Key.Key_F4)
    assert screen.chosen.job_id == older
    station.press(Qt.Key.Key_F4)
    assert screen.chosen.job_id == older, "the last one stays"
    station.press(Qt.Key.Key_F6)
    assert screen.chosen.job_id == newer
    row = screen.list._row_height
    QTest.mouseClick(screen.list, Qt.MouseButton.LeftButton, pos=QPoint(200, row + row // 2))
    assert screen.chosen.job_id == older
    QTest.mouseClick(screen.list, Qt.MouseButton.LeftButton, pos=QPoint(200, 5 * row))
    assert screen.chosen.job_id == older


def test_a_figure_that_is_no_choice_changes_nothing(station: Station) -> None:
    held = a_paper(station, "0001", *HELD)
    papers(station)
    station.type("9")
    assert station.verdict
    assert state_of(station, held)[0] == "held"


def test_what_changed_meanwhile_is_told_and_read_anew(station: Station) -> None:
    held = a_paper(station, "0001", *HELD)
    another_printer(station)
    screen = papers(station)
    paper_desk.cancel_paper(station.floor.workplace, held)
    station.type("1")
    assert "TOO LATE FOR THAT" in station.verdict
    station.press(Qt.Key.Key_Return)
    assert screen.chosen is not None
    assert screen.chosen.state is JobState.CANCELLED


def test_the_list_is_read_anew_while_somebody_stands_before_it(station: Station) -> None:
    number = a_paper(station, "0001", *HELD)
    screen = papers(station)
    spool = DatabaseSpool(station.floor.workplace.database)
    spool.lease_next("w", 60, only=None, avoid=frozenset())
    for step in (Step(JobState.SENDING), Step(JobState.CONFIRMED)):
        spool.record(number, "w", step)
    screen._look()
    assert screen.list.rows[0].state is State.OK
    assert screen._timer.isActive()
    station.press(Qt.Key.Key_Escape)
    assert not screen._timer.isActive()


def test_many_papers_keep_the_chosen_one_in_sight(station: Station) -> None:
    for number in range(25):
        a_paper(station, f"{number:04d}", *DONE)
    screen = papers(station)
    assert len(screen.list.rows) == 20
    for _ in range(30):
        station.press(Qt.Key.Key_F4)
    assert screen.list.place == 19
    assert 19 in screen.list.visible_rows(screen.list.height())
