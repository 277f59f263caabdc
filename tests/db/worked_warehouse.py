"""A small warehouse in the middle of a shift: an order at every stage, made by services alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from uuid_utils.compat import uuid7

from app.carriers.interface import Address
from app.db.schema import Carton, Operator
from app.domain.bench_weights import PackedUnits
from app.domain.operators import OperatorRole
from app.domain.pack_state import PackPrompt, PackState
from app.domain.packaging import Packaging
from app.domain.permissions import Verb
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import QuantityCode
from app.domain.weigh_steps import Override, OverrideReason
from app.exchange.model import Kind
from app.services import (
    allocating,
    channels,
    counting,
    inspecting,
    packing,
    picking,
    putting_away,
    refilling,
    releasing,
    wave_release,
    wave_templates,
    waves,
    weighing,
)
from app.services.count_desk import ask_for_counts
from app.services.counting import begin_count
from app.services.identifying import Entry
from app.services.importing import ImportRequest, import_file
from app.services.inspecting import begin_inspection
from app.services.putting_away import begin_put_away
from app.services.raising_inspections import demand_inspection
from app.services.refill_planning import raise_refills, set_bounds
from app.services.refilling import begin_refill
from app.services.station_setup import (
    PrinterSettings,
    SiteSettings,
    add_totes,
    register_station,
    route_document,
    save_packagings,
    save_printer,
    set_up_site,
)
from app.services.stationery import ALL_SHOPS, save_stationery
from app.services.wave_states import settle_waves
from app.services.workplace import Workplace
from printing.stationery.model import Brand, Stationery

ITEMS = """sku,name,barcode,weight g,length mm,width mm,height mm,lot tracked
MUG,Mug,4006381333931,300,90,90,100,no
TEA,Tea,4012345123456,100,120,80,60,yes
TIN,Tin,5901234123457,50,100,70,40,no
CUP,Cup,4006381333948,200,90,90,100,no
"""
LOCATIONS = """code,kind,zone,aisle,side,bay,level,x,y,check digits
A01-01L-1,pick,A,1,L,1,1,0,1,11
A01-02L-1,pick,A,1,L,2,1,0,2,22
A01-03L-1,pick,A,1,L,3,1,0,3,33
A01-04L-1,pick,A,1,L,4,1,0,4,44
R01-01L-1,reserve,R,1,L,1,1,9,1,55
A01-05L-1,pick,A,1,L,5,1,0,5,66
R01-02L-1,reserve,R,1,L,2,1,9,2,77
Q01,quarantine,Q,1,L,1,1,9,3,88
"""
STOCK = """sku,location,quantity,lot,expiry
MUG,A01-01L-1,{mugs},,
MUG,R01-01L-1,50,,
TEA,A01-02L-1,3,L1,2031-01-31
TEA,A01-04L-1,40,L2,2032-01-31
TIN,A01-03L-1,30,,
CUP,A01-05L-1,4,,
CUP,R01-02L-1,40,,
"""
ADDRESS = "Ada Example,1 High Street,Leeds,LS1 1AA,GB"
ORDERS = (
    ("1001", "paid", ("MUG:2", "TEA:5")),  # shipped, from two lots
    ("1002", "paid", ("MUG:1", "TIN:1")),  # label printed again, not stuck yet
    ("1003", "paid", ("MUG:3", "TIN:2")),  # on the bench, half in its carton
    ("1004", "paid", ("TIN:2",)),  # picked
    ("1005", "paid", ("MUG:4", "TIN:1")),  # being picked, one put back
    ("1006", "paid", ("TEA:2", "MUG:1")),  # paused
    ("1007", "paid", ("TIN:3",)),  # short, and waits for the lead
    ("1008", "paid", ("TEA:1",)),  # released
    ("1009", "paid", ("TIN:100",)),  # more than there is
    ("1010", "unpaid", ("MUG:1",)),  # held
)


@dataclass
class Shift:
    """Operators at one station who answer every prompt as it should be."""

    workplace: Workplace
    operators: dict[str, int] = field(default_factory=dict)

    def hire(self, name: str) -> None:
        with self.workplace.database.begin() as work:
            person = Operator(staff_number=name, name=name, role=OperatorRole.PICKER)
            work.session.add(person)
            work.session.flush()
            self.operators[name] = person.id

    def claim(self, name: str) -> PickState:
        return picking.claim_work(self.workplace, self.operators[name])

    def pick(self, name: str, state: PickState, *codes: str) -> PickState:
        for code in codes:
            answer = picking.scan(self.workplace, self.operators[name], state, entry(code))
            assert answer.refusal is None, answer.refusal
            state = answer.state
        return state

    def pick_all(self, name: str, tote: str) -> PickState:
        state = self.pick(name, self.claim(name), tote)
        while state.prompt is not PickPrompt.TASK_DONE:
            state = self.pick(name, state, wanted_by_picker(state))
        return state

    def bench(self, tote: str) -> PackState:
        answer = packing.open_order(self.workplace, self.operators["Pia"], entry(tote))
        assert answer.state is not None, answer.refusal
        return answer.state

    def pack(self, state: PackState, *codes: str) -> PackState:
        for code in codes:
            answer = packing.scan(self.workplace, self.operators["Pia"], state, entry(code))
            assert answer.refusal is None, answer.refusal
            assert answer.state is not None
            state = answer.state
        return state

    def pack_until(self, tote: str, prompt: PackPrompt) -> PackState:
        state = self.bench(tote)
        while state.prompt is not prompt:
            state = self.pack(state, wanted_by_packer(state))
        return state


def entry(code: str | int) -> Entry:
    reading = QuantityCode(code) if isinstance(code, int) else None
    return Entry(str(code), uuid7(), reading)


def wanted_by_picker(state: PickState) -> str:
    line = state.line
    assert line is not None
    if state.prompt is PickPrompt.SCAN_LOCATION:
        return f"L-{line.location}"
    if state.prompt is PickPrompt.SCAN_ITEM:
        return line.item.barcode or ""
    return "XCK"


def wanted_by_packer(state: PackState) -> str:
    if state.prompt is PackPrompt.SCAN_UNIT:
        return next(line.barcode for line in state.lines if line.open) or ""
    return f"]C100{state.sscc}" if state.prompt is PackPrompt.SCAN_LABEL else "XCK"


def fill(workplace: Workplace, folder: Path) -> None:
    """Import, allocate and release, then bring each order to its stage."""
    _set_up(workplace, folder)
    shift = Shift(workplace)
    for name in ("Ana", "Ben", "Cyn", "Pia"):
        shift.hire(name)
    for tote in ("T-0001", "T-0002", "T-0003", "T-0004"):
        shift.pick_all("Ana", tote)
    shift.pack_until("T-0001", PackPrompt.DONE)
    label = shift.pack_until("T-0002", PackPrompt.SCAN_LABEL)
    shift.pack(label, "XCREPR", "XCNC")
    weigh_twice(workplace, label, shift.operators["Ana"])
    half = shift.bench("T-0003")
    half = shift.pack(half, "4006381333931", "4006381333931", "5901234123457", "XCUND", "XCK")
    mugs = shift.pick("Ben", shift.claim("Ben"), "T-0005")
    while mugs.lines_done == 0:
        mugs = shift.pick("Ben", mugs, wanted_by_picker(mugs))
    mugs = shift.pick("Ben", mugs, "XCUND", "XCK")
    shift.pick("Ben", mugs, wanted_by_picker(mugs))
    tea = shift.pick("Cyn", shift.claim("Cyn"), "T-0006")
    while tea.lines_done == 0:
        tea = shift.pick("Cyn", tea, wanted_by_picker(tea))
    shift.pick("Cyn", tea, "XCPSE")
    tins = shift.pick("Ana", shift.claim("Ana"), "T-0007")
    shift.pick("Ana", tins, "XCSHRT", "XCNC", "XCNC")
    assert settle_waves(workplace) == 1
    _care_for_stock(workplace, shift.operators["Ben"])
    _inspect_tins(workplace, shift.operators["Pia"])


def weigh_twice(workplace: Workplace, state: PackState, lead: int) -> None:
    """Weigh a carton that is too light both times; a lead counts it, and it is learnt from."""
    with workplace.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    for override in (None, Override(OverrideReason.COUNTED, lead)):
        with workplace.database.begin(workplace.actor(verb=Verb.PACK)) as work:
            known = weighing.bench_weights(work, [line.item_id for line in state.lines])
            packed = [
                PackedUnits(line.item_id, line.sku, line.name, line.quantity)
                for line in state.lines
            ]
            parcel = known.parcel("M", packed)
            carton = work.session.get_one(Carton, state.carton_id)
            weighing.note_weighing(work, carton, parcel, known.judge(parcel, 440.0), override)
    with workplace.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.PICKER
    assert weighing.learn_weights(workplace) == 1


def _care_for_stock(workplace: Workplace, ben: int) -> None:
    """Cups: counted, two of them damaged, a face refilled, one of the two put back on its shelf."""
    cup, reserve, face = "4006381333948", "L-R01-02L-1", "L-A01-05L-1"
    ask_for_counts(workplace, ["R01-02L-1"])
    count = begin_count(workplace, ben, entry(reserve))
    for code in (reserve, "XCDG", "XCND", "L-Q01", 38, "XCK"):
        count = counting.scan(workplace, ben, count, entry(code)).state
        assert count.refusal is None, count.refusal
    set_bounds(workplace, sku="CUP", location="A01-05L-1", bounds=(5, 10))
    raise_refills(workplace)
    refill = begin_refill(workplace, ben)
    for code in (reserve, cup, face):
        refill = refilling.scan(workplace, ben, refill, entry(code)).state
        assert refill.refusal is None, refill.refusal
    away = begin_put_away(workplace, ben, entry("L-Q01"))
    for code in (cup, "XCK", "XCNC", "XCNC", face, "XCNC"):
        away = putting_away.scan(workplace, ben, away, entry(code)).state
        assert away.refusal is None, away.refusal


def _inspect_tins(workplace: Workplace, pia: int) -> None:
    """One order was inspected and is right; another one will be, once it is picked."""
    for number in ("1004", "1008"):
        demand_inspection(workplace, number)
    state = begin_inspection(workplace, pia, entry("T-0004"))
    for code in ("5901234123457", "5901234123457", "XCK"):
        state = inspecting.scan(workplace, pia, state, entry(code)).state
        assert state.refusal is None, state.refusal


def _set_up(workplace: Workplace, folder: Path) -> None:
    sender = Address("Example Goods", "", ("1 Dock Road",), "Leeds", "", "LS1 1AA", "GB")
    set_up_site(workplace, SiteSettings("Example", sender, "4012345"))
    register_station(workplace)
    save_printer(workplace, PrinterSettings("Folder", "folder", str(folder), "pdf"))
    for kind in ("packing_slip", "shipping_label"):
        route_document(workplace, kind, "Folder")
    save_stationery(workplace, ALL_SHOPS, Stationery(brand=Brand(name="Example & Sons")))
    add_totes(workplace, range(1, 10))
    save_packagings(workplace, (Packaging("M", "Medium", 400, 300, 300, 20_000, 150),))
    read(workplace, folder, Kind.ITEMS, ITEMS)
    read(workplace, folder, Kind.LOCATIONS, LOCATIONS)
    read(workplace, folder, Kind.STOCK, STOCK.format(mugs=60))
    read(workplace, folder, Kind.STOCK, STOCK.format(mugs=58))
    read(workplace, folder, Kind.ORDERS, orders_table())
    allocating.allocate_waiting_orders(workplace)
    make_waves(workplace)
    wave_release.release_wave(workplace, "W-1")
    releasing.release_ready_orders(workplace, limit=6)
    wave_release.release_wave(workplace, "W-2")


def make_waves(workplace: Workplace) -> None:
    """W-1 will be complete, W-2 is released, W-3 planned; a template and a channel beside them."""
    for number in ("1001", "1008", "1009"):
        asked = waves.orders_named(workplace, [number])
        assert not waves.create_wave(workplace, waves.NewWave(), asked.ids).refused
    wave_release.plan_wave(workplace, "W-3")
    wave_templates.save_template(workplace, wave_templates.TemplateSettings("NOON", carrier="X"))
    channels.save_channel(workplace, channels.ChannelSettings("WEB", room=5))


def read(workplace: Workplace, folder: Path, kind: Kind, table: str) -> None:
    file = folder / f"{kind.value}.csv"
    file.write_text(table, encoding="utf-8")
    report = import_file(workplace, ImportRequest(file, kind))
    assert report.good, report.problems


def orders_table() -> str:
    rows = [
        f"{number},2026-11-20T08:0{place}:00Z,{payment},{line.replace(':', ',')},{ADDRESS}"
        for place, (number, payment, lines) in enumerate(ORDERS)
        for line in lines
    ]
    heading = "order number,placed at,payment,sku,quantity,name,street,city,postcode,country"
    return "\n".join([heading, *rows]) + "\n"
