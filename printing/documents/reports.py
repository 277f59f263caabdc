"""Reports for whoever leads the floor: facts, tables, free words and plots on office paper."""

from dataclasses import dataclass

from printing.paper import Paper
from printing.plots.model import Plot


@dataclass(frozen=True)
class ReportColumn:
    """A column of a report's table.

    Attributes:
        name: What its head says.
        width_mm: Its width; None for the one column that takes what the others leave.
        is_number: Whether its cells end at the same edge.
    """

    name: str
    width_mm: float | None = None
    is_number: bool = False


@dataclass(frozen=True)
class ReportSection:
    """A part of a report.

    Attributes:
        title: What it is about.
        columns: Of its table; none where it has none.
        rows: One cell a column each.
        more: That rows were left out, and how many; or empty.
        lines: Free words, a paragraph each.
        nothing: What is said where there are neither rows nor words.
    """

    title: str
    columns: tuple[ReportColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: str = ""
    lines: tuple[str, ...] = ()
    nothing: str = ""


@dataclass(frozen=True)
class Report:
    """A report, with all of its words: they are those of whoever asked for it.

    Attributes:
        title: What kind of report it is.
        subtitle: The time it is about.
        number: What it is called.
        facts: Captions and values at its head, one after the other.
        sections: In their order.
        plots: In their order, after the sections.
        signed_by: Captions of lines to sign on; or nothing.
    """

    title: str
    subtitle: str
    number: str
    facts: tuple[str, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    plots: tuple[Plot, ...] = ()
    signed_by: tuple[str, ...] = ()
    language: str = "en"
    paper: Paper = Paper.A4
