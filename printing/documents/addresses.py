"""Where a parcel comes from and goes to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PostalAddress:
    """Someone's postal address, one part a field.

    Attributes:
        name: The person; may be empty where `company` is not.
        street: Street lines in order, as many as the customer gave.
        country_code: ISO 3166-1 alpha-2.
        country_name: Printed in place of the English name that belongs to the code.
    """

    name: str
    company: str
    street: tuple[str, ...]
    city: str
    region: str
    postcode: str
    country_code: str
    country_name: str | None = None
    phone: str = ""
