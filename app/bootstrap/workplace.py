"""Opens the database a station works on, or says in words why it cannot be opened."""

from __future__ import annotations

from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.passwords import reachable_url
from app.db.engine import Patience, UnusableDatabaseUrl
from app.db.migrations.losses import UpgradeLoses
from app.db.migrations.upgrade import SchemaRefused
from app.db.opening import DatabaseUnreachable, open_database, reaching
from app.db.safety_copy import SafetyCopyFailed
from app.services.station_setup import register_station
from app.services.workplace import Workplace
from app.settings import StationSettings


def open_workplace(settings: StationSettings, *, patience: Patience = Patience.FLOOR) -> Workplace:
    """Open the database, upgrading it first where that is needed, and register the station.

    Args:
        settings: the station, and which database.
        patience: how long answers may take; DESK for commands that do much at once.

    Raises:
        CannotOpen: in words for a person.
    """
    try:
        url = reachable_url(settings.database_url)
        database, _ = open_database(url, station=settings.station, patience=patience)
        workplace = Workplace(database, settings.station, has_scale=settings.scale is not None)
        with reaching(url):
            register_station(workplace)
    except (
        UnusableDatabaseUrl,
        DatabaseUnreachable,
        SchemaRefused,
        UpgradeLoses,
        SafetyCopyFailed,
        OSError,
    ) as error:
        raise CannotOpen(str(error)) from error
    return workplace
