"""The answer to "why isn't this order released?", as data a screen can say and mend."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.orders import (
    HoldReason,
    OrderFacts,
    OrderState,
    compute_state,
    passes_payment_gate,
)
from app.domain.payment import PaymentState


class WhyNot(StrEnum):
    """What keeps an order from being released to the floor."""

    CANCELLED = "cancelled"
    NOTHING_TO_SHIP = "nothing_to_ship"
    ALREADY_RELEASED = "already_released"
    ALREADY_SHIPPED = "already_shipped"
    HELD = "held"
    NOT_PAID = "not_paid"
    NOTHING_ALLOCATED = "nothing_allocated"
    PARTLY_ALLOCATED = "partly_allocated"
    IN_ANOTHER_WAVE = "in_another_wave"
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Why:
    """One thing that keeps an order from the floor, with the facts to say it and to mend it.

    Attributes:
        reason: The kind of obstacle.
        holds: The open holds, for `WhyNot.HELD`.
        lines: Numbers of the lines concerned, for shortages.
        missing: Units no stock is promised to, for shortages.
        payment: The money's state, for `WhyNot.NOT_PAID`.
        wave: The wave the order is in, for `WhyNot.IN_ANOTHER_WAVE`.
    """

    reason: WhyNot
    holds: tuple[HoldReason, ...] = ()
    lines: tuple[int, ...] = ()
    missing: int = 0
    payment: PaymentState | None = None
    wave: str = ""


def why_not_in_wave(facts: OrderFacts, *, other_wave: str = "") -> tuple[Why, ...]:
    """List what keeps an order from joining a wave at all; empty when nothing does.

    Orders that wait for money or stock may join a wave that is not released yet; its plan names
    them.

    Args:
        facts: The order now.
        other_wave: The open wave it is in already; it has to be moved from there.
    """
    ended = why_not_releasable(facts, allow_partial=True)
    final = (WhyNot.ALREADY_SHIPPED, WhyNot.CANCELLED, WhyNot.NOTHING_TO_SHIP)
    if ended and ended[0].reason in (*final, WhyNot.ALREADY_RELEASED):
        return ended
    return (Why(WhyNot.IN_ANOTHER_WAVE, wave=other_wave),) if other_wave else ()


def why_not_releasable(facts: OrderFacts, *, allow_partial: bool = False) -> tuple[Why, ...]:
    """List all that keeps an order from being released; empty when nothing does.

    Args:
        facts: The order now.
        allow_partial: Accept an order of which only some units are promised.
    """
    match compute_state(facts):
        case OrderState.SHIPPED:
            return (Why(WhyNot.ALREADY_SHIPPED),)
        case OrderState.CANCELLED:
            return (Why(WhyNot.CANCELLED),)
        case OrderState.CLOSED:
            return (Why(WhyNot.NOTHING_TO_SHIP),)
    if facts.released:
        return (Why(WhyNot.ALREADY_RELEASED),)
    obstacles: list[Why] = []
    if facts.open_holds:
        obstacles.append(Why(WhyNot.HELD, holds=tuple(sorted(facts.open_holds))))
    if not passes_payment_gate(facts.payment, payment_waived=facts.payment_waived):
        obstacles.append(Why(WhyNot.NOT_PAID, payment=facts.payment))
    obstacles += _shortage(facts, allow_partial=allow_partial)
    return tuple(obstacles)


def _shortage(facts: OrderFacts, *, allow_partial: bool) -> list[Why]:
    """Name the lines to which stock isn't promised, where that stops a release."""
    lines = tuple(line.number for line in facts.lines if line.unallocated)
    missing = facts.total("unallocated")
    if facts.total("unpicked") == missing:
        return [Why(WhyNot.NOTHING_ALLOCATED, lines=lines, missing=missing)]
    if missing and not allow_partial:
        return [Why(WhyNot.PARTLY_ALLOCATED, lines=lines, missing=missing)]
    return []
