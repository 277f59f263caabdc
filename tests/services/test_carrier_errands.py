"""Carriers are told of collections and asked for parcels' ways; the way back is theirs to print."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.lanes import CageRule
from app.domain.manifests import HandOver
from app.domain.pack_state import PackPrompt
from app.domain.refusals import Refused
from app.domain.shipping_refusals import NothingInDoubt
from app.domain.shipping_state import DockPrompt, DockState
from app.domain.shipping_tracking import ParcelStatus, TrackingEvent
from app.services import shipping, told_lists, transports
from app.services.carrier_desk import CarrierDesk
from app.services.carrier_errands import CarrierErrands
from app.services.floor_labels import floor_labels
from app.services.label_requests import LabelRequest, WhatToPrint
from app.services.shipping_setup import (
    AccountView,
    HouseRules,
    save_cage,
    save_carrier_account,
    set_house_rules,
)
from app.services.shipping_writing import reopen
from app.services.station_setup import route_document
from app.services.workplace import Workplace
from printing.documents import CarrierManifest, ReturnLabel
from printing.paper import Format
from printing.rendering import render
from tests import builders
from tests.services import books, shift
from tests.services.far_carrier import FAR, Counter, FarCarrier
from tests.services.test_transports import closed

FULL = "XCFULL"
EVENTS = "select payload from event_log where kind = :kind order by id"
TELLING = "select telling, telling_words, carrier_ref from manifest"


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()
    yield counter
    counter.close()


class House:
    """A house that ships by a far carrier, with a dock for it."""

    def __init__(self, floor: Workplace, counter: Counter, *, label: bytes | None = None) -> None:
        self.far = replace(floor, network_carriers=(FarCarrier(counter.port, label=label),))
        set_house_rules(floor, HouseRules(HandOver.MANIFEST))
        save_carrier_account(floor, AccountView(FAR, "Far & Co", "karrio", "4711", {}, active=True))
        save_cage(floor, CageRule(0, "FAR-1", FAR))
        route_document(floor, "carrier_manifest", "F")
        self.errands = CarrierErrands(self.far)
        self.ana = builders.an_operator(floor)

    def parcel(self) -> str:
        """A parcel that the far carrier takes, labelled."""
        state, ana = closed(self.far)
        desk = CarrierDesk(self.far, "worker 1")
        while desk.step():
            pass
        return shift.pack_until(self.far, ana, state, PackPrompt.DONE).sscc or ""

    def collect(self, *parcels: str) -> DockState:
        """Load parcels and close the list."""
        state = shipping.open_dock(self.far, self.ana)
        for code in (*(f"]C100{sscc}|L-FAR-1" for sscc in parcels), FULL):
            for one in code.split("|"):
                answer = shipping.scan(self.far, self.ana, state, builders.entry(one))
                assert answer.refusal is None, answer.refusal
                state = answer.state
        return state

    def come(self, *columns: str) -> None:
        """Let the moments come at which the worker looks again."""
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        with self.far.database.begin() as work:
            for column in columns:
                table = "manifest" if column == "tell_after" else "carrier_purchase"
                work.session.connection().exec_driver_sql(
                    f"update {table} set {column} = '{long_ago:%Y-%m-%d %H:%M:%S}' "  # noqa: S608
                    f"where {column} is not null"
                )


@pytest.fixture
def house(floor: Workplace, counter: Counter) -> House:
    return House(floor, counter)


def test_a_closed_list_is_told_once_and_the_carriers_own_list_is_printed(
    house: House, counter: Counter
) -> None:
    paper = BytesIO()
    canvas = Canvas(paper)
    for page in ("Far list, page 1", "Far list, page 2"):
        canvas.drawString(72, 720, page)
        canvas.showPage()
    canvas.save()
    counter.document = paper.getvalue()
    state = house.collect(house.parcel(), house.parcel())
    assert books.rows(house.far, TELLING) == [("wanted", "", "")]
    assert house.errands.step()
    assert not house.errands.step()
    assert books.rows(house.far, TELLING) == [("told", "", f"far-{state.manifest}-2")]
    assert counter.asked.count("manifest") == 1
    (label,) = floor_labels(
        house.far, LabelRequest(WhatToPrint.MANIFESTS, (state.manifest,))
    ).labels
    assert isinstance(label.document, CarrierManifest)
    assert render(label.document, Format.PDF, 200).count(b"/Type /Page\n") == 2
    jobs = "select count(*) from print_job where document_kind = 'carrier_manifest'"
    assert books.value(house.far, jobs) == 3


def test_a_carrier_that_is_away_or_refuses_is_told_later_or_by_a_person(
    house: House, counter: Counter
) -> None:
    state = house.collect(house.parcel())
    counter.is_closed = True
    assert house.errands.step()
    assert books.rows(house.far, TELLING) == [("wanted", "the counter is closed", "")]
    assert not house.errands.step()
    counter.is_closed, counter.refuses = False, "account"
    house.come("tell_after")
    assert house.errands.step()
    (found,) = told_lists.untold(house.far)
    assert (found.number, found.is_refused) == (state.manifest, True)
    assert "account" in found.words
    with pytest.raises(Refused) as refused:
        told_lists.retell_manifest(house.far, None, "M-999999")
    assert refused.value.refusal == NothingInDoubt("M-999999")
    counter.refuses = ""
    told_lists.retell_manifest(house.far, None, state.manifest.lower())
    assert house.errands.step()
    assert told_lists.untold(house.far) == ()


def test_a_list_that_was_opened_again_meanwhile_is_not_told_as_it_was(
    house: House, counter: Counter
) -> None:
    state = house.collect(house.parcel())
    job = house.far.database.run(house.errands._take_telling)
    assert job is not None
    with house.far.database.begin() as work:
        reopen(work, state.manifest_id or 0, "one more")
    house.errands._tell(job)
    assert books.rows(house.far, TELLING) == [("not_wanted", "", "")]
    assert counter.asked.count("manifest") == 1


def test_the_houses_own_list_needs_no_worker(floor: Workplace, counter: Counter) -> None:
    house = House(floor, counter)
    set_house_rules(floor, HouseRules(HandOver.MANIFEST))
    save_carrier_account(floor, AccountView(FAR, "Far", "karrio", "", {}, active=False))
    save_cage(floor, CageRule(0, "OWN-1", "house"))
    state, ana = closed(floor)
    sscc = shift.pack_until(floor, ana, state, PackPrompt.DONE).sscc
    dock = shipping.open_dock(floor, ana)
    for code in (f"]C100{sscc}", "L-OWN-1", FULL):
        dock = shipping.scan(floor, ana, dock, builders.entry(code)).state
    assert dock.prompt is DockPrompt.DRIVER
    assert books.rows(floor, TELLING) == [("told", "", dock.manifest)]
    assert not house.errands.step()


# Ways -------------------------------------------------------------------------------------------


def test_a_parcel_is_followed_until_it_has_arrived_and_the_order_says_where_it_is(
    house: House, counter: Counter
) -> None:
    house.collect(house.parcel())
    assert house.errands.step()  # the list
    assert not house.errands.step()
    now = datetime.now(UTC)
    way = [TrackingEvent(now, ParcelStatus.IN_TRANSIT, "Leeds")]
    for told in (way, way, [*way, TrackingEvent(now, ParcelStatus.DELIVERED, "Kiel")]):
        counter.ways["FAR00000001"] = told
        house.come("track_after")
        assert house.errands.step()
        assert not house.errands.step()
    assert books.value(house.far, "select track_after from carrier_purchase") is None
    records = [row[0] for row in books.rows(house.far, EVENTS, kind="ParcelTracked")]
    news = [json.loads(each) if isinstance(each, str) else each for each in records]
    assert [each["status"] for each in news] == ["in_transit", "delivered"]
    assert {each["order_number"] for each in news} == {
        books.value(house.far, "select number from orders")
    }
    page = transports.tracking_page(house.far, "FAR00000001")
    assert page is not None
    assert page.status is ParcelStatus.DELIVERED


def test_a_carrier_that_is_away_is_asked_for_a_way_later(house: House, counter: Counter) -> None:
    house.collect(house.parcel())
    assert house.errands.step()
    counter.is_closed = True
    house.come("track_after")
    assert house.errands.step()
    assert not house.errands.step()
    due = books.value(house.far, "select track_after from carrier_purchase")
    assert due is not None


# Back -------------------------------------------------------------------------------------------


def test_the_way_back_is_printed_as_its_carrier_made_it(floor: Workplace, counter: Counter) -> None:
    zpl = b"^XA^FO10,10^FDBACK^FS^XZ"
    house = House(floor, counter, label=zpl)
    route_document(floor, "return_label", "F")
    sscc = house.parcel()
    transports.want_return_label(house.far, house.ana, sscc)
    desk = CarrierDesk(house.far, "worker 1")
    assert desk.step()
    (label,) = floor_labels(house.far, LabelRequest(WhatToPrint.RETURN_LABELS, (sscc,))).labels
    document = label.document
    assert isinstance(document, ReturnLabel)
    assert base64.b64decode(document.carrier_label) == zpl
    assert render(replace(document, carrier_format="zpl"), Format.ZPL, 203) == zpl
    kinds = "select document_kind, state from print_job where document_kind = 'return_label'"
    assert books.rows(house.far, kinds) == [("return_label", "queued")]
