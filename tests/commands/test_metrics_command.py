"""`pickstation metrics` prints figures with their formulas and writes them into a file."""

from __future__ import annotations

import csv
from pathlib import Path

from tests import builders
from tests.commands.test_stock_commands import Shell, shell
from tests.printing.decoding import page_texts
from tests.services import shift

__all__ = ["shell"]


def test_figures_are_printed_with_formulas_and_written_as_a_table(
    shell: Shell, tmp_path: Path
) -> None:
    mug, _ = builders.some_stock(shell.floor, 9)
    who, tote = builders.an_operator(shell.floor, "Ana Kovac"), builders.a_tote(shell.floor)
    builders.a_released_order(shell.floor, (mug, 2))
    shift.pick_order(shell.floor, who, tote)
    table, paper = tmp_path / "figures.csv", tmp_path / "figures.pdf"
    assert shell.run("metrics", "--csv", str(table), "--pdf", str(paper)) == 0
    assert "single orders" in shell.said
    assert "Orders handed over by their cut-off / all released orders" in shell.said
    assert "Ana" not in shell.said
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    units = next(row for row in rows if row["page"] == "effort" and row["of"] == "single orders")
    assert (units["unit"], float(units["value"]) > 0) == ("scans and keys a unit", True)
    text = "\n".join(page_texts(paper.read_bytes()))
    assert "Lines an hour by method and zone" in text
    assert "Ana" not in text
    told = shell.told("metrics", "--page", "people")["rows"]
    assert [row["series"] for row in told] == ["Nobody picked long enough in this time."]


def test_senseless_spans_and_files_are_refused(shell: Shell, tmp_path: Path) -> None:
    span = ("--from", "2026-05-04T08:00", "--to", "2026-05-04T07:00")
    assert shell.run("metrics", *span) == 2
    assert "begins at 04 May 08:00" in shell.complained
    assert shell.run("metrics", "--csv", str(tmp_path / "no" / "figures.csv")) == 1
    assert "No such file" in shell.complained


def test_the_shift_report_is_told_and_written(shell: Shell, tmp_path: Path) -> None:
    mug, _ = builders.some_stock(shell.floor, 9)
    who, tote = builders.an_operator(shell.floor, "Ana Kovac"), builders.a_tote(shell.floor)
    builders.a_released_order(shell.floor, (mug, 2))
    shift.pick_order(shell.floor, who, tote)
    paper = tmp_path / "shift.pdf"
    assert shell.run("shift-report", "--pdf", str(paper)) == 0
    assert "Open orders by cut-off" in shell.said
    assert "Ana Kovac" in shell.said
    assert "Handed over by" in " ".join(page_texts(paper.read_bytes()))
    assert shell.run("shift-report", "--printer", "nowhere") == 1
    assert "the report cannot be printed" in shell.complained
    assert shell.run("shift-report", "--from", "2099-01-01T06:00") == 2
