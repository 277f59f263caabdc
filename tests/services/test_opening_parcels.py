"""A closed parcel is opened, boxed anew or labelled anew: nothing that counted of it counts on."""

from __future__ import annotations

import pytest

from app.db.schema import Operator
from app.domain.bench_refusals import NoPlaceToUnpack, OtherCartonOpen, ParcelLeft
from app.domain.manifests import HandOver
from app.domain.operators import OperatorRole
from app.domain.own_codes import packaging_payload
from app.domain.pack_boxing import BoxRule
from app.domain.pack_state import PackPrompt, PackState
from app.domain.permissions import Verb
from app.domain.readings import Command
from app.domain.refusals import NotAllowed, StillPrinting
from app.domain.shipping_state import DockState
from app.services import packing, shipping
from app.services.dialogues import Answer
from app.services.shipping_setup import HouseRules, set_house_rules
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.test_shipping import NORTH, Dock

UNDO, FULL = Command.UNDO.value, Command.FULL.value


class Bench:
    """A packer with an order of two mugs and a lamp, and the house's parcels staying in it."""

    def __init__(self, floor: Workplace) -> None:
        self.floor = floor
        set_house_rules(floor, HouseRules(HandOver.MANIFEST))
        self.mug, _ = builders.some_stock(floor, weight_g=300)
        self.lamp, _ = builders.some_stock(floor, weight_g=400)
        self.number = builders.a_released_order(floor, (self.mug, 2), (self.lamp, 1))
        self.who, self.tote = builders.an_operator(floor), builders.a_tote(floor)
        shift.pick_order(floor, self.who, self.tote)
        self.state = shift.open_bench(floor, self.who, self.tote)

    def until(self, prompt: PackPrompt) -> PackState:
        self.state = shift.pack_until(self.floor, self.who, self.state, prompt)
        return self.state

    def do(self, *scans: str) -> PackState:
        for scan in scans:
            one = builders.typed(int(scan)) if scan.isdigit() and len(scan) == 1 else scan
            answer = shift.pack(self.floor, self.who, self.state, one)
            assert answer.refusal is None, answer.refusal
            assert answer.state is not None
            self.state = answer.state
        return self.state

    def open(self, code: str) -> PackState:
        self.state = shift.open_bench(self.floor, self.who, code)
        return self.state

    def papers(self) -> list[tuple[str, int, str]]:
        sql = "select document_kind, version, state from print_job order by id"
        return [
            (str(kind), int(version), str(state))
            for kind, version, state in books.rows(self.floor, sql)
        ]

    def sound(self) -> None:
        books.audit(self.floor.database)


@pytest.fixture
def bench(floor: Workplace) -> Bench:
    return Bench(floor)


def test_the_label_of_a_packed_parcel_leads_back_to_it(bench: Bench) -> None:
    sscc = bench.until(PackPrompt.DONE).sscc
    for code in (f"]C100{sscc}", f"O-{bench.number}"):
        state = bench.open(code)
        assert (state.prompt, state.sscc) == (PackPrompt.PARCEL, sscc)
    assert books.value(bench.floor, "select count(*) from carton") == 1
    assert bench.do(UNDO).prompt is PackPrompt.DONE


@pytest.mark.parametrize("stage", [PackPrompt.SCAN_LABEL, PackPrompt.DONE])
def test_an_opened_parcel_has_no_number_transport_or_paper(bench: Bench, stage: PackPrompt) -> None:
    old = bench.until(stage).sscc
    if stage is PackPrompt.DONE:
        bench.open(f"]C100{old}")
    else:
        bench.do(UNDO)
    state = bench.do("2")
    assert (state.prompt, state.sscc, state.verified) == (PackPrompt.CHOOSE_PACKAGING, None, 3)
    assert books.rows(
        bench.floor, "select state, sscc, tracking_number, closed_at from carton"
    ) == [("open", None, "", None)]
    assert books.rows(bench.floor, "select state from carrier_purchase") == [("voided",)]
    assert {job[2] for job in bench.papers()} <= {"superseded", "cancelled"}
    bench.sound()
    refused = packing.open_order(bench.floor, bench.who, builders.entry(f"]C100{old}"))
    assert refused.refusal is not None
    new = bench.until(PackPrompt.DONE).sscc
    assert new != old
    assert [job[:2] for job in bench.papers()][2:] == [("packing_slip", 2), ("shipping_label", 2)]
    assert books.order_state(bench.floor, bench.number) == "packed"
    bench.sound()


def test_units_of_an_opened_parcel_go_back_into_their_tote(bench: Bench) -> None:
    bench.until(PackPrompt.SCAN_LABEL)
    state = bench.do(UNDO, "1")
    assert (state.prompt, state.verified) == (PackPrompt.SCAN_UNIT, 0)
    assert books.on_hand(bench.floor, bench.tote) == 3
    assert books.value(bench.floor, "select count(*) from tote where order_id is not null") == 1
    assert books.order_state(bench.floor, bench.number) == "packing"
    bench.sound()
    bench.until(PackPrompt.DONE)
    bench.sound()


def test_units_wait_for_an_empty_tote_where_theirs_carries_something_else(bench: Bench) -> None:
    bench.until(PackPrompt.SCAN_LABEL)
    goods, _ = builders.some_stock(bench.floor)
    builders.a_released_order(bench.floor, (goods, 1))
    shift.pick_order(bench.floor, bench.who, bench.tote)
    bench.do(UNDO)
    refused = shift.pack(bench.floor, bench.who, bench.state, builders.typed(1))
    assert refused.refusal == NoPlaceToUnpack(bench.tote)
    assert books.value(bench.floor, "select count(*) from carton where state = 'closed'") == 1
    spare = builders.a_tote(bench.floor)
    bench.do("2", spare, UNDO, "XCK")
    assert books.on_hand(bench.floor, spare) == 1
    bench.sound()
    bench.until(PackPrompt.DONE)
    bench.sound()


