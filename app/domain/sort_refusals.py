"""What a sorter may not do, at the put wall and at the consolidation shelf."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal

# Put wall -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class WrongCubby(Refusal):
    """Another cubby than the one named: the units are to be taken out of it again."""

    scanned: str
    needed: str
    item_name: str
    quantity: int


@dataclass(frozen=True)
class PutFirst(Refusal):
    """Something else was scanned while units are in the sorter's hands."""

    scanned: str
    item_name: str
    quantity: int
    cubby: str


@dataclass(frozen=True)
class NoCubbyFree(Refusal):
    """The order that gets the unit has no cubby, and all are taken: it waits in the tote."""

    item_name: str
    order_number: str
    waiting: int
    ready: int


@dataclass(frozen=True)
class ItemFirst(Refusal):
    """A cubby was scanned with nothing in hand."""

    cubby: str


@dataclass(frozen=True)
class CubbyWaitsForPacker(Refusal):
    """The order in this cubby is complete: nothing more goes in."""

    cubby: str
    order_number: str


@dataclass(frozen=True)
class NotABatchTote(Refusal):
    """The tote carries one order: it needs no sorting."""

    tote: str
    order_number: str


@dataclass(frozen=True)
class NothingToSort(Refusal):
    """The tote carries nothing."""

    tote: str


@dataclass(frozen=True)
class StillBeingPicked(Refusal):
    """The batch in this tote is not picked to its end: more may come, or go back."""

    tote: str
    operator_name: str


@dataclass(frozen=True)
class GoesToPacking(Refusal):
    """Each order in this tote has one line only: it skips the wall."""

    tote: str


@dataclass(frozen=True)
class AtAnotherWall(Refusal):
    """Orders of this tote have their cubbies in another wall."""

    tote: str
    wall: str


@dataclass(frozen=True)
class WrongAsidePlace(Refusal):
    """Goods that no order gets were to be put where such goods go."""

    scanned: str
    needed: str
    item_name: str


@dataclass(frozen=True)
class NoWall(Refusal):
    """This site has no put wall, or none of that name."""

    name_of_wall: str


@dataclass(frozen=True)
class WhichWall(Refusal):
    """The site has several put walls: one has to be scanned."""

    walls: str


@dataclass(frozen=True)
class ToteUsedAgain(Refusal):
    """The tote that units should go back into carries other goods by now."""

    tote: str
    cubby: str


@dataclass(frozen=True)
class CubbyAtBench(Refusal):
    """A packer has begun to take goods out of the cubby."""

    cubby: str
    order_number: str


# Bench --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToBeSorted(Refusal):
    """Goods of orders of several lines: they are sorted at a put wall before they are packed."""

    code: str


@dataclass(frozen=True)
class StillAtWall(Refusal):
    """Units of the order are still in bulk totes; `cubby` is where the others lie, if anywhere."""

    order_number: str
    cubby: str
    units: int


@dataclass(frozen=True)
class SlotWaits(Refusal):
    """Parts of the order in this slot are still missing, from these zones."""

    slot: str
    order_number: str
    zones: str


@dataclass(frozen=True)
class WhichTote(Refusal):
    """Units of this item lie in several batches: the tote it was taken out of has to be scanned."""

    item_name: str


@dataclass(frozen=True)
class NoOrderWants(Refusal):
    """No order of the bulk tote lacks such a unit."""

    item_name: str
    tote: str
