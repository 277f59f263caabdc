"""What a plot says, as frozen values: its words, its numbers, and what they are measured against.

The description knows no colours, sizes or paper. `printing.plots.painting` draws it with any brush:
the screen's, or that of a sheet of paper.
"""

from dataclasses import dataclass
from enum import StrEnum


class PlotKind(StrEnum):
    """How numbers are shown."""

    COLUMNS = "columns"
    """One column a label, stacked where there are several series."""
    ROWS = "rows"
    """One bar a label, lying, with its number behind it; stacked where there are several series."""
    STEPS = "steps"
    """Counts that hold until the next label; one line a series."""
    HEAT = "heat"
    """One row a series, one cell a label; the number stands in its cell."""
    DOTS = "dots"
    """One row a series with a dot a value; the labels are not used."""


@dataclass(frozen=True)
class Series:
    """Numbers that belong together.

    Attributes:
        name: What they are.
        values: One for each label; None where there is none. Of `DOTS`, as many as there are.
    """

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Target:
    """What the numbers are to reach, or to stay below, and what it is called."""

    value: float
    words: str


@dataclass(frozen=True)
class Plot:
    """A plot.

    Attributes:
        kind: How it is drawn.
        title: What it shows.
        unit: Of all its numbers.
        span: The time they are from, in words.
        cases: Of how many cases they are, in words.
        labels: Of the columns, rows or cells.
        series: The numbers.
        formula: How they were worked out.
        target: What they are to reach; None where nobody said.
        no_target: Why there is no target, in words.
        notes: More about each label, behind its bar; or nothing.
        nothing: What is said where there is no number at all.
        decimals: Digits behind the point.
    """

    kind: PlotKind
    title: str
    unit: str
    span: str
    cases: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    formula: str
    target: Target | None = None
    no_target: str = ""
    notes: tuple[str, ...] = ()
    nothing: str = ""
    decimals: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is no number at all."""
        return all(value is None for each in self.series for value in each.values)

    @property
    def largest(self) -> float:
        """The largest number that is drawn, stacks as their sums; the target too. At least 0."""
        numbers = [0.0] if self.target is None else [self.target.value]
        if self.kind in {PlotKind.COLUMNS, PlotKind.ROWS}:
            stacks = zip(*(each.values for each in self.series), strict=True)
            numbers += [sum(value or 0.0 for value in stack) for stack in stacks]
        else:
            numbers += [value or 0.0 for each in self.series for value in each.values]
        return max(0.0, *numbers)

    def shown(self, value: float | None) -> str:
        """A number as it is written."""
        return "-" if value is None else f"{value:,.{self.decimals}f}"

    @property
    def measures(self) -> tuple[str, ...]:
        """Unit, time span and cases, as far as they are said."""
        return tuple(filter(None, (self.unit, self.span, self.cases)))
