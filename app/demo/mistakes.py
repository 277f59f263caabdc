"""Wrong scans made on purpose: what people and scanners really get wrong at each prompt."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.own_codes import location_payload, tote_payload


class Mistake(StrEnum):
    """The kinds of wrong scans."""

    WRONG_ITEM = "wrong_item"
    WRONG_LOCATION = "wrong_location"
    WRONG_TOTE = "wrong_tote"
    UNKNOWN_CODE = "unknown_code"
    RUN_TOGETHER = "run_together"
    GARBAGE = "garbage"


GARBAGE = "The quick brown fox jumps over the lazy dog 0123456789 " * 75
"""4 KB of what a scanner with a wrong setting may send."""


@dataclass(frozen=True)
class WrongCodes:
    """Codes that are right somewhere, and wrong here."""

    items: tuple[str, ...]
    locations: tuple[str, ...]
    totes: tuple[str, ...]


def wrong_code(mistake: Mistake, codes: WrongCodes, right: str, chance: random.Random) -> str:
    """A code that makes a mistake of this kind where `right` would be right."""
    match mistake:
        case Mistake.WRONG_ITEM:
            return chance.choice([code for code in codes.items if code != right])
        case Mistake.WRONG_LOCATION:
            wrong = [code for code in codes.locations if location_payload(code) != right]
            return location_payload(chance.choice(wrong))
        case Mistake.WRONG_TOTE:
            return tote_payload(chance.choice(codes.totes).removeprefix("T-"))
        case Mistake.UNKNOWN_CODE:
            return f"ZZ-{chance.randrange(10**6):06d}"
        case Mistake.RUN_TOGETHER:
            first, second = chance.sample(codes.items, 2)
            return first.lstrip("0").zfill(13) + second.lstrip("0").zfill(13)
        case Mistake.GARBAGE:
            return GARBAGE


@dataclass
class Stops:
    """The wrong scans that were made, and how many of them the program stopped."""

    made: int = 0
    stopped: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, *, is_stopped: bool) -> None:
        """Count a wrong scan of a kind."""
        self.made += 1
        if is_stopped:
            self.stopped += 1
            self.by_kind[name] = self.by_kind.get(name, 0) + 1
