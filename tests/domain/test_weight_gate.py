"""The weight gate on parcels of a bench: right, light, heavy, unknown, and what explains it."""

from dataclasses import replace

import pytest

from app.domain.weigh_steps import OverrideReason, WeighStep, next_weigh_step, teaches
from app.domain.weighing import (
    LEAST_TOLERANCE_G,
    KnownWeight,
    Parcel,
    SuspectKind,
    Weighed,
    WeighedLine,
    WeightSource,
    WeightVerdict,
    expect,
    judge,
)

UNKNOWN = KnownWeight(0.0, 0.0, 0.0, WeightSource.UNKNOWN)


def weight(grams: float, spread: float = 1.0, doubt: float = 0.3) -> KnownWeight:
    return KnownWeight(grams, spread, doubt, WeightSource.LEARNT)


BOX = weight(120.0, 3.0, 0.5)
OTHERS = {"M2": BOX, "S": weight(60.0, 2.0), "L": weight(250.0, 4.0)}


def line(name: str, units: int, of: KnownWeight, item_id: int = 0) -> WeighedLine:
    return WeighedLine(item_id or hash(name), name.upper(), name, units, of)


LAMP, MUG, CABLE = weight(400.0, 3.0), weight(310.0, 2.0), weight(85.0)
PARCEL = Parcel("M2", BOX, (line("Lamp", 1, LAMP), line("Mug", 3, MUG), line("Cable", 2, CABLE)))
RIGHT = 120.0 + 400.0 + 930.0 + 170.0


def explained(weighed: Weighed) -> list[list[tuple[str, str, int]]]:
    return [
        [(each.kind.value, each.name, each.units) for each in suspects]
        for suspects in weighed.explanations
    ]


def test_the_expected_weight_is_that_of_box_and_goods() -> None:
    expected = expect(PARCEL)
    assert expected.grams == pytest.approx(RIGHT)
    assert expected.low_g < RIGHT < (expected.high_g or 0)
    assert expected.unproven == ()


@pytest.mark.parametrize("off", [-15.0, 0.0, 15.0])
def test_a_parcel_within_its_tolerance_is_right(off: float) -> None:
    weighed = judge(PARCEL, RIGHT + off)
    assert weighed.verdict is WeightVerdict.RIGHT
    assert weighed.is_accepted
    assert weighed.difference_g == pytest.approx(off)


@pytest.mark.parametrize(
    ("off", "first"),
    [
        (-405.0, [("missing", "Lamp", 1)]),
        (-310.0, [("missing", "Mug", 1)]),
        (-622.0, [("missing", "Mug", 2)]),
        (-85.0, [("missing", "Cable", 1)]),
        (+85.0, [("surplus", "Cable", 1)]),
        (+308.0, [("surplus", "Mug", 1)]),
        (+130.0, [("other_packaging", "L", 1)]),
        (-60.0, [("other_packaging", "S", 1)]),
        (-485.0, [("missing", "Lamp", 1), ("missing", "Cable", 1)]),
        (+225.0, [("missing", "Cable", 1), ("surplus", "Mug", 1)]),
    ],
)
def test_a_difference_is_explained_by_what_weighs_as_much(
    off: float, first: list[tuple[str, str, int]]
) -> None:
    weighed = judge(PARCEL, RIGHT + off, OTHERS)
    assert weighed.verdict is (WeightVerdict.LIGHT if off < 0 else WeightVerdict.HEAVY)
    assert sorted(explained(weighed)[0]) == sorted(first)


def test_nothing_is_made_up_where_nothing_explains_it() -> None:
    assert judge(PARCEL, RIGHT - 37.0, OTHERS).explanations == ()
    assert judge(PARCEL, RIGHT + 5000.0, OTHERS).explanations == ()


def test_one_heavy_unit_is_likelier_than_many_light_ones() -> None:
    sachets = replace(PARCEL, lines=(*PARCEL.lines, line("Sachet", 30, weight(40.0, 0.5, 0.1))))
    weighed = judge(sachets, expect(sachets).grams - 400.0)
    assert explained(weighed)[0] == [("missing", "Lamp", 1)]


def test_what_is_too_light_to_be_noticed_is_named() -> None:
    flyer = replace(PARCEL, lines=(*PARCEL.lines, line("Flyer", 1, weight(4.0, 0.1, 0.1))))
    assert expect(flyer).unproven == ("FLYER",)


def test_a_tolerance_is_never_below_what_a_bench_scale_can_tell() -> None:
    single = Parcel("S", weight(60.0, 0.5, 0.1), (line("Cable", 1, weight(85.0, 0.5, 0.1)),))
    assert expect(single).tolerance_g == LEAST_TOLERANCE_G


def test_a_heavy_parcel_may_be_off_by_a_share_of_its_weight() -> None:
    heavy = Parcel("L", BOX, (line("Dumbbell", 2, weight(10_000.0, 5.0, 1.0)),))
    assert expect(heavy).tolerance_g == pytest.approx(201.2)


def test_goods_that_vary_are_given_room_and_doubt_grows_with_their_number() -> None:
    candles = [
        Parcel("M2", BOX, (line("Candle", units, weight(250.0, 12.0, 4.0)),)) for units in (1, 4)
    ]
    few, many = (expect(parcel).tolerance_g for parcel in candles)
    assert few > 3 * 12.0
    assert many > 2 * few * 0.9


def test_an_unknown_item_may_weigh_anything_but_nothing() -> None:
    parcel = replace(PARCEL, lines=(*PARCEL.lines, line("Vase", 1, UNKNOWN)))
    assert expect(parcel).high_g is None
    assert judge(parcel, RIGHT + 900.0).verdict is WeightVerdict.LEARNING
    light = judge(parcel, RIGHT - 400.0)
    assert light.verdict is WeightVerdict.LIGHT
    assert explained(light)[0] == [("missing", "Lamp", 1)]


def test_kinds_of_suspects_are_what_screens_have_words_for() -> None:
    assert {kind.value for kind in SuspectKind} == {"missing", "surplus", "other_packaging"}


# What to do --------------------------------------------------------------------------------------


def weighed(*grams: float) -> list[Weighed]:
    return [judge(PARCEL, each) for each in grams]


@pytest.mark.parametrize(
    ("grams", "step"),
    [
        ((RIGHT,), WeighStep.GO_ON),
        ((RIGHT - 400,), WeighStep.LOOK_INSIDE),
        ((RIGHT - 400, RIGHT), WeighStep.GO_ON),
        ((RIGHT - 400, RIGHT - 402), WeighStep.ASK_LEAD),
        ((RIGHT - 400, RIGHT - 85), WeighStep.LOOK_INSIDE),
        ((RIGHT - 400, RIGHT - 85, RIGHT - 401), WeighStep.ASK_LEAD),
    ],
)
def test_a_lead_is_asked_only_when_the_same_wrong_weight_comes_again(
    grams: tuple[float, ...], step: WeighStep
) -> None:
    assert next_weigh_step(weighed(*grams)) is step


@pytest.mark.parametrize(
    ("reason", "is_lesson"),
    [
        (None, True),
        (OverrideReason.COUNTED, True),
        (OverrideReason.ITEM_CHANGED, True),
        (OverrideReason.EXTRA_FILLING, False),
        (OverrideReason.SCALE_FAULTY, False),
    ],
)
def test_only_weights_that_somebody_vouches_for_are_learnt(
    reason: OverrideReason | None, is_lesson: bool
) -> None:
    assert teaches(reason) is is_lesson
