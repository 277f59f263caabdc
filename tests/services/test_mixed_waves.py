"""In a mixed wave each order is picked by the method that fits it, and all of them are shipped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.channels import ChannelState
from app.domain.confirmation import ConfirmationPolicy
from app.domain.mixed_methods import MixedRules, ZonesBy
from app.domain.pick_state import PickMethod
from app.domain.wave_planning import EquipmentLoad, MethodLoad
from app.services import confirmation_desk, mixed_ways, picking, skills, waves
from app.services.allocating import allocate_waiting_orders
from app.services.channels import ChannelSettings, run_channels, save_channel, set_channel
from app.services.wave_release import plan_wave, release_wave
from app.services.waves import NewWave
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift
from tests.services.wave_desk import ids, now
from tests.services.zone_floor import ZoneFloor, a_zone_floor

M = PickMethod
TASKS = (
    "select orders.number, task.method, task.zone, task.into_carton, task.equipment "
    "from pick_task as task join pick_task_tote on task_id = task.id "
    "join orders on orders.id = pick_task_tote.order_id order by orders.number, task.id"
)


@dataclass(frozen=True)
class MixedFloor:
    """A zone floor with valuables that are scanned unit by unit, and goods out of reach."""

    zones: ZoneFloor
    watch: Goods
    high: Goods

    @property
    def goods(self) -> dict[str, Goods]:
        return self.zones.goods


def a_mixed_floor(floor: Workplace) -> MixedFloor:
    zones = a_zone_floor(floor)
    builders.a_site(floor)
    watch, high = builders.an_item(floor, item_class="valuable"), builders.an_item(floor)
    confirmation_desk.set_policy(floor, ConfirmationPolicy.STRICT, "valuable")
    builders.stock(floor, watch, builders.a_location(floor, zone="B"), 20)
    builders.stock(floor, high, builders.a_location(floor, zone="C", equipment="forklift"), 20)
    mixed_ways.set_mixed_rules(floor, MixedRules(large_from=3))
    return MixedFloor(zones, watch, high)


def orders_of_all_kinds(floor: Workplace, house: MixedFloor) -> dict[str, str]:
    """An order for each of the rule's cases; by number, what it is."""
    tea, mug, tin = (house.goods[zone] for zone in "CAB")
    lines = {
        "1-single line": [(tea, 2)],
        "2-single line": [(mug, 1)],
        "3-valuables": [(house.watch, 2), (house.watch, 1)],
        "4-large": [(tea, 1), (mug, 1), (tin, 1)],
        "5-two zones": [(tea, 1), (mug, 1)],
        "6-out of reach in part": [(house.high, 2), (house.high, 1), (tin, 1)],
        "7-anything else": [(tin, 1), (tin, 2)],
    }
    mixed_ways.set_mixed_rules(floor, MixedRules(large_from=3))
    for number, some in lines.items():
        builders.an_order(floor, *some, number=number)
    allocate_waiting_orders(floor)
    return {number: number for number in lines}


def test_a_mixed_wave_is_planned_released_and_picked_by_the_rule(floor: Workplace) -> None:
    house = a_mixed_floor(floor)
    numbers = list(orders_of_all_kinds(floor, house))
    new = NewWave(M.MIXED, into_carton=True)
    code = waves.create_wave(floor, new, ids(floor, *numbers)).code
    plan = plan_wave(floor, code)
    assert plan.equipment == (EquipmentLoad("forklift", tasks=1, lines=2, units=3),)
    assert plan.methods == (
        MethodLoad(M.SINGLE, False, orders=2, tasks=3, lines=6, units=7),
        MethodLoad(M.SINGLE, True, orders=1, tasks=1, lines=2, units=3),
        MethodLoad(M.BATCH, False, orders=2, tasks=1, lines=2, units=3),
        MethodLoad(M.CLUSTER, False, orders=1, tasks=1, lines=2, units=3),
        MethodLoad(M.ZONE_PASS, False, orders=1, tasks=2, lines=2, units=2),
    )
    assert release_wave(floor, code).tasks == plan.tasks == 8
    assert books.rows(floor, TASKS) == [
        ("1-single line", "batch", "", False, ""),
        ("2-single line", "batch", "", False, ""),
        ("3-valuables", "single", "", True, ""),
        ("4-large", "single", "", False, ""),
        ("5-two zones", "zone_pass", "C", False, ""),
        ("5-two zones", "zone_pass", "A", False, ""),
        ("6-out of reach in part", "single", "", False, ""),
        ("6-out of reach in part", "single", "", False, "forklift"),
        ("7-anything else", "cluster", "", False, ""),
    ]

    ana = builders.an_operator(floor)
    staff = books.value(floor, "select staff_number from operator where id = :id", id=ana)
    skills.change_skills(floor, str(staff), more=["forklift"])
    for _ in range(8):
        shift.pick_to_end(
            floor, ana, picking.claim_work(floor, ana), *(builders.a_tote(floor) for _ in "12")
        )
    assert now(floor, code).figures.lines_done == plan.lines
    states = dict(books.rows(floor, "select number, state from orders"))
    assert states.pop("3-valuables") in ("packed", "picked")
    assert set(states.values()) == {"picked"}
    books.audit(floor.database)


def test_the_house_says_how_zones_are_picked_and_when_there_is_a_batch(floor: Workplace) -> None:
    house = a_mixed_floor(floor)
    numbers = list(orders_of_all_kinds(floor, house))
    rules = MixedRules(batch_from=3, large_from=0, zones_by=ZonesBy.PARALLEL)
    assert mixed_ways.set_mixed_rules(floor, rules) == rules == mixed_ways.mixed_rules(floor)
    code = waves.create_wave(floor, NewWave(M.MIXED), ids(floor, *numbers)).code
    by_method = {load.method: load.orders for load in plan_wave(floor, code).methods}
    assert by_method == {M.CLUSTER: 4, M.ZONE_PARALLEL: 3}


def test_a_channel_may_feed_a_mixed_wave(floor: Workplace) -> None:
    house = a_mixed_floor(floor)
    orders_of_all_kinds(floor, house)
    settings = ChannelSettings(code="ALL", method=M.MIXED, into_carton=True, room=50)
    save_channel(floor, replace(settings, name="Everything"))
    set_channel(floor, "ALL", ChannelState.OPEN)
    run_channels(floor)
    methods = set(books.rows(floor, "select method from pick_task"))
    assert methods == {("single",), ("batch",), ("cluster",), ("zone_pass",)}
