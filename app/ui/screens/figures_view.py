"""What the screen of figures says: its words, its lists of who and where, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

from app.domain.figure_people import dots_of
from app.domain.figure_places import PlaceCount, ShortPlace
from app.domain.metrics import OrderLife, sum_of
from app.services.figure_plots import Page, page_title
from app.services.figure_words import clock, day_and_clock
from app.services.figures import Figures, TimeSpan
from app.ui.message import Message, Severity, Thing, translate
from app.ui.screens.heading import Heading
from app.ui.tokens import State
from app.ui.why_codes import aisle_code, codes_of
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.instruction_line import Instruction

OWN = "own"
"""The page of one's own figures, behind those of the floor."""

MOST_LISTED = 200
"""Rows of a list; nobody reads more, and the plot has counted them."""


def page_names(*, is_lead: bool) -> tuple[str, ...]:
    """The pages that somebody sees, in the order of their numbers."""
    floor = tuple(page_title(page, translate) for page in Page) if is_lead else ()
    return (*floor, translate("figures", "Mine"))


def span_word(span: TimeSpan) -> str:
    """A time span's name."""
    words = {
        TimeSpan.HOUR: translate("figures", "Last hour"),
        TimeSpan.SHIFT: translate("figures", "This shift"),
        TimeSpan.TODAY: translate("figures", "Today"),
        TimeSpan.WEEK: translate("figures", "7 days"),
    }
    return words[span]


def heading_of(name: str, span: TimeSpan, *, is_own: bool, age: str) -> Heading:
    """What the top strip says."""
    detail = translate("figures", "three months") if is_own else span_word(span)
    words = (name, detail, age)
    return Heading(translate("figures", "Figures"), ", ".join(filter(None, words)))


def instruction_of(page: Page | None, told: Figures | None, *, is_lead: bool) -> Instruction:
    """What to do now, and what the page that is shown asks for."""
    if page is None and not is_lead:
        words = translate("figures", "COMPARE YOUR WEEKS; F2 SHOWS HOW THEY ARE WORKED OUT")
        return Instruction(words, detail=translate("figures", "only you see this page"))
    words = translate("figures", "TYPE A PAGE'S NUMBER, OR PRESS ENTER")
    return Instruction(words, detail="" if page is None or told is None else advice(page, told))


def advice(page: Page, told: Figures) -> str:
    """What a lead does about a page."""
    to_count = len(uncounted(told))
    words = {
        Page.PACE: translate("figures", "below the usual: F4 shows which zone lacks people"),
        Page.TIMES: translate("figures", "F4 lists the oldest open orders"),
        Page.ON_TIME: translate("figures", "F4 lists the orders that are late or due next"),
        Page.ACCURACY: translate("figures", "F4 lists the places; move look-alikes apart"),
        Page.SHORTS: translate("figures", "places to count: {0}, F5 raises them").format(to_count),
        Page.EFFORT: translate("figures", "a rise after a new release: tell who runs the program"),
        Page.PLANS: translate("figures", "plans that miss: teach the pace, plan smaller waves"),
        Page.QUEUES: translate("figures", "send people to the longest bar"),
        Page.PLACES: translate("figures", "F4 lists the busiest places; move them to the bench"),
        Page.PEOPLE: translate("figures", "F4 lists all by name; talk with people, not about them"),
        Page.FORECASTS: translate("figures", "always late: promise less, or count who is there"),
    }
    return words[page]


def uncounted(told: Figures) -> tuple[ShortPlace, ...]:
    """Places that lacked goods and are not being counted."""
    return tuple(place for place in told.short_places if not place.is_counted)


# Who and where ----------------------------------------------------------------------------------


def columns() -> tuple[Column, ...]:
    """The columns of all lists: what, more about it, how much, since or until when."""
    return (
        Column(translate("figures", "Which"), 3),
        Column(translate("figures", "What"), 4),
        Column(translate("figures", "How much"), 2, is_number=True),
        Column(translate("figures", "When"), 2),
    )


def rows_of(page: Page, told: Figures) -> tuple[DeskRow, ...]:
    """Who and where behind a page; nothing where its plots say it all."""
    match page:
        case Page.TIMES:
            return _orders(sorted(told.open_lives, key=lambda life: life.placed_at), told.now)
        case Page.ON_TIME:
            due = [life for life in told.open_lives if life.ship_by is not None]
            return _orders(sorted(due, key=lambda life: life.ship_by or told.now), told.now)
        case Page.ACCURACY:
            return _places(told.stop_places, _stops_words)
        case Page.SHORTS:
            return _shorts(told.short_places)
        case Page.PLACES:
            busy = sorted(told.places, key=lambda place: (-place.count, place.location))
            return _places([place for place in busy if place.count], _lines_words)
        case Page.PACE | Page.QUEUES:
            return _zones(told)
        case Page.PEOPLE:
            return _people(told)
    return ()


def not_saved(folder: Path, problem: Exception) -> Message:
    """Why figures could not be written into a folder."""
    words = translate("figures", "Look whether {0} can be written to, then save again.")
    return Message(
        title=translate("figures", "NOT SAVED"),
        action=words.format(folder),
        scanned=Thing(str(problem)),
        severity=Severity.LOOK,
    )


