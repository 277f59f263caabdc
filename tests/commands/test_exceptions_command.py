"""`pickstation exceptions` shows the list of the exception desk and decides as it does."""

from __future__ import annotations

import pytest

from app.domain.readings import Command
from app.services import picking
from tests import builders
from tests.commands.desk_shell import DeskShell
from tests.services import shift


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> DeskShell:
    return DeskShell(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'floor.sqlite'}", capsys)


def test_a_shortage_is_listed_shown_with_its_ways_and_decided_once(shell: DeskShell) -> None:
    floor = shell.workplace
    assert shell.run("exceptions", "list") == 0
    assert shell.said == "Nothing waits for a lead.\n"
    (mug, place), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2), (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    scans = (Command.SHORT.value, builders.typed(0), Command.OK.value)
    shift.pick_to_end(floor, ana, shift.pick(floor, ana, state, *scans).state, tote)
    assert shell.run("exceptions", "list", "--json") == 0
    (row,) = shell.answer
    assert (row["kind"], row["where"], row["order_number"]) == ("short", place, number)
    assert shell.run("exceptions", "show", row["key"]) == 0
    assert "  * wait (time left)\n  - part_ship\n  - give_up" in shell.said
    assert shell.run("exceptions", "decide", row["key"], "cancel") == 1
    assert "nothing waits for this decision" in shell.complained
    assert shell.run("exceptions", "decide", row["key"], "give_up") == 0
    assert shell.said == f"{row['key']}: give up\n"
    assert shell.run("exceptions", "show", row["key"]) == 1
    assert shell.run("exceptions", "undo") == 0
    assert shell.said == f"{number}: give up is undone\n"
    assert shell.run("exceptions", "show", row["key"]) == 0
    assert shell.run("exceptions", "undo") == 1
    assert "nothing was decided" in shell.complained
