import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.packaging import (
    Choice,
    Misfit,
    NoneFits,
    Packaging,
    Rejected,
    UnitSize,
    choose_packaging,
)

SMALL = Packaging("S", "Small", 200, 150, 100, 3000, 60)
MEDIUM = Packaging("M", "Medium", 400, 300, 200, 15000, 320)
LARGE = Packaging("L", "Large", 500, 400, 300, 25000, 620)
KINDS = (LARGE, SMALL, MEDIUM)


def demo_kinds() -> list[Packaging]:
    text = (resources.files("resources") / "demo" / "packaging.csv").read_text(encoding="utf-8")
    return [
        Packaging(
            row["code"],
            row["name"],
            int(row["length_mm"]),
            int(row["width_mm"]),
            int(row["height_mm"]),
            int(row["max_weight_g"]),
            int(row["tare_g"]),
        )
        for row in csv.DictReader(text.splitlines())
    ]


def test_smallest_packaging_that_holds_the_goods_is_proposed() -> None:
    units = [UnitSize(100, 100, 50, 200, quantity=4)]
    assert choose_packaging(units, KINDS) == Choice("S", fill_percent=67, why=())


@pytest.mark.parametrize(
    ("units", "misfit"),
    [
        ([UnitSize(100, 100, 50, 200, quantity=5)], Misfit.TOO_FULL),
        ([UnitSize(210, 20, 20, 50)], Misfit.UNIT_TOO_LONG),
        ([UnitSize(160, 160, 20, 50)], Misfit.UNIT_TOO_LONG),
        ([UnitSize(50, 50, 50, 3001)], Misfit.TOO_HEAVY),
        ([UnitSize(190, 140, 90, 50, fragile=True)], Misfit.UNIT_TOO_LONG),
        ([UnitSize(80, 80, 60, 50, quantity=5, fragile=True)], Misfit.TOO_FULL),
    ],
)
def test_larger_packaging_says_what_was_against_the_smaller(
    units: list[UnitSize], misfit: Misfit
) -> None:
    choice = choose_packaging(units, KINDS)
    assert isinstance(choice, Choice)
    assert (choice.code, choice.why) == ("M", (Rejected("S", misfit),))


def test_unit_may_be_turned_to_fit() -> None:
    choice = choose_packaging([UnitSize(100, 200, 150, 200)], KINDS)
    assert isinstance(choice, Choice)
    assert choice.code == "S"


def test_single_unit_may_fill_its_packaging_to_the_corner() -> None:
    assert choose_packaging([UnitSize(200, 150, 100, 200)], KINDS) == Choice("S", 100, ())


def test_goods_that_nothing_holds_are_told_with_each_reason() -> None:
    assert choose_packaging([UnitSize(450, 450, 50, 16_000)], KINDS) == NoneFits(
        (
            Rejected("S", Misfit.TOO_HEAVY),
            Rejected("M", Misfit.TOO_HEAVY),
            Rejected("L", Misfit.UNIT_TOO_LONG),
        )
    )


def test_empty_shelf_fits_nothing() -> None:
    assert choose_packaging([UnitSize(1, 1, 1, 1)], []) == NoneFits(())


def test_entries_without_units_do_not_count() -> None:
    units = [UnitSize(900, 900, 900, 9, quantity=0), UnitSize(10, 10, 10, 9)]
    choice = choose_packaging(units, KINDS)
    assert isinstance(choice, Choice)
    assert choice.code == "S"


def test_another_rule_of_fit_can_take_the_place_of_volume() -> None:
    choice = choose_packaging(
        [UnitSize(10, 10, 10, 10)],
        KINDS,
        rule=lambda _units, kind, _filling: None if kind.code == "L" else Misfit.TOO_FULL,
    )
    assert isinstance(choice, Choice)
    assert choice.code == "L"


@pytest.mark.parametrize(
    ("units", "filling"),
    [([], 0.8), ([UnitSize(1, 1, 1, 1, quantity=0)], 0.8), ([UnitSize(1, 1, 1, 1)], 0.0),
     ([UnitSize(1, 1, 1, 1)], 1.1)],
)  # fmt: skip
def test_nothing_to_pack_and_impossible_filling_are_refused(
    units: list[UnitSize], filling: float
) -> None:
    with pytest.raises(ValueError, match="nothing to pack or impossible filling"):
        choose_packaging(units, KINDS, filling=filling)


SIZES = st.builds(
    UnitSize,
    *[st.integers(1, 300)] * 3,
    st.integers(1, 4000),
    st.integers(1, 6),
    st.booleans(),
)


@given(st.lists(SIZES, min_size=1, max_size=6))
def test_proposal_always_carries_weight_volume_and_longest_side(units: list[UnitSize]) -> None:
    choice = choose_packaging(units, KINDS)
    if isinstance(choice, Choice):
        kind = next(kind for kind in KINDS if kind.code == choice.code)
        assert sum(unit.weight_g * unit.quantity for unit in units) <= kind.max_weight_g
        assert sum(unit.volume_mm3 * unit.quantity for unit in units) <= kind.volume_mm3
        assert max(unit.length_mm for unit in units) <= kind.length_mm
        assert 0 <= choice.fill_percent <= 100


@given(st.lists(SIZES, min_size=1, max_size=6), SIZES)
def test_more_goods_never_get_a_smaller_packaging(units: list[UnitSize], more: UnitSize) -> None:
    order = [SMALL.code, MEDIUM.code, LARGE.code]
    before, after = choose_packaging(units, KINDS), choose_packaging([*units, more], KINDS)
    if isinstance(before, NoneFits):
        assert isinstance(after, NoneFits)
    elif isinstance(after, Choice):
        assert order.index(before.code) <= order.index(after.code)


def test_demo_shelf_holds_every_single_item_of_the_demo() -> None:
    text = (resources.files("resources") / "demo" / "items.csv").read_text(encoding="utf-8")
    kinds = demo_kinds()
    unheld = []
    for row in csv.DictReader(text.splitlines()):
        unit = UnitSize(
            int(row["length_mm"]),
            int(row["width_mm"]),
            int(row["height_mm"]),
            int(row["weight_g"]),
            fragile=row["fragile"] == "yes",
        )
        if isinstance(choose_packaging([unit], kinds), NoneFits):
            unheld.append(row["sku"])
    assert unheld == []
