"""Batches that are picked and stand at a put wall, and a sorter who does as the screen says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from uuid_utils.compat import uuid7

from app.db.ledger import Move, move_units
from app.db.queries.stock import location_ids_by_code
from app.db.schema import (
    Allocation,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    ScanLog,
    Tote,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.events import LinePicked, TaskClaimed, TaskFinished
from app.domain.locations import MoveReason
from app.domain.pick_state import PickMethod
from app.domain.readings import Command
from app.domain.refusals import Refusal
from app.domain.tasks import PickLineState, PickTaskState
from app.domain.wall_state import WallPrompt, WallState
from app.services import sorting
from app.services.allocating import allocate_waiting_orders
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.services.order_states import refresh_states
from app.services.releasing import release_chosen_orders
from app.services.wall_setup import add_wall
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods

Lines = Sequence[tuple[Goods, int]]
OK, UNDO, SHORT, DAMAGED = (
    command.value for command in (Command.OK, Command.UNDO, Command.SHORT, Command.DAMAGED)
)


@dataclass(frozen=True)
class Batch:
    """A batch task that was picked to its end.

    Attributes:
        task_id: the task.
        totes: its bulk totes.
        numbers: its orders, by the names the test gives them.
    """

    task_id: int
    totes: tuple[str, ...]
    numbers: Mapping[str, str]


def a_wall(workplace: Workplace, name: str = "W1", *, rows: int = 2, columns: int = 3) -> str:
    """Set a put wall up and return its name."""
    return add_wall(workplace, name, rows=rows, columns=columns).name


def a_batch(
    workplace: Workplace,
    picker: int,
    orders: Mapping[str, Lines],
    *,
    totes: int = 1,
    tote_an_item: bool = False,
    urgent: Sequence[str] = (),
) -> Batch:
    """Release orders as one batch and pick them into bulk totes.

    Args:
        workplace: the floor.
        picker: who picks.
        orders: what each order wants, by a name of the test's own.
        totes: among how many totes the pick lines are shared, in turn.
        tote_an_item: each item gets a tote of its own, however many `totes` says.
        urgent: names of orders whose shipping method is urgent.
    """
    numbers = {
        name: builders.an_order(
            workplace, *lines, shipping_method="Express" if name in urgent else "Standard"
        )
        for name, lines in orders.items()
    }
    allocate_waiting_orders(workplace)
    task_id = _released(workplace, numbers.values())
    if tote_an_item:
        totes = len({goods.sku for lines in orders.values() for goods, _ in lines})
    codes = tuple(builders.a_tote(workplace) for _ in range(totes))
    workplace.database.run(
        lambda work: _pick(work, task_id, codes, tote_an_item), workplace.actor(operator_id=picker)
    )
    return Batch(task_id, codes, numbers)


def _released(workplace: Workplace, numbers: Iterable[str]) -> int:
    wanted = set(numbers)
    with workplace.database.begin() as work:
        ids = [row.id for row in work.session.scalars(select(Order)) if row.number in wanted]
        known = set(work.session.scalars(select(PickTask.id)))
    # Orders of different priorities never share a task; here the wall has to tell them apart.
    by_hand = _priorities(workplace, ids)
    report = release_chosen_orders(workplace, ids, method=PickMethod.BATCH, positions=len(ids))
    assert len(report.released) == len(ids), report
    _priorities(workplace, ids, by_hand)
    with workplace.database.begin() as work:
        (task_id,) = set(work.session.scalars(select(PickTask.id))) - known
    return int(task_id)


def _priorities(
    workplace: Workplace, ids: Sequence[int], wanted: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Set the orders' priorities, to none unless given; return what they were."""

    def verb(work: UnitOfWork) -> dict[int, int]:
        rows = [work.session.get_one(Order, order_id) for order_id in ids]
        before = {row.id: row.priority for row in rows}
        for row in rows:
            row.priority = 0 if wanted is None else wanted[row.id]
        return before

    return workplace.database.run(verb)


