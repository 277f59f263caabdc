"""A small floor on a real database, with threads for actors, and what its stations saw."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text, update

from app.db.schema import Order, OrderHold, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.leases import LEASE
from app.domain.orders import HoldReason
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_state import PickState
from app.domain.refusals import Refused
from app.services import packing, picking
from app.services.identifying import Entry
from app.services.order_states import refresh_states
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift
from tests.torture.diary import Diaries
from tests.torture.meeting import START_IN_DATABASE, Rendezvous
from tests.torture.troubles import is_passing, told

OpenStation = Callable[[str], Workplace]


@dataclass
class Stage:
    """A small floor, its stations, and what they saw.

    Attributes:
        floor: The first station.
        open_station: Opens others.
        rendezvous: Where the racers of a mutant meet.
        lines: What the stations' diaries would say.
        lease: How long leases last, where none is ended by hand.
        screens: The last state that each station showed, to be compared with the rows.
    """

    floor: Workplace
    open_station: OpenStation
    rendezvous: Rendezvous = field(default_factory=Rendezvous)
    lines: list[dict[str, Any]] = field(default_factory=list)
    screens: dict[str, PickState] = field(default_factory=dict)
    lease: timedelta | None = LEASE

    def attempt(self, act: Callable[[], object]) -> None:
        """Do something; what goes wrong with it is for the checker to hear of."""
        self._act(act, "stage")

    @property
    def diaries(self) -> Diaries:
        """What the stations saw."""
        return Diaries(self.lines)

    def order(self, *units: int, of: builders.Goods | None = None) -> str:
        """A released order with one line of so many units each; returns its number."""
        lines = []
        for quantity in units:
            goods = of or builders.some_stock(self.floor, 20)[0]
            lines.append((goods, quantity))
        return builders.a_released_order(self.floor, *lines)

    def scan(
        self, workplace: Workplace, operator: int, state: Any, scan: str | Entry, kind: str = "pick"
    ) -> Any:
        """Make a scan and write its answer down; returns the state to go on with."""
        entry = builders.entry(scan) if isinstance(scan, str) else scan
        serve = picking.scan if kind == "pick" else packing.scan
        answer = serve(workplace, operator, state, entry)
        refusal = None if answer.refusal is None else answer.refusal.name
        self.acknowledge(workplace, kind, entry, refusal)
        if isinstance(answer.state, PickState):
            self.screens[workplace.station] = answer.state
        return answer.state

    def acknowledge(
        self, workplace: Workplace, kind: str, entry: Entry, refusal: str | None
    ) -> None:
        """Write an answer down that a person has seen."""
        line = (
            "replay"
            if any(known.get("scan") == str(entry.scan_id) for known in self.lines)
            else "ack"
        )
        self.lines.append(
            {
                "line": line,
                "scan": str(entry.scan_id),
                "kind": kind,
                "refusal": refusal,
                "raw": entry.raw,
                "by": workplace.station,
            }
        )

    def at_once(self, first: Callable[[], object], last: Callable[[], object]) -> None:
        """Two things at once; where a mutant lets them meet, `first` ends first."""
        threads = [
            threading.Thread(target=self._act, args=(act, name), name=name)
            for name, act in (("first", first), ("last", last))
        ]
        self._start_the_race()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _start_the_race(self) -> None:
        self.rendezvous.start()
        engine = self.floor.database.engine
        if engine.dialect.name == "postgresql":
            with engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                if connection.scalar(text("select to_regclass('torture_starts')")):
                    connection.execute(text(START_IN_DATABASE))

    def _act(self, act: Callable[[], object], name: str) -> None:
        try:
            with contextlib.suppress(Refused):  # which is an answer
                act()
        except Exception as problem:  # noqa: BLE001 - the checker shall hear of it
            if not is_passing(problem):
                self.lines.append({"line": "failure", "by": name, "what": told(problem)})
        if name == "first":
            self.rendezvous.first_is_done()

    def into_tote(self, workplace: Workplace, operator: int, *, tote: str = "") -> PickState:
        """Claim the next work and choose a tote for it."""
        state = picking.claim_work(workplace, operator)
        chosen: PickState = self.scan(
            workplace, operator, state, tote or builders.a_tote(self.floor)
        )
        return chosen

    def item(self, state: PickState) -> str:
        """The code of the item that is asked for."""
        return shift.asked_for(state, "")

    def hold(self, number: str) -> None:
        """Stop an order, as a lead does."""

        def verb(work: UnitOfWork) -> None:
            order = work.session.query(Order).filter_by(number=number).one()
            hold = OrderHold(order_id=order.id, reason=HoldReason.OPERATOR, held_at=work.now)
            work.session.add(hold)
            refresh_states(work, [order.id])

        self.floor.database.run(verb)
        self.lines.append({"line": "held", "number": number, "by": "lead"})

    def end_leases(self) -> None:
        """Let the time of all leases be over."""
        self.lease = None
        past = datetime.now(UTC) - timedelta(seconds=200)
        with self.floor.database.engine.begin() as connection:
            held = update(PickTask).where(PickTask.lease_until.is_not(None))
            connection.execute(held.values(lease_until=past))

    def packed(self, number: str, operator: int) -> PackState:
        """Bring an order to the scan of its label."""
        shift.pick_order(self.floor, operator, builders.a_tote(self.floor))
        state = shift.open_bench(self.floor, operator, f"O-{number}")
        return shift.pack_until(self.floor, operator, state, PackPrompt.SCAN_LABEL)
