import csv
from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bench.box_check import WrongBox, prove
from app.domain.cartonization import (
    MOST_PARCELS,
    MOST_UNITS_ARRANGED,
    NoneFits,
    ParcelPlan,
    Proposal,
    ProposalSource,
    Shelf,
    propose,
)
from app.domain.cartonization_learning import Contents, FillLimits
from app.domain.cartonization_load import LoadLimits, Placement, load_all, load_most
from app.domain.packaging import Misfit, Packaging, Rejected, UnitSize, units_in

SMALL = Packaging("S", "Small", 200, 150, 100, 3000, 60)
MEDIUM = Packaging("M", "Medium", 400, 300, 200, 15000, 320)
LARGE = Packaging("L", "Large", 500, 400, 300, 25000, 620)
PALLET = Packaging("P", "Pallet", 1200, 800, 1600, 600_000, 24_000)
CARTONS = (LARGE, SMALL, MEDIUM)
KINDS = (*CARTONS, PALLET)


def proposed(
    units: list[UnitSize], *kinds: Packaging, limits: FillLimits | None = None
) -> Proposal:
    shelf = Shelf(kinds or KINDS) if limits is None else Shelf(kinds or KINDS, limits)
    proposal = propose(units, shelf)
    assert isinstance(proposal, Proposal), proposal
    prove(proposal, units, kinds or KINDS)
    return proposal


def codes(proposal: Proposal) -> list[str]:
    return [plan.packaging for plan in proposal.parcels]


def test_smallest_packaging_that_holds_the_goods_is_proposed() -> None:
    proposal = proposed([UnitSize(100, 100, 50, 200, quantity=5)])
    assert codes(proposal) == ["S"]
    assert proposal.parcels[0].fill_percent == 83
    assert proposal.why == ()
    assert proposal.source is ProposalSource.ARRANGED


def test_goods_that_fit_by_volume_but_cannot_be_laid_get_a_larger_packaging() -> None:
    """Two of these take four fifths of the small carton, beside each other they stick out."""
    proposal = proposed([UnitSize(110, 110, 100, 200, quantity=2)])
    assert codes(proposal) == ["M"]
    assert proposal.why == (Rejected("S", Misfit.NO_ARRANGEMENT),)


def test_single_unit_may_fill_its_packaging_to_the_corner() -> None:
    assert codes(proposed([UnitSize(150, 100, 200, 200)])) == ["S"]


def test_this_side_up_is_kept() -> None:
    turned = proposed([UnitSize(180, 90, 140, 200)])
    upright = proposed([UnitSize(180, 90, 140, 200, upright=True)])
    assert codes(turned) == ["S"]
    assert codes(upright) == ["M"]
    assert upright.parcels[0].placements[0].dz == 140


def test_fragile_units_lie_on_top() -> None:
    units = [UnitSize(100, 100, 60, 300, fragile=True), UnitSize(300, 200, 80, 2000, quantity=2)]
    placements = proposed(units).parcels[0].placements
    assert [each.unit for each in placements][-1] == 0


def test_nothing_heavy_is_laid_on_fragile_units() -> None:
    """Three glasses in a tall tube: the lowest bears two of its kind, and a fourth goes beside."""
    tube = Packaging("T", "Tube", 120, 120, 600, 20_000, 100)
    glasses = [UnitSize(100, 100, 100, 300, quantity=3, fragile=True)]
    assert codes(proposed(glasses, tube)) == ["T"]
    more = [UnitSize(100, 100, 100, 300, quantity=4, fragile=True)]
    assert codes(proposed(more, tube)) == ["T", "T"]
    heavy = [glasses[0], UnitSize(110, 110, 20, 5000)]
    assert proposed(heavy, tube).parcels[0].placements[0].unit == 1


def test_weight_limit_splits_what_the_room_would_take() -> None:
    proposal = proposed([UnitSize(100, 100, 100, 9000, quantity=4)], *CARTONS)
    assert sum(sum(plan.quantities) for plan in proposal.parcels) == 4
    assert len(proposal.parcels) == 2


def test_goods_of_a_few_parcels_are_split_and_the_last_parcel_is_as_small_as_it_can_be() -> None:
    units = [UnitSize(100, 100, 100, 200, quantity=56)]
    proposal = proposed(units)
    assert codes(proposal) == ["L", "S"]
    assert [misfit.code for misfit in proposal.why] == ["S", "M", "L"]


