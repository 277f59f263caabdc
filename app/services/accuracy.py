"""How right the floor works: what each stage checked, and the errors it caught."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.db.queries.inspections import FoundOfPicker, found_by_picker, scans_and_stops
from app.domain.inspection_state import FindingKind
from app.domain.refusals import (
    ItemNotInOrder,
    TooMany,
    WrongItem,
    WrongLabel,
    WrongLocation,
    WrongLot,
    WrongTote,
)
from app.domain.sort_refusals import NoOrderWants, WrongCubby
from app.services.workplace import Workplace

WRONG = frozenset(
    kind.__name__
    for kind in (
        WrongItem,
        WrongLocation,
        WrongTote,
        WrongLot,
        WrongCubby,
        WrongLabel,
        TooMany,
        ItemNotInOrder,
        NoOrderWants,
    )
)
"""Refusals by which a stage catches goods or places that were not right."""

STAGES = {"pick": "pick", "sort": "wall", "inspect": "inspection", "pack": "pack"}
"""The stages by the kind of work that the scan log knows."""


@dataclass(frozen=True)
class StageAccuracy:
    """What a stage looked at, in scans or, at an inspection, in lines, and the errors it caught."""

    stage: str
    checked: int
    errors: int

    @property
    def share_right(self) -> float | None:
        """From 0 to 1; None where nothing was looked at."""
        return None if self.checked == 0 else 1 - self.errors / self.checked


@dataclass(frozen=True)
class Accuracy:
    """How right the floor worked: by the stage that looked, and by who picked."""

    stages: tuple[StageAccuracy, ...]
    pickers: tuple[FoundOfPicker, ...]


def accuracy(workplace: Workplace, days: int) -> Accuracy:
    """What was caught in the last so many days; see `stage_accuracy`."""
    with workplace.database.begin(workplace.actor()) as work:
        begins, ends = work.now - timedelta(days=days), work.now + timedelta(seconds=1)
        pickers = tuple(found_by_picker(work.session, begins, ends))
        return Accuracy(stage_accuracy(work.session, begins, ends), pickers)


def stage_accuracy(session: Session, begins: datetime, ends: datetime) -> tuple[StageAccuracy, ...]:
    """What each stage checked and caught in a time span.

    At pick, wall and bench a scan is looked at, and an error is one that was stopped; an inspection
    looks at a line, and an error is what it found.
    """
    scans = scans_and_stops(session, begins, ends, WRONG)
    found = found_by_picker(session, begins, ends)
    inspected = (
        sum(row.lines for row in found),
        sum(row.lines for row in found if row.finding is not FindingKind.RIGHT),
    )
    counts = {**scans, "inspect": inspected}
    return tuple(StageAccuracy(stage, *counts.get(kind, (0, 0))) for kind, stage in STAGES.items())
