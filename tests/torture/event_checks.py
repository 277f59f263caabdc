"""What the order of the event log proves: who held work, and what was stopped, at each moment.

The events of a task are written while its row is locked, those of an order while the order's is:
so their order in the log is the order in which things really happened to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import EventLog, PickTaskTote

PICKS = frozenset({"LinePicked", "PickUndone", "LineShorted", "LineSkipped", "ToteBound"})
ENDS = frozenset({"TaskPaused", "TaskFinished"})


def look_at(session: Session, lease: timedelta | None) -> Iterator[tuple[str, list[str]]]:
    """What each check finds, by its sentence."""
    reader = _Reader(lease)
    positions = session.execute(select(PickTaskTote.task_id, PickTaskTote.order_id))
    reader.orders = {row.task_id: row.order_id for row in positions}
    events = session.scalars(select(EventLog).order_by(EventLog.id)).all()
    # What was done off line is written as it was done, whatever the order's state is since.
    reader.settled = {
        (event.at, event.operator_id) for event in events if event.kind == "DiscrepancySettled"
    }
    for event, following in zip(events, [*events[1:], None], strict=True):
        reader.read(event, following)
    yield "goods are picked by who holds the work", reader.by_others
    yield "work is claimed from nobody's hands", reader.out_of_hands
    yield "work lapses only after its lease", reader.reaped_alive
    yield "stopped orders are left alone", reader.while_stopped


@dataclass
class _Reader:
    """Goes through the log once and remembers who holds what."""

    lease: timedelta | None
    orders: dict[int, int] = field(default_factory=dict)
    settled: set[tuple[datetime, int | None]] = field(default_factory=set)
    holders: dict[int, int | None] = field(default_factory=dict)
    last_holders: dict[int, int] = field(default_factory=dict)
    alive: dict[int, datetime] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    short: dict[int, bool] = field(default_factory=lambda: defaultdict(bool))
    by_others: list[str] = field(default_factory=list)
    out_of_hands: list[str] = field(default_factory=list)
    reaped_alive: list[str] = field(default_factory=list)
    while_stopped: list[str] = field(default_factory=list)

    def read(self, event: EventLog, following: EventLog | None) -> None:
        """Take one event in."""
        told: dict[str, Any] = event.payload
        if event.kind == "OrderStateChanged":
            self.states[told["order_id"]] = told["new"]
            if told["old"] == "held":
                self.short[told["order_id"]] = False
        elif event.kind == "OrderHeld" and told["reason"] == "short":
            self.short[told["order_id"]] = True
        elif event.kind == "TaskClaimed":
            self._claimed(event, following)
        elif event.kind == "DiscrepancySettled":
            # Whoever settles claims the task for the moment of it.
            for task in [task for task, who in self.holders.items() if who == event.operator_id]:
                self.holders[task] = None
        elif event.kind == "TaskLapsed":
            self._lapsed(event)
        elif event.kind in ENDS:
            self.holders[told["task_id"]] = None
        elif event.kind in PICKS:
            self._picked(event)

    def _claimed(self, event: EventLog, following: EventLog | None) -> None:
        task, who = int(str(event.payload["task_id"])), int(str(event.payload["operator_id"]))
        holder = self.holders.get(task)
        is_told = following is not None and following.kind == "TaskTakenOver"
        if holder not in (None, who) and not is_told:
            self.out_of_hands.append(f"task {task}, event {event.id}: {who} claimed, {holder} held")
        self.holders[task] = self.last_holders[task] = who
        self.alive[task] = event.at

    def _lapsed(self, event: EventLog) -> None:
        task = int(str(event.payload["task_id"]))
        seen = self.alive.get(task)
        if self.lease is not None and seen is not None and event.at < seen + self.lease:
            self.reaped_alive.append(f"task {task}, event {event.id}: lapsed {event.at - seen} on")
        self.holders[task] = None

    def _picked(self, event: EventLog) -> None:
        task = int(str(event.payload["task_id"]))
        words = f"task {task}, event {event.id} {event.kind} by {event.operator_id}"
        if self.last_holders.get(task) != event.operator_id:
            self.by_others.append(f"{words}, claimed by {self.last_holders.get(task)}")
        order = self.orders.get(task, 0)
        is_settled = (event.at, event.operator_id) in self.settled
        if self.states.get(order) == "held" and not self.short[order] and not is_settled:
            self.while_stopped.append(f"{words}: the order was held")
        if event.kind != "LineShorted":
            self.holders[task] = event.operator_id
        self.alive[task] = event.at
