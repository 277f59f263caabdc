"""Picking changes hands at a station: a colleague takes it over by badge, or it is put aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.domain.operators import OperatorView
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.services import picking
from app.services.identifying import Entry
from app.services.picking import PickAnswer
from app.services.station_work import ClaimedWork, hand_over_here
from app.ui.context import StationContext

_OVER = (PickPrompt.TASK_DONE, PickPrompt.PAUSED)


class PickHands(Protocol):
    """The part of the pick screen that a change of hands needs."""

    context: StationContext
    operator: OperatorView | None
    state: PickState | None

    def run(
        self, function: Callable[..., object], *args: object, done: Callable[..., None]
    ) -> None:
        """Run a service beside the window."""


def has_work_in_hands(screen: PickHands) -> bool:
    """Whether there is open work that the database could give to another one now.

    Off line the work stays here: its operator's badge goes on with it.
    """
    is_open = screen.state is not None and screen.state.prompt not in _OVER
    return is_open and screen.operator is not None and not screen.context.line.is_away


def stands_somewhere(paused: PickAnswer) -> bool:
    """Whether it is worth asking where put-aside work stands.

    Without a tote nothing stands anywhere; off line, nobody else could be told where.
    """
    return not paused.is_stored and any(each.tote for each in paused.state.positions)


def take_over(
    screen: PickHands,
    colleague: OperatorView,
    welcome: Callable[[], None],
    tell: Callable[[ClaimedWork], None],
) -> None:
    """Give the work that is open to a colleague who has just scanned their badge here.

    Args:
        screen: the pick screen.
        colleague: who goes on.
        welcome: signs them in.
        tell: is told of the work they have then.
    """

    def done(claimed: ClaimedWork) -> None:
        welcome()
        tell(claimed)

    state, holder = screen.state, screen.operator
    if state is not None and holder is not None:
        screen.run(
            hand_over_here,
            screen.context.workplace,
            colleague.operator_id,
            holder,
            state,
            done=done,
        )


def put_aside(screen: PickHands, done: Callable[[], None]) -> None:
    """Pause the work that is open, so that its operator can resume it anywhere."""
    state, operator = screen.state, screen.operator
    if state is not None and operator is not None:
        entry = Entry(Command.PAUSE.value, screen.context.new_scan_id())
        screen.run(
            picking.scan,
            screen.context.workplace,
            operator.operator_id,
            state,
            entry,
            done=lambda _: done(),
        )
