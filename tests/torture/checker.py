"""Compares what stations saw acknowledged with what the database says after the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.db.queries.invariants import snapshot
from app.db.schema import PickLine, PickTask
from app.domain.pick_state import PickState
from app.domain.refusals import OrderStopped, TaskTakenOver
from app.domain.tasks import PickTaskState
from app.services.checking import check_what_is_seen
from app.services.workplace import Workplace
from tests.torture import event_checks
from tests.torture.diary import Diaries

SHOWN = 10
"""How many violations of one check are shown with their rows."""

WHEN_AGAIN = frozenset(
    {None, "TaskTakenOver", "WorkCalledOff", "OrderStopped", "WorkMovedOn", "NothingToPack"}
)
"""What an accepted scan may be answered with when it comes again: the world moved on since."""


TOLD_IN_FULL = ("OrderOffCart", {"WorkMovedOn", "OrderStopped"})
"""A picker who sees to a stopped order at once is told so in place of what is on record."""

TOLD_LATE = "TaskTakenOver"
"""An accepted scan may be answered with this: somebody claimed between its writing and its answer.

The goods are counted, and whoever scanned them is told that the rest of the work is gone.
"""


@dataclass
class Verdict:
    """What the checks found, by the check's name; and how much they looked at."""

    found: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, check: str, violations: Iterator[str] | list[str]) -> None:
        """Note what a check found."""
        listed = list(violations)
        if listed:
            self.found.setdefault(check, []).extend(listed)

    @property
    def broken(self) -> int:
        """How many violations there are."""
        return sum(map(len, self.found.values()))

    def words(self) -> list[str]:
        """The violations for people, by check."""
        lines = []
        for check, found in self.found.items():
            lines.append(f"{check}: {len(found)}")
            lines += [f"    {line}" for line in found[:SHOWN]]
        return lines


def check(
    workplace: Workplace,
    diaries: Diaries,
    verdict: Verdict,
    *,
    drained: bool,
    lease: timedelta | None = None,
) -> None:
    """Check the product's invariants and those of the run.

    Args:
        workplace: the database after the run.
        diaries: what the stations saw.
        verdict: takes what is found.
        drained: whether all work had time to end.
        lease: how long a lease lasts, where no station began anew meanwhile, which ends its leases.
    """
    failures = [f"{line['by']}: {line['what']}" for line in diaries.of("failure")]
    verdict.add("stations fail in planned ways only", failures)
    with snapshot(workplace.database.engine) as session:
        report = check_what_is_seen(session)
        verdict.counts = report.counts
        for checked in report.invariants:
            verdict.add(
                checked.sentence,
                [
                    f"{at.subject}: expected {at.expected}; found {at.found}"
                    for at in checked.violations
                ],
            )
        verdict.add("every acknowledged answer is on record", _lost_answers(session, diaries))
        verdict.add("units move under the newest claim only", _fenced_moves(session))
        for sentence, found in event_checks.look_at(session, lease):
            verdict.add(sentence, found)
        if drained:
            verdict.add("every order ends", _orders_left(session))
            verdict.add("every line is accounted for", _lines_left(session))
            verdict.add("every discrepancy is settled", _unsettled(session))
            verdict.add("every scan of a journal is on record", _lost_stored(session, diaries))


def events_of(workplace: Workplace) -> dict[str, int]:
    """What the event log tells of rare paths."""
    with workplace.database.engine.connect() as connection:
        found = connection.execute(
            text("select count(*) from event_log where kind = 'TaskTakenOver'")
        )
        return {"work taken over": int(found.scalar() or 0)}


def _lost_answers(session: Session, diaries: Diaries) -> Iterator[str]:
    rows = session.execute(text("select scan_id, refusal from scan_log"))
    stored = {UUID(str(scan_id)): refusal for scan_id, refusal in rows}
    for line in (*diaries.of("ack"), *diaries.of("replay")):
        scan_id, told = UUID(line["scan"]), line["refusal"]
        words = f"{line['kind']} scan {line['raw']} at {line['by']} ({scan_id})"
        if scan_id not in stored:
            yield f"{words}: answered {told or 'OK'}, and not on record"
        elif (line["line"] == "ack" and stored[scan_id] is None and told == TOLD_LATE) or (
            line["line"] == "ack" and told == TOLD_IN_FULL[0] and stored[scan_id] in TOLD_IN_FULL[1]
        ):
            continue
        elif line["line"] == "ack" and stored[scan_id] != told:
            yield f"{words}: answered {told or 'OK'}, on record is {stored[scan_id] or 'OK'}"
        elif stored[scan_id] is None and told not in WHEN_AGAIN:
            yield f"{words}: was accepted and is answered {told} the second time"


