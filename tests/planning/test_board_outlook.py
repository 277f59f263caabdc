"""When waves are done by the people at work, and what moving somebody changes; a bench's pace."""

from __future__ import annotations

import pytest

from app.planning.board_outlook import (
    Hand,
    Move,
    TaskAhead,
    Wave,
    WorkAhead,
    effects_of,
    ends_of,
    finish_of,
    with_task_first,
)
from app.planning.forecast import USUAL_PACE
from app.planning.handling_pace import ENOUGH_DEEDS, DoneAt, with_bench_pace, with_wall_pace

ANA, BO, CY = 1, 2, 3


def tasks(
    wave: Wave, *seconds: float, first: int, due: float = 0.0, zone: str = ""
) -> list[TaskAhead]:
    """Tasks of a wave, numbered from the first."""
    return [
        TaskAhead(number, wave, zone, (0, due, number), each, stops=1)
        for number, each in enumerate(seconds, start=first)
    ]


def done(work: WorkAhead, *moves: Move) -> dict[Wave, float | None]:
    """When each wave is done."""
    return {wave: finish.done_after for wave, finish in finish_of(work, moves).items()}


TWO_WAVES = (*tasks(7, 60, 60, 60, first=1, due=1), *tasks(8, 100, 100, first=10, due=2))


def test_people_take_tasks_as_they_are_claimed() -> None:
    work = WorkAhead(TWO_WAVES, (Hand(ANA), Hand(BO)))
    # Ana 60, 60 (wave 7), 100 (wave 8); Bo 60 (wave 7), 100 (wave 8), so that 8 ends with Ana.
    assert done(work) == {7: 120, 8: 220}
    assert done(WorkAhead(TWO_WAVES, (Hand(ANA),))) == {7: 180, 8: 380}


def test_an_urgent_task_goes_first_and_what_is_in_hands_before_all() -> None:
    urgent = TaskAhead(99, 9, "", (-5, 3.0, 99), 10)
    held = TaskAhead(50, 8, "", (0, 2.0, 50), 40, holder=ANA)
    work = WorkAhead((*tasks(7, 60, first=1, due=1), urgent, held), (Hand(ANA),))
    assert done(work) == {8: 40, 9: 50, 7: 110}


def test_a_task_that_is_rushed_goes_first_and_no_more_is_told_than_was_asked() -> None:
    work = WorkAhead(tuple(tasks(7, 60, 60, 60, first=1)), (Hand(ANA),))
    assert ends_of(work) == {1: 60, 2: 120, 3: 180}
    rushed = with_task_first(work, 3)
    assert ends_of(rushed) == {3: 60, 1: 120, 2: 180}
    assert ends_of(rushed, {3}) == {3: 60}
    assert 4 not in ends_of(rushed, {4})


def test_work_of_somebody_who_is_not_there_is_anybodys() -> None:
    left = TaskAhead(1, 7, "", (0, 1.0, 1), 30, holder=BO)
    assert done(WorkAhead((left,), (Hand(ANA),))) == {7: 30}


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        pytest.param(Move(CY, wave=8), {7: 120, 8: 160}, id="somebody idle is sent to a wave"),
        pytest.param(Move(BO, wave=8), {7: 180, 8: 200}, id="somebody changes the wave"),
    ],
)
def test_who_is_sent_to_a_wave_takes_its_work_first(
    move: Move, expected: dict[Wave, float | None]
) -> None:
    assert done(WorkAhead(TWO_WAVES, (Hand(ANA), Hand(BO))), move) == expected


def test_somebody_with_a_zone_takes_nothing_of_another() -> None:
    work = WorkAhead(
        (*tasks(7, 50, first=1, zone="A"), *tasks(7, 50, first=2, zone="B")), (Hand(ANA, "A"),)
    )
    finish = finish_of(work)[7]
    assert (finish.picked_after, finish.done_after) == (None, None)
    assert finish.nobody_in == ("B",)
    assert finish.by_zone == {"A": 50, "B": 50}
    with_cy = finish_of(work, [Move(CY, zone="B")])[7]
    assert (with_cy.done_after, with_cy.nobody_in) == (50, ())


def test_a_zone_waits_for_the_one_before_it() -> None:
    chain = (
        TaskAhead(1, 7, "A", (0, 1.0, 1), 30),
        TaskAhead(2, 7, "B", (0, 1.0, 2), 30, follows=1),
    )
    assert done(WorkAhead(chain, (Hand(ANA, "A"), Hand(BO, "B")))) == {7: 60}


def test_what_is_picked_waits_for_a_bench() -> None:
    picking = (
        TaskAhead(1, 7, "", (0, 1.0, 1), 100, bench_seconds=60),
        TaskAhead(2, 8, "", (0, 2.0, 2), 100, bench_seconds=60),
    )
    work = WorkAhead(picking, (Hand(ANA),), packers=1, at_benches={6: 150})
    told = finish_of(work)
    assert {wave: each.done_after for wave, each in told.items()} == {6: 150, 7: 210, 8: 270}
    assert {wave: each.bench_seconds for wave, each in told.items()} == {6: 150, 7: 60, 8: 60}
    assert told[7].picked_after == 100
    two = WorkAhead(picking, (Hand(ANA),), packers=2, at_benches={6: 150})
    assert done(two) == {6: 75, 7: 130, 8: 230}


def test_the_effect_names_the_waves_that_change_the_most_helped_first() -> None:
    work = WorkAhead(TWO_WAVES, (Hand(ANA), Hand(BO)))
    found = effects_of(work, [Move(BO, wave=8)], least=10)
    assert [(one.wave, one.before, one.after) for one in found] == [(8, 220, 200), (7, 120, 180)]
    assert [one.gain for one in found] == [20, -60]
    assert effects_of(work, [], least=10) == ()


def test_a_move_that_brings_somebody_where_nobody_was_is_the_greatest_gain() -> None:
    work = WorkAhead(tuple(tasks(7, 50, first=1, zone="B")), (Hand(ANA, "A"),))
    (effect,) = effects_of(work, [Move(ANA, zone="B")])
    assert (effect.before, effect.after) == (None, 50)
    assert effect.gain > 1e6


def test_a_benchs_pace_is_learned_from_the_cartons_of_each_person() -> None:
    two = [
        DoneAt(person, seconds, 2)
        for number in range(ENOUGH_DEEDS)
        for person, seconds in ((ANA, 50.0 * number), (BO, 50.0 * number + 7))
    ]
    pace = with_bench_pace(USUAL_PACE, two)
    assert pace.per_packed_order == 50 - 2 * USUAL_PACE.per_packed_unit
    assert with_bench_pace(USUAL_PACE, two[:10]) == USUAL_PACE
    asleep = [DoneAt(ANA, 7000.0 * number, 2) for number in range(40)]
    assert with_bench_pace(USUAL_PACE, asleep) == USUAL_PACE


def test_a_walls_pace_is_learned_from_the_puts_of_each_person_and_is_never_below_nothing() -> None:
    puts = [DoneAt(ANA, 9.0 * number, 2) for number in range(ENOUGH_DEEDS + 1)]
    assert with_wall_pace(USUAL_PACE, puts).per_sorted_line == 9 - 2 * USUAL_PACE.per_sorted_unit
    assert with_wall_pace(USUAL_PACE, puts[:-1]) == USUAL_PACE
    hasty = [DoneAt(ANA, 0.5 * number, 2) for number in range(40)]
    assert with_wall_pace(USUAL_PACE, hasty).per_sorted_line == 0.0
