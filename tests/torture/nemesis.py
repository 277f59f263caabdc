"""Carries the fault plan out on real processes, a real server and the proxy before it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from tests.torture.board import Board, Death
from tests.torture.crew import Crew
from tests.torture.plan import Fault, Planned
from tests.torture.server import DurableServer
from tests.torture.station_line import unsent_in


class ProxyProcess:
    """The fault proxy as a process of its own."""

    def __init__(self, upstream: str, seed: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.fault_proxy", upstream, "--seed", str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self._line())

    def do(self, *words: object) -> None:
        """Order one of the proxy's methods."""
        if self._process.stdin is None:
            raise RuntimeError("the proxy has no input")
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        self._line()

    def stop(self) -> None:
        """End it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _line(self) -> str:
        if self._process.stdout is None:
            raise RuntimeError("the proxy has no output")
        return self._process.stdout.readline()


@dataclass
class Ground:
    """What there is to hit; without an own server only stations and the network."""

    board: Board
    crew: Crew
    proxy: ProxyProcess | None = None
    server: DurableServer | None = None
    url: str = ""


class Nemesis:
    """Begins each planned fault at its time, and ends it at its own."""

    def __init__(self, plan: list[Planned], ground: Ground, seed: str) -> None:
        self.counts: Counter[str] = Counter()
        self._plan = list(plan)
        self._ground = ground
        self._dice = random.Random(f"nemesis {seed}")  # noqa: S311 - no secret
        self._ends: list[tuple[float, Callable[[], None]]] = []

    def step(self, now: float) -> None:
        """Do what is due at `now`, in seconds from the start."""
        for end in [end for end in self._ends if end[0] <= now]:
            self._ends.remove(end)
            end[1]()
        while self._plan and self._plan[0].at <= now:
            self._begin(self._plan.pop(0), now)

    def heal(self) -> None:
        """End all faults; who is told to die still does."""
        for _, end in self._ends:
            end()
        self._ends.clear()
        if self._ground.proxy is not None:
            self._ground.proxy.do("heal")
        for slot in range(self._ground.crew.slots):
            self._ground.board.shift_clock(slot, 0.0)
            self._ground.board.fill_disk(slot, full=False)

    def spare(self) -> None:
        """Let everybody live who has not died yet."""
        for slot in range(self._ground.crew.slots):
            self._ground.board.order_death(slot, Death.NOT)

    def _begin(self, planned: Planned, now: float) -> None:
        self.counts[planned.fault.value] += 1
        end = self._ACTS[planned.fault](self, planned)
        if end is not None:
            self._ends.append((now + planned.seconds, end))

    # Stations -----------------------------------------------------------------------------

    def _kill_station(self, planned: Planned) -> None:
        self._signal(planned.station, signal.SIGKILL)

    def _kill_in_transaction(self, planned: Planned) -> None:
        self._ground.board.order_death(planned.station, Death.IN_TRANSACTION)

    def _kill_before_ack(self, planned: Planned) -> None:
        self._ground.board.order_death(planned.station, Death.BEFORE_ACK)

    def _freeze(self, planned: Planned) -> Callable[[], None]:
        self._signal(planned.station, signal.SIGSTOP)
        return lambda: self._signal(planned.station, signal.SIGCONT)

    def _twin(self, planned: Planned) -> Callable[[], None]:
        twin = self._ground.crew.hire_twin(planned.station)
        return lambda: self._ground.crew.dismiss(twin)

    def _shift_clock(self, planned: Planned) -> None:
        seconds = self._dice.choice((-400 * 86400.0, 2 * 3600.0, -3600.0))
        self._ground.board.shift_clock(planned.station, seconds)

    def _fill_disk(self, planned: Planned) -> Callable[[], None]:
        slot = self._ground.crew.with_disk(planned.station)
        self._ground.board.fill_disk(slot, full=True)
        return lambda: self._ground.board.fill_disk(slot, full=False)

    def _tear_journal(self, planned: Planned) -> None:
        """The end of a file is gone after a power cut; all that was in it was sent before."""
        crew = self._ground.crew
        slot = crew.with_disk(planned.station)
        self._signal(slot, signal.SIGKILL)
        path = crew.journal_of(slot)
        if path is not None and not unsent_in(path)["stored"]:
            size = path.stat().st_size
            os.truncate(path, max(1, size - self._dice.randint(1, 8192)))
            self.counts["journal torn"] += 1

    def _signal(self, station: int, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._ground.crew.pid_of(station), number)

    # Network ------------------------------------------------------------------------------

    def _proxy(self) -> ProxyProcess:
        if self._ground.proxy is None:
            raise RuntimeError("there is no proxy")
        return self._ground.proxy

    def _cut(self, _: Planned) -> None:
        self._proxy().do("cut")

    def _stall(self, _: Planned) -> Callable[[], None]:
        self._proxy().do("stall")
        return lambda: self._proxy().do("resume")

    def _stall_replies(self, _: Planned) -> Callable[[], None]:
        self._proxy().do("stall_replies")
        return lambda: self._proxy().do("resume")

    def _delay(self, _: Planned) -> Callable[[], None]:
        self._proxy().do("delay", 0.010, 0.080)
        return lambda: self._proxy().do("delay", 0, 0)

    def _lose_reply(self, _: Planned) -> None:
        self._proxy().do("lose_reply", *self._dice.choice((("COMMIT",), ("payload_hash",))))

    def _halve_request(self, _: Planned) -> None:
        self._proxy().do("halve_request", *self._dice.choice(((), ("COMMIT",), ("payload_hash",))))

    def _refuse(self, _: Planned) -> Callable[[], None]:
        self._proxy().do("refuse")
        self._proxy().do("cut")
        return lambda: self._proxy().do("accept")

    # Server -------------------------------------------------------------------------------

    def _server(self) -> DurableServer:
        if self._ground.server is None:
            raise RuntimeError("the server is not ours")
        return self._ground.server

    def _hold_lock(self, _: Planned) -> Callable[[], None] | None:
        """Somebody's open transaction keeps rows locked that everybody needs."""
        try:
            connection = self._server().direct(self._ground.url)
            connection.autocommit = False
            connection.execute("select id from pick_task where state = 'in_progress' for update")
            connection.execute("select 1 from sscc_range for update")
        except psycopg.OperationalError:
            return None

        def let_go() -> None:
            with contextlib.suppress(psycopg.OperationalError):
                connection.close()

        return let_go

    def _terminate_all(self, _: Planned) -> None:
        self._ask(_EACH + " and pg_terminate_backend(pid)")

    def _kill_backend(self, _: Planned) -> None:
        found = self._ask(_EACH)
        if found:
            self._server().kill_backend(self._dice.choice(found))
            time.sleep(0.02)
            self._await_server()

    def _crash_server(self, _: Planned) -> None:
        self._server().crash()
        self._server().restart()

    def _restart_server(self, _: Planned) -> None:
        self._server().fast_stop()
        self._server().restart()

    def _ask(self, sql: str) -> list[int]:
        try:
            with self._server().direct(self._ground.url) as connection:
                return [int(str(row[0])) for row in connection.execute(sql.encode())]
        except psycopg.OperationalError:
            return []  # it is recovering from the fault before

    def _await_server(self) -> None:
        """A server that recovers takes no connections for a moment."""
        for _ in range(200):
            if self._ask("select 1"):
                return
            time.sleep(0.02)

    _ACTS = {  # noqa: RUF012 - a table of methods, in the place of a long match
        Fault.KILL_STATION: _kill_station,
        Fault.KILL_IN_TRANSACTION: _kill_in_transaction,
        Fault.KILL_BEFORE_ACK: _kill_before_ack,
        Fault.FREEZE_STATION: _freeze,
        Fault.FREEZE_BRIEFLY: _freeze,
        Fault.TWIN_STATION: _twin,
        Fault.SHIFT_CLOCK: _shift_clock,
        Fault.FILL_DISK: _fill_disk,
        Fault.TEAR_JOURNAL: _tear_journal,
        Fault.KILL_BACKEND: _kill_backend,
        Fault.CRASH_SERVER: _crash_server,
        Fault.RESTART_SERVER: _restart_server,
        Fault.TERMINATE_ALL: _terminate_all,
        Fault.HOLD_LOCK: _hold_lock,
        Fault.CUT: _cut,
        Fault.STALL: _stall,
        Fault.STALL_REPLIES: _stall_replies,
        Fault.DELAY: _delay,
        Fault.LOSE_REPLY: _lose_reply,
        Fault.HALVE_REQUEST: _halve_request,
        Fault.REFUSE: _refuse,
    }


_EACH = "select pid from pg_stat_activity where application_name like 'pickstation%'"
