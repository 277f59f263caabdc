"""`pickstation why` says in sentences what "Why?" says on the screens."""

from __future__ import annotations

import pytest

from app.services.allocating import allocate_waiting_orders
from tests import builders
from tests.commands.desk_shell import DeskShell
from tests.services import books


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> DeskShell:
    return DeskShell(f"sqlite:///{tmp_path_factory.mktemp('why') / 'floor.sqlite'}", capsys)


def test_an_order_a_place_an_item_and_a_person_have_their_reasons(shell: DeskShell) -> None:
    floor = shell.workplace
    mug, place = builders.some_stock(floor, 3)
    number = builders.an_order(floor, (mug, 2))
    allocate_waiting_orders(floor)
    assert shell.run("why", number) == 0
    assert shell.said == f"{number}\n  It is ready and nobody has released it. Release it.\n"
    assert shell.run("why", f"L-{place}") == 0
    assert f"Orders take 2 units from {place}: it lies nowhere else." in shell.said
    assert shell.run("why", mug.sku, "--json") == 0
    assert [each["reason"] for each in shell.answer["reasons"]] == ["free_there"]
    ana = builders.an_operator(floor)
    staff = books.value(floor, "select staff_number from operator where id = :i", i=ana)
    assert shell.run("why", staff) == 0
    assert "No work is ready for Ana Kovac. Release some." in shell.said


def test_what_nobody_knows_is_refused(shell: DeskShell) -> None:
    assert shell.run("why", "NO-SUCH-THING") == 1
    assert "nothing in this house has the code" in shell.complained
