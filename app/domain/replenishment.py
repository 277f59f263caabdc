"""What pick faces are refilled with, from where, and by when: before they run dry.

Two rules, both common practice in warehouses: a face that falls below its minimum is filled up to
its maximum, and units that orders in front of a wave are promised in reserve come down to the face
before pickers go there. Both answer from plain numbers; nothing is read or written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReplenishReason(StrEnum):
    """Why a face is refilled."""

    DEMAND = "demand"
    MINIMUM = "minimum"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class PickFace:
    """A pick face of an item.

    Attributes:
        item_id: the item.
        location_id: the face.
        on_hand: units there.
        allocated: how many of them are promised.
        on_its_way: units of refills that were raised and not done.
        minimum: it is filled up below so many free units; None for no rule.
        maximum: so many fit; None where nobody said.
        case_quantity: units of a case, to carry whole cases; None where there are none.
    """

    item_id: int
    location_id: int
    on_hand: int
    allocated: int
    on_its_way: int = 0
    minimum: int | None = None
    maximum: int | None = None
    case_quantity: int | None = None

    @property
    def free(self) -> int:
        """Units that nobody was promised."""
        return self.on_hand - self.allocated

    @property
    def room(self) -> int | None:
        """How many more units fit; None where nobody said."""
        if self.maximum is None:
            return None
        return max(0, self.maximum - self.on_hand - self.on_its_way)


class FaceNeed(StrEnum):
    """How a pick face stands that is kept within bounds."""

    FULL_ENOUGH = "full_enough"
    COMING = "coming"
    DUE = "due"
    NOTHING_IN_RESERVE = "nothing_in_reserve"


def need_of(face: PickFace, in_reserve: int) -> FaceNeed:
    """Whether a face with bounds is to be refilled, and if not now, why not."""
    if face.minimum is None or face.free >= face.minimum:
        return FaceNeed.FULL_ENOUGH
    if face.free + face.on_its_way >= face.minimum:
        return FaceNeed.COMING
    return FaceNeed.DUE if in_reserve else FaceNeed.NOTHING_IN_RESERVE


@dataclass(frozen=True)
class WaitingDemand:
    """Units promised to an order in reserve that no picker is on the way to.

    Attributes:
        item_id: the item.
        location_id: the reserve location.
        lot_id: the lot.
        units: how many.
        due_at: the cut-off they are needed for, if anybody said so.
    """

    item_id: int
    location_id: int
    lot_id: int
    units: int
    due_at: datetime | None


@dataclass(frozen=True)
class ReserveStock:
    """An item and lot in a reserve location.

    Attributes:
        item_id: the item.
        location_id: where.
        lot_id: which lot.
        available: units that may be carried away: not promised to work in hand, not on a refill.
        expiry: last day of the lot, if it has one.
        pick_sequence: the location's place on the walk.
    """

    item_id: int
    location_id: int
    lot_id: int
    available: int
    expiry: date | None = None
    pick_sequence: int = 0


@dataclass(frozen=True)
class Refill:
    """Units to carry from reserve to a face, and the first cut-off that needs them."""

    item_id: int
    lot_id: int
    from_location_id: int
    to_location_id: int
    quantity: int
    reason: ReplenishReason
    due_at: datetime | None = None


def plan_refills(
    faces: Iterable[PickFace],
    demands: Iterable[WaitingDemand],
    reserves: Iterable[ReserveStock],
    *,
    today: date,
) -> tuple[Refill, ...]:
    """The refills that are needed now and were not raised yet, the most urgent first.

    Of an item with several faces, the one with the most room is filled, the fullest one last. What
    expires first comes down first; then what is promised; then what empties a location.

    Args:
        faces: pick faces, each item and location once.
        demands: units promised in reserve.
        reserves: what lies in reserve.
        today: lots past their last day stay where they are.
    """
    by_item: dict[int, list[PickFace]] = defaultdict(list)
    for face in faces:
        by_item[face.item_id].append(face)
    wanted: dict[int, list[WaitingDemand]] = defaultdict(list)
    for demand in demands:
        wanted[demand.item_id].append(demand)
    stock: dict[int, list[ReserveStock]] = defaultdict(list)
    for reserve in reserves:
        if reserve.available > 0 and (reserve.expiry is None or reserve.expiry >= today):
            stock[reserve.item_id].append(reserve)
    refills: list[Refill] = []
    for item_id, item_faces in sorted(by_item.items()):
        refills += _refills_of(item_faces, wanted[item_id], stock[item_id])
    return tuple(sorted(refills, key=_urgency))


def _urgency(refill: Refill) -> tuple[bool, float, int, int]:
    due = refill.due_at.timestamp() if refill.due_at is not None else float("inf")
    return refill.reason is not ReplenishReason.DEMAND, due, refill.item_id, refill.to_location_id


def _refills_of(
    faces: Sequence[PickFace], demands: Sequence[WaitingDemand], reserves: Sequence[ReserveStock]
) -> list[Refill]:
    left = {reserve: reserve.available for reserve in _in_order(demands, reserves)}
    in_turn = sorted(faces, key=_room_left)
    on_its_way = sum(face.on_its_way for face in in_turn)
    needed = max(0, sum(demand.units for demand in demands) - on_its_way)
    due = _first_uncovered(demands, on_its_way)
    spare = max(0, on_its_way - sum(demand.units for demand in demands))
    refills: list[Refill] = []
    for face in in_turn:
        for_demand = needed if face.room is None else min(needed, face.room)
        needed -= for_demand
        topping = _topping(face, spare, for_demand)
        spare = 0
        reason = ReplenishReason.DEMAND if for_demand else ReplenishReason.MINIMUM
        wanted = _in_cases(face, for_demand + topping)
        refills += _take(face, wanted, left, reason, due if for_demand else None)
    return refills


def _room_left(face: PickFace) -> tuple[int, int]:
    """The face with the most room first; one of unknown size counts as the roomiest."""
    return (0 if face.room is None else -face.room), face.location_id


def _first_uncovered(demands: Sequence[WaitingDemand], on_its_way: int) -> datetime | None:
    """The cut-off of the first demand that the refills on their way do not cover."""
    dated = sorted(
        (demand for demand in demands if demand.due_at is not None),
        key=lambda demand: demand.due_at.timestamp() if demand.due_at is not None else 0.0,
    )
    covered = on_its_way
    for demand in dated:
        covered -= demand.units
        if covered < 0:
            return demand.due_at
    return None


def _topping(face: PickFace, spare: int, for_demand: int) -> int:
    """Units that fill a face up, where it would lie below its minimum."""
    if face.minimum is None or face.maximum is None:
        return 0
    level = face.free + spare
    if level >= face.minimum:
        return 0
    return max(0, min(face.maximum - level, (face.room or 0) - for_demand))


def _in_cases(face: PickFace, units: int) -> int:
    """Whole cases, where they fit: opened cases in reserve cost more than a few units too many."""
    case = face.case_quantity
    if not units or case is None:
        return units
    whole = -(-units // case) * case
    return whole if face.room is None or whole <= face.room else units


def _in_order(
    demands: Sequence[WaitingDemand], reserves: Sequence[ReserveStock]
) -> list[ReserveStock]:
    promised = {(demand.location_id, demand.lot_id) for demand in demands}

    def turn(reserve: ReserveStock) -> tuple[date, bool, int, int, int]:
        return (
            reserve.expiry or date.max,
            (reserve.location_id, reserve.lot_id) not in promised,
            reserve.available,
            reserve.pick_sequence,
            reserve.location_id,
        )

    return sorted(reserves, key=turn)


def _take(
    face: PickFace,
    wanted: int,
    left: dict[ReserveStock, int],
    reason: ReplenishReason,
    due: datetime | None,
) -> list[Refill]:
    refills: list[Refill] = []
    for reserve, available in left.items():
        quantity = min(wanted, available)
        if quantity <= 0:
            continue
        left[reserve] -= quantity
        wanted -= quantity
        refills.append(
            Refill(
                face.item_id,
                reserve.lot_id,
                reserve.location_id,
                face.location_id,
                quantity,
                reason,
                due,
            )
        )
    return refills


@dataclass(frozen=True)
class ReservePromise:
    """A promise in reserve that may follow the goods down to a face."""

    allocation_id: int
    units: int
    due_at: datetime | None
    priority: int = 0


def promises_that_follow(
    promises: Iterable[ReservePromise], moved: int
) -> tuple[tuple[int, int], ...]:
    """Which promises go down to the face with the units, and how many units of each.

    The earliest cut-off first, then the most urgent: its picker finds the units where the walk is
    short. A promise may be split, the rest stays in reserve.

    Returns:
        Promises with units, at most `moved` in sum.
    """
    following: list[tuple[int, int]] = []
    for promise in sorted(promises, key=_follows):
        units = min(promise.units, moved)
        if units <= 0:
            continue
        following.append((promise.allocation_id, units))
        moved -= units
    return tuple(following)


def _follows(promise: ReservePromise) -> tuple[float, int, int]:
    due = promise.due_at.timestamp() if promise.due_at is not None else float("inf")
    return due, -promise.priority, promise.allocation_id
