"""What the live map shows, made of plain values: heat, flags, and the words for both."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.floor_heat import Crowding, HeatLayer, scale_top, step_of
from app.domain.short_names import initials
from app.services.floor_map import FloorMap, MapWalk, Spot
from app.services.live_map import AisleHeat, AisleLine, LiveMap, PersonOnMap
from app.ui.message import translate
from app.ui.theme import Theme
from app.ui.tokens import TextSize
from app.ui.widgets.floor_layers import HeatCell, PersonTag
from app.ui.widgets.floor_picture import FloorPictureView, map_words
from app.ui.widgets.heat_legend import LegendView
from app.ui.widgets.moment_sign import MomentView

AisleKey = tuple[str, str]

MOST_NAMES = 20
"""With more people than this flags bear initials; in a low window then only who is looked at."""


def layer_words(layer: HeatLayer) -> str:
    """A layer in one or two words, as on its button."""
    match layer:
        case HeatLayer.LINES:
            return translate("map", "Lines")
        case HeatLayer.MINUTES:
            return translate("map", "Minutes")
        case HeatLayer.LATE:
            return translate("map", "Late")
        case HeatLayer.PEOPLE:
            return translate("map", "People")
        case HeatLayer.CROWD:
            return translate("map", "Crowd")
        case HeatLayer.SHORTS:
            return translate("map", "Shorts")
        case HeatLayer.REFILLS:
            return translate("map", "Refills")
        case HeatLayer.COUNTS:
            return translate("map", "Counts")


def unit_words(layer: HeatLayer) -> str:
    """The unit of a layer's figures."""
    match layer:
        case HeatLayer.LINES:
            return translate("map", "open lines")
        case HeatLayer.MINUTES:
            return translate("map", "minutes of one person's work")
        case HeatLayer.LATE:
            return translate("map", "open lines past their cut-off")
        case HeatLayer.PEOPLE:
            return translate("map", "people, by their last scan")
        case HeatLayer.CROWD:
            return translate("map", "% of the people who fit")
        case HeatLayer.SHORTS:
            return translate("map", "times short in 2 hours")
        case HeatLayer.REFILLS:
            return translate("map", "refills not done")
        case HeatLayer.COUNTS:
            return translate("map", "places to count")


def legend(live: LiveMap, layer: HeatLayer) -> LegendView:
    """The scale of a layer, as far as its figures go at that moment."""
    top = scale_top(aisle.values[layer] for aisle in live.aisles)
    return LegendView(layer_words(layer), top, unit_words(layer))


def picture(
    live: LiveMap,
    layer: HeatLayer,
    *,
    aisle: AisleKey | None = None,
    person: int | None = None,
    walk: MapWalk,
    past: MomentView,
    size: TextSize = TextSize.LABEL,
) -> FloorPictureView:
    """The floor with the heat of a layer, everybody's flag, and a walk.

    Args:
        live: the floor at a moment.
        layer: what colours it.
        aisle: the aisle that is looked at.
        person: who is looked at, by number.
        walk: of the task that is looked at.
        past: which moment it is; one of the past is drawn within a border, with its words.
        size: of figures and names.
    """
    top = scale_top(each.values[layer] for each in live.aisles)
    heat = tuple(
        HeatCell(
            each.line.storey,
            each.line.start,
            each.line.end,
            step_of(each.values[layer], top),
            str(each.values[layer]),
            is_chosen=each.key == aisle,
            is_warning=layer is HeatLayer.CROWD and each.crowding is not Crowding.FREE,
        )
        for each in live.aisles
        if each.line is not None
    )
    texts = [each.short for each in live.people]
    if len(texts) > MOST_NAMES and Theme.current().is_low:
        texts = [each.short if each.operator_id == person else "" for each in live.people]
    elif len(texts) > MOST_NAMES:
        texts = list(initials([each.name for each in live.people]))
    tags = tuple(
        PersonTag(*each.at, text, is_hollow=each.is_idle, is_chosen=each.operator_id == person)
        for each, text in zip(live.people, texts, strict=True)
        if each.at is not None
    )
    banner = f"{past.word} {past.detail}" if past.is_past else ""
    view = FloorPictureView(live.floor, walk, heat=heat, tags=tags, size=size, banner=banner)
    words = translate("map", "{0}: {1}").format(layer_words(layer), _told(live, layer))
    return replace(view, words=f"{banner} {map_words(view)}; {words}")


def _told(live: LiveMap, layer: HeatLayer) -> str:
    """The picture in words: aisles with something in them, and who is where."""
    figures = [f"{each} {each.values[layer]}" for each in live.aisles if each.values[layer]]
    where = [f"{each.short} {each.place}" for each in live.people if each.place]
    return "; ".join(part for part in (", ".join(figures) or "0", ", ".join(where)) if part)


def moment_view(live: LiveMap | None, minutes_ago: int, age: str) -> MomentView:
    """Which moment is shown, in words that nobody takes for another."""
    if live is None:
        return MomentView(translate("map", "LIVE"), translate("map", "being read"))
    at = live.moment.astimezone().strftime("%H:%M")
    if minutes_ago:
        detail = translate("map", "{0}, {1} min ago").format(at, minutes_ago)
        return MomentView(translate("map", "PAST"), detail, is_past=True)
    if age:
        return MomentView(translate("map", "OLD"), age, is_past=True)
    return MomentView(translate("map", "LIVE"), at)


