"""`pickstation bench touches`: the scans and keys of each way of picking, counted, not claimed."""

from __future__ import annotations

import json

import pytest

from app.__main__ import main
from app.bench.reference_load import ITEMS, ORDERS, ZONES, zones_of


def test_the_reference_load_is_the_one_that_peers_were_counted_on() -> None:
    lines = [line for order in ORDERS for line in order]
    assert (len(ORDERS), len(lines), sum(line.quantity for line in lines)) == (10, 25, 40)
    assert sum(line.quantity > 1 for line in lines) == 12
    assert len(ITEMS) == 18
    assert {len(zones_of(order)) for order in ORDERS} == {2}
    assert {zone for order in ORDERS for zone in zones_of(order)} == set(ZONES)
    assert all(len({line.item for line in order}) == len(order) for order in ORDERS)


def test_each_stage_takes_the_scans_and_keys_that_are_its_goal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["bench", "touches", "--json"])
    told = json.loads(capsys.readouterr().out)
    missed = {row["stage"] for row in told["stages"] if not row["met"]}
    assert code == (1 if missed else 0)
    taken = {row["stage"]: (row["scans"], row["keys"]) for row in told["stages"]}
    assert taken == {
        "start a job": (2, 0),
        "single, into totes": (35, 12),
        "single, into boxes, labelled": (60, 0),
        "cluster": (53, 0),
        "zone, tote passes on": (48, 12),
        "zones side by side": (78, 12),
        "batch and wall, mixed tote": (97, 0),
        "batch and wall, tote an item": (63, 0),
        "pack": (60, 0),
        "pack what the wall proved": (20, 0),
    }
