"""An invented parcel, to look at stationery by before any real parcel bears it."""

from printing.documents import (
    Document,
    Money,
    PackingSlip,
    PickCarrier,
    PickList,
    PickListLine,
    PickMethod,
    PostalAddress,
    ReturnLabel,
    ShippingLabel,
    SlipLine,
)
from printing.paper import Paper
from printing.stationery.model import Stationery

_SSCC = "395211230000000019"
_HOUSE = PostalAddress(
    "", "Example Goods Ltd", ("12 Quay Road",), "Portsmouth", "", "PO1 2AB", "GB"
)
_CUSTOMER = PostalAddress(
    "Zoë Grüner-Łęcka", "", ("Beispielstraße 7 a",), "Köln", "", "50667", "DE", phone="+49 221 000"
)
_BUYER = PostalAddress("Jo Example", "", ("1 High Street",), "Leeds", "", "LS1 1AA", "GB")
_LINES = (
    SlipLine(1, "MUG-01", "Mug, enamel, 0.3 l", 2, 2, unit_price=Money(850, "EUR")),
    SlipLine(
        2, "TEA-12", "Tea, first flush, 100 g", 3, 2, 1, "L26-11", "2027-06-30", Money(1290, "EUR")
    ),
    SlipLine(
        3, "PAN-28", "Frying pan, 28 cm, with a wooden handle", 1, 1, unit_price=Money(4900, "EUR")
    ),
)


def examples(
    stationery: Stationery,
    *,
    language: str = "en",
    slip_paper: Paper = Paper.A4,
    label_paper: Paper = Paper.LABEL_4X6_IN,
) -> dict[str, Document]:
    """One document for each part of the stationery, by the name of the part.

    Args:
        stationery: How they shall look.
        language: Of the customer and the picker.
        slip_paper: Stock of slips and lists.
        label_paper: Stock of labels.
    """
    return {
        "packing_slip": _slip(stationery, language, slip_paper, is_gift=False),
        "gift_slip": _slip(stationery, language, slip_paper, is_gift=True),
        "label": ShippingLabel(
            ship_from=_HOUSE,
            ship_to=_CUSTOMER,
            carrier="Example Carrier",
            service="EXPRESS 24",
            tracking_number=_SSCC,
            sscc=_SSCC,
            order_number="#1001",
            customer_reference="PO 4711",
            weight_g=1860,
            ship_date="2026-11-23",
            contents="Household goods",
            language=language,
            paper=label_paper,
            brand=stationery.brand,
            template=stationery.label,
        ),
        "return_label": ReturnLabel(
            customer=_CUSTOMER,
            return_to=_HOUSE,
            carrier="Example Carrier",
            service="RETURN",
            return_number="#1001",
            payload="O-#1001",
            order_number="#1001",
            language=language,
            paper=label_paper,
            brand=stationery.brand,
            template=stationery.label,
        ),
        "pick_list": _pick_list(stationery, language, slip_paper),
    }


def _slip(stationery: Stationery, language: str, paper: Paper, *, is_gift: bool) -> PackingSlip:
    return PackingSlip(
        order_number="#1001",
        order_date="2026-11-20",
        customer_reference="PO 4711",
        shop_name="Example Goods",
        ship_from=_HOUSE,
        ship_to=_CUSTOMER,
        bill_to=_BUYER,
        lines=_LINES,
        sscc=_SSCC,
        gift_message="Happy birthday, and see you soon!\nJo" if is_gift else "",
        note="Please leave it with the neighbours.",
        picked_by="AK",
        packed_by="EM",
        return_instructions="Something wrong? Send it back within 30 days.",
        language=language,
        paper=paper,
        is_gift=is_gift,
        brand=stationery.brand,
        template=stationery.gift_slip if is_gift else stationery.packing_slip,
    )


def _pick_list(stationery: Stationery, language: str, paper: Paper) -> PickList:
    return PickList(
        task="1042",
        method=PickMethod.SINGLE,
        payload="T-0012",
        totes=(PickCarrier("T-0012", "T-0012", order_number="#1001"),),
        lines=tuple(
            PickListLine(
                number=line.number,
                location=f"A0{line.number}-12L-2",
                location_payload=f"L-A0{line.number}-12L-2",
                sku=line.sku,
                description=line.description,
                quantity=line.ordered,
                item_payload=f"400638133393{line.number}",
                check_digits="47",
                lot=line.lot or "",
                expiry=line.expiry or "",
            )
            for line in _LINES
        ),
        picker="Ana",
        printed_at="2026-11-23T10:15:00",
        language=language,
        paper=paper,
        template=stationery.pick_list,
    )
