"""A parcel on the scale is weighed once, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from app.devices.scale_reading import Load, ScaleReading
from app.devices.scale_watch import OnScale, ScaleWatch, on_scale


def stable(grams: float) -> ScaleReading:
    return ScaleReading(Load.STABLE, grams, 0.0)


def moving(grams: float | None) -> ScaleReading:
    return ScaleReading(Load.MOVING, grams, 0.0)


OVER = ScaleReading(Load.OVER, None, 0.0)
UNDER = ScaleReading(Load.UNDER, None, 0.0)


@pytest.mark.parametrize(
    ("reading", "stands"),
    [
        (None, OnScale.SILENT),
        (stable(0.0), OnScale.EMPTY),
        (stable(-4.0), OnScale.EMPTY),
        (stable(12.0), OnScale.DRIFTED),
        (stable(-12.0), OnScale.DRIFTED),
        (stable(-250.0), OnScale.BELOW_ZERO),
        (UNDER, OnScale.BELOW_ZERO),
        (OVER, OnScale.TOO_HEAVY),
        (moving(812.0), OnScale.MOVING),
        (moving(None), OnScale.MOVING),
        (stable(62.0), OnScale.WEIGHT),
    ],
)
def test_a_reading_says_what_stands_on_the_scale(
    reading: ScaleReading | None, stands: OnScale
) -> None:
    assert on_scale(reading) is stands


@pytest.mark.parametrize(
    ("readings", "weights"),
    [
        ((stable(0), moving(500), stable(1062), stable(1062)), [1062]),
        ((stable(1062), moving(900), stable(1064)), [1062]),  # a knock against the table
        ((stable(1062), stable(0), stable(1063)), [1062, 1063]),  # taken off and put back
        ((stable(664), moving(900), stable(1062)), [664, 1062]),  # put right on the scale
        ((OVER, moving(None), stable(12), UNDER, None), []),
        ((stable(664), UNDER, stable(664)), [664, 664]),
    ],
)
def test_each_parcel_is_weighed_once(
    readings: tuple[ScaleReading | None, ...], weights: list[float]
) -> None:
    watch = ScaleWatch()
    assert [told for each in readings if (told := watch.feed(each)) is not None] == weights


def test_what_lies_on_the_scale_when_the_wait_begins_is_the_parcel() -> None:
    watch = ScaleWatch()
    watch.feed(stable(1062))
    watch.begin()
    assert watch.feed(stable(1062)) == 1062
