"""`pickstation substitute` and `count empty`: what a picker is offered and asked goes by them."""

from __future__ import annotations

import pytest

from app.services import picking
from tests import builders
from tests.commands.desk_shell import DeskShell


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> DeskShell:
    """A shell at a house that is set up."""
    folder = tmp_path_factory.mktemp("substitute")
    desk = DeskShell(f"sqlite:///{folder / 'floor.sqlite'}", capsys)
    builders.a_site(desk.workplace)
    return desk


def test_what_stands_in_and_who_agreed_is_set_listed_and_taken_back(shell: DeskShell) -> None:
    floor = shell.workplace
    mug, _ = builders.some_stock(floor)
    red, _ = builders.some_stock(floor, 7)
    number = builders.a_released_order(floor, (mug, 2))
    ana = builders.an_operator(floor)

    def offered() -> str | None:
        return picking.claim_work(floor, ana).lines[0].substitute

    assert shell.run("substitute", "list") == 0
    assert shell.said == "Nothing stands in for anything.\n"
    assert shell.run("substitute", "add", mug.sku, red.sku, "--rank", "2") == 0
    assert shell.said == f"{red.sku} may be sent in place of {mug.sku}\n"
    assert offered() is None, "the customer was not asked"
    assert shell.run("substitute", "agree", number) == 0
    assert shell.said == f"order {number} takes other items\n"
    assert offered()
    assert shell.run("substitute", "list") == 0
    assert shell.said == f"{mug.sku}: {red.sku} (rank 2, 7 free)\n"
    assert shell.run("substitute", "agree", number, "--no", "--json") == 0
    assert shell.answer == {"number": number, "agrees": False}
    assert offered() is None
    assert shell.run("substitute", "remove", mug.sku, red.sku) == 0
    assert shell.run("substitute", "list", "--json") == 0
    assert shell.answer == []


@pytest.mark.parametrize(
    "words",
    [
        ("add", "NO-SUCH", "40-118"),
        ("add", "40-118", "NO-SUCH"),
        ("add", "40-118", "40-118"),
        ("agree", "#404"),
    ],
)
def test_what_nobody_knows_changes_nothing(shell: DeskShell, words: tuple[str, ...]) -> None:
    builders.an_item(shell.workplace, sku="40-118")
    assert shell.run("substitute", *words) == 1
    assert shell.complained.startswith("pickstation substitute: ")
    assert shell.run("substitute", "list", "--json") == 0
    assert shell.answer == []


def test_pickers_are_asked_whether_a_place_is_empty_from_the_next_claim_on(
    shell: DeskShell,
) -> None:
    floor = shell.workplace
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana = builders.an_operator(floor)
    assert not picking.claim_work(floor, ana).checks_empty
    assert shell.run("count", "empty", "ask") == 0
    assert shell.said == "whoever takes the last unit of a place is asked whether it is empty\n"
    assert picking.claim_work(floor, ana).checks_empty
    assert shell.run("count", "empty", "trust") == 0
    assert not picking.claim_work(floor, ana).checks_empty
