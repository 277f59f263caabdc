"""The floor's work is done by stations whose database logins may do that work and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from app.bootstrap.print_room import work_off
from app.carriers.house import HOUSE
from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.domain.adjustments import AdjustReason
from app.domain.confirmation import ConfirmationPolicy
from app.domain.lanes import CageRule
from app.domain.locations import LocationKind
from app.domain.manifests import HandOver
from app.domain.operators import OperatorRole
from app.domain.pack_state import PackPrompt
from app.domain.permissions import Group, Verb
from app.domain.pick_refusals import OrderOffCart
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import NotAtThisStation, Refused
from app.exchange.model import Kind
from app.services import (
    adjusting,
    allocating,
    checking,
    confirmation_desk,
    floor_labels,
    importing,
    label_requests,
    leases,
    order_holding,
    packing,
    people_care,
    picking,
    putting_away,
    receiving,
    releasing,
    shipping,
    shipping_setup,
    signing_in,
    station_setup,
    transferring,
)
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods, entry, typed
from tests.servers.postgresql import PostgresqlServer
from tests.servers.station_logins import a_login, give_roles, take_roles_away
from tests.services import books, shift, stock_work

pytestmark = pytest.mark.postgresql

STATIONS = {
    "P-01": (Group.PICKER,),
    "P-02": (Group.PACKER,),
    "D-01": (Group.LEAD,),
    "D-02": (Group.ADMIN,),
}
TABLES = {
    Kind.ITEMS: "sku,name,barcode,weight g,goods description,hs code,origin,customs value\n"
    "MUG,Mug,2999000000012,300,Stoneware mug,691200,PT,1.50\n"
    "LAMP,Lamp,2999000000029,90,Desk lamp,940520,PT,3.50\n",
    Kind.LOCATIONS: "code,zone,aisle,side,bay,level,x_m,y_m\n"
    "R01-01,A,1,L,1,1,0,1\nR01-02,A,1,L,2,1,0,2\n",
    Kind.STOCK: "sku,location,quantity\nMUG,R01-01,9\nMUG,R01-02,3\nLAMP,R01-02,5\n",
    Kind.ORDERS: "order number,order date,sku,quantity,payment,name,street,city,postcode,country\n"
    "7001,2026-11-20,MUG,2,paid,Lena Beispiel,Hauptstr. 1,Kiel,24103,DE\n"
    "7001,2026-11-20,LAMP,1,paid,Lena Beispiel,Hauptstr. 1,Kiel,24103,DE\n",
}
MUG, LAMP = Goods(0, "MUG", "2999000000012"), Goods(0, "LAMP", "2999000000029")
OK, UNDO, SHORT = Command.OK.value, Command.UNDO.value, Command.SHORT.value


class House:
    """Stations of one house by code; `owner` works as the owner of the tables."""

    def __init__(self, stations: dict[str, Workplace]) -> None:
        self.owner = stations["owner"]
        self.picking, self.bench = stations["P-01"], stations["P-02"]
        self.desk, self.office = stations["D-01"], stations["D-02"]
        self.people = {
            role: self._hire(role, str(5000 + number)) for number, role in enumerate(OperatorRole)
        }

    def _hire(self, role: OperatorRole, number: str) -> int:
        """Add somebody in the office, who signs in at two stations in both ways."""
        token = people_care.add_operator(
            self.office, staff_number=number, name=f"The {role}", role=role, pin="471108"
        )
        by_badge = signing_in.sign_in_by_badge(self.picking, token)
        assert signing_in.sign_in_by_pin(self.bench, number, "471108") == by_badge
        return by_badge.operator_id


@pytest.fixture(scope="module")
def house(
    postgresql_server: PostgresqlServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A picking station, a bench and two desks, each with its own login; set up from the desk."""
    url = postgresql_server.new_database()
    owner = builders.a_database(url)
    give_roles(url)
    stations = {"owner": builders.a_workplace(owner, "D-01")}
    for code, groups in STATIONS.items():
        database = Database(make_engine(a_login(url, code, groups), station=code))
        stations[code] = builders.a_workplace(database, code)
    house = House(stations)
    _set_up(house, tmp_path_factory.mktemp("files"))
    yield house
    for workplace in stations.values():
        workplace.database.close()
    take_roles_away(url, STATIONS)
    postgresql_server.drop_database(url)


