"""Which one move helps an order that will miss its truck, and why it has not come further."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.orders import OrderState


class LateMove(StrEnum):
    """What a lead can do about an order that will be late."""

    RELEASE = "release"
    RUSH = "rush"
    SEND = "send"
    SHARE = "share"
    PACK_NOW = "pack_now"
    SETTLE = "settle"
    NEXT_TRUCK = "next_truck"
    NONE = "none"


class LateReason(StrEnum):
    """Why an order has not come further."""

    STOPPED = "stopped"
    LACKS_STOCK = "lacks_stock"
    TRUCK_GONE = "truck_gone"
    TOO_FAR = "too_far"
    WAVE_AT_DESK = "wave_at_desk"
    WAVE_HELD = "wave_held"
    IN_NO_WAVE = "in_no_wave"
    NO_PICKER = "no_picker"
    OTHERS_FIRST = "others_first"
    NOT_BEGUN = "not_begun"
    ONE_PICKER = "one_picker"
    PUT_ASIDE = "put_aside"
    IN_HANDS = "in_hands"
    AT_BENCH = "at_bench"
    TO_LOAD = "to_load"


class WaveStage(StrEnum):
    """How far the wave of an order is."""

    NONE = "none"
    AT_DESK = "at_desk"
    HELD = "held"
    ON_FLOOR = "on_floor"


class WorkStage(StrEnum):
    """How far the picking of an order is."""

    NONE = "none"
    WAITS = "waits"
    PUT_ASIDE = "put_aside"
    IN_HANDS = "in_hands"


@dataclass(frozen=True, slots=True)
class LateFacts:
    """What decides about the move.

    Attributes:
        state: of the order.
        wave: how far its wave is.
        work: how far its picking is.
        seconds_left: to its cut-off; negative where the truck is gone.
        picking: seconds of picking that its task still takes one person.
        is_stopped: a hold keeps it.
        has_free: somebody who may pick is free.
        ahead: tasks that are claimed before its own.
        can_share: two people can pick its task at once, and enough of it is left.
    """

    state: OrderState
    wave: WaveStage = WaveStage.ON_FLOOR
    work: WorkStage = WorkStage.NONE
    seconds_left: float = 0.0
    picking: float = 0.0
    is_stopped: bool = False
    has_free: bool = False
    ahead: int = 0
    can_share: bool = False


Advice = tuple[LateMove, LateReason]
"""One move, and the reason for it."""

_AT_DESK = (
    OrderState.PLACED,
    OrderState.PAID,
    OrderState.PARTLY_ALLOCATED,
    OrderState.ALLOCATED,
)


def advised(order: LateFacts) -> Advice:
    """The one move that helps an order most, and why it has not come further.

    What nobody may touch goes to the exception desk; what cannot be made goes by another truck;
    a free person helps more than a better turn, and a better turn more than nothing.
    """
    if order.is_stopped or order.state is OrderState.HELD:
        return LateMove.SETTLE, LateReason.STOPPED
    if order.seconds_left <= 0:
        return LateMove.NEXT_TRUCK, LateReason.TRUCK_GONE
    if order.state in _AT_DESK:
        return _at_the_desk(order)
    if order.state is OrderState.PACKED:
        return LateMove.NONE, LateReason.TO_LOAD
    if order.state in (OrderState.PICKED, OrderState.PACKING):
        return LateMove.PACK_NOW, LateReason.AT_BENCH
    if order.seconds_left < least_picking(order):
        return LateMove.NEXT_TRUCK, LateReason.TOO_FAR
    return _on_the_floor(order)


def least_picking(order: LateFacts) -> float:
    """Seconds that the picking takes at the least: by two people where two can be at it."""
    return order.picking / 2 if order.can_share else order.picking


def _at_the_desk(order: LateFacts) -> Advice:
    if order.state is not OrderState.ALLOCATED:
        return LateMove.SETTLE, LateReason.LACKS_STOCK
    match order.wave:
        case WaveStage.HELD:
            return LateMove.NONE, LateReason.WAVE_HELD
        case WaveStage.AT_DESK:
            return LateMove.RELEASE, LateReason.WAVE_AT_DESK
    return LateMove.RELEASE, LateReason.IN_NO_WAVE


def _on_the_floor(order: LateFacts) -> Advice:
    match order.work:
        case WorkStage.IN_HANDS if order.has_free and order.can_share:
            return LateMove.SHARE, LateReason.ONE_PICKER
        case WorkStage.IN_HANDS:
            return LateMove.NONE, LateReason.IN_HANDS
        case WorkStage.PUT_ASIDE if order.has_free:
            return LateMove.SEND, LateReason.PUT_ASIDE
        case WorkStage.PUT_ASIDE:
            return LateMove.NONE, LateReason.PUT_ASIDE
        case WorkStage.WAITS if order.has_free:
            return LateMove.SEND, LateReason.NO_PICKER
        case WorkStage.WAITS if order.ahead:
            return LateMove.RUSH, LateReason.OTHERS_FIRST
        case WorkStage.WAITS:
            return LateMove.NONE, LateReason.NOT_BEGUN
    return LateMove.SETTLE, LateReason.LACKS_STOCK
