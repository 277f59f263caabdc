"""Which packaging an order's units go into: the smallest one, or the fewest, that really hold them.

One parcel is best. Goods that no single parcel takes go into several, and only what would need too
many of them, or is too big for any, goes onto a pallet. What packers did with the same goods before
outweighs the arithmetic; see `app.domain.cartonization_learning`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.cartonization_learning import NOTHING_LEARNT, FillLimits
from app.domain.cartonization_load import STEPS, Load, LoadLimits, load_all, load_most
from app.domain.packaging import (
    Misfit,
    Packaging,
    Rejected,
    UnitSize,
    misfit_at_once,
    units_in,
    volume_of,
)

MOST_PARCELS = 4
"""More parcels than these for one order are one pallet, where the house has one."""

MOST_PARCELS_WITHOUT_PALLET = 40
"""Where it has none, an order of more parcels than these is not planned but decided by a person."""

PALLET_PATIENCE = 4
"""A pallet is looked at so many times longer than a parcel."""

MOST_UNITS_ARRANGED = 1_000
"""Orders of more units are judged by weight, sides and volume alone."""


class ProposalSource(StrEnum):
    """What a proposal rests on."""

    ARRANGED = "arranged"
    PACKED_BEFORE = "packed_before"
    BY_VOLUME = "by_volume"


@dataclass(frozen=True, slots=True)
class ParcelPlan:
    """One parcel of a proposal.

    Attributes:
        packaging: Code of its packaging.
        quantities: Units of each entry that go in.
        placements: Where each unit lies; empty where no arrangement stands behind the proposal.
        fill_percent: Share of the inner volume that the bare goods take.
    """

    packaging: str
    quantities: tuple[int, ...]
    placements: Load
    fill_percent: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to pack an order's units into.

    Attributes:
        parcels: At least one, in the order of packing.
        source: What it rests on.
        why: The packagings that were considered for all units at once and what was against each.
    """

    parcels: tuple[ParcelPlan, ...]
    source: ProposalSource
    why: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class NoneFits:
    """No packaging of the shelf takes the units, not even in several parcels."""

    why: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The packagings there are, and how far each may be filled."""

    kinds: tuple[Packaging, ...]
    limits: FillLimits = NOTHING_LEARNT

    @property
    def parcels(self) -> tuple[Packaging, ...]:
        """What travels as a parcel, the smallest first."""
        return tuple(kind for kind in self._by_size if not kind.is_pallet)

    @property
    def pallets(self) -> tuple[Packaging, ...]:
        """What travels as freight, the smallest first."""
        return tuple(kind for kind in self._by_size if kind.is_pallet)

    @property
    def _by_size(self) -> list[Packaging]:
        return sorted(self.kinds, key=lambda kind: (kind.volume_mm3, kind.code))


def propose(
    units: Sequence[UnitSize],
    shelf: Shelf,
    *,
    packed_before: str | None = None,
    steps: int = STEPS,
) -> Proposal | NoneFits:
    """Propose the packaging of an order's units.

    Args:
        units: What is to be packed; entries with quantity 0 don't count.
        shelf: The packagings there are.
        packed_before: The packaging that packers have put just these units into, time and again.
        steps: How many spots may be looked at for one packaging.

    Raises:
        ValueError: If there is no unit.
    """
    if units_in(units) < 1:
        raise ValueError(f"nothing to pack: {units}")
    known = next((kind for kind in shelf.kinds if kind.code == packed_before), None)
    if known is not None:
        load = None if _is_too_many(units) else _arranged(units, known, 1.0, steps)
        plan = _plan(units, known, load if isinstance(load, tuple) else ())
        return Proposal((plan,), ProposalSource.PACKED_BEFORE, ())
    single = _single(units, shelf.parcels, shelf, steps)
    if isinstance(single, Proposal):
        return single
    several = _several(units, shelf, steps, MOST_PARCELS)
    if several is not None:
        return Proposal(several, ProposalSource.ARRANGED, single.why)
    pallet = _single(units, shelf.pallets, shelf, PALLET_PATIENCE * steps)
    why = single.why + pallet.why
    if isinstance(pallet, Proposal):
        return replace(pallet, why=why)
    several = _several(units, shelf, steps, MOST_PARCELS_WITHOUT_PALLET)
    if several is not None:
        return Proposal(several, ProposalSource.ARRANGED, why)
    return NoneFits(why)


def _is_too_many(units: Sequence[UnitSize]) -> bool:
    return units_in(units) > MOST_UNITS_ARRANGED


def _single(
    units: Sequence[UnitSize], kinds: Sequence[Packaging], shelf: Shelf, steps: int
) -> Proposal | NoneFits:
    """The smallest of some packagings that takes all units."""
    why: list[Rejected] = []
    for kind in kinds:
        filling = shelf.limits.limit(kind.code, units)
        found = _arranged(units, kind, filling, steps)
        if not isinstance(found, Misfit):
            source = ProposalSource.BY_VOLUME if found == () else ProposalSource.ARRANGED
            return Proposal((_plan(units, kind, found),), source, tuple(why))
        why.append(Rejected(kind.code, found))
    return NoneFits(tuple(why))


def _arranged(
    units: Sequence[UnitSize], kind: Packaging, filling: float, steps: int
) -> Load | Misfit:
    """All units in a packaging; nothing placed where there are too many to arrange them."""
    misfit = misfit_at_once(units, kind, filling)
    if misfit is not None:
        return misfit
    if _is_too_many(units):
        return ()
    room_mm3 = kind.volume_mm3 if units_in(units) == 1 else int(filling * kind.volume_mm3)
    load = load_all(units, kind, LoadLimits(room_mm3, steps))
    return Misfit.NO_ARRANGEMENT if load is None else load


def _several(
    units: Sequence[UnitSize], shelf: Shelf, steps: int, most: int
) -> tuple[ParcelPlan, ...] | None:
    """Fill the largest parcel as far as it goes until one takes the rest.

    Returns:
        At most `most` parcels; None if they do not take all units.
    """
    if _is_too_many(units):
        return None
    rest = list(units)
    plans: list[ParcelPlan] = []
    while units_in(rest):
        last = _single(rest, shelf.parcels, shelf, steps)
        if isinstance(last, Proposal):
            return (*plans, *last.parcels)
        plan = _fullest(rest, shelf, steps)
        if plan is None or len(plans) + 1 >= most:
            return None
        plans.append(plan)
        rest = [
            replace(unit, quantity=unit.quantity - taken)
            for unit, taken in zip(rest, plan.quantities, strict=True)
        ]
    return tuple(plans)


def _fullest(units: Sequence[UnitSize], shelf: Shelf, steps: int) -> ParcelPlan | None:
    """The parcel that takes most of the units; None if it takes none."""
    best: ParcelPlan | None = None
    most = 0
    for kind in reversed(shelf.parcels):
        if kind.volume_mm3 <= most:
            break
        room_mm3 = int(shelf.limits.limit(kind.code, units) * kind.volume_mm3)
        load = load_most(units, kind, LoadLimits(room_mm3, steps))
        taken = sum(each.dx * each.dy * each.dz for each in load)
        if taken > most:
            best, most = _plan(_only(units, load), kind, load), taken
    return best


def _only(units: Sequence[UnitSize], load: Load) -> list[UnitSize]:
    """The units that were placed."""
    counts = [0] * len(units)
    for each in load:
        counts[each.unit] += 1
    return [replace(unit, quantity=count) for unit, count in zip(units, counts, strict=True)]


def _plan(units: Sequence[UnitSize], kind: Packaging, load: Load) -> ParcelPlan:
    return ParcelPlan(
        packaging=kind.code,
        quantities=tuple(unit.quantity for unit in units),
        placements=load,
        fill_percent=round(100 * volume_of(units) / kind.volume_mm3),
    )
