"""Learns what a unit weighs from parcels that were weighed and found right.

A parcel says what its parts weigh together. So each part, an item or the empty box, is estimated
in turn from the last parcels it was in, less what all other parts of them are held to weigh by
now: the median of these differences, weighted by how sure each is. Taking parts in turn again and
again comes to the weights that fit all parcels at once ("backfitting": Breiman and Friedman,
J. Am. Stat. Assoc. 80, 1985), and a box that is heavier than its record does not end up in the
weight of the goods. Medians bear with nearly half of the parcels being wrong, by a wrong count or
a hand on the scale; the spread is the median absolute deviation times 1.4826, which makes it a
standard deviation of normal errors (Rousseeuw and Croux, J. Am. Stat. Assoc. 88, 1993).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from statistics import median

from app.domain.weighing import SCALE_SPREAD_G, KnownWeight, WeightSource, variance_of

MOST_PARCELS = 50
"""The last so many count: goods of a new supplier are learnt within some dozen parcels."""

RECORD_PARCELS = 5
"""The spread that a record stands for counts as much as that of so many parcels."""

MASTER_SPREAD = 0.02
"""Of a weight in the item's record, from one unit to the next, before anything was weighed."""

MASTER_DOUBT = 0.05
"""Of a weight in the item's record: it may be rounded, or be that of the item without its box."""

PACKAGING_SPREAD = 0.05
"""Of a packaging's weight in its record, from one box to the next."""

PACKAGING_DOUBT = 0.10
"""Of a packaging's weight in its record: nobody counted the paper that fills it."""

LEAST_SPREAD_G = 0.5

NORMAL = 1.4826
"""Standard deviation of normal errors by their median absolute deviation."""

MEDIAN_DOUBT = 1.2533
"""By how much a median is less sure than a mean of normal errors: the root of pi / 2."""


@dataclass(frozen=True, slots=True)
class Part:
    """An item by its number, or a packaging by its code: whatever has a weight of its own."""

    item_id: int | None = None
    packaging: str = ""


@dataclass(frozen=True, slots=True)
class WeighedParcel:
    """A parcel that went on: its parts with the units of each, and what they weighed in grams."""

    parts: tuple[tuple[Part, int], ...]
    measured_g: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was learnt of a part.

    Attributes:
        grams: Of one unit.
        spread_g: Standard deviation from one unit to the next, in grams.
        doubt_g: Standard deviation of `grams` itself.
        parcels: How many parcels it was learnt from.
    """

    grams: float
    spread_g: float
    doubt_g: float
    parcels: int


@dataclass(frozen=True, slots=True)
class _Sample:
    grams: float
    units: int
    noise: float  # variance of everything else on the scale, in grams squared


def estimate(
    part: Part, parcels: Sequence[WeighedParcel], known: Mapping[Part, KnownWeight]
) -> Estimate | None:
    """What parcels say together of one of their parts.

    Args:
        part: What to estimate.
        parcels: Those it was in, in the order they were weighed; the last `MOST_PARCELS` count,
            but for those with another part of which nothing is known.
        known: What all parts are held to weigh now, this one too.

    Returns:
        The estimate, or None if no parcel says anything.
    """
    samples = [
        sample
        for parcel in parcels[-MOST_PARCELS:]
        if (sample := _sample(part, parcel, known)) is not None
    ]
    if not samples:
        return None
    guess = known[part].spread_g
    middle = _weighted_median([(each.grams, 1 / sqrt(_variance(each, guess))) for each in samples])
    if middle <= 0:
        return None
    share = PACKAGING_SPREAD if part.packaging else MASTER_SPREAD
    spread = _spread(samples, middle, share * middle)
    typical = median(_variance(each, spread) for each in samples)
    doubt = MEDIAN_DOUBT * sqrt(typical / len(samples))
    return Estimate(middle, spread, doubt, len(samples))


def _sample(part: Part, parcel: WeighedParcel, known: Mapping[Part, KnownWeight]) -> _Sample | None:
    rest, noise, units = parcel.measured_g, SCALE_SPREAD_G**2, 0
    for other, count in parcel.parts:
        if other == part:
            units = count
            continue
        weight = known[other]
        if weight.source is WeightSource.UNKNOWN:
            return None
        rest -= count * weight.grams
        noise += variance_of(weight, count)
    return _Sample(rest / units, units, noise) if units else None


def _variance(sample: _Sample, spread: float) -> float:
    """How far a sample may be from the weight of one unit, in grams squared."""
    return spread**2 / sample.units + sample.noise / sample.units**2


def _weighted_median(values: Sequence[tuple[float, float]]) -> float:
    """The value below which half of the weight lies, between the two nearest ones."""
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    middles = [
        total - weight / 2
        for (_, weight), total in zip(
            ordered, accumulate(weight for _, weight in ordered), strict=True
        )
    ]
    for place, middle in enumerate(middles):
        if middle >= half:
            if place == 0:
                return ordered[0][0]
            share = (half - middles[place - 1]) / (middle - middles[place - 1])
            before, after = ordered[place - 1][0], ordered[place][0]
            return before + share * (after - before)
    return ordered[-1][0]


def _spread(samples: Sequence[_Sample], middle: float, record: float) -> float:
    """What is left of the samples' own spread once the noise of the others is taken off.

    Of n units together only their sum is known, so a difference is blown up to that of one unit.
    What is left is small against what is taken off where the others vary more: so the record's
    spread has a say as well, as if it had been seen in some parcels.
    """
    deviation = NORMAL * median(abs(each.grams - middle) * sqrt(each.units) for each in samples)
    noise = median(each.noise / each.units for each in samples)
    seen = max(0.0, deviation**2 - noise)
    weight = len(samples) / (len(samples) + RECORD_PARCELS)
    return max(LEAST_SPREAD_G, sqrt(weight * seen + (1 - weight) * record**2))


def unit_weight(learnt: Estimate | None, master_g: float | None) -> KnownWeight:
    """What one unit of an item weighs, by what was weighed and what its record says.

    The two are blended by how sure each is, so the first parcel already counts more than what
    somebody once typed in, and after some dozen the record counts for nothing.

    Args:
        learnt: What was learnt, if anything.
        master_g: What the item's record says, in grams; None or 0 if it does not say.
    """
    if master_g:
        spread = max(LEAST_SPREAD_G, MASTER_SPREAD * master_g)
        record = KnownWeight(master_g, spread, MASTER_DOUBT * master_g, WeightSource.MASTER)
        return _blend(record, learnt)
    if learnt is None:
        return KnownWeight(0.0, 0.0, 0.0, WeightSource.UNKNOWN)
    return KnownWeight(learnt.grams, learnt.spread_g, learnt.doubt_g, WeightSource.LEARNT)


def packaging_weight(learnt: Estimate | None, tare_g: float) -> KnownWeight:
    """What an empty box with its filling weighs, by what was weighed and what its record says."""
    spread = max(LEAST_SPREAD_G, PACKAGING_SPREAD * tare_g)
    doubt = max(LEAST_SPREAD_G, PACKAGING_DOUBT * tare_g)
    return _blend(KnownWeight(float(tare_g), spread, doubt, WeightSource.MASTER), learnt)


def _blend(record: KnownWeight, learnt: Estimate | None) -> KnownWeight:
    if learnt is None:
        return record
    trust = record.doubt_g**2 / (record.doubt_g**2 + learnt.doubt_g**2)
    grams = trust * learnt.grams + (1 - trust) * record.grams
    doubt = sqrt(trust) * learnt.doubt_g
    return KnownWeight(grams, learnt.spread_g, doubt, WeightSource.LEARNT)