def _set_up(house: House, folder: Path) -> None:
    """Site, printers, goods and an order, by the shift lead at the desk."""
    lead = house.people[OperatorRole.LEAD]
    builders.a_site(house.desk)
    station_setup.save_printer(
        house.desk,
        station_setup.PrinterSettings("F", "folder", str(folder), "pdf"),
        operator_id=lead,
    )
    for kind in ("packing_slip", "shipping_label"):
        bench_from_desk = Workplace(house.desk.database, "P-02")
        station_setup.route_document(bench_from_desk, kind, "F", operator_id=lead)
    for kind, table in TABLES.items():
        file = folder / f"{kind}.csv"
        file.write_text(table, encoding="utf-8")
        report = importing.import_file(
            house.desk, importing.ImportRequest(file, kind), operator_id=lead
        )
        assert (report.written, report.problems) == (True, ())


def test_an_order_goes_through_the_house_by_the_rights_of_its_stations(house: House) -> None:
    picker, packer, lead, _ = house.people.values()
    tote = builders.a_tote(house.desk)
    allocating.allocate_waiting_orders(house.desk, operator_id=lead)
    assert releasing.release_ready_orders(house.desk, operator_id=lead).released == ("7001",)

    picked = shift.pick_order(house.picking, picker, tote)
    packed = shift.pack_order(house.bench, packer, tote)

    assert (picked.prompt, packed.prompt) == (PickPrompt.TASK_DONE, PackPrompt.DONE)
    assert books.order_state(house.owner, "7001") == "shipped"
    assert work_off(house.bench, printer="F") == 1
    assert checking.check_database(house.owner).is_sound


def _claim(house: House, picker: int, number: str) -> PickState:
    """Claim this order's work, after the house's first order where no other test packed that."""
    claimed = picking.claim_work(house.picking, picker)
    if claimed.order_number != number:
        shift.pick_to_end(house.picking, picker, claimed, builders.a_tote(house.desk))
        claimed = picking.claim_work(house.picking, picker)
    assert claimed.order_number == number
    return claimed


def test_what_goes_wrong_on_a_round_is_written_by_the_pickers_rights_too(house: House) -> None:
    picker = house.people[OperatorRole.PICKER]
    number = builders.a_released_order(house.owner, (MUG, 8), (LAMP, 1))
    tote = builders.a_tote(house.desk)
    pick = partial(shift.pick, house.picking, picker)
    state = pick(_claim(house, picker, number), tote).state
    while not (state.history and state.prompt is PickPrompt.SCAN_ITEM):
        state = pick(state, shift.asked_for(state, tote)).state
    state = pick(state, UNDO, "L-R01-01").state
    if state.prompt is PickPrompt.SCAN_LOCATION:
        state = pick(state, shift.asked_for(state, tote)).state
    state = pick(state, SHORT, typed(0), OK).state
    leases.heartbeat(house.picking, uuid4())
    pick(state, Command.PAUSE.value)
    resumed = picking.claim_work(house.picking, picker)
    shift.pick_to_end(house.picking, picker, resumed, tote)

    reasons = {str(row[0]) for row in books.rows(house.owner, "select reason from stock_move")}
    assert "put_back" in reasons
    assert books.rows(house.owner, "select state from count_task") == [("open",)]
    assert books.holds(house.owner, number) == {"short"}
    assert checking.check_database(house.owner).is_sound


def test_a_bench_takes_units_out_again_and_prints_a_label_once_more(house: House) -> None:
    picker, packer, *_ = house.people.values()
    goods, _ = builders.some_stock(house.owner, 4)
    number = builders.a_released_order(house.owner, (goods, 2))
    tote = builders.a_tote(house.desk)
    shift.pick_to_end(house.picking, picker, _claim(house, picker, number), tote)

    state = shift.open_bench(house.bench, packer, tote)
    shift.pack(house.bench, packer, state, goods.barcode, UNDO)
    state = shift.open_bench(house.bench, packer, tote)
    state = shift.pack_until(house.bench, packer, state, PackPrompt.SCAN_LABEL)
    again = shift.pack(house.bench, packer, state, Command.REPRINT.value, OK)
    assert again.refusal is None
    copies = "select count(*) from print_job where reprint_of is not null"
    assert books.rows(house.owner, copies) == [(1,)]
    assert again.state is not None
    shift.pack_until(house.bench, packer, again.state, PackPrompt.DONE)
    assert checking.check_database(house.owner).is_sound


