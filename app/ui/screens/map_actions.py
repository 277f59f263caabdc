"""The keys of the live map, what each of them would do at the moment, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.floor_heat import HeatLayer
from app.domain.readings import Command
from app.services.live_map import AisleHeat, LiveMap, PersonOnMap
from app.ui.message import translate
from app.ui.screens import map_view
from app.ui.screens.map_lists import MapList, list_words
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction


class MapAction(StrEnum):
    """What the map's own keys do, beside the commands of all screens."""

    LIST = "list"
    EARLIER = "earlier"
    LATER = "later"
    LIVE = "live"
    CLOSE = "close"
    REASSIGN = "reassign"
    WALL = "wall"


@dataclass(frozen=True)
class MapKeys:
    """On what the keys depend.

    Attributes:
        listed: the list that is shown.
        next_list: the one that follows it.
        is_past: an earlier moment is shown.
        is_oldest: no earlier one can be.
        is_closing: why and until when an aisle is closed is being asked.
        aisle: the aisle that is looked at.
        person: who is looked at.
        can_reassign: whether there is a screen that gives work to others.
    """

    listed: MapList
    next_list: MapList
    is_past: bool
    is_oldest: bool
    is_closing: bool
    aisle: AisleHeat | None
    person: PersonOnMap | None
    can_reassign: bool


def actions_of(keys: MapKeys) -> tuple[Action, ...]:
    """The keys with their words."""
    leave = Action(Command.PAUSE.value, "F8", translate("map", "Leave"), "pause")
    help_key = Action(Command.HELP.value, "F1", translate("map", "Help"), "help")
    if keys.is_closing:
        text = translate("map", "Until I open it")
        return leave, help_key, Action(Command.OK.value, "ENTER", text, "enter")
    return (
        Action(MapAction.LIST, "F2", list_words(keys.next_list), "skip"),
        _in_time(MapAction.EARLIER, "F3", translate("map", "Earlier"), can=not keys.is_oldest),
        _in_time(MapAction.LATER, "F4", translate("map", "Later"), can=keys.is_past),
        _in_time(MapAction.LIVE, "F5", translate("map", "Live"), can=keys.is_past),
        *_about_aisle(keys),
        *_about_person(keys),
        leave,
        Action(MapAction.WALL, "F9", translate("map", "Wall"), "wall"),
        help_key,
        Action(Command.OK.value, "ENTER", _enter_words(keys), "enter"),
    )


def _in_time(action: MapAction, key: str, text: str, *, can: bool) -> Action:
    note = "" if action is MapAction.LIVE else translate("map", "10 min")
    return Action(action, key, text, "clock", note, is_enabled=can)


def _about_aisle(keys: MapKeys) -> tuple[Action, ...]:
    """Closing is for the present: in the past nobody can be sent elsewhere."""
    if keys.aisle is None or keys.is_past:
        return ()
    text = translate("map", "Close aisle")
    if keys.aisle.closed is not None:
        text = translate("map", "Open again")
    return (Action(MapAction.CLOSE, "F6", text, "stop", str(keys.aisle)),)


def _about_person(keys: MapKeys) -> tuple[Action, ...]:
    if keys.person is None or keys.is_past:
        return ()
    text = translate("map", "Reassign")
    return (Action(MapAction.REASSIGN, "F7", text, "operator", keys.person.short),)


def _enter_words(keys: MapKeys) -> str:
    if keys.listed is MapList.LINES:
        return translate("map", "All aisles")
    if keys.listed is MapList.WALKS:
        return translate("map", "Next walk")
    if keys.listed is MapList.AISLES and keys.aisle is not None:
        return translate("map", "Its lines")
    return translate("map", "Look at it")


def prompt(keys: MapKeys, live: LiveMap | None, layer: HeatLayer, told: str) -> Instruction:
    """What to do, and what is known of what is looked at.

    Args:
        keys: what is looked at.
        live: the floor; None while it has not been read.
        layer: what colours the map.
        told: what was just done, which is said first.
    """
    if keys.is_closing:
        words = translate("map", "SAY WHY AND UNTIL WHEN {0} IS CLOSED")
        return Instruction(words.format(keys.aisle))
    if keys.aisle is not None and live is not None:
        words = translate("map", "PRESS ENTER: LINES OF {0}").format(keys.aisle)
        if keys.listed is MapList.LINES:
            words = translate("map", "PRESS ENTER: ALL AISLES")
        return Instruction(words, detail=told or map_view.aisle_words(live, keys.aisle, layer))
    if keys.person is not None and live is not None:
        words = translate("map", "LOOK AT {0}")
        if not keys.is_past:
            words = translate("map", "PRESS F7: GIVE WORK OF {0}")
        detail = map_view.person_words(keys.person, live.moment)
        return Instruction(words.format(keys.person.short), detail=detail)
    return Instruction(translate("map", "CHOOSE A LAYER, AN AISLE OR A PERSON"), detail=told)
