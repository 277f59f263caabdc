"""Guards of scans, claims and leases removed on purpose: the checker must find each.

A guard of the scan stands twice: in the services' statements and in the database's function. A
mutant removes it in both. The text that it replaces must be there, so that a mutant cannot
outlive the guard it was made for.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from app.db.queries import leases as lease_queries
from app.db.queries import pick_claims, pick_rows
from app.db.schema import Row, ScanLog
from app.db.unit_of_work import UnitOfWork
from app.domain.leases import LEASE
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.services import (
    leases,
    packing,
    pick_applying,
    picking,
    scan_records,
)
from app.services.identifying import Entry
from app.services.workplace import Workplace
from tests.torture.meeting import Meeting
from tests.torture.mutation import Patch, mutant

# Scans ----------------------------------------------------------------------------------------

_KEY = "  ON CONFLICT (scan_id) DO NOTHING;\n  IF NOT FOUND THEN\n"


@mutant(
    "no_scan_id",
    "the scan id is not looked at",
    "the_same_scan_comes_twice_at_once",
    sql=((_KEY, "  ON CONFLICT (scan_id) DO NOTHING;\n  IF false THEN\n"),),
    anywhere=True,
)
def _no_scan_id(patch: Patch, _: Meeting) -> None:
    true = pick_applying._write_scan

    def write_scan(work: UnitOfWork, request: PickRequest, refusal: str | None) -> bool:
        true(work, request, refusal)
        return True

    patch(pick_applying, "_write_scan", write_scan)


@mutant(
    "check_then_insert",
    "the scan id is looked up first and written afterwards",
    "the_same_scan_comes_twice_at_once",
    sql=(
        ("  INSERT INTO scan_log\n", "  PERFORM torture_meet();\n  INSERT INTO scan_log\n"),
        (_KEY, ";\n  IF NOT FOUND THEN\n"),
    ),
)
def _check_then_insert(patch: Patch, meeting: Meeting) -> None:
    def insert_scan(session: Any, values: dict[str, Any]) -> bool:
        known = session.get(ScanLog, values["scan_id"])
        meeting.meet()
        if known is None:
            session.connection().execute(insert(Row.metadata.tables["scan_log"]), values)
        return known is None

    patch(pick_applying, "insert_scan", insert_scan)


@mutant(
    "check_then_insert_at_the_bench",
    "a scan that comes twice at once is not waited for",
    "an_order_is_opened_twice_by_one_scan",
)
def _check_then_insert_at_the_bench(patch: Patch, meeting: Meeting) -> None:
    def seen_before(work: UnitOfWork, entry: Entry) -> ScanLog | None:
        known = scan_records.seen_before(work, entry)
        meeting.meet()
        return known

    patch(scan_records, "lock_scan", lambda *_: None)
    patch(packing, "seen_before", seen_before)


@mutant(
    "no_fencing",
    "scans under an older claim are taken",
    "a_person_goes_on_at_another_station",
    sql=((" AND task.epoch = (request->>'epoch')::integer AND CASE", " AND CASE"),),
    anywhere=True,
)
def _no_fencing(patch: Patch, _: Meeting) -> None:
    true = pick_applying.is_holder

    def is_holder(task: pick_rows.TaskRow, request: PickRequest) -> bool:
        return true(task._replace(epoch=request.epoch), request)

    patch(pick_applying, "is_holder", is_holder)


@mutant(
    "no_owner",
    "scans of whoever comes are taken",
    "work_is_taken_over",
    sql=(
        (" AND task.epoch = (request->>'epoch')::integer AND CASE", " AND CASE"),
        ("WHEN 'in_progress' THEN task.operator_id = who", "WHEN 'in_progress' THEN true"),
    ),
    anywhere=True,
)
def _no_owner(patch: Patch, _: Meeting) -> None:
    patch(pick_applying, "is_holder", lambda _task, _request: True)


@mutant(
    "no_revision",
    "scans judged by an older copy are taken",
    "two_scans_are_swapped",
    sql=(("IF task.revision <> (request->>'revision')::integer", "IF false"),),
    anywhere=True,
)
def _no_revision(patch: Patch, _: Meeting) -> None:
    patch(pick_applying, "_is_behind", lambda _task, _request: False)


@mutant(
    "holds_ignored",
    "orders that were stopped are picked on",
    "an_order_is_held_while_it_is_picked",
    sql=(("IF stopped IS NULL AND (", "IF false AND ("),),
    anywhere=True,
)
def _holds_ignored(patch: Patch, _: Meeting) -> None:
    patch(pick_applying, "_stopped", lambda *_: None)


@mutant(
    "ack_before_commit",
    "the answer is given before the transaction is committed",
    "a_station_dies_after_its_answer",
    anywhere=True,
)
def _ack_before_commit(patch: Patch, meeting: Meeting) -> None:
    true = pick_applying.apply_pick

    def apply_pick(workplace: Workplace, request: PickRequest) -> Applied:
        meeting.later(lambda: true(workplace, request))
        raised = (request.revision or 0) + bool(request.effects)
        return Applied(Verdict.APPLIED, raised, logged=request.refusal)

    patch(picking, "apply_pick", apply_pick)


# Claims and leases ----------------------------------------------------------------------------


@mutant(
    "unlocked_claim",
    "the next task is claimed without a lock",
    "two_claim_at_once",
    sql=(
        (
            " LIMIT 1 FOR NO KEY UPDATE OF pick_task SKIP LOCKED;\n",
            " LIMIT 1;\n    PERFORM torture_meet();\n",
        ),
    ),
)
def _unlocked_claim(patch: Patch, meeting: Meeting) -> None:
    def next_ready_task(session: Any, operator_id: int, wanted: Any) -> Any:
        found = pick_claims.peek_ready_task(session, operator_id, wanted)
        meeting.meet()
        return found

    patch(picking, "next_ready_task", next_ready_task)


@mutant(
    "reaps_live_work",
    "the reaper takes work whose lease still runs",
    "the_reaper_comes_by",
    anywhere=True,
)
def _reaps_live_work(patch: Patch, _: Meeting) -> None:
    def due_tasks(session: Any, now: Any, limit: int) -> Any:
        return lease_queries.due_tasks(session, now + 10 * LEASE, limit)

    patch(leases, "due_tasks", due_tasks)


@mutant(
    "never_reaps",
    "leases that ran out are not noticed",
    "a_lease_runs_out",
    anywhere=True,
)
def _never_reaps(patch: Patch, _: Meeting) -> None:
    patch(leases, "due_tasks", lambda *_: [])
