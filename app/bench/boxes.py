"""Which cartons the demo day is packed into: our proposals beside volume alone and a rule of thumb.

Every proposal is proven by `app.bench.box_check`, which shares no code with the planner.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file, files

from app.bench.box_check import prove
from app.demo.warehouse import MASTER_FILES, ORDER_FILES, demo_packagings
from app.domain.cartonization import NoneFits, Shelf, propose
from app.domain.cartonization_load import LoadLimits, load_all
from app.domain.packaging import Packaging, UnitSize, misfit_at_once, volume_of
from app.exchange.detection import detect_source
from app.exchange.item_table import read_item_table
from app.exchange.model import ImportedItem, Source
from app.exchange.readers import ORDER_READERS

VOLUME_FILLING = 0.8
"""Share of a carton that the choice by volume alone counts on."""

THUMB_FILLING = 2 / 3
"""A packer's rule of thumb: the goods fill two thirds, the rest is paper and doubt."""

PATIENT_STEPS = 100_000
"""How long is looked for an arrangement of what volume alone says will fit."""


@dataclass
class Figures:
    """What one way of choosing came to."""

    name: str
    boxes: Counter[str] = field(default_factory=Counter)
    boxes_mm3: int = 0
    goods_mm3: int = 0
    unheld: int = 0
    milliseconds: list[float] = field(default_factory=list)

    @property
    def fill_percent(self) -> float:
        """Share of all inner volume that is goods."""
        return 100 * self.goods_mm3 / self.boxes_mm3

    def take(
        self, codes: Sequence[str], units: Sequence[UnitSize], kinds: dict[str, Packaging]
    ) -> None:
        """Count an order packed into these packagings."""
        self.boxes.update(codes)
        self.boxes_mm3 += sum(kinds[code].volume_mm3 for code in codes)
        self.goods_mm3 += volume_of(units)

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "way": self.name,
            "boxes": sum(self.boxes.values()),
            "by_kind": dict(sorted(self.boxes.items())),
            "litres": round(self.boxes_mm3 / 1e6),
            "fill_percent": round(self.fill_percent, 1),
            "orders_not_held": self.unheld,
            **(self._times() if self.milliseconds else {}),
        }

    def _times(self) -> dict[str, object]:
        sorted_ms = sorted(self.milliseconds)
        points = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
        last = len(sorted_ms) - 1
        return {
            f"{name}_ms": round(sorted_ms[min(last, int(len(sorted_ms) * share))], 2)
            for name, share in points.items()
        }


def bench_boxes(*, as_json: bool) -> int:
    """Choose the cartons of every demo order in three ways and print the figures.

    Returns:
        0; a proposal that does not hold its goods ends the run.

    Raises:
        WrongBox: A proposal breaks a rule.
    """
    kinds = demo_packagings()
    for name, orders in _demo_orders():
        found = _measure(orders, kinds)
        if as_json:
            print(
                json.dumps(
                    {"orders": name, "count": len(orders), "ways": [f.as_json() for f in found]}
                )
            )
            continue
        print(f"{name}: {len(orders)} orders; every proposal of ours is proven by the checker")
        for figures in found:
            print(_line(figures))
    return 0


def _measure(orders: Sequence[Sequence[UnitSize]], kinds: Sequence[Packaging]) -> list[Figures]:
    by_code = {kind.code: kind for kind in kinds}
    shelf = Shelf(tuple(kinds))
    ours, volume, thumb = Figures("arranged"), Figures("volume alone"), Figures("rule of thumb")
    for units in orders:
        begin = time.perf_counter()
        proposal = propose(units, shelf)
        ours.milliseconds.append(1000 * (time.perf_counter() - begin))
        if isinstance(proposal, NoneFits):
            ours.unheld += 1
        else:
            prove(proposal, units, kinds)
            ours.take([plan.packaging for plan in proposal.parcels], units, by_code)
        for figures, filling in ((volume, VOLUME_FILLING), (thumb, THUMB_FILLING)):
            code = _by_filling(units, kinds, filling)
            if code is None or not _holds(units, by_code[code]):
                figures.unheld += 1
            if code is not None:
                figures.take([code], units, by_code)
    return [ours, volume, thumb]


def _by_filling(
    units: Sequence[UnitSize], kinds: Sequence[Packaging], filling: float
) -> str | None:
    """The smallest carton whose sides, weight and share of volume suffice."""
    for kind in sorted(kinds, key=lambda kind: kind.volume_mm3):
        if misfit_at_once(units, kind, filling) is None:
            return kind.code
    return None


def _holds(units: Sequence[UnitSize], kind: Packaging) -> bool:
    """Whether an arrangement exists, as far as a patient search can tell."""
    return load_all(units, kind, LoadLimits(kind.volume_mm3, PATIENT_STEPS)) is not None


def _demo_orders() -> Iterator[tuple[str, list[list[UnitSize]]]]:
    """The demo's order files, each order as the units it sends."""
    folder = files("resources") / "demo"
    with as_file(folder / MASTER_FILES[0][1]) as path:
        items = {item.sku: item for item in read_item_table(path).records}
    for name in ORDER_FILES:
        with as_file(folder / name) as path:
            source = detect_source(path)
            if not isinstance(source, Source):
                raise TypeError(f"{name}: {source.message}")
            orders = ORDER_READERS[source](path).records
        sized = [
            [
                _size(items[line.sku], line.quantity)
                for line in order.lines
                if line.is_open and line.sku in items
            ]
            for order in orders
        ]
        yield name, [units for units in sized if units]


def _size(item: ImportedItem, quantity: int) -> UnitSize:
    return UnitSize(
        item.length_mm or 1,
        item.width_mm or 1,
        item.height_mm or 1,
        item.weight_g or 0,
        quantity,
        item.fragile,
    )


def _line(figures: Figures) -> str:
    said = figures.as_json()
    times = (
        f"  p50 {said['p50_ms']} ms, p95 {said['p95_ms']} ms, p99 {said['p99_ms']} ms,"
        f" max {said['max_ms']} ms"
        if figures.milliseconds
        else ""
    )
    kinds = ", ".join(f"{count} {code}" for code, count in sorted(figures.boxes.items()))
    return (
        f"  {figures.name:<14} {said['boxes']:>5} boxes, {said['litres']:>7} litres, fill"
        f" {said['fill_percent']} %, {figures.unheld} orders not held ({kinds}){times}"
    )
