"""A transport is bought once, whatever dies in between; what was bought can be voided and found."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.carriers.house import HouseCarrier
from app.carriers.records import to_record
from app.carriers.service_choice import DEFAULT_RULES, RouteRule
from app.carriers.tariff import DEFAULT_TARIFF
from app.db.queries.transports import ASKS_PERSON
from app.db.schema import CarrierPurchase, Order
from app.domain.pack_state import PackPrompt
from app.domain.refusals import Refused
from app.domain.shipping_purchases import PurchaseState
from app.domain.shipping_refusals import (
    NothingInDoubt,
    NoTransport,
)
from app.services import transports
from app.services.carrier_desk import CarrierDesk, LeaseLost
from app.services.shipping_setup import HouseRules, set_house_rules
from app.services.workplace import Workplace
from tests.services import books, shift
from tests.services.far_carrier import FAR, RATE, Counter, FarCarrier
from tests.services.test_transports import closed

P = PackPrompt
S = PurchaseState
STATES = "select state from carrier_purchase order by id"
LABELS = (
    "select document_kind, version, state from print_job "
    "where document_kind = 'shipping_label' order by id"
)


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()
    yield counter
    counter.close()


@pytest.fixture
def far(floor: Workplace, counter: Counter) -> Workplace:
    """The floor with a carrier behind a network beside the house's own."""
    return replace(floor, network_carriers=(FarCarrier(counter.port),))


def work_off(far: Workplace, steps: int = 9) -> int:
    """Let a worker do what it can do now; returns the steps it took."""
    desk = CarrierDesk(far, "worker 1")
    return sum(1 for _ in range(steps) if desk.step())


def expire_leases(far: Workplace) -> None:
    with far.database.begin() as work:
        for row in work.session.query(CarrierPurchase):
            row.not_before = None
            if row.lease_until is not None:
                row.lease_until = work.now - timedelta(seconds=1)


def test_closing_waits_for_no_carrier_and_the_label_comes_with_its_answer(
    far: Workplace, counter: Counter
) -> None:
    counter.is_closed = True
    state, ana = closed(far)
    assert books.rows(far, STATES) == [("queued",)]
    assert books.rows(far, LABELS) == []
    counter.is_closed = False
    assert work_off(far) == 1
    assert books.rows(far, "select carrier, service from shipment") == [(FAR, "parcel")]
    assert books.rows(far, "select tracking_number from carton") == [("FAR00000001",)]
    assert books.rows(far, LABELS) == [("shipping_label", 1, "queued")]
    shift.pack_until(far, ana, state, P.DONE)
    page = transports.tracking_page(far, "FAR00000001")
    assert page is not None
    assert page.url == "https://far/FAR00000001"
    books.audit(far.database)


def test_house_sells_where_it_is_the_cheapest_that_the_rules_allow(
    far: Workplace, counter: Counter
) -> None:
    rule = RouteRule("not far", frozenset({(FAR, "")}), forbids=True)
    set_house_rules(far, HouseRules(rules=replace(DEFAULT_RULES, routes=(rule,))))
    closed(far)
    work_off(far)
    assert books.rows(far, "select carrier from shipment") == [("house",)]
    assert counter.sold == {}


def test_closed_counter_is_asked_again_later_and_nothing_was_bought(
    far: Workplace, counter: Counter
) -> None:
    far = replace(far, carrier=HouseCarrier(replace(DEFAULT_TARIFF, prices={})))
    closed(far)
    counter.is_closed = True
    assert work_off(far) == 1
    assert books.rows(far, "select state, reason from carrier_purchase") == [
        ("queued", "the counter is closed")
    ]
    assert work_off(far) == 0
    counter.is_closed = False
    expire_leases(far)
    assert work_off(far) == 1
    assert len(counter.sold) == 1


