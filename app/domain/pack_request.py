"""What a bench did without its database, to be written on its return; and what had to wait."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.domain.discrepancies import DiscrepancyKind
from app.domain.offline import (
    LONGEST_OFFLINE,
    MOST_LINES,
    Activity,
    Backlog,
    NeedsDatabase,
    OfflineTooLong,
)
from app.domain.pack_effects import (
    AcknowledgeInstructions,
    CloseCarton,
    ConfirmLabel,
    NoteWeight,
    PackEffect,
    ParkOrder,
    PutInCarton,
    ReopenCarton,
    ReportMissing,
    ReprintLabel,
    ReprintSlip,
    TakeOutOfCarton,
    TakeTote,
    VoidLabel,
)
from app.domain.pack_state import (
    PackState,
    ReprintReason,
    SlipPaper,
    begin_packing,
)
from app.domain.pick_request import Verdict
from app.domain.refusals import Refusal, StockMissing
from app.domain.weighing import WeightVerdict

PACK_WORK = "pack"
"""How logs, journals and discrepancies name what was done at a bench."""


@dataclass(frozen=True)
class PackRequest:
    """One scan of a packer, judged at the station and to be written by the database.

    Attributes:
        scan_id: made once at the station; the same id is applied once.
        raw: the scan as the log shows it.
        payload_hash: fingerprint of the scan as it came from the scanner.
        order_id: the order on the bench.
        carton_id: its carton.
        revision: of the copy it was judged by: the carton must not have changed since.
        operator_id: who scanned.
        station: where.
        effects: what it changes; empty for refusals and for steps that change nothing on record.
        refusal: the name of the dialogue's refusal.
        slip: the slip that the station prints because of it.
    """

    scan_id: uuid.UUID
    raw: str
    payload_hash: str
    order_id: int
    carton_id: int
    revision: int
    operator_id: int
    station: str
    effects: tuple[PackEffect, ...] = ()
    refusal: str | None = None
    slip: SlipPaper | None = None

    @property
    def lines_changed(self) -> int:
        """How much it counts towards the limit of off-line work."""
        return sum(1 for effect in self.effects if isinstance(effect, PutInCarton))

    def as_record(self) -> dict[str, object]:
        """The request as plain values, for journals."""
        return {
            "work": PACK_WORK,
            "scan_id": str(self.scan_id),
            "raw": self.raw,
            "payload_hash": self.payload_hash,
            "order_id": self.order_id,
            "carton_id": self.carton_id,
            "revision": self.revision,
            "operator_id": self.operator_id,
            "station": self.station,
            "effects": [{"kind": type(each).__name__, **asdict(each)} for each in self.effects],
            "refusal": self.refusal,
            "slip": None if self.slip is None else asdict(self.slip),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> PackRequest:
        """The request that `as_record` was made of.

        Raises:
            KeyError: a value is missing, or an effect is of no known kind.
        """
        values = {key: value for key, value in record.items() if key != "work"}
        values["scan_id"] = uuid.UUID(values["scan_id"])
        values["effects"] = tuple(_effect(effect) for effect in values["effects"])
        values["slip"] = None if values["slip"] is None else SlipPaper(**values["slip"])
        return cls(**values)


_KINDS: dict[str, type[PackEffect]] = {
    kind.__name__: kind
    for kind in (
        PutInCarton,
        TakeOutOfCarton,
        AcknowledgeInstructions,
        CloseCarton,
        ReprintSlip,
        ParkOrder,
        NoteWeight,
    )
}
"""What a bench can do without its database."""

_WAITS: dict[type[PackEffect], Activity] = {
    ConfirmLabel: Activity.LABEL,
    ReprintLabel: Activity.LABEL,
    ReportMissing: Activity.REPORT_MISSING,
    ReopenCarton: Activity.REOPEN,
    VoidLabel: Activity.REOPEN,
    TakeTote: Activity.BIND_TOTE,
}
"""What waits: numbers and labels are the database's, and a lead sees a hold only there."""

_CHANGES = (
    PutInCarton,
    TakeOutOfCarton,
    AcknowledgeInstructions,
    CloseCarton,
    ReopenCarton,
    VoidLabel,
    ConfirmLabel,
)


