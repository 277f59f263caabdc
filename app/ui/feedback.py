"""Answers every scan at once to ear and eye: a sound, a flash of colour and a word together."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.ui.sounds import LOUDEST, SoundPlayer
from app.ui.tokens import State


class FeedbackEvent(StrEnum):
    """What the operator is told at once; the value names the sound."""

    OK = "ok"
    STOP = "stop"
    LOOK = "look"
    TASK_DONE = "task_done"
    ORDER_DONE = "order_done"
    OFFLINE = "offline"


_STATES = {
    FeedbackEvent.OK: State.OK,
    FeedbackEvent.STOP: State.STOP,
    FeedbackEvent.LOOK: State.LOOK,
    FeedbackEvent.TASK_DONE: State.OK,
    FeedbackEvent.ORDER_DONE: State.OK,
    FeedbackEvent.OFFLINE: State.IDLE,
}


@dataclass(frozen=True)
class Flash:
    """The part of an answer that is seen."""

    state: State
    word: str


class Feedback(QObject):
    """Gives sound, flash and word for an event.

    Signals:
        played(str): The event's value, each time, whether or not the machine can sound.
        flashed(Flash): What the window flashes.
    """

    played = Signal(str)
    flashed = Signal(object)

    def __init__(self, player: SoundPlayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._volume = LOUDEST

    @property
    def volume(self) -> int:
        """The operator's volume, 0 to 10."""
        return self._volume

    def set_volume(self, volume: int) -> None:
        """Take the volume of the operator who signed in.

        Raises:
            ValueError: If it is not between 0 and 10.
        """
        if not 0 <= volume <= LOUDEST:
            raise ValueError(f"volume is {volume}; it must be from 0 to {LOUDEST}")
        self._volume = volume

    def give(self, event: FeedbackEvent, word: str = "") -> None:
        """Answer an event; returns before the sound ends.

        Args:
            event: What happened.
            word: The translated word shown with the colour; none flashes colour and shape only.
        """
        self.flashed.emit(Flash(_STATES[event], word))
        self._player.play(event.value, self._volume)
        self.played.emit(event.value)
