"""At the station home a tote goes on where it was left, whoever left it."""

from datetime import timedelta

from app.domain.leases import OFFLINE_GRACE
from app.domain.tasks import PickTaskState
from app.services import leases, picking
from app.services.workplace import Workplace
from app.ui.tokens import State
from tests.builders import entry, typed
from tests.services import books
from tests.services.silence import go_silent, lapsed_long_ago
from tests.ui.screens_fixture import BLUE, CODES, SmallFloor
from tests.ui.screens_fixture_station import Station

ANA, ED, MIRA = "Ana Kowalska", "Ed Brandt", "Mira Lind"
TOTE = "T-0042"


def eds_pick(floor: SmallFloor) -> Workplace:
    """At P-09 Ed has put one mug of three into a tote."""
    floor.order((BLUE, 3))
    there = floor.at("P-09")
    ed = books.value(there, "select id from operator where name = :n", n=ED)
    state = picking.claim_work(there, ed)
    for scan in (entry(TOTE), entry(CODES[BLUE.sku]), typed(1)):
        state = picking.scan(there, ed, state, scan).state
    return there


def test_a_tote_that_a_silent_station_left_is_gone_on_with(station: Station) -> None:
    eds_pick(station.floor)
    go_silent(station.floor.workplace, "P-09")
    station.badge(ANA)
    station.scan(TOTE)
    assert station.shows(station.window.pick)
    assert "order 10881" in station.window.top_strip.accessibleName().casefold()
    station.scan(*[CODES[BLUE.sku]] * 3)
    assert station.floor.picked_units() == 3


def test_work_in_hands_is_left_there_and_the_words_say_whose_it_is(station: Station) -> None:
    eds_pick(station.floor)
    station.badge(ANA)
    station.scan(TOTE)
    assert station.shows(station.window.home)
    assert "WORKED ON NOW" in station.verdict
    assert ED in station.verdict
    assert "P-09" in station.verdict
    station.badge(MIRA)
    station.scan(TOTE)
    assert station.shows(station.window.pick), "a lead may take it"


def test_work_left_behind_is_shown_until_somebody_takes_it_over(station: Station) -> None:
    there = eds_pick(station.floor)
    station.badge(ANA)
    assert not station.shows(station.window.home.left_work)
    go_silent(there, "P-09")
    leases.reap(there)
    lapsed_long_ago(there, OFFLINE_GRACE + timedelta(minutes=2))
    station.window.home.arrived()
    left = station.window.home.left_work
    assert station.shows(left)
    assert left.heading == "LEFT BEHIND: SCAN ITS TOTE TO TAKE IT OVER"
    assert left.paragraphs == (f"{TOTE} of {ED}, left 12 min ago",)
    lapsed_long_ago(there, timedelta(hours=14))
    station.window.home.arrived()
    assert left.paragraphs == (f"{TOTE} of {ED}, left 14 h ago",)
    station.scan(TOTE)
    station.scan("XCPSE")
    assert not station.shows(left)


def test_a_picked_tote_still_goes_to_the_pack_bench(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 1))
    station.badge(ANA)
    station.scan(tote)
    assert station.shows(station.window.pack)
    assert station.window.pack.state is not None


def test_who_signs_off_at_home_holds_nothing_any_more(station: Station) -> None:
    station.floor.order((BLUE, 3))
    station.badge(ANA)
    station.scan("XCNXT", TOTE)
    station.window.show_screen(station.window.home)  # as after work that was stopped
    station.scan("XCSGNF")
    assert station.shows(station.window.sign_in)
    assert books.rows(station.floor.workplace, "select state from pick_task") == [
        (PickTaskState.PAUSED.value,)
    ]


def test_who_signs_off_while_the_line_is_cut_goes_all_the_same(station: Station) -> None:
    station.badge(ANA)
    station.jobs.cut = "before"
    station.scan("XCSGNF")
    assert station.shows(station.window.sign_in)


def test_a_second_program_with_this_code_is_told_beside_the_work(station: Station) -> None:
    station.window.note_second_run(True)
    notice = station.window.notice.notice
    assert notice is not None
    assert (notice.state, notice.text) == (
        State.LOOK,
        "P-03 RUNS TWICE: close one, or give it a code of its own",
    )
    station.window.note_second_run(False)
    assert station.window.notice.notice is None
