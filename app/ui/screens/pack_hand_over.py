"""Packing changes hands at a bench: a colleague goes on by badge, or the order is parked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.domain.bench_custody import is_in_hands
from app.domain.operators import OperatorView
from app.domain.pack_state import PackState
from app.domain.readings import Command
from app.services import bench_work
from app.services.identifying import Entry
from app.ui.context import StationContext


class BenchHands(Protocol):
    """The part of the pack screen that a change of hands needs."""

    context: StationContext
    operator: OperatorView | None
    state: PackState | None

    def run(
        self, function: Callable[..., object], *args: object, done: Callable[..., None]
    ) -> None:
        """Run a service beside the window."""

    def clear_bench(self) -> None:
        """Show an empty bench."""


def has_order_in_hands(screen: BenchHands) -> bool:
    """Whether there is an order that the database could give to another one now.

    Off line the order stays on this bench: its packer's badge goes on with it.
    """
    is_known = screen.operator is not None and not screen.context.line.is_away
    return is_known and is_in_hands(screen.state)


def take_over(
    screen: BenchHands,
    colleague: OperatorView,
    welcome: Callable[[], None],
    tell: Callable[[PackState], None],
) -> None:
    """Give the order on the bench to a colleague who has just scanned their badge here.

    Args:
        screen: the pack screen.
        colleague: who goes on.
        welcome: signs them in.
        tell: is told of the order as they find it.
    """

    def done(state: PackState) -> None:
        welcome()
        tell(state)

    state, holder = screen.state, screen.operator
    if state is not None and holder is not None:
        screen.run(
            bench_work.hand_over_here,
            screen.context.workplace,
            colleague.operator_id,
            holder.operator_id,
            state,
            done=done,
        )


def put_aside(screen: BenchHands, done: Callable[[], None]) -> None:
    """Park the order that is open, with what was verified so far; then call `done`."""

    def left(_answer: object) -> None:
        screen.clear_bench()
        done()

    state, operator = screen.state, screen.operator
    if state is None or operator is None or not has_order_in_hands(screen):
        left(None)
        return
    screen.run(
        bench_work.scan,
        screen.context.workplace,
        operator.operator_id,
        state,
        Entry(Command.PAUSE.value, screen.context.new_scan_id()),
        done=left,
    )
