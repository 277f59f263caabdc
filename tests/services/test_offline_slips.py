"""One slip comes out of a parcel that was closed off line, whatever is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.print_room import work_off
from app.domain.pack_state import PackPrompt
from app.services import own_slips
from printing.jobs import JobState
from tests.servers.postgresql import PostgresqlServer
from tests.services.offline_bench import (
    OneOrder,
    a_bench,
    an_order_at_the_bench,
    carton,
    jobs,
    pack_all,
)
from tests.services.offline_floor import OfflineFloor, offline_floor, until

pytestmark = pytest.mark.postgresql

P = PackPrompt


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


@pytest.fixture
def order(net: OfflineFloor, tmp_path: Path) -> OneOrder:
    return an_order_at_the_bench(net, tmp_path)


def test_slip_that_was_on_its_way_at_a_crash_is_asked_about_and_not_printed_again(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order, prints=False) as bench:
        net.cut()
        pack_all(bench, order)
        bench.scan("XCK")
        ((request, _, note),) = own_slips.own_slips(bench.line.sender)
        sending = type(note)(JobState.SENDING)
        assert bench.line.sender.slips.change(request.scan_id, note, sending)
    with a_bench(net, order, is_away=True) as bench:
        until(lambda: bench.papers() == [JobState.UNCERTAIN], "the question")
        assert order.slips == []
        (view,) = own_slips.carton_papers(bench.line.workplace, carton(net).id)
        own_slips.answer_uncertain(bench.line.workplace, view.job_id, came_out=False)
        bench.line.sender.nudge()
        until(lambda: bench.papers() == [JobState.CONFIRMED], "the slip")
        assert len(order.slips) == 1
        bench.back()
    assert jobs(net) == [(JobState.CONFIRMED, 1)]


def test_unanswered_question_about_a_slip_goes_over_to_the_spool(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order, prints=False) as bench:
        net.cut()
        pack_all(bench, order)
        bench.scan("XCK")
        ((request, _, note),) = own_slips.own_slips(bench.line.sender)
        lost = type(note)(JobState.UNCERTAIN, "worker_lost")
        assert bench.line.sender.slips.change(request.scan_id, note, lost)
        bench.back()
        work_off(bench.line.workplace, printer="F")
    assert jobs(net) == [(JobState.UNCERTAIN, 1)]
    assert order.slips == []


def test_slip_that_never_reached_its_printer_is_printed_by_the_spool(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order, prints=False) as bench:
        net.cut()
        pack_all(bench, order)
        bench.scan("XCK")
        bench.back()
        assert jobs(net) == [(JobState.QUEUED, 1)]
        work_off(bench.line.workplace, printer="F")
    assert len(order.slips) == 1


def test_reprint_of_a_slip_is_a_copy_of_its_own_on_record(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        net.cut()
        pack_all(bench, order)
        bench.scan("XCK")
        until(lambda: bench.papers() == [JobState.CONFIRMED], "the slip")
        bench.scan("XCREPR", "XCK")
        until(lambda: bench.papers() == [JobState.CONFIRMED] * 2, "the copy")
        assert len(order.slips) == 2
        bench.back()
        work_off(bench.line.workplace, printer="F")
    assert len(order.slips) == 2
    assert jobs(net) == [(JobState.CONFIRMED, 1), (JobState.CONFIRMED, 2)]


def test_closing_whose_answer_was_lost_prints_no_second_slip(
    net: OfflineFloor, order: OneOrder
) -> None:
    with a_bench(net, order) as bench:
        pack_all(bench, order)
        net.proxy.lose_reply(b"COMMIT\0")
        answer = bench.scan("XCK")
        assert net.proxy.counts["lose_reply"] == 1
        assert answer.state is not None
        assert answer.state.prompt is P.LABEL_WAITS
        until(lambda: jobs(net) != [], "the commit nobody heard of")
        bench.back()
        work_off(bench.line.workplace, printer="F")
    assert len(order.slips) == 1
    assert jobs(net) == [(JobState.CONFIRMED, 1)]
    assert net.violations() == []
