"""What both customs documents say of the goods: proven, summed up, and in words."""

import re

from printing.captions import Captions, shown_amount, shown_weight
from printing.countries import country
from printing.documents import (
    CustomsCategory,
    CustomsLine,
    Money,
    Unprintable,
    UnprintableDocument,
)
from printing.text import clean

_TARIFF = re.compile(r"[0-9]{6,10}")


def require_goods(lines: tuple[CustomsLine, ...], gross_weight_g: int | None) -> Money:
    """Refuses goods that customs would send back, and returns what they are worth together.

    Raises:
        UnprintableDocument: Nothing is listed, a line lacks its description, quantity, weight or
            value, a tariff number or origin is none, values are in several currencies, or the
            parcel weighs less than its contents.
    """
    if not lines:
        raise UnprintableDocument("lines", Unprintable.EMPTY)
    for place, line in enumerate(lines):
        _require_line(f"lines[{place}]", line)
        if line.value.currency != lines[0].value.currency:
            field, currency = f"lines[{place}].value", line.value.currency
            raise UnprintableDocument(field, Unprintable.SEVERAL_CURRENCIES, currency)
    net = sum(line.net_weight_g for line in lines)
    if gross_weight_g is not None and gross_weight_g < net:
        shown = f"{gross_weight_g} g, contents {net} g"
        raise UnprintableDocument("gross_weight_g", Unprintable.OUT_OF_RANGE, shown)
    return Money(sum(line.value.hundredths for line in lines), lines[0].value.currency)


def _require_line(field: str, line: CustomsLine) -> None:
    if not clean(line.description):
        raise UnprintableDocument(f"{field}.description", Unprintable.MISSING)
    numbers = {
        "quantity": line.quantity,
        "net_weight_g": line.net_weight_g,
        "value": line.value.hundredths,
    }
    for name, number in numbers.items():
        if number < (0 if name == "value" else 1):
            raise UnprintableDocument(f"{field}.{name}", Unprintable.OUT_OF_RANGE, str(number))
    require_currency(f"{field}.value", line.value)
    if line.tariff_number and not _TARIFF.fullmatch(line.tariff_number):
        reason = Unprintable.NO_TARIFF_NUMBER
        raise UnprintableDocument(f"{field}.tariff_number", reason, line.tariff_number)
    if line.origin and country(line.origin) is None:
        reason = Unprintable.UNKNOWN_COUNTRY
        raise UnprintableDocument(f"{field}.origin", reason, line.origin)


def require_currency(field: str, money: Money | None) -> None:
    """Refuses an amount without a currency.

    Raises:
        UnprintableDocument: Its currency is no ISO 4217 code by its form.
    """
    if money is not None and not re.fullmatch("[A-Z]{3}", money.currency):
        raise UnprintableDocument(field, Unprintable.NO_CURRENCY, money.currency)


def category_word(category: CustomsCategory, words: Captions) -> str:
    """The word for a reason to export."""
    return {
        CustomsCategory.SALE: words.category_sale,
        CustomsCategory.GIFT: words.category_gift,
        CustomsCategory.DOCUMENTS: words.category_documents,
        CustomsCategory.SAMPLE: words.category_sample,
        CustomsCategory.RETURN: words.category_return,
        CustomsCategory.OTHER: words.category_other,
    }[category]


def require_category(category: CustomsCategory, own_words: str) -> None:
    """Refuses the category of what is none of the others, where nobody says what it is.

    Raises:
        UnprintableDocument: Its words are missing.
    """
    if category is CustomsCategory.OTHER and not clean(own_words):
        raise UnprintableDocument("category_words", Unprintable.MISSING)


def shown_net(lines: tuple[CustomsLine, ...], words: Captions) -> str:
    """Net weight of all goods."""
    return shown_weight(sum(line.net_weight_g for line in lines), words)


def shown_money(money: Money | None, words: Captions) -> str:
    """An amount with its currency, or nothing."""
    return "" if money is None else shown_amount(money.hundredths, money.currency, words)
