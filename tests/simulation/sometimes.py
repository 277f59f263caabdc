"""What must have happened in a long run for it to count: unwalked paths are not tested."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.simulation import floor

if TYPE_CHECKING:
    from tests.simulation.world import World

LONG_RUN_STEPS = 100_000
"""From so many steps on a run has to have walked all of these paths."""

SOMETIMES = (
    "accepted off line",
    "answer came after the scan had gone on",
    "copy of a request arrived after it was known",
    "crash: before the verdict is shown",
    "crash: the answer came",
    "crash: the request was sent",
    "discrepancy: line_changed",
    "discrepancy: not_allowed",
    "discrepancy: order_stopped",
    "discrepancy: task_taken_over",
    "discrepancy: tote_changed",
    "expired lease reaped",
    "journal taken over after a crash",
    "lapsed work claimed by another",
    "lapsed work claimed by its holder",
    "lapsed work resumed by a scan",
    "no answer on the screen",
    "order shipped",
    "refused at home: NeedsDatabase",
    "refused at home: StillSending",
    "refused: CannotBeWritten",
    "refused: JournalFailed",
    "refused: OfflineTooLong",
    "refused: OrderStopped",
    "refused: TaskTakenOver",
    "refused: WorkMovedOn",
    "reply lost after the commit",
    "settled: nothing_moved",
    "settled: put_back",
    "settled: written",
    "stray of a request arrived after it was known",
    "stray of a request arrived before it was known",
    "the power goes after a journal entry is written",
    "the power goes before a journal entry is written",
    "the power goes in the middle of a journal entry",
    "two stations off line with unsent scans at once",
    "unknown outcome: had been applied",
    "unknown outcome: had not been applied",
    "verdict: behind",
    "work taken over by its tote",
)
"""The beginnings of the counters of which one each must be above nothing."""


def never(happened: Counter[str]) -> list[str]:
    """The rare paths that a run never walked."""
    return [path for path in SOMETIMES if not any(one.startswith(path) for one in happened)]


def tell(world: World) -> None:
    """Count what the tables tell of rare paths."""
    rows = floor.driver().execute("select kind, count(*) from discrepancy group by kind")
    for kind, count in rows:
        world.happened[f"discrepancy: {kind}"] += count
    lapsed: dict[int, int] = {}
    events = floor.driver().execute(
        "select kind, payload ->> 'task_id', payload ->> 'operator_id' from event_log "
        "where payload ->> 'task_id' is not null order by id"
    )
    for kind, task, who in events:
        if kind == "TaskLapsed":
            lapsed[task] = who
        elif task not in lapsed:
            continue
        elif kind == "TaskClaimed":
            whose = "its holder" if lapsed.pop(task) == who else "another"
            world.happened[f"lapsed work claimed by {whose}"] += 1
        elif kind in ("LinePicked", "PickUndone", "LineShorted", "LineSkipped", "ToteBound"):
            del lapsed[task]
            world.happened["lapsed work resumed by a scan"] += 1
