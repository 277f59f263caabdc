"""Plays pickers and packers: the scans that a prompt asks for, as a person would make them."""

from __future__ import annotations

import itertools

from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_lines import Stop
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import Refusal
from app.services import packing, picking
from app.services.identifying import Entry
from app.services.packing import PackAnswer
from app.services.picking import PickAnswer
from app.services.workplace import Workplace
from tests.builders import entry

_SERIALS = itertools.count(1)


def asked_for(state: PickState, tote: str) -> str:
    """The scan that a pick prompt asks for; `tote` is an empty one."""
    to_fill = state.to_fill
    match state.prompt:
        case PickPrompt.SCAN_TOTE if to_fill is not None and not to_fill.is_here:
            return to_fill.tote or ""
        case PickPrompt.SCAN_TOTE | PickPrompt.NEXT_TOTE:
            return tote
        case PickPrompt.SCAN_LANE if state.onward is not None:
            return f"L-{state.onward.place}"
        case PickPrompt.OPEN_CARTON if state.boxing is not None:
            return f"K-{state.boxing.suggested}"
        case PickPrompt.UNDO_TOTE:
            return state.history[-1].tote
        case PickPrompt.TAKE_TOTE_OFF if state.to_take_off is not None:
            return state.to_take_off.tote or ""
        case PickPrompt.UNDO:
            line = state.line_with(state.history[-1].parts[0].pick_line_id)
            return f"L-{line.location}"
    return Command.OK.value if state.stop is None else _asked_at(state, state.stop)


def _asked_at(state: PickState, stop: Stop) -> str:
    match state.prompt:
        case PickPrompt.DAMAGED_PLACE:
            return f"L-{state.quarantine}"
        case PickPrompt.SCAN_LOCATION:
            return f"L-{stop.line.location}"
        case PickPrompt.SCAN_SERIAL:
            return f"SN-{next(_SERIALS):06}"
        case PickPrompt.SCAN_ITEM:
            return stop.line.item.barcode or stop.line.item.sku
        case PickPrompt.PUT_IN_TOTE:
            return stop.puts[0].position.tote or ""
    return Command.OK.value


def pick(workplace: Workplace, operator: int, state: PickState, *scans: str | Entry) -> PickAnswer:
    """Make scans one after the other; every one but the last must be accepted."""
    answer = PickAnswer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        one = entry(scan) if isinstance(scan, str) else scan
        answer = picking.scan(workplace, operator, answer.state, one)
    return answer


def refused(
    workplace: Workplace, operator: int, state: PickState, scan: str | Entry
) -> Refusal | None:
    """The refusal that a scan gets."""
    return pick(workplace, operator, state, scan).refusal


def pick_to_end(workplace: Workplace, operator: int, state: PickState, *totes: str) -> PickState:
    """Do what the prompts ask until the task is done; totes are taken as they are asked for."""
    free = list(totes)
    for _ in range(400):
        if state.prompt is PickPrompt.TASK_DONE:
            return state
        asked = asked_for(state, free[0] if free else "")
        if free and asked == free[0] and state.prompt is PickPrompt.SCAN_TOTE and len(free) > 1:
            free.pop(0)
        answer = pick(workplace, operator, state, asked)
        assert answer.refusal is None, answer.refusal
        state = answer.state
    raise AssertionError(f"no end of {state}")


def pick_order(workplace: Workplace, operator: int, tote: str) -> PickState:
    """Claim the next task and pick all of it."""
    return pick_to_end(workplace, operator, picking.claim_work(workplace, operator), tote)


def asked_at_bench(state: PackState) -> str:
    """The scan that a pack prompt asks for."""
    if state.prompt is PackPrompt.SCAN_UNIT:
        line = next(line for line in state.lines if line.open)
        return line.barcode or line.sku
    if state.prompt is PackPrompt.SCAN_LABEL:
        return f"]C100{state.sscc}"
    return Command.OK.value


def open_bench(workplace: Workplace, operator: int, code: str) -> PackState:
    """Open an order at the bench."""
    answer = packing.open_order(workplace, operator, entry(code))
    assert answer.state is not None, answer.refusal
    return answer.state


def pack(workplace: Workplace, operator: int, state: PackState, *scans: str | Entry) -> PackAnswer:
    """Make scans one after the other; every one but the last must be accepted."""
    answer = PackAnswer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        assert answer.state is not None
        one = entry(scan) if isinstance(scan, str) else scan
        answer = packing.scan(workplace, operator, answer.state, one)
    return answer


def pack_until(
    workplace: Workplace, operator: int, state: PackState, prompt: PackPrompt
) -> PackState:
    """Do what the prompts ask until one of them is reached."""
    for _ in range(200):
        if state.prompt is prompt:
            return state
        answer = pack(workplace, operator, state, asked_at_bench(state))
        assert answer.refusal is None, answer.refusal
        assert answer.state is not None
        state = answer.state
    raise AssertionError(f"never {prompt}: {state}")


def pack_order(workplace: Workplace, operator: int, code: str) -> PackState:
    """Open an order at the bench, pack it and ship it."""
    state = open_bench(workplace, operator, code)
    return pack_until(workplace, operator, state, PackPrompt.DONE)
