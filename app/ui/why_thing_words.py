"""Sentences of "Why?" about places, items, parcels, waves and people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.allocation import AllocationReason
from app.domain.count_rules import CountReason
from app.domain.locations import LocationKind
from app.domain.why import Why, WhyReason
from app.ui.floor_words import units_words
from app.ui.message import translate
from app.ui.service_words import refusal_reason_words, service_reason_words
from app.ui.stock_words import count_reason_words, place_kind_words


def clock(why: Why) -> str:
    """The time of day a reason is about; empty where it is about none."""
    return "" if why.at is None else why.at.astimezone().strftime("%H:%M")


def named(text: Callable[[], str]) -> Callable[[Why], str]:
    """A sentence with the two names and the units in it."""
    return lambda why: text().format(why.name, why.other, units_words(why.units))


# Stock ------------------------------------------------------------------------------------------


def _not_for_orders(why: Why) -> str:
    words = translate("why", "{0} is {1}: nothing is promised to orders from there.")
    return words.format(why.name, place_kind_words(LocationKind(why.other)) or why.other)


def _count_waits(why: Why) -> str:
    words = translate("why", "{0} waits for a count ({1}): count it, then it is promised again.")
    return words.format(why.name, count_reason_words(CountReason(why.other)))


def _closed(why: Why) -> str:
    words = translate("why", "The aisle of {0} is closed ({1}): stops there come last. Open it.")
    return words.format(why.name, why.other)


def _list_loading(why: Why) -> str:
    words = translate("why", "List {0} of {1} is being loaded, {2} parcels so far: close it.")
    return words.format(why.name, why.other, why.units)


def _list_unsigned(why: Why) -> str:
    words = translate("why", "List {0} with {2} parcels waits for the driver of {1} to sign it.")
    return words.format(why.name, why.other, why.units)


def _list_signed(why: Why) -> str:
    words = translate("why", "The driver of {1} signed list {0} with {2} parcels: they are gone.")
    return words.format(why.name, why.other, why.units)


def _aisle_closed(why: Why) -> str:
    words = translate("why", "Aisle {0} is closed ({1}): stops there come last. Open it.")
    return words.format(why.name, why.other)


def _aisle_work(why: Why) -> str:
    words = translate("why", "Aisle {0}: open lines {1}, people who go there {2}.")
    return words.format(why.name, why.units, why.other)


def _aisle_quiet(why: Why) -> str:
    return translate("why", "Nothing waits in aisle {0}.").format(why.name)


def _refill(why: Why) -> str:
    words = translate("why", "{0} gets {1} from {2}: work 12 brings them.")
    return words.format(why.name, units_words(why.units), why.other)


def _expired(why: Why) -> str:
    words = translate("why", "{0} has {1} past their last day: nobody gets them. Put them away.")
    return words.format(why.name, units_words(why.units))


def _chosen(why: Why) -> str:
    words = translate("why", "Orders take {0} from {1}: {2}.")
    return words.format(units_words(why.units), why.name, rule_words(why.other))


def rule_words(rule: str) -> str:
    """Why a promise was made from a location, by the value of the rule."""
    words = {
        AllocationReason.EARLIEST_EXPIRY: translate("why", "its lot expires first"),
        AllocationReason.ONLY_LOCATION: translate("why", "it lies nowhere else"),
        AllocationReason.NEAREST_WITH_ALL: translate("why", "the nearest place with all of them"),
        AllocationReason.NEXT_ON_THE_WALK: translate("why", "no place has all, this one is next"),
        AllocationReason.FROM_RESERVE: translate("why", "the pick faces have no more"),
        AllocationReason.SHORTEST_WALK: translate("why", "it makes the walk of the cart shortest"),
    }
    return {str(key): text for key, text in words.items()}.get(rule, rule.replace("_", " "))


# Parcels ----------------------------------------------------------------------------------------


def _overruled(why: Why) -> str:
    words = translate("why", "The packer took box {0} where {1} was proposed: that is learnt from.")
    return words.format(why.name, why.other)


def _service(why: Why) -> str:
    words = translate("why", "It goes by {0}: {1}.")
    return words.format(why.name, service_reason_words(why.other))


def _not_service(why: Why) -> str:
    words = translate("why", "It does not go by {0}: {1}.")
    return words.format(why.name, refusal_reason_words(why.other))


# Waves ------------------------------------------------------------------------------------------


def _wave_stuck(why: Why) -> str:
    words = translate("why", "Wave {0}: nobody has work for {1} of its orders. Ask Why of each.")
    return words.format(why.name, why.units)


def _wave_held_orders(why: Why) -> str:
    words = translate("why", "Wave {0}: {1} of its orders are held. Settle them, or take them out.")
    return words.format(why.name, why.units)


def _nobody(why: Why) -> str:
    words = translate("why", "Nobody picks for wave {0}: {1} lines wait. Send somebody.")
    return words.format(why.name, why.units)


def _bottleneck(why: Why) -> str:
    zone = why.name or translate("why", "the floor")
    words = translate("why", "Most waits in zone {0}: {1} lines for {2} people. Send one more.")
    return words.format(zone, why.units, why.other)


def _in_time(why: Why) -> str:
    if why.minutes:
        words = translate("why", "Wave {0} is picked at about {1}, {2} min before its cut-off.")
        return words.format(why.name, clock(why), why.minutes)
    words = translate("why", "Wave {0} is picked at about {1}.")
    return words.format(why.name, clock(why))


def _wave_searched(why: Why) -> str:
    words = translate(
        "why", "Better carts are looked for. Wave {0} releases itself by {1}: do nothing."
    )
    return words.format(why.name, clock(why))


def _wave_late(why: Why) -> str:
    words = translate("why", "Wave {0} is picked at about {1}, {2} min late. Send more people.")
    return words.format(why.name, clock(why), why.minutes)


def _no_forecast(why: Why) -> str:
    words = translate("why", "There is no forecast for wave {0} ({1}).")
    if not why.other:
        words = translate("why", "There is no forecast for wave {0}: give the floor a layout.")
    return words.format(why.name, why.other)


# People -----------------------------------------------------------------------------------------


def _at_work(why: Why) -> str:
    return translate("why", "{0} is at order {1}: that goes before anything new.").format(
        why.name, why.other
    )


def _elsewhere(why: Why) -> str:
    words = translate("why", "{1} picks in zone {0}: nothing waits there, {2} tasks elsewhere.")
    return words.format(why.name, why.other, why.units)


def _first_by_cut_off(why: Why) -> str:
    words = translate("why", "Order {0} goes first, since its cut-off is {1}.")
    return words.format(why.name, clock(why))


def _first_by_priority(why: Why) -> str:
    words = translate("why", "Order {0} goes first, since its priority {1} is the highest.")
    return words.format(why.name, why.units)


THING_WORDS: Mapping[WhyReason, Callable[[Why], str]] = {
    WhyReason.NOT_FOR_ORDERS: _not_for_orders,
    WhyReason.NOTHING_THERE: named(
        lambda: translate("why", "{0}: nothing is there by the books. Refill it, or count it.")
    ),
    WhyReason.ALL_PROMISED: named(
        lambda: translate("why", "{0}: all of it ({2}) is promised. The rest waits for stock.")
    ),
    WhyReason.COUNT_WAITS: _count_waits,
    WhyReason.AISLE_CLOSED: _closed,
    WhyReason.AISLE_IS_CLOSED: _aisle_closed,
    WhyReason.RECEIPT_TO_COME: named(
        lambda: translate("why", "Receipt {0} waits for {2} of {1}: receive them, or close it.")
    ),
    WhyReason.RECEIPT_TO_CLOSE: named(
        lambda: translate("why", "All of receipt {0} came, {2}: close it.")
    ),
    WhyReason.RECEIPT_CLOSED: named(
        lambda: translate("why", "Receipt {0} is closed: {2} of {1} came.")
    ),
    WhyReason.LIST_LOADING: _list_loading,
    WhyReason.LIST_UNSIGNED: _list_unsigned,
    WhyReason.LIST_SIGNED: _list_signed,
    WhyReason.AISLE_WORK: _aisle_work,
    WhyReason.AISLE_QUIET: _aisle_quiet,
    WhyReason.REFILL_COMING: _refill,
    WhyReason.EXPIRED_THERE: _expired,
    WhyReason.FREE_THERE: named(
        lambda: translate("why", "{0}: {2} are free. The next order that wants them gets them.")
    ),
    WhyReason.CHOSEN: _chosen,
    WhyReason.ONLY_IN_RESERVE: named(
        lambda: translate("why", "{0} lies in reserve only ({1}). Refill its pick face.")
    ),
    WhyReason.TO_BE_PUT_AWAY: named(
        lambda: translate("why", "{0}: {2} wait to be put away. Work 13 brings them.")
    ),
    WhyReason.BOX_AS_PROPOSED: named(
        lambda: translate("why", "Box {0} is the smallest that holds the goods, as proposed.")
    ),
    WhyReason.BOX_OVERRULED: _overruled,
    WhyReason.SERVICE_CHOSEN: _service,
    WhyReason.SERVICE_REFUSED: _not_service,
    WhyReason.WAVE_TO_PLAN: named(
        lambda: translate("why", "Wave {0} is not planned yet. Plan it, then release it.")
    ),
    WhyReason.WAVE_TO_RELEASE: named(
        lambda: translate("why", "Wave {0} is planned and waits for its release.")
    ),
    WhyReason.WAVE_SEARCHED: _wave_searched,
    WhyReason.WAVE_HELD: named(
        lambda: translate("why", "Wave {0} is held. Lift that, then release it.")
    ),
    WhyReason.WAVE_DONE: named(lambda: translate("why", "Wave {0} is picked.")),
    WhyReason.WAVE_ABORTED: named(lambda: translate("why", "Wave {0} was aborted.")),
    WhyReason.WAVE_STUCK: _wave_stuck,
    WhyReason.WAVE_HELD_ORDERS: _wave_held_orders,
    WhyReason.WAVE_NOBODY: _nobody,
    WhyReason.WAVE_BOTTLENECK: _bottleneck,
    WhyReason.WAVE_IN_TIME: _in_time,
    WhyReason.WAVE_LATE: _wave_late,
    WhyReason.WAVE_NO_FORECAST: _no_forecast,
    WhyReason.GONE: named(lambda: translate("why", "{0} does not work here any more.")),
    WhyReason.AT_WORK: _at_work,
    WhyReason.NEXT_WORK: named(lambda: translate("why", "{0} gets order {1} next.")),
    WhyReason.FIRST_BY_PRIORITY: _first_by_priority,
    WhyReason.FIRST_BY_CUT_OFF: _first_by_cut_off,
    WhyReason.FIRST_BY_TURN: named(
        lambda: translate("why", "Order {0} has its turn by the plan of its release.")
    ),
    WhyReason.OF_OWN_ZONE: named(
        lambda: translate("why", "Order {1} is in zone {0}: work of the own zone goes first.")
    ),
    WhyReason.WORK_ELSEWHERE: _elsewhere,
    WhyReason.NOT_ABLE: named(
        lambda: translate("why", "{0} may not operate the {1} that other work needs.")
    ),
    WhyReason.NO_WORK_READY: named(
        lambda: translate("why", "No work is ready for {0}. Release some.")
    ),
}
"""How each reason about a thing, a wave or a person is said."""
