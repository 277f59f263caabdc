"""Makes each screen of the window when it is wanted first, so that the window comes at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.ui.context import StationContext
from app.ui.screens.floor_screen import FloorScreen

Screen = TypeVar("Screen", bound=FloorScreen)


class ScreenStore:
    """The screens of one window, at most one of a kind.

    Making all of them takes most of a start, and nobody at one station ever sees more than a few.

    Args:
        context: what the screens work with.
        take_in: gives a screen that was just made its place in the window.
    """

    def __init__(self, context: StationContext, take_in: Callable[[FloorScreen], None]) -> None:
        self._context, self._take_in = context, take_in
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

    def when_made(self, kind: type[Screen], connect: Callable[[Screen], object]) -> None:
        """Connect the signals of a kind of screen as soon as there is one.

        Args:
            kind: which; none of it is made yet, for connections are made with the window.
            connect: called once, with the screen.
        """
        self._waiting.setdefault(kind, []).append(lambda: connect(self.one(kind)))
