import pytest

from app.domain.packaging import (
    Misfit,
    Packaging,
    UnitSize,
    misfit_at_once,
    room_of,
    units_in,
    volume_of,
    weight_of,
)

SMALL = Packaging("S", "Small", 200, 150, 100, 3000, 60)


@pytest.mark.parametrize(
    ("units", "misfit"),
    [
        ([UnitSize(100, 100, 50, 200, quantity=4)], None),
        ([UnitSize(100, 100, 50, 200, quantity=5)], Misfit.TOO_FULL),
        ([UnitSize(210, 20, 20, 50)], Misfit.UNIT_TOO_LONG),
        ([UnitSize(160, 160, 20, 50)], Misfit.UNIT_TOO_LONG),
        ([UnitSize(100, 200, 150, 200)], None),
        ([UnitSize(100, 200, 150, 200, upright=True)], Misfit.UNIT_TOO_LONG),
        ([UnitSize(150, 200, 100, 200, upright=True)], None),
        ([UnitSize(50, 50, 50, 3001)], Misfit.TOO_HEAVY),
        ([UnitSize(190, 140, 90, 50, fragile=True)], Misfit.UNIT_TOO_LONG),
        ([UnitSize(80, 80, 60, 50, quantity=5, fragile=True)], Misfit.TOO_FULL),
        ([UnitSize(200, 150, 100, 50)], None),
        ([UnitSize(200, 150, 100, 50), UnitSize(1, 1, 1, 1, quantity=0)], None),
    ],
)
def test_weight_sides_and_volume_rule_a_packaging_out(
    units: list[UnitSize], misfit: Misfit | None
) -> None:
    assert misfit_at_once(units, SMALL, 0.8) is misfit


def test_fragile_unit_takes_padded_room_and_an_upright_one_turns_about_its_height_only() -> None:
    assert UnitSize(30, 40, 50, 1, fragile=True).room_mm == (50, 60, 70)
    assert UnitSize(30, 40, 50, 1, upright=True).turns == ((30, 40, 50), (40, 30, 50))
    assert len(UnitSize(30, 40, 50, 1).turns) == 6
    assert UnitSize(30, 30, 30, 1).turns == ((30, 30, 30),)


def test_sums_count_every_unit() -> None:
    units = [UnitSize(10, 10, 10, 5, quantity=3), UnitSize(10, 10, 10, 7, fragile=True)]
    assert (units_in(units), weight_of(units), volume_of(units)) == (4, 22, 4000)
    assert room_of(units) == 3000 + 27_000


def test_what_bears_more_than_a_person_lifts_is_a_pallet() -> None:
    assert not Packaging("L", "Large", 1, 1, 1, 31_500, 0).is_pallet
    assert Packaging("P", "Pallet", 1, 1, 1, 31_501, 0).is_pallet
