"""Reads the printed papers back: every label's bars must name the parcel it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import zxingcpp

from app.db.queries.inquiry import CartonPaper
from printing.documents import from_record
from printing.paper import Format
from printing.rendering import render

DPI = 203
LABEL = "shipping_label"


@dataclass(frozen=True)
class PaperCheck:
    """How many labels were drawn and how many of them a barcode reader read right."""

    labels: int
    decoded: int
    wrong: tuple[str, ...]


def write_and_read_labels(papers: Sequence[CartonPaper], folder: Path) -> PaperCheck:
    """Write each label as PDF too, draw it as a printer would and read its SSCC back.

    Args:
        papers: the documents of the shipped cartons.
        folder: where the PDFs go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    labels = [paper for paper in papers if paper.document_kind == LABEL]
    for paper in labels:
        content = render(from_record(paper.document), Format.PDF, DPI)
        (folder / f"{paper.sscc}.pdf").write_bytes(content)
        if f"00{paper.sscc}" not in read_codes(content):
            wrong.append(paper.order_number)
    return PaperCheck(len(labels), len(labels) - len(wrong), tuple(wrong))


def read_codes(pdf: bytes) -> list[str]:
    """What a barcode reader finds on a document's first page, drawn at a label printer's dots."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()
    return [found.bytes.decode("ascii", "replace") for found in zxingcpp.read_barcodes(picture)]
