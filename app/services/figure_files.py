"""Figures as files for other programs and for paper: rows of a table, and a report to print."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import zip_longest
from pathlib import Path
from typing import TextIO

from app.services.figure_plots import FigurePage
from app.services.figure_words import Translate, in_english, span_words
from app.services.figures import Figures
from printing.documents import Report
from printing.paper import Format
from printing.plots.model import Plot, PlotKind
from printing.rendering import render

PAPER_DPI = 300


@dataclass(frozen=True)
class FigureRow:
    """One number of a plot, with all that is needed to read it alone."""

    page: str
    figure: str
    of: str
    series: str
    value: float | None
    unit: str
    span: str
    cases: str
    target: float | None
    formula: str


def figure_rows(pages: Sequence[FigurePage]) -> Iterator[FigureRow]:
    """The numbers of pages, one a row; a plot without numbers has one row without a value."""
    for page in pages:
        for plot in page.plots:
            for of, series, value in _numbers(plot):
                yield FigureRow(
                    page=page.page.value,
                    figure=plot.title,
                    of=of,
                    series=series,
                    value=value,
                    unit=plot.unit,
                    span=plot.span,
                    cases=plot.cases,
                    target=None if plot.target is None else plot.target.value,
                    formula=plot.formula,
                )


def _numbers(plot: Plot) -> Iterator[tuple[str, str, float | None]]:
    if plot.is_empty:
        yield "", plot.nothing, None
        return
    for series in plot.series:
        labels = () if plot.kind is PlotKind.DOTS else plot.labels
        for at, (label, value) in enumerate(zip_longest(labels, series.values), start=1):
            yield label or str(at), series.name, value


def write_csv(out: TextIO, pages: Sequence[FigurePage]) -> None:
    """Write the numbers of pages as a table with a head."""
    table = csv.DictWriter(out, [field.name for field in fields(FigureRow)])
    table.writeheader()
    for row in figure_rows(pages):
        table.writerow(asdict(row))


def figures_report(
    told: Figures,
    pages: Sequence[FigurePage],
    translate: Translate = in_english,
    *,
    language: str = "en",
) -> Report:
    """Pages of figures as paper.

    Args:
        told: the figures.
        pages: which of them.
        translate: puts words into the reader's language.
        language: of the page numbers, as a BCP 47 tag.
    """
    return Report(
        title=translate("figures", "Figures"),
        subtitle=span_words(told.begins, told.ends),
        number=pages[0].title if len(pages) == 1 else "",
        plots=tuple(plot for page in pages for plot in page.plots),
        language=language,
    )


def save_figures(
    folder: Path, told: Figures, pages: Sequence[FigurePage], report: Report
) -> tuple[Path, ...]:
    """Write a table and a PDF of pages into a folder, under names that say the time.

    Returns:
        Both files.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"pickstation-figures-{told.ends.astimezone():%Y-%m-%d-%H%M}"
    table, paper = folder / f"{name}.csv", folder / f"{name}.pdf"
    with table.open("w", encoding="utf-8", newline="") as out:
        write_csv(out, pages)
    paper.write_bytes(render(report, Format.PDF, PAPER_DPI))
    return table, paper
