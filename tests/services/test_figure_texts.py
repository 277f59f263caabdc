"""Texts of plots and reports are found by the tool that collects what is to be translated."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import app.services

SERVICES = Path(app.services.__path__[0])


def collected(tmp_path: Path) -> tuple[list[str], set[str]]:
    """The contexts and the texts that Qt's collector finds in what describes figures."""
    files = sorted(SERVICES.glob("figure_*.py")) + sorted(SERVICES.glob("shift_report*.py"))
    found = tmp_path / "texts.ts"
    program = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run([program, *files, "-ts", found], check=True, capture_output=True, timeout=120)
    told = found.read_text()
    texts = re.findall(r"<source>(.*?)</source>", told, re.DOTALL)
    return re.findall(r"<name>(.*?)</name>", told), {unescape(text) for text in texts}


def test_titles_units_formulas_and_words_of_the_report_are_found(tmp_path: Path) -> None:
    contexts, texts = collected(tmp_path)
    assert contexts == ["figures"]
    assert {"Time of orders by stage", "errors in 1,000 looks", "{0} in other aisles"} <= texts
    assert {"Lines picked", "Orders handed over", "further notice"} <= texts
    assert len(texts) > 200
