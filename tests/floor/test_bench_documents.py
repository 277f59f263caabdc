"""The benchmark of documents draws real papers, and times labels at a port that listens."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.bench.drawing_calls import pdf_calls, replay_pdf, replay_zpl, zpl_parts
from printing.paper import Format
from printing.rendering import laid_out, render
from tests.printing.decoding import page_texts, pages
from tests.printing.paper_samples import ARABIC, LABEL, SHAPED, SLIP
from tests.servers.program import run_program


def test_rates_and_first_bytes_are_measured() -> None:
    done = run_program("bench", "documents", "--scans", "10", "--json", timeout=600)
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    assert figures["parcels"] == 10
    assert len(figures["rates"]) == 4
    for rate in figures["rates"].values():
        assert rate["per_second"] > 0
        assert rate["ratio"] >= 0.9  # nothing is quicker than the calls it is made of, but clocks
    waits = figures["milliseconds"]
    for what in ("last_unit_to_first_byte", "box_to_first_byte", "closing"):
        assert 0 < waits[what]["median"] <= waits[what]["p99"] <= waits[what]["max"]
    assert waits["closing"]["median"] <= waits["box_to_first_byte"]["max"]
    slowest = figures["slowest"]
    assert abs(slowest["ms"] - waits["last_unit_to_first_byte"]["max"]) <= 1
    assert slowest["closing_ms"] + slowest["spool_ms"] <= slowest["ms"] + 1
    assert slowest["printer_asked"] >= 1


@pytest.mark.parametrize(
    "document", [LABEL, replace(LABEL, ship_to=SHAPED[0]), SLIP], ids=["label", "thai", "slip"]
)
def test_the_bare_calls_draw_the_same_page(document: object) -> None:
    calls = pdf_calls(laid_out(document, Format.PDF, 203), "same")  # type: ignore[arg-type]  # a document
    bare, whole = replay_pdf(calls), render(document, Format.PDF, 203)  # type: ignore[arg-type]  # the same
    assert page_texts(bare) == page_texts(whole)
    assert [p.tobytes() for p in pages(bare, 100)] == [p.tobytes() for p in pages(whole, 100)]


def test_the_bare_packing_makes_labels_with_the_same_pictures() -> None:
    label = render(replace(LABEL, ship_to=ARABIC), Format.ZPL, 203)
    parts = zpl_parts(label)
    again = zpl_parts(replay_zpl(parts))
    assert parts.pictures
    assert again.pictures == parts.pictures
    assert again.fields == parts.fields
