"""Which of the waiting pick work an operator asks for."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pick_state import PickMethod


@dataclass(frozen=True)
class WantedWork:
    """Work of some methods, or of waves; of any kind where nothing is said.

    Attributes:
        methods: the methods; any if empty.
        in_wave: only work that belongs to a wave.
    """

    methods: tuple[PickMethod, ...] = ()
    in_wave: bool = False

    def as_record(self) -> dict[str, object]:
        """What is asked for as plain values, for the database's own function."""
        record: dict[str, object] = {}
        if self.methods:
            record["methods"] = [method.value for method in self.methods]
        if self.in_wave:
            record["in_wave"] = True
        return record


ZONE_WORK = WantedWork((PickMethod.ZONE_PASS, PickMethod.ZONE_PARALLEL))
"""What is picked zone by zone."""

ANY_WORK = WantedWork()
"""Whatever is most urgent."""