def test_one_of_several_parcels_is_opened_alone(bench: Bench) -> None:
    bench.do(bench.mug.barcode, FULL, "2")
    first = bench.until(PackPrompt.DONE).sscc
    bench.open(f"O-{bench.number}")
    bench.do(bench.mug.barcode)
    bench.open(f"]C100{first}")
    refused = shift.pack(bench.floor, bench.who, bench.state, builders.typed(2))
    assert refused.refusal == OtherCartonOpen(bench.number)
    bench.open(f"O-{bench.number}")
    second = bench.until(PackPrompt.DONE).sscc
    state = bench.open(f"]C100{first}")
    assert state.units == 1
    bench.do("2")
    bench.until(PackPrompt.DONE)
    rows = books.rows(bench.floor, "select sscc from carton order by id")
    assert rows[1] == (second,)
    assert rows[0] != (first,)
    assert books.order_state(bench.floor, bench.number) == "packed"
    bench.sound()


def test_another_label_for_the_same_parcel_is_a_leads(bench: Bench) -> None:
    old = bench.until(PackPrompt.DONE).sscc
    bench.open(f"]C100{old}")
    asked = bench.do("3")
    own = f"B-{builders.badge_of(bench.who)}"
    refused = shift.pack(bench.floor, bench.who, asked, own)
    assert refused.refusal == NotAllowed(Verb.REPRINT, OperatorRole.PICKER)
    lead = builders.an_operator(bench.floor, "Mara Lind")
    with bench.floor.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    state = bench.do(f"B-{builders.badge_of(lead)}")
    assert state.prompt is PackPrompt.SCAN_LABEL
    assert state.sscc not in (None, old)
    assert books.value(bench.floor, "select state from carton") == "closed"
    states = books.rows(bench.floor, "select state from carrier_purchase order by id")
    assert states == [("voided",), ("bought",)]
    assert [job for job in bench.papers() if job[1] == 2] == [
        ("packing_slip", 2, "queued"),
        ("shipping_label", 2, "queued"),
    ]
    bench.until(PackPrompt.DONE)
    bench.sound()


def test_a_label_on_its_way_out_of_the_printer_is_waited_for(bench: Bench) -> None:
    bench.until(PackPrompt.SCAN_LABEL)
    with bench.floor.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "update print_job set state = 'sending', worker = 'x', "
            "lease_until = '2999-01-01 00:00:00' where document_kind = 'shipping_label'"
        )
    bench.do(UNDO)
    refused = shift.pack(bench.floor, bench.who, bench.state, builders.typed(2))
    assert refused.refusal == StillPrinting("shipping_label")
    assert books.value(bench.floor, "select state from carton") == "closed"


def test_a_parcel_comes_off_the_open_list_and_never_off_a_closed_one(floor: Workplace) -> None:
    dock = Dock(floor)
    dock.policy(HandOver.MANIFEST)
    loaded, gone = dock.parcel(), dock.parcel()
    dock.scan(loaded, NORTH)
    state = shift.open_bench(floor, dock.ana, f"]C100{loaded}")
    opened = shift.pack(floor, dock.ana, state, builders.typed(2))
    assert opened.refusal is None
    assert books.value(floor, "select count(*) from manifest_parcel") == 0
    assert opened.state is not None
    again = shift.pack_until(floor, dock.ana, opened.state, PackPrompt.DONE).sscc
    dock.state = shipping.open_dock(floor, dock.ana)
    seen = shift.open_bench(floor, dock.ana, f"]C100{gone}")
    answer: Answer[DockState] = dock.scan(again or "", NORTH, gone, NORTH, FULL)
    assert answer.refusal is None
    late = shift.pack(floor, dock.ana, seen, builders.typed(2))
    assert isinstance(late.refusal, ParcelLeft)
    books.audit(floor.database)


def test_another_box_scanned_at_the_label_boxes_the_parcel_anew(bench: Bench) -> None:
    old = bench.until(PackPrompt.SCAN_LABEL)
    other = next(each.code for each in old.packagings if each.code != old.packaging)
    state = bench.do(packaging_payload(other))
    assert (state.prompt, state.packaging, state.verified) == (PackPrompt.SCAN_LABEL, other, 3)
    assert state.sscc not in (None, old.sscc)
    labels = [paper for paper in bench.papers() if paper[0] == "shipping_label"]
    assert [version for _, version, _ in labels] == [1, 2]
    assert labels[0][2] in ("superseded", "cancelled")
    bench.until(PackPrompt.DONE)
    bench.sound()


def test_the_last_unit_closes_the_carton_in_a_house_that_takes_what_is_proposed(
    bench: Bench,
) -> None:
    set_house_rules(bench.floor, HouseRules(HandOver.MANIFEST, boxing=BoxRule.PROPOSED))
    bench.open(bench.tote)
    prompts = []
    while bench.state.prompt is PackPrompt.SCAN_UNIT:
        prompts.append(bench.do(shift.asked_at_bench(bench.state)).prompt)
    assert prompts[-1] is PackPrompt.SCAN_LABEL
    assert {kind for kind, _, _ in bench.papers()} >= {"packing_slip", "shipping_label"}
    bench.until(PackPrompt.DONE)
    bench.sound()
