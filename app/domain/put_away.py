"""Where goods go that lie outside of storage, and why there: a proposal anybody may overrule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.equipment import may_take
from app.domain.locations import LocationKind


class PutAwayReason(StrEnum):
    """Why goods wait to be put away."""

    RECEIVED = "received"
    TAKEN_BACK = "taken_back"
    CANCELLED = "cancelled"
    SURPLUS = "surplus"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    RETURNED = "returned"
    TRANSFER = "transfer"


TO_GRADE = frozenset({PutAwayReason.DAMAGED, PutAwayReason.EXPIRED, PutAwayReason.RETURNED})
"""Goods that somebody looks at before anybody may be promised them."""


class ProposalReason(StrEnum):
    """The rule that chose a location."""

    ITS_PICK_FACE = "its_pick_face"
    PART_INTO_FACE = "part_into_face"
    WITH_ITS_OWN = "with_its_own"
    EMPTY_IN_ITS_ZONE = "empty_in_its_zone"
    EMPTY = "empty"


class ElsewhereReason(StrEnum):
    """Why goods were put elsewhere than proposed; the order is that of the numbered choices."""

    FULL = "full"
    BLOCKED = "blocked"
    BETTER_THERE = "better_there"


class WriteOffReason(StrEnum):
    """Why goods cannot be sold; the order is that of the numbered choices."""

    BROKEN = "broken"
    DIRTY = "dirty"
    EXPIRED = "expired"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Candidate:
    """A storage location that goods might go to.

    Attributes:
        location_id: which.
        code: its code.
        kind: pick face or reserve.
        zone: where on the floor.
        equipment: what its place needs; empty for what anybody reaches.
        pick_sequence: its place on the walk.
        holds: units of the same item and lot there.
        holds_other_lot: the item lies there in another lot.
        holds_other_items: something else lies there.
        room: units that fit, where somebody said how many.
        is_doubted: it waits to be counted.
        is_own_face: a pick face that is kept filled with this item.
        is_others_face: a pick face that is kept filled with something else.
    """

    location_id: int
    code: str
    kind: LocationKind
    zone: str = ""
    equipment: str = ""
    pick_sequence: int = 0
    holds: int = 0
    holds_other_lot: bool = False
    holds_other_items: bool = False
    room: int | None = None
    is_doubted: bool = False
    is_own_face: bool = False
    is_others_face: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies there."""
        return not (self.holds or self.holds_other_lot or self.holds_other_items)


@dataclass(frozen=True)
class Proposal:
    """Where goods should go, why, and how many of them fit there; None for all of them."""

    location_id: int
    code: str
    reason: ProposalReason
    fits: int | None = None


def in_reach(candidates: Sequence[Candidate], skills: Collection[str]) -> Sequence[Candidate]:
    """The locations that somebody gets to by what they may operate; all where they get to none."""
    return [one for one in candidates if may_take(one.equipment, skills)] or candidates


def propose(
    candidates: Iterable[Candidate], *, quantity: int, zone: str | None = None
) -> Proposal | None:
    """The best place for goods; None where no location is fit for them.

    Goods join their own: first in the pick face, as far as its maximum lets them, then in reserve.
    Otherwise they go to the nearest empty location, in the zone of the item where it has one, and
    to reserve before a pick face, which is left to an item that is picked there. Lots of one item
    are not mixed, so that what expires first can be sent first; a location that is to be counted
    gets nothing meanwhile.

    Args:
        candidates: locations that hold the item, faces kept filled with it, and empty ones.
        quantity: how many units.
        zone: where the item is stored, if anybody said so.
    """
    ranked = [
        (rank, candidate.pick_sequence, candidate.code, candidate.location_id, reason, candidate)
        for candidate in candidates
        if (found := _rank(candidate, quantity, zone)) is not None
        for rank, reason in [found]
    ]
    if not ranked:
        return None
    *_, location_id, reason, best = min(ranked, key=lambda one: one[:4])
    room = best.room
    return Proposal(
        location_id, best.code, reason, room if room is not None and room < quantity else None
    )


def _rank(
    candidate: Candidate, quantity: int, zone: str | None
) -> tuple[int, ProposalReason] | None:
    if candidate.is_doubted or candidate.holds_other_lot or candidate.is_others_face:
        return None
    is_face = candidate.kind is LocationKind.PICK_FACE
    has_room = candidate.room is None or candidate.room >= quantity
    if is_face and (candidate.holds or (candidate.is_own_face and candidate.is_empty)):
        if has_room:
            return 0, ProposalReason.ITS_PICK_FACE
        return (1, ProposalReason.PART_INTO_FACE) if candidate.room else None
    if not has_room:
        return None
    if candidate.holds:
        return 2, ProposalReason.WITH_ITS_OWN
    if not candidate.is_empty:
        return None
    if zone and candidate.zone == zone:
        return 4 if is_face else 3, ProposalReason.EMPTY_IN_ITS_ZONE
    return 6 if is_face else 5, ProposalReason.EMPTY
