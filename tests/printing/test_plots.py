"""Plots say what they measure, and nothing is painted outside of the room they are given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product

import pytest

from printing.plots.brush import Align, Box, Tone
from printing.plots.cells import heat_step
from printing.plots.model import Plot, PlotKind, Series, Target
from printing.plots.painting import paint
from printing.plots.scales import every, ticks

LETTER = 5.0


@dataclass
class Notebook:
    """A brush that remembers; every letter is as wide as any other."""

    line: float = 10.0
    hair: float = 0.5
    fills: list[tuple[Box, Tone]] = field(default_factory=list)
    texts: list[tuple[str, Box]] = field(default_factory=list)

    def width(self, words: str, *, bold: bool = False) -> float:
        return len(words) * LETTER + bold

    def fill(self, box: Box, tone: Tone) -> None:
        self.fills.append((box, tone))

    def write(
        self, words: str, box: Box, tone: Tone, *, align: Align = "start", bold: bool = False
    ) -> None:
        del tone, align, bold
        self.texts.append((words, box))

    @property
    def words(self) -> list[str]:
        return [words for words, _ in self.texts]


COLUMNS = Plot(
    kind=PlotKind.COLUMNS,
    title="Lines an hour",
    unit="lines",
    span="06:00 - 07:00",
    cases="240 lines",
    labels=("06:00", "06:15", "06:30", "06:45"),
    series=(Series("lines/h", (60.0, None, 80.0, 100.0)),),
    formula="lines / hours",
    target=Target(75.0, "usual: 75"),
    nothing="Nobody picked.",
)
ROOM = Box(100, 50, 400, 220)


def painted(plot: Plot, room: Box = ROOM) -> Notebook:
    notebook = Notebook()
    paint(plot, notebook, room)
    return notebook


def of_kind(kind: PlotKind) -> Plot:
    series = (Series("first", (3.0, 9.0, 0.0, None)), Series("second", (1.0, 2.0, 3.0, 4.0)))
    return replace(COLUMNS, kind=kind, series=series)


@pytest.mark.parametrize("kind", PlotKind)
def test_every_plot_says_what_it_is_its_unit_span_cases_and_target(kind: PlotKind) -> None:
    words = " ".join(painted(of_kind(kind)).words)
    for said in ("Lines an hour", "lines", "06:00 - 07:00", "240 lines", "usual: 75"):
        assert said in words


@pytest.mark.parametrize(
    ("kind", "size"), list(product(PlotKind, [(400, 220), (220, 120), (900, 500), (150, 90)]))
)
def test_nothing_is_painted_outside_of_the_room(kind: PlotKind, size: tuple[int, int]) -> None:
    room = Box(100, 50, *size)
    outside = [
        box
        for box, _ in painted(of_kind(kind), room).fills
        if box.x < 99 or box.y < 49 or box.right > room.right + 2 or box.bottom > room.bottom + 15
    ]
    assert outside == []


def test_columns_are_as_high_as_their_numbers_and_carry_them() -> None:
    notebook = painted(COLUMNS)
    heights = [box.height for box, tone in notebook.fills if tone is Tone.PLAIN]
    assert [round(height / heights[0], 2) for height in heights] == [1.0, 1.33, 1.67]
    assert {"60", "80", "100"} <= set(notebook.words)
    assert "-" not in notebook.words


def test_series_differ_without_colour() -> None:
    marks = [Notebook() for _ in range(4)]
    for number, notebook in enumerate(marks):
        series = tuple(
            Series(str(at), (10.0 if at == number else 0.0,)) for at in range(len(marks))
        )
        plot = replace(COLUMNS, labels=("a",), series=series, target=None)
        paint(plot, notebook, ROOM)
    shapes = {
        tuple((round(box.y), round(box.height), round(box.width)) for box, _ in each.fills[-60:])
        for each in marks
    }
    assert len(shapes) == 4


def test_heat_cells_print_their_number_and_places_that_are_none_stay_open() -> None:
    plot = replace(
        COLUMNS,
        kind=PlotKind.HEAT,
        labels=("01", "02"),
        series=(Series("A 1", (12.0, None)), Series("A 2", (0.0, 3.0))),
    )
    words = painted(plot).words
    assert [words.count(number) for number in ("12", "0", "3", "-")] == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("value", "step"), [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (75, 3), (76, 4), (100, 4)]
)
def test_a_cell_is_as_strong_as_its_share_of_the_largest(value: float, step: int) -> None:
    assert heat_step(value, 100) == step


@pytest.mark.parametrize("kind", [PlotKind.ROWS, PlotKind.DOTS])
def test_rows_that_do_not_fit_are_counted(kind: PlotKind) -> None:
    rows = tuple(Series(f"row {number}", (float(number),)) for number in range(40))
    plot = replace(COLUMNS, kind=kind, series=rows)
    if kind is PlotKind.ROWS:
        values = tuple(float(number) for number in range(40))
        plot = replace(plot, labels=tuple(f"row {n}" for n in range(40)))
        plot = replace(plot, series=(Series("lines", values),))
    words = painted(plot).words
    shown = sum(word.startswith("row ") for word in words)
    assert f"+ {40 - shown}" in words
    assert 0 < shown < 40


def test_a_plot_without_numbers_says_so_and_draws_no_axis() -> None:
    notebook = painted(replace(COLUMNS, series=(Series("lines/h", (None,) * 4),)))
    assert "Nobody picked." in notebook.words
    assert "06:15" not in notebook.words


def test_why_there_is_no_target_is_said_in_whole() -> None:
    why = "fewer than five days of picking are on record, so that nothing is usual here yet"
    notebook = painted(replace(COLUMNS, target=None, no_target=why), Box(0, 0, 200, 220))
    assert why in " ".join(notebook.words)


@pytest.mark.parametrize(
    ("largest", "most", "marks"),
    [
        (100, 5, [0, 20, 40, 60, 80, 100]),
        (7, 4, [0, 2, 4, 6, 8]),
        (0, 4, [0, 0.5, 1]),
        (1, 1, [0, 1]),
        (12_345, 3, [0, 5000, 10_000, 15_000]),
        (0.03, 3, [0, 0.01, 0.02, 0.03]),
    ],
)
def test_axes_have_round_numbers_up_to_the_largest(
    largest: float, most: int, marks: list[float]
) -> None:
    assert ticks(largest, most) == pytest.approx(marks)


@pytest.mark.parametrize(
    ("count", "each", "room", "step"),
    [(10, 20, 400, 1), (10, 50, 400, 2), (96, 40, 400, 10), (3, 900, 400, 3), (0, 10, 100, 1)],
)
def test_labels_are_left_out_evenly(count: int, each: float, room: float, step: int) -> None:
    assert every(count, each, room) == step
