from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.walk import Place, walk_order


def a_place(aisle: str, bay: str, *, side: str = "L", level: str = "1", zone: str = "A") -> Place:
    return Place(f"{zone}{aisle}-{bay}{side}-{level}", zone, aisle, bay, side, level)


def walked(*places: Place) -> list[str]:
    """The codes of places in the order in which they are passed."""
    numbers = walk_order(places)
    return sorted(numbers, key=lambda code: numbers[code])


def test_the_walk_goes_up_one_aisle_and_down_the_next() -> None:
    places = [a_place(aisle, bay) for aisle in "123" for bay in "12"]
    assert walked(*places) == ["A1-1L-1", "A1-2L-1", "A2-2L-1", "A2-1L-1", "A3-1L-1", "A3-2L-1"]


def test_bay_ten_comes_after_bay_nine() -> None:
    assert walked(a_place("1", "10"), a_place("1", "9")) == ["A1-9L-1", "A1-10L-1"]


def test_both_sides_and_all_levels_of_a_bay_are_served_in_one_pass() -> None:
    bay = [a_place("1", "1", side=side, level=level) for side in "LR" for level in "12"]
    order = walked(*bay, a_place("1", "2"))
    assert order == ["A1-1L-1", "A1-1L-2", "A1-1R-1", "A1-1R-2", "A1-2L-1"]


def test_one_zone_is_finished_before_the_next() -> None:
    order = walked(a_place("1", "1", zone="B"), a_place("2", "1"), a_place("1", "1"))
    assert order == ["A1-1L-1", "A2-1L-1", "B1-1L-1"]


def test_names_in_words_come_after_numbers() -> None:
    assert walked(a_place("1", "X"), a_place("1", "3")) == ["A1-3L-1", "A1-XL-1"]


def test_the_order_of_the_list_does_not_matter() -> None:
    places = [a_place("1", "2"), a_place("2", "1"), a_place("1", "1"), a_place("2", "2")]
    assert len({tuple(walked(*order)) for order in permutations(places)}) == 1


def test_an_empty_warehouse_has_no_walk() -> None:
    assert walk_order([]) == {}


names = st.sampled_from(["1", "2", "9", "10", "", "X"])


@given(st.lists(st.tuples(names, names, st.sampled_from("LR"), names), unique=True))
def test_every_place_is_passed_once(parts: list[tuple[str, str, str, str]]) -> None:
    places = [Place("/".join(part), "A", *part) for part in parts]
    numbers = walk_order(places)
    assert sorted(numbers.values()) == list(range(1, len(places) + 1))
