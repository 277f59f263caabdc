"""What the desk may not do: refusals of forms, which others fill in at the same time."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class ChangedMeanwhile(Refusal):
    """Somebody else changed a record after it was shown; what they wrote stands."""

    record: str