def why_codes(page: Page | None, told: Figures, key: str) -> tuple[str, ...]:
    """Codes of a row of the list; none where no row is chosen."""
    if not key:
        return ()
    match page:
        case Page.TIMES | Page.ON_TIME:
            return codes_of(key)
        case Page.SHORTS:
            place, _, sku = key.partition(" ")
            return (*codes_of("", place), sku)
        case Page.PACE | Page.QUEUES:
            return aisle_code(key, "")
        case Page.PEOPLE:
            people = dots_of(told.people)
            return tuple(one.name for one in people if str(one.operator_id) == key)
    return codes_of("", key)


def _orders(lives: Sequence[OrderLife], now: datetime) -> tuple[DeskRow, ...]:
    rows = []
    for life in lives[:MOST_LISTED]:
        hours = (now - life.placed_at).total_seconds() / 3600
        cut_off = Cell(translate("figures", "no cut-off"))
        if life.ship_by is not None:
            is_late = life.ship_by < now
            word = translate("figures", "LATE") if is_late else ""
            cut_off = Cell(day_and_clock(life.ship_by), word, State.LOOK if is_late else None)
        age = translate("figures", "{0} h old").format(f"{hours:.1f}")
        cells = (Cell(life.number), Cell(_where(life)), Cell(age), cut_off)
        rows.append(DeskRow(life.number, cells))
    return tuple(rows)


def _where(life: OrderLife) -> str:
    if life.packed_at is not None:
        since = translate("figures", "to hand over, packed at {0}")
        return since.format(clock(life.packed_at))
    if life.picked_at is not None:
        return translate("figures", "to pack, picked at {0}").format(clock(life.picked_at))
    if life.released_at is not None:
        return translate("figures", "to pick, released at {0}").format(clock(life.released_at))
    return translate("figures", "not released")


def _places(places: Sequence[PlaceCount], words: Callable[[int], str]) -> tuple[DeskRow, ...]:
    zone = translate("figures", "zone {0}, aisle {1}")
    return tuple(
        DeskRow(
            place.location,
            (
                Cell(place.location),
                Cell(zone.format(place.zone or "-", place.aisle or "-")),
                Cell(words(place.count)),
                Cell(""),
            ),
        )
        for place in places[:MOST_LISTED]
    )


def _lines_words(count: int) -> str:
    if count == 1:
        return translate("figures", "1 line")
    return translate("figures", "{0} lines").format(f"{count:,}")


def _stops_words(count: int) -> str:
    if count == 1:
        return translate("figures", "1 scan stopped")
    return translate("figures", "{0} scans stopped").format(f"{count:,}")


def _shorts(places: Sequence[ShortPlace]) -> tuple[DeskRow, ...]:
    how_much = translate("figures", "{0} missing")
    return tuple(
        DeskRow(
            f"{place.location} {place.sku}",
            (
                Cell(place.location),
                Cell(f"{place.sku} {place.name}"),
                Cell(how_much.format(place.missing), _lines_words(place.lines)),
                Cell(translate("figures", "is counted"), state=State.OK)
                if place.is_counted
                else Cell(translate("figures", "not counted"), state=State.LOOK),
            ),
        )
        for place in places[:MOST_LISTED]
    )


def _zones(told: Figures) -> tuple[DeskRow, ...]:
    rate = sum_of(told.paces).lines_an_hour
    seconds = None if not rate else 3600 / rate
    people, minutes = translate("figures", "{0} there"), translate("figures", "{0} min of work")
    rows = []
    for zone in sorted(told.zones, key=lambda zone: -(zone.minutes(seconds) or 0.0)):
        left = zone.minutes(seconds)
        is_bare = zone.lines > 0 and zone.people == 0
        rows.append(
            DeskRow(
                zone.zone,
                (
                    Cell(translate("figures", "zone {0}").format(zone.zone or "-")),
                    Cell(people.format(zone.people), state=State.LOOK if is_bare else None),
                    Cell(_lines_words(zone.lines)),
                    Cell("-" if left is None else minutes.format(f"{left:.0f}")),
                ),
            )
        )
    return tuple(rows)


def _people(told: Figures) -> tuple[DeskRow, ...]:
    """Everybody by name: how many hours say something, and what is between half of them."""
    hours = translate("figures", "{0} hours with enough work")
    rows = []
    for person in dots_of(told.people):
        cells = (
            Cell(person.name),
            Cell(hours.format(len(person.values))),
            Cell(translate("figures", "{0} lines/h").format(f"{median(person.values):.0f}")),
            Cell(""),
        )
        rows.append(DeskRow(str(person.operator_id), cells))
    return tuple(rows)


def hand_over_instruction() -> Instruction:
    """What to do with the report for the next lead."""
    words = translate("figures", "WRITE WHAT THE NEXT LEAD SHOULD KNOW, THEN PRINT WITH F9")
    return Instruction(words, detail=translate("figures", "F6 keeps the note"))
