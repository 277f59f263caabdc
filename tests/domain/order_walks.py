"""The dialogues of picking and packing, with places to begin and all that can be scanned there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.bench_weights import BenchWeights
from app.domain.confirmation import ConfirmationPolicy
from app.domain.orders import HoldReason
from app.domain.pack_effects import CloseCarton
from app.domain.pack_state import PackPrompt, PackState, VerifiedStep
from app.domain.packing import answer_packing
from app.domain.pick_boxing import Boxing
from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_lines import PickLine
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.picking import answer
from app.domain.readings import Command
from app.domain.refusals import Refusal
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCarton,
    ScannedCommand,
    ScannedQuantity,
    ScannedSerial,
    ScannedTote,
    ScannedWeight,
)
from app.domain.weigh_steps import ScaleUse
from app.domain.weighing import KnownWeight, WeightSource
from app.domain.zone_way import Onward
from tests.domain.dialogue_states import (
    CART,
    FIRST,
    FREE_TOTE,
    GARBAGE,
    LAMP,
    LANE,
    MUG,
    ORDER,
    QUARANTINE,
    RUN_TOGETHER,
    SSCC,
    STAGE,
    TAKEN_TOTE,
    THE_TOTE,
    TODAY,
    TOTE,
    UNKNOWN,
    a_bench,
    a_cart,
    a_line,
    a_pack_line,
    a_task,
    card,
    carton,
    case,
    elsewhere,
    place,
    step,
    stopped,
    unit,
)
from tests.domain.dialogue_walks import Fixed, Walk

COMMANDS = tuple(ScannedCommand(command) for command in Command)
NUMBERS = tuple(ScannedQuantity(number) for number in (0, 1, 2, 3))
ANYWHERE: tuple[Scanned, ...] = (*COMMANDS, *NUMBERS, UNKNOWN, RUN_TOGETHER, GARBAGE)
EXPIRED = unit(expiry=date(2026, 11, 1))


def severe(state: Any) -> bool:
    """Whether a refusal holds until OK."""
    return state.refusal is not None and state.refusal.severe


# Picking ------------------------------------------------------------------------------------------

BATCH = PickMethod.BATCH
STRICT, FAST = ConfirmationPolicy.STRICT, ConfirmationPolicy.FAST
CAMERA = replace(MUG, name="Camera", serial_tracked=True)
BARE = replace(MUG, barcode=None)
BOXING = Boxing(a_bench().packagings, "S", weights=Fixed({MUG.item_id: 330, LAMP.item_id: 700}))
QUAR = QUARANTINE.code
ONWARD = Onward("B", LANE.code, is_scanned=True)

AT_SHELF: tuple[Scanned, ...] = (
    *ANYWHERE,
    *(unit(), unit(LAMP), case(), unit(lot="L2"), EXPIRED),
    *(place(a_line(1)), place(a_line(2)), elsewhere(), LANE, STAGE, QUARANTINE),
    *(ScannedTote(300 + number, code) for number, code in enumerate(CART)),
    *(FREE_TOTE, TAKEN_TOTE, ScannedTote(107, "T-0519"), card("S"), card("M2"), card("NONE")),
    *(ScannedSerial("SN-1"), ScannedSerial("SN-2"), ScannedQuantity(41), ScannedCarton(SSCC)),
)


def _pick(state: PickState, scanned: Scanned) -> tuple[PickState, Refusal | None]:
    outcome = answer(state, scanned, today=TODAY)
    return _walk_order(outcome.state), outcome.refusal


def _walk_order(state: PickState) -> PickState:
    """The same state with the numbers of skipped lines as small as they can be."""
    skipped = {0, *_skips(state)}
    if max(skipped) < len(skipped):
        return state
    ranks = {skips: rank for rank, skips in enumerate(sorted(skipped))}
    lines = tuple(replace(line, skips=ranks[line.skips]) for line in state.lines)
    return replace(state, lines=lines)


def _skips(state: PickState) -> set[int]:
    return {line.skips for line in state.lines}


def _is_picked(state: PickState) -> bool:
    return state.prompt is PickPrompt.TASK_DONE and not severe(state)


def _is_paused(state: PickState) -> bool:
    return state.prompt is PickPrompt.PAUSED


def _pick_walk(name: str, *starts: PickState) -> Walk:
    return Walk(name, starts, AT_SHELF, _pick, _is_picked, _is_paused)


def _two(*, first: PickLine | None = None, tote: str | None = TOTE, **fields: object) -> PickState:
    return a_task(first or a_line(1, 2), a_line(2, 1, LAMP), tote=tote, **fields)


def _cancelled() -> PickState:
    lines = (a_line(1, 2, picked=2, unwanted=2), a_line(2, 1, LAMP, order_id=FIRST + 1))
    return stopped(a_cart(*lines, history=(step(1, 2),)), 1, "cancelled")


BEGUN = a_cart(
    a_line(1, 2, picked=1), a_line(2, 1, LAMP, order_id=FIRST + 1), history=(step(1, 1),)
)

PICK_WALKS = (
    _pick_walk("single", _two(tote=None), _two(first=a_line(1, 2, confirm_location=True))),
    _pick_walk("single, exceptions", _two(quarantine=QUAR), _two(checks_empty=True)),
    _pick_walk(
        "single, what may be instead and what comes",
        _two(first=a_line(1, 2, substitute="Red mug", refill=5, stock=2), checks_empty=True),
        a_task(a_line(1, 1, stock=1), checks_empty=True),
    ),
    _pick_walk("single, each unit", _two(first=a_line(1, 2, policy=STRICT))),
    _pick_walk("single, the tote alone", _two(first=a_line(1, 2, policy=FAST))),
    _pick_walk("single, no barcode", _two(first=a_line(1, 2, BARE))),
    _pick_walk("single, lots", _two(first=a_line(1, 2, lot="L1"))),
    _pick_walk("numbered", _two(first=a_line(1, 2, CAMERA, policy=STRICT))),
    _pick_walk(
        "into the carton",
        _two(first=a_line(1, 2, policy=STRICT), tote=None, boxing=BOXING),
        _two(tote=None, boxing=replace(BOXING, suggested=None)),
    ),
    _pick_walk("cluster", a_cart(totes=(None, None, None)), a_cart(), BEGUN),
    _pick_walk("cluster, orders stopped", _cancelled(), stopped(a_cart(), 2, HoldReason.OPERATOR)),
    _pick_walk(
        "cluster, a full tote with goods nobody wants",
        stopped(a_cart(a_line(1, 2, picked=1), history=(step(1, 1),)), 1, HoldReason.OPERATOR),
    ),
    _pick_walk(
        "batch", a_cart(method=PickMethod.BATCH), a_cart(method=PickMethod.BATCH, totes=(None,))
    ),
    _pick_walk("zones side by side", a_cart(method=PickMethod.ZONE_PARALLEL, zone="A")),
    _pick_walk(
        "zone, a tote that came",
        a_task(
            a_line(1, 2),
            method=PickMethod.ZONE_PASS,
            zone="A",
            onward=ONWARD,
            positions=(Position(1, (CarriedOrder(FIRST, ORDER),), TOTE, is_here=False),),
        ),
        a_task(
            a_line(1, 2, picked=2),
            method=PickMethod.ZONE_PASS,
            zone="A",
            onward=ONWARD,
            history=(step(1, 2),),
        ),
    ),
)

# Packing ------------------------------------------------------------------------------------------

AT_BENCH: tuple[Scanned, ...] = (
    *ANYWHERE,
    *(unit(), unit(LAMP), case(), EXPIRED, THE_TOTE, TAKEN_TOTE, FREE_TOTE, elsewhere()),
    *(carton(), carton("340123450000000019", None), card("S"), card("M2"), card("NONE")),
    *(
        ScannedWeight(500.0),
        ScannedWeight(900.0),
        ScannedBadge("ABCDEFGHJK"),
        ScannedSerial("SN-1"),
    ),
)


def _pack(state: PackState, scanned: Scanned) -> tuple[PackState, Refusal | None]:
    """The dialogue, and what the service does to its state: a closed carton has a number."""
    outcome = answer_packing(state, scanned, today=TODAY)
    after = outcome.state
    if any(isinstance(effect, CloseCarton) for effect in outcome.effects):
        after = replace(after, sscc=SSCC, prompt=PackPrompt.SCAN_LABEL)
    if len(after.weighings) > 2:
        after = replace(after, weighings=after.weighings[-2:])
    return after, outcome.refusal


def _is_packed(state: PackState) -> bool:
    return state.prompt is PackPrompt.DONE and not severe(state)


def _is_parked(state: PackState) -> bool:
    """A parcel that was closed without the database waits for its label."""
    return state.prompt is PackPrompt.PARKED or state.closed_offline


def _pack_walk(name: str, *starts: PackState, most: int = 60) -> Walk:
    return Walk(name, starts, AT_BENCH, _pack, _is_packed, _is_parked, most)


_MUG, _LAMP, _BOX = (KnownWeight(g, 1.0, 1.0, WeightSource.MASTER) for g in (300.0, 200.0, 60.0))
WEIGHTS = BenchWeights(
    Fixed({MUG.item_id: _MUG, LAMP.item_id: _LAMP}), Fixed({"S": _BOX, "M2": _BOX})
)
ALL_IN = (VerifiedStep(1, 1), VerifiedStep(1, 1))


def _on_scale() -> PackState:
    """A mug and a lamp, all in."""
    return a_bench(
        *(a_pack_line(1, 1, verified=1), a_pack_line(2, 1, LAMP, verified=1)),
        history=(VerifiedStep(1, 1), VerifiedStep(2, 1)),
        scale=ScaleUse.OFFERED,
        weights=WEIGHTS,
    )


def _differing() -> PackState:
    state = _on_scale()
    for scan in (card("S"), ScannedWeight(360.0), ScannedWeight(360.0)):
        state, _ = _pack(state, scan)
    return state


DIFFERS_TWICE = _differing()

PACK_WALKS = (
    _pack_walk("bench", a_bench(), a_bench(instructions=("Ring twice",), inserts=("A leaflet",))),
    _pack_walk("bench, no carton proposed", a_bench(suggested=None)),
    _pack_walk("bench with a scale", _on_scale(), DIFFERS_TWICE, most=40),
    _pack_walk(
        "a closed parcel",
        a_bench(a_pack_line(1, 2, verified=2), sscc=SSCC, packaging="S", history=ALL_IN),
        a_bench(a_pack_line(1, 2, verified=2), closed_offline=True, packaging="S", history=ALL_IN),
    ),
    _pack_walk("numbered units", a_bench(replace(a_pack_line(), serials=("SN-1", "SN-2")))),
)