def test_goods_of_many_parcels_go_on_a_pallet_where_there_is_one() -> None:
    units = [UnitSize(100, 100, 100, 200, quantity=54 * MOST_PARCELS + 1)]
    assert codes(proposed(units)) == ["P"]
    assert len(proposed(units, *CARTONS).parcels) == MOST_PARCELS + 1


def test_unit_too_big_for_every_packaging_is_told_with_each_reason() -> None:
    found = propose([UnitSize(450, 450, 50, 30_000)], Shelf(CARTONS))
    assert found == NoneFits(
        (
            Rejected("S", Misfit.TOO_HEAVY),
            Rejected("M", Misfit.TOO_HEAVY),
            Rejected("L", Misfit.TOO_HEAVY),
        )
    )


def test_empty_shelf_fits_nothing() -> None:
    assert propose([UnitSize(1, 1, 1, 1)], Shelf(())) == NoneFits(())


def test_entries_without_units_do_not_count() -> None:
    units = [UnitSize(900, 900, 900, 9, quantity=0), UnitSize(10, 10, 10, 9)]
    assert codes(proposed(units)) == ["S"]


@pytest.mark.parametrize("units", [[], [UnitSize(1, 1, 1, 1, quantity=0)]])
def test_nothing_to_pack_is_refused(units: list[UnitSize]) -> None:
    with pytest.raises(ValueError, match="nothing to pack"):
        propose(units, Shelf(KINDS))


def test_learnt_limit_of_just_these_contents_decides() -> None:
    units = [UnitSize(100, 100, 50, 200, quantity=5)]
    limits = FillLimits((("S", Contents.ALIKE, 80), ("M", Contents.MIXED, 50)))
    proposal = proposed(units, limits=limits)
    assert codes(proposal) == ["M"]
    assert proposal.why == (Rejected("S", Misfit.TOO_FULL),)


def test_what_packers_did_before_is_proposed_though_no_arrangement_is_found() -> None:
    units = [UnitSize(110, 90, 110, 200, quantity=3)]
    proposal = propose(units, Shelf(KINDS), packed_before="S")
    assert isinstance(proposal, Proposal)
    assert (codes(proposal), proposal.source) == (["S"], ProposalSource.PACKED_BEFORE)
    assert proposal.parcels[0].placements == ()
    larger = propose(units, Shelf(KINDS), packed_before="L")
    assert isinstance(larger, Proposal)
    prove(larger, units, KINDS)


def test_packaging_that_left_the_shelf_is_not_proposed_from_memory() -> None:
    units = [UnitSize(10, 10, 10, 1)]
    assert codes(proposed(units)) == ["S"]
    proposal = propose(units, Shelf(KINDS), packed_before="GONE")
    assert isinstance(proposal, Proposal)
    assert codes(proposal) == ["S"]


def test_masses_of_units_are_judged_by_volume_and_say_so() -> None:
    proposal = propose([UnitSize(5, 5, 5, 1, quantity=MOST_UNITS_ARRANGED + 1)], Shelf(KINDS))
    assert isinstance(proposal, Proposal)
    assert proposal.source is ProposalSource.BY_VOLUME
    assert proposal.parcels[0].placements == ()


def test_used_up_steps_count_as_no_arrangement() -> None:
    units = [UnitSize(50, 50, 50, 1, quantity=8)]
    assert load_all(units, SMALL, LoadLimits(SMALL.volume_mm3, 1)) is not None
    assert load_all([*units, UnitSize(9, 9, 9, 1)], SMALL, LoadLimits(SMALL.volume_mm3, 1)) is None


