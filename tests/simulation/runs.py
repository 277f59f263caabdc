"""One run from its first step to its verdict, and the smallest run that still fails."""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import SimpleNamespace

from app.db.journal_file import JournalUnwritable
from tests.memory import MEMORY
from tests.simulation import floor, settling, sometimes
from tests.simulation.checks import Checks
from tests.simulation.stand_ins import standing_in
from tests.simulation.world import Broken, Plan, World

HERE = f"{Path(__file__).resolve().parents[2]}/"
CHECK_EVERY = 200
DRAIN_STEPS = 20_000
ROUNDS = 8


@dataclass
class Outcome:
    """What came of a run.

    Attributes:
        problem: What was found, with where; empty if nothing.
        fingerprint: Of all tables at the end.
    """

    plan: Plan
    steps: int = 0
    seconds: float = 0.0
    problem: str = ""
    trace: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    fingerprint: str = ""

    @property
    def has_failed(self) -> bool:
        """Whether something was found."""
        return bool(self.problem)


def run(plan: Plan) -> Outcome:
    """Simulate a day: faults for so many steps, then all is mended, drained, settled, compared."""
    with standing_in(NOBODY):
        floor.template()
    outcome = Outcome(plan)
    begun = perf_counter()
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        world = World(plan, Path(folder))
        checks = Checks(world)
        try:
            with standing_in(world), listening(world), floor.counting_from(10_000):
                live_through(world, checks)
                outcome.fingerprint = checks.fingerprint()
        except Exception as problem:  # noqa: BLE001 - whatever it is, the run has failed by it
            outcome.problem = told(problem)
        finally:
            world.close()
    outcome.steps, outcome.trace, outcome.happened = world.steps, world.trace, world.happened
    outcome.seconds = perf_counter() - begun
    return outcome


@contextmanager
def listening(world: World) -> Iterator[None]:
    """Take what the program only writes into its log for what it is."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            cause = record.exc_info[1] if record.exc_info else None
            if isinstance(cause, JournalUnwritable):
                world.count("database not opened: the journal's disk is full")
                return
            world.problem = world.problem or cause or Broken(record.getMessage())

    ear, logger = Ear(logging.ERROR), logging.getLogger("app")
    logger.addHandler(ear)
    was_heard, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(ear)
        logger.propagate = was_heard


def live_through(world: World, checks: Checks) -> None:
    """The rough part, the mending, and the evening."""
    while world.steps < world.plan.steps:
        world.step()
        look_around(world)
        if world.steps % CHECK_EVERY == 0:
            checks.everything()
    world.is_rough = False
    world.office.is_closing = True
    world.nemesis.mend()
    world.run_until(lambda: is_sent(world), "all journals are sent", DRAIN_STEPS)
    checks.everything()
    for _ in range(ROUNDS):
        world.run_until(lambda: is_worked_off(world), "all work is done", DRAIN_STEPS)
        if not evening(world):
            break
    world.strands.end_all()
    world.goods.look_into_all(settling.is_known)
    sometimes.tell(world)
    checks.everything(is_end=True)


def evening(world: World) -> int:
    """The lead settles what is open, with nobody else about; how much it was."""
    world.goods.look_into_all(settling.is_known)
    return settling.settle_all(world)


def is_sent(world: World) -> bool:
    """Whether every station is up and has nothing unsent."""
    return all(
        station.sender is not None and not station.is_dead and station.is_online
        for station in world.stations
    )


def is_worked_off(world: World) -> bool:
    """Whether no work is left that somebody could do."""
    sql = "select count(*) from pick_task where state in ('ready', 'in_progress', 'paused') "
    sql += "and not exists (select 1 from pick_task_tote place join orders on orders.id = order_id "
    sql += "where task_id = pick_task.id and cancelled_at is not null)"
    (left,) = floor.driver().execute(sql).fetchone()
    return not left and is_sent(world)


def look_around(world: World) -> None:
    """Count what is seen only from above."""
    off = [one for one in world.stations if one.unsent and not one.line.is_up]
    if len(off) > 1:
        world.happened["two stations off line with unsent scans at once"] += 1


def told(problem: Exception) -> str:
    """A failure in few lines: what it is, and where."""
    frames = list(traceback.extract_tb(problem.__traceback__))
    where = "\n".join(
        f"    {frame.filename.removeprefix(HERE)}:{frame.lineno} {frame.name}"
        for frame in frames[-12:]
    )
    return f"{type(problem).__name__}: {problem}\n{where}"


NOBODY = SimpleNamespace(
    now=0.0,
    pause=lambda *_, **__: None,
    breathe=lambda _: None,
    skew=lambda: 0.0,
    spawn_here=lambda *_: None,
    carries=lambda *_: None,
    answered=lambda *_: None,
)
"""A world in which nothing happens yet; the floor is furnished in it."""