def _lost_stored(session: Session, diaries: Diaries) -> Iterator[str]:
    """Scans that a journal kept: written, or refused and told, where goods moved, to a person."""
    rows = session.execute(text("select scan_id, refusal from scan_log"))
    stored = {UUID(str(scan_id)): refusal for scan_id, refusal in rows}
    for line in diaries.of("stored"):
        if UUID(line["scan"]) not in stored:
            yield f"{line['kind']} scan {line['raw']} at {line['by']} ({line['scan']}): nowhere"


_COMMITTED_LATER = """
select 'task ' || pick_line.task_id || ', ledger row ' || move.id || ': claim number ' || move.epoch
       || ' after number ' || (claim.payload ->> 'epoch') || ' was made'
from stock_move as move
join pick_line on pick_line.id = move.pick_line_id
join event_log as claim on claim.kind = 'TaskClaimed'
  and cast(claim.payload ->> 'task_id' as bigint) = pick_line.task_id
  and cast(claim.payload ->> 'epoch' as bigint) > move.epoch
where pg_xact_commit_timestamp(move.xmin) > pg_xact_commit_timestamp(claim.xmin)
"""


def _fenced_moves(session: Session) -> Iterator[str]:
    """Moves committed after a newer claim; a server that keeps commit times can be asked."""
    if session.get_bind().dialect.name != "postgresql":
        return
    if session.scalar(text("show track_commit_timestamp")) == "on":
        yield from session.scalars(text(_COMMITTED_LATER))


def _orders_left(session: Session) -> Iterator[str]:
    rows = session.execute(
        text(
            "select number, state, (select count(*) from order_hold where order_id = orders.id "
            "and lifted_at is null) from orders "
            "where state not in ('shipped', 'cancelled', 'closed') order by id"
        )
    )
    for number, state, holds in rows:
        yield f"order {number} is {state}, {holds} holds"


def _unsettled(session: Session) -> Iterator[str]:
    rows = session.execute(
        text("select id, kind, scan_id from discrepancy where resolved_at is null")
    )
    for number, kind, scan_id in rows:
        yield f"discrepancy {number} ({kind}) of scan {scan_id}"


def _lines_left(session: Session) -> Iterator[str]:
    yield from session.scalars(
        text(
            "select 'order ' || orders.number || ' line ' || line.number || ': ordered ' "
            "|| line.quantity || ', shipped ' || line.shipped || ', short ' || line.short "
            "|| ', cancelled ' || line.cancelled from order_line line "
            "join orders on orders.id = line.order_id and orders.state = 'shipped' "
            "where line.quantity <> line.shipped + line.short + line.cancelled"
        )
    )


def stale_leases(session: Session, grace: timedelta) -> Iterator[str]:
    """Work in progress whose lease ran out so long ago that a reaper must have come by."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    now = datetime.now(UTC) if is_sqlite else session.execute(select(func.now())).scalar_one()
    rows = session.execute(
        select(PickTask.id, PickTask.lease_until).where(
            PickTask.state == PickTaskState.IN_PROGRESS, PickTask.lease_until < now - grace
        )
    )
    for task, until in rows:
        yield f"task {task} is in progress, its lease ended {until}"


def wrong_screens(session: Session, screens: Mapping[str, PickState]) -> Iterator[str]:
    """Stations that show other counts than the books hold, though nobody took their work."""
    for station, state in screens.items():
        task = session.get_one(PickTask, state.task_id)
        if task.epoch != state.epoch or isinstance(state.refusal, TaskTakenOver | OrderStopped):
            continue
        lines = session.query(PickLine).filter_by(task_id=task.id)
        rows = {line.id: (line.picked, line.short) for line in lines}
        shown = {line.pick_line_id: (line.picked, line.short) for line in state.lines}
        if shown != rows:
            yield f"station {station} shows {shown}, the books say {rows}"
