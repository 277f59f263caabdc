"""Small plays on a real database, each of which needs one guard: with it nothing is to be found.

Two actors that shall act at once are threads that start together; where a mutant took the guard
between them away, it lets them meet in the gap (`meeting`), so that the damage is done every time.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import Engine, event, text

from app.domain import picking as rules
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import Command
from app.domain.scanned import ScannedItem
from app.services import leases, packing, picking
from app.services.taking_over import take_over_work
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift
from tests.torture.stage import Stage

Scenario = Callable[[Stage], None]

SCENARIOS: dict[str, Scenario] = {}
"""Each scenario by its name."""


def scenario(play: Scenario) -> Scenario:
    """Add a scenario."""
    SCENARIOS[play.__name__] = play
    return play


@scenario
def the_same_scan_comes_twice_at_once(stage: Stage) -> None:
    stage.order(2, 1)
    ana = builders.an_operator(stage.floor)
    state = stage.into_tote(stage.floor, ana)
    again = stage.open_station("P-02")
    twin = Workplace(again.database, stage.floor.station)
    entry = builders.entry(stage.item(state))
    stage.at_once(
        lambda: stage.scan(stage.floor, ana, state, entry),
        lambda: stage.scan(twin, ana, state, entry),
    )
    state = stage.scan(stage.floor, ana, state, entry)
    put = builders.entry(stage.item(state))
    stage.scan(stage.floor, ana, state, put)
    again_at_once = picking.scan(stage.floor, ana, state, put)
    if again_at_once.refusal is not None:
        raise AssertionError(f"accepted, and refused when it comes again: {again_at_once.refusal}")
    stage.scan(stage.floor, ana, state, entry)


@scenario
def an_order_is_opened_twice_by_one_scan(stage: Stage) -> None:
    ana = builders.an_operator(stage.floor)
    number = stage.order(1)
    shift.pick_order(stage.floor, ana, builders.a_tote(stage.floor))
    entry, twin = builders.entry(f"O-{number}"), stage.open_station("P-02")

    def open_it(place: Workplace) -> None:
        answer = packing.open_order(place, ana, entry)
        refusal = None if answer.refusal is None else answer.refusal.name
        stage.acknowledge(place, "open", entry, refusal)

    stage.at_once(lambda: open_it(stage.floor), lambda: open_it(twin))


@scenario
def a_person_goes_on_at_another_station(stage: Stage) -> None:
    stage.order(1, 1)
    ana = builders.an_operator(stage.floor)
    old = stage.into_tote(stage.floor, ana)
    new = picking.claim_work(stage.open_station("P-02"), ana)
    stage.scan(stage.floor, ana, old, stage.item(old))
    assert new.task_id == old.task_id


@scenario
def work_is_taken_over(stage: Stage) -> None:
    stage.order(1, 1)
    ana, ben = builders.an_operator(stage.floor), builders.an_operator(stage.floor)
    tote = builders.a_tote(stage.floor)
    old = stage.into_tote(stage.floor, ana, tote=tote)
    second = stage.open_station("P-02")
    stage.end_leases()
    leases.reap(second)
    new = take_over_work(second, ben, builders.entry(tote))
    assert new is not None
    stage.scan(stage.floor, ana, old, stage.item(old))


@scenario
def two_scans_are_swapped(stage: Stage) -> None:
    stage.order(1, 1)
    ana = builders.an_operator(stage.floor)
    state = stage.into_tote(stage.floor, ana)
    assert state.line is not None
    item = state.line.item
    seen = ScannedItem(item.item_id, item.sku, item.name, item.barcode or "")
    ahead = rules.answer(state, seen, today=stage.floor.clock.today()).state
    stage.scan(stage.floor, ana, ahead, stage.item(ahead))
    stage.scan(stage.floor, ana, state, stage.item(state))


@scenario
def an_order_is_held_while_it_is_picked(stage: Stage) -> None:
    number = stage.order(1, 1)
    ana = builders.an_operator(stage.floor)
    state = stage.into_tote(stage.floor, ana)
    stage.hold(number)
    stage.scan(stage.floor, ana, state, stage.item(state))


@scenario
def a_station_dies_after_its_answer(stage: Stage) -> None:
    stage.order(1, 1)
    ana = builders.an_operator(stage.floor)
    state = picking.claim_work(stage.floor, ana)
    stage.scan(stage.floor, ana, state, builders.a_tote(stage.floor))
    # It dies here: what is not on record now will never be.


@scenario
def two_claim_at_once(stage: Stage) -> None:
    stage.order(1)
    people = [builders.an_operator(stage.floor) for _ in range(2)]
    second = stage.open_station("P-02")
    stage.at_once(
        lambda: picking.claim_work(stage.floor, people[0]),
        lambda: picking.claim_work(second, people[1]),
    )


@scenario
def the_reaper_comes_by(stage: Stage) -> None:
    stage.order(1)
    stage.into_tote(stage.floor, builders.an_operator(stage.floor))
    leases.reap(stage.open_station("P-02"))


@scenario
def a_lease_runs_out(stage: Stage) -> None:
    stage.order(1)
    stage.into_tote(stage.floor, builders.an_operator(stage.floor))
    stage.end_leases()
    leases.reap(stage.open_station("P-02"))


@scenario
def two_pick_from_one_shelf(stage: Stage) -> None:
    goods, _ = builders.some_stock(stage.floor, 20)
    for _ in range(2):
        stage.order(1, of=goods)
    people = [builders.an_operator(stage.floor) for _ in range(2)]
    places = [stage.floor, stage.open_station("P-02")]
    states = [stage.into_tote(*pair) for pair in zip(places, people, strict=True)]
    stage.at_once(
        lambda: stage.scan(places[0], people[0], states[0], goods.barcode),
        lambda: stage.scan(places[1], people[1], states[1], goods.barcode),
    )


@scenario
def the_session_ends_before_the_commit(stage: Stage) -> None:
    stage.order(1, 1)
    ana = builders.an_operator(stage.floor)
    state = stage.into_tote(stage.floor, ana)
    engine, second = stage.floor.database.engine, stage.open_station("P-02")

    for number in (1, 2):
        with session_ended_at_commit(number, engine, second.database.engine):
            stage.attempt(partial(stage.scan, stage.floor, ana, state, stage.item(state)))
        state = picking.claim_work(stage.floor, ana)


@contextlib.contextmanager
def session_ended_at_commit(number: int, engine: Engine, other: Engine) -> Iterator[None]:
    """Let the server end the session just before its commit of this number."""
    left = itertools.count(number, -1)

    def end_it(connection: Any) -> None:
        if next(left) == 1:
            pid = connection.connection.dbapi_connection.info.backend_pid
            with other.connect() as desk:
                desk.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    event.listen(engine, "commit", end_it)
    try:
        yield
    finally:
        event.remove(engine, "commit", end_it)


@scenario
def a_shelf_is_empty(stage: Stage) -> None:
    goods, _ = builders.some_stock(stage.floor, 20)
    for _ in range(2):
        stage.order(2, of=goods)
    ana = builders.an_operator(stage.floor)
    state = stage.into_tote(stage.floor, ana)
    for command in (Command.SHORT, Command.OK, Command.OK):
        state = stage.scan(stage.floor, ana, state, command.value)


@scenario
def an_order_is_held_with_its_last_pick(stage: Stage) -> None:
    number = stage.order(1)
    ana = builders.an_operator(stage.floor)
    state = stage.into_tote(stage.floor, ana)
    stage.at_once(
        lambda: stage.hold(number),
        lambda: stage.scan(stage.floor, ana, state, stage.item(state)),
    )


@scenario
def a_label_is_scanned_at_two_benches(stage: Stage) -> None:
    ana = builders.an_operator(stage.floor)
    state = stage.packed(stage.order(1), ana)
    second, label = stage.open_station("P-02"), f"]C100{state.sscc}"
    stage.at_once(
        lambda: stage.scan(stage.floor, ana, state, label, "pack"),
        lambda: stage.scan(second, ana, state, label, "pack"),
    )


@scenario
def two_cartons_are_closed_at_once(stage: Stage) -> None:
    ana = builders.an_operator(stage.floor)
    benches: list[tuple[Workplace, PackState]] = []
    for place in (stage.floor, stage.open_station("P-02")):
        builders.a_printer(place, name=place.station)
        number = stage.order(1)
        shift.pick_order(stage.floor, ana, builders.a_tote(stage.floor))
        state = shift.open_bench(place, ana, f"O-{number}")
        state = shift.pack_until(place, ana, state, PackPrompt.CHOOSE_PACKAGING)
        benches.append((place, state))
    stage.at_once(
        lambda: stage.scan(benches[0][0], ana, benches[0][1], Command.OK.value, "pack"),
        lambda: stage.scan(benches[1][0], ana, benches[1][1], Command.OK.value, "pack"),
    )
