from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.planning.forecast import (
    USUAL_PACE,
    NobodyToWork,
    Pace,
    Work,
    forecast,
    seconds_of,
)
from app.planning.learned_pace import ENOUGH, PickInterval, learn_pace

TOUR = Work(metres=100.0, tours=1, totes=3, stops=4, units=10, puts=5)
REAL = Pace(walking=1.4, per_stop=6.5, per_unit=2.2)


def test_each_thing_takes_its_time() -> None:
    pace = Pace(2.0, 60.0, 7.0, 10.0, 3.0, 4.0, 6.0, 1.5, 50.0, 5.0)
    work = replace(TOUR, sorted_lines=5, sorted_units=10, packed_orders=2, packed_units=10)
    assert seconds_of(work, pace) == 50 + 60 + 21 + 40 + 30 + 20 + 30 + 15 + 100 + 50


def test_work_adds_up() -> None:
    assert Work(200.0, 2, 6, 8, 20, 10) == TOUR + TOUR


def test_people_take_one_tour_after_the_other() -> None:
    tours = [Work(metres=metres) for metres in (30.0, 10.0, 20.0, 40.0)]
    told = forecast(tours, 2, Pace(walking=1.0))
    assert told.ends == (30.0, 10.0, 30.0, 70.0)
    assert (told.seconds, told.done_after, told.work.metres) == (100.0, 70.0, 100.0)


def test_people_who_are_busy_begin_later() -> None:
    told = forecast([Work(metres=10.0)] * 2, 2, Pace(walking=1.0), free_after=[25.0])
    assert told.ends == (10.0, 20.0)


def test_no_work_is_done_at_once_even_by_nobody() -> None:
    assert forecast([], 0).done_after == 0.0


def test_work_for_nobody_is_refused() -> None:
    with pytest.raises(NobodyToWork, match="1 tours and 0 people"):
        forecast([TOUR], 0)


@pytest.mark.parametrize("bad", [{"walking": 0.0}, {"walking": float("nan")}, {"per_stop": -1.0}])
def test_a_senseless_pace_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must be above 0|0 or more"):
        Pace(**bad)


def intervals(
    count: int, spoil: Callable[[random.Random, float], float], *, metres: float = 40.0
) -> list[PickInterval]:
    """What people of the real pace do, with chance and what goes wrong."""
    chance = random.Random(3)  # noqa: S311 - test data
    made = []
    for _ in range(count):
        walked, units = chance.uniform(0, metres), chance.randint(1, 6)
        told = walked / REAL.walking + REAL.per_stop + units * REAL.per_unit
        made.append(PickInterval(walked, units, spoil(chance, told * chance.gauss(1.0, 0.15))))
    return made


@pytest.mark.parametrize(
    ("spoil", "tolerance"),
    [
        (lambda _chance, seconds: seconds, 0.15),
        (lambda chance, seconds: seconds + (chance.random() < 0.15) * 200.0, 0.15),
        (lambda chance, seconds: 3.0 if chance.random() < 0.1 else seconds, 0.15),
        (lambda chance, seconds: seconds * chance.choice([1, 1, 1, 2.5]), 0.5),
    ],
    ids=["plain", "a chat now and then", "two scans in one go", "some are slow"],
)
def test_the_real_pace_is_found_whatever_comes_between(
    spoil: Callable[[random.Random, float], float], tolerance: float
) -> None:
    learned = learn_pace(intervals(800, spoil))
    assert learned.samples == 800
    assert learned.pace.walking == pytest.approx(REAL.walking, rel=tolerance)
    assert learned.pace.per_stop == pytest.approx(REAL.per_stop, rel=tolerance)
    assert learned.pace.per_unit == pytest.approx(REAL.per_unit, rel=tolerance)
    assert learned.pace.per_tour == USUAL_PACE.per_tour


