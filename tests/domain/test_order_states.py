import re
from dataclasses import replace

import pytest

from app.domain.orders import (
    ENDED,
    TRANSITIONS,
    HoldReason,
    IllegalOrderTransition,
    LineFacts,
    OrderFacts,
    OrderState,
    check_transition,
    compute_state,
    state_diagram,
)
from app.domain.payment import PaymentState

PAID = OrderFacts(
    payment=PaymentState.PAID,
    cancelled=False,
    open_holds=frozenset(),
    released=False,
    packing_started=False,
    lines=(LineFacts(2, number=1), LineFacts(1, number=2)),
)
ON_FLOOR = replace(PAID, released=True)
GIFT_CARD = LineFacts(1, requires_shipping=False)


def lines(*counts: tuple[int, int, int, int, int]) -> tuple[LineFacts, ...]:
    """Lines of (quantity, allocated, picked, packed, shipped)."""
    return tuple(LineFacts(*count) for count in counts)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (replace(PAID, payment=PaymentState.UNPAID), OrderState.PLACED),
        (replace(PAID, payment=PaymentState.AUTHORISED), OrderState.PLACED),
        (replace(PAID, payment=PaymentState.UNPAID, payment_waived=True), OrderState.PAID),
        (PAID, OrderState.PAID),
        (replace(PAID, payment=PaymentState.PARTLY_REFUNDED), OrderState.PAID),
        (replace(PAID, open_holds=frozenset({HoldReason.HIGH_RISK})), OrderState.HELD),
        (replace(PAID, lines=lines((2, 2, 0, 0, 0), (1, 0, 0, 0, 0))), OrderState.PARTLY_ALLOCATED),
        (replace(PAID, lines=lines((2, 1, 0, 0, 0))), OrderState.PARTLY_ALLOCATED),
        (replace(PAID, lines=lines((2, 2, 0, 0, 0), (1, 1, 0, 0, 0))), OrderState.ALLOCATED),
        (replace(PAID, lines=(LineFacts(2, allocated=1, short=1),)), OrderState.ALLOCATED),
        (replace(PAID, lines=(LineFacts(2, short=2),)), OrderState.PAID),
        (replace(ON_FLOOR, lines=lines((2, 2, 0, 0, 0))), OrderState.RELEASED),
        (
            replace(ON_FLOOR, picking_started=True, lines=lines((2, 2, 0, 0, 0))),
            OrderState.PICKING,
        ),
        (replace(ON_FLOOR, lines=lines((2, 2, 1, 0, 0))), OrderState.PICKING),
        (replace(ON_FLOOR, lines=lines((2, 2, 2, 0, 0), (1, 0, 0, 0, 0))), OrderState.PICKING),
        (replace(ON_FLOOR, lines=lines((2, 2, 2, 0, 0))), OrderState.PICKED),
        (replace(ON_FLOOR, lines=(LineFacts(2, 1, 1, short=1),)), OrderState.PICKED),
        (replace(ON_FLOOR, lines=(LineFacts(2, short=2),)), OrderState.PAID),
        (
            replace(ON_FLOOR, packing_started=True, lines=lines((2, 2, 2, 0, 0))),
            OrderState.PACKING,
        ),
        (replace(ON_FLOOR, lines=lines((2, 2, 2, 1, 0))), OrderState.PACKING),
        (replace(ON_FLOOR, lines=lines((2, 2, 2, 1, 0), (1, 1, 0, 0, 0))), OrderState.PICKING),
        (replace(ON_FLOOR, lines=lines((2, 2, 2, 2, 0))), OrderState.PACKED),
        (replace(ON_FLOOR, lines=lines((2, 2, 2, 2, 1))), OrderState.PACKED),
        (replace(ON_FLOOR, lines=lines((2, 2, 2, 2, 2))), OrderState.SHIPPED),
        (replace(ON_FLOOR, lines=(*lines((2, 2, 2, 2, 2)), GIFT_CARD)), OrderState.SHIPPED),
        (replace(PAID, cancelled=True), OrderState.CANCELLED),
        (replace(PAID, lines=(LineFacts(2, cancelled=2),)), OrderState.CANCELLED),
        (replace(PAID, lines=(LineFacts(2, cancelled=1, short=1),)), OrderState.PAID),
        (replace(PAID, lines=(GIFT_CARD,)), OrderState.CLOSED),
        (replace(PAID, lines=()), OrderState.CLOSED),
        (replace(PAID, fulfilled_elsewhere=True), OrderState.CLOSED),
        (
            replace(PAID, cancelled=True, open_holds=frozenset({HoldReason.UNPAID})),
            OrderState.CANCELLED,
        ),
    ],
)
def test_state_follows_from_the_facts(facts: OrderFacts, state: OrderState) -> None:
    assert compute_state(facts) is state


def test_cancellation_that_comes_after_the_parcel_left_changes_nothing() -> None:
    gone = replace(ON_FLOOR, cancelled=True, lines=lines((2, 2, 2, 2, 2)))
    assert compute_state(gone) is OrderState.SHIPPED


