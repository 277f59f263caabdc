"""The bench's scale while a parcel's weight is waited for."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

from app.devices.scale_watch import OnScale, ScaleWatch, on_scale
from app.domain.pack_state import PackPrompt
from app.services.weighing import learn_weights
from app.ui.context import StationContext

_log = logging.getLogger(__name__)

ON_SCALE = frozenset({PackPrompt.WEIGH, PackPrompt.WEIGHT_DIFFERS})
"""Prompts at which a parcel that is put onto the scale is weighed."""


def learn_beside_the_work(context: StationContext) -> None:
    """Learn what goods and boxes weigh from what was just weighed; nobody waits for it."""
    context.jobs.background.submit(
        learn_weights, context.workplace, failed=lambda problem: _log.warning("%s", problem)
    )


class ParcelScale(QObject):
    """Listens to the scale at the prompts that need it.

    Signals:
        weighed(float): A parcel was put on, and this is its weight in grams.
        changed: The scale shows something else.
    """

    weighed = Signal(float)
    changed = Signal()

    def __init__(self, context: StationContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = context.scale
        self._watch = ScaleWatch()
        self._prompt: PackPrompt | None = None
        self._board.weighed.connect(self._heard)
        self._board.state_changed.connect(self._heard)

    @property
    def grams(self) -> float | None:
        """What it shows now; None where it shows no number."""
        reading = self._board.reading
        return None if reading is None else reading.grams

    @property
    def stands(self) -> OnScale:
        """How it stands."""
        return on_scale(self._board.reading)

    @property
    def is_there(self) -> bool:
        """Whether it can say a weight now: else one is typed."""
        return self._board.is_connected

    def follow(self, prompt: PackPrompt | None) -> None:
        """Know what is asked now; where a weight begins to be waited for, look at once."""
        before, self._prompt = self._prompt, prompt
        if prompt is PackPrompt.WEIGH and before is not PackPrompt.WEIGH:
            self._watch.begin()
            self._heard()

    def zero(self) -> None:
        """Let what lies on it be nothing."""
        self._board.zero()

    def _heard(self) -> None:
        if self._prompt not in ON_SCALE:
            return
        self.changed.emit()
        grams = self._watch.feed(self._board.reading)
        if grams is not None:
            self.weighed.emit(grams)
