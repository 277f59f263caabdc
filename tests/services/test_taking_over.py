"""Work that was begun goes on in other hands: nothing that was picked is lost or counted twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from app.db.schema import Operator, Order, OrderHold
from app.domain.leases import LEASE
from app.domain.operators import OperatorRole
from app.domain.orders import HoldReason
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import OrderStopped, Refusal, Refused, TaskTakenOver, WorkInHands
from app.services import leases, picking
from app.services.identifying import Entry
from app.services.taking_over import take_over_work
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.silence import go_silent

OpenStation = Callable[[str], Workplace]


def take(workplace: Workplace, operator: int, code: str | Entry) -> PickState:
    """Take over the work of a tote."""
    state = take_over_work(
        workplace, operator, builders.entry(code) if isinstance(code, str) else code
    )
    assert state is not None
    return state


def refused(workplace: Workplace, operator: int, code: str | Entry) -> Refusal:
    """Why it cannot be taken over."""
    with pytest.raises(Refused) as told:
        take(workplace, operator, code)
    return told.value.refusal


@pytest.fixture
def pick(floor: Workplace) -> tuple[PickState, int, str]:
    """Ana has put one unit of three into a tote; the state, her number and the tote."""
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    state = shift.pick(floor, ana, state, tote, mug.barcode, builders.typed(1)).state
    return state, ana, tote


def silent(floor: Workplace) -> None:
    """Nobody hears of the station any more, and nobody has looked yet."""
    go_silent(floor, "P-01")


def lapsed(floor: Workplace) -> None:
    """Nobody hears of the station any more."""
    go_silent(floor, "P-01")
    leases.reap(floor)


@pytest.mark.parametrize("left", [silent, lapsed])
def test_work_of_a_silent_station_goes_on_with_what_was_picked(
    floor: Workplace,
    open_station: OpenStation,
    pick: tuple[PickState, int, str],
    left: Callable[[Workplace], None],
) -> None:
    before, ana, tote = pick
    bo, other = builders.an_operator(floor, "Bo Lund"), open_station("P-02")
    left(floor)
    state = take(other, bo, tote)
    assert (state.task_id, state.tote, state.epoch) == (before.task_id, tote, before.epoch + 1)
    assert [line.picked for line in state.lines] == [1]
    late = shift.refused(floor, ana, before, before.lines[0].item.barcode or "")
    assert late == TaskTakenOver(before.task_id)
    done = shift.pick_to_end(other, bo, state, tote)
    assert done.prompt is PickPrompt.TASK_DONE
    assert books.on_hand(floor, tote) == 3
    shift.pack_order(floor, bo, tote)
    sql = "select payload from event_log where kind = 'TaskTakenOver'"
    assert len(books.rows(floor, sql)) == 1
    books.audit(floor.database)


def test_work_that_was_put_aside_is_taken_over(
    floor: Workplace, pick: tuple[PickState, int, str]
) -> None:
    before, ana, tote = pick
    shift.pick(floor, ana, before, Command.PAUSE.value)
    bo = builders.an_operator(floor, "Bo Lund")
    assert take(floor, bo, tote).lines[0].picked == 1
    assert picking.offered_work(floor, ana).resume is None, "it is not hers any more"


def test_ones_own_tote_resumes_ones_own_work(
    floor: Workplace, open_station: OpenStation, pick: tuple[PickState, int, str]
) -> None:
    before, ana, tote = pick
    state = take(open_station("P-02"), ana, tote)
    assert (state.task_id, state.epoch) == (before.task_id, before.epoch + 1)
    assert books.rows(floor, "select id from event_log where kind = 'TaskTakenOver'") == []


def test_work_in_hands_at_a_live_station_is_not_taken_away(
    floor: Workplace, open_station: OpenStation, pick: tuple[PickState, int, str]
) -> None:
    before, ana, tote = pick
    bo, other = builders.an_operator(floor, "Bo Lund"), open_station("P-02")
    code = builders.entry(tote)
    assert refused(other, bo, code) == WorkInHands("Ana Kovac", "P-01", tote)
    logged = books.rows(floor, "select refusal, station from scan_log where raw = :t", t=tote)
    assert ("WorkInHands", "P-02") in logged
    assert refused(other, bo, code) == WorkInHands("Ana Kovac", "P-01", tote), "the same again"
    done = shift.pick_to_end(floor, ana, before, tote)
    assert done.prompt is PickPrompt.TASK_DONE


def test_a_lead_takes_work_out_of_hands(
    floor: Workplace, open_station: OpenStation, pick: tuple[PickState, int, str]
) -> None:
    before, ana, tote = pick
    lead = builders.an_operator(floor, "Lea Brandt")
    with floor.database.begin() as work:
        work.session.execute(
            update(Operator).where(Operator.id == lead).values(role=OperatorRole.LEAD)
        )
    state = take(open_station("P-02"), lead, tote)
    assert state.epoch == before.epoch + 1
    assert shift.refused(floor, ana, before, Command.OK.value) == TaskTakenOver(before.task_id)


def test_whoever_takes_work_over_puts_their_own_aside(
    floor: Workplace, open_station: OpenStation, pick: tuple[PickState, int, str]
) -> None:
    before, _, tote = pick
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (lamp, 1))
    bo, other = builders.an_operator(floor, "Bo Lund"), open_station("P-02")
    own = picking.claim_work(other, bo)
    lapsed(floor)
    take(other, bo, tote)
    sql = "select id, state, paused_by from pick_task order by id"
    assert books.rows(floor, sql) == [
        (before.task_id, "in_progress", None),
        (own.task_id, "ready", None),  # nothing was chosen for it: anybody may have it
    ]
    shift.pick_to_end(other, bo, picking.claim_work(other, bo), tote)
    assert picking.claim_work(other, bo).task_id == own.task_id, "then their own again"


def test_the_same_scan_handed_in_twice_claims_once(
    floor: Workplace, pick: tuple[PickState, int, str]
) -> None:
    before, ana, tote = pick
    bo, code = builders.an_operator(floor, "Bo Lund"), builders.entry(tote)
    lapsed(floor)
    assert take(floor, bo, code) == take(floor, bo, code)
    go_silent(floor, "P-01")
    take(floor, ana, tote)
    assert refused(floor, bo, code) == WorkInHands("Ana Kovac", "P-01", tote)
    go_silent(floor, "P-01")
    assert refused(floor, bo, code) == TaskTakenOver(before.task_id), "a replay takes nothing back"


def test_a_tote_without_pick_work_leads_nowhere(
    floor: Workplace, pick: tuple[PickState, int, str]
) -> None:
    before, ana, tote = pick
    for code in (builders.a_tote(floor), "T-9999", "O-1001", "hello", before.lines[0].item.sku):
        assert take_over_work(floor, ana, builders.entry(code)) is None
    shift.pick_to_end(floor, ana, before, tote)
    assert take_over_work(floor, ana, builders.entry(tote)) is None, "it is to be packed now"


@pytest.mark.parametrize("is_held", [True, False])
def test_work_on_a_stopped_order_is_not_gone_on_with(
    floor: Workplace, pick: tuple[PickState, int, str], is_held: bool
) -> None:
    state, ana, tote = pick
    lapsed(floor)
    order = books.value(floor, "select id from orders")
    with floor.database.begin() as work:
        if is_held:
            work.session.execute(
                insert(OrderHold).values(
                    order_id=order, reason=HoldReason.CUSTOMER_REQUEST, detail="", held_at=work.now
                )
            )
        else:
            work.session.execute(update(Order).values(cancelled_at=work.now))
    why = "customer_request" if is_held else "picking"
    for operator in (ana, builders.an_operator(floor, "Bo Lund")):
        assert refused(floor, operator, tote) == OrderStopped(state.order_number, why)


def test_two_who_scan_the_same_tote_do_not_both_have_it(
    floor: Workplace, open_station: OpenStation, pick: tuple[PickState, int, str]
) -> None:
    before, _, tote = pick
    lapsed(floor)
    people = [builders.an_operator(floor, f"Bo {number}") for number in range(4)]
    stations = [open_station(f"P-{number}") for number in range(2, 6)]

    def scan(station: Workplace, operator: int) -> PickState | Refusal:
        try:
            return take(station, operator, tote)
        except Refused as told:
            return told.refusal

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(scan, stations, people))
    states = [answer for answer in answers if isinstance(answer, PickState)]
    assert [state.epoch for state in states] == [before.epoch + 1]
    assert sum(isinstance(answer, WorkInHands) for answer in answers) == 3


def test_the_last_holder_goes_on_under_the_old_claim_until_somebody_else_claims(
    floor: Workplace, pick: tuple[PickState, int, str]
) -> None:
    state, ana, tote = pick
    go_silent(floor, "P-01", LEASE + timedelta(minutes=2))
    leases.reap(floor)
    done = shift.pick_to_end(floor, ana, state, tote)
    assert done.prompt is PickPrompt.TASK_DONE
    assert done.epoch == state.epoch
    assert books.value(floor, "select lapsed_at from pick_task") is None
    books.audit(floor.database)


def test_untouched_work_that_lapsed_is_gone_on_with_as_well(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    lapsed(floor)
    assert shift.pick_to_end(floor, ana, state, tote).prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)
