"""Programs beside each other at one SQLite file: each function here is the work of a process."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.refusals import Refused
from app.services import leases, picking
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift


@dataclass(frozen=True)
class Done:
    """What a process did, and how long each piece of it took in seconds."""

    pieces: int
    seconds: tuple[float, ...] = ()


def pick(url: str, person: int, totes: Sequence[str]) -> Done:
    """A station: claims and scans until the totes are full, and says in between that it lives."""
    workplace = Workplace(builders.a_database(url), "P-01")
    seconds: list[float] = []
    tasks = 0
    for tote in totes:
        try:
            state = picking.claim_work(workplace, person)
        except Refused:
            break
        for _ in range(100):
            if state.prompt.value == "task_done":
                break
            begun = time.monotonic()
            state = shift.pick(workplace, person, state, shift.asked_for(state, tote)).state
            seconds.append(time.monotonic() - begun)
        leases.reap(workplace)
        tasks += 1
    workplace.database.close()
    return Done(tasks, tuple(seconds))


def bring_in(url: str, sku: str, numbers: Sequence[str]) -> Done:
    """A command: brings in one order after the other, and releases what it can."""
    workplace = Workplace(builders.a_database(url), "DESK-1")
    for number in numbers:
        builders.an_order(workplace, (sku, 1), number=number)
        allocate_waiting_orders(workplace)
        release_ready_orders(workplace)
    workplace.database.close()
    return Done(len(numbers))


def check(url: str, times: int) -> Done:
    """Another command: reads the whole house again and again; it has to be sound each time."""
    workplace = Workplace(builders.a_database(url), "DESK-2")
    sound = sum(check_database(workplace).is_sound for _ in range(times))
    workplace.database.close()
    return Done(sound)
