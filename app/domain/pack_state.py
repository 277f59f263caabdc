"""The packer's position with one order: what is verified, boxed, printed and stuck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.domain.bench_weights import BenchWeights, PackedUnits
from app.domain.cartonization import ParcelPlan, Proposal
from app.domain.code_book import CodeBook
from app.domain.pack_places import PackPlace, is_used_up, to_fetch
from app.domain.refusals import Refusal
from app.domain.scanned import ScannedItem
from app.domain.weigh_steps import OverrideReason, ScaleUse, WeighStep, next_weigh_step
from app.domain.weighing import Parcel, Weighed


class PackPrompt(StrEnum):
    """The questions the pack dialogue asks."""

    ACKNOWLEDGE = "acknowledge"
    SCAN_UNIT = "scan_unit"
    SCAN_SERIAL = "scan_serial"
    INSERTS = "inserts"
    CHOOSE_PACKAGING = "choose_packaging"
    WEIGH = "weigh"
    WEIGHT_DIFFERS = "weight_differs"
    WEIGHT_REASON = "weight_reason"
    WEIGHT_ITEM = "weight_item"
    WEIGHT_LEAD = "weight_lead"
    SCAN_LABEL = "scan_label"
    PARCEL = "parcel"
    VOID_LEAD = "void_lead"
    LABEL_WAITS = "label_waits"
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


class ParcelWay(StrEnum):
    """What can be done with a closed parcel; the order is that of the numbered choices."""

    COUNT_ANEW = "count_anew"
    """Opened: every unit is taken out and scanned again."""
    OTHER_PACKAGING = "other_packaging"
    """Opened: the same units go into another box."""
    NEW_LABEL = "new_label"
    """Number and label are void, another label goes onto the same parcel: a lead's to say."""
    PRINT_AGAIN = "print_again"
    """The same label comes out again."""


@dataclass(frozen=True)
class PackLine:
    """One order line on the bench. `quantity` units were picked, `verified` are in the carton.

    `weight_g` is that of one unit. `serials` are the numbers of the units that were picked for it
    and are in no carton yet; `is_numbered`: each unit has to be one of them.
    """

    order_line_id: int
    item_id: int
    sku: str
    name: str
    barcode: str | None
    quantity: int
    verified: int = 0
    fragile: bool = False
    weight_g: int = 0
    serials: tuple[str, ...] = ()
    is_numbered: bool = False

    @property
    def open(self) -> int:
        """Units still to be scanned into the carton."""
        return self.quantity - self.verified


@dataclass(frozen=True)
class PackagingChoice:
    """A packaging kind offered for this order; `inner_mm` is its length, width and height."""

    code: str
    name: str
    max_weight_g: int
    tare_g: int
    inner_mm: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class VerifiedStep:
    """Units scanned into the carton in one scan, which UNDO can take out."""

    order_line_id: int
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlipPaper:
    """A packing slip and the printer it goes to: all that is needed to print it off line.

    Attributes:
        document: The slip as `printing.documents` records it, as if all units are packed.
        printer: The printer's name.
        kind: How it is connected; one of `printing.printers.addresses`.
        address: Where it is.
        format: What it understands.
        dpi: Dots per inch.
        copy: 1 for the first print, 2 and up for reprints.
        is_in_doubt: The database may have printed it: its answer was lost on the way.
    """

    document: Mapping[str, Any]
    printer: str
    kind: str
    address: str
    format: str
    dpi: int
    copy: int = 1
    is_in_doubt: bool = False


