"""Names as they fit beside a mark, row by row."""

from __future__ import annotations

import pytest

from app.domain.short_names import initials, short_names


@pytest.mark.parametrize(
    ("names", "short"),
    [
        ((), ()),
        (("Ana Kowalska", "Bo Lind"), ("Ana", "Bo")),
        (("Ana Kowalska", "Ana Maria Lopez"), ("Ana K", "Ana L")),
        (("Ana Kowalska", "Ana Krause", "Ana Kurz"), ("Ana K", "Ana K2", "Ana K3")),
        (("Ana", "Ana"), ("Ana", "Ana2")),
        (("Maximiliana Berg", ""), ("Maximilia", "?")),
        (("Picker 01", "Picker 02"), ("Picker 0", "Picker 02")),
    ],
)
def test_a_short_name_is_the_first_one_and_never_anothers(
    names: tuple[str, ...], short: tuple[str, ...]
) -> None:
    assert short_names(names) == short


@pytest.mark.parametrize(
    ("names", "short"),
    [
        ((), ()),
        (("Ana Kowalska", "Bo Lind", "Cy"), ("AK", "BL", "Cy")),
        (("Ana Kowalska", "Anja Krause", "Al King", ""), ("AK", "AK2", "AK3", "?")),
    ],
)
def test_initials_are_two_letters_and_never_anothers(
    names: tuple[str, ...], short: tuple[str, ...]
) -> None:
    assert initials(names) == short
