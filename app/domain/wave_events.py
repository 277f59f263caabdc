"""What happened to waves and channels, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event
from app.domain.wave_acts import WavePart


@dataclass(frozen=True)
class WaveStateChanged(Event):
    """A wave moved along its life; the floor's part of it is noticed a little later."""

    wave_id: int
    code: str
    old: str
    new: str


@dataclass(frozen=True)
class WaveOrdersChanged(Event):
    """Orders joined a wave or left it."""

    wave_id: int
    code: str
    joined: int
    left: int


@dataclass(frozen=True)
class WaveAborted(Event):
    """A wave was given up: `withdrawn` orders are at the desk again, `finished` ones go on."""

    wave_id: int
    code: str
    withdrawn: int
    finished: int


@dataclass(frozen=True)
class ChannelChanged(Event):
    """A channel was opened, locked or sent to sleep."""

    channel_id: int
    code: str
    state: str


@dataclass(frozen=True)
class WaveActed(Event):
    """A lead did something to a wave that may be undone; see `app.domain.wave_acts.DoneAct`."""

    act: str
    code: str
    was: str
    parts: tuple[WavePart, ...] = ()


@dataclass(frozen=True)
class WaveActUndone(Event):
    """A lead undid what they did to a wave; `number` is that of its event."""

    number: int
    act: str
    code: str
