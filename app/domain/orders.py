"""An order's life: its states, which may follow which, and what keeps it from the floor."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.payment import PaymentState


class OrderState(StrEnum):
    """Where an order stands: the least advanced stage of what is still to leave the house."""

    PLACED = "placed"
    HELD = "held"
    PAID = "paid"
    PARTLY_ALLOCATED = "partly_allocated"
    ALLOCATED = "allocated"
    RELEASED = "released"
    PICKING = "picking"
    PICKED = "picked"
    PACKING = "packing"
    PACKED = "packed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class HoldReason(StrEnum):
    """Why an order may not go on until somebody or something lifts the hold."""

    UNPAID = "unpaid"
    AUTHORISED_ONLY = "authorised_only"
    PAYMENT_FAILED = "payment_failed"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly_refunded"
    HIGH_RISK = "high_risk"
    UNKNOWN_ITEM = "unknown_item"
    ADDRESS_INCOMPLETE = "address_incomplete"
    SHORT = "short"
    CUSTOMER_REQUEST = "customer_request"
    OPERATOR = "operator"
    QUALITY = "quality"
    WEIGHT = "weight"
    LOST = "lost"


class IllegalOrderTransition(Exception):
    """An order was about to change into a state that can't follow its present one."""

    def __init__(self, order: str, old: OrderState, new: OrderState) -> None:
        super().__init__(f"order {order}: {old} can't become {new}")
        self.order = order
        self.old = old
        self.new = new


ENDED = frozenset({OrderState.SHIPPED, OrderState.CANCELLED, OrderState.CLOSED})

WORKED = (
    OrderState.PAID,
    OrderState.PARTLY_ALLOCATED,
    OrderState.ALLOCATED,
    OrderState.RELEASED,
    OrderState.PICKING,
    OrderState.PICKED,
    OrderState.PACKING,
    OrderState.PACKED,
)

MAY_HAVE_STOCK = frozenset({OrderState.PAID, OrderState.PARTLY_ALLOCATED, OrderState.ALLOCATED})
"""States at the desk in which stock is promised: paid, and held for nothing."""

_FROM_EVERY_WORKED_STATE = {
    OrderState.HELD: "a hold is set",
    OrderState.CANCELLED: "shop or customer cancels",
    OrderState.CLOSED: "fulfilled elsewhere",
    OrderState.SHIPPED: "the rest of a part-shipped order is given up",
}

_STEPS: Mapping[tuple[OrderState, OrderState], str] = {
    (OrderState.PLACED, OrderState.PAID): "payment gate passed",
    (OrderState.PLACED, OrderState.HELD): "a hold on arrival",
    (OrderState.PLACED, OrderState.CANCELLED): "cancelled before payment",
    (OrderState.PLACED, OrderState.CLOSED): "nothing to ship",
    (OrderState.PAID, OrderState.PARTLY_ALLOCATED): "some units promised",
    (OrderState.PAID, OrderState.ALLOCATED): "all units promised",
    (OrderState.PARTLY_ALLOCATED, OrderState.PAID): "promise taken back",
    (OrderState.PARTLY_ALLOCATED, OrderState.ALLOCATED): "the rest promised or given up",
    (OrderState.PARTLY_ALLOCATED, OrderState.RELEASED): "released in part",
    (OrderState.ALLOCATED, OrderState.PAID): "promise taken back",
    (OrderState.ALLOCATED, OrderState.PARTLY_ALLOCATED): "part of the promise taken back",
    (OrderState.ALLOCATED, OrderState.RELEASED): "released",
    (OrderState.RELEASED, OrderState.PAID): "withdrawn, promise taken back",
    (OrderState.RELEASED, OrderState.PARTLY_ALLOCATED): "withdrawn, not fully promised",
    (OrderState.RELEASED, OrderState.ALLOCATED): "withdrawn",
    (OrderState.RELEASED, OrderState.PICKING): "task claimed or first unit picked",
    (OrderState.RELEASED, OrderState.PICKED): "its only unit picked",
    (OrderState.PICKING, OrderState.RELEASED): "task given back untouched",
    (OrderState.PICKING, OrderState.PAID): "everything short, waits for stock",
    (OrderState.PICKING, OrderState.PARTLY_ALLOCATED): "withdrawn, not fully promised",
    (OrderState.PICKING, OrderState.ALLOCATED): "withdrawn",
    (OrderState.PICKING, OrderState.PICKED): "last unit picked or given up",
    (OrderState.PICKING, OrderState.PACKING): "last unit picked, packing already begun",
    (OrderState.PICKING, OrderState.PACKED): "last unit picked straight into its carton",
    (OrderState.PICKED, OrderState.RELEASED): "its only unit put back",
    (OrderState.PICKED, OrderState.PICKING): "a unit put back or a line added",
    (OrderState.PICKED, OrderState.PACKING): "opened at a pack bench",
    (OrderState.PICKED, OrderState.PACKED): "its only unit packed",
    (OrderState.PACKING, OrderState.RELEASED): "its only unit is missing at the bench",
    (OrderState.PACKING, OrderState.PICKING): "a unit is missing at the bench",
    (OrderState.PACKING, OrderState.PICKED): "set aside unpacked",
    (OrderState.PACKING, OrderState.PACKED): "last carton closed",
    (OrderState.PACKED, OrderState.PICKING): "a line added",
    (OrderState.PACKED, OrderState.PICKED): "cartons emptied",
    (OrderState.PACKED, OrderState.PACKING): "a carton reopened",
    (OrderState.PACKED, OrderState.SHIPPED): "handed to the carrier",
}

