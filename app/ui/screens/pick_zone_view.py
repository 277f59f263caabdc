"""What the pick screen says where totes pass the zones: fetched, done here, put on a lane."""

from __future__ import annotations

from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.readings import Command, Reading, ToteCode
from app.ui.floor_words import command_word
from app.ui.message import Thing, translate
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.location_sign import LocationView

_ZONES = (PickMethod.ZONE_PASS, PickMethod.ZONE_PARALLEL)


def is_fetching(state: PickState) -> bool:
    """Whether a tote that was handed over is still to be scanned here."""
    position = state.to_fill
    return state.prompt is PickPrompt.SCAN_TOTE and position is not None and not position.is_here


def is_part(state: PickState) -> bool:
    """Whether what is picked meets other zones' parts on the consolidation shelf."""
    return state.method is PickMethod.ZONE_PARALLEL


def begins_another(state: PickState, reading: Reading) -> bool:
    """Whether a tote's scan asks for other work: at the end of a zone, or instead of fetching."""
    if not isinstance(reading, ToteCode):
        return False
    code = f"T-{reading.code}"
    if state.method not in _ZONES:
        return False
    if state.prompt is PickPrompt.TASK_DONE:
        return all(code not in position.totes for position in state.positions)
    return is_fetching(state) and state.to_fill is not None and code != state.to_fill.tote


def location(state: PickState) -> LocationView | None:
    """Where a tote is fetched or put down; None for any other prompt."""
    onward = state.onward
    if onward is None:
        return None
    if is_fetching(state):
        label = translate("pick", "FETCH FROM")
        zone = translate("pick", "zone {0}").format(state.zone)
        return LocationView(onward.came_by or zone, (zone,), label=label)
    if state.prompt is PickPrompt.SCAN_LANE:
        label = translate("pick", "PUT ON LANE")
        return LocationView(onward.place, (where_to(state),), label=label)
    return None


def where_to(state: PickState) -> str:
    """Who has the totes next."""
    onward = state.onward
    if onward is None or not onward.zone:
        return translate("pick", "to be packed")
    return translate("pick", "for zone {0}").format(onward.zone)


def instruction(state: PickState) -> Instruction | None:
    """The one line that says what to do; None for any other prompt."""
    onward, position = state.onward, state.to_fill
    if onward is None:
        return None
    if is_fetching(state) and position is not None:
        words = translate("pick", "FETCH THE TOTE, SCAN IT")
        detail = translate("pick", "order {0}").format(position.numbers[0])
        return Instruction(words, position.tote or "", detail)
    if state.prompt is PickPrompt.SCAN_LANE:
        words = translate("pick", "PUT {0} ON LANE, SCAN LANE")
        return Instruction(words.format(", ".join(_totes(state))), onward.place)
    return None


def notes(state: PickState) -> tuple[str, tuple[str, ...]] | None:
    """What is said in the place of the item: heading and paragraphs."""
    if state.prompt is not PickPrompt.SCAN_LANE:
        return None
    done = translate("pick", "{0} of {1} lines picked in zone {2}")
    picked = sum(1 for line in state.lines if line.picked)
    words = [done.format(picked, len(state.lines), state.zone)]
    if short := sum(line.short for line in state.lines):
        words.append(translate("pick", "{0} short, the shift lead knows").format(short))
    return translate("pick", "DONE HERE"), tuple(words)


def wanted(state: PickState) -> tuple[Thing, str] | None:
    """What would be right, and how to give it; None for any other prompt."""
    onward, position = state.onward, state.to_fill
    if onward is None:
        return None
    if is_fetching(state) and position is not None:
        action = translate("pick", "Fetch tote {0} from the lane of zone {1}, scan it.")
        return Thing(position.tote or ""), action.format(position.tote, state.zone)
    if state.prompt is PickPrompt.SCAN_LANE:
        action = translate("pick", "Put tote {0} on {1}, scan {1}.")
        return Thing(onward.place), action.format(", ".join(_totes(state)), onward.place)
    return None


def ending(state: PickState) -> str:
    """Where the totes go at the end of a zone, and how it goes on."""
    onward, next_card = state.onward, command_word(Command.NEXT)
    totes = ", ".join(_totes(state))
    if onward is None:
        return ""
    if onward.is_there:
        words = translate("pick", "{0} is on {1}. Scan the next tote, or {2}.")
        return words.format(totes, onward.place, next_card)
    if not onward.zone:
        words = translate("pick", "Put {0} on {1} to be packed, scan the next tote, or {2}.")
        lane = onward.place or translate("pick", "the pack lane")
        return words.format(totes, lane, next_card)
    if not onward.place:
        words = translate("pick", "Pass {0} on to zone {1}, scan the next tote, or {2}.")
        return words.format(totes, onward.zone, next_card)
    words = translate("pick", "Put {0} on {1} for zone {3}, scan the next tote, or {2}.")
    return words.format(totes, onward.place, next_card, onward.zone)


def _totes(state: PickState) -> tuple[str, ...]:
    return tuple(tote for position in state.positions for tote in position.totes)