def test_hold_that_comes_after_the_parcel_left_changes_nothing() -> None:
    late = frozenset({HoldReason.CUSTOMER_REQUEST})
    gone = replace(ON_FLOOR, open_holds=late, lines=lines((2, 2, 2, 2, 2)))
    assert compute_state(gone) is OrderState.SHIPPED


def test_part_shipped_order_is_shipped_when_its_rest_is_given_up() -> None:
    half = replace(ON_FLOOR, lines=lines((2, 2, 2, 2, 2), (1, 1, 0, 0, 0)))
    assert compute_state(half) is OrderState.RELEASED
    assert compute_state(replace(half, cancelled=True)) is OrderState.SHIPPED
    given_up = (half.lines[0], replace(half.lines[1], allocated=0, short=1))
    assert compute_state(replace(half, lines=given_up)) is OrderState.SHIPPED


def test_back_order_starts_over_at_the_desk_with_what_is_left() -> None:
    waiting = replace(PAID, lines=lines((3, 1, 1, 1, 1)))
    assert compute_state(waiting) is OrderState.PAID
    assert compute_state(replace(waiting, lines=lines((3, 2, 1, 1, 1)))) is (
        OrderState.PARTLY_ALLOCATED
    )
    again = replace(waiting, lines=lines((3, 3, 1, 1, 1)))
    assert compute_state(again) is OrderState.ALLOCATED
    assert compute_state(replace(again, released=True)) is OrderState.RELEASED


def test_order_with_promised_stock_stays_held_while_its_money_is_missing() -> None:
    unpaid = replace(PAID, payment=PaymentState.FAILED, lines=lines((2, 1, 0, 0, 0)))
    assert compute_state(unpaid) is OrderState.HELD


def test_shortage_is_what_neither_stock_nor_a_decision_covers() -> None:
    line = LineFacts(quantity=10, allocated=3, short=2, cancelled=1)
    assert (line.due, line.unallocated, line.unpicked) == (7, 4, 7)


@pytest.mark.parametrize(
    "counts",
    [
        (2, 3, 0, 0, 0),
        (3, 2, 0, 0, 0),
        (1, 1, 2, 0, 0),
        (2, 2, 2, -1, 0),
        (0, 0, 0, 1, 2),
        (0, 0, 0, -1, 0),
        (0, 0, 0, 0, -1),
        (-1, -1, -1, 0, 0),
    ],
)
def test_line_counts_that_cannot_be_are_refused(counts: tuple[int, int, int, int, int]) -> None:
    picked, packed, shipped, short, cancelled = counts
    with pytest.raises(ValueError, match="impossible order line"):
        LineFacts(2, 2, picked, packed, shipped, short, cancelled)


@pytest.mark.parametrize("allocated", [-1, 3])
def test_promise_beyond_the_line_is_refused(allocated: int) -> None:
    with pytest.raises(ValueError, match="impossible allocation"):
        LineFacts(2, allocated)


def test_illegal_change_names_order_and_both_states() -> None:
    with pytest.raises(IllegalOrderTransition) as caught:
        check_transition(OrderState.SHIPPED, OrderState.PICKING, order="#536365")
    assert (caught.value.order, caught.value.old, caught.value.new) == (
        "#536365",
        OrderState.SHIPPED,
        OrderState.PICKING,
    )


@pytest.mark.parametrize("state", OrderState)
def test_staying_in_a_state_is_no_change(state: OrderState) -> None:
    check_transition(state, state, order="1")


@pytest.mark.parametrize("state", sorted(ENDED))
def test_nothing_follows_an_ended_order(state: OrderState) -> None:
    assert not [pair for pair in TRANSITIONS if pair[0] is state]


@pytest.mark.parametrize("state", [s for s in OrderState if s not in ENDED | {OrderState.HELD}])
def test_every_open_order_can_be_held_and_goes_back_where_it_was(state: OrderState) -> None:
    check_transition(state, OrderState.HELD, order="1")
    check_transition(OrderState.HELD, state, order="1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OrderState.PLACED, OrderState.ALLOCATED),
        (OrderState.PAID, OrderState.RELEASED),
        (OrderState.ALLOCATED, OrderState.PICKING),
        (OrderState.PAID, OrderState.PLACED),
        (OrderState.RELEASED, OrderState.PACKED),
        (OrderState.CANCELLED, OrderState.PAID),
        (OrderState.PLACED, OrderState.SHIPPED),
    ],
)
def test_shortcuts_past_payment_promise_or_release_are_illegal(
    old: OrderState, new: OrderState
) -> None:
    with pytest.raises(IllegalOrderTransition):
        check_transition(old, new, order="1")


def test_diagram_shows_each_legal_change_and_no_other() -> None:
    arrows = re.findall(r"^ +(\w+) --> (\w+): \S", state_diagram(), flags=re.MULTILINE)
    outside = {"placed", "held", "worked", *ENDED}
    inside = {state for arrow in arrows for state in arrow} - outside
    drawn = [
        (OrderState(old), OrderState(new))
        for start, end in arrows
        for old in (inside if start == "worked" else {start})
        for new in (inside if end == "worked" else {end})
    ]
    assert set(drawn) == set(TRANSITIONS)
    assert len(arrows) == len(set(arrows))
