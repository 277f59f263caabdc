"""The question before an aisle is closed: why, and until when; answered by numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from app.services import floor_setup
from app.services.floor_setup import AisleView
from app.services.live_map import AisleHeat
from app.services.workplace import Workplace
from app.ui.message import translate
from app.ui.widgets.choice_panel import Choice, ChoiceGroup

WHY, UNTIL = "why", "until"

MINUTES = (15, 30, 60, 120)
"""How long an aisle may be closed, beside until somebody opens it."""

BY_HAND = "by_hand"


def questions() -> tuple[ChoiceGroup, ...]:
    """Why, and until when; until somebody opens it is what OK takes."""
    reasons = tuple(
        Choice(name, number, words)
        for number, (name, words) in enumerate(reason_words().items(), start=1)
    )
    spans = [Choice(str(minutes), n, span_words(minutes)) for n, minutes in enumerate(MINUTES, 1)]
    by_hand = Choice(BY_HAND, len(spans) + 1, translate("map", "until I open it"))
    return (
        ChoiceGroup(WHY, translate("map", "WHY"), reasons),
        ChoiceGroup(UNTIL, translate("map", "UNTIL"), (*spans, by_hand), default=BY_HAND),
    )


def reason_words() -> Mapping[str, str]:
    """The reasons, as pickers are told them."""
    return {
        "spill": translate("map", "spill"),
        "forklift": translate("map", "forklift at work"),
        "goods": translate("map", "goods in the way"),
        "broken": translate("map", "broken shelf"),
        "count": translate("map", "being counted"),
        "other": translate("map", "ask the shift lead"),
    }


def span_words(minutes: int) -> str:
    """A time to be closed for."""
    if minutes < 60:
        return translate("map", "{0} min").format(minutes)
    return translate("map", "{0} h").format(minutes // 60)


def until_of(answer: str, now: datetime) -> datetime | None:
    """When the aisle opens by itself; None where somebody has to open it."""
    return None if answer == BY_HAND else now + timedelta(minutes=int(answer))


def closing(
    aisle: AisleHeat, answers: Mapping[str, str], now: datetime, operator_id: int
) -> Callable[[Workplace], AisleView]:
    """The service that closes an aisle as the answers say.

    Args:
        aisle: which.
        answers: to `questions`.
        now: from when the time counts.
        operator_id: who closes it.
    """

    def close(workplace: Workplace) -> AisleView:
        return floor_setup.close_aisle(
            workplace,
            aisle.aisle,
            reason_words()[answers[WHY]],
            zone=aisle.zone,
            until=until_of(answers[UNTIL], now),
            operator_id=operator_id,
        )

    return close


def opening(aisle: AisleHeat, operator_id: int) -> Callable[[Workplace], AisleView]:
    """The service that opens an aisle again."""

    def open_again(workplace: Workplace) -> AisleView:
        return floor_setup.open_aisle(
            workplace, aisle.aisle, zone=aisle.zone, operator_id=operator_id
        )

    return open_again


def effect_words(view: AisleView, *, is_closed: bool) -> str:
    """What closing or opening an aisle changed: whose walks, and how many lines wait there."""
    name = f"{view.zone} {view.aisle}".strip()
    words = translate("map", "{0} is open again: {1}, {2} lines are there")
    if is_closed:
        words = translate("map", "{0} is closed: {1}, {2} lines come last")
    walks = translate("map", "{0} people's walks change").format(view.people)
    if view.people == 1:
        walks = translate("map", "1 person's walk changes")
    return words.format(name, walks, view.open_lines)
