"""Two equal databases, one written by statements and one by the database's own functions.

Run by itself for as long as wanted: `python -m tests.services.twins STEPS [SEED]`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select, text

from app.db.schema import OrderHold, PickTask, Row
from app.db.schema.base import UtcDateTime
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.orders import HoldReason
from app.domain.pick_effects import PutInTote
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import NoWork, Refused, TaskTakenOver
from app.services import packing, picking
from app.services.identifying import Entry
from app.services.leases import reap
from app.services.order_states import refresh_states
from app.services.pick_applying import apply_by_statements, apply_pick
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer, database_name
from tests.services import books, shift
from tests.services.twin_floor import LOTS, furnish

NUMBERED_BY_THE_WAY = {"event_log", "stock_move"}
"""Tables whose ids have gaps where a function gave up: the numbers it had taken are gone."""


class Twin:
    """One of the two databases and the way in which it is written."""

    def __init__(
        self,
        database: Database,
        apply: Callable[[Workplace, PickRequest], Applied],
        claim: Callable[[Workplace, int], PickState | None],
    ) -> None:
        self.apply = apply
        self.claim = claim
        self.said: list[Applied] = []
        self.floor = Workplace(database, "P-01")
        self.station = replace(self.floor, sender=self)

    def send(
        self, request: PickRequest, _before: PickState, _after: PickState, _entry: Entry
    ) -> Applied:
        said = self.apply(self.floor, request)
        self.said.append(said)
        return said


def claim_here(workplace: Workplace, operator_id: int) -> PickState | None:
    """Claim as the program does."""
    try:
        return picking.claim_work(workplace, operator_id)
    except Refused as refused:
        if refused.refusal != NoWork():
            raise
        return None


def rows_of(workplace: Workplace) -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows, ids of logs aside; of times only whether there are any."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with workplace.database.engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            columns = [
                column.is_not(None) if isinstance(column.type, UtcDateTime) else column
                for column in table.columns
                if not (column.name == "id" and table.name in NUMBERED_BY_THE_WAY)
            ]
            order = [table.c.id] if "id" in table.c else list(table.primary_key)
            rows = connection.execute(select(*columns).order_by(*order))
            found[table.name] = [tuple(map(str, row)) for row in rows]
    return found


@dataclass
class Handed:
    """A request as it was made, to be made again or otherwise."""

    person: int
    request: PickRequest


class Twins:
    """A floor of two people and what they may do, on both databases alike."""

    def __init__(self, server: PostgresqlServer, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable chance, no secret
        first = server.new_database()
        stock = furnish(first)
        self.goods, self.places = stock.goods, stock.places
        self.people, self.totes = stock.people, stock.totes
        self.quarantine = stock.quarantine
        second = server.new_database(template=database_name(first))
        self.by_statements = Twin(
            builders.a_database(first), apply_by_statements, picking.claim_by_statements
        )
        self.by_functions = Twin(builders.a_database(second), apply_pick, claim_here)
        self.both = (self.by_statements, self.by_functions)
        self.urls = (first, second)
        self.tasks: dict[int, PickState] = {}
        self.handed: list[Handed] = []
        self.verdicts: dict[str, int] = {}

    def close(self) -> None:
        for twin in self.both:
            twin.floor.database.close()

    # Steps --------------------------------------------------------------------------------

    def step(self) -> None:
        """Something happens; both databases must say the same of it."""
        acts = [
            *[self.work] * 30,
            *[self.scan_anything] * 8,
            *[self.hand_in_again] * 4,
            *[self.hand_in_otherwise] * 12,
            *[self.claim_anew] * 2,
            *[self.hold_or_let_go] * 3,
            *[self.let_lapse] * 3,
            *[self.hide_stock] * 2,
            self.switch_off,
            self.pack,
            self.cancel,
        ]
        self.chance.choice(acts)()

    def work(self) -> None:
        person = self.chance.randrange(2)
        state = self.tasks.get(person)
        if state is None:
            self.claim(person)
        else:
            self.scan(person, shift.asked_for(state, self.chance.choice(self.totes)))

    def claim_anew(self) -> None:
        self.claim(self.chance.randrange(2))

    def claim(self, person: int) -> None:
        before, after = (twin.claim(twin.station, self.people[person]) for twin in self.both)
        assert before == after
        if before is None or after is None:
            self.tasks.pop(person, None)
            return
        assert before.book == after.book
        self.tasks[person] = before

    def scan_anything(self) -> None:
        codes = [*self.totes[:4], *(f"L-{place}" for place in self.places), "garbage"]
        codes += [f"L-{self.quarantine}"] * 2
        codes += [code for goods in self.goods for code in (goods.barcode, goods.case_barcode)]
        tea, camera = self.goods[LOTS].barcode, self.goods[LOTS + 1].barcode
        codes += [f"]C101{tea.zfill(14)}10{lot}" for lot in ("A", "B", "C") * 2]
        codes += [f"]C101{camera.zfill(14)}21SN{number}" for number in (1, 2)]
        codes += ["K-S", "K-M2", "K-XL"]
        codes += [command.value for command in Command] * 2
        if self.tasks:
            person = self.chance.choice(sorted(self.tasks))
            self.scan(person, self.chance.choice(codes))

    def scan(self, person: int, raw: str) -> None:
        state = self.tasks[person]
        entry = builders.entry(raw)
        outcome = picking.judge(self.by_statements.floor, self.people[person], state, entry)
        request = picking.request_of(
            self.by_statements.floor, self.people[person], state, entry, outcome
        )
        self.handed.append(Handed(person, request))
        one, other = (
            picking.scan(twin.station, self.people[person], state, entry) for twin in self.both
        )
        assert one == other
        self.compare(*(twin.said[-1] for twin in self.both))
        self.tasks[person] = one.state
        is_over = one.state.prompt in (PickPrompt.PAUSED, PickPrompt.TASK_DONE)
        if (is_over and self.chance.random() < 0.7) or isinstance(one.refusal, TaskTakenOver):
            del self.tasks[person]

    def hand_in_again(self) -> None:
        if self.handed:
            self.hand_in(self.chance.choice(self.handed[-8:]).request)

    def hand_in_otherwise(self) -> None:
        """A request as a confused, late or broken station would make it."""
        if not self.handed:
            return
        handed = self.chance.choice(self.handed[-8:])
        request = replace(handed.request, scan_id=uuid4())
        present = self.tasks.get(handed.person)
        if present is not None and self.chance.random() < 0.6:
            request = replace(
                request, task_id=present.task_id, epoch=present.epoch, revision=present.revision
            )
        spoiled = self.chance.choice([self._stamps_wrong, self._effect_wrong, self._id_reused])
        self.hand_in(spoiled(handed, request))

    def _stamps_wrong(self, handed: Handed, request: PickRequest) -> PickRequest:
        step = self.chance.choice([-1, 1])
        return self.chance.choice(
            [
                request,
                replace(request, epoch=request.epoch + step),
                replace(request, revision=(request.revision or 0) + step),
                replace(request, operator_id=self.people[1 - handed.person]),
                replace(request, revision=None),
                replace(request, finishes=not request.finishes),
            ]
        )

    def _effect_wrong(self, _handed: Handed, request: PickRequest) -> PickRequest:
        if not (request.effects and isinstance(request.effects[0], PutInTote)):
            return replace(request, revision=None)
        put = request.effects[0]
        wrong = self.chance.choice(
            [replace(put, quantity=50), replace(put, quantity=1), replace(put, tote="T-99999")]
        )
        return replace(request, effects=(wrong,))

    def _id_reused(self, handed: Handed, _request: PickRequest) -> PickRequest:
        return replace(handed.request, payload_hash="0" * 64)

    def hand_in(self, request: PickRequest) -> None:
        self.compare(*(twin.apply(twin.floor, request) for twin in self.both))

    def compare(self, one: Applied, other: Applied) -> None:
        assert one == other, (one, other)
        self.verdicts[one.verdict] = self.verdicts.get(one.verdict, 0) + 1

    # What others do meanwhile ---------------------------------------------------------------

    def hold_or_let_go(self) -> None:
        reason = self.chance.choice([HoldReason.OPERATOR, HoldReason.SHORT])
        number = self._order_at_hand()
        lift = self.chance.random() < 0.7

        def verb(work: UnitOfWork) -> None:
            holds = work.session.query(OrderHold).filter_by(lifted_at=None).order_by("id").all()
            if lift or number is None:
                for hold in holds:
                    hold.lifted_at = work.now
                refresh_states(work, [hold.order_id for hold in holds])
                return
            work.session.add(OrderHold(order_id=number, reason=reason, held_at=work.now))
            refresh_states(work, [number])

        for twin in self.both:
            twin.floor.database.run(verb)

    def cancel(self) -> None:
        number = self._order_at_hand()
        if number is not None and self.chance.random() < 0.5:
            cancel = (
                "update orders set cancelled_at = placed_at, state = 'cancelled' where id = :id"
            )
            self._execute(cancel, id=number)

    def _order_at_hand(self) -> int | None:
        """An order somebody works on."""
        found = books.rows(
            self.by_statements.floor,
            "select order_id from pick_task_tote join pick_task on pick_task.id = task_id "
            "join orders on orders.id = order_id "
            "where pick_task.state = 'in_progress' and cancelled_at is null order by 1",
        )
        return int(self.chance.choice(found)[0]) if found else None

    def let_lapse(self) -> None:
        person = self.chance.choice(self.people)

        def verb(work: UnitOfWork) -> None:
            for task in work.session.query(PickTask).filter_by(operator_id=person):
                task.lease_until = work.now - timedelta(hours=1)

        for twin in self.both:
            twin.floor.database.run(verb)
            reap(twin.floor)

    def hide_stock(self) -> None:
        """The books hold nothing at a place for the next scan, and then again what they held."""
        floor, code = self.by_statements.floor, self.chance.choice(self.places)
        place = books.value(floor, "select id from location where code = :code", code=code)
        kept = books.rows(
            floor,
            "select item_id, lot_id, on_hand, allocated from stock where location_id = :place",
            place=place,
        )
        hide = "update stock set on_hand = 0, allocated = 0 where location_id = :place"
        self._execute(hide, place=place)
        if self.tasks:
            person = self.chance.choice(sorted(self.tasks))
            self.scan(person, shift.asked_for(self.tasks[person], self.chance.choice(self.totes)))
        bring_back = (
            "update stock set on_hand = on_hand + :units, allocated = allocated + :promised "
            "where location_id = :place and item_id = :item and lot_id = :lot"
        )
        for item, lot, units, promised in kept:
            self._execute(
                bring_back, units=units, promised=promised, item=item, lot=lot, place=place
            )

    def switch_off(self) -> None:
        person = self.chance.randrange(2)
        self._execute("update operator set active = false where id = :id", id=self.people[person])
        if person in self.tasks:
            self.scan(person, shift.asked_for(self.tasks[person], self.totes[0]))
        self._execute("update operator set active = true where id = :id", id=self.people[person])

    def pack(self) -> None:
        found = books.rows(
            self.by_statements.floor, "select number from orders where state = 'picked' order by id"
        )
        if found:
            entry = builders.entry(f"O-{found[-1][0]}")
            for twin in self.both:
                packing.open_order(twin.floor, self.people[0], entry)

    def _execute(self, sql: str, **values: object) -> None:
        for twin in self.both:
            with twin.floor.database.engine.begin() as connection:
                connection.execute(text(sql), values)

    def compare_rows(self) -> None:
        one, other = (rows_of(twin.floor) for twin in self.both)
        for table, rows in one.items():
            assert rows == other[table], (
                table,
                [pair for pair in zip(rows, other[table], strict=False) if pair[0] != pair[1]][:3],
            )


def play(server: PostgresqlServer, steps: int, seed: int) -> dict[str, int]:
    """Play so many steps; returns how often each verdict was given."""
    twins = Twins(server, seed)
    try:
        for number in range(steps):
            twins.step()
            if number % 50 == 49:
                twins.compare_rows()
        twins.compare_rows()
    finally:
        twins.close()
    return twins.verdicts


def main(words: list[str]) -> None:
    """Play rounds until the steps are used up, each on databases of its own."""
    steps = int(words[0])
    seed = int(words[1]) if len(words) > 1 else 1
    total: dict[str, int] = {}
    with PostgresqlServer() as server:
        for start in range(0, steps, 250):
            for verdict, count in play(server, min(250, steps - start), seed + start).items():
                total[verdict] = total.get(verdict, 0) + count
    sys.stdout.write(f"{steps} steps, equal on both: {total}\n")
    assert {*Verdict} <= {*total}, "not every verdict was seen"


if __name__ == "__main__":
    main(sys.argv[1:])
