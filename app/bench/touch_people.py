"""A picker, a sorter and a packer who do what the prompts ask, as quickly as can be."""

from __future__ import annotations

from uuid_utils.compat import uuid7

from app.bench.reference_load import ZONES
from app.bench.touch_floor import PICKER_BADGE, Hands, TouchFloor, zone_lane
from app.demo.picker import as_scanned
from app.domain.own_codes import (
    badge_payload,
    location_payload,
    packaging_payload,
    read_own_code,
)
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import BadgeCode, Command, CommandCode, OrderCode
from app.domain.refusals import Refusal, Refused
from app.domain.wall_state import WallPrompt, WallState
from app.services import packing, picking, shelving, sorting, zone_work
from app.services.identifying import Entry
from app.services.signing_in import sign_in_by_badge


class NotAccepted(Exception):
    """A dialogue refused what its own prompt asked for, or asks for what nobody here knows."""


def start_job(floor: TouchFloor, hands: Hands) -> PickState:
    """Sign in and take the next work.

    Raises:
        NotAccepted: badge or command are not read as what they are.
    """
    badge = read_own_code(hands.scan(badge_payload(PICKER_BADGE)).raw)
    command = read_own_code(hands.scan(Command.NEXT.value).raw)
    if not isinstance(badge, BadgeCode) or command != CommandCode(Command.NEXT):
        raise NotAccepted(f"{badge} and {command} do not begin a job")
    operator = sign_in_by_badge(floor.workplace, badge.token)
    return picking.claim_work(floor.workplace, operator.operator_id)


def pick_everything(floor: TouchFloor, hands: Hands, *, tote_an_item: bool = False) -> None:
    """Work task after task until there is none.

    Args:
        floor: the warehouse.
        hands: of the picker.
        tote_an_item: each item of a batch gets a bulk tote of its own.
    """
    while (state := _claimed(floor)) is not None:
        _pick_task(floor, hands, state, tote_an_item=tote_an_item)


def _pick_task(
    floor: TouchFloor, hands: Hands, state: PickState, *, tote_an_item: bool = False
) -> None:
    while state.prompt is not PickPrompt.TASK_DONE:
        entry = _for_pick(floor, hands, state, tote_an_item=tote_an_item)
        answer = picking.scan(floor.workplace, floor.picker, state, entry)
        _require(answer.refusal, state.prompt)
        state = answer.state


def pick_in_zones(floor: TouchFloor, hands: Hands) -> None:
    """Go from zone to zone, and in each pick for every tote that is brought in."""
    for zone in ZONES:
        _choose_zone(floor, hands, zone)
        while waiting := zone_work.look_at_zone(floor.workplace, floor.picker).waiting:
            tote = hands.scan(waiting[0].tote or floor.next_tote())
            state = zone_work.bring_in(floor.workplace, floor.picker, tote)
            _pick_task(floor, hands, state)


def pick_into_boxes(floor: TouchFloor, hands: Hands) -> None:
    """Pick every order straight into its carton, which is closed and labelled on the spot.

    The pick screen opens the bench itself once the last unit is in: nothing is scanned for it.
    """
    while (state := _claimed(floor)) is not None:
        _pick_task(floor, hands, state)
        by_screen = Entry(f"O-{state.order_number}", uuid7(), OrderCode(state.order_number))
        answer = packing.open_order(floor.workplace, floor.picker, by_screen)
        _require(answer.refusal, "a filled carton")
        _pack_to_the_end(floor, floor.picker, hands, answer.state)


def pick_side_by_side(floor: TouchFloor, hands: Hands) -> None:
    """Pick each zone's part into a tote of its own, bring it to its slot, and open each slot."""
    slots: list[str] = []
    for zone in ZONES:
        _choose_zone(floor, hands, zone)
        while zone_work.look_at_zone(floor.workplace, floor.picker).waiting:
            tote = hands.scan(floor.next_tote())
            state = zone_work.bring_in(floor.workplace, floor.picker, tote)
            _pick_task(floor, hands, state)
            slots.append(_bring_to_shelf(floor, hands))
    for slot in dict.fromkeys(slots):
        answer = packing.open_order(
            floor.workplace, floor.packer, hands.scan(location_payload(slot))
        )
        _require(answer.refusal, slot)


def _choose_zone(floor: TouchFloor, hands: Hands, zone: str) -> None:
    sign = hands.scan(location_payload(zone_lane(zone)))
    zone_work.choose_zone(floor.workplace, floor.picker, sign)


