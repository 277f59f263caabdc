"""`pickstation stock` tells histories and changes stock, in words and as JSON."""

from __future__ import annotations

from tests import builders
from tests.commands.test_stock_commands import Shell, shell

__all__ = ["shell"]


def test_a_history_is_told_with_balances_and_as_json(shell: Shell) -> None:
    mug, face = builders.some_stock(shell.floor, 9)
    assert shell.run("stock", "history", mug.barcode, "--at", face) == 0, shell.complained
    assert f"at {face}: 9 units now" in shell.said
    assert f"9 x {mug.sku} " in shell.said
    assert ", 0 -> 9" in shell.said
    told = shell.told("stock", "history", f"L-{face}")
    assert (told["kind"], [row["record"] for row in told["rows"]]) == ("place", ["ledger"])
    assert shell.run("stock", "history", "no-such-thing") == 1
    assert "nothing in this house has the code no-such-thing" in shell.complained
