"""Words printed on paper in the customer's language; screens have their own."""

from datetime import date

from printing.captions.english import ENGLISH
from printing.captions.french import FRENCH
from printing.captions.german import GERMAN
from printing.captions.spanish import SPANISH
from printing.captions.words import Captions
from printing.text import clean

__all__ = [
    "ENGLISH",
    "Captions",
    "captions",
    "shown_amount",
    "shown_date",
    "shown_time",
    "shown_weight",
]

_LANGUAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
_WHOLE_UNITS = frozenset(
    {"CLP", "ISK", "JPY", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def captions(language: str) -> Captions:
    """Words for a BCP 47 language tag such as `de-AT`; English where there are none."""
    return _LANGUAGES.get(language.replace("_", "-").split("-")[0].lower(), ENGLISH)


def shown_date(iso: str, words: Captions) -> str:
    """An ISO date or time stamp as a day in the language's way; other text as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return clean(iso)
    # Months are named here and not by %b, which would follow the machine's locale.
    return day.strftime(words.date.replace("%b", _MONTHS.split(" ")[day.month - 1]))


def shown_weight(grams: int, words: Captions) -> str:
    """Weight in kilograms with two decimals, rounded up so that it never promises too little."""
    hundredths = -(-grams // 10)
    return f"{hundredths // 100}{words.decimal}{hundredths % 100:02} kg"


def shown_time(iso: str, words: Captions) -> str:
    """An ISO time stamp as day and minutes; a date alone, or other text, as `shown_date` has it."""
    clock = iso[11:16] if len(iso) >= 16 and iso[10] in "T " else ""
    return " ".join(filter(None, (shown_date(iso, words), clean(clock))))


def shown_amount(hundredths: int, currency: str, words: Captions) -> str:
    """An amount of money with its currency, such as `1234.50 EUR`.

    Currencies without hundredths (ISO 4217 minor unit 0) are shown in whole units.
    """
    code = clean(currency).upper()
    sign, rest = "-" if hundredths < 0 else "", abs(hundredths)
    if code in _WHOLE_UNITS:
        return f"{sign}{rest // 100} {code}"
    return f"{sign}{rest // 100}{words.decimal}{rest % 100:02} {code}".strip()
