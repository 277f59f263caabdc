"""Which orders are inspected: every rule at its edge, and a share that is drawn fairly, once."""

from __future__ import annotations

import pytest

from app.domain.inspection_rules import (
    WHOLE,
    InspectionReason,
    InspectionRules,
    PickedOrder,
    PickerThen,
    draw,
    reasons,
)

SHARE, NEW, VALUE, PAST_SHORT = (
    InspectionReason.SHARE,
    InspectionReason.NEW_OPERATOR,
    InspectionReason.VALUE,
    InspectionReason.PAST_SHORT,
)
OLD_HAND = PickerThen(orders=500, days=400)


@pytest.mark.parametrize(
    ("rules", "order", "expected"),
    [
        (InspectionRules(), PickedOrder("a", 10**9, True, (PickerThen(0, 0),)), ()),
        (InspectionRules(share=WHOLE), PickedOrder("a"), (SHARE,)),
        (InspectionRules(new_orders=20), PickedOrder("a", pickers=(PickerThen(19, 90),)), (NEW,)),
        (InspectionRules(new_orders=20), PickedOrder("a", pickers=(PickerThen(20, 0),)), ()),
        (InspectionRules(new_days=3), PickedOrder("a", pickers=(PickerThen(99, 2),)), (NEW,)),
        (InspectionRules(new_days=3), PickedOrder("a", pickers=(PickerThen(99, 3),)), ()),
        (
            InspectionRules(new_days=3),
            PickedOrder("a", pickers=(OLD_HAND, PickerThen(0, 0))),
            (NEW,),
        ),
        (InspectionRules(new_orders=20), PickedOrder("a"), ()),
        (InspectionRules(value=50_00), PickedOrder("a", value_cents=50_00), (VALUE,)),
        (InspectionRules(value=50_00), PickedOrder("a", value_cents=49_99), ()),
        (InspectionRules(past_short=True), PickedOrder("a", had_short=True), (PAST_SHORT,)),
        (InspectionRules(past_short=True), PickedOrder("a"), ()),
        (
            InspectionRules(WHOLE, 5, 0, 1, past_short=True),
            PickedOrder("a", 1, True, (PickerThen(0, 0),)),
            (PAST_SHORT, VALUE, NEW, SHARE),
        ),
    ],
)
def test_an_order_is_chosen_for_what_the_house_asks_for(
    rules: InspectionRules, order: PickedOrder, expected: tuple[InspectionReason, ...]
) -> None:
    assert reasons(rules, order) == expected


def test_a_share_chooses_so_many_orders_and_a_higher_one_adds_to_them() -> None:
    keys = [f"shop:{number}" for number in range(10_000)]

    def chosen(share: int) -> set[str]:
        rules = InspectionRules(share=share)
        return {key for key in keys if reasons(rules, PickedOrder(key))}

    five, ten = chosen(500), chosen(1_000)
    assert five < ten
    assert len(five) == pytest.approx(500, abs=70)
    assert len(ten) == pytest.approx(1_000, abs=100)


def test_an_order_draws_the_same_number_for_ever() -> None:
    assert [draw(key) for key in ("shop:1001", "shop:1002", "other:1001")] == [3085, 7891, 2927]
