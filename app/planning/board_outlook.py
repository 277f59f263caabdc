"""Tells when each wave will be done by the people at work, and what moving somebody would change.

Pure and quick, so that a lead sees the effect of a move before it is made: everybody takes the
next task as the floor claims it (own work, then the wave they were sent to, then priority, cut-off,
turn), a zone's people only what lies there; what was picked waits for a bench.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

Wave = int | None
"""A wave's number; None is work that belongs to no wave."""

Turn = tuple[int, float, int]
"""A task's place among all that is claimed: priority (negative), cut-off in seconds, number."""


@dataclass(frozen=True, slots=True)
class TaskAhead:
    """A pick task, or a piece of a wave that is not released yet, as far as nobody has done it.

    Attributes:
        task_id: its number; negative for a piece of a wave that has no tasks yet.
        wave: what it belongs to.
        zone: where it lies; empty if anywhere.
        turn: its place among all that is claimed.
        seconds: of picking that are left.
        stops: how many.
        bench_seconds: of packing (and sorting) that it leads to.
        holder: whose it is: in their hands, put aside by them, or given to them.
        follows: the task it waits for.
    """

    task_id: int
    wave: Wave
    zone: str
    turn: Turn
    seconds: float
    stops: int = 0
    bench_seconds: float = 0.0
    holder: int | None = None
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who picks: the zone they work in and the wave they were sent to, if any."""

    person: int
    zone: str = ""
    wave: Wave = None


@dataclass(frozen=True)
class WorkAhead:
    """All that is left to be done, and who does it.

    Attributes:
        tasks: the picking.
        hands: who picks.
        packers: how many work at benches.
        at_benches: by wave, seconds of packing of what is picked already, the most urgent first.
    """

    tasks: tuple[TaskAhead, ...]
    hands: tuple[Hand, ...]
    packers: int = 1
    at_benches: Mapping[Wave, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Finish:
    """When a wave is done, in seconds from now; None where nobody gets to all of it.

    Attributes:
        picked_after: its last unit is picked.
        done_after: its last order is packed.
        seconds: of picking that are left.
        bench_seconds: of packing that are left.
        stops: that are left.
        by_zone: seconds of picking that are left, by zone.
        nobody_in: zones with work that nobody who is here takes.
    """

    picked_after: float | None
    done_after: float | None
    seconds: float
    bench_seconds: float
    stops: int
    by_zone: Mapping[str, float]
    nobody_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """Somebody is sent to a wave, to a zone, or to both; None leaves that as it is."""

    person: int
    wave: Wave = None
    zone: str | None = None


@dataclass(frozen=True)
class Effect:
    """What a move does to a wave: when it would be done without it and with it, in seconds."""

    wave: Wave
    before: float | None
    after: float | None

    @property
    def gain(self) -> float:
        """Seconds by which it is done earlier; infinite where it would not be done at all."""
        return _seconds(self.before) - _seconds(self.after)


NEVER = float("inf")


def _seconds(moment: float | None) -> float:
    return 1e9 if moment is None else moment


def finish_of(work: WorkAhead, moves: Iterable[Move] = ()) -> dict[Wave, Finish]:
    """When each wave is done.

    Args:
        work: what is left, and who does it.
        moves: what is to be tried; nothing is changed.
    """
    ends = _Floor(work.tasks, _moved(work.hands, moves)).run()
    packed = _packed(work, ends)
    return {
        wave: _finish(tasks, ends, packed.get(wave, 0.0), work.at_benches.get(wave, 0.0))
        for wave, tasks in _by_wave(work).items()
    }


def ends_of(work: WorkAhead, wanted: Collection[int] = ()) -> Mapping[int, float]:
    """When tasks are picked, in seconds from now; tasks that nobody takes are missing.

    Args:
        work: what is left, and who does it.
        wanted: what ends after the last of these is not told; all of it if there is none.
    """
    return _Floor(work.tasks, work.hands).run(wanted)


def with_task_first(work: WorkAhead, task_id: int) -> WorkAhead:
    """The same with a task claimed before all others that wait."""
    tasks = tuple(
        replace(task, turn=(-(2**31), 0.0, task_id)) if task.task_id == task_id else task
        for task in work.tasks
    )
    return replace(work, tasks=tasks)


def with_part_given(work: WorkAhead, task_id: int, person: int, share: float) -> WorkAhead:
    """The same with a part of a task in somebody else's hands; they are there from now on.

    Args:
        work: what is left, and who does it.
        task_id: the task.
        person: who gets the part.
        share: how much of it, above 0 to 1 for all of it.
    """
    tasks: list[TaskAhead] = []
    for task in work.tasks:
        if task.task_id != task_id:
            tasks.append(task)
            continue
        tasks.append(_part(task, share, holder=person, task_id=-task_id))
        if share < 1.0:
            tasks.append(_part(task, 1.0 - share, holder=task.holder, task_id=task_id))
    hands = work.hands
    if person not in {hand.person for hand in hands}:
        hands = (*hands, Hand(person))
    return replace(work, tasks=tuple(tasks), hands=hands)


def _part(task: TaskAhead, share: float, *, holder: int | None, task_id: int) -> TaskAhead:
    return replace(
        task,
        task_id=task_id,
        seconds=task.seconds * share,
        stops=round(task.stops * share),
        bench_seconds=task.bench_seconds * share,
        holder=holder,
    )


def effects_of(
    work: WorkAhead,
    moves: Sequence[Move],
    *,
    before: Mapping[Wave, Finish] | None = None,
    least: float = 30.0,
) -> tuple[Effect, ...]:
    """What moves do to the waves whose finish they change, the greatest gain first.

    Args:
        work: what is left, and who does it.
        moves: what is to be tried.
        before: the finish without them, where it is known already.
        least: changes of fewer seconds are not told.
    """
    without = finish_of(work) if before is None else before
    return effects_between(without, finish_of(work, moves), least=least)


def effects_between(
    without: Mapping[Wave, Finish], after: Mapping[Wave, Finish], *, least: float = 30.0
) -> tuple[Effect, ...]:
    """Which waves end earlier or later after a change, the greatest gain first."""
    found = [Effect(wave, without[wave].done_after, after[wave].done_after) for wave in after]
    return tuple(
        sorted(
            (one for one in found if abs(one.gain) >= least),
            key=lambda one: (-one.gain, one.wave or 0),
        )
    )


def _moved(hands: Sequence[Hand], moves: Iterable[Move]) -> list[Hand]:
    changed = {hand.person: hand for hand in hands}
    for move in moves:
        hand = changed.get(move.person, Hand(move.person))
        zone = hand.zone if move.zone is None else move.zone
        changed[move.person] = Hand(move.person, zone, move.wave or hand.wave)
    return list(changed.values())


def _by_wave(work: WorkAhead) -> dict[Wave, list[TaskAhead]]:
    found: dict[Wave, list[TaskAhead]] = defaultdict(list)
    for task in work.tasks:
        found[task.wave].append(task)
    for wave in work.at_benches:
        found.setdefault(wave, [])
    return found


def _packed(work: WorkAhead, ends: Mapping[int, float]) -> dict[Wave, float]:
    """When the benches are through with each wave: they take what is there, first come first."""
    ready = [(0.0, wave, seconds) for wave, seconds in work.at_benches.items()]
    ready += sorted(
        (
            (ends.get(task.task_id, NEVER), task.wave, task.bench_seconds)
            for task in work.tasks
            if task.bench_seconds
        ),
        key=lambda each: each[0],
    )
    clock, done = 0.0, defaultdict[Wave, float](float)
    for at, wave, seconds in ready:
        clock = max(clock, at) + seconds / max(work.packers, 1)
        done[wave] = clock
    return done


def _finish(
    tasks: Sequence[TaskAhead], ends: Mapping[int, float], packed: float, at_bench: float
) -> Finish:
    by_zone: dict[str, float] = defaultdict(float)
    for task in tasks:
        by_zone[task.zone] += task.seconds
    picked = max((ends.get(task.task_id, NEVER) for task in tasks), default=0.0)
    done = max(picked, packed)
    return Finish(
        picked_after=None if picked == NEVER else picked,
        done_after=None if done == NEVER else done,
        seconds=sum(task.seconds for task in tasks),
        bench_seconds=at_bench + sum(task.bench_seconds for task in tasks),
        stops=sum(task.stops for task in tasks),
        by_zone=dict(by_zone),
        nobody_in=tuple(sorted({task.zone for task in tasks if task.task_id not in ends})),
    )


_Queue = list[tuple[Turn, int, TaskAhead]]
"""A heap of tasks by their turn."""


class _Floor:
    """Who does what until nothing is left that anybody present would take."""

    def __init__(self, tasks: Sequence[TaskAhead], hands: Sequence[Hand]) -> None:
        self._ends: dict[int, float] = {}
        self._followers: dict[int, list[TaskAhead]] = defaultdict(list)
        self._own: dict[int, deque[TaskAhead]] = defaultdict(deque)
        self._of_wave: dict[tuple[str, Wave], _Queue] = defaultdict(list)
        self._of_zone: dict[str, _Queue] = defaultdict(list)
        self._taken: set[int] = set()
        self._hands = {hand.person: hand for hand in hands}
        self._sent_to = {hand.wave for hand in hands if hand.wave is not None}
        known = {task.task_id for task in tasks}
        for task in sorted(tasks, key=lambda each: each.turn):
            if task.holder is not None and task.holder in self._hands:
                self._own[task.holder].append(task)
            elif task.follows is not None and task.follows in known:
                self._followers[task.follows].append(task)
            else:  # in the order of their turns, so that each queue is a heap
                for queue in self._queues_of(task):
                    queue.append((task.turn, task.task_id, task))

    def run(self, wanted: Collection[int] = ()) -> dict[int, float]:
        """By task, when it ends, up to the last wanted one; tasks that nobody takes are missing."""
        missing = set(wanted)
        busy: list[tuple[float, int, int]] = []  # when, who, and the task that ends then
        idle = [hand for hand in self._hands if not self._begin(hand, 0.0, busy)]
        while busy:
            now, person, task_id = heappop(busy)
            self._ends[task_id] = now
            missing.discard(task_id)
            if wanted and not missing:
                break
            free = [person]
            if task_id in self._followers:
                free, idle = [*idle, person], []
                for task in self._followers.pop(task_id):
                    for queue in self._queues_of(task):
                        heappush(queue, (task.turn, task.task_id, task))
            idle += [one for one in free if not self._begin(one, now, busy)]
        return self._ends

    def _queues_of(self, task: TaskAhead) -> list[_Queue]:
        """Where a task waits: in its zone, and for those who were sent to its wave."""
        queues = [self._of_zone[task.zone]]
        if task.wave in self._sent_to:
            queues.append(self._of_wave[task.zone, task.wave])
        return queues

    def _begin(self, person: int, now: float, busy: list[tuple[float, int, int]]) -> bool:
        """Let somebody take what they would claim; False if there is nothing for them."""
        task = self._next(self._hands[person])
        if task is None:
            return False
        heappush(busy, (now + task.seconds, person, task.task_id))
        return True

    def _next(self, hand: Hand) -> TaskAhead | None:
        own = self._own.get(hand.person)
        if own:
            return own.popleft()
        zones = (hand.zone, "") if hand.zone else tuple(self._of_zone)
        if hand.wave is not None:
            task = self._first([self._of_wave[zone, hand.wave] for zone in zones], bool(hand.zone))
            if task is not None:
                return task
        return self._first([self._of_zone[zone] for zone in zones], bool(hand.zone))

    def _first(self, queues: Sequence[_Queue], own_zone_first: bool) -> TaskAhead | None:
        """The most urgent task of some queues; with a zone, its own queue before the other."""
        for queue in queues:
            while queue and queue[0][1] in self._taken:
                heappop(queue)
        waiting = [queue for queue in queues if queue]
        if not waiting:
            return None
        queue = waiting[0] if own_zone_first else min(waiting, key=lambda each: each[0][:2])
        task = heappop(queue)[2]
        self._taken.add(task.task_id)
        return task
