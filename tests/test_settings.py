"""What a station is told before it starts, and what it says of settings it cannot use."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from app.devices.scale_protocols import PROTOCOLS
from app.devices.scale_reading import GRAMS_IN
from app.devices.serial_scale import FIND_OUT, FRAMINGS, ScaleSettings
from app.devices.wedge import ScannerPrefix
from app.settings import (
    CHOICES,
    SCALE_CHOICES,
    BadSettings,
    ScalePort,
    ScannerPort,
    StationSettings,
    embedded_database,
    load_settings,
    station_code,
)
from app.ui.theme import ThemeName

WHOLE_FILE = """
station = "pack-3"
database = "postgresql+psycopg://floor@db/depot"
scanners = [{ port = "/dev/ttyACM0", baud_rate = 115200 }, { port = "/dev/ttyS1" }]
scanner_prefix = "aim"
dpi = 110
theme = "dark"
text_scale = 1.25
[scale]
port = "/dev/ttyUSB0"
protocol = "toledo_8217"
baud_rate = 9600
framing = "7E1"
unit = "lb"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "station.toml"


def refusal(file: Path, text: str) -> str:
    """What is said of a settings file that holds this text."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as refused:
        load_settings(file, {})
    return str(refused.value)


def test_without_a_file_a_station_works_on_the_embedded_database(file: Path) -> None:
    settings = load_settings(file, {})
    assert settings == StationSettings()
    assert settings.database_url == f"sqlite:///{embedded_database()}"


def test_every_key_of_the_file_is_read(file: Path) -> None:
    file.write_text(WHOLE_FILE)
    assert load_settings(file, {}) == StationSettings(
        station="PACK-3",
        database="postgresql+psycopg://floor@db/depot",
        scanners=(ScannerPort("/dev/ttyACM0", 115200), ScannerPort("/dev/ttyS1", 9600)),
        scale=ScalePort("/dev/ttyUSB0", "toledo_8217", 9600, "7E1", "lb"),
        scanner_prefix="aim",
        dpi=110.0,
        theme="dark",
        text_scale=1.25,
    )


def test_the_environment_overrules_the_file(file: Path) -> None:
    file.write_text(WHOLE_FILE)
    environment = {"PICKSTATION_DATABASE": "sqlite:///other", "PICKSTATION_STATION": "p-07"}
    settings = load_settings(file, environment)
    assert (settings.database, settings.station, settings.theme) == (
        "sqlite:///other",
        "P-07",
        "dark",
    )
    empty = {"PICKSTATION_DATABASE": "", "PICKSTATION_STATION": ""}
    assert load_settings(file, empty).station == "PACK-3"


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("colour = 'red'", "colour", "known are database, dpi, scale"),
        ("theme = 'blue'", "theme", "write one of light, dark"),
        ("theme = 1", "theme", "write text in quotes"),
        ("scanner_prefix = 'STX'", "scanner_prefix", "none, stx, f13, aim"),
        ("dpi = '92'", "dpi", "write a number"),
        ("dpi = true", "dpi", "write a number"),
        ("dpi = 0", "dpi", "write 50 to 600"),
        ("dpi = nan", "dpi", "write 50 to 600"),
        ("text_scale = 2", "text_scale", "write 1 to 1.25"),
        ("station = 'Packing bench 3'", "station", "such as P-01"),
        ("station = ''", "station", "such as P-01"),
        ("scanners = '/dev/ttyACM0'", "scanners", "[{ port ="),
        ("scanners = [{ baud_rate = 9600 }]", "scanners", "[{ port ="),
        ("scanners = [{ port = 3 }]", "scanners", "[{ port ="),
        ("scanners = [{ port = 'COM3', baud_rate = 0 }]", "scanners", "[{ port ="),
        ("scanners = [{ port = 'COM3', speed = 9600 }]", "scanners", "[{ port ="),
        ("station = P-01", "line 1", "mend the file or remove it"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_file_and_remedy(
    file: Path, text: str, key: str, remedy: str
) -> None:
    said = refusal(file, text)
    assert said.startswith(f"{file}: ")
    assert key in said
    assert remedy in said


def test_a_file_in_another_encoding_is_refused(file: Path) -> None:
    file.write_bytes("station = 'P-01' # Größe".encode("latin-1"))
    with pytest.raises(BadSettings, match="mend the file"):
        load_settings(file, {})


def test_a_bad_station_in_the_environment_is_named_by_its_variable(file: Path) -> None:
    with pytest.raises(BadSettings, match="PICKSTATION_STATION: station 'a b'"):
        load_settings(file, {"PICKSTATION_STATION": "a b"})


def test_a_station_code_is_what_fits_on_its_label() -> None:
    assert station_code("--station", " pack.3_b ") == "PACK.3_B"
    for text in ("", "-1", "P 1", "Ä-1", "P" * 17):
        with pytest.raises(BadSettings, match="--station"):
            station_code("--station", text)


def test_the_choices_are_those_that_devices_and_screens_know() -> None:
    assert {
        "scanner_prefix": tuple(prefix.value for prefix in ScannerPrefix),
        "theme": tuple(name.value for name in ThemeName),
    } == CHOICES


def test_a_scale_needs_only_its_port(file: Path) -> None:
    file.write_text('scale = { port = "COM5" }')
    assert load_settings(file, {}).scale == ScalePort("COM5")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('scale = "COM5"', "scale is no table"),
        ("scale = {}", "scale has no port"),
        ('scale = { port = " " }', "scale has no port"),
        ('scale = { port = "COM5", speed = 9600 }', "unknown key 'speed'"),
        ('scale = { port = "COM5", baud_rate = -1 }', "baud_rate = -1"),
        ('scale = { port = "COM5", baud_rate = true }', "baud_rate = True"),
        ('scale = { port = "COM5", protocol = "x" }', "write one of auto, sics"),
        ('scale = { port = "COM5", unit = "stone" }', "write one of kg, g, lb, oz"),
    ],
)
def test_a_scale_that_cannot_be_is_refused_by_its_key(file: Path, text: str, said: str) -> None:
    assert said in refusal(file, text)


def test_the_choices_for_a_scale_are_those_of_its_reader() -> None:
    assert set(SCALE_CHOICES["protocol"]) == {FIND_OUT, *PROTOCOLS}
    assert set(SCALE_CHOICES["framing"]) == set(FRAMINGS)
    assert set(SCALE_CHOICES["unit"]) <= set(GRAMS_IN)
    assert asdict(ScalePort("COM5")) == asdict(ScaleSettings("COM5"))
