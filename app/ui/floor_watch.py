"""Keeps what a station knows of the floor up to date, beside its window."""

from __future__ import annotations

from app.services.live import StoredEvent
from app.services.walking import get_ready
from app.ui.context import StationContext
from app.ui.live_kinds import FLOOR_CHANGES, is_kind


class FloorWatch:
    """Reads the floor in the background, so that no picker's scan waits for it."""

    def __init__(self, context: StationContext) -> None:
        """Watch for a station; nothing is read yet."""
        self._context = context

    def get_ready(self) -> None:
        """Read the floor; where the database is away it is read by whoever needs it first."""
        self._context.jobs.background.submit(
            get_ready, self._context.workplace, failed=lambda _: None, owner=self
        )

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Something was committed at some station: forget a floor that has changed."""
        if any(is_kind(event, *FLOOR_CHANGES) for event in events):
            self._context.workplace.floor.forget()
            self.get_ready()