def ago_words(at: datetime | None, moment: datetime) -> str:
    """How long ago something was: 0:40, 12 min, 1 h 05."""
    if at is None:
        return translate("map", "never")
    passed = max(timedelta(), moment - at)
    minutes, seconds = divmod(int(passed.total_seconds()), 60)
    if minutes < 10:
        return translate("map", "{0}:{1:02} ago").format(minutes, seconds)
    if minutes < 60:
        return translate("map", "{0} min ago").format(minutes)
    return translate("map", "{0} h {1:02} ago").format(*divmod(minutes, 60))


def place_words(person: PersonOnMap, moment: datetime) -> str:
    """Where somebody scanned a place last, and how long ago."""
    if not person.place:
        return translate("map", "no place scanned yet")
    return f"{person.place}, {ago_words(person.placed_at, moment)}"


def task_words(person: PersonOnMap) -> str:
    """What somebody is at, as far as the scans tell."""
    if person.stops_left is not None:
        words = translate("map", "task {0}, {1} stops left")
        told = words.format(person.task_id, person.stops_left)
        return f"{told}, {wave_words(person.wave)}" if person.wave else told
    if person.task_id is not None:
        return translate("map", "last at task {0}").format(person.task_id)
    return translate("map", "no pick task")


def wave_words(wave: str) -> str:
    """A wave by its name."""
    return translate("map", "wave {0}").format(wave)


def aisle_words(live: LiveMap, aisle: AisleHeat, layer: HeatLayer) -> str:
    """An aisle in one line: its figure, its late lines and their share, who is there."""
    late, lines = aisle.values[HeatLayer.LATE], aisle.values[HeatLayer.LINES]
    parts = [translate("map", "{0}: {1} open lines").format(aisle, lines)]
    all_late = sum(each.values[HeatLayer.LATE] for each in live.aisles)
    if late:
        share = round(100 * late / all_late)
        parts.append(translate("map", "{0} late, {1} % of all that are").format(late, share))
    if layer not in (HeatLayer.LINES, HeatLayer.LATE):
        parts.append(f"{aisle.values[layer]} {unit_words(layer)}")
    there = [each.short for each in live.people if each.aisle == aisle.key]
    nobody = translate("map", "nobody there")
    parts.append(", ".join(there) if there else nobody)
    if aisle.closed is not None:
        parts.append(closure_words(aisle))
    return "; ".join(parts)


def closed_words(floor: FloorMap) -> str:
    """Which aisles are closed."""
    if not floor.closed:
        return translate("map", "all aisles are open")
    return translate("map", "closed: {0}").format(", ".join(floor.closed))


def closure_words(aisle: AisleHeat) -> str:
    """Why an aisle is closed, and until when."""
    if aisle.closed is None:
        return translate("map", "open")
    if aisle.closed.until is None:
        return translate("map", "closed: {0}, until somebody opens it").format(aisle.closed.reason)
    until = aisle.closed.until.astimezone().strftime("%H:%M")
    return translate("map", "closed: {0}, until {1}").format(aisle.closed.reason, until)


def person_words(person: PersonOnMap, moment: datetime) -> str:
    """Somebody in one line: where, their last scan, what they are at."""
    scanned = translate("map", "last scan {0}").format(ago_words(person.scanned_at, moment))
    return f"{person.name}: {place_words(person, moment)}; {scanned}; {task_words(person)}"


def person_near(live: LiveMap, storey: str, at: Spot, reach: float) -> int | None:
    """Whose flag hangs at a spot or right above it, by number; the nearest within reach."""
    near = [
        (math.dist(at, person.at[1]), person.operator_id)
        for person in live.people
        if person.at is not None and person.at[0] == storey
    ]
    return min((one for one in near if one[0] <= reach), default=(0.0, None))[1]


def aisle_near(live: LiveMap, storey: str, at: Spot) -> AisleKey | None:
    """The aisle that is nearest to a spot."""
    near = [
        (_away(aisle.line, at), aisle.key)
        for aisle in live.aisles
        if aisle.line is not None and aisle.line.storey == storey
    ]
    return min(near, default=(0.0, None))[1]


def _away(line: AisleLine, at: Spot) -> float:
    """Metres from a spot to the nearest point of an aisle."""
    (ax, ay), (bx, by), (x, y) = line.start, line.end, at
    square = (bx - ax) ** 2 + (by - ay) ** 2
    share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return math.dist(at, (ax + share * (bx - ax), ay + share * (by - ay)))


def aisle_named(live: LiveMap, text: str) -> AisleKey | None:
    """The aisle that somebody typed: with its zone, or without where that names one only."""
    wanted = "".join(text.split()).casefold()
    whole = [each.key for each in live.aisles if "".join(each.key).casefold() == wanted]
    alone = [each.key for each in live.aisles if each.aisle.casefold() == wanted]
    return next((keys[0] for keys in (whole, alone) if len(keys) == 1), None)


def person_named(live: LiveMap, text: str) -> int | None:
    """Who was typed: by short name, or by the beginning of a name that only one has."""
    wanted = text.strip().casefold()
    short = [each.operator_id for each in live.people if each.short.casefold() == wanted]
    begun = [each.operator_id for each in live.people if each.name.casefold().startswith(wanted)]
    return next((found[0] for found in (short, begun) if len(found) == 1), None)
