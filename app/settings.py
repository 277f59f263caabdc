"""What a station is told before it starts: its name, its database, its scanners and its screen."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

DATABASE_VARIABLE = "PICKSTATION_DATABASE"
STATION_VARIABLE = "PICKSTATION_STATION"

STATION_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,15}")
"""What fits on a station's own label."""

CHOICES = {"scanner_prefix": ("none", "stx", "f13", "aim"), "theme": ("light", "dark")}
LIMITS = {"dpi": (50.0, 600.0), "text_scale": (1.0, 1.25)}


class BadSettings(ValueError):
    """A setting cannot be used; the message names where it stands, its key and the remedy."""


@dataclass(frozen=True)
class ScannerPort:
    """A serial scanner: its device or pyserial URL, and its speed in bits per second."""

    port: str
    baud_rate: int = 9600


@dataclass(frozen=True)
class ScalePort:
    """A serial scale.

    Attributes:
        port: Its device or pyserial URL.
        protocol: What it speaks; "auto" finds out.
        baud_rate: Bits per second; 0 tries what scales are delivered with.
        framing: Data bits, parity and stop bits, such as "8N1"; for a speed that is given.
        unit: What it weighs in where it does not say: "kg", "g", "lb" or "oz".
    """

    port: str
    protocol: str = "auto"
    baud_rate: int = 0
    framing: str = "8N1"
    unit: str = "kg"


SCALE_CHOICES = {
    "protocol": (
        "auto", "sics", "toledo_8217", "toledo_continuous", "sbi", "ascii", "ohaus", "plain",
    ),
    "framing": ("8N1", "7E1", "7O1", "8E1"),
    "unit": ("kg", "g", "lb", "oz"),
}  # fmt: skip


@dataclass(frozen=True)
class StationSettings:
    """One station.

    Attributes:
        station: The station's code, as it is written beside all it does.
        database: SQLAlchemy URL; the embedded database if empty.
        scanners: Serial scanners; keyboard scanners need no entry.
        scale: The bench's scale; None where it has none.
        scanner_prefix: What keyboard scanners send first: "none", "stx", "f13" or "aim".
        dpi: Physical dots per inch of the screen, as measured with a bank card.
        theme: "light" or "dark", until an operator with another wish signs in.
        text_scale: 1.0 to 1.25.
    """

    station: str = "P-01"
    database: str = ""
    scanners: tuple[ScannerPort, ...] = ()
    scale: ScalePort | None = None
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
        settings = replace(
            settings, station=station_code(STATION_VARIABLE, given[STATION_VARIABLE])
        )
    return settings


def station_code(place: str, text: str) -> str:
    """Read a station's code, in capitals.

    Args:
        place: Where it stands, for the message.
        text: What stands there.

    Raises:
        BadSettings: No label of a station can carry it.
    """
    code = text.strip().upper()
    if not STATION_CODE.fullmatch(code):
        raise BadSettings(
            f"{place}: station {text!r}; write 1 to 16 of A to Z, 0 to 9 and . _ -, "
            "with a letter or digit first, such as P-01"
        )
    return code


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
    if key == "scale":
        return _scale(path, value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, type(default)):
        kind = {str: "text in quotes", float: "a number"}[type(default)]
        raise BadSettings(f"{path}: {key} = {value!r}; write {kind}")
    if key == "station" and isinstance(value, str):
        return station_code(str(path), value)
    if key in CHOICES and value not in CHOICES[key]:
        raise BadSettings(f"{path}: {key} = {value!r}; write one of {', '.join(CHOICES[key])}")
    if isinstance(value, float):
        least, most = LIMITS[key]
        if not least <= value <= most:
            raise BadSettings(f"{path}: {key} = {value:g}; write {least:g} to {most:g}")
    return value


def _scanners(path: Path, value: object) -> tuple[ScannerPort, ...]:
    remedy = 'write scanners = [{ port = "/dev/ttyACM0", baud_rate = 9600 }]'
    if not isinstance(value, list):
        raise BadSettings(f"{path}: scanners is no list; {remedy}")
    ports: list[ScannerPort] = []
    for entry in value:
        if not _is_scanner(entry):
            raise BadSettings(f"{path}: scanners: {entry!r}; {remedy}")
        ports.append(ScannerPort(**entry))
    return tuple(ports)


def _is_scanner(entry: object) -> bool:
    """Whether an entry has a port, perhaps a speed, and nothing else."""
    if not isinstance(entry, dict) or not set(entry) <= {"port", "baud_rate"}:
        return False
    port, speed = entry.get("port"), entry.get("baud_rate", ScannerPort.baud_rate)
    is_speed = isinstance(speed, int) and not isinstance(speed, bool) and speed > 0
    return isinstance(port, str) and bool(port.strip()) and is_speed


def _scale(path: Path, value: object) -> ScalePort:
    remedy = 'write scale = { port = "/dev/ttyUSB0" }'
    if not isinstance(value, dict):
        raise BadSettings(f"{path}: scale is no table; {remedy}")
    known = {each.name: each.default for each in fields(ScalePort)}
    for key, given in value.items():
        if key not in known:
            raise BadSettings(f"{path}: scale: unknown key {key!r}; known are {', '.join(known)}")
        if key in SCALE_CHOICES and given not in SCALE_CHOICES[key]:
            choices = ", ".join(SCALE_CHOICES[key])
            raise BadSettings(f"{path}: scale: {key} = {given!r}; write one of {choices}")
    port, speed = value.get("port"), value.get("baud_rate", 0)
    if not isinstance(port, str) or not port.strip():
        raise BadSettings(f"{path}: scale has no port; {remedy}")
    if not isinstance(speed, int) or isinstance(speed, bool) or speed < 0:
        raise BadSettings(f"{path}: scale: baud_rate = {speed!r}; write a number such as 9600")
    return ScalePort(**value)
