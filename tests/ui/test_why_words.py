"""Every reason of "Why?" has a sentence: it names the thing, and says what is so or what to do."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from app.carriers.service_choice import RefusalReason, ServiceReason
from app.domain.allocation import AllocationReason
from app.domain.why import Why, WhyReason
from app.ui.service_words import refusal_reason_words, service_reason_words
from app.ui.why_thing_words import rule_words
from app.ui.why_words import why_sentence

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
NAMES = {
    WhyReason.HELD: ("quality", "cracked"),
    WhyReason.IN_WAVE: ("W7", "planned"),
    WhyReason.COUNT_WAITS: ("A-12", "empty"),
    WhyReason.NOT_FOR_ORDERS: ("A-12", "quarantine"),
    WhyReason.CHOSEN: ("A-12", "earliest_expiry"),
    WhyReason.SERVICE_CHOSEN: ("DHL Paket", "cheapest"),
    WhyReason.SERVICE_REFUSED: ("UPS", "dearer"),
    WhyReason.NOT_PAID: ("authorised", ""),
    WhyReason.WORK_ELSEWHERE: ("A", "Ana"),
}
LONGEST = 130
"""Two lines of a card beside a table."""


@pytest.mark.parametrize("reason", WhyReason)
@pytest.mark.parametrize("is_bare", [False, True])
def test_every_reason_has_a_sentence(reason: WhyReason, is_bare: bool) -> None:
    name, other = NAMES.get(reason, ("10881", "A-12"))
    why = Why(reason, name, other, units=3, minutes=20, at=AT)
    if is_bare and reason not in NAMES:
        why = Why(reason, name)
    words = why_sentence(why)
    assert words.endswith("."), words
    assert words[0].isupper() or words.startswith(name), words
    assert len(words) <= LONGEST, (len(words), words)
    assert not re.search(r"[{}_]|\bNone\b", words), words


@pytest.mark.parametrize("rule", AllocationReason)
def test_each_rule_that_chooses_a_location_has_words(rule: AllocationReason) -> None:
    assert rule_words(rule.value) != rule.value.replace("_", " ")


def test_each_reason_for_and_against_a_service_has_words() -> None:
    for chosen in ServiceReason:
        assert service_reason_words(chosen.value) != chosen.value.replace("_", " ")
    for refused in RefusalReason:
        assert refusal_reason_words(refused.value) != refused.value.replace("_", " ")