def test_a_put_into_one_of_several_totes_is_learned_beside_stops_and_units() -> None:
    chance = random.Random(5)  # noqa: S311 - test data
    samples = []
    for _ in range(600):
        walked, units = chance.uniform(0, 40), chance.randint(1, 6)
        puts = chance.randint(1, units)
        told = walked / REAL.walking + REAL.per_stop + units * REAL.per_unit + puts * 7.0
        samples.append(PickInterval(walked, units, told * chance.gauss(1.0, 0.1), puts))
    pace = learn_pace(samples).pace
    assert pace.per_put == pytest.approx(7.0, rel=0.15)
    assert pace.per_unit == pytest.approx(REAL.per_unit, rel=0.25)
    assert pace.per_stop == pytest.approx(REAL.per_stop, rel=0.15)


def test_without_puts_on_record_a_put_takes_as_long_as_assumed() -> None:
    learned = learn_pace(intervals(400, lambda _chance, seconds: seconds))
    assert learned.pace.per_put == pytest.approx(USUAL_PACE.per_put)


def test_what_goes_wrong_is_no_part_of_the_figures_but_of_the_whole() -> None:
    samples = intervals(800, lambda chance, seconds: seconds + (chance.random() < 0.15) * 200.0)
    pace = learn_pace(samples).pace
    together = Work(
        metres=sum(s.metres for s in samples), stops=800, units=sum(s.units for s in samples)
    )
    assert pace.allowance > 1.5
    assert seconds_of(together, pace) == pytest.approx(sum(s.seconds for s in samples))


def test_too_few_scans_teach_nothing() -> None:
    learned = learn_pace(intervals(ENOUGH - 1, lambda _chance, seconds: seconds))
    assert (learned.pace, learned.samples) == (USUAL_PACE, 0)


def test_pauses_and_broken_records_do_not_count_as_samples() -> None:
    good = intervals(ENOUGH, lambda _chance, seconds: seconds)
    bad = [PickInterval(10.0, 1, 4000.0), PickInterval(-1.0, 1, 5.0), PickInterval(3.0, 0, 5.0)]
    assert learn_pace([*good, *bad]).pace == learn_pace(good).pace


def test_machines_that_scan_faster_than_anybody_walks_are_told_right_as_a_whole() -> None:
    chance = random.Random(4)  # noqa: S311 - test data
    samples = [PickInterval(chance.uniform(0, 90), 2, chance.uniform(0.3, 0.6)) for _ in range(200)]
    pace = learn_pace(samples).pace
    together = Work(metres=sum(s.metres for s in samples), stops=200, units=400)
    assert pace.walking <= 5.0
    assert seconds_of(together, pace) == pytest.approx(sum(s.seconds for s in samples))


def test_a_machine_that_walks_nowhere_is_told_stop_by_stop_at_its_own_tempo() -> None:
    chance = random.Random(6)  # noqa: S311 - test data
    samples = []
    for _ in range(300):
        units, puts = chance.randint(1, 8), chance.randint(0, 3)
        seconds = 0.10 + 0.04 * units + 0.06 * puts
        samples.append(PickInterval(chance.uniform(5, 90), units, seconds, puts))
    pace = learn_pace(samples[:150]).pace
    assert pace.walking == pytest.approx(5.0)
    for sample in samples[150:]:
        work = Work(metres=sample.metres, stops=1, units=sample.units, puts=sample.puts)
        assert seconds_of(work, pace) == pytest.approx(sample.seconds, rel=0.3)


def test_a_figure_that_scans_cannot_tell_stays_as_assumed() -> None:
    learned = learn_pace(intervals(400, lambda _chance, seconds: seconds, metres=0.0))
    assert learned.pace.walking == USUAL_PACE.walking
    assert learned.pace.per_unit == pytest.approx(REAL.per_unit, rel=0.15)


def test_senseless_samples_leave_a_sensible_pace() -> None:
    chance = random.Random(1)  # noqa: S311 - test data
    nonsense = [
        PickInterval(chance.uniform(0, 50), 1 + number % 3, 60.0 - number % 50)
        for number in range(300)
    ]
    pace = learn_pace(nonsense).pace
    assert 0.2 <= pace.walking <= 5.0
    assert pace.per_unit >= 0
    assert pace.per_stop >= 0
