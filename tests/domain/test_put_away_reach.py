"""Goods are sent to places that their carrier gets to by what they may operate."""

from __future__ import annotations

import pytest

from app.domain.locations import LocationKind
from app.domain.put_away import Candidate, in_reach

NEAR = Candidate(1, "A01", LocationKind.RESERVE)
HIGH = Candidate(2, "H01", LocationKind.RESERVE, equipment="forklift")
ROPED = Candidate(3, "R01", LocationKind.RESERVE, equipment="rope")


@pytest.mark.parametrize(
    ("candidates", "skills", "left"),
    [
        ([NEAR, HIGH], set(), [NEAR]),
        ([NEAR, HIGH], {"forklift"}, [NEAR, HIGH]),
        ([HIGH, ROPED], {"rope"}, [ROPED]),
        ([HIGH, ROPED], set(), [HIGH, ROPED]),
        ([], set(), []),
    ],
)
def test_places_out_of_reach_are_passed_over_unless_there_is_no_other(
    candidates: list[Candidate], skills: set[str], left: list[Candidate]
) -> None:
    assert in_reach(candidates, skills) == left
