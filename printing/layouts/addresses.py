"""Turns a postal address into the lines that paper shows."""

from printing.countries import country
from printing.documents import PostalAddress, Unprintable, UnprintableDocument
from printing.text import clean, share_of_boxes


def person_and_place(address: PostalAddress) -> list[str]:
    """Name, company, street and town, one a line, without empty lines and repetitions."""
    town = ", ".join(part for part in (clean(address.city), clean(address.region)) if part)
    lines = [clean(address.name), clean(address.company), *map(clean, address.street), town]
    return list(dict.fromkeys(line for line in lines if line))


def one_block(address: PostalAddress, field: str) -> list[str]:
    """All lines of an address, for places where postcode and country need no size of their own.

    Raises:
        UnprintableDocument: The country code is none.
    """
    lines = person_and_place(address)
    postcode = clean(address.postcode)
    return [
        *lines[:-1],
        "  ".join(filter(None, (postcode, *lines[-1:]))),
        country_name(address, field),
    ]


def country_name(address: PostalAddress, field: str) -> str:
    """The country in full: as the address gives it, else in English.

    Args:
        address: The address.
        field: What the document calls the address, for the refusal.

    Raises:
        UnprintableDocument: The address gives no name and its code is none.
    """
    if address.country_name and clean(address.country_name):
        return clean(address.country_name)
    if not address.country_code.strip():
        raise UnprintableDocument(f"{field}.country_code", Unprintable.MISSING)
    found = country(address.country_code)
    if found is None:
        code = address.country_code
        raise UnprintableDocument(f"{field}.country_code", Unprintable.UNKNOWN_COUNTRY, code)
    return found.name


def require_deliverable(address: PostalAddress, field: str) -> None:
    """Refuses an address that no carrier could deliver to.

    Raises:
        UnprintableDocument: Person and company, town, country, or a postcode where the country has
            them, are missing, or most of a part would come out as boxes.
    """
    country_name(address, field)
    found = country(address.country_code)
    needed = {
        "name": clean(address.name) or clean(address.company),
        "city": clean(address.city),
        "postcode": clean(address.postcode) or (found is not None and not found.has_postcodes),
    }
    for part, value in needed.items():
        if not value:
            raise UnprintableDocument(f"{field}.{part}", Unprintable.MISSING)
    parts = {"name": address.name, "company": address.company, "city": address.city}
    parts |= {f"street[{place}]": line for place, line in enumerate(address.street)}
    for part, value in parts.items():
        if share_of_boxes(clean(value)) > 0.5:
            raise UnprintableDocument(f"{field}.{part}", Unprintable.UNKNOWN_SCRIPT, value)
