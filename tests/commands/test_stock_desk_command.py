"""`pickstation stock` tells histories and changes stock, in words and as JSON."""

from __future__ import annotations

from pathlib import Path

from app.domain.locations import LocationKind
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


def test_goods_are_moved_and_books_adjusted_with_a_reason(shell: Shell) -> None:
    mug, face = builders.some_stock(shell.floor, 9)
    shelf = builders.a_location(shell.floor, kind=LocationKind.RESERVE)
    assert shell.run("stock", "move", "4", mug.sku, face, shelf) == 0, shell.complained
    assert shell.said == f"4 x {mug.sku} from {face} to {shelf}; 5 are left\n"
    assert shell.run("stock", "adjust", "-2", mug.sku, shelf, "damaged") == 0, shell.complained
    assert f"{mug.sku} in {shelf}: -2, 2 units now" in shell.said
    assert shell.run("stock", "adjust", "3", mug.sku, shelf, "lost") == 1
    assert "3 units do not go with the reason lost" in shell.complained
    assert shell.run("stock", "move", "9", mug.sku, shelf, face) == 1
    assert f"{shelf}: the books hold 2 units" in shell.complained
    told = shell.told("stock", "history", mug.sku, "--at", shelf)
    assert [row["detail"] for row in told["rows"]] == ["damaged", ""]


def test_a_list_of_receipts_is_read_and_received_and_closed(shell: Shell, tmp_path: Path) -> None:
    mug, _ = builders.some_stock(shell.floor, 9)
    dock = builders.a_location(shell.floor, kind=LocationKind.STAGING)
    file = tmp_path / "asn.csv"
    head = "receipt,supplier,expected on,sku,quantity"
    file.write_text(f"{head}\nPO-1,Acme,2026-12-01,{mug.sku},24\nPO-2,Acme,,NO-SUCH,3\n")
    assert shell.run("import", "receipts", str(file)) == 1
    assert "asn.csv:3 [sku] 'NO-SUCH': No item has this SKU." in shell.said
    assert "receipts: 1 new" in shell.said
    assert shell.run("receive", "expected", mug.sku) == 0
    assert shell.said == f"24 x {mug.sku} in PO-1, on 2026-12-01\n"
    assert shell.run("receive", "take", "PO-1", mug.barcode, "20") == 0, shell.complained
    assert f"20 x {mug.sku} stand at {dock}; put them away at " in shell.said
    assert shell.run("import", "receipts", str(file)) == 1
    assert "1 unchanged" in shell.said
    assert shell.run("receive", "close", "PO-1") == 1
    assert f"{mug.sku}: 24 expected, 20 came; say why" in shell.complained
    assert shell.run("receive", "close", "PO-1", "--reason", f"{mug.sku}=supplier") == 0
    assert f"{mug.sku}" in shell.said
    assert "20 of 24 came (supplier)" in shell.said
    assert shell.run("receive", "close", "PO-1", "--reason", "nonsense") == 2
    assert shell.run("receive", "announce", "PO-3", f"{mug.sku}=6", "--supplier", "Acme") == 0
    assert [row["number"] for row in shell.told("receive", "list")] == ["PO-3"]
