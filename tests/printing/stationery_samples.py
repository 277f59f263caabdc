"""Stationery of an invented shop, with a logo, for tests."""

from printing.stationery.logos import logo_from
from printing.stationery.model import (
    PLAIN_GIFT_SLIP,
    Brand,
    LabelTemplate,
    SlipColumn,
    SlipTemplate,
    Stationery,
)

LOGO_SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">
<rect x="5" y="5" width="90" height="90" rx="12" fill="#0b5a4a"/>
<circle cx="50" cy="50" r="25" fill="#fff"/>
<text x="110" y="66" font-size="44" font-weight="bold" fill="#0b5a4a">Haus</text></svg>"""

BRAND = Brand(
    name="Haus & Hof Leipzig",
    logo=logo_from(LOGO_SVG),
    colour="#0b5a4a",
    contact=("www.example.com", "service@example.com"),
    small_print="Haus & Hof Versand GmbH, Leipzig",
)
SLIP_TEMPLATE = SlipTemplate(
    title="Your parcel",
    columns=(
        SlipColumn.SKU,
        SlipColumn.DESCRIPTION,
        SlipColumn.SHIPPED,
        SlipColumn.TO_FOLLOW,
        SlipColumn.UNIT_PRICE,
        SlipColumn.AMOUNT,
    ),
    greeting="Dear {name},\nthank you for order {order}.",
    closing="Your {shop}",
    inserts=("Leaflet: caring for enamel", "Sample of dish soap"),
    return_link="https://example.com/returns?order={order}",
)
SHOP = Stationery(
    brand=BRAND,
    packing_slip=SLIP_TEMPLATE,
    gift_slip=PLAIN_GIFT_SLIP,
    label=LabelTemplate(note="Please leave with neighbours", shows_contents=False),
)
