"""Learns how fast people are from the times between their scans."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from app.planning.forecast import USUAL_PACE, Pace

ENOUGH = 60
"""With fewer samples than this nothing is learned."""

LONGEST = 600.0
"""Seconds between two scans; whoever takes longer was doing something else."""

MOST = 5000
"""Only the last so many samples count: people get better, and floors change."""

ROUNDS = 20

Row = tuple[float, float, float]
"""What an interval is made of: one stop, metres, units."""


@dataclass(frozen=True)
class PickInterval:
    """From the last scan at one stop to the last at the next: metres walked, units, seconds."""

    metres: float
    units: int
    seconds: float


@dataclass(frozen=True)
class LearnedPace:
    """What was learned.

    Attributes:
        pace: how fast people are; as assumed where too little is known.
        samples: how many intervals tell it; 0 if nothing was learned.
        usual_error: by how many seconds the pace misses an interval, half of the time more.
    """

    pace: Pace
    samples: int
    usual_error: float


def learn_pace(intervals: Sequence[PickInterval], assumed: Pace = USUAL_PACE) -> LearnedPace:
    """Walking speed, seconds a stop and seconds a unit that explain most intervals best.

    Robust regression: least squares with weights that fall to nothing for intervals far off
    (Tukey's biweight, from a start by Huber's weights), so that chats and mishaps do not blur the
    figures; how much longer all intervals took together is the allowance. A figure that comes out
    senseless stays as assumed, and the others are learned without it.

    Args:
        intervals: what people did, of one site or one person, the oldest first.
        assumed: the pace where too little is known, and for all that scans do not tell.
    """
    known = [
        each
        for each in intervals
        if 0 < each.seconds <= LONGEST and each.metres >= 0 and each.units > 0
    ][-MOST:]
    if len(known) < ENOUGH:
        return LearnedPace(assumed, 0, 0.0)
    prior = (assumed.per_stop, 1.0 / assumed.walking, assumed.per_unit)
    rows = [(1.0, each.metres, float(each.units)) for each in known]
    learned = _fitted(rows, [each.seconds for each in known], prior)
    stop, metre, unit = learned
    told = [_told(learned, row) for row in rows]
    pace = replace(
        assumed,
        per_stop=stop,
        walking=1.0 / metre,
        per_unit=unit,
        allowance=sum(each.seconds for each in known) / sum(told),
    )
    misses = [abs(each.seconds - seconds) for each, seconds in zip(known, told, strict=True)]
    return LearnedPace(pace, len(known), median(misses))


def _fitted(rows: Sequence[Row], seconds: Sequence[float], prior: Row) -> Row:
    """The three figures; those that come out senseless are kept at the prior."""
    free = [True, True, True]
    figures = prior
    for _ in range(4):
        figures = _reweighted(rows, seconds, prior, free)
        senseless = [
            number for number in range(3) if free[number] and not _makes_sense(figures, number)
        ]
        if not senseless:
            return figures
        free[senseless[0]] = False
    return prior


def _makes_sense(figures: Row, number: int) -> bool:
    """A metre takes from a fifth of a second to five seconds; nothing takes less than no time."""
    return 0.2 <= figures[1] <= 5.0 if number == 1 else figures[number] >= 0.0


def _told(figures: Row, row: Row) -> float:
    stop, metre, unit = figures
    return stop * row[0] + metre * row[1] + unit * row[2]


def _reweighted(
    rows: Sequence[Row], seconds: Sequence[float], prior: Row, free: Sequence[bool]
) -> Row:
    """The figures after all rounds, or after fewer where these change nothing any more."""
    figures = prior
    for weigh in (_huber, _biweight):
        for _ in range(ROUNDS // 2):
            before = figures
            misses = [each - _told(figures, row) for each, row in zip(seconds, rows, strict=True)]
            scale = max(1e-6, median(map(abs, misses)) / 0.6745)  # as that of a normal curve
            weights = [weigh(miss / scale) for miss in misses]
            figures = _least_squares(rows, seconds, weights, prior, free)
            if all(map(math.isclose, figures, before)):
                break
    return figures


def _huber(miss: float) -> float:
    return 1.0 if abs(miss) <= 1.345 else 1.345 / abs(miss)


def _biweight(miss: float) -> float:
    return (1.0 - (miss / 4.685) ** 2) ** 2 if abs(miss) < 4.685 else 0.0


def _least_squares(
    rows: Sequence[Row],
    seconds: Sequence[float],
    weights: Sequence[float],
    prior: Row,
    free: Sequence[bool],
) -> Row:
    """Weighted least squares for the free figures, drawn a little towards the prior."""
    matrix = _sums(rows, seconds, weights)
    for i in range(3):
        if not free[i]:
            matrix[i] = [float(i == j) for j in range(3)] + [prior[i]]
            continue
        hold = 1e-3 * matrix[i][i] + 1e-9
        matrix[i][i] += hold
        matrix[i][3] += hold * prior[i]
    return _solved(matrix)


def _sums(
    rows: Sequence[Row], seconds: Sequence[float], weights: Sequence[float]
) -> list[list[float]]:
    """The sums that make the equations, each with its right side last.

    Written out, since some thousand rows go through here dozens of times while a lead waits.
    """
    ss = sm = su = mm = mu = uu = st = mt = ut = 0.0
    for (stop, metres, units), value, weight in zip(rows, seconds, weights, strict=True):
        stops, walked, taken = weight * stop, weight * metres, weight * units
        ss += stops * stop
        sm += stops * metres
        su += stops * units
        mm += walked * metres
        mu += walked * units
        uu += taken * units
        st += stops * value
        mt += walked * value
        ut += taken * value
    return [[ss, sm, su, st], [sm, mm, mu, mt], [su, mu, uu, ut]]


def _solved(matrix: list[list[float]]) -> Row:
    """Three equations with three unknowns (Gauss, with the largest pivot)."""
    for column in range(3):
        pivot = max(range(column, 3), key=lambda line: abs(matrix[line][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        for line in range(3):
            if line != column:
                times = matrix[line][column] / matrix[column][column]
                matrix[line] = [
                    a - times * b for a, b in zip(matrix[line], matrix[column], strict=True)
                ]
    return (
        matrix[0][3] / matrix[0][0],
        matrix[1][3] / matrix[1][1],
        matrix[2][3] / matrix[2][2],
    )
