"""What may not be done to a wave, a template or a channel: facts with their data."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class UnknownWave(Refusal):
    """No wave has this code."""

    code: str


@dataclass(frozen=True)
class WaveNotInState(Refusal):
    """The wave is in a state in which this cannot be done to it."""

    code: str
    state: str


@dataclass(frozen=True)
class WaveEmpty(Refusal):
    """There is no order in the wave."""

    code: str


@dataclass(frozen=True)
class WaveBegun(Refusal):
    """Somebody has picked for the wave: it is aborted or finished, and not held."""

    code: str
    orders: int


@dataclass(frozen=True)
class FedByChannel(Refusal):
    """A channel feeds this wave: it is stopped by locking the channel."""

    code: str
    channel: str


@dataclass(frozen=True)
class NothingToSplit(Refusal):
    """No part of the wave can leave it: there is one part only, or all of it was begun."""

    code: str
    begun: int


@dataclass(frozen=True)
class NotWithItself(Refusal):
    """A wave cannot be merged with itself."""

    code: str


@dataclass(frozen=True)
class NothingMoved(Refusal):
    """None of the orders could change into the wave; each of them was begun or refused."""

    code: str
    orders: int


@dataclass(frozen=True)
class NoDeskActToUndo(Refusal):
    """This lead did nothing to a wave in this shift that was not undone."""


@dataclass(frozen=True)
class CannotUndo(Refusal):
    """What was done to the wave cannot be taken back: its work was on the floor."""

    code: str
    act: str


@dataclass(frozen=True)
class UndoTooLate(Refusal):
    """None of the orders are where the act brought them: others have gone on with them."""

    code: str
    act: str


@dataclass(frozen=True)
class NothingToChoose(Refusal):
    """The wave's orders are picked one by one, or there is only one: no carts can be chosen."""

    code: str
    method: str
    orders: int


@dataclass(frozen=True)
class NoFloorPlan(Refusal):
    """Nobody knows where one can walk; `why` says what is missing."""

    why: str


@dataclass(frozen=True)
class NobodyPicks(Refusal):
    """A forecast was asked for as many pickers as do no work."""

    people: int


@dataclass(frozen=True)
class CodeTaken(Refusal):
    """Another one has this code."""

    code: str


@dataclass(frozen=True)
class UnknownTemplate(Refusal):
    """No wave template has this code."""

    code: str


@dataclass(frozen=True)
class UnknownChannel(Refusal):
    """No channel has this code."""

    code: str


@dataclass(frozen=True)
class UnfitSettings(Refusal):
    """A setting cannot be as it was given; `setting` names it."""

    setting: str
    value: str
