"""`pickstation policy` says what pickers scan, and the next claim goes by it."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.confirmation import ConfirmationPolicy
from app.services import picking
from tests import builders
from tests.commands.desk_shell import DeskShell


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> DeskShell:
    folder = tmp_path_factory.mktemp("policy")
    desk = DeskShell(f"sqlite:///{folder / 'floor.sqlite'}", capsys)
    builders.a_site(desk.workplace)
    return desk


def test_the_house_and_its_classes_are_set_listed_and_dropped_and_claims_go_by_it(
    shell: DeskShell,
) -> None:
    floor = shell.workplace
    mug, _ = builders.some_stock(floor)
    ring, _ = builders.some_stock(floor)
    ana = builders.an_operator(floor)
    builders.a_released_order(floor, (mug, 2), (ring, 2))

    def claimed() -> dict[str, Any]:
        state = picking.claim_work(floor, ana)
        return {line.item.sku: line.policy for line in state.lines}

    assert set(claimed().values()) == {ConfirmationPolicy.STANDARD}
    assert shell.run("policy", "put", "JEWELS", ring.sku) == 0
    assert shell.run("policy", "set", "strict", "JEWELS") == 0
    assert shell.said == "JEWELS: strict (every unit)\n"
    assert shell.run("policy", "set", "fast", "--site") == 0
    assert claimed() == {mug.sku: ConfirmationPolicy.FAST, ring.sku: ConfirmationPolicy.STRICT}

    assert shell.run("policy", "list") == 0
    assert shell.said.splitlines() == [
        "all others: fast (the tote alone)",
        "JEWELS: strict (every unit), 1 items",
    ]
    assert shell.run("policy", "drop", "JEWELS") == 0
    assert shell.run("policy", "put", "JEWELS", ring.sku, "--serials", "yes", "--json") == 0
    assert shell.answer == {"class": "JEWELS", "items": 1}
    assert shell.run("policy", "list") == 0
    assert shell.said.splitlines()[1] == "JEWELS: as the house, 1 items, 1 of them by serial number"
    assert claimed()[ring.sku] is ConfirmationPolicy.STRICT


def test_an_item_nobody_knows_changes_nothing(shell: DeskShell) -> None:
    mug, _ = builders.some_stock(shell.workplace)
    assert shell.run("policy", "put", "GLASS", mug.sku, "NO-SUCH") == 1
    assert "NO-SUCH" in shell.complained
    assert shell.run("policy", "list", "--json") == 0
    assert [row["item_class"] for row in shell.answer["classes"]] == [""]
