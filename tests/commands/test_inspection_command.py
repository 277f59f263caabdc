"""`pickstation inspection` sets rules, names what waits, and tells how right the floor works."""

from __future__ import annotations

from app.domain.locations import LocationKind
from tests import builders
from tests.commands.test_stock_commands import Shell, shell
from tests.services import inspection_desk

__all__ = ["shell"]


def test_rules_are_set_shown_and_refused_where_they_make_no_sense(shell: Shell) -> None:
    assert shell.run("inspection", "list") == 0
    assert "on demand only" in shell.said
    builders.a_site(shell.floor)
    place = builders.a_location(shell.floor, kind=LocationKind.STAGING)
    assert shell.run("inspection", "place", place) == 0
    assert shell.run("inspection", "set", "--share", "5", "--new-orders", "20") == 0
    assert f"at {place}: 5 % of all orders, an operator's first 20 orders" in shell.said
    rules = shell.told("inspection", "set", "--share", "0", "--past-short", "1")
    assert (rules["share"], rules["new_orders"], rules["past_short"]) == (0, 20, True)
    assert shell.run("inspection", "set", "--value", "9", "--new-days", "999") == 1
    assert "new_days can't be 999" in shell.complained
    assert shell.told("inspection", "list")["rules"]["value"] == 0
    assert shell.run("inspection", "place", "NOWHERE") == 1
    assert "NOWHERE is no location" in shell.complained


def test_orders_are_demanded_and_let_pass_and_accuracy_names_who_picked(shell: Shell) -> None:
    floor = shell.floor
    mug, _ = builders.some_stock(floor, 9)
    ana, quinn = builders.an_operator(floor, "Ana Kovac"), builders.an_operator(floor)
    number, tote = inspection_desk.a_picked_order(floor, ana, (mug, 2))
    other, _ = inspection_desk.a_picked_order(floor, ana, (mug, 1))
    for each in (number, other):
        assert shell.run("inspection", "demand", each) == 0
    assert shell.run("inspection", "demand", each) == 0
    assert "waits to be inspected already" in shell.said
    assert shell.run("inspection", "list") == 0
    assert f"order {number}: demand, picked" in shell.said
    assert shell.run("inspection", "pass", other) == 0
    inspection_desk.inspect_order(floor, quinn, tote, mug.barcode, inspection_desk.OK, 2)
    assert shell.run("inspection", "accuracy") == 0
    assert "inspection: 1 errors caught in 2 lines, 50.00% right" in shell.said
    assert "picked by Ana Kovac: missing 1 lines, 1 units" in shell.said
    assert shell.run("inspection", "demand", "no-such") == 1
    assert "no order has the number no-such" in shell.complained
