"""The packer's position with one order: what is verified, boxed, printed and stuck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.refusals import Refusal


class PackPrompt(StrEnum):
    """The questions the pack dialogue asks."""

    ACKNOWLEDGE = "acknowledge"
    SCAN_UNIT = "scan_unit"
    CHOOSE_PACKAGING = "choose_packaging"
    SCAN_LABEL = "scan_label"
    MISSING_REASON = "missing_reason"
    UNDO = "undo"
    REPRINT_REASON = "reprint_reason"
    DONE = "done"
    PARKED = "parked"


class MissingReason(StrEnum):
    """Why a unit cannot be packed; the order is that of the numbered choices."""

    NOT_IN_TOTE = "not_in_tote"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"


class ReprintReason(StrEnum):
    """Why a label is printed again; the order is that of the numbered choices."""

    JAM = "jam"
    TORN = "torn"
    LOST = "lost"


@dataclass(frozen=True)
class PackLine:
    """One order line on the bench. `quantity` units were picked, `verified` are in the carton."""

    order_line_id: int
    item_id: int
    sku: str
    name: str
    barcode: str | None
    quantity: int
    verified: int = 0
    fragile: bool = False

    @property
    def open(self) -> int:
        """Units still to be scanned into the carton."""
        return self.quantity - self.verified


@dataclass(frozen=True)
class PackagingChoice:
    """A packaging kind offered for this order."""

    code: str
    name: str
    max_weight_g: int
    tare_g: int


@dataclass(frozen=True)
class VerifiedStep:
    """Units scanned into the carton in one scan, which UNDO can take out."""

    order_line_id: int
    quantity: int


@dataclass(frozen=True)
class PackState:
    """An order on the pack bench as its packer sees it."""

    order_id: int
    order_number: str
    carton_id: int
    lines: tuple[PackLine, ...]
    packagings: tuple[PackagingChoice, ...]
    suggested: str | None
    goods_weight_g: int = 0
    instructions: tuple[str, ...] = ()
    acknowledged: bool = False
    packaging: str | None = None
    sscc: str | None = None
    label_confirmed: bool = False
    prompt: PackPrompt = PackPrompt.SCAN_UNIT
    history: tuple[VerifiedStep, ...] = ()
    refusal: Refusal | None = None
    same_refusals: int = 0

    @property
    def units(self) -> int:
        """All units of the order on the bench."""
        return sum(line.quantity for line in self.lines)

    @property
    def verified(self) -> int:
        """Units in the carton."""
        return sum(line.verified for line in self.lines)

    def with_line(self, changed: PackLine) -> PackState:
        """The same state with one line replaced."""
        lines = tuple(
            changed if line.order_line_id == changed.order_line_id else line for line in self.lines
        )
        return replace(self, lines=lines)


def begin_packing(state: PackState) -> PackState:
    """The state at the first prompt its rows lead to: when opened, resumed or after a panel."""
    fresh = replace(state, refusal=None, same_refusals=0)
    if fresh.label_confirmed:
        prompt = PackPrompt.DONE
    elif fresh.sscc is not None:
        prompt = PackPrompt.SCAN_LABEL
    elif fresh.instructions and not fresh.acknowledged:
        prompt = PackPrompt.ACKNOWLEDGE
    elif fresh.verified < fresh.units:
        prompt = PackPrompt.SCAN_UNIT
    else:
        prompt = PackPrompt.CHOOSE_PACKAGING
    return replace(fresh, prompt=prompt)
