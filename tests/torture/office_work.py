"""What the one station of an embedded database does beside picking: promise, release, settle."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.services.workplace import Workplace
from tests.torture.board import Board
from tests.torture.desk import Feeder, Lead, Office
from tests.torture.diary import Diary

if TYPE_CHECKING:
    from tests.torture.station import Post

EVERY = 0.7


def office_work(board: Board, post: Post, workplace: Workplace, diary: Diary) -> Callable[[], None]:
    """A function that does, when called often, what is to be done now and then."""
    office = Office(board, post.floor, post.folder, "ALONE", post.seed)
    office.share(workplace, diary)
    feeder, lead = Feeder(office), Lead(office)
    due = 0.0

    def work() -> None:
        nonlocal due
        if time.monotonic() >= due:
            for act in (feeder.release, lead.interfere, lead.settle):
                office.attempt(act)
            due = time.monotonic() + EVERY

    return work
