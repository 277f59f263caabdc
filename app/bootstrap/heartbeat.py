"""A station's sign of life: its heartbeat, and a look for what fell silent or ended anywhere."""

from __future__ import annotations

import hashlib
import logging
import platform
import threading
import uuid
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from app.bootstrap.cannot_open import CannotOpen
from app.domain.leases import HEARTBEAT, LEASE, REAPING, Speaker
from app.domain.refusals import Refused
from app.services import leases
from app.services.channels import run_channels
from app.services.dry_faces import refill_dry_faces
from app.services.raising_inspections import raise_inspections
from app.services.searching_ahead import SearchingAhead
from app.services.wave_states import settle_waves
from app.services.workplace import Workplace
from app.settings import settings_file

_log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
"""How long the end of a program waits for its last sign of life to be written."""

RANDOM_NODE = 1 << 40
"""Set in the number of a network card that Python made up because it found none."""


class Heartbeat(QObject):
    """Speaks for the station in a thread of its own.

    Signals:
        doubled(bool): Whether a second program speaks for the same station code just now; told
            with each heartbeat while it does, and once when it does no more.
    """

    doubled = Signal(bool)

    def __init__(
        self,
        workplace: Workplace,
        parent: QObject | None = None,
        *,
        run: uuid.UUID | None = None,
        every: timedelta = HEARTBEAT,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._run = run or new_run()
        self._every = every
        self._beats_to_reaping = max(1, round(REAPING / every))
        self._is_doubled = False
        self._searching = SearchingAhead()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin to speak for the station.

        Raises:
            CannotOpen: another computer speaks for it; in words for a person.
        """
        if leases.begin_run(self._workplace, self._run) is Speaker.ANOTHER_COMPUTER:
            raise CannotOpen(_in_use(self._workplace.station))
        self._thread.start()

    def stop(self) -> None:
        """Fall silent, and let any computer speak for the station."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _beat(self) -> None:
        """Body of the thread: it reaps first, since this station may have been silent itself."""
        beats, is_heard = 0, True
        while True:
            try:
                is_turn = beats % self._beats_to_reaping == 0
                if is_turn:
                    self._reap()
                self._tell(leases.heartbeat(self._workplace, self._run))
                is_heard = True
                if is_turn:  # last, so that whatever fails there, the station was heard
                    self._see_to_waves()
            except Exception as error:  # noqa: BLE001 - a lost database must not end the heartbeat
                if is_heard:
                    _log.warning("the heartbeat is not heard, it goes on: %s", error)
                is_heard = False
            beats += 1
            if self._stopping.wait(self._every.total_seconds()):
                break
        self._searching.stop()
        if is_heard:
            self._say_goodbye()

    def _reap(self) -> None:
        try:
            leases.reap(self._workplace)
        except Refused:
            _log.debug("this station's login may not reap; the others do")

    def _see_to_waves(self) -> None:
        """Notice how far orders and waves have come; let templates, channels and refills go on."""
        for act in (
            settle_waves,
            self._searching.go_on,
            run_channels,
            refill_dry_faces,
            raise_inspections,
        ):
            try:
                act(self._workplace)
            except Refused:
                _log.debug("this station's login may not %s; others do", act.__name__)

    def _tell(self, before: Speaker) -> None:
        was_doubled = self._is_doubled
        self._is_doubled = before in (Speaker.EARLIER_RUN, Speaker.ANOTHER_COMPUTER)
        if self._is_doubled or was_doubled:
            self.doubled.emit(self._is_doubled)

    def _say_goodbye(self) -> None:
        try:
            leases.end_run(self._workplace, self._run)
        except Exception as error:  # noqa: BLE001 - the lease ends by itself
            _log.warning("the end of this run is not on record: %s", error)


def new_run() -> uuid.UUID:
    """The id of a program run: when it began, and at which computer.

    The computer is its network card, or its name where it has none.
    """
    node = uuid.getnode()
    if node & RANDOM_NODE:
        digest = hashlib.sha256(platform.node().encode()).digest()
        node = int.from_bytes(digest[:6], "big") | RANDOM_NODE
    return uuid.uuid1(node=node)


def _in_use(station: str) -> str:
    seconds = int(LEASE.total_seconds())
    return (
        f"station {station} is in use at another computer. Close the program there, or give this "
        f"computer a code of its own: start it with `--station CODE`, or write it into "
        f"{settings_file()}. If the other computer is gone, wait {seconds} seconds and start again."
    )
