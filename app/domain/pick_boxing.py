"""What a task knows of shipping cartons whose units go straight into them from the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.pack_state import PackagingChoice


@dataclass(frozen=True)
class Boxing:
    """The cartons of an order that is picked straight into them.

    Attributes:
        packagings: what there is on the shelf.
        suggested: the packaging for what is open still; None where none is proposed.
        parcels: how many cartons were proposed for it.
        weights: by item, what a unit weighs, in grams; an item nobody weighed is missing.
    """

    packagings: tuple[PackagingChoice, ...] = ()
    suggested: str | None = None
    parcels: int = 1
    weights: Mapping[int, int] = field(default_factory=dict)

    def packaging(self, code: str) -> PackagingChoice | None:
        """The kind with a code, if there is one."""
        return next((kind for kind in self.packagings if kind.code == code), None)


def carton_code(task_id: int, revision: int) -> str:
    """What a carton without a label of its own is called: a station names it without asking.

    A task's revision rises with each carton it opens, so that no name comes twice.
    """
    return f"CARTON-{task_id}-{revision}"
