"""The processes of a run: hires stations, and hires them anew when they die."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import replace
from multiprocessing.context import ForkProcess
from pathlib import Path

from app.bootstrap.offline import journal_file
from tests.torture.board import PROCESSES, Board
from tests.torture.station import FAILED, Post, run

DISMISSED_WITHIN = 90.0


class Crew:
    """All stations, each with its process; the office's processes beside them."""

    def __init__(self, board: Board, posts: list[Post]) -> None:
        self._board = board
        self._posts = posts
        self._processes: dict[int, ForkProcess] = {}
        self._twins: dict[int, ForkProcess] = {}
        self._others: list[ForkProcess] = []
        self.slots = len(posts)
        self.restarts = 0
        self.failures = 0

    def open(self) -> None:
        """Start all stations."""
        for slot in range(len(self._posts)):
            self._processes[slot] = self._hire(self._posts[slot])

    def employ(self, *processes: ForkProcess) -> None:
        """Start processes of the office, which end with the run."""
        for process in processes:
            process.start()
            self._others.append(process)

    def replace_the_dead(self) -> None:
        """A station whose program died is started again by its person."""
        for slot, process in self._processes.items():
            if process.exitcode is not None:
                self.restarts += 1
                self.failures += process.exitcode == FAILED
                self._processes[slot] = self._hire(self._posts[slot])

    def pid_of(self, slot: int) -> int:
        """The station's process now."""
        return self._processes[slot].pid or 0

    def with_disk(self, slot: int) -> int:
        """The station itself or the next one that writes to a disk of its own."""
        for number in range(slot, slot + len(self._posts)):
            post = self._posts[number % len(self._posts)]
            if post.has_journal or post.is_alone:
                return post.slot
        return slot

    def journal_of(self, slot: int) -> Path | None:
        """Where the journal of a station lies that is dead now; None where it keeps none."""
        self._processes[slot].join(DISMISSED_WITHIN)
        post = self._posts[slot]
        if not post.has_journal:
            return None
        path = journal_file(post.floor.stations[post.station], post.journals)
        return path if path.exists() else None

    def hire_twin(self, station: int) -> int:
        """Start a second process that speaks for a station, with the same person at it."""
        post = self._posts[station]
        slot = self.slots
        self.slots += 1
        twin = replace(post, slot=slot, name=f"{post.diary_name}-twin-{slot}", has_journal=False)
        self._twins[slot] = self._hire(twin)
        return slot

    def dismiss(self, twin: int) -> None:
        """The second process goes, wherever it stands."""
        process = self._twins.pop(twin, None)
        if process is not None:
            process.kill()
            process.join()

    def wait(self) -> list[str]:
        """Wait for the end of all; returns who did not end."""
        for twin in list(self._twins):
            self.dismiss(twin)
        deadline = time.monotonic() + DISMISSED_WITHIN
        left = []
        for process in (*self._processes.values(), *self._others):
            process.join(max(0.0, deadline - time.monotonic()))
            if process.exitcode is None:
                left.append(process.name)
                process.kill()
                process.join()
        return left

    def kill_all(self) -> None:
        """End everything at once, when the run itself failed."""
        for process in (*self._processes.values(), *self._twins.values(), *self._others):
            with contextlib.suppress(ProcessLookupError):
                if process.pid is not None and process.exitcode is None:
                    os.kill(process.pid, signal.SIGKILL)
                    process.join()

    def _hire(self, post: Post) -> ForkProcess:
        process = PROCESSES.Process(target=run, args=(self._board, post), name=post.diary_name)
        process.start()
        return process
