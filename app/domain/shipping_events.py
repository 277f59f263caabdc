"""What happens to parcels and manifests at the dock."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class ParcelLoaded(Event):
    """A parcel was scanned into its cage."""

    carton_id: int
    sscc: str
    cage: str
    manifest: str


@dataclass(frozen=True)
class ParcelRolledOver(Event):
    """A parcel did not go with a collection, and waits for the next one."""

    carton_id: int
    sscc: str
    manifest: str
    reason: str


@dataclass(frozen=True)
class ManifestClosed(Event):
    """The list of a collection is complete; `is_printed`: its copies are in the spool."""

    manifest_id: int
    number: str
    carrier: str
    parcels: int
    is_printed: bool


@dataclass(frozen=True)
class ManifestSigned(Event):
    """A driver took the parcels of a manifest over."""

    manifest_id: int
    number: str
    driver: str


@dataclass(frozen=True)
class ManifestReopened(Event):
    """A lead opened a closed list again."""

    manifest_id: int
    number: str
    reason: str


@dataclass(frozen=True)
class ManifestTold(Event):
    """The carrier knows which parcels it takes over; `carrier_ref` is its own name for them."""

    manifest_id: int
    number: str
    carrier_ref: str


@dataclass(frozen=True)
class ManifestRefused(Event):
    """The carrier does not take a list as it is; a person has to look."""

    manifest_id: int
    number: str
    words: str


@dataclass(frozen=True)
class ParcelTracked(Event):
    """A parcel is somewhere else on its way than before, or has arrived: the customer may be told.

    `status` is one of `app.domain.shipping_tracking.ParcelStatus`.
    """

    order_id: int
    order_number: str
    carton_id: int
    status: str


@dataclass(frozen=True)
class ParcelReopened(Event):
    """A closed parcel was opened again; `sscc` is the number that is void now."""

    carton_id: int
    sscc: str
    order_number: str


@dataclass(frozen=True)
class LabelVoided(Event):
    """A parcel got another number and label on a lead's word; `sscc` is the void one."""

    carton_id: int
    sscc: str
    order_number: str
    lead_id: int
