"""What becomes of a parcel's label under each fault: never two that count, never none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from printing.jobs import JobState
from tests.printing.fault_bench import Bench, others
from tests.printing.fault_causes import (
    CUPS_FAULTS,
    DATABASE_FAULTS,
    PARCELS,
    PRINTER_FAULTS,
    WORKER_FAULTS,
    at_serial,
    at_tcp,
    behind_cups,
)
from tests.printing.fault_floors import Floor, Floors
from tests.printing.fault_ipp import IPP_FAULTS, at_office_printer


@dataclass(frozen=True)
class Outcome:
    """How a fault ended.

    Attributes:
        fault: What went wrong.
        path: The way to paper.
        stood: How the label stood after the fault, and until all was well again.
        asked: How often a person was asked whether it came out; they looked and told the truth.
        sheets: Labels of the parcel on paper, in all.
        valid: Those of them that count: not of a label that was voided.
        marked: Whether the one that counts says that it is a copy.
    """

    fault: str
    path: str
    stood: tuple[str, ...]
    asked: int
    sheets: int
    valid: int
    marked: bool

    @property
    def is_right(self) -> bool:
        """Whether the parcel has one label that counts, and no second one."""
        return self.valid == 1


def rows(is_shared: bool) -> list[tuple[str, str]]:
    """Fault and path of every row, for a database that is shared or embedded."""
    return [
        *(("TCP", fault) for fault in PRINTER_FAULTS),
        *(("serial", fault) for fault in PRINTER_FAULTS),
        *(("TCP", fault) for fault in WORKER_FAULTS),
        *(("TCP", fault) for fault in (DATABASE_FAULTS if is_shared else ())),
        *(("CUPS", fault) for fault in CUPS_FAULTS),
        *(("IPP", fault) for fault in IPP_FAULTS),
    ]


def run(floors: Floors, path: str, fault: str) -> Outcome:
    """Let a fault happen to a parcel on a floor of its own, and see how it ends."""
    with (
        floors.copy(PARCELS.get(fault, 1)) as floor,
        a_bench(floor) as bench,
        TemporaryDirectory() as short,  # a socket's path has room for 107 bytes
    ):
        happen(bench, Path(short), path, fault)
        return outcome_of(bench, path, fault)


@contextmanager
def a_bench(floor: Floor) -> Iterator[Bench]:
    """The bench at a floor, closed in the end."""
    bench = Bench.open(floor)
    try:
        yield bench
    finally:
        bench.close()


def happen(bench: Bench, folder: Path, path: str, fault: str) -> None:
    """Let a fault happen at the printer that a path leads to, and let all be well again."""
    if path == "CUPS":
        action, is_on = CUPS_FAULTS[fault]
        behind_cups(bench, folder / "cups", action, is_on=is_on)
    elif path == "IPP":
        at_office_printer(bench, folder, IPP_FAULTS[fault])
    else:
        known = PRINTER_FAULTS | WORKER_FAULTS | DATABASE_FAULTS
        with (at_tcp if path == "TCP" else at_serial)(bench) as device:
            known[fault](bench, device)
            bench.settle()


def outcome_of(bench: Bench, path: str, fault: str) -> Outcome:
    """How it ended for the bench's parcel."""
    sheets = bench.out()
    voided = sum(state is JobState.SUPERSEDED for state in others(bench).values())
    valid = len(sheets) - (voided if "after it came out" in fault else 0)
    marked = bool(sheets) and b"COPY" in sheets[-1]
    return Outcome(fault, path, tuple(bench.stood), bench.asked, len(sheets), valid, marked)


def as_table(outcomes: list[Outcome]) -> str:
    """The outcomes as a table of text."""
    head = ("path", "fault", "how the label stood, then", "asked", "on paper", "that count", "")
    cells = [head] + [
        (
            each.path,
            each.fault,
            " > ".join(each.stood),
            str(each.asked),
            str(each.sheets) + (" (marked COPY)" if each.marked else ""),
            str(each.valid),
            "right" if each.is_right else "WRONG",
        )
        for each in outcomes
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
