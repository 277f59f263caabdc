"""What people do at a station: one class a kind of work, each making real scans and mistakes.

A worker makes one step at a time: one scan, answered by the service. A new pick method joins the
torture as one more class here, listed in `WORKERS`.
"""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

from app.domain import picking as rules
from app.domain.offline import JournalFailed, NeedsDatabase, StillSending
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import NoWork, OrderStopped, Refusal, Refused, TaskTakenOver
from app.domain.scanned import ScannedItem
from app.services import bench_work, picking, station_work
from app.services.identifying import Entry
from app.services.workplace import Workplace
from tests.services import shift
from tests.torture.floor import Floor

Scans = list[str | int]
"""Codes to scan one after the other; a number is typed."""

OK, UNDO = Command.OK.value, Command.UNDO.value


@dataclass(frozen=True)
class Handed:
    """A scan and the state it is made in."""

    kind: str
    state: Any
    scan: str | int


@dataclass(frozen=True)
class Answer:
    """What a service said to a scan: the state to go on with, and the refusal, if any.

    What leads to no work at all, or is not accepted without the database, is not logged and changes
    nothing. What is stored waits in the station's journal.
    """

    state: Any
    refusal: Refusal | None
    is_logged: bool = True
    is_stored: bool = False


@dataclass
class Bench:
    """What a worker needs of its station."""

    workplace: Workplace
    floor: Floor
    operator: int
    dice: random.Random
    is_careful: bool = False
    """Whether no mistakes are made any more: the run is being drained."""
    planned: Scans = field(default_factory=list)
    """Scans decided on before, such as the answers to a panel that was opened."""


class Worker(Protocol):
    """One kind of work."""

    kind: ClassVar[str]

    def begin(self) -> bool:
        """Take up work; returns whether there was any."""

    def next_scan(self) -> Handed:
        """The scan that the person makes now."""

    def take(self, answer: Answer) -> bool:
        """Go on from an answer; returns whether the work goes on."""


def apply(bench: Bench, kind: str, state: Any, entry: Entry) -> Answer:
    """Hand a scan to the service it belongs to."""
    if kind == "pick":
        return _pick(bench, state, entry)
    if kind == "take_over":
        return _take_over(bench, entry)
    return _open(bench, entry) if kind == "open" else _pack(bench, state, entry)


def _pick(bench: Bench, state: PickState, entry: Entry) -> Answer:
    try:
        picked = picking.scan(bench.workplace, bench.operator, state, entry)
    except Refused as refused:
        return Answer(state, refused.refusal, is_logged=False)
    return Answer(picked.state, picked.refusal, is_stored=picked.is_stored)


def _open(bench: Bench, entry: Entry) -> Answer:
    try:
        opened = bench_work.open_order(bench.workplace, bench.operator, entry)
    except Refused as refused:
        return Answer(None, refused.refusal, is_logged=False)
    is_logged = not opened.is_stored and not isinstance(opened.refusal, NeedsDatabase)
    return Answer(opened.state, opened.refusal, is_logged=is_logged)


def _pack(bench: Bench, state: PackState, entry: Entry) -> Answer:
    try:
        packed = bench_work.scan(bench.workplace, bench.operator, state, entry)
    except Refused as refused:
        return Answer(state, refused.refusal, is_logged=False)
    return Answer(packed.state, packed.refusal, is_stored=packed.is_stored)


def _take_over(bench: Bench, entry: Entry) -> Answer:
    try:
        taken = station_work.take_over(bench.workplace, bench.operator, entry)
    except Refused as refused:
        is_logged = not isinstance(refused.refusal, NeedsDatabase | StillSending | JournalFailed)
        return Answer(None, refused.refusal, is_logged=is_logged)
    if taken is None:
        return Answer(None, None, is_logged=False)
    return Answer(taken.state, None)


class Picker:
    """Claims the next task and picks it to its end, one order at a time."""

    kind: ClassVar[str] = "pick"

    DEVIATIONS: ClassVar[tuple[tuple[float, Scans], ...]] = (
        (0.010, [Command.SHORT.value, OK, OK]),
        (0.006, [Command.SHORT.value, 1, 2]),
        (0.004, [Command.DAMAGED.value, OK]),
        (0.003, [Command.WRONG_LOCATION.value]),
        (0.020, [Command.SKIP.value]),
        (0.030, [UNDO, OK]),
        (0.015, [Command.PAUSE.value]),
    )

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.state: PickState | None = None

    def begin(self) -> bool:
        """Claim; a person who has no work tries again later."""
        self._bench.planned.clear()
        try:
            claimed = station_work.claim(self._bench.workplace, self._bench.operator)
        except Refused as refused:
            if not isinstance(
                refused.refusal, NoWork | NeedsDatabase | StillSending | JournalFailed
            ):
                raise
            return False
        self.state = claimed.state
        return True

    def next_scan(self) -> Handed:
        """What the prompt asks for, unless the person errs or has decided otherwise."""
        state = self._present
        return Handed(self.kind, state, self._scan(state))

    def take(self, answer: Answer) -> bool:
        """Leave what was taken over or stopped, and what is done or paused."""
        self.state = answer.state
        if answer.state is None or isinstance(answer.refusal, TaskTakenOver | OrderStopped):
            return False
        return answer.state.prompt not in (PickPrompt.TASK_DONE, PickPrompt.PAUSED)

    def foresee(self, handed: Handed) -> Handed | None:
        """The scan after an item's scan, as a station foresees it that waits for no answer."""
        state = self.state
        line = None if state is None else state.line
        if (
            state is None
            or handed.state is not state
            or state.prompt is not PickPrompt.SCAN_ITEM
            or line is None
        ):
            return None
        if handed.scan != line.item.barcode or state.refusal is not None:
            return None
        item = ScannedItem(line.item.item_id, line.item.sku, line.item.name, line.item.barcode)
        ahead = rules.answer(state, item, today=datetime.now(UTC).date())
        if ahead.refusal is not None:
            return None
        return Handed(self.kind, ahead.state, shift.asked_for(ahead.state, ""))

    @property
    def _present(self) -> PickState:
        if self.state is None:
            raise RuntimeError("nothing was claimed")
        return self.state

    def _scan(self, state: PickState) -> str | int:
        bench = self._bench
        if state.refusal is not None and state.refusal.severe:
            return OK
        if bench.planned:
            return bench.planned.pop(0)
        if not bench.is_careful:
            if bench.dice.random() < 0.03:
                return _wrong_code(bench)
            for chance, scans in self.DEVIATIONS:
                if bench.dice.random() < chance:
                    bench.planned[:] = scans[1:]
                    return scans[0]
        return shift.asked_for(state, self._empty_tote(state))

    def _empty_tote(self, state: PickState) -> str:
        if state.prompt is not PickPrompt.SCAN_TOTE:
            return ""
        return look_up(
            self._bench,
            "select code from location join tote on location_id = location.id "
            "where order_id is null order by random() limit 1",
        )


