"""The short form of the torture: real processes, a few faults of each sort, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 600.0
"""Seconds for a run that takes ten on a quiet machine."""

ON_POSTGRESQL = (
    "kill_before_ack,kill_in_transaction,crash_server,cut,lose_reply,halve_request,terminate_all"
)
ON_SQLITE = "kill_before_ack,kill_in_transaction,kill_station,freeze_briefly,fill_disk"


def torture(*words: str) -> dict[str, Any]:
    """Run it, and return what it tells; it must have found nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--json", "--any-path", *words],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert not told["violations"], told["violations"]
    assert done.returncode == 0, done.stderr
    return told


@pytest.mark.postgresql
def test_stations_on_a_server_lose_nothing_whatever_fails() -> None:
    told = torture(
        *("--stations", "2", "--seconds", "3", "--every", "0.35", "--seed", "7"),
        *("--shipped", "2"),
        *("--faults", ON_POSTGRESQL),
    )
    assert told["counts"]["orders_shipped"] >= 2
    assert told["restarts"] >= 1
    assert len(told["faults"]) >= 7


def test_a_station_and_commands_on_one_file_lose_nothing_whatever_fails() -> None:
    with TemporaryDirectory() as folder:
        told = torture(
            *("--database", f"sqlite:///{folder}/floor.sqlite", "--stations", "1"),
            *("--seconds", "4", "--every", "0.7", "--seed", "7", "--faults", ON_SQLITE),
            *("--shipped", "2"),
        )
    assert told["counts"]["orders_shipped"] >= 2
    assert told["restarts"] >= 1
    assert told["happened"]["check ended with 0"] >= 1
