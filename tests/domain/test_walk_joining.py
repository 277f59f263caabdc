import pytest

from app.domain.walk_joining import Spot, place_in_walk


def walk(*sequences: int) -> tuple[Spot, ...]:
    return tuple(Spot(sequence) for sequence in sequences)


@pytest.mark.parametrize(
    ("here", "ahead", "new", "place"),
    [
        (3, (), 9, 0),
        (3, (4, 6, 9), 5, 1),
        (3, (4, 6, 9), 12, 3),
        (3, (4, 6, 9), 2, 0),
        (3, (4, 6, 9), 6, 1),
        (3, (4, 6, 9), 3, 0),
        (9, (8, 5, 2), 6, 1),
        (3, (9, 4), 10, 0),
    ],
)
def test_a_stop_joins_the_walk_where_the_detour_is_shortest(
    here: int, ahead: tuple[int, ...], new: int, place: int
) -> None:
    assert place_in_walk(Spot(here), walk(*ahead), Spot(new)) == place


def test_metres_go_before_the_places_on_the_walk() -> None:
    ahead = (Spot(2, 10.0, 0.0), Spot(3, 10.0, 30.0))
    near_the_second = Spot(1, 10.0, 29.0)
    assert place_in_walk(Spot(1, 0.0, 0.0), ahead, near_the_second) == 1
    unmeasured = (Spot(2), Spot(3, 10.0, 30.0))
    assert place_in_walk(Spot(1, 0.0, 0.0), unmeasured, near_the_second) == 0