_PICKED = """
select number from orders where state in ('picked', 'packing', 'packed') order by random() limit 1
"""
_UNOPENED = """
select number from orders where state in ('picked', 'packing', 'packed')
order by state <> 'picked', random() limit 1
"""
"""Mostly an order that nobody has opened; now and then one that somebody works on."""


class Packer:
    """Opens a picked order, packs it, closes the carton and scans its label."""

    kind: ClassVar[str] = "pack"

    DEVIATIONS: ClassVar[tuple[tuple[float, Scans], ...]] = (
        (0.003, [Command.SHORT.value, OK]),
        (0.020, [UNDO, OK]),
        (0.020, [Command.REPRINT.value, OK]),
        (0.015, [Command.PAUSE.value]),
    )

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.state: PackState | None = None

    def begin(self) -> bool:
        """Look for an order that is picked; several packers may find the same."""
        self._bench.planned.clear()
        self.state = None
        self._number = look_up(
            self._bench,
            _PICKED if self._bench.dice.random() < 0.2 else _UNOPENED,
        )
        return bool(self._number)

    def next_scan(self) -> Handed:
        """The order's own code first, then what the prompt asks for."""
        if self.state is None:
            return Handed("open", None, f"O-{self._number}")
        if self.state.closed_offline and self.state.sscc is None:
            self._look_for_the_label(self.state)
        return Handed(self.kind, self.state, self._scan(self.state))

    def take(self, answer: Answer) -> bool:
        """Leave what cannot be packed, and what is shipped or parked."""
        self.state = answer.state
        if answer.state is None or isinstance(answer.refusal, OrderStopped):
            return False
        return answer.state.prompt not in (PackPrompt.DONE, PackPrompt.PARKED)

    def _look_for_the_label(self, state: PackState) -> None:
        """What was closed off line gets its number and label when the database is back."""
        bench = self._bench
        with contextlib.suppress(Refused):
            present = bench_work.present_order(bench.workplace, bench.operator, state.order_id)
            self.state = present or state

    def _scan(self, state: PackState) -> str | int:
        bench = self._bench
        if state.refusal is not None and state.refusal.severe:
            return OK
        if bench.planned:
            return bench.planned.pop(0)
        if not bench.is_careful:
            if bench.dice.random() < 0.03:
                return _wrong_code(bench)
            for chance, scans in self.DEVIATIONS:
                if bench.dice.random() < chance:
                    bench.planned[:] = scans[1:]
                    return scans[0]
        if state.prompt is PackPrompt.SCAN_UNIT and not any(line.open for line in state.lines):
            return OK
        return shift.asked_at_bench(state)


class Rescuer(Picker):
    """Goes on with work that somebody else began, by the tote it stands in."""

    def begin(self) -> bool:
        """Look for a tote that is picked into, by whoever, and not by a person at work."""
        self._bench.planned.clear()
        self._tote = look_up(
            self._bench,
            "select location.code from pick_task task join pick_task_tote place "
            "on place.task_id = task.id join location on location.id = place.tote_id "
            "where task.state = 'paused' or (task.state = 'in_progress' and task.lapsed_at is null "
            "and random() < 0.1) order by task.lapsed_at, random() limit 1",
        )
        return bool(self._tote)

    def next_scan(self) -> Handed:
        """The tote's code first, then what the prompt asks for."""
        if self.state is None:
            return Handed("take_over", None, self._tote)
        return super().next_scan()


WORKERS: tuple[tuple[type[Picker | Packer], float], ...] = (
    (Picker, 0.45),
    (Packer, 0.47),
    (Rescuer, 0.08),
)
"""Every kind of work there is, and how often a person turns to it."""


def choose(dice: random.Random) -> type[Picker | Packer]:
    """The kind of work that a person turns to next."""
    kinds = [kind for kind, _ in WORKERS]
    return dice.choices(kinds, [chance for _, chance in WORKERS])[0]


def look_up(bench: Bench, sql: str) -> str:
    """What a person sees on the floor: an empty tote, an order that waits; or nothing."""
    with bench.workplace.database.engine.connect() as connection:
        return str(connection.exec_driver_sql(sql).scalar() or "")


def _wrong_code(bench: Bench) -> str | int:
    goods = bench.dice.choice(bench.floor.goods)
    codes: Scans = [
        goods.barcode,
        goods.case_barcode,
        f"L-{bench.dice.choice(bench.floor.places)}",
        "T-99999",
        "garbage",
        goods.barcode + goods.barcode,
        bench.dice.randint(0, 9),
    ]
    return bench.dice.choice(codes)
