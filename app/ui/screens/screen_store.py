"""Makes each screen of the window when it is wanted first, or in a quiet moment before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from app.ui.context import StationContext
from app.ui.screens.floor_screen import FloorScreen

Screen = TypeVar("Screen", bound=FloorScreen)

AHEAD_AFTER_MS, AHEAD_EVERY_MS = 2000, 200
"""So long after a sign-in screens begin to be made ahead, and so long is between two of them."""


class ScreenStore(QObject):
    """The screens of one window, at most one of a kind.

    Making all of them takes most of a start, and nobody at one station ever sees more than a few.

    Args:
        context: what the screens work with.
        take_in: gives a screen that was just made its place in the window.
        window: with it they end.
    """

    def __init__(
        self, context: StationContext, take_in: Callable[[FloorScreen], None], window: QObject
    ) -> None:
        super().__init__(window)
        self._context, self._take_in = context, take_in
        self._ahead: list[type[FloorScreen]] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._make_next)
        self._made: dict[type[FloorScreen], FloorScreen] = {}
        self._waiting: dict[type[FloorScreen], list[Callable[[], object]]] = {}

    def one(self, kind: type[Screen]) -> Screen:
        """The screen of this kind, made and connected where nobody has asked for it before."""
        known = self._made.get(kind)
        if isinstance(known, kind):
            return known
        made = kind(self._context)
        self._made[kind] = made
        self._take_in(made)
        for connect in self._waiting.pop(kind, ()):
            connect()
        return made

    def make_ahead(self, kinds: Iterable[type[FloorScreen]]) -> None:
        """Make these one by one, beginning a while from now: then none of them opens slowly."""
        self._ahead = list(kinds)
        self._timer.start(AHEAD_AFTER_MS)

    def _make_next(self) -> None:
        self._ahead = [kind for kind in self._ahead if kind not in self._made]
        if self._ahead:
            self.one(self._ahead.pop(0))
            self._timer.start(AHEAD_EVERY_MS)

    def when_made(self, kind: type[Screen], connect: Callable[[Screen], object]) -> None:
        """Connect the signals of a kind of screen as soon as there is one.

        Args:
            kind: which; none of it is made yet, for connections are made with the window.
            connect: called once, with the screen.
        """
        self._waiting.setdefault(kind, []).append(lambda: connect(self.one(kind)))
