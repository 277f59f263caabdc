"""The life of a manifest, the list of parcels that a carrier takes over in one collection."""

from __future__ import annotations

from enum import StrEnum

from app.domain.tasks import IllegalTransition


class ManifestState(StrEnum):
    """OPEN takes parcels; CLOSED is printed and waits for the driver; SIGNED is handed over."""

    OPEN = "open"
    CLOSED = "closed"
    SIGNED = "signed"


class ManifestTelling(StrEnum):
    """Whether the carrier has been told which parcels it takes over."""

    NOT_WANTED = "not_wanted"
    """The list is open, or its carrier is ourselves: the paper is all there is."""
    WANTED = "wanted"
    TOLD = "told"
    REFUSED = "refused"
    """The carrier won't take the list as it is; a person has to look."""


class LoadState(StrEnum):
    """A parcel on a manifest.

    LOADED: scanned into its cage. ROLLED: not found when the manifest was closed, and left to the
    next one with a reason. REMOVED: taken out again, or voided.
    """

    LOADED = "loaded"
    ROLLED = "rolled"
    REMOVED = "removed"


class RollReason(StrEnum):
    """Why a parcel does not go with this collection; the order is that of the numbered choices."""

    NOT_PACKED_YET = "not_packed_yet"
    NOT_FOUND = "not_found"
    DAMAGED = "damaged"
    NO_ROOM = "no_room"


class HandOver(StrEnum):
    """When a parcel counts as handed to its carrier.

    BENCH: when its label is scanned; the house brings it itself. CAGE: when it is scanned into its
    cage. MANIFEST: when the manifest it is on is closed.
    """

    BENCH = "bench"
    CAGE = "cage"
    MANIFEST = "manifest"


MANIFEST_TRANSITIONS = frozenset(
    {
        (ManifestState.OPEN, ManifestState.CLOSED),
        (ManifestState.CLOSED, ManifestState.OPEN),
        (ManifestState.CLOSED, ManifestState.SIGNED),
    }
)
"""A lead opens a closed manifest again; a signed one stays as the driver signed it."""

LOAD_TRANSITIONS = frozenset(
    {
        (LoadState.LOADED, LoadState.REMOVED),
        (LoadState.REMOVED, LoadState.LOADED),
        (LoadState.ROLLED, LoadState.LOADED),
    }
)


def next_manifest_state(manifest: str, old: ManifestState, new: ManifestState) -> ManifestState:
    """`new`, where a manifest may change into it.

    Raises:
        IllegalTransition: If `new` can't follow `old`.
    """
    if (old, new) not in MANIFEST_TRANSITIONS:
        raise IllegalTransition(f"manifest {manifest}", old, new)
    return new


def manifest_number(row_id: int) -> str:
    """What a manifest is called, and what its barcode says."""
    return f"M-{row_id:06d}"
