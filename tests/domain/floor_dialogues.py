"""The dialogues of the floor, each with places to begin and all that a scanner can read there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain import counting, inspecting, putting_away, refilling, shelving
from app.domain.count_rules import CountReason, CountRule
from app.domain.counting import Counting, CountPrompt
from app.domain.goods_in_hand import Goods
from app.domain.inspection_rules import InspectionReason
from app.domain.inspection_state import Expected, Inspecting, InspectPrompt
from app.domain.lanes import CageRule, Destination
from app.domain.locations import LocationKind
from app.domain.put_away import ProposalReason, PutAwayReason
from app.domain.put_wall import answer_wall
from app.domain.putting_away import PutAwayPrompt, PuttingAway
from app.domain.refilling import Place, Refilling, RefillPrompt
from app.domain.refusals import Refusal
from app.domain.replenishment import ReplenishReason
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
)
from app.domain.shelving import ShelfPart, ShelfPrompt, Shelving
from app.domain.shipping_dialogue import answer_dock
from app.domain.shipping_state import (
    CageCount,
    DockPrompt,
    DockState,
    MissingParcel,
    Outgoing,
    Whereabouts,
)
from app.domain.tasks import CartonState
from app.domain.wall_state import WallPrompt
from tests.domain import stock_scans, wall_states
from tests.domain.dialogue_states import (
    FREE_TOTE,
    LANE,
    ORDER,
    SSCC,
    STAGE,
    THE_TOTE,
    TOTE,
    elsewhere,
    unit,
)
from tests.domain.dialogue_walks import Fixed, Walk
from tests.domain.order_walks import ANYWHERE, PACK_WALKS, PICK_WALKS, severe

# Sorting ------------------------------------------------------------------------------------------

AT_WALL: tuple[Scanned, ...] = (
    *ANYWHERE,
    *(wall_states.unit(item) for item in (wall_states.MUG, wall_states.LAMP, wall_states.TEA)),
    wall_states.unit(wall_states.MUG, expiry=date(2026, 1, 1)),
    *(
        wall_states.bulk(),
        wall_states.bulk(2),
        THE_TOTE,
        FREE_TOTE,
        ScannedTote(9, "T-9", None, 99),
    ),
    *(wall_states.cubby("1A"), wall_states.cubby("2A"), wall_states.ASIDE, wall_states.SHELF),
)


def _sort(state: Any, scanned: Scanned) -> tuple[Any, Refusal | None]:
    outcome = answer_wall(state, scanned, today=wall_states.TODAY)
    return outcome.state, outcome.refusal


def _is_left(state: Any) -> bool:
    return bool(state.prompt is WallPrompt.LEFT)


def _is_sorted(state: Any) -> bool:
    return not any(tote.units for tote in state.totes) and state.prompt is WallPrompt.SCAN_TOTE


SMALL = (
    wall_states.order("A", (wall_states.MUG, 2), (wall_states.LAMP, 1)),
    wall_states.order("B", (wall_states.MUG, 1), cancelled=True),
)
_SMALL_WALL = wall_states.a_wall(*SMALL)
CLEARED = replace(
    _SMALL_WALL.with_cubby(replace(_SMALL_WALL.cubbies[0], order_id=2)),
    orders=(_SMALL_WALL.orders[0], replace(_SMALL_WALL.orders[1], in_cubby=1)),
)
"""The cancelled order's cubby is to be cleared."""

WALL_WALKS = (
    Walk("wall", (CLEARED, wall_states.a_wall(*SMALL)), AT_WALL, _sort, _is_sorted, _is_left),
    Walk(
        "wall, a tote an item",
        (wall_states.a_wall(SMALL[0], totes=[[(wall_states.MUG, 2)], [(wall_states.LAMP, 1)]]),),
        AT_WALL,
        _sort,
        _is_sorted,
        _is_left,
        most=150,
    ),
    Walk(
        "wall smaller than its wave",
        (wall_states.a_wall(*wall_states.TWO, rows=1, columns=1),),
        AT_WALL,
        _sort,
        lambda state: _is_sorted(state) or _is_left(state),
    ),
)