def _effect(record: Mapping[str, Any]) -> PackEffect:
    values = {key: value for key, value in record.items() if key != "kind"}
    if "serials" in values:
        values["serials"] = tuple(values["serials"])
    if "reason" in values:
        values["reason"] = ReprintReason(values["reason"])
    if "verdict" in values:
        values["verdict"] = WeightVerdict(values["verdict"])
    return _KINDS[record["kind"]](**values)


def changes_carton(effects: tuple[PackEffect, ...]) -> bool:
    """Whether a scan with these effects raises the carton's revision, by one."""
    return any(isinstance(effect, _CHANGES) for effect in effects)


def bench_waits_for(effects: tuple[PackEffect, ...]) -> Activity | None:
    """The first thing a scan does that only the database can; None if it does nothing so.

    A carton that leaves units over is one of two with papers of their own, which only it makes. And
    only it knows whose badge lets a wrong weight go.
    """
    if any(isinstance(effect, NoteWeight) and effect.override for effect in effects):
        return Activity.OVERRIDE_WEIGHT
    if any(isinstance(effect, CloseCarton) and effect.is_full for effect in effects):
        return Activity.LABEL
    return next((_WAITS[type(effect)] for effect in effects if type(effect) in _WAITS), None)


def judge_bench_offline(effects: tuple[PackEffect, ...], backlog: Backlog) -> Refusal | None:
    """Whether a packer's scan may be accepted without the database; None if it may.

    Putting an order aside is possible at any time: whoever has to stop must be able to.
    """
    activity = bench_waits_for(effects)
    if activity is not None:
        return NeedsDatabase(activity)
    if any(isinstance(effect, ParkOrder) for effect in effects):
        return None
    if backlog.offline_for >= LONGEST_OFFLINE or backlog.lines >= MOST_LINES:
        return OfflineTooLong(int(backlog.offline_for.total_seconds() // 60), backlog.unsent)
    return None


def after_offline(state: PackState, effects: tuple[PackEffect, ...]) -> PackState:
    """The order on the bench after a scan that was accepted without the database.

    A carton that was closed gets no number, so that its label waits.
    """
    state = replace(state, revision=state.revision + changes_carton(effects))
    slip = state.slip
    if any(isinstance(effect, CloseCarton) for effect in effects):
        state = begin_packing(replace(state, closed_offline=True))
    if slip is not None and any(isinstance(effect, ReprintSlip) for effect in effects):
        state = replace(state, slip=replace(slip, copy=slip.copy + 1, is_in_doubt=False))
    return state


def slip_to_print(
    before: PackState, effects: tuple[PackEffect, ...], *, is_in_doubt: bool
) -> SlipPaper | None:
    """The slip that a scan lets the station print, if it does.

    Args:
        before: the order before the scan.
        effects: what the scan does.
        is_in_doubt: the database was asked before and its answer was lost.
    """
    if before.slip is None:
        return None
    for effect in effects:
        if isinstance(effect, CloseCarton):
            return replace(before.slip, is_in_doubt=is_in_doubt)
        if isinstance(effect, ReprintSlip):
            return replace(before.slip, copy=before.slip.copy + 1, is_in_doubt=False)
    return None


# The return ---------------------------------------------------------------------------------


def needs_a_person(effect: PackEffect) -> bool:
    """Whether somebody has to look at the parcel, if the effect cannot be written."""
    return isinstance(effect, PutInCarton | TakeOutOfCarton | CloseCarton)


def bench_discrepancy(verdict: Verdict, refusal: str | None) -> DiscrepancyKind | None:
    """What a verdict on a packer's off-line scan means for a person; None where it was written.

    Args:
        verdict: what became of the scan.
        refusal: the name of the refusal in the log, where it was refused.
    """
    if verdict in (Verdict.APPLIED, Verdict.REPEATED):
        return None
    if verdict is Verdict.NOT_ALLOWED:
        return DiscrepancyKind.NOT_ALLOWED
    return _KINDS_BY_REFUSAL.get(refusal or "", DiscrepancyKind.CARTON_CHANGED)


_KINDS_BY_REFUSAL = {
    "OrderStopped": DiscrepancyKind.ORDER_STOPPED,
    StockMissing.__name__: DiscrepancyKind.STOCK_MISSING,
    "NoLongerActive": DiscrepancyKind.NOT_ALLOWED,
    "NotAllowed": DiscrepancyKind.NOT_ALLOWED,
    "NotAtThisStation": DiscrepancyKind.NOT_ALLOWED,
}
