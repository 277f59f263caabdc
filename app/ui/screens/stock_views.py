"""What items, quantities and refusals look like on all screens of stock work."""

from __future__ import annotations

from datetime import date

from app.domain.pick_lines import PickItem
from app.ui.item_words import telling_words
from app.ui.message import Thing, code_end, translate
from app.ui.widgets.item_card import ItemView

MOST_TILES = 10
"""Numbers offered as tiles; larger ones are typed."""


def item_view(item: PickItem, lot: str | None = None, expiry: date | None = None) -> ItemView:
    """What the right item looks like, with the lot that is meant."""
    remarks = [translate("stock", "fragile")] if item.fragile else []
    if lot:
        remarks.append(translate("stock", "lot {0}").format(lot))
    if expiry:
        remarks.append(translate("stock", "use by {0}").format(expiry.isoformat()))
    return ItemView(
        item.name,
        item.sku,
        barcode_end=(item.barcode or "")[-4:],
        case_quantity=item.case_quantity or 0,
        emphasis=telling_words(item.name),
        remarks=tuple(remarks),
    )


def item_end(item: PickItem) -> str:
    """The end of an item's barcode, as labels are compared by eye."""
    return code_end(item.barcode) if item.barcode else item.sku


def item_thing(item: PickItem, place: str) -> Thing:
    """An item as a refusal names it."""
    where = translate("stock", "in {0}").format(place)
    return Thing(item.name, item_end(item), where, telling_words(item.name))


def cases_words(units: int, case: int | None) -> str:
    """How many cases that is, where it is one at least."""
    if case is None or case < 2 or units < case:
        return ""
    cases, rest = divmod(units, case)
    words = translate("stock", "= {0} x case of {1}").format(cases, case)
    return f"{words} + {rest}" if rest else words