# Stock work ---------------------------------------------------------------------------------------

AT_STOCK: tuple[Scanned, ...] = (
    *ANYWHERE,
    *(stock_scans.UNIT, stock_scans.CASE, stock_scans.RED, stock_scans.A_TOTE, THE_TOTE),
    *(stock_scans.AT_RESERVE, stock_scans.AT_FACE, stock_scans.ELSEWHERE, stock_scans.A_LANE),
    *(
        ScannedLocation(70, "Q01", LocationKind.QUARANTINE),
        ScannedQuantity(31),
        ScannedQuantity(52),
    ),
    *(replace(stock_scans.UNIT, lot="L9"), replace(stock_scans.UNIT, expiry=date(2026, 1, 1))),
)


def _dated(module: Any) -> Any:
    def one(state: Any, scanned: Scanned) -> tuple[Any, Refusal | None]:
        outcome = module.answer(state, scanned, today=stock_scans.TODAY)
        return outcome.state, outcome.refusal

    return one


def _done(prompt: object) -> Any:
    return lambda state: state.prompt is prompt and not severe(state)


COUNT = Counting(
    count_id=1,
    item=stock_scans.MUG,
    location=stock_scans.FACE.code,
    kind=LocationKind.PICK_FACE,
    reason=CountReason.EMPTY,
    expected=3,
    mark=40,
    rule=CountRule(0, 0),
    check_digits="31",
    price_cents=300,
    lot="L1",
)
REFILL = Refilling(
    task_id=1,
    goods=Goods(stock_scans.MUG, stock_scans.RESERVE.code, lot="L1"),
    source=stock_scans.RESERVE,
    target=stock_scans.FACE,
    wanted=3,
    most=4,
    reason=ReplenishReason.DEMAND,
)
PUT_AWAY = PuttingAway(
    task_id=1,
    goods=Goods(stock_scans.MUG, "T-0003"),
    source=Place(3, "T-0003"),
    proposal=stock_scans.FACE,
    proposed_because=ProposalReason.ITS_PICK_FACE,
    wanted=2,
    reason=PutAwayReason.TAKEN_BACK,
    others=Fixed(),
)
DAMAGED = replace(PUT_AWAY, reason=PutAwayReason.DAMAGED)
INSPECTION = Inspecting(
    1,
    11,
    ORDER,
    InspectionReason.SHARE,
    (TOTE,),
    (Expected(stock_scans.MUG, 2, (stock_scans.FACE.code,)),),
)
STOCK_WALKS = (
    Walk(
        "count",
        (COUNT, replace(COUNT, is_disturbed=True)),
        AT_STOCK,
        _dated(counting),
        _done(CountPrompt.DONE),
    ),
    Walk("refill", (REFILL,), AT_STOCK, _dated(refilling), _done(RefillPrompt.DONE)),
    Walk(
        "put-away",
        (PUT_AWAY, DAMAGED, replace(PUT_AWAY, proposal=None, proposed_because=None)),
        AT_STOCK,
        _dated(putting_away),
        _done(PutAwayPrompt.DONE),
    ),
    Walk("inspection", (INSPECTION,), AT_STOCK, _dated(inspecting), _done(InspectPrompt.DONE)),
)

# Shelf and dock -----------------------------------------------------------------------------------

SLOT, OTHER_SLOT = (
    ScannedLocation(600 + number, f"C1-0{number}", LocationKind.CONSOLIDATION) for number in (1, 2)
)
PARTS = (
    ShelfPart("T-0001", 1, "#1", "A", slot="C1-01", missing=("B",)),
    ShelfPart("T-0002", 2, "#2", "A", stopped="operator"),
    ShelfPart("T-0003", 3, "#3", "B", slot="C1-02", open_lines=1, picker="Ana"),
    ShelfPart("T-0004", 4, "#4", "B", slot="C1-03", stands_in="C1-03", missing=("A",)),
)
AT_SHELF_SLOTS: tuple[Scanned, ...] = (
    *ANYWHERE,
    *(ScannedTote(number, f"T-000{number}", f"#{number}") for number in range(1, 6)),
    *(SLOT, OTHER_SLOT, LANE, STAGE, elsewhere(), unit()),
)


