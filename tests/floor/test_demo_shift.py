"""The demo plays a shift on either database and leaves what it promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from printing.paper import Paper
from tests.floor.station_process import ROOT
from tests.printing.decoding import pages, printed_zpl, read

ORDERS = 4


@pytest.fixture
def shift(database_url: str, tmp_path: Path) -> Path:
    """The folder of a demo that was played in a process of its own."""
    words = ["demo", "--orders", str(ORDERS), "--seed", "3", "--out", str(tmp_path / "shift")]
    done = subprocess.run(
        [sys.executable, "-m", "app", *words, "--database", database_url],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return tmp_path / "shift"


def test_shift_ships_its_orders_and_every_unit_is_accounted_for(shift: Path) -> None:
    report = json.loads((shift / "report.json").read_text(encoding="utf-8"))
    assert report["orders_imported"] == 2561
    assert report["orders_shipped"] == report["slips"] == report["labels"] == ORDERS
    assert report["units_received"] == report["units_on_hand"] + report["units_shipped"]
    assert report["orders_held"] > 0
    assert report["wrong_scans_stopped"] == report["details"]["wrong_scans_made"] > 0
    assert not any(report["details"]["database_check"].values())

    numbers = [path.stem for path in sorted((shift / "labels-pdf").glob("*.pdf"))]
    assert len(numbers) == ORDERS
    for number in numbers:
        picture = pages((shift / "labels-pdf" / f"{number}.pdf").read_bytes(), 203)[0]
        assert ("]C1", f"00{number}".encode()) in read(picture)
    for label in (shift / "labels").glob("*.zpl"):
        size = Paper.LABEL_4X6_IN.size_dots(203)
        found = read(printed_zpl(label.read_bytes(), size, 203))
        assert {data for _, data in found} & {f"00{number}".encode() for number in numbers}

    pictures = list((shift / "screenshots").glob("*.png"))
    assert len(pictures) >= 15
    for path in pictures:
        with Image.open(path) as picture:
            assert len(picture.convert("RGB").getcolors(2**24) or []) > 20, f"{path} is blank"
