"""What a pick straight into the shipping carton looks like: which carton to take, and its names."""

from __future__ import annotations

from app.domain.pick_boxing import Boxing
from app.domain.pick_lines import units_in
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.ui.floor_words import command_word, units_words
from app.ui.message import Thing, translate
from app.ui.tokens import State
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.quantity_sign import QuantityView
from app.ui.widgets.tote_map import ToteMapView, TotePosition
from app.ui.widgets.verdict_band import Verdict, VerdictRow

MOST_LISTED = 6
"""Packagings that are listed to choose from; all others have their cards."""


def carrier_name(state: PickState, code: str) -> str:
    """What people call what the units go into: a tote's code, or a carton's packaging."""
    if state.boxing is None:
        return code
    position = next((one for one in state.positions if one.tote == code), None)
    kind = "" if position is None else position.packaging
    return translate("pick", "carton {0}").format(kind).rstrip()


def location(boxing: Boxing) -> LocationView:
    """Which packaging to take."""
    kind = boxing.packaging(boxing.suggested or "")
    label = translate("pick", "TAKE CARTON")
    if kind is None:
        return LocationView("?", (translate("pick", "none is proposed"),), label=label)
    size = " x ".join(str(side // 10) for side in kind.inner_mm)
    words = (kind.name, translate("pick", "{0} cm").format(size))
    return LocationView(kind.code, words, label=label)


def quantity(state: PickState, boxing: Boxing) -> QuantityView:
    """How many units are to go into cartons, and into how many."""
    units = sum(line.open for line in state.open_lines)
    into = ""
    if boxing.parcels > 1:
        into = translate("pick", "into {0} cartons").format(boxing.parcels)
    return QuantityView(
        units, translate("pick", "units"), into=into, label=translate("pick", "FOR")
    )


def notes(boxing: Boxing) -> tuple[str, tuple[str, ...]]:
    """The packagings there are, with the numbers that choose them."""
    words = translate("pick", "{0}  {1}  {2}")
    listed = tuple(
        words.format(number, kind.code, kind.name)
        for number, kind in enumerate(boxing.packagings[:MOST_LISTED], start=1)
    )
    return translate("pick", "OR ANOTHER: ITS CARD OR NUMBER"), listed


def instruction(boxing: Boxing) -> Instruction:
    """What to do before the first unit."""
    if boxing.suggested is None:
        return Instruction(translate("pick", "CHOOSE A CARTON, SCAN ITS CARD"))
    words = translate("pick", "TAKE CARTON {0}, SCAN ITS CARD").format(boxing.suggested)
    return Instruction(words, detail=translate("pick", "or its label, or OK"))


def wanted(boxing: Boxing) -> tuple[Thing, str]:
    """What would be right, for the words of a refusal."""
    if boxing.suggested is None:
        return (
            Thing(translate("pick", "a packaging card")),
            translate("pick", "Choose a carton, scan the card of its packaging."),
        )
    words = translate("pick", "Take carton {0}, scan its card.")
    return Thing(translate("pick", "carton {0}").format(boxing.suggested)), words.format(
        boxing.suggested
    )


def carton_map(state: PickState, boxing: Boxing) -> ToteMapView:
    """The carton that stands there, or the one to take."""
    position = state.positions[0]
    if position.tote is None:
        kind = boxing.suggested or ""
        return ToteMapView(
            (TotePosition(kind, is_empty=True),), title=translate("pick", "OPEN A CARTON")
        )
    is_out = state.prompt in (PickPrompt.UNDO, PickPrompt.TAKE_OUT)
    title = translate("pick", "OUT OF CARTON") if is_out else translate("pick", "INTO CARTON")
    return ToteMapView((TotePosition(position.packaging),), position.packaging, title)


def done_verdict(state: PickState) -> Verdict:
    """The end of a task whose units are in their carton; its papers come next."""
    picked = sum(line.picked for line in state.lines)
    short = sum(line.short for line in state.lines)
    position = state.positions[0]
    next_card = command_word(Command.NEXT)
    rows = []
    if position.tote is not None and units_in(state.history, position.tote):
        name = translate("pick", "carton {0}").format(position.packaging)
        rows.append(VerdictRow(translate("pick", "in the carton"), name, units_words(picked)))
    if short:
        words = translate("pick", "{0}, the shift lead knows").format(units_words(short))
        rows.append(VerdictRow(translate("pick", "short"), words))
    action = translate("pick", "Scan {0} for other work.").format(next_card)
    if picked:
        action = translate("pick", "Bring the carton to a bench, scan a unit of it there.")
    return Verdict(
        State.OK,
        translate("pick", "DONE"),
        translate("pick", "ORDER {0}").format(state.order_number),
        tuple(rows),
        action,
        translate("pick", "Done: {0}.").format(units_words(picked)),
    )
