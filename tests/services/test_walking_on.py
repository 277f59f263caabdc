"""A picker's stops are put into the shortest order again whenever it may have changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, permutations

from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.services import floor_setup, picking, walking
from app.services.allocating import allocate_waiting_orders
from app.services.order_changes import edit_order
from app.services.releasing import release_ready_orders
from app.services.station_work import resume
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift
from tests.services.floor_plan import on_a_grid

SKIP, SHORT, PAUSE = Command.SKIP.value, Command.SHORT.value, Command.PAUSE.value


def order_of(floor: Workplace, goods: list[Goods], *places: int) -> str:
    """A released order of one unit from each place."""
    number = builders.an_order(floor, *((goods[place], 1) for place in places))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    return number


def ahead(state: PickState) -> list[str]:
    """The stops to come, the present one first."""
    return list(dict.fromkeys(line.location for line in state.open_lines))


def is_shortest(floor: Workplace, stops: list[str], after: str = "") -> bool:
    """Whether no other order of stops is a shorter walk to the depot from a place."""
    known = floor.floor.known
    assert known is not None
    plan = known.plan
    assert plan is not None
    ids = {place.code: place.location_id for place in plan.places}
    here = ids[after] if after else plan.first_depot

    def metres(order: Sequence[str]) -> float:
        path = [here, *(ids[code] for code in order), plan.first_depot]
        return sum(plan.metres_between(one, other) for one, other in pairwise(path))

    return metres(stops) <= min(map(metres, permutations(stops))) + 1e-6


def begun(floor: Workplace, operator: int) -> PickState:
    """The task with its tote on the cart."""
    tote = builders.a_tote(floor)
    return shift.pick(floor, operator, picking.claim_work(floor, operator), tote).state


def pick_one(floor: Workplace, operator: int, state: PickState) -> PickState:
    """Pick the present stop."""
    here = ahead(state)[0]
    for _ in range(4):
        answer = shift.pick(floor, operator, state, shift.asked_for(state, ""))
        assert answer.refusal is None
        state = answer.state
        if not ahead(state) or ahead(state)[0] != here:
            return state
    raise AssertionError(f"{here} is not done: {state.prompt}")


def test_after_a_skip_the_rest_is_walked_from_where_the_picker_stands(floor: Workplace) -> None:
    goods, _ = on_a_grid(floor, aisles=4, bays=4)
    order_of(floor, goods, 3, 7, 11, 15)
    ana = builders.an_operator(floor)
    state = begun(floor, ana)
    first = ahead(state)
    assert is_shortest(floor, first)
    state = pick_one(floor, ana, state)
    assert ahead(state) == first[1:]
    skipped = shift.pick(floor, ana, state, SKIP).state
    assert ahead(skipped)[-1] == first[1]
    assert is_shortest(floor, ahead(skipped)[:-1], after=first[0])
    done = shift.pick_to_end(floor, ana, skipped)
    assert done.prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_missing_units_join_the_walk_where_they_lie_on_the_way(floor: Workplace) -> None:
    goods, places = on_a_grid(floor, aisles=5, bays=4, by_name=False)
    order_of(floor, goods, 3, 11, 19)
    builders.stock(floor, goods[3], places[7], 5)  # elsewhere, and known only after the release
    ana = builders.an_operator(floor)
    state = begun(floor, ana)
    while ahead(state)[0] != places[3]:
        state = pick_one(floor, ana, state)
    answer = shift.pick(floor, ana, state, SHORT, builders.typed(0), builders.typed(1))
    assert places[7] in ahead(answer.state)
    assert is_shortest(floor, ahead(answer.state), after=places[3])
    assert shift.pick_to_end(floor, ana, answer.state).prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_work_gone_on_with_elsewhere_begins_where_its_last_goods_came_from(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    goods, _ = on_a_grid(floor, aisles=5, bays=4)
    order_of(floor, goods, 3, 7, 11, 15, 19)
    ana = builders.an_operator(floor)
    state = begun(floor, ana)
    first = ahead(state)
    state = pick_one(floor, ana, pick_one(floor, ana, state))
    assert shift.pick(floor, ana, state, PAUSE).state.prompt is PickPrompt.PAUSED
    again = picking.claim_work(open_station("P-02"), ana)
    assert ahead(again) == first[2:]
    # The rows keep the order of the release; whoever goes on does not begin with the first of them.
    assert [line.location for line in again.lines] == first


def test_lines_added_meanwhile_are_walked_on_the_way(floor: Workplace) -> None:
    goods, places = on_a_grid(floor, aisles=5, bays=4, quantity=1)
    number = order_of(floor, goods, 3, 11, 19)
    builders.stock(floor, goods[19], places[7], 5)
    ana = builders.an_operator(floor)
    state = pick_one(floor, ana, begun(floor, ana))
    stands = state.line_with(state.history[-1].parts[0].pick_line_id).location
    edit_order(floor, number, {3: 3})
    behind = shift.pick(floor, ana, state, f"L-{ahead(state)[0]}")
    assert behind.refusal is not None
    assert set(ahead(behind.state)) == {*ahead(state), places[7]}
    assert is_shortest(floor, ahead(behind.state), after=stands)


def test_stops_in_a_closed_aisle_come_last_and_first_again_once_it_is_open(
    floor: Workplace,
) -> None:
    goods, _ = on_a_grid(floor, aisles=4, bays=4)
    order_of(floor, goods, 3, 7, 11, 15)
    ana = builders.an_operator(floor)
    state = begun(floor, ana)
    first = ahead(state)
    state = pick_one(floor, ana, state)
    second_aisle = first[1][2:3]
    floor_setup.close_aisle(floor, second_aisle, "spill")
    closed = resume(floor, ana, state.task_id)
    assert closed is not None
    assert ahead(closed.state)[-1] == first[1]
    known = floor.floor.known
    assert known is not None
    (told,) = walking.aisles_in_the_way(known, closed.state, floor.clock.now())
    assert (told.aisle, told.reason) == (second_aisle, "spill")
    floor_setup.open_aisle(floor, second_aisle)
    opened = resume(floor, ana, state.task_id)
    assert opened is not None
    assert ahead(opened.state) == first[1:]
    assert shift.pick_to_end(floor, ana, opened.state).prompt is PickPrompt.TASK_DONE


def test_without_a_floor_plan_the_stops_stay_as_they_are_numbered(floor: Workplace) -> None:
    stocked = [builders.some_stock(floor) for _ in range(3)]
    builders.a_released_order(floor, *((goods, 1) for goods, _ in stocked))
    ana = builders.an_operator(floor)
    state = begun(floor, ana)
    assert ahead(state) == [place for _, place in stocked]
    assert floor.floor.known is not None
    assert floor.floor.known.plan is None
    assert "nobody knows where it is" in floor.floor.known.why_none
