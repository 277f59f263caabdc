"""What may not be done at a pack bench with weights, and with parcels that are closed already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class NoWeightYet(Refusal):
    """The parcel was to go on, and nothing has said what it weighs."""


@dataclass(frozen=True)
class ImpossibleWeight(Refusal):
    """A number that no parcel of a bench weighs, in grams."""

    typed: str


@dataclass(frozen=True)
class LeadsBadge(Refusal):
    """A lead has to say this, by badge."""


@dataclass(frozen=True)
class OtherCartonOpen(Refusal):
    """Another carton of the order is open or waits for its label: one after the other."""

    order_number: str


@dataclass(frozen=True)
class ParcelLeft(Refusal):
    """The parcel was handed to its carrier: nothing in it can be changed here any more."""

    severe: ClassVar[bool] = True
    order_number: str


@dataclass(frozen=True)
class NoPlaceToUnpack(Refusal):
    """Units come out of a carton, and where they came from carries something else by now."""

    place: str


@dataclass(frozen=True)
class CustomsDataMissing(Refusal):
    """A parcel crosses a border, and the item master does not say what customs want to know.

    `field` names the column of the item file.
    """

    severe: ClassVar[bool] = True
    order_number: str
    country_code: str
    sku: str
    field: str
