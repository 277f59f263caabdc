"""The office as processes of their own: orders and goods come in, and a lead changes her mind."""

from __future__ import annotations

import csv
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.db.schema import Order, OrderHold, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.discrepancies import Resolution
from app.domain.orders import ENDED, HoldReason
from app.domain.refusals import Refused
from app.exchange.model import Kind, Source
from app.services.allocating import allocate_waiting_orders
from app.services.discrepancies import open_discrepancies, settle
from app.services.importing import ImportRequest, import_file
from app.services.order_states import refresh_states
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.torture import mutants
from tests.torture.board import Board, Phase, die_with_the_run
from tests.torture.diary import Diary
from tests.torture.floor import Floor, open_workplace
from tests.torture.signs_of_life import shorten_leases
from tests.torture.troubles import is_passing, told

COLUMNS = (
    *("order number", "placed at", "sku", "quantity", "payment", "cancelled at", "note"),
    *("name", "street", "city", "postcode", "country"),
)
ADDRESS = ("Lena Example", "Main Street 1", "Leeds", "LS1 4DT", "GB")
PLACED = "2026-11-20T08:00:00+00:00"


@dataclass
class ShopOrder:
    """An order as the shop has it, which may be told again with changes."""

    number: str
    lines: list[tuple[str, int]]
    note: str = ""
    cancelled: str = ""

    def rows(self) -> list[list[str]]:
        """Its rows in an order file."""
        return [
            [self.number, PLACED, sku, str(units), "paid", self.cancelled, self.note, *ADDRESS]
            for sku, units in self.lines
        ]


def write_orders(path: Path, orders: list[ShopOrder]) -> None:
    """Write an order file."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for order in orders:
            writer.writerows(order.rows())


@dataclass
class Office:
    """What both processes of the office need."""

    board: Board
    floor: Floor
    folder: Path
    name: str
    seed: str
    mutant: str = ""
    backlog: int = 10
    desk: int = 0
    diary: Diary = field(init=False)
    workplace: Workplace = field(init=False)

    def open(self) -> None:
        """Begin, in the process itself."""
        die_with_the_run()
        shorten_leases()
        mutants.apply(self.mutant)
        self.dice = random.Random(f"{self.seed} {self.name}")  # noqa: S311 - no secret
        self.diary = Diary(self.folder, self.name)
        self.workplace = open_workplace(self.floor, self.name)

    def repeat(self, *acts: Callable[[], None], pause: float) -> None:
        """Do all of the acts over and over until the run is over, whatever the faults."""
        try:
            while (phase := self.board.phase) is not Phase.STOP:
                for act in acts:
                    self.attempt(act)
                if phase is Phase.DRAIN:
                    self.board.note_quiet(self.desk)
                time.sleep(pause)
        except BaseException as problem:  # noqa: BLE001 - whatever it is, the run must hear of it
            self.diary.failed(told(problem))
        finally:
            self.workplace.database.close()
            self.diary.close()

    def share(self, workplace: Workplace, diary: Diary) -> None:
        """Begin in another's process, with what that one has opened."""
        self.dice = random.Random(f"{self.seed} {self.name} {os.getpid()}")  # noqa: S311
        self.workplace, self.diary = workplace, diary

    def attempt(self, act: Callable[[], None]) -> None:
        """Do something, unless the database is away just now."""
        try:
            act()
        except Exception as problem:
            if not is_passing(problem):
                raise
            self.diary.count("office interrupted")
            time.sleep(0.1)

    def one(self, sql: str, **values: object) -> Any:
        """The one value of a select."""
        with self.workplace.database.engine.connect() as connection:
            return connection.execute(text(sql), values).scalar()


LOW = 12
"""Free units below which more come: no order asks for so many."""

_FREE_UNITS = text(
    "select item_id, sum(on_hand - allocated) from stock "
    "join location on location.id = location_id where kind in ('pick_face', 'reserve') "
    "and not exists (select 1 from count_task doubt where doubt.item_id = stock.item_id "
    "and doubt.location_id = stock.location_id) group by item_id"
)