def test_refused_parcel_waits_for_a_person_and_is_asked_for_again_as_it_is_then(
    far: Workplace, counter: Counter
) -> None:
    state, _ = closed(far)
    counter.refuses = "recipient.phone"
    work_off(far)
    (trouble,) = transports.troubled_transports(far)
    assert (trouble.field, trouble.in_doubt) == ("recipient.phone", False)
    assert (trouble.sscc, trouble.carrier) == (state.sscc, FAR)
    counter.refuses = ""
    transports.try_transport_again(far, None, trouble.purchase_id)
    work_off(far)
    assert books.rows(far, STATES) == [("bought",)]
    assert transports.troubled_transports(far) == ()
    with pytest.raises(Refused) as caught:
        transports.try_transport_again(far, None, trouble.purchase_id)
    assert caught.value.refusal == NothingInDoubt(state.sscc or "")


def test_lost_answer_is_asked_for_and_the_transport_is_bought_once(
    far: Workplace, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(far)
    carrier = far.network_carriers[0]
    assert isinstance(carrier, FarCarrier)
    ask = carrier._ask

    def lose(op: str, key: str) -> dict[str, object]:
        answer = ask(op, key)
        if op == "buy":
            raise EOFError(op)
        return answer

    monkeypatch.setattr(carrier, "_ask", lose)
    work_off(far, 1)
    assert books.rows(far, STATES) == [("unknown",)]
    assert work_off(far) == 1
    assert books.rows(far, STATES) == [("bought",)]
    assert counter.asked.count("buy") == 1
    assert len(counter.sold) == 1


def test_killed_between_question_and_answer_nothing_is_bought_twice(
    far: Workplace, counter: Counter, tmp_path: Path
) -> None:
    closed(far)
    counter.loses_answers = True
    url = far.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.services.carrier_worker", url, str(counter.port)]
    with (tmp_path / "said").open("w") as said:
        worker = subprocess.Popen(command, stdout=said, stderr=said)
        assert counter.heard.wait(300), (tmp_path / "said").read_text()
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    counter.loses_answers = False
    assert books.rows(far, STATES) == [("asking",)]
    assert work_off(far) == 0  # the dead worker's lease still holds
    expire_leases(far)
    assert work_off(far) == 1
    assert books.rows(far, STATES) == [("bought",)]
    assert counter.asked.count("buy") == 1
    assert books.rows(far, LABELS) == [("shipping_label", 1, "queued")]


def test_killed_before_the_question_left_it_is_asked_again(
    far: Workplace, counter: Counter
) -> None:
    closed(far)
    with far.database.begin() as work:
        row = work.session.query(CarrierPurchase).one()
        row.state, row.carrier, row.worker = S.ASKING, FAR, "the one that died"
        row.attempt, row.lease_until = 1, work.now - timedelta(seconds=1)
    assert work_off(far) == 2
    assert books.rows(far, STATES) == [("bought",)]
    assert (counter.asked.count("find"), counter.asked.count("buy")) == (1, 1)


def test_carrier_that_cannot_say_leaves_it_to_a_person(far: Workplace, counter: Counter) -> None:
    state, _ = closed(far)
    with far.database.begin() as work:
        row = work.session.query(CarrierPurchase).one()
        row.rate = to_record(RATE)
        row.state, row.carrier = S.UNKNOWN, FAR
    counter.cannot_say = True
    assert work_off(far) == 1
    assert work_off(far) == 0
    (trouble,) = transports.troubled_transports(far)
    assert trouble.in_doubt
    transports.settle_doubt(far, None, trouble.purchase_id, " FAR77 ")
    assert books.rows(far, "select tracking_number from carton") == [("FAR77",)]
    assert books.rows(far, LABELS) == [("shipping_label", 1, "queued")]
    with pytest.raises(Refused) as caught:
        transports.settle_doubt(far, None, trouble.purchase_id, "")
    assert caught.value.refusal == NothingInDoubt(state.sscc or "")


def test_person_who_finds_that_nothing_was_sold_lets_it_be_bought(
    far: Workplace, counter: Counter
) -> None:
    closed(far)
    with far.database.begin() as work:
        row = work.session.query(CarrierPurchase).one()
        row.rate = to_record(RATE)
        row.state, row.carrier, row.field = S.UNKNOWN, FAR, ASKS_PERSON
        row.not_before = work.now + timedelta(days=1)
        row_id = row.id
    transports.settle_doubt(far, None, row_id, "")
    assert work_off(far) == 1
    assert len(counter.sold) == 1


def test_two_workers_buy_one_transport_once(far: Workplace, counter: Counter) -> None:
    closed(far)
    first, second = CarrierDesk(far, "one"), CarrierDesk(far, "two")
    taken = far.database.run(first._take)
    assert taken is not None
    assert not second.step()
    expire_leases(far)
    assert second.step()
    with pytest.raises(LeaseLost):
        first._work_on(taken)  # wakes up too late
    assert counter.asked.count("buy") == 1
    assert books.rows(far, STATES) == [("bought",)]


def test_voided_transport_is_taken_back_outside_of_the_transaction(
    far: Workplace, counter: Counter
) -> None:
    state, _ = closed(far)
    work_off(far)
    transports.replace_transport(far, None, state.sscc or "")
    assert books.rows(far, STATES) == [("voiding",), ("queued",)]
    work_off(far)
    assert books.rows(far, STATES) == [("voided",), ("bought",)]
    assert len(counter.voided) == 1
    assert books.rows(far, "select tracking_number from carton") == [("FAR00000002",)]
    assert [row[1:] for row in books.rows(far, LABELS)] == [(1, "superseded"), (2, "queued")]


def test_money_a_carrier_keeps_is_on_record(far: Workplace, counter: Counter) -> None:
    state, _ = closed(far)
    work_off(far)
    counter.takes_back = False
    transports.replace_transport(far, None, state.sscc or "")
    work_off(far)
    rows = books.rows(far, "select state, field from carrier_purchase order by id")
    assert rows == [("voided", "not_refunded"), ("bought", "")]


def test_nobody_changes_a_transport_while_its_carrier_is_being_asked(
    far: Workplace, counter: Counter
) -> None:
    del counter
    state, _ = closed(far)
    with far.database.begin() as work:
        work.session.query(CarrierPurchase).one().state = S.ASKING
    with pytest.raises(Refused) as caught:
        transports.replace_transport(far, None, state.sscc or "")
    assert caught.value.refusal == NoTransport(state.sscc or "", "asking")


def test_order_cancelled_meanwhile_gets_no_label_and_its_transport_is_taken_back(
    far: Workplace, counter: Counter
) -> None:
    state, _ = closed(far)
    desk = CarrierDesk(far, "one")
    job = far.database.run(desk._take)
    assert job is not None
    assert desk._choose(job) is not None
    with far.database.begin() as work:
        work.session.get_one(Order, state.order_id).cancelled_at = work.now
    desk._ask(job, lambda: far.network_carriers[0].buy(job.request, job.rate or RATE, job.key))
    assert books.rows(far, STATES) == [("voiding",)]
    work_off(far)
    assert books.rows(far, STATES) == [("voided",)]
    assert len(counter.voided) == 1
    assert books.rows(far, LABELS) == []


def test_way_back_over_a_network_is_bought_by_the_worker(far: Workplace, counter: Counter) -> None:
    state, _ = closed(far)
    with pytest.raises(Refused) as caught:
        transports.want_return_label(far, None, state.sscc or "")
    assert caught.value.refusal == NoTransport(state.sscc or "", "")
    work_off(far)
    transports.want_return_label(far, None, state.sscc or "")
    work_off(far)
    kinds = "select kind, state, carrier from carrier_purchase order by id"
    assert books.rows(far, kinds) == [("outbound", "bought", FAR), ("return", "bought", FAR)]
    assert len(counter.sold) == 2
