"""What may not be done with a parcel, its transport, its cage or its manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.refusals import Refusal

# Transports -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class NoSuchParcel(Refusal):
    """No parcel of this house has this number."""

    code: str


@dataclass(frozen=True)
class NoTransport(Refusal):
    """The parcel has no transport that this could be done with; `state` is that of the last."""

    sscc: str
    state: str


@dataclass(frozen=True)
class TransportKept(Refusal):
    """The carrier does not take the transport back, or the parcel is gone already."""

    sscc: str
    carrier: str
    words: str


@dataclass(frozen=True)
class NothingInDoubt(Refusal):
    """Whether the transport was bought is no question: it is known, or was answered meanwhile."""

    sscc: str


# The dock -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NotLabelled(Refusal):
    """The parcel's label was not scanned at the bench: nobody knows that it is the right one."""

    severe: ClassVar[bool] = True
    sscc: str
    order_number: str
    station: str


@dataclass(frozen=True)
class ParcelVoided(Refusal):
    """The parcel was voided: its label must not travel."""

    severe: ClassVar[bool] = True
    sscc: str
    order_number: str


@dataclass(frozen=True)
class ParcelStopped(Refusal):
    """The parcel's order is held or cancelled."""

    severe: ClassVar[bool] = True
    sscc: str
    order_number: str
    reason: str


@dataclass(frozen=True)
class ParcelGone(Refusal):
    """The parcel is on a manifest that is closed, or signed already."""

    sscc: str
    manifest: str
    is_signed: bool


@dataclass(frozen=True)
class LoadedAlready(Refusal):
    """The parcel is in its cage already."""

    sscc: str
    cage: str


@dataclass(frozen=True)
class NoCage(Refusal):
    """No cage of the dock takes such a parcel."""

    sscc: str
    carrier: str
    country_code: str
    postcode: str


@dataclass(frozen=True)
class WrongCarrier(Refusal):
    """The parcel goes by another carrier than the one being loaded."""

    severe: ClassVar[bool] = True
    sscc: str
    carrier: str
    loading: str
    cage: str


@dataclass(frozen=True)
class WrongCage(Refusal):
    """The cage scanned is not the one this parcel belongs into."""

    severe: ClassVar[bool] = True
    sscc: str
    scanned: str
    needed: str


@dataclass(frozen=True)
class NotACage(Refusal):
    """The place scanned is no cage of the dock."""

    code: str


@dataclass(frozen=True)
class ParcelsMissing(Refusal):
    """Parcels that should go are not scanned: find each, or roll it over with a reason."""

    manifest: str
    missing: int


@dataclass(frozen=True)
class ManifestEmpty(Refusal):
    """Nothing is loaded: there is nothing to close."""

    carrier: str


@dataclass(frozen=True)
class ManifestClosed(Refusal):
    """The manifest is closed or signed; `state` says which."""

    manifest: str
    state: str


@dataclass(frozen=True)
class DriverUnnamed(Refusal):
    """Whoever takes the parcels over has to be named."""

    manifest: str


@dataclass(frozen=True)
class ReasonMissing(Refusal):
    """Opening a manifest again needs a reason."""

    manifest: str


@dataclass(frozen=True)
class NothingToShip(Refusal):
    """No carrier is being loaded here, so that this cannot be done yet."""
