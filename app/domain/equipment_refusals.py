"""What is refused because of equipment: facts with their data, as in `app.domain.refusals`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import NoWork


@dataclass(frozen=True)
class WorkNeedsEquipment(NoWork):
    """Work waits, but all of it needs what whoever asks may not operate.

    Attributes:
        equipment: what is needed, each once.
        able: names of those who may operate some of it.
    """

    equipment: tuple[str, ...]
    able: tuple[str, ...] = ()
