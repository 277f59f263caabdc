"""Pick lists, count sheets and signs: what they say follows from the books, on both databases."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from app.db.queries.floor_lists import tasks_named
from app.db.schema import Cage, CountTask, Location, PickTask, Zone
from app.db.unit_of_work import UnitOfWork
from app.domain.barcodes import read
from app.domain.locations import LocationKind
from app.domain.pick_planning import DEFAULT_POSITIONS
from app.domain.pick_state import PickMethod, PickPrompt
from app.domain.readings import Command, SsccCode
from app.domain.tasks import CountState
from app.services import picking, wall_setup
from app.services.allocating import allocate_waiting_orders
from app.services.floor_labels import floor_labels
from app.services.label_requests import LabelRequest, UnknownLabelSubject, WhatToPrint
from app.services.parcels import next_sscc
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from printing.documents import (
    CountSheet,
    Document,
    Paper,
    PickList,
    PickTarget,
    PlaceKind,
    PlaceLabel,
)
from printing.documents import PickMethod as PaperMethod
from printing.paper import Format
from printing.rendering import render
from tests import builders
from tests.printing.decoding import page_texts
from tests.services import books, shift

What = WhatToPrint


def made(floor: Workplace, what: WhatToPrint, *codes: str, **more: object) -> list[Document]:
    request = LabelRequest(what, codes, **more)  # type: ignore[arg-type]  # named by the test
    return [label.document for label in floor_labels(floor, request).labels]


def pick_lists(floor: Workplace, *codes: str) -> list[PickList]:
    return [cast("PickList", document) for document in made(floor, What.PICK_LISTS, *codes)]


def refused(floor: Workplace, what: WhatToPrint, *codes: str) -> str:
    with pytest.raises(UnknownLabelSubject) as error:
        made(floor, what, *codes)
    return str(error.value)


def two_orders(floor: Workplace, method: PickMethod) -> tuple[builders.Goods, list[str]]:
    """Two orders for one item, released together by a method."""
    goods, _ = builders.some_stock(floor, fragile=True)
    numbers = [builders.an_order(floor, (goods, units)) for units in (1, 3)]
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=method)
    return goods, numbers


def test_list_of_a_single_order_says_where_what_and_how_many(floor: Workplace) -> None:
    goods, at = builders.some_stock(floor)
    number = builders.a_released_order(floor, (goods, 2))
    (document,) = pick_lists(floor)
    assert (document.method, document.zone) == (PaperMethod.SINGLE, "")
    (line,) = document.lines
    assert (line.location, line.location_payload, line.check_digits) == (at, f"L-{at}", "19")
    assert (line.sku, line.quantity, line.targets) == (goods.sku, 2, ())
    assert line.item_payload.lstrip("0") == goods.barcode.lstrip("0")
    for name in (number, document.task):
        assert [one.lines for one in pick_lists(floor, name)] == [document.lines]
    assert render(document, Format.PDF, 300)


def test_codes_of_a_list_are_what_the_dialogue_takes(floor: Workplace) -> None:
    goods, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (goods, 1))
    (line,) = pick_lists(floor)[0].lines
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    answer = shift.pick(floor, ana, state, tote, line.location_payload, line.item_payload)
    assert answer.refusal is None
    while answer.state.prompt is not PickPrompt.TASK_DONE:
        answer = shift.pick(floor, ana, answer.state, Command.OK.value)
    assert books.on_hand(floor, tote) == 1


def test_list_shows_only_what_is_still_to_be_taken_and_into_which_tote(floor: Workplace) -> None:
    first, _ = builders.some_stock(floor)
    second, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (first, 1), (second, 2))
    ana, tote = builders.an_operator(floor, "Ana Kovac"), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    while len([line for line in state.lines if line.open]) > 1:
        state = shift.pick(floor, ana, state, shift.asked_for(state, tote)).state
    (document,) = pick_lists(floor, tote)
    assert [line.sku for line in document.lines] == [second.sku]
    assert document.payload == tote
    assert [(t.tote, t.order_number) for t in document.totes] == [(tote, number)]
    assert document.picker == "Ana Kovac"


def test_cluster_list_shares_a_stop_out_to_its_positions(floor: Workplace) -> None:
    goods, numbers = two_orders(floor, PickMethod.CLUSTER)
    (document,) = pick_lists(floor)
    assert document.method is PaperMethod.CLUSTER
    assert document.payload == ""
    assert [(t.position, t.tote, t.payload, t.order_number) for t in document.totes] == [
        ("1", "", "", numbers[0]),
        ("2", "", "", numbers[1]),
    ]
    assert "1" in "".join(page_texts(render(document, Format.PDF, 300)))
    (line,) = document.lines
    assert (line.sku, line.quantity, line.note) == (goods.sku, 4, "FRAGILE")
    assert line.targets == (PickTarget("1", 1), PickTarget("2", 3))


def test_cluster_list_names_the_totes_that_stand_on_the_cart_by_now(floor: Workplace) -> None:
    two_orders(floor, PickMethod.CLUSTER)
    ana = builders.an_operator(floor)
    totes = [builders.a_tote(floor) for _ in range(2)]
    state = picking.claim_work(floor, ana)
    shift.pick(floor, ana, state, totes[0])
    (document,) = pick_lists(floor)
    assert [(t.position, t.tote) for t in document.totes] == [("1", totes[0]), ("2", "")]
    assert document.payload == totes[0]


def test_batch_list_sums_up_and_leaves_the_sorting_for_later(floor: Workplace) -> None:
    two_orders(floor, PickMethod.BATCH)
    (document,) = pick_lists(floor)
    assert document.method is PaperMethod.BATCH
    assert [(line.quantity, line.targets) for line in document.lines] == [(4, ())]


def test_zone_list_says_its_zone_and_where_the_tote_goes_next(floor: Workplace) -> None:
    def zone_b(work: UnitOfWork) -> None:
        work.session.add_all([Zone(code="A", sequence=1), Zone(code="B", sequence=2)])
        work.session.query(Location).filter_by(code=there).update({"zone": "B"})

    first, _ = builders.some_stock(floor)
    second, there = builders.some_stock(floor)
    floor.database.run(zone_b)
    builders.an_order(floor, (first, 1), (second, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.ZONE_PASS)
    documents = pick_lists(floor)
    assert {document.method for document in documents} == {PaperMethod.ZONE}
    assert sorted((document.zone, document.next_zone) for document in documents) == [
        ("A", "B"),
        ("B", ""),
    ]


def test_list_of_nothing_open_is_asked_for_in_vain(floor: Workplace) -> None:
    assert "there are none here yet" in refused(floor, What.PICK_LISTS)
    assert "'10²'" in refused(floor, What.PICK_LISTS, "10²")
    assert "no '99999999999999999999'" in refused(floor, What.PICK_LISTS, "9" * 20)


def test_task_is_found_by_its_number_its_order_and_in_no_other_way(floor: Workplace) -> None:
    goods, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (goods, 1))
    task_id = books.value(floor, "select id from pick_task")
    with floor.database.begin() as work:
        for code in (str(task_id), number):
            (task,) = tasks_named(work.session, code)
            assert isinstance(task, PickTask)
        assert tasks_named(work.session, "nothing") == []


def test_count_sheet_is_blind_and_lists_empty_places_too(floor: Workplace) -> None:
    goods, at = builders.some_stock(floor, quantity=7)
    empty = builders.a_location(floor)
    (blind,) = made(floor, What.COUNT_SHEETS, at, empty)
    (open_book,) = made(floor, What.COUNT_SHEETS, f"l-{at}", with_books=True)
    assert isinstance(blind, CountSheet)
    assert isinstance(open_book, CountSheet)
    assert [(line.location, line.sku, line.expected) for line in blind.lines] == [
        (at, goods.sku, None),
        (empty, "", None),
    ]
    assert [line.expected for line in open_book.lines] == [7]


def test_count_sheet_of_nothing_named_is_of_what_is_in_doubt(floor: Workplace) -> None:
    goods, at = builders.some_stock(floor)
    builders.some_stock(floor)
    assert "there are none here yet" in refused(floor, What.COUNT_SHEETS)

    def doubt(work: UnitOfWork) -> None:
        place = work.session.query(Location).filter_by(code=at).one()
        count = CountTask(item_id=goods.item_id, location_id=place.id, reason="short_pick")
        count.state, count.raised_at = CountState.OPEN, work.now
        work.session.add(count)

    floor.database.run(doubt)
    (sheet,) = made(floor, What.COUNT_SHEETS)
    assert isinstance(sheet, CountSheet)
    assert {line.location for line in sheet.lines} == {at}


def signs(documents: list[Document]) -> list[tuple[PlaceKind, str, str, str]]:
    labels = [cast("PlaceLabel", document) for document in documents]
    return [(label.place, label.payload, label.name, label.belongs_to) for label in labels]


def test_walls_and_slots_have_labels_that_scan_as_their_places(floor: Workplace) -> None:
    wall_setup.add_wall(floor, "W1", rows=1, columns=2)
    wall_setup.add_shelf(floor, "C1", slots=2)
    assert signs(made(floor, What.WALLS)) == [
        (PlaceKind.PUT_WALL, "L-W1", "W1", ""),
        (PlaceKind.CUBBY, "L-W1-1A", "1A", "W1"),
        (PlaceKind.CUBBY, "L-W1-2A", "2A", "W1"),
        (PlaceKind.PUT_WALL, "L-W1-Q", "W1-Q", "W1"),
    ]
    assert len(made(floor, What.WALLS, "W1-")) == 3
    assert len(made(floor, What.WALLS, "w1-2a")) == 1
    kind = PlaceKind.CONSOLIDATION_SLOT
    assert signs(made(floor, What.SLOTS, "C1-02")) == [(kind, "L-C1-02", "C1-02", "")]
    assert "no 'W9'" in refused(floor, What.WALLS, "W9")


def test_lanes_cages_and_stations_have_signs(floor: Workplace) -> None:
    builders.a_location(floor, "LANE-B", kind=LocationKind.LANE)
    builders.a_location(floor, "CAGE-4", kind=LocationKind.CAGE)

    def cage(work: UnitOfWork) -> None:
        place = work.session.query(Location).filter_by(code="CAGE-4").one()
        work.session.add(
            Cage(location_id=place.id, lane="DE-N", carrier="house", postcodes="20 21 22")
        )

    floor.database.run(cage)
    assert signs(made(floor, What.LANES)) == [(PlaceKind.LANE, "L-LANE-B", "LANE-B", "A")]
    (label,) = made(floor, What.CAGES)
    assert isinstance(label, PlaceLabel)
    assert (label.payload, label.belongs_to, label.note) == (
        "L-CAGE-4",
        "DE-N · house",
        "20 21 22",
    )
    assert label.paper is Paper.LABEL_4X6_IN
    assert (PlaceKind.STATION, f"S-{floor.station}", floor.station, "") in signs(
        made(floor, What.STATIONS)
    )


def test_labels_of_empty_cartons_take_numbers_that_no_parcel_gets_twice(floor: Workplace) -> None:
    first, second = (payload for _, payload, _, _ in signs(made(floor, What.CARTONS, "2")))
    ((_, third, _, _),) = signs(made(floor, What.CARTONS, "1"))
    assert len({first, second, third, floor.database.run(next_sscc)}) == 4
    assert read(third, today=date(2026, 11, 20)) == SsccCode(third)
    for wrong in ((), ("0",), ("501",), ("A",), ("1", "2")):
        assert "cartons" in refused(floor, What.CARTONS, *wrong)


def test_positions_of_a_cart_are_numbered_as_the_screen_calls_them(floor: Workplace) -> None:
    kind = PlaceKind.CART_POSITION
    usual = signs(made(floor, What.CART_POSITIONS))
    assert usual[0] == (kind, "", "1", "")
    assert len(usual) == DEFAULT_POSITIONS[PickMethod.CLUSTER]
    assert signs(made(floor, What.CART_POSITIONS, "11", "12")) == [
        (kind, "", "11", ""),
        (kind, "", "12", ""),
    ]


def test_other_paper_is_taken_where_it_is_asked_for(floor: Workplace) -> None:
    builders.a_location(floor, "LANE-B", kind=LocationKind.LANE)
    (label,) = made(floor, What.LANES, paper=Paper.A4)
    assert label.paper is Paper.A4
