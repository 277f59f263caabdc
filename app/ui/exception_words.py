"""The floor's words for what waits for a lead: what it is, what is known, what can be decided."""

from __future__ import annotations

from datetime import date

from app.domain.count_rules import CountReason
from app.domain.discrepancies import DiscrepancyKind
from app.domain.floor_exceptions import ExceptionKind, FloorException, Remedy, Way
from app.domain.put_away import PutAwayReason
from app.domain.short_ways import WayOut
from app.services.exception_board import ExceptionCase
from app.services.short_board import ShortLine
from app.ui.floor_words import document_word, order_state_words, units_words
from app.ui.message import translate
from app.ui.short_words import way_words, why_way_words
from app.ui.stock_words import count_reason_words, put_away_reason_words

MOST_NAMED = 3
"""Locations, orders or items that are named; more of them decide nothing."""


def kind_words(kind: ExceptionKind) -> str:
    """What was reported, in two or three words."""
    words = {
        ExceptionKind.LEAD_CALL: translate("exceptions", "Calls for you"),
        ExceptionKind.SHORT: translate("exceptions", "Missing"),
        ExceptionKind.MISSING_AT_BENCH: translate("exceptions", "Missing at the bench"),
        ExceptionKind.STOPPED: translate("exceptions", "Order stopped"),
        ExceptionKind.LABEL: translate("exceptions", "No label"),
        ExceptionKind.PAPER: translate("exceptions", "Paper stuck"),
        ExceptionKind.SKIPPED: translate("exceptions", "Skipped twice"),
        ExceptionKind.UNSETTLED: translate("exceptions", "To settle"),
        ExceptionKind.COUNT: translate("exceptions", "Count differs"),
        ExceptionKind.UNREACHABLE: translate("exceptions", "Not reachable"),
        ExceptionKind.WRONG_GOODS: translate("exceptions", "Wrong goods there"),
        ExceptionKind.DAMAGED: translate("exceptions", "Damaged there"),
        ExceptionKind.SET_ASIDE: translate("exceptions", "Set aside"),
    }
    return words[kind]


def remedy_words(way: Way) -> str:
    """What a decision is called on its key."""
    if isinstance(way, WayOut):
        return way_words(way.value)
    words = {
        Remedy.LET_GO_ON: translate("exceptions", "Let it go on"),
        Remedy.CANCEL_ORDER: translate("exceptions", "Cancel the order"),
        Remedy.ATTENDED: translate("exceptions", "I was there"),
        Remedy.COUNT_IT: translate("exceptions", "Have it counted"),
        Remedy.BOOKS_STAND: translate("exceptions", "It is in order: the books stand"),
        Remedy.APPROVE: translate("exceptions", "Write the difference"),
        Remedy.COUNT_AGAIN: translate("exceptions", "Have it counted again"),
        Remedy.PUT_BACK: translate("exceptions", "They are back in their place"),
        Remedy.NOTHING_MOVED: translate("exceptions", "Nothing was moved"),
        Remedy.WRITTEN: translate("exceptions", "It is true: write it"),
        Remedy.TRY_AGAIN: translate("exceptions", "Try it again"),
    }
    return words[way]


def decided_words(value: str) -> str:
    """What was decided, by its value on record."""
    known = {way.value: way for way in (*WayOut, *Remedy)}
    return remedy_words(known[value]) if value in known else value


def what_words(one: FloorException) -> str:
    """What an exception is about: the item and how many, or what else it is."""
    match one.kind:
        case ExceptionKind.LEAD_CALL:
            return translate("exceptions", "again and again {0}").format(one.what)
        case ExceptionKind.STOPPED:
            return order_state_words(one.what)
        case ExceptionKind.PAPER:
            return document_word(one.what)
        case ExceptionKind.COUNT:
            return translate("exceptions", "{0} of {1}").format(f"{one.units:+}", one.what)
    return f"{one.units} x {one.what}" if one.units else one.what


def detail_words(one: FloorException) -> str:
    """What else was said of it; empty where nothing was."""
    if not one.detail:
        return ""
    match one.kind:
        case ExceptionKind.SHORT | ExceptionKind.COUNT:
            return count_reason_words(CountReason(one.detail))
        case ExceptionKind.UNREACHABLE | ExceptionKind.WRONG_GOODS | ExceptionKind.DAMAGED:
            return translate("exceptions", "it is on the list of counts")
        case ExceptionKind.SET_ASIDE:
            return put_away_reason_words(PutAwayReason(one.detail))
        case ExceptionKind.UNSETTLED:
            return _unsettled_words(DiscrepancyKind(one.detail))
        case ExceptionKind.LABEL:
            return translate("exceptions", "nobody knows whether the carrier sold it")
        case ExceptionKind.LEAD_CALL | ExceptionKind.PAPER:
            return ""
    return one.detail


def _unsettled_words(kind: DiscrepancyKind) -> str:
    words = {
        DiscrepancyKind.TASK_TAKEN_OVER: translate("exceptions", "somebody else had the work"),
        DiscrepancyKind.ORDER_STOPPED: translate("exceptions", "the order was stopped meanwhile"),
        DiscrepancyKind.LINE_CHANGED: translate("exceptions", "the line was changed meanwhile"),
        DiscrepancyKind.TOTE_CHANGED: translate("exceptions", "the tote was another order's"),
        DiscrepancyKind.STOCK_MISSING: translate("exceptions", "the books have too few there"),
        DiscrepancyKind.CARTON_CHANGED: translate("exceptions", "the parcel was changed meanwhile"),
        DiscrepancyKind.NOT_ALLOWED: translate("exceptions", "it was not allowed"),
        DiscrepancyKind.LOST_IN_RESTORE: translate("exceptions", "a restored backup lost it"),
    }
    return words[kind]