@dataclass(frozen=True)
class PackState:
    """An order on the pack bench as its packer sees it.

    `proposal` says how the units of all `lines` may be laid; its entries are those lines in turn.
    `revision` names the state of the carton's rows that this is a copy of. `book` says what the
    order's codes mean and `slip` what its packing slip says, so that the station can go on without
    its database. `places` is where its goods lay when it was opened, and `here` the codes of those
    that were scanned at this bench. `is_full`: the carton is about to be closed while units are
    left for another one.
    `unit` is the unit in hand whose number is asked for.
    `closed_offline`: the carton is sealed, and has no number and no label yet.
    `picked_into`: the packaging that all its units went into straight from the shelf.
    `inserts` are what the shop wants in each order's last parcel beside the goods; `inserted`: they
    are. `reopened`: the carton was closed before. `scale` says whether it is weighed at this
    bench, `weights` is what is known of weights then, and `weighings` how it was weighed since it
    was opened. `ahead`: the packaging whose card was scanned before the last unit; and
    `takes_proposed`: without one, the proposed packaging is taken unasked.
    """

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
    revision: int = 0
    closed_offline: bool = False
    is_full: bool = False
    unit: ScannedItem | None = None
    places: tuple[PackPlace, ...] = ()
    here: frozenset[str] = frozenset()
    is_gift: bool = False
    picked_into: str | None = None
    inserts: tuple[str, ...] = ()
    inserted: bool = False
    reopened: bool = False
    scale: ScaleUse = ScaleUse.NONE
    weighings: tuple[Weighed, ...] = ()
    typed_weight: str = ""
    override: OverrideReason | None = None
    changed_item_id: int | None = None
    ahead: str | None = None
    takes_proposed: bool = False
    weights: BenchWeights = field(default_factory=BenchWeights, compare=False, repr=False)
    proposal: Proposal | None = field(default=None, compare=False, repr=False)
    book: CodeBook = field(default_factory=CodeBook, compare=False, repr=False)
    slip: SlipPaper | None = field(default=None, compare=False, repr=False)

    @property
    def plan(self) -> ParcelPlan | None:
        """The parcel that the proposal begins with; its quantities are those of `lines` in turn."""
        return None if self.proposal is None else self.proposal.parcels[0]

    @property
    def is_as_planned(self) -> bool:
        """Whether the carton holds just the units of the first of several parcels."""
        planned = () if self.plan is None else self.plan.quantities
        return self.verified < self.units and planned == tuple(line.verified for line in self.lines)

    @property
    def suggestion(self) -> str | None:
        """The packaging that OK takes: for all units, or for the planned parcel once it is full."""
        if not self.is_full:
            return self.suggested
        return self.plan.packaging if self.plan is not None and self.is_as_planned else None

    @property
    def to_box_g(self) -> int:
        """What the units weigh that go into the next packaging."""
        if not self.is_full:
            return self.goods_weight_g
        return sum(line.weight_g * line.verified for line in self.lines)

    @property
    def to_fetch(self) -> tuple[PackPlace, ...]:
        """Totes and cubbies with units of the order that nobody has brought to this bench yet."""
        open_units = {line.order_line_id: line.open for line in self.lines}
        return to_fetch(self.places, self.here, open_units)

    @property
    def waits_for(self) -> PackPlace | None:
        """The place without which packing can't go on: what is at the bench is in the carton."""
        taken = {line.order_line_id: line.verified for line in self.lines}
        missing = self.to_fetch
        return missing[0] if missing and is_used_up(self.places, self.here, taken) else None

    @property
    def parcel(self) -> Parcel:
        """What lies on the scale: the chosen packaging and the units in it."""
        contents = tuple(
            PackedUnits(line.item_id, line.sku, line.name, line.verified) for line in self.lines
        )
        return self.weights.parcel(self.packaging or "", contents)

    @property
    def weighed(self) -> Weighed | None:
        """How the carton was weighed last; None if it was not."""
        return self.weighings[-1] if self.weighings else None

    @property
    def asks_lead(self) -> bool:
        """Whether the same wrong weight came twice, so that a lead may let the parcel go."""
        return bool(self.weighings) and next_weigh_step(self.weighings) is WeighStep.ASK_LEAD

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
    is_sealed = state.sscc is not None or state.closed_offline
    fresh = replace(
        state,
        refusal=None,
        same_refusals=0,
        is_full=False,
        unit=None,
        packaging=state.packaging if is_sealed else None,
        typed_weight="",
        override=None,
        changed_item_id=None,
    )
    if fresh.label_confirmed:
        prompt = PackPrompt.DONE
    elif fresh.sscc is not None:
        prompt = PackPrompt.SCAN_LABEL
    elif fresh.closed_offline:
        prompt = PackPrompt.LABEL_WAITS
    elif fresh.instructions and not fresh.acknowledged:
        prompt = PackPrompt.ACKNOWLEDGE
    elif fresh.verified < fresh.units:
        prompt = PackPrompt.SCAN_UNIT
    elif fresh.inserts and not fresh.inserted:
        prompt = PackPrompt.INSERTS
    else:
        prompt = PackPrompt.CHOOSE_PACKAGING
    return replace(fresh, prompt=prompt)
