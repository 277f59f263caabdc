"""The floor as a station remembers it: built once, and again after it changed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.floor_plans import Floor


class FloorMemory:
    """Keeps the floor between two questions; open to all threads.

    Whoever hears of a changed layout or a closed aisle forgets it, and the next question reads it
    anew: some tens of milliseconds for thousands of locations.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._floor: Floor | None = None
        self._lock = threading.Lock()

    @property
    def known(self) -> Floor | None:
        """The floor as it was read last; None if it is to be read."""
        return self._floor

    def of(self, session: Session) -> Floor:
        """The floor, read inside the caller's transaction where it is not known."""
        from app.services.floor_plans import floor_of  # what plans floors is loaded when asked for

        with self._lock:
            if self._floor is None:
                self._floor = floor_of(session)
            return self._floor

    def forget(self) -> None:
        """Read it anew at the next question."""
        with self._lock:
            self._floor = None