TRANSITIONS: Mapping[tuple[OrderState, OrderState], str] = {
    **{(old, new): why for old in WORKED for new, why in _FROM_EVERY_WORKED_STATE.items()},
    **{(OrderState.HELD, new): "last hold lifted" for new in (OrderState.PLACED, *WORKED)},
    (OrderState.HELD, OrderState.CANCELLED): _FROM_EVERY_WORKED_STATE[OrderState.CANCELLED],
    (OrderState.HELD, OrderState.CLOSED): _FROM_EVERY_WORKED_STATE[OrderState.CLOSED],
    (OrderState.HELD, OrderState.SHIPPED): _FROM_EVERY_WORKED_STATE[OrderState.SHIPPED],
    **_STEPS,
}
"""Every legal change of state with its occasion; what isn't here is a bug."""


def check_transition(old: OrderState, new: OrderState, *, order: str) -> None:
    """Let an order's legal change of state pass; staying in the same state always is.

    Raises:
        IllegalOrderTransition: If `new` can't follow `old`.
    """
    if old is not new and (old, new) not in TRANSITIONS:
        raise IllegalOrderTransition(order, old, new)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """The counted units of one order line, all since the order began.

    Attributes:
        quantity: Units ordered.
        allocated: Units promised from stock, whether picked since or not.
        picked: Units taken from their locations and not put back.
        packed: Units verified into a carton.
        shipped: Units handed to the carrier.
        short: Units given up for this order after a short pick or by a lead's decision. Units
            that merely aren't promised yet are no short: see `unallocated`.
        cancelled: Units the customer no longer wants.
        requires_shipping: False for gift cards and services, which never reach the floor.
        number: The line's position on the order, to name it in an answer.
    """

    quantity: int
    allocated: int = 0
    picked: int = 0
    packed: int = 0
    shipped: int = 0
    short: int = 0
    cancelled: int = 0
    requires_shipping: bool = True
    number: int = 0

    def __post_init__(self) -> None:
        in_order = 0 <= self.shipped <= self.packed <= self.picked <= self.quantity
        given_up = self.short >= 0 and self.cancelled >= 0
        if not (in_order and given_up and self.short + self.cancelled <= self.quantity):
            raise ValueError(f"impossible order line: {self}")
        if not 0 <= self.allocated <= self.quantity:
            raise ValueError(f"impossible allocation: {self}")

    @property
    def due(self) -> int:
        """Units that must leave the house, gone or not."""
        return self.quantity - self.cancelled - self.short if self.requires_shipping else 0

    @property
    def unallocated(self) -> int:
        """Units still to leave the house that no stock is promised to (the shortage)."""
        return max(0, self.due - max(self.allocated, self.picked))

    @property
    def unpicked(self) -> int:
        """Units still to be picked."""
        return max(0, self.due - self.picked)

    @property
    def unpacked(self) -> int:
        """Units still to be packed."""
        return max(0, self.due - self.packed)

    @property
    def unshipped(self) -> int:
        """Units still to be handed to the carrier."""
        return max(0, self.due - self.shipped)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an order's state is computed from; read under the order's row lock.

    Attributes:
        payment: What the shop says about the money.
        cancelled: The whole order was cancelled.
        open_holds: Reasons of the holds nobody has lifted.
        released: A lead or a wave gave the order to the floor, and it wasn't withdrawn. An order
            of which all units were given up is to be withdrawn before it is changed further.
        packing_started: What is to be packed lies open at a pack bench.
        lines: All lines, those without shipping included.
        picking_started: A pick task of the order is claimed.
        payment_waived: Ships before it is paid: cash on delivery, on account, a lead's decision.
        fulfilled_elsewhere: The shop says that somebody else has shipped it.
    """

    payment: PaymentState
    cancelled: bool
    open_holds: frozenset[HoldReason]
    released: bool
    packing_started: bool
    lines: tuple[LineFacts, ...]
    picking_started: bool = False
    payment_waived: bool = False
    fulfilled_elsewhere: bool = False

    def total(self, units: str) -> int:
        """Sum one of the counts of `LineFacts` over all lines, e.g. ``total("picked")``."""
        return sum(getattr(line, units) for line in self.lines)


def passes_payment_gate(payment: PaymentState, *, payment_waived: bool) -> bool:
    """Say whether the money allows work on an order.

    A part refund passes, since what remains was paid; the hold it arrives with stops the order
    until somebody has said which units the refund was for.
    """
    return payment_waived or payment in {PaymentState.PAID, PaymentState.PARTLY_REFUNDED}


def compute_state(facts: OrderFacts) -> OrderState:
    """Derive an order's state from its lines, holds and money.

    What has happened goes first (shipped, with nothing left behind), then what ends the order,
    then what stops it, then the least advanced stage of the units still to go. Once stock is
    promised or work released, an order is never merely placed again: while its money is missing it
    is held, hold or no hold.
    """
    due = facts.total("due")
    left = 0 if facts.cancelled or facts.fulfilled_elsewhere else _left_in_the_house(facts)
    if facts.total("shipped") and not left:
        return OrderState.SHIPPED
    if facts.cancelled or (not due and facts.total("cancelled") and not facts.total("short")):
        return OrderState.CANCELLED
    if facts.fulfilled_elsewhere or not any(line.requires_shipping for line in facts.lines):
        return OrderState.CLOSED
    if facts.open_holds:
        return OrderState.HELD
    if not passes_payment_gate(facts.payment, payment_waived=facts.payment_waived):
        touched = facts.released or facts.total("allocated")
        return OrderState.HELD if touched else OrderState.PLACED
    if not facts.released or not due:
        return _state_at_the_desk(facts)
    return _state_on_the_floor(facts)


def _left_in_the_house(facts: OrderFacts) -> int:
    """Units still to go, and those that were picked for nothing and must be taken out first."""
    return facts.total("unshipped") + max(0, facts.total("picked") - facts.total("shipped"))


def _state_at_the_desk(facts: OrderFacts) -> OrderState:
    """Tell how much is promised of what an order that isn't on the floor still wants."""
    if not facts.total("due") or facts.total("unallocated") == facts.total("unpicked"):
        return OrderState.PAID
    return OrderState.PARTLY_ALLOCATED if facts.total("unallocated") else OrderState.ALLOCATED


