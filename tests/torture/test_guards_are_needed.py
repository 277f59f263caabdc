"""Each guard against loss and doubling is needed: taken away, its scenario is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from app.db.queries.invariants import snapshot
from app.services.workplace import Workplace
from tests.torture import checker, mutants
from tests.torture.checker import Verdict
from tests.torture.mutants import MUTANTS
from tests.torture.scenarios import SCENARIOS
from tests.torture.stage import Stage

OpenStation = Callable[[str], Workplace]
Remove = Callable[[str], None]

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
SERVER = [pytest.param("postgresql", marks=pytest.mark.postgresql)]

ANYWHERE = [name for name, mutant in MUTANTS.items() if mutant.anywhere]
BETWEEN_TRANSACTIONS = [name for name in MUTANTS if name not in ANYWHERE]
"""SQLite lets one transaction work at a time: there it needs no such guard."""


def verdict_on(stage: Stage) -> Verdict:
    verdict = Verdict()
    checker.check(stage.floor, stage.diaries, verdict, drained=False, lease=stage.lease)
    with snapshot(stage.floor.database.engine) as session:
        stale = checker.stale_leases(session, timedelta(seconds=60))
        verdict.add("leases that ran out are noticed", stale)
        verdict.add("screens show the books", checker.wrong_screens(session, stage.screens))
    return verdict


@pytest.fixture
def stage(floor: Workplace, open_station: OpenStation) -> Iterator[Stage]:
    stage = Stage(floor, open_station)
    yield stage
    stage.rendezvous.end()


@pytest.fixture
def without(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remove]:
    """Takes a guard out of the services and of the database's functions."""
    engine = stage.floor.database.engine

    def remove(name: str) -> None:
        MUTANTS[name].remove(monkeypatch.setattr, stage.rendezvous)
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                mutants.apply_in_database(connection, name)

    yield remove
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            mutants.restore_in_database(connection)


@pytest.mark.parametrize("open_database", BOTH, indirect=True)
@pytest.mark.parametrize("name", sorted({MUTANTS[name].scenario for name in ANYWHERE}))
def test_nothing_is_found_where_every_guard_stands(stage: Stage, name: str) -> None:
    stage.attempt(lambda: SCENARIOS[name](stage))
    assert not verdict_on(stage).found


@pytest.mark.parametrize("open_database", SERVER, indirect=True)
@pytest.mark.parametrize("name", sorted({MUTANTS[name].scenario for name in BETWEEN_TRANSACTIONS}))
def test_nothing_is_found_where_guards_between_transactions_stand(stage: Stage, name: str) -> None:
    stage.attempt(lambda: SCENARIOS[name](stage))
    assert not verdict_on(stage).found


@pytest.mark.parametrize("open_database", BOTH, indirect=True)
@pytest.mark.parametrize("name", ANYWHERE)
def test_a_guard_that_is_taken_away_is_missed(stage: Stage, without: Remove, name: str) -> None:
    without(name)
    stage.attempt(lambda: SCENARIOS[MUTANTS[name].scenario](stage))
    assert verdict_on(stage).found, f"nobody noticed that {MUTANTS[name].guard}"


@pytest.mark.parametrize("open_database", SERVER, indirect=True)
@pytest.mark.parametrize("name", BETWEEN_TRANSACTIONS)
def test_a_guard_between_transactions_is_missed(stage: Stage, without: Remove, name: str) -> None:
    without(name)
    stage.attempt(lambda: SCENARIOS[MUTANTS[name].scenario](stage))
    assert verdict_on(stage).found, f"nobody noticed that {MUTANTS[name].guard}"


def test_every_scenario_has_a_guard_that_it_needs() -> None:
    assert {mutant.scenario for mutant in MUTANTS.values()} == set(SCENARIOS)
