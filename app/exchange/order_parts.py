"""What all order files have in common: addresses, and orders that are put together row by row."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.exchange import model
from app.exchange.cells import Cells
from app.exchange.columns import Column
from app.exchange.findings import Findings
from app.exchange.model import ImportedAddress, ImportedLine, ImportedOrder

NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a missing moment in a record that has a problem and is therefore never given out."""

ADDRESS_FIELDS = (
    "name",
    "company",
    "street1",
    "street2",
    "street3",
    "city",
    "region",
    "postcode",
    "country",
    "phone",
    "email",
)


def read_address(cells: Cells, prefix: str) -> ImportedAddress | None:
    """Read the address whose fields begin with `prefix`; None where all of it is blank.

    Phone and e-mail alone are no address. Postcode and phone lose the apostrophe that Shopify
    puts before them against spreadsheets; other fields keep theirs ('s-Hertogenbosch).
    """
    parts = (name for name in ADDRESS_FIELDS if name not in {"country", "phone", "email"})
    if not any(cells.raw(prefix + name) for name in parts):
        return None

    def text(name: str, limit: int = model.ADDRESS_LINE_LENGTH) -> str:
        return cells.text(prefix + name, limit)

    streets = (text("street1"), text("street2"), text("street3"))
    return ImportedAddress(
        name=text("name"),
        company=text("company"),
        street=tuple(street for street in streets if street),
        city=text("city"),
        region=text("region"),
        postcode=text("postcode", model.POSTCODE_LENGTH).removeprefix("'").strip(),
        country_code=cells.country(prefix + "country"),
        phone=text("phone", model.PHONE_LENGTH).removeprefix("'").strip(),
        email=text("email", model.EMAIL_LENGTH),
    )


def completed(
    address: ImportedAddress | None, billing: ImportedAddress | None, phone: str, email: str
) -> ImportedAddress:
    """Choose where a parcel goes: the shipping address, or without one the billing address.

    A phone or e-mail it lacks is taken from the billing address, then from the order itself. Of
    an order without any address an empty one remains, for the desk to fill in.
    """
    chosen = address or billing or ImportedAddress("", "", (), "", "", "", "", "", "")
    other = billing or chosen
    return replace(
        chosen,
        phone=chosen.phone or other.phone or phone,
        email=chosen.email or other.email or email,
    )


def address_columns(prefix: str, headings: dict[str, tuple[str, ...]]) -> tuple[Column, ...]:
    """Make columns for the parts of an address, from headings by part."""
    return tuple(Column(prefix + part, names) for part, names in headings.items())


def read_tags(cells: Cells, name: str) -> tuple[str, ...]:
    """Read labels separated by commas; each once."""
    parts = cells.text(name, model.NOTE_LENGTH).split(",")
    tags = [tag[: model.TAG_LENGTH] for part in parts if (tag := part.strip())]
    return tuple(dict.fromkeys(tags))


def require_sku_if_open(cells: Cells, line: ImportedLine) -> None:
    """Note a problem if a line that must be shipped does not say which item it is."""
    if line.is_open and not cells.raw("sku"):
        cells.problem(
            "sku",
            "The line has no SKU, so nobody could find the item.",
            "Give the item an SKU in the shop and export again.",
        )


def note_contradictions(first: Cells, later: Cells, fields: Iterable[str]) -> None:
    """Note a problem for each order field in which a later row contradicts the first."""
    for name in fields:
        if later.raw(name) != first.raw(name):
            later.problem(
                name,
                f"Row {first.row} of the same order says {first.raw(name) or 'nothing'}.",
                "Correct one of the rows, or give the orders different numbers.",
            )


@dataclass(slots=True)
class Draft:
    """An order of which more rows may come.

    Attributes:
        head: Cells of its first row.
        number: What the customer calls it.
        order: What the first row says, still without lines; None of an order set aside.
        lines: Lines so far.
        is_good: None of its rows had a problem.
    """

    head: Cells
    number: str
    order: ImportedOrder | None
    lines: list[ImportedLine] = field(default_factory=list)
    is_good: bool = True
    _seen: set[Hashable] = field(default_factory=set)

    def add(self, line: ImportedLine, cells: Cells) -> None:
        """Take up one row's line, and whether anything was wrong with the row."""
        self.lines.append(line)
        self.is_good = self.is_good and cells.is_good

    def has_seen(self, key: Hashable) -> bool:
        """Whether a line with this key was there before; from now on it was."""
        seen = key in self._seen
        self._seen.add(key)
        return seen


class Gathering:
    """Puts orders together from the rows of a file, in the order in which they begin.

    Attributes:
        current: The order the latest row belonged to.
    """

    def __init__(self) -> None:
        self._drafts: dict[Hashable, Draft] = {}
        self._by_number: dict[str, list[Draft]] = {}
        self._spoilt: set[str] = set()
        self.current: Draft | None = None

    def find(self, key: Hashable) -> Draft | None:
        """The order begun under a key, if any."""
        return self._drafts.get(key)

    def going_on(self, number: str) -> Draft | None:
        """The order that a row without order fields continues.

        The current one if it has this number, else the only one in the file that has it.
        """
        if self.current is None or self.current.number != number:
            named = self._by_number.get(number, [])
            self.current = named[0] if len(named) == 1 else None
        return self.current

    def begin(self, key: Hashable, head: Cells, order: ImportedOrder) -> Draft:
        """Begin an order; it becomes the current one."""
        self.current = self._drafts[key] = Draft(head, order.number, order)
        self._by_number.setdefault(order.number, []).append(self.current)
        return self.current

    def set_aside(self, head: Cells, number: str) -> None:
        """Begin an order whose rows belong together but that is never given out."""
        self.current = Draft(head, number, None)

    def spoil(self, cells: Cells, number: str) -> None:
        """Give up the order of a row that can't be read, with its rows before and after.

        Where the number is missing, or may be cut off, the row may as well belong to the
        current order, which is given up too.
        """
        is_doubtful = not number or cells.has_only("number")
        if is_doubtful and self.current and self.current.number != number:
            self._leave_out(self.current, f"Row {cells.row} can't be read")
        if number:
            self._spoilt.add(number)
            self.set_aside(cells, number)

    def _leave_out(self, draft: Draft, because: str) -> None:
        """Give up an order none of whose own rows is bad, and say so."""
        if draft.number not in self._spoilt and draft.order is not None:
            draft.head.problem(
                "number",
                f"{because}, and this order may go on there; it was left out.",
                "Export the orders again.",
            )
        self._spoilt.add(draft.number)

    def finished(self, findings: Findings) -> Iterator[ImportedOrder]:
        """Give the good orders; the last is left out if the file broke off in it."""
        if findings.broke_off and self.current:
            self._leave_out(self.current, "The file breaks off")
        for draft in self._drafts.values():
            is_whole = draft.is_good and draft.head.is_good and draft.number not in self._spoilt
            if draft.order and is_whole:
                yield replace(draft.order, lines=tuple(draft.lines))
