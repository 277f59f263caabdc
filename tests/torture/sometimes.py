"""What must have happened in a run for it to count: rare paths not walked are not tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Path:
    """A rare path: the counters of which one at least must be above nothing, and where it is."""

    counters: tuple[str, ...]
    on_sqlite: bool = True


SOMETIMES: Mapping[str, Path] = {
    "stale epoch refused": Path(("pick refused: TaskTakenOver",)),
    "replayed id answered with the first result": Path(("replayed id answered",)),
    "expired lease reaped": Path(("expired lease reaped",), on_sqlite=False),
    "lost answer, and the scan was applied": Path(("unknown outcome: was applied",)),
    "lost answer, and the scan was not applied": Path(("unknown outcome: was not applied",)),
    "work taken over": Path(("work taken over",), on_sqlite=False),
    "transaction retried after a lost race": Path(("transaction retried",), on_sqlite=False),
    "order stopped while it was picked": Path(("pick refused: OrderStopped",)),
    "station killed between commit and ack": Path(("died before_ack",)),
    "scan stored while the database was away": Path(("scan stored",), on_sqlite=False),
    "disk full": Path(("pick refused: JournalFailed", "disk was full")),
    "import killed half-way": Path(("import killed half-way",)),
}


def never(happened: Counter[str], wanted: tuple[str, ...] = tuple(SOMETIMES)) -> list[str]:
    """The rare paths that a run never walked."""
    return [name for name in wanted if not any(happened[one] for one in SOMETIMES[name].counters)]
