"""Cages on the dock, the manifests carriers sign, and the parcels on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.manifests import LoadState, ManifestState, ManifestTelling

_OPEN = text("state = 'open'")
_LOADED = text("state = 'loaded'")


class Cage(Row):
    """A place on the dock and the parcels that belong into it; empty fields take all.

    `postcodes` are beginnings of postcodes, separated by spaces. `lane` is what the floor calls the
    row of cages. `cut_off` is HH:MM in the house's own time, when the carrier collects.
    """

    __tablename__ = "cage"

    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    lane: Mapped[str] = mapped_column(String(32), default="")
    carrier: Mapped[str] = mapped_column(String(32))
    service: Mapped[str] = mapped_column(String(64), default="")
    country_code: Mapped[str] = mapped_column(String(2), default="")
    postcodes: Mapped[str] = mapped_column(String(255), default="")
    cut_off: Mapped[str] = mapped_column(String(5), default="")


class Manifest(Row):
    """The parcels a carrier takes over in one collection. Lifecycle: `app.domain.manifests`.

    `telling` says how far a carrier behind a network is with being told of it, `telling_words` what
    was against it; `carrier_ref` and `carrier_document` are its answer.
    """

    __tablename__ = "manifest"
    __table_args__ = (
        Index(
            "uq_manifest_open",
            "carrier",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[RowId]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    carrier: Mapped[str] = mapped_column(String(32))
    state: Mapped[ManifestState] = mapped_column(by_value(ManifestState, "state"))
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    signed_at: Mapped[datetime | None]
    driver_name: Mapped[str] = mapped_column(String(128), default="")
    reopen_reason: Mapped[str] = mapped_column(String(128), default="")
    carrier_ref: Mapped[str] = mapped_column(String(128), default="")
    telling: Mapped[ManifestTelling] = mapped_column(
        by_value(ManifestTelling, "telling"),
        default=ManifestTelling.NOT_WANTED,
        server_default=ManifestTelling.NOT_WANTED.value,
    )
    telling_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    tell_after: Mapped[datetime | None]
    carrier_document: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class ManifestParcel(Row):
    """A parcel on a manifest: in which cage it was put, or why it did not go along."""

    __tablename__ = "manifest_parcel"
    __table_args__ = (
        UniqueConstraint("manifest_id", "carton_id"),
        Index(
            "uq_manifest_parcel_loaded",
            "carton_id",
            unique=True,
            postgresql_where=_LOADED,
            sqlite_where=_LOADED,
        ),
    )

    id: Mapped[RowId]
    manifest_id: Mapped[int] = mapped_column(Id, ForeignKey("manifest.id"))
    carton_id: Mapped[int] = mapped_column(Id, ForeignKey("carton.id"))
    state: Mapped[LoadState] = mapped_column(by_value(LoadState, "state"))
    cage_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    reason: Mapped[str] = mapped_column(String(32), default="")
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    at: Mapped[datetime]
