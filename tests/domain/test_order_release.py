from dataclasses import replace

import pytest

from app.domain.order_release import Why, WhyNot, why_not_releasable
from app.domain.orders import HoldReason, LineFacts, OrderFacts
from app.domain.payment import PaymentState

READY = OrderFacts(
    payment=PaymentState.PAID,
    cancelled=False,
    open_holds=frozenset(),
    released=False,
    packing_started=False,
    lines=(LineFacts(3, allocated=3, number=1), LineFacts(2, allocated=2, number=2)),
)


def test_paid_and_fully_promised_order_can_be_released() -> None:
    assert why_not_releasable(READY) == ()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(READY, cancelled=True), WhyNot.CANCELLED),
        (replace(READY, fulfilled_elsewhere=True), WhyNot.NOTHING_TO_SHIP),
        (replace(READY, lines=(LineFacts(1, requires_shipping=False),)), WhyNot.NOTHING_TO_SHIP),
        (replace(READY, released=True), WhyNot.ALREADY_RELEASED),
        (replace(READY, released=True, lines=(LineFacts(1, 1, 1, 1, 1),)), WhyNot.ALREADY_SHIPPED),
    ],
)
def test_order_that_is_past_release_says_only_that(facts: OrderFacts, reason: WhyNot) -> None:
    assert why_not_releasable(facts) == (Why(reason),)


def test_every_obstacle_is_named_with_its_facts() -> None:
    facts = replace(
        READY,
        payment=PaymentState.AUTHORISED,
        open_holds=frozenset({HoldReason.HIGH_RISK, HoldReason.AUTHORISED_ONLY}),
        lines=(LineFacts(3, allocated=1, number=1), LineFacts(2, allocated=2, number=2)),
    )
    assert why_not_releasable(facts) == (
        Why(WhyNot.HELD, holds=(HoldReason.AUTHORISED_ONLY, HoldReason.HIGH_RISK)),
        Why(WhyNot.NOT_PAID, payment=PaymentState.AUTHORISED),
        Why(WhyNot.PARTLY_ALLOCATED, lines=(1,), missing=2),
    )


def test_part_of_an_order_is_released_only_where_that_is_allowed() -> None:
    part = replace(READY, lines=(LineFacts(3, allocated=1, number=1), LineFacts(2, number=2)))
    assert why_not_releasable(part) == (Why(WhyNot.PARTLY_ALLOCATED, lines=(1, 2), missing=4),)
    assert why_not_releasable(part, allow_partial=True) == ()


@pytest.mark.parametrize("allow_partial", [False, True])
def test_order_without_any_promise_is_never_released(allow_partial: bool) -> None:
    bare = replace(READY, lines=(LineFacts(3, number=1), LineFacts(2, short=1, number=2)))
    assert why_not_releasable(bare, allow_partial=allow_partial) == (
        Why(WhyNot.NOTHING_ALLOCATED, lines=(1, 2), missing=4),
    )


def test_units_given_up_do_not_stop_the_rest() -> None:
    rest = replace(READY, lines=(LineFacts(3, allocated=1, short=1, cancelled=1, number=1),))
    assert why_not_releasable(rest) == ()


def test_order_of_which_everything_was_given_up_has_nothing_to_release() -> None:
    empty = replace(READY, lines=(LineFacts(2, short=2, number=1),))
    assert [why.reason for why in why_not_releasable(empty)] == [WhyNot.NOTHING_ALLOCATED]