def where_to_decide(kind: ExceptionKind) -> str:
    """Who sees to it, where there is nothing to decide here."""
    if kind is ExceptionKind.SET_ASIDE:
        return translate("exceptions", "Whoever puts away brings it back: work 13.")
    if kind is ExceptionKind.LABEL:
        return translate("exceptions", "Ask the carrier, then pickstation carriers settle.")
    return translate("exceptions", "There is nothing to decide any more.")


def facts_words(case: ExceptionCase) -> tuple[str, ...]:
    """All that decides about an exception, one thing a line."""
    one = case.exception
    lines = [what_words(one)]
    if one.where:
        lines.append(translate("exceptions", "at {0}").format(one.where))
    if detail := detail_words(one):
        lines.append(detail)
    if case.short is not None:
        lines += short_words(case.short)
    if one.at_it:
        lines.append(translate("exceptions", "{0} is deciding about it now").format(one.at_it))
    if not case.ways:
        lines.append(where_to_decide(one.kind))
    return tuple(lines)


def short_words(line: ShortLine) -> tuple[str, ...]:
    """What is known of missing units: where others are, who could give some, what may come."""
    free = [_place(place.code, place.units, place.metres) for place in line.places[:MOST_NAMED]]
    lines = [
        translate("exceptions", "free: {0}").format(", ".join(free))
        if free
        else translate("exceptions", "free: none in the house")
    ]
    later = [f"{one.order_number}: {one.units}" for one in line.later[:MOST_NAMED]]
    if later:
        lines.append(
            translate("exceptions", "promised to later orders: {0}").format(", ".join(later))
        )
    totes = [
        translate("exceptions", "{0}: {1} of order {2}").format(
            one.location, one.units, one.order_number
        )
        for one in line.in_totes[:MOST_NAMED]
    ]
    if totes:
        lines.append(
            translate("exceptions", "picked for later orders: {0}").format(", ".join(totes))
        )
    lines += _instead(line)
    coming = line.facts.coming
    if coming:
        words = translate("exceptions", "about to be put away: {0}")
        lines.append(words.format(units_words(coming)))
    announced = [_announced(one.units, one.expected_on, one.receipt) for one in line.announced]
    if announced:
        told = ", ".join(announced[:MOST_NAMED])
        lines.append(translate("exceptions", "announced: {0}").format(told))
    rest = line.facts.rest_of_order
    lines.append(translate("exceptions", "of the order are there: {0}").format(units_words(rest)))
    return tuple(lines)


def _announced(units: int, day: date | None, receipt: str) -> str:
    if day is None:
        return translate("exceptions", "{0} ({1})").format(units, receipt)
    words = translate("exceptions", "{0} on {1} ({2})")
    return words.format(units, f"{day:%d.%m.}", receipt)


def _place(code: str, units: int, metres: float | None) -> str:
    if metres is None:
        return f"{code} {units}"
    return translate("exceptions", "{0} {1} ({2} m)").format(code, units, round(metres))


def _instead(line: ShortLine) -> tuple[str, ...]:
    """What may be sent instead, and whether the customer agreed."""
    known = [f"{one.sku} {one.free}" for one in line.substitutes[:MOST_NAMED] if one.free]
    if not known:
        return ()
    words = translate("exceptions", "instead, if the customer agrees: {0}")
    if line.facts.allows_substitutes:
        words = translate("exceptions", "instead, the customer agreed: {0}")
    return (words.format(", ".join(known)),)


def proposal_words(case: ExceptionCase) -> str:
    """What is proposed and why; empty where nothing is."""
    if case.short is None or case.short.proposed is None:
        return ""
    proposed = case.short.proposed
    number = case.ways.index(proposed.way) + 1
    words = translate("exceptions", "Proposed: {0}. {1}")
    return words.format(number, why_way_words(proposed.why))


def effect_words(case: ExceptionCase, way: Way) -> str:
    """What a way out of a shortage would do, in a few words; empty where its name says it."""
    line = case.short
    if line is None:
        return ""
    match way:
        case WayOut.FIND_STOCK if line.places:
            place = line.places[0]
            return _place(place.code, place.units, place.metres)
        case WayOut.TAKE_PROMISE if line.later:
            words = translate("exceptions", "order {0} waits instead")
            return words.format(line.later[0].order_number)
        case WayOut.TAKE_FROM_TOTE if line.in_totes:
            words = translate("exceptions", "{0}, order {1} waits")
            return words.format(line.in_totes[0].location, line.in_totes[0].order_number)
        case WayOut.SUBSTITUTE if line.substitutes:
            words = translate("exceptions", "{0}, {1} free")
            return words.format(line.substitutes[0].sku, line.substitutes[0].free)
        case WayOut.WAIT if line.facts.coming:
            words = translate("exceptions", "{0} are about to come")
            return words.format(units_words(line.facts.coming))
        case WayOut.PART_SHIP:
            words = translate("exceptions", "{0} go now")
            return words.format(units_words(line.facts.rest_of_order))
        case WayOut.GIVE_UP | WayOut.CANCEL:
            return translate("exceptions", "the customer is told")
    return ""


def state_words(one: FloorException) -> str:
    """Whether somebody decides about it just now."""
    if one.at_it:
        return translate("exceptions", "{0} decides").format(one.at_it)
    return translate("exceptions", "open")
