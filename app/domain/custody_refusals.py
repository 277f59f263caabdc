"""What parking and handing over may refuse: facts with their data, as in `app.domain.refusals`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.locations import LocationKind
from app.domain.refusals import Refusal


@dataclass(frozen=True)
class NotAParkingPlace(Refusal):
    """A cart was to be left where none may stand."""

    code: str
    place_kind: LocationKind


@dataclass(frozen=True)
class SeveralParked(Refusal):
    """Several carts stand at the place that was scanned: which one is meant, a tote says."""

    place: str
    carts: int


@dataclass(frozen=True)
class CannotTakeOver(Refusal):
    """Whoever should get the work may not do it; it stays with its present holder."""

    operator_name: str


@dataclass(frozen=True)
class NobodyThere(Refusal):
    """The number of a colleague that is not on the list."""

    number: int
    most: int


@dataclass(frozen=True)
class MayNotOperate(Refusal):
    """Whoever should go on with the work may not operate what it needs."""

    operator_name: str
    equipment: str
