"""Whatever state something is in, "Why?" has an answer, and what stops it is never left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.domain.locations import LocationKind
from app.domain.manifests import ManifestState
from app.domain.orders import HoldReason, LineFacts, OrderFacts, OrderState, compute_state
from app.domain.payment import PaymentState
from app.domain.tasks import CartonState, PickTaskState
from app.domain.waves import WaveState
from app.domain.why import Why, WhyReason
from app.domain.why_dock import ListSeen, ReceiptSeen, why_list, why_receipt
from app.domain.why_orders import (
    LabelTrouble,
    OrderSeenWhole,
    ParcelSeen,
    TaskSeen,
    why_order,
)
from app.domain.why_stock import AisleSeen, ItemSeen, PlaceSeen, why_aisle, why_item, why_place
from app.domain.why_work import (
    BoxSeen,
    PersonSeen,
    ServiceTold,
    TaskTold,
    WaveSeen,
    ZoneWork,
    why_box,
    why_person,
    why_wave,
)

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def line_of(units: Mapping[str, int]) -> LineFacts:
    allocated, picked, packed, shipped, short, cancelled = (
        units.get(name, 0)
        for name in ("allocated", "picked", "packed", "shipped", "short", "cancelled")
    )
    return LineFacts(2, allocated, picked, packed, shipped, short, cancelled, number=1)


def facts(*, holds: tuple[HoldReason, ...] = (), released: bool = False, **line: int) -> OrderFacts:
    return OrderFacts(
        payment=PaymentState.PAID,
        cancelled=False,
        open_holds=frozenset(holds),
        released=released,
        packing_started=False,
        lines=(line_of(line),),
    )


def reasons(found: tuple[Why, ...]) -> list[WhyReason]:
    return [why.reason for why in found]


LINES: tuple[dict[str, int], ...] = (
    {},
    {"allocated": 1},
    {"allocated": 2},
    {"allocated": 2, "picked": 1},
    {"allocated": 2, "picked": 2},
    {"allocated": 2, "picked": 2, "packed": 1},
    {"allocated": 2, "picked": 2, "packed": 2},
    {"allocated": 2, "picked": 2, "packed": 2, "shipped": 2},
    {"allocated": 1, "picked": 1, "short": 1},
    {"short": 2},
    {"cancelled": 2},
)
HOLDS = ((), *((reason,) for reason in HoldReason), (HoldReason.SHORT, HoldReason.WEIGHT))


def test_no_state_of_an_order_is_without_an_answer_and_each_hold_is_named() -> None:
    seen: set[OrderState] = set()
    for line, holds, released, payment, cancelled, elsewhere in product(
        LINES, HOLDS, (False, True), PaymentState, (False, True), (False, True)
    ):
        order = OrderFacts(
            payment, cancelled, frozenset(holds), released, False, (line_of(line),),
            fulfilled_elsewhere=elsewhere,
        )  # fmt: skip
        state = compute_state(order)
        seen.add(state)
        found = why_order(OrderSeenWhole(order, NOW))
        assert found, order
        if state is OrderState.HELD:
            told = {why.name for why in found if why.reason is WhyReason.HELD}
            assert told == {hold.value for hold in holds}
            assert told or WhyReason.NOT_PAID in reasons(found)
    assert seen == set(OrderState)


def test_what_stops_an_order_comes_before_what_it_waits_for() -> None:
    order = OrderSeenWhole(
        facts(holds=(HoldReason.QUALITY,), released=True, allocated=2),
        NOW,
        details=((HoldReason.QUALITY, "cracked"),),
        tasks=(TaskSeen(PickTaskState.READY, ahead=3),),
        due_at=NOW - timedelta(minutes=5),
    )
    assert why_order(order) == (
        Why(WhyReason.HELD, "quality", "cracked"),
        Why(WhyReason.WAITS_FOR_PICKER, units=3),
        Why(WhyReason.LATE, minutes=5, at=order.due_at),
    )


PICKED = facts(released=True, allocated=2, picked=2)
PACKED = facts(released=True, allocated=2, picked=2, packed=2)
ON_THE_WAY = {
    "in a wave": (
        OrderSeenWhole(facts(allocated=2), NOW, wave="W7", wave_state=WaveState.HELD),
        Why(WhyReason.IN_WAVE, "W7", "held"),
    ),
    "nobody released it": (OrderSeenWhole(facts(allocated=2), NOW), Why(WhyReason.NOT_RELEASED)),
    "nothing promised": (OrderSeenWhole(facts(), NOW), Why(WhyReason.NO_STOCK, "1", units=2)),
    "a part promised": (
        OrderSeenWhole(facts(allocated=1), NOW),
        Why(WhyReason.SOME_STOCK, "1", units=1),
    ),
    "being picked": (
        OrderSeenWhole(
            facts(released=True, allocated=2),
            NOW,
            tasks=(TaskSeen(PickTaskState.IN_PROGRESS, "Ana", place="A-1"),),
        ),
        Why(WhyReason.WITH_PICKER, "Ana", "A-1"),
    ),
    "put aside": (
        OrderSeenWhole(
            facts(released=True, allocated=2),
            NOW,
            tasks=(TaskSeen(PickTaskState.PAUSED, "Ana", place="P-1"),),
        ),
        Why(WhyReason.PUT_ASIDE, "Ana", "P-1"),
    ),
    "waits for a zone": (
        OrderSeenWhole(
            facts(released=True, allocated=2),
            NOW,
            tasks=(TaskSeen(PickTaskState.WAITING, zone="B"),),
        ),
        Why(WhyReason.WAITS_FOR_ZONE, "B"),
    ),
    "nobody has work": (
        OrderSeenWhole(facts(released=True, allocated=2), NOW),
        Why(WhyReason.NO_WORK, units=2),
    ),
    "to sort": (
        OrderSeenWhole(PICKED, NOW, unsorted=2, lies_at="T-1"),
        Why(WhyReason.TO_SORT, "T-1", units=2),
    ),
    "a part is missing": (
        OrderSeenWhole(PICKED, NOW, zones_missing=("B",), lies_at="K-1"),
        Why(WhyReason.PART_MISSING, "B", "K-1"),
    ),
    "to inspect": (
        OrderSeenWhole(PICKED, NOW, to_inspect=True, lies_at="T-1"),
        Why(WhyReason.TO_INSPECT, "T-1"),
    ),
    "to pack": (OrderSeenWhole(PICKED, NOW, lies_at="T-1"), Why(WhyReason.TO_PACK, "T-1")),
    "at a bench": (
        OrderSeenWhole(PICKED, NOW, bench="P-03"),
        Why(WhyReason.AT_BENCH, "P-03", units=2),
    ),
    "refused": (
        OrderSeenWhole(
            PACKED,
            NOW,
            parcels=(ParcelSeen("..1", CartonState.CLOSED, LabelTrouble.REFUSED, "postcode"),),
        ),
        Why(WhyReason.LABEL_REFUSED, "..1", "postcode"),
    ),
    "not scanned": (
        OrderSeenWhole(PACKED, NOW, parcels=(ParcelSeen("..1", CartonState.CLOSED),)),
        Why(WhyReason.LABEL_TO_SCAN, "..1"),
    ),
    "to load": (
        OrderSeenWhole(PACKED, NOW, parcels=(ParcelSeen("..1", CartonState.LABELLED),)),
        Why(WhyReason.TO_LOAD, "..1"),
    ),
    "loaded": (
        OrderSeenWhole(PACKED, NOW, parcels=(ParcelSeen("..1", CartonState.LABELLED, cage="C1"),)),
        Why(WhyReason.LOADED, "..1", "C1"),
    ),
    "nothing wanted": (
        OrderSeenWhole(facts(released=True, short=2), NOW),
        Why(WhyReason.NOTHING_WANTED),
    ),
}


@pytest.mark.parametrize(("order", "why"), ON_THE_WAY.values(), ids=ON_THE_WAY)
def test_an_order_says_what_it_waits_for(order: OrderSeenWhole, why: Why) -> None:
    assert why_order(order) == (why,)


@pytest.mark.parametrize("kind", LocationKind)
@pytest.mark.parametrize("units", [0, 5])
def test_every_place_has_an_answer(kind: LocationKind, units: int) -> None:
    assert why_place(PlaceSeen("A-1", kind, units, promised=units))


def test_a_place_says_why_it_is_chosen_and_what_keeps_pickers_away() -> None:
    place = PlaceSeen(
        "A-1", LocationKind.PICK_FACE, 9, 4, 2, "empty", "spill", "R-1", 20,
        chosen=(("earliest_expiry", 4),),
    )  # fmt: skip
    assert why_place(place) == (
        Why(WhyReason.AISLE_CLOSED, "A-1", "spill"),
        Why(WhyReason.COUNT_WAITS, "A-1", "empty"),
        Why(WhyReason.REFILL_COMING, "A-1", "R-1", 20),
        Why(WhyReason.EXPIRED_THERE, "A-1", units=2),
        Why(WhyReason.CHOSEN, "A-1", "earliest_expiry", 4),
    )  # what is free there is promised once it is counted
    assert why_place(replace(place, count=""))[-1] == Why(WhyReason.FREE_THERE, "A-1", units=3)


def test_an_aisle_says_why_nobody_goes_there_and_what_waits_there() -> None:
    place = PlaceSeen("A-1", LocationKind.PICK_FACE, 9, 4, count="empty")
    aisle = AisleSeen("A 12", "spill", lines=7, people=2, places=(place,))
    assert why_aisle(aisle) == (
        Why(WhyReason.AISLE_IS_CLOSED, "A 12", "spill"),
        Why(WhyReason.AISLE_WORK, "A 12", "2", 7),
        Why(WhyReason.COUNT_WAITS, "A-1", "empty"),
    )
    assert why_aisle(AisleSeen("A 12")) == (Why(WhyReason.AISLE_QUIET, "A 12"),)


@pytest.mark.parametrize(
    ("received", "is_closed", "why"),
    [
        (3, False, Why(WhyReason.RECEIPT_TO_COME, "PO-7", "Potter", 5)),
        (8, False, Why(WhyReason.RECEIPT_TO_CLOSE, "PO-7", "Potter", 8)),
        (9, False, Why(WhyReason.RECEIPT_TO_CLOSE, "PO-7", "Potter", 9)),
        (3, True, Why(WhyReason.RECEIPT_CLOSED, "PO-7", "Potter", 3)),
    ],
)
def test_a_receipt_says_what_it_waits_for(received: int, is_closed: bool, why: Why) -> None:
    assert why_receipt(ReceiptSeen("PO-7", "Potter", 8, received, is_closed)) == (why,)


@pytest.mark.parametrize("state", ManifestState)
def test_every_state_of_a_list_has_an_answer(state: ManifestState) -> None:
    (why,) = why_list(ListSeen("M-1", "DHL", state, 12))
    assert (why.name, why.other, why.units) == ("M-1", "DHL", 12)


def test_an_item_says_why_there_is_none_for_an_order() -> None:
    assert reasons(why_item(ItemSeen("40-118"))) == [WhyReason.NOTHING_THERE]
    reserve = PlaceSeen("R-1", LocationKind.RESERVE, 5, 5)
    assert reasons(why_item(ItemSeen("40-118", (reserve,), to_put_away=2))) == [
        WhyReason.ONLY_IN_RESERVE,
        WhyReason.TO_BE_PUT_AWAY,
        WhyReason.ALL_PROMISED,
    ]


@pytest.mark.parametrize("state", WaveState)
def test_every_state_of_a_wave_has_an_answer(state: WaveState) -> None:
    assert why_wave(WaveSeen("W7", state))


def test_a_wave_that_waits_for_better_carts_says_so_in_place_of_its_state() -> None:
    wave = WaveSeen("W7", WaveState.CREATED, search_until=NOW + timedelta(seconds=40))
    first, *_ = why_wave(wave)
    assert first == Why(WhyReason.WAVE_SEARCHED, "W7", at=NOW + timedelta(seconds=40))
    assert WhyReason.WAVE_TO_PLAN not in {each.reason for each in why_wave(wave)}


def test_a_late_wave_names_the_zone_with_the_most_work_for_each_who_picks_there() -> None:
    zones = (ZoneWork("A", 90, 3), ZoneWork("B", 60, 1))
    wave = WaveSeen(
        "W7", WaveState.IN_PROGRESS, 1, 2, 4, zones, NOW + timedelta(minutes=80),
        NOW + timedelta(minutes=60),
    )  # fmt: skip
    assert why_wave(wave) == (
        Why(WhyReason.WAVE_HELD_ORDERS, "W7", units=1),
        Why(WhyReason.WAVE_STUCK, "W7", units=2),
        Why(WhyReason.WAVE_LATE, "W7", minutes=20, at=wave.done_at),
        Why(WhyReason.WAVE_BOTTLENECK, "B", "1", 60),
    )
    alone = (ZoneWork("A", 90, 3), ZoneWork("C", 8, 0))
    (_, worst) = why_wave(WaveSeen("W7", WaveState.RELEASED, people=3, zones=alone))
    assert (worst.name, worst.other) == ("C", "0")


def test_a_parcel_says_why_its_box_and_why_its_carrier() -> None:
    parcel = BoxSeen(
        "M2", "S", ServiceTold("DHL Paket", "cheapest"), (ServiceTold("UPS", "dearer"),)
    )
    assert why_box(parcel) == (
        Why(WhyReason.BOX_OVERRULED, "M2", "S"),
        Why(WhyReason.SERVICE_CHOSEN, "DHL Paket", "cheapest"),
        Why(WhyReason.SERVICE_REFUSED, "UPS", "dearer"),
    )


PEOPLE = {
    "gone": (PersonSeen("Ana", is_active=False), [WhyReason.GONE]),
    "nothing ready": (PersonSeen("Ana"), [WhyReason.NO_WORK_READY]),
    "work in other zones": (PersonSeen("Ana", zone="A", elsewhere=3), [WhyReason.WORK_ELSEWHERE]),
    "work they may not do": (PersonSeen("Ana", unable=("reach truck",)), [WhyReason.NOT_ABLE]),
    "at work": (PersonSeen("Ana", at_work=TaskTold("1")), [WhyReason.AT_WORK]),
    "by priority": (
        PersonSeen("Ana", next_work=TaskTold("1", 9), follower=TaskTold("2", 5)),
        [WhyReason.NEXT_WORK, WhyReason.FIRST_BY_PRIORITY],
    ),
    "by cut-off": (
        PersonSeen("Ana", next_work=TaskTold("1", 5, NOW), follower=TaskTold("2", 5)),
        [WhyReason.NEXT_WORK, WhyReason.FIRST_BY_CUT_OFF],
    ),
    "by turn, in the own zone": (
        PersonSeen("Ana", zone="A", next_work=TaskTold("1", zone="A"), follower=TaskTold("2")),
        [WhyReason.NEXT_WORK, WhyReason.OF_OWN_ZONE, WhyReason.FIRST_BY_TURN],
    ),
}


@pytest.mark.parametrize(("person", "told"), PEOPLE.values(), ids=PEOPLE)
def test_somebody_is_told_why_this_work_and_no_other(
    person: PersonSeen, told: list[WhyReason]
) -> None:
    assert reasons(why_person(person)) == told
