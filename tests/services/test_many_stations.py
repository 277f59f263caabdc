"""Fifty stations at once: each task has one holder, no unit is lost, nobody dies of waiting."""

import itertools
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier, Event

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from app.db.queries import orders as order_queries
from app.db.unit_of_work import Database
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import Refused
from app.exchange.model import ImportedOrder, ImportedStock, Source
from app.services import packing, picking
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.import_goods import store_stock
from app.services.import_tally import Tally
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, neighbours, shift
from tests.services.locks import wait_until_blocked

OpenStation = Callable[[str], Workplace]
STATIONS = 50
on_postgresql = pytest.mark.parametrize(
    "open_database",
    [pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)


def not_one_conflict(*databases: Database) -> None:
    """The order of locks is kept: the server had to end nobody's transaction."""
    for database in databases:
        counters = database.counters
        assert (counters.deadlocks, counters.serialization_failures) == (0, 0)


@pytest.fixture
def crowd(floor: Workplace) -> Iterator[list[Workplace]]:
    """Fifty stations, each with a connection of its own to the server."""
    engine = create_engine(
        floor.database.engine.url,
        pool_size=STATIONS,
        max_overflow=0,
        isolation_level="READ COMMITTED",
    )
    database = Database(engine)
    yield [Workplace(database, f"C-{number:02d}") for number in range(STATIONS)]
    database.close()


@on_postgresql
def test_fifty_stations_claim_and_scan_at_once_and_each_task_has_one_holder(
    floor: Workplace, crowd: list[Workplace]
) -> None:
    goods = [builders.some_stock(floor, 500)[0] for _ in range(5)]
    for first, second in itertools.islice(itertools.cycle(itertools.permutations(goods, 2)), 60):
        builders.an_order(floor, (first, 1), (second, 2))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    people = [builders.an_operator(floor, f"Picker {number}") for number in range(STATIONS)]
    totes = [[builders.a_tote(floor) for _ in range(3)] for _ in people]
    together = Barrier(STATIONS)

    def work(station: Workplace, person: int, own: Sequence[str]) -> list[PickState]:
        together.wait(90)
        done: list[PickState] = []
        for tote in own:
            try:
                state = picking.claim_work(station, person)
            except Refused:
                break
            done.append(shift.pick_to_end(station, person, state, tote))
        return done

    with ThreadPoolExecutor(STATIONS) as threads:
        done = [state for states in threads.map(work, crowd, people, totes) for state in states]
    assert {state.prompt for state in done} == {PickPrompt.TASK_DONE}
    assert len({state.task_id for state in done}) == len(done) == 60
    assert {state.epoch for state in done} == {1}, "no task was ever given to two"
    not_one_conflict(crowd[0].database)
    assert crowd[0].database.counters.retries == 0
    assert books.value(floor, "select sum(picked) from pick_line") == 180
    books.audit(floor.database)
    assert check_database(floor).is_sound


@on_postgresql
def test_short_picks_beside_import_allocation_and_release_end_nobodys_transaction(
    floor: Workplace, crowd: list[Workplace]
) -> None:
    waiting = a_house_that_is_short_of_goods(floor)
    people = [builders.an_operator(floor) for _ in range(6)]
    totes = [[builders.a_tote(floor) for _ in range(2)] for _ in people]
    finished = Event()

    def change(rounds: int) -> None:
        builders.bring_in(crowd[40], *reversed([_changed(one, rounds) for one in waiting]))

    def release(_: int) -> None:
        allocate_waiting_orders(crowd[41])
        release_ready_orders(crowd[41], limit=1)

    with ThreadPoolExecutor(9) as threads:
        desks = [
            threads.submit(again_and_again, what, finished) for what in (change, release, release)
        ]
        try:
            list(threads.map(pick_short, crowd, people, totes))
        finally:
            finished.set()
        assert min(one.result() for one in desks) > 0
    not_one_conflict(crowd[0].database)
    books.audit(floor.database)
    assert check_database(floor).is_sound


def a_house_that_is_short_of_goods(floor: Workplace) -> list[ImportedOrder]:
    """Twelve released orders for goods that lie at three places each; returns six that wait."""
    goods = [builders.an_item(floor) for _ in range(4)]
    for _ in range(3):
        at = builders.a_location(floor)
        for item in goods:
            builders.stock(floor, item, at, 12)
    pairs = list(itertools.permutations(goods, 2))
    for first, second in pairs:
        builders.an_order(floor, (first, 3), (second, 3))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    waiting = [builders.an_imported_order([(first, 2), (second, 2)]) for first, second in pairs[:6]]
    builders.bring_in(floor, *waiting)
    return waiting


def pick_short(station: Workplace, person: int, totes: Sequence[str]) -> None:
    """Pick an order into each tote, and find too little of its first line."""
    for tote in totes:
        state = picking.claim_work(station, person)
        state = shift.pick(station, person, state, tote).state
        short = (Command.SHORT.value, builders.typed(1), Command.OK.value)
        state = shift.pick(station, person, state, *short).state
        shift.pick_to_end(station, person, state, tote)


def again_and_again(what: Callable[[int], object], finished: Event) -> int:
    """Do something until the others have finished; returns how often."""
    rounds = 0
    while not finished.is_set() and rounds < 40:
        what(rounds)
        rounds += 1
    return rounds


def _changed(order: ImportedOrder, rounds: int) -> ImportedOrder:
    """The same order with other quantities."""
    lines = tuple(replace(line, quantity=1 + rounds % 3) for line in order.lines)
    return replace(order, lines=lines)


@on_postgresql
def test_the_last_two_lines_of_an_order_picked_at_the_same_moment_make_it_picked(
    floor: Workplace, open_station: OpenStation
) -> None:
    stations = [open_station("P-02"), open_station("P-03")]
    people = [builders.an_operator(floor) for _ in stations]
    for _ in range(5):
        mug, lamp = builders.some_stock(floor)[0], builders.some_stock(floor)[0]
        number = builders.a_released_order(floor, (mug, 1), (lamp, 1))
        _split(floor)
        last: list[tuple[PickState, str]] = []
        for station, person in zip(stations, people, strict=True):
            tote, state = builders.a_tote(floor), picking.claim_work(station, person)
            state = shift.pick(station, person, state, tote).state
            last.append((state, shift.asked_for(state, tote)))
        together = Barrier(2)

        def pick_last(station: Workplace, person: int, at: tuple[PickState, str]) -> PickPrompt:
            together.wait(90)  # noqa: B023 - called within the round
            return shift.pick(station, person, *at).state.prompt

        with ThreadPoolExecutor(2) as threads:
            assert set(threads.map(pick_last, stations, people, last)) == {PickPrompt.TASK_DONE}
        assert books.order_state(floor, number) == "picked"
    not_one_conflict(*(station.database for station in stations))


def _split(floor: Workplace) -> None:
    """Give the second line of the newest task to a task of its own, as zones will do."""
    with floor.database.begin() as work:
        (new,) = work.session.execute(
            text(
                "insert into pick_task (method, zone, state, station, epoch, revision, priority,"
                " sequence, released_at) select method, zone, state, '', 0, 0, priority, sequence,"
                " released_at from pick_task order by id desc limit 1 returning id"
            )
        ).one()
        work.session.execute(
            text(
                "insert into pick_task_tote (task_id, position, order_id)"
                " select :new, 1, order_id from pick_task_tote order by task_id desc limit 1"
            ),
            {"new": new},
        )
        work.session.execute(
            text("update pick_line set task_id = :new where id = (select max(id) from pick_line)"),
            {"new": new},
        )


# The order of locks, one pair at a time --------------------------------------------------------


@contextmanager
def held(station: Workplace, table: str, row: str) -> Iterator[Session]:
    """Another transaction has a row locked, as one that takes locks in the right order."""
    with station.database.begin() as work:
        work.session.execute(text(f"select 1 from {table} where {row} for update"))  # noqa: S608
        yield work.session


def must_be_free(session: Session, table: str, row: str) -> None:
    """Whoever waits for what we hold has not locked this row, which comes after it."""
    session.execute(text(f"select 1 from {table} where {row} for update nowait"))  # noqa: S608


def place_id(floor: Workplace, code: str) -> int:
    return int(books.value(floor, "select id from location where code = :code", code=code))


@on_postgresql
def test_a_short_pick_locks_the_places_of_its_items_in_the_order_of_their_keys(
    floor: Workplace, open_station: OpenStation
) -> None:
    low, high = builders.a_location(floor), builders.a_location(floor)
    early, late = builders.an_item(floor), builders.an_item(floor)
    builders.stock(floor, late, high, 3)
    builders.a_released_order(floor, (late, 3))
    builders.stock(floor, late, low, 3)
    builders.stock(floor, early, low, 3)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    asked = (Command.SHORT.value, builders.typed(1))
    state = shift.pick(floor, ana, state, *asked).state
    first = f"item_id = {late.item_id} and location_id = {place_id(floor, low)}"
    then = f"item_id = {late.item_id} and location_id = {place_id(floor, high)}"
    with ThreadPoolExecutor(1) as threads:
        with held(open_station("P-02"), "stock", first) as session:
            short = threads.submit(shift.pick, floor, ana, state, Command.OK.value)
            wait_until_blocked(floor, 1)
            must_be_free(session, "stock", then)
        assert short.result().refusal is None
    assert books.promised(floor, low) == 2, "what was missing is promised at the other place"
    books.audit(floor.database)


@on_postgresql
def test_an_import_takes_promises_back_in_the_order_of_the_stock_keys(
    floor: Workplace, open_station: OpenStation
) -> None:
    early, _ = builders.some_stock(floor)
    late, _ = builders.some_stock(floor)
    order = builders.an_imported_order([(late, 2), (early, 2)])
    builders.bring_in(floor, order)
    allocate_waiting_orders(floor)
    with ThreadPoolExecutor(1) as threads:
        with held(open_station("P-02"), "stock", f"item_id = {early.item_id}") as session:
            change = threads.submit(builders.bring_in, floor, _changed(order, 0))
            wait_until_blocked(floor, 1)
            must_be_free(session, "stock", f"item_id = {late.item_id}")
        assert change.result().changed == 1
    books.audit(floor.database)


@on_postgresql
def test_an_import_locks_known_orders_by_their_ids_however_they_are_called(
    floor: Workplace, open_station: OpenStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_queries, "CHUNK", 1)
    mug, _ = builders.some_stock(floor)
    orders = [builders.an_imported_order([(mug, 1)], number=number) for number in ("#Z", "#A")]
    for order in orders:
        builders.bring_in(floor, order)
    with ThreadPoolExecutor(1) as threads:
        with held(open_station("P-02"), "orders", "number = '#Z'") as session:
            again = [_changed(order, 1) for order in orders]
            change = threads.submit(builders.bring_in, floor, *again)
            wait_until_blocked(floor, 1)
            must_be_free(session, "orders", "number = '#A'")
        assert change.result().changed == 2


@on_postgresql
def test_a_bench_locks_no_tote_before_its_order(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    with ThreadPoolExecutor(1) as threads:
        with held(open_station("P-02"), "orders", "true") as session:
            opening = threads.submit(packing.open_order, floor, ana, builders.entry(tote))
            wait_until_blocked(floor, 1)
            must_be_free(session, "tote", f"location_id = {place_id(floor, tote)}")
        assert opening.result().state is not None


@on_postgresql
def test_a_stock_list_is_stored_in_the_order_of_the_stock_keys(
    floor: Workplace, open_station: OpenStation
) -> None:
    early, first = builders.some_stock(floor)
    late, then = builders.some_stock(floor)
    tally = Tally("stock.csv", Source.TABLE)
    levels = [
        ImportedStock(late.sku, then, 7, None, None, 2),
        ImportedStock(early.sku, first, 7, None, None, 3),
    ]
    with ThreadPoolExecutor(1) as threads:
        with held(open_station("P-02"), "stock", f"item_id = {early.item_id}") as session:
            storing = threads.submit(
                floor.database.run, lambda work: store_stock(work, levels, tally)
            )
            wait_until_blocked(floor, 1)
            must_be_free(session, "stock", f"item_id = {late.item_id}")
        storing.result()
    assert tally.changed == 2
    books.audit(floor.database)


# One file, several programs ---------------------------------------------------------------------


@pytest.mark.parametrize("open_database", ["sqlite"], indirect=True)
def test_a_station_and_two_commands_work_at_one_sqlite_file(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 60)
    for _ in range(6):
        builders.a_released_order(floor, (mug, 2))
    ana, totes = builders.an_operator(floor), [builders.a_tote(floor) for _ in range(6)]
    url = floor.database.engine.url.render_as_string(hide_password=False)
    floor.database.close()
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as processes:
        station = processes.submit(neighbours.pick, url, ana, totes)
        numbers = [f"#N{number}" for number in range(12)]
        bringing = processes.submit(neighbours.bring_in, url, mug.sku, numbers)
        checking = processes.submit(neighbours.check, url, 3)
        assert station.result(300).pieces == 6
        assert bringing.result(300).pieces == 12
        assert checking.result(300).pieces == 3, "the books are sound at every moment"
    released = "select count(*) from orders where state in ('released', 'picked')"
    assert books.value(floor, released) == 18
    books.audit(floor.database)
