"""What screens of a lead's desk share: they read anew by themselves, calmly, and say how old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar, TypeVarTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.events import Event
from app.services.live import StoredEvent
from app.ui.context import StationContext
from app.ui.live_kinds import is_kind
from app.ui.message import translate
from app.ui.screens.calm_reload import EVERY_MS as CALM_MS
from app.ui.screens.calm_reload import CalmReload
from app.ui.screens.floor_screen import FloorScreen

EVERY_MS = 5_000
"""A board is never older than this while its database answers."""

OLD_AFTER_S = 15
"""What is older than this is said to be old."""

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


class Asking(Protocol):
    """Asks a service beside the window, aloud (`FloorScreen.run`) or quietly (`look`)."""

    def __call__(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None],
    ) -> None:
        """Call the function with these arguments, then `done` with what it returned."""


class DeskScreen(FloorScreen):
    """A screen that shows what others do, and stays right without being asked.

    Subclasses ask their service in `read_with`, name the events after which they look anew in
    `looks_after`, and say `age_words` where what is shown could be taken for the present. They read
    at most once in `calm_ms`.
    """

    calm_ms = CALM_MS
    looks_after: tuple[type[Event], ...] = ()

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.read_at: datetime | None = None
        self._calm = CalmReload(lambda: self._ask(self.look), self, self.calm_ms)
        self._again = QTimer(self, interval=EVERY_MS)
        self._again.timeout.connect(self._calm.ask)

    def read_with(self, ask: Asking) -> None:
        """Ask the service for what is shown; `done` shows it."""
        raise NotImplementedError

    def arrived(self) -> None:
        """Show what was read last, and read anew."""
        super().arrived()
        self._again.start()
        self.reload()

    def reload(self) -> None:
        """Read anew because somebody asked for it; scans wait for it."""
        self._ask(self.run)

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Something this screen shows may have changed: look again in a moment."""
        if not events or any(is_kind(event, *self.looks_after) for event in events):
            self._calm.ask()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._again.stop()
        self._calm.forget()
        super().leave()

    def age_words(self) -> str:
        """How old what is shown is, where it is old: the database may not answer."""
        if self.read_at is None:
            return ""
        age = self.context.now() - self.read_at
        if age.total_seconds() < OLD_AFTER_S:
            return ""
        return translate("desk", "as of {0}").format(self.read_at.astimezone().strftime("%H:%M:%S"))

    def _ask(self, ask: Asking) -> None:
        if self.operator is None:
            return

        def dated(
            function: Callable[[*Arguments], Result],
            *args: *Arguments,
            done: Callable[[Result], None],
        ) -> None:
            def take(result: Result) -> None:
                self.read_at = self.context.now()
                done(result)

            ask(function, *args, done=take)

        self.read_with(dated)
