"""What comes in against what was announced: which line takes the units, and what needs a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.refusals import Refusal
from app.domain.stock_desk_refusals import DifferenceUnexplained


class ReceiptState(StrEnum):
    """How far a receipt is: announced, some of it came, all that comes was counted."""

    EXPECTED = "expected"
    RECEIVING = "receiving"
    CLOSED = "closed"


OPEN_STATES = (ReceiptState.EXPECTED, ReceiptState.RECEIVING)


class DifferenceReason(StrEnum):
    """Why another number came than was announced; the order is that of the numbered choices."""

    SUPPLIER = "supplier"
    IN_TRANSIT = "in_transit"
    COMES_LATER = "comes_later"
    LIST_WRONG = "list_wrong"


@dataclass(frozen=True)
class ExpectedLine:
    """A line of a receipt.

    Attributes:
        line_id: which.
        item_id: of what.
        sku: its code.
        expected: units that were announced; 0 for goods that nobody announced.
        received: units that came and are good.
        damaged: units that came and are not.
        lot: the lot that was announced; "" for any.
        reason: why another number came, where somebody said so.
    """

    line_id: int
    item_id: int
    sku: str
    expected: int
    received: int = 0
    damaged: int = 0
    lot: str = ""
    reason: str = ""

    @property
    def came(self) -> int:
        """All units that came, damaged ones too."""
        return self.received + self.damaged

    @property
    def open(self) -> int:
        """Units that are still to come."""
        return max(0, self.expected - self.came)


def shares_of(
    lines: Iterable[ExpectedLine], *, item_id: int, lot: str, units: int
) -> tuple[tuple[tuple[int, int], ...], int]:
    """Which lines units that came belong to.

    Lines that name the lot take them first, then those that name none; a line that names another
    lot takes none. What no line expects goes to the last one that fits.

    Returns:
        Lines with units, and the units for which there is no line at all.
    """
    fitting = [line for line in lines if line.item_id == item_id and line.lot in ("", lot)]
    in_turn = sorted(fitting, key=lambda line: (line.lot == "", line.line_id))
    if not in_turn:
        return (), units
    shares: dict[int, int] = {}
    for line in in_turn:
        taken = min(units, line.open)
        if taken:
            shares[line.line_id] = taken
            units -= taken
    if units:
        last = in_turn[-1].line_id
        shares[last] = shares.get(last, 0) + units
    return tuple(shares.items()), 0


def why_not_closed(
    number: str, lines: Sequence[ExpectedLine], reasons: Mapping[str, str]
) -> Refusal | None:
    """Why a receipt cannot be closed yet; None if it can.

    Args:
        number: of the receipt.
        lines: its lines.
        reasons: by SKU, why another number came than was announced.
    """
    for line in lines:
        if line.came != line.expected and not (line.reason or reasons.get(line.sku)):
            return DifferenceUnexplained(number, line.sku, line.expected, line.came)
    return None
