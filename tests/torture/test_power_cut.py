"""What a server acknowledged survives its death; with asynchronous commits it would not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.domain.pick_state import PickPrompt
from app.services import picking
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import database_name
from tests.services import shift
from tests.torture import checker
from tests.torture.checker import Verdict
from tests.torture.meeting import Rendezvous
from tests.torture.server import DurableServer
from tests.torture.stage import Stage

pytestmark = pytest.mark.postgresql


@pytest.fixture
def server() -> Iterator[DurableServer]:
    # The writer that would save asynchronous commits soon afterwards is made to sleep.
    with DurableServer(wal_writer_delay="10s", autovacuum="off") as server:
        yield server


def a_stage(url: str) -> Stage:
    """A floor with an order, at a station of its own."""

    def open_station(code: str) -> Workplace:
        return Workplace(Database(make_engine(url)), code)

    stage = Stage(builders.a_workplace(builders.a_database(url)), open_station, Rendezvous())
    builders.a_site(stage.floor)
    stage.order(1, 1, 1, 1)
    return stage


def pick_all(stage: Stage) -> None:
    """Pick an order, each answer acknowledged."""
    ana = builders.an_operator(stage.floor)
    tote = builders.a_tote(stage.floor)
    state = picking.claim_work(stage.floor, ana)
    while state.prompt is not PickPrompt.TASK_DONE:
        state = stage.scan(stage.floor, ana, state, shift.asked_for(state, tote))
    assert len(stage.lines) == 5


def lost(stage: Stage) -> list[str]:
    """The acknowledged answers that are not on record, as a new connection sees it."""
    stage.floor.database.close()
    verdict = Verdict()
    checker.check(stage.floor, stage.diaries, verdict, drained=False)
    stage.floor.database.close()
    return verdict.found.pop("every acknowledged answer is on record", [])


def test_a_killed_server_has_every_acknowledged_answer(server: DurableServer) -> None:
    template = server.new_database()
    builders.a_database(template).close()
    safe, hasty = (server.new_database(database_name(template)) for _ in range(2))
    stages = [a_stage(url) for url in (safe, hasty)]
    pick_all(stages[0])
    with server.direct(hasty) as desk:
        desk.execute(f"alter database {database_name(hasty)} set synchronous_commit = off")
    stages[1].floor.database.close()
    pick_all(stages[1])
    server.crash()
    server.restart()
    assert not lost(stages[0])
    assert lost(stages[1]), "the mutant, asynchronous commits, was not noticed"
