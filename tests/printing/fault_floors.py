"""Floors with closed parcels whose labels wait, made once and copied for each fault of printing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.pack_state import PackPrompt
from app.services import station_setup
from app.services.spooling import LABEL
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer, database_name
from tests.services import shift


@dataclass(frozen=True)
class Floor:
    """A database and its closed parcels, by the numbers of their cartons' rows."""

    url: str
    cartons: tuple[int, ...]


class Floors:
    """Gives each fault a floor of its own, embedded or, with a server, shared."""

    def __init__(self, server: PostgresqlServer | None = None) -> None:
        self._server = server
        self._files: dict[int, tuple[bytes, tuple[int, ...]]] = {}
        self._databases: dict[int, Floor] = {}

    @contextmanager
    def copy(self, parcels: int) -> Iterator[Floor]:
        """A floor with so many closed parcels, which is gone afterwards."""
        if self._server is None:
            content, cartons = self._file_with(parcels)
            with TemporaryDirectory() as folder:
                file = Path(folder) / "floor.sqlite"
                file.write_bytes(content)
                yield Floor(f"sqlite:///{file}", cartons)
            return
        made = self._database_with(self._server, parcels)
        url = self._server.new_database(template=database_name(made.url))
        yield Floor(url, made.cartons)
        self._server.drop_database(url)

    def _file_with(self, parcels: int) -> tuple[bytes, tuple[int, ...]]:
        if parcels not in self._files:
            with TemporaryDirectory() as folder:
                file = Path(folder) / "floor.sqlite"
                cartons = _filled(f"sqlite:///{file}", parcels)
                self._files[parcels] = file.read_bytes(), cartons
        return self._files[parcels]

    def _database_with(self, server: PostgresqlServer, parcels: int) -> Floor:
        if parcels not in self._databases:
            url = server.new_database()
            self._databases[parcels] = Floor(url, _filled(url, parcels))
        return self._databases[parcels]


def _filled(url: str, parcels: int) -> tuple[int, ...]:
    """Fill an empty database with a station, two label printers and closed parcels."""
    workplace = builders.a_workplace(builders.a_database(url))
    builders.a_site(workplace)
    builders.a_printer(workplace)
    for name in ("Z", "Z2"):
        settings = station_setup.PrinterSettings(name, "tcp", "127.0.0.1:9", "zpl")
        station_setup.save_printer(workplace, settings)
    station_setup.route_document(workplace, LABEL, "Z")
    cartons = tuple(_closed_parcel(workplace) for _ in range(parcels))
    workplace.database.close()
    return cartons


def _closed_parcel(workplace: Workplace) -> int:
    mug, _ = builders.some_stock(workplace)
    builders.a_released_order(workplace, (mug, 1))
    who, tote = builders.an_operator(workplace), builders.a_tote(workplace)
    shift.pick_order(workplace, who, tote)
    state = shift.open_bench(workplace, who, tote)
    return shift.pack_until(workplace, who, state, PackPrompt.SCAN_LABEL).carton_id
