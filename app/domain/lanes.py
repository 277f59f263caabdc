"""Which cage of the dock a parcel belongs into: the one whose rule fits it most closely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class CageRule:
    """A cage and the parcels that belong into it; empty fields take all.

    Attributes:
        location_id: The cage's place.
        code: Its code, as its label says it.
        lane: What the floor calls the row of cages it stands in.
        carrier: Code of the carrier that collects it.
        service: Only this service.
        country_code: Only parcels to this country.
        postcodes: Only postcodes that begin so; given without spaces, in capitals.
        cut_off: HH:MM of the collection, in the house's own time.
    """

    location_id: int
    code: str
    carrier: str
    lane: str = ""
    service: str = ""
    country_code: str = ""
    postcodes: tuple[str, ...] = ()
    cut_off: str = ""

    @property
    def name(self) -> str:
        """Lane and cage, as a person is sent there."""
        return f"{self.lane} {self.code}".strip()


@dataclass(frozen=True)
class Destination:
    """What decides about a parcel's cage."""

    carrier: str
    service: str
    country_code: str
    postcode: str


def cage_for(parcel: Destination, cages: Iterable[CageRule]) -> CageRule | None:
    """The cage a parcel belongs into; None if none takes it.

    The longest beginning of a postcode goes before a country, that before a service, and that
    before the carrier alone; of equals the first by its code.
    """
    fitting = [(cage, closeness) for cage in cages if (closeness := _closeness(parcel, cage))]
    if not fitting:
        return None
    return min(fitting, key=lambda each: (tuple(-part for part in each[1]), each[0].code))[0]


def _closeness(parcel: Destination, cage: CageRule) -> tuple[int, int, int] | None:
    """How closely a cage's rule fits; None if it does not."""
    if cage.carrier != parcel.carrier:
        return None
    if cage.service and cage.service != parcel.service:
        return None
    if cage.country_code and cage.country_code != parcel.country_code:
        return None
    plain = "".join(parcel.postcode.split()).upper()
    lengths = [len(beginning) for beginning in cage.postcodes if plain.startswith(beginning)]
    if cage.postcodes and not lengths:
        return None
    return max(lengths, default=0), int(bool(cage.country_code)), int(bool(cage.service))
