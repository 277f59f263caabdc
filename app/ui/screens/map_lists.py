"""The lists beside the live map: aisles, people, walks, and the lines of one aisle, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto

from app.domain.floor_heat import Crowding, HeatLayer
from app.services.floor_map import TaskOnMap
from app.services.lead_map import AisleLines, OpenLine
from app.services.live_map import AisleHeat, LiveMap
from app.ui.message import translate
from app.ui.screens import map_view
from app.ui.screens.pick_view import method_word
from app.ui.tokens import State
from app.ui.why_codes import codes_of
from app.ui.widgets.desk_rows import Cell, Column, DeskRow

FIRST_TASK = 11
"""The number of the first walk; the lower ones are layers."""


class MapList(Enum):
    """What is listed beside the map."""

    AISLES = auto()
    PEOPLE = auto()
    WALKS = auto()
    LINES = auto()
    """Of the aisle that is looked at."""


def list_words(listed: MapList) -> str:
    """A list in one word, as on the key that leads to it."""
    match listed:
        case MapList.AISLES:
            return translate("map", "Aisles")
        case MapList.PEOPLE:
            return translate("map", "People")
        case MapList.WALKS:
            return translate("map", "Walks")
        case MapList.LINES:
            return translate("map", "Its lines")


def columns_of(listed: MapList) -> tuple[Column, ...]:
    """The headings of a list."""
    match listed:
        case MapList.AISLES:
            return (
                Column(translate("map", "AISLE"), 2),
                Column(translate("map", "FIGURE"), 1.3, is_number=True),
                Column(translate("map", "LATE"), 1.2, is_number=True),
            )
        case MapList.PEOPLE:
            return (
                Column(translate("map", "WHO"), 2),
                Column(translate("map", "LAST PLACE"), 2.4),
            )
        case MapList.WALKS:
            return (
                Column(translate("map", "NO."), 0.8, is_number=True),
                Column(translate("map", "WALK"), 2.6),
                Column(translate("map", "STOPS"), 1, is_number=True),
            )
        case MapList.LINES:
            return (
                Column(translate("map", "PLACE"), 2),
                Column(translate("map", "WHOSE"), 2),
                Column(translate("map", "DUE"), 1.4, is_number=True),
            )


def aisle_rows(live: LiveMap, layer: HeatLayer) -> tuple[DeskRow, ...]:
    """The aisles, those with the most of the layer first; zones are named by the aisles."""
    ranked = sorted(live.aisles, key=lambda each: (-each.values[layer], each.key))
    return tuple(_aisle_row(live, each, layer) for each in ranked)


def aisle_key(aisle: tuple[str, str]) -> str:
    """An aisle as the key of its row."""
    return "\t".join(aisle)


def key_of_aisle(key: str) -> tuple[str, str]:
    """The aisle that a row is of."""
    zone, _, aisle = key.partition("\t")
    return zone, aisle


def _aisle_row(live: LiveMap, aisle: AisleHeat, layer: HeatLayer) -> DeskRow:
    people = ", ".join(each.short for each in live.people if each.aisle == aisle.key)
    state = State.STOP if aisle.closed else None
    if aisle.crowding is not Crowding.FREE and not aisle.closed:
        state, people = State.LOOK, translate("map", "crowded: {0}").format(people)
    about = map_view.closure_words(aisle) if aisle.closed else people
    return DeskRow(
        aisle_key(aisle.key),
        (
            Cell(str(aisle), about, state),
            Cell(str(aisle.values[layer])),
            Cell(str(aisle.values[HeatLayer.LATE])),
        ),
    )


def people_rows(live: LiveMap) -> tuple[DeskRow, ...]:
    """Everybody, those who have not scanned for longest first."""
    ranked = sorted(live.people, key=lambda each: (each.scanned_at, each.operator_id))
    return tuple(
        DeskRow(
            str(person.operator_id),
            (
                Cell(
                    person.short,
                    map_view.ago_words(person.scanned_at, live.moment),
                    State.LOOK if person.is_idle else None,
                ),
                Cell(map_view.place_words(person, live.moment), map_view.task_words(person)),
            ),
        )
        for person in ranked
    )


def walk_rows(tasks: Sequence[TaskOnMap]) -> tuple[DeskRow, ...]:
    """The tasks whose walks can be drawn, with the numbers that choose them."""
    return tuple(
        DeskRow(
            str(task.task_id),
            (Cell(str(number)), Cell(walk_words(task), task.order_number), Cell(str(task.stops))),
        )
        for number, task in enumerate(tasks, start=FIRST_TASK)
    )


def walk_words(task: TaskOnMap) -> str:
    """Who walks, or that it waits for somebody."""
    if task.picker:
        return task.picker
    return translate("map", "{0} {1}").format(method_word(task.method), task.task_id)


def walk_told(task: TaskOnMap) -> str:
    """A task in a few words: who walks it, or that it waits, and the stops left."""
    words = (
        translate("map", "{0}: 1 stop") if task.stops == 1 else translate("map", "{0}: {1} stops")
    )
    return words.format(walk_words(task), task.stops)


def walk_codes(task: TaskOnMap) -> tuple[str, ...]:
    """The codes of a walk: its order, and who walks it."""
    return (*codes_of(task.order_number), *((task.picker,) if task.picker else ()))


def line_rows(lines: AisleLines, moment: datetime) -> tuple[DeskRow, ...]:
    """The open lines of an aisle: where and what, whose, for which wave, and whether late."""
    return tuple(
        DeskRow(
            f"{number}",
            (
                Cell(line.place, f"{line.units} x {line.sku}"),
                Cell(line.picker or translate("map", "nobody yet"), _for_what(line)),
                _due(line, moment),
            ),
        )
        for number, line in enumerate(lines, start=1)
    )


def _for_what(line: OpenLine) -> str:
    order = translate("map", "order {0}").format(line.order_number)
    return f"{map_view.wave_words(line.wave)}, {order}" if line.wave else order


def _due(line: OpenLine, moment: datetime) -> Cell:
    if line.ship_by is None:
        return Cell("-")
    due = line.ship_by.astimezone().strftime("%H:%M")
    if line.ship_by < moment:
        return Cell(due, translate("map", "late"), State.LOOK)
    return Cell(due)
