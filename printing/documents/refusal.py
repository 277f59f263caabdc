"""Why a document must not be printed as it is."""

from enum import StrEnum


class Unprintable(StrEnum):
    """Why a document must not be printed as it is."""

    MISSING = "missing"
    DOES_NOT_FIT = "does_not_fit"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    WRONG_LENGTH = "wrong_length"
    NOT_IN_BARCODE = "not_in_barcode"
    OUT_OF_RANGE = "out_of_range"
    NO_DATE = "no_date"
    EMPTY = "empty"
    NO_CURRENCY = "no_currency"
    SEVERAL_CURRENCIES = "several_currencies"
    NO_TARIFF_NUMBER = "no_tariff_number"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_SCRIPT = "unknown_script"
    WRONG_PAPER = "wrong_paper"
    NEEDS_PAGE_PRINTER = "needs_page_printer"
    COARSE_PRINTER = "coarse_printer"
    NEEDS_LABEL_PRINTER = "needs_label_printer"
    UNREADABLE_FILE = "unreadable_file"


_REMEDIES: dict[Unprintable, str] = {
    Unprintable.MISSING: "fill it in, then print again",
    Unprintable.DOES_NOT_FIT: "shorten it or use larger paper; it must not be cut",
    Unprintable.WRONG_CHECK_DIGIT: "take the number from the range again",
    Unprintable.WRONG_LENGTH: "take the number from the range again",
    Unprintable.NOT_IN_BARCODE: "use letters A to Z, digits and common signs only",
    Unprintable.OUT_OF_RANGE: "correct the number",
    Unprintable.NO_DATE: "write it as year-month-day",
    Unprintable.EMPTY: "there is nothing to list; print it when there is",
    Unprintable.NO_CURRENCY: "use a three-letter ISO 4217 currency code",
    Unprintable.SEVERAL_CURRENCIES: "state all amounts in one currency",
    Unprintable.NO_TARIFF_NUMBER: "write six to ten digits, without dots",
    Unprintable.UNKNOWN_COUNTRY: "use a two-letter ISO 3166 country code",
    Unprintable.UNKNOWN_SCRIPT: "no font here has these letters; write them in Latin ones",
    Unprintable.WRONG_PAPER: "choose paper this document is made for",
    Unprintable.NEEDS_PAGE_PRINTER: "send it to an office printer, as PDF",
    Unprintable.NEEDS_LABEL_PRINTER: "send it to a label printer, or let the carrier make a PDF",
    Unprintable.UNREADABLE_FILE: "ask the carrier for it again",
    Unprintable.COARSE_PRINTER: "use a printer with 150 to 1200 dots per inch",
}


class UnprintableDocument(ValueError):
    """A document that would come out unreadable or misleading, so nothing is printed.

    Attributes:
        field: The field at fault, such as `ship_to.postcode`.
        reason: What is wrong with it.
        value: What it holds.
        remedy: What a person can do, in English, for logs and the spool's reason column.
    """

    def __init__(self, field: str, reason: Unprintable, value: str = "") -> None:
        self.field = field
        self.reason = reason
        self.value = value
        self.remedy = _REMEDIES[reason]
        shown = f" ({value[:60]!r})" if value else ""
        super().__init__(f"{field}: {reason.replace('_', ' ')}{shown}; {self.remedy}")
