import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, event, select

from app.carriers.house import HouseCarrier
from app.carriers.tariff import DEFAULT_TARIFF
from app.db.schema import PrintJob
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import Command
from app.domain.refusals import (
    NotPrintable,
    PackagingTooSmall,
    StillPrinting,
    UnknownPackaging,
    WrongLabel,
)
from app.domain.trade_numbers import is_sscc
from app.services import spooling, station_setup
from app.services.spool_ledger import DatabaseSpool
from app.services.workplace import Workplace
from printing.jobs import JobState
from printing.spooler import LeaseLost, Step
from tests import builders
from tests.services import books, shift

P = PackPrompt
OK, REPRINT = Command.OK.value, Command.REPRINT.value
JOBS = "select document_kind, copy, state, reprint_reason from print_job order by id"


def all_in(floor: Workplace, **order: object) -> tuple[PackState, int]:
    """An order at the bench with all units in the carton, and its packer."""
    goods, _ = builders.some_stock(floor, weight_g=400)
    builders.a_released_order(floor, (goods, 2), **order)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    return shift.pack_until(floor, ana, state, P.CHOOSE_PACKAGING), ana


def closed(floor: Workplace, **order: object) -> tuple[PackState, int]:
    """A closed carton at the bench, and its packer."""
    state, ana = all_in(floor, **order)
    return shift.pack_until(floor, ana, state, P.SCAN_LABEL), ana


def test_closing_gives_number_weight_and_papers_in_one_transaction(floor: Workplace) -> None:
    state, ana = all_in(floor, shipping_method="Express 24")
    before = books.everything(floor)

    def die(_: Connection) -> None:
        raise KeyboardInterrupt

    event.listen(floor.database.engine, "commit", die)
    with pytest.raises(KeyboardInterrupt):
        shift.pack(floor, ana, state, OK)
    event.remove(floor.database.engine, "commit", die)
    assert books.everything(floor) == before
    done = shift.pack(floor, ana, state, OK).state
    assert done is not None
    assert done.sscc is not None
    assert is_sscc(done.sscc)
    assert done.sscc.startswith("04012345")
    carton = books.rows(floor, "select state, weight_g, packaging_code from carton")
    assert carton == [("closed", 860, "S")]
    assert books.rows(floor, JOBS) == [
        ("packing_slip", 1, "queued", ""),
        ("shipping_label", 1, "queued", ""),
    ]
    assert books.rows(floor, "select service, why from shipment") == [
        ("express", "method_asks_for_it express")
    ]
    books.audit(floor.database)


def test_the_label_s_scan_ships_the_order_and_empties_the_books(floor: Workplace) -> None:
    state, ana = closed(floor)
    done = shift.pack(floor, ana, state, f"]C100{state.sscc}").state
    assert done is not None
    assert done.prompt is P.DONE
    assert books.order_state(floor, state.order_number) == "shipped"
    assert books.value(floor, "select sum(on_hand) from stock") == 8
    assert books.rows(floor, "select state from carton") == [("shipped",)]
    assert books.value(floor, "select count(*) from tote where order_id is not null") == 0
    shipped = "select sum(quantity) from stock_move where reason = 'shipped'"
    assert books.value(floor, shipped) == 2
    books.audit(floor.database)


def test_no_two_cartons_have_one_number(floor: Workplace) -> None:
    numbers = {closed(floor)[0].sscc for _ in range(3)}
    assert len(numbers) == 3


def test_the_label_of_another_parcel_is_a_severe_stop_and_ships_nothing(floor: Workplace) -> None:
    other, _ = closed(floor)
    state, ana = closed(floor)
    answer = shift.pack(floor, ana, state, f"]C100{other.sscc}")
    assert answer.refusal == WrongLabel(
        other.sscc or "", state.sscc or "", state.order_number, other.order_number
    )
    assert books.order_state(floor, state.order_number) == "packed"
    assert answer.state is not None
    held = shift.pack(floor, ana, answer.state, f"]C100{state.sscc}")
    assert held.refusal == answer.refusal
    cleared = shift.pack(floor, ana, answer.state, OK, f"]C100{state.sscc}").state
    assert cleared is not None
    assert cleared.prompt is P.DONE


def test_a_closed_carton_is_resumed_by_slip_or_label(floor: Workplace) -> None:
    state, ana = closed(floor)
    for code in (f"O-{state.order_number}", f"]C100{state.sscc}"):
        resumed = shift.open_bench(floor, ana, code)
        assert (resumed.prompt, resumed.sscc) == (P.SCAN_LABEL, state.sscc)


