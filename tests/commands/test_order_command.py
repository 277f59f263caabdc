"""`pickstation order` changes orders for whoever is at the shell, and says what is left to do."""

from __future__ import annotations

import json

import pytest

from tests import builders
from tests.commands.desk_shell import DeskShell
from tests.services import books, shift


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> DeskShell:
    return DeskShell(f"sqlite:///{tmp_path_factory.mktemp('orders') / 'floor.sqlite'}", capsys)


def test_a_cancelled_order_names_the_goods_to_take_out(shell: DeskShell) -> None:
    floor = shell.workplace
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    tote = builders.a_tote(floor)
    shift.pick_order(floor, builders.an_operator(floor), tote)
    assert shell.run("order", "cancel", number) == 0
    assert shell.said == (
        f"order {number} is cancelled\n  2 units fewer\n  take out 2 x {mug.sku} of {tote}\n"
    )


def test_quantities_holds_and_address_are_changed(shell: DeskShell) -> None:
    floor = shell.workplace
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    assert shell.run("order", "edit", number, "--line", "1=5", "--json") == 0
    assert json.loads(shell.said)["more"] == 3
    assert shell.run("order", "hold", number, "--note", "ask first") == 0
    assert shell.run("order", "release", number) == 0
    assert "lifted: operator" in shell.said
    words = ("--name", "Ada", "--street", "1 Lane", "--city", "Bonn", "--country", "de")
    assert shell.run("order", "address", number, *words) == 1
    assert shell.complained == "pickstation order: the address has no postcode\n"
    assert shell.run("order", "address", number, *words, "--postcode", "53111") == 0
    assert books.value(floor, "select country_code from address where city = 'Bonn'") == "DE"


def test_what_is_missing_is_listed_with_its_ways_out_and_settled(shell: DeskShell) -> None:
    floor = shell.workplace
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2), (tea, 1))
    assert shell.run("order", "edit", number, "--line", "1=3") == 0
    assert shell.run("order", "shortages") == 0
    assert shell.said == (
        f"order {number}, line 1: 1 x {mug.sku} missing; 0 free; wait, part ship, give up\n"
    )
    assert shell.run("order", "give-up", number, "--line", "1") == 0
    assert shell.run("order", "shortages") == 0
    assert shell.said == "Nothing is missing.\n"
    assert shell.run("order", "find-stock", number) == 1
    assert "lacks nothing" in shell.complained


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("cancel", "4711"), "no order has the number 4711; write it as the packing slip does"),
        (("edit", "#1", "--line", "9=1"), "order #1 has no line 9"),
        (("release", "#1"), "order #1 is not held for this"),
        (("wait", "#1"), "order #1 lacks nothing: stock is promised to each unit"),
        (
            ("write-off", "#1", "--line", "1=1"),
            "order #1, line 1: so many units are not on the way to the bench",
        ),
    ],
)
def test_what_is_refused_is_said_in_one_line(
    shell: DeskShell, words: tuple[str, ...], complaint: str
) -> None:
    mug, _ = builders.some_stock(shell.workplace)
    builders.a_released_order(shell.workplace, (mug, 1), number="#1")
    assert shell.run("order", *words) == 1
    assert (shell.said, shell.complained) == ("", f"pickstation order: {complaint}\n")


def test_a_quantity_that_is_none_is_wrong_usage(shell: DeskShell) -> None:
    with pytest.raises(SystemExit) as ended:
        shell.run("order", "edit", "#1", "--line", "1=many")
    assert ended.value.code == 2


def test_what_is_missing_follows_later_and_is_listed_no_more(shell: DeskShell) -> None:
    floor = shell.workplace
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2), (tea, 1))
    assert shell.run("order", "edit", number, "--line", "1=3") == 0
    assert shell.run("order", "take-from-tote", number) == 1
    assert "no less urgent order has units of it in a tote" in shell.complained
    assert shell.run("order", "part-ship", number) == 0
    assert books.order_state(floor, f"{number}-2") == "paid"
    assert shell.run("order", "shortages") == 0
    assert shell.said == "Nothing is missing.\n"
