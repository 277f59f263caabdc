import pytest

from app.domain.short_ways import ShortFacts, WayOut, ways_out


@pytest.mark.parametrize(
    ("facts", "ways"),
    [
        (ShortFacts(missing=0, free=5), ()),
        (ShortFacts(missing=1), (WayOut.WAIT, WayOut.CANCEL)),
        (ShortFacts(missing=1, rest_of_order=2), (WayOut.WAIT, WayOut.GIVE_UP)),
        (ShortFacts(missing=1, free=1), (WayOut.FIND_STOCK, WayOut.WAIT, WayOut.CANCEL)),
        (
            ShortFacts(missing=1, promised_to_others=3, rest_of_order=1),
            (WayOut.TAKE_PROMISE, WayOut.WAIT, WayOut.GIVE_UP),
        ),
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
