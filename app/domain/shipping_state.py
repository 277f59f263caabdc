"""The dock as whoever loads it sees it: what is being loaded, what is in, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.lanes import CageRule, Destination
from app.domain.manifests import RollReason
from app.domain.refusals import Refusal
from app.domain.tasks import CartonState


class DockPrompt(StrEnum):
    """The questions the shipping dialogue asks."""

    SCAN_PARCEL = "scan_parcel"
    SCAN_CAGE = "scan_cage"
    MISSING = "missing"
    DRIVER = "driver"
    SIGNED = "signed"


class Whereabouts(StrEnum):
    """Where a parcel is that was not scanned at the dock."""

    LABELLED = "labelled"
    AT_BENCH = "at_bench"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Outgoing:
    """A parcel that was scanned at the dock.

    Attributes:
        sscc: Its number.
        order_number: Its order.
        destination: Carrier, service and where it goes.
        state: How far it is.
        station: The bench that packed it.
        stopped: Why its order may not go on; empty if it may.
        gone_with: The closed or signed manifest it is on; empty if it is on none.
        is_signed: Whether that one is signed.
        loaded_in: The cage it was scanned into already; empty if none.
    """

    sscc: str
    order_number: str
    destination: Destination
    state: CartonState
    station: str = ""
    stopped: str = ""
    gone_with: str = ""
    is_signed: bool = False
    loaded_in: str = ""


@dataclass(frozen=True)
class MissingParcel:
    """A parcel that should go with this collection and was not scanned."""

    sscc: str
    order_number: str
    where: Whereabouts
    station: str = ""
    packed_at: str = ""
    reason: str = ""
    cage: str = ""


@dataclass(frozen=True)
class CageCount:
    """How full a cage is: parcels scanned into it, of those that belong there."""

    code: str
    lane: str
    loaded: int
    expected: int


@dataclass(frozen=True)
class WaitingList:
    """A list that is closed and that its driver has not signed yet."""

    manifest_id: int
    number: str
    carrier: str
    parcels: int


@dataclass(frozen=True)
class LoadParcel:
    """The parcel is in its cage, and on its carrier's manifest."""

    sscc: str
    cage_id: int
    cage: str


@dataclass(frozen=True)
class RollParcel:
    """The parcel does not go with this collection."""

    sscc: str
    reason: RollReason


@dataclass(frozen=True)
class CloseManifest:
    """The list is complete; with a cage named, only what is in it goes now."""

    cage: str = ""


@dataclass(frozen=True)
class SignManifest:
    """The driver took the parcels over."""

    driver: str


@dataclass(frozen=True)
class ReopenManifest:
    """A closed list takes parcels again."""


DockEffect = LoadParcel | RollParcel | CloseManifest | SignManifest | ReopenManifest


@dataclass(frozen=True)
class DockState:
    """The dock at one moment.

    Attributes:
        cages: All cages there are.
        carrier: What is being loaded; empty before the first scan.
        only_cage: The cage that is collected by itself; empty if all of the carrier's are.
        manifest_id, manifest: The list being filled, or waiting for its driver.
        counts: The carrier's cages.
        missing: What should go and was not scanned, as of the last scan.
        parcel: The one in hand, on its way into a cage.
        last_sscc: The one put in last.
        waiting: Lists that wait for their drivers, as long as nothing is being loaded.
    """

    cages: tuple[CageRule, ...]
    carrier: str = ""
    only_cage: str = ""
    manifest_id: int | None = None
    manifest: str = ""
    counts: tuple[CageCount, ...] = ()
    missing: tuple[MissingParcel, ...] = ()
    parcel: Outgoing | None = None
    last_sscc: str = ""
    waiting: tuple[WaitingList, ...] = ()
    driver: str = ""
    prompt: DockPrompt = DockPrompt.SCAN_PARCEL
    refusal: Refusal | None = None
    same_refusals: int = 0

    @property
    def loaded(self) -> int:
        """Parcels in the cages being collected."""
        return sum(each.loaded for each in self.counts)

    @property
    def expected(self) -> int:
        """Parcels that should be in them."""
        return sum(each.expected for each in self.counts)
