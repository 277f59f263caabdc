"""`pickstation metrics` prints figures with their formulas and writes them into a file."""

from __future__ import annotations

import csv
from pathlib import Path

from tests import builders
from tests.commands.test_stock_commands import Shell, shell
from tests.services import shift

__all__ = ["shell"]


def test_figures_are_printed_with_formulas_and_written_as_a_table(
    shell: Shell, tmp_path: Path
) -> None:
    mug, _ = builders.some_stock(shell.floor, 9)
    who, tote = builders.an_operator(shell.floor, "Ana Kovac"), builders.a_tote(shell.floor)
    builders.a_released_order(shell.floor, (mug, 2))
    shift.pick_order(shell.floor, who, tote)
    file = tmp_path / "figures.csv"
    assert shell.run("metrics", "--csv", str(file)) == 0
    assert "single" in shell.said
    assert "on_time: orders handed over by their cut-off" in shell.said
    assert "Ana" not in shell.said
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    lines = next(row for row in rows if row["figure"] == "lines")
    assert (lines["of"], lines["value"], lines["unit"]) == ("single", "1.0", "2 units")
    assert shell.told("metrics")["rows"][0]["figure"] == "lines_an_hour"


def test_senseless_spans_and_files_are_refused(shell: Shell, tmp_path: Path) -> None:
    span = ("--from", "2026-05-04T08:00", "--to", "2026-05-04T07:00")
    assert shell.run("metrics", *span) == 2
    assert "begins at 04 May 08:00" in shell.complained
    assert shell.run("metrics", "--csv", str(tmp_path / "no" / "figures.csv")) == 1
    assert "No such file" in shell.complained
