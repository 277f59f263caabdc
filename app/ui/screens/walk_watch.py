"""Keeps a picker's stops ahead in the shortest order while others change the floor."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.pick_state import PickState
from app.services.floor_map import map_for_work
from app.services.walking import NewWalk, walk_anew
from app.ui import messages_live
from app.ui.message import Message
from app.ui.screens.floor_screen import FloorScreen
from app.ui.widgets.floor_picture import FloorPictureView


class WalkWatch:
    """The walk of the task on a screen; the task itself stays the screen's."""

    def __init__(
        self,
        screen: FloorScreen,
        task: Callable[[], PickState | None],
        take: Callable[[PickState], None],
    ) -> None:
        """Watch for a screen.

        Args:
            screen: Whose lane and notices are used.
            task: The task it shows.
            take: Lets it show the task with its stops in another order.
        """
        self._screen, self._task, self._take = screen, task, take
        self._is_old = False
        self._closed: Message | None = None

    def answered(self) -> None:
        """A scan was answered: what had to wait for it is done now."""
        if self._is_old:
            self.look_again()

    def look_again(self) -> None:
        """Put the stops ahead into the order that is the shortest now; not under a held message."""
        before = self._task()
        self._is_old = before is None or self._screen.held is not None
        if before is None or self._is_old:
            return

        def done(told: NewWalk) -> None:
            screen = self._screen
            if self._task() is not before or screen.held is not None or screen.is_running:
                self._is_old = True  # a scan was quicker: its answer is walked on from
                return
            message = messages_live.for_closed_aisles(told.closed)
            if message is not None or screen.announced is self._closed:
                screen.announce(message)
            self._closed = message
            self._take(told.state)

        self._screen.look(walk_anew, self._screen.context.workplace, before, done=done)

    def look_at_map(self, show: Callable[[FloorPictureView | None], None]) -> None:
        """Show the stops that are left on the floor, the next one in large."""
        show(None)
        state = self._task()
        if state is not None and state.stop is not None:
            self._screen.look(
                map_for_work,
                self._screen.context.workplace,
                state,
                done=lambda found: show(FloorPictureView(found.floor, found.walk)),
            )