class Feeder:
    """Sees to it that work never runs out: orders by file, goods, promises and release."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._orders = 0
        self._files = 0

    def run(self) -> None:
        """Be the feeder until the run is over."""
        self._office.open()
        self._office.repeat(self.feed, pause=0.15)

    def feed(self) -> None:
        """Import where the backlog is low, promise and release."""
        office = self._office
        if office.board.phase is Phase.WORK and self.is_low():
            self._import()
        self.release()

    def is_low(self) -> bool:
        """Whether work could run out."""
        ready = self._office.one("select count(*) from pick_task where state = 'ready'")
        return int(ready or 0) < self._office.backlog

    def release(self) -> None:
        """See that there are goods, promise them and release."""
        self._receive()
        allocate_waiting_orders(self._office.workplace)
        release_ready_orders(self._office.workplace)

    def _receive(self) -> None:
        """Goods come where free stock is low, at a new place: nobody doubts what lies there."""
        office = self._office
        with office.workplace.database.engine.connect() as connection:
            free = {int(item): int(units) for item, units in connection.execute(_FREE_UNITS)}
        for goods in office.floor.goods:
            if free.get(goods.item_id, 0) < LOW:
                at = builders.a_location(office.workplace, f"N{os.getpid()}-{time.time_ns()}"[:20])
                builders.stock(office.workplace, goods, at, 40)

    def new_file(self) -> Path:
        """Write a file with new orders."""
        office = self._office
        orders = []
        for _ in range(min(8, office.backlog)):
            self._orders += 1
            lines = [
                (goods.sku, office.dice.choice((1, 1, 2, 3, 4)))
                for goods in office.dice.sample(office.floor.goods, office.dice.choice((1, 2, 3)))
            ]
            note = "Ring twice" if office.dice.random() < 0.1 else ""
            orders.append(ShopOrder(f"{office.name}-{self._orders}", lines, note))
        self._files += 1
        path = office.folder / f"{office.name}-{self._files}.csv"
        write_orders(path, orders)
        return path

    def _import(self) -> None:
        office = self._office
        path = self.new_file()
        if office.dice.random() < 0.4:
            self._die_over(path)
        self._bring_in(office.workplace, path)
        if office.dice.random() < 0.3:
            self._bring_in(office.workplace, path)
            office.diary.count("order file imported twice")

    def _bring_in(self, workplace: Workplace, path: Path) -> None:
        import_file(workplace, ImportRequest(path, Kind.ORDERS, Source.TABLE))

    def _die_over(self, path: Path) -> None:
        """Import in a process that is killed somewhere on the way."""
        pid = os.fork()
        if pid == 0:
            try:
                self._bring_in(open_workplace(self._office.floor, "IMPORT"), path)
            finally:
                os._exit(0)
        time.sleep(0.03 * self._office.dice.random())
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            self._office.diary.count("import killed half-way")


class Lead:
    """Holds, lets go, changes and cancels orders while they are worked on."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._edits = 0

    def run(self) -> None:
        """Be the lead until the run is over."""
        self._office.open()
        self._office.repeat(self.interfere, self.settle, self.look_after, pause=0.25)

    def interfere(self) -> None:
        """Do one thing to one order, the more surely one that is being worked on."""
        office = self._office
        if office.board.phase is not Phase.WORK:
            return
        number = office.one(
            "select number from orders where state in "
            "('allocated', 'released', 'picking', 'picked', 'packing', 'packed') "
            "order by state = 'picking' desc, random() limit 1"
        )
        if number:
            act = office.dice.choice((self._hold, self._change, self._change, self._cancel))
            act(str(number))

    def _hold(self, number: str) -> None:
        def verb(work: UnitOfWork) -> None:
            order = work.session.query(Order).filter_by(number=number).with_for_update().one()
            if order.state in ENDED:
                return
            hold = OrderHold(order_id=order.id, reason=HoldReason.OPERATOR, held_at=work.now)
            work.session.add(hold)
            refresh_states(work, [order.id])

        self._office.workplace.database.run(verb)
        self._office.diary.count("order held at work")

    def _change(self, number: str) -> None:
        self._edits += 1
        self._tell_again(number, note=f"Changed {self._edits} times")
        self._office.diary.count("order changed at work")

    def _cancel(self, number: str) -> None:
        self._tell_again(number, cancelled=datetime.now(UTC).isoformat())
        self._office.diary.count("order cancelled at work")

    def _tell_again(self, number: str, **changes: str) -> None:
        office = self._office
        with office.workplace.database.engine.connect() as connection:
            found = connection.execute(
                text(
                    "select sku, quantity from order_line join orders on orders.id = order_id "
                    "where orders.number = :number order by order_line.number"
                ),
                {"number": number},
            )
            lines = [(str(sku), int(units)) for sku, units in found]
        path = office.folder / f"{office.name}-edit-{self._edits}.csv"
        write_orders(path, [ShopOrder(number, lines, **changes)])
        import_file(office.workplace, ImportRequest(path, Kind.ORDERS, Source.TABLE))

    def settle(self) -> None:
        """Let held orders go, now and then in the work and always in the end."""
        office = self._office
        if office.board.phase is Phase.WORK and office.dice.random() < 0.6:
            return
        office.workplace.database.run(_let_go)

    def look_after(self) -> None:
        """Say what became of goods that a station moved off line and the books did not take."""
        office = self._office
        lead = office.floor.lead
        for found in open_discrepancies(office.workplace, lead):
            wanted = office.dice.choice((Resolution.WRITTEN, Resolution.PUT_BACK))
            try:
                settle(office.workplace, lead, found.id, wanted)
            except Refused:
                settle(office.workplace, lead, found.id, Resolution.PUT_BACK)
            office.diary.count(f"discrepancy settled: {found.kind.value}")


def _let_go(work: UnitOfWork) -> None:
    """Lift all holds; what nobody found anywhere is given up for its order.

    No service does this yet: it is what a lead's screen will do.
    """
    holds = work.session.query(OrderHold).filter_by(lifted_at=None).order_by(OrderHold.order_id)
    order_ids = sorted({hold.order_id for hold in holds})
    if not order_ids:
        return
    orders = (
        work.session.query(Order)
        .filter(Order.id.in_(order_ids))
        .order_by(Order.id)
        .with_for_update()
        .populate_existing()
        .all()
    )
    for hold in holds.filter(OrderHold.order_id.in_(order_ids)).populate_existing():
        hold.lifted_at = work.now
    for order in orders:
        if order.released_at is None:
            continue
        lines = work.session.query(OrderLine).filter_by(order_id=order.id).populate_existing().all()
        for line in lines:
            line.short = max(line.short, line.quantity - line.cancelled - line.allocated)
        if all(line.short + line.cancelled >= line.quantity for line in lines):
            order.cancelled_at = work.now
    work.session.flush()
    refresh_states(work, order_ids)
