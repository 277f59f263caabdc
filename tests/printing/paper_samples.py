"""Documents that are valid as they stand, for tests to change one thing at a time."""

from dataclasses import replace

from printing.documents import PackingSlip, PostalAddress, ShippingLabel, SlipLine

SSCC = "395211230000000019"

SENDER = PostalAddress(
    "", "Haus & Hof Versand GmbH", ("Lagerstraße 12", "Tor 4"), "Leipzig", "", "04109", "DE"
)
GERMAN = PostalAddress(
    "Mijo Oestrovsky B.Sc.",
    "",
    ("Schönlandring 2/9",),
    "Rothenburg ob der Tauber",
    "",
    "62500",
    "DE",
    phone="+49 1260 988131",
)
ARABIC = PostalAddress(
    "الآنسة جميلة الخرافي",
    "شركة الخليج (فرع 3)",
    ("49294 افتكار Apt. 524",),
    "حفيظ",
    "",
    "53374",
    "SA",
)
HEBREW = PostalAddress("אליאב ח'טיב", "", ("אלעקבה 79 (דירה 3)",), "דולב", "", "1566554", "IL")
GREEK = PostalAddress(
    "Νεκταρία-Νίκη Τσιομπάνη", "", ("Κοκκινίδου 59-33",), "Κατερίνη", "", "84960", "CY"
)
CHINESE = PostalAddress(
    "李小龙", "上海贸易有限公司", ("南京东路100号",), "上海市", "", "200001", "CN"
)
JAPANESE = PostalAddress(
    "小林 七夏", "株式会社サンプル", ("413 佐藤 Street",), "山武市", "千葉県", "285-9758", "JP"
)
KOREAN = PostalAddress("김민준", "", ("세종대로 110",), "서울특별시", "", "04524", "KR")
VIETNAMESE = PostalAddress(
    "Nguyễn Thị Ánh Đường", "", ("12 Đường Lê Lợi",), "Quận 1", "Hồ Chí Minh", "700000", "VN"
)
SCRIPTS = (ARABIC, HEBREW, GREEK, CHINESE, JAPANESE, KOREAN, VIETNAMESE)

LABEL = ShippingLabel(
    ship_from=SENDER,
    ship_to=GERMAN,
    carrier="House carrier",
    service="EXPRESS 24",
    tracking_number=SSCC,
    sscc=SSCC,
    order_number="#564856",
    customer_reference="PO 4500017",
    parcel_number=1,
    parcel_count=2,
    weight_g=1234,
    ship_date="2026-11-23",
    contents="Household goods",
)


def slip_line(number: int) -> SlipLine:
    return SlipLine(
        number, f"{22000 + number}", "Frying Pan Red Retrospot", 3, 3, 0, "L2026-11", "2027-03-31"
    )


SLIP = PackingSlip(
    order_number="#564856",
    order_date="2026-11-20",
    customer_reference="PO 4500017",
    shop_name="Haus & Hof",
    ship_from=SENDER,
    ship_to=GERMAN,
    lines=(slip_line(1),),
    parcel_count=2,
    sscc=SSCC,
    picked_by="AB",
    return_instructions="Send it back within 30 days.",
)


def slip_of(lines: int) -> PackingSlip:
    return replace(SLIP, lines=tuple(slip_line(number) for number in range(1, lines + 1)))
