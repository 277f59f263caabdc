"""A floor with two people who pick, sort and pack, and a desk: what any of them can do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.db.schema import (
    ConfirmationRule,
    Item,
    Location,
    Operator,
    OperatorSkill,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.confirmation import ConfirmationPolicy
from app.domain.inspection_state import Inspecting
from app.domain.locations import LocationKind
from app.domain.operators import OperatorRole
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import OrderStopped, Refusal, Refused, TaskTakenOver
from app.domain.shelving import Shelving
from app.domain.wall_state import WallPrompt, WallState
from app.exchange.model import ImportedOrder
from app.services import packing, picking, sorting, zone_setup, zone_work
from app.services.allocating import allocate_waiting_orders
from app.services.identifying import Entry
from app.services.releasing import release_ready_orders
from app.services.taking_over import take_over_work
from app.services.wall_setup import add_shelf, add_wall
from tests import builders
from tests.services import books, shift, wall_floor
from tests.services.ways import Way

Scan = str | int
State = PickState | PackState | WallState | Shelving | Inspecting

ZONES = ("A", "B")
FORKLIFT = "forklift"
POLICIES = (ConfirmationPolicy.STANDARD, ConfirmationPolicy.FAST, ConfirmationPolicy.STRICT)


@dataclass(frozen=True)
class Handed:
    """A scan as it was handed in, to hand it in again."""

    person: int
    state: State
    entry: Entry


class FloorWorld:
    """Three items at five places in two zones, eight totes, two cubbies, two people.

    Only one of the two may operate what the last place needs. One item may have units with numbers
    of their own, another one lots.
    """

    way: Way
    acts: Counter[str]
    refusals: Counter[str]

    def open(self, numbered: int | None = None, of_lots: int | None = None) -> None:
        """Empty the database and set the house up; one item may be numbered, one of lots."""
        self.way.make_new()
        self.database = self.way.database
        self.floor = replace(builders.a_workplace(self.database), sender=self.way.sender)
        builders.a_site(self.floor)
        builders.a_printer(self.floor)
        add_wall(self.floor, "W1", rows=1, columns=2)
        add_shelf(self.floor, "C1", slots=2)
        self.numbered, self.of_lots = numbered, of_lots
        self.goods = [
            builders.an_item(
                self.floor, case_of=3, serial_tracked=item == numbered, lot_tracked=item == of_lots
            )
            for item in range(len(POLICIES))
        ]
        kinds = [LocationKind.PICK_FACE] * 4 + [LocationKind.RESERVE]
        self.places = [builders.a_location(self.floor, kind=kind) for kind in kinds]
        self.lane = builders.a_location(self.floor, kind=LocationKind.LANE)
        self.stage = builders.a_location(self.floor, kind=LocationKind.STAGING)
        self.aside = builders.a_location(self.floor, kind=LocationKind.QUARANTINE)
        self.people = [builders.an_operator(self.floor) for _ in range(2)]
        self.totes = [builders.a_tote(self.floor) for _ in range(8)]
        self.database.run(self._furnish)
        for turn, zone in enumerate(ZONES):
            zone_setup.set_zone(self.floor, zone, turn=turn, lane=f"LANE-{zone}")
        zone_setup.set_lanes(self.floor, scanned=True, pack_lane_code="LANE-PACK")
        self.orders: list[ImportedOrder] = []
        self.lots: list[str] = []
        self.tasks: dict[int, PickState] = {}
        self.benches: dict[int, PackState] = {}
        self.walls: dict[int, WallState] = {}
        self.bulk: dict[int, str] = {}
        self.handed: list[Handed] = []
        for item in range(len(self.goods)):
            self.goods_come_in(item, item, 6)
            self.goods_come_in(item, item, 6)

    def _furnish(self, work: UnitOfWork) -> None:
        """Each item is confirmed in another way; the last places are in a zone of their own."""
        for goods, policy in zip(self.goods, POLICIES, strict=True):
            name = f"{policy.value} {goods.item_id}"
            work.session.add(ConfirmationRule(item_class=name, policy=policy))
            work.session.flush()
            work.session.get_one(Item, goods.item_id).item_class = name
        for place in self.places[2:]:
            work.session.query(Location).filter_by(code=place).one().zone = "B"
        work.session.query(Location).filter_by(code=self.places[-1]).one().equipment = FORKLIFT
        work.session.get_one(Operator, self.people[1]).role = OperatorRole.LEAD
        work.session.add(OperatorSkill(operator_id=self.people[1], skill=FORKLIFT))

    def did(self, what: str) -> None:
        """Count an act by its name."""
        self.acts[what] += 1

    def was_refused(self, what: str, refusal: Refusal | None) -> None:
        """Count a refusal, if it was one."""
        if refusal is not None:
            self.refusals[f"{what}: {refusal.name}"] += 1

    def tried(self, what: str, verb: Callable[[], object]) -> None:
        """Do something that may be refused."""
        self.did(what)
        try:
            verb()
        except Refused as refused:
            self.was_refused(what, refused.refusal)

    # The desk -----------------------------------------------------------------------------

    def goods_come_in(self, item: int, place: int, units: int) -> None:
        """Units of an item at a place; each delivery of an item of lots is a lot."""
        goods, lot = self.goods[item], f"LOT{len(self.lots)}"
        if item == self.of_lots:
            self.lots.append(lot)
        is_lot = item == self.of_lots
        builders.stock(self.floor, goods, self.places[place], units, lot=lot if is_lot else None)

    def an_order_comes_in(self, lines: list[tuple[int, int]], note: str = "") -> None:
        """A shop's order, by numbers of items and their units."""
        wanted = [(self.goods[item], quantity) for item, quantity in lines]
        order = replace(builders.an_imported_order(wanted), note=note)
        self.orders.append(order)
        assert builders.bring_in(self.floor, order).new == 1

    def release(self, method: PickMethod, positions: int = 1, *, into_carton: bool = False) -> None:
        """Promise what there is, and make work of it; only some methods pick into cartons."""
        allocate_waiting_orders(self.floor)
        shares = method not in (PickMethod.SINGLE, PickMethod.ZONE_PASS)
        report = release_ready_orders(
            self.floor,
            method=method,
            positions=positions if shares else None,
            into_carton=into_carton and method in (PickMethod.SINGLE, PickMethod.MIXED),
        )
        if report.released:
            self.did(f"released {method}")

    # Pickers ------------------------------------------------------------------------------

    def claim(self, person: int) -> bool:
        """Take work up, one's own first; whether there was any."""
        self.did("claim")
        try:
            self.tasks[person] = self.way.claim(self.floor, self.people[person])
        except Refused:
            return False
        return True

    def take_over(self, person: int, tote: str) -> None:
        """Scan a tote to go on with what somebody else began."""
        self.did("take over")
        try:
            state = take_over_work(self.floor, self.people[person], builders.entry(tote))
        except Refused as refused:
            self.was_refused("take over", refused.refusal)
            return
        if state is not None:
            self.tasks[person] = state

    def bring_into_zone(self, person: int, tote: str) -> None:
        """Scan a tote that comes into the zone, or an empty one, to begin there."""
        self.did("bring in")
        try:
            self.tasks[person] = zone_work.bring_in(
                self.floor, self.people[person], builders.entry(tote)
            )
        except Refused as refused:
            self.was_refused("bring in", refused.refusal)

    def work_in_zone(self, person: int, number: int) -> None:
        """Choose a zone by its number; 0 is anywhere."""
        self.did("choose zone")
        zone_work.choose_zone(self.floor, self.people[person], builders.typed(number))

    def a_free_tote(self) -> str:
        """A tote that nothing is in; a new one where all are taken."""
        sql = (
            "select min(code) from location join tote on location_id = id "
            "where order_id is null and task_id is null"
        )
        found = books.value(self.floor, sql)
        return builders.a_tote(self.floor) if found is None else str(found)

    def asked_at_shelf(self, state: PickState) -> Scan:
        """What a pick prompt asks for."""
        stop = state.stop
        if state.refusal is not None and state.refusal.severe:
            return Command.OK.value
        match state.prompt:
            case PickPrompt.TAKE_OUT:
                return f"L-{self.stage}"
            case PickPrompt.SCAN_ITEM if stop is not None and stop.line.lot is not None:
                return of_a_lot(stop.line.item.barcode or "", stop.line.lot)
            case PickPrompt.SET_TOTE_ASIDE if not _is_only_ok(state):
                return f"L-{self.lane}"
            case PickPrompt.SCAN_TOTE if (handed := _handed_over(state)) is not None:
                return handed
            case PickPrompt.SCAN_SERIAL if known := self._numbers_at_hand(state):
                return known[0]
            case PickPrompt.SCAN_LANE:
                assert state.onward is not None
                return f"L-{state.onward.place}"
        return shift.asked_for(state, self.a_free_tote())

    def _numbers_at_hand(self, state: PickState) -> list[str]:
        """Numbers on record of units that lie where the picker stands, and are not in hand."""
        assert state.stop is not None
        line = state.stop.line
        sql = (
            "select serial from serial_number where item_id = :item and location_id = :place "
            "and order_line_id is null order by serial"
        )
        found = books.rows(self.floor, sql, item=line.item.item_id, place=line.location_id)
        return [serial for (serial,) in found if serial not in state.serials]

    def scan_at_shelf(self, person: int, scan: Scan) -> None:
        """Hand a scan in; whoever has no task afterwards claims one with the next."""
        state = self.tasks[person]
        entry = entry_of(scan)
        self.handed.append(Handed(person, state, entry))
        answer = picking.scan(self.floor, self.people[person], state, entry)
        self.did(f"{state.method} {state.prompt}")
        self.was_refused("pick", answer.refusal)
        self.tasks[person] = answer.state
        gone = isinstance(answer.refusal, TaskTakenOver)
        gone |= isinstance(answer.refusal, OrderStopped) and len(state.orders) == 1
        is_next = state.prompt is PickPrompt.TASK_DONE and scan == Command.OK.value
        if gone or is_next or answer.state.prompt is PickPrompt.PAUSED:
            del self.tasks[person]

    # Sorters ------------------------------------------------------------------------------

    def asked_at_wall(self, state: WallState) -> Scan | None:
        """What a sort prompt asks for; None with nothing to sort."""
        if state.prompt is WallPrompt.SCAN_TOTE and not any(tote.units for tote in state.totes):
            sql = (
                "select min(location.code) from tote join location on location.id = location_id "
                "join pick_task on pick_task.id = tote.task_id where pick_task.state = 'done' "
                "and exists (select 1 from stock where stock.location_id = location.id "
                "and on_hand > 0)"
            )
            found = books.value(self.floor, sql)
            return None if found is None else str(found)
        return wall_floor.asked_at_wall(state)

    def open_wall(self, person: int) -> None:
        """Stand at the wall, as it is now."""
        self.walls[person] = sorting.open_wall(self.floor, self.people[person])

    def scan_at_wall(self, person: int, scan: Scan) -> bool:
        """Hand a scan in at the wall; whether it was accepted."""
        state, entry = self.walls[person], entry_of(scan)
        self.handed.append(Handed(person, state, entry))
        answer = sorting.scan(self.floor, self.people[person], state, entry)
        self.did(f"wall {state.prompt}")
        self.was_refused("wall", answer.refusal)
        self.walls[person] = answer.state
        if answer.state.prompt is WallPrompt.LEFT:
            del self.walls[person]
        return answer.refusal is None

    # Packers ------------------------------------------------------------------------------

    def what_to_pack(self, person: int, bulk: int) -> str | None:
        """A code that leads to an order to pack; `bulk` above 0 prefers bulk totes and walls."""
        if bulk == 1 and self.bulk.get(person):
            return self.goods[len(self.handed) % len(self.goods)].barcode
        if bulk:
            sql = (
                "select location.code, location.kind from stock "
                "join location on location.id = stock.location_id "
                "where on_hand > 0 and kind in ('tote', 'cubby', 'consolidation') order by 1"
            )
            found = books.rows(self.floor, sql)
            if found:
                code, kind = found[(bulk + len(self.handed)) % len(found)]
                return str(code) if kind == "tote" else f"L-{code}"
        sql = "select number from orders where state in ('picked', 'packing', 'packed') order by id"
        found = books.rows(self.floor, sql)
        return f"O-{found[-1][0]}" if found else None

    def asked_at_bench(self, state: PackState) -> Scan:
        """What a pack prompt asks for; goods that lie elsewhere are fetched first."""
        waits = state.waits_for
        if state.refusal is not None and state.refusal.severe:
            return Command.OK.value
        if state.prompt is PackPrompt.SCAN_UNIT and waits is not None:
            return waits.code if waits.code.startswith("T-") else f"L-{waits.code}"
        if state.prompt is PackPrompt.SCAN_SERIAL:
            return self.a_number_to_pack(state)
        if state.prompt is PackPrompt.PARCEL:
            return f"]C100{state.sscc}"
        return shift.asked_at_bench(state)

    def a_number_to_pack(self, state: PackState) -> str:
        """The number of a unit that was picked for the order and is in no carton."""
        sql = (
            "select min(serial) from serial_number join order_line l on l.id = order_line_id "
            "where order_id = :order_id and location_id not in (select location_id from carton)"
        )
        return str(books.value(self.floor, sql, order_id=state.order_id))

    def open_bench(self, person: int, code: str) -> bool:
        """Bring an order to the bench by a code, or a bulk tote; whether it was accepted."""
        entry, tote = builders.entry(code), self.bulk.get(person, "")
        answer = packing.open_order(self.floor, self.people[person], entry, tote=tote)
        self.did("open bench")
        self.was_refused("bench", answer.refusal)
        self.bulk[person] = answer.tote
        if answer.state is not None:
            self.benches[person] = answer.state
        return answer.refusal is None

    def scan_at_bench(self, person: int, scan: Scan) -> None:
        """Hand a scan in at the bench."""
        state, entry = self.benches[person], entry_of(scan)
        self.handed.append(Handed(person, state, entry))
        answer = packing.scan(self.floor, self.people[person], state, entry)
        self.did(f"bench {state.prompt}")
        self.was_refused("bench", answer.refusal)
        assert answer.state is not None
        self.benches[person] = answer.state
        ended = answer.state.prompt in (PackPrompt.DONE, PackPrompt.PARKED)
        if ended or isinstance(answer.refusal, OrderStopped):
            del self.benches[person]


def _handed_over(state: PickState) -> str | None:
    position = state.to_fill
    return None if position is None or position.is_here else position.tote


def _is_only_ok(state: PickState) -> bool:
    order = state.to_leave
    return order is None or not state.holds_goods_of(order)


def of_a_lot(barcode: str, lot: str) -> str:
    """The GS1 code of a unit of a lot."""
    return f"]C101{barcode.zfill(14)}10{lot}"


def entry_of(scan: Scan) -> Entry:
    """A scan, or a number that is typed, which nobody has handed in yet."""
    return builders.typed(scan) if isinstance(scan, int) else builders.entry(scan)
