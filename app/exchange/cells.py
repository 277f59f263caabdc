"""One record's cells by field: parses each and notes what is wrong with file, row and field."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TypeVar

from app.exchange.amounts import Notation, read_cents, read_number, read_quantity, read_whole
from app.exchange.bad_value import BadValue
from app.exchange.codes import read_code, read_text
from app.exchange.countries import COUNTRIES, COUNTRY_SYNONYMS
from app.exchange.findings import Findings
from app.exchange.moments import read_day, read_moment

UNCALCULATED = "\ufdd0"
"""Stands before a formula of a workbook for which no result is stored."""

Value = TypeVar("Value")

_YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "x"})
_NO = frozenset({"no", "n", "false", "0", "nein", "non"})
_SPREADSHEET_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)


class Cells:
    """The values of one row of a table, or of one JSON object.

    Every method that reads a value answers the value, or after noting a problem a harmless one
    of the same type; `is_good` tells in the end whether the record may be used.

    Attributes:
        row: See `Problem.row`.
        is_good: Nothing was wrong so far.
    """

    def __init__(
        self,
        row: int,
        values: Mapping[str, str],
        labels: Mapping[str, str],
        findings: Findings,
        notation: Notation,
    ) -> None:
        self.row = row
        self.is_good = True
        self._values = values
        self._labels = labels
        self._findings = findings
        self._notation = notation

    def has(self, field: str) -> bool:
        """Whether the file has this column at all."""
        return field in self._values

    def has_only(self, field: str) -> bool:
        """Whether all other cells are blank."""
        return not any(text.strip() for name, text in self._values.items() if name != field)

    def raw(self, field: str) -> str:
        """The cell's text without outer spaces; empty where there is no such column."""
        return self._values.get(field, "").strip()

    def problem(self, field: str, message: str, remedy: str) -> None:
        """Note a problem about one field of this row."""
        self.is_good = False
        label = self._labels.get(field, field)
        self._findings.add(self.row, label, self._values.get(field, ""), message, remedy)

    def read(self, field: str, parse: Callable[[str], Value], default: Value) -> Value:
        """Parse a cell; the default where it is blank or bad."""
        text = self.raw(field)
        if not text:
            return default
        try:
            self._refuse_damage(text)
            return parse(text)
        except BadValue as bad:
            self.problem(field, bad.message, bad.remedy)
            return default

    def require(self, field: str) -> None:
        """Note a problem if a cell is blank."""
        if not self.raw(field):
            self.problem(field, f"{self._labels.get(field, field)} is empty.", "Fill it in.")

    def text(self, field: str, limit: int, *, multiline: bool = False) -> str:
        """Read a text for people."""
        return self.read(field, partial(read_text, limit=limit, multiline=multiline), "")

    def code(self, field: str, limit: int) -> str:
        """Read a text that names something."""
        return self.read(field, partial(read_code, limit=limit), "")

    def quantity(self, field: str, minimum: int = 1) -> int:
        """Read a count of pieces, which must be there."""
        self.require(field)
        parse = partial(read_quantity, notation=self._notation, minimum=minimum)
        return self.read(field, parse, minimum)

    def whole(self, field: str, maximum: int) -> int | None:
        """Read a measure in whole units."""
        parse = partial(read_whole, notation=self._notation, maximum=maximum)
        return self.read(field, parse, None)

    def metres(self, field: str) -> float:
        """Read a coordinate in metres; 0 where it is blank."""
        number = self.read(
            field, partial(read_number, notation=Notation.DECIMAL), default=Decimal(0)
        )
        if abs(number) > 10_000:
            self.problem(field, "The place is more than 10 km away.", "Give metres.")
        return float(number)

    def cents(self, field: str) -> int | None:
        """Read an amount of money in hundredths."""
        return self.read(field, partial(read_cents, notation=self._notation), None)

    def moment(self, field: str) -> datetime | None:
        """Read a date with time, in UTC."""
        return self.read(field, read_moment, None)

    def day(self, field: str) -> date | None:
        """Read a date."""
        return self.read(field, read_day, None)

    def flag(self, field: str, *, default: bool) -> bool:
        """Read yes or no."""
        return self.read(field, _read_flag, default)

    def country(self, field: str) -> str:
        """Read a country's two-letter code."""
        return self.read(field, _read_country, "")

    def currency(self, field: str) -> str:
        """Read a currency's three-letter code."""
        return self.read(field, _read_currency, "")

    def choice(self, field: str, choices: Mapping[str, Value], default: Value) -> Value:
        """Read one of some words, in either case; the default where it is blank."""

        def parse(text: str) -> Value:
            if text.casefold() not in choices:
                raise BadValue(
                    "This word is not known here.", f"Known are {', '.join(sorted(choices))}."
                )
            return choices[text.casefold()]

        return self.read(field, parse, default)

    def _refuse_damage(self, text: str) -> None:
        """Refuse what is not the value the author saw.

        Raises:
            BadValue: Bytes were unreadable, a formula has no result, or it is an error value.
        """
        if text.startswith(UNCALCULATED):
            raise BadValue(
                "This formula has no stored result.",
                "Open the workbook in a spreadsheet and save it, or put in the value itself.",
            )
        if text in _SPREADSHEET_ERRORS:
            raise BadValue("The spreadsheet shows an error here.", "Mend the formula.")
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise BadValue(
                "Some characters are damaged and can't be read.",
                "Export the file again as UTF-8, or correct this value.",
            )


def _read_flag(text: str) -> bool:
    """Read yes or no, in some spellings."""
    word = text.casefold()
    if word not in _YES | _NO:
        raise BadValue("This is neither yes nor no.", "Write yes or no.")
    return word in _YES


def _read_country(text: str) -> str:
    """Read a country code."""
    code = COUNTRY_SYNONYMS.get(text.upper(), text.upper())
    if code not in COUNTRIES:
        raise BadValue(
            "There is no such country code.", "Use the two letters of ISO 3166, such as GB or DE."
        )
    return code


def _read_currency(text: str) -> str:
    """Read a currency code."""
    code = text.upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise BadValue(
            "This is no currency code.", "Use the three letters of ISO 4217, such as EUR."
        )
    return code
