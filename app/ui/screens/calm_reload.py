"""Reads anew what a screen shows when it may have changed, without hurry and without noise."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from app.ui.screens.floor_screen import FloorScreen

EVERY_MS = 200
"""At most one reload in this time, however many events come."""

AGAIN_MS = 2_000
"""After a reload that failed; nothing else may happen that would ask for another one."""


class CalmReload:
    """Asks for a reload at once, then at most one in a while.

    None begins while a service that the operator asked for has not answered yet, whose answer
    comes first, nor while the reload before has not. One that fails is made again, unless the line
    is known to be away: its return asks for a reload by itself.
    """

    def __init__(
        self, reload: Callable[[], None], screen: FloorScreen, every_ms: int = EVERY_MS
    ) -> None:
        """Reload nothing yet.

        Args:
            reload: Reads anew by the screen's `look`.
            screen: Whose content it is; the timer goes with it.
            every_ms: How long that while is.
        """
        self._reload = reload
        self._screen = screen
        self._is_asked = False
        self._every_ms = every_ms
        self._rest = QTimer(screen, singleShot=True)
        self._rest.timeout.connect(self._go_on)
        screen.look_failed.connect(self._ask_again)

    def ask(self) -> None:
        """What is shown may have changed."""
        self._is_asked = True
        if not self._rest.isActive():
            self._go_on()

    def forget(self) -> None:
        """The screen is not shown any more."""
        self._is_asked = False
        self._rest.stop()

    def _ask_again(self) -> None:
        if not self._screen.context.line.is_away:
            self._is_asked = True
            self._rest.start(AGAIN_MS)

    def _go_on(self) -> None:
        if not self._is_asked:
            return
        self._rest.start(self._every_ms)
        if not (self._screen.is_running or self._screen.is_looking):
            self._is_asked = False
            self._reload()
