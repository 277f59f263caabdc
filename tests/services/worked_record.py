"""A floor of two aisles, and a record of tasks picked on it whose times are known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import update

from app.db.schema import Location, PickLine, PickTask
from app.db.unit_of_work import UnitOfWork
from app.services.allocating import allocate_waiting_orders
from app.services.floor_plans import floor_plan_of
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import shift

BEGINS = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def put_on_the_floor(floor: Workplace, codes: list[str]) -> None:
    """Two aisles; the locations lie along them in this order."""

    def verb(work: UnitOfWork) -> None:
        for number, code in enumerate(codes):
            work.session.execute(
                update(Location)
                .where(Location.code == code)
                .values(aisle=str(number % 2 + 1), x_m=4.0 * (number % 2), y_m=2.0 + number // 2)
            )

    floor.database.run(verb)


def some_goods(floor: Workplace, count: int = 6) -> list[Goods]:
    made = [builders.some_stock(floor, 100) for _ in range(count)]
    put_on_the_floor(floor, [place for _, place in made])
    return [goods for goods, _ in made]


def a_worked_record(floor: Workplace, tasks: int, *, seconds_a_metre: float = 1.0) -> None:
    """Tasks on record, one after the other, by somebody whose times are told by no regression.

    Five places a task; ways, stops and units take fixed times, every fifth stop twice as long, and
    each task begins 25 seconds after its claim.
    """
    goods = some_goods(floor)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    for number in range(tasks):
        members = [goods[(number + more) % 6] for more in range(5)]
        builders.an_order(floor, *((item, 1 + number % 3) for item in members))
        allocate_waiting_orders(floor)
        release_ready_orders(floor)
        shift.pick_order(floor, ana, tote)
        with floor.database.engine.begin() as connection:
            connection.exec_driver_sql("update tote set order_id = null")
    clock = BEGINS

    def verb(work: UnitOfWork) -> None:
        nonlocal clock
        stops = count(1)
        plan = floor_plan_of(work.session)
        for task in work.session.query(PickTask).order_by(PickTask.id):
            task.started_at = clock
            here: int | str = plan.first_depot
            clock += timedelta(seconds=25)
            lines = (
                work.session.query(PickLine).filter_by(task_id=task.id).order_by(PickLine.sequence)
            )
            for line in lines:
                walked = seconds_a_metre * plan.metres_between(here, line.location_id)
                slow = 2 if next(stops) % 5 == 0 else 1
                clock += timedelta(seconds=walked + slow * (6 + 2 * line.picked))
                line.picked_at, here = clock, line.location_id
            task.finished_at = clock
            clock += timedelta(seconds=40)

    floor.database.run(verb)
