"""What every dialogue of the floor shares: its answer, the STOP state, and the door all codes pass.

A dialogue is a pure function of a state and a scan. Its state is a frozen dataclass that keeps the
refusal shown (`Shown`); what has to be written comes back as effects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    CodesRunTogether,
    CommandNotPossible,
    NotAskedForHere,
    Refusal,
    UnknownCode,
    UnreadableCode,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedGarbled,
    ScannedQuantity,
    ScannedUnknown,
    code_of,
)


class Shown(Protocol):
    """The part of a dialogue's state that holds STOP: the refusal, and how often it came."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def refusal(self) -> Refusal | None:
        """What stopped the last scan."""

    @property
    def same_refusals(self) -> int:
        """How often in a row."""


StateT = TypeVar("StateT", bound=Shown)
EffectT = TypeVar("EffectT")


@dataclass(frozen=True)
class Outcome(Generic[StateT, EffectT]):
    """A dialogue's answer.

    With a `refusal` the effects are empty and the state differs only in showing the refusal.
    """

    state: StateT
    effects: tuple[EffectT, ...] = ()
    refusal: Refusal | None = None


def stop(state: StateT, refusal: Refusal) -> Outcome[StateT, Any]:
    """Hold the STOP state: the prompt stays, nothing is counted, repeats are counted."""
    same = state.same_refusals + 1 if refusal == state.refusal else 1
    return Outcome(replace(state, refusal=refusal, same_refusals=same), refusal=refusal)


def proceed(state: StateT, *effects: EffectT) -> Outcome[StateT, EffectT]:
    """Leave a STOP state behind and carry on with `state`."""
    return Outcome(replace(state, refusal=None, same_refusals=0), effects)


def at_the_door(state: StateT, scanned: Scanned) -> Outcome[StateT, Any] | None:
    """Answer what no prompt can use; None where the prompt has to answer.

    A severe refusal holds until OK, which then means nothing else; what cannot be read or is known
    to nobody is refused.
    """
    if state.refusal is not None and state.refusal.severe:
        is_ok = scanned == ScannedCommand(Command.OK)
        return proceed(state) if is_ok else stop(state, state.refusal)
    match scanned:
        case ScannedGarbled(code=code, why=GarbledWhy.RUN_TOGETHER):
            return stop(state, CodesRunTogether(code))
        case ScannedGarbled(code=code, why=why):
            return stop(state, UnreadableCode(code, why))
        case ScannedUnknown(code=code):
            return stop(state, UnknownCode(code))
    return None


def not_for_this(state: StateT, scanned: Scanned) -> Outcome[StateT, Any]:
    """Refuse what the present prompt has no use for."""
    match scanned:
        case ScannedCommand(command=command):
            return stop(state, CommandNotPossible(command))
    return stop(state, NotAskedForHere(code_of(scanned)))


def choice_of(scanned: Scanned) -> int | None:
    """The number chosen, OK standing for the first; None where the scan is no answer."""
    match scanned:
        case ScannedQuantity(quantity=number):
            return number
        case ScannedCommand(command=Command.OK):
            return 1
    return None
