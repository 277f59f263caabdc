"""Labels and slips a second beside the bare drawing of them; last unit scan to first label byte."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bench.demo_orders import release_demo_orders
from app.bench.drawing_calls import pdf_calls, replay_pdf, replay_zpl, zpl_parts
from app.bench.first_byte import FirstBytes, measure_first_bytes
from app.bench.raw_commit import Durations, raw_commits
from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.settled_memory import settle_memory
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience, database_words, parse_url
from app.demo.warehouse import PACKER
from app.services.inquiry import papers_of_shipped, some_codes
from app.services.signing_in import sign_in_by_badge
from app.services.workplace import Workplace
from app.settings import StationSettings
from printing.documents import Document, PackingSlip, ShippingLabel, from_record
from printing.paper import Format
from printing.rendering import laid_out, render

LABEL_DPI, SLIP_DPI = 203, 300
LONG_SLIP_LINES = 200
MOST_PARCELS = 200
GOAL_MS = 2000
"""From the last unit's scan to the first byte of the label: what a packer does not wait for."""

ROUNDS = 3
"""How often each kind is drawn; the best round counts."""


@dataclass(frozen=True)
class Rate:
    """How quickly documents of a kind are made.

    Attributes:
        name: Kind and format.
        documents: How many different ones.
        seconds: Of processor time for all of them, as the spool asks for them.
        bare_seconds: The same for the same calls of the PDF library, or the same pictures packed
            and fields joined, and nothing else.
    """

    name: str
    documents: int
    seconds: float
    bare_seconds: float

    def as_json(self) -> dict[str, object]:
        """The rate as it is printed for machines."""
        return {
            "documents": self.documents,
            "per_second": round(self.documents / self.seconds, 1),
            "ms_each": round(1000 * self.seconds / self.documents, 2),
            "bare_ms_each": round(1000 * self.bare_seconds / self.documents, 2),
            "ratio": round(self.seconds / self.bare_seconds, 2),
        }


@dataclass(frozen=True)
class DocumentFigures:
    """The benchmark's figures."""

    database: str
    rates: tuple[Rate, ...]
    first_bytes: FirstBytes
    bare_commit: Durations

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        waits = self.first_bytes.quantiles()
        return {
            "database": self.database,
            "rates": {rate.name: rate.as_json() for rate in self.rates},
            "parcels": len(self.first_bytes.from_unit),
            "milliseconds": {name: _quantiles(one) for name, one in waits.items()},
            "bare_commit_ms": _quantiles(self.bare_commit),
            "slowest": self.slowest_as_json(),
        }

    def slowest_as_json(self) -> dict[str, object]:
        """What the parcel that was waited for longest waited for, beside the goal."""
        slowest = self.first_bytes.slowest
        return {
            "parcel": slowest.number,
            "ms": round(1000 * slowest.from_unit),
            "closing_ms": round(1000 * slowest.closing),
            "spool_ms": round(1000 * slowest.spool),
            "spool_in_bare_commits": round(
                1000 * slowest.spool / _quantiles(self.bare_commit)["median"], 1
            ),
            "printer_asked": slowest.asked,
            "goal_ms": GOAL_MS,
            "is_within_goal": 1000 * slowest.from_unit <= GOAL_MS,
        }

    def in_words(self) -> str:
        """The figures as they are printed for people."""
        lines = [f"Documents of {len(self.first_bytes.from_unit)} parcels of the demo's orders:"]
        for rate in self.rates:
            one = rate.as_json()
            lines.append(
                f"  {rate.name}: {one['per_second']} a second, {one['ms_each']} ms each; the bare "
                f"drawing of it {one['bare_ms_each']} ms, ratio {one['ratio']}"
            )
        lines.append(f"{self.database}, label printer on TCP (milliseconds)")
        for name, durations in self.first_bytes.quantiles().items():
            lines.append(_line(name.replace("_", " "), durations))
        lines.append(_line("bare commit", self.bare_commit))
        slow = self.slowest_as_json()
        lines.append(
            f"  slowest: parcel {slow['parcel']} took {slow['ms']} ms (goal {GOAL_MS}): closing "
            f"{slow['closing_ms']}, spool {slow['spool_ms']} (as long as "
            f"{slow['spool_in_bare_commits']} bare commits); printer asked {slow['printer_asked']}x"
        )
        return "\n".join(lines)


