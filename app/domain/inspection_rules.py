"""Which orders are inspected before they are packed: a share of all, and those with a reason.

The same order gets the same answer whoever asks and whenever, so no station has to be told of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 10_000
"""A share of all orders, in hundredths of a per cent."""


class InspectionReason(StrEnum):
    """Why an order is inspected; where several are true, the first of them is told."""

    DEMAND = "demand"
    PAST_SHORT = "past_short"
    VALUE = "value"
    NEW_OPERATOR = "new_operator"
    SHARE = "share"


class RuleKind(StrEnum):
    """The rules a house can set, each with one number.

    SHARE: hundredths of a per cent of all orders. NEW_ORDERS: the first so many of an operator.
    NEW_DAYS: all of an operator's first so many days. VALUE: orders worth so many cents or more.
    PAST_SHORT: 1, where orders of which units were missing are inspected.
    """

    SHARE = "share"
    NEW_ORDERS = "new_orders"
    NEW_DAYS = "new_days"
    VALUE = "value"
    PAST_SHORT = "past_short"


MOST: dict[RuleKind, int] = {
    RuleKind.SHARE: WHOLE,
    RuleKind.NEW_ORDERS: 1_000,
    RuleKind.NEW_DAYS: 366,
    RuleKind.VALUE: 100_000_000,
    RuleKind.PAST_SHORT: 1,
}
"""The largest number that makes sense for each rule."""


@dataclass(frozen=True)
class InspectionRules:
    """What a house inspects; 0 is off.

    Attributes:
        share: hundredths of a per cent of all orders.
        new_orders: the first so many orders of an operator.
        new_days: all orders of an operator's first so many days.
        value: orders worth so many cents or more.
        past_short: orders of which units were missing on the way.
    """

    share: int = 0
    new_orders: int = 0
    new_days: int = 0
    value: int = 0
    past_short: bool = False

    @property
    def is_off(self) -> bool:
        """Whether no order is chosen by any rule."""
        return self == InspectionRules()

    @classmethod
    def of(cls, numbers: dict[RuleKind, int]) -> InspectionRules:
        """The rules from the number of each; a kind without a number is off."""
        return cls(
            share=numbers.get(RuleKind.SHARE, 0),
            new_orders=numbers.get(RuleKind.NEW_ORDERS, 0),
            new_days=numbers.get(RuleKind.NEW_DAYS, 0),
            value=numbers.get(RuleKind.VALUE, 0),
            past_short=bool(numbers.get(RuleKind.PAST_SHORT, 0)),
        )


@dataclass(frozen=True)
class PickerThen:
    """Somebody who picked of an order: what they had behind them when they did.

    Attributes:
        orders: orders in tasks they had finished.
        days: whole days since their first pick.
    """

    orders: int
    days: int


@dataclass(frozen=True)
class PickedOrder:
    """What the rules know of an order that is ready for the bench.

    Attributes:
        key: its name for ever, from which the share is drawn.
        value_cents: what its units are worth; unknown prices count as nothing.
        had_short: units of it were missing once, wherever that was noticed.
        pickers: who picked of it.
    """

    key: str
    value_cents: int = 0
    had_short: bool = False
    pickers: tuple[PickerThen, ...] = ()


def reasons(rules: InspectionRules, order: PickedOrder) -> tuple[InspectionReason, ...]:
    """Why an order is inspected, the strongest reason first; empty where it is not."""
    found: list[InspectionReason] = []
    if rules.past_short and order.had_short:
        found.append(InspectionReason.PAST_SHORT)
    if rules.value and order.value_cents >= rules.value:
        found.append(InspectionReason.VALUE)
    if _is_by_new_operator(rules, order.pickers):
        found.append(InspectionReason.NEW_OPERATOR)
    if draw(order.key) < rules.share:
        found.append(InspectionReason.SHARE)
    return tuple(found)


def _is_by_new_operator(rules: InspectionRules, pickers: Iterable[PickerThen]) -> bool:
    return any(
        picker.orders < rules.new_orders or picker.days < rules.new_days for picker in pickers
    )


def draw(key: str) -> int:
    """An order's own number from 0 to 9,999; all are as likely, and a higher share adds orders."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % WHOLE
