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


def _written(country: str, name: str, company: str, street: str, city: str) -> PostalAddress:
    return PostalAddress(name, company, (street,), city, "", "10330", country)


SHAPED = (
    _written("TH", "นายสมชาย ใจดี", "บริษัท ตัวอย่าง จำกัด", "99/9 ถนนพระรามที่ 1", "กรุงเทพฯ"),
    _written("IN", "श्री क्षत्रिय कुमार", "पुस्तक भंडार (प्रा.) लि.", "१२ गांधी मार्ग", "नई दिल्ली"),
    _written("BD", "মোঃ রফিকুল ইসলাম", "বাংলা প্রকাশনী", "১২ মিরপুর রোড", "ঢাকা"),
    _written("LK", "ශ්‍රී නිමල් පෙරේරා", "වෙළඳසැල", "ගාලු පාර 12", "කොළඹ"),
    _written("KH", "សុខ សុភាព", "ក្រុមហ៊ុនគំរូ", "ផ្លូវ ២៧១", "ភ្នំពេញ"),
    _written("MM", "ဦးအောင်မြင့်", "မြန်မာကုမ္ပဏီ", "ဗိုလ်ချုပ်လမ်း ၁၂", "ရန်ကုန်မြို့"),
    _written("ET", "አበበ ቢቂላ", "የኢትዮጵያ መጽሐፍት", "ቦሌ መንገድ 12", "አዲስ አበባ"),
    _written("LA", "ທ່ານ ສົມສັກ", "ບໍລິສັດ ຕົວຢ່າງ", "ຖະໜົນລ້ານຊ້າງ", "ວຽງຈັນ"),
    _written("IN", "ஸ்ரீ முத்துக்குமார்", "", "காந்தி சாலை 12", "சென்னை"),
    _written("IN", "శ్రీ వెంకటేశ్వరరావు", "", "గాంధీ రోడ్ 12", "హైదరాబాద్"),
    _written("IN", "ಶ್ರೀ ಕೃಷ್ಣಮೂರ್ತಿ", "", "ಗಾಂಧಿ ರಸ್ತೆ 12", "ಬೆಂಗಳೂರು"),
    _written("IN", "ശ്രീ കൃഷ്ണൻകുട്ടി", "", "ഗാന്ധി റോഡ് 12", "കൊച്ചി"),
    _written("IN", "શ્રી ક્ષિતિજ પટેલ", "", "ગાંધી માર્ગ 12", "અમદાવાદ"),
    _written("IN", "ਸ੍ਰੀ ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "", "ਗਾਂਧੀ ਮਾਰਗ 12", "ਅੰਮ੍ਰਿਤਸਰ"),
    _written("IN", "ଶ୍ରୀ କ୍ଷେତ୍ରମୋହନ", "", "ଗାନ୍ଧୀ ମାର୍ଗ 12", "ଭୁବନେଶ୍ୱର"),
)
"""One address for each script whose letters join, stack or change places."""

SCRIPTS = (ARABIC, HEBREW, GREEK, CHINESE, JAPANESE, KOREAN, VIETNAMESE, *SHAPED)

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
