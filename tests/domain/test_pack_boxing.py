"""A carton is closed with its last unit where its packaging is known, and boxed anew by a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.pack_boxing import read_anew
from app.domain.pack_effects import CloseCarton, PackEffect, PackOutcome, PutInCarton, ReopenCarton
from app.domain.pack_state import PackPrompt, PackState
from app.domain.packing import answer_packing
from app.domain.refusals import PackagingTooSmall, UnknownPackaging
from app.domain.scanned import Scanned, ScannedPackaging
from app.domain.weigh_steps import ScaleUse
from tests.domain.dialogue_states import FULL, OK, SSCC, a_bench, a_pack_line, unit

SMALL, MEDIUM, NONE = ScannedPackaging("S"), ScannedPackaging("M2"), ScannedPackaging("XXL")
P = PackPrompt
IN = PutInCarton(1, 1)


def one_left(**fields: object) -> PackState:
    """Two mugs, one of them in the carton; M2 is proposed."""
    line = replace(a_pack_line(1, 2, verified=1), weight_g=300)
    return a_bench(line, **{"goods_weight_g": 600, "suggested": "M2", **fields})


def closed(**fields: object) -> PackState:
    """Both mugs in a closed carton, whose label is to be scanned."""
    line = replace(a_pack_line(1, 2, verified=2), weight_g=300)
    values = {"goods_weight_g": 600, "packaging": "M2", "sscc": SSCC, **fields}
    return a_bench(line, **values)


def ask(state: PackState, *scans: Scanned) -> PackOutcome:
    outcome = PackOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer_packing(outcome.state, scan, today=date(2026, 5, 4))
    return outcome


@pytest.mark.parametrize(
    ("fields", "scans", "prompt", "effects"),
    [
        pytest.param({}, (unit(),), P.CHOOSE_PACKAGING, (IN,), id="asked"),
        pytest.param({}, (SMALL, unit()), P.SCAN_LABEL, (IN, CloseCarton("S")), id="card ahead"),
        pytest.param(
            {},
            (SMALL, MEDIUM, unit()),
            P.SCAN_LABEL,
            (IN, CloseCarton("M2")),
            id="last card",
        ),
        pytest.param(
            {"takes_proposed": True},
            (unit(),),
            P.SCAN_LABEL,
            (IN, CloseCarton("M2")),
            id="as proposed",
        ),
        pytest.param(
            {"takes_proposed": True},
            (SMALL, unit()),
            P.SCAN_LABEL,
            (IN, CloseCarton("S")),
            id="a card before the proposal",
        ),
        pytest.param(
            {"takes_proposed": True, "suggested": None},
            (unit(),),
            P.CHOOSE_PACKAGING,
            (IN,),
            id="nothing proposed",
        ),
        pytest.param(
            {"takes_proposed": True, "reopened": True},
            (unit(),),
            P.CHOOSE_PACKAGING,
            (IN,),
            id="an opened one is asked about",
        ),
        pytest.param(
            {"goods_weight_g": 1_001},
            (SMALL, unit()),
            P.CHOOSE_PACKAGING,
            (IN,),
            id="too heavy for the card",
        ),
        pytest.param(
            {"takes_proposed": True, "scale": ScaleUse.OFFERED},
            (unit(),),
            P.WEIGH,
            (IN,),
            id="onto the scale",
        ),
        pytest.param(
            {"takes_proposed": True, "inserts": ("Card",)},
            (unit(),),
            P.INSERTS,
            (IN,),
            id="inserts first",
        ),
        pytest.param(
            {"takes_proposed": True, "inserts": ("Card",)},
            (unit(), OK),
            P.SCAN_LABEL,
            (CloseCarton("M2"),),
            id="closed once the inserts are in",
        ),
        pytest.param(
            {},
            (SMALL, FULL),
            P.SCAN_LABEL,
            (CloseCarton("S", is_full=True),),
            id="full, card ahead",
        ),
    ],
)
def test_what_the_scan_that_fills_a_carton_leads_to(
    fields: dict[str, object],
    scans: tuple[Scanned, ...],
    prompt: PackPrompt,
    effects: tuple[PackEffect, ...],
) -> None:
    outcome = ask(one_left(**fields), *scans)
    assert (outcome.state.prompt, outcome.effects) == (prompt, effects)
    assert outcome.state.prompt is not P.SCAN_LABEL or outcome.state.ahead is None


def test_unknown_card_ahead_is_refused() -> None:
    assert ask(one_left(), NONE).refusal == UnknownPackaging("XXL")


@pytest.mark.parametrize(
    ("fields", "scan", "prompt", "effects", "refusal"),
    [
        pytest.param({}, MEDIUM, P.SCAN_LABEL, (), None, id="its own card"),
        pytest.param(
            {}, SMALL, P.SCAN_LABEL, (ReopenCarton(), CloseCarton("S")), None, id="another"
        ),
        pytest.param(
            {"scale": ScaleUse.OFFERED}, SMALL, P.WEIGH, (ReopenCarton(),), None, id="weighed anew"
        ),
        pytest.param({}, NONE, P.SCAN_LABEL, (), UnknownPackaging("XXL"), id="unknown"),
        pytest.param(
            {"goods_weight_g": 1_001},
            SMALL,
            P.SCAN_LABEL,
            (),
            PackagingTooSmall("S", 1_001, 1_000),
            id="too heavy",
        ),
    ],
)
def test_card_of_another_box_at_the_label_boxes_the_parcel_anew(
    fields: dict[str, object],
    scan: Scanned,
    prompt: PackPrompt,
    effects: tuple[PackEffect, ...],
    refusal: object,
) -> None:
    outcome = ask(closed(**fields), scan)
    assert (outcome.state.prompt, outcome.effects) == (prompt, effects)
    assert outcome.refusal == refusal
    if refusal is not None:
        assert (outcome.state.packaging, outcome.state.sscc) == ("M2", SSCC)


def test_carton_boxed_anew_goes_on_at_the_scale() -> None:
    before = ask(closed(scale=ScaleUse.OFFERED), SMALL).state
    fresh = replace(before, prompt=P.CHOOSE_PACKAGING, packaging=None)
    assert (read_anew(fresh, before).prompt, read_anew(fresh, before).packaging) == (P.WEIGH, "S")
    assert read_anew(fresh, replace(before, prompt=P.SCAN_UNIT)) == fresh
