"""What a station asks the database to write for one scan, and what it can be told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from app.domain.events import Event
from app.domain.pick_effects import (
    BindTote,
    CartonFull,
    CheckEmpty,
    GiveBack,
    GiveUpCarton,
    LeaveOrders,
    OpenCarton,
    PassOn,
    PauseTask,
    PickEffect,
    PutInTote,
    SetAside,
    SetDamaged,
    SetTotesAside,
    ShortLine,
    SkipLine,
    SubstituteLine,
    SwitchLot,
    TakeBack,
    ToteIn,
    UnbindTote,
    UnloadCart,
)
from app.domain.pick_state import ShortReason, SkipReason
from app.domain.refusals import Refusal


class Verdict(StrEnum):
    """What became of a request.

    APPLIED: it is written, its refusal into the log, its effects into the books. REPEATED,
    REPEATED_REFUSED: the same scan was written before, as accepted or as refused; nothing changed.
    TAKEN_OVER: the task is somebody else's, or claimed anew. BEHIND: the station's copy is not what
    the rows say. STOPPED: an order of the task was held, cancelled or opened at a bench.
    NOT_ALLOWED: the operator may not pick. REFUSED: the books do not allow what the dialogue did.
    All of these are in the scan log. ID_REUSED: the id came with another code before; a station is
    broken, and nothing is written.
    """

    APPLIED = "applied"
    REPEATED = "repeated"
    REPEATED_REFUSED = "repeated_refused"
    TAKEN_OVER = "taken_over"
    BEHIND = "behind"
    STOPPED = "stopped"
    NOT_ALLOWED = "not_allowed"
    REFUSED = "refused"
    ID_REUSED = "id_reused"


@dataclass(frozen=True)
class PickRequest:
    """One scan of a picker, judged at the station and to be written by the database.

    Attributes:
        scan_id: made once at the station; the same id is applied once.
        raw: the scan as the log shows it.
        payload_hash: fingerprint of the scan as it came from the scanner.
        task_id: the task it is for.
        epoch: the claim it was made under.
        revision: of the copy it was judged by. None: made while the database was away; then each
            effect's own line is compared instead.
        operator_id: who scanned.
        station: where.
        effects: what it changes; empty for refusals and for steps that change nothing on record.
        refusal: the name of the dialogue's refusal.
        finishes: no line of the copy is open after it.
        stopped: orders that the copy goes on without, so that only others stop the scan.
    """

    scan_id: uuid.UUID
    raw: str
    payload_hash: str
    task_id: int
    epoch: int
    revision: int | None
    operator_id: int
    station: str
    effects: tuple[PickEffect, ...] = ()
    refusal: str | None = None
    finishes: bool = False
    stopped: tuple[int, ...] = ()

    def as_record(self) -> dict[str, object]:
        """The request as plain values, for journals and for the database's own functions."""
        return {
            "scan_id": str(self.scan_id),
            "raw": self.raw,
            "payload_hash": self.payload_hash,
            "task_id": self.task_id,
            "epoch": self.epoch,
            "revision": self.revision,
            "operator_id": self.operator_id,
            "station": self.station,
            "effects": [_effect_record(effect) for effect in self.effects],
            "refusal": self.refusal,
            "finishes": self.finishes,
            "stopped": list(self.stopped),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> PickRequest:
        """The request that `as_record` was made of.

        Raises:
            KeyError: a value is missing, or an effect is of no known kind.
        """
        values = dict(record)
        values["scan_id"] = uuid.UUID(values["scan_id"])
        values["effects"] = tuple(_effect(effect) for effect in values["effects"])
        values["stopped"] = tuple(values.get("stopped", ()))
        return cls(**values)


@dataclass(frozen=True)
class Applied:
    """What the database says of a request.

    Attributes:
        verdict: what became of it.
        revision: the task's revision now; None where the task is not the operator's under the
            request's epoch, so that its holder alone learns how it goes on.
        refusal: why the database itself refused; None where it only wrote the dialogue's refusal.
        events: what happened by this request; empty for repeated ones.
        logged: the refusal's name in the scan log, of the first time for repeated requests; None
            where the scan was accepted.
    """

    verdict: Verdict
    revision: int | None = None
    refusal: Refusal | None = None
    events: tuple[Event, ...] = ()
    logged: str | None = None

    @property
    def is_written(self) -> bool:
        """Whether the request's effects are in the books, now or since its first time."""
        return self.verdict in (Verdict.APPLIED, Verdict.REPEATED) and self.logged is None


_KINDS: dict[str, type[PickEffect]] = {
    kind.__name__: kind
    for kind in (
        BindTote,
        UnbindTote,
        LeaveOrders,
        UnloadCart,
        OpenCarton,
        CartonFull,
        GiveUpCarton,
        PutInTote,
        SwitchLot,
        ShortLine,
        SetDamaged,
        SubstituteLine,
        CheckEmpty,
        SkipLine,
        TakeBack,
        SetAside,
        SetTotesAside,
        ToteIn,
        PassOn,
        GiveBack,
        PauseTask,
    )
}


def _effect_record(effect: PickEffect) -> dict[str, object]:
    return {"kind": type(effect).__name__, **asdict(effect)}


def _effect(record: Mapping[str, Any]) -> PickEffect:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in record.items()
        if key != "kind"
    }
    kind = _KINDS[record["kind"]]
    if kind is ShortLine:
        values["reason"] = ShortReason(values["reason"])
    if kind is SkipLine and values["reason"] is not None:
        values["reason"] = SkipReason(values["reason"])
    return kind(**values)
