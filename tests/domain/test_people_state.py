"""How somebody stands is read off what they said and scanned; nobody is ever off task."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.people_state import QUIET_AFTER, PersonState, person_state

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"scanned_at": ago(1), "has_work": True}, PersonState.AT_WORK),
        ({"scanned_at": ago(1)}, PersonState.AT_WORK),
        ({"scanned_at": NOW - QUIET_AFTER, "has_work": True}, PersonState.QUIET),
        ({"scanned_at": ago(6)}, PersonState.FREE),
        ({"scanned_at": None}, PersonState.FREE),
        ({"scanned_at": ago(30), "break_at": ago(20), "has_work": True}, PersonState.ON_BREAK),
        ({"scanned_at": ago(1), "break_at": ago(20), "has_work": True}, PersonState.AT_WORK),
        ({"scanned_at": ago(3), "called_at": ago(3), "has_work": True}, PersonState.NEEDS_HELP),
        ({"scanned_at": ago(1), "called_at": ago(3), "has_work": True}, PersonState.AT_WORK),
        ({"scanned_at": ago(3), "called_at": ago(3), "break_at": ago(3)}, PersonState.NEEDS_HELP),
    ],
)
def test_the_first_state_that_holds_is_told(
    facts: dict[str, datetime | bool | None], state: PersonState
) -> None:
    assert person_state(NOW, **facts) is state  # type: ignore[arg-type]