def _state_on_the_floor(facts: OrderFacts) -> OrderState:
    """Tell how far the slowest unit of a released order has come; shipped ones don't count."""
    shipped = facts.total("shipped")
    if facts.total("unpicked"):
        begun = facts.picking_started or facts.total("picked") > shipped
        return OrderState.PICKING if begun else OrderState.RELEASED
    if not facts.total("unpacked"):
        return OrderState.PACKED
    begun = facts.packing_started or facts.total("packed") > shipped
    return OrderState.PACKING if begun else OrderState.PICKED


def state_diagram() -> str:
    """Draw `TRANSITIONS` as a Mermaid state diagram for the architecture page.

    Arrows that every worked state has are drawn once, from the frame around them.
    """
    common = {(old, new): why for new, why in _FROM_EVERY_WORKED_STATE.items() for old in WORKED}
    lines = ["stateDiagram-v2", "  [*] --> placed", "  state worked {"]
    framed = [pair for pair in _STEPS if set(pair) <= set(WORKED)]
    lines += [f"    {old} --> {new}: {_STEPS[old, new]}" for old, new in framed]
    lines.append("  }")
    lines += [f"  worked --> {new}: {why}" for new, why in _FROM_EVERY_WORKED_STATE.items()]
    lines.append("  held --> worked: last hold lifted")
    single = [pair for pair in TRANSITIONS if pair not in common and pair not in framed]
    single += [pair for pair in common if pair in _STEPS]
    lines += [
        f"  {old} --> {new}: {TRANSITIONS[old, new]}"
        for old, new in single
        if not (old is OrderState.HELD and new in WORKED)
    ]
    lines += [f"  {state} --> [*]" for state in sorted(ENDED)]
    return "\n".join(lines) + "\n"
