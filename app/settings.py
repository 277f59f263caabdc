"""What a station is told before it starts: its name, its database, its scanners and its screen."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

DATABASE_VARIABLE = "PICKSTATION_DATABASE"
STATION_VARIABLE = "PICKSTATION_STATION"


class BadSettings(ValueError):
    """The settings file cannot be used; the message names file, key and remedy."""


@dataclass(frozen=True)
class ScannerPort:
    """A serial scanner: its device or pyserial URL, and its speed in bits per second."""

    port: str
    baud_rate: int = 9600


@dataclass(frozen=True)
class StationSettings:
    """One station.

    Attributes:
        station: The station's code, as it is written beside all it does.
        database: SQLAlchemy URL; the embedded database if empty.
        scanners: Serial scanners; keyboard scanners need no entry.
        scanner_prefix: What keyboard scanners send first: "none", "stx", "f13" or "aim".
        dpi: Physical dots per inch of the screen, as measured with a bank card.
        theme: "light" or "dark", until an operator with another wish signs in.
        text_scale: 1.0 to 1.25.
    """

    station: str = "P-01"
    database: str = ""
    scanners: tuple[ScannerPort, ...] = ()
    scanner_prefix: str = "none"
    dpi: float = 92.0
    theme: str = "light"
    text_scale: float = 1.0

    @property
    def database_url(self) -> str:
        """The URL of the database to work on."""
        return self.database or f"sqlite:///{embedded_database()}"


def embedded_database() -> Path:
    """Where the embedded database lives on this system."""
    return Path(platformdirs.user_data_dir("pickstation", appauthor=False)) / "floor.sqlite3"


def settings_file() -> Path:
    """Where a station's settings are looked for."""
    return Path(platformdirs.user_config_dir("pickstation", appauthor=False)) / "station.toml"


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] | None = None
) -> StationSettings:
    """Read the settings file, if there is one, and let the environment overrule it.

    Args:
        file: The TOML file; the system's usual place if None.
        environment: Environment variables; those of this process if None.

    Raises:
        BadSettings: A key is unknown or a value has the wrong form.
    """
    path = file or settings_file()
    settings = _read(path) if path.exists() else StationSettings()
    given = os.environ if environment is None else environment
    if given.get(DATABASE_VARIABLE):
        settings = replace(settings, database=given[DATABASE_VARIABLE])
    if given.get(STATION_VARIABLE):
        settings = replace(settings, station=given[STATION_VARIABLE])
    return settings


def _read(path: Path) -> StationSettings:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{path}: {error}; mend the file or remove it") from error
    known = {field.name: field for field in fields(StationSettings)}
    defaults = StationSettings()
    checked: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise BadSettings(f"{path}: unknown key {key!r}; known are {', '.join(sorted(known))}")
        checked[key] = _value(path, key, value, getattr(defaults, key))
    return StationSettings(**checked)


def _value(path: Path, key: str, value: object, default: object) -> object:
    if key == "scanners":
        return _scanners(path, value)
    if isinstance(default, float) and isinstance(value, int | float):
        return float(value)
    if isinstance(value, type(default)):
        return value
    kind = type(default).__name__
    raise BadSettings(f"{path}: {key} = {value!r}; write a value of the kind {kind}")


def _scanners(path: Path, value: object) -> tuple[ScannerPort, ...]:
    remedy = 'write scanners = [{ port = "/dev/ttyACM0", baud_rate = 9600 }]'
    if not isinstance(value, list):
        raise BadSettings(f"{path}: scanners is no list; {remedy}")
    ports: list[ScannerPort] = []
    for entry in value:
        try:
            ports.append(ScannerPort(**entry))
        except TypeError as error:
            raise BadSettings(f"{path}: scanners: {entry!r}; {remedy}") from error
    return tuple(ports)