def _pick(work: UnitOfWork, task_id: int, codes: Sequence[str], tote_an_item: bool) -> None:
    """Pick all of a batch through the ledger, as its picker's scans would."""
    task = work.session.get_one(PickTask, task_id)
    places = location_ids_by_code(work.session)
    names = {place: code for code, place in places.items()}
    task.epoch = 1
    work.record(TaskClaimed(task_id, work.actor.operator_id or 0, work.actor.station, 1))
    for code in codes:
        tote = work.session.get_one(Tote, places[code])
        tote.task_id, tote.bound_at = task_id, work.now
    positions = work.session.scalars(select(PickTaskTote).filter_by(task_id=task_id)).all()
    for position in positions:
        position.tote_id = places[codes[-1]]
    lines = work.session.scalars(select(PickLine).filter_by(task_id=task_id).order_by(PickLine.id))
    items: dict[int, int] = {}
    for number, line in enumerate(lines):
        of_item = items.setdefault(line.item_id, len(items))
        code = codes[of_item if tote_an_item else number % len(codes)]
        _pick_line(work, line, places[code])
        work.record(LinePicked(task_id, line.id, line.picked, names[line.location_id], code))
    task.state = PickTaskState.DONE
    task.paused_by = work.actor.operator_id
    task.finished_at = work.now
    work.record(TaskFinished(task_id))
    refresh_states(work, {position.order_id for position in positions})


def _pick_line(work: UnitOfWork, line: PickLine, tote_id: int) -> None:
    scan_id = uuid7()
    work.session.add(
        ScanLog(
            scan_id=scan_id,
            raw="T",
            payload_hash="0",
            work="pick",
            work_id=line.task_id,
            epoch=1,
            station=work.actor.station,
            operator_id=work.actor.operator_id,
            at=work.now,
        )
    )
    move_units(
        work,
        Move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=line.location_id,
            target=tote_id,
            quantity=line.quantity,
            reason=MoveReason.PICKED,
            from_allocated=line.quantity,
            order_line_id=line.order_line_id,
            pick_line_id=line.id,
            scan_id=scan_id,
            epoch=1,
        ),
    )
    line.picked, line.state, line.picked_at = line.quantity, PickLineState.PICKED, work.now
    work.session.get_one(Allocation, line.allocation_id).quantity = 0
    work.session.get_one(OrderLine, line.order_line_id).picked += line.quantity
    work.session.flush()


# Sorting ----------------------------------------------------------------------------------------


def sort(workplace: Workplace, operator: int, state: WallState, *scans: str) -> Answer[WallState]:
    """Make scans one after the other; every one but the last must be accepted."""
    answer = Answer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        answer = sorting.scan(workplace, operator, answer.state, builders.entry(scan))
    return answer


def sorted_by(workplace: Workplace, operator: int, state: WallState, *scans: str) -> WallState:
    """The wall after scans, each of which must be accepted."""
    answer = sort(workplace, operator, state, *scans)
    assert answer.refusal is None, answer.refusal
    return answer.state


def refused(
    workplace: Workplace, operator: int, state: WallState, scan: str | Entry
) -> Refusal | None:
    """The refusal that a scan gets."""
    entry = builders.entry(scan) if isinstance(scan, str) else scan
    return sorting.scan(workplace, operator, state, entry).refusal


def asked_at_wall(state: WallState) -> str:
    """The scan that a prompt asks for."""
    match state.prompt:
        case WallPrompt.SCAN_TOTE:
            return next(tote.code for tote in state.totes if tote.units)
        case WallPrompt.SCAN_ITEM:
            assert state.tote is not None
            row = next(row for row in state.tote.contents if row.units)
            return row.item.barcode or row.item.sku
        case WallPrompt.SCAN_CUBBY:
            assert state.in_hand is not None
            return f"L-{state.cubby(state.in_hand.cubby_id).code}"
        case WallPrompt.PUT_ASIDE | WallPrompt.CLEAR_CUBBY:
            return f"L-{state.aside}"
    return OK


def sort_all(workplace: Workplace, operator: int, state: WallState) -> WallState:
    """Do as asked until nothing is left to sort."""
    for _ in range(300):
        if not any(tote.units for tote in state.totes):
            return state
        state = sorted_by(workplace, operator, state, asked_at_wall(state))
    raise AssertionError(f"no end of {state}")


def cubby_of(state: WallState, number: str) -> str:
    """The label of the cubby that an order has."""
    order = next(order for order in state.orders if order.number == number)
    cubby = state.cubby_of(order.order_id)
    assert cubby is not None, f"{number} has no cubby"
    return cubby.label
