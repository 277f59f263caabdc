"""Which move is suggested for an order that will be late."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.late_orders import (
    Advice,
    LateFacts,
    LateMove,
    LateReason,
    WaveStage,
    WorkStage,
    advised,
)
from app.domain.orders import OrderState

M, R, S = LateMove, LateReason, OrderState

SOON = LateFacts(S.RELEASED, work=WorkStage.WAITS, seconds_left=600.0, picking=300.0)
FREE = replace(SOON, has_free=True)
HELD = replace(SOON, work=WorkStage.IN_HANDS, state=S.PICKING)
DESK = replace(SOON, state=S.ALLOCATED, work=WorkStage.NONE)


@pytest.mark.parametrize(
    ("order", "advice"),
    [
        (replace(SOON, is_stopped=True), (M.SETTLE, R.STOPPED)),
        (replace(SOON, state=S.HELD, seconds_left=-1), (M.SETTLE, R.STOPPED)),
        (replace(FREE, seconds_left=0), (M.NEXT_TRUCK, R.TRUCK_GONE)),
        (replace(SOON, state=S.PACKED, seconds_left=-60), (M.NEXT_TRUCK, R.TRUCK_GONE)),
        (replace(SOON, state=S.PACKED), (M.NONE, R.TO_LOAD)),
        (replace(SOON, state=S.PICKED), (M.PACK_NOW, R.AT_BENCH)),
        (replace(SOON, state=S.PACKING), (M.PACK_NOW, R.AT_BENCH)),
        (replace(DESK, wave=WaveStage.AT_DESK), (M.RELEASE, R.WAVE_AT_DESK)),
        (replace(DESK, wave=WaveStage.HELD), (M.NONE, R.WAVE_HELD)),
        (replace(DESK, wave=WaveStage.NONE), (M.RELEASE, R.IN_NO_WAVE)),
        (replace(DESK, state=S.PARTLY_ALLOCATED), (M.SETTLE, R.LACKS_STOCK)),
        (FREE, (M.SEND, R.NO_PICKER)),
        (replace(FREE, ahead=4), (M.SEND, R.NO_PICKER)),
        (replace(SOON, ahead=4), (M.RUSH, R.OTHERS_FIRST)),
        (SOON, (M.NONE, R.NOT_BEGUN)),
        (HELD, (M.NONE, R.IN_HANDS)),
        (replace(HELD, has_free=True), (M.NONE, R.IN_HANDS)),
        (replace(HELD, has_free=True, can_share=True), (M.SHARE, R.ONE_PICKER)),
        (replace(HELD, can_share=True), (M.NONE, R.IN_HANDS)),
        (replace(FREE, work=WorkStage.PUT_ASIDE), (M.SEND, R.PUT_ASIDE)),
        (replace(SOON, work=WorkStage.PUT_ASIDE), (M.NONE, R.PUT_ASIDE)),
        (replace(FREE, picking=601), (M.NEXT_TRUCK, R.TOO_FAR)),
        (replace(FREE, picking=600), (M.SEND, R.NO_PICKER)),
        (replace(HELD, has_free=True, can_share=True, picking=1100), (M.SHARE, R.ONE_PICKER)),
        (replace(HELD, has_free=True, can_share=True, picking=1300), (M.NEXT_TRUCK, R.TOO_FAR)),
        (replace(SOON, work=WorkStage.NONE), (M.SETTLE, R.LACKS_STOCK)),
    ],
)
def test_one_move_is_suggested_for_its_reason(order: LateFacts, advice: Advice) -> None:
    assert advised(order) == advice
