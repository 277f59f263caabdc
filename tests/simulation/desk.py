"""The office: orders come in and change, stock is promised, work is released, stopped, let go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.db.schema import Operator, Order, OrderHold, OrderLine, PickTaskTote, Stock, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.orders import ENDED, HoldReason
from app.exchange.model import ImportedOrder
from app.services.allocating import allocate_waiting_orders
from app.services.order_states import refresh_states
from app.services.releasing import release_ready_orders
from tests import builders
from tests.simulation import floor

if TYPE_CHECKING:
    from tests.simulation.world import World

LOW, GOODS_A_DELIVERY = 12, 20
AT_WORK = "('released', 'picking', 'picked')"


class Desk:
    """The lead at the desk."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.is_closing = False
        self.records: dict[str, ImportedOrder] = {
            record.number: record for record in world.template.orders
        }
        world.spawn("desk", self._work)

    def _work(self) -> None:
        while True:
            self.world.sleep("thinks", 1.0 + 5.0 * self.world.chance.random())
            try:
                self._do_something()
            except ConnectionError:
                self.world.note("the desk waits for the server")

    def _do_something(self) -> None:
        chance = self.world.chance
        self._feed()
        if self.world.is_rough and chance.random() < 0.3:
            acts = (self._hold, self._hold, self._change, self._cancel, self._swap_tote)
            chance.choice(acts)()
        if not self.world.is_rough or chance.random() < 0.3:
            self._let_go()

    # Supply -------------------------------------------------------------------------------

    def _feed(self) -> None:
        desk, chance = self.world.desk, self.world.chance
        (ready,) = _one("select count(*) from pick_task where state = 'ready'")
        if not self.is_closing and int(str(ready)) < len(self.world.stations):
            goods = self.world.template.goods
            lines = [
                (one, chance.choice((1, 1, 2, 3)))
                for one in chance.sample(goods, chance.choice((1, 2, 3)))
            ]
            number = f"#S{len(self.records)}"
            record = self.records[number] = builders.an_imported_order(lines, number=number)
            builders.bring_in(desk, record)
        self._receive()
        allocate_waiting_orders(desk)
        release_ready_orders(desk)

    def _receive(self) -> None:
        """Goods come where free stock is low, at places that nobody doubts."""
        sql = (
            "select coalesce(sum(on_hand - allocated), 0) from stock join location on id = "
            "location_id where item_id = ? and kind in ('pick_face', 'reserve') and not exists "
            "(select 1 from count_task c where c.item_id = stock.item_id "
            "and c.location_id = stock.location_id)"
        )
        for goods in self.world.template.goods:
            (free,) = _one(sql, goods.item_id)
            if int(str(free)) < LOW:
                (count,) = _one("select count(*) from location where kind = 'pick_face'")
                place = f"N{int(str(count)):03d}"
                builders.a_location(self.world.gate, place)
                builders.stock(self.world.gate, goods, place, GOODS_A_DELIVERY)
                self.world.goods.at[place, goods.item_id] += GOODS_A_DELIVERY

    # Interference -------------------------------------------------------------------------

    def _an_order(self, states: str = AT_WORK) -> str | None:
        rows = floor.driver().execute(
            f"select number from orders where state in {states} order by id"  # noqa: S608 - own words
        )
        numbers = [str(number) for (number,) in rows]
        return self.world.chance.choice(numbers) if numbers else None

    def _hold(self) -> None:
        self._on_order("order held at work", self._put_hold)

    def _cancel(self) -> None:
        if self.world.chance.random() < 0.5:
            self._on_order("order cancelled at work", self._put_cancelled)

    def _on_order(self, what: str, act: Callable[[UnitOfWork, Order], None]) -> None:
        number = self._an_order()
        if number is None:
            return

        def verb(work: UnitOfWork) -> None:
            order = work.session.query(Order).filter_by(number=number).one()
            if order.state not in ENDED:
                act(work, order)
                work.session.flush()
                refresh_states(work, [order.id])

        self.world.desk.database.run(verb)
        self.world.count(what)
        self.world.nemesis.stir()

    @staticmethod
    def _put_hold(work: UnitOfWork, order: Order) -> None:
        work.session.add(OrderHold(order_id=order.id, reason=HoldReason.OPERATOR, held_at=work.now))

    @staticmethod
    def _put_cancelled(work: UnitOfWork, order: Order) -> None:
        order.cancelled_at = work.now

    def _change(self) -> None:
        """The shop tells an order again, with something new in it."""
        number = self._an_order("('paid', 'allocated', 'released', 'picking', 'picked')")
        if number is None:
            return
        tags = (f"changed at {self.world.now:.0f}",)
        self.records[number] = replace(self.records[number], tags=tags)
        builders.bring_in(self.world.desk, self.records[number])
        self.world.count("order edited at work")

    def _swap_tote(self) -> None:
        """The lead gives an order another tote, before the books have anything in its own."""
        rows = floor.driver().execute(
            "select place.task_id, place.tote_id from pick_task_tote place join pick_task task "
            "on task.id = place.task_id where place.tote_id is not null and task.state in "
            "('in_progress', 'paused') and not exists (select 1 from stock where location_id = "
            "place.tote_id and on_hand > 0) order by place.task_id"
        )
        found = rows.fetchall()
        (empty,) = _one(
            "select coalesce(min(location_id), 0) from tote where order_id is null and not exists "
            "(select 1 from stock where stock.location_id = tote.location_id and on_hand > 0)"
        )
        if not found or not empty:
            return
        task_id, old_id = self.world.chance.choice(found)

        def verb(work: UnitOfWork) -> None:
            place = work.session.query(PickTaskTote).filter_by(task_id=task_id).one()
            old = work.session.get_one(Tote, old_id)
            new = work.session.get_one(Tote, int(str(empty)))
            if old.order_id is None or new.order_id is not None or place.tote_id != old_id:
                return
            both = Stock.location_id.in_([old.location_id, new.location_id])
            if work.session.query(Stock).filter(both, Stock.on_hand > 0).first() is not None:
                return
            new.order_id, new.bound_at = old.order_id, work.now
            old.order_id = old.bound_at = None
            place.tote_id = new.location_id

        self.world.desk.database.run(verb)
        self.world.count("tote of an order changed at work")

    def _let_go(self) -> None:
        """Lift all holds; what nobody finds anywhere is given up."""
        self.world.desk.database.run(_let_all_go)
        self.world.nemesis.stir()

    def switch(self, operator_id: int, *, is_active: bool) -> None:
        """Switch a person on or off."""

        def verb(work: UnitOfWork) -> None:
            work.session.get_one(Operator, operator_id).active = is_active

        self.world.gate.database.run(verb)


def _let_all_go(work: UnitOfWork) -> None:
    holds = work.session.query(OrderHold).filter_by(lifted_at=None).order_by(OrderHold.id).all()
    order_ids = sorted({hold.order_id for hold in holds})
    for hold in holds:
        hold.lifted_at = work.now
    for order_id in order_ids:
        order = work.session.get_one(Order, order_id)
        if order.released_at is None or order.cancelled_at is not None:
            continue
        lines = work.session.query(OrderLine).filter_by(order_id=order_id).all()
        for line in lines:
            line.short = max(line.short, line.quantity - line.cancelled - line.allocated)
        if all(line.short + line.cancelled >= line.quantity for line in lines):
            order.cancelled_at = work.now
    work.session.flush()
    refresh_states(work, order_ids)


def _one(sql: str, *values: object) -> tuple[object, ...]:
    found: tuple[object, ...] = floor.driver().execute(sql, values).fetchone()
    return found
