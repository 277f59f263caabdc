"""The weight gate: what a closed parcel should weigh, whether it does, and what explains it if not.

The tolerance is the largest of three: a few grams that no bench scale is asked to tell apart, a
share of the weight, and three standard deviations of what the parcel's own parts are known to vary
by. The last is learnt (`app.domain.learnt_weights`), so it is narrow for goods from a mould and
wide for candles poured by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import sqrt

LEAST_TOLERANCE_G = 10.0
"""Two divisions of a common bench scale (5 g), and about what tape and a label weigh."""

RELATIVE_TOLERANCE = 0.01
"""Of the expected weight: filling and damp board grow with the parcel."""

DEVIATIONS = 3.0
"""Standard deviations of the parts; of 1,000 right parcels 3 are weighed again for nothing."""

SCALE_SPREAD_G = 2.0
"""Standard deviation of a scale with divisions of 5 g: 5 / sqrt(12), and a little air."""

MOST_SUSPECTS = 3


class WeightSource(StrEnum):
    """How a weight came to be known; the order is from the best to none at all."""

    LEARNT = "learnt"
    MASTER = "master"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KnownWeight:
    """What one unit weighs, as far as is known.

    Attributes:
        grams: Of one unit; 0 where nothing is known.
        spread_g: Standard deviation between one unit and the next, in grams.
        doubt_g: Standard deviation of `grams` itself: the same error in every unit.
        source: Where it comes from.
    """

    grams: float
    spread_g: float
    doubt_g: float
    source: WeightSource


@dataclass(frozen=True, slots=True)
class WeighedLine:
    """Units of one item in the parcel."""

    item_id: int
    sku: str
    name: str
    quantity: int
    weight: KnownWeight


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that lies on the scale.

    Attributes:
        packaging: Code of the box.
        packaging_weight: Of the empty box with its filling.
        lines: What is in it; one line an item.
    """

    packaging: str
    packaging_weight: KnownWeight
    lines: tuple[WeighedLine, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a parcel should weigh, in grams.

    Attributes:
        grams: The likeliest weight, of all parts whose weight is known.
        tolerance_g: How far from it the parcel may be; without meaning if `unknown`.
        unknown: Items that nobody has weighed yet: the parcel may weigh any more than `grams`.
        unproven: Items of which one unit more or less would not be noticed.
    """

    grams: float
    tolerance_g: float
    unknown: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()

    @property
    def low_g(self) -> float:
        """The least it may weigh."""
        return self.grams - self.tolerance_g

    @property
    def high_g(self) -> float | None:
        """The most it may weigh; None where an item's weight is unknown."""
        return None if self.unknown else self.grams + self.tolerance_g


class WeightVerdict(StrEnum):
    """How the weight on the scale compares."""

    RIGHT = "right"
    LIGHT = "light"
    HEAVY = "heavy"
    LEARNING = "learning"
    """Not light, and no more can be said: the weight of an item is learnt from this parcel."""


class SuspectKind(StrEnum):
    """What may have happened."""

    MISSING = "missing"
    SURPLUS = "surplus"
    OTHER_PACKAGING = "other_packaging"


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something that would explain the difference.

    Attributes:
        kind: What may have happened.
        name: The item's name, or the packaging's code.
        sku: The item's; empty for a packaging.
        units: How many units of it.
        grams: What one of them weighs, or by how much the packaging differs.
    """

    kind: SuspectKind
    name: str
    sku: str
    units: int
    grams: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """The answer of the gate.

    Attributes:
        verdict: How it compares.
        measured_g: What the scale said.
        expected: What it should have said.
        explanations: What would explain a difference, the likeliest first; each is one thing or
            two that happened together.
    """

    verdict: WeightVerdict
    measured_g: float
    expected: Expectation
    explanations: tuple[tuple[Suspect, ...], ...] = ()

    @property
    def difference_g(self) -> float:
        """Measured less expected, in grams: below 0 is too light."""
        return self.measured_g - self.expected.grams

    @property
    def is_accepted(self) -> bool:
        """Whether the parcel may go on as it is."""
        return self.verdict in (WeightVerdict.RIGHT, WeightVerdict.LEARNING)


def expect(parcel: Parcel) -> Expectation:
    """What a parcel should weigh."""
    known = [line for line in parcel.lines if line.weight.source is not WeightSource.UNKNOWN]
    grams = parcel.packaging_weight.grams
    grams += sum(line.quantity * line.weight.grams for line in known)
    variance = SCALE_SPREAD_G**2 + variance_of(parcel.packaging_weight, 1)
    variance += sum(variance_of(line.weight, line.quantity) for line in known)
    tolerance = max(LEAST_TOLERANCE_G, RELATIVE_TOLERANCE * grams, DEVIATIONS * sqrt(variance))
    unknown = [line.sku for line in parcel.lines if line.weight.source is WeightSource.UNKNOWN]
    unproven = [line.sku for line in known if line.weight.grams <= tolerance]
    return Expectation(grams, tolerance, tuple(unknown), tuple(unproven))


def judge(
    parcel: Parcel, measured_g: float, others: Mapping[str, KnownWeight] | None = None
) -> Weighed:
    """Compare what the scale says with what the parcel should weigh.

    Args:
        parcel: What should be on the scale.
        measured_g: What the scale says of it, stable, in grams.
        others: The other packagings of the bench by code: the wrong one may have been taken.
    """
    expected = expect(parcel)
    if measured_g < expected.low_g:
        verdict = WeightVerdict.LIGHT
    elif expected.high_g is None:
        return Weighed(WeightVerdict.LEARNING, measured_g, expected)
    elif measured_g <= expected.high_g:
        return Weighed(WeightVerdict.RIGHT, measured_g, expected)
    else:
        verdict = WeightVerdict.HEAVY
    found = _explanations(parcel, measured_g - expected.grams, expected, others or {})
    return Weighed(verdict, measured_g, expected, found)


def variance_of(weight: KnownWeight, units: int) -> float:
    """How far some units together may be from what they should weigh, in grams squared.

    Chance averages out from one unit to the next; a doubt about the weight itself adds up.
    """
    return units * weight.spread_g**2 + (units * weight.doubt_g) ** 2


def _explanations(
    parcel: Parcel,
    difference: float,
    expected: Expectation,
    others: Mapping[str, KnownWeight],
) -> tuple[tuple[Suspect, ...], ...]:
    """What explains a difference: one thing if any does, else two together.

    A thing explains it if what is left over would pass the gate. Fewer units come before more,
    and the closer fit before the worse one.
    """
    single = [(each,) for each in _single_suspects(parcel, difference, others)]
    for candidates in (single, _pairs(parcel, difference)):
        fitting = [
            (sum(each.units for each in suspects), abs(difference - _effect(suspects)), suspects)
            for suspects in candidates
            if abs(difference - _effect(suspects)) <= expected.tolerance_g
        ]
        if fitting:
            # By fit alone 7 sachets could beat the one lamp that is missing.
            best = sorted(fitting, key=lambda one: one[0] * expected.tolerance_g / 4 + one[1])
            return tuple(suspects for _, _, suspects in best[:MOST_SUSPECTS])
    return ()


def _effect(suspects: Sequence[Suspect]) -> float:
    """By how much they change the weight of a parcel, in grams."""
    signs = {SuspectKind.MISSING: -1, SuspectKind.SURPLUS: 1, SuspectKind.OTHER_PACKAGING: 1}
    return sum(signs[each.kind] * each.units * each.grams for each in suspects)


def _single_suspects(
    parcel: Parcel, difference: float, others: Mapping[str, KnownWeight]
) -> Iterator[Suspect]:
    is_light = difference < 0
    kind = SuspectKind.MISSING if is_light else SuspectKind.SURPLUS
    for line in parcel.lines:
        if line.weight.source is WeightSource.UNKNOWN or line.weight.grams <= 0:
            continue
        units = round(abs(difference) / line.weight.grams)
        # As many surplus units as ordered ones are a case taken for a piece; more are a guess.
        if 1 <= units <= line.quantity:
            yield Suspect(kind, line.name, line.sku, units, line.weight.grams)
    for code, weight in others.items():
        change = weight.grams - parcel.packaging_weight.grams
        if code != parcel.packaging and change and (change < 0) is is_light:
            yield Suspect(SuspectKind.OTHER_PACKAGING, code, "", 1, change)


def _pairs(parcel: Parcel, difference: float) -> Iterator[tuple[Suspect, ...]]:
    """One unit of two items: both missing, both surplus, or one in place of the other."""
    lines = [line for line in parcel.lines if line.weight.source is not WeightSource.UNKNOWN]
    missing = {line.sku: _one(SuspectKind.MISSING, line) for line in lines}
    surplus = {line.sku: _one(SuspectKind.SURPLUS, line) for line in lines}
    same = missing if difference < 0 else surplus
    for first, second in combinations(lines, 2):
        yield same[first.sku], same[second.sku]
        yield missing[first.sku], surplus[second.sku]
        yield missing[second.sku], surplus[first.sku]


def _one(kind: SuspectKind, line: WeighedLine) -> Suspect:
    return Suspect(kind, line.name, line.sku, 1, line.weight.grams)