def _shelve(state: Shelving, scanned: Scanned) -> tuple[Shelving, Refusal | None]:
    """The dialogue; a part that was taken out is in hand again."""
    outcome = shelving.answer(state, scanned)
    after = outcome.state
    if after.prompt is ShelfPrompt.TAKE_OUT and outcome.effects:
        last = next(one for one in PARTS if one.tote == state.placed[-1].tote)
        after = shelving.turned_to(replace(after, parts=(last, *after.parts)), last.tote)
    return after, outcome.refusal


NORTH = CageRule(11, "CAGE-4", "dhl", lane="DE-N", country_code="DE")
REST = CageRule(12, "CAGE-5", "dhl", lane="EU")
UPS = CageRule(21, "UPS-2", "ups")
PARCEL = Outgoing(
    SSCC, "1001", Destination("dhl", "parcel", "DE", "24103"), CartonState.LABELLED, "P-01"
)
PARCELS = {
    SSCC: PARCEL,
    "2": replace(PARCEL, sscc="2", destination=Destination("ups", "parcel", "DE", "24103")),
    "3": replace(PARCEL, sscc="3", state=CartonState.VOIDED),
    "4": replace(PARCEL, sscc="4", stopped="held"),
    "5": replace(PARCEL, sscc="5", state=CartonState.CLOSED),
    "6": replace(PARCEL, sscc="6", loaded_in="CAGE-4"),
    "7": replace(PARCEL, sscc="7", gone_with="M-000001"),
    "8": replace(PARCEL, sscc="8", destination=Destination("post", "parcel", "DE", "24103")),
}
LOADING = DockState(
    (NORTH, REST, UPS),
    carrier="dhl",
    manifest_id=7,
    manifest="M-000007",
    counts=(CageCount("CAGE-4", "", 2, 2),),
)
GONE = MissingParcel("376104250021234576", "1002", Whereabouts.AT_BENCH, "P-02")
AT_DOCK: tuple[Scanned, ...] = (
    *ANYWHERE,
    *(ScannedCarton(sscc, "1001") for sscc in (*PARCELS, "9")),
    *(
        ScannedLocation(rule.location_id, rule.code, LocationKind.CAGE)
        for rule in (NORTH, REST, UPS)
    ),
    *(elsewhere(), unit(), ScannedUnknown("JO DRIVER")),
)


def _load(state: DockState, scanned: Scanned) -> tuple[DockState, Refusal | None]:
    parcel = PARCELS.get(scanned.sscc) if isinstance(scanned, ScannedCarton) else None
    outcome = answer_dock(state, scanned, parcel)
    return outcome.state, outcome.refusal


PLACE_WALKS = (
    Walk(
        "shelf",
        (
            shelving.turned_to(Shelving(PARTS, frozenset({"C1-01", "C1-02"}), "LANE-PACK")),
            Shelving(),
        ),
        AT_SHELF_SLOTS,
        _shelve,
        lambda state: state.prompt in (ShelfPrompt.DONE, ShelfPrompt.SCAN_TOTE),
    ),
    Walk(
        "dock",
        (DockState((NORTH, REST, UPS)), LOADING, replace(LOADING, missing=(GONE,))),
        AT_DOCK,
        _load,
        lambda state: state.prompt is DockPrompt.SIGNED or not state.carrier,
    ),
)

WALKS = (*PICK_WALKS, *PACK_WALKS, *WALL_WALKS, *STOCK_WALKS, *PLACE_WALKS)
