"""Proves a packing proposal with none of its planner's code: inside, apart, resting, light enough.

Used by the benchmark and by the tests. It judges each pair of units, slowly and plainly.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.cartonization import ParcelPlan, Proposal
from app.domain.cartonization_load import Placement
from app.domain.packaging import Packaging, UnitSize

SUPPORT = 0.75
BEARS = 2
PADDING_MM = 10


class WrongBox(Exception):
    """A proposal does not hold its goods; the message says which rule is broken where."""


def prove(proposal: Proposal, units: Sequence[UnitSize], shelf: Sequence[Packaging]) -> None:
    """Prove that each parcel holds its units and that all parcels hold all units.

    Args:
        proposal: What was proposed.
        units: What was to be packed.
        shelf: The packagings there are.

    Raises:
        WrongBox: A rule is broken.
    """
    kinds = {kind.code: kind for kind in shelf}
    packed = [0] * len(units)
    for plan in proposal.parcels:
        _prove_parcel(plan, units, kinds[plan.packaging])
        for index, quantity in enumerate(plan.quantities):
            packed[index] += quantity
    if packed != [unit.quantity for unit in units]:
        raise WrongBox(f"{packed} units are packed of {[unit.quantity for unit in units]}")


def _prove_parcel(plan: ParcelPlan, units: Sequence[UnitSize], kind: Packaging) -> None:
    placed = [sum(1 for each in plan.placements if each.unit == i) for i in range(len(units))]
    if placed != list(plan.quantities):
        raise WrongBox(f"{placed} units lie in {kind.code}, {plan.quantities} are said to")
    weight = sum(units[each.unit].weight_g for each in plan.placements)
    if weight > kind.max_weight_g:
        raise WrongBox(f"{weight} g in {kind.code}, which bears {kind.max_weight_g} g")
    for number, each in enumerate(plan.placements):
        _prove_unit(each, units[each.unit], kind)
        _prove_rest(each, plan.placements[:number])
        for other in plan.placements[:number]:
            if _share(each.x, each.dx, other.x, other.dx) and _share(
                each.y, each.dy, other.y, other.dy
            ):
                if _share(each.z, each.dz, other.z, other.dz):
                    raise WrongBox(f"{each} and {other} are in the same place")
                if other.z >= each.z + each.dz:
                    raise WrongBox(f"{each} is laid after {other}, which lies above it")
        _prove_load(each, units, plan.placements)


def _prove_unit(each: Placement, unit: UnitSize, kind: Packaging) -> None:
    more = 2 * PADDING_MM if unit.fragile else 0
    sides = [unit.length_mm + more, unit.width_mm + more, unit.height_mm + more]
    if sorted((each.dx, each.dy, each.dz)) != sorted(sides):
        raise WrongBox(f"{each} has other sides than its unit, {sides}")
    if unit.upright and each.dz != sides[2]:
        raise WrongBox(f"{each} does not stand upright")
    if min(each.x, each.y, each.z) < 0:
        raise WrongBox(f"{each} sticks out of {kind.code}")
    if (
        each.x + each.dx > kind.length_mm
        or each.y + each.dy > kind.width_mm
        or each.z + each.dz > kind.height_mm
    ):
        raise WrongBox(f"{each} sticks out of {kind.code}")


def _prove_rest(each: Placement, before: Sequence[Placement]) -> None:
    if each.z == 0:
        if each.layer != 1:
            raise WrongBox(f"{each} lies on the floor and is not in the first layer")
        return
    below = [
        (
            other,
            _share(each.x, each.dx, other.x, other.dx) * _share(each.y, each.dy, other.y, other.dy),
        )
        for other in before
        if other.z + other.dz == each.z
    ]
    touching = [(other, area) for other, area in below if area]
    if sum(area for _, area in touching) < SUPPORT * each.dx * each.dy:
        raise WrongBox(f"{each} hangs in the air")
    if each.layer != 1 + max(other.layer for other, _ in touching):
        raise WrongBox(f"{each} is in the wrong layer")


def _prove_load(
    below: Placement, units: Sequence[UnitSize], all_of_them: Sequence[Placement]
) -> None:
    if not units[below.unit].fragile:
        return
    borne = sum(
        units[each.unit].weight_g
        for each in all_of_them
        if each.z >= below.z + below.dz
        and _share(each.x, each.dx, below.x, below.dx)
        and _share(each.y, each.dy, below.y, below.dy)
    )
    if borne > BEARS * units[below.unit].weight_g:
        raise WrongBox(f"{below} is fragile and bears {borne} g")


def _share(one: int, length: int, other: int, other_length: int) -> int:
    """The stretch that two sides have in common."""
    return max(0, min(one + length, other + other_length) - max(one, other))