def test_packaging_is_refused_when_unknown_or_too_weak(floor: Workplace) -> None:
    goods, _ = builders.some_stock(floor, weight_g=2_000)
    builders.a_released_order(floor, (goods, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    state = shift.pack_until(floor, ana, state, P.CHOOSE_PACKAGING)
    assert state.suggested == "M2"
    assert shift.pack(floor, ana, state, "K-S").refusal == PackagingTooSmall("S", 4_000, 3_000)
    assert shift.pack(floor, ana, state, "K-XXL").refusal == UnknownPackaging("XXL")
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("delete from packaging")
    assert shift.pack(floor, ana, state, OK).refusal == UnknownPackaging("M2")
    assert shift.pack(floor, ana, state, "K-M2").refusal == UnknownPackaging("M2")


def no_printer(floor: Workplace) -> NotPrintable:
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("delete from print_route")
    return NotPrintable("packing_slip", "printer", "no_printer_for_this_document")


def no_numbers_left(floor: Workplace) -> NotPrintable:
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update sscc_range set next_serial = 1000000000")
    return NotPrintable("shipping_label", "sscc", "range_exhausted")


def no_site(floor: Workplace) -> NotPrintable:
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("delete from site")
    return NotPrintable("shipping_label", "site", "not_set_up")


def too_heavy(floor: Workplace) -> NotPrintable:
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update item set weight_g = 900000")
        connection.exec_driver_sql("update packaging set max_weight_g = 9000000")
    return NotPrintable("shipping_label", "weight_g", "1800060 g isn't between 1 and 1000000 g")


@pytest.mark.parametrize("trouble", [no_printer, no_numbers_left, no_site, too_heavy])
def test_a_carton_without_papers_is_not_closed_and_the_scan_is_logged(
    floor: Workplace, trouble: Callable[[Workplace], NotPrintable]
) -> None:
    state, ana = all_in(floor)
    refusal = trouble(floor)
    before = {**books.everything(floor), "scan_log": []}
    answer = shift.pack(floor, ana, state, OK)
    assert answer.refusal == refusal
    assert {**books.everything(floor), "scan_log": []} == before
    logged = books.value(floor, "select count(*) from scan_log where refusal = 'NotPrintable'")
    assert logged == 1


def test_a_parcel_no_service_takes_is_not_closed(floor: Workplace) -> None:
    nowhere = replace(floor, carrier=HouseCarrier(replace(DEFAULT_TARIFF, prices={})))
    state, ana = all_in(nowhere)
    refusal = NotPrintable("shipping_label", "service", "no_service_takes_this_parcel")
    assert shift.pack(nowhere, ana, state, OK).refusal == refusal


def test_after_the_printer_is_there_the_carton_is_closed_in_another_box(floor: Workplace) -> None:
    state, ana = all_in(floor)
    no_printer(floor)
    assert shift.pack(floor, ana, state, OK).refusal is not None
    builders.a_printer(floor)
    done = shift.pack(floor, ana, state, "K-M2").state
    assert done is not None
    assert (done.prompt, done.packaging) == (P.SCAN_LABEL, "M2")


# Printing again --------------------------------------------------------------------------------


def test_a_label_printed_again_is_a_copy_with_its_reason_and_the_same_number(
    floor: Workplace,
) -> None:
    state, ana = closed(floor)
    again = shift.pack(floor, ana, state, REPRINT, builders.typed(2)).state
    assert again is not None
    assert (again.prompt, again.sscc) == (P.SCAN_LABEL, state.sscc)
    assert books.rows(floor, JOBS)[1:] == [
        ("shipping_label", 1, "cancelled", ""),
        ("shipping_label", 2, "queued", "torn"),
    ]
    with floor.database.begin() as work:
        documents = work.session.scalars(
            select(PrintJob.document).where(PrintJob.document_kind == "shipping_label")
        ).all()
    assert len({json.dumps(document, sort_keys=True) for document in documents}) == 1
    assert books.value(floor, "select count(*) from shipment") == 1
    assert books.value(floor, "select next_serial from sscc_range") == 2


def step_label(floor: Workplace, *states: JobState) -> DatabaseSpool:
    """Let a worker bring the label job of the only carton so far; the slip is done before."""
    spool = DatabaseSpool(floor.database)
    printed = (JobState.RENDERING, JobState.READY, JobState.SENDING, JobState.SENT)
    for path in (printed, states):
        job = spool.lease_next("w1", 60, only=None, avoid=frozenset())
        assert job is not None
        for state in path:
            spool.record(job.id, "w1", Step(state))
    return spool


RENDERING = (JobState.RENDERING,)
SENDING = (*RENDERING, JobState.READY, JobState.SENDING)


@pytest.mark.parametrize(
    ("states", "first_copy"),
    [
        (RENDERING, "cancelled"),
        ((*RENDERING, JobState.READY), "cancelled"),
        ((*RENDERING, JobState.FAILED), "cancelled"),
        ((*SENDING, JobState.SENT), "sent"),
        ((*SENDING, JobState.UNCERTAIN), "cancelled"),
    ],
)
def test_of_a_label_and_its_copy_only_one_can_still_come_out(
    floor: Workplace, states: tuple[JobState, ...], first_copy: str
) -> None:
    state, ana = closed(floor)
    spool = step_label(floor, *states)
    shift.pack(floor, ana, state, REPRINT, OK)
    jobs = books.rows(floor, JOBS)[1:]
    assert [job[2] for job in jobs] == [first_copy, "queued"]
    if states == RENDERING:
        first = books.value(floor, "select min(id) from print_job where reason = 'reprinted'")
        with pytest.raises(LeaseLost):
            spool.record(first, "w1", Step(JobState.READY))


def test_a_label_on_its_way_into_the_printer_is_waited_for(floor: Workplace) -> None:
    state, ana = closed(floor)
    step_label(floor, *SENDING)
    assert shift.pack(floor, ana, state, REPRINT, OK).refusal == StillPrinting("shipping_label")
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update print_job set lease_until = made_at")
    assert shift.pack(floor, ana, state, REPRINT, OK).refusal is None


def test_a_copy_comes_out_at_the_station_that_asks(
    floor: Workplace, open_station: Callable[[str], Workplace], tmp_path: Path
) -> None:
    state, ana = closed(floor)
    other = open_station("P-02")
    builders.a_printer(other, tmp_path / "far", "G")
    shift.pack(other, ana, state, REPRINT, OK)
    assert [view.printer for view in spooling.carton_jobs(other, state.carton_id)] == [
        *("F", "F", "G")
    ]
    far = open_station("P-03")
    shift.pack(far, ana, shift.open_bench(far, ana, f"]C100{state.sscc}"), REPRINT, OK)
    assert spooling.carton_jobs(far, state.carton_id)[-1].printer == "G"


@pytest.mark.parametrize(
    ("states", "after"),
    [
        ((), "cancelled"),
        (RENDERING, "cancelled"),
        ((*RENDERING, JobState.READY, JobState.HELD), "cancelled"),
        (SENDING, "sending"),
        ((*SENDING, JobState.SENT), "confirmed"),
        ((*SENDING, JobState.UNCERTAIN), "confirmed"),
        ((*SENDING, JobState.CONFIRMED), "confirmed"),
    ],
)
def test_the_label_s_scan_proves_that_it_came_out_and_stops_other_copies(
    floor: Workplace, states: tuple[JobState, ...], after: str
) -> None:
    state, ana = closed(floor)
    if states:
        step_label(floor, *states)
    shift.pack(floor, ana, state, f"]C100{state.sscc}")
    assert books.rows(floor, JOBS)[1][2] == after
    assert books.order_state(floor, state.order_number) == "shipped"


def test_the_papers_say_what_is_in_the_parcel(floor: Workplace) -> None:
    station_setup.route_document(floor, "packing_slip", "F")
    state, _ = closed(floor, gift_message="Happy birthday", language="el")
    with floor.database.begin() as work:
        slip, label = work.session.scalars(select(PrintJob.document).order_by(PrintJob.id))
    assert slip["order_number"] == label["order_number"] == state.order_number
    assert slip["sscc"] == label["sscc"] == state.sscc
    assert (slip["language"], slip["gift_message"]) == ("el", "Happy birthday")
    assert (slip["picked_by"], slip["packed_by"]) == ("AK", "AK")
    (line,) = cast("list[dict[str, object]]", slip["lines"])
    assert (line["ordered"], line["shipped"], line["back_ordered"], line["lot"]) == (2, 2, 0, None)
    assert label["weight_g"] == 860


def test_order_goes_out_in_two_cartons_and_is_shipped_with_the_second(floor: Workplace) -> None:
    goods, _ = builders.some_stock(floor, weight_g=400)
    number = builders.a_released_order(floor, (goods, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    full = shift.pack(floor, ana, state, goods.barcode, Command.FULL.value, "K-S").state
    assert full is not None
    shift.pack_until(floor, ana, full, P.DONE)
    assert books.order_state(floor, number) == "packing"
    assert books.value(floor, "select count(*) from tote where order_id is not null") == 1
    rest = shift.open_bench(floor, ana, f"O-{number}")
    assert (rest.units, rest.verified, rest.prompt) == (2, 0, P.SCAN_UNIT)
    assert rest.carton_id != full.carton_id
    shift.pack_until(floor, ana, rest, P.DONE)
    assert books.order_state(floor, number) == "shipped"
    cartons = "select state, weight_g, packaging_code from carton order by id"
    assert books.rows(floor, cartons) == [("shipped", 460, "S"), ("shipped", 860, "S")]
    assert books.value(floor, "select count(*) from tote where order_id is not null") == 0
    assert books.value(floor, "select count(distinct sscc) from carton") == 2
    books.audit(floor.database)
