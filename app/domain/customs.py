"""When a parcel crosses a customs border, and what customs then want to know of each item."""

from __future__ import annotations

from dataclasses import dataclass

_EU = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IT", "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
"""Member states of the European Union, and Monaco, which is in its customs territory; Regulation
(EU) 952/2013, article 4."""

_UNIONS: tuple[frozenset[str], ...] = (
    _EU,
    frozenset({"CH", "LI"}),
    frozenset({"GB", "IM"}),
    frozenset({"IT", "SM"}),
    frozenset({"IT", "VA"}),
)
"""Countries between which parcels need no declaration."""

_OUTSIDE: dict[str, tuple[str, ...]] = {
    "DE": ("27498", "78266"),
    "ES": ("35", "38", "51", "52"),
    "FI": ("22",),
    "GR": ("63086",),
    "IT": ("23041", "22061"),
}
"""Beginnings of postcodes in member states that are outside of its customs or tax territory:
Heligoland and Büsingen; the Canaries, Ceuta and Melilla; Åland; Athos; Livigno and Campione."""

_NORTHERN_IRELAND = "BT"


@dataclass(frozen=True)
class Place:
    """Where a parcel comes from or goes to: a country and a postcode as it is written there."""

    country_code: str
    postcode: str = ""


def crosses_border(sender: Place, recipient: Place) -> bool:
    """Whether customs want a declaration of a parcel between two places.

    Goods for Northern Ireland come from the Union without one (Windsor Framework), and from Great
    Britain without one where they go to private people, as a shop's parcels do.
    """
    there, here = _area(recipient), _area(sender)
    if there == here and "/" not in there:
        return False
    if _is_northern(sender) or _is_northern(recipient):
        return not {here, there} & _EU
    return not any({here, there} <= union for union in _UNIONS)


def _area(place: Place) -> str:
    """The country, with the postcode's beginning where that is a territory of its own."""
    country = place.country_code.upper()
    code = "".join(place.postcode.split()).upper()
    for beginning in _OUTSIDE.get(country, ()):
        if code.startswith(beginning):
            return f"{country}/{beginning}"
    return country


def _is_northern(place: Place) -> bool:
    is_british = place.country_code.upper() == "GB"
    return is_british and place.postcode.strip().upper().startswith(_NORTHERN_IRELAND)


@dataclass(frozen=True)
class ItemCustoms:
    """What the item master and the order say of an item, for customs.

    Attributes:
        sku: The item's.
        description: What it is, in words that customs understand.
        tariff_number: HS code, 6 to 12 digits.
        origin_country: Where it was made.
        value_cents: Of one unit; None where neither the order nor the item says it.
        weight_g: Of one unit, net; None where it is not known.
    """

    sku: str
    description: str
    tariff_number: str
    origin_country: str
    value_cents: int | None
    weight_g: int | None


def missing_field(item: ItemCustoms) -> str | None:
    """The first column of the item file that customs want and that is empty; None if none is."""
    found = {
        "customs_description": item.description.strip(),
        "tariff_number": item.tariff_number.strip(),
        "origin_country": item.origin_country.strip(),
        "customs_value": item.value_cents is not None,
        "weight_g": bool(item.weight_g),
    }
    return next((field for field, known in found.items() if not known), None)