def test_a_lead_hands_a_badge_out_and_only_an_administrator_one_to_a_lead(house: House) -> None:
    lead = house.people[OperatorRole.LEAD]
    token = people_care.replace_badge(house.desk, "5000", operator_id=lead)
    assert signing_in.sign_in_by_badge(house.picking, token).staff_number == "5000"
    people_care.revoke_badge(house.desk, "5001", operator_id=lead)
    with pytest.raises(Refused):
        people_care.replace_badge(house.desk, "5002", operator_id=lead)
    request = label_requests.LabelRequest(label_requests.WhatToPrint.BADGES, ("5001",))
    made = floor_labels.floor_labels(house.desk, request)
    floor_labels.hand_badges_out(house.desk, made.new_badges, operator_id=lead)
    admin = house.people[OperatorRole.ADMIN]
    people_care.replace_badge(house.office, "5002", operator_id=admin)
    people_care.set_pin(house.office, "5001", "4823", operator_id=admin)
    assert signing_in.sign_in_by_pin(house.bench, "5001", "4823").staff_number == "5001"


def test_a_station_does_for_nobody_what_its_login_is_not_for(house: House) -> None:
    admin = house.people[OperatorRole.ADMIN]
    tries: dict[Verb, Callable[[], object]] = {
        Verb.PACK: partial(packing.open_order, house.picking, admin, entry("T-9999")),
        Verb.PICK: partial(picking.claim_work, house.bench, admin),
        Verb.RELEASE: partial(releasing.release_ready_orders, house.picking, operator_id=admin),
        Verb.USERS: partial(people_care.deactivate_operator, house.desk, "5000", operator_id=admin),
    }
    for verb, attempt in tries.items():
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.refusal == NotAtThisStation(verb)
    audit = "select payload, station, operator_id from event_log where kind = 'VerbRefused'"
    told = [(row[0]["verb"], *row[1:]) for row in books.rows(house.owner, audit) if row[2] == admin]
    assert sorted(told) == [
        ("pack", "P-01", admin),
        ("pick", "P-02", admin),
        ("release", "P-01", admin),
        ("users", "D-01", admin),
    ]


def test_numbered_units_go_straight_into_their_carton_by_the_pickers_rights(house: House) -> None:
    picker, packer, lead, _ = house.people.values()
    strict = ConfirmationPolicy.STRICT
    confirmation_desk.put_in_class(house.desk, ["LAMP"], "LIGHTS", numbered=True, operator_id=lead)
    confirmation_desk.set_policy(house.desk, strict, "LIGHTS", operator_id=lead)
    number = builders.a_released_order(house.owner, (LAMP, 2), into_carton=True)
    first = f"]C101{LAMP.barcode.zfill(14)}21SN-A"

    state = shift.pick(house.picking, picker, _claim(house, picker, number), "K-S").state
    scans = (first, UNDO, "L-R01-02", first, LAMP.barcode, "SN-B")
    done = shift.pick(house.picking, picker, state, *scans).state
    assert done.prompt is PickPrompt.TASK_DONE
    with pytest.raises(Refused):
        packing.open_order(house.picking, picker, entry(f"O-{number}"))

    packed = shift.pack_order(house.bench, packer, f"O-{number}")
    assert packed.prompt is PackPrompt.DONE
    assert books.order_state(house.owner, number) == "shipped"
    assert checking.check_database(house.owner).is_sound