def test_as_much_as_goes_in_is_loaded_and_no_more() -> None:
    units = [UnitSize(100, 100, 50, 400, quantity=9)]
    assert len(load_most(units, SMALL, LoadLimits(SMALL.volume_mm3))) == 6
    assert len(load_most(units, SMALL, LoadLimits(SMALL.volume_mm3 // 2))) == 3
    assert len(load_most([replace(units[0], weight_g=1600)], SMALL, LoadLimits(10**9))) == 1


def test_same_goods_get_the_same_arrangement() -> None:
    units = [UnitSize(70, 50, 30, 100, quantity=7), UnitSize(90, 40, 20, 50, 5, fragile=True)]
    assert propose(units, Shelf(KINDS)) == propose(units, Shelf(tuple(reversed(KINDS))))


SIZES = st.builds(
    UnitSize,
    *[st.integers(1, 300)] * 3,
    st.integers(0, 4000),
    st.integers(1, 6),
    st.booleans(),
    st.booleans(),
)


@settings(deadline=None)
@given(st.lists(SIZES, min_size=1, max_size=6))
def test_every_proposal_is_proven_by_the_checker(units: list[UnitSize]) -> None:
    proposal = propose(units, Shelf(KINDS), steps=500)
    if isinstance(proposal, Proposal):
        prove(proposal, units, KINDS)
    else:
        assert all(each.code in {kind.code for kind in KINDS} for each in proposal.why)


@settings(deadline=None)
@given(st.lists(SIZES, min_size=1, max_size=5))
def test_partial_load_is_proven_too(units: list[UnitSize]) -> None:
    load = load_most(units, MEDIUM, LoadLimits(MEDIUM.volume_mm3, 500))
    counts = tuple(sum(1 for each in load if each.unit == i) for i in range(len(units)))
    plan = ParcelPlan("M", counts, load, 0)
    going = [replace(unit, quantity=n) for unit, n in zip(units, counts, strict=True)]
    prove(Proposal((plan,), ProposalSource.ARRANGED, ()), going, KINDS)
    assert units_in(going) <= units_in(units)


GOOD = (Placement(0, 0, 0, 0, 100, 100, 50, 1), Placement(0, 0, 0, 50, 100, 100, 50, 2))


@pytest.mark.parametrize(
    ("placements", "words"),
    [
        ((GOOD[0], replace(GOOD[1], x=50, z=0, layer=1)), "same place"),
        ((GOOD[0], replace(GOOD[1], x=150)), "sticks out"),
        ((GOOD[0], replace(GOOD[1], z=-50)), "sticks out"),
        ((GOOD[0], replace(GOOD[1], x=30)), "hangs in the air"),
        ((GOOD[1], GOOD[0]), "hangs in the air"),
        ((GOOD[0], replace(GOOD[1], layer=1)), "wrong layer"),
        ((GOOD[0], replace(GOOD[1], dz=100, z=0, x=100, dx=50, layer=1)), "stand upright"),
        ((GOOD[0], replace(GOOD[1], dx=99)), "other sides"),
        ((GOOD[0],), "units lie in"),
    ],
)
def test_checker_finds_what_is_wrong(placements: tuple[Placement, ...], words: str) -> None:
    unit = UnitSize(100, 100, 50, 10, quantity=2, upright=True)
    good = Proposal((ParcelPlan("S", (2,), GOOD, 33),), ProposalSource.ARRANGED, ())
    prove(good, [unit], [SMALL])
    bad = replace(good, parcels=(replace(good.parcels[0], placements=placements),))
    with pytest.raises(WrongBox, match=words):
        prove(bad, [unit], [SMALL])


def test_checker_weighs() -> None:
    good = Proposal((ParcelPlan("S", (2,), GOOD, 33),), ProposalSource.ARRANGED, ())
    with pytest.raises(WrongBox, match="bears 3000 g"):
        prove(good, [UnitSize(100, 100, 50, 1501, quantity=2)], [SMALL])
    glass = (
        Placement(0, 0, 0, 0, 100, 100, 40, 1),
        Placement(1, 0, 0, 40, 100, 100, 50, 2),
    )
    crushed = Proposal((ParcelPlan("S", (1, 1), glass, 33),), ProposalSource.ARRANGED, ())
    units = [UnitSize(80, 80, 20, 100, fragile=True), UnitSize(100, 100, 50, 201)]
    with pytest.raises(WrongBox, match="fragile and bears 201 g"):
        prove(crushed, units, [SMALL])
    prove(crushed, [units[0], replace(units[1], weight_g=200)], [SMALL])


def test_checker_counts_all_parcels() -> None:
    short = Proposal((ParcelPlan("S", (2,), GOOD, 33),), ProposalSource.ARRANGED, ())
    with pytest.raises(WrongBox, match="units are packed of"):
        prove(short, [UnitSize(100, 100, 50, 10, quantity=3)], [SMALL])


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


def test_demo_shelf_holds_every_single_item_of_the_demo() -> None:
    text = (resources.files("resources") / "demo" / "items.csv").read_text(encoding="utf-8")
    shelf = Shelf(tuple(demo_kinds()))
    unheld = []
    for row in csv.DictReader(text.splitlines()):
        unit = UnitSize(
            int(row["length_mm"]),
            int(row["width_mm"]),
            int(row["height_mm"]),
            int(row["weight_g"]),
            fragile=row["fragile"] == "yes",
        )
        if isinstance(propose([unit], shelf), NoneFits):
            unheld.append(row["sku"])
    assert unheld == []