def _bring_to_shelf(floor: TouchFloor, hands: Hands) -> str:
    """Put the part that was just picked into its slot, which is returned."""
    state = shelving.open_shelf(floor.workplace, floor.picker)
    if state.part is None:
        raise NotAccepted(f"no part to bring: {state}")
    slot = state.part.slot
    entry = hands.scan(location_payload(slot))
    answer = shelving.scan(floor.workplace, floor.picker, state, entry)
    _require(answer.refusal, state.prompt)
    return slot


def _claimed(floor: TouchFloor) -> PickState | None:
    try:
        return picking.claim_work(floor.workplace, floor.picker)
    except Refused:
        return None


def _for_pick(floor: TouchFloor, hands: Hands, state: PickState, *, tote_an_item: bool) -> Entry:
    """The entry that a pick prompt asks for; a key confirms a quantity where one tote is used."""
    stop = state.stop
    if state.prompt is PickPrompt.OPEN_CARTON and state.boxing is not None:
        return hands.scan(packaging_payload(state.boxing.suggested or ""))
    if stop is None or state.prompt is PickPrompt.SCAN_TOTE:
        return hands.scan(floor.next_tote())
    match state.prompt:
        case PickPrompt.SCAN_LOCATION:
            return hands.scan(location_payload(stop.line.location))
        case PickPrompt.SCAN_ITEM:
            return hands.scan(as_scanned(stop.line.item.barcode or stop.line.item.sku))
        case PickPrompt.CONFIRM_QUANTITY if len(state.orders) == 1:
            return hands.press(Command.OK)
        case PickPrompt.CONFIRM_QUANTITY | PickPrompt.PUT_IN_TOTE:
            is_used = any(step.tote == state.tote for step in state.history)
            if tote_an_item and is_used:
                return hands.scan(floor.next_tote())
            return hands.scan(stop.puts[0].position.tote or "")
    raise NotAccepted(f"nobody here knows what {state.prompt} asks for")


def sort_everything(floor: TouchFloor, hands: Hands) -> list[str]:
    """Sort all bulk totes into the wall, each further unit of an item before its cubby.

    The first tote brings its batch to the wall; each other one is opened by the item in it.

    Returns:
        The codes of the cubbies that hold orders, to be scanned at the bench.
    """
    state = sorting.open_wall(floor.workplace, floor.packer)
    entry = hands.scan(floor.used[0])
    while True:
        answer = sorting.scan(floor.workplace, floor.packer, state, entry)
        _require(answer.refusal, state.prompt)
        state = answer.state
        if not any(tote.units for tote in state.totes):
            full = (cubby.code for cubby in state.cubbies if cubby.order_id is not None)
            return [location_payload(code) for code in full]
        entry = _for_wall(hands, state)


def _for_wall(hands: Hands, state: WallState) -> Entry:
    hand = state.in_hand
    if state.prompt is WallPrompt.SCAN_CUBBY and hand is not None:
        wanted = sum(
            part.wanted
            for part in state.parts
            if part.order_id == hand.order_id and part.item == hand.item
        )
        if hand.is_run or hand.quantity == wanted:
            return hands.scan(location_payload(state.cubby(hand.cubby_id).code))
        return hands.scan(as_scanned(hand.item.barcode or hand.item.sku))
    totes = [tote for tote in state.totes if tote.units] if state.tote is None else [state.tote]
    item = next(row.item for row in totes[0].contents if row.units)
    return hands.scan(as_scanned(item.barcode or item.sku))


def pack_everything(floor: TouchFloor, hands: Hands, places: list[str]) -> None:
    """Pack the orders in these totes or cubbies, each in its turn."""
    for place in places:
        answer = packing.open_order(floor.workplace, floor.packer, hands.scan(place))
        _require(answer.refusal, "an empty bench")
        _pack_to_the_end(floor, floor.packer, hands, answer.state)


def _pack_to_the_end(floor: TouchFloor, who: int, hands: Hands, state: PackState | None) -> None:
    while state is not None and state.prompt is not PackPrompt.DONE:
        answer = packing.scan(floor.workplace, who, state, _for_bench(hands, state))
        _require(answer.refusal, state.prompt)
        state = answer.state


def _for_bench(hands: Hands, state: PackState) -> Entry:
    match state.prompt:
        case PackPrompt.SCAN_UNIT:
            line = next(line for line in state.lines if line.open)
            return hands.scan(as_scanned(line.barcode or line.sku))
        case PackPrompt.CHOOSE_PACKAGING:
            return hands.press(Command.OK)
        case PackPrompt.SCAN_LABEL:
            return hands.scan(f"]C100{state.sscc}")
    raise NotAccepted(f"nobody here knows what {state.prompt} asks for")


def _require(refusal: Refusal | None, prompt: object) -> None:
    if refusal is not None:
        raise NotAccepted(f"{prompt} refused what it asks for: {refusal}")
