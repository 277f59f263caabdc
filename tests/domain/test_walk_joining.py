import pytest

from app.domain.walk_joining import place_in_walk


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
    assert place_in_walk(here, ahead, new) == place