def bench_documents(
    settings: StationSettings, *, parcels: int, own_database: bool, as_json: bool
) -> int:
    """Measure and print the figures.

    Returns:
        0.

    Raises:
        CannotOpen: the database cannot be opened, is somebody else's, or has too little work.
    """
    with TemporaryDirectory() as folder:
        if own_database:
            settings = replace(settings, database=f"sqlite:///{Path(folder) / 'floor.sqlite3'}")
        workplace = open_workplace(settings, patience=Patience.DESK)
        try:
            figures = _measure(settings, workplace, Path(folder), min(parcels, MOST_PARCELS))
        finally:
            workplace.database.close()
    print(json.dumps(figures.as_json()) if as_json else figures.in_words())
    return 0


def _measure(
    settings: StationSettings, workplace: Workplace, folder: Path, parcels: int
) -> DocumentFigures:
    release_demo_orders(workplace, folder, parcels)
    packer = sign_in_by_badge(workplace, PACKER.badge).operator_id
    _, _, totes = some_codes(workplace)
    settle_memory()  # as a station does after its first paint
    first_bytes = measure_first_bytes(workplace, packer, list(totes), parcels)
    papers = [from_record(paper.document) for paper in papers_of_shipped(workplace)]
    if not papers:
        raise CannotOpen("no parcel was packed; name an empty database")
    url = parse_url(settings.database_url)
    return DocumentFigures(
        database_words(workplace.database.engine),
        tuple(_rates(papers)),
        first_bytes,
        raw_commits(url, parcels),
    )


def _rates(papers: Sequence[Document]) -> list[Rate]:
    labels = [paper for paper in papers if isinstance(paper, ShippingLabel)]
    slips = [paper for paper in papers if isinstance(paper, PackingSlip)]
    lines = [line for slip in slips for line in slip.lines]
    long = [
        replace(slip, lines=tuple((lines * LONG_SLIP_LINES)[:LONG_SLIP_LINES]))
        for slip in slips[:10]
    ]
    return [
        _pdf_rate("shipping label, PDF", labels, LABEL_DPI),
        _zpl_rate("shipping label, ZPL", labels),
        _pdf_rate("packing slip", slips, SLIP_DPI),
        _pdf_rate(f"packing slip of {LONG_SLIP_LINES} lines", long, SLIP_DPI),
    ]


def _pdf_rate(name: str, documents: Sequence[Document], dpi: int) -> Rate:
    def whole() -> None:
        for document in documents:
            render(document, Format.PDF, dpi)

    calls = [pdf_calls(laid_out(one, Format.PDF, dpi), name) for one in documents]

    def bare() -> None:
        for one in calls:
            replay_pdf(one)

    return Rate(name, len(documents), *_best(whole, bare))


def _zpl_rate(name: str, documents: Sequence[Document]) -> Rate:
    def whole() -> None:
        for document in documents:
            render(document, Format.ZPL, LABEL_DPI)

    parts = [zpl_parts(render(document, Format.ZPL, LABEL_DPI)) for document in documents]

    def bare() -> None:
        for one in parts:
            replay_zpl(one)

    return Rate(name, len(documents), *_best(whole, bare))


def _best(whole: Callable[[], None], bare: Callable[[], None]) -> tuple[float, float]:
    """Processor seconds of the best round of each, taken in turns.

    Drawing waits for nothing, so its time on the clock is that of whatever else runs here.
    """
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for place, work in enumerate((whole, bare)):
            started = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - started)
    return best[0], best[1]


def _line(name: str, durations: Durations) -> str:
    found = _quantiles(durations)
    return f"  {name}: median {found['median']}  99 % {found['p99']}"


def _quantiles(durations: Durations) -> dict[str, float]:
    return {
        "median": round(durations.at(0.5), 2),
        "p99": round(durations.at(0.99), 2),
        "max": round(durations.at(1.0), 2),
    }