def test_orders_leave_a_cart_by_the_pickers_rights(house: House) -> None:
    picker, _, lead, _ = house.people.values()
    mug, tea = (builders.some_stock(house.owner, 9)[0] for _ in range(2))
    lane = builders.a_location(house.owner, kind=LocationKind.LANE)
    allocating.allocate_waiting_orders(house.owner)
    if releasing.release_ready_orders(house.owner).released:  # the first order of the house
        shift.pick_order(house.picking, picker, builders.a_tote(house.desk))
    lines = [(mug, 1), (tea, 1)]
    _, held, left = builders.a_cart_of_orders(house.owner, lines, lines, lines)
    first, second = (builders.a_tote(house.desk) for _ in range(2))
    pick = partial(shift.pick, house.picking, picker)
    claimed = picking.claim_work(house.picking, picker)
    state = pick(claimed, first, second, Command.START.value, mug.barcode, first, second).state

    order_holding.hold_order(house.desk, held, operator_id=lead)
    stopped = pick(state, tea.barcode)
    assert isinstance(stopped.refusal, OrderOffCart)
    state = pick(pick(stopped.state, OK).state, f"L-{lane}", tea.barcode, first).state
    assert state.prompt is PickPrompt.TASK_DONE

    shift.pick_to_end(
        house.picking,
        picker,
        picking.claim_work(house.picking, picker),
        builders.a_tote(house.desk),
    )
    assert books.order_state(house.owner, left) == "picked"
    assert checking.check_database(house.owner).is_sound


def test_parcels_are_loaded_listed_and_signed_for_by_the_packers_rights(house: House) -> None:
    picker, packer, lead, _ = house.people.values()
    for code, country in (("CAGE-8", "DE"), ("CAGE-9", "")):
        rule = CageRule(0, code, HOUSE, country_code=country)
        shipping_setup.save_cage(house.desk, rule, operator_id=lead)
    rules = shipping_setup.HouseRules(HandOver.MANIFEST)
    shipping_setup.set_house_rules(house.desk, rules, operator_id=lead)
    goods, _ = builders.some_stock(house.owner, 9)
    loaded = []
    for address in (builders.HOME, replace(builders.HOME, country_code="FR")):
        number = builders.a_released_order(house.owner, (goods, 1), ship_to=address)
        tote = builders.a_tote(house.desk)
        shift.pick_to_end(house.picking, picker, _claim(house, picker, number), tote)
        loaded.append(f"]C100{shift.pack_order(house.bench, packer, tote).sscc}")

    state = shipping.open_dock(house.bench, packer)
    one_cage = (loaded[0], "L-CAGE-8", loaded[1], "L-CAGE-9")
    for scan in (*one_cage, "CAGE-8", Command.FULL.value, "Jo Smith"):
        answer = shipping.scan(house.bench, packer, state, entry(scan))
        assert answer.refusal is None, (scan, answer.refusal)
        state = answer.state
    states = books.rows(house.owner, "select state from manifest order by id")
    assert states == [("signed",), ("open",)]
    assert checking.check_database(house.owner).is_sound


def test_goods_come_in_and_are_moved_and_adjusted_by_the_leads_rights(house: House) -> None:
    picker, _, lead, _ = house.people.values()
    mug, face = builders.some_stock(house.owner, 9)
    dock = builders.a_location(house.owner, kind=LocationKind.STAGING)
    shelf = builders.a_location(house.owner, kind=LocationKind.RESERVE)
    item, at_dock = entry(mug.barcode), entry(f"L-{dock}")
    receiving.announce(house.desk, lead, "PO-1", [receiving.AnnouncedLine(mug.sku, 12)])
    wanted = receiving.ReceiveWanted("PO-1", item, 12, at_dock)
    assert receiving.receive(house.desk, lead, wanted).units == 12
    receiving.close_receipt(house.desk, lead, "PO-1")
    moving = transferring.TransferWanted(at_dock, item, 4, entry(f"L-{shelf}"))
    assert transferring.transfer(house.desk, lead, moving).left == 8
    state = putting_away.begin_put_away(house.picking, picker, at_dock)
    stock_work.put_away(house.picking, picker, state, mug.barcode, f"L-{face}")
    assert books.on_hand(house.owner, face) == 17
    less = adjusting.AdjustmentWanted(entry(f"L-{face}"), item, -1, AdjustReason.SAMPLE)
    assert adjusting.adjust(house.desk, lead, less).on_hand == 16
    with pytest.raises(Refused) as refused:
        transferring.transfer(house.picking, lead, moving)
    assert refused.value.refusal == NotAtThisStation(Verb.STOCK_DESK)
    assert checking.check_database(house.owner).is_sound
