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

HUMAN = 3.0
"""People are up to so many times quicker or slower than assumed; whoever is not is a machine."""

QUICKEST, SLOWEST = 0.2, 5.0
"""Seconds a metre takes anybody."""

Row = tuple[float, float, float, float]
"""What an interval is made of: one stop, metres, units, puts."""

STOP, METRE, UNIT, PUT = range(4)


@dataclass(frozen=True)
class PickInterval:
    """From the last scan at one stop to the last at the next: metres walked, units, seconds.

    `puts` is how many lines were sorted into totes there; 0 where all goes into one.
    """

    metres: float
    units: int
    seconds: float
    puts: int = 0


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
    """Walking speed and seconds a stop, a unit and a put that explain most intervals best.

    Robust regression: least squares with weights that fall to nothing for intervals far off
    (Tukey's biweight, from a start by Huber's weights), so that chats and mishaps do not blur the
    figures; how much longer all intervals took together is the allowance. A figure that comes out
    senseless is held at the nearest that makes sense, and the others are learned beside it. Where a
    machine scans, its tempo is part of the allowance, and the figures are those of a person who
    shares out the time as it does.

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
    prior = (assumed.per_stop, 1.0 / assumed.walking, assumed.per_unit, assumed.per_put)
    rows = [(1.0, each.metres, float(each.units), float(each.puts)) for each in known]
    tempo = _tempo(rows, known, prior)
    learned = _fitted(rows, [each.seconds / tempo for each in known], prior)
    told = [_told(learned, row) for row in rows]
    pace = replace(
        assumed,
        per_stop=learned[STOP],
        walking=1.0 / learned[METRE],
        per_unit=learned[UNIT],
        per_put=learned[PUT],
        allowance=sum(each.seconds for each in known) / sum(told),
    )
    misses = [
        abs(each.seconds - tempo * seconds) for each, seconds in zip(known, told, strict=True)
    ]
    return LearnedPace(pace, len(known), median(misses))


def _tempo(rows: Sequence[Row], known: Sequence[PickInterval], prior: Row) -> float:
    """How many times as long as assumed all took; 1 where that may be people."""
    tempo = sum(each.seconds for each in known) / sum(_told(prior, row) for row in rows)
    return 1.0 if 1 / HUMAN <= tempo <= HUMAN else tempo


def _fitted(rows: Sequence[Row], seconds: Sequence[float], prior: Row) -> Row:
    """The figures; of those that come out senseless the first is held, and the others sought anew.

    Each round holds one, so that all are held after as many rounds.
    """
    held: list[float | None] = [None] * len(prior)
    while True:
        figures = _reweighted(rows, seconds, prior, held)
        sensible = [_sensible(figure, number) for number, figure in enumerate(figures)]
        senseless = [
            number
            for number, figure in enumerate(figures)
            if held[number] is None and sensible[number] != figure
        ]
        if not senseless:
            return figures
        held[senseless[0]] = sensible[senseless[0]]


def _sensible(figure: float, number: int) -> float:
    """The nearest figure that makes sense: nothing takes less than no time."""
    return min(max(figure, QUICKEST), SLOWEST) if number == METRE else max(figure, 0.0)


def _told(figures: Row, row: Row) -> float:
    stop, metre, unit, put = figures
    return stop * row[STOP] + metre * row[METRE] + unit * row[UNIT] + put * row[PUT]


def _reweighted(
    rows: Sequence[Row], seconds: Sequence[float], prior: Row, held: Sequence[float | None]
) -> Row:
    """The figures after all rounds, or after fewer where these change nothing any more."""
    figures = prior
    for weigh in (_huber, _biweight):
        for _ in range(ROUNDS // 2):
            before = figures
            misses = [each - _told(figures, row) for each, row in zip(seconds, rows, strict=True)]
            scale = max(1e-6, median(map(abs, misses)) / 0.6745)  # as that of a normal curve
            weights = [weigh(miss / scale) for miss in misses]
            figures = _least_squares(rows, seconds, weights, prior, held)
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
    held: Sequence[float | None],
) -> Row:
    """Weighted least squares for figures that are not held, drawn a little towards the prior."""
    matrix = _sums(rows, seconds, weights)
    for i, line in enumerate(matrix):
        if (value := held[i]) is not None:
            matrix[i] = [float(i == j) for j in range(len(matrix))] + [value]
            continue
        hold = 1e-3 * line[i] + 1e-9
        line[i] += hold
        line[-1] += hold * prior[i]
    return _solved(matrix)


def _sums(
    rows: Sequence[Row], seconds: Sequence[float], weights: Sequence[float]
) -> list[list[float]]:
    """The sums that make the equations, each with its right side last.

    Written out, since some thousand rows go through here dozens of times while a lead waits.
    """
    ss = sm = su = sp = mm = mu = mp = uu = up = pp = st = mt = ut = pt = 0.0
    for (stop, metres, units, puts), value, weight in zip(rows, seconds, weights, strict=True):
        stops, walked = weight * stop, weight * metres
        taken, parted = weight * units, weight * puts
        ss += stops * stop
        sm += stops * metres
        su += stops * units
        sp += stops * puts
        mm += walked * metres
        mu += walked * units
        mp += walked * puts
        uu += taken * units
        up += taken * puts
        pp += parted * puts
        st += stops * value
        mt += walked * value
        ut += taken * value
        pt += parted * value
    return [[ss, sm, su, sp, st], [sm, mm, mu, mp, mt], [su, mu, uu, up, ut], [sp, mp, up, pp, pt]]


def _solved(matrix: list[list[float]]) -> Row:
    """As many equations as unknowns (Gauss, with the largest pivot)."""
    count = len(matrix)
    for column in range(count):
        pivot = max(range(column, count), key=lambda line: abs(matrix[line][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        for line in range(count):
            if line != column:
                times = matrix[line][column] / matrix[column][column]
                matrix[line] = [
                    a - times * b for a, b in zip(matrix[line], matrix[column], strict=True)
                ]
    stop, metre, unit, put = (matrix[line][count] / matrix[line][line] for line in range(count))
    return stop, metre, unit, put
