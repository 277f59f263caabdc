import pytest

from app.domain.short_ways import (
    Recommendation,
    ShortFacts,
    WayOut,
    WhyWay,
    recommended,
    ways_out,
)


@pytest.mark.parametrize(
    ("facts", "ways"),
    [
        (ShortFacts(missing=0, free=5), ()),
        (ShortFacts(missing=1), (WayOut.WAIT, WayOut.CANCEL)),
        (
            ShortFacts(missing=1, rest_of_order=2),
            (WayOut.WAIT, WayOut.PART_SHIP, WayOut.GIVE_UP),
        ),
        (ShortFacts(missing=1, free=1), (WayOut.FIND_STOCK, WayOut.WAIT, WayOut.CANCEL)),
        (
            ShortFacts(missing=1, promised_to_others=3, rest_of_order=1),
            (WayOut.TAKE_PROMISE, WayOut.WAIT, WayOut.PART_SHIP, WayOut.GIVE_UP),
        ),
        (ShortFacts(missing=1, in_totes=1), (WayOut.TAKE_FROM_TOTE, WayOut.WAIT, WayOut.CANCEL)),
        (ShortFacts(missing=1, coming=4), (WayOut.WAIT, WayOut.CANCEL)),
        (ShortFacts(missing=1, substitutes_free=4), (WayOut.WAIT, WayOut.CANCEL)),
        (
            ShortFacts(missing=1, substitutes_free=4, allows_substitutes=True),
            (WayOut.SUBSTITUTE, WayOut.WAIT, WayOut.CANCEL),
        ),
    ],
)
def test_the_ways_out_that_are_open_the_kindest_first(
    facts: ShortFacts, ways: tuple[WayOut, ...]
) -> None:
    assert ways_out(facts) == ways


@pytest.mark.parametrize(
    ("facts", "way", "why"),
    [
        (ShortFacts(2, free=2, promised_to_others=9), WayOut.FIND_STOCK, WhyWay.ALL_FREE),
        (ShortFacts(2, free=1, promised_to_others=2), WayOut.TAKE_PROMISE, WhyWay.LATER_CAN_WAIT),
        (ShortFacts(2, coming=2, minutes_left=240), WayOut.WAIT, WhyWay.COMING),
        (ShortFacts(2, coming=2), WayOut.WAIT, WhyWay.COMING),
        (ShortFacts(2, announced=9, in_totes=2), WayOut.WAIT, WhyWay.ANNOUNCED),
        (
            ShortFacts(2, coming=2, minutes_left=20, rest_of_order=1),
            WayOut.PART_SHIP,
            WhyWay.REST_IN_TIME,
        ),
        (
            ShortFacts(2, substitutes_free=2, allows_substitutes=True, in_totes=2),
            WayOut.SUBSTITUTE,
            WhyWay.CUSTOMER_AGREED,
        ),
        (ShortFacts(2, substitutes_free=2, in_totes=2), WayOut.TAKE_FROM_TOTE, WhyWay.IN_A_TOTE),
        (ShortFacts(2, free=1, rest_of_order=1), WayOut.FIND_STOCK, WhyWay.SOME_FREE),
        (ShortFacts(2, rest_of_order=3, minutes_left=20), WayOut.PART_SHIP, WhyWay.REST_IN_TIME),
        (ShortFacts(2, rest_of_order=3, minutes_left=200), WayOut.WAIT, WhyWay.TIME_LEFT),
        (ShortFacts(2, rest_of_order=3), WayOut.WAIT, WhyWay.TIME_LEFT),
        (ShortFacts(2, minutes_left=-5), WayOut.WAIT, WhyWay.NOTHING_ELSE),
    ],
)
def test_the_way_to_propose_and_why(facts: ShortFacts, way: WayOut, why: WhyWay) -> None:
    assert recommended(facts) == Recommendation(way, why)
    assert way in ways_out(facts)


def test_nothing_is_proposed_where_nothing_lacks() -> None:
    assert recommended(ShortFacts(missing=0, free=4)) is None
