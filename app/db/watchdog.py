"""Gives up what a database never answers: a server stands still, a network swallows all.

Keepalives and `tcp_user_timeout` see a peer that is gone; they are blind to a server that stands
still and to anything in between that acknowledges for it. So the station itself looks at the clock.
"""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from itertools import cycle
from threading import Thread
from time import monotonic
from typing import Any, TypeAlias, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import Diagnostic
from psycopg.waiting import Ready, Wait
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

Value = TypeVar("Value")
Place: TypeAlias = tuple[str, str]

LOOK_SECONDS = 0.1
"""How often a silent connection is looked at."""

CONNECT_SECONDS = 6.0
"""What opening a connection may take in all: finding the host's address, every host, the log-in."""

LONGEST_PER_HOST = 3
SHORTEST_PER_HOST = 2  # psycopg's own least


class LinkLost(psycopg.OperationalError):
    """The connection was given up; what was being written may be on record or not."""


class WatchedConnection(psycopg.Connection[Any]):
    """A connection on which no exchange with the server takes longer than `seconds`.

    Everything psycopg sends or reads goes through `wait`: statements, BEGIN, COMMIT, ROLLBACK,
    COPY. An exchange that is given up closes the connection, so its pool replaces it.

    Attributes:
        seconds: the limit of one exchange.
        place: host and port of the server.
        on_silence: told the place of a server that did not answer in time.
    """

    seconds = float("inf")
    place: Place = ("", "")
    on_silence: Callable[[Place], None] | None = None
    _unsure = ""

    def wait(
        self, gen: PQGen[Value], interval: float = LOOK_SECONDS, timeout: float | None = None
    ) -> Value:
        """Exchange something with the server.

        Args:
            gen: the exchange, as psycopg hands it in.
            interval: seconds between two looks at a silent connection.
            timeout: the caller's own limit, such as that of a listener that expects silence; it
                is in force instead of `seconds`.

        Raises:
            LinkLost: there was no answer in time, or it cannot be relied on.
        """
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            answer = super().wait(_until(gen, monotonic() + self.seconds, self.seconds), interval)
        except LinkLost:
            self.close()
            if self.on_silence is not None:
                self.on_silence(self.place)
            raise
        if self._unsure:
            self.close()
            raise LinkLost(f"the connection was given up: {self._unsure}")
        return answer

    def heed_warnings(self) -> None:
        """Take no commit for done that the server itself has doubts about.

        Who cancels a commit that waits for its standby gets a success with a warning: it is on
        the server's disk, and lost if the standby takes over.
        """
        self.add_notice_handler(self._heed)

    def _heed(self, notice: Diagnostic) -> None:
        # Known by the server's own function: its words come in the server's language.
        if notice.source_function == "SyncRepWaitForLSN":
            self._unsure = notice.message_primary or "the commit may not be on the standby"


def _until(gen: PQGen[Value], end: float, seconds: float) -> PQGen[Value]:
    """The same exchange, given up at `end`; what has come by then is still read."""
    try:
        wanted: Wait = next(gen)
        while True:
            ready: Ready | int = yield wanted
            wanted = gen.send(ready)
            if monotonic() >= end:
                raise LinkLost(f"no answer from the database within {seconds:g} seconds")
    except StopIteration as done:
        answer: Value = done.value
        return answer


class Watchdog:
    """Opens an engine's connections and watches over them."""

    def __init__(self, seconds: float) -> None:
        """Watch connections of which no exchange may take longer than `seconds`."""
        self._seconds = seconds
        self._last_place: Place | None = None
        self._silent_place: Place | None = None

    def guard(self, engine: Engine) -> None:
        """Open all connections of an engine from now on."""
        event.listen(engine, "do_connect", self._connect)
        event.listen(engine, "checkout", _refuse_a_dead_one)

    def _connect(
        self,
        _dialect: Dialect,
        _entry: ConnectionPoolEntry,
        arguments: tuple[str, ...],
        parameters: dict[str, Any],
    ) -> WatchedConnection:
        """Open a connection within `CONNECT_SECONDS`.

        In a thread, because the search for a host's address cannot be interrupted: where the
        network is gone, the name server is gone as well.
        """
        opened: Future[WatchedConnection] = Future()
        wanted = self._best_place_first(parameters)

        def open_one() -> None:
            try:
                opened.set_result(WatchedConnection.connect(*arguments, **wanted))
            except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
                opened.set_exception(error)

        Thread(target=open_one, name="database connection", daemon=True).start()
        try:
            connection = opened.result(CONNECT_SECONDS)
        except TimeoutError:
            opened.add_done_callback(_close_late)
            raise LinkLost(
                f"timeout expired: no connection within {CONNECT_SECONDS:g} seconds"
            ) from None
        connection.seconds = self._seconds
        connection.place = (connection.info.host, str(connection.info.port))
        connection.on_silence = self._avoid
        connection.heed_warnings()
        self._last_place = connection.place
        if connection.place == self._silent_place:
            self._silent_place = None
        return connection

    def _avoid(self, place: Place) -> None:
        """Ask a server last that stands still: the time it takes to say nothing is lost time."""
        self._silent_place = place

    def _best_place_first(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Several hosts: try the one first that answered last, and give each its share of time."""
        places = _places_of(parameters)
        if len(places) < 2:
            return parameters
        places.sort(key=lambda one: (one == self._silent_place, one != self._last_place))
        share = max(SHORTEST_PER_HOST, min(LONGEST_PER_HOST, int(CONNECT_SECONDS / len(places))))
        return {
            **parameters,
            "host": ",".join(host for host, _ in places),
            "port": ",".join(port for _, port in places),
            "connect_timeout": share,
        }


def _places_of(parameters: dict[str, Any]) -> list[Place]:
    """Host and port of each server named; none where addresses are given beside the names."""
    if "hostaddr" in parameters:
        return []
    hosts = str(parameters.get("host", "")).split(",")
    ports = str(parameters.get("port", "")).split(",")
    several: Iterator[str] = cycle(ports) if len(ports) == 1 else iter(ports)
    return [(host, port or "5432") for host, port in zip(hosts, several, strict=False)]


def _close_late(opened: Future[WatchedConnection]) -> None:
    """Put a connection away that nobody waits for any more."""
    with suppress(psycopg.Error):
        opened.result().close()


def _refuse_a_dead_one(
    connection: psycopg.Connection[Any],
    _entry: ConnectionPoolEntry,
    _given: PoolProxiedConnection,
) -> None:
    """Replace a pooled connection that died while it rested, before anything is sent on it.

    Nobody speaks to a resting connection but to end it: after a restart of the server its end is
    there to be read. Costs a system call, no round trip.

    Raises:
        InvalidatePoolError: it is dead, so the others that are as old will be.
    """
    if connection.closed or _has_something_to_say(connection.fileno()):
        connection.close()
        raise InvalidatePoolError("the connection ended while it rested")


if hasattr(select, "poll"):

    def _has_something_to_say(file: int) -> bool:
        look = select.poll()
        look.register(file, select.POLLIN)
        return bool(look.poll(0))

else:

    def _has_something_to_say(file: int) -> bool:
        return bool(select.select([file], [], [], 0)[0])
