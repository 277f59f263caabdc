"""What the drawing of a carton shows of the proposal for an order on the bench."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase

from app.domain.pack_state import PackState
from app.ui.message import translate
from app.ui.widgets.box_drawing import BoxPart, BoxView


def box_view(state: PackState | None) -> BoxView | None:
    """The carton that the packer is to fill now; None where no arrangement is known."""
    plan = None if state is None else state.plan
    if state is None or state.proposal is None or plan is None or not plan.placements:
        return None
    kind = next((kind for kind in state.packagings if kind.code == plan.packaging), None)
    if kind is None or state.is_full:
        return None
    letters = {unit: _letter(n) for n, unit in enumerate(sorted({p.unit for p in plan.placements}))}
    parts = tuple(
        BoxPart(
            letters[each.unit],
            (each.x, each.y, each.z),
            (each.dx, each.dy, each.dz),
            each.layer,
        )
        for each in plan.placements
    )
    units = Counter(each.unit for each in plan.placements)
    legend = tuple(
        (letter, translate("pack", "{0} x {1}").format(units[unit], state.lines[unit].name))
        for unit, letter in letters.items()
    )
    layers = max(part.layer for part in parts)
    words = translate("pack", "LAYER {0}")
    return BoxView(
        _title(state),
        kind.inner_mm,
        parts,
        legend,
        tuple(words.format(layer) for layer in range(1, layers + 1)),
        _more(state),
    )


def _letter(number: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    letter = ascii_uppercase[number % 26]
    return letter if number < 26 else _letter(number // 26 - 1) + letter


def _title(state: PackState) -> str:
    plan = state.plan
    if plan is None or state.proposal is None:
        return ""
    parcels = len(state.proposal.parcels)
    if parcels == 1:
        return translate("pack", "CARTON {0}, {1} % FULL").format(plan.packaging, plan.fill_percent)
    words = translate("pack", "1 OF {0} CARTONS: {1}, {2} % FULL")
    return words.format(parcels, plan.packaging, plan.fill_percent)


def _more(state: PackState) -> str:
    """The cartons after this one."""
    later = () if state.proposal is None else state.proposal.parcels[1:]
    if not later:
        return ""
    cartons = ", ".join(plan.packaging for plan in later)
    return translate("pack", "then {0} for the rest").format(cartons)
