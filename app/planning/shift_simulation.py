"""Plays a shift through, event by event (SimPy): people, wall and benches work off the batches.

People on the floor take the next piece of work there is: sorting at the wall first, since it frees
cubbies, then tours. A batch that was picked waits before the wall until there is a cubby for each
of its orders; an order leaves its cubby when a packer takes it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import simpy

from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Work, seconds_of
from app.planning.quick_carts import quick_carts
from app.planning.shift import (
    USUAL_RULES,
    Crew,
    Method,
    ShiftOrder,
    ShiftResult,
    ShiftRules,
    Way,
    check_shift,
)
from app.planning.shift_tours import Batch, Planner, TourMaker

Events = Generator[simpy.Event, object, None]

SORT, TOUR = 0, 1
"""What people take first."""

_FAR_OFF = 10**9


def simulate_shift(
    floor: FloorPlan,
    orders: Sequence[ShiftOrder],
    way: Way,
    crew: Crew,
    rules: ShiftRules = USUAL_RULES,
    planner: Planner = quick_carts,
) -> ShiftResult:
    """What comes of a shift if it is worked this way.

    The same question gets the same answer. Some seconds for a day of 1,500 orders: no window calls
    it in its own thread.

    Args:
        floor: the floor.
        orders: the day's orders.
        way: how they are worked.
        crew: by whom.
        rules: how fast people are, and how much that varies.
        planner: chooses which orders share a cart.

    Raises:
        ImpossibleShift: there is no order, or the wall is too small.
        UnknownPlace: an order's location is not on the floor.
        ImpossibleSplit: there are more zones than aisles.
    """
    check_shift(orders, way, crew)
    batches = TourMaker(floor, rules.pace, planner).batches(orders, way)
    return play(batches, way, crew, rules)


def play(
    batches: Sequence[Batch], way: Way, crew: Crew, rules: ShiftRules = USUAL_RULES
) -> ShiftResult:
    """What comes of batches that are made already; see `simulate_shift`."""
    return _Shift(batches, way, crew, rules).play()


@dataclass(order=True)
class _Task:
    """A piece of work for somebody on the floor."""

    kind: int
    due: float
    number: int
    seconds: float = field(compare=False)
    zone: int | None = field(compare=False)
    done: simpy.Event = field(compare=False)


@dataclass
class _Count:
    """How many there are now, and how many there were at most."""

    now: int = 0
    most: int = 0

    def add(self, number: int) -> None:
        self.now += number
        self.most = max(self.most, self.now)


class _Shift:
    """A shift in play."""

    def __init__(self, batches: Sequence[Batch], way: Way, crew: Crew, rules: ShiftRules) -> None:
        self._env = simpy.Environment()
        self._batches, self._way, self._crew, self._rules = batches, way, crew, rules
        self._dice = random.Random(rules.seed)  # noqa: S311 - a repeatable game, no secret
        self._tasks: dict[int | None, list[_Task]] = defaultdict(list)
        self._idle: list[tuple[int, simpy.Event]] = []
        self._benches = simpy.PriorityResource(self._env, crew.benches)
        self._wall = simpy.Container(self._env, max(1, crew.cubbies), max(1, crew.cubbies))
        self._cubbies, self._waiting = _Count(), _Count()
        self._numbers = iter(range(10**9))
        self._busy = self._bench_busy = self._picked_at = 0.0
        self._packed: dict[int, float] = {}

    def play(self) -> ShiftResult:
        for person in range(self._crew.pickers):
            self._env.process(self._person(person))
        self._env.process(self._release())
        self._env.run()
        late = [
            order.order_id
            for batch in self._batches
            for order in batch.orders
            if self._packed[order.order_id] > order.due
        ]
        tours = [tour for batch in self._batches for tour in batch.tours]
        return ShiftResult(
            self._way,
            self._crew,
            len(self._packed),
            len(tours),
            sum(tour.work.metres for tour in tours),
            self._picked_at,
            max(self._packed.values(), default=0.0),
            tuple(sorted(late)),
            self._busy,
            self._bench_busy,
            self._waiting.most,
            self._cubbies.most,
        )

    def _seconds(self, work: Work) -> float:
        """How long it takes this time."""
        usual = seconds_of(work, self._rules.pace)
        if not self._rules.variation:
            return usual
        sigma = self._rules.variation
        return usual * self._dice.lognormvariate(-sigma * sigma / 2, sigma)

    def _release(self) -> Events:
        """Begin batch after batch, each when its orders are there."""
        for batch in self._batches:
            if batch.arrives > self._env.now:
                yield self._env.timeout(batch.arrives - self._env.now)
            self._env.process(self._work_off(batch))

    def _work_off(self, batch: Batch) -> Events:
        """Pick a batch, sort it if it has to be, and send its orders to the benches."""
        yield self._env.all_of(
            [self._offer(TOUR, batch.due, tour.work, tour.zone) for tour in batch.tours]
        )
        if not batch.sorting:
            self._picked_at = max(self._picked_at, self._env.now)
            for order in batch.orders:
                self._env.process(self._pack(order))
            return
        yield self._wall.get(len(batch.orders))
        self._cubbies.add(len(batch.orders))
        for order, work in zip(batch.orders, batch.sorting, strict=True):
            self._env.process(self._sort(order, work))

    def _sort(self, order: ShiftOrder, work: Work) -> Events:
        yield self._offer(SORT, order.due, work, None)
        self._picked_at = max(self._picked_at, self._env.now)
        self._env.process(self._pack(order))

    def _pack(self, order: ShiftOrder) -> Events:
        self._waiting.add(1)
        with self._benches.request(priority=int(min(order.due, _FAR_OFF))) as bench:
            yield bench
            self._waiting.add(-1)
            if self._way.is_sorted_later:
                self._cubbies.add(-1)
                yield self._wall.put(1)
            seconds = self._seconds(Work(packed_orders=1, packed_units=order.units))
            self._bench_busy += seconds
            yield self._env.timeout(seconds)
        self._packed[order.order_id] = self._env.now

    def _offer(self, kind: int, due: float, work: Work, zone: int | None) -> simpy.Event:
        """Give a piece of work to whoever comes first; the event tells that it is done."""
        task = _Task(kind, due, next(self._numbers), self._seconds(work), zone, self._env.event())
        heappush(self._tasks[self._queue(task.zone)], task)
        idle, self._idle = self._idle, []
        for _, wake in idle:
            wake.succeed()
        return task.done

    def _queue(self, zone: int | None) -> int | None:
        """The queue of a zone; there is only one where zones have no people of their own."""
        is_shared = self._way.method is not Method.ZONE or self._crew.pickers < self._way.zones
        return None if is_shared else zone

    def _person(self, number: int) -> Events:
        """Somebody on the floor: works as long as there is work."""
        zone = self._queue(number % self._way.zones)
        while True:
            task = self._next_task(zone)
            if task is None:
                wake = self._env.event()
                self._idle.append((number, wake))
                yield wake
                continue
            self._busy += task.seconds
            yield self._env.timeout(task.seconds)
            task.done.succeed()

    def _next_task(self, zone: int | None) -> _Task | None:
        """The most urgent task of a person's zone or of everybody."""
        queues = [self._tasks[queue] for queue in {zone, None} if self._tasks[queue]]
        if not queues:
            return None
        return heappop(min(queues, key=lambda queue: queue[0]))
