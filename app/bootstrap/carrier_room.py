"""A station's worker for carriers behind a network: what is wanted of them, and parcels' ways."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import platformdirs

from app.bootstrap.carrier_secrets import carrier_secrets
from app.bootstrap.outages import OutageLog
from app.bootstrap.passwords import NoKeyring
from app.carriers.interface import Carrier, LabelFormat
from app.carriers.karrio.adapter import KarrioAccount, KarrioCarrier
from app.carriers.karrio.process import KarrioProcess
from app.db.unit_of_work import is_connection_lost
from app.services.carrier_desk import CarrierDesk
from app.services.carrier_errands import CarrierErrands
from app.services.shipping_setup import AccountView, carrier_accounts
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)

KARRIO = "karrio"
LOOK_SECONDS = 5.0
"""Between two looks for something wanted, where nobody woke the room."""

READ_ANEW_SECONDS = 60.0
"""Between two looks at which carriers the house has."""

STOP_SECONDS = 10.0

_OWN_KEYS = frozenset(
    {"carrier", "python", "label_format", "label_mm", "max_weight_g", "return_service", "phone"}
)
"""Settings that are ours; all others are the carrier's."""


class _Desk:
    """All that is done about the house's carriers: sales first, since parcels wait for labels."""

    def __init__(self, workplace: Workplace, worker: str) -> None:
        self._sales = CarrierDesk(workplace, worker)
        self._errands = CarrierErrands(workplace)

    def step(self) -> bool:
        """Do one thing; False if there is none."""
        return self._sales.step() or self._errands.step()


class CarrierRoom:
    """Asks the house's carriers from a thread of this station; idle where there are none."""

    def __init__(
        self,
        workplace: Workplace,
        secrets: Callable[[str], dict[str, Any]] = carrier_secrets,
        journal: Path | None = None,
        bought: Callable[[], None] = lambda: None,
    ) -> None:
        """Know the station; nothing runs before `start`.

        Args:
            workplace: the station.
            secrets: what a carrier has to be told beside its settings.
            bought: called once something was done, so that labels are printed.
            journal: where this computer remembers what it asked; its usual place if None.
        """
        self._workplace = workplace
        self._secrets = secrets
        self._journal = journal or _usual_journal()
        self._bought = bought
        self._worker = f"{workplace.station}/{uuid.uuid4().hex[:12]}"
        self._processes: dict[str, KarrioProcess] = {}
        self._asked = threading.Event()
        self._stopping = threading.Event()
        self._outage = OutageLog(_log, "the carriers' worker")
        self._thread = threading.Thread(target=self._work, name="carrier room", daemon=True)

    def start(self) -> None:
        """Begin, in the background."""
        self._thread.start()

    def wake(self) -> None:
        """Look now: something is wanted of a carrier."""
        self._asked.set()

    def stop(self) -> None:
        """End after the question at hand; a longer one is taken up by whoever works next."""
        self._stopping.set()
        self._asked.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        for process in self._processes.values():
            process.close()

    def work_off(self) -> int:
        """Do what can be done now, on the caller's thread; returns the steps taken."""
        desk = self._desk()
        steps = 0
        while desk is not None and not self._stopping.is_set() and desk.step():
            steps += 1
            self._bought()
        return steps

    def _work(self) -> None:
        desk: _Desk | None = None
        rounds = 0
        while not self._stopping.is_set():
            try:
                if rounds % int(READ_ANEW_SECONDS / LOOK_SECONDS) == 0 or self._asked.is_set():
                    desk = self._desk()
                self._asked.clear()
                while desk is not None and not self._stopping.is_set() and desk.step():
                    self._bought()
                self._outage.note_back()
            except Exception as error:  # noqa: BLE001 - logged; the next round may do better
                if not is_connection_lost(error):
                    _log.exception("the carriers' worker failed; it goes on")
                else:
                    self._outage.note_lost(error)
            rounds += 1
            self._asked.wait(LOOK_SECONDS)

    def _desk(self) -> _Desk | None:
        """A worker with all carriers of the house; None where this station cannot ask them all."""
        wanted = [
            account
            for account in carrier_accounts(self._workplace)
            if account.active and account.adapter == KARRIO
        ]
        if not wanted:
            return None
        try:
            carriers = tuple(self._carrier(account) for account in wanted)
        except (NoKeyring, ValueError, TypeError, KeyError) as error:
            _log.warning("carriers cannot be asked from this station: %s", error)
            return None
        return _Desk(replace(self._workplace, network_carriers=carriers), self._worker)

    def _carrier(self, account: AccountView) -> Carrier:
        settings = dict(account.settings)
        python = str(settings.get("python", ""))
        if not python and find_spec("karrio") is None:
            raise ValueError("the library of carriers is missing: install pickstation[karrio]")
        own = {key: settings.pop(key) for key in _OWN_KEYS & settings.keys()}
        return KarrioCarrier(
            _account(account, own, settings | self._secrets(account.code)), self._process(python)
        )

    def _process(self, python: str) -> KarrioProcess:
        if python not in self._processes:
            self._processes[python] = KarrioProcess(python, self._journal)
        return self._processes[python]


def _account(
    account: AccountView, own: Mapping[str, Any], settings: Mapping[str, Any]
) -> KarrioAccount:
    """A carrier's account as Karrio wants it.

    Raises:
        ValueError, KeyError: a setting is missing or of no use.
    """
    width, height = own.get("label_mm", (102, 152))
    return KarrioAccount(
        code=account.code,
        name=own["carrier"],
        settings=settings,
        label_format=LabelFormat(own.get("label_format", "pdf")),
        label_mm=(int(width), int(height)),
        max_weight_g=int(own.get("max_weight_g", 31_500)),
        return_service=str(own.get("return_service", "")),
        needs_phone=bool(own.get("phone", False)),
    )


def _usual_journal() -> Path:
    folder = Path(platformdirs.user_data_dir("pickstation", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "carriers.sqlite3"
