"""Figures of orders, places and people, by formulas that can be told to those they are about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.figure_orders import ages, cut_off_to_watch, need_and_done, queues, slot_ends
from app.domain.figure_people import OwnWeek, PersonDots, PersonSlot, dots_of, own_usual
from app.domain.figure_places import PlaceCount, ZoneWork, grid_of
from app.domain.metrics import OrderLife

EIGHT = datetime(2026, 5, 4, 8, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "klass"),
    [(0, 0), (59, 0), (60, 1), (239, 2), (240, 3), (24 * 60 - 1, 4), (24 * 60, 5), (9000, 5)],
)
def test_an_order_is_in_the_class_of_its_age(minutes: float, klass: int) -> None:
    counts = ages([OrderLife(at(-minutes))], at(0))
    assert [place for place, count in enumerate(counts) if count] == [klass]


@pytest.mark.parametrize(
    ("minutes", "most", "ends"),
    [
        (30, 48, [15, 30]),
        (31, 48, [15, 30, 45]),
        (1, 48, [15]),
        (60, 2, [30, 60]),
        (75, 2, [45, 90]),
    ],
    ids=["whole", "a begun slot counts", "at least one", "twice as wide", "thrice as wide"],
)
def test_slots_are_as_wide_as_there_is_room(minutes: float, most: int, ends: list[int]) -> None:
    assert slot_ends(at(0), at(minutes), timedelta(minutes=15), most) == [at(end) for end in ends]


LIVES = (
    OrderLife(at(0), at(5), at(20), at(40), at(50), ship_by=at(90)),
    OrderLife(at(0), at(10), at(40), ship_by=at(90)),
    OrderLife(at(0), at(40), ship_by=at(90)),
    OrderLife(at(0), at(5), at(10), at(15), at(20), ship_by=at(60)),
)


def test_what_is_needed_and_done_is_of_one_cut_off() -> None:
    course = need_and_done(LIVES, at(90), [at(15), at(30), at(45), at(60)])
    assert course.counts == {
        "released": (2, 2, 3, 3),
        "picked": (0, 1, 2, 2),
        "packed": (0, 0, 1, 1),
        "shipped": (0, 0, 0, 1),
    }


def test_orders_queue_between_two_stages() -> None:
    course = queues(LIVES, [at(15), at(30), at(45)])
    assert course.counts == {"to_pick": (2, 1, 1), "to_pack": (0, 1, 1), "to_ship": (1, 0, 1)}


@pytest.mark.parametrize(
    ("cut_offs", "watched"), [((60, 90), 60), ((-10, 90, 60), 60), ((-30, -10), -10), ((), None)]
)
def test_the_next_cut_off_is_watched_or_the_last_one(
    cut_offs: tuple[int, ...], watched: int | None
) -> None:
    found = cut_off_to_watch([at(minute) for minute in cut_offs], at(0))
    assert found == (None if watched is None else at(watched))


def place(aisle: str, bay: str, count: int, zone: str = "A") -> PlaceCount:
    return PlaceCount(f"{zone}{aisle}-{bay}", zone, aisle, bay, count)


def test_a_grid_has_aisles_and_bays_in_their_order_and_counts_what_it_leaves_out() -> None:
    places = [
        place("10", "2", 4),
        place("2", "1", 1),
        place("2", "10", 2),
        place("2", "10", 3),
        place("3", "1", 1),
        PlaceCount("DESK", "", "", "", 9),
    ]
    grid = grid_of(places, most_aisles=2, most_bays=9)
    assert (grid.aisles, grid.bays) == (("A 2", "A 10"), ("1", "2", "10"))
    assert grid.rows == ((1, None, 5), (None, 4, None))
    assert grid.left_out == 1


def test_a_house_without_bays_has_the_numbers_of_its_places() -> None:
    places = [PlaceCount(f"03-{number}", "A", "03", "", number) for number in (2, 10)]
    assert grid_of(places, most_aisles=9, most_bays=9).bays == ("2", "10")


def test_neighbouring_bays_share_a_column_where_there_are_many() -> None:
    grid = grid_of([place("1", str(bay), bay) for bay in range(1, 6)], most_aisles=9, most_bays=2)
    assert (grid.bays, grid.rows) == (("1-3", "4-5"), ((6, 9),))


@pytest.mark.parametrize(
    ("people", "pace", "minutes"), [(2, 30.0, 30.0), (0, 30.0, 60.0), (3, None, None)]
)
def test_open_work_is_told_for_whoever_is_there(
    people: int, pace: float | None, minutes: float | None
) -> None:
    assert ZoneWork("A", 120, people).minutes(pace) == minutes


def slot(name: str, number: int, lines: int, minutes: float) -> PersonSlot:
    return PersonSlot(ord(name[0]), name, number, lines, minutes * 60, 0, 0)


def test_people_are_listed_by_name_and_never_by_rate() -> None:
    dots = dots_of(
        [
            slot("Zoe", 0, 100, 60),
            slot("Ana", 1, 30, 60),
            slot("Ana", 0, 20, 30),
            slot("Mia", 0, 9, 4),
        ]
    )
    assert dots == (
        PersonDots(ord("A"), "Ana", (40.0, 30.0)),
        PersonDots(ord("Z"), "Zoe", (100.0,)),
    )


def weeks(*lines: int) -> list[OwnWeek]:
    return [OwnWeek(at(0), lines=count, worked_s=3600) for count in lines]


@pytest.mark.parametrize(
    ("lines", "usual"),
    [((9, 40, 50, 60, 80, 7), 55), ((40, 7), 40), ((7,), None), ((), None)],
    ids=["four weeks before this one", "one", "no past", "nothing"],
)
def test_ones_own_usual_is_of_the_weeks_before(lines: tuple[int, ...], usual: float | None) -> None:
    assert own_usual(weeks(*lines)) == usual
